"""What an adjustment says about months already paid: each is assessed on its own and flagged for a decision."""

from decimal import Decimal

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.assessment import changing
from jiuzhu.domain.calendar import month_after
from jiuzhu.domain.granting import Adjustment, BackPayment
from jiuzhu.services.granting import consequences, holding
from jiuzhu.storage.queries import changes as queries
from jiuzhu.storage.unit import Unit

_ZERO = Decimal("0.00")
_AS_PAID = frozenset({changing.KEEP, changing.TAPER, changing.BY_HAND})
"""What a past month may have been without anything to repair: 渐退 begins with its decision, never before."""


def flag_past_months(unit: Unit, row: Adjustment, entitlement: Entitlement) -> None:
    """Every month from `row.since_month` to before the change that was paid otherwise than it should have been.

    All rows of the grant count, each month on its own facts and standards, less what was found about it before,
    whatever was decided about that.
    """
    grant = (unit.session, row.household_id, row.programme, entitlement.person_id)
    rows = queries.rows_of_grant(*grant)
    flagged: dict[str, Decimal] = {}
    for one in queries.repairs_of_grant(*grant):
        signed = one.amount if one.kind == "makeup" else -one.amount
        flagged[one.for_month] = flagged.get(one.for_month, _ZERO) + signed
    month = max(row.since_month, rows[0].first_month)
    while month < row.from_month:
        paid = [one for one in rows if one.covers(month)]
        if paid:
            had = sum((one.monthly for one in paid), _ZERO)
            due = _due(unit, row, paid[-1], month, had)
            if paid[-1].id != entitlement.id:  # what this adjustment itself lifts does not stand against it
                due = holding.due_in(unit, paid[-1], had, due)
            difference = due - had - flagged.get(month, _ZERO)
            if difference:
                _flag(unit, row, paid[-1], month, difference)
        month = month_after(month)


def _due(unit: Unit, row: Adjustment, paid: Entitlement, month: str, had: Decimal) -> Decimal:
    """Yuan a past month should have been: as much more or less as a person set, else what its own facts and standards say."""
    if (row.kind, row.new_monthly) != (row.found_kind, row.found_monthly):
        return _ZERO if row.kind == changing.STOP else max(had + row.new_monthly - row.old_monthly, _ZERO)
    change = consequences.follows_in(unit, paid, month, row.event_id or "")
    return had if change.kind in _AS_PAID else change.monthly


def _flag(unit: Unit, row: Adjustment, paid: Entitlement, month: str, difference: Decimal) -> None:
    unit.add(
        BackPayment(
            household_id=row.household_id,
            entitlement_id=paid.id,
            adjustment_id=row.id,
            programme=row.programme,
            person_id=paid.person_id,
            kind="makeup" if difference > 0 else "clawback",
            for_month=month,
            amount=abs(difference),
            reason=f"{row.number}：{row.reason}",
            proposed_by=row.proposed_by,
            proposed_on=unit.today,
        )
    )
