"""Hands on the 核查 page, and a file as far as its reply."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from jiuzhu.documents import workbook
from jiuzhu.services.casework import files
from jiuzhu.services.survey import checking
from jiuzhu.ui.pages.checking import CheckingPage
from jiuzhu.ui.tasks import Tasks
from town import Town, urban_couple

W = TypeVar("W", bound=QWidget)
ENTER = Qt.Key.Key_Return


def find(root: QWidget, kind: type[W], name: str) -> W:
    found = root.findChild(kind, name)
    assert found is not None, name
    return found


@contextmanager
def working(town: Town) -> Iterator[Tasks]:
    """What the checker asks for is done until the test is over; a bug ends it."""

    def on_bug(error: BaseException) -> None:
        raise error

    made = Tasks(town.checker, on_bug)
    yield made
    made.shutdown()


def shown(qtbot: QtBot, tasks: Tasks, town: Town) -> CheckingPage:
    page = CheckingPage(tasks, town.checker)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    with qtbot.waitSignal(tasks.idle):
        page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def click(qtbot: QtBot, page: CheckingPage, tasks: Tasks, name: str) -> None:
    with qtbot.waitSignal(tasks.idle):
        QTest.mouseClick(find(page, QPushButton, name), Qt.MouseButton.LeftButton)


def words(widget: QWidget, text: str) -> None:
    """Commit words as an input method does."""
    if isinstance(widget, QComboBox):
        typed = widget.lineEdit()
        assert typed is not None
        widget = typed
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def accepted(town: Town) -> str:
    return town.accept(urban_couple(town)).application_id


def answered(town: Town, path: Path, identity: str, number: str, item: str = "存款") -> Path:
    ids = {member.name: member.id_number for member in town.checker.read(files.dossier, identity).members}
    rows: list[tuple[Any, ...]] = [
        (number, "丁示例", ids["丁示例"], "甲银行", item, "有", Decimal(41000), date(2025, 10, 12), None),
        (number, "戊示例", ids["戊示例"], "乙银行", "存款", "无", None, None, None),
    ]
    workbook.write(
        path,
        town.checker.rules.ledgers["check_reply"],
        rows,
        title="核对结果",
        subtitle="",
        filters_text="",
        made_by="示例核对中心",
        made_at=town.moment[0],
    )
    return path


def checked(town: Town, path: Path) -> str:
    """A couple whose bank answered 41,000 instead of 20,000."""
    identity = accepted(town)
    town.checker.write(checking.start_survey, identity)
    number = town.checker.write(checking.request_check, identity)
    reply = answered(town, path, identity, number)
    town.checker.write(checking.apply_check_reply, town.checker.read(checking.read_check_reply, reply))
    return identity
