"""撤回 of a form whose slips lie with departments: they hear of it, and nothing of it stays overdue."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.approval import interrupting
from jiuzhu.services.office import escalating
from jiuzhu.services.paper.matter_papers import issue_matter
from jiuzhu.services.referral import disputing, transfer_lists, transferring
from on_the_way import accept, rows, single
from once import once
from town import Town

TODAY = date(2025, 10, 13)


@pytest.fixture
@once
def taken(town: Town) -> str:
    """Medical help answered, education help out, housing disputed; then the family withdraws."""
    made = accept(town, single(town, "medical", "education", "housing")).application_id
    town.clerk.write(transferring.refer, made, "家庭困难，申请救助")
    slips = {row.programme: row.id for row in rows(town, made).transfers}
    town.clerk.write(
        transferring.answer, slips["medical"], result="granted", text="已救助", on=TODAY, amount=Decimal(3000)
    )
    town.clerk.write(disputing.dispute, slips["housing"], "住建局认为不属于危房")
    town.clerk.write(interrupting.withdraw, made, "家里有了办法，不申请了")
    return made


def states(town: Town, taken: str) -> list[str]:
    return [row.state for row in rows(town, taken).transfers]


def test_what_lay_with_departments_is_recalled_and_an_answer_is_still_told(town: Town, taken: str) -> None:
    assert states(town, taken) == ["answered", "recalled", "recalled"]
    assert town.clerk.read(transferring.to_send) == []
    (medical, education, _) = rows(town, taken).transfers
    with pytest.raises(Refused, match="撤回待停办，不能办这一步"):
        town.clerk.write(transferring.answer, education.id, result="granted", text="已救助", on=TODAY)
    town.on(date(2025, 10, 15))
    town.clerk.write(transferring.tell, medical.id, "电话告知", date(2025, 10, 15))
    application = rows(town, taken).application
    assert (application.state, application.ended_on, application.due_on) == ("withdrawn", TODAY, None)


def test_the_department_is_told_and_the_slip_is_finished(town: Town, taken: str) -> None:
    education = rows(town, taken).transfers[1]
    for way, on in (("", TODAY), ("电话通知", date(2025, 10, 14))):
        with pytest.raises(InvalidInput):
            town.clerk.write(transferring.stop, education.id, way, on)
    town.clerk.write(transferring.stop, education.id, "电话通知经办人", TODAY)
    assert states(town, taken) == ["answered", "stopped", "recalled"]
    with pytest.raises(Refused):
        town.clerk.write(transferring.stop, education.id, "电话通知经办人", TODAY)
    step = rows(town, taken).steps[-1]
    assert (step.move, step.note) == ("stop", "2025-10-13 电话通知经办人：区县教委停止办理")


def test_a_recalled_slip_goes_up_until_the_department_is_told(town: Town, taken: str) -> None:
    town.on(date(2025, 12, 1))
    slips = [row for row in rows(town, taken).transfers if row.state == "recalled"]
    assert {row.subject_id for row in town.clerk.read(escalating.overdue)} == {row.id for row in slips}
    assert {row.colour for row in town.clerk.read(transferring.transfers, ("recalled",))} == {"bad"}
    for slip in slips:
        town.clerk.write(transferring.stop, slip.id, "电话通知经办人", date(2025, 12, 1))
    assert town.clerk.read(escalating.overdue) == []


def test_paper_and_list_say_that_it_is_recalled(town: Town, taken: str, tmp_path: Path) -> None:
    education = rows(town, taken).transfers[1]
    made = town.clerk.write(issue_matter, "F27", education.id, tmp_path)
    told = "".join(page.extract_text() for page in PdfReader(made.path).pages)
    assert "申请人已于2025年10月13日撤回申请，请停止办理" in told
    path = tmp_path / "名单.xlsx"
    assert town.clerk.write(transfer_lists.export_list, "education", path) == 1
    sheet = load_workbook(path).active
    assert sheet is not None
    assert any("撤回申请，请停止办理" in str(cell.value) for row in sheet.iter_rows() for cell in row)
