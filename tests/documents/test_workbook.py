"""A ledger on disk: types, sums, layout, and no way to smuggle anything into it."""

import os
import re
import resource
import signal
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from jiuzhu.documents.workbook import LONGEST_TEXT, Written, write
from jiuzhu.domain.ledger import Column, Ledger, load_ledgers
from jiuzhu.errors import UserError
from jiuzhu.paths import resources

LEDGERS = load_ledgers(resources() / "ledgers")
EVERY_KIND = Ledger(
    id="every",
    title="各种列",
    columns=(
        Column(name="name", title="姓名"),
        Column(name="id_number", title="证件号码", kind="id"),
        Column(name="account", title="账号", kind="account"),
        Column(name="day", title="日期", kind="date"),
        Column(name="month", title="月份", kind="month"),
        Column(name="amount", title="金额", kind="money", total=True),
        Column(name="count", title="人数", kind="integer", total=True),
        Column(name="share", title="面积", kind="decimal"),
    ),
)
ROW = (
    "李示例", "500112199001011234", "0001234567890123456", date(2026, 5, 6), "2026-05",
    Decimal("1234567.89"), 4, Decimal("12.5"),
)  # fmt: skip
NASTY = (
    "=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "'=1", '=HYPERLINK("http://x")',
    "http://example.invalid", "mailto:a@example.invalid", "{=1}", "<f>1</f>", "</t></is></c><c><f>1+1</f></c>",
    "<r><t>x</t></r>", "<r></r></is></c><c><f>1+1</f></c><c><is><r></r>", "_x0041_", "0012", "1e5", "  两端空格  ",
    "𬎆㛃𠅤䶮犇", "第一行\n第二行", "#REF!", "TRUE",
)  # fmt: skip


def _write(
    path: Path, rows: Sequence[Sequence[Any]] | Iterator[Sequence[Any]], ledger: Ledger = EVERY_KIND
) -> Written:
    return write(
        path, ledger, rows, title=ledger.title, subtitle="示例镇", filters_text="=1+1", made_by="@张三",
        made_at=datetime(2026, 5, 6, 1, 2, tzinfo=UTC),
    )  # fmt: skip


def _xml(path: Path, part: str = "xl/worksheets/sheet1.xml") -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(part).decode()


