"""提标: a new standard gives a list before and after for every household, signed as one, applied as one.

Nothing stops silently: who no longer fits gets a proposal that a person decides, who newly fits is invited.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jiuzhu.domain.assessment.assess import Assessment, assess
from jiuzhu.domain.assessment.explain import headline
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, Finding
from jiuzhu.domain.calendar import month_after, month_of
from jiuzhu.domain.granting import Reassessment
from jiuzhu.domain.ids import new_id
from jiuzhu.domain.money import shown
from jiuzhu.domain.transferring import Lead
from jiuzhu.errors import InvalidInput, Problem, Refused, UserError
from jiuzhu.services.household_facts import facts_of_households
from jiuzhu.services.proposing import written
from jiuzhu.services.rosters import require_month
from jiuzhu.services.workspace import Workspace
from jiuzhu.storage.queries import reassessing as queries
from jiuzhu.storage.unit import Unit

PROGRAMMES = (
    "dibao", "edge", "tekun", "disability_living", "disability_care", "orphan", "unsupported_child", "elder_allowance",
    "elder_care",
)  # fmt: skip
GROUPS = {
    "changed": "金额变化", "unchanged": "不变", "lost": "不再符合", "gained": "新符合", "manual": "人工核定", "excluded": "已剔除",
}  # fmt: skip
STATES = {"draft": "待签署", "signed": "已签署", "applied": "已执行", "discarded": "已作废"}
_TELL_EVERY = 500
_SEAL_EVERY = 2500
_ZERO = Decimal("0.00")

Progress = Callable[[int, int], None]
"""Households done and to be done."""


class Cancelled(UserError):
    """The person turned back: nothing was kept."""

    def __init__(self) -> None:
        super().__init__("已取消，没有保存任何内容。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked at: the standards of which day, paid otherwise from which month, on which document."""

    title: str
    standards_on: date
    from_month: str
    document: str


