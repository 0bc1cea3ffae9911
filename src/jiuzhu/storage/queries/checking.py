"""The data check, by its number, and what belongs to it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Attachment
from jiuzhu.domain.checking import Check, Letter
from jiuzhu.domain.office import Operator
from jiuzhu.storage.tables import TABLES


def checks_numbered(session: Session, numbers: Sequence[str]) -> dict[str, Check]:
    """Number → the request of exactly that number."""
    column = TABLES[Check].c.number
    return {row.number: row for row in session.scalars(select(Check).where(column.in_(numbers)))}


def letter_numbered(session: Session, application_id: str, number: str) -> Letter | None:
    """The letter of that number in an application."""
    columns = TABLES[Letter].c
    wanted = select(Letter).where(columns.application_id == application_id, columns.number == number)
    return session.scalars(wanted).first()


def operators_at_work(session: Session) -> list[Operator]:
    """Operators who may go out today, by name."""
    columns = TABLES[Operator].c
    return list(
        session.scalars(
            select(Operator).where(columns.ended_on.is_(None)).order_by(columns.name, columns.login)
        )
    )


def hashes_of_photos(session: Session, application_id: str) -> frozenset[str]:
    """Content hashes of what is already kept with an application."""
    columns = TABLES[Attachment].c
    return frozenset(session.scalars(select(columns.sha256).where(columns.application_id == application_id)))


def photos_of(session: Session, application_id: str) -> Sequence[Any]:
    """Identity, title, day and visit of the photos, by visit and time, without loading them."""
    columns = TABLES[Attachment].c
    return session.execute(
        select(columns.id, columns.title, columns.taken_on, columns.subject_id)
        .where(columns.application_id == application_id, columns.subject == "visit")
        .order_by(columns.taken_on, columns.subject_id, columns.id)
    ).all()
