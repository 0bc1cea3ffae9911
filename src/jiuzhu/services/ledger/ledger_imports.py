"""导入记录: every workbook that was taken, what it set and made, and the way back for seven days."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from jiuzhu.domain.household import Household
from jiuzhu.domain.rights import RIGHT_LABELS
from jiuzhu.domain.round_trip import ImportChange, LedgerImport
from jiuzhu.errors import Refused
from jiuzhu.services.household import accounts
from jiuzhu.storage.queries import imports as queries
from jiuzhu.storage.tables import TABLES
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One import as a list shows it; `title` of its ledger; `closed`: why it cannot be undone, or not by who asks."""

    id: str
    number: str
    ledger: str
    title: str
    sender: str
    file_name: str
    changed: int
    added: int
    unchanged: int
    undo_until: date
    undone_on: date | None
    closed: str


OLD_TABLE = "first_load"
"""The ledger of what was taken over from before the program."""
ASKED = "account_change"
"""The table of what an import only asked for."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing an import came to: fields put back, accounts asked for no more.

    `kept`: numbers of households whose account a second person confirmed; that decision stands on its own.
    """

    fields: int
    accounts: int
    kept: list[str]


def imports(unit: Unit) -> list[ImportRow]:
    """Workbooks that were taken, the newest first."""
    unit.require("read")
    return [
        ImportRow(
            row.id, row.number, row.ledger, unit.desk.ledgers[row.ledger].title, row.sender, row.file_name, row.changed,
            row.added, row.unchanged, row.undo_until, row.undone_on, closed(unit, row) or _barred(unit, row),
        )
        for row in queries.imports(unit.session)
    ]  # fmt: skip


def _barred(unit: Unit, row: LedgerImport) -> str:
    """Why this operator undoes no import of that kind, and who does; "" when they may: what was decided is undone by who decides."""
    right = "decide" if row.ledger == OLD_TABLE else "exchange"
    return "" if unit.actor.may(right) else f"撤销 {row.number} 请由能{RIGHT_LABELS[right]}的同事办理。"


def require_new(unit: Unit, file_hash: str) -> None:
    """Refuse a file that was taken before and not undone."""
    if queries.taken_before(unit.session, file_hash):
        raise Refused("这份工作簿已经导入过。没有改动任何内容。")


def record(
    unit: Unit,
    path: Path,
    ledger: str,
    file_hash: str,
    sender: str,
    *,
    rows: int,
    changed: int = 0,
    added: int = 0,
    number: str = "",
) -> LedgerImport:
    """The import itself, with its number and the last day it can be undone; `number`: what it was handed in under."""
    return unit.add(
        LedgerImport(
            number=number or unit.number("import"),
            ledger=ledger,
            sender=sender.strip(),
            file_name=path.name,
            file_hash=file_hash,
            rows=rows,
            added=added,
            changed=changed,
            unchanged=rows - changed - added,
            imported_by=unit.actor.operator_id,
            imported_at=unit.now,
            undo_until=unit.today + timedelta(days=days_open(unit)),
        )
    )


def days_open(unit: Unit) -> int:
    """How many days an import can be undone, and a refused one stays in sight."""
    return unit.desk.policy.in_force(unit.desk.office.district, unit.today).number("undo.days")


def keep(unit: Unit, made: LedgerImport, changes: Sequence[ImportChange]) -> None:
    """Write down what the import set and made, as the entry about the import itself."""
    unit.session.flush()
    unit.insert_rows(TABLES[ImportChange], [asdict(change) for change in changes])
    unit.about(made.id)


def undo_return(unit: Unit, import_id: str) -> Undone:
    """撤销导入: put back what stood there, within seven days, unless somebody changed it since.

    An account the import asked for is taken back while it waits; one a second person has decided stays as decided,
    refused or confirmed, and holds up nothing else.
    """
    unit.require("exchange")
    row = unit.get(LedgerImport, import_id)
    require_undoable(unit, row)
    changes = queries.changes_of(unit.session, row.id)
    by_record: dict[tuple[str, str], list[ImportChange]] = {}
    for change in changes:
        by_record.setdefault((change.table_name, change.row_id), []).append(change)
    fields, back = 0, 0
    kept: list[str] = []
    for (table, identity), found in by_record.items():
        entity: Any = queries.record(unit.session, table, identity)
        if table == ASKED:
            if entity.state == "confirmed":
                kept.append(_called(unit, entity))
            elif entity.state == "proposed":
                accounts.take_back(unit, entity, f"{row.number} 已撤销")
                unit.seal()
                back += 1
            continue
        for change in found:
            if getattr(entity, change.field_name) != change.now:
                raise Refused(
                    f"{_called(unit, entity)} 在导入以后又被改过，不能整批撤销。没有改动任何内容；请逐项更正。"
                )
            setattr(entity, change.field_name, change.was)
        fields += len(found)
        unit.about(_subject(entity))
        unit.seal()
    row.undone_by, row.undone_on = unit.actor.operator_id, unit.today
    unit.about(row.id)
    return Undone(fields, back, kept)


def require_undoable(unit: Unit, row: LedgerImport) -> None:
    """Refuse after the days, and a second time."""
    if why := closed(unit, row):
        raise Refused(f"{why}没有改动任何内容。")


def closed(unit: Unit, row: LedgerImport) -> str:
    """Why an import cannot be undone any more, as a sentence; nothing while its days run, the last one included."""
    if row.undone_on is not None:
        return f"{row.number} 已在 {row.undone_on} 撤销。"
    if unit.today > row.undo_until:
        return f"{row.number} 最迟 {row.undo_until} 可以撤销，已经过期；请逐户更正。"
    return ""


def _called(unit: Unit, entity: Any) -> str:
    """What people call a record: by the number of its household where it belongs to one."""
    if getattr(entity, "household_id", ""):
        entity = unit.get(Household, entity.household_id)
    return str(getattr(entity, "number", "") or getattr(entity, "name", "") or "导入的内容")


def _subject(entity: Any) -> str:
    """Whose history tells it: the household of the record, else the record itself."""
    return str(getattr(entity, "household_id", "") or entity.id)
