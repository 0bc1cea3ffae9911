"""The window of a desk at a real server that goes away and comes back, from the log-in on."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import temporary_server
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

import townships
from jiuzhu import settings
from jiuzhu.commands.window import Desk
from jiuzhu.services.counter import intake
from jiuzhu.services.office import opening, sharing
from jiuzhu.ui.dialogs.login import LoginWindow
from jiuzhu.ui.main_window import MainWindow
from jiuzhu.ui.pages.intake import IntakePage
from town import id_number
from townships import PASSWORD, Shared

PATIENCE = 20_000


class Hands:
    """Somebody at the desk; the program's clock is set by the test."""

    def __init__(self, application: QApplication, qtbot: QtBot, home: Path) -> None:
        self.qtbot = qtbot
        self.bugs: list[BaseException] = []
        self.later = timedelta()
        self.desk = Desk(application, home, lambda: self)  # stands for the module of opening
        self.desk.tasks._on_bug = self.bugs.append  # noqa: SLF001  # no dialog in a test

    def __getattr__(self, name: str) -> Any:
        return getattr(opening, name)

    def log_in(self, home: Path, login: str, password: str) -> Any:
        return opening.log_in(home, login, password, lambda: datetime.now(UTC) + self.later)

    def until(self, held: Callable[[], Any]) -> None:
        self.qtbot.waitUntil(lambda: bool(held()) or bool(self.bugs), timeout=PATIENCE)
        assert not self.bugs

    def rest(self) -> None:
        """Until nothing is being done and nothing is about to be: a draft is written after a pause."""
        self.qtbot.wait(500)
        self.until(lambda: not self.desk.tasks._open)  # noqa: SLF001  # whether anything is left

    def find(self, kind: type[Any], name: str) -> Any:
        assert self.desk.window is not None
        found = self.desk.window.findChild(kind, name)
        assert found is not None, name
        return found

    def enter(self) -> MainWindow:
        window = self.desk.window
        assert isinstance(window, LoginWindow)
        self.until(lambda: window.ready)
        self.find(QComboBox, "login").setEditText("jingban")
        self.find(QLineEdit, "password").setText(PASSWORD)
        self.find(QPushButton, "enter").click()
        self.until(lambda: isinstance(self.desk.window, MainWindow))
        self.rest()
        assert isinstance(self.desk.window, MainWindow)
        return self.desk.window

    def leave(self) -> None:
        self.desk.switch()
        self.rest()


@pytest.fixture
def server() -> Iterator[temporary_server.Server]:
    made = temporary_server.start(believing=False)
    yield made
    made.stop()


@pytest.fixture
def hands(
    server: temporary_server.Server, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> Iterator[Hands]:
    shared = Shared(server, townships.found(server))
    sharing.join(tmp_path, shared.address, "A")
    settings.save(tmp_path, settings.Settings())
    made = Hands(qapp, qtbot, tmp_path)
    made.desk.start()
    yield made
    if made.desk.window is not None:
        qtbot.addWidget(made.desk.window)
    made.desk.end()


def pages(window: MainWindow) -> list[str]:
    return [button.objectName().removeprefix("rail_") for button in window.rail.buttons()]


def test_a_desk_opened_without_its_server_types_and_becomes_whole_when_it_is_back(
    hands: Hands, server: temporary_server.Server
) -> None:
    whole = pages(hands.enter())
    assert len(whole) > 5
    hands.leave()
    server.halt()

    window = hands.enter()
    assert pages(window) == ["intake"]
    assert not window.away.isHidden()
    assert "还能这样填 14 天" in hands.find(QLabel, "away_text").text()
    assert not window.header.search.isEnabled()
    page = window.page("intake")
    assert isinstance(page, IntakePage)
    assert "查不了已登记的人" in page.search.note.text()
    page.search.field.setText("甲示例")
    page.search.new_button.click()
    hands.rest()
    assert page.work.dossier is not None
    number = hands.find(QLineEdit, "members.0.id_number")
    QTest.keyClicks(number, id_number(date(1980, 3, 2), 11))
    number.editingFinished.emit()
    hands.rest()
    assert "还没有查这些人是否登记过" in page.known.warning.text()
    page.accept()
    assert "离线时不能受理" in page.bar.text
    page.leave()
    hands.rest()
    [draft] = [
        button
        for button in page.search.findChildren(QPushButton)
        if button.objectName().startswith("draft.") and button.objectName().endswith(".open")
    ]
    assert draft.accessibleName() == "继续 甲示例"
    draft.click()
    hands.rest()
    phone = hands.find(QLineEdit, "members.0.phone")
    phone.setFocus()
    QTest.keyClicks(phone, "1380000")

    server.run()
    hands.until(lambda: hands.desk._workspace.offline is None)  # noqa: SLF001  # the workspace of the window
    QTest.keyClicks(phone, "0009")  # typed on without a pause: the same field of the same form
    hands.rest()
    assert window is hands.desk.window
    assert pages(window) == whole
    assert window.away.isHidden()
    assert window.header.search.isEnabled()
    hands.until(page.known.warning.isHidden)  # looked for by now, and nobody is known
    page.leave()
    hands.rest()
    workspace = hands.desk._workspace  # noqa: SLF001  # as above
    [row] = workspace.read(intake.drafts)
    assert row.title == "甲示例"
    assert workspace.read(intake.open_draft, row.id).members[0].phone == "13800000009"
    assert page.search.new_button.isEnabled()


def test_after_a_fortnight_without_the_server_nothing_new_is_begun(
    hands: Hands, server: temporary_server.Server
) -> None:
    hands.enter()
    hands.leave()
    server.halt()
    hands.later = timedelta(days=15)
    window = hands.enter()
    assert "已满 14 天" in hands.find(QLabel, "away_text").text()
    page = window.page("intake")
    assert isinstance(page, IntakePage)
    assert not page.search.new_button.isEnabled()
    page.search.new_wanted.emit("甲示例")  # by the keyboard
    assert "不能再填新申请" in page.bar.text
    hands.rest()
    assert page.work.dossier is None
