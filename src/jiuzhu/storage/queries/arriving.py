"""What is paid to people through another household than the one they live in: who has moved, and what went along."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select, union_all
from sqlalchemy.orm import Session

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.granting import BackPayment
from jiuzhu.domain.household import Household, HouseholdEvent, Member, Person
from jiuzhu.storage.tables import TABLES

entitlement, back_payment = TABLES[Entitlement], TABLES[BackPayment]
event, member = TABLES[HouseholdEvent], TABLES[Member]
household, person = TABLES[Household], TABLES[Person]


def counted_last(session: Session, person_id: str) -> str | None:
    """The household that counts a person, or the last that did; a membership that was taken back counts for nothing."""
    statement = (
        select(member.c.household_id)
        .where(
            member.c.person_id == person_id,
            member.c.counted.is_(True),
            member.c.left_on.is_(None) | (member.c.left_on >= member.c.joined_on),
        )
        .order_by(
            member.c.left_on.is_(None).desc(),
            member.c.left_on.desc(),
            member.c.joined_on.desc(),
            member.c.id.desc(),
        )
    )
    return session.scalar(statement.limit(1))


def homes_counted_last(session: Session, persons: Collection[str] | None = None) -> dict[str | None, str]:
    """As `counted_last`, of everybody who receives or received something of their own, or of these people."""
    receivers = select(entitlement.c.person_id).where(entitlement.c.person_id.is_not(None))
    statement = (
        select(member.c.person_id, member.c.household_id)
        .where(
            member.c.person_id.in_(receivers if persons is None else persons),
            member.c.counted.is_(True),
            member.c.left_on.is_(None) | (member.c.left_on >= member.c.joined_on),
        )
        .order_by(member.c.left_on.is_(None), member.c.left_on, member.c.joined_on, member.c.id)
    )
    return {row.person_id: row.household_id for row in session.execute(statement)}


def _of_its_people_elsewhere(rows: Any, household_id: str) -> ColumnElement[bool]:
    """What belongs to people whom a household counts and stands with another household.

    Of a household that was merged into it also what belongs to people it only names and nobody counts.
    """
    here = select(member.c.person_id).where(member.c.household_id == household_id, member.c.left_on.is_(None))
    counted = select(member.c.person_id).where(member.c.counted.is_(True), member.c.left_on.is_(None))
    merged = select(event.c.other_household_id).where(
        event.c.household_id == household_id, event.c.kind == "merge", event.c.withdrawn_on.is_(None)
    )
    named = rows.c.person_id.in_(here) & rows.c.household_id.in_(merged) & rows.c.person_id.not_in(counted)
    found: ColumnElement[bool] = (rows.c.household_id != household_id) & (
        rows.c.person_id.in_(here.where(member.c.counted.is_(True))) | named
    )
    return found


def paid_elsewhere(session: Session, household_id: str, month: str) -> list[Entitlement]:
    """What people of a household receive of their own in a month (YYYY-MM) or later through another household."""
    statement = select(Entitlement).where(
        _of_its_people_elsewhere(entitlement, household_id),
        (entitlement.c.last_month == "") | (entitlement.c.last_month >= month),
    )
    return list(session.scalars(statement.order_by(entitlement.c.id)))


def paid_though_gone(session: Session, household_id: str, month: str) -> list[Entitlement]:
    """What is paid through a household in a month (YYYY-MM) or later to people who left it, or whom another one counts."""
    elsewhere = select(member.c.person_id).where(
        member.c.household_id != household_id, member.c.counted.is_(True), member.c.left_on.is_(None)
    )
    here = select(member.c.person_id).where(member.c.household_id == household_id, member.c.left_on.is_(None))
    statement = select(Entitlement).where(
        entitlement.c.household_id == household_id,
        entitlement.c.person_id.is_not(None),  # the family's own is in no list, not even in an empty one
        entitlement.c.person_id.in_(elsewhere) | entitlement.c.person_id.not_in(here),
        entitlement.c.ended_reason == "",
        (entitlement.c.last_month == "") | (entitlement.c.last_month >= month),
    )
    return list(session.scalars(statement.order_by(entitlement.c.id)))


def repaired_elsewhere(session: Session, household_id: str, month: str) -> list[BackPayment]:
    """What is still to be made up to or kept back from people of a household with a month or later, through another one."""
    statement = select(BackPayment).where(
        _of_its_people_elsewhere(back_payment, household_id),
        (back_payment.c.state == "proposed")
        | ((back_payment.c.state == "approved") & (back_payment.c.pay_month >= month)),
    )
    return list(session.scalars(statement.order_by(back_payment.c.id)))


def beside_payees(session: Session, households: Sequence[str], programme: str, month: str) -> dict[str, str]:
    """Household → the one other home of all those it is paid for in a month, where none of them lives in it any more."""
    if not households:
        return {}
    granted = select(entitlement.c.household_id, entitlement.c.person_id).where(
        entitlement.c.household_id.in_(households),
        entitlement.c.programme == programme,
        entitlement.c.first_month <= month,
        (entitlement.c.last_month == "") | (entitlement.c.last_month >= month),
    )
    repaired = select(back_payment.c.household_id, back_payment.c.person_id).where(
        back_payment.c.household_id.in_(households),
        back_payment.c.programme == programme,
        back_payment.c.pay_month == month,
        back_payment.c.state == "approved",
    )
    every = union_all(granted, repaired).subquery()
    lives = (
        (member.c.person_id == every.c.person_id) & member.c.counted.is_(True) & member.c.left_on.is_(None)
    )
    statement = select(every.c.household_id, member.c.household_id.label("home")).outerjoin(member, lives)
    homes: dict[str, set[str | None]] = {}
    for row in session.execute(statement):
        homes.setdefault(row.household_id, set()).add(row.home)
    found = {one: next(iter(where)) for one, where in homes.items() if len(where) == 1}
    return {one: home for one, home in found.items() if home is not None and home != one}


class Owner(NamedTuple):
    """Whose account pays a household they live in no more, and who counts where they live now, they too."""

    id_number: str
    people: set[str]


def owners_elsewhere(session: Session, households: Sequence[str]) -> dict[str, Owner]:
    """Household → the owner of its account, of those that left it, live and count in another one."""
    owner, was, now, beside = (
        person.alias("owner"),
        *(member.alias(name) for name in ("was", "now", "beside")),
    )
    statement = (
        select(household.c.id, owner.c.id_number, beside.c.person_id)
        .join(was, was.c.household_id == household.c.id)
        .join(owner, (owner.c.id == was.c.person_id) & (owner.c.name == household.c.account_name))
        .join(
            now,
            (now.c.person_id == owner.c.id) & now.c.counted.is_(True) & now.c.left_on.is_(None)
            & (now.c.household_id != household.c.id),
        )
        .join(
            beside,
            (beside.c.household_id == now.c.household_id) & beside.c.counted.is_(True) & beside.c.left_on.is_(None),
        )
        .where(
            household.c.id.in_(households), household.c.account_number != "", owner.c.died_on.is_(None),
            was.c.left_on.is_not(None),
        )
    )  # fmt: skip
    found: dict[str, Owner] = {}
    for home, id_number, person_id in session.execute(statement):
        found.setdefault(home, Owner(id_number, set())).people.add(person_id)
    return found


def of_who_lived_in(session: Session, household_id: str, month: str) -> list[Entitlement]:
    """What belongs to people who live or lived in a household and is paid through another in a month or after it."""
    lived = select(member.c.person_id).where(member.c.household_id == household_id)
    statement = select(Entitlement).where(
        entitlement.c.person_id.in_(lived),
        entitlement.c.household_id != household_id,
        (entitlement.c.last_month == "") | (entitlement.c.last_month >= month),
    )
    return list(session.scalars(statement.order_by(entitlement.c.programme, entitlement.c.id)))


def brought_by(session: Session, household_id: str, persons: Collection[str], operator_id: str) -> bool:
    """Whether an operator recorded that one of these people, or another household, came to live in a household."""
    statement = select(event.c.id).where(
        event.c.household_id == household_id,
        event.c.person_id.in_(persons) | (event.c.kind == "merge"),
        event.c.recorded_by == operator_id,
        event.c.withdrawn_on.is_(None),
    )
    return session.scalar(statement.limit(1)) is not None


def merged_by(session: Session, old: str, new: str, operator_id: str) -> bool:
    """Whether an operator recorded that a household was merged into another one, or into one that went there since."""
    statement = select(event.c.id).where(
        event.c.kind == "merge",
        (event.c.other_household_id == old) | (event.c.household_id == new),
        event.c.recorded_by == operator_id,
        event.c.withdrawn_on.is_(None),
    )
    return session.scalar(statement.limit(1)) is not None


def asked_of(session: Session, household_id: str) -> list[BackPayment]:
    """What is asked back of a household as a whole, and of its people what no grant is left to keep from."""
    to_give_back = (back_payment.c.state == "approved") & (back_payment.c.pay_month == "")
    statement = select(BackPayment).where(
        back_payment.c.household_id == household_id,
        back_payment.c.kind == "clawback",
        back_payment.c.state.in_(("proposed", "approved")),
        back_payment.c.person_id.is_(None) | to_give_back,
    )
    return list(session.scalars(statement.order_by(back_payment.c.id)))


def merged_into(session: Session, household_id: str) -> str:
    """The household this one was merged into, or that one since; itself while it was not."""
    statement = select(event.c.household_id).where(
        event.c.other_household_id == household_id, event.c.kind == "merge", event.c.withdrawn_on.is_(None)
    )
    into = session.scalar(statement.order_by(event.c.id.desc()).limit(1))
    return household_id if into is None else merged_into(session, into)


def joined(session: Session, household_ids: Collection[str]) -> dict[str, str]:
    """Of these households those that were merged into another one → the one their people live in now."""
    statement = select(event.c.other_household_id).where(
        event.c.other_household_id.in_(household_ids), event.c.kind == "merge", event.c.withdrawn_on.is_(None)
    )
    return {one: merged_into(session, one) for one in session.scalars(statement)}
