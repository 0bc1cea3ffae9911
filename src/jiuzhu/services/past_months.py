"""Past months a change reaches back into: each held against the standard of its own month, flagged for a decision."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.assessment import changing
from jiuzhu.domain.assessment.assess import assess
from jiuzhu.domain.assessment.finding import ENTITLED
from jiuzhu.domain.calendar import month_after
from jiuzhu.domain.granting import Adjustment, BackPayment
from jiuzhu.services.household_facts import facts_on
from jiuzhu.storage.queries import changes as queries
from jiuzhu.storage.queries import obligations
from jiuzhu.storage.unit import Unit

_ZERO = Decimal(0)


def flag_past_months(unit: Unit, row: Adjustment, since: str) -> None:
    """Every month from `since` to before the change that was paid otherwise, flagged once for a decision.

    A month is repaired to what its own standard gives, and against what was paid in it, whichever grant paid it.
    """
    wanted = row.programme, _person_of(unit, row)
    paid = [
        one
        for one in obligations.every(unit.session, row.household_id)
        if (one.programme, one.person_id) == wanted and one.household_id == row.household_id
    ]
    due = _due(unit, row)
    month = since
    while month < row.from_month:
        grant = next((one for one in paid if _pays(one, month)), None)
        if grant is not None and not queries.back_payments_of(unit.session, grant.id, month):
            _flag(unit, row, grant, month, due(grant, month) - grant.monthly)
        month = month_after(month)


def _person_of(unit: Unit, row: Adjustment) -> str | None:
    return unit.get(Entitlement, row.entitlement_id or "").person_id


def _pays(grant: Entitlement, month: str) -> bool:
    return grant.first_month <= month and (not grant.last_month or month <= grant.last_month)


def _due(unit: Unit, row: Adjustment) -> Callable[[Entitlement, str], Decimal]:
    """Yuan that were due in a month.

    A change that follows the figures of the household is worked out for each month; any other, set by hand or a
    taper, differs by as much as it was decided to.
    """

    def on(day: date) -> Decimal | None:
        facts = facts_on(unit, row.household_id, day)
        finding = assess(facts, unit.desk.policy, unit.desk.calendar).findings.get(row.programme)
        monthly = finding.figures.get("monthly") if finding and finding.result == ENTITLED else None
        return monthly if isinstance(monthly, Decimal) else None

    if row.kind == changing.STOP:
        return lambda _grant, _month: _ZERO
    difference = row.new_monthly - row.old_monthly
    if row.programme != "dibao" or row.kind == changing.TAPER or on(row.proposed_on) != row.new_monthly:
        return lambda grant, _month: max(grant.monthly + difference, _ZERO)

    def worked_out(grant: Entitlement, month: str) -> Decimal:
        found = on(date.fromisoformat(f"{month}-01"))
        return found if found is not None else max(grant.monthly + difference, _ZERO)

    return worked_out


def _flag(unit: Unit, row: Adjustment, grant: Entitlement, month: str, difference: Decimal) -> None:
    if not difference:
        return
    unit.add(
        BackPayment(
            household_id=row.household_id,
            entitlement_id=grant.id,
            adjustment_id=row.id,
            programme=row.programme,
            person_id=grant.person_id,
            kind="makeup" if difference > 0 else "clawback",
            for_month=month,
            amount=abs(difference),
            reason=f"{row.number}：{row.reason}",
            proposed_by=row.proposed_by,
            proposed_on=unit.today,
        )
    )
