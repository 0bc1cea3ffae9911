"""What the calendar shows: visits of some days, people who still wait for one, and how full the workers are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from jiuzhu.domain.calendar import last_day, month_of
from jiuzhu.domain.serving.clashes import TAKES_TIME, Span, clashes_among
from jiuzhu.domain.serving.supply import Absence, Agreement, ServicePlan, Shift
from jiuzhu.services.scheduling.board import clock
from jiuzhu.services.serving.hours import accounts_of
from jiuzhu.storage.queries import visits as queries
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Slot:
    """One visit as the calendar paints it; minutes after midnight. `clashes`: what stands against it, in words."""

    id: str
    version: int
    day: date
    starts: int
    ends: int
    item: str
    state: str
    by: str
    reason: str
    service_file_id: str
    service_plan_id: str
    visit_series_id: str | None
    person: str
    village: str
    provider_id: str
    provider: str
    worker_id: str
    worker: str
    second_worker_id: str | None
    second_worker: str | None
    vehicle_id: str | None
    vehicle: str | None
    clashes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A plan with fewer visits in a month of the days than it agrees on."""

    service_plan_id: str
    service_file_id: str
    person: str
    village: str
    service_class: int
    provider_id: str
    items: tuple[str, ...]
    minutes: int
    workers: int
    missing: int  # visits of the month still to book
    left: int  # minutes of the year's account


