"""转办清单: what waits at a department goes out as a workbook, and its answers come back row by row."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from jiuzhu.documents import error_copy, foreign_workbook, workbook
from jiuzhu.domain.exporting import Said, classes_of
from jiuzhu.domain.transferring import OUT
from jiuzhu.errors import Refused
from jiuzhu.services.ledger import exporting
from jiuzhu.services.ledger.exporting import What
from jiuzhu.services.referral.transferring import NO_MONEY, answer, recalled
from jiuzhu.storage.queries import transfers as queries
from jiuzhu.storage.unit import Unit

RESULTS = {
    "同意": "granted",
    "同意救助": "granted",
    "部分同意": "partly",
    "部分同意救助": "partly",
    "不予救助": "refused",
}
"""What a department writes → the result: the words of the list and those of the return slip (F27)."""


_MOST = 20_000
"""Slips one list takes."""


def export_list(unit: Unit, department: str, path: Path) -> int:
    """The slips a department still has to answer or to drop, as a workbook it can fill in and send back; returns how many."""
    unit.require("transfer")
    rows = _rows(unit, department)
    what, said = _what(unit, department, len(rows))
    leaving = exporting.begin(unit, what, said)
    ledger = unit.desk.ledgers[what.subject]
    made = workbook.write(
        path,
        ledger,
        [
            [row.number, row.name, row.id_number, row.phone, unit.desk.label("item", row.programme),
             recalled(row.ended_on) + row.need if row.state == "recalled" else row.need, row.due_on,
             "", "", None, None]
            for row in rows
        ],
        title=what.title,
        subtitle=unit.desk.office.name,
        filters_text=f"{len(rows)} 件",
        made_by=unit.actor.name,
        made_at=unit.now,
        mark=leaving.mark,
    )  # fmt: skip
    unit.undo_with(lambda: path.unlink(missing_ok=True))
    held = [row.application_id for row in rows]
    exporting.left(unit, leaving, path, sha256=made.sha256, rows=made.rows, subjects=held)
    return made.rows


def list_of(unit: Unit, department: str) -> What:
    """What the list of a department would hold; refused as `export_list` is."""
    unit.require("transfer")
    what, _ = _what(unit, department, len(_rows(unit, department)))
    return what


def _rows(unit: Unit, department: str) -> Sequence[Any]:
    rows = queries.rows(unit.session, (*OUT, "recalled"), department, "", _MOST)
    if not rows:
        raise Refused("这个部门没有等待答复的转办单，没有导出。")
    return rows


def _what(unit: Unit, department: str, rows: int) -> tuple[What, Said]:
    ledger = unit.desk.ledgers["transfer_reply"]
    label = unit.desk.label("department", department)
    said = Said(purpose="transfer", recipient=label, basis="duty")
    what = What(
        kind="xlsx",
        subject=ledger.id,
        title=f"{ledger.title}（{label}）",
        about={"department": department},
        details=label,
        rows=rows,
        classes=classes_of(ledger.columns),
        said=said,
    )
    return what, said


_SHORTEST = 2
"""Characters of what a department says it did."""


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
    if row.state not in OUT:
        return replace(one, problem=f"这张转办单{unit.desk.label('transfer_state', row.state)}，不能再登记")
    checks = (
        (queries.applicant_of(unit.session, row.application_id) != one.name, "姓名与转办单不一致"),
        (not one.result, "办理结果只能填：同意（救助）、部分同意、不予救助"),
        (
            one.on is None or not row.sent_on <= one.on <= unit.today,
            "答复日期没有填写，或不在转出以后、今天以前",
        ),
        (one.amount < 0 or (one.amount and one.result == "refused"), NO_MONEY.rstrip("。")),
        (len(one.text) < _SHORTEST, "办理情况没有填写，或者不到两个字"),
    )
    return replace(one, problem=next((problem for wrong, problem in checks if wrong), ""))


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
