"""户情变动: the events of households and people, what waits for its consequences, and what the journal says of them."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from jiuzhu.domain.household import Household, HouseholdEvent, Person
from jiuzhu.storage.queries.ledgers import named_like
from jiuzhu.storage.queries.people import relation_to_head
from jiuzhu.storage.tables import TABLES, WRITTEN, journal_entry

household, person, event = TABLES[Household], TABLES[Person], TABLES[HouseholdEvent]


def events(session: Session, household_id: str) -> list[HouseholdEvent]:
    """Events of a household, or of all those not settled."""
    statement = select(HouseholdEvent).order_by(event.c.id.desc())
    if household_id:
        statement = statement.where(event.c.household_id == household_id)
    else:
        statement = statement.where(event.c.settled_on.is_(None))
    return list(session.scalars(statement))


def events_touching(session: Session, household_id: str) -> list[HouseholdEvent]:
    """Events of a household and those of others that made it, ended it or moved somebody, the oldest first."""
    touches = (event.c.household_id == household_id) | (event.c.other_household_id == household_id)
    return list(session.scalars(select(HouseholdEvent).where(touches).order_by(event.c.id)))


def events_of_people(session: Session, people: Collection[str]) -> list[HouseholdEvent]:
    """Events about these people, in whichever household, the oldest first."""
    statement = select(HouseholdEvent).where(event.c.person_id.in_(people)).order_by(event.c.id)
    return list(session.scalars(statement))


def open_events(session: Session, household_id: str) -> list[HouseholdEvent]:
    """Events of a household whose consequences are not all decided, the oldest first."""
    statement = (
        select(HouseholdEvent)
        .where(event.c.household_id == household_id, event.c.settled_on.is_(None))
        .order_by(event.c.id)
    )
    return list(session.scalars(statement))


def found_work(session: Session, household_id: str, event_id: str = "") -> set[str]:
    """Who of a household found work, as events say whose consequences are not all decided, or one that is named."""
    statement = select(event.c.person_id).where(
        event.c.household_id == household_id,
        event.c.kind == "employed",
        (event.c.settled_on.is_(None)) | (event.c.id == event_id),
    )
    return {row.person_id for row in session.execute(statement)}


def listed(session: Session, text: str, limit: int) -> list[Any]:
    """Events not settled, with the household, its head and whose event it is with their last relation there, those due first."""
    other = person.alias("struck")
    statement = (
        select(
            event.c.id, event.c.number, event.c.kind, event.c.effective_on, event.c.from_month, event.c.due_on,
            event.c.details, event.c.household_id, household.c.number.label("household_number"), household.c.village,
            household.c.head_id, person.c.name, event.c.person_id, other.c.name.label("struck"), relation_to_head(event, other),
        )
        .join(household, household.c.id == event.c.household_id)
        .join(person, person.c.id == household.c.head_id)
        .outerjoin(other, other.c.id == event.c.person_id)
        .where(event.c.settled_on.is_(None))
        .order_by(event.c.due_on.is_(None), event.c.due_on, event.c.id)
        .limit(limit)
    )  # fmt: skip
    if text.strip():
        typed = text.strip()
        statement = statement.where(or_(named_like(typed, household.c.number), named_like(typed, who=other)))
    return list(session.execute(statement))


def entry_of_event(session: Session, event_id: str) -> str | None:
    """What the journal says the recording of an event changed: the first entry that names it, whoever recorded it."""
    columns = journal_entry.c
    return session.scalar(
        select(columns.changes)
        .where(
            columns.subject_id
            == select(event.c.household_id).where(event.c.id == event_id).scalar_subquery(),
            columns.changes.contains(event_id),
        )
        .order_by(*WRITTEN)
        .limit(1)
    )


def row_of(session: Session, name: str, identity: str) -> Any:
    """The row a change of the journal is about, by the name of its table."""
    kind = next(kind for kind, table in TABLES.items() if table.name == name)
    return session.get_one(kind, identity)
