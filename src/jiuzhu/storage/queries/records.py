"""Records of visits that were made, what was found about them, and what they are held against."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from jiuzhu.domain.household import Household, Person
from jiuzhu.domain.office import Operator
from jiuzhu.domain.serving import counting
from jiuzhu.domain.serving.counting import Counted
from jiuzhu.domain.serving.flags import QUARTER, Rounds
from jiuzhu.domain.serving.overseeing import SpotCheckLine
from jiuzhu.domain.serving.pricing import REFUSED
from jiuzhu.domain.serving.served import ServiceFile
from jiuzhu.domain.serving.supply import Agreement, Provider, ServicePlan, Worker
from jiuzhu.domain.serving.visits import Verification, Visit, VisitPhoto, VisitRecord
from jiuzhu.storage.rows import plain
from jiuzhu.storage.tables import TABLES

record, photo, verification = TABLES[VisitRecord], TABLES[VisitPhoto], TABLES[Verification]
visit, plan, agreement, provider = (TABLES[one] for one in (Visit, ServicePlan, Agreement, Provider))
file, person, household, worker = (TABLES[one] for one in (ServiceFile, Person, Household, Worker))
operator, check_line = TABLES[Operator], TABLES[SpotCheckLine]
_reversal, _later = record.alias("reversal"), verification.alias("later")


_WRITTEN = [column for column in record.c if column.name != "signature"]
"""What a list of records needs: a signature is read where it is looked at."""


def counted_between(session: Session, first: date, last: date, agreement_id: str = "") -> list[Counted]:
    """Every record of a visit on the days, both included, with how it stands; of one agreement, or of all ("").

    In the order of their time, as plain rows of what it is counted by.
    """
    records = select(
        record.c.id, record.c.service_file_id, record.c.visit_id, record.c.reverses_id, record.c.day, record.c.starts,
        record.c.ends, record.c["items"], record.c.reason, record.c.recorded_by,
    ).where(record.c.day.between(first, last))  # fmt: skip
    told = _told().where(record.c.day.between(first, last))
    if agreement_id:
        ours = (
            select(visit.c.id)
            .join(plan, plan.c.id == visit.c.service_plan_id)
            .where(plan.c.agreement_id == agreement_id)
        )
        records, told = (one.where(record.c.visit_id.in_(ours)) for one in (records, told))
    rows = plain(session.execute(records.order_by(record.c.day, record.c.starts, record.c.id)))
    return counting.counted(rows, plain(session.execute(told)))


def _told() -> Select[Any]:
    return select(
        verification.c.id, verification.c.visit_record_id, verification.c.result, verification.c.reason, verification.c.at
    ).join(record, record.c.id == verification.c.visit_record_id)  # fmt: skip


def _listed() -> Select[Any]:
    """Records that were not reversed, with plan, agreement and the names a list shows."""
    second = aliased(worker)
    return (
        select(
            *_WRITTEN,
            record.c.signature.is_not(None).label("drawn"),
            visit.c.item, visit.c.starts.label("planned_starts"), visit.c.ends.label("planned_ends"),
            visit.c.worker_id.label("planned_worker_id"), visit.c.second_worker_id,
            plan.c["items"].label("plan_items"), plan.c.starts_on.label("plan_from"), plan.c.ends_on.label("plan_until"),
            plan.c.ended_on.label("plan_ended"), plan.c.agreement_id,
            agreement.c.starts_on.label("agreement_from"), agreement.c.ends_on.label("agreement_until"),
            agreement.c.ended_on.label("agreement_ended"), agreement.c.provider_id, provider.c.name.label("provider"),
            file.c.number.label("file_number"), file.c.home_care_from, file.c.home_care_until,
            person.c.name.label("person"), household.c.village,
            worker.c.name.label("worker"), second.c.name.label("second_worker"), operator.c.name.label("recorder"),
        )
        .join(visit, visit.c.id == record.c.visit_id)
        .join(plan, plan.c.id == visit.c.service_plan_id)
        .join(agreement, agreement.c.id == plan.c.agreement_id)
        .join(provider, provider.c.id == agreement.c.provider_id)
        .join(file, file.c.id == record.c.service_file_id)
        .join(person, person.c.id == file.c.person_id)
        .join(household, household.c.id == file.c.household_id)
        .join(worker, worker.c.id == record.c.worker_id)
        .join(operator, operator.c.id == record.c.recorded_by)
        .outerjoin(second, second.c.id == visit.c.second_worker_id)
        .where(_stands)
    )  # fmt: skip


_stands = record.c.reverses_id.is_(None) & ~exists().where(_reversal.c.reverses_id == record.c.id)


def listed(session: Session, ids: Collection[str]) -> list[Any]:
    """These records, those of them that were not reversed, in the order of their time."""
    statement = _listed().where(record.c.id.in_(ids))
    return plain(session.execute(statement.order_by(record.c.day, record.c.starts, record.c.id)))


def standing(
    session: Session, result: str, text: str, since: date | None = None, limit: int | None = None
) -> list[Any]:
    """Records whose newest verification says so, or that nobody verified yet (""); the newest first.

    `text`: part of a name, a number or a village.
    """
    told = verification.c.visit_record_id == record.c.id
    found = _newest(result) if result else ~exists().where(told)
    statement = _listed().where(found)
    if since is not None:
        statement = statement.where(record.c.day >= since)
    if text:
        statement = statement.where(
            or_(
                *(
                    column.contains(text, autoescape=True)
                    for column in (person.c.name, file.c.number, household.c.village, worker.c.name, provider.c.name)
                )
            )
        )  # fmt: skip
    newest = (record.c.day.desc(), record.c.starts.desc(), record.c.id.desc())
    return plain(session.execute(statement.order_by(*newest).limit(limit)))


_is_newest = ~exists().where(
    _later.c.visit_record_id == verification.c.visit_record_id,
    or_(
        _later.c.at > verification.c.at,
        and_(_later.c.at == verification.c.at, _later.c.id > verification.c.id),
    ),
)


def _newest(result: str) -> ColumnElement[bool]:
    """That the newest verification of a record says so."""
    told = verification.c.visit_record_id == record.c.id
    return exists().where(told, verification.c.result == result, _is_newest)


def beside(session: Session, days: Collection[date]) -> list[Any]:
    """Every record of some days that was not reversed, as far as others are held against it."""
    statement = (
        select(
            record.c.id, record.c.service_file_id, person.c.name.label("person"), record.c.worker_id,
            visit.c.second_worker_id, record.c.day, record.c.starts, record.c.ends,
        )
        .join(visit, visit.c.id == record.c.visit_id)
        .join(file, file.c.id == record.c.service_file_id)
        .join(person, person.c.id == file.c.person_id)
        .where(record.c.day.in_(days), _stands)
        .order_by(record.c.day, record.c.starts, record.c.id)
    )  # fmt: skip
    return plain(session.execute(statement))


def verified_at_once(session: Session, visit_record_id: str) -> list[Any]:
    """Verified records of other visits that share minutes with a record, and its person or one of its workers."""
    mine, my_visit = record.alias("mine"), visit.alias("my_visit")
    workers = (mine.c.worker_id, my_visit.c.second_worker_id)
    statement = (
        select(
            record.c.day, record.c.starts, record.c.ends, person.c.name.label("person"), worker.c.name.label("worker"),
        )
        .join(visit, visit.c.id == record.c.visit_id)
        .join(file, file.c.id == record.c.service_file_id)
        .join(person, person.c.id == file.c.person_id)
        .join(worker, worker.c.id == record.c.worker_id)
        .join(mine, and_(mine.c.day == record.c.day, mine.c.visit_id != record.c.visit_id))
        .join(my_visit, my_visit.c.id == mine.c.visit_id)
        .where(
            mine.c.id == visit_record_id, record.c.starts < mine.c.ends, mine.c.starts < record.c.ends, _stands,
            or_(
                file.c.id == mine.c.service_file_id, record.c.worker_id.in_(workers),
                visit.c.second_worker_id.in_(workers),
            ),
            _newest("verified"),
        )
        .order_by(record.c.starts, record.c.id)
    )  # fmt: skip
    return list(session.execute(statement))


def told_by(session: Session, visit_record_id: str, result: str) -> set[str]:
    """Who ever found this about a record."""
    told = verification.c.result == result
    statement = select(verification.c.by).where(verification.c.visit_record_id == visit_record_id, told)
    return set(session.scalars(statement))


def found_wrong(session: Session, visit_record_id: str) -> bool:
    """Whether a spot check found that a record is not true."""
    wrong = check_line.c.result == "wrong"
    found = session.scalar(
        select(check_line.c.id).where(check_line.c.visit_record_id == visit_record_id, wrong)
    )
    return found is not None


def rounds(session: Session, first: date, last: date) -> dict[str, Rounds]:
    """How many records of the days each worker is in, and how many of them begin and end at full quarters."""
    even = case((and_(record.c.starts % QUARTER == 0, record.c.ends % QUARTER == 0), 1), else_=0)
    found: dict[str, Rounds] = {}
    for who in (record.c.worker_id, visit.c.second_worker_id):
        statement = (
            select(who, func.count(), func.sum(even))
            .join_from(record, visit, visit.c.id == record.c.visit_id)
            .where(record.c.day.between(first, last), who.is_not(None), _stands)
            .group_by(who)
        )
        for identity, records, rounded in session.execute(statement):
            before = found.get(identity, Rounds(0, 0))
            found[identity] = Rounds(before.records + records, before.even + int(rounded))
    return found


def verifications(session: Session, days: Collection[date]) -> list[Any]:
    """Everything that was found about the records of some days."""
    return plain(session.execute(_told().where(record.c.day.in_(days))))


def equal_photos(session: Session, first: date, last: date) -> list[tuple[str, date]]:
    """Records of the days and the day of every record of another visit that holds one of their photos."""
    other, theirs = photo.alias("other"), record.alias("theirs")
    statement = (
        select(record.c.id, theirs.c.day)
        .join(photo, photo.c.visit_record_id == record.c.id)
        .join(other, other.c.sha256 == photo.c.sha256)
        .join(theirs, theirs.c.id == other.c.visit_record_id)
        .where(record.c.day.between(first, last), theirs.c.visit_id != record.c.visit_id)
    )
    return [(row.id, row.day) for row in session.execute(statement)]


def rejected_before(session: Session, first: date, last: date) -> list[Any]:
    """Records of the days, and what was found about each reversed one of the same visit, or of the person at that time.

    Only what was refused or disputed: the result, and whether a spot check found it wrong.
    """
    later = record.alias("recorded_later")
    wrong = exists().where(check_line.c.visit_record_id == record.c.id, check_line.c.result == "wrong")
    statement = (
        select(later.c.id, verification.c.result, wrong.label("wrong"))
        .join_from(record, verification, verification.c.visit_record_id == record.c.id)
        .join(
            later,
            or_(
                later.c.visit_id == record.c.visit_id,
                and_(
                    later.c.service_file_id == record.c.service_file_id, later.c.day == record.c.day,
                    later.c.starts < record.c.ends, record.c.starts < later.c.ends,
                ),
            ),
        )
        .where(
            later.c.day.between(first, last), later.c.id != record.c.id, later.c.reverses_id.is_(None),
            exists().where(_reversal.c.reverses_id == record.c.id), _is_newest, verification.c.result.in_(REFUSED),
        )
    )  # fmt: skip
    return list(session.execute(statement))


def photo_counts(session: Session, first: date, last: date) -> dict[str, int]:
    """How many photos the records of the days have, by record."""
    statement = (
        select(photo.c.visit_record_id, func.count())
        .join(record, record.c.id == photo.c.visit_record_id)
        .where(record.c.day.between(first, last))
        .group_by(photo.c.visit_record_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def photos(session: Session, visit_record_id: str) -> list[VisitPhoto]:
    """The photos of a record, in the order they were kept."""
    statement = select(VisitPhoto).where(photo.c.visit_record_id == visit_record_id).order_by(photo.c.id)
    return list(session.scalars(statement))


def reversal_of(session: Session, visit_record_id: str) -> VisitRecord | None:
    """What reversed a record, None while it stands."""
    return session.scalar(select(VisitRecord).where(record.c.reverses_id == visit_record_id))


def to_record(session: Session, last: date) -> list[Any]:
    """Booked visits up to a day, nobody has recorded yet, with the names a list shows; the oldest first."""
    second = aliased(worker)
    statement = (
        select(
            *visit.c, plan.c.place, plan.c["items"].label("plan_items"), agreement.c.provider_id,
            provider.c.name.label("provider"), file.c.number.label("file_number"), person.c.name.label("person"),
            household.c.village, household.c.address, worker.c.name.label("worker"),
            second.c.name.label("second_worker"),
        )
        .join(plan, plan.c.id == visit.c.service_plan_id)
        .join(agreement, agreement.c.id == plan.c.agreement_id)
        .join(provider, provider.c.id == agreement.c.provider_id)
        .join(file, file.c.id == visit.c.service_file_id)
        .join(person, person.c.id == file.c.person_id)
        .join(household, household.c.id == file.c.household_id)
        .join(worker, worker.c.id == visit.c.worker_id)
        .outerjoin(second, second.c.id == visit.c.second_worker_id)
        .where(visit.c.state == "booked", visit.c.day <= last)
        .order_by(visit.c.day, visit.c.starts, visit.c.id)
    )  # fmt: skip
    return plain(session.execute(statement))


def workers_of(session: Session, provider_ids: Collection[str], day: date) -> list[Worker]:
    """Who worked for these providers on a day, by name."""
    statement = (
        select(Worker)
        .where(
            worker.c.provider_id.in_(provider_ids),
            or_(worker.c.ended_on.is_(None), worker.c.ended_on > day),
        )
        .order_by(worker.c.name, worker.c.id)
    )
    return list(session.scalars(statement))
