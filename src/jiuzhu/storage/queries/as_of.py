"""A household on a day: its rows by their days, and the journal's entries about it up to a moment."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application
from jiuzhu.domain.approving import Decision, Entitlement
from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.granting import Adjustment
from jiuzhu.domain.household import HouseholdEvent, Member, Person
from jiuzhu.storage.queries.living import lives_in
from jiuzhu.storage.queries.rosters import in_force
from jiuzhu.storage.tables import TABLES, WRITTEN, journal_entry

member, person, entitlement = TABLES[Member], TABLES[Person], TABLES[Entitlement]
application, decision = TABLES[Application], TABLES[Decision]
adjustment, event = TABLES[Adjustment], TABLES[HouseholdEvent]


def members_on(session: Session, household_id: str, on: date) -> list[Any]:
    """Who lived in the household on a day, in the order of the form."""
    statement = (
        select(member.c.id, member.c.person_id, member.c.relation, member.c.counted, person.c.name)
        .join(person, person.c.id == member.c.person_id)
        .where(
            member.c.household_id == household_id,
            lives_in(member, on),
        )
        .order_by(member.c.position, member.c.id)
    )
    return list(session.execute(statement))


def gone(session: Session, household_id: str, person_id: str, on: date) -> Any:
    """Name and last reason of who lived in the household and had left it by a day; None for who had not."""
    statement = (
        select(person.c.name, member.c.left_reason)
        .join(person, person.c.id == member.c.person_id)
        .where(
            member.c.household_id == household_id,
            member.c.person_id == person_id,
            member.c.left_on <= on,
        )
        .order_by(member.c.left_on.desc(), member.c.id.desc())
    )
    return session.execute(statement).first()


def grants_on(session: Session, household_id: str, on: date) -> list[Entitlement]:
    """Entitlements in force in the month of a day that had not run out by it."""
    valid = entitlement.c.valid_until
    statement = (
        select(Entitlement)
        .where(
            entitlement.c.household_id == household_id,
            in_force(entitlement, month_of(on)),
            valid.is_(None) | (valid >= on),
        )
        .order_by(entitlement.c.programme, entitlement.c.id)
    )
    return list(session.scalars(statement))


def paid_elsewhere_on(session: Session, household_id: str, on: date) -> list[Entitlement]:
    """What people a household counted on a day received of their own through another one."""
    counted = select(member.c.person_id).where(
        member.c.household_id == household_id, member.c.counted.is_(True), lives_in(member, on)
    )
    valid = entitlement.c.valid_until
    statement = select(Entitlement).where(
        entitlement.c.person_id.in_(counted),
        entitlement.c.household_id != household_id,
        in_force(entitlement, month_of(on)),
        valid.is_(None) | (valid >= on),
    )
    return list(session.scalars(statement.order_by(entitlement.c.programme, entitlement.c.id)))


def entries_about(session: Session, household_id: str, before: str = "~") -> list[str]:
    """The changes of every entry that touches a household, its applications or its people, in the chain's order.

    `before`: a moment as the journal writes it; without one all of them.

    The journal names rows by their canonical ids, so an entry that carries the household's id anywhere is found too.
    """
    applications = select(application.c.id).where(application.c.household_id == household_id)
    people = select(member.c.person_id).where(member.c.household_id == household_id)
    columns = journal_entry.c
    statement = (
        select(columns.changes)
        .where(
            columns.at < before,
            or_(
                columns.subject_id == household_id,
                columns.subject_id.in_(applications),
                columns.subject_id.in_(people),
                columns.changes.contains(household_id),
            ),
        )
        .order_by(*WRITTEN)
    )
    return list(session.scalars(statement))


def name_of(session: Session, person_id: str) -> str:
    """The name a person bears now; "" for nobody."""
    if not person_id:
        return ""
    return session.scalar(select(person.c.name).where(person.c.id == person_id)) or ""


def adjusted(session: Session, household_id: str, on: date) -> list[str]:
    """Numbers of adjustments of a household that were agreed to up to a day, the newest first."""
    statement = (
        select(adjustment.c.number)
        .where(
            adjustment.c.household_id == household_id,
            adjustment.c.state == "approved",
            adjustment.c.decided_on <= on,
        )
        .order_by(adjustment.c.id.desc())
    )
    return list(session.scalars(statement))


def decided(session: Session, household_id: str, on: date) -> list[str]:
    """Numbers of decisions about a household signed up to a day, the newest first."""
    statement = (
        select(decision.c.number)
        .join(application, application.c.id == decision.c.application_id)
        .where(application.c.household_id == household_id, decision.c.decided_on <= on)
        .order_by(decision.c.id.desc())
    )
    return list(session.scalars(statement))


_FEW = 500
"""Households asked for by name in one statement; of more everybody's events are taken."""


def marked_after(
    session: Session, kinds: Collection[str], on: date, households: Sequence[str] | None
) -> set[str]:
    """People of whom an event of one of these kinds tells that happened after a day, who live or lived in a household."""
    statement = select(event.c.person_id).where(
        event.c.kind.in_(kinds), event.c.effective_on > on, event.c.withdrawn_on.is_(None), event.c.person_id.is_not(None)
    )  # fmt: skip
    if households is not None and len(households) <= _FEW:
        theirs = select(member.c.person_id).where(member.c.household_id.in_(households))
        statement = statement.where(event.c.person_id.in_(theirs))
    return set(session.scalars(statement))
