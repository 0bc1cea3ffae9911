"""How many files of a way were decided in a year, and how many of them the authority visited itself."""

from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application, Step
from jiuzhu.domain.approving import Decision
from jiuzhu.storage.tables import TABLES

application, decision, step = TABLES[Application], TABLES[Decision], TABLES[Step]

VISITED = "county_visit"
"""Step that records the authority's own household visit."""


def of_year(session: Session, way: str, year: int) -> tuple[int, int]:
    """Applications of a way decided in a year, and those of them with a visit of the authority."""
    decided = (
        select(decision.c.application_id)
        .where(decision.c.decided_on >= date(year, 1, 1), decision.c.decided_on <= date(year, 12, 31))
        .distinct()
    )
    files = and_(application.c.way == way, application.c.id.in_(decided))
    visited = select(step.c.application_id).where(step.c.move == VISITED)
    return (
        session.scalar(select(func.count()).select_from(application).where(files)) or 0,
        session.scalar(select(func.count()).where(files, application.c.id.in_(visited))) or 0,
    )
