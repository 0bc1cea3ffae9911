"""Official forms as data: one TOML per form gives the screen, the validation and the print.

The words are XLSForm's (type, name, label, hint, required, relevant, constraint). A form that names a field the
dossier does not have, a type nobody can show or a code table that does not exist is refused when it is loaded.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.toml_words import misread
from jiuzhu.errors import UserError

FIELD_TYPES = frozenset({
    "text", "long_text", "integer", "decimal", "money", "date", "month", "yes_no", "select_one",
    "select_multiple", "id_number", "phone", "account", "person",
})  # fmt: skip
SECTION_KINDS = frozenset({"fields", "table", "text", "lines", "signatures", "blank", "pictures", "charts"})
_REPEATING = frozenset({"table", "pictures", "charts"})


@dataclass(frozen=True, slots=True)
class Relevant:
    """A field or section shows only while another field of the same row or dossier holds one of these values.

    `also`: and another one holds one of its own; only screens ask so.
    """

    field: str
    among: tuple[str, ...]
    also: "Relevant | None" = None

    def holds(self, value: object) -> bool:
        """Whether the other field's value is one of them; of a list one of its values is enough."""
        if isinstance(value, list):
            return any(self.holds(item) for item in value)
        word = ("yes" if value else "no") if isinstance(value, bool) else "" if value is None else str(value)
        return word in self.among


@dataclass(frozen=True, slots=True)
class FormField:
    """One question: where its answer lies in the dossier, how it is asked, checked and printed."""

    name: str  # path: "household.address", or the bare column name in a table section
    label: str
    type: str = "text"
    codes: str = ""  # code table of resources/codes
    required: bool = False
    hint: str = ""
    max_length: int = 60
    minimum: str = ""
    maximum: str = ""
    relevant: Relevant | None = None
    span: int = 1  # columns it takes in a two-column section
    width: int = 0  # column width in millimetres on paper, 0 = share what is left
    screen: bool = True
    paper: bool = True
    told_only: bool = False  # on paper only where something is stored: most files have nothing to say to it
    short: str = ""  # a shorter label for a table head
    locked: bool = False  # the paper, the law or the engine needs it: it cannot be switched off
    off: bool = False  # switched off by the office: shown and printed only where something is stored


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a form: label/value fields, a table over a dossier list, running text, signature lines, pictures or charts."""

    name: str
    kind: str
    title: str = ""
    repeat: str = ""  # the dossier list a table, pictures or charts section runs over
    columns: int = 2
    text: str = ""  # kind "text": with {path} placeholders
    labels: tuple[str, ...] = ()  # kind "signatures": one line each; kind "lines": fixed lines
    fields: tuple[FormField, ...] = ()
    rows: int = 0  # kind "table": blank rows to fill up to on paper
    least: int = 0  # kind "table": left out on paper while its list is shorter
    screen: bool = True
    paper: bool = True
    step: str = ""  # intake step the section belongs to on screen
    relevant: Relevant | None = None  # of the whole dossier; on screen only


@dataclass(frozen=True, slots=True)
class Form:
    """One official form."""

    id: str
    title: str
    short: str
    basis: str
    sections: tuple[Section, ...]
    landscape: bool = False
    large: bool = False  # 16 pt, for a receipt an old person can read
    locked: bool = True  # an official paper: every field of it is; False where fields say so themselves
    seal: str = ""  # who stamps it
    dated: str = ""  # the day beside the stamp: of what the paper tells, whenever it is printed
    private: bool = True  # False: may be posted in public, and then only the listed fields exist
    fields: Mapping[str, FormField] = field(default_factory=dict)  # path → field, of all sections


def _part_of(annotation: Any) -> Any:
    return get_args(annotation)[0] if get_origin(annotation) is list else annotation


def _lists_of(part: Any) -> dict[str, Any]:
    """The lists of rows inside a part: name → what a row is."""
    hints = get_type_hints(part)
    rows = {name: _part_of(hint) for name, hint in hints.items() if get_origin(hint) is list}
    return {name: row for name, row in rows.items() if is_dataclass(row)}


@cache
def known_paths() -> frozenset[str]:
    """Every path of the dossier a form may name, `applicant.` standing for the first member."""
    hints = get_type_hints(Dossier)
    paths: set[str] = set()
    for name, annotation in hints.items():
        part = _part_of(annotation)
        if is_dataclass(part):
            paths |= {f"{name}.{item.name}" for item in fields(part)}
            for inner, row in _lists_of(part).items():
                paths |= {f"{name}.{inner}.{item.name}" for item in fields(row)}
    paths |= {f"applicant.{path.removeprefix('members.')}" for path in paths if path.startswith("members.")}
    return frozenset(paths)


@cache
def known_lists() -> frozenset[str]:
    """Names of the dossier's lists a table section may repeat over, `roster.lines` among them."""
    hints = get_type_hints(Dossier)
    inner = {f"{name}.{row}" for name, hint in hints.items() if is_dataclass(hint) for row in _lists_of(hint)}
    return frozenset(name for name, hint in hints.items() if get_origin(hint) is list) | inner


