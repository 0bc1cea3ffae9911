"""The intake page of one clerk, and the hands on its keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from jiuzhu.domain.dossier import Dossier
from jiuzhu.ui.pages.intake import IntakePage
from jiuzhu.ui.tasks import Tasks
from town import Town

WAIT = 20_000
CONTROL = Qt.KeyboardModifier.ControlModifier


class Desk:
    """The page and the hands on its keyboard: nothing here clicks."""

    def __init__(self, qtbot: QtBot, town: Town) -> None:
        self.bot = qtbot
        self.town = town
        self.bugs: list[BaseException] = []
        self.tasks = Tasks(town.clerk, self.bugs.append)
        self.page = IntakePage(self.tasks, town.clerk)
        qtbot.addWidget(self.page)
        self.page.resize(1198, 720)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow, timeout=WAIT)
        self.calm()

    @property
    def dossier(self) -> Dossier:
        found = self.page.work.dossier
        assert found is not None
        return found

    def calm(self) -> None:
        """Wait until nothing is being read, written or about to be."""
        self.tasks.call(str, owner=self.page, then=lambda _: None)
        with self.bot.waitSignal(self.tasks.idle, timeout=WAIT):
            pass
        assert not self.bugs

    def key(self, code: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.focus(), code, held)

    def send(self, code: Qt.Key) -> None:
        """A key that closes the page to typing at once: nobody is there for its release."""
        QTest.keyPress(self.focus(), code)

    def focus(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert isinstance(widget, QWidget)
        return widget

    def at(self) -> str:
        return self.focus().objectName()

    def say(self, text: str) -> None:
        if text.isascii():
            QTest.keyClicks(self.focus(), text)
            return
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.focus(), event)

    def fill(self, **answers: str) -> None:
        """Go through the fields with Enter; answer those whose last name is given, until all are answered."""
        left = dict(answers)
        for _ in range(80):
            name = self.at().rsplit(".", 1)[-1]
            if name in left:
                self.key(Qt.Key.Key_A, CONTROL)
                self.say(left.pop(name))
            if not left:
                return
            self.key(Qt.Key.Key_Return)
        pytest.fail(f"never reached {left}, standing at {self.at()}")

    def begin(self, name: str) -> None:
        self.say(name)
        self.key(Qt.Key.Key_Return)  # looks at once
        self.calm()
        self.key(Qt.Key.Key_Return)  # nobody there: a new one
        self.bot.waitUntil(lambda: self.page.work.dossier is not None, timeout=WAIT)
        self.calm()

    def text(self, name: str) -> str:
        found = self.page.findChild(QLabel, name)
        assert isinstance(found, QLabel), name
        return found.text()

    def close(self) -> None:
        self.page.can_leave()
        self.page.hide()
        self.tasks.shutdown()
