"""Hands on a page of parts: buttons clicked, dialogs filled field by field and left with Enter."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from jiuzhu.services.office.workspace import Workspace
from jiuzhu.ui.dialogs.part_dialog import PartDialog
from jiuzhu.ui.parts_page import Part
from jiuzhu.ui.tasks import Tasks

WAIT = 20_000
ENTER = Qt.Key.Key_Return
_KEYS = set("0123456789-.")


class Hands:
    """One page of parts at one desk."""

    def __init__(self, qtbot: QtBot, page: type, workspace: Workspace, part: str) -> None:
        self.bot = qtbot
        self.bugs: list[BaseException] = []
        self.tasks = Tasks(workspace, self.bugs.append)
        self.page = page(self.tasks, workspace)
        qtbot.addWidget(self.page)
        self.page.resize(1198, 720)
        self.page.show()
        self.calm()
        self.choose(part)

    def choose(self, part: str) -> None:
        """Another part of the page."""
        made = self.page.choose(part)
        assert isinstance(made, Part)
        self.part: Any = made
        self.calm()

    def calm(self) -> None:
        """Everything asked for has been answered."""
        for _ in range(3):
            self.tasks.call(str, owner=self.page, then=lambda _: None)
            with self.bot.waitSignal(self.tasks.idle, timeout=WAIT):
                pass
        assert not self.bugs

    def click(self, name: str) -> None:
        """A button by its object name."""
        found = self.page.findChild(QPushButton, name)
        assert found is not None, name
        assert found.isVisibleTo(self.page), name
        assert found.isEnabled(), name
        QTest.mouseClick(found, Qt.MouseButton.LeftButton)
        self.calm()

    def queue(self, key: str) -> None:
        """Another list of the part."""
        self.click(f"{self.part.name}_{key}")

    @property
    def rows(self) -> list[Any]:
        """What the list shows."""
        found: list[Any] = self.part.model.rows
        return found

    def label(self, name: str) -> str:
        """The words of a label."""
        found = self.page.findChild(QLabel, name)
        assert found is not None, name
        return str(found.text())

    @property
    def said(self) -> str:
        """The last sentence of the bar."""
        return self.label("message_text")

    def dialog(self) -> PartDialog:
        """The dialog that is open."""
        return open_dialog(self.page)

    def fill(self, **answers: str | bool) -> None:
        """Type answers into the open dialog, a code for a choice, and take it."""
        fill_dialog(self.page, **answers)
        self.calm()

    def close(self) -> None:
        """Leave the page."""
        self.tasks.shutdown()


Desks = Callable[[type, Workspace, str], Hands]
"""Page, who sits at it, part."""


def open_dialog(page: QWidget) -> PartDialog:
    """The dialog that is open over a page."""
    found: list[PartDialog] = [one for one in page.findChildren(PartDialog) if one.isVisible()]
    assert len(found) == 1, [one.windowTitle() for one in found]
    return found[0]


def fill_dialog(page: QWidget, **answers: str | bool) -> None:
    """Type answers into the open dialog field by field, left with Enter, and press its button."""
    dialog = open_dialog(page)
    answer_dialog(dialog, **answers)
    take = dialog.findChild(QPushButton, f"{dialog.objectName()}_take")
    assert isinstance(take, QPushButton)
    take.setFocus()
    for _ in range(2):  # hurried hands click twice
        if take.isVisible():
            QTest.mouseClick(take, Qt.MouseButton.LeftButton)


def answer_dialog(dialog: PartDialog, **answers: str | bool) -> None:
    """Type answers into a dialog field by field, left with Enter, as far as there is a next one."""
    for name, value in answers.items():
        path = f"{dialog.objectName()}.{name}"
        editor = dialog.findChild(QWidget, path)
        assert editor is not None, path
        if isinstance(value, bool):
            box = editor if isinstance(editor, QCheckBox) else editor.findChild(QCheckBox)
            assert isinstance(box, QCheckBox), path
            if box.isChecked() is not value:
                QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
            continue
        line = editor if isinstance(editor, QLineEdit | QPlainTextEdit) else editor.findChild(QLineEdit)
        assert isinstance(line, QLineEdit | QPlainTextEdit), path
        line.setFocus()
        if isinstance(line, QPlainTextEdit):
            line.setPlainText(value)
        elif value and set(value) <= _KEYS:
            line.selectAll()
            QTest.keyClicks(line, value)  # key by key: what is half typed must not trouble anybody
        else:
            line.setText(value)
            line.textEdited.emit(value)
        if name != list(answers)[-1]:
            QTest.keyClick(line, ENTER)
