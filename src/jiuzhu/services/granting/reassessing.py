"""标准调整: a new standard gives a list before and after for every household, looked through and signed as one."""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from jiuzhu.domain.assessment.assess import assess
from jiuzhu.domain.authority import Level, highest
from jiuzhu.domain.calendar import month_after, month_of
from jiuzhu.domain.granting import Reassessment
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused, UserError
from jiuzhu.services.approval import levels
from jiuzhu.services.approval.recusing import own_households, require_none_related
from jiuzhu.services.granting import holding, list_seal
from jiuzhu.services.granting.inviting import invitations, refused_lately
from jiuzhu.services.granting.reassessed import first_day, lines_of, makeups_of, months_between
from jiuzhu.services.granting.rosters import require_month
from jiuzhu.services.granting.setting_aside import set_aside
from jiuzhu.services.household.household_facts import facts_of_households
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.office_rules.own_figures import waiting_until
from jiuzhu.storage.queries import reassessing as queries
from jiuzhu.storage.unit import Unit

PROGRAMMES = (
    "dibao", "edge", "tekun", "disability_living", "disability_care", "orphan", "unsupported_child", "elder_allowance",
    "elder_care",
)  # fmt: skip
LISTED = (*PROGRAMMES, "rigid")
"""What a list names: `rigid` has no amount, and stands in it so that nobody is missing."""
GROUPS = {
    "changed": "金额变化", "unchanged": "不变", "lost": "不再符合", "gained": "新符合", "manual": "人工核定", "makeup": "补发往月",
    "excluded": "不列入", "left_out": "未执行",
}  # fmt: skip
STATES = {
    "draft": "待签署",
    "signed": "已签署",
    "applying": "执行中",
    "applied": "已执行",
    "discarded": "已作废",
}
MONEY = ("std.", "dibao.addon.", "tekun.care.", "disability.", "elder.")
"""Figures paid every month."""
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
    """What is looked at: the standards of which day, paid otherwise from which month, on which document, and why.

    A new standard that began before `from_month` leaves months to be made up; a yearly look leaves none.
    """

    title: str
    standards_on: date
    from_month: str
    document: str
    cause: str = "standard"


