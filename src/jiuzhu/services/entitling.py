"""待遇 over time: a row ends with a month, the next one begins the month after; no amount is ever rewritten."""

from decimal import Decimal

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.calendar import month_after
from jiuzhu.errors import Refused
from jiuzhu.storage.unit import Unit


def end(entitlement: Entitlement, last_month: str, reason: str) -> None:
    """The entitlement is paid up to `last_month` (YYYY-MM) and no longer; `reason` is a code of `end_reason`.

    A row that would end before it begins was never due: it ends with the month before its first.
    """
    if entitlement.last_month and entitlement.last_month <= last_month:
        raise Refused(
            f"这项待遇已在 {entitlement.last_month} 终止，不能再改为 {last_month}。没有改动任何内容。"
        )
    entitlement.last_month = max(last_month, month_after(entitlement.first_month, -1))
    entitlement.ended_reason = reason
    entitlement.next_recheck_on = None


def replace(
    unit: Unit,
    entitlement: Entitlement,
    from_month: str,
    *,
    monthly: Decimal,
    base: Decimal,
    addons: Decimal,
    adjustment_id: str,
) -> Entitlement:
    """The same entitlement with other yuan a month from `from_month` (YYYY-MM); returns the new row."""
    recheck = entitlement.next_recheck_on
    last = entitlement.last_month
    made = unit.add(
        Entitlement(
            household_id=entitlement.household_id,
            application_id=entitlement.application_id,
            decision_id=entitlement.decision_id,
            programme=entitlement.programme,
            person_id=entitlement.person_id,
            monthly=monthly,
            base=base,
            addons=addons,
            first_month=from_month,
            last_month=last,
            recheck_class=entitlement.recheck_class,
            next_recheck_on=recheck,
            adjustment_id=adjustment_id,
            care=entitlement.care,
            support=entitlement.support,
            valid_until=entitlement.valid_until,
        )
    )
    entitlement.last_month = ""
    end(entitlement, month_after(from_month, -1), "adjusted")
    return made
