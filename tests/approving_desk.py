"""The approving page of one operator, and the hands on its keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from jiuzhu.services.office.workspace import Workspace
from jiuzhu.ui.dialogs.field import Field
from jiuzhu.ui.pages.approving import ApprovingPage
from jiuzhu.ui.tasks import Tasks

WAIT = 20_000


class Desk:
    """The page of one operator and the hands on its keyboard."""

    def __init__(self, qtbot: QtBot, workspace: Workspace) -> None:
        self.bot = qtbot
        self.bugs: list[BaseException] = []
        self.tasks = Tasks(workspace, self.bugs.append)
        self.page = ApprovingPage(self.tasks, workspace)
        qtbot.addWidget(self.page)
        self.page.resize(1198, 720)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow, timeout=WAIT)
        self.calm()

    def calm(self) -> None:
        """Wait until a write and the reads that follow from it (counts, rows, file) are shown."""
        for _ in range(5):
            with self.bot.waitSignal(self.tasks.idle, timeout=WAIT):
                self.tasks.call(str, owner=self.page, then=lambda _: None)
        assert not self.bugs

    def press(self, code: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.page, code, held)
        self.calm()

    def field(self, name: str) -> Field:
        edit = self.page.panel.findChild(QWidget, name)
        found = edit.parentWidget() if edit is not None else None
        assert isinstance(found, Field), name
        return found

    def type_in(self, name: str, text: str) -> None:
        edit = self.field(name).edit
        edit.setFocus()
        if isinstance(edit, QLineEdit):
            edit.setText(text)
        elif isinstance(edit, QPlainTextEdit):
            edit.setPlainText(text)

    def button(self, action: str) -> QPushButton:
        found = self.page.panel.button(action)
        assert found is not None, action
        return found

    def open(self, application_id: str) -> None:
        self.page.open_application(application_id)
        self.calm()

    @property
    def panel_text(self) -> str:
        """The sentence above the fields."""
        label = self.page.panel.findChild(QLabel, "action_told")
        assert label is not None
        return str(label.text())

    @property
    def shown(self) -> str:
        view = self.page.view
        assert view is not None
        return view.application_id

    @property
    def text(self) -> str:
        return self.page.file.toPlainText()
