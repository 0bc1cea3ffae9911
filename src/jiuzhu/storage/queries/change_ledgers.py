"""动态管理 and 转办 as ledgers: events, adjustments, rechecks, alerts and transfers, narrowed and sorted in SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, func, select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application
from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.granting import Adjustment
from jiuzhu.domain.household import Household, HouseholdEvent, Person
from jiuzhu.domain.monitoring import Alert, Recheck
from jiuzhu.domain.office import Operator
from jiuzhu.domain.transferring import Transfer
from jiuzhu.storage.queries.ledgers import Filters, named_like, ordered
from jiuzhu.storage.tables import TABLES

household, application = TABLES[Household], TABLES[Application]
person = TABLES[Person]
struck, operator = TABLES[Person].alias("struck"), TABLES[Operator]
entitlement = TABLES[Entitlement]
event, adjustment, recheck = TABLES[HouseholdEvent], TABLES[Adjustment], TABLES[Recheck]
alert, transfer = TABLES[Alert], TABLES[Transfer]


@dataclass(frozen=True, slots=True)
class Listing:
    """One table as a ledger: its day, what its states mean, and the columns of its own.

    `person` is a column with somebody of the household (empty: nobody in particular), `operator` who wrote or owns it.
    """

    table: Table
    day: ColumnElement[Any]
    columns: tuple[ColumnElement[Any], ...]
    states: Mapping[str, ColumnElement[bool]]
    person: ColumnElement[Any] | None = None
    operator: ColumnElement[Any] | None = None

    @property
    def orders(self) -> Mapping[str, ColumnElement[Any]]:
        """Column of the ledger → what it is sorted by."""
        own = {column.name: column for column in self.columns if column.name in _SORTED}
        return {"number": self.table.c.number, "village": household.c.village, self.day.name: self.day, **own}


_SORTED = frozenset({"due_on", "from_month", "state", "kind", "programme"})


def _each(column: ColumnElement[Any], *codes: str) -> dict[str, ColumnElement[bool]]:
    return {code: column == code for code in codes}


LISTINGS = {
    "events": Listing(
        event,
        event.c.effective_on,
        (event.c.kind, event.c.from_month, event.c.details, event.c.evidence, event.c.due_on, event.c.settled_on,
         event.c.withdrawn_on),
        {
            "open": event.c.settled_on.is_(None),
            "settled": event.c.settled_on.is_not(None) & event.c.withdrawn_on.is_(None),
            "withdrawn": event.c.withdrawn_on.is_not(None),
        },
        event.c.person_id,
        event.c.recorded_by,
    ),
    "adjustments": Listing(
        adjustment,
        adjustment.c.proposed_on,
        (
            adjustment.c.programme, adjustment.c.kind, adjustment.c.cause, adjustment.c.state, adjustment.c.old_monthly,
            adjustment.c.new_monthly, adjustment.c.from_month, adjustment.c.decided_on, adjustment.c.reason,
        ),
        _each(adjustment.c.state, "proposed", "approved", "refused", "withdrawn"),
        select(entitlement.c.person_id)
        .where(entitlement.c.id == adjustment.c.entitlement_id)
        .scalar_subquery(),
        adjustment.c.proposed_by,
    ),
    "rechecks": Listing(
        recheck,
        recheck.c.done_on,
        (
            recheck.c.programme, recheck.c.recheck_class, recheck.c.due_on, recheck.c.outcome, recheck.c.found,
            recheck.c.first_checker, recheck.c.second_checker, recheck.c.next_due_on,
        ),
        _each(recheck.c.outcome, "no_change", "change", "stop", "taper"),
        None,
        recheck.c.recorded_by,
    ),
    "alerts": Listing(
        alert,
        alert.c.raised_on,
        (
            alert.c.indicator, alert.c.told, alert.c.state, alert.c.due_on, alert.c.outcome, alert.c.false_alarm,
            alert.c.evidence, alert.c.followed, alert.c.closed_on,
        ),
        _each(alert.c.state, "open", "working", "confirmed", "closed"),
        alert.c.person_id,
        alert.c.owner_id,
    ),
    "transfers": Listing(
        transfer,
        transfer.c.sent_on,
        (
            transfer.c.programme, transfer.c.department, transfer.c.need, transfer.c.due_on, transfer.c.state,
            transfer.c.answered_on, transfer.c.result, transfer.c.result_text, transfer.c.amount, transfer.c.told_on,
            transfer.c.application_id, application.c.applicant_id, application.c.number.label("application_number"),
        ),
        _each(transfer.c.state, "sent", "accepted", "rejected", "disputed", "ruled", "answered", "closed", "recalled", "stopped"),
        None,
        transfer.c.sent_by,
    ),
}  # fmt: skip
"""Ledger → its table."""


def _narrowed(columns: Sequence[Any], listing: Listing, filters: Filters) -> Select[Any]:
    statement = select(*columns).select_from(listing.table)
    if listing.table is transfer:
        statement = (
            statement.join(application, application.c.id == transfer.c.application_id)
            .join(household, household.c.id == application.c.household_id)
            .join(person, person.c.id == application.c.applicant_id)
        )
    else:
        statement = statement.join(household, household.c.id == listing.table.c.household_id).join(
            person, person.c.id == household.c.head_id
        )
    statement = statement.outerjoin(struck, struck.c.id == listing.person)
    statement = statement.outerjoin(operator, operator.c.id == listing.operator)
    if filters.state:
        statement = statement.where(listing.states[filters.state])
    if filters.village:
        statement = statement.where(household.c.village == filters.village)
    if filters.date_from is not None:
        statement = statement.where(listing.day >= filters.date_from)
    if filters.date_to is not None:
        statement = statement.where(listing.day <= filters.date_to)
    if filters.text.strip():
        statement = statement.where(
            named_like(filters.text.strip(), listing.table.c.number, household.c.number)
        )
    return statement


def rows(listing: Listing, filters: Filters, sort: str) -> Select[Any]:
    """The lines the filters leave, the newest first by default."""
    columns = [
        listing.table.c.id, listing.table.c.number, listing.day, *listing.columns,
        household.c.id.label("household_id"), household.c.number.label("household_number"), household.c.village,
        person.c.name.label("applicant"), person.c.id_number, person.c.phone, struck.c.name.label("struck"),
        operator.c.name.label("clerk"),
    ]  # fmt: skip
    default = [listing.day.desc(), listing.table.c.id.desc()]
    return ordered(_narrowed(columns, listing, filters), listing.orders, sort, default)


def total(session: Session, listing: Listing, filters: Filters) -> int:
    """How many lines the filters leave."""
    return session.scalar(_narrowed([func.count(listing.table.c.id)], listing, filters)) or 0
