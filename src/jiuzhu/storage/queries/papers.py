"""Papers that left, found again."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from jiuzhu.domain.approving import IssuedPaper
from jiuzhu.storage.tables import TABLES

_paper = TABLES[IssuedPaper]


def numbered(session: Session, number: str) -> IssuedPaper | None:
    """The paper that carries a number."""
    return session.scalar(select(IssuedPaper).where(_paper.c.number == number))


def newest(session: Session, form: str, application_id: str) -> IssuedPaper | None:
    """The paper of a form issued last for an application."""
    statement = select(IssuedPaper).where(_paper.c.form == form, _paper.c.application_id == application_id)
    return session.scalar(statement.order_by(_paper.c.id.desc()).limit(1))


def newest_titled(session: Session, form: str, title: str) -> IssuedPaper | None:
    """The paper of a form issued last under a title, for papers about no single application."""
    statement = select(IssuedPaper).where(_paper.c.form == form, _paper.c.title == title)
    return session.scalar(statement.order_by(_paper.c.id.desc()).limit(1))


def of_application(session: Session, application_id: str) -> list[IssuedPaper]:
    """Everything issued for an application, newest first."""
    statement = select(IssuedPaper).where(_paper.c.application_id == application_id)
    return list(session.scalars(statement.order_by(_paper.c.id.desc())))
