"""待遇调整: what waits, what was decided, and what it was decided for."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.granting import Adjustment
from jiuzhu.domain.household import Household, Person
from jiuzhu.storage.queries.ledgers import named_like
from jiuzhu.storage.queries.people import relation_to_head
from jiuzhu.storage.tables import TABLES

entitlement, household, person, adjustment = (
    TABLES[Entitlement],
    TABLES[Household],
    TABLES[Person],
    TABLES[Adjustment],
)


def open_adjustments(session: Session, entitlement_id: str) -> list[Adjustment]:
    """Adjustments of an entitlement that wait for a decision."""
    statement = select(Adjustment).where(
        adjustment.c.entitlement_id == entitlement_id, adjustment.c.state == "proposed"
    )
    return list(session.scalars(statement.order_by(adjustment.c.id)))


def set_otherwise(session: Session) -> list[Any]:
    """Signed adjustments that may say something else than the figures did: all but those of a 标准调整, as plain rows."""
    names = (
        "id",
        "number",
        "kind",
        "cause",
        "reason",
        "new_monthly",
        "found_kind",
        "found_monthly",
        "decided_on",
    )
    statement = select(*(adjustment.c[name] for name in names))
    return list(
        session.execute(statement.where(adjustment.c.state == "approved", adjustment.c.cause != "standard"))
    )


def adjustments_of(session: Session, household_id: str) -> list[Adjustment]:
    """Every adjustment of a household, the oldest first."""
    statement = select(Adjustment).where(adjustment.c.household_id == household_id).order_by(adjustment.c.id)
    return list(session.scalars(statement))


def adjustments_because_of(session: Session, event_id: str) -> list[Adjustment]:
    """Adjustments proposed because of an event, wherever they are paid."""
    statement = select(Adjustment).where(adjustment.c.event_id == event_id)
    return list(session.scalars(statement.order_by(adjustment.c.id)))


def decided_for(session: Session, event_id: str) -> set[str]:
    """Entitlements whose adjustment because of an event was decided, for or against."""
    statement = select(adjustment.c.entitlement_id).where(
        adjustment.c.event_id == event_id, adjustment.c.state != "proposed"
    )
    return {one for one in session.scalars(statement) if one is not None}


def listed(session: Session, states: Sequence[str], text: str, limit: int) -> list[Any]:
    """Adjustments with their households and whose each entitlement is, with their last relation there, the oldest first."""
    columns = [column for column in adjustment.c if column.name != "evidence"]
    other = person.alias("struck")
    statement = (
        select(
            *columns, household.c.number.label("household_number"), household.c.village, household.c.head_id, person.c.name,
            entitlement.c.person_id, other.c.name.label("struck"), relation_to_head(adjustment, other),
        )
        .join(household, household.c.id == adjustment.c.household_id)
        .join(person, person.c.id == household.c.head_id)
        .outerjoin(entitlement, entitlement.c.id == adjustment.c.entitlement_id)
        .outerjoin(other, other.c.id == entitlement.c.person_id)
        .where(adjustment.c.state.in_(states))
        .order_by(adjustment.c.id)
        .limit(limit)
    )  # fmt: skip
    if text.strip():
        typed = text.strip()
        told = named_like(typed, household.c.number, adjustment.c.number)
        statement = statement.where(or_(told, named_like(typed, who=other)))
    return list(session.execute(statement))
