"""抽查, 回访 and complaints: what can be drawn, what was drawn and found, who was called, what was complained about."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from jiuzhu.domain.household import Household, Person
from jiuzhu.domain.office import Operator
from jiuzhu.domain.serving.overseeing import CallBack, Complaint, SpotCheck, SpotCheckLine
from jiuzhu.domain.serving.served import ServiceFile
from jiuzhu.domain.serving.supply import Agreement, Provider, ServicePlan, Worker
from jiuzhu.domain.serving.visits import Visit, VisitRecord
from jiuzhu.storage.tables import TABLES

check, line = TABLES[SpotCheck], TABLES[SpotCheckLine]
call, complaint = TABLES[CallBack], TABLES[Complaint]
record, visit, plan, agreement, provider, worker = (
    TABLES[one] for one in (VisitRecord, Visit, ServicePlan, Agreement, Provider, Worker)
)
file, person, household, operator = (TABLES[one] for one in (ServiceFile, Person, Household, Operator))
_reversal = record.alias("reversal")


def population(
    session: Session, first: date, last: date, since: datetime | None, until: datetime
) -> list[Any]:
    """Records of the days written after `since` up to `until` that nobody had reversed by then, with their stratum."""
    statement = (
        select(record.c.id, record.c.service_file_id, agreement.c.provider_id, record.c["items"])
        .join(visit, visit.c.id == record.c.visit_id)
        .join(plan, plan.c.id == visit.c.service_plan_id)
        .join(agreement, agreement.c.id == plan.c.agreement_id)
        .outerjoin(_reversal, and_(_reversal.c.reverses_id == record.c.id, _reversal.c.recorded_at <= until))
        .where(
            record.c.day.between(first, last), record.c.reverses_id.is_(None), record.c.recorded_at <= until,
            _reversal.c.id.is_(None),
        )
        .order_by(record.c.id)
    )  # fmt: skip
    if since is not None:
        statement = statement.where(record.c.recorded_at > since)
    return list(session.execute(statement))


def checks(session: Session, month: str = "") -> list[SpotCheck]:
    """The spot checks of a month, or of all (""), the newest first."""
    statement = select(SpotCheck).order_by(check.c.drawn_at.desc(), check.c.id.desc())
    return list(session.scalars(statement.where(check.c.month == month) if month else statement))


def lines_of(session: Session, spot_check_id: str) -> list[SpotCheckLine]:
    """The records of a sample."""
    return list(session.scalars(select(SpotCheckLine).where(line.c.spot_check_id == spot_check_id)))


def lines(session: Session, *, checked: bool, spot_check_id: str = "") -> list[Any]:
    """Records of samples with what was found, or those nobody looked at yet, with the names a list shows."""
    statement = (
        select(
            *line.c, check.c.number, check.c.month, record.c.day, record.c.starts, record.c.ends, record.c.recorded_by,
            record.c.signed_by, record.c.condition, visit.c.item, provider.c.name.label("provider"),
            worker.c.name.label("worker"), file.c.number.label("file_number"), file.c.household_id,
            person.c.name.label("person"), person.c.phone, household.c.village, operator.c.name.label("checker"),
            _reversal.c.id.is_not(None).label("reversed"),
        )
        .join(check, check.c.id == line.c.spot_check_id)
        .join(record, record.c.id == line.c.visit_record_id)
        .join(visit, visit.c.id == record.c.visit_id)
        .join(plan, plan.c.id == visit.c.service_plan_id)
        .join(agreement, agreement.c.id == plan.c.agreement_id)
        .join(provider, provider.c.id == agreement.c.provider_id)
        .join(worker, worker.c.id == record.c.worker_id)
        .join(file, file.c.id == line.c.service_file_id)
        .join(person, person.c.id == file.c.person_id)
        .join(household, household.c.id == file.c.household_id)
        .outerjoin(operator, operator.c.id == line.c.checked_by)
        .outerjoin(_reversal, _reversal.c.reverses_id == record.c.id)
        .order_by(check.c.drawn_at.desc(), provider.c.name, visit.c.item, record.c.day, line.c.id)
    )  # fmt: skip
    if spot_check_id:
        statement = statement.where(line.c.spot_check_id == spot_check_id)
    elif checked:
        statement = statement.where(line.c.result != "")
    else:
        statement = statement.where(line.c.result == "", _reversal.c.id.is_(None))
    return list(session.execute(statement))


def progress(session: Session, first: date, last: date) -> list[Any]:
    """By provider: records of the days that stand or were looked at before they were reversed.

    `checked`: how many of them somebody went to look at; `phoned`: how many were only asked about by telephone.
    """
    looked = and_(line.c.visit_record_id == record.c.id, line.c.result != "")
    statement = (
        select(
            provider.c.id, provider.c.name, func.count(record.c.id.distinct()).label("records"),
            func.count(case((line.c.way != "phone", record.c.id)).distinct()).label("checked"),
            func.count(case((line.c.way == "phone", record.c.id)).distinct()).label("phoned"),
        )
        .join(agreement, agreement.c.provider_id == provider.c.id)
        .join(plan, plan.c.agreement_id == agreement.c.id)
        .join(visit, visit.c.service_plan_id == plan.c.id)
        .join(record, record.c.visit_id == visit.c.id)
        .outerjoin(line, looked)
        .outerjoin(_reversal, _reversal.c.reverses_id == record.c.id)
        .where(record.c.day.between(first, last), record.c.reverses_id.is_(None), _reversal.c.id.is_(None) | line.c.id.is_not(None))
        .group_by(provider.c.id, provider.c.name)
        .order_by(provider.c.name)
    )  # fmt: skip
    return list(session.execute(statement))


def _calls() -> Select[Any]:
    return (
        select(
            *call.c, file.c.number.label("file_number"), person.c.name.label("person"), person.c.phone,
            household.c.village, operator.c.name.label("caller"), provider.c.id.label("provider_id"),
            provider.c.name.label("provider"), record.c.day.label("served_on"),
        )
        .join(file, file.c.id == call.c.service_file_id)
        .join(person, person.c.id == file.c.person_id)
        .join(household, household.c.id == file.c.household_id)
        .join(operator, operator.c.id == call.c.called_by)
        .outerjoin(record, record.c.id == call.c.visit_record_id)
        .outerjoin(visit, visit.c.id == record.c.visit_id)
        .outerjoin(plan, plan.c.id == visit.c.service_plan_id)
        .outerjoin(agreement, agreement.c.id == plan.c.agreement_id)
        .outerjoin(provider, provider.c.id == agreement.c.provider_id)
    )  # fmt: skip


def calls(session: Session, first: date, last: date) -> list[Any]:
    """Call-backs of the days with the names a list shows, the newest first."""
    statement = _calls().where(call.c.called_on.between(first, last))
    return list(session.execute(statement.order_by(call.c.called_on.desc(), call.c.id.desc())))


def one_call(session: Session, call_back_id: str) -> Any:
    """One call-back with its names."""
    return session.execute(_calls().where(call.c.id == call_back_id)).one()


def newest_record(session: Session, service_file_id: str, until: date) -> VisitRecord | None:
    """The last visit to a person up to a day that was recorded and not reversed."""
    statement = (
        select(VisitRecord)
        .outerjoin(_reversal, _reversal.c.reverses_id == record.c.id)
        .where(
            record.c.service_file_id == service_file_id, record.c.day <= until, record.c.reverses_id.is_(None),
            _reversal.c.id.is_(None),
        )
        .order_by(record.c.day.desc(), record.c.starts.desc())
        .limit(1)
    )  # fmt: skip
    return session.scalar(statement)


def to_call(session: Session, since: date) -> list[Any]:
    """People served since a day whom nobody called back since, who waited longest first; their last visit and call."""
    served = (
        select(record.c.service_file_id, func.max(record.c.day).label("served_on"))
        .outerjoin(_reversal, _reversal.c.reverses_id == record.c.id)
        .where(record.c.day >= since, record.c.reverses_id.is_(None), _reversal.c.id.is_(None))
        .group_by(record.c.service_file_id)
        .subquery()
    )
    called = (
        select(call.c.service_file_id, func.max(call.c.called_on).label("called_on"))
        .group_by(call.c.service_file_id)
        .subquery()
    )
    statement = (
        select(
            file.c.id, file.c.number.label("file_number"), person.c.name.label("person"), person.c.phone,
            household.c.village, served.c.served_on, called.c.called_on,
        )
        .join(served, served.c.service_file_id == file.c.id)
        .join(person, person.c.id == file.c.person_id)
        .join(household, household.c.id == file.c.household_id)
        .outerjoin(called, called.c.service_file_id == file.c.id)
        .where(or_(called.c.called_on.is_(None), called.c.called_on < since), file.c.ended_on.is_(None))
        .order_by(called.c.called_on.is_not(None), called.c.called_on, served.c.served_on, file.c.id)
    )  # fmt: skip
    return list(session.execute(statement))


def complaints(session: Session, *, closed: bool) -> list[Any]:
    """Complaints with the names a list shows: the open ones by their due day, the closed ones newest first."""
    order = (
        (complaint.c.closed_on.desc(), complaint.c.number)
        if closed
        else (complaint.c.due_on, complaint.c.number)
    )
    statement = (
        select(
            *complaint.c, provider.c.name.label("provider"), person.c.name.label("person"),
            file.c.number.label("file_number"), operator.c.name.label("receiver"),
        )
        .join(provider, provider.c.id == complaint.c.provider_id)
        .join(operator, operator.c.id == complaint.c.received_by)
        .outerjoin(file, file.c.id == complaint.c.service_file_id)
        .outerjoin(person, person.c.id == file.c.person_id)
        .where(complaint.c.closed_on.is_not(None) if closed else complaint.c.closed_on.is_(None))
        .order_by(*order)
    )  # fmt: skip
    return list(session.execute(statement))
