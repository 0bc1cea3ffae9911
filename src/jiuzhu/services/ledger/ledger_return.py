"""A ledger sent out comes back: facts its columns open for correction may be corrected in the workbook, nothing else.

A dry run first; a row that cannot be taken is told in a coloured copy of their own file, and then nothing is taken at
all. What a person changed in the workbook is told from what changed here since it left, cell by cell.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jiuzhu.documents import error_copy, foreign_workbook
from jiuzhu.documents.foreign_workbook import ForeignSheet, Limits
from jiuzhu.domain.correction import ACCOUNT
from jiuzhu.domain.household import Household
from jiuzhu.domain.round_trip import ImportChange, LedgerImport
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.household import accounts
from jiuzhu.services.household.accounts import NewAccount
from jiuzhu.services.ledger import column_maps, ledger_imports
from jiuzhu.services.ledger.ledger_sources import SOURCES
from jiuzhu.services.ledger.returned_rows import Difference, Reading, stored_rows
from jiuzhu.services.office.watching import Watch
from jiuzhu.storage.queries import imports as queries
from jiuzhu.storage.unit import Unit

_LONGEST_CELL = 32_767
_SHAPING = frozenset({"month", "programme", "state"})
"""Filters that decide what a row of a ledger shows, not only which rows there are."""


@dataclass(frozen=True, slots=True)
class ReturnPreview:
    """A returned workbook as it was read: the differences, or the rows that stand in the way and the copy that tells.

    `withheld`: accounts this person may not ask for; they are told and left out, the other corrections go on.
    """

    path: Path
    ledger: str
    file_hash: str
    rows: int
    differences: list[Difference]
    problems: dict[int, list[str]]
    error_copy: Path | None
    withheld: list[Difference] = field(default_factory=list)

    @property
    def accounts_asked(self) -> int:
        """Households whose account would only be asked for, and waits for a second person."""
        return len({one.row_id for one in self.differences if one.of_account})


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
    reading = Reading(unit, ledger, sheet, stored_rows(unit, ledger, narrowed), looking)
    if reading.strange and narrowed:  # the household left the state it was exported in
        needed = {name: narrowed[name] for name in SOURCES[ledger_id].needed}
        reading = Reading(unit, ledger, sheet, stored_rows(unit, ledger, needed) | reading.stored, looking)
    problems = {row: told for row, told in reading.problems.items() if told}
    copy = None
    if problems:
        copy = path.with_name(f"{path.stem}-错误说明.xlsx")
        error_copy.write_error_copy(path, copy, problems, sheet.header_row, sheet_name=sheet.sheet_name)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if problems:
        return ReturnPreview(path, ledger_id, digest, reading.rows, [], problems, copy)
    return ReturnPreview(
        path, ledger_id, digest, reading.rows, reading.differences, problems, copy, reading.withheld
    )


def apply_return(unit: Unit, preview: ReturnPreview, sender: str, watch: Watch | None = None) -> str:
    """Take every difference, or none; returns the import's number. Refused when a field changed since the dry run.

    Every household touched gets an entry of its own in the journal, so that its history tells the import.
    """
    unit.require("exchange")
    if preview.problems or not preview.differences:
        raise Refused("没有可以导入的修改。没有改动任何内容。")
    if preview.accounts_asked:
        unit.require("monitor")
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
    reason = f"{made.sender or '来文'}工作簿更正（{made.number}）"
    asked = accounts.ask_for(unit, home.id, NewAccount(**wanted, reason=reason))
    return [
        ImportChange(
            import_id=made.id,
            table_name=ledger_imports.ASKED,
            row_id=asked,
            field_name="",
            position=found[0].row,
        )
    ]
