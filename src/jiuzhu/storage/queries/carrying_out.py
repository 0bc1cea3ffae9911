"""What carrying out a signed list asks: what is not any more as the list says, and what is left out with its reason."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from jiuzhu.storage.queries.arriving import homes_counted_last
from jiuzhu.storage.queries.month_rosters import yuan
from jiuzhu.storage.queries.reassessing import (
    AT_ONCE,
    adjustment,
    application,
    back_payment,
    by_household,
    entitlement,
    line,
    listed_from,
    operator,
    repaired,
    run,
)


def changed_in(session: Session, run_id: str) -> dict[str, list[int]]:
    """Household → the places of its lines that would change something and are not left out.

    What belongs to a person stands with the household that counts them, or counted them last, whichever pays it.
    """
    statement = select(line.c.household_id, line.c.person_id, line.c.position).where(
        line.c.reassessment_id == run_id,
        line.c.outcome.in_(("changed", "lost")),
        line.c.excluded == "",
        line.c.left_out == "",
    )
    lives = homes_counted_last(session)
    found: dict[str, list[int]] = {}
    for row in session.execute(statement.order_by(line.c.position)):
        found.setdefault(lives.get(row.person_id, row.household_id), []).append(row.position)
    return found


def leave_out_repaired(session: Session, run_id: str, reason: str) -> int:
    """Mark the months to be made up that were paid or repaired otherwise since the list was made; how many."""
    statement = (
        select(line.c.position)
        .join(entitlement, entitlement.c.id == line.c.entitlement_id)
        .where(
            line.c.reassessment_id == run_id,
            line.c.outcome == "makeup",
            line.c.excluded == "",
            line.c.left_out == "",
            yuan(entitlement.c.monthly + repaired(line.c.for_month)) != line.c.before,
        )
    )
    positions = list(session.scalars(statement))
    leave_out_lines(session, run_id, positions, reason)
    return len(positions)


def leave_out_lines(session: Session, run_id: str, positions: Sequence[int], reason: str) -> None:
    """Mark lines as not carried out."""
    for start in range(0, len(positions), AT_ONCE):
        session.connection().execute(
            update(line)
            .where(line.c.reassessment_id == run_id, line.c.position.in_(positions[start : start + AT_ONCE]))
            .values(left_out=reason)
        )


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


def leave_out(
    session: Session, run_id: str, entitlement_ids: Sequence[str], reason: str, *, past: bool = True
) -> None:
    """Mark what the list says of these entitlements as not carried out; `past`: of past months too."""
    outcomes = () if past else ("makeup",)
    for start in range(0, len(entitlement_ids), AT_ONCE):
        session.connection().execute(
            update(line)
            .where(
                line.c.reassessment_id == run_id,
                line.c.entitlement_id.in_(entitlement_ids[start : start + AT_ONCE]),
                line.c.outcome.not_in(outcomes),
            )
            .values(left_out=reason)
        )


def waiting(session: Session, run_id: str) -> dict[str, str]:
    """Entitlement of the list → the number of the adjustment that waits for a decision on it."""
    statement = (
        select(adjustment.c.entitlement_id, adjustment.c.number)
        .join(line, line.c.entitlement_id == adjustment.c.entitlement_id)
        .where(line.c.reassessment_id == run_id, adjustment.c.state == "proposed")
    )
    return {row.entitlement_id: row.number for row in session.execute(statement)}


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
            run.c.state == "applied",
            ~since.exists(),
        )
    )
    return session.scalar(statement) or ""


def unlisted(
    session: Session, run_id: str, month: str, programmes: Sequence[str], on: date
) -> dict[str, list[Any]]:
    """As `receiving`, of what the list does not know: granted, or changed, after it was made."""
    listed = select(line.c.entitlement_id).where(
        line.c.reassessment_id == run_id, line.c.entitlement_id.is_not(None)
    )
    return by_household(session, listed_from(month, programmes) & entitlement.c.id.not_in(listed), on)


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


def changed_since(session: Session, run_id: str) -> list[str]:
    """Entitlements that are no longer what the list says they were."""
    statement = (
        select(entitlement.c.id)
        .join(line, line.c.entitlement_id == entitlement.c.id)
        .where(
            line.c.reassessment_id == run_id,
            line.c.excluded == "",
            line.c.outcome.in_(("changed", "lost")),
            (entitlement.c.monthly != line.c.before) | (entitlement.c.last_month != ""),
        )
    )
    return list(session.scalars(statement))


def ended_since(session: Session, run_id: str, month: str) -> list[Any]:
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
            line.c.reassessment_id == run_id,
            line.c.outcome == "changed",
            line.c.excluded == "",
            line.c.left_out == "",
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
