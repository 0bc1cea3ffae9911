"""Rows that go on in the next line, and the pages of lists that stand on them, with the text grown."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from jiuzhu.ui import theme, tokens
from jiuzhu.ui.flow import FlowRow
from jiuzhu.ui.pages.monitoring import MonitoringPage
from jiuzhu.ui.pages.paying import PayingPage
from jiuzhu.ui.pages.transferring import TransferringPage
from jiuzhu.ui.parts_page import PartsPage
from jiuzhu.ui.tasks import Tasks
from town import Town


def test_the_wide_one_takes_what_its_line_leaves(qtbot: QtBot) -> None:
    row = FlowRow()
    qtbot.addWidget(row)
    queue, search, last = QPushButton("待签署"), QLineEdit(), QPushButton("制作清单…")
    row.add(queue)
    row.add(search, wide=True)
    row.add(last)
    row.resize(600, 40)
    row.show()
    assert queue.y() == search.y() == last.y()
    assert last.geometry().right() == row.rect().right()
    assert search.width() > search.sizeHint().width()
    one_line = row.height()
    row.resize(queue.sizeHint().width() + 10, 40)
    assert row.height() > one_line
    assert queue.y() < search.y() < last.y()


def test_what_is_hidden_takes_no_line(qtbot: QtBot) -> None:
    row = FlowRow()
    qtbot.addWidget(row)
    buttons = [QPushButton(text) for text in ("待签署", "已签署")]
    for button in buttons:
        row.add(button)
    row.resize(buttons[0].sizeHint().width() + 4, 40)
    row.show()
    two_lines = row.height()
    buttons[1].hide()
    qtbot.waitUntil(lambda: row.height() < two_lines)


@pytest.mark.parametrize("percent", [150, 175])
@pytest.mark.parametrize("page", [MonitoringPage, PayingPage, TransferringPage])
def test_no_list_is_wider_than_the_screen(
    qtbot: QtBot, qapp: QApplication, town: Town, page: type[PartsPage], percent: int
) -> None:
    bugs: list[BaseException] = []
    tasks = Tasks(town.head, bugs.append)
    try:
        theme.apply(qapp, "light", percent)
        shown = page(tasks, town.head)  # type: ignore[call-arg]  # its subclasses name themselves; the head sees every part
        qtbot.addWidget(shown)
        shown.resize(1366 - tokens.scaled(tokens.RAIL), 640)
        shown.show()
        for entry in shown.parts:
            part = shown.choose(entry.key)
            with qtbot.waitSignal(tasks.idle, timeout=20_000):
                tasks.call(str, owner=shown, then=lambda _: None)
            assert shown.area.horizontalScrollBar().maximum() == 0, entry.label
            for button in part.findChildren(QPushButton):
                right = button.mapTo(shown, QPoint(button.width(), 0)).x()
                assert not button.isVisible() or right <= shown.width(), button.text()
    finally:
        theme.apply(qapp)
        tasks.shutdown()
    assert bugs == []


def test_a_high_part_does_not_make_the_others_scroll(qtbot: QtBot, qapp: QApplication, town: Town) -> None:
    bugs: list[BaseException] = []
    tasks = Tasks(town.clerk, bugs.append)
    try:
        theme.apply(qapp, "light", 150)
        page = PayingPage(tasks, town.clerk)
        qtbot.addWidget(page)
        page.resize(1366 - tokens.scaled(tokens.RAIL), 680)
        page.show()
        reach = []
        for key in ("relief", "reserve", "relief"):  # the reserve has the most buttons
            page.choose(key)
            with qtbot.waitSignal(tasks.idle, timeout=20_000):
                tasks.call(str, owner=page, then=lambda _: None)
            reach.append(page.area.verticalScrollBar().maximum())
        assert reach[0] == reach[2] == 0 < reach[1]
    finally:
        theme.apply(qapp)
        tasks.shutdown()
    assert bugs == []


def test_another_part_by_its_key_takes_whoever_types_along(qtbot: QtBot, town: Town) -> None:
    tasks = Tasks(town.clerk, lambda bug: pytest.fail(repr(bug)))
    page = PayingPage(tasks, town.clerk)
    qtbot.addWidget(page)
    page.resize(1156, 680)
    page.show()
    page.activateWindow()
    first, second = (page.choose(key) for key in ("accounts", "rosters"))
    page.choose("accounts")
    search = first.findChild(QLineEdit)
    assert search is not None
    search.setFocus()
    page.choose("rosters")
    focused = page.focusWidget()
    assert focused is not None
    assert second.isAncestorOf(focused)
    page.choose("accounts")
    assert page.focusWidget() is search
    tasks.shutdown()
