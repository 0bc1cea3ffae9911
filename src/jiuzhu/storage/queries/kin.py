"""Parents and obligors of one person, on record or only said by a form."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application
from jiuzhu.domain.household import Obligor, Parent
from jiuzhu.domain.workflow import OPEN_STATES
from jiuzhu.storage.tables import TABLES

application = TABLES[Application]


def supporters_of(session: Session, person_id: str) -> list[Parent | Obligor]:
    """What is on record of a person's parents and obligors, in whichever household."""
    found: list[Parent | Obligor] = []
    for kind in (Parent, Obligor):
        table = TABLES[kind]
        wanted = (
            (table.c.of_person_id == person_id) & table.c.ended_on.is_(None) & table.c.waits_for.is_(None)
        )
        found += session.scalars(select(kind).where(wanted).order_by(table.c.id))
    return found


def said_obligors(session: Session, person_id: str) -> list[Obligor]:
    """Obligors of a person whom forms name that are not decided and no record knows, in the order they were told."""
    table = TABLES[Obligor]
    form = func.coalesce(application.c.bundle_id, application.c.id)
    statement = select(Obligor).where(
        table.c.of_person_id == person_id,
        table.c.replaces_id.is_(None),
        table.c.ended_on.is_(None),
        table.c.waits_for.in_(select(form).where(application.c.state.in_(OPEN_STATES))),
    )
    return list(session.scalars(statement.order_by(table.c.id)))
