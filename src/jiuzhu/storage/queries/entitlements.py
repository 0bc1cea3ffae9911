"""待遇 rows as they follow one another: of a household, of one person wherever they live, of one grant over time."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.orm import Session

from jiuzhu.domain.approving import Entitlement
from jiuzhu.storage.rows import plain
from jiuzhu.storage.tables import TABLES

entitlement = TABLES[Entitlement]


def not_ended(session: Session, household_id: str, month: str) -> list[Entitlement]:
    """Entitlements of a household that have not ended before a month, what begins later too."""
    statement = (
        select(Entitlement)
        .where(
            entitlement.c.household_id == household_id,
            (entitlement.c.last_month == "") | (entitlement.c.last_month >= month),
        )
        .order_by(entitlement.c.programme, entitlement.c.first_month, entitlement.c.id)
    )
    return list(session.scalars(statement))


def of_homes(session: Session, household_ids: Collection[str], month: str) -> list[Any]:
    """The same of many households as plain rows: whose, what, and since when."""
    statement = (
        select(
            entitlement.c.household_id, entitlement.c.person_id, entitlement.c.programme, entitlement.c.first_month
        )
        .where(
            entitlement.c.household_id.in_(household_ids),
            (entitlement.c.last_month == "") | (entitlement.c.last_month >= month),
        )
        .order_by(entitlement.c.programme, entitlement.c.first_month, entitlement.c.id)
    )  # fmt: skip
    return plain(session.execute(statement))


def of_person(session: Session, person_id: str, month: str) -> list[Entitlement]:
    """What belongs to one person and goes on in a month or after it, in whichever household."""
    statement = select(Entitlement).where(
        entitlement.c.person_id == person_id,
        (entitlement.c.last_month == "") | (entitlement.c.last_month >= month),
    )
    return list(session.scalars(statement.order_by(entitlement.c.id)))


def receives(session: Session, household_id: str, programme: str) -> bool:
    """Whether a household has an entitlement of a programme without an end."""
    statement = select(entitlement.c.id).where(
        entitlement.c.household_id == household_id,
        entitlement.c.programme == programme,
        entitlement.c.last_month == "",
    )
    return session.execute(statement).first() is not None


def granted_since(session: Session, event_id: str, homes: Collection[str], people: Collection[str]) -> bool:
    """Whether an entitlement of these households or people was made after an event; UUIDv7 sort by that moment."""
    theirs = entitlement.c.household_id.in_(homes) | entitlement.c.person_id.in_(people)
    return bool(
        session.scalar(select(select(entitlement.c.id).where(entitlement.c.id > event_id, theirs).exists()))
    )


def rows_of_grant(
    session: Session, household_id: str, programme: str, person_id: str | None
) -> list[Entitlement]:
    """Every row of one programme over time, the oldest first: a household's, or a person's wherever they lived."""
    statement = (
        select(Entitlement)
        .where(of_grant(entitlement, household_id, programme, person_id))
        .order_by(entitlement.c.first_month, entitlement.c.id)
    )
    return list(session.scalars(statement))


def of_grant(rows: Table, household_id: str, programme: str, person_id: str | None) -> ColumnElement[bool]:
    """Rows of one programme, of a household (`person_id` None) or of a person wherever they live."""
    whose: ColumnElement[bool] = (
        rows.c.person_id.is_(None) & (rows.c.household_id == household_id)
        if person_id is None
        else rows.c.person_id == person_id
    )
    return whose & (rows.c.programme == programme)
