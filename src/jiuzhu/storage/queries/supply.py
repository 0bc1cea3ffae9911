"""Who serves, as lists: providers, their workers, papers and vehicles, agreements with what hangs on them."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from jiuzhu.domain.household import Household, Person
from jiuzhu.domain.serving.served import ServiceFile
from jiuzhu.domain.serving.supply import (
    Agreement,
    Fund,
    Provider,
    Qualification,
    ServicePlan,
    Vehicle,
    Worker,
)
from jiuzhu.domain.serving.visits import Visit
from jiuzhu.storage.tables import TABLES

provider, worker, paper, vehicle = (
    TABLES[Provider],
    TABLES[Worker],
    TABLES[Qualification],
    TABLES[Vehicle],
)
agreement, fund, plan, visit = TABLES[Agreement], TABLES[Fund], TABLES[ServicePlan], TABLES[Visit]
file, person, household = TABLES[ServiceFile], TABLES[Person], TABLES[Household]


def providers(session: Session, text: str) -> list[Provider]:
    """Providers whose name or contact holds the text, every one for "", by name."""
    statement = select(Provider).order_by(provider.c.name, provider.c.id)
    if text:
        statement = statement.where(
            or_(
                provider.c.name.contains(text, autoescape=True),
                provider.c.contact.contains(text, autoescape=True),
            )
        )
    return list(session.scalars(statement))


def provider_named(session: Session, name: str) -> bool:
    """Whether a provider of that name serves."""
    found = session.scalar(select(func.count()).where(provider.c.name == name, provider.c.ended_on.is_(None)))
    return bool(found)


def papers(session: Session, provider_ids: Collection[str]) -> list[Qualification]:
    """Papers of these providers that count, the one that runs out first first."""
    statement = (
        select(Qualification)
        .where(paper.c.provider_id.in_(provider_ids), paper.c.ended_on.is_(None))
        .order_by(paper.c.valid_until, paper.c.title)
    )
    return list(session.scalars(statement))


def vehicles(session: Session, provider_ids: Collection[str], day: date) -> list[Vehicle]:
    """Vehicles of these providers on a day, by their plates."""
    statement = (
        select(Vehicle)
        .where(
            vehicle.c.provider_id.in_(provider_ids),
            or_(vehicle.c.ended_on.is_(None), vehicle.c.ended_on > day),
        )
        .order_by(vehicle.c.plate)
    )
    return list(session.scalars(statement))


def every_worker(session: Session, text: str) -> list[Any]:
    """Workers with their provider, whose name or provider's name holds the text."""
    statement = (
        select(*worker.c, provider.c.name.label("provider"))
        .join(provider, provider.c.id == worker.c.provider_id)
        .order_by(worker.c.name, worker.c.id)
    )
    if text:
        statement = statement.where(
            or_(
                worker.c.name.contains(text, autoescape=True), provider.c.name.contains(text, autoescape=True)
            )
        )
    return list(session.execute(statement))


def agreements_after(session: Session, provider_id: str, day: date) -> list[str]:
    """Numbers of a provider's agreements that still count on a day."""
    statement = (
        select(agreement.c.number)
        .where(
            agreement.c.provider_id == provider_id,
            agreement.c.ends_on >= day,
            or_(agreement.c.ended_on.is_(None), agreement.c.ended_on > day),
        )
        .order_by(agreement.c.number)
    )
    return list(session.scalars(statement))


def agreements(session: Session, text: str) -> list[Any]:
    """Agreements with provider and fund, whose number or provider's name holds the text."""
    statement = (
        select(*agreement.c, provider.c.name.label("provider"), fund.c.source, fund.c.year)
        .join(provider, provider.c.id == agreement.c.provider_id)
        .join(fund, fund.c.id == agreement.c.fund_id)
    )
    if text:
        statement = statement.where(
            or_(
                agreement.c.number.contains(text, autoescape=True),
                provider.c.name.contains(text, autoescape=True),
            )
        )
    return list(session.execute(statement))


def plans_count(session: Session, agreement_ids: Collection[str], day: date) -> dict[str, int]:
    """Agreement → its plans that go on after a day."""
    statement = (
        select(plan.c.agreement_id, func.count())
        .where(plan.c.agreement_id.in_(agreement_ids), *_going_on(day))
        .group_by(plan.c.agreement_id)
    )
    return {identity: int(count) for identity, count in session.execute(statement)}


def _going_on(day: date) -> tuple[Any, ...]:
    return (plan.c.ends_on >= day, or_(plan.c.ended_on.is_(None), plan.c.ended_on > day))


def plans_of(session: Session, agreement_id: str, day: date) -> list[Any]:
    """Plans of an agreement that go on after a day, with whom they are for."""
    statement = (
        select(*plan.c, person.c.name.label("person"), household.c.village)
        .join(file, file.c.id == plan.c.service_file_id)
        .join(person, person.c.id == file.c.person_id)
        .join(household, household.c.id == file.c.household_id)
        .where(plan.c.agreement_id == agreement_id, *_going_on(day))
        .order_by(household.c.village, person.c.name, plan.c.id)
    )
    return list(session.execute(statement))


def booked_under(session: Session, agreement_id: str, day: date) -> list[Visit]:
    """Visits booked under an agreement from a day on, in their order."""
    statement = (
        select(Visit)
        .join(plan, plan.c.id == visit.c.service_plan_id)
        .where(plan.c.agreement_id == agreement_id, visit.c.day >= day, visit.c.state == "booked")
        .order_by(visit.c.day, visit.c.starts, visit.c.id)
    )
    return list(session.scalars(statement))