@dataclass(frozen=True, slots=True)
class WorkerLoad:
    """How full a worker is in the days; minutes. `away`: days of absence among them, in words."""

    worker_id: str
    name: str
    provider_id: str
    skills: tuple[str, ...]
    visits: int
    minutes: int
    capacity: int
    away: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a visit of a plan can be: its items, who works for the provider, its vehicles, and what the person wishes."""

    service_plan_id: str
    service_file_id: str
    person: str
    items: tuple[str, ...]
    minutes: int
    two: bool
    workers: tuple[tuple[str, str], ...]  # id and name
    vehicles: tuple[tuple[str, str], ...]  # id and plate
    wishes: str
    left: int  # minutes of the year's account


def choices(unit: Unit, service_plan_id: str, day: date) -> Choices:
    """What can be chosen for a visit of a plan on a day."""
    unit.require("read")
    plan = unit.get(ServicePlan, service_plan_id)
    agreement = unit.get(Agreement, plan.agreement_id)
    workers = queries.workers(unit.session, agreement.provider_id, day)
    names = {one.id: one.name for one in workers}
    wishes = [
        f"希望{unit.desk.label('sex', plan.worker_sex)}服务人员" if plan.worker_sex else "",
        f"希望会{unit.desk.label('language', plan.language)}" if plan.language else "",
        f"希望由{names[plan.worker_id]}上门" if plan.worker_id in names else "",
        f"希望 {clock(plan.earliest)} 至 {clock(plan.latest)} 之间",
    ]
    return Choices(
        plan.id,
        plan.service_file_id,
        queries.person_of(unit.session, plan.service_file_id),
        tuple(plan.items.split()),
        plan.minutes,
        plan.workers > 1,
        tuple(names.items()),
        tuple((one.id, one.plate) for one in queries.vehicles(unit.session, agreement.provider_id, day)),
        "；".join(filter(None, wishes)),
        accounts_of(unit, [plan.service_file_id], day.year)[plan.service_file_id].left,
    )


def slots(unit: Unit, first: date, last: date, provider_id: str = "", worker_id: str = "") -> list[Slot]:
    """Visits of the days, both included, in the order of their time; what clashes or cannot be kept says why."""
    unit.require("read")
    rows = queries.rows(unit.session, first, last, provider_id, worker_id)
    against = _against(unit, rows, first, last)
    return [
        Slot(
            **{name: getattr(row, name) for name in Slot.__slots__ if name != "clashes"},
            clashes=tuple(against.get(row.id, ())),
        )
        for row in rows
    ]


def _against(unit: Unit, rows: Iterable[Any], first: date, last: date) -> dict[str, list[str]]:
    taken = [row for row in rows if row.state in TAKES_TIME]
    spans = {
        row.id: Span(
            row.id,
            row.day,
            row.starts,
            row.ends,
            row.service_file_id,
            frozenset(filter(None, (row.worker_id, row.second_worker_id))),
            row.vehicle_id,
        )
        for row in taken
    }
    doubled = clashes_among(spans.values())
    ids = {identity for span in spans.values() for identity in span.workers}
    away = queries.absences(unit.session, ids, first, last)
    names = {row.worker_id: row.worker for row in taken} | {
        row.second_worker_id: row.second_worker for row in taken if row.second_worker_id
    }
    people = {row.id: row.person for row in taken}
    found: dict[str, list[str]] = defaultdict(list)
    for row in taken:
        for clash in doubled[row.id]:
            when = f"{clock(clash.other.starts)}–{clock(clash.other.ends)}"
            who = {"worker": names.get(clash.who, ""), "person": row.person, "vehicle": row.vehicle or ""}
            found[row.id].append(f"{who[clash.what]} {when} 另有安排（{people[clash.other.visit_id]}）")
        if row.state != "booked":
            continue
        found[row.id] += [
            f"{names[one.worker_id]} {one.first_day:%m-%d} 至 {one.last_day:%m-%d} 请假（{one.reason}）"
            for one in away
            if one.worker_id in spans[row.id].workers and _is_away(one, row.day)
        ]
    return found


def _is_away(one: Absence, day: date) -> bool:
    return one.first_day <= day <= one.last_day and (one.ended_on is None or day < one.ended_on)


def waiting(unit: Unit, first: date, last: date) -> list[Waiting]:
    """Plans that have fewer visits in the month of the first day than they agree on, the emptier first."""
    unit.require("read")
    month = month_of(first)
    begin, end = date.fromisoformat(f"{month}-01"), last_day(month)
    booked = queries.counts_of_plans(unit.session, begin, end)
    short = [
        (row, row.visits_a_month - booked.get(row.id, 0))
        for row in queries.plans_in_force(unit.session, first, last)
        if row.visits_a_month > booked.get(row.id, 0)
    ]
    accounts = accounts_of(unit, {row.service_file_id for row, _ in short}, first.year)
    found = [
        Waiting(
            row.id,
            row.service_file_id,
            row.person,
            row.village,
            row.service_class,
            row.provider_id,
            tuple(row.items.split()),
            row.minutes,
            row.workers,
            missing,
            accounts[row.service_file_id].left,
        )
        for row, missing in short
    ]
    return sorted(found, key=lambda one: (-one.missing, one.person, one.service_plan_id))


def providers(unit: Unit, day: date) -> list[tuple[str, str]]:
    """Id and name of every provider that serves on a day."""
    unit.require("read")
    return queries.providers(unit.session, day)


def loads(unit: Unit, first: date, last: date, provider_id: str = "") -> list[WorkerLoad]:
    """How full every worker is in the days, by name."""
    unit.require("read")
    workers = queries.workers(unit.session, provider_id, first)
    ids = [one.id for one in workers]
    shifts, away = defaultdict(list), defaultdict(list)
    for shift in queries.shifts(unit.session, ids):
        shifts[shift.worker_id].append(shift)
    for absence in queries.absences(unit.session, ids, first, last):
        away[absence.worker_id].append(absence)
    taken = queries.taken(unit.session, first, last, TAKES_TIME)
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    return [
        WorkerLoad(
            one.id,
            one.name,
            one.provider_id,
            tuple(one.skills.split()),
            *taken.get(one.id, (0, 0)),
            _capacity(days, shifts[one.id], away[one.id]),
            "、".join(
                f"{gone.first_day:%m-%d} 至 {gone.last_day:%m-%d} {gone.reason}"
                for gone in away[one.id]
                if any(_is_away(gone, day) for day in days)
            ),
        )
        for one in workers
    ]


def _capacity(days: list[date], shifts: list[Shift], away: list[Absence]) -> int:
    """Minutes one worker can be sent in the days."""
    return sum(
        shift.ends - shift.starts
        for day in days
        if not any(_is_away(gone, day) for gone in away)
        for shift in shifts
        if shift.weekday == day.weekday()
        and shift.since <= day
        and (shift.until is None or day <= shift.until)
    )
