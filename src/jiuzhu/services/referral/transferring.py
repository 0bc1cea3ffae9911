"""转办: a slip to the department, its answer keyed in, scanned or imported, the applicant told [649 Art 60].

Every matter of a form has slips of its own; where the form stands follows from all of them (`file_state`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiuzhu.domain import application as app
from jiuzhu.domain.application import Item
from jiuzhu.domain.money import shown
from jiuzhu.domain.transferring import OUT, SLIP_STEPS, Ruling, Transfer, file_state, waiting
from jiuzhu.domain.workflow import ENDED_STATES
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused, UserError
from jiuzhu.services.casework import files, moving
from jiuzhu.services.casework.queue import colour_on
from jiuzhu.services.counter.departments import catalogue
from jiuzhu.storage.queries import transfers as queries
from jiuzhu.storage.unit import Unit

OPEN = (*OUT, "disputed", "answered")
NO_MONEY = "不予救助的没有救助金额；同意的金额不能是负数。"
_RUNNING = (*OUT, "disputed")
_SOON = 2  # days before its due day a slip turns amber


def days(unit: Unit, key: str) -> int:
    """A number of days of the standards in force today."""
    return unit.desk.policy.in_force(unit.desk.office.district, unit.today).number(key)


def refer(
    unit: Unit,
    application_id: str,
    need: str,
    attachments: str = "",
    department: str = "",
    *,
    item_id: str = "",
) -> list[str]:
    """转出: one slip, due by `transfer.wd`, for a matter or for all of the form that wait; returns their numbers.

    The department is the catalogue's, or the one given here; where a ruling named one it goes there and nowhere else.
    """
    application = unit.get(app.Application, application_id)
    unit.require("transfer")
    said = written(need, "转办的需求", "need")
    if department and department not in unit.desk.codes["department"].offered:
        raise InvalidInput([Problem("department", "请选择承办部门。")])
    wait = waiting(files.load_rows(unit, application_id).items, _slips(unit, application_id))
    chosen = [item for item in wait if item_id in {"", item.id}]
    if not chosen:
        raise Refused("没有等待转出的事项：已在部门办理或已有答复的不能再转一次。没有改动任何内容。")
    made = [
        make_slip(unit, item, receiver(unit, item, department), said, attachments=attachments)
        for item in chosen
    ]
    label = unit.desk.label
    sent = [
        f"{label('item', row.programme)}：{label('department', row.department)}（{row.number}）"
        for row in made
    ]
    settle(unit, application, "refer", "；".join(sent))
    return [row.number for row in made]


def receiver(unit: Unit, item: Item, asked: str = "") -> str:
    """The department a matter goes to; one that goes against a ruling, or none, is refused."""
    ruled = next((row.department for row in reversed(queries.rulings(unit.session, [item.id]))), "")
    if ruled and asked not in {"", ruled}:
        label = unit.desk.label("department", ruled)
        raise InvalidInput([Problem("department", f"这一事项已裁定由{label}承办，不能改送其他部门。")])
    kind = catalogue(unit.desk).get(item.programme)
    to = ruled or asked or (kind.department if kind else "")
    if not to:
        raise InvalidInput([Problem("department", "请选择承办部门。")])
    return to


def make_slip(
    unit: Unit, item: Item, to: str, need: str, *, attachments: str = "", state: str = "sent"
) -> Transfer:
    """The next slip of a matter; it remembers the one before."""
    before = [row for row in _slips(unit, item.application_id) if row.item_id == item.id]
    return unit.add(
        Transfer(
            number=unit.number("transfer"),
            application_id=item.application_id,
            item_id=item.id,
            programme=item.programme,
            department=to,
            need=need,
            attachments=attachments.strip(),
            state=state,
            sent_by=unit.actor.operator_id,
            sent_on=unit.today,
            due_on=unit.desk.calendar.add_working_days(unit.today, days(unit, "transfer.wd")).day,
            previous_id=before[-1].id if before else None,
        )
    )


def slip_for(unit: Unit, transfer_id: str, step: str) -> Transfer:
    """The slip, when this step may be made with it (`SLIP_STEPS`)."""
    unit.require("transfer")
    row = unit.get(Transfer, transfer_id)
    if row.state not in SLIP_STEPS[step]:
        now = unit.desk.label("transfer_state", row.state)
        raise Refused(f"转办单 {row.number} {now}，不能办这一步。没有改动任何内容。")
    return row


def settle(unit: Unit, application: app.Application, name: str, note: str = "") -> None:
    """After a step with a slip: the form stands where all its matters and slips put it; an ended one stays ended."""
    if application.state in ENDED_STATES:
        moving.step(unit, application, name, application.state, note)
        return
    unit.session.flush()
    items = files.load_rows(unit, application.id).items
    moving.move(unit, application, name, file_state(items, _slips(unit, application.id)), note)
    moving.settle_due(unit, application)


def _slips(unit: Unit, application_id: str) -> list[Transfer]:
    return queries.of_application(unit.session, application_id)


def record_receipt(unit: Unit, transfer_id: str, by: str, on: date) -> None:
    """回执: who at the department took the slip, and when."""
    row = slip_for(unit, transfer_id, "receipt")
    if not row.sent_on <= on <= unit.today:
        raise InvalidInput([Problem("on", "接收日期要在转出以后、今天以前。")])
    row.state, row.received_by, row.received_on = "accepted", written(by, "接收人", "by", 2), on
    unit.about(row.application_id)


def reject(unit: Unit, transfer_id: str, reason: str) -> None:
    """部门退回: the matter comes back to the window with the department's reason."""
    row = slip_for(unit, transfer_id, "reject")
    row.rejection, row.state = written(reason, "部门退回的理由", "reason"), "rejected"
    settle(unit, unit.get(app.Application, row.application_id), "reject", row.rejection)


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
    row = slip_for(unit, transfer_id, "answer")
    if result not in unit.desk.codes["transfer_result"].codes:
        raise InvalidInput([Problem("result", "请选择办理结果。")])
    if not row.sent_on <= on <= unit.today:
        raise InvalidInput([Problem("on", "答复日期要在转出以后、今天以前。")])
    if amount < 0 or (amount and result == "refused"):
        raise InvalidInput([Problem("amount", NO_MONEY)])
    row.result, row.result_text, row.amount = result, written(text, "办理情况", "text", 2), amount
    row.answered_on, row.answer_source, row.state = on, source, "answered"
    row.received_on = row.received_on or on
    for item in files.load_rows(unit, row.application_id).items:
        if item.id == row.item_id:
            item.state = "refused" if result == "refused" else "approved"
    who, done = unit.desk.label("department", row.department), unit.desk.label("transfer_result", result)
    note = f"{who}{done}{f' {shown(amount)} 元' if amount else ''}：{row.result_text}"
    settle(unit, unit.get(app.Application, row.application_id), "answer", note)


