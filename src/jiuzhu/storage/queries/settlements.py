"""Settlements with their lines, and the months that wait for one."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.household import Household, Person
from jiuzhu.domain.serving.overseeing import SpotCheck, SpotCheckLine
from jiuzhu.domain.serving.pricing import Worth
from jiuzhu.domain.serving.served import NeighbourSubsidy, ServiceFile
from jiuzhu.domain.serving.settling import Settlement, SettlementLine
from jiuzhu.domain.serving.supply import Agreement, Fund, Provider, ServicePlan, Tariff, Worker
from jiuzhu.domain.serving.visits import Verification, Visit, VisitRecord
from jiuzhu.storage.rows import plain
from jiuzhu.storage.tables import TABLES

settlement, line, agreement = TABLES[Settlement], TABLES[SettlementLine], TABLES[Agreement]
provider, fund, plan, tariff = TABLES[Provider], TABLES[Fund], TABLES[ServicePlan], TABLES[Tariff]
visit, record, worker = TABLES[Visit], TABLES[VisitRecord], TABLES[Worker]
verification = TABLES[Verification]
file, person, household = TABLES[ServiceFile], TABLES[Person], TABLES[Household]
subsidy = TABLES[NeighbourSubsidy]
check, check_line = TABLES[SpotCheck], TABLES[SpotCheckLine]

LIVE = ("made", "signed")
"""States of a settlement that counts."""


def of_agreement(session: Session, agreement_id: str) -> list[Settlement]:
    """What was settled of an agreement and counts, by month and correction."""
    statement = (
        select(Settlement)
        .where(settlement.c.agreement_id == agreement_id, settlement.c.state.in_(LIVE))
        .order_by(settlement.c.month, settlement.c.correction)
    )
    return list(session.scalars(statement))


def last_correction(session: Session, agreement_id: str, month: str) -> int:
    """The highest number a correction of a month ever had, withdrawn ones too; 0 for none."""
    statement = select(func.max(settlement.c.correction)).where(
        settlement.c.agreement_id == agreement_id, settlement.c.month == month
    )
    return session.scalar(statement) or 0


def lines(session: Session, settlement_id: str) -> list[SettlementLine]:
    """The lines of a settlement, by day."""
    statement = (
        select(SettlementLine).where(line.c.settlement_id == settlement_id).order_by(line.c.day, line.c.id)
    )
    return list(session.scalars(statement))


def settled(session: Session, agreement_id: str, without: str = "") -> dict[str, Worth]:
    """Minutes and yuan that count as settled of each record of an agreement; refused ones are none."""
    statement = (
        select(line.c.visit_record_id, func.sum(line.c.minutes), func.sum(line.c.amount))
        .join(settlement, settlement.c.id == line.c.settlement_id)
        .where(
            settlement.c.agreement_id == agreement_id,
            settlement.c.state.in_(LIVE),
            settlement.c.id != without,
            line.c.kind != "refused",
        )
        .group_by(line.c.visit_record_id)
    )
    return {one: Worth(int(minutes), amount) for one, minutes, amount in session.execute(statement)}


def recorded_months(session: Session, agreement_id: str) -> list[str]:
    """Months of an agreement with a record, in their order."""
    statement = (
        select(record.c.day)
        .join(visit, visit.c.id == record.c.visit_id)
        .join(plan, plan.c.id == visit.c.service_plan_id)
        .where(plan.c.agreement_id == agreement_id, record.c.reverses_id.is_(None))
        .distinct()
    )
    return sorted({month_of(day) for day in session.scalars(statement)})


def booked_items(session: Session, agreement_id: str, first: date, last: date) -> dict[str, str]:
    """Every visit under an agreement that was recorded on the days, wherever it was moved since → its item."""
    statement = (
        select(visit.c.id, visit.c.item)
        .join(plan, plan.c.id == visit.c.service_plan_id)
        .join(record, record.c.visit_id == visit.c.id)
        .where(plan.c.agreement_id == agreement_id, record.c.day.between(first, last))
    )
    return dict(plain(session.execute(statement)))


def tariffs(session: Session, agreement_id: str) -> list[Tariff]:
    """Every rate of an agreement."""
    return list(session.scalars(select(Tariff).where(tariff.c.agreement_id == agreement_id)))


def agreements(session: Session) -> list[Any]:
    """Every agreement with the names of its provider and source, by their numbers."""
    statement = (
        select(agreement.c.id, agreement.c.number, agreement.c.fund_id, provider.c.name.label("provider"), fund.c.source, fund.c.year)
        .join(provider, provider.c.id == agreement.c.provider_id)
        .join(fund, fund.c.id == agreement.c.fund_id)
        .order_by(agreement.c.number)
    )  # fmt: skip
    return list(session.execute(statement))


def rows(session: Session, states: Collection[str]) -> list[Any]:
    """Settlements in these states with agreement, provider and source, the newest first."""
    statement = (
        select(
            *settlement.c, agreement.c.number.label("agreement"), provider.c.name.label("provider"), fund.c.source,
            fund.c.year,
        )
        .join(agreement, agreement.c.id == settlement.c.agreement_id)
        .join(provider, provider.c.id == agreement.c.provider_id)
        .join(fund, fund.c.id == settlement.c.fund_id)
        .where(settlement.c.state.in_(states))
        .order_by(settlement.c.month.desc(), settlement.c.number.desc())
    )  # fmt: skip
    return list(session.execute(statement))


def spot_checked(session: Session, settlement_id: str) -> int:
    """How many records of a settlement's own month were looked at on the spot; by telephone is not on the spot."""
    statement = (
        select(func.count(line.c.visit_record_id.distinct()))
        .join(check_line, check_line.c.visit_record_id == line.c.visit_record_id)
        .where(
            line.c.settlement_id == settlement_id, line.c.kind != "correction", check_line.c.result != "",
            check_line.c.way != "phone",
        )
    )  # fmt: skip
    return session.scalar(statement) or 0


