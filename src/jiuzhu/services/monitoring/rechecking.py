"""定期复核: what falls due by class, "无变化" in one screen or for many, and what a change leads to [57 Art 31]."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from jiuzhu.domain.approving import Decision, Entitlement
from jiuzhu.domain.deadlines import next_recheck
from jiuzhu.domain.monitoring import Recheck
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.approval.proposing import written
from jiuzhu.storage.queries import changes as queries
from jiuzhu.storage.unit import Unit

AHEAD = 30
"""Days ahead a recheck shows on the list."""
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
    told: str  # what runs out with the day, "" for a recheck by its class


def due(unit: Unit, text: str = "", ahead: int = AHEAD, limit: int = 500) -> list[DueRow]:
    """Rechecks due in the days ahead and those missed, tapers and recognitions that run out among them, the oldest first."""
    until = unit.today + timedelta(days=ahead)
    found = [
        _due(unit, row, f"渐退到 {row.last_month} 期满" if row.last_month else "")
        for row in queries.rechecks_due(unit.session, until, text, limit)
    ]
    found += [
        _due(unit, row, f"认定到 {row.due_on} 期满，继续的要重新申请")
        for row in queries.endings(unit.session, until, text, limit)
    ]
    return sorted(found, key=lambda row: row.due_on)[:limit]


def _due(unit: Unit, row: Any, told: str) -> DueRow:
    left = (row.due_on - unit.today).days
    return DueRow(
        row.id, row.household_id, row.household_number, row.name, row.village,
        unit.desk.label("item", row.programme), row.monthly, row.recheck_class, row.due_on,
        "bad" if left < 0 else "warn" if left <= 7 else "ok", told,
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
    outcomes = unit.desk.codes["recheck_outcome"].labels
    return [
        DoneRow(
            row.id, row.number, row.household_id, row.household_number, row.name, row.village,
            unit.desk.label("item", row.programme), outcomes.get(row.outcome, row.outcome), row.done_on, row.next_due_on,
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

    A change is proposed separately as an adjustment that names this recheck.
    """
    unit.require("monitor")
    row = unit.get(Entitlement, entitlement_id)
    said, first, second = _checked(found, checkers, done_on, unit)
    if outcome not in {"no_change", "change", "stop", "taper"}:
        raise InvalidInput([Problem("outcome", "请选择复核结果。")])
    if row.ended_reason or row.next_recheck_on is None:
        raise Refused("这项待遇已终止或不需要定期复核。没有改动任何内容。")
    _require_after(unit, row, done_on)
    standards = unit.desk.policy.in_force(unit.desk.office.district, unit.today)
    due_on = row.next_recheck_on
    following = next_recheck(done_on, row.recheck_class or "A", standards, unit.desk.calendar).day
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
    row.next_recheck_on = None if row.tapers else following
    unit.about(row.household_id)
    return made.id


def _require_after(unit: Unit, row: Entitlement, done_on: date) -> None:
    """A recheck looks at what was granted: never before the decision, nor before the last one that was recorded."""
    granted = unit.get(Decision, row.decision_id).decided_on
    last = queries.last_recheck(unit.session, row.decision_id)
    if last is not None and done_on < last:
        raise InvalidInput([Problem("done_on", f"上一次复核是 {last}，复核日期不能更早。")])
    if done_on < granted:
        raise InvalidInput([Problem("done_on", f"这项待遇 {granted} 才审核确认，复核日期不能更早。")])


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
        except Refused as refusal:
            left.append((entitlement_id, refusal.message))
        else:
            done += 1
    return done, left


def change_class(unit: Unit, entitlement_id: str, recheck_class: str, reason: str) -> None:
    """Another class, with its reason; the next day is counted anew from today."""
    unit.require("monitor")
    said = written(reason, "变更类别的理由", "reason")
    row = unit.get(Entitlement, entitlement_id)
    standards = unit.desk.policy.in_force(unit.desk.office.district, unit.today)
    if recheck_class not in CLASSES or (recheck_class == "C" and standards["recheck.C"].value == "off"):
        raise InvalidInput([Problem("recheck_class", "请选择 A 类或 B 类；C 类在本区县没有启用。")])
    if row.ended_reason or row.next_recheck_on is None:
        raise Refused("这项待遇已终止或不需要定期复核，不能改类别。没有改动任何内容。")
    row.recheck_class, row.class_reason = recheck_class, said
    row.next_recheck_on = next_recheck(unit.today, recheck_class, standards, unit.desk.calendar).day
    unit.about(row.household_id)


def rechecks(unit: Unit, household_id: str) -> list[Recheck]:
    """Past rechecks of a household, the newest first."""
    return queries.rechecks_of(unit.session, household_id)
