"""Code tables: national standards and the office's own lists, from TOML."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

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

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, in order."""
        return tuple(self.labels)

    def label(self, code: str) -> str:
        """The words for a code; `UserError` when the table does not know it."""
        try:
            return self.labels[code]
        except KeyError:
            raise UserError(f"“{self.title}”里没有代码 {code}，请重新选择。") from None


def read_table(text: str, name: str) -> CodeTable:
    """One file: `[table] id, title, standard` and `[[code]] code, label`, where wanted `group` and `short`."""
    try:
        raw = tomllib.loads(text)
        head, labels = raw["table"], dict[str, str]()
        more: dict[str, dict[str, str]] = {"group": {}, "short": {}}
        for row in raw["code"]:
            code = row["code"]
            if code in labels:
                raise UserError(f"代码表 {name} 里的代码 {code} 重复了，请只保留一行。")
            labels[code] = row["label"]
            for key, known in more.items():
                if key in row:
                    known[code] = row[key]
        return CodeTable(head["id"], head["title"], head["standard"], labels, more["group"], more["short"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as problem:
        raise UserError(f"代码表 {name} 读不出来（{problem}），请检查。") from problem


def load_codes(folder: Path) -> dict[str, CodeTable]:
    """All tables of a folder by their id; the id is the file's name."""
    tables: dict[str, CodeTable] = {}
    for path in sorted(folder.glob("*.toml")):
        table = read_table(path.read_text("utf-8"), path.name)
        if table.id != path.stem:
            raise UserError(f"代码表 {path.name} 的 id 是 {table.id}，应与文件名相同。")
        tables[table.id] = table
    return tables
