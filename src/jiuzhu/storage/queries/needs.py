"""需求: what was assessed, what waits, what was raised and answered."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from jiuzhu.domain.household import Household, Person
from jiuzhu.domain.serving.directory import DirectoryEntry
from jiuzhu.domain.serving.served import Need, NeedAnswer, NeedsAssessment, RaisedNeed, ServiceFile
from jiuzhu.storage.queries.ledgers import named_like
from jiuzhu.storage.tables import TABLES

need, assessment, raised = TABLES[Need], TABLES[NeedsAssessment], TABLES[RaisedNeed]
answer, entry = TABLES[NeedAnswer], TABLES[DirectoryEntry]
file, person, household = TABLES[ServiceFile], TABLES[Person], TABLES[Household]


def _of_person(*columns: Any) -> Select[Any]:
    return select(
        *columns, person.c.name, person.c.birth, person.c.sex, household.c.village,
        file.c.number.label("file_number"), file.c.service_class, file.c.person_id, file.c.household_id,
    )  # fmt: skip


def _found(statement: Select[Any], text: str) -> Select[Any]:
    joined = statement.join(person, person.c.id == file.c.person_id).join(
        household, household.c.id == file.c.household_id
    )
    return joined.where(named_like(text.strip(), file.c.number)) if text.strip() else joined


def unassessed(session: Session, text: str) -> list[Any]:
    """Files that go on and were never assessed, class 1 first."""
    statement = (
        _of_person(file.c.id, file.c.opened_on)
        .select_from(file)
        .where(
            file.c.ended_on.is_(None),
            ~exists().where(assessment.c.service_file_id == file.c.id),
        )
        .order_by(file.c.service_class, file.c.number)
    )
    return list(session.execute(_found(statement, text)))


def in_states(session: Session, states: Collection[str], text: str, *, going_on: bool) -> list[Any]:
    """Needs somebody has (score above 0) in these states; `going_on`: of files that have not ended. The urgent ones first."""
    statement = (
        _of_person(*need.c, assessment.c.assessed_on)
        .select_from(need)
        .join(assessment, assessment.c.id == need.c.needs_assessment_id)
        .join(file, file.c.id == need.c.service_file_id)
        .where(need.c.state.in_(states), need.c.score > 0)
        .order_by(need.c.priority, need.c.score.desc(), file.c.number, need.c.id)
    )
    if going_on:
        statement = statement.where(file.c.ended_on.is_(None))
    return list(session.execute(_found(statement, text)))


def of_files(session: Session, file_ids: Collection[str]) -> list[Any]:
    """What these people need and nothing has met or ended yet, by priority."""
    statement = (
        select(*need.c)
        .where(
            need.c.service_file_id.in_(file_ids),
            need.c.score > 0,
            need.c.state.in_(("open", "arranged", "raised")),
        )
        .order_by(need.c.priority, need.c.id)
    )
    return list(session.execute(statement))


def assessed_on(session: Session, file_ids: Collection[str]) -> dict[str, date]:
    """File → the day of its newest assessment."""
    statement = (
        select(assessment.c.service_file_id, func.max(assessment.c.assessed_on))
        .where(assessment.c.service_file_id.in_(file_ids))
        .group_by(assessment.c.service_file_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def newest_assessment(session: Session, service_file_id: str) -> NeedsAssessment | None:
    """The assessment of a person that counts."""
    statement = (
        select(NeedsAssessment)
        .where(assessment.c.service_file_id == service_file_id)
        .order_by(assessment.c.assessed_on.desc(), assessment.c.id.desc())
    )
    return session.scalars(statement).first()


def of_assessment(session: Session, needs_assessment_id: str) -> list[Need]:
    """All headings of an assessment, the most urgent first."""
    statement = select(Need).where(need.c.needs_assessment_id == needs_assessment_id)
    return list(session.scalars(statement.order_by(need.c.priority, need.c.id)))


def open_needs(session: Session, service_file_id: str) -> list[Need]:
    """Needs of a person that nothing has met or ended."""
    statement = (
        select(Need)
        .where(need.c.service_file_id == service_file_id, need.c.state.in_(("open", "arranged", "raised")))
        .order_by(need.c.priority, need.c.id)
    )
    return list(session.scalars(statement))


def answers_under_way(session: Session, need_id: str) -> list[NeedAnswer]:
    """What was chosen for a need and has no outcome yet."""
    statement = select(NeedAnswer).where(answer.c.need_id == need_id, answer.c.state == "arranged")
    return list(session.scalars(statement))


def raised_of(session: Session, need_id: str) -> list[RaisedNeed]:
    """Everything that was asked about a need, the first first."""
    statement = select(RaisedNeed).where(raised.c.need_id == need_id).order_by(raised.c.id)
    return list(session.scalars(statement))


def raised_of_needs(session: Session, need_ids: Collection[str]) -> list[RaisedNeed]:
    """Everything that was asked about these needs, the first first."""
    statement = select(RaisedNeed).where(raised.c.need_id.in_(need_ids)).order_by(raised.c.id)
    return list(session.scalars(statement))


def answer_titles(session: Session, need_ids: Collection[str]) -> dict[str, list[str]]:
    """Need → the titles of what was chosen for it and not dropped, the first first."""
    statement = (
        select(answer.c.need_id, entry.c.title)
        .join(entry, entry.c.id == answer.c.directory_entry_id)
        .where(answer.c.need_id.in_(need_ids), answer.c.state != "dropped")
        .order_by(answer.c.id)
    )
    found: dict[str, list[str]] = {}
    for row in session.execute(statement):
        found.setdefault(row.need_id, []).append(row.title)
    return found
