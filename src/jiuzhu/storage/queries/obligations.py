"""What a household has in force, whom it counts, and the number behind an entitlement."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import TAKEN_OVER, Application
from jiuzhu.domain.approving import Decision, Entitlement
from jiuzhu.domain.composition import Composition
from jiuzhu.domain.household import Member
from jiuzhu.storage.tables import TABLES

entitlement, member, application = TABLES[Entitlement], TABLES[Member], TABLES[Application]
decision, composition = TABLES[Decision], TABLES[Composition]


def _of(household_id: str, persons: Collection[str] = ()) -> ColumnElement[bool]:
    """What belongs to a household or, whichever household it was granted in, to somebody it counts now or to `persons`."""
    mine = select(member.c.person_id).where(
        member.c.household_id == household_id, member.c.left_on.is_(None), member.c.counted.is_(True)
    )
    whose = or_(entitlement.c.person_id.in_(mine), entitlement.c.person_id.in_(persons))
    return or_(entitlement.c.household_id == household_id, whose)


def every(session: Session, household_id: str, *persons: str, but: str = "") -> list[Entitlement]:
    """Everything a household, one of its people or of `persons` received or receives, the oldest first; `but` an application's own."""
    statement = select(Entitlement).where(_of(household_id, persons))
    if but:
        statement = statement.where(entitlement.c.application_id != but)
    return list(session.scalars(statement.order_by(entitlement.c.first_month, entitlement.c.id)))


def _composed() -> ColumnElement[bool]:
    confirmed = select(composition.c.id).join(decision, decision.c.id == composition.c.decision_id)
    return confirmed.where(
        decision.c.application_id == application.c.id, composition.c.state == "confirmed"
    ).exists()


def taken_over(session: Session, applications: Collection[str]) -> set[str]:
    """Those of these applications that stand for what an old table said, and whose sum nobody has told the parts of."""
    if not applications:
        return set()
    statement = select(application.c.id).where(
        application.c.id.in_(applications), application.c.source == TAKEN_OVER, ~_composed()
    )
    return set(session.scalars(statement))


def not_ended(session: Session, household_id: str, month: str, *persons: str) -> list[Entitlement]:
    """Of `every` what has not ended before a month, what begins later too."""
    return [
        row for row in every(session, household_id, *persons) if not row.last_month or row.last_month >= month
    ]


def counted(session: Session, household_id: str) -> set[str]:
    """Persons a household counts now."""
    statement = select(member.c.person_id).where(
        member.c.household_id == household_id, member.c.left_on.is_(None), member.c.counted.is_(True)
    )
    return set(session.scalars(statement))


def once_of(session: Session, household_id: str) -> Sequence[Any]:
    """Help given once to a household: programme, yuan, day, the decision's and the application's number, newest first."""
    statement = (
        select(
            decision.c.programme,
            decision.c.amount,
            decision.c.decided_on,
            decision.c.number,
            application.c.number.label("application_number"),
            application.c.id.label("application_id"),
        )
        .join(application, application.c.id == decision.c.application_id)
        .where(
            application.c.household_id == household_id,
            decision.c.result == "approved",
            decision.c.amount > 0,
        )
        .order_by(decision.c.decided_on.desc(), decision.c.id.desc())
    )
    return session.execute(statement).all()


def numbers_of(session: Session, applications: Sequence[str]) -> dict[str, str]:
    """Application → its 受理编号."""
    statement = select(application.c.id, application.c.number).where(application.c.id.in_(applications))
    return {row.id: row.number for row in session.execute(statement)}


def number_of(session: Session, application_id: str) -> str:
    """The 受理编号 of an application."""
    return numbers_of(session, [application_id])[application_id]
