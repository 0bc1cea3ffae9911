"""临时救助 as lists: what is to be paid or made up, who claimed the same before, the reserve's ledger, batches."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application
from jiuzhu.domain.approving import Decision
from jiuzhu.domain.calendar import months_later
from jiuzhu.domain.household import Household, Person
from jiuzhu.domain.relief import Bill, GrantBatch, GrantLine, Incident, Payout, ReserveClosing, ReserveEntry
from jiuzhu.storage.tables import TABLES

application, decision, person = TABLES[Application], TABLES[Decision], TABLES[Person]
household, incident, payout = TABLES[Household], TABLES[Incident], TABLES[Payout]
entry, closing, bill = TABLES[ReserveEntry], TABLES[ReserveClosing], TABLES[Bill]
batch, line = TABLES[GrantBatch], TABLES[GrantLine]

_DEAD = ("withdrawn", "refused", "terminated")


def same_claims(
    session: Session, persons: Sequence[str], kind: str, on: date, days: int, *, but: str
) -> list[Any]:
    """Other applications about the same people, the same kind of incident, within days of each other."""
    span = timedelta(days=days)
    member = application.c.household_id.in_(
        select(application.c.household_id).where(application.c.applicant_id.in_(persons))
    )
    statement = (
        select(application.c.id, application.c.number, incident.c.happened_on, application.c.window)
        .join(incident, incident.c.application_id == application.c.id)
        .where(
            application.c.id != but,
            application.c.state.not_in(_DEAD),
            incident.c.kind == kind,
            incident.c.happened_on.between(on - span, on + span),
            application.c.applicant_id.in_(persons) | incident.c.person_id.in_(persons) | member,
        )
        .order_by(application.c.submitted_on)
    )
    return list(session.execute(statement))


def used_bill(session: Session, issuer: str, number: str, since: date, *, but: str) -> Any:
    """The application that used a bill of this issuer and number since a day, None when nobody did."""
    statement = (
        select(application.c.number)
        .join(bill, bill.c.application_id == application.c.id)
        .where(
            bill.c.issuer == issuer,
            bill.c.number == number,
            bill.c.application_id != but,
            application.c.state.not_in(_DEAD),
            application.c.submitted_on >= since,
        )
    )
    return session.scalar(statement)


def _paid() -> Any:
    return (
        select(func.coalesce(func.sum(payout.c.amount), 0))
        .where(payout.c.application_id == application.c.id)
        .scalar_subquery()
    )


def _granted() -> Any:
    return (
        select(func.coalesce(func.sum(decision.c.amount), 0))
        .where(decision.c.application_id == application.c.id, decision.c.result == "approved")
        .scalar_subquery()
    )


def granted_and_paid(session: Session, application_id: str) -> tuple[Decimal, Decimal]:
    """Yuan decided once for an application, and what of it was paid out."""
    statement = (
        select(_granted().label("granted"), _paid().label("paid"))
        .select_from(application)
        .where(application.c.id == application_id)
    )
    row = session.execute(statement).one()
    return _yuan(row.granted), _yuan(row.paid)


def _yuan(value: Any) -> Decimal:
    return value if isinstance(value, Decimal) else (Decimal(value) / 100).quantize(Decimal("0.01"))


def to_pay(session: Session) -> list[Any]:
    """Approved applications with an amount that is not paid out yet, the oldest first."""
    statement = (
        select(
            application.c.id, application.c.number, application.c.way, application.c.state, person.c.name,
            household.c.village, household.c.bank, household.c.account_name, household.c.account_number,
            _granted().label("granted"), _paid().label("paid"),
        )
        .join(person, person.c.id == application.c.applicant_id)
        .join(household, household.c.id == application.c.household_id)
        .where(application.c.state.in_(("approved", "to_make_up")), _granted() > _paid())
        .order_by(application.c.id)
    )  # fmt: skip
    return list(session.execute(statement))


def to_make_up(session: Session) -> list[Any]:
    """Cases that were helped before their papers were there, those due first."""
    statement = (
        select(
            application.c.id, application.c.number, person.c.name, household.c.village, incident.c.makeup_due_on,
        )
        .join(incident, incident.c.application_id == application.c.id)
        .join(person, person.c.id == application.c.applicant_id)
        .join(household, household.c.id == application.c.household_id)
        .where(application.c.state == "to_make_up")
        .order_by(incident.c.makeup_due_on)
    )  # fmt: skip
    return list(session.execute(statement))


def newest_entry(session: Session) -> ReserveEntry | None:
    """The last line of the reserve's ledger."""
    return session.scalars(select(ReserveEntry).order_by(entry.c.position.desc()).limit(1)).first()


def entries(session: Session, month: str = "") -> list[ReserveEntry]:
    """Lines of the ledger in order, of a month (YYYY-MM) or all."""
    statement = select(ReserveEntry).order_by(entry.c.position)
    if month:
        first = date(int(month[:4]), int(month[5:]), 1)
        statement = statement.where(entry.c.entered_on >= first, entry.c.entered_on < months_later(first, 1))
    return list(session.scalars(statement))


def balance_on(session: Session, day: date) -> Decimal | None:
    """The balance after the last line up to a day, None before the ledger was opened."""
    return session.scalar(
        select(entry.c.balance).where(entry.c.entered_on <= day).order_by(entry.c.position.desc()).limit(1)
    )


def request_of(session: Session, number: str) -> ReserveEntry | None:
    """The line that brought the money of a replenishment request."""
    return session.scalars(
        select(ReserveEntry).where(entry.c.request_number == number, entry.c.direction == "in")
    ).first()


def closing_of(session: Session, month: str) -> ReserveClosing | None:
    """The month's closing."""
    return session.scalars(select(ReserveClosing).where(closing.c.month == month)).first()


def batches(session: Session) -> list[GrantBatch]:
    """Batches, the newest first."""
    return list(session.scalars(select(GrantBatch).order_by(batch.c.id.desc())))


def lines_of(session: Session, batch_id: str) -> list[Any]:
    """The lines of a batch with names, by village and number."""
    statement = (
        select(
            line.c.id, line.c.household_id, line.c.programme, line.c.heads, line.c.amount, line.c.excluded,
            household.c.number, household.c.village, person.c.name,
        )
        .join(household, household.c.id == line.c.household_id)
        .join(person, person.c.id == household.c.head_id)
        .where(line.c.batch_id == batch_id)
        .order_by(household.c.village, household.c.number)
    )  # fmt: skip
    return list(session.execute(statement))


def sums_of(session: Session, batch_id: str) -> tuple[int, Decimal]:
    """Heads and yuan of a batch's lines that stay in it."""
    row = session.execute(
        select(func.coalesce(func.sum(line.c.heads), 0), func.coalesce(func.sum(line.c.amount), 0)).where(
            line.c.batch_id == batch_id, line.c.excluded == ""
        )
    ).one()
    return int(row[0]), _yuan(row[1])


def paid_before(session: Session, kind: str, notice: str, month: str, *, but: str) -> set[str]:
    """Households that stand in another confirmed batch of the same notice and month."""
    statement = (
        select(line.c.household_id)
        .join(batch, batch.c.id == line.c.batch_id)
        .where(
            batch.c.kind == kind, batch.c.notice == notice, batch.c.month == month, batch.c.id != but,
            batch.c.state == "confirmed", line.c.excluded == "",
        )
    )  # fmt: skip
    return set(session.scalars(statement))


def payouts(session: Session, limit: int = 500) -> list[Payout]:
    """What was handed over, the newest first."""
    return list(session.scalars(select(Payout).order_by(payout.c.id.desc()).limit(limit)))
