"""What a person or a ground of the law set stands until a person lifts it; the figures only say what they would give.

民发〔2021〕57号 Art 34; 渝 TL Art 29. Derived from the signed adjustment that made an entitlement what it is: no mark is kept.
"""

from decimal import Decimal
from typing import Any

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.assessment import changing
from jiuzhu.domain.assessment.changing import GROUNDS, Change
from jiuzhu.domain.granting import Adjustment
from jiuzhu.domain.money import shown
from jiuzhu.storage.queries import adjustments as adjustment_rows
from jiuzhu.storage.unit import Unit

_NO_AMOUNT = frozenset({changing.STOP, changing.TAPER, changing.BY_HAND})


def set_by_person(row: Any) -> bool:
    """Whether an adjustment says something else than the figures of its day asked for."""
    return row.cause in GROUNDS or (row.kind, row.new_monthly) != (row.found_kind, row.found_monthly)


def held_by(unit: Unit, row: Entitlement) -> Adjustment | None:
    """The adjustment by which a person set what an entitlement is now; None where it follows from the figures."""
    if row.adjustment_id is None:
        return None
    made = unit.get(Adjustment, row.adjustment_id)
    return made if set_by_person(made) else None


def told(row: Any) -> str:
    """An adjustment that stands, in words."""
    return (
        f"依 {row.decided_on} 签署的调整 {row.number}（{row.reason}）定为每月 {shown(row.new_monthly)} 元，"
        "恢复或变更须另行提出"
    )


def hold(change: Change, row: Entitlement, by: Adjustment) -> Change:
    """What figures lead to, for an entitlement a person set: nothing while they are what they were, else a person's matter.

    Whom the figures leave nothing is stopped all the same, unless a person had granted it although they left nothing.
    """
    stays = change._replace(
        kind=changing.KEEP,
        monthly=row.monthly,
        base=row.monthly - row.addons,
        addons=row.addons,
        care="",
        until_month=row.last_month,
        clause=by.clause,
        reason=told(by),
    )
    if change.kind == changing.KEEP or _as_found(change, by):
        return stays
    if change.kind == changing.STOP and by.found_kind not in _NO_AMOUNT:
        return change
    return stays._replace(kind=changing.BY_HAND, reason=f"{told(by)}；现在{_figures(change)}，请人工核定")


def _as_found(change: Change, by: Adjustment) -> bool:
    """Whether the figures ask for what they asked for when the person set it otherwise."""
    if changing.BY_HAND in {change.kind, by.found_kind}:
        return False
    if change.kind in _NO_AMOUNT or by.found_kind in _NO_AMOUNT:
        return change.kind == by.found_kind
    return change.monthly == by.found_monthly


def _figures(change: Change) -> str:
    if change.kind in _NO_AMOUNT:
        return change.reason
    return f"按家庭情况为每月 {shown(change.monthly)} 元"


def due_in(unit: Unit, row: Entitlement, known: Decimal, due: Decimal, *, chosen: bool) -> Decimal:
    """Yuan a past month of `row` should have been, `due` by the figures or, `chosen`, by another decision of a person.

    A cut by law is never paid back; the rest stands, as it was paid and repaired, until a person sets it otherwise.
    """
    by = held_by(unit, row)
    if by is None:
        return due
    if by.cause in GROUNDS:
        return min(due, known)
    return due if chosen else known


def standing(unit: Unit, rows: list[Any]) -> dict[str, str]:
    """Id of an entitlement, of plain rows with their `adjustment_id` → by which decision of a person it stands."""
    made = {one.id: told(one) for one in adjustment_rows.set_otherwise(unit.session) if set_by_person(one)}
    return {row.id: made[row.adjustment_id] for row in rows if row.adjustment_id in made}
