"""What a sealed roster paid, and what it lacked by what is known now."""

import json
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.granting import BackPayment, MonthRoster, RosterEntry
from jiuzhu.storage.queries.ledgers import ZERO
from jiuzhu.storage.queries.month_rosters import NOTHING, SIGNED, due, yuan
from jiuzhu.storage.queries.rosters import in_force
from jiuzhu.storage.tables import TABLES

entitlement, back_payment, entry = TABLES[Entitlement], TABLES[BackPayment], TABLES[RosterEntry]

_AT_ONCE = 500
"""Households looked at in one statement."""


def _told(found: MonthRoster) -> ColumnElement[bool]:
    """What earlier differences of a sealed month said, whatever was decided about it."""
    told: ColumnElement[bool] = (
        (back_payment.c.programme == found.programme)
        & (back_payment.c.for_month == found.month)
        & back_payment.c.adjustment_id.is_(None)
        & back_payment.c.reassessment_id.is_(None)
    )
    return told


def sealed_unpaid(session: Session, found: MonthRoster) -> set[tuple[str, str | None]]:
    """Households of a sealed roster nobody could be paid through (None), and persons who were not paid beside others."""
    without = entry.c.account_number == ""
    statement = select(entry.c.household_id, entry.c.shares, without.label("without")).where(
        entry.c.roster_id == found.id, without | entry.c.shares.contains(f'"{ZERO}"')
    )
    unpaid: set[tuple[str, str | None]] = set()
    for home, shared, nobody in session.execute(statement):
        shares = json.loads(shared) if shared else {}
        unpaid |= {(home, person_id) for person_id, part in shares.items() if Decimal(part) == ZERO}
        if nobody:
            unpaid.add((home, None))
    return unpaid


class Difference(NamedTuple):
    """What one grant of a sealed month lacked in yuan, negative where too much was paid."""

    household_id: str  # whose line of the sealed roster
    person_id: str | None
    entitlement_id: str
    yuan: Decimal


def differing(session: Session, found: MonthRoster) -> list[Difference]:
    """Grants of a sealed month that now say something else than was sealed and repaired since, by household and person.

    What was sealed without an account was paid to nobody. A month decided not to be repaired stays so; what an
    adjustment or a run repairs lies beside the entitlements and is no difference. What is told of a grant counts
    where that month of it was paid, wherever it is repaired.
    """
    homes = _homes_differing(session, found)
    lacking: dict[tuple[str, str | None], Decimal] = {}

    def count(home: str, person_id: str | None, amount: Decimal) -> None:
        lacking[home, person_id] = lacking.get((home, person_id), ZERO) + amount

    for start in range(0, len(homes), _AT_ONCE):
        piece = homes[start : start + _AT_ONCE]
        for row in session.execute(due(piece, found.month, found.programme)):
            count(row.household_id, row.person_id, row.monthly)
        sealed_lines = select(
            entry.c.household_id, entry.c.shares, yuan(entry.c.total - entry.c.repaired)
        ).where(entry.c.roster_id == found.id, entry.c.household_id.in_(piece), entry.c.account_number != "")
        for home, shared, whole in session.execute(sealed_lines):
            for person_id, part in json.loads(shared).items() if shared else ((None, whole),):
                count(home, person_id, -Decimal(part))
        told = (
            select(entitlement.c.household_id, back_payment.c.person_id, SIGNED)
            .join(entitlement, entitlement.c.id == back_payment.c.entitlement_id)
            .where(_told(found), entitlement.c.household_id.in_(piece))
        )
        for home, person_id, part in session.execute(told):
            count(home, person_id, -part)
    return [
        Difference(home, person_id, _row_of(session, found, home, person_id), amount)
        for (home, person_id), amount in sorted(lacking.items(), key=lambda one: (one[0][0], one[0][1] or ""))
        if amount
    ]


def _homes_differing(session: Session, found: MonthRoster) -> list[str]:
    """Households whose sums differ, and those where what is due to people of their own may differ against each other.

    That is where several are or were paid, or somebody has been granted that month since the seal.
    """
    since = case((entitlement.c.person_id.is_not(None) & (entitlement.c.id > found.id), 1), else_=0)
    due = select(
        entitlement.c.household_id, entitlement.c.monthly.label("due"), NOTHING.label("had"),
        entitlement.c.person_id, since.label("apart"),
    ).where(entitlement.c.programme == found.programme, in_force(entitlement, found.month))  # fmt: skip
    several = case((entry.c.shares.contains(","), 1), else_=0)
    had = select(
        entry.c.household_id, NOTHING, yuan(entry.c.total - entry.c.repaired), null(), several
    ).where(entry.c.roster_id == found.id, entry.c.account_number != "")
    told = (
        select(entitlement.c.household_id, NOTHING, SIGNED, back_payment.c.person_id, literal(0))
        .join(entitlement, entitlement.c.id == back_payment.c.entitlement_id)
        .where(_told(found))
    )
    every = union_all(due, had, told).subquery()
    apart = (func.count(every.c.person_id.distinct()) > 1) | (func.sum(every.c.apart) > 0)
    statement = (
        select(every.c.household_id)
        .group_by(every.c.household_id)
        .having((func.sum(every.c.due - every.c.had) != 0) | apart)
        .order_by(every.c.household_id)
    )
    return list(session.scalars(statement))


def _row_of(session: Session, found: MonthRoster, household_id: str, person_id: str | None) -> str:
    """The entitlement of that month, else the newest of the grant."""
    whose = entitlement.c.person_id.is_not_distinct_from(
        person_id
    )  # never null: engines sort nulls differently
    statement = (
        select(entitlement.c.id)
        .where(entitlement.c.household_id == household_id, entitlement.c.programme == found.programme)
        .order_by(
            whose.desc(),
            in_force(entitlement, found.month).desc(),
            entitlement.c.first_month.desc(),
            entitlement.c.id.desc(),
        )
    )
    return str(session.execute(statement.limit(1)).scalar_one())


def paid_by_now(session: Session, programme: str, person_id: str) -> str | None:
    """The household whose account a grant of a person is paid by, now or last."""
    statement = (
        select(entitlement.c.household_id)
        .where(entitlement.c.programme == programme, entitlement.c.person_id == person_id)
        .order_by(entitlement.c.first_month.desc(), entitlement.c.id.desc())
    )
    return session.scalar(statement.limit(1))
