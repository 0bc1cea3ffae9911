"""One visit on the calendar: booked, moved, copied, cancelled. Nothing is booked that cannot be made."""

from dataclasses import dataclass, replace
from datetime import date

from jiuzhu.domain.serving.hours import HourAccount
from jiuzhu.domain.serving.supply import ServicePlan
from jiuzhu.domain.serving.visits import Visit
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Refused, UserError
from jiuzhu.services.scheduling.board import Board, Wanted
from jiuzhu.services.serving.hours import account_of
from jiuzhu.storage.unit import Unit

WHO = {"person": "服务对象", "provider": "服务机构", "township": "镇街"}
"""Because of whom a visit is not made → the word."""


@dataclass(frozen=True, slots=True)
class Booked:
    """A visit that stands on the calendar, and what the person's hour account says after it."""

    visit_id: str
    version: int
    account: HourAccount


def book(unit: Unit, service_plan_id: str, wanted: Wanted) -> Booked:
    """Put a visit on the calendar. Raises `InvalidInput` with every reason against it."""
    unit.require("serve")
    plan = unit.get(ServicePlan, service_plan_id)
    board = Board(unit, plan, wanted.day, wanted.day, [wanted])
    return _stored(unit, place(unit, board, wanted))


def place(unit: Unit, board: Board, wanted: Wanted, **series: object) -> Visit:
    """Add a visit that nothing stands against; `series` names the one it belongs to. Raises `InvalidInput`."""
    problems = board.problems(wanted)
    if problems:
        raise InvalidInput(problems)
    made = Visit(
        service_file_id=board.file.id,
        service_plan_id=board.plan.id,
        item=wanted.item,
        day=wanted.day,
        starts=wanted.starts,
        ends=wanted.ends,
        worker_id=wanted.worker_id,
        second_worker_id=wanted.second_worker_id,
        vehicle_id=wanted.vehicle_id,
    )
    for name, value in series.items():
        setattr(made, name, value)
    unit.add(made)
    unit.about(board.file.id)
    board.put(made)
    return made


def move(unit: Unit, visit_id: str, seen_version: int, wanted: Wanted) -> Booked:
    """Another day, time, length, worker or vehicle for a visit that was not made yet.

    Raises `InvalidInput` with every reason against it, `ChangedSinceSeen` when somebody moved it meanwhile.
    """
    unit.require("serve")
    visit = _open(unit, visit_id, seen_version)
    plan = unit.get(ServicePlan, visit.service_plan_id)
    wanted = replace(wanted, visit_id=visit.id)
    first, last = min(visit.day, wanted.day), max(visit.day, wanted.day)
    problems = Board(unit, plan, first, last, [wanted]).problems(wanted)
    if problems:
        raise InvalidInput(problems)
    visit.item, visit.day, visit.starts, visit.ends = wanted.item, wanted.day, wanted.starts, wanted.ends
    visit.worker_id, visit.second_worker_id = wanted.worker_id, wanted.second_worker_id
    visit.vehicle_id = wanted.vehicle_id
    unit.about(visit.service_file_id)
    return _stored(unit, visit)


def copy(unit: Unit, visit_id: str, day: date, starts: int, worker_id: str) -> Booked:
    """The same visit once more, on another day or at another time. Raises `InvalidInput`."""
    visit = unit.get(Visit, visit_id)
    second = visit.second_worker_id if worker_id == visit.worker_id else None
    wanted = Wanted(
        visit.item, day, starts, starts + visit.ends - visit.starts, worker_id, second, visit.vehicle_id
    )
    return book(unit, visit.service_plan_id, wanted)


def cancel(unit: Unit, visit_id: str, seen_version: int, state: str, *, by: str, reason: str) -> HourAccount:
    """A visit that is not made: `no_show` 未遇到本人, `excused` 请假, `cancelled` 取消; `by` is a key of `WHO`.

    Its minutes go back to the account. Returns the account after it.
    """
    unit.require("serve")
    visit = _open(unit, visit_id, seen_version)
    if state not in {"no_show", "excused", "cancelled"} or by not in WHO:
        raise UserError("请选择是未遇到本人、请假还是取消，以及由谁提出。", field="state")
    if state == "no_show" and visit.day > unit.today:
        raise UserError("还没到服务日期，不能登记“未遇到本人”。", field="state")
    visit.state, visit.by = state, by
    visit.reason = written(reason, "原因", "reason")
    unit.about(visit.service_file_id)
    unit.session.flush()
    return account_of(unit, visit.service_file_id, visit.day.year)


def _open(unit: Unit, visit_id: str, seen_version: int) -> Visit:
    visit = unit.get(Visit, visit_id)
    unit.unchanged(visit, seen_version)
    if visit.state != "booked":
        label = unit.desk.label("visit_state", visit.state)
        raise Refused(f"这次服务的状态是“{label}”，不能再改动。没有改动任何内容。")
    return visit


def _stored(unit: Unit, visit: Visit) -> Booked:
    unit.session.flush()
    return Booked(visit.id, visit.version, account_of(unit, visit.service_file_id, visit.day.year))


def wanted_of(visit: Visit) -> Wanted:
    """A visit as it stands, to be changed and asked for again."""
    return Wanted(
        visit.item,
        visit.day,
        visit.starts,
        visit.ends,
        visit.worker_id,
        visit.second_worker_id,
        visit.vehicle_id,
        visit.id,
    )
