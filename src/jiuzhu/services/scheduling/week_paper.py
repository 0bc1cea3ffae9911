"""A worker's week as paper and as a calendar file: names and addresses leave, so both pass the door of exports."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from jiuzhu.documents import calendar_file
from jiuzhu.documents.calendar_file import Entry
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.exporting import Said
from jiuzhu.domain.form import Form, FormField, Section
from jiuzhu.domain.serving.hours import hours
from jiuzhu.domain.serving.supply import Provider, Worker
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.casework import file_parts
from jiuzhu.services.ledger import exporting
from jiuzhu.services.ledger.exporting import What
from jiuzhu.services.paper.papers import Issued, leave, leave_list
from jiuzhu.services.scheduling.board import clock
from jiuzhu.storage.queries import papers as paper_rows
from jiuzhu.storage.queries import weeks as queries
from jiuzhu.storage.unit import Unit

FORM = "W"
_WEEKDAYS = "一二三四五六日"
_OFF = frozenset({"cancelled", "excused"})
"""States of a visit nobody goes to; on a phone they take the older ones away."""

_FORM = Form(
    id=FORM,
    title="服务人员周表",
    short="周表",
    basis="",
    landscape=True,
    sections=(
        Section(
            "head",
            "fields",
            fields=(
                FormField("week.worker", "服务人员"),
                FormField("week.provider", "服务机构"),
                FormField("week.days", "起止"),
                FormField("week.sum", "合计"),
            ),
            screen=False,
        ),
        Section(
            "lines",
            "table",
            repeat="week.lines",
            fields=(
                FormField("day", "日期", width=27),
                FormField("time", "时间", width=26),
                FormField("person", "服务对象", width=22),
                FormField("where", "住址", width=62),
                FormField("phone", "电话", width=28),
                FormField("item", "项目", width=22),
                FormField("beside", "同去、车辆", width=32),
                FormField("signed", "对象签字", width=24),
                FormField("actual", "实际起止", width=24),
            ),
            screen=False,
        ),
        Section("signed", "signatures", labels=("服务人员", "机构负责人"), screen=False),
    ),
)


@dataclass(kw_only=True)
class WeekLine:
    """One visit; the last two columns are filled in by hand."""

    day: str
    time: str
    person: str
    where: str
    phone: str
    item: str
    beside: str
    signed: str = ""
    actual: str = ""


@dataclass(kw_only=True)
class WeekPart:
    """A worker's week."""

    worker: str = ""
    provider: str = ""
    days: str = ""
    sum: str = ""
    lines: list[WeekLine] = field(default_factory=list)


@dataclass(kw_only=True)
class WeekDossier(Dossier):
    """A dossier that is about one worker's week."""

    week: WeekPart = field(default_factory=WeekPart)


@dataclass(frozen=True, slots=True)
class Exported:
    """A calendar file that left."""

    path: Path
    visits: int
    number: str  # in the register of exports


def week_of(unit: Unit, worker_id: str, monday: date, kind: str) -> What:
    """What the paper (`pdf`) or the calendar file (`ics`) of a worker's week would hold."""
    return _what(unit.get(Worker, worker_id), monday, kind, _going(_visits(unit, worker_id, monday)))


def _visits(unit: Unit, worker_id: str, monday: date) -> list[Any]:
    return queries.visits(unit.session, worker_id, monday, monday + timedelta(days=6))


def _going(rows: list[Any]) -> list[Any]:
    found = [row for row in rows if row.state not in _OFF]
    if not found:
        raise Refused("这一周没有安排这位服务人员的服务，没有打印或导出。")
    return found


def _what(worker: Worker, monday: date, kind: str, rows: list[Any]) -> What:
    return What(
        kind=kind,
        subject="week",
        title=f"{_FORM.title}（{worker.name}）",
        about={"worker": worker.id, "monday": monday},
        details=f"{monday} 起一周",
        rows=len(rows),
        classes=("name", "phone", "address"),
    )


def issue_week(unit: Unit, worker_id: str, monday: date, folder: Path, said: Said) -> Issued:
    """打印周表: whom to visit when and where, with room for signatures; unchanged it is the same paper again."""
    unit.require("print")
    worker = unit.get(Worker, worker_id)
    rows = _going(_visits(unit, worker_id, monday))
    minutes = sum(row.ends - row.starts for row in rows)
    part = WeekPart(
        worker=worker.name,
        provider=unit.get(Provider, worker.provider_id).name,
        days=f"{monday} 至 {monday + timedelta(days=6)}",
        sum=f"{len(rows)} 次，{hours(minutes)}",
        lines=[
            WeekLine(
                day=f"{row.day:%m-%d} 周{_WEEKDAYS[row.day.weekday()]}",
                time=f"{clock(row.starts)}–{clock(row.ends)}",
                person=row.person,
                where=_where(row),
                phone=row.phone,
                item=unit.desk.label("service_item", row.item),
                beside=_beside(row, worker),
            )
            for row in rows
        ],
    )
    dossier = WeekDossier(office=file_parts.office_part(unit.desk), week=part)
    title = f"{_FORM.title} {worker.name} {monday}"
    return leave_list(
        unit,
        _what(worker, monday, "pdf", rows),
        said,
        lambda leaving: leave(
            unit, _FORM, dossier, folder, title=title, found=paper_rows.newest_titled(unit.session, FORM, title),
            own_number="", kind="paper", application_id=None, leaving=leaving,
        ),
        exporting.subjects_in(rows),
    )  # fmt: skip


def _where(row: Any) -> str:
    return "　".join(filter(None, (row.village, row.place or row.address)))


def _beside(row: Any, worker: Worker) -> str:
    others = [name for name in (row.worker, row.second_worker) if name and name != worker.name]
    return "、".join([*others, *filter(None, (row.plate,))])


def export_week(unit: Unit, worker_id: str, monday: date, path: Path, said: Said) -> Exported:
    """导出日历: the week as an .ics for the worker's phone; what was cancelled since is taken off it there.

    Raises `InvalidInput` for a password: no calendar opens a locked file.
    """
    if said.password:
        raise InvalidInput([Problem("password", "日历文件不能加密码：请不设密码，或打印周表。")])
    worker = unit.get(Worker, worker_id)
    rows = _visits(unit, worker_id, monday)
    going = _going(rows)
    leaving = exporting.begin(unit, _what(worker, monday, "ics", going), said)
    with suppress(OSError):  # what cannot be made is told by the writing, with the way out
        path.parent.mkdir(exist_ok=True)
    before = path.read_bytes() if path.is_file() else None
    entries = [
        Entry(
            uid=f"{row.id}@jiuzhu",
            revision=row.version,
            day=row.day,
            starts=row.starts,
            ends=row.ends,
            title=f"{unit.desk.label('service_item', row.item)} {row.person}",
            place=_where(row),
            told="\n".join(
                filter(None, (row.phone, _beside(row, worker), f"{row.file_number}　{leaving.mark.text}"))
            ),
            cancelled=row.state in _OFF,
        )
        for row in rows
    ]
    made = calendar_file.write(path, f"{_FORM.short} {worker.name}", entries, unit.now)
    unit.undo_with(lambda: path.unlink(missing_ok=True) if before is None else path.write_bytes(before))
    exporting.left(
        unit,
        leaving,
        path,
        sha256=hashlib.sha256(made).hexdigest(),
        rows=len(going),
        subjects=exporting.subjects_in(rows),
    )
    return Exported(path, len(going), leaving.row.number)
