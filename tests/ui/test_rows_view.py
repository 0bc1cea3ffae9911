from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from jiuzhu.ui import theme, tokens
from jiuzhu.ui.rows_model import Column, PagedRowsModel, RowsModel
from jiuzhu.ui.rows_view import RowsView

COLUMNS = (
    Column("姓名", 0, kind="strong", width=6),
    Column("证件号码", 1, width=11),
    Column("月保障金", 2, kind="money", width=7),
    Column("受理", 3, kind="date", width=7),
    Column("期限", 4, kind="due", width=8),
)
ROWS: list[tuple[Any, ...]] = [
    ("张示例", "500112********1001", Decimal(950), date(2026, 11, 2), ("bad", "已逾期 1 日")),
    ("李虚构", "500112********1002", Decimal(1200), date(2026, 11, 3), ("ok", "")),
    ("王试验", "500112********1003", Decimal(300), date(2026, 11, 4), ("warn", "")),
]


@pytest.fixture
def view(qtbot: QtBot) -> RowsView:
    made = RowsView("list", "申请", many=True)
    qtbot.addWidget(made)
    made.setModel(RowsModel(COLUMNS, ROWS, made))
    made.resize(900, 400)
    made.show()
    return made


def has_colour(image: QImage, word: str) -> bool:
    wanted = QColor(word).rgb()
    return any(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height()))


def test_enter_opens_and_moving_chooses(view: RowsView) -> None:
    opened: list[Any] = []
    chosen: list[Any] = []
    view.choose(0)
    view.opened.connect(opened.append)
    view.chosen.connect(chosen.append)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert chosen == [ROWS[1]]
    assert opened == [ROWS[1]]


def test_copies_what_is_shown_masks_included(view: RowsView) -> None:
    view.choose(0)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert (
        QGuiApplication.clipboard().text() == "张示例\t500112********1001\t950.00\t2026-11-02\t■ 已逾期 1 日"
    )


def test_all_is_a_flag_and_copying_it_is_refused_with_the_way_out(view: RowsView) -> None:
    flags: list[bool] = []
    told: list[str] = []
    view.all_selected_changed.connect(flags.append)
    view.told.connect(lambda _level, text: told.append(text))
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.all_selected
    assert view.chosen_rows() == ROWS
    assert view.selectionModel().selection().count() == 0
    assert has_colour(view.viewport().grab().toImage(), tokens.LIGHT.accent_soft)
    view.copy()
    assert "导出" in told[0]
    view.choose(1)
    assert flags == [True, False]
    assert view.chosen_rows() == [ROWS[1]]


def test_a_list_of_one_choice_does_not_select_all(qtbot: QtBot) -> None:
    view = RowsView("list", "申请")
    qtbot.addWidget(view)
    view.setModel(RowsModel(COLUMNS, ROWS, view))
    view.selectAll()
    assert not view.all_selected


def test_a_header_click_sorts_and_keeps_the_chosen_row(view: RowsView) -> None:
    view.choose(0)
    head = view.horizontalHeader()
    head.sectionClicked.emit(2)
    model = view.model()
    assert isinstance(model, RowsModel)
    assert [row[2] for row in model.rows] == sorted(
        (row[2] for row in ROWS), reverse=head.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
    )
    assert view.chosen_row() == ROWS[0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_due_colours_are_painted_in_both_schemes(view: RowsView, qapp: QApplication, scheme: str) -> None:
    try:
        theme.apply(qapp, scheme)
        image = view.viewport().grab().toImage()
        for level in ("ok", "warn", "bad", "text"):
            assert has_colour(image, tokens.of(scheme).colour(level)), level
    finally:
        theme.apply(qapp)


def test_rows_grow_with_the_text(view: RowsView, qapp: QApplication) -> None:
    assert view.rowHeight(0) == tokens.ROW
    try:
        theme.apply(qapp, "light", 175)
        assert view.rowHeight(0) == round(tokens.ROW * 1.75)
    finally:
        theme.apply(qapp)
    assert view.rowHeight(0) == tokens.ROW


def test_an_empty_table_says_what_will_be_there(view: RowsView) -> None:
    model = view.model()
    assert isinstance(model, RowsModel)
    model.set_rows([])
    blank = view.viewport().grab().toImage()
    view.set_empty("这里会列出待签批的申请。")
    assert view.viewport().grab().toImage() != blank
    assert has_colour(view.viewport().grab().toImage(), tokens.LIGHT.muted)


def test_a_paged_list_paints_a_million_rows_and_asks_for_the_neighbours(qtbot: QtBot) -> None:
    asked: list[int] = []

    def fetch(offset: int, limit: int, _sort: str, then: Any) -> None:
        asked.append(offset)
        then([(f"人{n}", "", Decimal(n), None, ("", "")) for n in range(offset, offset + limit)], 1_000_000)

    view = RowsView("list", "台账")
    qtbot.addWidget(view)
    model = PagedRowsModel(COLUMNS, fetch, view)
    view.setModel(model)
    view.resize(900, 400)
    view.show()
    model.reload()
    view.viewport().grab()
    view.verticalScrollBar().setValue(500_050)
    view.viewport().grab()
    assert asked[0] == 0
    assert 500_000 in asked
    assert model.cell(500_051, 0) == "人500051"


def test_a_stretching_column_stays_readable_in_a_narrow_table(qtbot: QtBot) -> None:
    view = RowsView("narrow", "窄表")
    view.setModel(
        RowsModel((Column("期限", "name", width=20), Column("姓名", "name", width=5, stretch=True)))
    )
    qtbot.addWidget(view)
    letter = view.fontMetrics().horizontalAdvance("汉")
    view.resize(18 * letter, 200)
    view.show()
    assert view.columnWidth(1) >= 5 * letter
    view.resize(60 * letter, 200)
    assert view.columnWidth(1) > 20 * letter
