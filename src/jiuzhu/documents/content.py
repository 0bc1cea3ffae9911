"""What a paper says: every printed label and value of a form over a dossier, before any page is drawn."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from operator import attrgetter
from typing import Any, Protocol

from jiuzhu.domain import money
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.form import FIELD_TYPES, Form, FormField, Section, known_paths
from jiuzhu.errors import UserError

CUT = "✂"
"""A `lines` label that means: cut here; what follows is the slip that stays with the office."""

_PLACE = re.compile(r"\{([a-z_.]+)(?::([a-z_]+))?\}")
_SPACES = re.compile(r"[^\S\n]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_GAP = "＿＿＿＿"  # what is not known yet is written in by hand


class Labels(Protocol):
    """What a code table must be able to do here."""

    @property
    def labels(self) -> Mapping[str, str]:
        """Code → words."""
        ...

    def label(self, code: str) -> str:
        """The words for a code."""
        ...


Codes = Mapping[str, Labels]
Show = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Head:
    """Letterhead and foot."""

    office: str
    title: str
    number: str
    issued_on: str
    basis: str
    seal: str


@dataclass(frozen=True, slots=True)
class Part:
    """One printed section: its labels, its rows of values (a table), or its paragraphs."""

    section: Section
    labels: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    text: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """A whole paper in words, in printing order."""

    form: str
    head: Head
    parts: tuple[Part, ...]

    @property
    def hash(self) -> str:
        """SHA-256 over canonical JSON of every printed label and value; anybody with the data can compute it again."""
        head = self.head
        said = [
            self.form, head.title, head.office, head.number, head.issued_on, head.basis, head.seal,
            [[part.section.title, part.labels, part.rows, part.text] for part in self.parts],
        ]  # fmt: skip
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _text(value: Any) -> str:
    if value is None:
        return ""
    text = str(value)
    if text.isalnum():
        return text
    text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _SPACES.sub(" ", text.replace("\u3000", " ")).strip()


def _line(value: Any) -> str:
    text = _text(value)
    return text if "\n" not in text else " ".join(text.split("\n"))


def _money(value: Any) -> str:
    return "" if value is None or value == "" else money.shown(Decimal(value))


def _decimal(value: Any) -> str:
    if value is None or value == "":
        return ""
    number = Decimal(value)
    return f"{number.normalize():f}" if number % 1 else f"{number:.0f}"


def _date(value: Any) -> str:
    if isinstance(value, str):  # a moment already in local words
        return _line(value)
    return "" if value is None else f"{value.year}年{value.month}月{value.day}日"


def _month(value: Any) -> str:
    year, dash, month = str(value or "").partition("-")
    return f"{year}年{int(month)}月" if dash and month.isdigit() else year


def _yes_no(value: Any) -> str:
    return "" if value is None else "是" if value else "否"


def _select(table: Labels, value: Any) -> str:
    return "" if value is None or value == "" else table.label(str(value))


_SHOW: dict[str, Show] = {
    "text": _line, "long_text": _text, "integer": _line, "decimal": _decimal, "money": _money, "date": _date,
    "month": _month, "yes_no": _yes_no, "id_number": _line, "phone": _line, "account": _line, "person": _line,
}  # fmt: skip


def _words_or_code(table: Labels, value: Any) -> str:
    """Free text that may also be one of a table's codes."""
    return table.labels.get(value) or _line(value)


def _listed(show: Show, numbered: bool, value: Any) -> str:
    if not isinstance(value, list | tuple):
        return show(value)
    said = [text for text in map(show, value) if text]
    if numbered and len(said) > 1:
        return "\n".join(f"{position}．{text}" for position, text in enumerate(said, start=1))
    return "、".join(said)


def _by_value(value: Any) -> str:
    """Running text does not name types: the value itself tells how it is written."""
    if isinstance(value, bool):
        return _yes_no(value)
    if isinstance(value, Decimal):
        return _money(value)
    if isinstance(value, date):
        return _date(value)
    return _text(value)


