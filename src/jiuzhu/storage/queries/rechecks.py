"""复核 as lists: what falls due, what was recorded, and what waits for its adjustment."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.granting import Adjustment
from jiuzhu.domain.household import Household, Person
from jiuzhu.domain.monitoring import Recheck
from jiuzhu.storage.queries.ledgers import named_like
from jiuzhu.storage.tables import TABLES

entitlement, household, person = TABLES[Entitlement], TABLES[Household], TABLES[Person]
adjustment, recheck = TABLES[Adjustment], TABLES[Recheck]


def _of_home(statement: Select[Any], text: str) -> Select[Any]:
    """Only the households a text may mean."""
    wanted = text.strip()
    return statement.where(named_like(wanted, household.c.number)) if wanted else statement


def _due_rows(due_on: Any) -> Select[Any]:
    return (
        select(
            entitlement.c.id, entitlement.c.household_id, entitlement.c.programme, entitlement.c.monthly,
            entitlement.c.recheck_class, due_on, entitlement.c.last_month, household.c.number.label("household_number"),
            household.c.village, person.c.name,
        )
        .join(household, household.c.id == entitlement.c.household_id)
        .join(person, person.c.id == household.c.head_id)
    )  # fmt: skip


def rechecks_due(session: Session, until: date, text: str, limit: int) -> list[Any]:
    """Entitlements whose recheck falls due up to a day, those due first; a taper's is due with its last month."""
    statement = (
        _due_rows(entitlement.c.next_recheck_on.label("due_on"))
        .where(entitlement.c.next_recheck_on <= until, entitlement.c.ended_reason == "")
        .order_by(entitlement.c.next_recheck_on, household.c.number, entitlement.c.id)
        .limit(limit)
    )
    return list(session.execute(_of_home(statement, text)))


def endings(session: Session, until: date, text: str, limit: int) -> list[Any]:
    """Recognitions that run out up to a day and that nothing has ended before, those due first."""
    statement = (
        _due_rows(entitlement.c.valid_until.label("due_on"))
        .where(entitlement.c.valid_until <= until, entitlement.c.ended_reason == "")
        .order_by(entitlement.c.valid_until, household.c.number, entitlement.c.id)
        .limit(limit)
    )
    return list(session.execute(_of_home(statement, text)))


def last_recheck_of(session: Session, household_id: str) -> date | None:
    """The day of the newest recheck of anything a household receives."""
    statement = (
        select(func.max(recheck.c.done_on))
        .join(entitlement, entitlement.c.id == recheck.c.entitlement_id)
        .where(entitlement.c.household_id == household_id)
    )
    found: date | None = session.scalar(statement)
    return found


def last_recheck(session: Session, decision_id: str) -> date | None:
    """The day of the newest recheck of what a decision granted, in whichever of its rows over time."""
    statement = (
        select(func.max(recheck.c.done_on))
        .join(entitlement, entitlement.c.id == recheck.c.entitlement_id)
        .where(entitlement.c.decision_id == decision_id)
    )
    found: date | None = session.scalar(statement)
    return found


def _same_grant(one: Any, other: Any) -> ColumnElement[bool]:
    """Two rows over time of what one decision granted."""
    same: ColumnElement[bool] = (
        (one.c.decision_id == other.c.decision_id)
        & (one.c.programme == other.c.programme)
        & one.c.person_id.is_not_distinct_from(other.c.person_id)
    )
    return same


def _to_follow() -> Select[Any]:
    """The newest recheck of a grant in force that found a change, while no adjustment came of it.

    A taper that no longer fits, or tapers still, ends by itself.
    """
    seen, again, seen_again = entitlement.alias(), recheck.alias(), entitlement.alias()
    later = (
        exists()
        .where(seen_again.c.id == again.c.entitlement_id)
        .where(_same_grant(seen_again, seen), again.c.id > recheck.c.id)
    )
    followed = exists().where(
        adjustment.c.recheck_id == recheck.c.id, adjustment.c.state.in_(("proposed", "approved"))
    )
    return (
        _due_rows(recheck.c.done_on)
        .add_columns(recheck.c.id.label("recheck_id"), recheck.c.number, recheck.c.outcome)
        .join(seen, _same_grant(seen, entitlement))
        .join(recheck, recheck.c.entitlement_id == seen.c.id)
        .where(
            recheck.c.outcome != "no_change",
            entitlement.c.ended_reason == "",
            (entitlement.c.last_month == "") | (recheck.c.outcome == "change"),
            ~later,
            ~followed,
        )
    )


def rechecks_to_follow(session: Session, text: str = "") -> list[Any]:
    """Every recheck that waits for its adjustment, the oldest first."""
    return list(session.execute(_of_home(_to_follow().order_by(recheck.c.id), text)))


def recheck_to_follow(session: Session, entitlement_id: str) -> Any:
    """The recheck of an entitlement that waits for its adjustment, None without one."""
    return session.execute(_to_follow().where(entitlement.c.id == entitlement_id)).first()


def rechecks_done(session: Session, text: str, limit: int) -> list[Any]:
    """Rechecks that were recorded, the newest first."""
    columns = [column for column in recheck.c if column.name != "version"]
    statement = (
        select(*columns, household.c.number.label("household_number"), household.c.village, person.c.name)
        .join(household, household.c.id == recheck.c.household_id)
        .join(person, person.c.id == household.c.head_id)
        .order_by(recheck.c.id.desc())
        .limit(limit)
    )
    if text.strip():
        statement = statement.where(named_like(text.strip(), household.c.number, recheck.c.number))
    return list(session.execute(statement))


def rechecks_of(session: Session, household_id: str) -> list[Recheck]:
    """Rechecks of a household, the newest first."""
    return list(
        session.scalars(
            select(Recheck).where(recheck.c.household_id == household_id).order_by(recheck.c.id.desc())
        )
    )
