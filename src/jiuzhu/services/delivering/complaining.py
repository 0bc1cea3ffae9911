"""投诉: received with a day it has to be settled by, followed up, closed with what came of it and told."""

from dataclasses import dataclass
from datetime import date

from jiuzhu.domain.serving.overseeing import Complaint
from jiuzhu.domain.serving.served import ServiceFile
from jiuzhu.domain.serving.supply import Provider
from jiuzhu.domain.written import written
from jiuzhu.errors import Refused, UserError
from jiuzhu.storage.queries import overseeing as queries
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Received:
    """A complaint that was taken, and the day it has to be settled by."""

    complaint_id: str
    number: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintRow:
    """One complaint; `colour` warns from three working days before it is due. `person` "": nobody's file was named."""

    id: str
    version: int
    number: str
    provider: str
    person: str
    file_number: str
    received_on: date
    receiver: str
    content: str
    due_on: date
    action: str
    closed_on: date | None
    result_text: str
    colour: str  # ok | warn | bad


_WARN = 3  # working days


def record_complaint(
    unit: Unit, provider_id: str, received_on: date, content: str, service_file_id: str | None = None
) -> Received:
    """Take a complaint about a provider; it has to be settled within the working days in force."""
    unit.require("call_back")
    provider = unit.get(Provider, provider_id)
    if received_on > unit.today:
        raise UserError("收到日期还没有到，请核对。", field="received_on")
    if service_file_id:
        unit.get(ServiceFile, service_file_id)
        unit.about(service_file_id)
    days = unit.desk.policy.in_force(unit.desk.office.district, received_on).number("complaint.wd")
    made = unit.add(
        Complaint(
            number=unit.number("complaint"),
            service_file_id=service_file_id or None,
            provider_id=provider.id,
            received_on=received_on,
            received_by=unit.actor.operator_id,
            content=written(content, "投诉的内容", "content"),
            due_on=unit.desk.calendar.add_working_days(received_on, days).day,
        )
    )
    return Received(made.id, made.number, made.due_on)


def follow_complaint(unit: Unit, complaint_id: str, seen_version: int, action: str) -> None:
    """跟进: what was done so far is added under its day; nothing of it is overwritten."""
    complaint = _open(unit, complaint_id, seen_version)
    done = f"{unit.today} {written(action, '处理情况', 'action')}"
    complaint.action = f"{complaint.action}\n{done}".strip()


def close_complaint(unit: Unit, complaint_id: str, seen_version: int, result_text: str) -> None:
    """办结: what came of it and how it was told; a complaint nothing was done about cannot be closed."""
    complaint = _open(unit, complaint_id, seen_version)
    if not complaint.action:
        raise Refused("还没有登记处理情况，不能办结。没有改动任何内容。")
    complaint.result_text = written(result_text, "办结和答复情况", "result_text")
    complaint.closed_on = unit.today


def _open(unit: Unit, complaint_id: str, seen_version: int) -> Complaint:
    unit.require("call_back")
    complaint = unit.get(Complaint, complaint_id)
    unit.unchanged(complaint, seen_version)
    if complaint.closed_on is not None:
        raise Refused(f"投诉 {complaint.number} 已在 {complaint.closed_on} 办结。没有改动任何内容。")
    if complaint.service_file_id:
        unit.about(complaint.service_file_id)
    return complaint


def complaints(unit: Unit, text: str = "", *, closed: bool = False) -> list[ComplaintRow]:
    """Open complaints by their due day, or closed ones; `text`: part of a name, number, provider or content."""
    unit.require("read")
    wanted = text.strip()
    return [
        ComplaintRow(
            **{name: getattr(row, name) for name in ComplaintRow.__slots__ if name not in _MADE},
            person=row.person or "",
            file_number=row.file_number or "",
            colour=_colour(unit, row.due_on, row.closed_on),
        )
        for row in queries.complaints(unit.session, closed=closed)
        if not wanted
        or any(wanted in (one or "") for one in (row.person, row.number, row.provider, row.content))
    ]


_MADE = frozenset({"person", "file_number", "colour"})


def _colour(unit: Unit, due_on: date, closed_on: date | None) -> str:
    day = closed_on or unit.today
    if day > due_on:
        return "bad"
    if closed_on is None and unit.desk.calendar.add_working_days(day, _WARN).day >= due_on:
        return "warn"
    return "ok"
