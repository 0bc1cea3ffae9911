from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt

from jiuzhu.ui.rows_model import KEPT_PAGES, PAGE, Column, PagedRowsModel, RowsModel, shown


@dataclass
class Line:
    name: str
    monthly: Decimal | None
    due: tuple[str, str]


COLUMNS = (
    Column("姓名", "name", kind="strong"),
    Column("月保障金", "monthly", kind="money", sort="monthly"),
    Column("期限", "due", kind="due"),
)


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("text", None, ""),
        ("text", "张示例", "张示例"),
        ("number", 12, "12"),
        ("money", Decimal("1234567.5"), "1,234,567.50"),
        ("money", 0, "0.00"),
        ("date", date(2026, 2, 1), "2026-02-01"),
        ("date", datetime(2026, 2, 1, 9, 5, tzinfo=UTC), "2026-02-01 09:05"),
        ("tick", True, "✓"),
        ("tick", False, ""),
        ("due", ("bad", "已逾期 2 日"), "■ 已逾期 2 日"),
        ("due", ("warn", ""), "▲ 将到期"),
        ("due", ("", "已中止"), "已中止"),
    ],
)
def test_a_value_is_shown_in_the_fields_words(kind: Any, value: Any, words: str) -> None:
    assert shown(kind, value) == words


@pytest.mark.usefixtures("qapp")
def test_figures_stand_right_words_left_and_other_roles_leave_at_once() -> None:
    model = RowsModel(COLUMNS, [Line("张示例", Decimal(950), ("ok", ""))])
    align = Qt.ItemDataRole.TextAlignmentRole
    assert model.data(model.index(0, 1), align) & int(Qt.AlignmentFlag.AlignRight)
    assert model.data(model.index(0, 0), align) & int(Qt.AlignmentFlag.AlignLeft)
    assert model.headerData(1, Qt.Orientation.Horizontal, align) == model.data(model.index(0, 1), align)
    assert model.data(model.index(0, 1)) == "950.00"
    assert model.data(model.index(0, 1), Qt.ItemDataRole.ForegroundRole) is None
    assert (model.rowCount(model.index(0, 0)), model.columnCount(model.index(0, 0))) == (0, 0)


@pytest.mark.usefixtures("qapp")
def test_sorting_uses_raw_values_and_puts_the_unknown_last() -> None:
    lines = [Line("a", Decimal(1000), ("", "")), Line("b", None, ("", "")), Line("c", Decimal(95), ("", ""))]
    model = RowsModel(COLUMNS, lines)
    model.sort(1)
    assert [row.name for row in model.rows] == ["c", "a", "b"]
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert [row.name for row in model.rows] == ["a", "c", "b"]


class Source:
    """A source that answers when told to."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.asked: list[tuple[int, str]] = []
        self.waiting: list[Callable[[], None]] = []

    def fetch(self, offset: int, limit: int, sort: str, then: Callable[[Sequence[Any], int], None]) -> None:
        self.asked.append((offset, sort))
        rows = [(number, f"人{number}") for number in range(offset, min(offset + limit, self.total))]
        self.waiting.append(lambda: then(rows, self.total))

    def answer(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


PAGED = (Column("号", 0, kind="number", sort="number"), Column("姓名", 1))


@pytest.fixture
def source(request: pytest.FixtureRequest) -> Source:
    request.getfixturevalue("qapp")
    return Source(1_000_000)


def test_a_million_rows_are_fetched_as_looked_at(source: Source) -> None:
    model = PagedRowsModel(PAGED, source.fetch)
    model.reload()
    assert model.rowCount() == 0
    source.answer()
    assert model.rowCount() == 1_000_000
    assert model.cell(3, 1) == "人3"
    assert model.cell(900_001, 0) == "…"
    assert model.cell(900_001, 1) == ""
    source.answer()
    assert model.cell(900_001, 0) == "900001"
    assert [offset for offset, _ in source.asked] == [0, 900_000]


def test_a_fast_scroll_leaves_no_queue_behind(source: Source) -> None:
    model = PagedRowsModel(PAGED, source.fetch)
    model.reload()
    source.answer()
    source.asked.clear()
    for page in range(10, 60):
        model.cell(page * PAGE, 0)
    source.answer()
    offsets = [offset // PAGE for offset, _ in source.asked]
    assert offsets == [10, 59, 58, 57, 56]


def test_only_so_many_pages_are_kept(source: Source) -> None:
    model = PagedRowsModel(PAGED, source.fetch)
    model.reload()
    source.answer()
    for page in range(1, KEPT_PAGES + 1):
        model.cell(page * PAGE, 0)
        source.answer()
    assert model.cell(KEPT_PAGES * PAGE, 0) != "…"
    assert model.cell(0, 0) == "…"


def test_sorting_asks_the_source_and_late_answers_of_the_old_order_are_dropped(source: Source) -> None:
    model = PagedRowsModel(PAGED, source.fetch)
    model.reload()
    source.answer()
    model.cell(5000, 0)
    late = source.waiting.pop()
    model.sort(0, Qt.SortOrder.DescendingOrder)
    late()
    assert model.cell(5000, 0) == "…"
    assert source.asked[-1] == (0, "-number")
    model.sort(1)
    assert source.asked[-1] == (0, "-number")


def test_neighbouring_pages_come_before_one_scrolls_there(source: Source) -> None:
    model = PagedRowsModel(PAGED, source.fetch)
    model.reload()
    source.answer()
    model.look_around(0, 30)
    assert len(source.asked) == 1  # standing still needs nothing more
    told: list[Any] = []
    model.dataChanged.connect(told.append)
    model.look_around(3, 33)
    source.answer()
    assert [offset for offset, _ in source.asked] == [0, PAGE]
    assert told == []  # nobody waits for it: nothing is painted again
    model.look_around(700_000, 700_030)
    assert len(source.asked) == 2  # a jump asks for what it shows only