def _no_formula(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        return not any(re.search(rb"<f[ >/]|<hyperlink", archive.read(name)) for name in archive.namelist())


def test_every_kind_keeps_its_type(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    written = _write(path, [ROW, [None] * len(ROW)])
    sheet = openpyxl.load_workbook(path).worksheets[0]
    cells = [sheet.cell(5, column) for column in range(1, 9)]
    day = cells[3].value
    assert isinstance(day, datetime)
    assert day.date() == ROW[3]
    values = [cell.value for cell in cells]
    assert values[:3] + values[4:] == [*ROW[:3], "2026-05", 1234567.89, 4, 12.5]
    assert [cell.number_format for cell in cells] == [
        "@", "@", "@", "yyyy-mm-dd", "@", "#,##0.00", "#,##0", "#,##0.00####",
    ]  # fmt: skip
    assert [cell.data_type for cell in cells[:3]] == ["s", "s", "s"]
    assert all(cell.border.left.style == "thin" for cell in cells)
    assert [sheet.cell(6, column).value for column in range(1, 9)] == [None] * 8
    assert written.rows == 2
    assert path.stat().st_mode & 0o444
    assert list(tmp_path.iterdir()) == [path]


def test_no_text_becomes_a_formula_or_changes(tmp_path: Path) -> None:
    texts = [
        index
        for index, column in enumerate(EVERY_KIND.columns)
        if column.kind in {"text", "id", "account", "month"}
    ]
    rows = []
    for text in NASTY:
        row = list(ROW)
        for index in texts:
            row[index] = text
        rows.append(row)
    path = tmp_path / "a.xlsx"
    _write(path, rows)
    assert _no_formula(path)
    sheet = openpyxl.load_workbook(path, rich_text=False).worksheets[0]
    for line, text in enumerate(NASTY, start=5):
        for index in texts:
            cell = sheet.cell(line, index + 1)
            assert unescape(str(cell.value)) == text
            assert cell.data_type == "s"
            assert cell.hyperlink is None


@pytest.mark.parametrize("ledger", LEDGERS.values(), ids=LEDGERS)
def test_no_text_column_of_any_ledger_takes_a_formula(tmp_path: Path, ledger: Ledger) -> None:
    samples: dict[str, Any] = {
        "date": date(2026, 1, 1),
        "money": Decimal(1),
        "integer": 1,
        "decimal": Decimal(1),
    }
    rows = [[samples.get(column.kind, text) for column in ledger.columns] for text in NASTY]
    path = tmp_path / "a.xlsx"
    _write(path, rows, ledger)
    assert _no_formula(path)


def test_the_total_row_is_the_sum_to_the_cent(tmp_path: Path) -> None:
    amounts = [Decimal(cents) / 100 for cents in range(1, 2000, 7)]
    rows = [[*ROW[:5], amount, 2, None] for amount in amounts]
    written = _write(tmp_path / "a.xlsx", iter(rows))
    assert written.sums == {"amount": sum(amounts), "count": Decimal(2 * len(amounts))}
    sheet = openpyxl.load_workbook(written.path).worksheets[0]
    last = sheet.max_row
    assert sheet.cell(last, 1).value == f"合计（{len(amounts)} 行）"
    assert Decimal(str(sheet.cell(last, 6).value)) == sum(amounts)
    assert sheet.cell(last, 7).value == 2 * len(amounts)
    shown = sum(Decimal(str(sheet.cell(row, 6).value)) for row in range(5, last))
    assert shown == written.sums["amount"]


def test_an_empty_ledger_is_still_a_ledger(tmp_path: Path) -> None:
    written = _write(tmp_path / "a.xlsx", [])
    sheet = openpyxl.load_workbook(written.path).worksheets[0]
    assert written.rows == 0
    assert [sheet.cell(5, 1).value, sheet.cell(5, 6).value] == ["合计（0 行）", 0]


def test_layout_for_screen_and_paper(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(_write(tmp_path / "a.xlsx", [ROW, ROW]).path).worksheets[0]
    assert sheet.freeze_panes == "A5"
    assert sheet.auto_filter.ref == "A4:H6"
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.print_area == "'各种列'!$A$1:$H$7"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    xml = _xml(tmp_path / "a.xlsx")
    assert '<pageSetUpPr fitToPage="1"/>' in xml
    assert "第 &amp;P 页 / 共 &amp;N 页" in xml
    assert sheet["A3"].value == "筛选：=1+1　　制表：@张三　2026-05-06 09:02"
    assert {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value} == {"宋体"}


def test_grouped_columns_share_a_heading(tmp_path: Path) -> None:
    ledger = LEDGERS["dibao_households"]
    sheet = openpyxl.load_workbook(_write(tmp_path / "a.xlsx", [], ledger).path).worksheets[0]
    headings = {cell.value: cell.row for row in sheet.iter_rows() for cell in row if cell.value}
    assert headings["成员8"] == headings["户号"] - 1
    assert sheet.print_title_rows == f"${headings['成员8']}:${headings['户号']}"
    assert sheet.freeze_panes == f"C{headings['户号'] + 1}"
    assert len(sheet.merged_cells.ranges) == 8


def test_long_text_gets_the_lines_it_needs(tmp_path: Path) -> None:
    tall = ["备注" * 30, *ROW[1:]]
    sheet = openpyxl.load_workbook(_write(tmp_path / "a.xlsx", [ROW, tall, ROW]).path).worksheets[0]
    assert sheet.row_dimensions[5].height is None
    assert sheet.row_dimensions[6].height > 100
    assert sheet.row_dimensions[7].height is None


def test_characters_a_cell_cannot_hold_are_shown(tmp_path: Path) -> None:
    row = ["张\x00三\x1b\ud800\uffff", *ROW[1:]]
    sheet = openpyxl.load_workbook(_write(tmp_path / "a.xlsx", [row]).path).worksheets[0]
    assert sheet["A5"].value == "张␀三␛��"


def test_the_same_rows_give_the_same_file(tmp_path: Path) -> None:
    first, second = _write(tmp_path / "a.xlsx", [ROW]), _write(tmp_path / "b.xlsx", [ROW])
    assert first.sha256 == second.sha256
    assert first.path.read_bytes() == second.path.read_bytes()


@pytest.mark.parametrize(
    ("position", "value", "said"),
    [
        (0, "字" * (LONGEST_TEXT + 1), "第 6 行“姓名”超过 32767 个字"),
        (0, "𠅤" * (LONGEST_TEXT // 2 + 1), "第 6 行“姓名”超过 32767 个字"),
        (5, Decimal(10) ** 13, "第 6 行“金额”的数太大"),
        (5, Decimal("0.001"), "“金额”里有不足一分的金额"),
    ],
)
def test_what_does_not_fit_is_refused_and_the_old_file_stays(
    tmp_path: Path, position: int, value: Any, said: str
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("old")
    row = list(ROW)
    row[position] = value
    with pytest.raises(UserError) as caught:
        _write(path, [ROW, row])
    assert said in caught.value.message
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_longest_text_fits(tmp_path: Path) -> None:
    text = "字" * LONGEST_TEXT
    sheet = openpyxl.load_workbook(_write(tmp_path / "a.xlsx", [[text, *ROW[1:]]]).path).worksheets[0]
    assert sheet["A5"].value == text


def test_a_failing_query_leaves_nothing_behind(tmp_path: Path) -> None:
    def rows() -> Iterator[Sequence[Any]]:
        yield ROW
        raise RuntimeError("query")

    with pytest.raises(RuntimeError, match="query"):
        _write(tmp_path / "a.xlsx", rows())
    assert list(tmp_path.iterdir()) == []


def test_a_row_of_the_wrong_length_is_a_bug(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="zip"):
        _write(tmp_path / "a.xlsx", [ROW[:-1]])
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def small_disk() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.usefixtures("small_disk")
@pytest.mark.parametrize("count", [2000, 90])
def test_a_full_disk_is_said_and_the_old_file_stays(tmp_path: Path, count: int) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("old")
    with pytest.raises(UserError, match="磁盘空间不足"):
        _write(path, [ROW] * count)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="不存在，没有导出"):
        _write(tmp_path / "none" / "a.xlsx", [ROW])


def test_a_file_open_elsewhere_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object) -> None:
        raise PermissionError(13, "used by another process")

    monkeypatch.setattr(os, "replace", locked)
    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(UserError, match="可能正在 Excel 或 WPS 中打开"):
        _write(tmp_path / "a.xlsx", [ROW])
    assert list(tmp_path.iterdir()) == []
