"""Visits on the calendar, and what decides whether one can be made."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from jiuzhu.domain.household import Household, Person
from jiuzhu.domain.serving.hours import WAITING
from jiuzhu.domain.serving.served import ServiceFile
from jiuzhu.domain.serving.supply import (
    Absence,
    Agreement,
    Provider,
    Qualification,
    ServicePlan,
    Shift,
    Vehicle,
    Worker,
)
from jiuzhu.domain.serving.visits import HourGrant, Verification, Visit, VisitRecord, VisitSeries
from jiuzhu.storage.rows import plain
from jiuzhu.storage.tables import TABLES

visit, series, record = TABLES[Visit], TABLES[VisitSeries], TABLES[VisitRecord]
plan, agreement, provider = TABLES[ServicePlan], TABLES[Agreement], TABLES[Provider]
worker, shift, absence = TABLES[Worker], TABLES[Shift], TABLES[Absence]
vehicle, grant, verification = TABLES[Vehicle], TABLES[HourGrant], TABLES[Verification]
file, person, household = TABLES[ServiceFile], TABLES[Person], TABLES[Household]
qualification = TABLES[Qualification]


def rows(session: Session, first: date, last: date, provider_id: str, worker_id: str) -> list[Any]:
    """Visits of the days with the names a calendar shows, in the order of their time."""
    second = aliased(worker)
    statement = (
        select(
            *visit.c, plan.c.agreement_id, agreement.c.provider_id, provider.c.name.label("provider"),
            person.c.name.label("person"), household.c.village, worker.c.name.label("worker"),
            second.c.name.label("second_worker"), vehicle.c.plate.label("vehicle"),
        )
        .join(plan, plan.c.id == visit.c.service_plan_id)
        .join(agreement, agreement.c.id == plan.c.agreement_id)
        .join(provider, provider.c.id == agreement.c.provider_id)
        .join(file, file.c.id == visit.c.service_file_id)
        .join(person, person.c.id == file.c.person_id)
        .join(household, household.c.id == file.c.household_id)
        .join(worker, worker.c.id == visit.c.worker_id)
        .outerjoin(second, second.c.id == visit.c.second_worker_id)
        .outerjoin(vehicle, vehicle.c.id == visit.c.vehicle_id)
        .where(visit.c.day.between(first, last))
        .order_by(visit.c.day, visit.c.starts, visit.c.id)
    )  # fmt: skip
    if provider_id:
        statement = statement.where(agreement.c.provider_id == provider_id)
    if worker_id:
        statement = statement.where(
            or_(visit.c.worker_id == worker_id, visit.c.second_worker_id == worker_id)
        )
    return plain(session.execute(statement))


def taking_part(
    session: Session,
    first: date,
    last: date,
    states: Collection[str],
    *,
    workers: Collection[str] = (),
    file_id: str = "",
    vehicle_id: str | None = None,
) -> list[Visit]:
    """Visits of the days that any of these workers, this person or this vehicle takes part in."""
    mine: list[ColumnElement[bool]] = [visit.c.worker_id.in_(workers), visit.c.second_worker_id.in_(workers)]
    if file_id:
        mine.append(visit.c.service_file_id == file_id)
    if vehicle_id:
        mine.append(visit.c.vehicle_id == vehicle_id)
    statement = (
        select(Visit)
        .where(visit.c.day.between(first, last), visit.c.state.in_(states), or_(*mine))
        .order_by(visit.c.day, visit.c.starts, visit.c.id)
    )
    return list(session.scalars(statement))


def of_files(session: Session, file_ids: Collection[str], first: date, last: date) -> list[Visit]:
    """Visits of these people on the days, in their order."""
    statement = (
        select(Visit)
        .where(visit.c.service_file_id.in_(file_ids), visit.c.day.between(first, last))
        .order_by(visit.c.day, visit.c.starts, visit.c.id)
    )
    return list(session.scalars(statement))


def of_series(session: Session, visit_series_id: str) -> list[Visit]:
    """The visits of a series, in the order its rule named them."""
    statement = select(Visit).where(visit.c.visit_series_id == visit_series_id).order_by(visit.c.planned_day)
    return list(session.scalars(statement))


def of_plans(session: Session, plan_ids: Collection[str], first: date, last: date) -> list[Visit]:
    """Visits of these plans on the days."""
    statement = select(Visit).where(visit.c.service_plan_id.in_(plan_ids), visit.c.day.between(first, last))
    return list(session.scalars(statement))


def counts_of_plans(session: Session, first: date, last: date) -> dict[str, int]:
    """Plan → its visits of the days that are booked or were made."""
    statement = (
        select(visit.c.service_plan_id, func.count())
        .where(visit.c.day.between(first, last), visit.c.state.in_(("booked", "done")))
        .group_by(visit.c.service_plan_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def taken(session: Session, first: date, last: date, states: Collection[str]) -> dict[str, tuple[int, int]]:
    """Worker → how many visits of the days they take part in, and their minutes."""
    found: dict[str, tuple[int, int]] = {}
    for who in (visit.c.worker_id, visit.c.second_worker_id):
        statement = (
            select(who, func.count(), func.sum(visit.c.ends - visit.c.starts))
            .where(visit.c.day.between(first, last), visit.c.state.in_(states), who.is_not(None))
            .group_by(who)
        )
        for identity, count, minutes in session.execute(statement):
            before = found.get(identity, (0, 0))
            found[identity] = before[0] + count, before[1] + int(minutes)
    return found


def shifts(session: Session, workers: Collection[str]) -> list[Shift]:
    """When these workers can be sent."""
    return list(session.scalars(select(Shift).where(shift.c.worker_id.in_(workers))))


def absences(session: Session, workers: Collection[str], first: date, last: date) -> list[Absence]:
    """When they cannot, within the days; an absence somebody came back from early is over on that day."""
    statement = select(Absence).where(
        absence.c.worker_id.in_(workers), absence.c.first_day <= last, absence.c.last_day >= first
    )
    return list(session.scalars(statement))


def workers(session: Session, provider_id: str, day: date) -> list[Worker]:
    """Who works for a provider, or for any ("") on a day, by name."""
    statement = (
        select(Worker)
        .join(provider, provider.c.id == worker.c.provider_id)
        .where(
            or_(worker.c.ended_on.is_(None), worker.c.ended_on > day),
            or_(provider.c.ended_on.is_(None), provider.c.ended_on > day),
        )
        .order_by(worker.c.name, worker.c.id)
    )
    if provider_id:
        statement = statement.where(worker.c.provider_id == provider_id)
    return list(session.scalars(statement))


def vehicles(session: Session, provider_id: str, day: date) -> list[Vehicle]:
    """A provider's vehicles on a day, by their plates."""
    statement = (
        select(Vehicle)
        .where(
            vehicle.c.provider_id == provider_id,
            or_(vehicle.c.ended_on.is_(None), vehicle.c.ended_on > day),
        )
        .order_by(vehicle.c.plate)
    )
    return list(session.scalars(statement))


