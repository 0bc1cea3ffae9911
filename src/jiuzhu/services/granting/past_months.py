"""What an adjustment says about months already paid: each is assessed on its own and flagged for a decision."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.assessment import changing
from jiuzhu.domain.calendar import month_after, month_of
from jiuzhu.domain.granting import Adjustment, BackPayment
from jiuzhu.services.granting import consequences, holding
from jiuzhu.storage.queries import back_payments as repair_rows
from jiuzhu.storage.queries import entitlements as entitlement_rows
from jiuzhu.storage.unit import Unit

_ZERO = Decimal("0.00")
_AS_KNOWN = frozenset({changing.TAPER, changing.BY_HAND})
"""What says nothing about a past month: it stays as paid and repaired. 渐退 begins with its decision, never before."""
_AS_DECIDED = _AS_KNOWN | {changing.KEEP, changing.CUT}
"""What leaves a month of 渐退 as it was decided."""


@dataclass(slots=True)
class _Found:
    """What is on record about one past month beside its rows, in yuan: more is positive, kept back negative."""

    due: Decimal = _ZERO  # what adjustments and runs said it should have been more, whatever was decided
    unpaid: Decimal = _ZERO  # what was refused, so that the month stayed as it was paid

    def add(self, one: BackPayment) -> None:
        """Reckon with one record; a refused difference of a seal says only that the rows were not paid."""
        signed = one.amount if one.kind == "makeup" else -one.amount
        if one.adjustment_id or one.reassessment_id:
            self.due += signed
        if one.state == "refused":
            self.unpaid += signed

    def lacking(self, had: Decimal, should: Decimal) -> Decimal:
        """Yuan to make up (negative: to take back) of a month whose rows had and should have had so much.

        What was refused is not asked for again, and never taken back: it was not paid.
        """
        open_ = should - (had + self.due - self.unpaid)
        if open_ * self.unpaid <= 0:
            return open_
        return _ZERO if abs(open_) <= abs(self.unpaid) else open_ - self.unpaid


def flag_past_months(unit: Unit, row: Adjustment, entitlement: Entitlement) -> None:
    """Every month from `row.since_month` to before the change that was paid otherwise than it should have been.

    All rows of the grant count, each month on its own facts and standards, less what was found about it before.
    """
    grant = (unit.session, row.household_id, row.programme, entitlement.person_id)
    rows = entitlement_rows.rows_of_grant(*grant)
    found: defaultdict[str, _Found] = defaultdict(_Found)
    for one in repair_rows.repairs_of_grant(*grant):
        found[one.for_month].add(one)
    month = max(row.since_month, rows[0].first_month)
    while month < min(row.from_month, month_after(month_of(unit.today))):
        paid = [one for one in rows if one.covers(month)]
        if paid:
            had = sum((one.monthly for one in paid), _ZERO)
            known = had + found[month].due
            should = _due(unit, row, paid[-1], month, had, known=known)
            if paid[-1].id != entitlement.id:  # what this adjustment itself lifts does not stand against it
                should = holding.due_in(unit, paid[-1], known, should, chosen=holding.set_by_person(row))
            difference = found[month].lacking(had, should)
            if difference:
                _flag(unit, row, paid[-1], month, difference)
        month = month_after(month)


def _due(
    unit: Unit, row: Adjustment, paid: Entitlement, month: str, had: Decimal, *, known: Decimal
) -> Decimal:
    """Yuan a past month should have been: as far from `known` as a person set, else what its own facts say."""
    if holding.set_by_person(row):
        return _ZERO if row.kind == changing.STOP else max(known + row.new_monthly - row.old_monthly, _ZERO)
    change = consequences.follows_in(unit, paid, month, row.event_id or "")
    if change.kind in (_AS_DECIDED if consequences.tapered(unit, paid) else _AS_KNOWN):
        return known
    return had if change.kind == changing.KEEP else change.monthly


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
