"""Whom an old table speaks about that is stored already: people by number, where they live, what they receive."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application, Item
from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.domain.round_trip import ImportChange
from jiuzhu.domain.workflow import OPEN_STATES
from jiuzhu.storage.tables import TABLES

person, member, household = TABLES[Person], TABLES[Member], TABLES[Household]
entitlement, application, item = TABLES[Entitlement], TABLES[Application], TABLES[Item]

AT_ONCE = 500
_OWN = {TABLES[ImportChange].name}


def _pieces(values: Iterable[str]) -> Iterator[Sequence[str]]:
    found = list(values)
    for start in range(0, len(found), AT_ONCE):
        yield found[start : start + AT_ONCE]


def people(session: Session, numbers: Iterable[str]) -> dict[str, Any]:
    """ID number → the person who bears it: id and name."""
    found: dict[str, Any] = {}
    for piece in _pieces(numbers):
        statement = select(person.c.id, person.c.name, person.c.id_number).where(
            person.c.id_number.in_(piece)
        )
        found.update({row.id_number: row for row in session.execute(statement)})
    return found


def homes(session: Session, persons: Iterable[str]) -> dict[str, Any]:
    """Person → the household that counts them now: id, number, head and account."""
    found: dict[str, Any] = {}
    for piece in _pieces(persons):
        statement = (
            select(
                member.c.person_id, household.c.id, household.c.number, household.c.head_id, household.c.account_number,
            )
            .join(household, household.c.id == member.c.household_id)
            .where(
                member.c.person_id.in_(piece), member.c.left_on.is_(None), member.c.counted.is_(True),
                household.c.ended_on.is_(None),
            )
        )  # fmt: skip
        found.update({row.person_id: row for row in session.execute(statement)})
    return found


def counted_in(session: Session, households: Iterable[str]) -> dict[str, list[Any]]:
    """Household → whom it counts now, as on its form: id and name."""
    found: dict[str, list[Any]] = {}
    for piece in _pieces(households):
        statement = (
            select(member.c.household_id, person.c.id, person.c.name)
            .join(person, person.c.id == member.c.person_id)
            .where(member.c.household_id.in_(piece), member.c.left_on.is_(None), member.c.counted.is_(True))
            .order_by(member.c.position, member.c.id)
        )
        for row in session.execute(statement):
            found.setdefault(row.household_id, []).append(row)
    return found


def receiving(session: Session, households: Iterable[str], month: str) -> dict[str, list[Any]]:
    """Household → programme and person of what goes on in a month (YYYY-MM) or begins later."""
    found: dict[str, list[Any]] = {}
    for piece in _pieces(households):
        statement = select(
            entitlement.c.household_id, entitlement.c.programme, entitlement.c.person_id
        ).where(
            entitlement.c.household_id.in_(piece),
            (entitlement.c.last_month == "") | (entitlement.c.last_month >= month),
        )
        for row in session.execute(statement.order_by(entitlement.c.id)):
            found.setdefault(row.household_id, []).append(row)
    return found


def left_paid(session: Session, persons: Iterable[str], month: str) -> dict[str, str]:
    """Person → number of a household that ended with them in it and still receives in a month (YYYY-MM) or later."""
    found: dict[str, str] = {}
    for piece in _pieces(persons):
        statement = (
            select(member.c.person_id, household.c.number)
            .join(household, household.c.id == member.c.household_id)
            .join(entitlement, entitlement.c.household_id == household.c.id)
            .where(
                member.c.person_id.in_(piece), household.c.ended_on.is_not(None),
                member.c.left_on == household.c.ended_on,
                (entitlement.c.last_month == "") | (entitlement.c.last_month >= month),
                (entitlement.c.person_id.is_(None)) | (entitlement.c.person_id == member.c.person_id),
            )
        )  # fmt: skip
        found.update({row.person_id: row.number for row in session.execute(statement)})
    return found


def asking(session: Session, households: Iterable[str]) -> dict[str, list[Any]]:
    """Household → number and programme of what is being asked for now."""
    found: dict[str, list[Any]] = {}
    for piece in _pieces(households):
        statement = (
            select(application.c.household_id, application.c.number, item.c.programme)
            .join(item, item.c.application_id == application.c.id)
            .where(application.c.household_id.in_(piece), application.c.state.in_(OPEN_STATES))
            .order_by(application.c.id, item.c.id)
        )
        for row in session.execute(statement):
            found.setdefault(row.household_id, []).append(row)
    return found


def resting_on(session: Session, made: dict[str, set[str]]) -> str:
    """The table of a row that refers to rows an import made and was not made by it, "" for none.

    `made`: table → ids of the rows the import made.
    """
    for table in TABLES.values():
        if table.name in _OWN:
            continue
        own = made.get(table.name, set())
        for column in table.c:
            named = next(iter(column.foreign_keys)).column.table.name if column.foreign_keys else ""
            if named not in made or named == "person":
                continue
            for piece in _pieces(sorted(made[named])):
                for identity in session.scalars(select(table.c.id).where(column.in_(piece))):
                    if identity not in own:
                        return str(table.name)
    return ""
