"""转办 in all its ways, bundles, leads, meetings: nothing is lost between the window and a department on paper."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from jiuzhu.errors import InvalidInput, Refused, UserError
from jiuzhu.services.approval import reviewing
from jiuzhu.services.counter import standing
from jiuzhu.services.referral import disputing, leading, meeting, transfer_lists, transferring
from jiuzhu.services.referral.leading import Told
from jiuzhu.services.referral.meeting import Matter, Minutes
from on_the_way import accept, rows, single
from once import once
from receiving import dies
from town import Town, urban_three


@pytest.fixture
@once
def taken(town: Town) -> str:
    return accept(town, single(town, "medical")).application_id


def slip(town: Town) -> transferring.TransferRow:
    (row,) = town.clerk.read(transferring.transfers, ("sent", "accepted", "disputed", "answered", "rejected"))
    return row


def sent(town: Town, taken: str) -> transferring.TransferRow:
    town.clerk.write(transferring.refer, taken, "住院自付费用高，申请医疗救助", "结算单\n诊断证明")
    return slip(town)


def test_a_matter_goes_out_by_the_catalogue_and_comes_back_on_paper(town: Town, taken: str) -> None:
    (waiting,) = town.clerk.read(transferring.to_send)
    assert (waiting.department, waiting.due_on) == ("区县医保局", date(2025, 10, 15))
    row = sent(town, taken)
    assert (row.department, row.due_on, row.colour) == ("区县医保局", date(2025, 10, 27), "ok")
    application = rows(town, taken).application
    assert (application.state, application.due_code, application.due_on) == (
        "referred",
        "R2",
        date(2025, 10, 27),
    )
    town.clerk.write(transferring.record_receipt, row.id, "医保局王科长", date(2025, 10, 13))
    town.on(date(2025, 10, 25))
    assert slip(town).colour == "warn"
    town.on(date(2025, 10, 23))
    wrong: list[dict[str, Any]] = [
        {"result": "maybe"},
        {"on": date(2025, 10, 12)},
        {"on": date(2025, 10, 24)},
        {"text": ""},
        {"result": "refused", "amount": Decimal(3000)},
        {"amount": Decimal(-1)},
    ]
    for more in wrong:
        given = {"result": "granted", "text": "救助 3,000 元", "on": date(2025, 10, 23), **more}
        with pytest.raises(InvalidInput):
            town.clerk.write(transferring.answer, row.id, **given)
    town.clerk.write(
        transferring.answer,
        row.id,
        result="granted",
        text="救助 3,000 元",
        on=date(2025, 10, 23),
        amount=Decimal(3000),
    )
    file = rows(town, taken)
    assert (file.application.state, file.application.due_code, file.items[0].state) == (
        "answered",
        "R4",
        "approved",
    )
    with pytest.raises(InvalidInput):
        town.clerk.write(transferring.tell, row.id, "电话告知", date(2025, 10, 22))
    town.clerk.write(transferring.tell, row.id, "电话告知", date(2025, 10, 23))
    assert rows(town, taken).application.state == "closed"
    with pytest.raises(Refused, match="已告知申请人，不能办这一步"):
        town.clerk.write(transferring.tell, row.id, "电话告知", date(2025, 10, 23))


def test_a_rejected_matter_goes_out_again_and_remembers_the_first_slip(town: Town, taken: str) -> None:
    first = sent(town, taken)
    town.clerk.write(transferring.reject, first.id, "材料不全，缺出院小结")
    assert rows(town, taken).application.state == "accepted"
    town.clerk.write(transferring.refer, taken, "已补出院小结，再次转办")
    second = rows(town, taken).transfers[-1]
    assert second.previous_id == first.id
    assert second.number != first.number


def test_a_dispute_is_ruled_and_the_matter_goes_where_the_ruling_says(town: Town, taken: str) -> None:
    first = sent(town, taken)
    town.clerk.write(disputing.dispute, first.id, "医保局认为属于慈善帮扶")
    application = rows(town, taken).application
    assert (application.state, application.due_code, application.due_on) == (
        "disputed",
        "R3",
        date(2025, 10, 20),
    )
    with pytest.raises(InvalidInput):
        town.clerk.write(disputing.rule, first.id, body="区民政局", department="zoo", basis="职责分工")
    town.clerk.write(
        disputing.rule, first.id, body="区民政局", department="charity", basis="政府救助后仍有困难"
    )
    town.clerk.write(transferring.refer, taken, "按裁定转办慈善帮扶")
    assert rows(town, taken).transfers[-1].department == "charity"
    with pytest.raises(Refused):
        town.clerk.write(disputing.rule, first.id, body="区民政局", department="charity", basis="再裁一次")


def test_what_nobody_answered_is_late(town: Town, taken: str) -> None:
    sent(town, taken)
    town.on(date(2025, 10, 28))
    assert slip(town).colour == "bad"


def test_a_slip_tells_that_whom_it_is_about_has_died(town: Town, taken: str) -> None:
    assert town.clerk.read(transferring.to_send)[0].died_on is None
    sent(town, taken)
    other = accept(town, single(town, "medical", order=81)).application_id
    town.on(date(2025, 10, 20))
    for one in (taken, other):
        dies(town, rows(town, one), date(2025, 10, 18), "己示例")
    assert slip(town).died_on == town.clerk.read(transferring.to_send)[0].died_on == date(2025, 10, 18)


def test_a_scanned_code_finds_its_slip(town: Town, taken: str) -> None:
    row = sent(town, taken)
    for code in (f"JZ|F27|{row.number}|abcdef", row.number, row.number.lower()):
        found = town.clerk.read(transferring.scanned, code)
        assert (found.id, found.number, found.state) == (row.id, row.number, "sent")
    with pytest.raises(UserError, match="没有编号"):
        town.clerk.read(transferring.scanned, "转2025-1")


def filled(path: Path, **cells: Any) -> Path:
    book = load_workbook(path)
    sheet = book.active
    assert sheet is not None
    header = next(row for row in sheet.iter_rows() if any(cell.value == "转办单编号" for cell in row))
    columns = {cell.value: cell.column or 1 for cell in header}
    for title, value in cells.items():
        sheet.cell((header[0].row or 1) + 1, columns[title], value)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("word", "result"),
    [("同意救助", "granted"), ("部分同意", "partly"), ("部分同意救助", "partly"), ("不予救助", "refused")],
)
def test_the_words_of_the_return_slip_fit_in_the_list(
    town: Town, taken: str, tmp_path: Path, word: str, result: str
) -> None:
    sent(town, taken)
    path = tmp_path / "名单.xlsx"
    town.clerk.write(transfer_lists.export_list, "medical_insurance", path)
    town.on(date(2025, 10, 21))
    preview = town.clerk.read(
        transfer_lists.read_answers, filled(path, **{**GOOD, "办理结果": word, "金额": None})
    )
    assert [(row.result, row.problem) for row in preview.rows] == [(result, "")]


GOOD = {"办理结果": "同意", "办理情况": "已救助", "答复日期": date(2025, 10, 20), "金额": 1200}


def test_a_list_goes_out_and_its_answers_come_back(town: Town, taken: str, tmp_path: Path) -> None:
    sent(town, taken)
    path = tmp_path / "名单.xlsx"
    assert town.clerk.write(transfer_lists.export_list, "medical_insurance", path) == 1
    with pytest.raises(Refused, match="没有等待答复"):
        town.clerk.write(transfer_lists.export_list, "charity", tmp_path / "x.xlsx")
    assert town.clerk.read(transfer_lists.read_answers, path).rows == []  # nothing filled in yet
    town.on(date(2025, 10, 21))
    preview = town.clerk.read(transfer_lists.read_answers, filled(path, **GOOD))
    assert (preview.bad, preview.error_copy) == (0, None)
    assert town.clerk.write(transfer_lists.apply_answers, preview) == 1
    row = rows(town, taken).transfers[0]
    assert (row.state, row.result, row.amount, row.answer_source) == (
        "answered",
        "granted",
        Decimal(1200),
        "imported",
    )
    with pytest.raises(Refused, match="没有登记任何答复"):
        town.clerk.write(transfer_lists.apply_answers, preview)


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"办理结果": "好"}, "办理结果只能填"),
        ({"申请人": "别人"}, "姓名与转办单不一致"),
        ({"转办单编号": "转2025-1"}, "没有编号"),
        ({"答复日期": None}, "答复日期"),
        ({"转办单编号": " "}, "“转办单编号”没有填写"),
        ({"办理情况": None}, "办理情况没有填写"),
        ({"办理情况": "好"}, "不到两个字"),
        ({"答复日期": "昨天"}, "答复日期"),
        ({"办理结果": "不予救助"}, "不予救助的没有救助金额"),
        ({"金额": -1}, "不能是负数"),
        ({"金额": 100.555}, "最多两位小数"),
    ],
)
def test_a_bad_row_is_told_in_a_copy_and_nothing_is_taken(
    town: Town, taken: str, tmp_path: Path, cells: dict[str, Any], problem: str
) -> None:
    sent(town, taken)
    path = tmp_path / "名单.xlsx"
    town.clerk.write(transfer_lists.export_list, "medical_insurance", path)
    town.on(date(2025, 10, 21))
    preview = town.clerk.read(transfer_lists.read_answers, filled(path, **{**GOOD, **cells}))
    assert problem in preview.rows[0].problem
    assert preview.error_copy is not None
    assert preview.error_copy.is_file()
    with pytest.raises(Refused, match="没有登记任何答复"):
        town.clerk.write(transfer_lists.apply_answers, preview)
    assert rows(town, taken).transfers[0].state == "sent"


def test_two_matters_of_one_form_are_told_one_by_one_and_shown_together(town: Town) -> None:
    dossier = urban_three(town)
    dossier.application.programmes = ["dibao", "medical", "education"]
    receipt = accept(town, dossier)
    (other,) = receipt.others
    numbers = town.clerk.write(transferring.refer, other.application_id, "医疗和教育救助一并转办")
    assert len(numbers) == 2
    first, second = town.clerk.read(transferring.transfers)
    town.clerk.write(transferring.answer, first.id, result="granted", text="已救助", on=date(2025, 10, 13))
    assert rows(town, other.application_id).application.state == "referred"
    town.clerk.write(
        transferring.answer, second.id, result="refused", text="不符合条件", on=date(2025, 10, 13)
    )
    assert rows(town, other.application_id).application.state == "answered"
    town.clerk.write(transferring.tell, first.id, "当面告知", date(2025, 10, 13))
    assert rows(town, other.application_id).application.state == "answered"
    town.clerk.write(transferring.tell, second.id, "当面告知", date(2025, 10, 13))
    assert rows(town, other.application_id).application.state == "closed"
    (note,) = [
        one
        for one in town.checker.read(reviewing.view, other.application_id).notes
        if one.title == "同一申请的其他事项"
    ]
    assert receipt.number in note.lines[0]


def held(**more: Any) -> Minutes:
    fields: dict[str, Any] = {
        "level": "township", "held_on": date(2025, 10, 13), "place": "镇街会议室", "chair": "分管领导", "attendees": "民政、医保、教育",
        "minutes": "研究困难家庭个案", "matters": [Matter(title="个案一", decision="由医保先行救助", due_on=date(2025, 10, 20))],
    }  # fmt: skip
    return Minutes(**{**fields, **more})


def test_minutes_tie_decisions_to_matters(town: Town, taken: str) -> None:
    number = rows(town, taken).application.number
    slip_number = sent(town, taken).number
    matters = [
        Matter(title="个案一", decision="由医保先行救助", number=number),
        Matter(title="个案二", decision="由医保限期答复", number=slip_number),
        Matter(title="其他", decision="加强走访巡查"),
    ]
    town.clerk.write(meeting.record_meeting, held(matters=matters))
    (kept,) = town.clerk.read(meeting.meetings)
    assert [row.about for row in kept.matters] == [number, slip_number, ""]
    open_one = town.clerk.read(meeting.open_matters)[0]
    town.clerk.write(meeting.carry_out, open_one.id, "医保已救助到位")
    with pytest.raises(Refused):
        town.clerk.write(meeting.carry_out, open_one.id, "医保已救助到位")
    assert len(town.clerk.read(meeting.open_matters)) == 2


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"level": "moon"}, "level"),
        ({"held_on": date(2025, 10, 14)}, "held_on"),
        ({"place": ""}, "place"),
        ({"chair": ""}, "chair"),
        ({"attendees": ""}, "attendees"),
        ({"matters": []}, "matters"),
        ({"matters": [Matter(title="个案", decision="好")]}, "decision"),
        ({"matters": [Matter(title="个案", decision="由医保先行救助", number="受1")]}, "number"),
    ],
)
def test_minutes_are_whole(town: Town, more: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        town.clerk.write(meeting.record_meeting, held(**more))
    assert refusal.value.problems[0].field == field
    assert town.clerk.read(meeting.meetings) == []


def test_nobody_without_the_right_hands_anything_on(town: Town, taken: str) -> None:
    with pytest.raises(Refused):
        town.head.write(transferring.refer, taken, "住院自付费用高，申请医疗救助")
    with pytest.raises(Refused):
        town.auditor.write(
            leading.record_lead,
            Told(source="petition", name="壬示例", content="独居老人摔伤", found_on=date(2025, 10, 13)),
        )


def test_what_a_department_gave_stands_in_the_next_file_of_the_family(town: Town, taken: str) -> None:
    row = sent(town, taken)
    town.clerk.write(
        transferring.answer,
        row.id,
        result="granted",
        text="已救助",
        on=date(2025, 10, 13),
        amount=Decimal(3000),
    )
    steps = {step.move: step.note for step in rows(town, taken).steps}
    assert steps["refer"] == f"医疗救助：区县医保局（{row.number}）"
    assert steps["answer"] == "区县医保局同意救助 3,000.00 元：已救助"
    town.clerk.write(transferring.tell, row.id, "电话告知", date(2025, 10, 13))
    again = accept(town, single(town, "education")).application_id
    (line,) = town.clerk.read(standing.of_household, rows(town, again).application.household_id).lines
    assert (line.label, line.state, line.amount, line.decided_on, line.application_id) == (
        "医疗救助（区县医保局）",
        "once",
        Decimal(3000),
        date(2025, 10, 13),
        taken,
    )


def test_what_a_department_refused_is_nothing_received(town: Town, taken: str) -> None:
    row = sent(town, taken)
    town.clerk.write(transferring.answer, row.id, result="refused", text="不符合条件", on=date(2025, 10, 13))
    household = rows(town, taken).application.household_id
    assert town.clerk.read(standing.of_household, household).lines == []
