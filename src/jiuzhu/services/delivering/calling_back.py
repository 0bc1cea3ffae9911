"""回访 (F33): how those who were served found it, by five grades, what was wrong and what was done about it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from jiuzhu.domain.serving.overseeing import DISSATISFIED, CallBack, percent
from jiuzhu.domain.serving.served import ServiceFile
from jiuzhu.domain.serving.visits import VisitRecord
from jiuzhu.domain.written import written
from jiuzhu.errors import Refused, UserError
from jiuzhu.storage.queries import overseeing as queries
from jiuzhu.storage.unit import Unit

WAYS = {"phone": "电话", "home": "入户", "window": "窗口"}
"""How somebody is asked → its word."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """Somebody served lately whom nobody asked for a long time; `called_on` None: never."""

    id: str  # of the service file
    file_number: str
    person: str
    phone: str
    village: str
    served_on: date
    called_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call-back; provider and day are those of the visit it is about, "" and None without one."""

    id: str
    version: int
    service_file_id: str
    file_number: str
    person: str
    phone: str
    village: str
    provider_id: str
    provider: str
    served_on: date | None
    called_on: date
    way: str
    caller: str
    grade: int
    problems: str
    improvement: str
    improved_on: date | None

    @property
    def open(self) -> bool:
        """Whether something was wrong and nothing is done about it yet."""
        return bool(self.problems) and self.improved_on is None


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """How a provider was found: how many gave each grade, from 5 to 1."""

    provider_id: str
    provider: str
    grades: tuple[int, int, int, int, int]

    @property
    def calls(self) -> int:
        """How many were asked."""
        return sum(self.grades)

    @property
    def percent(self) -> str:
        """Those who are satisfied or very satisfied, of a hundred."""
        return percent(self.grades[0] + self.grades[1], self.calls)


def record_call(
    unit: Unit,
    service_file_id: str,
    called_on: date,
    way: str,
    grade: int,
    *,
    problems: str = "",
    improvement: str = "",
    visit_record_id: str | None = None,
) -> str:
    """Write down a call-back; returns its id. Without a record named it is about the last visit before it."""
    unit.require("call_back")
    file = unit.get(ServiceFile, service_file_id)
    if called_on > unit.today:
        raise UserError("回访日期还没有到，请核对。", field="called_on")
    if way not in WAYS:
        raise UserError("请选择回访方式。", field="way")
    if str(grade) not in unit.desk.codes["satisfaction"].codes:
        raise UserError("请选择满意程度。", field="grade")
    if grade <= DISSATISFIED:
        problems = written(problems, "不满意的问题", "problems")
    if visit_record_id:
        about: VisitRecord | None = unit.get(VisitRecord, visit_record_id)
        if about is None or about.service_file_id != file.id:
            raise Refused("这次服务不是这位对象的。没有改动任何内容。")
    else:
        about = queries.newest_record(unit.session, file.id, called_on)
    unit.about(file.id)
    done = improvement.strip()
    return unit.add(
        CallBack(
            service_file_id=file.id,
            visit_record_id=about.id if about is not None else None,
            called_on=called_on,
            way=way,
            called_by=unit.actor.operator_id,
            grade=grade,
            problems=problems.strip(),
            improvement=done,
            improved_on=unit.today if done else None,
        )
    ).id


def improve(unit: Unit, call_back_id: str, seen_version: int, improvement: str) -> None:
    """整改: what was done about what was wrong."""
    unit.require("call_back")
    call = unit.get(CallBack, call_back_id)
    unit.unchanged(call, seen_version)
    if not call.problems:
        raise Refused("这次回访没有反映问题。没有改动任何内容。")
    call.improvement = written(improvement, "整改情况", "improvement")
    call.improved_on = unit.today
    unit.about(call.service_file_id)


def suggestions(unit: Unit, text: str = "") -> list[Suggested]:
    """Whom to ask next: served lately and not asked for the days in force; who waited longest comes first."""
    unit.require("read")
    days = unit.desk.policy.in_force(unit.desk.office.district, unit.today).number("service.call_back.days")
    return [
        Suggested(
            row.id, row.file_number, row.person, row.phone or "", row.village, row.served_on, row.called_on
        )
        for row in queries.to_call(unit.session, unit.today - timedelta(days=days))
        if _means(text, row.person, row.file_number, row.village)
    ]


def calls(unit: Unit, first: date, last: date, text: str = "") -> list[Call]:
    """Call-backs of the days, what still waits for an answer first, then the newest."""
    unit.require("read")
    found = [
        _call(row)
        for row in queries.calls(unit.session, first, last)
        if _means(text, row.person, row.file_number, row.village, row.provider or "")
    ]
    return sorted(found, key=lambda one: not one.open)


def one(unit: Unit, call_back_id: str) -> Call:
    """One call-back."""
    unit.require("read")
    row = queries.one_call(unit.session, unit.get(CallBack, call_back_id).id)
    return _call(row)


def _call(row: object) -> Call:
    told = {name: getattr(row, name) for name in Call.__slots__}
    return Call(**told | {name: told[name] or "" for name in ("phone", "provider_id", "provider")})


def _means(text: str, *said: str) -> bool:
    wanted = text.strip()
    return not wanted or any(wanted in one for one in said)


def satisfaction(unit: Unit, first: date, last: date) -> list[Satisfaction]:
    """How each provider was found in the call-backs of the days, by name."""
    found: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * 5)
    for one in calls(unit, first, last):
        if one.provider_id:
            found[one.provider, one.provider_id][5 - one.grade] += 1
    return [
        Satisfaction(identity, name, (five, four, three, two, one))
        for (name, identity), (five, four, three, two, one) in sorted(found.items())
    ]
