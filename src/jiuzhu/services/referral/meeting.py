"""联席会议: minutes with decisions tied to matters, each with who does it and by when [潼南府办发〔2019〕94号]."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jiuzhu.domain.transferring import Meeting, MeetingItem
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.approval.proposing import written
from jiuzhu.storage.queries import people
from jiuzhu.storage.queries import transfers as queries
from jiuzhu.storage.unit import Unit

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
    if not held.matters:
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
    for place, matter in enumerate(held.matters, start=1):
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


def meetings(unit: Unit) -> list[Meeting]:
    """Meetings, the newest first."""
    return queries.meetings(unit.session)


def matters(unit: Unit, meeting_id: str) -> list[MeetingItem]:
    """The matters of a meeting in their order."""
    return queries.items_of(unit.session, meeting_id)


def open_matters(unit: Unit) -> list[Any]:
    """Decisions nobody has carried out, those due first."""
    return queries.open_items(unit.session)
