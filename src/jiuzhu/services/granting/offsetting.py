"""相抵: what a sealed month owes a family nobody could pay, and what an adjustment takes back of that month, cancel out.

Otherwise a family, or its heirs, would be asked to give back money that was never paid.
"""

from collections.abc import Collection
from decimal import Decimal

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.granting import BackPayment, MonthRoster
from jiuzhu.services.granting.back_paying import split
from jiuzhu.storage.queries import back_payments as repair_rows
from jiuzhu.storage.unit import Unit

_SAID = "这个月没有发过，补发与追回相抵，都不办理"


def set_off(unit: Unit, seal: MonthRoster, unpaid: Collection[tuple[str, str | None]]) -> None:
    """Cancel what is open both ways for the month of one grant.

    `unpaid`: households of the sealed roster nobody could be paid through, and persons who were not paid beside others.
    """
    unit.session.flush()
    for owed in repair_rows.open_lacking(unit.session, seal.programme, seal.month):
        paid_to = unit.get(Entitlement, owed.entitlement_id).household_id
        if (paid_to, None) not in unpaid and (paid_to, owed.person_id) not in unpaid:
            continue
        for taken in repair_rows.open_taken_back(unit.session, owed):
            part = min(owed.amount, taken.amount)
            done = part == owed.amount
            _cancel(unit, taken, part)
            _cancel(unit, owed, part)
            if done:
                break


def _cancel(unit: Unit, row: BackPayment, part: Decimal) -> None:
    """Yuan of a repaired month stand as cancelled; the rest of it stays as it is."""
    if part < row.amount:
        row.amount -= part
        row = split(unit, row, "", part)
    row.state, row.pay_month = "offset", ""
    row.reason = f"{row.reason}；{_SAID}"
    row.decided_by, row.decided_on = unit.actor.operator_id, unit.today
