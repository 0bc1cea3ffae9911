"""服务人员: who is sent, with skills, languages and villages, and when they can be sent."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from jiuzhu.domain.merging import Shown
from jiuzhu.domain.serving.supply import Shift, Worker
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.office import merging
from jiuzhu.services.scheduling.board import clock
from jiuzhu.services.scheduling.calendar_view import Slot, slots
from jiuzhu.services.serving.supply import AHEAD, check_end, open_one
from jiuzhu.storage.queries import supply as queries
from jiuzhu.storage.queries import visits as visit_rows
from jiuzhu.storage.unit import Unit

WEEKDAYS = "一二三四五六日"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerTold:
    """What is written down of a worker; codes and villages in lists, no village means all."""

    name: str
    sex: str
    phone: str = ""
    skills: Sequence[str] = ()
    languages: Sequence[str] = ()
    villages: str = ""  # separated by blanks
    trained_on: date | None = None


@dataclass(frozen=True, slots=True)
class WorkWeek:
    """When somebody can be sent: weekdays (0 Monday) between two minutes of the day."""

    weekdays: Collection[int]
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """A worker in the list."""

    id: str
    name: str
    provider_id: str
    provider: str
    sex: str
    phone: str
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    villages: str
    trained_on: date | None
    ended_on: date | None
    shifts: tuple[Shift, ...]
    shift: str  # in words
    away: str  # absences that go on or come, in words
    absences: tuple[tuple[str, date, date], ...]  # id, first and last day


def open_worker(unit: Unit, provider_id: str, told: WorkerTold) -> str:
    """登记服务人员 of a provider; returns the id."""
    unit.require("contract")
    row = open_one(unit, provider_id)
    made = Worker(provider_id=row.id, **_worker(unit, told))
    unit.about(unit.add(made).id)
    return made.id


def change_worker(unit: Unit, worker_id: str, told: WorkerTold, *, before: Shown | None = None) -> None:
    """更正 what is written down of a worker. `before`: see `merging`."""
    unit.require("contract")
    row = _open_worker(unit, worker_id)
    merging.save(unit, row, _worker(unit, told), before, about=[row.id])
    unit.about(row.id)


def _worker(unit: Unit, told: WorkerTold) -> dict[str, Any]:
    problems = []
    if told.sex not in unit.desk.codes["sex"].labels:
        problems.append(Problem("sex", "请选择性别。"))
    items = unit.desk.codes["service_item"].labels
    if not told.skills or set(told.skills) - set(items):
        problems.append(Problem("skills", "请选择会做的服务项目，至少一项。"))
    if told.trained_on is not None and told.trained_on > unit.today:
        problems.append(Problem("trained_on", "培训日期不能晚于今天。"))
    if problems:
        raise InvalidInput(problems)
    return {
        "name": written(told.name, "姓名", "name", 2),
        "sex": told.sex,
        "phone": told.phone.strip(),
        "skills": " ".join(told.skills),
        "languages": " ".join(told.languages),
        "villages": " ".join(told.villages.split()),
        "trained_on": told.trained_on,
    }


def _open_worker(unit: Unit, worker_id: str) -> Worker:
    row = unit.get(Worker, worker_id)
    if row.ended_on is not None:
        raise Refused(f"{row.name}已于 {row.ended_on} 离职。没有改动任何内容。")
    return row


def end_worker(unit: Unit, worker_id: str, day: date) -> list[Slot]:
    """离职 from a day on; returns the visits somebody else has to make."""
    unit.require("contract")
    row = unit.get(Worker, worker_id)
    check_end(unit, row.ended_on, row.name, day)
    row.ended_on = day
    unit.about(row.id)
    unit.session.flush()
    return unkept(unit, row.id)


def set_shifts(unit: Unit, worker_id: str, hours: WorkWeek, since: date) -> list[Slot]:
    """排班 from a day on; what was before ends the day before.

    Returns the booked visits that cannot be kept now.
    """
    unit.require("contract")
    row = _open_worker(unit, worker_id)
    weekdays, starts, ends = hours.weekdays, hours.starts, hours.ends
    problems = []
    if not weekdays or set(weekdays) - set(range(7)):
        problems.append(Problem("weekdays", "请选择星期几上班。"))
    if not 0 <= starts < ends <= 24 * 60:
        problems.append(Problem("ends", "下班时刻要晚于上班时刻。"))
    if since < unit.today:
        problems.append(Problem("since", "新的班次只能从今天或以后起算。"))
    if problems:
        raise InvalidInput(problems)
    for one in visit_rows.shifts(unit.session, [row.id]):
        if one.until is None or one.until >= since:
            one.until = max(since - _DAY, one.since - _DAY)  # one that had not begun never counts
    for weekday in sorted(set(weekdays)):
        unit.add(Shift(worker_id=row.id, weekday=weekday, starts=starts, ends=ends, since=since))
    unit.about(row.id)
    unit.session.flush()
    return unkept(unit, row.id)


def unkept(unit: Unit, worker_id: str) -> list[Slot]:
    """要改派的服务: booked visits from today on that they cannot make: away, gone, off shift, or two at once."""
    unit.require("read")
    row = unit.get(Worker, worker_id)
    shifts = visit_rows.shifts(unit.session, [worker_id])
    return [
        one
        for one in slots(unit, unit.today, unit.today + timedelta(days=AHEAD), worker_id=worker_id)
        if one.state == "booked"
        and (
            one.clashes
            or (row.ended_on is not None and one.day >= row.ended_on)
            or not any(_covers(shift, one) for shift in shifts)
        )
    ]


def _covers(shift: Shift, one: Slot) -> bool:
    return (
        shift.weekday == one.day.weekday()
        and shift.starts <= one.starts
        and one.ends <= shift.ends
        and shift.since <= one.day
        and (shift.until is None or one.day <= shift.until)
    )


def workers(unit: Unit, text: str = "") -> list[WorkerRow]:
    """Every worker, those who work first; `text` narrows by name or provider."""
    unit.require("read")
    rows = queries.every_worker(unit.session, text.strip())
    ids = [row.id for row in rows]
    shifts = defaultdict(list)
    for one in visit_rows.shifts(unit.session, ids):
        if one.until is None or one.until >= max(unit.today, one.since):
            shifts[one.worker_id].append(one)
    away = [
        one
        for one in visit_rows.absences(unit.session, ids, unit.today, unit.today + timedelta(days=AHEAD))
        if one.ended_on is None
    ]
    return [
        WorkerRow(
            row.id, row.name, row.provider_id, row.provider, row.sex, row.phone, tuple(row.skills.split()),
            tuple(row.languages.split()), row.villages, row.trained_on, row.ended_on, tuple(shifts[row.id]), told_shifts(shifts[row.id]),
            "、".join(f"{one.first_day:%m-%d} 至 {one.last_day:%m-%d} {one.reason}" for one in away if one.worker_id == row.id),
            tuple((one.id, one.first_day, one.last_day) for one in away if one.worker_id == row.id),
        )
        for row in sorted(rows, key=lambda row: (row.ended_on is not None, row.name))
    ]  # fmt: skip


def told_shifts(shifts: Iterable[Shift]) -> str:
    """Shifts in words: 周一至五 8:00–18:00."""
    hours: dict[tuple[date, int, int], list[int]] = defaultdict(list)
    for one in shifts:
        hours[one.since, one.starts, one.ends].append(one.weekday)
    return "；".join(
        f"周{_days(sorted(days))} {clock(starts)}–{clock(ends)}"
        for (_, starts, ends), days in sorted(hours.items())
    )


def _days(days: Sequence[int]) -> str:
    names = [WEEKDAYS[day] for day in days]
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{names[0]}至{names[-1]}"
    return "".join(names)
