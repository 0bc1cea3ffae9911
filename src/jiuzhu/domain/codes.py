"""Code tables: national standards and the office's own lists, from TOML."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from jiuzhu.domain.arrangement import Entry
from jiuzhu.domain.toml_words import misread
from jiuzhu.errors import UserError


@dataclass(frozen=True, slots=True)
class CodeTable:
    """One table in its file's order; `standard` is its number or "" for a list of our own."""

    id: str
    title: str
    standard: str
    labels: Mapping[str, str]
    groups: Mapping[str, str] = field(
        default_factory=dict
    )  # code → its group, for a table too long to be read at once
    shorts: Mapping[str, str] = field(default_factory=dict)  # code → shorter words where room is little
    national: bool = False  # a national table: nobody changes it here
    internal: bool = False  # the program's own words, no answers of anybody
    closed: str = ""  # why the office can neither add nor switch off a code
    named: str = ""  # why the words of its codes stay
    locked: Mapping[str, str] = field(default_factory=dict)  # code → why it cannot be switched off
    off: frozenset[str] = frozenset()  # still read, no longer offered

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, in order, those switched off among them."""
        return tuple(self.labels)

    @property
    def offered(self) -> Mapping[str, str]:
        """The codes a new answer may choose, in order."""
        return {code: label for code, label in self.labels.items() if code not in self.off}

    def label(self, code: str) -> str:
        """The words for a code; `UserError` when the table does not know it."""
        try:
            return self.labels[code]
        except KeyError:
            raise UserError(f"“{self.title}”里没有代码 {code}，请重新选择。") from None


_CLOSED = "程序按这些代码办理"
"""Why a table that does not say `open = true` keeps its codes: somebody has to look at it first."""

_HEAD = frozenset({"id", "title", "standard", "national", "internal", "closed", "open", "named"})
_CODE = frozenset({"code", "label", "group", "short", "locked"})


def read_table(text: str, name: str) -> CodeTable:
    """One file: `[table] id, title, standard` and `[[code]] code, label`, where wanted `group`, `short`, `locked`."""
    try:
        raw = tomllib.loads(text)
        head, labels = raw["table"], dict[str, str]()
        more: dict[str, dict[str, str]] = {"group": {}, "short": {}, "locked": {}}
        for row in raw["code"]:
            code = row["code"]
            if code in labels:
                raise UserError(f"代码表 {name} 里的代码 {code} 重复了，请只保留一行。")
            labels[code] = row["label"]
            for key, known in more.items():
                if key in row:
                    known[code] = row[key]
        made = CodeTable(
            head["id"], head["title"], head["standard"], labels, more["group"], more["short"],
            national=head.get("national", False), internal=head.get("internal", False),
            closed="" if head.get("open") else head.get("closed", _CLOSED), named=head.get("named", ""), locked=more["locked"],
        )  # fmt: skip
        unknown = (head.keys() - _HEAD) | {key for row in raw["code"] for key in row.keys() - _CODE}
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as problem:
        raise UserError(f"代码表 {name} 读不出来（{misread(problem)}），请检查。") from problem
    if unknown:
        raise UserError(f"代码表 {name} 里有不认识的键 {'、'.join(sorted(unknown))}，请检查。")
    return made


def entries(table: CodeTable) -> tuple[Entry, ...]:
    """The codes of a table as an office may arrange them; a national table only shows why it may not."""
    why = f"这是国家标准 {table.standard} 的代码" if table.national else table.closed
    return tuple([
        Entry(
            code, label, off=code in table.off, fixed=why or table.locked.get(code, ""),
            named=why if table.national else table.named,
        )
        for code, label in table.labels.items()
    ])  # fmt: skip


def arranged(table: CodeTable, wanted: Sequence[Entry]) -> CodeTable:
    """The table with its codes in the order and words of these entries."""
    labels = {entry.key: entry.label for entry in wanted}
    shorts = {code: words for code, words in table.shorts.items() if labels.get(code) == table.labels[code]}
    off = frozenset(entry.key for entry in wanted if entry.off)
    return replace(table, labels=labels, shorts=shorts, off=off)


def load_codes(folder: Path) -> dict[str, CodeTable]:
    """All tables of a folder by their id; the id is the file's name."""
    tables: dict[str, CodeTable] = {}
    for path in sorted(folder.glob("*.toml")):
        table = read_table(path.read_text("utf-8"), path.name)
        if table.id != path.stem:
            raise UserError(f"代码表 {path.name} 的 id 是 {table.id}，应与文件名相同。")
        tables[table.id] = table
    return tables