@dataclass(frozen=True, slots=True)
class Found:
    """A slip found by its code, and where it stands."""

    id: str
    number: str
    state: str


def scanned(unit: Unit, code: str) -> Found:
    """The slip a scanned code belongs to (`JZ|F27|number|hash` or the bare number)."""
    unit.require("transfer")
    number = code.split("|")[2] if code.count("|") >= 2 else code
    number = number.strip().upper()  # a window's letter may be typed small
    row = queries.numbered(unit.session, number)
    if row is None:
        raise UserError(f"没有编号 {number} 的转办单。请核对是不是本窗口转出的。")
    return Found(row.id, row.number, row.state)


def tell(unit: Unit, transfer_id: str, way: str, on: date) -> None:
    """告知申请人: by what way and when; the form is closed when every slip of it was told."""
    row = slip_for(unit, transfer_id, "tell")
    if row.answered_on is None or not row.answered_on <= on <= unit.today:
        raise InvalidInput([Problem("on", "告知日期要在答复以后、今天以前。")])
    row.told_way, row.told_on, row.state = written(way, "告知方式", "way", 2), on, "closed"
    settle(unit, unit.get(app.Application, row.application_id), "tell", row.told_way)


def recalled(ended_on: date | None) -> str:
    """What paper and list of a recalled slip say to the department first."""
    day = f"{ended_on.year}年{ended_on.month}月{ended_on.day}日" if ended_on else ""
    return f"【申请人已于{day}撤回申请，请停止办理并退回材料】"


