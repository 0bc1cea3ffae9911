"""临时救助 as lists: what is to be paid or made up, what was paid, whose rooms were counted before."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application, Material
from jiuzhu.domain.approving import Decision
from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.domain.office import Operator
from jiuzhu.domain.relief import Bill, DamagedHouse, Incident, Payout
from jiuzhu.storage.queries.claims import DEAD
from jiuzhu.storage.tables import TABLES

application, decision, person = TABLES[Application], TABLES[Decision], TABLES[Person]
household, member, operator = TABLES[Household], TABLES[Member], TABLES[Operator]
incident, payout, bill, material = TABLES[Incident], TABLES[Payout], TABLES[Bill], TABLES[Material]
damaged = TABLES[DamagedHouse]


def same_damage(
    session: Session, persons: Sequence[str], disaster: str, on: date, days: int, *, but: str
) -> str | None:
    """Another application that counts rooms of the same people struck by the same disaster."""
    span = timedelta(days=days)
    theirs = select(member.c.household_id).where(member.c.person_id.in_(persons))
    statement = (
        select(application.c.number)
        .join(damaged, damaged.c.application_id == application.c.id)
        .where(
            damaged.c.household_id.in_(theirs),
            damaged.c.disaster == disaster,
            damaged.c.happened_on.between(on - span, on + span),
            application.c.id != but,
            application.c.state.not_in(DEAD),
        )
    )
    return session.scalar(statement)


def _paid() -> Any:
    return (
        select(func.coalesce(func.sum(payout.c.amount), 0))
        .where(payout.c.application_id == application.c.id, payout.c.returned_on.is_(None))
        .scalar_subquery()
    )


def _granted() -> Any:
    return (
        select(func.coalesce(func.sum(decision.c.amount), 0))
        .where(decision.c.application_id == application.c.id, decision.c.result == "approved")
        .scalar_subquery()
    )


def yuan(value: Any) -> Decimal:
    """A sum that may have lost its type on the way: hundredths as an integer."""
    return value if isinstance(value, Decimal) else (Decimal(value) / 100).quantize(Decimal("0.01"))


def granted_and_paid(session: Session, application_id: str) -> tuple[Decimal, Decimal]:
    """Yuan decided once for an application, and what of it was paid out and did not come back."""
    statement = (
        select(_granted().label("granted"), _paid().label("paid"))
        .select_from(application)
        .where(application.c.id == application_id)
    )
    row = session.execute(statement).one()
    return yuan(row.granted), yuan(row.paid)


def _cases(*columns: Any) -> Select[Any]:
    return (
        select(
            application.c.id, application.c.number, application.c.way, application.c.state, person.c.name,
            household.c.village, household.c.bank, household.c.account_name, household.c.account_number, *columns,
        )
        .join(person, person.c.id == application.c.applicant_id)
        .join(household, household.c.id == application.c.household_id)
    )  # fmt: skip


def to_pay(session: Session) -> list[Any]:
    """Approved applications with an amount that is not paid out yet, the oldest decision first."""
    decided = (
        select(func.max(decision.c.decided_on))
        .where(decision.c.application_id == application.c.id, decision.c.result == "approved")
        .scalar_subquery()
    )
    authority = (
        select(func.max(decision.c.authority))
        .where(decision.c.application_id == application.c.id, decision.c.result == "approved")
        .scalar_subquery()
    )
    statement = _cases(
        _granted().label("granted"),
        _paid().label("paid"),
        decided.label("decided_on"),
        authority.label("authority"),
    )
    paid = statement.where(application.c.state.in_(("approved", "to_make_up")), _granted() > _paid())
    return list(session.execute(paid.order_by(decided, application.c.id)))


def to_make_up(session: Session) -> list[Any]:
    """Cases that were helped before their papers were there, those due first."""
    statement = _cases(incident.c.makeup_due_on).join(incident, incident.c.application_id == application.c.id)
    waiting = statement.where(application.c.state == "to_make_up")
    return list(session.execute(waiting.order_by(incident.c.makeup_due_on, application.c.id)))


def lacking(session: Session, applications: Sequence[str]) -> dict[str, list[str]]:
    """Application → the papers somebody still has to bring."""
    found: dict[str, list[str]] = {}
    statement = (
        select(material.c.application_id, material.c.name)
        .where(
            material.c.application_id.in_(applications),
            material.c.needed.is_(True),
            material.c.by_data.is_(False),
            material.c.received_on.is_(None),
        )
        .order_by(material.c.position, material.c.id)
    )
    for row in session.execute(statement):
        found.setdefault(row.application_id, []).append(row.name)
    return found


def payouts(session: Session, since: date, text: str = "") -> list[Any]:
    """What was handed over since a day, the newest first."""
    statement = (
        select(
            payout.c.id, payout.c.number, payout.c.application_id, payout.c.amount, payout.c.form, payout.c.source,
            payout.c.payee_name, payout.c.paid_on, payout.c.receipt, payout.c.returned_on, payout.c.returned_reason,
            payout.c.collector_name, payout.c.collector_relation,
            application.c.number.label("case_number"), operator.c.name.label("handler"),
        )
        .join(application, application.c.id == payout.c.application_id)
        .join(operator, operator.c.id == payout.c.handler_id)
        .where(payout.c.paid_on >= since)
        .order_by(payout.c.id.desc())
    )  # fmt: skip
    typed = text.strip()
    if typed:
        statement = statement.where(
            payout.c.payee_name.startswith(typed, autoescape=True)
            | payout.c.number.contains(typed.upper(), autoescape=True)
            | application.c.number.contains(typed.upper(), autoescape=True)
        )
    return list(session.execute(statement))
