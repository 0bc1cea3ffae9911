"""转办: a slip to the department, its answer keyed in, scanned or imported, disputes ruled, the applicant told [649 Art 60]."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from jiuzhu import paths
from jiuzhu.documents import error_copy, foreign_workbook, workbook
from jiuzhu.domain import application as app
from jiuzhu.domain.approving import IssuedPaper
from jiuzhu.domain.catalogue import DepartmentKind, load_catalogue
from jiuzhu.domain.transferring import Ruling, Transfer
from jiuzhu.domain.ways import WAYS
from jiuzhu.domain.workflow import STATE_LABELS
from jiuzhu.errors import InvalidInput, Problem, Refused, UserError
from jiuzhu.services import files, moving
from jiuzhu.services.proposing import written
from jiuzhu.services.queue import colour_on
from jiuzhu.storage.queries import transfers as queries
from jiuzhu.storage.unit import Unit

OPEN = ("sent", "accepted", "disputed", "answered")
RESULTS = {"同意": "granted", "部分同意": "partly", "不予救助": "refused"}


@cache
def _shipped(programmes: tuple[str, ...], departments: tuple[str, ...]) -> dict[str, DepartmentKind]:
    return load_catalogue(paths.resources() / "catalogue.toml", programmes, departments)


def catalogue(unit: Unit) -> dict[str, DepartmentKind]:
    """What departments decide, by programme."""
    return _shipped(unit.desk.codes["item"].codes, unit.desk.codes["department"].codes)


def _days(unit: Unit, key: str) -> int:
    return unit.desk.policy.in_force(unit.desk.office.district, unit.today).number(key)


def refer(
    unit: Unit, application_id: str, need: str, attachments: str = "", department: str = ""
) -> list[str]:
    """转出: one slip for every open item, due by `transfer.wd`; returns their numbers.

    The department is the catalogue's, or the one a ruling named, or the one given here.
    """
    application = unit.get(app.Application, application_id)
    moving.move(unit, application, "refer", "referred")
    said = written(need, "转办的需求", "need")
    if department and department not in unit.desk.codes["department"].offered:
        raise InvalidInput([Problem("department", "请选择承办部门。")])
    before = queries.of_application(unit.session, application_id)
    ruled = next((row for row in reversed(before) if row.state == "disputed"), None)
    numbers = []
    for item in files.load_rows(unit, application_id).items:
        if item.state != "open":
            continue
        kind = catalogue(unit).get(item.programme)
        to = department or (_ruled_to(unit, ruled) if ruled else "") or (kind.department if kind else "")
        if not to:
            raise InvalidInput([Problem("department", "请选择承办部门。")])
        made = unit.add(
            Transfer(
                number=unit.number("transfer"),
                application_id=application.id,
                item_id=item.id,
                programme=item.programme,
                department=to,
                need=said,
                attachments=attachments.strip(),
                sent_by=unit.actor.operator_id,
                sent_on=unit.today,
                due_on=unit.desk.calendar.add_working_days(unit.today, _days(unit, "transfer.wd")).day,
                previous_id=before[-1].id if before else None,
            )
        )
        numbers.append(made.number)
    moving.settle_due(unit, application)
    return numbers


def _ruled_to(unit: Unit, row: Transfer) -> str:
    found = queries.newest_ruling(unit.session, row.id)
    return found.department if found else ""


def _slip(unit: Unit, transfer_id: str, *states: str) -> Transfer:
    unit.require("transfer")
    row = unit.get(Transfer, transfer_id)
    if row.state not in states:
        now = unit.desk.label("transfer_state", row.state)
        raise Refused(f"转办单 {row.number} {now}，不能办这一步。没有改动任何内容。")
    return row


def _move(unit: Unit, row: Transfer, name: str, target: str, note: str) -> None:
    application = unit.get(app.Application, row.application_id)
    others = [one for one in queries.of_application(unit.session, application.id) if one.id != row.id]
    waiting = any(one.state in {"sent", "accepted"} for one in others)
    if name in {"answer", "tell"} and waiting:
        moving.step(unit, application, name, application.state, note)  # other slips of the form still wait
    else:
        moving.move(unit, application, name, target, note)
    moving.settle_due(unit, application)


def record_receipt(unit: Unit, transfer_id: str, by: str, on: date) -> None:
    """回执: who at the department took the slip, and when."""
    row = _slip(unit, transfer_id, "sent")
    if not row.sent_on <= on <= unit.today:
        raise InvalidInput([Problem("on", "接收日期要在转出以后、今天以前。")])
    row.state, row.received_by, row.received_on = "accepted", written(by, "接收人", "by", 2), on
    unit.about(row.application_id)


def reject(unit: Unit, transfer_id: str, reason: str) -> None:
    """部门退回: the matter comes back to the window with the department's reason."""
    row = _slip(unit, transfer_id, "sent", "accepted")
    row.rejection, row.state = written(reason, "部门退回的理由", "reason"), "rejected"
    _move(unit, row, "reject", "accepted", row.rejection)