def stop(unit: Unit, transfer_id: str, way: str, on: date) -> None:
    """通知停办: the department has heard that the family withdrew, by what way and when."""
    row = slip_for(unit, transfer_id, "stop")
    application = unit.get(app.Application, row.application_id)
    said = written(way, "通知方式", "way", 2)
    if not (application.ended_on or row.sent_on) <= on <= unit.today:
        raise InvalidInput([Problem("on", "通知日期要在撤回以后、今天以前。")])
    row.state = "stopped"
    settle(unit, application, "stop", f"{on} {said}：{unit.desk.label('department', row.department)}停止办理")


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
    dispute: str = ""  # why nobody wants to be competent
    ruling: str = ""  # who ruled on whom, in words
    rejection: str = ""
    amount: Decimal = Decimal(0)  # yuan the department gave
    answered_on: date | None = None
    told_on: date | None = None  # the applicant
    told_way: str = ""
    died_on: date | None = None  # the applicant


@dataclass(frozen=True, slots=True)
class ToSendRow:
    """One accepted matter that waits to be handed on, to the department it will go to."""

    item_id: str
    application_id: str
    number: str
    name: str
    village: str
    programme: str
    department: str
    due_on: date | None
    colour: str
    ruling: str = ""
    died_on: date | None = None  # the applicant


def _ruling_in_words(unit: Unit, row: Ruling | None) -> str:
    if row is None or row.ruled_on is None:
        return ""
    document = f"（{row.document}）" if row.document else ""
    to = unit.desk.label("department", row.department)
    return f"{row.ruled_on} {row.body}裁定由{to}承办：{row.basis}{document}"


def transfers(
    unit: Unit, states: Sequence[str] = OPEN, department: str = "", text: str = "", limit: int = 500
) -> list[TransferRow]:
    """Slips in these states, those due first; a disputed one is due when it must be ruled on."""
    desk = unit.desk
    found = queries.rows(unit.session, states, department, text, limit)
    disputes = {row.transfer_id: row for row in queries.disputes(unit.session, [row.id for row in found])}
    made = []
    for row in found:
        disputed = disputes.get(row.id)
        due = disputed.due_on if disputed and disputed.due_on and row.state == "disputed" else row.due_on
        left = (due - unit.today).days
        colour = "bad" if left < 0 else "warn" if left <= _SOON else "ok"
        if row.state == "recalled":  # the department works on until it is told to stop
            colour = "bad" if left < 0 else "warn"
        elif row.state not in _RUNNING:
            colour = ""
        made.append(
            TransferRow(
                row.id, row.number, row.application_id, row.name, row.village, desk.label("item", row.programme),
                desk.label("department", row.department), row.need, row.state, desk.label("transfer_state", row.state),
                row.sent_on, due, colour, desk.label("transfer_result", row.result),
                row.result_text, disputed.reason if disputed else "", _ruling_in_words(unit, disputed), row.rejection,
                row.amount, row.answered_on, row.told_on, row.told_way, row.died_on,
            )
        )  # fmt: skip
    return sorted(made, key=lambda row: row.due_on)


def to_send(unit: Unit, text: str = "", limit: int = 500) -> list[ToSendRow]:
    """Matters of departments that wait to be handed on, for the first time or again, each with where it will go."""
    kinds, desk = catalogue(unit.desk), unit.desk
    found = queries.to_send(unit.session, text, limit)
    ruled = {row.item_id: row for row in queries.rulings(unit.session, [row.item_id for row in found])}
    made = []
    for row in found:
        ruling = ruled.get(row.item_id)
        usual = kinds[row.programme].department if row.programme in kinds else ""
        to = ruling.department if ruling else usual
        made.append(
            ToSendRow(
                row.item_id, row.id, row.number, row.name, row.village, desk.label("item", row.programme),
                desk.label("department", to) if to else "", row.due_on,
                colour_on(row.due_on, None, None, unit.today), _ruling_in_words(unit, ruling.ruling if ruling else None),
                row.died_on,
            )
        )  # fmt: skip
    return made
