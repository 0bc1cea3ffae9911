"""What a report on services counts, without anybody's name."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jiuzhu.domain.granting import MonthRoster
from jiuzhu.domain.household import Household
from jiuzhu.domain.serving.directory import DirectoryEntry
from jiuzhu.domain.serving.overseeing import CallBack, Complaint, SpotCheckLine
from jiuzhu.domain.serving.served import (
    Need,
    NeedAnswer,
    NeedsAssessment,
    NeighbourSubsidy,
    RaisedNeed,
    ServiceFile,
)
from jiuzhu.domain.serving.settling import Settlement, SettlementLine
from jiuzhu.domain.serving.supply import Agreement, Fund, Provider, ServicePlan
from jiuzhu.domain.serving.visits import Visit, VisitRecord
from jiuzhu.storage.tables import TABLES

file, household = TABLES[ServiceFile], TABLES[Household]
record, visit, plan = TABLES[VisitRecord], TABLES[Visit], TABLES[ServicePlan]
agreement, provider, fund = TABLES[Agreement], TABLES[Provider], TABLES[Fund]
settlement, line, subsidy = TABLES[Settlement], TABLES[SettlementLine], TABLES[NeighbourSubsidy]
call, complaint, check_line = TABLES[CallBack], TABLES[Complaint], TABLES[SpotCheckLine]
need, assessment, raised = TABLES[Need], TABLES[NeedsAssessment], TABLES[RaisedNeed]
answer, entry = TABLES[NeedAnswer], TABLES[DirectoryEntry]
roster = TABLES[MonthRoster]


def files(session: Session) -> list[Any]:
    """Every file of a person served: class, village, first and last day."""
    statement = select(
        file.c.id, file.c.service_class, file.c.opened_on, file.c.ended_on, household.c.village
    ).join(household, household.c.id == file.c.household_id)
    return list(session.execute(statement))


def visits(session: Session, first: date, last: date) -> dict[str, tuple[str, str]]:
    """Visits somebody wrote a record of on the days → the item each was booked for, and the provider's name."""
    statement = (
        select(visit.c.id, visit.c.item, provider.c.name)
        .join(plan, plan.c.id == visit.c.service_plan_id)
        .join(agreement, agreement.c.id == plan.c.agreement_id)
        .join(provider, provider.c.id == agreement.c.provider_id)
        .where(visit.c.id.in_(select(record.c.visit_id).where(record.c.day.between(first, last))))
    )
    return {row.id: (row.item, row.name) for row in session.execute(statement)}


def settled(session: Session, first: str, last: str) -> list[Any]:
    """The lines of signed settlements of the months, with provider and source."""
    statement = (
        select(
            line.c.service_file_id, line.c.kind, line.c.item, line.c.minutes, line.c.amount, settlement.c.month,
            provider.c.name.label("provider"), fund.c.source,
        )
        .join(settlement, settlement.c.id == line.c.settlement_id)
        .join(agreement, agreement.c.id == settlement.c.agreement_id)
        .join(provider, provider.c.id == agreement.c.provider_id)
        .join(fund, fund.c.id == settlement.c.fund_id)
        .where(settlement.c.month.between(first, last), settlement.c.state == "signed")
    )  # fmt: skip
    return list(session.execute(statement))


def granted(session: Session, first: str, last: str) -> list[Any]:
    """The sealed rosters of the months: programme, households and yuan."""
    statement = select(roster.c.programme, roster.c.households, roster.c.total).where(
        roster.c.month.between(first, last)
    )
    return list(session.execute(statement))


def unsigned(session: Session, first: str, last: str) -> list[Decimal]:
    """Amounts of settlements of the months that wait for their second signature."""
    statement = select(settlement.c.amount).where(
        settlement.c.month.between(first, last), settlement.c.state == "made"
    )
    return list(session.scalars(statement))


def subsidies(session: Session, first: date, last: date) -> list[Any]:
    """Subsidies of neighbours approved on the days: source and amount."""
    statement = (
        select(fund.c.source, subsidy.c.amount)
        .join(fund, fund.c.id == subsidy.c.fund_id)
        .where(subsidy.c.state == "approved", subsidy.c.decided_on.between(first, last))
    )
    return list(session.execute(statement))


def graded(session: Session, first: date, last: date) -> list[Any]:
    """Call-backs of the days: the grade, and the provider's name or None."""
    statement = (
        select(call.c.grade, provider.c.name)
        .outerjoin(record, record.c.id == call.c.visit_record_id)
        .outerjoin(visit, visit.c.id == record.c.visit_id)
        .outerjoin(plan, plan.c.id == visit.c.service_plan_id)
        .outerjoin(agreement, agreement.c.id == plan.c.agreement_id)
        .outerjoin(provider, provider.c.id == agreement.c.provider_id)
        .where(call.c.called_on.between(first, last))
    )
    return list(session.execute(statement))


def complaints(session: Session, first: date, last: date) -> Sequence[str]:
    """The provider of each complaint that came in on the days."""
    statement = (
        select(provider.c.name)
        .join(complaint, complaint.c.provider_id == provider.c.id)
        .where(complaint.c.received_on.between(first, last))
    )
    return session.scalars(statement).all()


def found_wrong(session: Session, first: date, last: date) -> dict[str, int]:
    """Provider → records of the days that were found wrong on the spot, whatever became of them."""
    statement = (
        select(provider.c.id, func.count(record.c.id.distinct()))
        .join(agreement, agreement.c.provider_id == provider.c.id)
        .join(plan, plan.c.agreement_id == agreement.c.id)
        .join(visit, visit.c.service_plan_id == plan.c.id)
        .join(record, record.c.visit_id == visit.c.id)
        .join(check_line, check_line.c.visit_record_id == record.c.id)
        .where(record.c.day.between(first, last), check_line.c.result == "wrong")
        .group_by(provider.c.id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def needs(session: Session) -> list[Any]:
    """Everything anybody needs or needed; what was still open when its file ended, ended with it."""
    statement = (
        select(
            need.c.id, need.c.service_file_id, need.c.heading, need.c.state, need.c.ended_on, assessment.c.assessed_on,
            file.c.ended_on.label("file_ended"),
        )
        .join(assessment, assessment.c.id == need.c.needs_assessment_id)
        .join(file, file.c.id == need.c.service_file_id)
        .where(need.c.score > 0)
    )  # fmt: skip
    return list(session.execute(statement))


def asked(session: Session) -> list[Any]:
    """Needs that were raised: which, when, and when the answer came."""
    return list(session.execute(select(raised.c.need_id, raised.c.raised_on, raised.c.answered_on)))


def answers(session: Session) -> list[Any]:
    """What was chosen for needs: of which list, when, and what came of it."""
    statement = select(entry.c.kind, answer.c.chosen_on, answer.c.state, answer.c.effect_on).join(
        entry, entry.c.id == answer.c.directory_entry_id
    )
    return list(session.execute(statement))
