"""Visits that come back: booked one by one by their rule, changed from a day on, ended from a day on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from jiuzhu.domain.serving.recurrence import HOLIDAYS, occurrences
from jiuzhu.domain.serving.supply import ServicePlan
from jiuzhu.domain.serving.visits import Visit, VisitSeries
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused, UserError
from jiuzhu.services.scheduling.board import Board, Wanted
from jiuzhu.services.scheduling.booking import place
from jiuzhu.storage.queries import visits as queries
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a visit comes back: an RRULE from a first to a last day, and what becomes of days off (`recurrence.HOLIDAYS`)."""

    rule: str
    first_day: date
    last_day: date
    holidays: str = "move"


@dataclass(frozen=True, slots=True)
class Repeated:
    """What became of a series: visits booked, and those that could not be, with the reason of each."""

    visit_series_id: str
    booked: int
    notes: tuple[str, ...]  # days off
    left_out: tuple[str, ...]


def repeat(
    unit: Unit, service_plan_id: str, wanted: Wanted, rhythm: Rhythm, *, leave_out: bool = False
) -> Repeated:
    """Book every visit of a rule; `wanted.day` is not looked at.

    Raises `InvalidInput` naming each day something stands against, unless those are to be left out. All or nothing.
    """
    unit.require("serve")
    if rhythm.holidays not in HOLIDAYS:
        raise UserError("请选择遇到节假日怎么办。", field="holidays")
    plan = unit.get(ServicePlan, service_plan_id)
    planned = occurrences(rhythm.rule, rhythm.first_day, rhythm.last_day, unit.desk.calendar, rhythm.holidays)
    made = unit.add(
        VisitSeries(
            service_file_id=plan.service_file_id,
            service_plan_id=plan.id,
            item=wanted.item,
            rule=rhythm.rule,
            first_day=rhythm.first_day,
            last_day=rhythm.last_day,
            starts=wanted.starts,
            minutes=wanted.ends - wanted.starts,
            worker_id=wanted.worker_id,
            second_worker_id=wanted.second_worker_id,
            vehicle_id=wanted.vehicle_id,
            holidays=rhythm.holidays,
        )
    )
    board = Board(unit, plan, rhythm.first_day, rhythm.last_day, [wanted])
    booked, problems = 0, []
    for one in planned:
        if one.day is None:
            continue
        try:
            place(unit, board, replace(wanted, day=one.day), visit_series_id=made.id, planned_day=one.planned)
        except InvalidInput as refused:
            reasons = "；".join(problem.message.rstrip("。") for problem in refused.problems)
            problems.append(Problem(refused.field, f"{one.day}：{reasons}。"))
        else:
            booked += 1
    if not booked or (problems and not leave_out):
        raise InvalidInput(problems or [Problem("rule", "这段时间里没有一次能安排，请核对节假日的办法。")])
    notes = tuple(one.note for one in planned if one.note)
    return Repeated(made.id, booked, notes, tuple(problem.message for problem in problems))


def end_from(unit: Unit, visit_series_id: str, day: date, by: str, reason: str) -> int:
    """Cancel the visits of a series from a day on that were not made yet; returns how many."""
    unit.require("serve")
    series = unit.get(VisitSeries, visit_series_id)
    reason = written(reason, "原因", "reason")
    gone = _from(unit, series, day)
    for visit in gone:
        visit.state, visit.by, visit.reason = "cancelled", by, reason
    series.ended_on = day
    unit.about(series.service_file_id)
    return len(gone)


def change_from(
    unit: Unit, visit_series_id: str, day: date, wanted: Wanted, rhythm: Rhythm, *, leave_out: bool = False
) -> Repeated:
    """This visit and all that follow by another rule, time or worker: the old ones end, new ones are booked.

    Visits already made stay with the old series. Raises as `repeat`; then nothing is changed.
    """
    series = unit.get(VisitSeries, visit_series_id)
    end_from(unit, visit_series_id, day, "township", "改为新的重复安排")
    unit.session.flush()
    if rhythm.first_day < day:
        raise UserError(f"新的安排不能早于 {day}。", field="first_day")
    return repeat(unit, series.service_plan_id, wanted, rhythm, leave_out=leave_out)


def goes_on(series: VisitSeries, day: date) -> bool:
    """Whether a series has visits to come on a day, by what was said of its end."""
    return series.ended_on is None or series.ended_on > day


def _from(unit: Unit, series: VisitSeries, day: date) -> Sequence[Visit]:
    if not goes_on(series, day):
        raise Refused("这个重复安排已经结束。没有改动任何内容。")
    if day < unit.today:
        raise UserError("只能从今天或以后开始改动。", field="day")
    return [
        one for one in queries.of_series(unit.session, series.id) if one.day >= day and one.state == "booked"
    ]