def detail_rows(settlement_id: str) -> Any:
    """The lines of a settlement with the names its paper shows, one record a row, by day."""
    return (
        select(
            *line.c, file.c.number.label("file_number"), file.c.person_id, file.c.household_id,
            person.c.name.label("person"), household.c.village, record.c.starts, record.c.ends,
            worker.c.name.label("worker"),
        )
        .join(file, file.c.id == line.c.service_file_id)
        .join(person, person.c.id == file.c.person_id)
        .join(household, household.c.id == file.c.household_id)
        .join(record, record.c.id == line.c.visit_record_id)
        .join(worker, worker.c.id == record.c.worker_id)
        .where(line.c.settlement_id == settlement_id)
        .order_by(line.c.day, record.c.starts, line.c.id)
    )  # fmt: skip


def lines_of_month(session: Session, month: str) -> list[SettlementLine]:
    """Every line about a month in settlements that count, whichever month they are of."""
    statement = (
        select(SettlementLine)
        .join(settlement, settlement.c.id == line.c.settlement_id)
        .where(line.c.month == month, settlement.c.state.in_(LIVE))
    )
    return list(session.scalars(statement))


def of_month(session: Session, month: str) -> list[Settlement]:
    """What was settled for a month and counts."""
    statement = select(Settlement).where(settlement.c.month == month, settlement.c.state.in_(LIVE))
    return list(session.scalars(statement))


def of_fund(session: Session, fund_id: str) -> list[Settlement]:
    """Signed settlements a fund paid."""
    statement = select(Settlement).where(settlement.c.fund_id == fund_id, settlement.c.state == "signed")
    return list(session.scalars(statement))


def records_between(session: Session, first: date, last: date) -> list[VisitRecord]:
    """Records of the days, reversals among them, as they were written."""
    statement = select(VisitRecord).where(record.c.day.between(first, last)).order_by(record.c.id)
    return list(session.scalars(statement))


def verifications_between(session: Session, first: date, last: date) -> list[Verification]:
    """Everything that was found about records of the days, the oldest first."""
    statement = (
        select(Verification)
        .join(record, record.c.id == verification.c.visit_record_id)
        .where(record.c.day.between(first, last))
        .order_by(verification.c.at, verification.c.id)
    )
    return list(session.scalars(statement))


def visits_recorded(session: Session, first: date, last: date) -> list[tuple[Visit, str]]:
    """Visits somebody wrote a record of on the days, with the agreement each was made under."""
    statement = (
        select(Visit, plan.c.agreement_id)
        .join(plan, plan.c.id == visit.c.service_plan_id)
        .where(visit.c.id.in_(select(record.c.visit_id).where(record.c.day.between(first, last))))
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def all_tariffs(session: Session) -> list[Tariff]:
    """Every rate of every agreement."""
    return list(session.scalars(select(Tariff)))


def file_numbers(session: Session, file_ids: Collection[str]) -> dict[str, str]:
    """Service file → its number."""
    statement = select(file.c.id, file.c.number).where(file.c.id.in_(file_ids))
    return {row.id: row.number for row in session.execute(statement)}


def funds(session: Session, year: int) -> list[Fund]:
    """The funds of a year."""
    return list(session.scalars(select(Fund).where(fund.c.year == year)))


def approved_subsidies(session: Session, fund_id: str) -> list[Decimal]:
    """Yearly subsidies of neighbours a fund pays."""
    statement = select(subsidy.c.amount).where(subsidy.c.fund_id == fund_id, subsidy.c.state == "approved")
    return list(session.scalars(statement))
