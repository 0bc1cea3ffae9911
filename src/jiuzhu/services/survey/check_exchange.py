"""信息核对 by file: the request leaves as a workbook, the reply is looked at first and then taken whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from jiuzhu.documents import error_copy, foreign_workbook, workbook
from jiuzhu.domain import application as app
from jiuzhu.domain.checking import Check, CheckReply
from jiuzhu.domain.exporting import Said, classes_of
from jiuzhu.domain.facts_of import is_open
from jiuzhu.domain.household import Person
from jiuzhu.domain.identity_number import masked
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.casework import files, moving
from jiuzhu.services.counter.permits import obligor_permits, permits
from jiuzhu.services.ledger import exporting
from jiuzhu.services.ledger.exporting import What
from jiuzhu.services.survey.check_matching import Answer, targets
from jiuzhu.services.survey.reply_plan import LONGEST, Plan, RawReply, Request, plan_of, value_of
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit

_SAID = Said(purpose="check", recipient="居民家庭经济状况核对机构", basis="authorised")
STATUSES = {"有": "hit", "无": "none", "未反馈": "unanswered"}


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
    """Write the people of these applications' open requests to `path` (.xlsx), and that they left; returns how many.

    Refused, naming it, for an application without an open request or with an authorisation that no longer holds
    [649 Art 58, 民发〔2021〕57号 Art 17].
    """
    unit.require("check")
    rows = _all_rows(unit, ids)
    what = _what(unit, ids, len(rows))
    leaving = exporting.begin(unit, what, _SAID)
    ledger = unit.desk.ledgers[what.subject]
    written = workbook.write(
        path,
        ledger,
        rows,
        title=ledger.title,
        subtitle=unit.desk.office.name,
        filters_text=what.details,
        made_by=unit.actor.name,
        made_at=unit.now,
        mark=leaving.mark,
    )
    unit.undo_with(lambda: path.unlink(missing_ok=True))
    exporting.left(unit, leaving, path, sha256=written.sha256, rows=written.rows, subjects=ids)
    unit.about(ids[0] if len(ids) == 1 else unit.actor.operator_id)
    return len(rows)


def request_of(unit: Unit, ids: Sequence[str]) -> What:
    """What the request of these applications would hold; refused as `export_check_request` is."""
    unit.require("check")
    return _what(unit, ids, len(_all_rows(unit, ids)))


def _what(unit: Unit, ids: Sequence[str], rows: int) -> What:
    ledger = unit.desk.ledgers["check_request"]
    return What(
        kind="xlsx",
        subject=ledger.id,
        title=ledger.title,
        about={"applications": "、".join(ids)},
        details=f"{len(ids)} 份申请",
        rows=rows,
        classes=classes_of(ledger.columns),
        said=_SAID,
    )


def _all_rows(unit: Unit, ids: Sequence[str]) -> list[list[object]]:
    rows: list[list[object]] = []
    without, unsigned = [], []
    for identity in ids:
        found = files.load_rows(unit, identity)
        check = found.checks[-1] if found.checks else None
        applicant = unit.get(Person, found.application.applicant_id).name
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
    return rows


def _request_rows(
    unit: Unit, found: FileRows, check: Check, signed: dict[str, app.Authorisation]
) -> list[list[object]]:
    relations = unit.desk.codes["relation"].labels
    items = "、".join(targets(unit.desk.codes["check_item"].labels))
    related = {row.person_id: row.relation for row in found.members}
    asked = [
        (
            found.people[one].name,
            found.people[one].id_number,
            relations.get(related[one], related[one]),
            permit,
        )
        for one, permit in signed.items()
    ]
    liable = {row.id: row for row in found.obligors}
    for one, permit in obligor_permits(found, unit.today).items():
        obligor = liable[one]
        owed = found.people[obligor.of_person_id].name
        relation = relations.get(obligor.relation, obligor.relation)
        asked.append((obligor.name, obligor.id_number, f"义务人（{owed}的{relation}）", permit))
    applicant = unit.get(Person, found.application.applicant_id).name
    return [
        [
            check.number,
            applicant,
            name,
            number,
            relation,
            permit.number,
            permit.signed_on,
            permit.valid_until,
            items,
        ]
        for name, number, relation, permit in asked
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
    plan = plan_of(unit, raw)
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


def _shown(row: RawReply, plan: Plan) -> ReplyRow:
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
    plan = plan_of(unit, preview.raw)
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


def _store(unit: Unit, request: Request) -> None:
    application = request.rows.application
    for place, answer in enumerate(request.matched.fresh, start=len(request.rows.lines)):
        answer.line = _fresh_line(unit, application, answer, place)
    for found in request.matched.found:
        line = found.line
        if line.checked != found.figure:
            line.checked, line.accepted, line.accepted_by, line.accepted_on = found.figure, None, None, None
            line.judgement, line.cost_accepted = "", None
        line.check_source, line.check_as_of = found.sources[:LONGEST], found.as_of
    for line in request.matched.unknown:
        line.checked, line.check_source, line.check_as_of = None, "", None
        line.accepted, line.accepted_by, line.accepted_on, line.judgement = None, None, None, ""
        line.cost_accepted = None
    for answer in request.answers:
        unit.add(
            CheckReply(
                check_id=request.check.id,
                application_id=application.id,
                person_id=answer.person_id,
                obligor_id=answer.obligor_id,
                department=answer.department,
                item=answer.target.label,
                status=answer.status,
                value=value_of(answer),
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
