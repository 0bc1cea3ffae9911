"""Who receives what: the ledger of 低保 households and the month roster, grouped and summed in SQL."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Label,
    Select,
    Text,
    case,
    cast,
    func,
    literal,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application
from jiuzhu.domain.approving import Decision, Entitlement
from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.storage.queries.ledgers import ZERO, Filters, named_like, ordered
from jiuzhu.storage.queries.living import paid_for
from jiuzhu.storage.tables import TABLES

entitlement = TABLES[Entitlement]
application = TABLES[Application]
decision = TABLES[Decision]
household = TABLES[Household]
member = TABLES[Member]
person = TABLES[Person]

HOUSEHOLD_ORDERS: Mapping[str, ColumnElement[Any]] = {
    "household_number": household.c.number,
    "applicant": person.c.name,
    "village": household.c.village,
    "first_month": entitlement.c.first_month,
    "decided_on": decision.c.decided_on,
    "decision_number": decision.c.number,
    "next_recheck_on": entitlement.c.next_recheck_on,
    "monthly": entitlement.c.monthly,
}
"""Column of the households ledger → what it is sorted by."""

_HEADS = frozenset({"household_size", "members"})
"""Sums that count people; the others are yuan."""


def in_force(rows: Any, month: str) -> ColumnElement[bool]:
    """Entitlements of a month: begun, not ended before it, and no recognition that ran out before it [GX57 Art 10]."""
    return receiving(rows, month, date.fromisoformat(f"{month}-01"))


def receiving(
    rows: Any, month: str | ColumnElement[str], first_day: date | ColumnElement[date]
) -> ColumnElement[bool]:
    """`in_force`, also of a month only the database knows; `first_day`: of that month."""
    valid = rows.c.valid_until
    found: ColumnElement[bool] = (
        (rows.c.first_month <= month)
        & ((rows.c.last_month == "") | (rows.c.last_month >= month))
        & (valid.is_(None) | (valid >= first_day))
    )
    return found


def _of_one_home(rows: Any, programme: str) -> ColumnElement[bool]:
    """The programme, among the few entitlements of one household.

    Said so that the database does not take its index over the programme for it: it would read all households again
    for each household.
    """
    found: ColumnElement[bool] = rows.c.programme.concat("") == programme
    return found


def _fits(rows: Any, filters: Filters, now: str) -> list[ColumnElement[bool]]:
    """What an entitlement must be to stand for its household; `now` is the present month."""
    conditions: list[ColumnElement[bool]] = []
    if filters.month:
        conditions.append(in_force(rows, filters.month))
    if filters.state == "receiving":
        conditions.append(in_force(rows, now))
    elif filters.state == "coming":
        conditions.append(rows.c.first_month > now)
    elif filters.state == "ended":
        conditions += [rows.c.last_month != "", rows.c.last_month < now]
    return conditions


def _homes(columns: Sequence[Any], filters: Filters, now: str) -> Select[Any]:
    """One row a household: the newest of its fitting entitlements, with its home, decision and applicant."""
    other = entitlement.alias("newest")
    newest = (
        select(other.c.id)
        .where(other.c.household_id == entitlement.c.household_id, _of_one_home(other, "dibao"))
        .where(*_fits(other, filters, now))
        .order_by(other.c.first_month.desc(), other.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        select(*columns)
        .select_from(entitlement)
        .join(household, household.c.id == entitlement.c.household_id)
        .join(application, application.c.id == entitlement.c.application_id)
        .join(person, person.c.id == application.c.applicant_id)
        .join(decision, decision.c.id == entitlement.c.decision_id)
        .where(entitlement.c.programme == "dibao", *_fits(entitlement, filters, now))
        .where(entitlement.c.id == newest)
    )
    if filters.village:
        statement = statement.where(household.c.village == filters.village)
    if filters.date_from is not None:
        statement = statement.where(decision.c.decided_on >= filters.date_from)
    if filters.date_to is not None:
        statement = statement.where(decision.c.decided_on <= filters.date_to)
    if filters.text.strip():
        statement = statement.where(named_like(filters.text.strip(), household.c.number))
    return statement


def _looked_at(filters: Filters, now: str) -> str:
    """The month the rows are summed in, "" where each stands for itself."""
    return filters.month or (now if filters.state == "receiving" else "")


def _amounts(filters: Filters, now: str) -> list[Label[Decimal]]:
    """Yuan a month of the row; all that is in force together where a month is looked at."""
    month = _looked_at(filters, now)
    if not month:
        return [entitlement.c[name].label(name) for name in ("base", "addons", "monthly")]
    every = entitlement.alias("together")
    return [
        select(func.sum(every.c[name]))
        .where(every.c.household_id == entitlement.c.household_id, _of_one_home(every, "dibao"))
        .where(in_force(every, month))
        .scalar_subquery()
        .label(name)
        for name in ("base", "addons", "monthly")
    ]


def _lived(month: str) -> ColumnElement[bool]:
    """Members a month is paid for; without a month those who are there now."""
    return paid_for(member, month) if month else member.c.left_on.is_(None)


def _sizes(filters: Filters, now: str) -> list[Label[int]]:
    """All members of a household in a month, now without one, and those it is paid for: who counts, or the 单人户 alone."""
    home = entitlement.c.household_id
    present = (
        select(func.count()).select_from(member).where(member.c.household_id == home, _lived(filters.month))
    )
    whole = present.where(member.c.counted.is_(True)).scalar_subquery()
    alone: ColumnElement[int] = literal(1)
    month = _looked_at(filters, now)
    if month:
        every = entitlement.alias("beside")
        alone = (
            select(func.count(every.c.person_id.distinct()))
            .where(every.c.household_id == home, _of_one_home(every, "dibao"), in_force(every, month))
            .scalar_subquery()
        )
    paid = case((entitlement.c.person_id.is_(None), whole), else_=alone)
    return [present.scalar_subquery().label("household_size"), paid.label("members")]


def household_total(session: Session, filters: Filters, now: str) -> int:
    """How many households the filters leave."""
    return session.scalar(_homes([func.count()], filters, now)) or 0


def household_sums(session: Session, filters: Filters, now: str) -> dict[str, Decimal]:
    """People and yuan a month over all households the filters leave."""
    columns = [*_sizes(filters, now), *_amounts(filters, now)]
    rows = _homes(columns, filters, now).subquery()
    found = session.execute(select(*[func.sum(column) for column in rows.c])).one()
    return {
        column.name: Decimal(total or 0) if column.name in _HEADS else total or ZERO
        for column, total in zip(rows.c, found, strict=True)
    }


_JSON_TEXT = Text().with_variant(JSON(), "postgresql")
"""A file reads JSON out of a text; PostgreSQL wants to be told that the text is JSON."""


def _found(name: str) -> Label[str]:
    """A figure of the 低保 finding the household's decision was signed on; none for an amount adjusted since."""
    snapshot = type_coerce(cast(decision.c.snapshot, _JSON_TEXT), JSON)
    signed = snapshot["findings", "findings", "dibao", name].as_string()
    found: Label[str] = case((entitlement.c.adjustment_id.is_(None), signed), else_=None).label(name)
    return found


