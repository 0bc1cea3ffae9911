"""政策、资源、服务清单 and 幸福清单: entries with what is left of them, and what they came to for whom."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from jiuzhu.domain.household import Household, Person
from jiuzhu.domain.office import Operator
from jiuzhu.domain.serving.directory import DirectoryEntry
from jiuzhu.domain.serving.served import Need, NeedAnswer, RaisedNeed, ServiceFile
from jiuzhu.domain.serving.supply import Provider, ServicePlan
from jiuzhu.storage.queries.ledgers import named_like
from jiuzhu.storage.tables import TABLES

entry, answer, need, raised = TABLES[DirectoryEntry], TABLES[NeedAnswer], TABLES[Need], TABLES[RaisedNeed]
file, person, household = TABLES[ServiceFile], TABLES[Person], TABLES[Household]
operator, provider, plan = TABLES[Operator], TABLES[Provider], TABLES[ServicePlan]


def _like(typed: str) -> ColumnElement[bool]:
    columns = (entry.c.title, entry.c.owner, entry.c.giver, entry.c.area)
    return or_(
        entry.c.number.contains(typed.upper(), autoescape=True),
        *(column.contains(typed, autoescape=True) for column in columns),
    )


def _rows() -> Select[Any]:
    return (
        select(*entry.c, operator.c.name.label("verifier"), provider.c.name.label("provider"))
        .outerjoin(operator, operator.c.id == entry.c.verified_by)
        .outerjoin(provider, provider.c.id == entry.c.provider_id)
    )


def entries(session: Session, kind: str, text: str) -> list[Any]:
    """Entries of a list, those that go on first, then those verified longest ago."""
    statement = _rows().where(entry.c.kind == kind)
    if text.strip():
        statement = statement.where(_like(text.strip()))
    order = (
        entry.c.ended_on.is_not(None),
        entry.c.verified_on.is_not(None),
        entry.c.verified_on,
        entry.c.title,
        entry.c.id,
    )
    return list(session.execute(statement.order_by(*order)))


def going_on(session: Session) -> list[Any]:
    """Every entry that has not ended, of all three lists."""
    statement = _rows().where(entry.c.ended_on.is_(None))
    return list(session.execute(statement.order_by(entry.c.kind, entry.c.title, entry.c.id)))


def titles(session: Session) -> set[tuple[str, str]]:
    """List and title of every entry that goes on."""
    found = session.execute(select(entry.c.kind, entry.c.title).where(entry.c.ended_on.is_(None)))
    return {(row.kind, row.title) for row in found}


def taken(session: Session, entry_ids: Collection[str]) -> dict[str, int]:
    """Entry → how much of it answers took; what was dropped went back."""
    statement = (
        select(answer.c.directory_entry_id, func.sum(answer.c.quantity))
        .where(answer.c.directory_entry_id.in_(entry_ids), answer.c.state != "dropped")
        .group_by(answer.c.directory_entry_id)
    )
    return {row[0]: int(row[1] or 0) for row in session.execute(statement)}


def answers_of(session: Session, need_id: str) -> list[NeedAnswer]:
    """Everything that was chosen for a need, the first first."""
    statement = select(NeedAnswer).where(answer.c.need_id == need_id).order_by(answer.c.id)
    return list(session.scalars(statement))


def had(session: Session, service_file_id: str) -> set[str]:
    """Entries that answer or answered a need of a person."""
    statement = select(answer.c.directory_entry_id).where(
        answer.c.service_file_id == service_file_id, answer.c.state != "dropped"
    )
    return set(session.scalars(statement))


def answers(session: Session, states: Collection[str], text: str) -> list[Any]:
    """Answers in these states with need, entry and person, the newest first."""
    statement = (
        select(
            *answer.c, need.c.heading, need.c.content, need.c.state.label("need_state"), entry.c.title,
            entry.c.kind, entry.c.owner, entry.c.unit, person.c.name, household.c.village,
            file.c.number.label("file_number"), operator.c.name.label("chooser"),
        )
        .join(need, need.c.id == answer.c.need_id)
        .join(entry, entry.c.id == answer.c.directory_entry_id)
        .join(file, file.c.id == answer.c.service_file_id)
        .join(person, person.c.id == file.c.person_id)
        .join(household, household.c.id == file.c.household_id)
        .outerjoin(operator, operator.c.id == answer.c.chosen_by)
        .where(answer.c.state.in_(states))
        .order_by(answer.c.effect_on.desc(), answer.c.chosen_on.desc(), answer.c.id.desc())
    )  # fmt: skip
    if text.strip():
        statement = statement.where(
            or_(
                named_like(text.strip(), file.c.number),
                entry.c.title.contains(text.strip(), autoescape=True),
            )
        )
    return list(session.execute(statement))


def headings(session: Session, file_ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    """File that was assessed → headings of the needs that are open, arranged or raised."""
    statement = (
        select(need.c.service_file_id, need.c.heading, need.c.state, need.c.score)
        .where(need.c.service_file_id.in_(file_ids))
        .order_by(need.c.service_file_id, need.c.priority, need.c.id)
    )
    found: dict[str, dict[str, None]] = {}
    for row in session.execute(statement):
        here = found.setdefault(row.service_file_id, {})
        if row.score > 0 and row.state in {"open", "arranged", "raised"}:
            here[row.heading] = None
    return {file_id: tuple(here) for file_id, here in found.items()}


def visited_at_home(session: Session, file_ids: Collection[str], on: date) -> set[str]:
    """Files with a signed plan of visits at home that holds on a day."""
    statement = select(plan.c.service_file_id).where(
        plan.c.service_file_id.in_(file_ids),
        plan.c.signed_on.is_not(None),
        plan.c.starts_on <= on,
        plan.c.ends_on >= on,
        or_(plan.c.ended_on.is_(None), plan.c.ended_on > on),
    )
    return set(session.scalars(statement))


def gathered(session: Session, text: str) -> list[Any]:
    """汇集清单: needs that were raised with their answers, those that wait first, then the newest."""
    statement = (
        select(
            *raised.c, need.c.heading, need.c.content, need.c.state.label("need_state"), person.c.name,
            household.c.village, file.c.number.label("file_number"), operator.c.name.label("raiser"),
        )
        .join(need, need.c.id == raised.c.need_id)
        .join(file, file.c.id == raised.c.service_file_id)
        .join(person, person.c.id == file.c.person_id)
        .join(household, household.c.id == file.c.household_id)
        .outerjoin(operator, operator.c.id == raised.c.raised_by)
        .order_by(raised.c.answered_on.is_not(None), raised.c.raised_on.desc(), raised.c.id.desc())
    )  # fmt: skip
    if text.strip():
        statement = statement.where(named_like(text.strip(), file.c.number))
    return list(session.execute(statement))