def _refuse(where: str, what: str) -> UserError:
    return UserError(f"表单 {where}：{what}")


def _strict(kind: type, table: Mapping[str, Any], where: str, extra: Mapping[str, Any]) -> Any:
    allowed = {item.name for item in fields(kind)}
    unknown = sorted(set(table) - allowed)
    if unknown:
        raise _refuse(where, f"不认识的键 {'、'.join(unknown)}，可用：{'、'.join(sorted(allowed))}")
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    values |= extra
    lacking = [item.name for item in fields(kind) if item.name not in values and _has_no_default(item)]
    if lacking:
        raise _refuse(where, f"缺少必填的键 {'、'.join(lacking)}")
    return kind(**values)


def _has_no_default(item: Field[Any]) -> bool:
    return item.default is MISSING and item.default_factory is MISSING


def _require_path(name: str, repeat: str, where: str) -> None:
    """A table's columns lie in the rows of its list, every other answer in a part that exists once."""
    path = f"{repeat}.{name}" if repeat else name
    in_a_list = path.rpartition(".")[0] in known_lists()
    if path not in known_paths() or in_a_list != bool(repeat):
        raise _refuse(where, f"不认识的字段 {path}")


def _load_field(
    table: dict[str, Any], section: Mapping[str, Any], where: str, codes: frozenset[str]
) -> FormField:
    condition = table.pop("relevant", None)
    relevant: Relevant | None = _strict(Relevant, condition, where, {}) if condition else None
    made: FormField = _strict(FormField, table, where, {"relevant": relevant})
    repeat = section.get("repeat", "")
    _require_path(made.name, repeat, where)
    if relevant is not None:
        _require_path(relevant.field, "" if "." in relevant.field else repeat, where)
    if made.type not in FIELD_TYPES:
        raise _refuse(where, f"不认识的类型 {made.type}")
    if (made.codes or made.type.startswith("select")) and made.codes not in codes:
        raise _refuse(where, f"不认识的代码表 {made.codes or '（空）'}")
    return made


def load_form(path: Path, codes: frozenset[str]) -> Form:
    """Read one form; raises `UserError` naming the form, the section and what is unknown."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as problem:
        raise _refuse(path.stem, f"文件写法有误（{misread(problem)}）") from problem
    sections: list[Section] = []
    by_path: dict[str, FormField] = {}
    for number, raw in enumerate(table.pop("section", []), start=1):
        where = f"{path.stem} 第 {number} 节"
        raw_fields = raw.pop("field", [])
        if raw.get("kind") not in SECTION_KINDS:
            raise _refuse(where, f"不认识的节类型 {raw.get('kind')}")
        repeat = raw.get("repeat", "")
        if (raw["kind"] in _REPEATING) != bool(repeat) or (repeat and repeat not in known_lists()):
            raise _refuse(where, f"表格要写明已有的列表，现为 {repeat or '（空）'}")
        made = tuple(_load_field(item, raw, where, codes) for item in raw_fields)
        condition = raw.pop("relevant", None)
        relevant: Relevant | None = _strict(Relevant, condition, where, {}) if condition else None
        if relevant is not None:
            _require_path(relevant.field, "", where)
        sections.append(_strict(Section, raw, where, {"fields": made, "relevant": relevant}))
        by_path |= {f"{repeat}.{item.name}" if repeat else item.name: item for item in made}
    form: Form = _strict(Form, table, path.stem, {"sections": tuple(sections), "fields": by_path})
    if form.id != path.stem:
        raise _refuse(path.stem, f"id 是 {form.id}，应与文件名相同")
    return form


def load_forms(folder: Path, codes: frozenset[str]) -> dict[str, Form]:
    """All forms of a folder by their id, which is the file's name; `codes` are the names of the known code tables."""
    forms = (load_form(path, codes) for path in sorted(folder.glob("*.toml")))
    return {form.id: form for form in forms}
