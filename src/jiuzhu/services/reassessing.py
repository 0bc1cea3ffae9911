"""标准调整: a new standard gives a list before and after for every household, looked through and signed as one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jiuzhu.domain.assessment.assess import Assessment, assess
from jiuzhu.domain.assessment.explain import headline
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, Finding
from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.granting import Reassessment
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
    for place, (household_id, facts) in enumerate(
        facts_of_households(unit, ids, wanted.standards_on, wanted.from_month)
    ):
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


def one(unit: Unit, run_id: str, *states: str) -> Reassessment:
    """A run that stands in one of these states."""
    row = unit.get(Reassessment, run_id)
    if row.state not in states:
        raise Refused(f"重算 {row.number} {STATES[row.state]}，不能办这一步。没有改动任何内容。")
    return row


def exclude(unit: Unit, run_id: str, position: int, reason: str) -> None:
    """剔除 one line, with its reason; the sums and the seal follow."""
    unit.require("pay")
    row = one(unit, run_id, "draft")
    queries.exclude(unit.session, row.id, position, written(reason, "剔除的理由", "reason"))
    _settle(unit, row)
    unit.about(row.id)


def discard(unit: Unit, run_id: str) -> None:
    """作废 a list nobody has applied."""
    unit.require("pay")
    row = one(unit, run_id, "draft", "signed")
    row.state = "discarded"
    queries.clear(unit.session, row.id)
    unit.about(row.id)


def sign(unit: Unit, run_id: str) -> None:
    """签署 the list: by another person than who made it; what is signed is sealed by its hash."""
    unit.require("decide")
    row = one(unit, run_id, "draft")
    if row.made_by == unit.actor.operator_id:
        raise Refused("这份重算是您制作的，不能由您签署。没有改动任何内容；请另一位同事签署。")
    require_sealed(unit, row)
    row.state, row.signed_by, row.signed_on = "signed", unit.actor.operator_id, unit.today
    unit.about(row.id)


def require_sealed(unit: Unit, row: Reassessment) -> None:
    """The list is still what it was when it was made."""
    if queries.digest(unit.session, row.id) != row.list_hash:
        raise Refused(
            f"重算 {row.number} 的清单与制作时不一致，不能继续。没有改动任何内容；请作废后重新制作。"
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
