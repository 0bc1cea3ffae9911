"""转办: a slip to the department, its answer keyed in, scanned or imported, disputes ruled, the applicant told [649 Art 60]."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiuzhu.domain import application as app
from jiuzhu.domain.transferring import Ruling, Transfer
from jiuzhu.errors import InvalidInput, Problem, Refused, UserError
from jiuzhu.services.approval.proposing import written
from jiuzhu.services.casework import files, moving
from jiuzhu.services.casework.queue import colour_on
from jiuzhu.services.counter.departments import catalogue
from jiuzhu.storage.queries import transfers as queries
from jiuzhu.storage.unit import Unit

OPEN = ("sent", "accepted", "disputed", "answered")


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
        kind = catalogue(unit.desk).get(item.programme)
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
    kinds = catalogue(unit.desk)
    return [
        ToSendRow(
            row.id, row.number, row.name, row.village, unit.desk.label("item", row.programme),
            unit.desk.label("department", kinds[row.programme].department) if row.programme in kinds else "",
            row.due_on, colour_on(row.due_on, None, None, unit.today),
        )
        for row in queries.to_send(unit.session, text, limit)
    ]  # fmt: skip
