"""补发 and 追回: money of past months that is to be made up or kept back."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.granting import BackPayment
from jiuzhu.domain.household import Household, Person
from jiuzhu.storage.queries.entitlements import of_grant
from jiuzhu.storage.queries.ledgers import named_like
from jiuzhu.storage.queries.people import relation_to_head
from jiuzhu.storage.tables import TABLES

entitlement, back_payment = TABLES[Entitlement], TABLES[BackPayment]
household, person = TABLES[Household], TABLES[Person]


def kept_back(session: Session, household_id: str, programme: str, month: str, *, but: str) -> Decimal:
    """Yuan decided to be kept back from a household with a month's grant, one record left aside."""
    statement = select(back_payment.c.amount).where(
        back_payment.c.household_id == household_id,
        back_payment.c.programme == programme,
        back_payment.c.kind == "clawback",
        back_payment.c.pay_month == month,
        back_payment.c.state.in_(("approved", "settled")),
        back_payment.c.id != but,
    )
    return sum(session.scalars(statement), Decimal("0.00"))


def to_keep_back(session: Session, household_id: str, programme: str, month: str) -> list[BackPayment]:
    """What is decided to be kept back from a household with a month's grant or a later one and is not yet, by month."""
    statement = (
        select(BackPayment)
        .where(
            back_payment.c.household_id == household_id,
            back_payment.c.programme == programme,
            back_payment.c.kind == "clawback",
            back_payment.c.state == "approved",
            back_payment.c.pay_month >= month,
        )
        .order_by(back_payment.c.pay_month, back_payment.c.id)
    )
    return list(session.scalars(statement))


def repairs_of_person(session: Session, person_id: str, month: str) -> list[BackPayment]:
    """What is still to be made up or kept back for one person with a month (YYYY-MM) or a later one, in whichever household.

    What no grant could carry stands under no month: it stays with the household that was paid it.
    """
    statement = select(BackPayment).where(
        back_payment.c.person_id == person_id,
        (back_payment.c.state == "proposed")
        | ((back_payment.c.state == "approved") & (back_payment.c.pay_month >= month)),
    )
    return list(session.scalars(statement.order_by(back_payment.c.id)))


def owed_to(session: Session, household_id: str) -> list[BackPayment]:
    """What is still to be made up to a household as a whole."""
    statement = select(BackPayment).where(
        back_payment.c.household_id == household_id,
        back_payment.c.person_id.is_(None),
        back_payment.c.kind == "makeup",
        back_payment.c.state.in_(("proposed", "approved")),
    )
    return list(session.scalars(statement.order_by(back_payment.c.id)))


def listed(session: Session, states: Sequence[str], text: str, limit: int) -> list[Any]:
    """Money for past months with its household and whose it is, the oldest first."""
    other = person.alias("struck")
    statement = (
        select(
            *back_payment.c, household.c.number.label("household_number"), household.c.village, household.c.head_id, person.c.name,
            other.c.name.label("struck"), relation_to_head(back_payment, other),
        )
        .join(household, household.c.id == back_payment.c.household_id)
        .join(person, person.c.id == household.c.head_id)
        .outerjoin(other, other.c.id == back_payment.c.person_id)
        .where(back_payment.c.state.in_(states))
        .order_by(back_payment.c.id)
        .limit(limit)
    )  # fmt: skip
    if text.strip():
        typed = text.strip()
        statement = statement.where(or_(named_like(typed, household.c.number), named_like(typed, who=other)))
    return list(session.execute(statement))


def repairs_of_grant(
    session: Session, household_id: str, programme: str, person_id: str | None
) -> list[BackPayment]:
    """What adjustments and runs found about past months of one grant, whatever was decided about it.

    What a sealed roster lacked brings what was paid up to the rows of the grant and is no part of it, unless it was
    refused: then that month stays paid as it was sealed.
    """
    grant = select(entitlement.c.id).where(of_grant(entitlement, household_id, programme, person_id))
    statement = select(BackPayment).where(
        back_payment.c.entitlement_id.in_(grant),  # a family that merged is paid what another one was owed
        back_payment.c.person_id.is_(None) if person_id is None else back_payment.c.person_id == person_id,
        (back_payment.c.adjustment_id.is_not(None))
        | (back_payment.c.reassessment_id.is_not(None))
        | (back_payment.c.state == "refused"),
    )
    return list(session.scalars(statement.order_by(back_payment.c.id)))


_OPEN = ("proposed", "approved")


def open_lacking(session: Session, programme: str, month: str) -> list[BackPayment]:
    """What a sealed month (YYYY-MM) lacked and is still to be made up."""
    statement = select(BackPayment).where(
        back_payment.c.programme == programme,
        back_payment.c.for_month == month,
        back_payment.c.kind == "makeup",
        back_payment.c.state.in_(_OPEN),
        back_payment.c.adjustment_id.is_(None),
        back_payment.c.reassessment_id.is_(None),
    )
    return list(session.scalars(statement.order_by(back_payment.c.id)))


def open_taken_back(session: Session, owed: BackPayment) -> list[BackPayment]:
    """What is still to be taken back of the same month of the same grant."""
    paid_to = select(entitlement.c.household_id).where(entitlement.c.id == owed.entitlement_id)
    grant = select(entitlement.c.id).where(
        entitlement.c.household_id == paid_to.scalar_subquery(), entitlement.c.programme == owed.programme
    )
    statement = select(BackPayment).where(
        back_payment.c.entitlement_id.in_(grant),
        back_payment.c.for_month == owed.for_month,
        back_payment.c.kind == "clawback",
        back_payment.c.state.in_(_OPEN),
        back_payment.c.person_id.is_(None)
        if owed.person_id is None
        else back_payment.c.person_id == owed.person_id,
    )
    return list(session.scalars(statement.order_by(back_payment.c.pay_month.desc(), back_payment.c.id)))
