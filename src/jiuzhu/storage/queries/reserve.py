"""备用金 as lists: the ledger with the cases behind its lines, requests, month counts."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application
from jiuzhu.domain.household import Person
from jiuzhu.domain.office import Operator
from jiuzhu.domain.relief import Incident, Payout, ReserveClosing, ReserveEntry, ReserveRequest
from jiuzhu.storage.queries.ledgers import ZERO, Filters
from jiuzhu.storage.tables import TABLES

entry, request, closing = TABLES[ReserveEntry], TABLES[ReserveRequest], TABLES[ReserveClosing]
application, incident, payout = TABLES[Application], TABLES[Incident], TABLES[Payout]
person = TABLES[Person]
approver = TABLES[Operator].alias("approver")
writer = TABLES[Operator].alias("writer")


def newest(session: Session) -> ReserveEntry | None:
    """The last line of the ledger."""
    return session.scalars(select(ReserveEntry).order_by(entry.c.position.desc()).limit(1)).first()


def entries(session: Session) -> list[ReserveEntry]:
    """The whole ledger in its order."""
    return list(session.scalars(select(ReserveEntry).order_by(entry.c.position)))


def days_of(month: str) -> tuple[date, date]:
    """First and last day of a month (YYYY-MM) (pure)."""
    year, number = (int(part) for part in month.split("-"))
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def balance_on(session: Session, day: date) -> Decimal | None:
    """The balance after the last line up to a day, None before the ledger was opened."""
    return session.scalar(
        select(entry.c.balance).where(entry.c.entered_on <= day).order_by(entry.c.position.desc()).limit(1)
    )


def first_month(session: Session) -> date | None:
    """The day of the first line."""
    found: date | None = session.scalar(select(func.min(entry.c.entered_on)))
    return found


def reversal_of(session: Session, entry_id: str) -> str | None:
    """The voucher of the line that took another one back."""
    return session.scalar(select(entry.c.voucher).where(entry.c.reverses_id == entry_id))


def of_payout(session: Session, payout_id: str) -> ReserveEntry | None:
    """The outflow of a payout."""
    return session.scalars(
        select(ReserveEntry).where(entry.c.payout_id == payout_id, entry.c.kind == "payout")
    ).first()


def arrived(session: Session) -> list[str]:
    """Request and document numbers whose money was entered and not taken back."""
    taken_back = select(entry.c.reverses_id).where(entry.c.reverses_id.is_not(None))
    found = select(entry.c.request_number).where(entry.c.kind == "replenish", entry.c.id.not_in(taken_back))
    return list(session.scalars(found.order_by(entry.c.position)))


def open_requests(session: Session) -> list[ReserveRequest]:
    """Requests whose money has not all arrived, the oldest first."""
    statement = select(ReserveRequest).where(request.c.arrived_on.is_(None)).order_by(request.c.id)
    return list(session.scalars(statement))


def request_numbered(session: Session, number: str) -> ReserveRequest | None:
    """A request by its number."""
    return session.scalars(select(ReserveRequest).where(request.c.number == number)).first()


def closings(session: Session) -> list[ReserveClosing]:
    """Month counts, the newest first."""
    return list(session.scalars(select(ReserveClosing).order_by(closing.c.month.desc())))


def closing_of(session: Session, month: str) -> ReserveClosing | None:
    """The count of a month (YYYY-MM)."""
    return session.scalars(select(ReserveClosing).where(closing.c.month == month)).first()


def _narrowed(columns: Sequence[Any], filters: Filters) -> Select[Any]:
    statement = (
        select(*columns)
        .select_from(entry)
        .outerjoin(application, application.c.id == entry.c.application_id)
        .outerjoin(payout, payout.c.id == entry.c.payout_id)
        .outerjoin(incident, incident.c.application_id == entry.c.application_id)
        .outerjoin(person, person.c.id == application.c.applicant_id)
        .outerjoin(approver, approver.c.id == entry.c.approver_id)
        .join(writer, writer.c.id == entry.c.entered_by)
    )
    if filters.month:
        first, last = days_of(filters.month)
        statement = statement.where(entry.c.entered_on.between(first, last))
    if filters.date_from is not None:
        statement = statement.where(entry.c.entered_on >= filters.date_from)
    if filters.date_to is not None:
        statement = statement.where(entry.c.entered_on <= filters.date_to)
    typed = filters.text.strip()
    if typed:
        statement = statement.where(
            payout.c.payee_name.startswith(typed, autoescape=True)
            | person.c.initials.startswith(typed.lower(), autoescape=True)
            | entry.c.voucher.icontains(typed, autoescape=True)
            | application.c.number.contains(typed.upper(), autoescape=True)
            | entry.c.request_number.contains(typed.upper(), autoescape=True)
        )
    return statement


_IN = case((entry.c.direction == "in", entry.c.amount))
_OUT = case((entry.c.direction == "out", entry.c.amount))


def rows(filters: Filters) -> Select[Any]:
    """The ledger the filters leave, in its order, each line with its case, payee and hands."""
    columns = [
        entry.c.id, entry.c.position, entry.c.voucher, entry.c.entered_on, entry.c.kind, entry.c.balance,
        entry.c.application_id, entry.c.payout_id, entry.c.request_number, entry.c.reverses_id, entry.c.note,
        _IN.label("money_in"), _OUT.label("money_out"),
        application.c.number.label("number"), application.c.way,
        payout.c.payee_name.label("payee"), payout.c.payee_id_number.label("id_number"), payout.c.receipt,
        incident.c.kind.label("incident_kind"), incident.c.cause, incident.c.makeup_due_on, incident.c.makeup_done_on,
        approver.c.name.label("approver"), writer.c.name.label("writer"),
    ]  # fmt: skip
    return _narrowed(columns, filters).order_by(entry.c.position)


def listed(session: Session, filters: Filters) -> Sequence[Any]:
    """The lines of `rows`, read."""
    return session.execute(rows(filters)).all()


def total(session: Session, filters: Filters) -> int:
    """How many lines the filters leave."""
    return session.scalar(_narrowed([func.count(entry.c.id)], filters)) or 0


def sums(session: Session, filters: Filters) -> dict[str, Decimal]:
    """Yuan in and out over the lines the filters leave."""
    found = session.execute(_narrowed([func.sum(_IN), func.sum(_OUT)], filters)).one()
    return {"money_in": found[0] or ZERO, "money_out": found[1] or ZERO}
