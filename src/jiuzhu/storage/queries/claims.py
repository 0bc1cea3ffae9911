"""Claims of 临时救助 that may be about the same event, and bills that may be the same: whose, what was decided and paid."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application, EconomicLine
from jiuzhu.domain.approving import Decision
from jiuzhu.domain.bills import BillSeen, spelling_key
from jiuzhu.domain.household import Member
from jiuzhu.domain.relief import Bill, Incident, Payout
from jiuzhu.storage.tables import TABLES

application, decision, member = TABLES[Application], TABLES[Decision], TABLES[Member]
incident, payout, bill = TABLES[Incident], TABLES[Payout], TABLES[Bill]
line = TABLES[EconomicLine]

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


def bills_alike(
    session: Session, bills: Sequence[BillSeen], since: date, *, ways: Sequence[str], but: str
) -> list[Any]:
    """Bills that count in other applications of these ways that came in since a day.

    Those that have the number, or the day and the sum, of one of ours.
    """
    keys = [spelling_key(one.number) for one in bills]
    sums = [and_(bill.c.issued_on == one.issued_on, bill.c.total == one.total) for one in bills]
    statement = (
        select(
            application.c.number.label("application_number"), bill.c.number, bill.c.issuer, bill.c.issued_on, bill.c.total
        )
        .join(bill, bill.c.application_id == application.c.id)
        .where(
            or_(bill.c.number_key.in_(keys), *sums),
            bill.c.left_out == "",
            application.c.id != but,
            application.c.way.in_(ways),
            application.c.state.not_in(DEAD),
            application.c.submitted_on >= since,
        )
        .order_by(application.c.submitted_on, application.c.id, bill.c.id)
    )  # fmt: skip
    return list(session.execute(statement))


def application_of_lines(session: Session, lines: Sequence[str]) -> str | None:
    """受理编号 of the application one of these economic lines or bills stands in; None when none of them is stored."""
    for table in (line, bill):
        statement = select(application.c.number).join(table, table.c.application_id == application.c.id)
        number: str | None = session.scalar(statement.where(table.c.id.in_(lines)).limit(1))
        if number is not None:
            return number
    return None
