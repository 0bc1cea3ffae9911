"""Claims of 临时救助 that may be about the same event: whose they are, what was decided and paid."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application
from jiuzhu.domain.approving import Decision
from jiuzhu.domain.household import Member
from jiuzhu.domain.relief import Incident, Payout
from jiuzhu.storage.tables import TABLES

application, decision, member = TABLES[Application], TABLES[Decision], TABLES[Member]
incident, payout = TABLES[Incident], TABLES[Payout]

DEAD = ("withdrawn", "refused", "not_accepted", "terminated")
"""States of an application that asks for nothing any more."""


def claims_near(
    session: Session, persons: Sequence[str], on: date, days: int, *, but: str, form: str
) -> list[Any]:
    """Other claims of the same people within days of a day, whatever kind they were told as, the oldest first.

    People are those who live or lived in the other application's household, so that somebody who moved to another
    household or asks in another member's name is found too. What was asked for on one form is one claim.
    """
    span = timedelta(days=days)
    theirs = select(member.c.household_id).where(member.c.person_id.in_(persons))
    granted = (
        select(func.coalesce(func.sum(decision.c.amount), 0))
        .where(decision.c.application_id == application.c.id, decision.c.result == "approved")
        .scalar_subquery()
    )
    paid = (
        select(func.coalesce(func.sum(payout.c.amount), 0))
        .where(payout.c.application_id == application.c.id, payout.c.returned_on.is_(None))
        .scalar_subquery()
    )
    statement = (
        select(
            application.c.id, application.c.number, application.c.window, incident.c.kind, incident.c.happened_on,
            granted.label("granted"), paid.label("paid"),
        )
        .join(incident, incident.c.application_id == application.c.id)
        .where(
            application.c.id.not_in((but, form)),
            (application.c.bundle_id.is_(None)) | (application.c.bundle_id != form),
            application.c.way.in_(("quick", "temporary")),
            application.c.state.not_in(DEAD),
            incident.c.happened_on.between(on - span, on + span),
            application.c.household_id.in_(theirs)
            | application.c.applicant_id.in_(persons)
            | incident.c.person_id.in_(persons),
        )
        .order_by(application.c.submitted_on, application.c.id)
    )  # fmt: skip
    return list(session.execute(statement))
