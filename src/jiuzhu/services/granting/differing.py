"""A child's full allowance becomes the difference with the decision that grants its family 低保 [民发〔2019〕62号]."""

from jiuzhu.domain.approving import Decision, Entitlement
from jiuzhu.domain.assessment import changing
from jiuzhu.domain.assessment.changing import Change
from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.granting import Adjustment
from jiuzhu.domain.household import Person
from jiuzhu.domain.money import shown
from jiuzhu.errors import Refused
from jiuzhu.services.granting import consequences, holding
from jiuzhu.services.granting.following import carry_out
from jiuzhu.storage.queries import obligations
from jiuzhu.storage.unit import Unit

_CHILD = "unsupported_child"


def to_difference(unit: Unit, decisions: list[Decision], household_id: str, proposed_by: str) -> None:
    """Adjust what the children of a household get beside the 低保 that was just granted, from its first month on.

    The adjustment is signed with the decision, by the same person, and has a notice of its own. Nothing is paid twice:
    where the difference cannot be told, the signature is refused until a person has set it.
    """
    decision = next((one for one in decisions if one.programme == "dibao" and one.first_month), None)
    if decision is None:
        return
    for row in obligations.not_ended(unit.session, household_id, decision.first_month):
        if row.programme != _CHILD or row.ended_reason or holding.held_by(unit, row) is not None:
            continue
        change = consequences.follows(unit, row)
        if change.kind == changing.KEEP:
            continue
        if change.kind != changing.CUT:
            raise Refused(_untold(unit, row, change))
        adjustment = unit.add(_signed(unit, row, change, decision, proposed_by))
        carry_out(unit, adjustment, row)


def _untold(unit: Unit, row: Entitlement, change: Change) -> str:
    name = unit.get(Person, row.person_id).name if row.person_id else "本户儿童"
    label = unit.desk.label("item", _CHILD)
    return (
        f"{name}正在享受{label}每月 {shown(row.monthly)} 元，低保确认后要改按补差发放，现在算不出补差：{change.reason}。"
        "没有改动任何内容；请先在“监测—户情变动”里核对父母情形，或用“人工核定”把它改为补差，再签署低保。"
    )


def _signed(unit: Unit, row: Entitlement, change: Change, decision: Decision, proposed_by: str) -> Adjustment:
    begun = decision.first_month <= month_of(
        unit.today
    )  # 低保 of the present month: what is paid beside it is looked at
    return Adjustment(
        number=unit.number("adjustment"),
        household_id=row.household_id,
        entitlement_id=row.id,
        programme=row.programme,
        kind=change.kind,
        cause="granted",
        state="approved",
        old_monthly=row.monthly,
        new_monthly=change.monthly,
        new_base=change.base,
        new_addons=change.addons,
        found_kind=change.kind,
        found_monthly=change.monthly,
        since_month=decision.first_month if begun else "",
        from_month=decision.first_month,
        reason=f"低保从 {decision.first_month} 起发放，改按补差发放",
        clause=change.clause,
        evidence=f"低保审核确认 {decision.number}",
        proposed_by=proposed_by,
        proposed_on=unit.today,
        decided_by=unit.actor.operator_id,
        decided_on=unit.today,
        notice_due_on=decision.notice_due_on,
    )
