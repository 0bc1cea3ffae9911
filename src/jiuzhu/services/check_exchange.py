"""信息核对 by file: the request leaves as a workbook, the reply is looked at first and then taken whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from jiuzhu.documents import error_copy, foreign_workbook, workbook
from jiuzhu.domain import application as app
from jiuzhu.domain.checking import Check, CheckReply
from jiuzhu.domain.facts_of import is_open
from jiuzhu.domain.identity_number import masked
from jiuzhu.domain.workflow import STATE_LABELS
from jiuzhu.errors import Refused, UserError
from jiuzhu.services import files, moving
from jiuzhu.services.check_matching import Answer, Matched, Target, match, targets
from jiuzhu.services.checking_lines import lines_of
from jiuzhu.services.permits import permits
from jiuzhu.storage.queries import checking as queries
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit

STATUSES = {"有": "hit", "无": "none", "未反馈": "unanswered"}
_LONGEST = 200  # characters a stored answer may have
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class RawReply:
    """One row of the file as typed, before anything is known about it."""

    row: int
    request_number: str
    name: str
    id_number: str
    department: str
    item: str
    status: str
    value: Decimal | None
    as_of: date | None
    note: str
    unreadable: str = ""  # cells that could not be taken, in words


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """One row of the dry run."""

    row: int
    name: str
    id_masked: str
    department: str
    item: str
    status: str
    value: str
    goes_to: str  # what will be written where
    problem: str


@dataclass(frozen=True, slots=True)
class ReplyPreview:
    """What taking the file would do; nothing is stored yet."""

    path: Path
    rows: list[ReplyRow]
    good: int
    bad: int
    error_copy: Path | None
    notes: list[str]  # people of a request nobody answered about
    raw: tuple[RawReply, ...] = field(repr=False)


def export_check_request(unit: Unit, ids: Sequence[str], path: Path) -> int:
    """Write the people of these applications' open requests to `path` (.xlsx); returns how many people.

    Refused, naming it, for an application without an open request or with an authorisation that no longer holds
    [649 Art 58, 民发〔2021〕57号 Art 17].
    """
    unit.require("check")
    rows: list[list[object]] = []
    without, unsigned = [], []
    for identity in ids:
        found = files.load_rows(unit, identity)
        check = found.checks[-1] if found.checks else None
        applicant = found.people[found.application.applicant_id].name
        if check is None or check.replied_on is not None:
            without.append(applicant)
            continue
        signed, missing = permits(found, unit.today)
        unsigned += missing
        rows += _request_rows(unit, found, check, signed)
    if without:
        raise Refused(f"{'、'.join(without)}没有等待答复的核对委托，没有导出。请先“发起核对”，或不选这几户。")
    if unsigned:
        raise Refused(f"核对授权已失效：{'、'.join(unsigned)}。没有导出任何内容；请重新签署授权后再导出。")
    ledger = unit.desk.ledgers["check_request"]
    workbook.write(
        path,
        ledger,
        rows,
        title=ledger.title,
        subtitle=unit.desk.office.name,
        filters_text=f"{len(ids)} 份申请",
        made_by=unit.actor.name,
        made_at=unit.now,
    )
    return len(rows)


def _request_rows(
    unit: Unit, found: FileRows, check: Check, signed: dict[str, app.Authorisation]
) -> list[list[object]]:
    relations = unit.desk.codes["relation"].labels
    items = "、".join(targets(unit.desk.codes["check_item"].labels))
    related = {row.person_id: row.relation for row in found.members}
    return [
        [
            check.number,
            found.people[found.application.applicant_id].name,
            found.people[one].name,
            found.people[one].id_number,
            relations.get(related[one], related[one]),
            permit.number,
            permit.signed_on,
            permit.valid_until,
            items,
        ]
        for one, permit in signed.items()
    ]


def read_check_reply(unit: Unit, path: Path) -> ReplyPreview:
    """Look at a reply file (.xlsx) without storing anything: what fits, what does not, and why, row by row.

    With any problem a copy of the file with a column 错误说明 is laid beside it. `UserError` when the file as a
    whole cannot be read.
    """
    unit.require("check")
    sheet = foreign_workbook.read(path, expected=unit.desk.ledgers["check_reply"])
    unreadable: dict[int, list[str]] = {}
    for problem in sheet.problems:
        unreadable.setdefault(problem.row, []).append(problem.message)
    raw = tuple(_raw(row, "；".join(unreadable.get(row.row_number, []))) for row in sheet.rows)
    plan = _plan(unit, raw)
    told = {row.row: [plan.problems[row.row]] for row in raw if plan.problems.get(row.row)}
    copy = None
    if told:
        copy = path.with_name(f"{path.stem}-错误说明.xlsx")
        error_copy.write_error_copy(path, copy, told, sheet.header_row, sheet_name=sheet.sheet_name)
    rows = [_shown(row, plan) for row in raw]
    return ReplyPreview(path, rows, len(raw) - len(told), len(told), copy, plan.notes, raw)


def _raw(row: foreign_workbook.ForeignRow, unreadable: str) -> RawReply:
    def text(name: str) -> str:
        value = row.values.get(name)
        return value.strip() if isinstance(value, str) else ""

    value, as_of = row.values.get("value"), row.values.get("as_of")
    return RawReply(
        row=row.row_number,
        request_number=text("request_number"),
        name=text("name"),
        id_number=text("id_number"),
        department=text("department"),
        item=text("item"),
        status=STATUSES.get(text("status"), ""),
        value=value if isinstance(value, Decimal) else None,
        as_of=as_of if isinstance(as_of, date) else None,
        note=text("note"),
        unreadable=unreadable,
    )


def _shown(row: RawReply, plan: "_Plan") -> ReplyRow:
    status = next((word for word, code in STATUSES.items() if code == row.status), "")
    return ReplyRow(
        row=row.row,
        name=row.name,
        id_masked=masked(row.id_number),
        department=row.department,
        item=row.item,
        status=status,
        value="" if row.value is None else f"{row.value:,f}",
        goes_to=plan.goes_to.get(row.row, ""),
        problem=plan.problems.get(row.row, ""),
    )


@dataclass(slots=True)
class _Request:
    """One request the file answers."""

    check: Check
    rows: FileRows
    answers: list[Answer] = field(default_factory=list)
    matched: Matched = field(default_factory=Matched)


@dataclass(slots=True)
class _Plan:
    requests: dict[str, _Request]
    problems: dict[int, str] = field(default_factory=dict)
    goes_to: dict[int, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def _plan(unit: Unit, raw: Iterable[RawReply]) -> _Plan:
    """Everything the file would change, worked out against what is stored now."""
    rows = list(raw)
    checks = queries.checks_numbered(unit.session, list({row.request_number for row in rows}))
    plan = _Plan(
        {
            number: _Request(check, files.load_rows(unit, check.application_id))
            for number, check in checks.items()
        }
    )
    known = targets(unit.desk.codes["check_item"].labels)
    seen: dict[tuple[object, ...], int] = {}
    for row in rows:
        key = (row.request_number, row.id_number, row.department, row.item, row.value, row.as_of, row.note)
        request = plan.requests.get(row.request_number)
        problem = _problem_of(unit, row, request, known)
        if not problem and key in seen:
            problem = f"与第 {seen[key]} 行完全相同，请删去一行，或在“说明”列写明区别"
        seen.setdefault(key, row.row)
        if problem or request is None:
            plan.problems[row.row] = problem
        else:
            request.answers.append(_answer(row, request, known))
    uncounted = frozenset(unit.desk.codes["income_item"].codes)
    for request in plan.requests.values():
        request.matched = match(request.answers, lines_of(request.rows), uncounted)
        plan.problems.update({item.row: item.problem for item in request.answers if item.problem})
        plan.goes_to.update({item.row: _goes_to(item) for item in request.answers})
        answered = {item.person_id for item in request.answers}
        signed, _ = permits(request.rows, unit.today)
        silent = [request.rows.people[one].name for one in signed if one not in answered]
        if silent:
            plan.notes.append(f"委托 {request.check.number}：{'、'.join(silent)}没有任何答复")
    return plan


def _problem_of(unit: Unit, row: RawReply, request: _Request | None, known: dict[str, Target]) -> str:
    """Why a row cannot be taken, in words; "" when it can."""
    if row.unreadable:
        return row.unreadable
    if request is None:
        return "没有这个委托编号，请对照委托名单填写完整编号"
    if request.check.replied_on is not None:
        return f"这份委托已在 {request.check.replied_on} 登记过答复，不能再登记"
    if request.check is not request.rows.checks[-1]:
        return "这份委托已被后来的委托取代"
    state = request.rows.application.state
    if state != "investigating":
        return f"这份申请现在是“{STATE_LABELS[state]}”，不能登记核对答复"
    return _problem_of_person(row, request) or _problem_of_figure(unit, row, known)


def _problem_of_person(row: RawReply, request: _Request) -> str:
    people = [person for person in request.rows.people.values() if person.id_number == row.id_number]
    if len(people) != 1:
        return "证件号码不在这份委托的人员里，请逐位核对"
    if people[0].name != row.name:
        return f"姓名与证件号码对不上：这个号码登记的是{people[0].name}"
    return ""


def _problem_of_figure(unit: Unit, row: RawReply, known: dict[str, Target]) -> str:
    target = known.get(row.item)
    if target is None:
        return f"不认识“{row.item}”这个项目，可填：{'、'.join(known)}"
    if row.as_of is not None and row.as_of > unit.today:
        return f"截止日期 {row.as_of} 还没有到"
    if any(len(text) > _LONGEST for text in (row.department, _value_of(row))):
        return f"来源部门或说明超过 {_LONGEST} 个字，请缩短"
    return _problem_of_value(row, target)


def _problem_of_value(row: RawReply, target: Target) -> str:
    if row.status != "hit":
        return "状态不是“有”，不能填数值" if row.value else ""
    if target.category == "fact":
        return ""
    if row.value is None:
        return "状态填了“有”，请填写数值"
    return "" if row.value == row.value.quantize(_CENT) else "数值最多两位小数"


def _answer(row: RawReply, request: _Request, known: dict[str, Target]) -> Answer:
    person = next(one for one in request.rows.people.values() if one.id_number == row.id_number)
    value = row.value.quantize(_CENT) if row.value is not None else None
    return Answer(
        row=row.row,
        person_id=person.id,
        department=row.department,
        target=known[row.item],
        status=row.status,
        value=value,
        as_of=row.as_of,
        note=row.note,
    )


def _goes_to(answer: Answer) -> str:
    if answer.problem:
        return ""
    if answer.target.category == "fact" or answer.status != "hit":
        return "只登记答复"
    if answer.line is None:
        return "未申报，新增一项"
    return f"对应申报的 {answer.line.declared} {answer.line.item}".rstrip()


def _value_of(row: RawReply | Answer) -> str:
    return " ".join(part for part in ("" if row.value is None else f"{row.value:f}", row.note) if part)


def apply_check_reply(
    unit: Unit, preview: ReplyPreview, report_number: str = "", report_on: date | None = None
) -> int:
    """Take the whole file or nothing: replies, found figures, the day of the report; returns how many answers.

    The file is matched again against what is stored now. A figure that changed what was already accepted opens that
    line again. Refused for a row with a problem and for a request that was answered before.
    """
    unit.require("check")
    if report_on is not None and report_on > unit.today:
        raise UserError(f"报告日期 {report_on} 还没有到，没有登记任何答复。请核对。", field="report_on")
    plan = _plan(unit, preview.raw)
    if plan.problems:
        row, problem = min(plan.problems.items())
        raise Refused(
            f"有 {len(plan.problems)} 行不能登记（第 {row} 行：{problem}）。没有登记任何答复；请改好文件后重新导入。"
        )
    count = 0
    for request in plan.requests.values():
        request.check.replied_on = unit.today
        request.check.report_on = report_on or unit.today
        request.check.report_number = report_number.strip()
        _store(unit, request)
        count += len(request.answers)
    return count


def _store(unit: Unit, request: _Request) -> None:
    application = request.rows.application
    for place, answer in enumerate(request.matched.fresh, start=len(request.rows.lines)):
        answer.line = _fresh_line(unit, application, answer, place)
    for found in request.matched.found:
        line = found.line
        if line.checked != found.figure:
            line.checked, line.accepted, line.accepted_by, line.accepted_on = found.figure, None, None, None
            line.judgement = ""
        line.check_source, line.check_as_of = found.sources[:_LONGEST], found.as_of
    for line in request.matched.unknown:
        line.checked, line.check_source, line.check_as_of = None, "", None
        line.accepted, line.accepted_by, line.accepted_on, line.judgement = None, None, None, ""
    for answer in request.answers:
        unit.add(
            CheckReply(
                check_id=request.check.id,
                application_id=application.id,
                person_id=answer.person_id,
                department=answer.department,
                item=answer.target.label,
                status=answer.status,
                value=_value_of(answer),
                as_of=answer.as_of,
                line_id=answer.line.id if answer.line else None,
            )
        )
    note = f"{request.check.number}：{len(request.answers)} 条答复"
    moving.step(unit, application, "check_replied", application.state, note)
    moving.settle_due(unit, application)
    request.check.conclusion = conclusion_of(unit, application.id)


def _fresh_line(unit: Unit, application: app.Application, answer: Answer, place: int) -> app.EconomicLine:
    """A line nobody declared: declared zero, found by the check."""
    target = answer.target
    return unit.add(
        app.EconomicLine(
            application_id=application.id,
            category=target.category,
            kind=target.kind,
            person_id=answer.person_id,
            item=target.item or answer.note or answer.department,
            period=target.period,
            declared=Decimal("0.00"),
            checked=answer.value,
            check_source=answer.department,
            check_as_of=answer.as_of,
            position=place,
        )
    )


def conclusion_of(unit: Unit, application_id: str) -> str:
    """`open` while a difference waits or something is still needed, else `fits` or `unfit` by the findings."""
    unit.session.flush()
    dossier = files.dossier(unit, application_id)
    lists = (dossier.incomes, dossier.assets, dossier.housing, dossier.vehicles, dossier.expenses)
    if any(is_open(line) for lines in lists for line in lines):
        return "open"
    asked = [part.result for part in dossier.findings if part.programme in dossier.application.programmes]
    if "entitled" in asked:
        return "fits"
    return "open" if "manual" in asked else "unfit"
