"""Whose a record is, and who looked at whom."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application
from jiuzhu.domain.household import Member
from jiuzhu.domain.looking import Look
from jiuzhu.storage.tables import TABLES

application, member, look = TABLES[Application], TABLES[Member], TABLES[Look]
_BY_NAME = {table.name: table for table in TABLES.values()}
_OWNERS = ("household_id", "application_id", "person_id")
_SELVES = {"household": "household_id", "application": "application_id", "person": "person_id"}

PERSONAL = frozenset(
    name
    for name, table in _BY_NAME.items()
    if name != "look" and (name in _SELVES or any(owner in table.c for owner in _OWNERS))
)
"""Tables each row of which is about one household, application or person."""


def household_of(session: Session, tables: Sequence[str], row_id: str) -> tuple[str, str | None] | None:
    """In which of the tables a record stands and whose it is; None when it is in none of them."""
    for name in tables:
        table = _BY_NAME[name]
        owners = [owner for owner in _OWNERS if owner in table.c]
        row = session.execute(
            select(table.c.id, *(table.c[owner] for owner in owners)).where(table.c.id == row_id)
        ).first()
        if row is not None:
            found = dict(zip(owners, row[1:], strict=True))
            if name in _SELVES:
                found[_SELVES[name]] = row_id
            return name, _home(session, found)
    return None


def _home(session: Session, found: dict[str, str | None]) -> str | None:
    if found.get("household_id"):
        return found["household_id"]
    if found.get("application_id"):
        return session.scalar(
            select(application.c.household_id).where(application.c.id == found["application_id"])
        )
    newest = (
        select(member.c.household_id)
        .where(member.c.person_id == found["person_id"])
        .order_by(member.c.left_on.is_not(None), member.c.id.desc())
    )
    return session.scalar(newest.limit(1))


def between(session: Session, begin: datetime, end: datetime) -> list[Look]:
    """Looks from a moment on and before another, in their order."""
    statement = select(Look).where(look.c.at >= begin, look.c.at < end).order_by(look.c.at, look.c.id)
    return list(session.scalars(statement))
