import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from jiuzhu.documents import workbook
from jiuzhu.domain.dossier import Dossier, LinePart, ObligorPart
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.casework import files
from jiuzhu.services.household import events
from jiuzhu.services.household.events import Happened
from jiuzhu.services.ledger import export_register
from jiuzhu.services.paper import papers
from jiuzhu.services.survey import checking
from jiuzhu.storage.unit import Unit
from on_the_way import single
from once import once
from town import Town, id_number, urban_couple, urban_three

AS_OF = date(2025, 10, 12)
SON = id_number(date(1985, 1, 1), 1)


@pytest.fixture
@once
def couple(town: Town) -> str:
    return started(town, urban_couple(town))


def started(town: Town, dossier: Dossier) -> str:
    identity = town.accept(dossier).application_id
    town.checker.write(checking.start_survey, identity)
    return identity


def people(town: Town, identity: str) -> dict[str, str]:
    return {member.name: member.id_number for member in town.checker.read(files.dossier, identity).members}


def answered(town: Town, path: Path, *rows: tuple[Any, ...]) -> Path:
    """A reply file as the check centre writes it: number, name, ID, department, item, status, value, day, note."""
    workbook.write(
        path,
        town.checker.rules.ledgers["check_reply"],
        [(*row, *[None] * (9 - len(row))) for row in rows],
        title="核对结果",
        subtitle="示例核对中心",
        filters_text="",
        made_by="示例核对中心",
        made_at=datetime(2025, 10, 13, tzinfo=UTC),
    )
    return path


def both_banks(town: Town, identity: str, number: str) -> list[tuple[Any, ...]]:
    ids = people(town, identity)
    return [
        (number, "丁示例", ids["丁示例"], "甲银行", "存款", "有", Decimal(21000), AS_OF),
        (number, "戊示例", ids["戊示例"], "乙银行", "存款", "有", Decimal(20000), AS_OF),
        (number, "丁示例", ids["丁示例"], "税务局", "工资薪金", "无"),
        (number, "戊示例", ids["戊示例"], "民政局", "婚姻登记", "有", None, None, "1995-05-01 登记结婚"),
    ]


def test_the_request_lists_every_authorised_person(town: Town, couple: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="丁示例没有等待答复"):
        town.checker.write(checking.export_check_request, [couple], tmp_path / "a.xlsx")
    number = town.checker.write(checking.request_check, couple)
    target = tmp_path / "委托.xlsx"
    assert town.checker.write(checking.export_check_request, [couple], target) == 2
    [left] = town.auditor.read(export_register.exports, "", "丁示例")
    assert left.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    assert (left.asker, left.purpose, left.recipient) == (
        "李核查",
        "委托信息核对",
        "居民家庭经济状况核对机构",
    )

    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(place for place, row in enumerate(rows) if row[0] == "委托编号")
    ids = people(town, couple)
    assert [row[:4] for row in rows[head + 1 :]] == [
        [number, "丁示例", "丁示例", ids["丁示例"]],
        [number, "丁示例", "戊示例", ids["戊示例"]],
    ]
    assert str(rows[head + 1][5]).startswith("授2025-")


def test_a_request_can_be_written_after_the_applicant_died(town: Town, couple: str, tmp_path: Path) -> None:
    found = town.checker.read(files.load_rows, couple)
    town.checker.write(checking.request_check, couple)
    died = Happened(
        kind="death",
        effective_on=town.clerk.today(),
        person_id=found.application.applicant_id,
        details="病故",
    )
    town.checker.write(events.record_event, found.household.id, died)
    target = tmp_path / "委托.xlsx"
    assert town.checker.write(checking.export_check_request, [couple], target) == 1
    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None
    assert [cell.value for cell in list(sheet.iter_rows())[-1]][1:3] == ["丁示例", "戊示例"]


def liable(town: Town) -> str:
    """特困 of one man whose son signed that he may be asked about."""
    made = single(town, "tekun")
    son = ObligorPart(
        of_person=made.members[0].id, name="癸示例", relation="20", id_number=SON, birth=date(1985, 1, 1),
        authorised_on=town.clerk.today(),
    )  # fmt: skip
    made.obligors = [
        son,
        ObligorPart(of_person=son.of_person, name="无能示例", relation="20", status="incapable"),
    ]
    return started(town, made)


