"""Who got in when, and what the log-in window saw."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from jiuzhu.domain.office import LogIn
from jiuzhu.storage.tables import TABLES


def known(session: Session, ids: Collection[str]) -> set[str]:
    """Those of these rows that are there already."""
    rows = TABLES[LogIn]
    return set(session.scalars(select(rows.c.id).where(rows.c.id.in_(ids))))


def last(session: Session, login: str) -> datetime | None:
    """When this operator last got in."""
    rows = TABLES[LogIn]
    mine = select(rows.c.at).where(rows.c.login == login, rows.c.kind == "in")
    return session.scalar(mine.order_by(rows.c.at.desc()).limit(1))


def wrong_since(session: Session, login: str, since: datetime | None) -> set[str]:
    """Wrong passwords for this login after a moment, or ever, by their ids."""
    rows = TABLES[LogIn]
    found = select(rows.c.id).where(rows.c.login == login, rows.c.kind == "wrong")
    return set(session.scalars(found if since is None else found.where(rows.c.at > since)))


def must_choose(session: Session, login: str) -> bool:
    """Whether the password of this login is still the one somebody else gave it."""
    rows = TABLES[LogIn]
    about = select(rows.c.kind).where(
        rows.c.login == login, rows.c.kind.in_(("given", "chosen", "recovered"))
    )
    return session.scalar(about.order_by(rows.c.id.desc()).limit(1)) == "given"
