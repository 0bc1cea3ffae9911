"""What is promised and paid out of the funds of services."""

from collections.abc import Collection, Sequence
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
    wanted = select(tariff.c.unit, tariff.c.rate, minutes, func.count()).select_from(visit)
    statement = (
        _priced(wanted, tariff.c.item == visit.c.item, visit.c.day)
        .where(agreement.c.fund_id == fund_id, *_not_made())
        .group_by(tariff.c.unit, tariff.c.rate, minutes)
    )
    return [tuple(row) for row in session.execute(statement)]


def to_settle(session: Session, fund_id: str) -> list[tuple[str, Decimal, int, int]]:
    """Visits that were made and that no signed settlement pays yet, the same way; what was refused costs nothing.

    A line that only shows a record, or that another one took back, pays nothing.
    """
    minutes = record.c.ends - record.c.starts
    paid = (
        select(line.c.visit_record_id)
        .join(settlement, settlement.c.id == line.c.settlement_id)
        .where(settlement.c.fund_id == fund_id, settlement.c.state == "signed", line.c.kind != "refused")
        .group_by(line.c.visit_record_id)
        .having(func.sum(line.c.minutes) > 0)
    )
    wanted = select(tariff.c.unit, tariff.c.rate, minutes, func.count()).select_from(
        join(visit, record, record.c.visit_id == visit.c.id)
    )
    found = []
    for item, so in _paid_as():
        statement = (
            _priced(wanted, item, record.c.day)
            .where(agreement.c.fund_id == fund_id, so, *_counting(), record.c.id.not_in(paid))
            .group_by(tariff.c.unit, tariff.c.rate, minutes)
        )
        found += [tuple(row) for row in session.execute(statement)]
    return found


def _standing() -> Sequence[Any]:
    """A record that says a visit was made and that nobody took back."""
    reversal = aliased(record)
    return (record.c.reverses_id.is_(None), ~exists().where(reversal.c.reverses_id == record.c.id))


def _counting() -> Sequence[Any]:
    """A record that stands and that was not refused at last."""
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
    return (*_standing(), ~refused)


def _not_made() -> Sequence[Any]:
    """A booked visit nobody wrote down."""
    made = select(record.c.visit_id).where(
        *_standing()
    )  # asked once: of each visit anew, SQLite reads all records
    return (visit.c.state == "booked", visit.c.id.not_in(made))


def _paid_as() -> Sequence[Any]:
    """What `tariff` is of that prices a record, and of which records that is so (`pricing.item_of`)."""
    done = " " + record.c["items"] + " "
    planned = or_(record.c["items"] == visit.c.item, func.replace(done, " " + visit.c.item + " ", "") != done)
    first = func.substr(record.c["items"] + " ", 1, func.length(tariff.c.item) + 1) == tariff.c.item + " "
    return (tariff.c.item == visit.c.item, planned), (first, ~planned)


def minutes_used(session: Session, agreement_ids: Collection[str]) -> dict[str, int]:
    """Agreement → minutes that are booked, or were made and not refused."""
    found: dict[str, int] = {}
    planned = (visit.c.ends - visit.c.starts, visit, _not_made())
    made = (
        record.c.ends - record.c.starts,
        join(visit, record, record.c.visit_id == visit.c.id),
        _counting(),
    )
    for minutes, rows, which in (planned, made):
        statement = (
            select(plan.c.agreement_id, func.sum(minutes))
            .select_from(rows)
            .join(plan, plan.c.id == visit.c.service_plan_id)
            .where(plan.c.agreement_id.in_(agreement_ids), *which)
            .group_by(plan.c.agreement_id)
        )
        for identity, taken in session.execute(statement):
            found[identity] = found.get(identity, 0) + int(taken)
    return found


def _priced(wanted: Select[Any], item: Any, day: Any) -> Select[Any]:
    """Joined to the rate that `item` is true of and that counts on a day."""
    return (
        wanted.join(plan, plan.c.id == visit.c.service_plan_id)
        .join(agreement, agreement.c.id == plan.c.agreement_id)
        .join(
            tariff,
            and_(
                tariff.c.agreement_id == agreement.c.id,
                item,
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
