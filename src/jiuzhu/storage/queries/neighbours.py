"""邻里互助: who helps whom, what was written down, what was granted for a year."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from jiuzhu.domain.household import Household, Person
from jiuzhu.domain.serving.served import NeighbourHelp, NeighbourSubsidy, NeighbourVisit, ServiceFile
from jiuzhu.storage.rows import plain
from jiuzhu.storage.tables import TABLES

helping, done, subsidy = TABLES[NeighbourHelp], TABLES[NeighbourVisit], TABLES[NeighbourSubsidy]
file, person, household = TABLES[ServiceFile], TABLES[Person], TABLES[Household]


def helps(session: Session, text: str) -> list[Any]:
    """Neighbours who help, with whom, found by either name or village."""
    statement = (
        _at_home(
            select(*helping.c, file.c.number, person.c.name.label("person"), household.c.village).join(
                file, file.c.id == helping.c.service_file_id
            )
        )
    ).order_by(household.c.village, person.c.name, helping.c.id)
    if text:
        statement = statement.where(
            or_(
                helping.c.helper.contains(text, autoescape=True),
                person.c.name.contains(text, autoescape=True),
                household.c.village.contains(text, autoescape=True),
            )
        )
    return list(session.execute(statement))


def _at_home(statement: Select[Any]) -> Select[Any]:
    return statement.join(person, person.c.id == file.c.person_id).join(
        household, household.c.id == file.c.household_id
    )


def visits(session: Session, help_ids: Collection[str], year: int) -> list[NeighbourVisit]:
    """What was written down of these in a year, by day."""
    statement = (
        select(NeighbourVisit)
        .where(
            done.c.neighbour_help_id.in_(help_ids),
            done.c.day.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .order_by(done.c.day, done.c.id)
    )
    return list(session.scalars(statement))


def visits_of(session: Session, neighbour_help_id: str, year: int) -> list[NeighbourVisit]:
    """The same of one neighbour."""
    return visits(session, [neighbour_help_id], year)


def subsidies(session: Session, help_ids: Collection[str], year: int) -> list[NeighbourSubsidy]:
    """Their subsidies of a year, those returned among them, in the order they were proposed."""
    statement = (
        select(NeighbourSubsidy)
        .where(subsidy.c.neighbour_help_id.in_(help_ids), subsidy.c.year == year)
        .order_by(subsidy.c.correction)
    )
    return list(session.scalars(statement))


def subsidy_of(session: Session, neighbour_help_id: str, year: int) -> NeighbourSubsidy | None:
    """One neighbour's newest subsidy of a year."""
    return next(reversed(subsidies(session, [neighbour_help_id], year)), None)


def files(session: Session, day: date) -> list[Any]:
    """Service files that go on, all of them, by the person's name."""
    return plain(
        session.execute(
            _at_home(
                select(file.c.id, file.c.number, person.c.name.label("person"), household.c.village).select_from(file)
            )
            .where(or_(file.c.ended_on.is_(None), file.c.ended_on > day))
            .order_by(person.c.name, file.c.number)
        )
    )  # fmt: skip
