"""Two desks on one database, one form open at both: what the second to save sees, with real keys."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from jiuzhu.domain.dossier import LinePart
from jiuzhu.services.casework import files
from jiuzhu.services.survey import checking
from jiuzhu.ui.dialogs.conflict import ConflictDialog
from jiuzhu.ui.pages.checking import CheckingPage
from jiuzhu.ui.tasks import Tasks
from town import Town, urban_couple

ENTER = Qt.Key.Key_Return


@pytest.fixture
def tasks(town: Town, qapp: object) -> Iterator[Tasks]:
    assert qapp is not None

    def on_bug(error: BaseException) -> None:
        raise error

    made = Tasks(town.checker, on_bug)
    yield made
    made.shutdown()


class Row:
    """The row of a deposit, opened at the checker's desk."""

    def __init__(self, qtbot: QtBot, town: Town, tasks: Tasks) -> None:
        self.qtbot, self.town, self.tasks = qtbot, town, tasks
        self.taken = town.accept(urban_couple(town)).application_id
        town.checker.write(checking.start_survey, self.taken)
        self.page = CheckingPage(tasks, town.checker)
        qtbot.addWidget(self.page)
        self.page.resize(1200, 700)
        with qtbot.waitSignal(tasks.idle):
            self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow)
        row = self.page.table.rows[1]
        row.setFocus()
        QTest.keyClick(row, ENTER)

    @property
    def stored(self) -> LinePart:
        return self.town.checker.read(files.dossier, self.taken).assets[0]

    def colleague(self, **said: Any) -> None:
        """The same row saved at the other desk, as it was shown there."""
        line = self.stored
        told = {"explanation": "", "evidence": "", "visited": None} | said
        self.town.clerk.write(checking.settle_line, line.id, **told)

    def edit(self, name: str) -> QLineEdit:
        found = self.page.findChild(QLineEdit, name)
        assert found is not None
        return found

    def type(self, name: str, text: str) -> None:
        self.edit(name).setFocus()
        self.edit(name).selectAll()
        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        QApplication.sendEvent(self.edit(name), event)

    def press(self, name: str) -> None:
        button = self.page.findChild(QPushButton, name)
        assert button is not None
        button.setFocus()
        with self.qtbot.waitSignal(self.tasks.idle):
            QTest.keyClick(button, ENTER)

    @property
    def dialog(self) -> ConflictDialog | None:
        found = self.page.findChildren(ConflictDialog)
        return found[-1] if found else None

    def keys(self, *keys: Qt.Key) -> None:
        """Keys of the dialog, the last of which asks for a save."""
        dialog = self.dialog
        assert dialog is not None
        self.qtbot.waitUntil(lambda: dialog.isAncestorOf(QApplication.focusWidget() or self.page))
        for key in keys:
            widget = QApplication.focusWidget()
            assert isinstance(widget, QWidget)
            QTest.keyClick(widget, key)


@pytest.fixture
def row(qtbot: QtBot, town: Town, tasks: Tasks) -> Row:
    return Row(qtbot, town, tasks)


def test_other_fields_are_saved_beside_each_other_and_it_is_said(row: Row) -> None:
    told: list[tuple[str, str]] = []
    row.tasks.told.connect(lambda level, text: told.append((level, text)))
    row.colleague(evidence="存单")
    row.type("line.explanation", "卖房款")
    row.press("line_note")
    assert row.dialog is None
    assert (row.stored.explanation, row.stored.evidence) == ("卖房款", "存单")
    ((level, text),) = told
    assert level == "info"
    assert text.startswith("张经办 10:00 保存过证据，")


def test_the_same_field_is_chosen_and_saved_over_what_stands_now(row: Row) -> None:
    row.colleague(explanation="亲戚给的")
    row.type("line.explanation", "卖房款")
    row.press("line_note")
    assert row.stored.explanation == "亲戚给的"
    with row.qtbot.waitSignal(row.tasks.idle):
        row.keys(Qt.Key.Key_1, ENTER)
    assert row.stored.explanation == "卖房款"
    assert not row.page.table.dirty


def test_theirs_is_taken_and_the_rest_of_mine_is_saved(row: Row) -> None:
    row.colleague(explanation="亲戚给的")
    row.type("line.explanation", "卖房款")
    row.type("line.evidence", "合同")
    row.press("line_note")
    with row.qtbot.waitSignal(row.tasks.idle):
        row.keys(Qt.Key.Key_2, ENTER)
    assert (row.stored.explanation, row.stored.evidence) == ("亲戚给的", "合同")


def test_escape_keeps_everything_typed_and_a_third_save_is_asked_about_again(row: Row) -> None:
    row.colleague(explanation="亲戚给的")
    row.type("line.explanation", "卖房款")
    row.type("line.evidence", "合同")
    row.press("line_note")
    row.keys(Qt.Key.Key_Escape)
    assert row.edit("line.explanation").text() == "卖房款"
    assert row.edit("line.evidence").text() == "合同"
    problem = row.page.findChild(QLabel, "line.explanation.problem")
    assert problem is not None
    assert "您填写的内容仍在" in problem.text()
    row.page.grab()  # gives everything its place
    assert problem.height() >= problem.heightForWidth(problem.width())
    row.press("line_note")
    row.colleague(explanation="中奖")  # while the dialog is open
    with row.qtbot.waitSignal(row.tasks.idle):
        row.keys(Qt.Key.Key_1, ENTER)
    row.qtbot.waitUntil(lambda: row.dialog is not None and row.dialog.isVisible())
    assert row.stored.explanation == "中奖"
    with row.qtbot.waitSignal(row.tasks.idle):
        row.keys(Qt.Key.Key_2, ENTER)
    assert (row.stored.explanation, row.stored.evidence) == ("中奖", "合同")


def test_a_figure_judged_by_both_is_chosen_as_a_whole(row: Row) -> None:
    row.colleague(explanation="亲戚给的", visited=Decimal(41000), judgement="omitted", figure=Decimal(41000))
    row.type("line.judgement", "属实")
    row.edit("line.judgement").setFocus()
    QTest.keyClick(row.edit("line.judgement"), ENTER)
    row.press("line_settle")
    with row.qtbot.waitSignal(row.tasks.idle):
        row.keys(Qt.Key.Key_2, ENTER)
    line = row.stored
    assert (line.judgement, line.accepted, line.visited) == ("omitted", Decimal(41000), Decimal(41000))
    assert line.accepted_by == "张经办"


def test_who_takes_the_word_of_a_colleague_who_judged_nothing_is_told_that_it_waits(row: Row) -> None:
    row.colleague(visited=Decimal(41000))
    row.type("line.explanation", "卖房款")
    row.type("line.judgement", "属实")
    row.edit("line.judgement").setFocus()
    QTest.keyClick(row.edit("line.judgement"), ENTER)
    row.press("line_settle")
    with row.qtbot.waitSignal(row.tasks.idle):
        row.keys(Qt.Key.Key_2, ENTER)
    assert (row.stored.explanation, row.stored.visited, row.stored.accepted) == (
        "卖房款",
        Decimal(41000),
        None,
    )
    assert row.page.bar.text == "说明已保存，这一项仍待认定。"
