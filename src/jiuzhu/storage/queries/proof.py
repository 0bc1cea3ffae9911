"""Ends of chains and checkpoints."""

from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from jiuzhu.domain.proof import Checkpoint, Head
from jiuzhu.storage.tables import TABLES, journal_entry

checkpoint = TABLES[Checkpoint]


def heads(session: Session) -> list[Head]:
    """The newest entry of every chain."""
    entry = journal_entry.c
    last = (
        select(entry.station_id, entry.epoch, func.max(entry.seq).label("seq"))
        .group_by(entry.station_id, entry.epoch)
        .subquery()
    )
    newest = and_(entry.station_id == last.c.station_id, entry.epoch == last.c.epoch, entry.seq == last.c.seq)
    statement = select(entry.station_id, entry.epoch, entry.seq, entry.hash).join(last, newest)
    return [Head(*row) for row in session.execute(statement.order_by(entry.station_id, entry.epoch))]


def checkpoints(session: Session, limit: int | None = None) -> list[Checkpoint]:
    """All checkpoints, or the newest ones; newest first."""
    statement = select(Checkpoint).order_by(checkpoint.c.id.desc()).limit(limit)
    return list(session.scalars(statement))


def made_on(session: Session, station_id: str, day: date) -> bool:
    """Whether a desk made one on a day."""
    statement = select(checkpoint.c.id).where(checkpoint.c.station_id == station_id, checkpoint.c.day == day)
    return session.execute(statement.limit(1)).first() is not None


def after(session: Session, row_id: str) -> Checkpoint | None:
    """The first checkpoint made after a record."""
    statement = select(Checkpoint).where(checkpoint.c.id > row_id).order_by(checkpoint.c.id).limit(1)
    return session.scalar(statement)
