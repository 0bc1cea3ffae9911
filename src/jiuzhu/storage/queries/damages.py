"""倒损住房台账: households whose rooms a disaster took, filtered and summed in SQL."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application
from jiuzhu.domain.approving import Decision
from jiuzhu.domain.household import Household, Person
from jiuzhu.domain.relief import DamagedHouse, Payout
from jiuzhu.storage.queries.ledgers import ZERO, Filters, counted_members, named_like, ordered
from jiuzhu.storage.tables import TABLES

damaged, household, person = TABLES[DamagedHouse], TABLES[Household], TABLES[Person]
application, decision, payout = TABLES[Application], TABLES[Decision], TABLES[Payout]

ORDERS: Mapping[str, ColumnElement[Any]] = {
    "village": household.c.village,
    "name": person.c.name,
    "happened_on": damaged.c.happened_on,
    "amount": damaged.c.amount,
}
"""Column of the ledger → what it is sorted by."""

_DEAD = ("withdrawn", "refused", "not_accepted", "terminated")


def _narrowed(columns: Sequence[Any], filters: Filters, application_id: str) -> Select[Any]:
    statement = (
        select(*columns)
        .select_from(damaged)
        .join(household, household.c.id == damaged.c.household_id)
        .join(person, person.c.id == household.c.head_id)
        .join(application, application.c.id == damaged.c.application_id)
        .where(application.c.state.not_in(_DEAD))
    )
    if application_id:
        statement = statement.where(damaged.c.application_id == application_id)
    if filters.village:
        statement = statement.where(household.c.village == filters.village)
    if filters.date_from is not None:
        statement = statement.where(damaged.c.happened_on >= filters.date_from)
    if filters.date_to is not None:
        statement = statement.where(damaged.c.happened_on <= filters.date_to)
    if filters.text.strip():
        statement = statement.where(named_like(filters.text.strip(), application.c.number))
    return statement


def _population() -> Any:
    return counted_members(damaged.c.household_id)


def rows(filters: Filters, sort: str = "", application_id: str = "") -> Select[Any]:
    """The households the filters leave, by village and number: rooms, yuan, when it was decided and paid."""
    decided = (
        select(func.max(decision.c.decided_on))
        .where(decision.c.application_id == damaged.c.application_id, decision.c.result == "approved")
        .scalar_subquery()
    )
    paid = (
        select(func.max(payout.c.paid_on))
        .where(payout.c.application_id == damaged.c.application_id, payout.c.returned_on.is_(None))
        .scalar_subquery()
    )
    columns = [
        damaged.c.id, damaged.c.household_id, damaged.c.application_id, damaged.c.disaster, damaged.c.happened_on, damaged.c.structure, damaged.c.collapsed,
        damaged.c.severe, damaged.c.slight, damaged.c.only_home, damaged.c.rebuild, damaged.c.amount, damaged.c.note,
        household.c.village, person.c.name, person.c.id_number, application.c.number,
        _population().label("population"), decided.label("decided_on"), paid.label("paid_on"),
    ]  # fmt: skip
    default = [household.c.village, household.c.number, damaged.c.id]
    return ordered(_narrowed(columns, filters, application_id), ORDERS, sort, default)


def total(session: Session, filters: Filters) -> int:
    """How many households the filters leave."""
    return session.scalar(_narrowed([func.count(damaged.c.id)], filters, "")) or 0


def listed(session: Session, filters: Filters, application_id: str = "") -> Sequence[Any]:
    """The lines of `rows`, read."""
    return session.execute(rows(filters, application_id=application_id)).all()


def sums(session: Session, filters: Filters, application_id: str = "") -> dict[str, Decimal]:
    """People, rooms and yuan over all households the filters leave."""
    rooms = ("collapsed", "severe", "slight")
    columns = [
        func.sum(_population()),
        *(func.sum(damaged.c[name]) for name in rooms),
        func.sum(damaged.c.amount),
    ]
    found = session.execute(_narrowed(columns, filters, application_id)).one()
    counts = zip(("population", *rooms), found[:4], strict=True)
    return {**{name: Decimal(value or 0) for name, value in counts}, "amount": found[4] or ZERO}
