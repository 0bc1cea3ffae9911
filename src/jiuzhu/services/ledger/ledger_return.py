"""A ledger sent out comes back: facts its columns open for correction may be corrected in the workbook, nothing else.

A dry run first; a row that cannot be taken is told in a coloured copy of their own file, and then nothing is taken at
all. What a person changed in the workbook is told from what changed here since it left, cell by cell.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jiuzhu.documents import error_copy, foreign_workbook
from jiuzhu.documents.foreign_workbook import ForeignRow, ForeignSheet, Limits
from jiuzhu.documents.stamp import key_of, mark, plain
from jiuzhu.domain.correction import ACCOUNT, checked
from jiuzhu.domain.household import Household
from jiuzhu.domain.ledger import Column, Ledger
from jiuzhu.domain.round_trip import ImportChange, LedgerImport
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.household import accounts
from jiuzhu.services.household.accounts import NewAccount
from jiuzhu.services.ledger import column_maps, ledger_imports
from jiuzhu.services.ledger.ledger_sources import SOURCES
from jiuzhu.services.ledger.ledgers import hidden
from jiuzhu.services.office.watching import Watch
from jiuzhu.storage.queries import imports as queries
from jiuzhu.storage.queries import ledgers as ledger_queries
from jiuzhu.storage.queries.ledgers import Filters
from jiuzhu.storage.unit import Unit

_LONGEST_CELL = 32_767
_SHAPING = frozenset({"month", "programme", "state"})
"""Filters that decide what a row of a ledger shows, not only which rows there are."""

_NUMBERED = "position"
"""A column that counts the rows of one export: it says nothing about the household."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field of one record: what is stored and what the workbook says. `subject` is the household it belongs to."""

    table: str
    row_id: str
    field: str
    subject: str
    key: str  # what names the row on the ledger
    name: str
    title: str
    was: str
    now: str
    row: int

    @property
    def of_account(self) -> bool:
        """Whether it says where money goes: asked for here, confirmed by a second person."""
        return self.table == "household" and self.field in ACCOUNT

    @property
    def target(self) -> tuple[str, str, str]:
        """The one field it would set."""
        return self.table, self.row_id, self.field


@dataclass(frozen=True, slots=True)
class ReturnPreview:
    """A returned workbook as it was read: the differences, or the rows that stand in the way and the copy that tells."""

    path: Path
    ledger: str
    file_hash: str
    rows: int
    differences: list[Difference]
    problems: dict[int, list[str]]
    error_copy: Path | None


@dataclass(frozen=True, slots=True)
class _Stored:
    """One row of the ledger as it is now: its values, and the records behind it."""

    values: Mapping[str, Any]
    behind: Mapping[str, str]


def _stored(unit: Unit, ledger: Ledger, filters: Mapping[str, Any]) -> dict[str, _Stored]:
    source = SOURCES[ledger.id]
    statement = source.statement(unit, Filters(**filters), "")
    found: dict[str, _Stored] = {}
    count = 0
    for piece in ledger_queries.pieces(unit.session, statement):
        for raw, row in zip(piece, source.rows(unit, ledger, piece, count), strict=True):
            values = dict(zip([column.name for column in ledger.columns], row, strict=True))
            behind = {table: getattr(raw, name) for table, name in source.behind.items()}
            found.setdefault(key_of(values[name] for name in ledger.key), _Stored(values, behind))
        count += len(piece)
    return found