def household_rows(filters: Filters, sort: str, now: str) -> Select[Any]:
    """The 低保 households the filters leave, by village and number by default."""
    columns = [
        entitlement.c.household_id, entitlement.c.application_id, entitlement.c.first_month, entitlement.c.last_month,
        entitlement.c.next_recheck_on, entitlement.c.adjustment_id, literal(filters.month).label("month"),
        household.c.number.label("household_number"), household.c.kind, household.c.village,
        household.c.address, household.c.bank, household.c.account_name,
        household.c.account_number,
        person.c.name.label("applicant"), person.c.id_number, person.c.phone, person.c.id.label("person_id"),
        decision.c.number.label("decision_number"), decision.c.decided_on,
        _found("standard"), _found("per_head"),
        *_sizes(filters, now), *_amounts(filters, now),
    ]  # fmt: skip
    default = [household.c.village, household.c.number]
    return ordered(_homes(columns, filters, now), HOUSEHOLD_ORDERS, sort, default)


def members_of(session: Session, households: Sequence[str], month: str = "") -> dict[str, list[Any]]:
    """Household → its members in a month, now without one, in their order on the form."""
    found: dict[str, list[Any]] = {}
    columns = member.c
    statement = (
        select(
            columns.household_id, columns.person_id, columns.relation, columns.counted,
            person.c.name, person.c.id_number, person.c.died_on,
        )
        .join(person, person.c.id == columns.person_id)
        .where(columns.household_id.in_(households), _lived(month))
        .order_by(columns.household_id, columns.position, columns.id)
    )  # fmt: skip
    for row in session.execute(statement):
        found.setdefault(row.household_id, []).append(row)
    return found


def gone_from(session: Session, households: Sequence[str]) -> dict[str, set[str]]:
    """Household → names of those who have left it or died."""
    found: dict[str, set[str]] = {}
    statement = (
        select(member.c.household_id, person.c.name)
        .join(person, person.c.id == member.c.person_id)
        .where(member.c.household_id.in_(households), member.c.left_on.is_not(None))
    )
    for row in session.execute(statement):
        found.setdefault(row.household_id, set()).add(row.name)
    return found
