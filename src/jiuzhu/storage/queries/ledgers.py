"""台账 of applications: filtered, sorted, counted and summed in SQL; rows come in the pieces a page or file needs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, func, or_, select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application, Item
from jiuzhu.domain.approving import Decision
from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.domain.office import Operator
from jiuzhu.domain.workflow import OPEN_STATES
from jiuzhu.storage.sql import tail
from jiuzhu.storage.tables import TABLES

application = TABLES[Application]
person = TABLES[Person]
household = TABLES[Household]
operator = TABLES[Operator]
item = TABLES[Item]
member = TABLES[Member]
decision = TABLES[Decision]

PIECE = 500
"""Rows fetched and completed at once while a whole ledger streams into a file."""

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a ledger is narrowed to; an empty value leaves the condition out."""

    text: str = ""  # name, initials, number, village or the last four of the ID number
    state: str = ""  # application state or `open`; standing of an entitlement: receiving | coming | ended
    programme: str = ""
    village: str = ""
    date_from: date | None = None
    date_to: date | None = None
    month: str = ""  # YYYY-MM

    @property
    def used(self) -> frozenset[str]:
        """Names of the conditions that are set."""
        return frozenset(name for name in self.__dataclass_fields__ if getattr(self, name))


Orders = Mapping[str, ColumnElement[Any]]

APPLICATION_ORDERS: Orders = {
    "number": application.c.number,
    "applicant": person.c.name,
    "submitted_on": application.c.submitted_on,
    "accepted_on": application.c.accepted_on,
    "village": household.c.village,
    "state": application.c.state,
    "due_on": application.c.due_on,
    "clerk": operator.c.name,
}
"""Column of the applications ledger → what it is sorted by."""


def ordered(
    statement: Select[Any], orders: Orders, sort: str, default: Sequence[ColumnElement[Any]]
) -> Select[Any]:
    """Sort by a column's name, `-` before it for descending; empty values last, ties as in the default order."""
    if not sort:
        return statement.order_by(*default)
    column = orders[sort.removeprefix("-")]
    wanted = column.desc() if sort.startswith("-") else column.asc()
    return statement.order_by(column.is_(None), wanted, *default)


def named_like(typed: str, *numbers: ColumnElement[Any], who: Any = person) -> ColumnElement[bool]:
    """People and files a typed text may mean: name, initials, village, a number's part, the ID's last four.

    `who` is the table of people, or an alias of it.
    """
    return or_(
        who.c.name.startswith(typed, autoescape=True),
        who.c.initials.startswith(typed.lower(), autoescape=True),
        household.c.village.contains(typed, autoescape=True),
        tail(who.c.id_number) == typed.upper(),
        *(number.contains(typed.upper(), autoescape=True) for number in numbers),
    )


def _conditions(filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.state == "open":
        yield application.c.state.in_(OPEN_STATES)
    elif filters.state:
        yield application.c.state == filters.state
    if filters.programme:
        asked = select(item.c.application_id).where(item.c.programme == filters.programme)
        yield application.c.id.in_(asked)
    if filters.village:
        yield household.c.village == filters.village
    if filters.date_from is not None:
        yield application.c.accepted_on >= filters.date_from
    if filters.date_to is not None:
        yield application.c.accepted_on <= filters.date_to
    if filters.text.strip():
        yield named_like(filters.text.strip(), application.c.number)


_JOINS = (
    (person, application.c.applicant_id),
    (household, application.c.household_id),
    (operator, application.c.clerk_id),
)


def _narrowed(columns: Sequence[Any], filters: Filters, *, wide: bool = False) -> Select[Any]:
    """The applications wanted; people, homes and clerks are joined when `wide` or where a condition needs them."""
    used = {person, household, operator} if wide else set()
    used |= {person, household} if filters.text.strip() else set()
    used |= {household} if filters.village else set()
    joined: FromClause = application
    for table, key in _JOINS:
        if table in used:
            joined = joined.join(table, table.c.id == key)
    return select(*columns).select_from(joined).where(*_conditions(filters))


def counted_members(home: ColumnElement[Any]) -> Any:
    """How many present members of a household count, as a value of a statement."""
    return (
        select(func.count())
        .select_from(member)
        .where(member.c.household_id == home, member.c.left_on.is_(None), member.c.counted.is_(True))
        .scalar_subquery()
    )


def application_total(session: Session, filters: Filters) -> int:
    """How many applications the filters leave."""
    return session.scalar(_narrowed([func.count()], filters)) or 0


def application_sums(session: Session, filters: Filters) -> dict[str, Decimal]:
    """People counted and yuan a month granted, over all applications the filters leave."""
    people = session.scalar(_narrowed([func.sum(counted_members(application.c.household_id))], filters))
    granted = select(func.sum(decision.c.monthly)).where(
        decision.c.result == "approved",
        decision.c.application_id.in_(_narrowed([application.c.id], filters)),
    )
    return {"members": Decimal(people or 0), "monthly": session.scalar(granted) or ZERO}


_SHOWN = (
    *application.c,
    person.c.name.label("applicant"), person.c.id_number, person.c.phone,
    household.c.kind.label("household_kind"), household.c.village, household.c.address,
    operator.c.name.label("clerk_name"),
)  # fmt: skip


def application_rows(filters: Filters, sort: str) -> Select[Any]:
    """The applications the filters leave, each with its applicant, home and clerk; newest first by default."""
    return ordered(_narrowed(_SHOWN, filters, wide=True), APPLICATION_ORDERS, sort, [application.c.id.desc()])


def decisions_of(session: Session, applications: Sequence[str]) -> dict[str, list[Any]]:
    """Application → its decisions in the order they were signed."""
    found: dict[str, list[Any]] = {}
    columns = decision.c
    statement = select(
        columns.application_id, columns.number, columns.result, columns.monthly, columns.first_month,
        columns.decided_on,
    )  # fmt: skip
    for row in session.execute(
        statement.where(columns.application_id.in_(applications)).order_by(columns.id)
    ):
        found.setdefault(row.application_id, []).append(row)
    return found


def piece(session: Session, statement: Select[Any], offset: int, limit: int) -> Sequence[Any]:
    """One page of a statement."""
    return session.execute(statement.limit(limit).offset(offset)).all()


def pieces(session: Session, statement: Select[Any]) -> Iterator[Sequence[Any]]:
    """A whole statement, `PIECE` rows at a time, without holding more than one piece."""
    yield from session.execute(statement.execution_options(yield_per=PIECE)).partitions()


def villages(session: Session) -> list[str]:
    """The villages households live in."""
    found = session.scalars(select(household.c.village).distinct().order_by(household.c.village))
    return [village for village in found if village]
