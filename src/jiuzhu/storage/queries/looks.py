"""Whose a record is, and who looked at whom."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application
from jiuzhu.domain.approving import IssuedPaper, Reveal
from jiuzhu.domain.exporting import Export
from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.domain.looking import Look
from jiuzhu.domain.office import Operator, RelativeOfStaff
from jiuzhu.domain.serving.served import ServiceFile
from jiuzhu.domain.workflow import OPEN_STATES
from jiuzhu.storage.tables import TABLES, journal_entry

application, member, look = TABLES[Application], TABLES[Member], TABLES[Look]
household, person, relative = TABLES[Household], TABLES[Person], TABLES[RelativeOfStaff]
service_file = TABLES[ServiceFile]
reveal, paper, export = TABLES[Reveal], TABLES[IssuedPaper], TABLES[Export]
_BY_NAME = {table.name: table for table in TABLES.values()}
_OWNERS = ("household_id", "application_id", "person_id", "service_file_id")
_SELVES = {"household": "household_id", "application": "application_id", "person": "person_id"}

PERSONAL = frozenset(
    name
    for name, table in _BY_NAME.items()
    if name != "look" and (name in _SELVES or any(owner in table.c for owner in _OWNERS))
)
"""Tables each row of which is about one household, application or person."""


def household_of(session: Session, tables: Sequence[str], row_id: str) -> tuple[str, str | None] | None:
    """In which of the tables a record stands and whose it is; None when it is in none of them."""
    for name in tables:
        table = _BY_NAME[name]
        owners = [owner for owner in _OWNERS if owner in table.c]
        row = session.execute(
            select(table.c.id, *(table.c[owner] for owner in owners)).where(table.c.id == row_id)
        ).first()
        if row is not None:
            found = dict(zip(owners, row[1:], strict=True))
            if name in _SELVES:
                found[_SELVES[name]] = row_id
            return name, _home(session, found)
    return None


def _home(session: Session, found: dict[str, str | None]) -> str | None:
    if found.get("household_id"):
        return found["household_id"]
    if found.get("service_file_id"):
        return session.scalar(
            select(service_file.c.household_id).where(service_file.c.id == found["service_file_id"])
        )
    if found.get("application_id"):
        return session.scalar(
            select(application.c.household_id).where(application.c.id == found["application_id"])
        )
    newest = (
        select(member.c.household_id)
        .where(member.c.person_id == found["person_id"])
        .order_by(member.c.left_on.is_not(None), member.c.id.desc())
    )
    return session.scalar(newest.limit(1))


def between(session: Session, begin: datetime, end: datetime) -> list[Look]:
    """Looks from a moment on and before another, in their order."""
    statement = select(Look).where(look.c.at >= begin, look.c.at < end).order_by(look.c.at, look.c.id)
    return list(session.scalars(statement))


class Home(NamedTuple):
    """A household as a list names it."""

    id: str
    number: str
    name: str
    village: str
    address: str


def homes(session: Session, households: Collection[str]) -> dict[str, Home]:
    """Number, head and village of households."""
    statement = (
        select(household.c.id, household.c.number, person.c.name, household.c.village, household.c.address)
        .join(person, person.c.id == household.c.head_id)
        .where(household.c.id.in_(households))
    )
    return {row.id: Home(*row) for row in session.execute(statement)}


def worked_on(session: Session, households: Collection[str]) -> set[tuple[str, str]]:
    """Operator and household: whoever ever changed something about it or one of its applications."""
    entry = journal_entry.c
    own = select(entry.operator_id, entry.subject_id).where(entry.subject_id.in_(households))
    files = (
        select(entry.operator_id, application.c.household_id)
        .join(application, application.c.id == entry.subject_id)
        .where(application.c.household_id.in_(households))
    )
    return {(row[0], row[1]) for statement in (own, files) for row in session.execute(statement.distinct())}


def open_states(session: Session, households: Collection[str]) -> set[tuple[str, str]]:
    """Household and state of every application of it that is not ended."""
    statement = select(application.c.household_id, application.c.state).where(
        application.c.household_id.in_(households), application.c.state.in_(OPEN_STATES)
    )
    return {(row[0], row[1]) for row in session.execute(statement.distinct())}


def relatives(session: Session) -> list[tuple[str, str, RelativeOfStaff]]:
    """Household, its address and each 近亲属备案 of one of its applications: an office has few."""
    statement = (
        select(household.c.id, household.c.address, RelativeOfStaff)
        .join(application, application.c.id == relative.c.application_id)
        .join(household, household.c.id == application.c.household_id)
        .order_by(relative.c.id)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(statement)]


def revealed(session: Session, first: date, last: date) -> list[tuple[Reveal, str]]:
    """Every full number that was shown in these days, and whose, "" to who sees no family; newest first."""
    statement = (
        select(Reveal, func.coalesce(person.c.name, ""))
        .outerjoin(person, person.c.id == reveal.c.person_id)
        .where(reveal.c.on.between(first, last))
        .order_by(reveal.c.id.desc())
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def exported(session: Session, begin: datetime) -> list[Export]:
    """Every file with people's data that left from a moment on, newest first."""
    statement = (
        select(Export).where(export.c.left_at >= begin).order_by(export.c.left_at.desc(), export.c.id.desc())
    )
    return list(session.scalars(statement))


def printed(session: Session, first: date, last: date) -> list[IssuedPaper]:
    """Every paper that left first in these days, newest first."""
    statement = select(IssuedPaper).where(paper.c.issued_on.between(first, last)).order_by(paper.c.id.desc())
    return list(session.scalars(statement))


def reveals_of(session: Session, on: date, more_than: int) -> list[tuple[str, int]]:
    """Operator's name and how many full numbers were shown to them that day, of those with more than so many."""
    operator = TABLES[Operator]
    many = (
        select(reveal.c.by, func.count().label("shown"))
        .where(reveal.c.on == on)
        .group_by(reveal.c.by)
        .having(func.count() > more_than)
        .subquery()
    )
    statement = select(operator.c.name, many.c.shown).join(many, many.c.by == operator.c.id)
    return [
        (row[0], row[1]) for row in session.execute(statement.order_by(many.c.shown.desc(), operator.c.login))
    ]
