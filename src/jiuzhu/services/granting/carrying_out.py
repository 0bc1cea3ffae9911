"""执行标准调整: a signed list is applied as one transaction, and nothing stops silently.

Who no longer fits gets a proposal that a person decides, who newly fits is invited.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from jiuzhu.domain.assessment.assess import assess
from jiuzhu.domain.assessment.changing import rule_of
from jiuzhu.domain.calendar import month_after, month_of
from jiuzhu.domain.granting import BackPayment, Reassessment
from jiuzhu.domain.ids import new_id
from jiuzhu.domain.indicators import RUN
from jiuzhu.domain.money import shown
from jiuzhu.errors import Refused
from jiuzhu.services.granting.back_paying import spread_anew
from jiuzhu.services.granting.inviting import invite
from jiuzhu.services.granting.reassessed import lines_of, months_between
from jiuzhu.services.granting.reassessing import PROGRAMMES, one, require_sealed
from jiuzhu.services.granting.setting_aside import open_events, set_aside
from jiuzhu.services.household.household_facts import facts_of_households
from jiuzhu.services.monitoring.noticing import Notice, of_source, raise_alerts
from jiuzhu.storage.queries import carrying_out as carried
from jiuzhu.storage.queries import month_rosters
from jiuzhu.storage.queries import reassessing as queries
from jiuzhu.storage.unit import Unit

_SEAL_EVERY = 2500
_REPAIRED = "制作清单以后这个月已另行补发（追回），没有执行"
_STALE = "制作清单以后待遇有变化，没有执行"
_ENDED = "制作清单以后已决定终止，到终止的月份为止按新标准补发"
_MOVED = "制作清单以后改由新户的账户发放，到改付以前的月份为止按新标准补发；以后的月份另列预警"
_MOVE = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What a run did, in lines, and what it left to people; `alerts` have an owner and a day each."""

    changed: int
    makeups: int
    stops: int
    stale: int  # entitlements that changed since the list was made
    waiting: int  # entitlements with an adjustment nobody has decided
    events: int  # lines of families with an event recorded since the list was made
    repaired: int  # months repaired otherwise since the list was made
    ended: int  # entitlements ended since with a later month, made up to it
    moved: int  # the same, where nothing ended but another account pays what follows
    alerts: int
    invited: int  # families that newly fit, each with a lead

    @property
    def told(self) -> str:
        """All of it in words."""
        said = (
            (self.makeups, f"补发往月 {self.makeups} 笔"),
            (self.stops, f"不再符合的 {self.stops} 项已提出停发，等待逐户决定"),
            (self.ended, f"制作清单以后已决定终止的 {self.ended} 项补发到终止的月份"),
            (self.moved, f"制作清单以后改由新户的账户发放的 {self.moved} 项补发到改付以前的月份"),
            (self.stale, f"制作清单以后有变化的 {self.stale} 项没有执行，见“未执行”"),
            (self.repaired, f"制作清单以后已另行补发（追回）的往月 {self.repaired} 笔没有执行，见“未执行”"),
            (self.waiting, f"有调整等待审批的 {self.waiting} 项没有执行，见“未执行”"),
            (self.events, f"制作清单以后登记了户情变动的 {self.events} 项没有执行，见“未执行”"),
            (self.invited, f"可能新符合的 {self.invited} 户已列入主动发现线索，请告知并协助申请"),
            (self.alerts, f"要人工核定的 {self.alerts} 项已列入预警，逐户核实"),
        )
        return (
            "；".join([f"{self.changed} 项待遇按新金额发放", *(words for count, words in said if count)])
            + "。"
        )


