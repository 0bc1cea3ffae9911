"""Applications of one form that go different ways."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application, Step
from jiuzhu.storage.tables import TABLES

application, step = TABLES[Application], TABLES[Step]


def siblings(session: Session, found: Application) -> list[Application]:
    """The other applications of the same form, in the order of their numbers."""
    head = found.bundle_id or found.id
    statement = (
        select(Application)
        .where(or_(application.c.id == head, application.c.bundle_id == head), application.c.id != found.id)
        .order_by(application.c.number)
    )
    return list(session.scalars(statement))


def checked_siblings(session: Session, found: Application) -> list[Application]:
    """Of these the ones whose check was finished."""
    others = siblings(session, found)
    finished = select(step.c.application_id).where(
        step.c.move == "finish_check", step.c.application_id.in_([one.id for one in others])
    )
    done = set(session.scalars(finished))
    return [one for one in others if one.id in done]