def dispute(unit: Unit, transfer_id: str, reason: str) -> None:
    """提请裁定: nobody wants to be competent; the lead body names who is [潼南府办发〔2019〕94号]."""
    row = _slip(unit, transfer_id, "sent", "accepted")
    said = written(reason, "争议的理由", "reason")
    row.state = "disputed"
    unit.add(
        Ruling(
            transfer_id=row.id,
            raised_on=unit.today,
            reason=said,
            due_on=unit.desk.calendar.add_working_days(unit.today, _days(unit, "transfer.rule.wd")).day,
        )
    )
    _move(unit, row, "dispute", "disputed", said)


def rule(unit: Unit, transfer_id: str, *, body: str, department: str, basis: str, document: str = "") -> None:
    """登记裁定: which department handles it, on what ground; the matter goes out again to that one."""
    row = _slip(unit, transfer_id, "disputed")
    found = queries.open_ruling(unit.session, row.id)
    if found is None:
        raise Refused("这张转办单没有等待裁定的争议。没有改动任何内容。")
    if department not in unit.desk.codes["department"].offered:
        raise InvalidInput([Problem("department", "请选择裁定的承办部门。")])
    found.body, found.department = written(body, "裁定单位", "body", 2), department
    found.basis, found.document, found.ruled_on = (
        written(basis, "裁定理由", "basis"),
        document.strip(),
        unit.today,
    )
    _move(unit, row, "rule", "accepted", f"{found.body}：由{unit.desk.label('department', department)}承办")


def answer(
    unit: Unit,
    transfer_id: str,
    *,
    result: str,
    text: str,
    on: date,
    amount: Decimal = Decimal(0),
    source: str = "keyed",
) -> None:
    """登记答复: keyed in from paper, found by the scanned slip, or imported with a list."""
    row = _slip(unit, transfer_id, "sent", "accepted")
    if result not in unit.desk.codes["transfer_result"].codes:
        raise InvalidInput([Problem("result", "请选择办理结果。")])
    if not row.sent_on <= on <= unit.today:
        raise InvalidInput([Problem("on", "答复日期要在转出以后、今天以前。")])
    row.result, row.result_text, row.amount = result, written(text, "办理情况", "text", 2), amount
    row.answered_on, row.answer_source, row.state = on, source, "answered"
    row.received_on = row.received_on or on
    for item in files.load_rows(unit, row.application_id).items:
        if item.id == row.item_id:
            item.state = "refused" if result == "refused" else "approved"
    _move(unit, row, "answer", "answered", f"{unit.desk.label('transfer_result', result)}：{row.result_text}")


def scanned(unit: Unit, code: str) -> str:
    """The slip a scanned code belongs to (`JZ|F27|number|hash` or the bare number); returns its id."""
    unit.require("transfer")
    number = code.strip().split("|")[2] if code.count("|") >= 2 else code.strip()
    row = queries.numbered(unit.session, number)
    if row is None:
        raise UserError(f"没有编号 {number} 的转办单。请核对是不是本窗口转出的。")
    return row.id


