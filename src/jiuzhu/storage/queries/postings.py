"""长期公示: who is served in a village, and what hangs there."""

from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from jiuzhu.domain.household import Household, Person
from jiuzhu.domain.serving.listing import ServicePosting
from jiuzhu.domain.serving.served import ServiceFile
from jiuzhu.domain.serving.supply import ServicePlan
from jiuzhu.storage.tables import TABLES

posting, plan, file = TABLES[ServicePosting], TABLES[ServicePlan], TABLES[ServiceFile]
person, household = TABLES[Person], TABLES[Household]


def served(session: Session, on: date, village: str | None = None) -> list[Any]:
    """Plans of visits that are signed and hold on a day, with name, birth and village; by name."""
    statement = (
        select(file.c.person_id, person.c.name, person.c.birth, household.c.village, plan.c["items"])
        .join(file, file.c.id == plan.c.service_file_id)
        .join(person, person.c.id == file.c.person_id)
        .join(household, household.c.id == file.c.household_id)
        .where(
            file.c.ended_on.is_(None),
            plan.c.signed_on.is_not(None),
            plan.c.starts_on <= on,
            plan.c.ends_on >= on,
            or_(plan.c.ended_on.is_(None), plan.c.ended_on > on),
        )
        .order_by(person.c.name, file.c.person_id, plan.c.starts_on, plan.c.id)
    )
    if village is not None:
        statement = statement.where(household.c.village == village)
    return list(session.execute(statement))


def hanging(session: Session, village: str) -> list[ServicePosting]:
    """Lists of a village that were not taken down."""
    statement = select(ServicePosting).where(posting.c.village == village, posting.c.removed_on.is_(None))
    return list(session.scalars(statement))


def postings(session: Session, text: str) -> list[ServicePosting]:
    """Lists that hang first, then those taken down, the newest first."""
    statement = select(ServicePosting)
    if typed := text.strip():
        statement = statement.where(
            or_(
                posting.c.village.contains(typed, autoescape=True),
                posting.c.number.contains(typed.upper(), autoescape=True),
            )
        )
    order = (posting.c.removed_on.is_not(None), posting.c.posted_on.desc(), posting.c.id.desc())
    return list(session.scalars(statement.order_by(*order)))
