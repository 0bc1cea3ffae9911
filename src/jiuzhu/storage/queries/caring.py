"""Who is looked after: 特困 people of an application, who visited whom, whose bank card somebody keeps."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.caring import Custody, SelfCare, SupportAgreement, WellbeingVisit
from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.storage.queries.ledgers import named_like
from jiuzhu.storage.tables import TABLES

entitlement, agreement = TABLES[Entitlement], TABLES[SupportAgreement]
visit, custody, self_care = TABLES[WellbeingVisit], TABLES[Custody], TABLES[SelfCare]
household, member, person = TABLES[Household], TABLES[Member], TABLES[Person]


def supported(session: Session, application_id: str) -> list[Entitlement]:
    """The 特困 entitlements of an application that have not ended."""
    statement = select(Entitlement).where(
        entitlement.c.application_id == application_id,
        entitlement.c.programme == "tekun",
        entitlement.c.last_month == "",
    )
    return list(session.scalars(statement.order_by(entitlement.c.id)))


def supported_person(session: Session, person_id: str) -> Entitlement | None:
    """The 特困 entitlement of a person that has not ended, the newest one."""
    statement = select(Entitlement).where(
        entitlement.c.person_id == person_id,
        entitlement.c.programme == "tekun",
        entitlement.c.last_month == "",
    )
    return session.scalars(
        statement.order_by(entitlement.c.first_month.desc(), entitlement.c.id.desc())
    ).first()


def agreements(session: Session, application_id: str) -> list[SupportAgreement]:
    """The agreements signed for an application, the oldest first."""
    statement = select(SupportAgreement).where(agreement.c.application_id == application_id)
    return list(session.scalars(statement.order_by(agreement.c.id)))


def agreements_in_force(session: Session, person_id: str) -> list[SupportAgreement]:
    """Agreements about a person that have not ended."""
    statement = select(SupportAgreement).where(
        agreement.c.person_id == person_id, agreement.c.ended_on.is_(None)
    )
    return list(session.scalars(statement.order_by(agreement.c.id)))


def visits(session: Session, persons: Sequence[str]) -> list[WellbeingVisit]:
    """Visits of these people, the newest first."""
    statement = select(WellbeingVisit).where(visit.c.person_id.in_(persons))
    return list(session.scalars(statement.order_by(visit.c.visited_on.desc(), visit.c.id.desc())))


def people_of(session: Session, household_id: str) -> list[Any]:
    """Id and name of everybody present in a household, in the order of the form."""
    statement = (
        select(member.c.person_id, person.c.name)
        .join(person, person.c.id == member.c.person_id)
        .where(member.c.household_id == household_id, member.c.left_on.is_(None))
        .order_by(member.c.position, member.c.id)
    )
    return list(session.execute(statement))


def visit_rows(session: Session, since: date, text: str) -> list[Any]:
    """Visits since a day with whom they were paid to, the newest first."""
    statement = (
        select(
            WellbeingVisit, person.c.name, household.c.number.label("household_number"), household.c.village
        )
        .join(person, person.c.id == visit.c.person_id)
        .join(household, household.c.id == visit.c.household_id)
        .where(visit.c.visited_on >= since)
        .order_by(visit.c.visited_on.desc(), visit.c.id.desc())
        .limit(500)
    )
    if text.strip():
        statement = statement.where(named_like(text.strip(), household.c.number))
    return list(session.execute(statement))


def open_of_person(session: Session, person_id: str) -> list[Custody]:
    """What is kept of somebody's cards and not given back."""
    statement = select(Custody).where(custody.c.holder_id == person_id, custody.c.revoked_on.is_(None))
    return list(session.scalars(statement.order_by(custody.c.id)))


def kept_of_the_dead(session: Session) -> int:
    """How many cards are still kept whose owner has died."""
    statement = (
        select(func.count())
        .select_from(custody.join(person, person.c.id == custody.c.holder_id))
        .where(custody.c.revoked_on.is_(None), person.c.died_on.is_not(None))
    )
    return session.scalar(statement) or 0


def custodies(session: Session, text: str, *, ended: bool) -> list[Any]:
    """Custodies with whose card it is: kept ones the oldest first, ended ones the newest first."""
    statement = (
        select(
            Custody,
            person.c.name,
            person.c.died_on,
            household.c.number.label("household_number"),
            household.c.village,
        )
        .join(person, person.c.id == custody.c.holder_id)
        .join(household, household.c.id == custody.c.household_id)
        .limit(500)
    )
    if ended:
        statement = statement.where(custody.c.revoked_on.is_not(None)).order_by(
            custody.c.revoked_on.desc(), custody.c.id.desc()
        )
    else:
        statement = statement.where(custody.c.revoked_on.is_(None)).order_by(
            custody.c.starts_on, custody.c.id
        )
    if text.strip():
        statement = statement.where(named_like(text.strip(), household.c.number, custody.c.number))
    return list(session.execute(statement))


def assessed_since(session: Session, person_id: str, on: date) -> bool:
    """Whether somebody's self-care was assessed again on a day or later."""
    wanted = (
        self_care.c.person_id == person_id,
        self_care.c.reason == "changed",
        self_care.c.assessed_on >= on,
    )
    return session.scalar(select(self_care.c.id).where(*wanted).limit(1)) is not None
