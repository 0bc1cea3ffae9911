"""Applications by state, as every queue shows them: one page at a time, sorted and counted in SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application, Declined, Item, Pause
from jiuzhu.domain.approving import Decision, Opinion
from jiuzhu.domain.handing_on import HandedItem
from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.domain.office import Operator
from jiuzhu.storage.sql import tail
from jiuzhu.storage.tables import TABLES

application = TABLES[Application]
person = TABLES[Person]
household = TABLES[Household]
operator = TABLES[Operator]
item = TABLES[Item]
member = TABLES[Member]
opinion = TABLES[Opinion]
decision = TABLES[Decision]
declined = TABLES[Declined]
pause = TABLES[Pause]


_BY_DUE: tuple[ColumnElement[Any], ...] = (
    application.c.due_on.is_(None),
    application.c.due_on,
    application.c.id,
)

ORDERS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "due": _BY_DUE,
    "differences": ((application.c.open_differences == 0), *_BY_DUE),
    "accepted": (application.c.accepted_on.desc().nulls_last(), application.c.id.desc()),
}
"""Name of an order → its columns. `differences`: files with open differences first, then by due day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which applications a queue holds; None leaves a condition out."""

    states: Sequence[str]
    text: str = ""
    due_from: date | None = None
    due_to: date | None = None
    undelivered: bool = False  # decided, and a decision has not been handed over
    ids: Sequence[str] | None = None
    ways: Sequence[str] = ()  # empty: every way
    also: Sequence[tuple[str, str]] = ()  # way and state of others that wait for the same hand


def _narrowed(statement: Select[Any], wanted: Wanted) -> Select[Any]:
    held: ColumnElement[bool] = application.c.state.in_(wanted.states)
    if wanted.ways:
        held = and_(held, application.c.way.in_(wanted.ways))
    others = [and_(application.c.way == way, application.c.state == state) for way, state in wanted.also]
    statement = statement.where(or_(held, *others))
    if wanted.ids is not None:
        statement = statement.where(application.c.id.in_(wanted.ids))
    if wanted.due_from is not None:
        statement = statement.where(application.c.due_on >= wanted.due_from)
    if wanted.due_to is not None:
        statement = statement.where(application.c.due_on <= wanted.due_to)
    if wanted.undelivered:
        waiting = [
            select(table.c.application_id).where(table.c.delivered_on.is_(None))
            for table in (decision, declined)
        ]
        statement = statement.where(application.c.id.in_(waiting[0].union(waiting[1])))
    typed = wanted.text.strip()
    if typed:
        statement = statement.where(
            or_(
                person.c.name.startswith(typed, autoescape=True),
                person.c.initials.startswith(typed.lower(), autoescape=True),
                application.c.number.contains(typed.upper(), autoescape=True),
                household.c.village.contains(typed, autoescape=True),
                tail(person.c.id_number) == typed.upper(),
            )
        )
    return statement


_handed, _carries = TABLES[HandedItem], operator.alias("carries")
_carrier = (
    select(_carries.c.name)
    .join(_handed, _handed.c.owner_id == _carries.c.id)
    .where(_handed.c.subject_id == application.c.id, _handed.c.kind == "application")
    .order_by(_handed.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
"""Who goes on with a file since the newest 移交; nobody where none was."""


def page(session: Session, wanted: Wanted, *, offset: int, limit: int, order: str) -> Sequence[Any]:
    """The rows of one page: the application with its applicant's name and number, village and who carries it."""
    statement = (
        select(
            application,
            person.c.name.label("applicant"),
            person.c.id_number,
            person.c.died_on,
            household.c.village,
            func.coalesce(_carrier, operator.c.name).label("clerk_name"),
        )
        .select_from(application)
        .join(person, person.c.id == application.c.applicant_id)
        .join(household, household.c.id == application.c.household_id)
        .join(operator, operator.c.id == application.c.clerk_id)
    )
    narrowed = _narrowed(statement, wanted).order_by(*ORDERS[order]).limit(limit).offset(offset)
    return session.execute(narrowed).all()


def count(session: Session, wanted: Wanted) -> int:
    """How many applications the queue holds."""
    statement = select(func.count()).select_from(application)
    if wanted.text.strip():
        statement = statement.join(person, person.c.id == application.c.applicant_id)
        statement = statement.join(household, household.c.id == application.c.household_id)
    return session.scalar(_narrowed(statement, wanted)) or 0


def programmes_of(session: Session, applications: Sequence[str]) -> dict[str, list[str]]:
    """Application → the programmes asked for, in the order they were written down."""
    found: dict[str, list[str]] = {}
    statement = select(item.c.application_id, item.c.programme).where(
        item.c.application_id.in_(applications), item.c.state != "dropped"
    )
    for row in session.execute(statement.order_by(item.c.id)):
        found.setdefault(row.application_id, []).append(row.programme)
    return found


def sizes_of(session: Session, households: Sequence[str]) -> dict[str, int]:
    """Household → its present counted members."""
    statement = (
        select(member.c.household_id, func.count())
        .where(member.c.household_id.in_(households), member.c.left_on.is_(None), member.c.counted.is_(True))
        .group_by(member.c.household_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def proposed_of(session: Session, applications: Sequence[str]) -> dict[str, Decimal]:
    """Application → yuan a month, or once: what was decided, else what the newest opinion proposes."""
    statement = select(opinion.c.application_id, opinion.c.monthly, opinion.c.amount)
    narrowed = statement.where(opinion.c.application_id.in_(applications)).order_by(opinion.c.id)
    found = {row.application_id: row.monthly or row.amount for row in session.execute(narrowed)}
    decided = (
        select(
            decision.c.application_id,
            func.sum(decision.c.monthly).label("monthly"),
            func.sum(decision.c.amount).label("amount"),
        )
        .where(decision.c.application_id.in_(applications))
        .group_by(decision.c.application_id)
    )
    found.update({row.application_id: row.monthly or row.amount for row in session.execute(decided)})
    return found


def paused_of(session: Session, applications: Sequence[str]) -> frozenset[str]:
    """The applications whose clock stands still now."""
    statement = select(pause.c.application_id).where(
        pause.c.application_id.in_(applications), pause.c.ends_on.is_(None)
    )
    return frozenset(session.scalars(statement))
