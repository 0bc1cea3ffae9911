"""名单 of services: the rosters that were made, who stands on them, and what tells who does."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from jiuzhu.domain.household import Household, Person
from jiuzhu.domain.serving.listing import ServiceRoster, ServiceRosterLine
from jiuzhu.domain.serving.served import ServiceFile
from jiuzhu.storage.queries.ledgers import Filters, named_like, ordered
from jiuzhu.storage.tables import TABLES

roster, line = TABLES[ServiceRoster], TABLES[ServiceRosterLine]
file, person, household = TABLES[ServiceFile], TABLES[Person], TABLES[Household]
_later = aliased(roster)

ORDERS: Mapping[str, ColumnElement[Any]] = {
    "name": person.c.name,
    "village": household.c.village,
    "service_class": line.c.service_class,
    "made_on": roster.c.made_on,
}
"""Column of the ledger → what it is sorted by."""


def files_of(session: Session, person_ids: Collection[str]) -> list[ServiceFile]:
    """Files of these people that go on."""
    statement = select(ServiceFile).where(file.c.person_id.in_(person_ids), file.c.ended_on.is_(None))
    return list(session.scalars(statement))


def of_service(session: Session, service: str) -> list[ServiceRoster]:
    """Rosters of a service, the newest first."""
    statement = select(ServiceRoster).where(roster.c.service == service)
    return list(session.scalars(statement.order_by(roster.c.made_on.desc(), roster.c.id.desc())))


def newest(session: Session) -> dict[str, ServiceRoster]:
    """Service → its newest roster."""
    statement = select(ServiceRoster).order_by(roster.c.made_on, roster.c.id)
    return {one.service: one for one in session.scalars(statement)}


def lines_of(session: Session, roster_id: str, text: str = "") -> list[Any]:
    """Who stands on a roster or beside it, with person and home: those listed first, by village and name."""
    statement = _lines().where(line.c.service_roster_id == roster_id)
    if text.strip():
        statement = statement.where(named_like(text.strip(), household.c.number))
    return list(session.execute(statement.order_by(household.c.village, person.c.name, line.c.id)))


def _lines() -> Select[Any]:
    return (
        select(
            *line.c, person.c.name, person.c.sex, person.c.birth, household.c.village,
            household.c.number.label("household_number"),
        )
        .join(person, person.c.id == line.c.person_id)
        .join(household, household.c.id == line.c.household_id)
    )  # fmt: skip


def states(session: Session, roster_id: str) -> dict[str, str]:
    """Person → listed, unsure or gone."""
    statement = select(line.c.person_id, line.c.state).where(line.c.service_roster_id == roster_id)
    return {row.person_id: row.state for row in session.execute(statement)}


def last_words(session: Session, roster_ids: Collection[str], person_ids: Collection[str]) -> dict[str, str]:
    """Person → why they left, as the newest of these rosters that names them tells."""
    statement = (
        select(line.c.person_id, line.c.reason)
        .join(roster, roster.c.id == line.c.service_roster_id)
        .where(
            line.c.service_roster_id.in_(roster_ids),
            line.c.person_id.in_(person_ids),
            line.c.state != "listed",
        )
        .order_by(roster.c.made_on, roster.c.id)
    )
    return {row.person_id: row.reason for row in session.execute(statement)}


def _within(table: Any, filters: Filters) -> list[ColumnElement[bool]]:
    made = []
    if filters.date_from is not None:
        made.append(table.c.made_on >= filters.date_from)
    if filters.date_to is not None:
        made.append(table.c.made_on <= filters.date_to)
    return made


def _narrowed(columns: Sequence[Any], filters: Filters) -> Select[Any]:
    """Lines of the newest roster of each service, within the days the filters tell."""
    newer = select(_later.c.id).where(
        _later.c.service == roster.c.service,
        *_within(_later, filters),
        or_(
            _later.c.made_on > roster.c.made_on,
            and_(_later.c.made_on == roster.c.made_on, _later.c.id > roster.c.id),
        ),
    )
    statement = (
        select(*columns)
        .select_from(line)
        .join(roster, roster.c.id == line.c.service_roster_id)
        .join(person, person.c.id == line.c.person_id)
        .join(household, household.c.id == line.c.household_id)
        .where(~newer.exists(), *_within(roster, filters))
    )
    if filters.programme:
        statement = statement.where(roster.c.service == filters.programme)
    if filters.state:
        statement = statement.where(line.c.state == filters.state)
    if filters.village:
        statement = statement.where(household.c.village == filters.village)
    if typed := filters.text.strip():
        statement = statement.where(named_like(typed, household.c.number, roster.c.number))
    return statement


def rows(filters: Filters, sort: str = "") -> Select[Any]:
    """The lines the filters leave: by service, village and name."""
    columns = [
        *(one for one in line.c if one.name != "version"), roster.c.number, roster.c.service, roster.c.made_on,
        person.c.name, person.c.id_number, person.c.sex, person.c.birth, person.c.phone, household.c.village,
        household.c.number.label("household_number"),
    ]  # fmt: skip
    order = [roster.c.service, household.c.village, person.c.name, line.c.id]
    return ordered(_narrowed(columns, filters), ORDERS, sort, order)


def total(session: Session, filters: Filters) -> int:
    """How many lines the filters leave."""
    return session.scalar(_narrowed([func.count(line.c.id)], filters)) or 0
