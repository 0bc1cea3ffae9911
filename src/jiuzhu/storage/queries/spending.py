"""What is promised and paid out of the funds of services."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, and_, exists, func, join, or_, select
from sqlalchemy.orm import Session, aliased

from jiuzhu.domain.serving.served import NeighbourSubsidy
from jiuzhu.domain.serving.settling import Settlement, SettlementLine
from jiuzhu.domain.serving.supply import Agreement, Fund, ServicePlan, Tariff
from jiuzhu.domain.serving.visits import Verification, Visit, VisitRecord
from jiuzhu.storage.tables import TABLES

fund, agreement, tariff, plan = TABLES[Fund], TABLES[Agreement], TABLES[Tariff], TABLES[ServicePlan]
visit, record, verification = TABLES[Visit], TABLES[VisitRecord], TABLES[Verification]
settlement, line, subsidy = TABLES[Settlement], TABLES[SettlementLine], TABLES[NeighbourSubsidy]


def funds(session: Session) -> list[Fund]:
    """Every fund, the newest year first."""
    return list(session.scalars(select(Fund).order_by(fund.c.year.desc(), fund.c.source)))


def of_source(session: Session, source: str, year: int) -> Fund | None:
    """The fund of a source in a year."""
    return session.scalars(select(Fund).where(fund.c.source == source, fund.c.year == year)).first()


def tariffs(session: Session, agreement_id: str) -> list[Tariff]:
    """Every rate an agreement ever had, by item and day."""
    statement = (
        select(Tariff)
        .where(tariff.c.agreement_id == agreement_id)
        .order_by(tariff.c.item, tariff.c.since, tariff.c.id)
    )
    return list(session.scalars(statement))


def booked(session: Session, fund_id: str) -> list[tuple[str, Decimal, int, int]]:
    """Visits that were not made yet, as (unit, rate, minutes of one, how many of them)."""
    minutes = visit.c.ends - visit.c.starts
    made = select(record.c.visit_id).where(
        *_standing()
    )  # asked once: of each visit anew, SQLite reads all records
    statement = (
        _priced(select(tariff.c.unit, tariff.c.rate, minutes, func.count()).select_from(visit), visit.c.day)
        .where(
            agreement.c.fund_id == fund_id,
            visit.c.state == "booked",
            visit.c.id.not_in(made),
        )
        .group_by(tariff.c.unit, tariff.c.rate, minutes)
    )
    return [tuple(row) for row in session.execute(statement)]


def to_settle(session: Session, fund_id: str) -> list[tuple[str, Decimal, int, int]]:
    """Visits that were made and stand in no signed settlement yet, the same way; what was refused costs nothing."""
    minutes = record.c.ends - record.c.starts
    newer = aliased(verification)
    refused = exists().where(
        verification.c.visit_record_id == record.c.id,
        verification.c.result == "refused",
        ~exists().where(
            newer.c.visit_record_id == verification.c.visit_record_id,
            or_(
                newer.c.at > verification.c.at,
                and_(newer.c.at == verification.c.at, newer.c.id > verification.c.id),
            ),
        ),
    )
    signed = exists().where(
        line.c.visit_record_id == record.c.id,
        line.c.settlement_id == settlement.c.id,
        settlement.c.state == "signed",
    )
    wanted = select(tariff.c.unit, tariff.c.rate, minutes, func.count()).select_from(
        join(visit, record, record.c.visit_id == visit.c.id)
    )
    statement = (
        _priced(wanted, record.c.day)
        .where(agreement.c.fund_id == fund_id, *_standing(), ~refused, ~signed)
        .group_by(tariff.c.unit, tariff.c.rate, minutes)
    )
    return [tuple(row) for row in session.execute(statement)]


def _standing() -> Sequence[Any]:
    """A record that says a visit was made and that nobody took back."""
    reversal = aliased(record)
    return (record.c.reverses_id.is_(None), ~exists().where(reversal.c.reverses_id == record.c.id))


def _priced(wanted: Select[Any], day: Any) -> Select[Any]:
    return (
        wanted.join(plan, plan.c.id == visit.c.service_plan_id)
        .join(agreement, agreement.c.id == plan.c.agreement_id)
        .join(
            tariff,
            and_(
                tariff.c.agreement_id == agreement.c.id,
                tariff.c.item == visit.c.item,
                tariff.c.since <= day,
                or_(tariff.c.until.is_(None), tariff.c.until >= day),
            ),
        )
    )


def signed_settlements(session: Session, fund_id: str) -> list[Decimal]:
    """Amounts of the settlements two people signed."""
    statement = select(settlement.c.amount).where(
        settlement.c.fund_id == fund_id, settlement.c.state == "signed"
    )
    return list(session.scalars(statement))


def subsidies(session: Session, fund_id: str, state: str) -> list[Decimal]:
    """Yearly subsidies of neighbours in a state."""
    statement = select(subsidy.c.amount).where(subsidy.c.fund_id == fund_id, subsidy.c.state == state)
    return list(session.scalars(statement))


def last_settled(session: Session, agreement_id: str) -> str:
    """The newest month an agreement was settled for, made or signed; "" for none."""
    statement = select(func.max(settlement.c.month)).where(
        settlement.c.agreement_id == agreement_id, settlement.c.state != "withdrawn"
    )
    return session.scalar(statement) or ""


def agreements_of(session: Session, fund_id: str) -> int:
    """How many agreements are paid from a fund."""
    found = session.scalar(select(func.count()).select_from(agreement).where(agreement.c.fund_id == fund_id))
    return found or 0


def open_tariffs(session: Session, agreement_ids: Sequence[str], day: date) -> list[Tariff]:
    """Rates of these agreements that count on a day or begin later."""
    statement = (
        select(Tariff)
        .where(tariff.c.agreement_id.in_(agreement_ids), or_(tariff.c.until.is_(None), tariff.c.until >= day))
        .order_by(tariff.c.item, tariff.c.since)
    )
    return list(session.scalars(statement))
