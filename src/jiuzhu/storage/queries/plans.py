"""服务计划: a person's plans, and what the agreement behind one allows."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from jiuzhu.domain.serving.supply import Agreement, Provider, ServicePlan, Tariff, Worker
from jiuzhu.storage.tables import TABLES

plan, agreement, provider = TABLES[ServicePlan], TABLES[Agreement], TABLES[Provider]
tariff, worker = TABLES[Tariff], TABLES[Worker]


def open_plans(session: Session, service_file_id: str, on: date) -> list[ServicePlan]:
    """Plans of a person that hold on a day or later, signed or not."""
    statement = (
        select(ServicePlan)
        .where(
            plan.c.service_file_id == service_file_id,
            plan.c.ends_on >= on,
            or_(plan.c.ended_on.is_(None), plan.c.ended_on > on),
        )
        .order_by(plan.c.starts_on, plan.c.number)
    )
    return list(session.scalars(statement))


def rows_of(session: Session, file_ids: Collection[str]) -> list[Any]:
    """Plans of these people with the provider and the worker that is wished for, the newest first."""
    statement = (
        select(
            *plan.c, agreement.c.provider_id, agreement.c.number.label("agreement_number"),
            provider.c.name.label("provider"), worker.c.name.label("worker"),
        )
        .join(agreement, agreement.c.id == plan.c.agreement_id)
        .join(provider, provider.c.id == agreement.c.provider_id)
        .outerjoin(worker, worker.c.id == plan.c.worker_id)
        .where(plan.c.service_file_id.in_(file_ids))
        .order_by(plan.c.starts_on.desc(), plan.c.number.desc())
    )  # fmt: skip
    return list(session.execute(statement))


def agreements_on(session: Session, day: date) -> list[Any]:
    """Agreements that hold on a day, with their providers, by name."""
    statement = (
        select(*agreement.c, provider.c.name.label("provider"))
        .join(provider, provider.c.id == agreement.c.provider_id)
        .where(
            agreement.c.ends_on >= day,
            or_(agreement.c.ended_on.is_(None), agreement.c.ended_on > day),
            or_(provider.c.ended_on.is_(None), provider.c.ended_on > day),
        )
        .order_by(provider.c.name, agreement.c.number)
    )
    return list(session.execute(statement))


def items_of(session: Session, agreement_id: str, day: date) -> list[str]:
    """Items that have a tariff on a day, in the order of their codes."""
    statement = (
        select(tariff.c.item)
        .distinct()
        .where(
            tariff.c.agreement_id == agreement_id,
            tariff.c.since <= day,
            or_(tariff.c.until.is_(None), tariff.c.until >= day),
        )
        .order_by(tariff.c.item)
    )
    return list(session.scalars(statement))


def tariffs_of(session: Session, agreement_id: str, day: date) -> list[Tariff]:
    """The tariffs of an agreement on a day, by item."""
    statement = (
        select(Tariff)
        .where(
            tariff.c.agreement_id == agreement_id,
            tariff.c.since <= day,
            or_(tariff.c.until.is_(None), tariff.c.until >= day),
        )
        .order_by(tariff.c.item)
    )
    return list(session.scalars(statement))
