"""What a household has in force, whom it counts, and the number behind an entitlement."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application
from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.household import Member
from jiuzhu.storage.tables import TABLES

entitlement, member, application = TABLES[Entitlement], TABLES[Member], TABLES[Application]


def in_force(session: Session, household_id: str, month: str) -> list[Entitlement]:
    """Entitlements of a household that have not ended before a month, those that begin later too."""
    statement = (
        select(Entitlement)
        .where(
            entitlement.c.household_id == household_id,
            (entitlement.c.last_month == "") | (entitlement.c.last_month >= month),
        )
        .order_by(entitlement.c.first_month, entitlement.c.id)
    )
    return list(session.scalars(statement))


def every(session: Session, household_id: str) -> list[Entitlement]:
    """Everything a household received or receives, the oldest first."""
    statement = (
        select(Entitlement)
        .where(entitlement.c.household_id == household_id)
        .order_by(entitlement.c.first_month, entitlement.c.id)
    )
    return list(session.scalars(statement))


def counted(session: Session, household_id: str) -> set[str]:
    """Persons a household counts now."""
    statement = select(member.c.person_id).where(
        member.c.household_id == household_id, member.c.left_on.is_(None), member.c.counted.is_(True)
    )
    return set(session.scalars(statement))


def number_of(session: Session, application_id: str) -> str:
    """The 受理编号 of an application."""
    return session.scalar(select(application.c.number).where(application.c.id == application_id)) or ""