def draft(
    workspace: Workspace,
    wanted: Wanted,
    progress: Progress = lambda _done, _all: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> str:
    """Compute the list while others go on working, then keep it in one short transaction; returns the run's id.

    Raises `Cancelled` when the person turned back, with nothing kept.
    """
    with _seldom_collecting():
        lines = workspace.read(_computed, wanted, progress, cancelled)
    return workspace.write(_keep, wanted, lines)


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """A list makes millions of records that go by themselves; looking for cycles among them took a twelfth of its time."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 1000)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def require_wanted(unit: Unit, wanted: Wanted) -> Wanted:
    """What a list is asked for, refused beside its field before anything is computed."""
    unit.require("pay")
    require_month(wanted.from_month)
    if wanted.from_month < month_of(wanted.standards_on):
        raise InvalidInput([Problem("from_month", "起始月份不能早于新标准的执行月份。没有保存任何内容。")])
    if wanted.cause not in unit.desk.codes["reassessment_cause"].codes:
        raise InvalidInput([Problem("cause", "请选择为什么调整。没有保存任何内容。")])
    written(wanted.title, "名称", "title")
    written(wanted.document, "文号", "document")
    require_none_under_way(unit)
    return wanted


def _computed(
    unit: Unit, wanted: Wanted, progress: Progress, cancelled: Callable[[], bool]
) -> list[dict[str, Any]]:
    require_wanted(unit, wanted)
    starts = _starts_on(unit, wanted)
    late = months_between(month_of(starts), wanted.from_month) if wanted.cause == "standard" else []
    received = queries.receiving(unit.session, wanted.from_month, LISTED, unit.today)
    paid = {month: queries.paid_in(unit.session, month, PROGRAMMES) for month in late}
    if (
        wanted.cause == "standard"
    ):  # what a decision has ended is not changed any more: its months are made up
        for month in months_between(wanted.from_month, month_after(_ends(received, wanted.from_month))):
            paid[month] = queries.paid_in(unit.session, month, PROGRAMMES, ending=True)
    refused = refused_lately(unit, received, unit.today) if wanted.cause == "standard" else {}
    lives = queries.paid_now(unit.session)
    step = _Steps(
        len(received) + len(refused) + sum(len(homes) for homes in paid.values()), progress, cancelled
    )
    aside = set_aside(unit, received)
    made: list[dict[str, Any]] = []
    policy, calendar = unit.desk.policy, unit.desk.calendar
    for household_id, facts in facts_of_households(unit, sorted(received), unit.today, wanted.from_month):
        step.go()
        found = assess(facts, policy, calendar, wanted.standards_on)
        made += lines_of(
            household_id, facts, found, received[household_id], from_month=wanted.from_month, aside=aside
        )
    made += invitations(unit, refused, starts, wanted.standards_on, step.go)
    for month, homes in paid.items():
        standing = holding.standing(unit, [row for rows in homes.values() for row in rows])
        first = first_day(month)
        eve = first - timedelta(days=1)  # what was true as the month began, as an adjustment looks at it
        for household_id, then in facts_of_households(unit, sorted(homes), eve, month):
            step.go()
            facts = replace(then, on=first)
            now = assess(facts, policy, calendar)
            before = assess(facts, policy, calendar, starts - timedelta(days=1))
            made += makeups_of(lives, month, now, before, homes[household_id], standing=standing)
    step.end()
    _place(made)
    return made


def _place(made: list[dict[str, Any]]) -> None:
    """Number the lines, those of one grant beside each other: they are carried out together."""
    first: dict[tuple[str, str], int] = {}
    for place, row in enumerate(made):
        first.setdefault(_grant(row), place)
    made.sort(key=lambda row: first[_grant(row)])
    for place, row in enumerate(made, start=1):
        row["position"] = place


def _grant(row: dict[str, Any]) -> tuple[str, str]:
    return row["person_id"] or row["household_id"], row["programme"]


def _ends(received: Mapping[str, list[Any]], month: str) -> str:
    """The last month (YYYY-MM) of what a decision has ended, `month` at the earliest."""
    ends = (row.last_month for rows in received.values() for row in rows if row.ended_reason)
    return max(ends, default=month)


def _starts_on(unit: Unit, wanted: Wanted) -> date:
    """The first day whose standards no list has brought in, of those since the last list.

    Before the first list of an office: of those that began after somebody was paid here already.
    """
    days = unit.desk.policy.starts(unit.desk.office.district, MONEY, wanted.standards_on)
    if not days:
        return wanted.standards_on
    known = queries.standards_before(unit.session, days[-1])
    if known is not None:
        return next(day for day in days if day > known)
    paid = (day for day in days if queries.paid_since_before(unit.session, day, wanted.from_month))
    return next(paid, days[-1])


class _Steps:
    """Tells how far a run is, and turns back when the person wants to."""

    def __init__(self, everything: int, progress: Progress, cancelled: Callable[[], bool]) -> None:
        self._done, self._all, self._progress, self._cancelled = 0, everything, progress, cancelled

    def go(self) -> None:
        """One household begins."""
        if self._done % _TELL_EVERY == 0:
            self._tell()
        self._done += 1

    def end(self) -> None:
        """All households are done."""
        self._tell()

    def _tell(self) -> None:
        if self._cancelled():
            raise Cancelled
        self._progress(self._done, self._all)


def _keep(unit: Unit, wanted: Wanted, lines: list[dict[str, Any]]) -> str:
    require_none_under_way(unit)  # begun meanwhile: the list was reckoned from what it changes
    if not lines:
        raise Refused("没有在享待遇的家庭，不用调整。没有保存任何内容。")
    made = unit.add(
        Reassessment(
            number=unit.number("reassessment"),
            title=written(wanted.title, "名称", "title"),
            cause=wanted.cause,
            standards_on=wanted.standards_on,
            from_month=wanted.from_month,
            document=wanted.document.strip(),
            made_by=unit.actor.operator_id,
            made_on=unit.today,
        )
    )
    unit.session.flush()
    queries.write_lines(unit.session, ({**row, "reassessment_id": made.id} for row in _emptied(lines)))
    _settle(unit, made)
    unit.about(made.id)
    return made.id


def _emptied(lines: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each line in order, let go of as it is handed on: the driver keeps every text it is given once more, in UTF-8."""
    lines.reverse()
    while lines:
        yield lines.pop()


def _settle(unit: Unit, made: Reassessment) -> None:
    found = queries.groups(unit.session, made.id)
    counts = {name: found.get(name, (0, _ZERO, _ZERO))[0] for name in GROUPS}
    made.unchanged, made.changed, made.lost = counts["unchanged"], counts["changed"], counts["lost"]
    made.gained, made.manual = counts["gained"], counts["manual"]
    makeups, paid_before, paid_now = found.get("makeup", (0, _ZERO, _ZERO))
    made.makeups, made.makeup_total = makeups, paid_now - paid_before
    made.households = queries.households_in(unit.session, made.id)
    paid = [found[name] for name in ("unchanged", "changed", "lost", "manual") if name in found]
    made.before_total = sum((one[1] for one in paid), _ZERO)
    made.after_total = sum((one[2] for one in paid), _ZERO)
    made.list_hash, made.figures_hash = queries.digest(unit.session, made), list_seal.figures(unit, made)


def one(unit: Unit, run_id: str, *states: str) -> Reassessment:
    """A run that stands in one of these states."""
    row = unit.get(Reassessment, run_id)
    if row.state not in states:
        raise Refused(f"标准调整 {row.number} {STATES[row.state]}，不能办这一步。没有改动任何内容。")
    return row


def exclude(unit: Unit, run_id: str, position: int, reason: str) -> None:
    """不列入: one entitlement with the months to be made up for it, with its reason; the sums and the seal follow."""
    unit.require("pay")
    row = one(unit, run_id, "draft")
    queries.exclude(unit.session, row.id, position, written(reason, "不列入的理由", "reason"))
    _settle(unit, row)
    unit.about(row.id)


def discard(unit: Unit, run_id: str) -> None:
    """作废 a list nobody has begun to carry out, or one that cannot go on: its lines are not what was signed any more.

    What was carried out of it stands, and its lines are kept: somebody will ask who changed them.
    """
    unit.require("pay")
    row = one(unit, run_id, "draft", "signed", "applying")
    if row.state != "applying":
        queries.clear(unit.session, row.id)
    elif list_seal.is_list_sealed(unit, row):
        raise Refused(f"标准调整 {row.number} 已经执行了一部分，不能作废。没有改动任何内容；请点“执行”办完。")
    row.state = "discarded"
    unit.about(row.id)


def sign(unit: Unit, run_id: str, *, seen: int | None = None) -> None:
    """签署 the list: by another person than who made it; what is signed is sealed by its hash."""
    unit.require("decide")
    row = one(unit, run_id, "draft")
    unit.unchanged(row, seen)
    levels.require(unit, _level(unit))
    if row.made_by == unit.actor.operator_id:
        raise Refused("这份标准调整是您制作的，不能由您签署。没有改动任何内容；请另一位同事签署。")
    listed = queries.listed_among(unit.session, row.id, own_households(unit))
    require_none_related(unit, listed, "先剔除这几户，另外逐户办理")
    list_seal.require_sealed(unit, row)
    waiting = _waiting(unit, row)
    if waiting:
        raise Refused(
            f"{waiting}。没有改动任何内容，已经在发的钱照常发放；核对以后就可以签署，清单不用重做。"
        )
    row.state, row.signed_by, row.signed_on = "signed", unit.actor.operator_id, unit.today
    unit.about(row.id)


def _waiting(unit: Unit, row: Reassessment) -> str:
    """Why a list cannot be signed yet: a figure it was made by was set by one person and nobody else has looked; "" when it can."""
    figures = waiting_until(unit, row.standards_on)
    if not figures:
        return ""
    return (
        f"标准调整 {row.number} 所用的数值还没有经另一人核对：{'、'.join(figures)}；请设置人以外的系统管理员或审批岗位的同事"
        "在“设置—标准与参数—本单位设置”里登记核实"
    )


def _level(unit: Unit) -> Level | None:
    """A list reaches as far as the farthest of its programmes."""
    return highest(levels.of_programme(unit, code) for code in PROGRAMMES)


def under_way(unit: Unit) -> str:
    """The 标准调整 that is carried out in part, in words; "" when there is none."""
    row = queries.under_way(unit.session)
    if row is None:
        return ""
    return f"标准调整 {row.number} 执行到清单的第 {row.carried_to} 行，还没有执行完"


def require_none_under_way(unit: Unit) -> None:
    """Refuse while a list is carried out in part: another one would be reckoned from half of its amounts."""
    told = under_way(unit)
    if told:
        raise Refused(f"{told}。没有保存任何内容；请先在“发放—标准调整”里点“执行”办完。")


def runs(unit: Unit) -> list[Reassessment]:
    """Every run, the newest first."""
    return queries.runs(unit.session)


def barred(unit: Unit) -> dict[str, str]:
    """Run → why this operator may not sign it, of those they may not."""
    level = _level(unit)
    told = {
        row.id: levels.barred(unit, level, row.made_by)
        or (_waiting(unit, row) if row.state == "draft" else "")
        for row in runs(unit)
    }
    return {run: why for run, why in told.items() if why}


def waiting_for(unit: Unit) -> int:
    """How many lists wait that this operator may sign as they are."""
    may_not = barred(unit)
    return sum(row.state == "draft" and row.id not in may_not for row in runs(unit))


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of the list."""

    position: int
    number: str
    name: str
    owner: str  # whose a personal line is, "" of the household
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
            row.position, row.number, row.name, row.owner or "", row.village, unit.desk.label("item", row.programme),
            GROUPS["left_out" if row.left_out else "excluded" if row.excluded else row.outcome],
            row.before, row.after, row.after - row.before, row.left_out or row.excluded or row.reason,
        )
        for row in queries.page(unit.session, run_id, group, text, limit=limit)
    ]  # fmt: skip
