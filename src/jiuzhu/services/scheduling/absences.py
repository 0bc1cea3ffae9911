"""Workers who are away: which visits have to be made by somebody else, and who could."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from jiuzhu.domain.serving.supply import Absence, Agreement, ServicePlan, Worker
from jiuzhu.domain.serving.visits import Visit
from jiuzhu.domain.written import written
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.scheduling.board import Board, Wanted
from jiuzhu.services.scheduling.booking import Booked, move, wanted_of
from jiuzhu.services.scheduling.calendar_view import Slot, loads, slots
from jiuzhu.storage.queries import visits as queries
from jiuzhu.storage.unit import Unit

LONGEST = 366  # days


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody else of the provider: what stands against them, [] when they could go, and how full their week is."""

    worker_id: str
    name: str
    against: tuple[str, ...]
    minutes: int


def record_absence(unit: Unit, worker_id: str, first_day: date, last_day: date, reason: str) -> list[Slot]:
    """登记请假. Returns the visits of the days that somebody else has to make, or that are to be moved."""
    unit.require("serve")
    worker = unit.get(Worker, worker_id)
    if last_day < first_day or (last_day - first_day).days > LONGEST:
        raise UserError("请假的末日不能早于首日，一次最多一年。", field="last_day")
    made = Absence(
        worker_id=worker.id,
        first_day=first_day,
        last_day=last_day,
        reason=written(reason, "请假原因", "reason", 2),
        recorded_by=unit.actor.operator_id,
    )
    unit.add(made)
    unit.session.flush()
    return to_replan(unit, worker_id, first_day, last_day)


def end_absence(unit: Unit, absence_id: str, day: date) -> None:
    """销假: the worker can be sent again from a day on."""
    unit.require("serve")
    absence = unit.get(Absence, absence_id)
    if absence.ended_on is not None:
        raise Refused("这次请假已经销假。没有改动任何内容。")
    if not absence.first_day <= day <= absence.last_day:
        raise UserError("销假日期要在请假期间内。", field="ended_on")
    absence.ended_on = day


def to_replan(unit: Unit, worker_id: str, first_day: date, last_day: date) -> list[Slot]:
    """Booked visits of a worker on the days, from today on, that cannot be kept as they stand."""
    unit.require("read")
    first = max(first_day, unit.today)
    return [
        slot
        for slot in slots(unit, first, last_day, worker_id=worker_id)
        if slot.state == "booked" and slot.clashes
    ]


def who_could(unit: Unit, visit_id: str, instead_of: str = "") -> list[Candidate]:
    """Everybody else of the provider for one visit: who could go first, the emptier before the fuller.

    `instead_of`: the worker of the two whose place is taken; the first one where nobody is named.
    """
    unit.require("read")
    visit = unit.get(Visit, visit_id)
    plan = unit.get(ServicePlan, visit.service_plan_id)
    agreement = unit.get(Agreement, plan.agreement_id)
    monday = visit.day - timedelta(days=visit.day.weekday())
    week = {
        one.worker_id: one for one in loads(unit, monday, monday + timedelta(days=6), agreement.provider_id)
    }
    kept = {visit.worker_id, visit.second_worker_id}
    wanted = [
        in_place_of(visit, instead_of or visit.worker_id, one.id)
        for one in queries.workers(unit.session, agreement.provider_id, visit.day)
        if one.id not in kept
    ]
    board = Board(unit, plan, visit.day, visit.day, [wanted_of(visit), *wanted])
    found = []
    for one in wanted:
        (coming,) = set(one.workers) - kept
        against = tuple(problem.message for problem in board.problems(one))
        found.append(Candidate(coming, week[coming].name, against, week[coming].minutes))
    return sorted(found, key=lambda one: (len(one.against), one.minutes, one.name))


def in_place_of(visit: Visit, gone: str, coming: str) -> Wanted:
    """A visit with another worker where one of its workers is gone."""
    wanted = wanted_of(visit)
    if gone == visit.second_worker_id:
        return replace(wanted, second_worker_id=coming)
    return replace(wanted, worker_id=coming)


def give(unit: Unit, visit_id: str, seen_version: int, gone: str, coming: str) -> Booked:
    """改派: a visit goes to somebody else. Raises as `booking.move`."""
    return move(unit, visit_id, seen_version, in_place_of(unit.get(Visit, visit_id), gone, coming))
