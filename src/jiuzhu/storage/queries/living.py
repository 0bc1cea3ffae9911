"""Who lives in a household on a day and for whom a month is paid: said once for facts, rosters, ledgers and batches."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select, union_all
from sqlalchemy.orm import Session

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.granting import BackPayment
from jiuzhu.domain.household import Household, HouseholdEvent, Member
from jiuzhu.storage.tables import TABLES

_member, _household = TABLES[Member], TABLES[Household]
_entitlement, _event, _repair = TABLES[Entitlement], TABLES[HouseholdEvent], TABLES[BackPayment]


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


def counted_last(session: Session, person_id: str) -> str | None:
    """The household that counts a person, or the last that did; a membership that was taken back counts for nothing."""
    statement = (
        select(_member.c.household_id)
        .where(
            _member.c.person_id == person_id,
            _member.c.counted.is_(True),
            _member.c.left_on.is_(None) | (_member.c.left_on >= _member.c.joined_on),
        )
        .order_by(_member.c.left_on.is_(None).desc(), _member.c.left_on.desc(), _member.c.joined_on.desc())
    )
    return session.scalar(statement.limit(1))


def _of_its_people_elsewhere(rows: Any, household_id: str) -> ColumnElement[bool]:
    """What belongs to people whom a household counts and stands with another household.

    Of a household that was merged into it also what belongs to people it only names and nobody counts.
    """
    here = select(_member.c.person_id).where(
        _member.c.household_id == household_id, _member.c.left_on.is_(None)
    )
    counted = select(_member.c.person_id).where(_member.c.counted.is_(True), _member.c.left_on.is_(None))
    merged = select(_event.c.other_household_id).where(
        _event.c.household_id == household_id, _event.c.kind == "merge", _event.c.withdrawn_on.is_(None)
    )
    named = rows.c.person_id.in_(here) & rows.c.household_id.in_(merged) & rows.c.person_id.not_in(counted)
    found: ColumnElement[bool] = (rows.c.household_id != household_id) & (
        rows.c.person_id.in_(here.where(_member.c.counted.is_(True))) | named
    )
    return found


def paid_elsewhere(session: Session, household_id: str, month: str) -> list[Entitlement]:
    """What people of a household receive of their own in a month (YYYY-MM) or later through another household."""
    statement = select(Entitlement).where(
        _of_its_people_elsewhere(_entitlement, household_id),
        (_entitlement.c.last_month == "") | (_entitlement.c.last_month >= month),
    )
    return list(session.scalars(statement.order_by(_entitlement.c.id)))


def repaired_elsewhere(session: Session, household_id: str, month: str) -> list[BackPayment]:
    """What is still to be made up to or kept back from people of a household with a month or later, through another one."""
    statement = select(BackPayment).where(
        _of_its_people_elsewhere(_repair, household_id),
        (_repair.c.state == "proposed") | ((_repair.c.state == "approved") & (_repair.c.pay_month >= month)),
    )
    return list(session.scalars(statement.order_by(_repair.c.id)))


def beside_payees(session: Session, households: Sequence[str], programme: str, month: str) -> dict[str, str]:
    """Household → the one other home of all those it is paid for in a month, where none of them lives in it any more."""
    if not households:
        return {}
    granted = select(_entitlement.c.household_id, _entitlement.c.person_id).where(
        _entitlement.c.household_id.in_(households),
        _entitlement.c.programme == programme,
        _entitlement.c.first_month <= month,
        (_entitlement.c.last_month == "") | (_entitlement.c.last_month >= month),
    )
    repaired = select(_repair.c.household_id, _repair.c.person_id).where(
        _repair.c.household_id.in_(households),
        _repair.c.programme == programme,
        _repair.c.pay_month == month,
        _repair.c.state == "approved",
    )
    every = union_all(granted, repaired).subquery()
    lives = (
        (_member.c.person_id == every.c.person_id) & _member.c.counted.is_(True) & _member.c.left_on.is_(None)
    )
    statement = select(every.c.household_id, _member.c.household_id.label("home")).outerjoin(_member, lives)
    homes: dict[str, set[str | None]] = {}
    for row in session.execute(statement):
        homes.setdefault(row.household_id, set()).add(row.home)
    found = {one: next(iter(where)) for one, where in homes.items() if len(where) == 1}
    return {one: home for one, home in found.items() if home is not None and home != one}
