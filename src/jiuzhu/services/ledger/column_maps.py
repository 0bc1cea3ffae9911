"""列对应: which of a sender's columns is which of ours, proposed, settled by a person, remembered for their next file."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jiuzhu.documents import foreign_workbook
from jiuzhu.documents.foreign_reader import plain_title
from jiuzhu.documents.foreign_workbook import Limits, RawTable
from jiuzhu.documents.stamp import plain
from jiuzhu.domain.column_matching import remembered, suggest
from jiuzhu.domain.flattened import Flattened, flattened, under
from jiuzhu.domain.identity_number import masked
from jiuzhu.domain.ledger import Column, Ledger
from jiuzhu.domain.round_trip import ColumnMapping
from jiuzhu.errors import InvalidInput, Problem, Refused, UserError
from jiuzhu.storage.queries import imports as queries
from jiuzhu.storage.unit import Unit

SAMPLES = 30
"""Rows under the header that are looked at to tell what a column holds."""
SHOWN = 3
_NUMBER = re.compile(r"\d{17}[\dXx]")
_ACCOUNT = re.compile(r"\d[\d ]{10,}\d")


@dataclass(frozen=True, slots=True)
class Headings:
    """Their table as a person settles its columns: headings, what stands below, and what is proposed.

    `ours`: the columns to fill. `chosen`: our column → place of theirs. `known`: this sender's mapping fits as it is.
    """

    ledger: str
    sheet: str
    header_row: int
    headings: list[str]
    samples: list[str]
    ours: list[Column]
    chosen: dict[str, int]
    known: bool
    own: bool  # one of our own exports: nothing to settle
    members: int = 0  # people to the right of a row, whose columns need no settling


def wanted(ledger: Ledger) -> list[Column]:
    """The columns a person settles: those that name a row, those that may be corrected, all of an old table."""
    if not ledger.key:
        return list(ledger.columns)
    return [column for column in ledger.columns if column.name in ledger.key or column.edits]


def read_table(path: Path, ledger: Ledger) -> RawTable:
    """The table of a stranger's workbook, at the header that looks most like ours. Raises `UserError`."""
    titles = [word for column in ledger.columns for word in (column.group + column.title, *column.also)]
    return foreign_workbook.extract(path, titles=titles, guess=True, limits=Limits())


def headings_of(table: RawTable, ledger: Ledger) -> tuple[list[str], Flattened]:
    """Their headings, and which of them are whose where an old table has its members to the right."""
    headings = [plain(cell) for cell in table.header]
    if ledger.key:
        return headings, Flattened([], [])
    above = next((cells for number, cells in table.rows if number == table.header_row - 1), [])
    full = under([plain(cell) for cell in above], headings)
    return full, flattened(full, ledger.columns)


def look(unit: Unit, ledger_id: str, path: Path, sender: str = "") -> Headings:
    """Read the headings of a file and propose which is which; nothing is stored."""
    require_importer(unit)
    ledger = unit.desk.ledgers[ledger_id]
    table = read_table(path, ledger)
    headings, right = headings_of(table, ledger)
    taken = {place for group in right.groups for place in group.values()}
    open_to = ["" if place in taken else heading for place, heading in enumerate(headings)]
    below = [cells for number, cells in table.rows if number > table.header_row][:SAMPLES]
    cells = [
        [plain(row[place]) if place < len(row) else "" for row in below] for place in range(len(headings))
    ]
    ours = wanted(ledger)
    stored = queries.mapping_of(unit.session, sender.strip(), ledger_id) if sender.strip() else None
    known = remembered(json.loads(stored.columns), headings) if stored is not None else None
    own = table.stamp is not None and table.stamp.ledger == ledger_id
    return Headings(
        ledger_id,
        table.sheet,
        table.header_row,
        headings,
        ["、".join([_hidden(cell) for cell in found if cell][:SHOWN])[:60] for found in cells],
        ours,
        known if known is not None else suggest(ours, open_to, cells),
        known is not None,
        own or _same_titles(ledger, headings),
        len(right.groups),
    )


def _hidden(cell: str) -> str:
    """A sample as a screen shows it: numbers of people and accounts with their middle hidden."""
    told = _NUMBER.sub(lambda found: masked(found.group()), cell)
    return _ACCOUNT.sub(lambda found: f"****{found.group()[-4:]}", told)


def _same_titles(ledger: Ledger, headings: list[str]) -> bool:
    """Whether the file carries our own headings, so that nobody need be asked."""
    plain_headings = {plain_title(heading) for heading in headings}
    needed = [column for column in ledger.columns if column.name in ledger.key or column.required]
    return bool(ledger.key) and all(plain_title(column.title) in plain_headings for column in needed)


def senders(unit: Unit, ledger_id: str) -> list[str]:
    """Who sent such a table before, the latest first."""
    require_importer(unit)
    return queries.senders(unit.session, ledger_id)


def require_importer(unit: Unit) -> None:
    """Who prepares an import, or who signs it."""
    if not unit.actor.may("decide"):
        unit.require("exchange")


def remember(unit: Unit, ledger_id: str, sender: str, columns: Mapping[str, str]) -> None:
    """Keep how a sender's columns are read: our column → their heading. The same sender is never kept twice."""
    require_importer(unit)
    name = sender.strip()
    if not name:
        raise InvalidInput([Problem("sender", "请写明这份表来自哪里，例如 示例社区。")])
    doubled = [heading for heading in columns.values() if list(columns.values()).count(heading) > 1]
    if doubled:
        raise Refused(f"“{doubled[0]}”对应了两个栏目，请各选一列。没有保存。")
    ledger = unit.desk.ledgers[ledger_id]
    missing = [
        column.title
        for column in ledger.columns
        if (column.required or column.name in ledger.key) and column.name not in columns
    ]
    if missing:
        raise InvalidInput([Problem("columns", f"请选出“{'”“'.join(missing)}”是哪一列。")])
    told = json.dumps(dict(columns), ensure_ascii=False, sort_keys=True)
    stored = queries.mapping_of(unit.session, name, ledger_id)
    if stored is None:
        stored = unit.add(ColumnMapping(sender=name, ledger=ledger_id, columns=told, used_on=unit.today))
    elif stored.columns != told:
        stored.columns = told
    stored.used_on = unit.today
    unit.about(stored.id)


def place(name: str, table: RawTable, ledger: Ledger, columns: Mapping[str, str]) -> dict[int, Column]:
    """Place of theirs → our column, by the headings a person settled. Raises `UserError` when one is missing now."""
    headings, _ = headings_of(table, ledger)
    found = remembered(columns, headings)
    if found is None:
        raise UserError(f"“{name}”的表头与记住的列对应不一致，请重新对应各列。没有导入任何数据。")
    by_name = {column.name: column for column in ledger.columns}
    return {at: by_name[column] for column, at in found.items()}
