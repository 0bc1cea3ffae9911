"""定期复核: what falls due by class, "无变化" in one screen or for many, and what a change leads to [57 Art 31]."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from jiuzhu.domain.approving import Decision, Entitlement
from jiuzhu.domain.calendar import last_day, month_of
from jiuzhu.domain.deadlines import next_recheck
from jiuzhu.domain.merging import Shown
from jiuzhu.domain.monitoring import Recheck
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.granting import entitling
from jiuzhu.services.office import merging
from jiuzhu.storage.queries import adjustments as adjustment_rows
from jiuzhu.storage.queries import rechecks as queries
from jiuzhu.storage.unit import Unit

AHEAD = 30
"""Days ahead a recheck shows on the list."""
OUTCOMES = frozenset({"no_change", "change", "stop", "taper"})
TAPER_OVER = "taper_over"
"""Why a 渐退 ended that was paid to its last month (code table end_reason)."""
CLASSES = {"A": "每十二个月", "B": "每六个月", "C": "每月或每季度"}


@dataclass(frozen=True, slots=True)
class DueRow:
    """One recheck that falls due."""

    entitlement_id: str
    household_id: str
    household_number: str
    name: str
    village: str
    programme: str
    monthly: Decimal
    recheck_class: str
    due_on: date
    colour: str
    told: str  # what runs out with the day or waits, "" for a recheck by its class
    recheck_id: str = ""  # the recheck that found a change and waits for its adjustment
    taper_until: str = ""  # YYYY-MM: last month of a 渐退
    outcome: str = ""  # of the recheck that waits

    @property
    def standing(self) -> str:
        """What is to be done, in a word."""
        if self.recheck_id:
            return "待提出调整"
        return "期满" if self.told else "待复核"


def due(unit: Unit, text: str = "", ahead: int = AHEAD, limit: int = 500) -> list[DueRow]:
    """Rechecks due in the days ahead and those missed, tapers and recognitions that run out among them, the oldest first.

    What a recheck found to have changed stays among them until its adjustment is proposed.
    """
    until = unit.today + timedelta(days=ahead)
    found = to_follow(unit, text)
    waiting = {row.entitlement_id for row in found}
    found += [
        _due(unit, row, f"渐退到 {row.last_month} 期满" if row.last_month else "")
        for row in queries.rechecks_due(unit.session, until, text, limit)
        if row.id not in waiting
    ]
    found += [
        _due(unit, row, f"认定到 {row.due_on} 期满，继续的要重新申请")
        for row in queries.endings(unit.session, until, text, limit)
    ]
    return sorted(found, key=lambda row: row.due_on)[:limit]


def to_follow(unit: Unit, text: str = "") -> list[DueRow]:
    """What rechecks found to have changed and nobody proposed yet, due `event.wd` working days after each recheck."""
    days = unit.desk.policy.in_force(unit.desk.office.district, unit.today).number("event.wd")
    found = []
    for row in queries.rechecks_to_follow(unit.session, text):
        due_on = unit.desk.calendar.add_working_days(row.done_on, days).day
        told = f"{row.done_on} 复核“{_outcome(unit, row.outcome)}”，待提出调整"
        found.append(_due(unit, row, told, due_on=due_on, recheck_id=row.recheck_id, outcome=row.outcome))
    return found


def _outcome(unit: Unit, outcome: str) -> str:
    return unit.desk.codes["recheck_outcome"].labels.get(outcome, outcome)


def _due(
    unit: Unit, row: Any, told: str, *, due_on: date | None = None, recheck_id: str = "", outcome: str = ""
) -> DueRow:
    day = due_on or row.due_on
    left = (day - unit.today).days
    return DueRow(
        row.id, row.household_id, row.household_number, row.name, row.village,
        unit.desk.label("item", row.programme), row.monthly, row.recheck_class, day,
        "bad" if left < 0 else "warn" if left <= 7 else "ok", told, recheck_id, row.last_month, outcome,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DoneRow:
    """One recheck that was recorded."""

    id: str
    number: str
    household_id: str
    household_number: str
    name: str
    village: str
    programme: str
    outcome: str
    done_on: date
    next_due_on: date | None
    checkers: str
    found: str


def done(unit: Unit, text: str = "", limit: int = 500) -> list[DoneRow]:
    """Recorded rechecks, the newest first."""
    return [
        DoneRow(
            row.id, row.number, row.household_id, row.household_number, row.name, row.village,
            unit.desk.label("item", row.programme), _outcome(unit, row.outcome), row.done_on, row.next_due_on,
            f"{row.first_checker}、{row.second_checker}", row.found,
        )
        for row in queries.rechecks_done(unit.session, text, limit)
    ]  # fmt: skip


def _checked(found: str, checkers: tuple[str, str], done_on: date, unit: Unit) -> tuple[str, str, str]:
    said = written(found, "复核情况", "found")
    first, second = (name.strip() for name in checkers)
    if not first or not second or first == second:
        raise InvalidInput([Problem("checkers", "请填写两名不同的复核人。")])
    if done_on > unit.today:
        raise InvalidInput([Problem("done_on", "复核日期还没有到，请核对。")])
    return said, first, second


def record_recheck(
    unit: Unit, entitlement_id: str, *, outcome: str, found: str, checkers: tuple[str, str], done_on: date
) -> str:
    """登记复核; returns its id. Without a clear change the amount stays as it is [57 Art 31]; the next day follows by class.

    A 渐退 is looked at again with its last month and never after it: once that is over it has ended as it was decided.

    A change waits for its adjustment, which names this recheck; nothing is recorded over it until then.
    """
    unit.require("monitor")
    row = unit.get(Entitlement, entitlement_id)
    said, first, second = _checked(found, checkers, done_on, unit)
    if outcome not in OUTCOMES:
        raise InvalidInput([Problem("outcome", "请选择复核结果。")])
    if row.ended_reason or row.next_recheck_on is None:
        raise Refused("这项待遇已终止或不需要定期复核。没有改动任何内容。")
    before = queries.recheck_to_follow(unit.session, row.id)
    if before is not None:
        raise Refused(
            f"{before.done_on} 已复核为“{_outcome(unit, before.outcome)}”，还没有提出调整。没有改动任何内容；"
            "请先提出调整，或更正那次复核的结果。"
        )
    over = row.tapers and row.last_month < month_of(unit.today)
    if over and outcome == "change":
        raise Refused(
            f"渐退到 {row.last_month} 期满，已按原决定停发，不能再调整金额。没有改动任何内容；"
            "仍有困难的，请协助重新申请，这里登记“无变化”或“不再符合”。"
        )
    _require_after(unit, row, done_on)
    due_on = row.next_recheck_on
    following = _following(unit, row, done_on)
    made = unit.add(
        Recheck(
            number=unit.number("recheck"),
            household_id=row.household_id,
            entitlement_id=row.id,
            programme=row.programme,
            recheck_class=row.recheck_class,
            due_on=due_on,
            done_on=done_on,
            outcome=outcome,
            found=said,
            first_checker=first,
            second_checker=second,
            next_due_on=following,
            recorded_by=unit.actor.operator_id,
        )
    )
    if outcome != "no_change":
        for one in adjustment_rows.open_adjustments(unit.session, row.id):
            one.recheck_id = one.recheck_id or made.id
    row.next_recheck_on = following
    if over:
        entitling.end(row, row.last_month, TAPER_OVER)
    unit.about(row.household_id)
    return made.id


def _following(unit: Unit, row: Entitlement, done_on: date) -> date | None:
    """The next day by class; of a 渐退 the last day of its last month, None from that month on."""
    if row.tapers:
        return last_day(row.last_month) if month_of(done_on) < row.last_month else None
    standards = unit.desk.policy.in_force(unit.desk.office.district, unit.today)
    return next_recheck(done_on, row.recheck_class or "A", standards, unit.desk.calendar).day


def correct_recheck(
    unit: Unit, recheck_id: str, outcome: str, reason: str, *, before: Shown | None = None
) -> None:
    """更正复核结果 that waits for its adjustment, with the reason; what it was before stays in its words.

    `before`: see `merging`.
    """
    unit.require("monitor")
    row = unit.get(Recheck, recheck_id)
    said = written(reason, "更正的理由", "reason")
    waiting = {one.recheck_id for one in queries.rechecks_to_follow(unit.session)}
    if row.id not in waiting:
        raise Refused(
            f"复核 {row.number} 没有变化、已提出调整或后来又复核过，不能更正。没有改动任何内容；请重新复核。"
        )
    outcome = merging.merged(unit, row, {"outcome": outcome}, before, about=[row.household_id])["outcome"]
    if outcome not in OUTCOMES or outcome == row.outcome:
        raise InvalidInput([Problem("outcome", "请选择更正后的复核结果，与原来的不同。")])
    row.found = f"{row.found}\n{unit.today} 更正：原为“{_outcome(unit, row.outcome)}”，{said}"
    row.outcome = outcome
    unit.about(row.household_id)


def _require_after(unit: Unit, row: Entitlement, done_on: date) -> None:
    """A recheck looks at what was granted: never before the decision, nor before the last one that was recorded."""
    granted, last = _looked_at(unit, row)
    if last is not None and done_on < last:
        raise InvalidInput([Problem("done_on", f"上一次复核是 {last}，复核日期不能更早。")])
    if done_on < granted:
        raise InvalidInput([Problem("done_on", f"这项待遇 {granted} 才审核确认，复核日期不能更早。")])


def _looked_at(unit: Unit, row: Entitlement) -> tuple[date, date | None]:
    """The day something was granted, and the day of its last recheck."""
    return unit.get(Decision, row.decision_id).decided_on, queries.last_recheck(unit.session, row.decision_id)


def no_change(
    unit: Unit, entitlement_ids: list[str], found: str, checkers: tuple[str, str], done_on: date
) -> tuple[int, list[tuple[str, str]]]:
    """无变化 for many at once: how many, and those left out with the reason."""
    _checked(found, checkers, done_on, unit)
    done, left = 0, []
    for entitlement_id in entitlement_ids:
        try:
            with unit.attempt():
                record_recheck(
                    unit, entitlement_id, outcome="no_change", found=found, checkers=checkers, done_on=done_on
                )
        except (Refused, InvalidInput) as refusal:  # what was typed may not fit one of them
            left.append((entitlement_id, refusal.message))
        else:
            done += 1
    return done, left


def change_class(
    unit: Unit, entitlement_id: str, recheck_class: str, reason: str, *, before: Shown | None = None
) -> None:
    """Another class, with its reason; the next day is counted from the last recheck, or from the decision.

    `before`: see `merging`. A recheck that is overdue stays so until somebody looked; a taper's is due with its last month whatever the class.
    """
    unit.require("monitor")
    said = written(reason, "变更类别的理由", "reason")
    row = unit.get(Entitlement, entitlement_id)
    standards = unit.desk.policy.in_force(unit.desk.office.district, unit.today)
    recheck_class = merging.merged(
        unit, row, {"to": recheck_class}, before, about=[row.household_id], columns={"to": "recheck_class"}
    )["to"]
    if recheck_class not in CLASSES or (recheck_class == "C" and standards["recheck.C"].value == "off"):
        raise InvalidInput([Problem("to", "请选择 A 类或 B 类；C 类在本区县没有启用。")])
    if row.ended_reason or row.next_recheck_on is None:
        raise Refused("这项待遇已终止或不需要定期复核，不能改类别。没有改动任何内容。")
    if recheck_class == row.recheck_class:
        raise InvalidInput([Problem("to", f"这项待遇已经是 {recheck_class} 类，请选择另一类。")])
    if not row.tapers:
        granted, last = _looked_at(unit, row)
        counted = next_recheck(last or granted, recheck_class, standards, unit.desk.calendar).day
        overdue = row.next_recheck_on < unit.today
        row.next_recheck_on = min(counted, row.next_recheck_on) if overdue else counted
    row.recheck_class, row.class_reason = recheck_class, said
    unit.about(row.household_id)


def rechecks(unit: Unit, household_id: str) -> list[Recheck]:
    """Past rechecks of a household, the newest first."""
    return queries.rechecks_of(unit.session, household_id)
