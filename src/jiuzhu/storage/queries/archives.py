"""What lies in the file of somebody who is served: papers handed in, assessments, plans, records, call-backs."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application, Material
from jiuzhu.domain.household import Member, Person
from jiuzhu.domain.serving.overseeing import CallBack
from jiuzhu.domain.serving.served import NeedsAssessment
from jiuzhu.domain.serving.supply import ServicePlan
from jiuzhu.domain.serving.visits import VisitRecord
from jiuzhu.storage.tables import TABLES

application, material = TABLES[Application], TABLES[Material]
member, person = TABLES[Member], TABLES[Person]
assessment, plan, record, call = (
    TABLES[one] for one in (NeedsAssessment, ServicePlan, VisitRecord, CallBack)
)
_reversal = record.alias("reversal")


def materials(session: Session, household_ids: Collection[str]) -> list[tuple[str, str, bool, date | None]]:
    """Household, code, by data, and the day a paper was handed in, of every application of these households."""
    statement = (
        select(application.c.household_id, material.c.code, material.c.by_data, material.c.received_on)
        .join(application, application.c.id == material.c.application_id)
        .where(application.c.household_id.in_(household_ids))
        .order_by(material.c.received_on)
    )
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(statement)]


def ailing(session: Session, person_ids: Collection[str]) -> dict[str, tuple[bool, bool]]:
    """Person → whether they are ill, whether they are disabled."""
    statement = select(person.c.id, person.c.illness, person.c.disability_kind).where(
        person.c.id.in_(person_ids)
    )
    return {row[0]: (row[1] != "none", bool(row[2])) for row in session.execute(statement)}


def ailing_at_home(session: Session, household_ids: Collection[str]) -> dict[str, tuple[int, int]]:
    """Household → how many of its people are ill, how many are disabled."""
    statement = (
        select(
            member.c.household_id,
            func.count(case((person.c.illness != "none", 1))),
            func.count(case((person.c.disability_kind != "", 1))),
        )
        .join(person, person.c.id == member.c.person_id)
        .where(member.c.household_id.in_(household_ids), member.c.left_on.is_(None))
        .group_by(member.c.household_id)
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(statement)}


def assessments(session: Session, service_file_id: str) -> list[NeedsAssessment]:
    """Every assessment of a person, the oldest first."""
    statement = (
        select(NeedsAssessment)
        .where(assessment.c.service_file_id == service_file_id)
        .order_by(assessment.c.assessed_on, assessment.c.id)
    )
    return list(session.scalars(statement))


def plans(session: Session, service_file_id: str) -> list[ServicePlan]:
    """Every plan of a person, the oldest first."""
    statement = (
        select(ServicePlan)
        .where(plan.c.service_file_id == service_file_id)
        .order_by(plan.c.starts_on, plan.c.id)
    )
    return list(session.scalars(statement))


def record_ids(session: Session, service_file_id: str) -> list[str]:
    """Records of a person that nobody reversed, by day."""
    statement = (
        select(record.c.id)
        .outerjoin(_reversal, _reversal.c.reverses_id == record.c.id)
        .where(
            record.c.service_file_id == service_file_id,
            record.c.reverses_id.is_(None),
            _reversal.c.id.is_(None),
        )
        .order_by(record.c.day, record.c.starts)
    )
    return list(session.scalars(statement))


def call_ids(session: Session, service_file_id: str) -> list[str]:
    """Call-backs of a person, by day."""
    statement = select(call.c.id).where(call.c.service_file_id == service_file_id)
    return list(session.scalars(statement.order_by(call.c.called_on, call.c.id)))


def counts(session: Session, file_ids: Collection[str]) -> dict[str, dict[str, int]]:
    """Service file → how many assessments, signed plans, records that stand and call-backs lie in it."""
    found: dict[str, dict[str, int]] = {one: {} for one in file_ids}
    kinds = {
        "F30": (assessment, ()),
        "F31": (plan, (plan.c.signed_on.is_not(None),)),
        "F32": (
            record,
            (record.c.reverses_id.is_(None), record.c.id.not_in(select(record.c.reverses_id).where(record.c.reverses_id.is_not(None)))),
        ),
        "F33": (call, ()),
    }  # fmt: skip
    for name, (table, which) in kinds.items():
        statement = (
            select(table.c.service_file_id, func.count())
            .where(table.c.service_file_id.in_(file_ids), *which)
            .group_by(table.c.service_file_id)
        )
        for identity, count in session.execute(statement):
            found[identity][name] = count
    return found
