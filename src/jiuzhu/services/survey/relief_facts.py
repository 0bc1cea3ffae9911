"""What is corrected or found out about an incident and its bills while a file is worked on, before it is signed."""

from dataclasses import replace
from decimal import Decimal

from jiuzhu.domain.application import Application
from jiuzhu.domain.dossier import BillPart, IncidentPart
from jiuzhu.domain.intake_rules import not_at_once
from jiuzhu.domain.merging import Shown
from jiuzhu.domain.relief import Bill, Incident
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.approval import recusing
from jiuzhu.services.casework import files, moving
from jiuzhu.services.counter import recording_relief
from jiuzhu.services.counter.claims import require_single_use
from jiuzhu.services.office import merging
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit

OPEN = ("accepted", "investigating", "to_opine")
"""States in which the facts are still worked on; later the file would have to come back first."""

_FIGURES = ("self_paid", "proposed")


def _open(unit: Unit, application_id: str) -> tuple[Application, FileRows]:
    unit.require("check")
    application = unit.get(Application, application_id)
    if application.state not in OPEN:
        raise Refused("这份申请已提出意见，情形和票据不能再改。没有改动任何内容；要改的请先退回。")
    recusing.require_apart(unit, application, "check")
    return application, files.load_rows(unit, application_id)


def _done(unit: Unit, application: Application, field: str = "") -> None:
    unit.session.flush()
    require_single_use(unit, files.load_rows(unit, application.id), field)
    moving.touch(application)
    unit.about(application.id)


def record_incident(
    unit: Unit, application_id: str, part: IncidentPart, *, before: Shown | None = None
) -> None:
    """更正救助情形: what struck whom, when and where, with the amount asked for and the evidence. `before`: see `merging`."""
    application, rows = _open(unit, application_id)
    problems = []
    if part.kind not in unit.desk.codes["incident_kind"].codes:
        problems.append(Problem("kind", "请选择急难情形。"))
    elif not_at_once([item.programme for item in rows.items], part.kind):
        problems.append(
            Problem("kind", "这份申请是小额快救，这类情形不属于急难型；确是这样的请撤回后改按支出型申请。")
        )
    if part.happened_on is None or part.happened_on > unit.today:
        problems.append(Problem("happened_on", "请填写发生日期，不能晚于今天。"))
    living = sum(1 for row in rows.members if row.counted)
    if not 1 <= part.persons <= living:
        problems.append(Problem("persons", f"遇困人数要在 1 到 {living} 之间（登记的家庭人口）。"))
    if part.proposed is not None and part.proposed < 0:
        problems.append(Problem("proposed", "拟救助金额不能是负数。"))
    if problems or part.happened_on is None:
        raise InvalidInput(problems)
    row = rows.incidents[-1] if rows.incidents else None
    if row is None:
        row = unit.add(Incident(application_id=application.id, kind=part.kind, happened_on=part.happened_on))
    elif before is not None:
        part = _merged(unit, row, part, before)
    persons = {member.person_id for member in rows.members}
    recording_relief.write_incident(row, part, part.person if part.person in persons else None)
    _done(unit, application, "again_reason")


def _merged(unit: Unit, row: Incident, part: IncidentPart, before: Shown) -> IncidentPart:
    figures = {name: getattr(part, name) or Decimal(0) for name in _FIGURES}
    typed = {name: getattr(part, name) for name in before} | figures
    base = before | {name: before[name] or Decimal(0) for name in _FIGURES}
    columns, labels = {"person": "person_id"}, {"person": "遇困的人"}
    made = merging.merged(unit, row, typed, base, about=[row.application_id], columns=columns, labels=labels)
    return replace(part, **made)


def add_bill(unit: Unit, application_id: str, part: BillPart) -> None:
    """登记票据: one more bill of the file; what the family paid is its total less what others paid."""
    application, rows = _open(unit, application_id)
    problems = []
    if part.kind not in unit.desk.codes["expense_kind"].codes:
        problems.append(Problem("kind", "请选择支出类别。"))
    problems += [
        Problem(name, f"请填写{label}。")
        for name, label in (("number", "票据号码"), ("issuer", "开具单位"))
        if not getattr(part, name).strip()
    ]
    if part.issued_on is None or part.issued_on > unit.today:
        problems.append(Problem("issued_on", "请填写开具日期，不能晚于今天。"))
    if part.total is None or part.total <= 0:
        problems.append(Problem("total", "请填写票据总额。"))
    elif not 0 <= (part.insurer_paid or Decimal(0)) <= part.total:
        problems.append(Problem("insurer_paid", "报销和救助的金额要在零和票据总额之间。"))
    if problems:
        raise InvalidInput(problems)
    persons = {member.person_id for member in rows.members}
    row = unit.add(recording_relief.new_bill(application.id, part))
    recording_relief.write_bill(row, part, part.person if part.person in persons else None)
    _done(unit, application)


def leave_bill_out(unit: Unit, bill_id: str, reason: str) -> None:
    """去掉票据: it does not count any more, with the reason; it stays on the file."""
    row = unit.get(Bill, bill_id)
    application, _ = _open(unit, row.application_id)
    if row.left_out:
        raise Refused(f"票据 {row.number} 已经去掉。没有改动任何内容。")
    row.left_out = written(reason, "去掉这张票据的原因", "reason")
    _done(unit, application)
