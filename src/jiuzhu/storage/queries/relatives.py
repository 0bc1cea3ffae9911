"""近亲属备案 over all applications: whose households a colleague stands in."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application
from jiuzhu.domain.office import RelativeOfStaff
from jiuzhu.storage.tables import TABLES

application, relative = TABLES[Application], TABLES[RelativeOfStaff]


def registered(session: Session) -> list[tuple[str, RelativeOfStaff]]:
    """Household and entry, of every entry of the register; a township has a few dozen."""
    statement = select(application.c.household_id, RelativeOfStaff).join(
        application, application.c.id == relative.c.application_id
    )
    return [(household_id, row) for household_id, row in session.execute(statement.order_by(relative.c.id))]
