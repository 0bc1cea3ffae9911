"""The 核查 page on a real office: real keys and clicks, real files."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from checking_desk import ENTER, accepted, answered, checked, click, find, shown, words, working
from jiuzhu.services.casework import files
from jiuzhu.services.survey import checking
from jiuzhu.ui import tokens
from jiuzhu.ui.checking import choosing
from jiuzhu.ui.checking.line_row import LineRow, Words
from jiuzhu.ui.tasks import Tasks
from town import Town, urban_couple, urban_three


@pytest.fixture
def tasks(town: Town, qapp: object) -> Iterator[Tasks]:
    assert qapp is not None
    with working(town) as made:
        yield made


def test_an_empty_queue_says_what_will_come(qtbot: QtBot, tasks: Tasks, town: Town) -> None:
    page = shown(qtbot, tasks, town)
    assert not page.next_button.isVisible()
    assert "选择" in find(page, QLabel, "check_who").text()


def test_from_the_first_click_to_the_taken_reply(
    qtbot: QtBot, tasks: Tasks, town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity = accepted(town)
    page = shown(qtbot, tasks, town)
    assert (page.application_id, page.next_button.text()) == (identity, "开始调查")
    click(qtbot, page, tasks, "next_move")
    assert page.next_button.text() == "核查完成"

    page.sections.setCurrentIndex(1)
    click(qtbot, page, tasks, "request_check")
    assert page.file is not None
    number = page.file.requests[-1].number
    target = tmp_path / "名单.xlsx"
    offered: list[str] = []

    def choose(_: QWidget, name: str) -> Path:
        offered.append(name)
        return target

    monkeypatch.setattr(choosing, "workbook_to_write", choose)
    click(qtbot, page, tasks, "export_request")
    assert offered == [f"核对委托名单-{number}.xlsx"]
    assert target.exists()
    assert "2 人" in page.bar.text

    reply = answered(town, tmp_path / "答复.xlsx", identity, number)
    monkeypatch.setattr(choosing, "workbook_to_read", lambda *_: reply)
    click(qtbot, page, tasks, "read_reply")
    dialog = find(page, QDialog, "reply_dialog")
    assert "2 行都能登记" in find(dialog, QLabel, "reply_summary").text()
    assert town.checker.read(files.dossier, identity).replies == []
    with qtbot.waitSignal(tasks.idle):
        QTest.mouseClick(find(dialog, QPushButton, "reply_take"), Qt.MouseButton.LeftButton)
    assert page.sections.tabText(0) == "差异表（1）"
    assert "1 处差异" in page.title.text()
    assert find(page, QWidget, "tell_panel").isVisible()


def test_a_reply_with_an_error_cannot_be_taken(
    qtbot: QtBot, tasks: Tasks, town: Town, tmp_path: Path
) -> None:
    identity = accepted(town)
    town.checker.write(checking.start_survey, identity)
    number = town.checker.write(checking.request_check, identity)
    page = shown(qtbot, tasks, town)
    with qtbot.waitSignal(tasks.idle):
        page.request.read(answered(town, tmp_path / "答复.xlsx", identity, number, item="流水"))
    dialog = find(page, QDialog, "reply_dialog")
    assert "答复-错误说明.xlsx" in find(dialog, QLabel, "reply_summary").text()
    assert "不认识“流水”" in find(dialog, QLabel, "reply_detail").text()
    assert not find(dialog, QPushButton, "reply_take").isVisible()
    dialog.reject()


def test_a_difference_is_settled_with_the_keyboard_alone(
    qtbot: QtBot, tasks: Tasks, town: Town, tmp_path: Path
) -> None:
    identity = checked(town, tmp_path / "a.xlsx")
    page = shown(qtbot, tasks, town)
    wage, deposit = page.table.rows
    wage.setFocus()
    QTest.keyClick(wage, Qt.Key.Key_Down)
    assert deposit.hasFocus()
    QTest.keyClick(deposit, ENTER)
    explanation = find(page, QLineEdit, "line.explanation")
    assert explanation.hasFocus()
    words(explanation, "定期存单忘了申报")
    QTest.keyClick(explanation, ENTER)
    for name in ("line.evidence", "line.visited"):
        QTest.keyClick(find(page, QLineEdit, name), ENTER)
    judgement = find(page, QLineEdit, "line.judgement")
    assert judgement.hasFocus()
    words(judgement, "漏报")
    QTest.keyClick(judgement, ENTER)
    figure = find(page, QLineEdit, "line.accepted")
    assert (figure.hasFocus(), figure.text().replace(",", "")) == (True, "41000.00")
    with qtbot.waitSignal(tasks.idle):
        QTest.keyClick(figure, ENTER)

    line = town.checker.read(files.dossier, identity).assets[0]
    assert (line.accepted, line.judgement, line.explanation) == (
        Decimal("41000.00"),
        "omitted",
        "定期存单忘了申报",
    )
    assert page.sections.tabText(0) == "差异表"
    assert page.findChild(QLineEdit, "line.explanation") is None
    assert page.table.rows[0].hasFocus()


def test_the_cost_of_an_income_is_accepted_in_its_own_field(qtbot: QtBot, tasks: Tasks, town: Town) -> None:
    dossier = urban_couple(town)
    dossier.incomes[0].kind, dossier.incomes[0].cost = "business", Decimal(100)
    identity = town.accept(dossier).application_id
    town.checker.write(checking.start_survey, identity)
    page = shown(qtbot, tasks, town)
    click(qtbot, page, tasks, "accept_matching")
    assert "还有 1 行的成本没有看过" in page.bar.text
    assert "已认定 1 项" in page.bar.text
    QTest.mouseClick(page.table.rows[0], Qt.MouseButton.LeftButton)
    assert find(page, QLineEdit, "line.cost").text() == "100.00"
    words(find(page, QLineEdit, "line.explanation"), "摊位费收据只有40元")
    cost = find(page, QLineEdit, "line.cost")
    cost.setFocus()
    cost.selectAll()
    QTest.keyClick(cost, Qt.Key.Key_Delete)
    QTest.keyClick(cost, ENTER)
    assert "没有成本填 0" in find(page, QLabel, "line.cost.problem").text()
    QTest.keyClicks(cost, "40")
    with qtbot.waitSignal(tasks.idle):
        QTest.keyClick(cost, ENTER)
    line = town.checker.read(files.dossier, identity).incomes[0]
    assert (line.accepted, line.cost_accepted) == (line.declared, Decimal(40))
    assert any(
        "成本 100.00 → 40.00" in label.toolTip() + label.text()
        for label in page.table.rows[0].findChildren(QLabel)
    )


def test_without_the_familys_word_the_sentence_stands_at_the_field(
    qtbot: QtBot, tasks: Tasks, town: Town, tmp_path: Path
) -> None:
    identity = checked(town, tmp_path / "a.xlsx")
    page = shown(qtbot, tasks, town)
    QTest.mouseClick(page.table.rows[1], Qt.MouseButton.LeftButton)
    click_ = find(page, QPushButton, "line_settle")
    QTest.mouseClick(click_, Qt.MouseButton.LeftButton)
    assert "请选择认定" in find(page, QLabel, "line.judgement.problem").text()
    words(find(page, QLineEdit, "line.judgement"), "漏报")
    QTest.keyClick(find(page, QLineEdit, "line.judgement"), ENTER)
    with qtbot.waitSignal(tasks.idle):
        QTest.mouseClick(click_, Qt.MouseButton.LeftButton)
    assert "说明" in find(page, QLabel, "line.explanation.problem").text()
    assert town.checker.read(files.dossier, identity).assets[0].accepted is None


def test_esc_keeps_what_is_typed_and_nothing_is_lost_by_leaving(
    qtbot: QtBot, tasks: Tasks, town: Town, tmp_path: Path
) -> None:
    identity = checked(town, tmp_path / "a.xlsx")
    other = town.accept(urban_three(town)).application_id
    page = shown(qtbot, tasks, town)
    with qtbot.waitSignal(tasks.idle):
        page.open_application(identity)
    row: LineRow = page.table.rows[1]
    row.setFocus()
    QTest.keyClick(row, ENTER)
    words(find(page, QLineEdit, "line.explanation"), "半句话")
    QTest.keyClick(find(page, QLineEdit, "line.explanation"), Qt.Key.Key_Escape)
    assert row.hasFocus()
    assert not page.can_leave()
    before = page.application_id
    page.open_application(other)
    assert page.application_id == before
    assert "没有保存" in page.bar.text
    QTest.keyClick(row, ENTER)
    assert find(page, QLineEdit, "line.explanation").text() == "半句话"
    with qtbot.waitSignal(tasks.idle):
        QTest.mouseClick(find(page, QPushButton, "message_action"), Qt.MouseButton.LeftButton)
    assert page.application_id == other
    assert page.can_leave()


def test_what_has_the_focus_is_in_view(qtbot: QtBot, tasks: Tasks, town: Town) -> None:
    identity = accepted(town)
    town.checker.write(checking.start_survey, identity)
    page = shown(qtbot, tasks, town)
    page.resize(1200, 420)
    page.sections.setCurrentIndex(2)
    last = page.visit.form.grid.stops()[-1]
    qtbot.wait(10)
    assert last.visibleRegion().isEmpty()
    last.setFocus()
    qtbot.waitUntil(lambda: not last.visibleRegion().isEmpty())


def test_with_little_room_the_queue_opens_on_demand(qtbot: QtBot, tasks: Tasks, town: Town) -> None:
    identity = accepted(town)
    page = shown(qtbot, tasks, town)
    assert page.queue.isVisible()
    page.resize(900, 700)
    qtbot.waitUntil(lambda: not page.queue.isVisible())
    QTest.mouseClick(find(page, QPushButton, "show_queue"), Qt.MouseButton.LeftButton)
    assert page.queue.isVisible()
    assert page.application_id == identity


def test_the_queue_tells_how_long_a_file_is_late(qtbot: QtBot, town: Town, tasks: Tasks) -> None:
    town.accept(urban_couple(town))
    town.on(date(2026, 3, 9))
    page = shown(qtbot, tasks, town)
    table = page.queue.table
    qtbot.waitUntil(lambda: table.model().rowCount() == 1)
    words = str(table.model().index(0, 0).data())
    assert words.startswith("■ 超1")
    bold = QFont(table.font())
    bold.setBold(True)
    assert table.columnWidth(0) >= QFontMetrics(bold).horizontalAdvance(words) + 2 * tokens.BETWEEN
    assert sum(table.columnWidth(place) for place in range(3)) <= table.viewport().width()


def test_a_figure_is_never_shortened_on_the_smallest_screen(qtbot: QtBot, tasks: Tasks, town: Town) -> None:
    taken = accepted(town)
    town.checker.write(checking.start_survey, taken)
    line = town.checker.read(files.dossier, taken).assets[0]
    town.checker.write(checking.settle_line, line.id, explanation="", evidence="", visited=Decimal(123456))
    page = shown(qtbot, tasks, town)
    page.resize(1198, 720)
    page.open_application(taken)
    with qtbot.waitSignal(tasks.idle):
        page.reload()
    QTest.qWait(50)
    page.grab()  # paints, and painting shortens
    figures = [label.text() for label in page.findChildren(Words) if label.isVisible()]
    assert {"123,456.00", "+103,456.00"} <= set(figures), figures
