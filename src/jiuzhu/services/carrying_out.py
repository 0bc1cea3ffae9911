"""执行标准调整: a signed list is applied as one transaction, and nothing stops silently.

Who no longer fits gets a proposal that a person decides, who newly fits is invited.
"""

from typing import Any

from jiuzhu.domain.calendar import month_after, month_of
from jiuzhu.domain.granting import Reassessment
from jiuzhu.domain.ids import new_id
from jiuzhu.domain.money import shown
from jiuzhu.domain.transferring import Lead
from jiuzhu.errors import Refused
from jiuzhu.services.reassessing import one, require_sealed
from jiuzhu.storage.queries import reassessing as queries
from jiuzhu.storage.unit import Unit

_SEAL_EVERY = 2500


def apply(unit: Unit, run_id: str) -> int:
    """执行: an adjustment and the new amount for every changed line, in one transaction; returns how many.

    Who no longer fits gets a proposed stop for a person to decide; who newly fits becomes a lead. Refused, naming the
    households, when an entitlement changed since the list was made.
    """
    unit.require("pay")
    row = one(unit, run_id, "signed")
    require_sealed(unit, row)
    if row.from_month < month_of(unit.today):
        raise Refused(
            f"起始月份 {row.from_month} 已经过去，不能执行。没有改动任何内容；请作废后按新的月份重新制作。"
        )
    stale = queries.changed_since(unit.session, row.id)
    if stale:
        raise Refused(
            f"制作清单以后这些户的待遇有变化：{'、'.join(stale[:10])}。没有改动任何内容；请剔除后重新签署，或作废重做。"
        )
    unit.about(row.id)
    count = _apply_changed(unit, row)
    _propose_stops(unit, row)
    _invite(unit, row)
    row.state, row.applied_by, row.applied_on = "applied", unit.actor.operator_id, unit.today
    return count


def _adjustment(unit: Unit, row: Reassessment, line: Any, *, kind: str, state: str) -> dict[str, Any]:
    return {
        "id": new_id(),
        "number": unit.number("adjustment"),
        "household_id": line.household_id,
        "entitlement_id": line.entitlement_id,
        "programme": line.programme,
        "kind": kind,
        "cause": "standard",
        "state": state,
        "old_monthly": line.before,
        "new_monthly": line.after,
        "new_base": line.base,
        "new_addons": line.addons,
        "from_month": row.from_month,
        "until_month": "",
        "reason": line.reason or f"标准调整：{row.title}",
        "clause": "57-32",
        "why": "",
        "evidence": f"{row.number}，{row.document}",
        "event_id": None,
        "recheck_id": None,
        "alert_id": None,
        "reassessment_id": row.id,
        "proposed_by": row.made_by,
        "proposed_on": row.made_on,
        "posted_on": None,
        "posting_ends_on": None,
        "decided_by": row.signed_by if state == "approved" else None,
        "decided_on": row.signed_on if state == "approved" else None,
        "decision_note": "",
        "notice_due_on": None,
        "delivered_on": None,
        "delivery_way": "",
        "statement": "",
    }


def _apply_changed(unit: Unit, row: Reassessment) -> int:
    last = month_after(row.from_month, -1)
    changed = list(queries.lines(unit.session, row.id, ("changed",)))
    for start in range(0, len(changed), _SEAL_EVERY):
        _apply_piece(unit, row, changed[start : start + _SEAL_EVERY], last)
    return len(changed)


def _apply_piece(unit: Unit, row: Reassessment, lines: list[Any], last: str) -> None:
    adjustments = [
        _adjustment(unit, row, line, kind="raise" if line.after > line.before else "cut", state="approved")
        for line in lines
    ]
    unit.insert_rows(queries.adjustment, adjustments)
    by_entitlement = {made["entitlement_id"]: made for made in adjustments}
    old = queries.entitlement_rows(unit.session, list(by_entitlement))
    unit.insert_rows(
        queries.entitlement,
        [
            {
                **{name: getattr(one, name) for name in queries.COPIED},
                "id": new_id(),
                "monthly": by_entitlement[one.id]["new_monthly"],
                "base": by_entitlement[one.id]["new_base"],
                "addons": by_entitlement[one.id]["new_addons"],
                "first_month": max(row.from_month, one.first_month),
                "last_month": "",
                "adjustment_id": by_entitlement[one.id]["id"],
                "ended_reason": "",
            }
            for one in old
        ],
    )
    unit.update_rows(
        queries.entitlement,
        [
            (
                one.id,
                {
                    "last_month": one.last_month,
                    "ended_reason": one.ended_reason,
                    "next_recheck_on": one.next_recheck_on,
                },
                {
                    "last_month": max(last, month_after(one.first_month, -1)),
                    "ended_reason": "adjusted",
                    "next_recheck_on": None,
                },
            )
            for one in old
        ],
    )
    unit.seal()


def _propose_stops(unit: Unit, row: Reassessment) -> None:
    stops = [
        _adjustment(unit, row, line, kind="stop", state="proposed")
        for line in queries.lines(unit.session, row.id, ("lost",))
    ]
    if stops:
        unit.insert_rows(queries.adjustment, stops)
        unit.seal()


def _invite(unit: Unit, row: Reassessment) -> None:
    days = unit.desk.policy.in_force(unit.desk.office.district, unit.today).number("lead.wd")
    due = unit.desk.calendar.add_working_days(unit.today, days).day
    for line in queries.lines(unit.session, row.id, ("gained",)):
        home = queries.home_of(unit.session, line.household_id)
        unit.add(
            Lead(
                number=unit.number("lead"),
                source="comparison",
                found_on=unit.today,
                name=home.name,
                village=home.village,
                phone=home.phone,
                content=f"标准调整后可能符合最低生活保障，每月约 {shown(line.after)} 元，请告知并协助申请（{row.number}）",
                person_id=home.head_id,
                household_id=line.household_id,
                owner_id=row.made_by,
                due_on=due,
            )
        )
