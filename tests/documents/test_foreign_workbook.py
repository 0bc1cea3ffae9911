"""A table from another office: found wherever it lies, typed by column, every problem named with row and column."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from jiuzhu.documents.error_copy import write_error_copy
from jiuzhu.documents.foreign_workbook import ForeignSheet, Limits, read
from jiuzhu.domain.ledger import Column, Ledger, load_ledgers
from jiuzhu.errors import UserError
from jiuzhu.paths import resources

REPLY = load_ledgers(resources() / "ledgers")["check_reply"]
TITLES = [column.title for column in REPLY.columns]
GOOD = ["核A-1", "李示例", "500112199001011234", "税务", "存款", "有", 1234.5, date(2026, 3, 1), "无"]
MIXED = Ledger(
    id="mixed",
    title="混合",
    columns=tuple(
        Column(name=kind, title=title, kind=kind)
        for kind, title in [
            ("text", "文字"), ("id", "证件"), ("account", "账号"), ("date", "日期"),
            ("month", "月份"), ("money", "金额"), ("integer", "人数"), ("decimal", "面积"),
        ]
    ),
)  # fmt: skip
MIXED_TITLES = [column.title for column in MIXED.columns]


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """A workbook from sheets given as lists of rows, optionally changed before it is saved."""

    def make(sheets: dict[str, list[list[Any]]], change: Callable[[Any], None] | None = None) -> Path:
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.worksheets[0])
        for title, rows in sheets.items():
            sheet = workbook.create_sheet(title)
            for row in rows:
                sheet.append(row)
        if change:
            change(workbook)
        path = tmp_path / "回复.xlsx"
        workbook.save(path)
        return path

    return make


def _each(book: Callable[..., Path], cases: list[tuple[str, Any, Any]]) -> list[tuple[Any, list[str], int]]:
    """Per case: the value read, the messages of its row, its row number; all cases in one file."""
    rows: list[list[Any]] = []
    for title, given, _ in cases:
        row: list[Any] = ["x", *[None] * 7]
        row[MIXED_TITLES.index(title)] = given
        rows.append(row)
    sheet = read(book({"表": [MIXED_TITLES, *rows]}), expected=MIXED)
    names = {column.title: column.name for column in MIXED.columns}
    return [
        (
            row.values[names[title]],
            [problem.message for problem in sheet.problems if problem.row == row.row_number],
            row.row_number,
        )
        for row, (title, _, _) in zip(sheet.rows, cases, strict=True)
    ]


def test_the_table_is_found_on_any_sheet_in_any_order(book: Callable[..., Path]) -> None:
    order = [8, 2, 0, 1, 5, 3, 4, 7, 6]
    titles = [TITLES[index] for index in order]
    titles[1], titles[4] = " 证 件\n号码*", "状　态"
    rows = [["某某核对中心"], [], ["填表说明"], ["多余", *titles], ["?", *[GOOD[index] for index in order]]]
    sheet = read(book({"说明": [["姓名", "怎么填"]], "结果": rows}), expected=REPLY)
    assert (sheet.sheet_name, sheet.header_row, sheet.problems) == ("结果", 4, [])
    assert sheet.rows[0].row_number == 5
    assert sheet.rows[0].values == dict(
        zip(
            [column.name for column in REPLY.columns],
            [*GOOD[:6], Decimal("1234.5"), GOOD[7], GOOD[8]],
            strict=True,
        )
    )


TAKEN: list[tuple[str, Any, Any]] = [
    ("日期", datetime(2025, 10, 13, 9, 30), date(2025, 10, 13)),  # noqa: DTZ001  # a cell has no time zone
    ("日期", "2025-10-13", date(2025, 10, 13)),
    ("日期", "2025/10/3", date(2025, 10, 3)),
    ("日期", "20251013", date(2025, 10, 13)),
    ("日期", 20251013, date(2025, 10, 13)),
    ("日期", "２０２５年１０月１３日", date(2025, 10, 13)),
    ("日期", "2025-10-13 00:00:00", date(2025, 10, 13)),
    ("月份", "2025年6月", "2025-06"),
    ("月份", "202506", "2025-06"),
    ("月份", date(2025, 6, 1), "2025-06"),
    ("金额", "１，２３４．５０ 元", Decimal("1234.50")),
    ("金额", "¥1,234.5", Decimal("1234.50")),
    ("金额", 0.1 + 0.2, Decimal("0.30")),
    ("金额", 0, Decimal("0.00")),
    ("人数", 3.0, 3),
    ("人数", "４", 4),
    ("面积", "80.125", Decimal("80.125")),
    ("证件", " ５００１１２ 19900101 123x", "50011219900101123X"),
    ("账号", "6217 0000 1000 1234 567", "6217000010001234567"),
    ("文字", "  =cmd|1 ", "=cmd|1"),
    ("文字", 12, "12"),
]


def test_values_are_taken(book: Callable[..., Path]) -> None:
    for (_, given, taken), (value, problems, _row) in zip(TAKEN, _each(book, TAKEN), strict=True):
        assert problems == [], given
        assert value == taken
        assert type(value) is type(taken)


LOST = "被 Excel 存成了数字，末几位已丢失，请改成文本重新填写"


REFUSED: list[tuple[str, Any, str]] = [
    ("证件", 5.00112199001011e17, LOST),
    ("证件", 500112199001011234, LOST),
    ("证件", 500112900101123, "被 Excel 存成了数字，请改成文本重新填写"),
    ("账号", 6.2e18, LOST),
    ("证件", date(2025, 1, 1), "被 Excel 存成了日期"),
    ("证件", "5001１２<>", "有不能识别的字符"),
    ("日期", "2025-02-29", "没有 2025-02-29 这一天"),
    ("日期", "去年", "不是日期，请写成 2025-10-13 的样子"),
    ("日期", 45943, "不是日期"),
    ("日期", "0202-10-13", "年份 202 不合理"),
    ("月份", "2025-13", "不是月份"),
    ("金额", "-5", "不能是负数"),
    ("金额", "1.234", "最多两位小数"),
    ("金额", "约三千", "不是数字"),
    ("金额", "NaN", "不是合理的数字"),
    ("金额", "1e400", "不是合理的数字"),
    ("人数", "2.5", "要填整数"),
    ("文字", "字" * 1001, "超过 1000 个字"),
    ("金额", "#REF!", "是公式错误 #REF!"),
]


def test_problems_name_row_and_column(book: Callable[..., Path]) -> None:
    for (title, given, said), (value, problems, row) in zip(REFUSED, _each(book, REFUSED), strict=True):
        assert value is None, given
        assert len(problems) == 1, given
        assert problems[0].startswith(f"第 {row} 行“{title}”{said}")


def test_blank_required_cells_and_wrong_choices_are_named(book: Callable[..., Path]) -> None:
    empty = [None, *GOOD[1:]]
    strange = [*GOOD[:5], "有的", *GOOD[6:]]
    sheet = read(book({"表": [TITLES, GOOD, [], empty, strange]}), expected=REPLY)
    assert [row.row_number for row in sheet.rows] == [2, 4, 5]
    assert [(problem.row, problem.column_title, problem.message) for problem in sheet.problems] == [
        (4, "委托编号", "第 4 行“委托编号”没有填写"),
        (5, "状态", "第 5 行“状态”只能填 有、无、未反馈"),
    ]


def test_merged_rows_are_named(book: Callable[..., Path]) -> None:
    def merge(workbook: Any) -> None:
        workbook.worksheets[0].merge_cells("B2:B3")

    sheet = read(book({"表": [TITLES, GOOD, GOOD]}, merge), expected=REPLY)
    assert [problem.message for problem in sheet.problems] == [
        "第 3 行“姓名”在合并的单元格里，请取消合并并逐行填写"
    ]


def _refused(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(UserError) as caught:
        read(path, expected=REPLY, limits=limits)
    assert "没有导入任何数据" in caught.value.message
    assert "\n" not in caught.value.message
    return caught.value.message


def test_a_merged_header_is_refused(book: Callable[..., Path]) -> None:
    def merge(workbook: Any) -> None:
        workbook.worksheets[0].merge_cells("C2:D2")

    said = _refused(book({"表": [["标题"], TITLES, GOOD]}, merge))
    assert "“表”第 2 行的表头有合并单元格（C2:D2）" in said


def test_wrong_sheets_are_listed(book: Callable[..., Path]) -> None:
    said = _refused(book({"甲表": [["水费", "电费"]], "乙表": []}))
    assert "没有找到表头，已看过的工作表：“甲表”、“乙表”" in said


def test_missing_columns_are_named(book: Callable[..., Path]) -> None:
    said = _refused(book({"甲表": [["x"], TITLES[:1] + TITLES[3:]]}))
    assert "缺少 “姓名”、“证件号码” 列（最像的是工作表“甲表”第 2 行" in said


def test_doubled_columns_are_refused(book: Callable[..., Path]) -> None:
    assert "“姓名”列出现了不止一次" in _refused(book({"表": [[*TITLES, "姓名"], GOOD]}))


def test_a_header_without_rows_is_said(book: Callable[..., Path]) -> None:
    assert "表头下面没有内容" in _refused(book({"表": [TITLES]}))


def test_too_many_rows_are_refused_and_just_enough_are_read(book: Callable[..., Path]) -> None:
    path = book({"表": [["标题"], TITLES, *[GOOD] * 6]})
    assert "超过 5 行" in _refused(path, Limits(rows=5))
    assert len(read(path, expected=REPLY, limits=Limits(rows=6)).rows) == 6


def test_too_much_text_is_refused(book: Callable[..., Path]) -> None:
    assert "内容太多" in _refused(book({"表": [TITLES, *[GOOD] * 50]}), Limits(characters=500))


def _problems(sheet: ForeignSheet) -> dict[int, list[str]]:
    by_row: dict[int, list[str]] = {}
    for problem in sheet.problems:
        by_row.setdefault(problem.row, []).append(problem.message)
    return by_row


def test_the_error_copy_says_it_beside_the_row(book: Callable[..., Path], tmp_path: Path) -> None:
    wrong = [None, "<r>=1</r>", 5.00112199001011e17, "+1", "存款", "有", -1, "去年", "x"]
    path = book({"说明": [["x"]], "结果": [["表"], TITLES, GOOD, wrong, GOOD]})
    sheet = read(path, expected=REPLY)
    target = write_error_copy(
        path, tmp_path / "错误.xlsx", _problems(sheet), sheet.header_row, sheet_name=sheet.sheet_name
    )
    copy = openpyxl.load_workbook(target).worksheets[0]
    assert [cell.value for cell in copy[2]] == [*TITLES, "错误说明"]
    pane = copy.sheet_view.pane
    assert pane is not None
    assert (pane.xSplit, pane.ySplit, pane.topLeftCell) == (2, 2, "J4")
    chosen = copy.sheet_view.selection[-1]
    assert (chosen.pane, chosen.activeCell) == ("bottomRight", "J4")
    assert copy["J3"].value is None
    assert str(copy["J4"].value).split("\n") == [problem.message for problem in sheet.problems]
    assert len(sheet.problems) == 4
    assert copy["B4"].value == "<r>=1</r>"
    assert all(cell.data_type != "f" for row in copy.iter_rows() for cell in row)
    assert copy["A4"].fill.start_color.rgb != copy["A3"].fill.start_color.rgb
    assert copy["H3"].number_format == "yyyy-mm-dd"
    assert path.exists()


def test_a_corrected_copy_is_read_again_and_its_column_reused(
    book: Callable[..., Path], tmp_path: Path
) -> None:
    path = book({"结果": [TITLES, [*GOOD[:5], "?", *GOOD[6:]], GOOD]})
    sheet = read(path, expected=REPLY)
    first = write_error_copy(path, tmp_path / "1.xlsx", _problems(sheet), 1, sheet_name=sheet.sheet_name)
    again = read(first, expected=REPLY)
    assert [problem.message for problem in again.problems] == [problem.message for problem in sheet.problems]
    second = write_error_copy(first, tmp_path / "2.xlsx", {3: ["第 3 行错"]}, 1, sheet_name=again.sheet_name)
    copy = openpyxl.load_workbook(second).worksheets[0]
    assert [cell.value for cell in copy["J"]] == ["错误说明", None, "第 3 行错"]
    assert copy.max_column == 10


@pytest.mark.parametrize(
    ("problems", "cell"),
    [
        ({60: ["姓名没有填写。"], 44: ["证件号不对。"]}, "J44"),
        ({1: ["表头里缺少：金额。"]}, "J2"),  # nothing is wrong below the headings
        ({1: ["表头里缺少：金额。"], 9: ["金额不对。"]}, "J9"),
        ({}, "J2"),
    ],
)
def test_the_error_copy_opens_at_the_first_wrong_row(
    book: Callable[..., Path], tmp_path: Path, problems: dict[int, list[str]], cell: str
) -> None:
    path = book({"结果": [TITLES, *[GOOD] * 80]})
    target = write_error_copy(path, tmp_path / "错误.xlsx", problems, 1, sheet_name="结果")
    view = openpyxl.load_workbook(target).worksheets[0].sheet_view
    assert view.pane is not None
    assert (view.pane.ySplit, view.pane.topLeftCell) == (1, cell)
    assert [(one.activeCell, one.sqref) for one in view.selection if one.pane == "bottomRight"] == [
        (cell, cell)
    ]
