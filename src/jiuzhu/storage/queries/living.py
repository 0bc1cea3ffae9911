"""Who lives in a household on a day and for whom a month is paid: said once for facts, rosters, ledgers and batches."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from jiuzhu.domain.household import Household, Member
from jiuzhu.storage.tables import TABLES

_member, _household = TABLES[Member], TABLES[Household]


def lives_in(rows: Any, on: date) -> ColumnElement[bool]:
    """Memberships that hold on a day: who leaves on a day is no longer there on it."""
    found: ColumnElement[bool] = (rows.c.joined_on <= on) & (rows.c.left_on.is_(None) | (rows.c.left_on > on))
    return found


def paid_for(rows: Any, month: str) -> ColumnElement[bool]:
    """Memberships a month (YYYY-MM) is paid for.

    Who leaves during the month, on its first day too, is paid for in it: a change holds from the month after it
    happened [57 Art 32].
    """
    year, number = (int(part) for part in month.split("-"))
    first, last = date(year, number, 1), date(year, number, monthrange(year, number)[1])
    found: ColumnElement[bool] = (rows.c.joined_on <= last) & (
        rows.c.left_on.is_(None) | (rows.c.left_on >= first)
    )
    return found


def began_on(session: Session, household_id: str) -> date | None:
    """The first day somebody was in a household."""
    found: date | None = session.scalar(
        select(func.min(_member.c.joined_on)).where(_member.c.household_id == household_id)
    )
    return found


def ever_lived(session: Session, household_id: str) -> list[str]:
    """Who is or was in a household, in the order they came."""
    statement = select(_member.c.person_id).where(_member.c.household_id == household_id)
    return list(dict.fromkeys(session.scalars(statement.order_by(_member.c.id))))


def last_homes(session: Session, people: Sequence[str]) -> list[Any]:
    """Memberships of people that are over, the newest of a person last, with the household and the end of it."""
    statement = (
        select(
            _member.c.person_id, _member.c.household_id, _member.c.left_on, _member.c.left_reason,
            _household.c.number, _household.c.ended_on,
        )
        .join(_household, _household.c.id == _member.c.household_id)
        .where(_member.c.person_id.in_(people), _member.c.left_on.is_not(None))
        .order_by(_member.c.left_on, _member.c.id)
    )  # fmt: skip
    return list(session.execute(statement))
