"""执行标准调整: a signed list is carried out in portions, so that colleagues go on saving between them, and nothing stops silently.

Who no longer fits gets a proposal that a person decides, who newly fits is invited. A run that was stopped goes on where it
stopped; until it has ended, no month it reaches is sealed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from jiuzhu.domain.assessment.changing import rule_of
from jiuzhu.domain.calendar import month_after, month_of
from jiuzhu.domain.granting import BackPayment, Reassessment
from jiuzhu.domain.household import Household
from jiuzhu.domain.ids import new_id
from jiuzhu.errors import OutcomeUnknown, Refused, UserError
from jiuzhu.services.granting.back_paying import spread_anew
from jiuzhu.services.granting.inviting import invite
from jiuzhu.services.granting.leaving_out import ENDED, EVENT, MOVED, REPAIRED, STALE, WAITS, alert, leave_out
from jiuzhu.services.granting.list_seal import require_list_sealed, require_sealed
from jiuzhu.services.granting.reassessed import months_between
from jiuzhu.services.granting.reassessing import (
    PROGRAMMES,
    Progress,
    one,
    require_none_under_way,
)
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.queries import arriving, month_rosters
from jiuzhu.storage.queries import carrying_out as carried
from jiuzhu.storage.queries import reassessing as queries
from jiuzhu.storage.unit import Unit

PORTION = 100
"""Lines that change something in one turn, and the rest of the last grant: a colleague at another desk waits about a second."""


_BROKEN = (
    "标准调整没有执行完，线路断了：已经执行的保留，不会重复执行。"
    "线路恢复后请在“发放—标准调整”里点“执行”继续；执行完以前不能封存花名册。"
)


class Paused(UserError):
    """The person stopped between two portions: what is carried out stays, the rest waits."""

    def __init__(self, done: int, everything: int) -> None:
        super().__init__(
            f"标准调整执行到清单的第 {done} 行（共 {everything} 行），已经执行的保留，其余的还没有改动。"
            "请在“发放—标准调整”里点“执行”继续；执行完以前，调整所及月份的花名册不能封存。"
        )


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


def apply(
    workspace: Workspace,
    run_id: str,
    progress: Progress = lambda _done, _all: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Carried:
    """执行: an adjustment and the new amount for every changed line, and the past months it makes up; `progress` in lines.

    Who no longer fits gets a proposed stop for a person to decide; who newly fits becomes a lead. What changed since the
    list was made, or waits for another decision, is left out and stays on the list with the reason; what needs a person's
    figure, or was granted since by another standard, becomes an alert. Raises `Paused` when the person stopped.
    """
    try:
        _carry_out(workspace, run_id, progress, cancelled)
    except OutcomeUnknown as unknown:
        workspace.forget_outcome()  # that this portion is stored would be read as: all of it is done
        raise UserError(_BROKEN) from unknown
    return workspace.write(finish, run_id)


def _carry_out(workspace: Workspace, run_id: str, progress: Progress, cancelled: Callable[[], bool]) -> None:
    workspace.write(begin, run_id)
    done, everything = 0, 1
    while done < everything:
        done, everything = workspace.write(carry_on, run_id)
        progress(done, everything)
        if done < everything and cancelled():
            raise Paused(done, everything)


def begin(unit: Unit, run_id: str) -> None:
    """The run stands between signed and carried out from now on. One that was stopped is only held against its seal."""
    unit.require("pay")
    row = _on_its_way(unit, run_id, "signed", "applying")
    unit.about(row.id)
    if row.state == "applying":
        require_list_sealed(unit, row)
        return
    require_sealed(unit, row)
    require_none_under_way(unit)
    _require_month_open(unit, row)
    row.state = "applying"


def carry_on(unit: Unit, run_id: str) -> tuple[int, int]:
    """Carry out the next portion, as things stand now; the place of its last line, and of the last of the list."""
    unit.require("pay")
    row = _on_its_way(unit, run_id, "applying")
    unit.about(row.id)
    portion = carried.next_portion(unit.session, row.id, row.carried_to, PORTION)
    ended = leave_out(unit, row, portion)
    _change(unit, row, carried.lines_of(unit.session, portion, "changed"))
    _make_up(unit, row, carried.lines_of(unit.session, portion, "makeup"), ended)
    _propose_stops(unit, row, carried.lines_of(unit.session, portion, "lost"))
    row.carried_to = portion.until
    return portion.until, queries.last_place(unit.session, row.id)


def finish(unit: Unit, run_id: str) -> Carried:
    """What is left to people, once every line is carried out: alerts with an owner and a day each, and leads."""
    unit.require("pay")
    row = _on_its_way(unit, run_id, "applying")
    unit.about(row.id)
    require_list_sealed(unit, row)
    alerts, invited = alert(unit, row), invite(unit, row)
    row.state, row.applied_by, row.applied_on = "applied", unit.actor.operator_id, unit.today
    return _told(unit, row, alerts, invited)


def _on_its_way(unit: Unit, run_id: str, *states: str) -> Reassessment:
    """A run in one of these states; another desk may have ended it meanwhile, or a step whose answer the line lost."""
    row = unit.get(Reassessment, run_id)
    if row.state == "applied":
        raise Refused(f"标准调整 {row.number} 已经全部执行完，没有重复执行；做了什么，见“看清单”的各组。")
    return one(unit, run_id, *states)


def _told(unit: Unit, row: Reassessment, alerts: int, invited: int) -> Carried:
    """Counted from the list, of however many pauses it was made."""
    counts = carried.told_apart(unit.session, row.id)

    def of(outcome: str) -> int:
        return sum(one.lines for one in counts if one.outcome == outcome and not one.left_out)

    def left(why: str) -> int:
        return sum(
            one.lines
            for one in counts
            if one.left_out.endswith(why) and (one.outcome != "makeup" or why == REPAIRED)
        )

    return Carried(
        changed=of("changed"),
        makeups=carried.made_up(unit.session, row.id),
        stops=of("lost"),
        stale=left(STALE),
        waiting=left(WAITS),
        events=left(EVENT),
        repaired=left(REPAIRED),
        ended=left(ENDED),
        moved=left(MOVED),
        alerts=alerts,
        invited=invited,
    )


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


def _change(unit: Unit, row: Reassessment, lines: list[Any]) -> None:
    """The new amounts, each with its adjustment, from the first month of the list on."""
    if not lines:
        return
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
    last = month_after(row.from_month, -1)
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


def _make_up(unit: Unit, row: Reassessment, lines: list[Any], ended: list[Any]) -> None:
    """Months that are paid by the old standard after the new one began: signed with the list, paid with its first month.

    A month that comes later is paid with itself. `ended`: raises that stand only up to the last month of their grant.
    """
    wanted = [(line, line.for_month) for line in lines]
    for line in ended:
        wanted += [(line, month) for month in months_between(row.from_month, month_after(line.last_month))]
    if wanted:
        persons = {line.person_id for line, _ in wanted if line.person_id is not None}
        pays = queries.paid_now(unit.session, persons)
        made = [_back_payment(row, line, month, pays) for line, month in wanted]
        _bring_along(unit, made)
        unit.insert_rows(
            queries.back_payment,
            [{item.name: getattr(made_up, item.name) for item in fields(made_up)} for made_up in made],
        )


def _bring_along(unit: Unit, made: list[BackPayment]) -> None:
    """A family that has joined another one is owed there, decided again: it is another account than was signed for."""
    of_families = [row for row in made if row.person_id is None]
    into = arriving.joined(unit.session, {row.household_id for row in of_families})
    for row in of_families:
        if row.household_id in into:
            number = unit.get(Household, row.household_id).number
            row.household_id, row.reason = into[row.household_id], f"{row.reason}（原属{number}，已并户）"
            row.state, row.pay_month, row.decided_by, row.decided_on = "proposed", "", None, None


def _back_payment(
    row: Reassessment, line: Any, month: str, pays: Mapping[tuple[str | None, str], str]
) -> BackPayment:
    """`pays`: the household each person's grant is paid by now, which may not be the one the list was made with."""
    return BackPayment(
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


def _propose_stops(unit: Unit, row: Reassessment, lines: list[Any]) -> None:
    if lines:
        unit.insert_rows(
            queries.adjustment,
            [_adjustment(unit, row, line, kind="stop", state="proposed") for line in lines],
        )
