"""备用金 as people read it: the lines of its ledger in words, what is asked for, which months are counted."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from jiuzhu.domain.policy import Figure
from jiuzhu.domain.relief import ReserveRequest
from jiuzhu.services.relief.reserve import balance, size
from jiuzhu.services.relief.reserve_months import book_of, month_to_count
from jiuzhu.storage.queries import reserve as queries
from jiuzhu.storage.queries.files import operator_names
from jiuzhu.storage.queries.ledgers import Filters
from jiuzhu.storage.unit import Unit

KINDS = {
    "opening": "期初",
    "replenish": "补充到账",
    "payout": "救助给付",
    "returned": "给付退回",
    "correction": "冲正",
}
"""What a line of the ledger is."""

_HELP = {"quick": "小额快救、急难型", "temporary": "支出型"}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """One line of 备用金台账 in words."""

    id: str
    position: int
    entered_on: date
    voucher: str
    kind: str
    money_in: Decimal | None
    money_out: Decimal | None
    balance: Decimal
    number: str  # of the case
    payee: str
    id_number: str
    cause: str
    help: str
    approver: str
    writer: str
    receipt: str
    makeup: str
    request_number: str
    note: str
    application_id: str
    payout_id: str
    correctable: bool


def worded(unit: Unit, found: Any) -> list[EntryRow]:
    """Lines SQL found, in words."""
    made = []
    for row in found:
        cause = unit.desk.label("incident_kind", row.incident_kind) if row.incident_kind else ""
        made.append(
            EntryRow(
                id=row.id,
                position=row.position,
                entered_on=row.entered_on,
                voucher=row.voucher,
                kind=KINDS[row.kind],
                money_in=row.money_in,
                money_out=row.money_out,
                balance=row.balance,
                number=row.number or "",
                payee=row.payee or "",
                id_number=row.id_number or "",
                cause="：".join(part for part in (cause, row.cause) if part),
                help=_HELP.get(row.way, "") if row.way else "",
                approver=row.approver or "",
                writer=row.writer,
                receipt=row.receipt or "",
                makeup=_makeup(row.makeup_due_on, row.makeup_done_on),
                request_number=row.request_number,
                note=row.note,
                application_id=row.application_id or "",
                payout_id=row.payout_id or "",
                correctable=row.payout_id is None and row.kind != "correction",
            )
        )
    return made


def _makeup(due: date | None, done: date | None) -> str:
    if done is not None:
        return f"{done:%m-%d} 已补"
    return f"{due:%m-%d} 前补" if due is not None else ""


@dataclass(frozen=True, slots=True)
class ClosingRow:
    """One month's count."""

    id: str
    month: str
    book: Decimal
    counted: Decimal
    difference: Decimal
    explanation: str
    first: str
    second: str  # "" while it waits for the second hand
    mine: bool
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The reserve as its page shows it."""

    opened: bool
    balance: Decimal
    size: Figure
    lines: list[EntryRow]
    requests: list[ReserveRequest]
    closings: list[ClosingRow]
    month_to_count: str
    book: Decimal  # of that month


def closing_rows(unit: Unit) -> list[ClosingRow]:
    """Month counts, the newest first."""
    names = operator_names(unit.session)
    return [
        ClosingRow(
            row.id, row.month, row.book, row.counted, row.counted - row.book, row.explanation,
            names[row.first_signer_id], names[row.second_signer_id] if row.second_signer_id else "",
            row.first_signer_id == unit.actor.operator_id, row.version,
        )
        for row in queries.closings(unit.session)
    ]  # fmt: skip


def view(unit: Unit, months: int = 3) -> View:
    """The last months of the ledger (all of it stands in the ledger page), with what waits."""
    since = unit.today.replace(day=1) - timedelta(days=31 * (months - 1))
    found = queries.listed(unit.session, Filters(date_from=since.replace(day=1)))
    due = month_to_count(unit)
    return View(
        opened=queries.newest(unit.session) is not None,
        balance=balance(unit),
        size=size(unit),
        lines=worded(unit, found),
        requests=queries.open_requests(unit.session),
        closings=closing_rows(unit),
        month_to_count=due,
        book=book_of(unit, due) if due else Decimal("0.00"),
    )
