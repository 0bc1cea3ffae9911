"""联席会议: minutes with decisions tied to matters, each with who does it and by when [潼南府办发〔2019〕94号]."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jiuzhu.domain.transferring import Meeting, MeetingItem
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.storage.queries import people
from jiuzhu.storage.queries import transfers as queries
from jiuzhu.storage.unit import Unit

_SOON = 2  # days before its due day a decision turns amber
LEVELS = {"township": "镇街联席会议", "county": "区县联席会议"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One matter before the meeting; `number` is the application's or slip's it is about, empty for others."""

    title: str
    decision: str
    number: str = ""
    responsible: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """What was held and decided."""

    level: str
    held_on: date
    place: str
    chair: str
    attendees: str
    minutes: str
    matters: list[Matter] = field(default_factory=list)
    lines: str = (
        ""  # the same as it is typed, one matter a line: 议题｜议定意见｜负责人｜期限｜受理或转办编号
    )


@dataclass(frozen=True, slots=True)
class Resolved:
    """One decision of a meeting, whether it was carried out, and the number and file of what it is about."""

    id: str
    title: str
    decision: str
    responsible: str
    due_on: date | None
    done_on: date | None
    result: str
    number: str  # of the meeting
    held_on: date
    about: str  # 受理 or 转办 number, "" for other matters
    application_id: str | None
    colour: str


@dataclass(frozen=True, slots=True)
class Held:
    """The minutes of one meeting with its matters in their order."""

    id: str
    number: str
    level: str
    held_on: date
    place: str
    chair: str
    attendees: str
    minutes: str
    matters: list[Resolved]


def _typed(text: str) -> list[Matter]:
    """The matters of typed lines; a part after the third that begins with a digit is a day, any other a number."""
    made = []
    for place, line in enumerate((line for line in text.splitlines() if line.strip()), start=1):
        parts = [part.strip() for part in line.replace("|", "｜").split("｜")]
        title, decision, responsible = (*parts, "", "")[:3]
        days = [_day(part, place) for part in parts[3:] if part[:1].isdigit()]
        numbers = [part for part in parts[3:] if part and not part[:1].isdigit()]
        made.append(
            Matter(
                title=title,
                decision=decision,
                responsible=responsible,
                due_on=next(iter(days), None),
                number=next(iter(numbers), ""),
            )
        )
    return made


def _day(text: str, place: int) -> date:
    told = InvalidInput([Problem("matters", f"第 {place} 行的期限“{text}”请写成 2025-10-20 这样。")])
    found = re.fullmatch(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?", text)
    if found is None:
        raise told
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise told from None


def record_meeting(unit: Unit, held: Minutes) -> str:
    """登记会议纪要; returns its number. A number that names no application or slip is refused."""
    unit.require("transfer")
    problems = []
    if held.level not in LEVELS:
        problems.append(Problem("level", "请选择会议级别。"))
    if held.held_on > unit.today:
        problems.append(Problem("held_on", "会议日期还没有到，请核对。"))
    for name, value, label in (
        ("place", held.place, "地点"),
        ("chair", held.chair, "主持人"),
        ("attendees", held.attendees, "参加人员"),
    ):
        if not value.strip():
            problems.append(Problem(name, f"请填写{label}。"))
    matters = held.matters or _typed(held.lines)
    for place, matter in enumerate(matters, start=1):
        if matter.due_on is not None and matter.due_on < held.held_on:
            problems.append(Problem("matters", f"第 {place} 项的期限早于会议日期，请核对。"))
    if not matters:
        problems.append(Problem("matters", "请至少填写一项议题。"))
    if problems:
        raise InvalidInput(problems)
    made = unit.add(
        Meeting(
            number=unit.number("meeting"),
            level=held.level,
            held_on=held.held_on,
            place=held.place.strip(),
            chair=held.chair.strip(),
            attendees=held.attendees.strip(),
            minutes=held.minutes.strip(),
            recorded_by=unit.actor.operator_id,
        )
    )
    for place, matter in enumerate(matters, start=1):
        subject, subject_id = _subject(unit, matter.number)
        unit.add(
            MeetingItem(
                meeting_id=made.id,
                position=place,
                subject=subject,
                subject_id=subject_id,
                title=written(matter.title, f"第 {place} 项议题", "title", 2),
                decision=written(matter.decision, f"第 {place} 项议定意见", "decision"),
                responsible=matter.responsible.strip(),
                due_on=matter.due_on,
            )
        )
    unit.about(made.id)
    return made.number


def _subject(unit: Unit, number: str) -> tuple[str, str | None]:
    typed = number.strip()
    if not typed:
        return "other", None
    application = people.application_numbered(unit.session, typed)
    if application is not None:
        return "application", application
    slip = queries.numbered(unit.session, typed)
    if slip is None:
        raise InvalidInput([Problem("number", f"没有编号 {typed} 的申请或转办单，请核对。")])
    return "transfer", slip.id


def carry_out(unit: Unit, item_id: str, result: str) -> None:
    """办结 one decision with what came of it."""
    unit.require("transfer")
    row = unit.get(MeetingItem, item_id)
    if row.done_on is not None:
        raise Refused("这项议定事项已经办结。没有改动任何内容。")
    row.result, row.done_on = written(result, "落实情况", "result"), unit.today
    unit.about(row.meeting_id)


def _resolved(unit: Unit, found: Iterable[Any]) -> list[Resolved]:
    made = []
    for row in found:
        left = (row.due_on - unit.today).days if row.due_on and row.done_on is None else None
        colour = "" if left is None else "bad" if left < 0 else "warn" if left <= _SOON else "ok"
        made.append(
            Resolved(
                row.id, row.title, row.decision, row.responsible, row.due_on, row.done_on, row.result, row.number,
                row.held_on, row.about, row.application_id, colour,
            )
        )  # fmt: skip
    return made


def meetings(unit: Unit) -> list[Held]:
    """Meetings, the newest first, each with its matters."""
    every = sorted(queries.decisions(unit.session), key=lambda row: row.position)
    return [
        Held(
            one.id, one.number, one.level, one.held_on, one.place, one.chair, one.attendees, one.minutes,
            _resolved(unit, [row for row in every if row.meeting_id == one.id]),
        )
        for one in queries.meetings(unit.session)
    ]  # fmt: skip


def open_matters(unit: Unit) -> list[Resolved]:
    """Decisions nobody has carried out, those due first."""
    return _resolved(unit, queries.open_decisions(unit.session))


def done_matters(unit: Unit) -> list[Resolved]:
    """Decisions that were carried out, with what came of them, the newest first."""
    found = _resolved(unit, queries.done_decisions(unit.session))
    return sorted(found, key=lambda row: row.done_on or date.min, reverse=True)