def draft(
    workspace: Workspace,
    wanted: Wanted,
    progress: Progress = lambda _done, _all: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> str:
    """Compute the list while others go on working, then keep it in one short transaction; returns the run's id.

    Raises `Cancelled` when the person turned back, with nothing kept.
    """
    lines = workspace.read(_computed, wanted, progress, cancelled)
    return workspace.write(_keep, wanted, lines)


def _computed(
    unit: Unit, wanted: Wanted, progress: Progress, cancelled: Callable[[], bool]
) -> list[dict[str, Any]]:
    unit.require("pay")
    require_month(wanted.from_month)
    if wanted.from_month < month_of(wanted.standards_on):
        raise InvalidInput([Problem("from_month", "起始月份不能早于新标准的执行月份。")])
    written(wanted.document, "文号", "document")
    received = queries.receiving(unit.session, wanted.from_month, PROGRAMMES)
    ids = sorted(received)
    made: list[dict[str, Any]] = []
    policy, calendar = unit.desk.policy, unit.desk.calendar
    for place, (household_id, facts) in enumerate(facts_of_households(unit, ids, wanted.standards_on)):
        if place % _TELL_EVERY == 0:
            if cancelled():
                raise Cancelled
            progress(place, len(ids))
        found = assess(facts, policy, calendar)
        made += _lines_of(household_id, found, received[household_id])
    if cancelled():
        raise Cancelled
    progress(len(ids), len(ids))
    for place, row in enumerate(made, start=1):
        row["position"] = place
    return made


def _lines_of(household_id: str, found: Assessment, rows: list[Any]) -> Iterator[dict[str, Any]]:
    """Every entitlement of a household before and after; a 边缘 family that now fits 低保 is newly entitled."""
    for row in rows:
        finding = found.findings[row.programme]
        base, addons, after = _amounts(finding, row.person_id)
        outcome = _outcome(finding, row.person_id, row.monthly, after)
        if row.programme == "edge" and found.findings["dibao"].result == ENTITLED:
            outcome = "unchanged"  # 边缘 ends when 低保 is granted, not before
        if outcome == "manual":
            base, addons, after = row.monthly, _ZERO, row.monthly
        yield _line(household_id, row, outcome, (base, addons, after), _told(finding, outcome))
    programmes = {row.programme for row in rows}
    if "edge" in programmes and "dibao" not in programmes and found.findings["dibao"].result == ENTITLED:
        finding = found.findings["dibao"]
        amounts = _amounts(finding, None)
        yield {
            "household_id": household_id, "entitlement_id": None, "person_id": None, "programme": "dibao", "outcome": "gained",
            "before": _ZERO, "after": amounts[2], "base": amounts[0], "addons": amounts[1], "reason": headline(finding),
            "excluded": "",
        }  # fmt: skip


def _told(finding: Finding, outcome: str) -> str:
    return headline(finding) if outcome in {"lost", "manual"} else ""


def _line(
    household_id: str, row: Any, outcome: str, amounts: tuple[Decimal, Decimal, Decimal], reason: str
) -> dict[str, Any]:
    return {
        "household_id": household_id, "entitlement_id": row.id, "person_id": row.person_id, "programme": row.programme,
        "outcome": outcome, "before": row.monthly, "after": amounts[2], "base": amounts[0], "addons": amounts[1],
        "reason": reason, "excluded": "",
    }  # fmt: skip


def _amounts(finding: Finding, person_id: str | None) -> tuple[Decimal, Decimal, Decimal]:
    if finding.result != ENTITLED:
        return _ZERO, _ZERO, _ZERO
    figures = finding.figures
    if person_id is not None:
        persons = figures.get("persons")
        mine = (
            [one["monthly"] for one in persons if one["member"] == person_id]
            if isinstance(persons, list)
            else []
        )
        amount = mine[0] if mine else _ZERO
        return amount, _ZERO, amount
    base, addons, monthly = (figures.get(name, _ZERO) for name in ("base", "addons", "monthly"))
    return (
        base if isinstance(base, Decimal) else _ZERO,
        addons if isinstance(addons, Decimal) else _ZERO,
        monthly if isinstance(monthly, Decimal) else _ZERO,
    )


def _outcome(finding: Finding, person_id: str | None, before: Decimal, after: Decimal) -> str:
    if finding.result == MANUAL:
        return "manual"
    if finding.result != ENTITLED or (person_id is not None and not after and before):
        return "lost"
    return "unchanged" if before == after else "changed"


def _keep(unit: Unit, wanted: Wanted, lines: list[dict[str, Any]]) -> str:
    if not lines:
        raise Refused("没有在享待遇的家庭，不用重算。没有保存任何内容。")
    made = unit.add(
        Reassessment(
            number=unit.number("reassessment"),
            title=written(wanted.title, "名称", "title"),
            cause="standard",
            standards_on=wanted.standards_on,
            from_month=wanted.from_month,
            document=wanted.document.strip(),
            made_by=unit.actor.operator_id,
            made_on=unit.today,
        )
    )
    unit.session.flush()
    queries.write_lines(unit.session, ({**row, "reassessment_id": made.id} for row in lines))
    _settle(unit, made)
    unit.about(made.id)
    return made.id


def _settle(unit: Unit, made: Reassessment) -> None:
    found = queries.groups(unit.session, made.id)
    counts = {name: found.get(name, (0, _ZERO, _ZERO))[0] for name in GROUPS}
    made.unchanged, made.changed, made.lost = counts["unchanged"], counts["changed"], counts["lost"]
    made.gained, made.manual = counts["gained"], counts["manual"]
    made.households = queries.households_in(unit.session, made.id)
    paid = [found[name] for name in ("unchanged", "changed", "lost", "manual") if name in found]
    made.before_total = sum((one[1] for one in paid), _ZERO)
    made.after_total = sum((one[2] for one in paid), _ZERO)
    made.list_hash = queries.digest(unit.session, made.id)


def _one(unit: Unit, run_id: str, *states: str) -> Reassessment:
    row = unit.get(Reassessment, run_id)
    if row.state not in states:
        raise Refused(f"重算 {row.number} {STATES[row.state]}，不能办这一步。没有改动任何内容。")
    return row


def exclude(unit: Unit, run_id: str, position: int, reason: str) -> None:
    """剔除 one line, with its reason; the sums and the seal follow."""
    unit.require("pay")
    row = _one(unit, run_id, "draft")
    queries.exclude(unit.session, row.id, position, written(reason, "剔除的理由", "reason"))
    _settle(unit, row)
    unit.about(row.id)


def discard(unit: Unit, run_id: str) -> None:
    """作废 a list nobody has applied."""
    unit.require("pay")
    row = _one(unit, run_id, "draft", "signed")
    row.state = "discarded"
    queries.clear(unit.session, row.id)
    unit.about(row.id)


def sign(unit: Unit, run_id: str) -> None:
    """签署 the list: by another person than who made it; what is signed is sealed by its hash."""
    unit.require("decide")
    row = _one(unit, run_id, "draft")
    if row.made_by == unit.actor.operator_id:
        raise Refused("这份重算是您制作的，不能由您签署。没有改动任何内容；请另一位同事签署。")
    _require_sealed(unit, row)
    row.state, row.signed_by, row.signed_on = "signed", unit.actor.operator_id, unit.today
    unit.about(row.id)


def _require_sealed(unit: Unit, row: Reassessment) -> None:
    if queries.digest(unit.session, row.id) != row.list_hash:
        raise Refused(
            f"重算 {row.number} 的清单与制作时不一致，不能继续。没有改动任何内容；请作废后重新制作。"
        )


def apply(unit: Unit, run_id: str) -> int:
    """执行: an adjustment and the new amount for every changed line, in one transaction; returns how many.

    Who no longer fits gets a proposed stop for a person to decide; who newly fits becomes a lead. Refused, naming the
    households, when an entitlement changed since the list was made.
    """
    unit.require("pay")
    row = _one(unit, run_id, "signed")
    _require_sealed(unit, row)
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


def runs(unit: Unit) -> list[Reassessment]:
    """Every run, the newest first."""
    return queries.runs(unit.session)


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of the list."""

    position: int
    number: str
    name: str
    village: str
    programme: str
    group: str
    before: Decimal
    after: Decimal
    difference: Decimal
    reason: str


def lines(unit: Unit, run_id: str, group: str = "", text: str = "", limit: int = 500) -> list[LineRow]:
    """Lines of a run, of one group or all, the largest changes first."""
    return [
        LineRow(
            row.position, row.number, row.name, row.village, unit.desk.label("item", row.programme),
            GROUPS["excluded" if row.excluded else row.outcome], row.before, row.after, row.after - row.before,
            row.excluded or row.reason,
        )
        for row in queries.page(unit.session, run_id, group, text, limit=limit)
    ]  # fmt: skip
