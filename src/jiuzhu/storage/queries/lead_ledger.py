"""主动发现线索台账: leads with the case or the unit they went to, narrowed and sorted in SQL."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application
from jiuzhu.domain.office import Operator
from jiuzhu.domain.transferring import Lead
from jiuzhu.storage.queries.ledgers import Filters, ordered
from jiuzhu.storage.queries.transfers import lead_like
from jiuzhu.storage.tables import TABLES

lead, application, operator = TABLES[Lead], TABLES[Application], TABLES[Operator]

ORDERS: Mapping[str, ColumnElement[Any]] = {
    name: lead.c[name] for name in ("number", "source", "found_on", "village", "due_on", "closed_on")
}
"""Column of the ledger → what it is sorted by."""

_OPEN = "open"


def _narrowed(columns: Sequence[Any], filters: Filters) -> Select[Any]:
    statement = (
        select(*columns)
        .select_from(lead)
        .outerjoin(application, application.c.id == lead.c.application_id)
        .outerjoin(operator, operator.c.id == lead.c.owner_id)
    )
    if filters.state:
        column = lead.c.state if filters.state == _OPEN else lead.c.outcome
        statement = statement.where(column == filters.state)
    if filters.village:
        statement = statement.where(lead.c.village == filters.village)
    if filters.date_from is not None:
        statement = statement.where(lead.c.found_on >= filters.date_from)
    if filters.date_to is not None:
        statement = statement.where(lead.c.found_on <= filters.date_to)
    if typed := filters.text.strip():
        statement = statement.where(lead_like(typed))
    return statement


def rows(filters: Filters, sort: str = "") -> Select[Any]:
    """The leads the filters leave, the newest first by default."""
    columns = [
        *(column for column in lead.c if column.name != "version"),
        operator.c.name.label("clerk"), application.c.number.label("application_number"),
    ]  # fmt: skip
    return ordered(_narrowed(columns, filters), ORDERS, sort, [lead.c.found_on.desc(), lead.c.id.desc()])


def total(session: Session, filters: Filters) -> int:
    """How many leads the filters leave."""
    return session.scalar(_narrowed([func.count(lead.c.id)], filters)) or 0


def villages(session: Session) -> list[str]:
    """The villages leads were told from."""
    statement = select(lead.c.village).where(lead.c.village != "").distinct().order_by(lead.c.village)
    return list(session.scalars(statement))
