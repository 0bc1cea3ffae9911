"""People served: who is low-income and may be, who has a file, and what hangs on it."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.domain.serving.served import AlarmDevice, NeighbourHelp, ServiceFile
from jiuzhu.domain.serving.settling import SettlementLine
from jiuzhu.domain.serving.visits import HourGrant, Visit, VisitRecord
from jiuzhu.storage.queries.ledgers import named_like
from jiuzhu.storage.queries.living import lives_in
from jiuzhu.storage.queries.rosters import in_force
from jiuzhu.storage.tables import TABLES

file, person, household = TABLES[ServiceFile], TABLES[Person], TABLES[Household]
member, device, neighbour = TABLES[Member], TABLES[AlarmDevice], TABLES[NeighbourHelp]
entitlement, grant, visit = TABLES[Entitlement], TABLES[HourGrant], TABLES[Visit]
record, line = TABLES[VisitRecord], TABLES[SettlementLine]

LOW_INCOME = ("dibao", "tekun", "edge", "rigid")
"""Programmes that make a household or somebody of it low-income [渝北实施方案 2025-02-28 二(三)]."""


def _low_income(month: str) -> ColumnElement[bool]:
    held = select(entitlement.c.household_id).where(
        entitlement.c.programme.in_(LOW_INCOME), in_force(entitlement, month)
    )
    found: ColumnElement[bool] = household.c.ended_on.is_(None) & (
        (household.c.monitored != "") | household.c.id.in_(held)
    )
    return found


def homes(session: Session, month: str, *, new_on: date | None = None) -> dict[str, Any]:
    """Households that are low-income in a month or in which somebody has a file that goes on: id → id, number, village.

    `new_on`: only those in which somebody lives on that day who has no file.
    """
    served = select(file.c.household_id).where(file.c.ended_on.is_(None))
    statement = (
        select(household.c.id, household.c.number, household.c.village)
        .where(or_(_low_income(month), household.c.id.in_(served)))
        .order_by(household.c.village, household.c.number, household.c.id)
    )
    if new_on is not None:
        known = select(file.c.person_id).where(file.c.ended_on.is_(None))
        there = select(member.c.household_id).where(
            lives_in(member, new_on), member.c.person_id.not_in(known)
        )
        statement = statement.where(household.c.id.in_(there))
    return {row.id: row for row in session.execute(statement)}


def homes_of(session: Session, person_id: str, also: str, on: date) -> dict[str, Any]:
    """Households somebody lives in on a day, and one beside them: id → id, number, village."""
    lived = select(member.c.household_id).where(member.c.person_id == person_id, lives_in(member, on))
    statement = select(household.c.id, household.c.number, household.c.village).where(
        or_(household.c.id == also, household.c.id.in_(lived))
    )
    return {row.id: row for row in session.execute(statement)}


def with_file(session: Session) -> set[str]:
    """Everybody who has a file that goes on."""
    return set(session.scalars(select(file.c.person_id).where(file.c.ended_on.is_(None))))


def file_of(session: Session, person_id: str) -> ServiceFile | None:
    """The file of somebody that goes on."""
    statement = select(ServiceFile).where(file.c.person_id == person_id, file.c.ended_on.is_(None))
    return session.scalars(statement).first()


def _rows() -> Select[Any]:
    return (
        select(
            *file.c, person.c.name, person.c.sex, person.c.birth, household.c.village,
            household.c.number.label("household_number"),
        )
        .join(person, person.c.id == file.c.person_id)
        .join(household, household.c.id == file.c.household_id)
    )  # fmt: skip


def files(session: Session, text: str, *, ended: bool, limit: int | None = None) -> list[Any]:
    """Files in the order of their numbers with the person; those that have ended the newest first."""
    statement = _rows().where(file.c.ended_on.is_not(None) if ended else file.c.ended_on.is_(None))
    if text.strip():
        statement = statement.where(named_like(text.strip(), household.c.number, file.c.number))
    order = (file.c.ended_on.desc(), file.c.number) if ended else (file.c.number,)
    return list(session.execute(statement.order_by(*order).limit(limit)))


def file_row(session: Session, service_file_id: str) -> Any:
    """One file with its person, as the lists have it."""
    return session.execute(_rows().where(file.c.id == service_file_id)).one()


def of_class(session: Session, service_class: int) -> list[Any]:
    """Files of a class that go on, with the person, in the order of their numbers."""
    statement = _rows().where(file.c.ended_on.is_(None), file.c.service_class == service_class)
    return list(session.execute(statement.order_by(file.c.number)))


def granted(session: Session, year: int) -> dict[str, int]:
    """Person → minutes given for a year, whatever file they are written in."""
    statement = (
        select(file.c.person_id, func.sum(grant.c.minutes))
        .join(file, file.c.id == grant.c.service_file_id)
        .where(grant.c.year == year)
        .group_by(file.c.person_id)
    )
    return {row[0]: int(row[1]) for row in session.execute(statement)}


def made_from(session: Session, first: date, file_id: str) -> list[tuple[Visit, bool]]:
    """Visits to a person that were made and recorded on a day or later, and whether each is paid by a settlement."""
    settled = exists().where(
        record.c.visit_id == visit.c.id, line.c.visit_record_id == record.c.id, line.c.kind != "refused"
    )
    statement = (
        select(Visit, settled)
        .where(visit.c.service_file_id == file_id, visit.c.state == "done", visit.c.day >= first)
        .order_by(visit.c.day, visit.c.starts, visit.c.id)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def booked_from(
    session: Session, first: date, *, file_id: str = "", plan_ids: Collection[str] = ()
) -> list[Visit]:
    """Visits still booked on a day or later, of a person or of plans, in their order."""
    whose = visit.c.service_file_id == file_id if file_id else visit.c.service_plan_id.in_(plan_ids)
    statement = (
        select(Visit)
        .where(whose, visit.c.state == "booked", visit.c.day >= first)
        .order_by(visit.c.day, visit.c.starts, visit.c.id)
    )
    return list(session.scalars(statement))


def devices_at(session: Session, service_file_id: str) -> list[AlarmDevice]:
    """Devices that are still at the home of a person."""
    statement = select(AlarmDevice).where(
        device.c.service_file_id == service_file_id, device.c.removed_on.is_(None)
    )
    return list(session.scalars(statement.order_by(device.c.number)))


def helped_by(session: Session, service_file_id: str) -> list[NeighbourHelp]:
    """Neighbours who still look after a person."""
    statement = select(NeighbourHelp).where(
        neighbour.c.service_file_id == service_file_id, neighbour.c.ended_on.is_(None)
    )
    return list(session.scalars(statement.order_by(neighbour.c.starts_on)))


def names(session: Session, person_ids: Sequence[str]) -> dict[str, str]:
    """Person → name."""
    statement = select(person.c.id, person.c.name).where(person.c.id.in_(person_ids))
    return {row.id: row.name for row in session.execute(statement)}


def going_on_by_number(session: Session) -> dict[str, Any]:
    """ID number → the file that goes on: id, version, name, 居家托养 dates; people without a number are not there."""
    statement = (
        select(
            file.c.id, file.c.version, file.c.home_care_from, file.c.home_care_until, person.c.name, person.c.id_number,
        )
        .join(person, person.c.id == file.c.person_id)
        .where(file.c.ended_on.is_(None), person.c.id_number != "")
        .order_by(file.c.number)
    )  # fmt: skip
    return {row.id_number: row for row in session.execute(statement)}
