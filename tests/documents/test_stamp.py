"""A workbook of ours is known again, whatever was done to it; what a stranger writes into the marks does no harm."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.defined_name import DefinedName

from jiuzhu.documents import foreign_workbook, workbook
from jiuzhu.documents.stamp import key_of, mark, plain, read_stamp
from jiuzhu.domain.ledger import Column, Ledger
from jiuzhu.errors import UserError

LEDGER = Ledger(
    id="sample",
    title="示例'台账",
    key=("number",),
    columns=(
        Column(name="number", title="编号", locked=True),
        Column(name="phone", title="电话", kind="account", edits="person.phone"),
        Column(name="amount", title="金额", kind="money", total=True),
        Column(name="day", title="日期", kind="date"),
    ),
)
ROWS: list[list[Any]] = [
    ["甲1", "13900000001", Decimal("950.10"), date(2025, 11, 3)],
    ["<r>乙</r>", "", None, date(1899, 1, 1)],
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "台账.xlsx"
    workbook.write(
        made, LEDGER, iter(ROWS), title="示例", subtitle="", filters_text="", made_by="甲",
        made_at=datetime(2025, 11, 12, tzinfo=UTC), narrowed='{"month": "2025-11", "text": "说\\"话"}',
    )  # fmt: skip
    return made


def changed(path: Path, act: Callable[[Any], object]) -> Path:
    book: Any = load_workbook(path)
    act(book)
    book.save(path)
    return path


def test_it_tells_which_ledger_when_and_narrowed_how(path: Path) -> None:
    sheet = foreign_workbook.read(path, expected=LEDGER)
    assert sheet.stamp is not None
    assert (sheet.stamp.ledger, sheet.stamp.made_at) == ("sample", "2025-11-12T00:00:00+00:00")
    assert sheet.stamp.filters == {"month": "2025-11", "text": '说"话'}
    assert sheet.stamp.columns == {"number": 0, "phone": 1, "amount": 2, "day": 3}
    assert sheet.letters == {"number": "A", "phone": "B", "amount": "C", "day": "D"}


def test_every_cell_that_left_has_the_checksum_it_comes_back_with(path: Path) -> None:
    sheet = foreign_workbook.read(path, expected=LEDGER)
    assert sheet.stamp is not None
    for row in sheet.rows[: len(ROWS)]:
        marks = sheet.stamp.marks[key_of([row.told["number"]])]
        assert {name: mark(text) for name, text in row.told.items()} == marks


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), (" 一 \n二 ", "一 二"), ("\x01", "␁"), (Decimal("950.10"), "950.1"), (7, "7"), (date(2025, 1, 2), "2025-01-02"),
        ({"n": "1e+17"}, "1e+17"), ({"d": "2025-01-02"}, "2025-01-02"), ({"e": "#REF!"}, "#REF!"),
    ],
)  # fmt: skip
def test_a_cell_is_the_same_text_on_both_ways(value: object, text: str) -> None:
    assert plain(value) == text


@pytest.mark.parametrize(
    "act", [lambda book: book.worksheets[0].insert_rows(1, 3), lambda book: book.worksheets[0].delete_rows(1)]
)
def test_rows_moved_by_a_tool_that_forgets_the_marks(path: Path, act: Callable[[Any], object]) -> None:
    sheet = foreign_workbook.read(changed(path, act), expected=LEDGER)
    assert [row.values["phone"] for row in sheet.rows[:1]] == ["13900000001"]
    assert sheet.stamp is not None
    assert sheet.stamp.columns == {}


def test_a_relabelled_header_is_found_by_its_marks(path: Path) -> None:
    def relabel(book: Any) -> None:
        for column in range(1, 5):
            book.worksheets[0].cell(3, column).value = f"栏{column}"

    sheet = foreign_workbook.read(changed(path, relabel), expected=LEDGER)
    assert sheet.rows[0].values["amount"] == Decimal("950.10")


def test_a_swapped_heading_is_not_guessed(path: Path) -> None:
    with pytest.raises(UserError, match="请不要改动表头"):
        foreign_workbook.read(
            changed(path, lambda book: setattr(book.worksheets[0].cell(3, 3), "value", "电话")),
            expected=LEDGER,
        )


@pytest.mark.parametrize(
    "act",
    [
        lambda book: book.remove(book["_jz"]),
        lambda book: book["_jz"].cell(2, 2).__setattr__("value", "短"),
        lambda book: setattr(book.worksheets[0], "title", "改名"),
        lambda book: book.defined_names.__setitem__("_jz.column.phone", DefinedName("_jz.column.phone", attr_text="#REF!")),
        lambda book: book.defined_names.__setitem__("_jz.filters", DefinedName("_jz.filters", attr_text='"{不是"')),
        lambda book: book.defined_names.__setitem__("_jz.filters", DefinedName("_jz.filters", attr_text='"[1]"')),
        lambda book: book.defined_names.__setitem__(
            "_jz.column.phone", DefinedName("_jz.column.phone", attr_text="'示例''台账'!$C$3")
        ),
    ],
)  # fmt: skip
def test_damaged_and_forged_marks_do_no_harm(path: Path, act: Callable[[Any], object]) -> None:
    try:
        sheet = foreign_workbook.read(changed(path, act), expected=LEDGER)
    except UserError as refused:
        assert "表头" in refused.message  # noqa: PT017  # one of them is refused, with the way out
    else:
        assert sheet.rows[0].values["phone"] == "13900000001"


def test_a_stranger_has_no_stamp() -> None:
    assert read_stamp({}, [], "表", 1) is None
    assert read_stamp({"_jz.ledger": "Sheet1!$A$1"}, [], "表", 1) is None


def test_the_hidden_sheet_is_no_table_to_read(path: Path) -> None:
    table = foreign_workbook.extract(path, titles=["没有的"], guess=True)
    assert table.sheet != "_jz"
    assert "_jz" not in table.sheets
