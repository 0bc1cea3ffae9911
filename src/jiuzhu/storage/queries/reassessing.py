"""The list of a reassessment: written in chunks, grouped and summed in SQL, sealed by its hash."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import case, delete, func, insert, select, update
from sqlalchemy.orm import Session

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.granting import Adjustment, Reassessment
from jiuzhu.domain.household import Household, Person
from jiuzhu.storage.queries.ledgers import named_like
from jiuzhu.storage.tables import TABLES, reassessment_line

line = reassessment_line
entitlement, household, person = TABLES[Entitlement], TABLES[Household], TABLES[Person]
run, adjustment = TABLES[Reassessment], TABLES[Adjustment]

AT_ONCE = 2000


def receiving(session: Session, month: str, programmes: Sequence[str]) -> dict[str, list[Any]]:
    """Household → its entitlements of these programmes that go on beyond a month, as plain rows."""
    columns = entitlement.c
    statement = select(
        columns.id, columns.household_id, columns.programme, columns.person_id, columns.monthly
    ).where(columns.programme.in_(programmes), columns.last_month == "", columns.first_month <= month)
    found: dict[str, list[Any]] = {}
    for row in session.execute(statement.execution_options(yield_per=5000)):
        found.setdefault(row.household_id, []).append(row)
    return found


def write_lines(session: Session, rows: Iterable[dict[str, Any]]) -> None:
    """Append lines to the working list."""
    piece: list[dict[str, Any]] = []
    connection = session.connection()
    for row in rows:
        piece.append(row)
        if len(piece) >= AT_ONCE:
            connection.execute(insert(line), piece)
            piece = []
    if piece:
        connection.execute(insert(line), piece)


def clear(session: Session, run_id: str) -> None:
    """Forget the working list of a run that was thrown away."""
    session.connection().execute(delete(line).where(line.c.reassessment_id == run_id))


def groups(session: Session, run_id: str) -> dict[str, tuple[int, Decimal, Decimal]]:
    """Group → lines, yuan before, yuan after; lines left out by a person are a group of their own."""
    name = case((line.c.excluded == "", line.c.outcome), else_="excluded")
    statement = (
        select(name, func.count(), func.sum(line.c.before), func.sum(line.c.after))
        .where(line.c.reassessment_id == run_id)
        .group_by(name)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in session.execute(statement)}


def households_in(session: Session, run_id: str) -> int:
    """How many households the list speaks about."""
    return (
        session.scalar(
            select(func.count(line.c.household_id.distinct())).where(line.c.reassessment_id == run_id)
        )
        or 0
    )


def digest(session: Session, run_id: str) -> str:
    """SHA-256 over every line in order: what was signed is what is applied."""
    made = hashlib.sha256()
    for row in lines(session, run_id):
        parts = (
            row.household_id, row.entitlement_id or "", row.programme, row.outcome, f"{row.before:.2f}", f"{row.after:.2f}",
            row.excluded,
        )  # fmt: skip
        made.update("|".join(parts).encode())
        made.update(b"\n")
    return made.hexdigest()


def lines(session: Session, run_id: str, outcomes: Sequence[str] = ()) -> Iterator[Any]:
    """Lines in order, of some groups or all."""
    statement = select(line).where(line.c.reassessment_id == run_id).order_by(line.c.position)
    if outcomes:
        statement = statement.where(line.c.outcome.in_(outcomes), line.c.excluded == "")
    yield from session.connection().execute(statement.execution_options(yield_per=5000))


def page(session: Session, run_id: str, outcome: str, text: str, *, limit: int) -> list[Any]:
    """One page of the list with names, the largest changes first."""
    statement = (
        select(
            line.c.position, line.c.household_id, line.c.programme, line.c.outcome, line.c.before, line.c.after, line.c.reason,
            line.c.excluded, household.c.number, household.c.village, person.c.name,
        )
        .join(household, household.c.id == line.c.household_id)
        .join(person, person.c.id == household.c.head_id)
        .where(line.c.reassessment_id == run_id)
        .order_by(func.abs(line.c.after - line.c.before).desc(), line.c.position)
        .limit(limit)
    )  # fmt: skip
    if outcome == "excluded":
        statement = statement.where(line.c.excluded != "")
    elif outcome:
        statement = statement.where(line.c.outcome == outcome, line.c.excluded == "")
    if text.strip():
        statement = statement.where(named_like(text.strip(), household.c.number))
    return list(session.execute(statement))


def exclude(session: Session, run_id: str, position: int, reason: str) -> None:
    """Mark a line as left out."""
    session.connection().execute(
        update(line)
        .where(line.c.reassessment_id == run_id, line.c.position == position)
        .values(excluded=reason)
    )


def changed_since(session: Session, run_id: str) -> list[str]:
    """Households whose entitlement is no longer what the list says it was."""
    statement = (
        select(household.c.number)
        .join(line, line.c.household_id == household.c.id)
        .join(entitlement, entitlement.c.id == line.c.entitlement_id)
        .where(
            line.c.reassessment_id == run_id,
            line.c.excluded == "",
            line.c.outcome.in_(("changed", "lost")),
            (entitlement.c.monthly != line.c.before) | (entitlement.c.last_month != ""),
        )
        .limit(20)
    )
    return list(session.scalars(statement))


def runs(session: Session) -> list[Reassessment]:
    """Every run, the newest first."""
    return list(session.scalars(select(Reassessment).order_by(run.c.id.desc())))


COPIED = tuple(
    column.name
    for column in entitlement.c
    if column.name
    not in {
        "id", "version", "monthly", "base", "addons", "first_month", "last_month", "adjustment_id", "ended_reason",
    }
)  # fmt: skip
"""Fields of an entitlement that its successor takes over."""


def entitlement_rows(session: Session, ids: Sequence[str]) -> list[Any]:
    """Entitlements as plain rows, in the order of their ids."""
    statement = select(entitlement).where(entitlement.c.id.in_(ids)).order_by(entitlement.c.id)
    return list(session.connection().execute(statement))


def home_of(session: Session, household_id: str) -> Any:
    """A household with its head's name."""
    statement = (
        select(household.c.village, household.c.phone, household.c.head_id, person.c.name)
        .join(person, person.c.id == household.c.head_id)
        .where(household.c.id == household_id)
    )
    return session.execute(statement).one()