def apply(unit: Unit, run_id: str) -> Carried:
    """执行: an adjustment and the new amount for every changed line, and the past months it makes up, in one transaction.

    Who no longer fits gets a proposed stop for a person to decide; who newly fits becomes a lead. What changed since the
    list was made, or waits for another decision, is left out and stays on the list with the reason; what needs a person's
    figure, or was granted since by another standard, becomes an alert.
    """
    unit.require("pay")
    row = one(unit, run_id, "signed")
    require_sealed(unit, row)
    _require_month_open(unit, row)
    unit.about(row.id)
    going_on = {line.entitlement_id for line in carried.ended_since(unit.session, row.id, row.from_month)}
    stale = [one for one in carried.changed_since(unit.session, row.id) if one not in going_on]
    carried.leave_out(unit.session, row.id, stale, _STALE, past=False)  # past months stand as they were paid
    repaired = carried.leave_out_repaired(unit.session, row.id, _REPAIRED)
    waiting = carried.waiting(unit.session, row.id)
    for entitlement_id, number in waiting.items():
        told = f"调整 {number} 等待审批，没有执行；办完后再做一次标准调整"
        carried.leave_out(unit.session, row.id, [entitlement_id], told)
    changing = _leave_out_changing(unit, row)
    ended = _ended(unit, row)
    moved = sum(line.ended_reason == _MOVE for line in ended)
    done = Carried(
        events=changing,
        alerts=_alert(unit, row),
        changed=_apply_changed(unit, row),
        makeups=_make_up(unit, row, ended),
        ended=len(ended) - moved,
        moved=moved,
        stops=_propose_stops(unit, row),
        stale=len(stale),
        waiting=len(waiting),
        repaired=repaired,
        invited=invite(unit, row),
    )
    row.state, row.applied_by, row.applied_on = "applied", unit.actor.operator_id, unit.today
    return done


def _leave_out_changing(unit: Unit, row: Reassessment) -> int:
    """Families with an event that waits keep what they get, lest a new amount hides its past months; how many lines."""
    events, left = open_events(unit), 0
    for household_id, positions in carried.changed_in(unit.session, row.id).items():
        if household_id in events:
            carried.leave_out_lines(unit.session, row.id, positions, f"{events[household_id]}；没有执行")
            left += len(positions)
    return left


def _ended(unit: Unit, row: Reassessment) -> list[Any]:
    """What ends with the first month of the list or a later one is not changed from it: its months are made up."""
    ended = carried.ended_since(unit.session, row.id, row.from_month)
    for why, is_moved in ((_ENDED, False), (_MOVED, True)):
        positions = [line.position for line in ended if (line.ended_reason == _MOVE) == is_moved]
        carried.leave_out_lines(unit.session, row.id, positions, why)
    return ended


def _require_month_open(unit: Unit, row: Reassessment) -> None:
    if row.from_month < month_of(unit.today):
        raise Refused(
            f"起始月份 {row.from_month} 已经过去，不能执行。没有改动任何内容；请作废后按新的月份重新制作。"
        )
    for seal in month_rosters.sealed_since(unit.session, row.from_month):
        if seal.programme in PROGRAMMES:
            raise Refused(
                f"{seal.month} 的花名册 {seal.number} 已经封存，不能从 {row.from_month} 起执行。没有改动任何内容；"
                "请作废后从下一个没有封存的月份重新制作，少发的月份会列为补发。"
            )


def _alert(unit: Unit, row: Reassessment) -> int:
    """What the run cannot carry out has an owner and a day: the colleague who took the family's file."""
    (model,) = of_source(unit, RUN)
    found = [*_by_hand(unit, row), *_not_listed(unit, row)]
    keepers = carried.keepers(unit.session, sorted({household_id for household_id, _, _ in found}))
    notices: Iterable[Notice] = (
        Notice(
            model, household_id, person_id, f"{told}（{row.number}）", keepers.get(household_id, row.made_by)
        )
        for household_id, person_id, told in found
    )
    return raise_alerts(unit, notices)


def _by_hand(unit: Unit, row: Reassessment) -> Iterator[tuple[str, str, str]]:
    for line in queries.lines(unit.session, row.id, ("manual",)):
        label = unit.desk.label("item", line.programme)
        yield line.household_id, line.person_id or "", f"{label}要人工核定：{line.reason}"
    for line in carried.lines_left(unit.session, row.id, (_STALE, _ENDED, _MOVED)):
        label = unit.desk.label("item", line.programme)
        yield line.household_id, line.person_id or "", f"{label}没有按新标准调整：{line.left_out}"