def test_an_obligor_who_signed_is_asked_about_and_never_becomes_the_household(
    town: Town, tmp_path: Path
) -> None:
    taken = liable(town)
    number = town.checker.write(checking.request_check, taken)
    target = tmp_path / "委托.xlsx"
    assert town.checker.write(checking.export_check_request, [taken], target) == 2
    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None
    listed = [[cell.value for cell in row][:6] for row in sheet.iter_rows() if row[2].value == "癸示例"]
    assert [row[:5] for row in listed] == [[number, "己示例", "癸示例", SON, "义务人（己示例的子）"]]
    signed = next(row for row in town.checker.read(files.load_rows, taken).authorisations if row.obligor_id)
    assert listed[0][5] == signed.number

    man = people(town, taken)["己示例"]
    path = answered(
        town, tmp_path / "reply.xlsx", (number, "己示例", man, "甲银行", "存款", "有", Decimal(8000), AS_OF)
    )
    silent = town.checker.read(checking.read_check_reply, path)
    assert silent.notes == [f"委托 {number}：癸示例没有任何答复"]
    path = answered(
        town,
        tmp_path / "reply.xlsx",
        (number, "己示例", man, "甲银行", "存款", "有", Decimal(8000), AS_OF),
        (number, "癸示例", SON, "甲银行", "存款", "有", Decimal(90000), AS_OF),
        (number, "癸示例", SON, "人社局", "工资薪金", "有", Decimal(6000), AS_OF),
    )
    preview = town.checker.read(checking.read_check_reply, path)
    assert (preview.bad, preview.notes) == (0, [])
    assert [row.goes_to for row in preview.rows[1:]] == ["义务人的情况，只登记答复"] * 2
    town.checker.write(checking.apply_check_reply, preview, "报2025-8", date(2025, 10, 12))
    file = town.checker.read(checking.file, taken)
    assert [(line.category, line.checked) for line in file.lines if line.checked is not None] == [
        ("asset", Decimal("8000.00"))
    ]
    assert [(row.person_name, row.value) for row in file.dossier.replies] == [
        ("己示例", "8,000.00"), ("癸示例（义务人）", "90,000.00"), ("癸示例（义务人）", "6,000.00"),
    ]  # fmt: skip
    made = town.checker.write(papers.issue, "F08", taken, tmp_path)
    told = "".join("".join(page.extract_text().split()) for page in PdfReader(made.path).pages)
    assert "被核对的赡抚扶养义务人" in told
    assert SON in told
    assert "无能示例" not in told


def test_an_obligor_without_a_number_stops_the_request_and_a_strange_number_is_told(
    town: Town, tmp_path: Path
) -> None:
    taken = liable(town)

    def forget(unit: Unit) -> None:
        files.load_rows(unit, taken).obligors[0].id_number = ""
        unit.about(taken)

    def recall(unit: Unit) -> None:
        files.load_rows(unit, taken).obligors[0].id_number = SON
        unit.about(taken)

    town.clerk.write(forget)
    with pytest.raises(Refused, match="没有身份证号，无法核对：癸示例"):
        town.checker.write(checking.request_check, taken)
    town.clerk.write(recall)
    number = town.checker.write(checking.request_check, taken)
    other = id_number(date(1985, 1, 1), 3)
    path = answered(town, tmp_path / "reply.xlsx", (number, "癸示例", other, "甲银行", "存款", "无"))
    assert (
        "证件号码不在这份委托的人员里" in town.checker.read(checking.read_check_reply, path).rows[0].problem
    )