def tell(unit: Unit, transfer_id: str, way: str, on: date) -> None:
    """告知申请人: by what way and when; the matter is closed when every slip of it was told."""
    row = _slip(unit, transfer_id, "answered")
    if row.answered_on is None or not row.answered_on <= on <= unit.today:
        raise InvalidInput([Problem("on", "告知日期要在答复以后、今天以前。")])
    row.told_way, row.told_on, row.state = written(way, "告知方式", "way", 2), on, "closed"
    rest = [
        one for one in queries.of_application(unit.session, row.application_id) if one.state == "answered"
    ]
    if rest:
        application = unit.get(app.Application, row.application_id)
        moving.step(unit, application, "tell", application.state, row.told_way)
        moving.settle_due(unit, application)
    else:
        _move(unit, row, "tell", "closed", row.told_way)


@dataclass(frozen=True, slots=True)
class TransferRow:
    """One slip in the list."""

    id: str
    number: str
    application_id: str
    name: str
    village: str
    programme: str
    department: str
    need: str
    state: str
    state_label: str
    sent_on: date
    due_on: date
    colour: str
    result: str
    result_text: str


@dataclass(frozen=True, slots=True)
class ToSendRow:
    """One accepted matter that waits to be handed on."""

    application_id: str
    number: str
    name: str
    village: str
    programme: str
    department: str
    due_on: date | None
    colour: str


def transfers(
    unit: Unit, states: Sequence[str] = OPEN, department: str = "", text: str = "", limit: int = 500
) -> list[TransferRow]:
    """Slips in these states, those due first."""
    desk = unit.desk
    made = []
    for row in queries.rows(unit.session, states, department, text, limit):
        running = row.state in {"sent", "accepted"}
        left = (row.due_on - unit.today).days
        colour = "" if not running else "bad" if left < 0 else "warn" if left <= 2 else "ok"
        made.append(
            TransferRow(
                row.id, row.number, row.application_id, row.name, row.village, desk.label("item", row.programme),
                desk.label("department", row.department), row.need, row.state, desk.label("transfer_state", row.state),
                row.sent_on, row.due_on, colour, desk.label("transfer_result", row.result), row.result_text,
            )
        )  # fmt: skip
    return made


def to_send(unit: Unit, text: str = "", limit: int = 500) -> list[ToSendRow]:
    """Accepted matters of departments that are not handed on yet."""
    kinds = catalogue(unit)
    return [
        ToSendRow(
            row.id, row.number, row.name, row.village, unit.desk.label("item", row.programme),
            unit.desk.label("department", kinds[row.programme].department) if row.programme in kinds else "",
            row.due_on, colour_on(row.due_on, None, None, unit.today),
        )
        for row in queries.to_send(unit.session, text, limit)
    ]  # fmt: skip


def overdue(unit: Unit) -> list[Transfer]:
    """Slips nobody has answered in their days: what goes up to the named person."""
    return queries.overdue(unit.session, unit.today)


@dataclass(frozen=True, slots=True)
class Sibling:
    """One application of the same form."""

    application_id: str
    number: str
    way: str
    state: str


def bundle(unit: Unit, application_id: str) -> list[Sibling]:
    """一件事联办: every application of the form this one came with, itself among them."""
    found = unit.get(app.Application, application_id)
    head = found.bundle_id or found.id
    return [
        Sibling(row.id, row.number, WAYS[row.way].title, STATE_LABELS[row.state])
        for row in queries.siblings(unit.session, head)
    ]