def _not_listed(unit: Unit, row: Reassessment) -> Iterator[tuple[str, str, str]]:
    """Entitlements granted or changed after the list was made, where the new standard gives something else."""
    rows = carried.unlisted(unit.session, row.id, row.from_month, PROGRAMMES, unit.today)
    aside = set_aside(unit, rows)
    policy, calendar = unit.desk.policy, unit.desk.calendar
    for household_id, facts in facts_of_households(unit, sorted(rows), unit.today, row.from_month):
        found = assess(facts, policy, calendar, row.standards_on)
        for line in lines_of(
            household_id, facts, found, rows[household_id], from_month=row.from_month, aside=aside
        ):
            if line["outcome"] not in {"unchanged", "gained"}:
                label = unit.desk.label("item", line["programme"])
                now = f"现在每月 {shown(line['before'])} 元，按新标准 {shown(line['after'])} 元"
                if line["outcome"] == "manual":
                    now = f"要人工核定：{line['reason']}"
                yield household_id, line["person_id"] or "", f"{label}不在清单里：制作以后批准或变更，{now}"


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
        "new_care": "",
        "found_kind": kind,
        "found_monthly": line.after,
        "since_month": "",
        "from_month": row.from_month,
        "until_month": "",
        "reason": f"标准调整：{row.title}" if line.outcome == "changed" else line.reason,
        "clause": rule_of(line.programme, kind),
        "why": line.why,
        "evidence": f"{row.number}，{row.document}",
        "event_id": None,
        "recheck_id": None,
        "alert_id": None,
        "reassessment_id": row.id,
        "proposed_by": row.made_by,
        "proposed_on": row.made_on,
        "posted_on": None,
        "posting_ends_on": None,
        "posted_place": "",
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
    old = carried.entitlement_rows(unit.session, list(by_entitlement))
    unit.insert_rows(
        queries.entitlement,
        [
            {
                **{name: getattr(one, name) for name in carried.COPIED},
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
    for line in lines:
        if line.after < line.before:
            spread_anew(unit, line.household_id, line.programme, row.from_month)
    unit.seal()


def _make_up(unit: Unit, row: Reassessment, ended: list[Any]) -> int:
    """Months that are paid by the old standard after the new one began: signed with the list, paid with its first month.

    A month that comes later is paid with itself. `ended`: raises that stand only up to the last month of their grant.
    """
    wanted = [(line, line.for_month) for line in queries.lines(unit.session, row.id, ("makeup",))]
    for line in ended:
        wanted += [(line, month) for month in months_between(row.from_month, month_after(line.last_month))]
    pays = queries.paid_now(unit.session)
    for start in range(0, len(wanted), _SEAL_EVERY):
        made = [_back_payment(row, line, month, pays) for line, month in wanted[start : start + _SEAL_EVERY]]
        unit.insert_rows(queries.back_payment, made)
        unit.seal()
    return len(wanted)


def _back_payment(
    row: Reassessment, line: Any, month: str, pays: Mapping[tuple[str | None, str], str]
) -> dict[str, Any]:
    """`pays`: the household each person's grant is paid by now, which may not be the one the list was made with."""
    made = BackPayment(
        household_id=pays.get((line.person_id, line.programme), line.household_id),
        entitlement_id=line.entitlement_id,
        reassessment_id=row.id,
        programme=line.programme,
        person_id=line.person_id,
        kind="makeup",
        for_month=month,
        amount=line.after - line.before,
        pay_month=max(row.from_month, month),
        state="approved",
        reason=f"{row.number}：{row.title}，{row.document}",
        proposed_by=row.made_by,
        proposed_on=row.made_on,
        decided_by=row.signed_by,
        decided_on=row.signed_on,
    )
    return {item.name: getattr(made, item.name) for item in fields(made)}


def _propose_stops(unit: Unit, row: Reassessment) -> int:
    stops = [
        _adjustment(unit, row, line, kind="stop", state="proposed")
        for line in queries.lines(unit.session, row.id, ("lost",))
    ]
    if stops:
        unit.insert_rows(queries.adjustment, stops)
        unit.seal()
    return len(stops)
