"""争议裁定: nobody wants to be competent for a matter; the lead body names who is [潼南府办发〔2019〕94号]."""

from jiuzhu.domain import application as app
from jiuzhu.domain.transferring import Ruling, Transfer, waiting
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.casework import files
from jiuzhu.services.referral.transferring import days, make_slip, receiver, settle, slip_for
from jiuzhu.storage.queries import transfers as queries
from jiuzhu.storage.unit import Unit


def dispute(unit: Unit, transfer_id: str, reason: str) -> None:
    """提请裁定 of a matter that lies with a department."""
    row = slip_for(unit, transfer_id, "dispute")
    said = written(reason, "争议的理由", "reason")
    row.state = "disputed"
    _raise(unit, row, said)


def dispute_unsent(unit: Unit, application_id: str, item_id: str, reason: str) -> str:
    """提请裁定 of a matter no department will take in the first place: its slip waits for the ruling; returns its number."""
    unit.require("transfer")
    said = written(reason, "争议的理由", "reason")
    rows = files.load_rows(unit, application_id)
    item = next((one for one in waiting(rows.items, rows.transfers) if one.id == item_id), None)
    if item is None:
        raise Refused("这一事项已在部门办理或已有答复，不能在转出前提请裁定。没有改动任何内容。")
    row = make_slip(unit, item, receiver(unit, item), said, state="disputed")
    _raise(unit, row, said)
    return row.number


def _raise(unit: Unit, row: Transfer, said: str) -> None:
    due = unit.desk.calendar.add_working_days(unit.today, days(unit, "transfer.rule.wd")).day
    unit.add(Ruling(transfer_id=row.id, raised_on=unit.today, reason=said, due_on=due))
    settle(unit, unit.get(app.Application, row.application_id), "dispute", said)


def rule(unit: Unit, transfer_id: str, *, body: str, department: str, basis: str, document: str = "") -> None:
    """登记裁定: which department handles the matter, on what ground; it goes out again to that one."""
    row = slip_for(unit, transfer_id, "rule")
    found = queries.disputes(unit.session, [row.id])[-1]
    if department not in unit.desk.codes["department"].offered:
        raise InvalidInput([Problem("department", "请选择裁定的承办部门。")])
    found.body, found.department = written(body, "裁定单位", "body", 2), department
    found.basis, found.document = written(basis, "裁定理由", "basis"), document.strip()
    found.ruled_on, row.state = unit.today, "ruled"
    note = f"{found.body}：由{unit.desk.label('department', department)}承办"
    settle(unit, unit.get(app.Application, row.application_id), "rule", note)
