"""待遇 over time: a row ends with a month, the next one begins the month after; no amount is ever rewritten."""

from dataclasses import replace as copy
from datetime import date
from decimal import Decimal
from typing import Any

from jiuzhu.domain.application import Application
from jiuzhu.domain.approving import Decision, Entitlement
from jiuzhu.domain.calendar import month_after, month_of, months_later
from jiuzhu.domain.ids import new_id
from jiuzhu.domain.obligations import MAIN
from jiuzhu.errors import Refused
from jiuzhu.services.approval.obligations import replaced_by
from jiuzhu.services.approval.proposing import Proposal
from jiuzhu.services.casework.findings import ONCE
from jiuzhu.services.granting.back_paying import spread_anew
from jiuzhu.storage.unit import Unit


def grant(
    unit: Unit, application: Application, one: Proposal, decision: Decision, *, recheck: tuple[str, date]
) -> None:
    """What a favourable decision creates: one row for a household programme, one per person for the others.

    What the new programme replaces ends with the month before. Help given once creates no entitlement. `recheck` is the
    class and first day of the recheck of a main category.
    """
    if one.item.programme in ONCE:
        return
    month = decision.first_month
    replaced = replaced_by(unit, application, one)
    for old in replaced:
        end(old, month_after(month, -1), "expired" if old.ran_out(unit.today) else "replaced")
    figures = one.finding.figures
    persons = figures.get("persons")
    main = one.item.programme in MAIN
    parts = {"base": figures.get("base"), "addons": figures.get("addons")}
    whole: list[dict[str, Any]] = [{"member": None, "monthly": one.monthly}]
    shares: list[dict[str, Any]] = persons if isinstance(persons, list) else whole
    for share in shares:
        monthly = share["monthly"]
        base, addons = (share.get(name, whole_sum) for name, whole_sum in parts.items())
        unit.add(
            Entitlement(
                household_id=application.household_id,
                application_id=application.id,
                decision_id=decision.id,
                programme=one.item.programme,
                person_id=share["member"],
                monthly=monthly,
                base=base if isinstance(base, Decimal) and monthly else monthly,
                addons=addons if isinstance(addons, Decimal) and monthly else Decimal(0),
                first_month=month,
                recheck_class=recheck[0] if main else "",
                next_recheck_on=recheck[1] if main else None,
                care=share.get("care", ""),
                support="dispersed" if one.item.programme == "tekun" else "",
                valid_until=_valid_until(unit, one, decision),
            )
        )
    for old in replaced:
        spread_anew(unit, old.household_id, old.programme, month)


def _valid_until(unit: Unit, one: Proposal, decision: Decision) -> date | None:
    """刚性支出困难家庭 is recognised for twelve months at most [GX57 Art 10]."""
    if one.item.programme != "rigid":
        return None
    standards = unit.desk.policy.in_force(unit.desk.office.district, decision.decided_on)
    return months_later(decision.decided_on, standards.number("rigid.valid.months"))


def end(entitlement: Entitlement, last_month: str, reason: str) -> None:
    """The entitlement is paid up to `last_month` (YYYY-MM) and no longer; `reason` is a code of `end_reason`.

    A row that would end before it begins was never due: it ends with the month before its first. What a decision ended
    with that month or a taper ends with it stays as it is. A recognition that ran out in an earlier month ended with that
    one, whatever follows it.
    """
    if entitlement.valid_until is not None and month_of(entitlement.valid_until) < last_month:
        last_month, reason = month_of(entitlement.valid_until), "expired"
    if entitlement.last_month and entitlement.last_month < last_month:
        raise Refused(
            f"这项待遇发放到 {entitlement.last_month} 为止，不能延长到 {last_month}。没有改动任何内容；"
            "需要继续救助的，请重新申请。"
        )
    if entitlement.last_month == last_month and entitlement.ended_reason:
        return
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
    care: str = "",
    until_month: str = "",
) -> Entitlement:
    """The same entitlement with other yuan a month from `from_month` (YYYY-MM); returns the new row.

    `care` is another level of care, "" when it stays; `until_month` the last month of a taper. Refused for what a
    decision has ended: nothing that ended begins again by an adjustment.
    """
    if entitlement.ended_reason:
        raise Refused(
            f"这项待遇已在 {entitlement.last_month} 终止或改为另一金额，不能再调整。没有改动任何内容。"
        )
    recheck = entitlement.next_recheck_on
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
            last_month=until_month,
            recheck_class=entitlement.recheck_class,
            class_reason=entitlement.class_reason,
            next_recheck_on=recheck,
            adjustment_id=adjustment_id,
            care=care or entitlement.care,
            support=entitlement.support,
            valid_until=entitlement.valid_until,
        )
    )
    end(entitlement, month_after(from_month, -1), "adjusted")
    return made


def move(unit: Unit, entitlement: Entitlement, household_id: str, from_month: str) -> Entitlement:
    """The same entitlement of a person paid to another household from a month that is still to be paid; returns its row.

    One that begins then or later only changes its household.
    """
    if entitlement.first_month >= from_month:
        entitlement.household_id = household_id
        return entitlement
    made = unit.add(
        copy(entitlement, id=new_id(), household_id=household_id, first_month=from_month, version=1)
    )
    end(entitlement, month_after(from_month, -1), "moved")
    return made
