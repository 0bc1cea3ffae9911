"""Columns and cells of an office's old table: proposed, named, merged, odd."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

import old_table
from jiuzhu.domain.old_ledger import Terms
from jiuzhu.errors import InvalidInput, Refused, UserError
from jiuzhu.services.ledger import column_maps
from loading import NOW, look, told
from old_table import COLUMNS, HEADINGS, household, proposed, write
from once import once
from town import Town, id_number


@pytest.fixture
@once
def office(town: Town) -> Town:
    town.on(NOW)
    return town


BAD: list[tuple[str, Any, str, str]] = [
    ("id_number", 500199196001010000.0, "C3", "末几位已丢失"),
    ("id_number", 123456, "C3", "被 Excel 存成了数字"),
    ("id_number", "50019919600101012", "C3", "应为 18 位"),
    ("id_number", id_number(date(1960, 1, 1), 9)[:-1] + "Q", "C3", "第 18 位"),
    ("name", None, "B3", "没有填写"),
    ("relation", "朋友", "D3", "认不出关系“朋友”"),
    ("programme", "扶贫", "E3", "认不出救助事项“扶贫”"),
    ("programme", "医疗救助", "", "不是按月发放"),
    ("monthly", "六百", "F3", "不是数字"),
    ("monthly", -5, "F3", "不能是负数"),
    ("monthly", 600.005, "F3", "最多两位小数"),
    ("monthly", 0, "", "没有写月金额"),
    ("monthly", None, "", "没有写月金额"),
    ("monthly", 600000, "F3", "过大"),
    ("first_month", None, "", "没有写享受起始月"),
    ("first_month", "2026-01", "", "晚于转入后的首发月"),
    ("first_month", "去年", "G3", "不是月份"),
    ("first_month", 43586, "G3", "不是月份"),
    ("decided_on", 43586, "H3", "不是日期"),
    ("decided_on", "2019-02-30", "H3", "没有 2019-02-30"),
    ("disability_grade", "九级", "J3", "认不出残疾等级“九级”"),
    ("phone", "无", "N3", "联系电话请填"),
    ("account_number", 6222000000000001.0, "Q3", "被 Excel 存成了数字"),
    ("account_number", "62-220", "Q3", "银行账号应是"),
    ("group", None, "", "没有写户号"),
    ("relation", "子", "", "没有户主"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "value", "cell", "said"), BAD)
def test_what_cannot_be_read_is_told_by_cell_and_stops_all(  # noqa: PLR0917  # one value a cell
    office: Town, tmp_path: Path, column: str, value: object, cell: str, said: str
) -> None:
    head, *others = household(1)
    preview = look(office, write(tmp_path / "旧.xlsx", [head | {column: value}, *others, *household(2)]))
    assert said in told(preview)
    assert cell in told(preview)
    assert preview.planned == []
    assert preview.error_copy is not None
    copy: Any = load_workbook(preview.error_copy).active
    assert any(said in str(cell.value) for row in copy.iter_rows() for cell in row)
    with pytest.raises(Refused, match="没有可以转入的家庭"):
        proposed(office, preview)


def test_an_amount_is_read_one_way_only(office: Town, tmp_path: Path) -> None:
    rows = household(1, 3)
    for row in rows:
        row["monthly"] = 300
    path = write(tmp_path / "旧.xlsx", rows)
    assert "这一行也有金额" in told(look(office, path))
    shared = look(office, path, Terms("", True, "2025-11"))
    assert (shared.problems, shared.sums[0].monthly) == ({}, Decimal("900.00"))
    rows[2]["monthly"] = None
    assert "这一行没有金额" in told(look(office, write(path, rows), Terms("", True, "2025-11")))
    edge = household(2, 1, programme="低保边缘家庭", monthly=10)
    assert "没有按月的救助金" in told(look(office, write(path, edge)))
    edge[0]["monthly"] = None
    assert look(office, write(path, edge)).problems == {}


def test_members_without_a_number_of_household_belong_to_the_head_above(office: Town, tmp_path: Path) -> None:
    columns = {name: heading for name, heading in COLUMNS.items() if name != "group"}
    path = write(tmp_path / "旧.xlsx", [*household(1, 3), *household(2, 2)])
    preview = look(office, path, columns=columns)
    assert [len(one.home.people) for one in preview.planned] == [3, 2]
    orphaned = write(path, household(1, 3)[1:])
    assert "认不出是哪一户" in told(look(office, orphaned, columns=columns))


def test_columns_are_proposed_by_heading_and_content_and_remembered(office: Town, tmp_path: Path) -> None:
    path = write(tmp_path / "旧.xlsx", [*household(1), *household(2)])
    seen = office.checker.read(column_maps.look, "first_load", path, "示例社区")
    assert {name: seen.headings[place] for name, place in seen.chosen.items()} == COLUMNS
    assert (seen.known, seen.own) == (False, False)
    office.checker.write(column_maps.remember, "first_load", "示例社区", COLUMNS)
    again = office.checker.read(column_maps.look, "first_load", path, " 示例社区 ")
    assert again.known
    assert office.checker.read(column_maps.senders, "first_load") == ["示例社区"]
    other = write(path, household(1), ("户", *HEADINGS[1:]))
    assert not office.checker.read(column_maps.look, "first_load", other, "示例社区").known
    with pytest.raises(UserError, match="重新对应"):
        look(office, other)
    office.checker.write(column_maps.remember, "first_load", "示例社区", COLUMNS | {"group": "户"})
    assert office.checker.read(column_maps.look, "first_load", other, "示例社区").known
    assert office.checker.read(column_maps.senders, "first_load") == ["示例社区"]


def test_a_mapping_names_its_sender_and_what_is_needed(office: Town) -> None:
    with pytest.raises(InvalidInput, match="来自哪里"):
        office.checker.write(column_maps.remember, "first_load", " ", COLUMNS)
    with pytest.raises(InvalidInput, match="姓名"):
        office.checker.write(column_maps.remember, "first_load", "甲", {"id_number": "身份证号码"})
    with pytest.raises(Refused, match="两个栏目"):
        office.checker.write(column_maps.remember, "first_load", "甲", COLUMNS | {"bank": "姓名"})
    with pytest.raises(Refused):
        office.auditor.read(column_maps.senders, "first_load")


def _odd(path: Path, act: Any) -> Path:
    book: Any = load_workbook(path)
    act(book, book.active)
    book.save(path)
    return path


def test_merged_cells_formulas_blank_rows_and_totals(office: Town, tmp_path: Path) -> None:
    path = write(
        tmp_path / "旧.xlsx", [*household(1, 2), {}, *household(2, 1), {"group": "合计", "monthly": 1203}]
    )
    assert look(office, path).problems == {}
    named = look(office, write(tmp_path / "名.xlsx", household(1, 1, address="合计路 1 号")))
    assert len(named.planned) == 1  # whoever has a number is nobody's sum
    merged = _odd(path, lambda _book, sheet: sheet.merge_cells("A3:A4"))
    assert "请取消合并并逐行填写" in told(look(office, merged))
    formula = _odd(write(path, household(1)), lambda _book, sheet: setattr(sheet["F3"], "value", "=300+301"))
    assert "没有写月金额" in told(look(office, formula))  # a formula nobody computed has no result


def test_far_rows_wrong_sheets_and_other_kinds_of_file(office: Town, tmp_path: Path) -> None:
    path = _odd(
        write(tmp_path / "旧.xlsx", household(1)),
        lambda _book, sheet: setattr(sheet["A100000"], "value", " "),
    )
    assert look(office, path).problems == {}
    second = _odd(
        path, lambda book, _sheet: book.create_sheet("封面", 0).cell(1, 1).__setattr__("value", "说明")
    )
    assert look(office, second).problems == {}
    for name, content in (
        ("旧.xls", bytes.fromhex("D0CF11E0A1B11AE1") + b"x" * 600),
        ("旧.csv", "姓名,证件\n".encode()),
        ("旧.txt", b""),
    ):
        other = tmp_path / name
        other.write_bytes(content)
        with pytest.raises(UserError, match="另存为"):
            office.checker.read(column_maps.look, "first_load", other, "")
    empty = Workbook()
    empty.save(tmp_path / "空.xlsx")
    with pytest.raises(UserError, match="没有找到表头"):
        office.checker.read(column_maps.look, "first_load", tmp_path / "空.xlsx", "")


def test_the_sample_headings_cover_every_column() -> None:
    assert len(old_table.HEADINGS) == len(old_table.COLUMNS)
