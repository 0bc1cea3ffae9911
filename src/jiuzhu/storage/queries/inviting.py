"""Families that were refused lately and that nobody has helped or told since."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application, Item
from jiuzhu.domain.approving import Decision
from jiuzhu.domain.household import Household, Member
from jiuzhu.domain.transferring import Lead
from jiuzhu.storage.queries.living import lives_in
from jiuzhu.storage.tables import TABLES

application, item, decision = TABLES[Application], TABLES[Item], TABLES[Decision]
household, member, lead = TABLES[Household], TABLES[Member], TABLES[Lead]
again = application.alias()


class Refusal(NamedTuple):
    """A family's last refusal, and the file what is known of it stands in."""

    application_id: str
    decided_on: date


def refused_since(session: Session, day: date, today: date, programmes: Sequence[str]) -> dict[str, Refusal]:
    """Household → its last refusal of one of these programmes on or after `day`.

    Not of households nobody lives in any more, that have asked for one of them again, or that a lead of a list has told since.
    """
    living = select(member.c.id).where(member.c.household_id == household.c.id, lives_in(member, today))
    asking = (
        select(again.c.id)
        .join(item, item.c.application_id == again.c.id)
        .where(
            again.c.household_id == household.c.id, item.c.state == "open", item.c.programme.in_(programmes)
        )
    )
    told = select(lead.c.id).where(
        lead.c.household_id == household.c.id,
        lead.c.source == "comparison",
        lead.c.found_on >= decision.c.decided_on,
    )
    statement = (
        select(household.c.id, decision.c.application_id, decision.c.decided_on)
        .join(application, application.c.household_id == household.c.id)
        .join(decision, decision.c.application_id == application.c.id)
        .where(
            decision.c.result == "refused",
            decision.c.programme.in_(programmes),
            decision.c.decided_on >= day,
            living.exists(),
            ~asking.exists(),
            ~told.exists(),
        )
        .order_by(decision.c.decided_on, decision.c.id)
    )
    return {row.id: Refusal(row.application_id, row.decided_on) for row in session.execute(statement)}
