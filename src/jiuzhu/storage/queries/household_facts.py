"""Households as they are on a day, in plain rows and in chunks: what one look and a run over all of them share."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import TAKEN_OVER, Application, EconomicLine
from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.household import Household, Member, Obligor, Parent, Person
from jiuzhu.domain.relief import Bill
from jiuzhu.storage.queries import compositions
from jiuzhu.storage.queries.living import lives_in
from jiuzhu.storage.queries.rosters import in_force
from jiuzhu.storage.rows import plain
from jiuzhu.storage.tables import TABLES

household, member, person = TABLES[Household], TABLES[Member], TABLES[Person]
obligor, parent = TABLES[Obligor], TABLES[Parent]
application, line, bill = TABLES[Application], TABLES[EconomicLine], TABLES[Bill]
entitlement = TABLES[Entitlement]

AT_ONCE = 1000
"""Households in one chunk: a few thousand rows in memory, and IN lists far below SQLite's limit."""

SURVEYED = ("household", "tekun")
"""Ways whose file holds the household's economic lines."""


class HouseholdRows(NamedTuple):
    """The rows of one household, each list in the order of the form; `received` of the household and of its members."""

    household: Any
    members: list[Any]
    obligors: list[Any]
    parents: list[Any]
    lines: list[Any]
    bills: list[Any]
    received: list[Any]
    surveyed: bool  # there is a file of its means
    composed: dict[str, tuple[Any, tuple[str, ...]]]  # decision → income and who counted, as it was confirmed


def all_ids(session: Session) -> list[str]:
    """Every household that has not ended, in a fixed order."""
    return list(
        session.scalars(select(household.c.id).where(household.c.ended_on.is_(None)).order_by(household.c.id))
    )


Among = Callable[[ColumnElement[str]], ColumnElement[bool]]
"""The condition that a column holds an id of one of the households looked at, or of one beside them."""


def _named(ids: Sequence[str]) -> Among:
    return lambda column: column.in_(ids)


def _between(ids: Sequence[str]) -> Among:
    first, last = min(ids), max(ids)
    return lambda column: column.between(first, last)


def _basis(among: Among) -> Select[Any]:
    """Household → the newest approved file with economic lines; UUIDv7 sort by the moment they were made."""
    return (
        select(application.c.household_id, func.max(application.c.id).label("application_id"))
        .where(
            among(application.c.household_id),
            application.c.state == "approved",
            application.c.source != TAKEN_OVER,
            application.c.way.in_(SURVEYED),
        )
        .group_by(application.c.household_id)
    )


def basis_of(session: Session, household_id: str) -> str | None:
    """The file whose economic lines are the household's; None before anything was approved."""
    found = session.execute(_basis(_named([household_id]))).first()
    return found.application_id if found else None


def _members(among: Among, on: date) -> Select[Any]:
    columns = [
        person.c[name]
        for name in (
            "name", "sex", "birth", "disability_kind", "disability_grade", "illness", "student", "in_prison", "in_detox",
            "missing", "self_care_unmet", "self_care_on", "bedridden_months", "clergy_since", "occupation", "marital", "in_institution",
            "child_support", "ruled_as", "ruled_by",
        )
    ]  # fmt: skip
    return (
        select(
            member.c.household_id, member.c.person_id, member.c.relation, member.c.counted, member.c.lives_alone,
            member.c.registered_unemployed, *columns,
        )
        .join(person, person.c.id == member.c.person_id)
        .where(among(member.c.household_id), lives_in(member, on))
        .order_by(member.c.household_id, member.c.position, member.c.id)
    )  # fmt: skip


def _lines(files: Collection[str], on: date) -> Select[Any]:
    figure = func.coalesce(line.c.accepted, line.c.visited, line.c.checked, line.c.declared)
    cost = func.coalesce(line.c.cost_accepted, line.c.cost)
    return (
        select(
            line.c.application_id, line.c.category, line.c.kind, line.c.person_id, line.c.item, line.c.period,
            figure.label("figure"), line.c.declared, cost.label("cost"), line.c.danger, line.c.value_proved,
        )
        .where(
            line.c.application_id.in_(files),
            line.c.judgement != "withdrawn",
            or_(line.c.starts_on.is_(None), line.c.starts_on <= on),
            or_(line.c.ends_on.is_(None), line.c.ends_on >= on),
        )
        .order_by(line.c.application_id, line.c.position, line.c.id)
    )  # fmt: skip


