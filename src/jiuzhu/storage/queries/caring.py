"""特困 people of an application: what they are entitled to, who looks after them, who visited them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.caring import SupportAgreement, WellbeingVisit
from jiuzhu.storage.tables import TABLES

entitlement, agreement = TABLES[Entitlement], TABLES[SupportAgreement]
visit = TABLES[WellbeingVisit]


def supported(session: Session, application_id: str) -> list[Entitlement]:
    """The 特困 entitlements of an application that have not ended."""
    statement = select(Entitlement).where(
        entitlement.c.application_id == application_id,
        entitlement.c.programme == "tekun",
        entitlement.c.last_month == "",
    )
    return list(session.scalars(statement.order_by(entitlement.c.id)))


def agreements(session: Session, application_id: str) -> list[SupportAgreement]:
    """The agreements signed for an application, the oldest first."""
    statement = select(SupportAgreement).where(agreement.c.application_id == application_id)
    return list(session.scalars(statement.order_by(agreement.c.id)))


def visits(session: Session, persons: Sequence[str]) -> list[WellbeingVisit]:
    """Visits of these people, the newest first."""
    statement = select(WellbeingVisit).where(visit.c.person_id.in_(persons))
    return list(session.scalars(statement.order_by(visit.c.visited_on.desc(), visit.c.id.desc())))