def test_the_auditor_does_not_export_people(town: Town, couple: str, tmp_path: Path) -> None:
    town.checker.write(checking.request_check, couple)
    with pytest.raises(Refused, match="核查"):
        town.auditor.write(checking.export_check_request, [couple], tmp_path / "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()


def test_a_reply_is_looked_at_first_and_then_taken_whole(town: Town, couple: str, tmp_path: Path) -> None:
    number = town.checker.write(checking.request_check, couple)
    path = answered(town, tmp_path / "reply.xlsx", *both_banks(town, couple, number))
    preview = town.checker.read(checking.read_check_reply, path)

    assert (preview.good, preview.bad, preview.error_copy, preview.notes) == (4, 0, None, [])
    assert "20,000" in preview.rows[0].goes_to
    assert preview.rows[0].id_masked.count("*") == 8
    assert town.checker.read(files.dossier, couple).replies == []

    assert town.checker.write(checking.apply_check_reply, preview, "报2025-7", date(2025, 10, 12)) == 4
    file = town.checker.read(checking.file, couple)
    deposit = next(line for line in file.lines if line.category == "asset")
    assert (deposit.checked, deposit.difference, deposit.check_source) == (
        Decimal("41000.00"),
        Decimal("21000.00"),
        "甲银行、乙银行",
    )
    wage = next(line for line in file.lines if line.category == "income")
    assert (wage.checked, wage.replies) == (None, "税务局：无记录")
    check = file.dossier.check
    assert (check.replied_on, check.report_on, check.report_number, check.conclusion) == (
        date(2025, 10, 13),
        date(2025, 10, 12),
        "报2025-7",
        "open",
    )
    assert [row.value for row in file.dossier.replies][-1] == "1995-05-01 登记结婚"
    assert town.checker.read(checking.queue)[0].open_differences == 1


def test_a_reply_is_taken_once(town: Town, couple: str, tmp_path: Path) -> None:
    number = town.checker.write(checking.request_check, couple)
    path = answered(town, tmp_path / "reply.xlsx", *both_banks(town, couple, number))
    preview = town.checker.read(checking.read_check_reply, path)
    town.checker.write(checking.apply_check_reply, preview)

    with pytest.raises(Refused, match="登记过答复"):
        town.checker.write(checking.apply_check_reply, preview)
    again = town.checker.read(checking.read_check_reply, path)
    assert (again.good, again.bad) == (0, 4)
    assert len(town.checker.read(files.dossier, couple).replies) == 4


def test_each_wrong_row_is_told_and_nothing_is_taken(town: Town, couple: str, tmp_path: Path) -> None:
    number = town.checker.write(checking.request_check, couple)
    ids = people(town, couple)
    his = ids["丁示例"]
    near = his[:-2] + ("0" if his[-2] != "0" else "1") + his[-1]
    good = (number, "丁示例", his, "甲银行", "存款", "有", Decimal(21000))
    wrong = {
        "委托编号": (number[:-1] + ("0" if number[-1] != "0" else "1"), *good[1:]),
        "不在这份委托的人员里": (number, "丁示例", near, *good[3:]),
        "姓名与证件号码对不上": (number, "丁示列", *good[2:]),
        "不认识“银行流水”": (*good[:4], "银行流水", "有", Decimal(1)),
        "请填写数值": (*good[:5], "有"),
        "不能填数值": (*good[:5], "无", Decimal(5)),
        "还没有到": (*good[:6], Decimal(7), date(2025, 10, 14)),
        "两位小数": (*good[:6], Decimal("1.005")),
        "完全相同": good,
        "200": (*good[:6], Decimal(9), None, "长" * 201),
    }
    path = answered(town, tmp_path / "reply.xlsx", good, *wrong.values())
    preview = town.checker.read(checking.read_check_reply, path)

    assert (preview.good, preview.bad) == (1, len(wrong))
    for words, row in zip(wrong, preview.rows[1:], strict=True):
        assert words in row.problem
    assert preview.notes == [f"委托 {number}：戊示例没有任何答复"]
    assert preview.error_copy is not None
    copy = openpyxl.load_workbook(preview.error_copy).active
    assert copy is not None
    told = [str(row[-1].value) for row in copy.iter_rows() if row[-1].value]
    assert told[0] == "错误说明"
    assert len(told) == len(wrong) + 1

    with pytest.raises(Refused, match=f"有 {len(wrong)} 行不能登记"):
        town.checker.write(checking.apply_check_reply, preview)
    assert town.checker.read(files.dossier, couple).replies == []
    assert town.checker.read(files.dossier, couple).check.replied_on is None


def test_a_file_that_is_no_workbook_is_refused(town: Town, tmp_path: Path) -> None:
    path = tmp_path / "reply.xlsx"
    path.write_text("not a workbook")
    with pytest.raises(UserError, match="不是 Excel 工作簿"):
        town.checker.read(checking.read_check_reply, path)


def test_a_report_does_not_come_from_the_future(town: Town, couple: str, tmp_path: Path) -> None:
    number = town.checker.write(checking.request_check, couple)
    path = answered(town, tmp_path / "reply.xlsx", *both_banks(town, couple, number))
    preview = town.checker.read(checking.read_check_reply, path)
    with pytest.raises(UserError, match="还没有到"):
        town.checker.write(checking.apply_check_reply, preview, "", date(2025, 10, 14))


def test_two_alike_lines_are_never_guessed(town: Town, tmp_path: Path) -> None:
    dossier = urban_couple(town)
    him = dossier.members[0].id
    dossier.assets = [
        LinePart(kind="deposit", person=him, item="农商行", declared=Decimal(5000)),
        LinePart(kind="deposit", person=him, item="邮储", declared=Decimal(6000)),
    ]
    identity = started(town, dossier)
    number = town.checker.write(checking.request_check, identity)
    first = (number, "丁示例", people(town, identity)["丁示例"], "银行业", "存款", "有")
    unclear = answered(town, tmp_path / "a.xlsx", (*first, Decimal(7000)), (*first, Decimal(8000)))
    preview = town.checker.read(checking.read_check_reply, unclear)
    assert [row.problem[-15:] for row in preview.rows] == ["只写它的名称：“农商行”、“邮储”"[-15:]] * 2

    named = answered(
        town, tmp_path / "b.xlsx", (*first, Decimal(7000), None, "邮储"), (*first, Decimal(5000), None, "")
    )
    town.checker.write(checking.apply_check_reply, town.checker.read(checking.read_check_reply, named))
    lines = [line for line in town.checker.read(checking.file, identity).lines if line.category == "asset"]
    assert [(line.item, line.checked) for line in lines] == [
        ("农商行", Decimal("5000.00")),
        ("邮储", Decimal("7000.00")),
    ]


def test_what_nobody_declared_becomes_a_line_declared_as_nothing(town: Town, tmp_path: Path) -> None:
    identity = started(town, urban_three(town))
    number = town.checker.write(checking.request_check, identity)
    hers = people(town, identity)["乙示例"]
    path = answered(
        town, tmp_path / "a.xlsx", (number, "乙示例", hers, "车管所", "机动车辆", "有", Decimal(30000))
    )
    preview = town.checker.read(checking.read_check_reply, path)
    assert preview.rows[0].goes_to == "未申报，新增一项"
    town.checker.write(checking.apply_check_reply, preview)
    line = next(one for one in town.checker.read(checking.file, identity).lines if one.category == "vehicle")
    assert (line.person, line.declared, line.checked, line.is_open) == (
        "乙示例",
        Decimal("0.00"),
        Decimal("30000.00"),
        True,
    )


def test_a_new_report_takes_back_what_the_old_one_found(town: Town, couple: str, tmp_path: Path) -> None:
    number = town.checker.write(checking.request_check, couple)
    path = answered(town, tmp_path / "a.xlsx", *both_banks(town, couple, number))
    town.checker.write(checking.apply_check_reply, town.checker.read(checking.read_check_reply, path))
    line = next(one for one in town.checker.read(checking.file, couple).lines if one.category == "asset")
    town.checker.write(checking.explain, line.line_id, "同名账户不是本人的", "")
    town.checker.write(checking.accept_figure, line.line_id, Decimal(20000), "mistaken")

    again = town.checker.write(checking.request_check, couple)
    his = people(town, couple)["丁示例"]
    path = answered(town, tmp_path / "b.xlsx", (again, "丁示例", his, "甲银行", "存款", "无"))
    town.checker.write(checking.apply_check_reply, town.checker.read(checking.read_check_reply, path))
    line = next(one for one in town.checker.read(checking.file, couple).lines if one.category == "asset")
    assert (line.checked, line.difference, line.accepted) == (None, None, None)
    assert line.explanation == "同名账户不是本人的"