def _told_filters(ledger_id: str, sheet: ForeignSheet, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Under which filters the rows are compared: those the workbook left with, else those of the page."""
    told = sheet.stamp.filters if sheet.stamp is not None else asked
    source = SOURCES[ledger_id]
    filters = {name: told[name] for name in _SHAPING & set(source.filters) if told.get(name)}
    if set(source.needed) - filters.keys():
        raise UserError(
            "从这份工作簿看不出是哪个月、哪项救助的。请先在台账页选好月份和救助事项再导入，或重新导出。没有导入任何数据。"
        )
    return filters


def look_at_return(
    unit: Unit,
    ledger_id: str,
    path: Path,
    filters: Mapping[str, Any] | None = None,
    *,
    columns: Mapping[str, str] | None = None,
    watch: Watch | None = None,
) -> ReturnPreview:
    """Read a returned ledger without storing anything. An empty cell leaves what is stored.

    `filters`: what the page is narrowed to, for a workbook that does not tell it itself. `columns`: our column → the
    heading of a sender who has their own.
    """
    unit.require("exchange")
    ledger = unit.desk.ledgers[ledger_id]
    if not ledger.correctable:
        raise Refused(
            f"“{ledger.title}”里都是决定、金额和办理结果，没有可以从表格修改的栏目。没有改动任何内容；请在窗口办理。"
        )
    lax = replace(
        ledger,
        columns=tuple(replace(column, required=column.name in ledger.key) for column in ledger.columns),
    )
    looking = watch or Watch()
    looking.go_on(0, 0)
    limits = Limits(text=_LONGEST_CELL)
    if columns is None:
        sheet = foreign_workbook.read(path, expected=lax, limits=limits)
    else:
        table = column_maps.read_table(path, ledger)
        placed = column_maps.place(path.name, table, lax, columns)
        sheet = foreign_workbook.typed(path.name, table, placed, limits=limits)
    if sheet.stamp is not None and sheet.stamp.ledger != ledger_id:
        other = unit.desk.ledgers.get(sheet.stamp.ledger)
        raise UserError(
            f"“{path.name}”是“{other.title if other else '其他'}”，不是“{ledger.title}”。请在那本台账里导入。没有导入任何数据。"
        )
    narrowed = _told_filters(ledger_id, sheet, filters or {})
    reading = _Reading(unit, ledger, sheet, _stored(unit, ledger, narrowed), looking)
    if reading.strange and narrowed:  # the household left the state it was exported in
        needed = {name: narrowed[name] for name in SOURCES[ledger_id].needed}
        reading = _Reading(unit, ledger, sheet, _stored(unit, ledger, needed) | reading.stored, looking)
    problems = {row: told for row, told in reading.problems.items() if told}
    copy = None
    if problems:
        copy = path.with_name(f"{path.stem}-错误说明.xlsx")
        error_copy.write_error_copy(path, copy, problems, sheet.header_row, sheet_name=sheet.sheet_name)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    differences = [] if problems else reading.differences
    return ReturnPreview(path, ledger_id, digest, reading.rows, differences, problems, copy)


class _Reading:
    """One pass over the rows of a returned workbook: differences and problems."""

    def __init__(
        self, unit: Unit, ledger: Ledger, sheet: ForeignSheet, stored: dict[str, _Stored], watch: Watch
    ) -> None:
        self.unit, self.ledger, self.sheet, self.stored = unit, ledger, sheet, stored
        self.marks = sheet.stamp.marks if sheet.stamp is not None else {}
        self.unfit = {(one.row, one.column): one.message for one in sheet.problems}
        self.problems: dict[int, list[str]] = {}
        self.differences: list[Difference] = []
        self.strange = False
        self.rows = 0
        self._seen: dict[str, int] = {}
        self._set: dict[tuple[str, str, str], Difference] = {}
        for place, row in enumerate(sheet.rows):
            watch.go_on(place, len(sheet.rows))
            if not _is_total(row):
                self.rows += 1
                self._read(row)

    def _read(self, row: ForeignRow) -> None:
        told = self.problems.setdefault(row.row_number, [])
        key = key_of(row.told.get(name, "") for name in self.ledger.key)
        named = "、".join(row.told.get(name, "") for name in self.ledger.key)
        here = f"（A{row.row_number} 起的一行）"
        if not all(row.told.get(name) for name in self.ledger.key):
            titles = "、".join(
                column.title for column in self.ledger.columns if column.name in self.ledger.key
            )
            told.append(f"没有写明{titles}，认不出是哪一行{here}")
        elif key in self._seen:
            told.append(f"{named} 在第 {self._seen[key]} 行已经出现过{here}")
        elif key not in self.stored:
            self.strange = True
            told.append(f"这本台账里没有 {named}{here}")
        else:
            self._seen[key] = row.row_number
            for column in self.ledger.columns:
                if column.name in self.sheet.columns and column.name != _NUMBERED:
                    self._cell(row, column, key, named, told)

    def _cell(self, row: ForeignRow, column: Column, key: str, named: str, told: list[str]) -> None:
        stored = self.stored[key]
        text, shown = row.told[column.name], plain(stored.values[column.name])
        left = self.marks.get(key, {}).get(column.name)
        touched = mark(text) != left if left is not None else text != shown
        if not touched or not text or _alike(column, text, shown):
            return
        cell = f"{self.sheet.letters[column.name]}{row.row_number}"
        if not column.edits:
            was = hidden(column, shown)
            told.append(
                f"“{column.title}”（{cell}）不能从表格修改，台账里是“{was}”；请改回，有变化在窗口办理"
            )
            return
        if (row.row_number, column.name) in self.unfit:
            told.append(f"{self.unfit[row.row_number, column.name]}（{cell}）")
            return
        now, wrong = checked(column.edits, text)
        if not wrong and left is not None and mark(shown) != left:
            wrong = f"导出以后已改为“{hidden(column, shown)}”，请重新导出后再改"
        table, _, name = column.edits.partition(".")
        identity = stored.behind[table]
        was = getattr(queries.record(self.unit.session, table, identity), name)
        if not wrong and was and plain(was) != shown:  # a sealed roster keeps what it was sealed with
            wrong = f"现在已是“{hidden(column, was)}”，请在窗口更正"
        wrong = wrong or _held(self.unit, table, name, identity)
        if wrong:
            told.append(f"“{column.title}”（{cell}）{wrong}")
            return
        one = Difference(
            table=table, row_id=identity, field=name, subject=stored.behind.get("household", ""), key=named,
            name=_name(stored.values), title=column.title, was=was, now=now, row=row.row_number,
        )  # fmt: skip
        before = self._set.setdefault(one.target, one)
        if before is one:
            self.differences.append(one)
        elif before.now != now:
            told.append(f"“{column.title}”（{cell}）与第 {before.row} 行对同一户的修改不一致")


def _held(unit: Unit, table: str, name: str, identity: str) -> str:
    """Why a record takes no correction now, "" when it does."""
    if table == "reserve_entry":
        month = queries.counted_month(unit.session, identity)
        return f"{month} 已经月结，备注不能再改" if month else ""
    return accounts.waiting(unit, identity) if table == "household" and name in ACCOUNT else ""


def _said(column: Column, value: Any) -> str:
    """A stored value as a sentence says it: money to the cent."""
    return f"{value:,.2f}" if column.kind == "money" else plain(value)


def _alike(column: Column, text: str, shown: str) -> bool:
    """The same account or number written otherwise: in groups, with a hyphen, with zeros behind the point."""
    if column.edits:
        return checked(column.edits, text)[0] == checked(column.edits, shown)[0]
    return text == shown


def _name(values: Mapping[str, Any]) -> str:
    return str(values.get("applicant") or values.get("payee") or values.get("name") or "")


def _is_total(row: ForeignRow) -> bool:
    """The last row of an export: 合计."""
    return any(text.startswith("合计（") for text in row.told.values())


def apply_return(unit: Unit, preview: ReturnPreview, sender: str, watch: Watch | None = None) -> str:
    """Take every difference, or none; returns the import's number. Refused when a field changed since the dry run.

    Every household touched gets an entry of its own in the journal, so that its history tells the import.
    """
    unit.require("exchange")
    if preview.problems or not preview.differences:
        raise Refused("没有可以导入的修改。没有改动任何内容。")
    ledger_imports.require_new(unit, preview.file_hash)
    keys = len({one.key for one in preview.differences})
    made = ledger_imports.record(
        unit, preview.path, preview.ledger, preview.file_hash, sender, rows=preview.rows, changed=keys
    )
    unit.about(made.id)
    unit.seal()
    changes = []
    by_subject: dict[str, list[Difference]] = {}
    for one in preview.differences:
        by_subject.setdefault(one.subject or made.id, []).append(one)
    for place, (subject, found) in enumerate(by_subject.items()):
        (watch or Watch()).go_on(place, len(by_subject))
        for one in found:
            record = queries.record(unit.session, one.table, one.row_id)
            if getattr(record, one.field) != one.was:
                raise Refused(
                    f"{one.key} 的“{one.title}”在试读以后被别人改过。没有改动任何内容；请重新试读。"
                )
            if one.of_account:
                continue
            setattr(record, one.field, one.now)
            changes.append(
                ImportChange(
                    import_id=made.id, table_name=one.table, row_id=one.row_id, field_name=one.field, was=one.was,
                    now=one.now, position=one.row,
                )
            )  # fmt: skip
        changes += _account_asked(unit, made, [one for one in found if one.of_account])
        unit.about(subject)
        unit.seal()
    ledger_imports.keep(unit, made, changes)
    return made.number


def _account_asked(unit: Unit, made: LedgerImport, found: list[Difference]) -> list[ImportChange]:
    """One change of account asked for, from all cells of a household; undoing the import takes it back."""
    if not found:
        return []
    home = unit.get(Household, found[0].row_id)
    wanted = {name: getattr(home, name) for name in ACCOUNT} | {one.field: one.now for one in found}
    if not (wanted["bank"] and wanted["account_name"]):
        raise Refused(
            f"{found[0].key} 没有开户银行或户名，不能只改账号。没有改动任何内容；请把开户银行和户名一起填在工作簿里。"
        )
    reason = f"{made.sender or '来文'}工作簿更正（{made.number}）"
    asked = accounts.ask_for(unit, home.id, NewAccount(**wanted, reason=reason))
    return [
        ImportChange(
            import_id=made.id, table_name="account_change", row_id=asked, field_name=name, was=was, now=now,
            position=found[0].row,
        )
        for name, was, now in (("state", "refused", "proposed"), ("decision_note", "导入已撤销", ""))
    ]  # fmt: skip