def due(session: Session, today: date) -> tuple[int, int]:
    """Visits of today, and those of days before that nobody wrote down yet."""
    of_today = select(func.count()).where(visit.c.day == today, visit.c.state.in_(("booked", "done")))
    behind = select(func.count()).where(visit.c.day < today, visit.c.state == "booked")
    return session.scalar(of_today) or 0, session.scalar(behind) or 0


def providers(session: Session, day: date) -> list[tuple[str, str]]:
    """Id and name of the providers that serve on a day, by name."""
    statement = (
        select(provider.c.id, provider.c.name)
        .where(or_(provider.c.ended_on.is_(None), provider.c.ended_on > day))
        .order_by(provider.c.name)
    )
    return [(row.id, row.name) for row in session.execute(statement)]


def qualifications(session: Session, provider_id: str) -> list[Qualification]:
    """The papers of a provider that count."""
    statement = select(Qualification).where(
        qualification.c.provider_id == provider_id, qualification.c.ended_on.is_(None)
    )
    return list(session.scalars(statement))


def plans_in_force(session: Session, first: date, last: date) -> list[Any]:
    """Plans of the days with the person, those whose file goes on."""
    statement = (
        select(
            *plan.c, agreement.c.provider_id, person.c.name.label("person"), household.c.village,
            file.c.service_class,
        )
        .join(file, file.c.id == plan.c.service_file_id)
        .join(person, person.c.id == file.c.person_id)
        .join(household, household.c.id == file.c.household_id)
        .join(agreement, agreement.c.id == plan.c.agreement_id)
        .where(
            plan.c.starts_on <= last, plan.c.ends_on >= first, plan.c.signed_on.is_not(None),
            or_(plan.c.ended_on.is_(None), plan.c.ended_on > first),
            or_(file.c.ended_on.is_(None), file.c.ended_on > first),
        )
        .order_by(person.c.name, plan.c.id)
    )  # fmt: skip
    return plain(session.execute(statement))


def grants(session: Session, file_ids: Collection[str], year: int) -> list[HourGrant]:
    """What was given to these people for a year."""
    statement = select(HourGrant).where(grant.c.service_file_id.in_(file_ids), grant.c.year == year)
    return list(session.scalars(statement))


def waiting(session: Session, file_ids: Collection[str], first: date, last: date) -> list[Any]:
    """Visits of these people on the days that hold minutes back."""
    statement = select(visit.c.id, visit.c.service_file_id, visit.c.day, visit.c.starts, visit.c.ends, visit.c.state).where(
        visit.c.service_file_id.in_(file_ids), visit.c.day.between(first, last), visit.c.state.in_(WAITING)
    )  # fmt: skip
    return plain(session.execute(statement))


def records(session: Session, file_ids: Collection[str], first: date, last: date) -> list[Any]:
    """Records of these people on the days, reversals among them, in the order they were written."""
    statement = (
        select(
            record.c.id, record.c.service_file_id, record.c.visit_id, record.c.reverses_id, record.c.day,
            record.c.starts, record.c.ends, record.c.reason,
        )
        .where(record.c.service_file_id.in_(file_ids), record.c.day.between(first, last))
        .order_by(record.c.id)
    )  # fmt: skip
    return plain(session.execute(statement))


def verifications(session: Session, file_ids: Collection[str], first: date, last: date) -> list[Any]:
    """Everything that was found about the records of these people on the days."""
    statement = (
        select(
            verification.c.id, verification.c.service_file_id, verification.c.visit_record_id, verification.c.result,
            verification.c.reason, verification.c.at,
        )
        .join(record, record.c.id == verification.c.visit_record_id)
        .where(record.c.service_file_id.in_(file_ids), record.c.day.between(first, last))
    )  # fmt: skip
    return plain(session.execute(statement))


def village_of(session: Session, household_id: str) -> str:
    """The village a household lives in."""
    return session.scalar(select(household.c.village).where(household.c.id == household_id)) or ""


def person_of(session: Session, service_file_id: str) -> str:
    """The name of whom a file is about."""
    statement = (
        select(person.c.name).join(file, file.c.person_id == person.c.id).where(file.c.id == service_file_id)
    )
    return session.scalar(statement) or ""
