"""The list of a reassessment: written in chunks, grouped and summed in SQL, sealed by its hash."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, case, delete, func, insert, select, update
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application
from jiuzhu.domain.approving import Decision, Entitlement
from jiuzhu.domain.granting import BEGUN, Adjustment, BackPayment, Reassessment
from jiuzhu.domain.household import Household, HouseholdEvent, Person
from jiuzhu.domain.office import Operator
from jiuzhu.storage.queries.arriving import homes_counted_last
from jiuzhu.storage.queries.ledgers import ZERO, named_like
from jiuzhu.storage.queries.month_rosters import SIGNED, yuan
from jiuzhu.storage.queries.people import homes_on
from jiuzhu.storage.queries.rosters import in_force
from jiuzhu.storage.rows import plain
from jiuzhu.storage.tables import TABLES, reassessment_line

line = reassessment_line
entitlement, household, person = TABLES[Entitlement], TABLES[Household], TABLES[Person]
application, operator = TABLES[Application], TABLES[Operator]
decision = TABLES[Decision]
event = TABLES[HouseholdEvent]
run, adjustment, back_payment = TABLES[Reassessment], TABLES[Adjustment], TABLES[BackPayment]

AT_ONCE = 2000


_RECEIVED = tuple(
    entitlement.c[name]
    for name in (
        "id", "household_id", "programme", "person_id", "monthly", "adjustment_id", "first_month", "last_month", "ended_reason",
    )
)  # fmt: skip


def listed_from(month: str, programmes: Sequence[str]) -> ColumnElement[bool]:
    """What a list from a month (YYYY-MM) speaks about: what is in force in it, and what begins later and goes on."""
    begins_later = (entitlement.c.first_month > month) & (entitlement.c.ended_reason == "")
    found: ColumnElement[bool] = entitlement.c.programme.in_(programmes) & (
        in_force(entitlement, month) | begins_later
    )
    return found


def by_household(session: Session, where: ColumnElement[bool], on: date) -> dict[str, list[Any]]:
    """Household that counts the person on a day, or is paid, → the entitlements of a condition, as plain rows."""
    lives = homes_on(session, on)
    found: dict[str, list[Any]] = {}
    for row in plain(session.execute(select(*_RECEIVED).where(where).order_by(entitlement.c.id))):
        found.setdefault(lives.get(row.person_id, row.household_id), []).append(row)
    return found


def receiving(session: Session, month: str, programmes: Sequence[str], on: date) -> dict[str, list[Any]]:
    """Household → its entitlements of these programmes in a month (YYYY-MM) or from a later one on, as plain rows.

    What belongs to a person stands with the household that counts them on a day, whichever account it is paid by.
    """
    return by_household(session, listed_from(month, programmes), on)


def proposed(session: Session) -> dict[str, str]:
    """Entitlement → the number of the adjustment that waits for a decision on it."""
    statement = select(adjustment.c.entitlement_id, adjustment.c.number).where(
        adjustment.c.state == "proposed"
    )
    return {row.entitlement_id: row.number for row in session.execute(statement)}


def open_events(session: Session) -> dict[str, Any]:
    """Household → the oldest event about it whose consequences are not all decided: its number and kind."""
    columns = (event.c.household_id, event.c.other_household_id, event.c.number, event.c.kind)
    found: dict[str, Any] = {}
    for row in session.execute(select(*columns).where(event.c.settled_on.is_(None)).order_by(event.c.id)):
        for household_id in (row.household_id, row.other_household_id):
            if household_id is not None:
                found.setdefault(household_id, row)
    return found


def repaired(month: Any) -> ColumnElement[Decimal]:
    """Yuan adjustments and runs found about a month of an entitlement, less what was taken back; refused ones aside.

    What a sealed roster lacked is no part of it: that brings what was paid up to the entitlement.
    """
    found = select(func.coalesce(func.sum(SIGNED), ZERO)).where(
        back_payment.c.entitlement_id == entitlement.c.id,
        back_payment.c.for_month == month,
        back_payment.c.state != "refused",
        (back_payment.c.adjustment_id.is_not(None)) | (back_payment.c.reassessment_id.is_not(None)),
    )
    return yuan(found.scalar_subquery())


def paid_in(
    session: Session, month: str, programmes: Sequence[str], *, ending: bool = False
) -> dict[str, list[Any]]:
    """Household → its entitlements of these programmes in a month (YYYY-MM), `monthly` with what repaired that month.

    What belongs to a person stands with the household that counted them as the month began, whichever was paid.
    `ending`: only those a decision has ended.
    """
    columns = entitlement.c
    statement = select(
        columns.id, columns.household_id, columns.programme, columns.person_id, columns.adjustment_id,
        yuan(columns.monthly + repaired(month)).label("monthly"),
    ).where(columns.programme.in_(programmes), in_force(entitlement, month))  # fmt: skip
    if ending:
        statement = statement.where(columns.ended_reason != "")
    lived = homes_on(session, date.fromisoformat(f"{month}-01") - timedelta(days=1))
    found: dict[str, list[Any]] = {}
    for row in plain(session.execute(statement.order_by(columns.id))):
        found.setdefault(lived.get(row.person_id, row.household_id), []).append(row)
    return found


def paid_now(session: Session, persons: Collection[str] | None = None) -> dict[tuple[str | None, str], str]:
    """Whose something is, everybody or these people, and its programme → the household whose account it is paid by, now or last."""
    columns = entitlement.c
    statement = select(columns.person_id, columns.programme, columns.household_id).where(
        columns.person_id.is_not(None) if persons is None else columns.person_id.in_(persons)
    )
    rows = session.execute(statement.order_by(columns.first_month, columns.id))
    return {(row.person_id, row.programme): row.household_id for row in rows}


def standards_before(session: Session, day: date) -> date | None:
    """The newest day before `day` whose standards a run has brought in."""
    found: date | None = session.scalar(
        select(func.max(run.c.standards_on)).where(
            run.c.state == "applied", run.c.cause == "standard", run.c.standards_on < day
        )
    )
    return found


def brought_in(session: Session, day: date) -> bool:
    """Whether a run for a new standard has brought in, or is bringing in, the standards of a day or of a later one."""
    statement = select(func.count()).where(
        run.c.state.in_(BEGUN), run.c.cause == "standard", run.c.standards_on >= day
    )
    return bool(session.scalar(statement))


def paid_since_before(session: Session, day: date, month: str) -> set[tuple[str, bool]]:
    """Programmes in force in a month (YYYY-MM) by a decision before a day, from its month or earlier; True for who is in an institution."""
    statement = (
        select(entitlement.c.programme, func.coalesce(person.c.in_institution, False))
        .join(decision, decision.c.id == entitlement.c.decision_id)
        .outerjoin(person, person.c.id == entitlement.c.person_id)
        .where(
            in_force(entitlement, month),
            entitlement.c.monthly > 0,
            entitlement.c.first_month <= f"{day:%Y-%m}",
            decision.c.decided_on < day,
        )
        .distinct()
    )
    return {(programme, bool(inside)) for programme, inside in session.execute(statement)}


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
    """Group → lines, yuan before, yuan after; lines left out by a person, or when carried out, are groups of their own."""
    name = case(
        (line.c.left_out != "", "left_out"), (line.c.excluded != "", "excluded"), else_=line.c.outcome
    )
    statement = (
        select(name, func.count(), func.sum(line.c.before), func.sum(line.c.after))
        .where(line.c.reassessment_id == run_id)
        .group_by(name)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in session.execute(statement)}


def listed_among(session: Session, run_id: str, households: Collection[str]) -> set[str]:
    """Which of these households a line that was not left out is about: as it is paid, or as it counts whose grant it is."""
    if not households:
        return set()
    lives = {who: home for who, home in homes_counted_last(session).items() if home in households}
    statement = select(line.c.household_id, line.c.person_id).where(
        line.c.reassessment_id == run_id,
        line.c.household_id.in_(households) | line.c.person_id.in_(lives),
        line.c.excluded == "",
    )
    return {lives.get(row.person_id, row.household_id) for row in session.execute(statement)}


def households_in(session: Session, run_id: str) -> int:
    """How many households the list speaks about."""
    return (
        session.scalar(
            select(func.count(line.c.household_id.distinct())).where(line.c.reassessment_id == run_id)
        )
        or 0
    )


SEALED = tuple(column.name for column in line.c if column.name != "left_out")
"""Columns under the seal: all that was there to be signed."""


def digest(session: Session, made: Reassessment) -> str:
    """SHA-256 over what the run says of itself and every column of every line in order: what was signed is applied."""
    told = (made.title, made.cause, made.standards_on.isoformat(), made.from_month, made.document)
    sha = hashlib.sha256("\x1f".join(told).encode())
    statement = select(*(line.c[name] for name in SEALED)).where(line.c.reassessment_id == made.id)
    statement = statement.order_by(line.c.position).execution_options(yield_per=5000)
    for row in session.connection().execute(statement):
        sha.update(b"\n")
        sha.update("\x1f".join(["" if value is None else str(value) for value in row]).encode())
    return sha.hexdigest()


def lines(session: Session, run_id: str, outcomes: Sequence[str] = ()) -> Iterator[Any]:
    """Lines in order, of some groups or all."""
    statement = select(line).where(line.c.reassessment_id == run_id).order_by(line.c.position)
    if outcomes:
        statement = statement.where(
            line.c.outcome.in_(outcomes), line.c.excluded == "", line.c.left_out == ""
        )
    yield from session.connection().execute(statement.execution_options(yield_per=5000))


def page(session: Session, run_id: str, outcome: str, text: str, *, limit: int) -> list[Any]:
    """One page of the list with names, the largest changes first; `owner` is whose a personal line is."""
    owner = person.alias("owner")
    statement = (
        select(
            line.c.position, line.c.household_id, line.c.programme, line.c.outcome, line.c.before, line.c.after, line.c.reason,
            line.c.excluded, line.c.left_out, household.c.number, household.c.village, person.c.name, owner.c.name.label("owner"),
        )
        .join(household, household.c.id == line.c.household_id)
        .join(person, person.c.id == household.c.head_id)
        .outerjoin(owner, owner.c.id == line.c.person_id)
        .where(line.c.reassessment_id == run_id)
        .order_by(func.abs(line.c.after - line.c.before).desc(), line.c.position)
        .limit(limit)
    )  # fmt: skip
    if outcome in {"excluded", "left_out"}:
        statement = statement.where(line.c[outcome] != "")
    elif outcome:
        statement = statement.where(line.c.outcome == outcome, line.c.excluded == "", line.c.left_out == "")
    if text.strip():
        statement = statement.where(named_like(text.strip(), household.c.number))
    return list(session.execute(statement))


def exclude(session: Session, run_id: str, position: int, reason: str) -> None:
    """Mark a line as left out, with the makeups of the same household and programme."""
    chosen = select(line.c.household_id, line.c.programme, line.c.person_id).where(
        line.c.reassessment_id == run_id, line.c.position == position
    )
    for row in session.execute(chosen).all():
        same = (line.c.household_id == row.household_id) & (line.c.programme == row.programme)
        same &= line.c.person_id.is_(None) if row.person_id is None else line.c.person_id == row.person_id
        session.connection().execute(
            update(line)
            .where(
                line.c.reassessment_id == run_id,
                (line.c.position == position) | (same & (line.c.outcome == "makeup")),
            )
            .values(excluded=reason)
        )


def under_way(session: Session) -> Reassessment | None:
    """The run that is carried out in part."""
    return session.scalar(select(Reassessment).where(run.c.state == "applying"))


def last_place(session: Session, run_id: str) -> int:
    """The place of the last line of a list."""
    return session.scalar(select(func.max(line.c.position)).where(line.c.reassessment_id == run_id)) or 0


def runs(session: Session) -> list[Reassessment]:
    """Every run, the newest first."""
    return list(session.scalars(select(Reassessment).order_by(run.c.id.desc())))


def home_of(session: Session, household_id: str) -> Any:
    """A household with its head's name and phone."""
    statement = (
        select(household.c.village, household.c.head_id, person.c.name, person.c.phone)
        .join(person, person.c.id == household.c.head_id)
        .where(household.c.id == household_id)
    )
    return session.execute(statement).one()