def export_list(unit: Unit, department: str, path: Path) -> int:
    """The slips a department still has to answer, as a workbook it can fill in and send back; returns how many."""
    unit.require("transfer")
    rows = queries.rows(unit.session, ("sent", "accepted"), department, "", 20_000)
    if not rows:
        raise Refused("这个部门没有等待答复的转办单，没有导出。")
    ledger = unit.desk.ledgers["transfer_reply"]
    label = unit.desk.label("department", department)
    made = workbook.write(
        path,
        ledger,
        [
            [row.number, row.name, row.id_number, row.phone, unit.desk.label("item", row.programme), row.need, row.due_on,
             "", "", None, None]
            for row in rows
        ],
        title=f"{ledger.title}（{label}）",
        subtitle=unit.desk.office.name,
        filters_text=f"{len(rows)} 件",
        made_by=unit.actor.name,
        made_at=unit.now,
    )  # fmt: skip
    unit.undo_with(lambda: path.unlink(missing_ok=True))
    unit.add(
        IssuedPaper(
            form="XLSX",
            number=unit.number("paper"),
            title=f"{ledger.title} {label} {made.rows} 件；用途：转办",
            content_hash=made.sha256,
            issued_by=unit.actor.operator_id,
            issued_on=unit.today,
        )
    )
    unit.about(unit.actor.operator_id)
    return made.rows


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One row of a returned list: `problem` says why it cannot be taken."""

    row: int
    number: str
    name: str
    result: str
    text: str
    on: date | None
    amount: Decimal
    problem: str


@dataclass(frozen=True, slots=True)
class AnswerPreview:
    """What a returned list holds; nothing is stored yet. Rows without a result are still unanswered and left alone."""

    path: Path
    rows: list[AnswerRow]
    error_copy: Path | None

    @property
    def bad(self) -> int:
        """Rows that cannot be taken."""
        return sum(1 for row in self.rows if row.problem)


def read_answers(unit: Unit, path: Path) -> AnswerPreview:
    """Look at a department's returned list: what fits, what does not and why, with a coloured copy beside it."""
    unit.require("transfer")
    sheet = foreign_workbook.read(path, expected=unit.desk.ledgers["transfer_reply"])
    unreadable: dict[int, list[str]] = {}
    for problem in sheet.problems:
        unreadable.setdefault(problem.row, []).append(problem.message)
    rows = []
    for found in sheet.rows:
        values = found.values
        result, number = str(values.get("result") or "").strip(), str(values.get("number") or "").strip()
        if not result and found.row_number not in unreadable:
            continue
        on, amount = values.get("answered_on"), values.get("amount")
        one = AnswerRow(
            found.row_number, number, str(values.get("name") or ""), RESULTS.get(result, ""),
            str(values.get("text") or "").strip(), on if isinstance(on, date) else None,
            amount if isinstance(amount, Decimal) else Decimal(0), "；".join(unreadable.get(found.row_number, [])),
        )  # fmt: skip
        rows.append(one if one.problem else _with_problem(unit, one))
    told = {row.row: [row.problem] for row in rows if row.problem}
    copy = None
    if told:
        copy = path.with_name(f"{path.stem}-错误说明.xlsx")
        error_copy.write_error_copy(path, copy, told, sheet.header_row, sheet_name=sheet.sheet_name)
    return AnswerPreview(path, rows, copy)


def _with_problem(unit: Unit, one: AnswerRow) -> AnswerRow:
    row = queries.numbered(unit.session, one.number)
    if row is None:
        return replace(one, problem=f"没有编号 {one.number} 的转办单")
    if row.state not in {"sent", "accepted"}:
        return replace(one, problem=f"这张转办单{unit.desk.label('transfer_state', row.state)}，不能再登记")
    name = queries.applicant_of(unit.session, row.application_id)
    if name != one.name:
        return replace(one, problem="姓名与转办单不一致")
    if not one.result:
        return replace(one, problem="办理结果只能填：同意、部分同意、不予救助")
    if one.on is None or not row.sent_on <= one.on <= unit.today:
        return replace(one, problem="答复日期没有填写，或不在转出以后、今天以前")
    return one if one.text else replace(one, problem="办理情况没有填写")


def apply_answers(unit: Unit, preview: AnswerPreview) -> int:
    """Take the whole list or nothing; the file is matched again against what is stored now. Returns how many answers."""
    bad = [one for one in (_with_problem(unit, row) for row in preview.rows) if one.problem]
    if bad or preview.bad:
        first = (bad or [row for row in preview.rows if row.problem])[0]
        raise Refused(
            f"有 {len(bad) or preview.bad} 行不能登记（第 {first.row} 行：{first.problem}）。没有登记任何答复；请改好文件后重新导入。"
        )
    for row in preview.rows:
        slip = queries.numbered(unit.session, row.number)
        if slip is None or row.on is None:
            raise RuntimeError("a row that was matched is gone")
        answer(
            unit, slip.id, result=row.result, text=row.text, on=row.on, amount=row.amount, source="imported"
        )
    return len(preview.rows)