def shower(kind: str, codes: Codes, table: str = "") -> Show:
    """The function that writes a value of a field type as it is printed; empty values become an empty text."""
    if kind.startswith("select"):
        show: Show = partial(_select, codes[table])
        return partial(_listed, show, False)
    if table:
        return partial(_listed, partial(_words_or_code, codes[table]), False)
    return partial(_listed, _SHOW[kind], kind == "long_text")


class Template:
    """Running text with `{path}`, `{path:field type}` or `{path:code table}` places.

    A paragraph that begins with `?` is left out while all its places are empty.
    """

    def __init__(self, text: str, codes: Codes, where: str) -> None:
        self.paths: list[str] = []
        self._paragraphs = [self._compile(line, codes, where) for line in text.strip("\n").split("\n")]

    def _compile(
        self, line: str, codes: Codes, where: str
    ) -> tuple[bool, list[str], list[tuple[Callable[[Any], Any], Show]]]:
        optional = line.startswith("?")
        pieces = _PLACE.split(line.removeprefix("?"))
        places: list[tuple[Callable[[Any], Any], Show]] = []
        for path, kind in zip(pieces[1::3], pieces[2::3], strict=True):
            if path not in known_paths():
                raise UserError(f"表单 {where}：不认识的字段 {path}")
            if kind and kind not in FIELD_TYPES and kind not in codes:
                raise UserError(f"表单 {where}：不认识的类型或代码表 {kind}")
            self.paths.append(path)
            show = (
                partial(_listed, _by_value, True)
                if not kind
                else shower(kind, codes)
                if kind in FIELD_TYPES
                else shower("select_one", codes, kind)
            )
            places.append((attrgetter(path), show))
        return optional, pieces[0::3], places

    def __call__(self, dossier: Dossier, gap: str = _GAP) -> tuple[str, ...]:
        """The paragraphs, filled."""
        filled: list[str] = []
        for optional, words, places in self._paragraphs:
            said = [show(get(dossier)) for get, show in places]
            if optional and not any(said):
                continue
            text = words[0] + "".join((value or gap) + word for value, word in zip(said, words[1:], strict=True))
            filled += text.split("\n")
        return tuple(filled)


@dataclass(frozen=True, slots=True)
class _Reader:
    """One section made ready to be read out of many dossiers."""

    section: Section
    labels: tuple[str, ...]
    values: tuple[tuple[Callable[[Any], Any], Show], ...]
    people: frozenset[int]  # columns that hold the id of a member
    rows: Callable[[Any], Any] | None
    text: Template | None
    lines: tuple[Template, ...]

    def read(self, dossier: Dossier) -> Part:
        section = self.section
        if section.kind == "fields":
            row = tuple([show(get(dossier)) for get, show in self.values])
            return Part(section, self.labels, (row,))
        if section.kind == "table" and self.rows is not None:
            rows = [tuple([show(get(item)) for get, show in self.values]) for item in self.rows(dossier)]
            if self.people:
                rows = [self._with_names(row, dossier) for row in rows]
            rows += [("",) * len(self.values)] * (max(section.rows, 1) - len(rows))
            return Part(section, self.labels, tuple(rows))
        labels = tuple("".join(line(dossier, "")) for line in self.lines)
        return Part(section, labels, (), self.text(dossier) if self.text else ())

    def _with_names(self, row: tuple[str, ...], dossier: Dossier) -> tuple[str, ...]:
        names = {member.id: _line(member.name) for member in dossier.members}
        return tuple(
            names.get(value, value) if column in self.people else value for column, value in enumerate(row)
        )


def printed(section: Section) -> tuple[FormField, ...]:
    """The fields of a section that go on paper."""
    return tuple(field for field in section.fields if field.paper)


