"""What carrying out a signed list asks: what is not any more as the list says, and what is left out with its reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from jiuzhu.domain.granting import BEGUN
from jiuzhu.storage.queries.arriving import homes_counted_last
from jiuzhu.storage.queries.month_rosters import yuan
from jiuzhu.storage.queries.reassessing import (
    AT_ONCE,
    adjustment,
    application,
    back_payment,
    by_household,
    entitlement,
    last_place,
    line,
    listed_from,
    operator,
    repaired,
    run,
)

WORK = ("changed", "lost", "makeup")
"""Outcomes of lines that change something when they are carried out."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Neighbouring lines of a signed list, by their places: what one turn carries out."""

    run_id: str
    after: int  # the last place carried out before
    until: int  # the last place of this portion

    def holds(self, *outcomes: str) -> ColumnElement[bool]:
        """Its lines, of these outcomes, that are not left out."""
        found = (
            (line.c.reassessment_id == self.run_id)
            & (line.c.position > self.after)
            & (line.c.position <= self.until)
            & (line.c.excluded == "")
            & (line.c.left_out == "")
        )
        return found & line.c.outcome.in_(outcomes) if outcomes else found


def next_portion(session: Session, run_id: str, after: int, size: int) -> Portion:
    """What follows a place: so many lines that change something and what stands between; to the end when there are fewer.

    A grant is never carried out by half: what is decided about it meanwhile would be reckoned from one half alone.
    """
    of_run = line.c.reassessment_id == run_id
    statement = select(line.c.position, line.c.household_id, line.c.person_id, line.c.programme).where(
        of_run, line.c.position > after, line.c.outcome.in_(WORK)
    )
    found = session.execute(statement.order_by(line.c.position).limit(size)).all()
    if len(found) == size:
        last = found[-1]
        same = (line.c.programme == last.programme) & line.c.person_id.is_not_distinct_from(last.person_id)
        if last.person_id is None:
            same &= line.c.household_id == last.household_id
        beyond = select(line.c.position).where(of_run, line.c.position > last.position, ~same)
        place = session.scalar(beyond.order_by(line.c.position).limit(1))
        if place is not None:
            return Portion(run_id, after, place - 1)
    return Portion(run_id, after, last_place(session, run_id))


def lines_of(session: Session, portion: Portion, outcome: str) -> list[Any]:
    """Lines of one outcome in order."""
    statement = select(line).where(portion.holds(outcome)).order_by(line.c.position)
    return list(session.connection().execute(statement))


def changed_in(session: Session, portion: Portion) -> dict[str, list[int]]:
    """Household → the places of its lines that would change what it gets.

    What belongs to a person stands with the household that counts them, or counted them last, whichever pays it.
    """
    statement = select(line.c.household_id, line.c.person_id, line.c.position).where(
        portion.holds("changed", "lost")
    )
    rows = session.execute(statement.order_by(line.c.position)).all()
    lives = homes_counted_last(session, {row.person_id for row in rows if row.person_id is not None})
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(lives.get(row.person_id, row.household_id), []).append(row.position)
    return found


def repaired_since(session: Session, portion: Portion) -> list[int]:
    """The places of months to be made up that were paid or repaired otherwise since the list was made."""
    statement = (
        select(line.c.position)
        .join(entitlement, entitlement.c.id == line.c.entitlement_id)
        .where(
            portion.holds("makeup"),
            yuan(entitlement.c.monthly + repaired(line.c.for_month)) != line.c.before,
        )
    )
    return list(session.scalars(statement))


def leave_out_lines(session: Session, run_id: str, positions: Sequence[int], reason: str) -> None:
    """Mark lines as not carried out."""
    for start in range(0, len(positions), AT_ONCE):
        session.connection().execute(
            update(line)
            .where(line.c.reassessment_id == run_id, line.c.position.in_(positions[start : start + AT_ONCE]))
            .values(left_out=reason)
        )


def told_apart(session: Session, run_id: str) -> list[Any]:
    """How many lines have one outcome and one reason for which they were left out, "" of those carried out."""
    statement = (
        select(line.c.outcome, line.c.left_out, func.count().label("lines"))
        .where(line.c.reassessment_id == run_id, line.c.excluded == "")
        .group_by(line.c.outcome, line.c.left_out)
    )
    return list(session.execute(statement))


def made_up(session: Session, run_id: str) -> int:
    """Past months of grants a run has made up; one that is paid in parts since is one."""
    months = select(back_payment.c.entitlement_id, back_payment.c.for_month).where(
        back_payment.c.reassessment_id == run_id
    )
    return session.scalar(select(func.count()).select_from(months.distinct().subquery())) or 0


