"""A person's services from the opened file to the signed settlement, by keys alone, in the windows of four people."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from jiuzhu.services.office.workspace import Workspace
from jiuzhu.ui import pages
from jiuzhu.ui.main_window import MainWindow
from jiuzhu.ui.tasks import Tasks
from serving_people import change_person, low_income
from serving_town import ServingTown, opened

TAB, ENTER, SPACE, DOWN = Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Down
_PAGE = "serving"
_FAR = 60
"""Presses of Tab nobody makes twice to come to one thing."""


class Keys:
    """Somebody at a window who has no mouse."""

    def __init__(self, qtbot: QtBot, workspace: Workspace) -> None:
        self.bot = qtbot
        self.bugs: list[BaseException] = []
        self.tasks = Tasks(workspace, self.bugs.append)
        offered = pages.entries(workspace.actor.may)
        self.window = MainWindow(self.tasks, workspace, offered)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        self.calm()
        place = [one.key for one in offered].index(_PAGE) + 1
        self.press(Qt.Key(Qt.Key.Key_0 + place), Qt.KeyboardModifier.AltModifier)

    def calm(self) -> None:
        """Everything asked for has been answered."""
        for _ in range(3):
            self.tasks.call(str, owner=self.window, then=lambda _: None)
            with self.bot.waitSignal(self.tasks.idle, timeout=20_000):
                pass
        assert not self.bugs

    @property
    def here(self) -> QWidget:
        """What has the focus; it must be in the window that is in front."""
        found = QApplication.focusWidget()
        assert found is not None
        front = QApplication.activeWindow()
        assert found.window() is front, (found.objectName(), front)
        return found

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key, and what it asks for."""
        QTest.keyClick(self.here, key, held)
        if key == ENTER or held != Qt.KeyboardModifier.NoModifier:
            self.calm()

    def part(self, number: int) -> None:
        """A part of the page by its shortcut."""
        self.press(Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)

    def go(self, name: str) -> None:
        """Tab on until the thing of that name has the focus."""
        passed: list[str] = []
        while self.here.objectName() != name:
            passed.append(self.here.objectName())
            assert len(passed) < _FAR, f"{name} is not reached: {passed}"
            QTest.keyClick(self.here, TAB)

    def push(self, name: str) -> None:
        """Go to a button and press Enter."""
        self.go(name)
        self.press(ENTER)

    def write(self, **answers: str) -> None:
        """Answers of the dialog that is open, by their fields."""
        front = QApplication.activeWindow()
        assert front is not None
        for name, text in answers.items():
            self.go(f"{front.objectName()}.{name}")
            QTest.keyClick(self.here, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClicks(self.here, text)

    def take(self) -> None:
        """The button that stores what the dialog holds; it closes."""
        front = QApplication.activeWindow()
        assert front is not None
        self.push(f"{front.objectName()}_take")
        left = [one for one in self.window.findChildren(QDialog) if one.isVisible()]
        told = [text.text() for one in left for text in one.findChildren(QLabel) if text.isVisible()]
        assert not left, told
        self.window.activateWindow()  # as every desktop does when a dialog is gone
        self.calm()

    @property
    def said(self) -> str:
        """The sentence of the message bar that is shown."""
        found = [one for one in self.window.findChildren(QLabel, "message_text") if one.isVisible()]
        return str(found[0].text()) if found else ""


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path) as made:
        made.town.clerk.write(low_income, ("己示例",))
        made.town.clerk.write(change_person, "己示例", illness="major")
        yield made


@contextmanager
def sitting(qtbot: QtBot, workspace: Workspace) -> Iterator[Keys]:
    """Somebody sits down, and leaves again."""
    made = Keys(qtbot, workspace)
    try:
        yield made
    finally:
        made.tasks.shutdown()
        made.window.close()


def open_and_plan(desk: Keys) -> None:
    """A newcomer gets a file, the hours of the year, and a plan that is signed."""
    desk.part(2)
    desk.push("people_rows")
    assert desk.said.startswith("已建档 1 人")
    desk.push("people_going")
    desk.push("people_grant")
    desk.take()
    assert "1 人" in desk.said
    desk.go("people_rows")
    desk.press(DOWN)
    desk.press(ENTER)
    desk.go("items.cleaning")
    desk.press(SPACE)
    desk.write(visits_a_month="4", minutes="60")
    desk.take()
    assert desk.said == "已订立己示例的服务计划。"
    desk.push("people_sign")
    desk.write(signed_on="20251013")
    desk.take()
    assert desk.said.endswith("已签字，可以在日历上安排。")


def book(desk: Keys) -> None:
    """Who waits is given a visit."""
    desk.part(1)
    desk.go("waiting_list")
    desk.press(DOWN)
    desk.press(ENTER)
    desk.write(day="20251014", starts="9:00", worker_id="sljg")
    desk.take()


def record(desk: Keys) -> None:
    """The visit is written down as it was."""
    desk.part(6)
    desk.push("records_rows")
    assert desk.here.objectName() == "record.starts"
    desk.write(starts="9:02", ends="10:00", signed_by="myqz")
    desk.take()
    assert desk.said.startswith("已录入，等待别人核实")


def verify(desk: Keys) -> None:
    """Somebody else asked how it was."""
    desk.part(6)
    desk.push("records_recorded")
    desk.push("records_rows")
    desk.write(result="ss", reason="dianhua wenguo")
    desk.take()
    assert desk.said == "已登记核实结果。"


def sign(desk: Keys) -> None:
    """The second signature, not before it is said that the lines were held against the records."""
    desk.part(9)
    desk.push("settlement_made")
    desk.push("settlement_rows")
    desk.push("sign_settlement_take")
    assert desk.here.objectName() == "sign_settlement.checked"
    desk.press(SPACE)
    desk.take()
    assert desk.said.endswith("已审核，可以打印结算单。")


def test_a_service_goes_from_the_file_to_the_signed_settlement(at: ServingTown, qtbot: QtBot) -> None:
    with sitting(qtbot, at.coordinator) as desk:
        open_and_plan(desk)
        book(desk)
        at.on(date(2025, 10, 14), 18)
        record(desk)
    with sitting(qtbot, at.town.clerk) as desk:
        verify(desk)
    at.on(date(2025, 11, 3))
    with sitting(qtbot, at.payer) as desk:
        desk.part(9)
        desk.push("settlement_rows")
        desk.take()
        assert "38.67 元，等待另一人审核" in desk.said
    with sitting(qtbot, at.town.head) as desk:
        sign(desk)