class Speaker:
    """A form made ready to speak about many dossiers; refuses at once what may not be printed."""

    def __init__(self, form: Form, codes: Codes) -> None:
        self.form = form
        self._office = Template("{office.name}", codes, form.id)
        self._seal = Template(form.seal, codes, form.id)
        self._readers = tuple(self._reader(section, codes) for section in form.sections if section.paper)
        named = [path for reader in self._readers for path in self._named(reader)]
        if not form.private:
            _refuse_private(form, [*named, *self._seal.paths])

    def _reader(self, section: Section, codes: Codes) -> _Reader:
        where = f"{self.form.id} {section.name}"
        fields = printed(section)
        return _Reader(
            section,
            tuple((section.kind == "table" and field.short) or field.label for field in fields),
            tuple((attrgetter(field.name), shower(field.type, codes, field.codes)) for field in fields),
            frozenset(column for column, field in enumerate(fields) if field.type == "person"),
            attrgetter(section.repeat) if section.repeat else None,
            Template(section.text, codes, where) if section.text else None,
            tuple(Template(label, codes, where) for label in section.labels),
        )

    @staticmethod
    def _named(reader: _Reader) -> list[str]:
        prefix = f"{reader.section.repeat}." if reader.section.repeat else ""
        named = [prefix + field.name for field in printed(reader.section)]
        for template in (*reader.lines, *([reader.text] if reader.text else [])):
            named += template.paths
        return named

    def content(self, dossier: Dossier) -> Content:
        """The words of this form over one dossier; `UserError` when a public paper would carry private data."""
        head = Head(
            "".join(self._office(dossier, "")),
            self.form.title,
            _line(dossier.paper.number),
            _date(dossier.paper.issued_on),
            self.form.basis,
            "".join(self._seal(dossier, "")),
        )
        content = Content(self.form.id, head, tuple([reader.read(dossier) for reader in self._readers]))
        if not self.form.private:
            _refuse_private_words(self.form, dossier, content)
        return content


PUBLIC_PATHS = frozenset({
    "office.name", "office.district_name", "office.township_name", "office.address", "office.phone",
    "office.supervision_phone", "paper.number", "paper.issued_on", "applicant.name", "notice.number",
    "notice.place", "notice.posted_on", "notice.ends_on", "notice.closed_on", "notice.repost", "notice.members",
    "notice.monthly", "notice.programmes",
})  # fmt: skip
"""All a posted paper may say: name, member count, amount, programme, dates, place, the office ([57] Art 24)."""


def _refuse_private(form: Form, named: Sequence[str]) -> None:
    private = sorted(set(named) - PUBLIC_PATHS)
    if private:
        raise UserError(f"{form.title}要张贴公布，不能印 {'、'.join(private)}。请从表单 {form.id} 中去掉。")


def _private_words(dossier: Dossier) -> dict[str, str]:
    """Every private text of the file that is long enough to be recognised, and what it is."""
    words: dict[str, str] = {}
    people: list[Any] = [dossier.household, dossier.application, *dossier.members, *dossier.obligors]
    kinds = {
        "id_number": "身份证号", "proxy_id_number": "身份证号", "phone": "电话", "proxy_phone": "电话",
        "account_number": "银行账号", "address": "住址", "registered_address": "住址",
        "illness_name": "病情", "disability_certificate": "残疾证号",
    }  # fmt: skip
    for person in people:
        for name, kind in kinds.items():
            text = _line(getattr(person, name, ""))
            if len(text) > 1:
                words[text] = kind
    office = dossier.office
    for own in (office.phone, office.supervision_phone, office.address):
        words.pop(_line(own), None)
    return words


def _refuse_private_words(form: Form, dossier: Dossier, content: Content) -> None:
    said = "\n".join(
        "\n".join((*part.labels, *part.text, *(cell for row in part.rows for cell in row))) for part in content.parts
    )
    for word, kind in _private_words(dossier).items():
        if word in said:
            raise UserError(
                f"{form.title}要张贴公布，内容里却有{kind}，文书没有生成。请到公示内容和地点中删去后再打印。"
            )
