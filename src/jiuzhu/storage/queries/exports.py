"""导出登记: which files left, about whom, and who usually gets them."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, insert, select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application
from jiuzhu.domain.exporting import Export
from jiuzhu.domain.household import Member, Person
from jiuzhu.domain.office import Operator
from jiuzhu.domain.transferring import Lead
from jiuzhu.storage.queries.ledgers import Filters, ordered
from jiuzhu.storage.tables import TABLES, export_subject

export, person, member = TABLES[Export], TABLES[Person], TABLES[Member]
application, lead = TABLES[Application], TABLES[Lead]
asker, decider = TABLES[Operator].alias("asker"), TABLES[Operator].alias("decider")

ORDERS = {"number": export.c.number, "asked_at": export.c.asked_at, "rows": export.c.rows}
"""Column of the register → what it is sorted by."""

_ID_NUMBER = 18
_USUAL = 12


def put_subjects(session: Session, export_id: str, subjects: Iterable[str]) -> None:
    """Keep whom a file is about."""
    rows = [{"export_id": export_id, "subject_id": one} for one in subjects]
    if rows:
        session.connection().execute(insert(export_subject), rows)


def subjects_of(session: Session, export_id: str) -> list[str]:
    """Whom a file is about."""
    found = select(export_subject.c.subject_id).where(export_subject.c.export_id == export_id)
    return list(session.scalars(found))


def gone(session: Session) -> list[Export]:
    """Every export that left, in the order they were asked for."""
    return list(session.scalars(select(Export).where(export.c.state == "left").order_by(export.c.id)))


def waiting(session: Session, operator_id: str, kind: str, subject: str, about: str) -> list[Export]:
    """What an operator asked for with exactly this narrowing and that has not left, the newest first."""
    statement = select(Export).where(
        export.c.state.in_(("proposed", "agreed")),
        export.c.asked_by == operator_id,
        export.c.kind == kind,
        export.c.subject == subject,
        export.c.about == about,
    )
    return list(session.scalars(statement.order_by(export.c.id.desc())))


def to_answer(session: Session, operator_id: str) -> int:
    """How many exports wait for somebody else than who asked."""
    statement = select(func.count(export.c.id)).where(
        export.c.state == "proposed", export.c.asked_by != operator_id
    )
    return session.scalar(statement) or 0


def agreed_to(session: Session, operator_id: str, since: date) -> int:
    """How many exports of an operator were agreed to from a day on and have not left."""
    statement = select(func.count(export.c.id)).where(
        export.c.state == "agreed", export.c.asked_by == operator_id, export.c.decided_on >= since
    )
    return session.scalar(statement) or 0


def last_said(session: Session, operator_id: str, subject: str) -> Export | None:
    """The last export of a ledger by an operator: its purpose and recipient are offered again."""
    statement = select(Export).where(export.c.asked_by == operator_id, export.c.subject == subject)
    return session.scalars(statement.order_by(export.c.id.desc()).limit(1)).first()


def recipients(session: Session) -> list[str]:
    """Who gets files, the most usual first."""
    statement = (
        select(export.c.recipient)
        .group_by(export.c.recipient)
        .order_by(func.count().desc(), export.c.recipient)
        .limit(_USUAL)
    )
    return list(session.scalars(statement))


def _about(session: Session, typed: str) -> ColumnElement[bool]:
    """Exports that held a person: by whole ID number or whole name, with every household, file and lead of theirs."""
    by_number = len(typed) == _ID_NUMBER
    key = person.c.id_number == typed.upper() if by_number else person.c.name == typed
    told = lead.c.id_number == typed.upper() if by_number else lead.c.name == typed
    people = list(session.scalars(select(person.c.id).where(key)))
    leads = list(session.scalars(select(lead.c.id).where(told)))
    homes = list(
        session.scalars(select(member.c.household_id).where(member.c.person_id.in_(people)).distinct())
    )
    files = list(session.scalars(select(application.c.id).where(application.c.household_id.in_(homes))))
    held = select(export_subject.c.export_id).where(
        export_subject.c.subject_id.in_([*people, *homes, *files, *leads])
    )
    return export.c.id.in_(held)


def _begin(day: date) -> datetime:
    """The first moment of an office's day, which is eight hours ahead of UTC the year round."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=8)


def _narrowed(session: Session, columns: Sequence[Any], filters: Filters, only: str) -> Select[Any]:
    statement = select(*columns).select_from(
        export.join(asker, asker.c.id == export.c.asked_by).outerjoin(
            decider, decider.c.id == export.c.decided_by
        )
    )
    if only:
        statement = statement.where(export.c.asked_by == only)
    if filters.state:
        statement = statement.where(export.c.state == filters.state)
    if filters.date_from is not None:
        statement = statement.where(export.c.asked_at >= _begin(filters.date_from))
    if filters.date_to is not None:
        statement = statement.where(export.c.asked_at < _begin(filters.date_to) + timedelta(days=1))
    typed = filters.text.strip()
    if typed:
        statement = statement.where(
            export.c.number.contains(typed.upper(), autoescape=True)
            | export.c.recipient.icontains(typed, autoescape=True)
            | export.c.title.icontains(typed, autoescape=True)
            | (asker.c.name == typed)
            | _about(session, typed)
        )
    return statement


def rows(session: Session, filters: Filters, sort: str = "", only: str = "") -> Select[Any]:
    """The register, the newest first; `only`: of one operator."""
    columns = [*export.c, asker.c.name.label("asker"), decider.c.name.label("decider")]
    return ordered(_narrowed(session, columns, filters, only), ORDERS, sort, [export.c.id.desc()])


def total(session: Session, filters: Filters, only: str = "") -> int:
    """How many rows of the register the filters leave."""
    return session.scalar(_narrowed(session, [func.count(export.c.id)], filters, only)) or 0