def lines_left(session: Session, run_id: str, but: Sequence[str]) -> Iterator[Any]:
    """Lines not carried out for other reasons than `but`, but for past months."""
    statement = (
        select(line)
        .where(
            line.c.reassessment_id == run_id, line.c.left_out.not_in(("", *but)), line.c.outcome != "makeup"
        )
        .order_by(line.c.position)
    )
    yield from session.connection().execute(statement.execution_options(yield_per=5000))


def waiting(session: Session, portion: Portion) -> list[Any]:
    """Places of entitlements another adjustment of which waits for a decision, with its number."""
    statement = (
        select(line.c.position, adjustment.c.number)
        .join(adjustment, adjustment.c.entitlement_id == line.c.entitlement_id)
        .where(
            portion.holds(),
            adjustment.c.state == "proposed",
            adjustment.c.reassessment_id.is_distinct_from(portion.run_id),
        )
        .order_by(line.c.position)
    )
    return list(session.execute(statement))


def first_left_out(session: Session, entitlement_ids: Sequence[str]) -> str:
    """The first past month (YYYY-MM) a list that was carried out did not make up to these entitlements, "" without one.

    A month an adjustment that was signed has looked back at is settled.
    """
    since = select(adjustment.c.id).where(
        adjustment.c.entitlement_id.in_(entitlement_ids),
        adjustment.c.state == "approved",
        adjustment.c.since_month != "",
        adjustment.c.since_month <= line.c.for_month,
    )
    statement = (
        select(func.min(line.c.for_month))
        .join(run, run.c.id == line.c.reassessment_id)
        .where(
            line.c.entitlement_id.in_(entitlement_ids),
            line.c.outcome == "makeup",
            line.c.left_out != "",
            run.c.state.in_(BEGUN),
            ~since.exists(),
        )
    )
    return session.scalar(statement) or ""


def unlisted(
    session: Session, run_id: str, month: str, programmes: Sequence[str], on: date
) -> dict[str, list[Any]]:
    """As `receiving`, of what neither stands in the list nor came of it: granted, or changed, after it was made."""
    listed = select(line.c.entitlement_id).where(
        line.c.reassessment_id == run_id, line.c.entitlement_id.is_not(None)
    )
    by_it = select(adjustment.c.id).where(adjustment.c.reassessment_id == run_id)
    of_others = entitlement.c.adjustment_id.is_(None) | entitlement.c.adjustment_id.not_in(by_it)
    unknown = listed_from(month, programmes) & entitlement.c.id.not_in(listed) & of_others
    return by_household(session, unknown, on)


def keepers(session: Session, household_ids: Sequence[str]) -> dict[str, str]:
    """Household → the colleague at work who took its newest file."""
    found: dict[str, str] = {}
    for start in range(0, len(household_ids), AT_ONCE):
        statement = (
            select(application.c.household_id, application.c.clerk_id)
            .join(operator, operator.c.id == application.c.clerk_id)
            .where(
                application.c.household_id.in_(household_ids[start : start + AT_ONCE]),
                operator.c.ended_on.is_(None),
            )
            .order_by(application.c.id)
        )
        found.update((row.household_id, row.clerk_id) for row in session.execute(statement))
    return found


def changed_since(session: Session, portion: Portion) -> list[int]:
    """Places of entitlements that are no longer what the list says they were."""
    statement = (
        select(line.c.position)
        .join(entitlement, entitlement.c.id == line.c.entitlement_id)
        .where(
            portion.holds("changed", "lost"),
            (entitlement.c.monthly != line.c.before) | (entitlement.c.last_month != ""),
        )
        .order_by(line.c.position)
    )
    return list(session.scalars(statement))


def ended_since(session: Session, portion: Portion, month: str) -> list[Any]:
    """Raises of entitlements that have ended since the list was made, with a month (YYYY-MM) or a later one.

    By a decision, or as another account pays what follows. Plain rows with the household paid, the last month and the
    code of `end_reason`; nobody has found anything else about a month from `month` on.
    """
    found = select(back_payment.c.id).where(
        back_payment.c.entitlement_id == entitlement.c.id,
        back_payment.c.for_month >= month,
        back_payment.c.state != "refused",
    )
    statement = (
        select(
            line.c.position, line.c.entitlement_id, line.c.person_id, line.c.programme, line.c.before, line.c.after,
            entitlement.c.household_id, entitlement.c.last_month, entitlement.c.ended_reason,
        )
        .join(entitlement, entitlement.c.id == line.c.entitlement_id)
        .where(
            portion.holds("changed"),
            line.c.after > line.c.before,
            entitlement.c.monthly == line.c.before,
            entitlement.c.ended_reason != "",
            entitlement.c.last_month >= month,
            ~found.exists(),
        )
        .order_by(line.c.position)
    )  # fmt: skip
    return list(session.execute(statement))


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
