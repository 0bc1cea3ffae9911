"""台账 as data: which columns a ledger has, how each is called, typed and summed."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from jiuzhu.domain.arrangement import Entry
from jiuzhu.domain.correction import CORRECTABLE
from jiuzhu.domain.toml_words import misread
from jiuzhu.errors import UserError

COLUMN_KINDS = frozenset({"text", "id", "account", "date", "month", "money", "integer", "decimal"})
"""`id` and `account` are digits that must stay text; `month` is the text YYYY-MM; money is yuan to the cent."""

TOTAL_KINDS = frozenset({"money", "integer", "decimal"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: a stable English name for the program, a Chinese title for people."""

    name: str
    title: str
    kind: str = "text"
    width: int = 12  # in digits, as spreadsheets measure
    total: bool = False  # summed in the last row
    group: str = ""  # a shared heading above neighbouring columns
    required: bool = False  # when read from a foreign file: the column must exist and every row fill it
    choices: tuple[str, ...] = ()  # when read from a foreign file: nothing else is taken
    locked: bool = False  # rows are known by it when a workbook comes back: it keeps its title and stays
    edits: str = ""  # table.field a workbook that comes back may correct here, one of `CORRECTABLE`
    also: tuple[str, ...] = ()  # other headings a stranger may write for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """One ledger: its columns from left to right and how it lies on paper."""

    id: str
    title: str
    columns: tuple[Column, ...]
    landscape: bool = True
    note: str = ""  # printed under the title
    frozen: int = 0  # leading columns that stay in sight while scrolling
    closed: str = ""  # why the office cannot arrange its columns
    key: tuple[str, ...] = ()  # locked columns that name a row when the workbook comes back

    @property
    def correctable(self) -> tuple[Column, ...]:
        """The columns a workbook that comes back may correct."""
        return tuple(column for column in self.columns if column.edits)


def _made(kind: type, table: Mapping[str, Any], where: str) -> Any:
    known = {item.name for item in fields(kind)}
    unknown = sorted(set(table) - known)
    if unknown:
        raise UserError(f"台账 {where}：不认识的键 {'、'.join(unknown)}，可用：{'、'.join(sorted(known))}")
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    try:
        return kind(**values)
    except TypeError as error:
        raise UserError(f"台账 {where}：缺少必填的键（{error}）") from error


def _column(table: Mapping[str, Any], where: str) -> Column:
    column: Column = _made(Column, table, where)
    if column.kind not in COLUMN_KINDS:
        raise UserError(
            f"台账 {where}“{column.title}”：不认识的类型 {column.kind}，可用：{'、'.join(sorted(COLUMN_KINDS))}"
        )
    if column.total and column.kind not in TOTAL_KINDS:
        raise UserError(f"台账 {where}“{column.title}”：类型 {column.kind} 不能合计")
    if column.edits and (column.edits not in CORRECTABLE or column.kind not in {"text", "account"}):
        raise UserError(
            f"台账 {where}“{column.title}”：{column.edits} 不能由表格修改，可用：{'、'.join(sorted(CORRECTABLE))}"
        )
    return column


def load_ledger(path: Path) -> Ledger:
    """Read one ledger; raises `UserError` naming the file and what is unknown, missing or doubled."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"台账 {path.stem}：文件写法有误（{misread(error)}）") from error
    raw = table.pop("columns", [])
    columns = tuple(_column(item, f"{path.stem} 第 {number} 列") for number, item in enumerate(raw, start=1))
    if not columns:
        raise UserError(f"台账 {path.stem}：至少要有一列（columns）")
    for keys in ([column.name for column in columns], [column.group + column.title for column in columns]):
        doubled = sorted({key for key in keys if keys.count(key) > 1})
        if doubled:
            raise UserError(f"台账 {path.stem}：列重复 {'、'.join(doubled)}")
    key = table.get("key", [])
    strange = [name for name in key if name not in {column.name for column in columns if column.locked}]
    if strange or (not key and any(column.edits for column in columns)):
        raise UserError(f"台账 {path.stem}：认出一行的列（key）{'、'.join(strange) or '没有写明'}")
    ledger: Ledger = _made(Ledger, {"id": path.stem, **table, "columns": columns}, path.stem)
    return ledger


def load_ledgers(folder: Path) -> dict[str, Ledger]:
    """All ledgers of a folder by their id, which is the file's name unless it says otherwise."""
    ledgers = (load_ledger(path) for path in sorted(folder.glob("*.toml")))
    return {ledger.id: ledger for ledger in ledgers}


def entries(ledger: Ledger) -> tuple[Entry, ...]:
    """The columns of a ledger as an office may arrange them: neighbours under one heading stay together."""
    made: list[Entry] = []
    run, before = 0, ledger.columns[0].group
    for column in ledger.columns:
        run, before = run + (column.group != before), column.group
        why = ledger.closed or ("表格退回来时靠这一列认出每一行" if column.locked else "")
        behind = "导出的最后一行要在第一列写“合计”" if column.total else ""
        made.append(
            Entry(
                column.name, column.title, group=f"{run}{column.group}", fixed=why, named=why, behind=behind
            )
        )
    return tuple(made)


def arranged(ledger: Ledger, wanted: Sequence[Entry]) -> Ledger:
    """The ledger with the columns of these entries that are not switched off, in their order and words."""
    known = {column.name: column for column in ledger.columns}
    columns = [replace(known[entry.key], title=entry.label) for entry in wanted if not entry.off]
    return replace(ledger, columns=tuple(columns), frozen=min(ledger.frozen, len(columns)))