def _bills(files: Collection[str]) -> Select[Any]:
    columns = [
        bill.c[name] for name in ("application_id", "kind", "person_id", "total", "insurer_paid", "self_paid")
    ]
    return (
        select(*columns)
        .where(bill.c.application_id.in_(files), bill.c.left_out == "")
        .order_by(bill.c.application_id, bill.c.id)
    )


def _received(among: Among, on: date, month: str) -> list[Select[Any]]:
    """What a household receives in a month; what belongs to a person goes with them wherever they live on the day."""
    grant = [
        entitlement.c[name] for name in ("person_id", "programme", "monthly", "base", "addons", "decision_id")
    ]
    of_home = select(entitlement.c.household_id, *grant).where(
        among(entitlement.c.household_id), entitlement.c.person_id.is_(None), in_force(entitlement, month)
    )
    of_members = (
        select(member.c.household_id, *grant)
        .join(entitlement, entitlement.c.person_id == member.c.person_id)
        .where(among(member.c.household_id), lives_in(member, on), in_force(entitlement, month))
    )
    return [of_home, of_members]


def _relatives(table: Any, among: Among, on: date) -> Select[Any]:
    return (
        select(table)
        .where(
            among(table.c.household_id),
            table.c.waits_for.is_(None),
            or_(table.c.started_on.is_(None), table.c.started_on <= on),
            or_(table.c.ended_on.is_(None), table.c.ended_on > on),
        )
        .order_by(table.c.household_id, table.c.id)
    )


def _grouped(session: Session, *statements: Select[Any], by: str = "household_id") -> dict[str, list[Any]]:
    whose = attrgetter(by)
    found: dict[str, list[Any]] = {}
    for statement in statements:
        for row in plain(session.execute(statement)):
            found.setdefault(whose(row), []).append(row)
    return found


def _is_most(session: Session, count: int) -> bool:
    """Whether so many households are most of the office: then a span of ids is read faster than a thousand named ones."""
    everybody = select(func.count()).select_from(household)
    return count > AT_ONCE and 2 * count > (session.scalar(everybody) or 0)


def rows_of(session: Session, ids: Sequence[str], on: date, month: str) -> Iterator[HouseholdRows]:
    """The rows of households as they are on a day, chunk by chunk, in the order of `ids`; `month` is what they receive in."""
    near = _between if _is_most(session, len(ids)) else _named
    for start in range(0, len(ids), AT_ONCE):
        piece = ids[start : start + AT_ONCE]
        among = near(piece)
        homes = {
            row.id: row
            for row in plain(
                session.execute(
                    select(
                        household.c.id,
                        household.c.kind,
                        household.c.district,
                        household.c.monitored,
                        household.c.premises,
                        household.c.consumption,
                        household.c.disaster_home,
                    ).where(among(household.c.id))
                )
            )
        }
        members = _grouped(session, _members(among, on))
        obligors = _grouped(session, _relatives(obligor, among, on))
        parents = _grouped(session, _relatives(parent, among, on))
        basis = {row.household_id: row.application_id for row in session.execute(_basis(among))}
        lines = _grouped(session, _lines(basis.values(), on), by="application_id")
        bills = _grouped(session, _bills(basis.values()), by="application_id")
        received = _grouped(session, *_received(among, on, month))
        composed = compositions.confirmed(session, piece)
        for identity in piece:
            if identity in homes:
                yield HouseholdRows(
                    homes[identity],
                    members.get(identity, []),
                    obligors.get(identity, []),
                    parents.get(identity, []),
                    lines.get(basis.get(identity, ""), []),
                    bills.get(basis.get(identity, ""), []),
                    received.get(identity, []),
                    identity in basis,
                    composed,
                )
