"""What a signed adjustment does to its entitlement: from when, until when, why it ends, of which past months it speaks."""

from decimal import Decimal

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.assessment import changing
from jiuzhu.domain.assessment.changing import Change
from jiuzhu.domain.calendar import last_day, month_after, month_of, months_between
from jiuzhu.domain.deadlines import changed_month, next_recheck
from jiuzhu.domain.granting import Adjustment, Reassessment
from jiuzhu.domain.household import Household, HouseholdEvent
from jiuzhu.domain.money import shown
from jiuzhu.errors import Refused
from jiuzhu.services.granting import consequences, entitling
from jiuzhu.services.granting.back_paying import spread_anew
from jiuzhu.services.granting.past_months import flag_past_months
from jiuzhu.storage.queries import entitlements as entitlement_rows
from jiuzhu.storage.unit import Unit

_BY_CAUSE = {
    "own_request": "own_request",
    "fraud": "fraud",
    "expired": "expired",
    "refused_check": "not_cooperating",
    "refused_jobs": "not_cooperating",
    "refused_work": "not_cooperating",
}
"""Cause of an adjustment → why a grant ended; all others say that the household no longer fits."""
_BY_EVENT = {"death": "death", "imprisoned": "imprisoned", "move_out": "moved", "merge": "merged"}
"""Event that left nobody of a grant → why it ended."""
_BY_TEKUN_EVENT = {"recovered": "ability_regained", "support": "obligor"}


def require_current(unit: Unit, row: Adjustment, entitlement: Entitlement) -> Change:
    """What follows now. Refuse what was proposed about another amount, or on facts and standards that lead elsewhere by now."""
    again = "没有改动任何内容；请不同意这件调整，再按现在的情况重新提出。"
    if entitlement.ended_reason or entitlement.monthly != row.old_monthly:
        rows = entitlement_rows.rows_of_grant(
            unit.session, row.household_id, row.programme, entitlement.person_id
        )
        now = rows[-1]
        told = f"已在 {now.last_month} 终止" if now.ended_reason else f"现在每月 {shown(now.monthly)} 元"
        raise Refused(f"提出以后这项待遇已经改变：提出时每月 {shown(row.old_monthly)} 元，{told}。{again}")
    standards_on = unit.today
    if row.reassessment_id:
        standards_on = max(standards_on, unit.get(Reassessment, row.reassessment_id).standards_on)
    found = consequences.follows(unit, entitlement, row.event_id or "", standards_on)
    if (found.kind, found.monthly) != (row.found_kind, row.found_monthly):
        raise Refused(
            f"提出以后户情或标准有变化：提出时按规定{_told(unit, row.found_kind, row.found_monthly)}，"
            f"现在{_told(unit, found.kind, found.monthly)}。{again}"
        )
    return found


def _told(unit: Unit, kind: str, monthly: Decimal) -> str:
    labels = {
        **unit.desk.codes["adjustment_kind"].labels,
        changing.KEEP: "不变",
        changing.BY_HAND: "要人工核定",
    }
    return (
        labels[kind]
        if kind in {changing.STOP, changing.BY_HAND}
        else f"{labels[kind]}，每月 {shown(monthly)} 元"
    )


def carry_out(unit: Unit, row: Adjustment, entitlement: Entitlement) -> None:
    """Let the entitlement follow from the month the kind of change holds from; a later signature never reaches back.

    More begins with the present month at the earliest, and never before the grant: what moved here begins later.
    Less, nothing and 渐退 begin with the month after the signature; 渐退 keeps its full length.
    """
    earliest = month_of(unit.today) if row.kind == changing.RAISE else changed_month(unit.today)
    month = max(row.from_month, earliest, entitlement.first_month)
    if row.kind == changing.TAPER:
        row.until_month = month_after(row.until_month, months_between(row.from_month, month))
    elif row.until_month and row.until_month < month:
        raise Refused(f"渐退到 {row.until_month} 为止，不能再从 {month} 起调整。没有改动任何内容。")
    row.from_month = month
    if row.kind == changing.STOP:
        entitling.end(entitlement, month_after(month, -1), _end_reason(unit, row, entitlement))
    else:
        tapered = entitlement.tapers
        made = entitling.replace(
            unit,
            entitlement,
            month,
            monthly=row.new_monthly,
            base=row.new_base,
            addons=row.new_addons,
            adjustment_id=row.id,
            care=row.new_care,
            until_month=row.until_month,
        )
        if made.tapers:
            made.next_recheck_on = last_day(made.last_month)
        elif tapered:
            made.next_recheck_on = next_recheck(
                unit.today,
                made.recheck_class or "B",
                unit.desk.policy.in_force(unit.desk.office.district, unit.today),
                unit.desk.calendar,
            ).day
    spread_anew(unit, row.household_id, row.programme, month)
    if row.since_month:
        flag_past_months(unit, row, entitlement)


def _end_reason(unit: Unit, row: Adjustment, entitlement: Entitlement) -> str:
    """Why a grant ends (code table end_reason): what happened to the one it is for, else the cause of the adjustment."""
    event = unit.get(HouseholdEvent, row.event_id) if row.event_id else None
    if entitlement.ran_out(unit.today):
        return "expired"
    by_cause = _BY_CAUSE.get(row.cause, "over_limit")
    if event is None or row.cause in _BY_CAUSE:
        return by_cause
    if row.programme == "tekun" and event.kind in _BY_TEKUN_EVENT:
        return _BY_TEKUN_EVENT[event.kind]
    home_ended = unit.get(Household, row.household_id).ended_on is not None
    its_own = entitlement.person_id is not None and entitlement.person_id == event.person_id
    return _BY_EVENT.get(event.kind, by_cause) if home_ended or its_own else by_cause
