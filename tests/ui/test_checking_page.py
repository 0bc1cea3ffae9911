"""The 核查 page on a real office: real keys and clicks, real files."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from jiuzhu.documents import workbook
from jiuzhu.domain.dossier_course import VisitPart
from jiuzhu.services.casework import files
from jiuzhu.services.counter import relatives
from jiuzhu.services.counter.relatives import StaffRelation
from jiuzhu.services.survey import checking
from jiuzhu.ui import tokens
from jiuzhu.ui.checking import choosing
from jiuzhu.ui.checking.line_row import LineRow
from jiuzhu.ui.pages.checking import CheckingPage
from jiuzhu.ui.tasks import Tasks
from town import Town, urban_couple, urban_three

W = TypeVar("W", bound=QWidget)
ENTER = Qt.Key.Key_Return


def find(root: QWidget, kind: type[W], name: str) -> W:
    found = root.findChild(kind, name)
    assert found is not None, name
    return found


@pytest.fixture
def tasks(town: Town, qapp: object) -> Iterator[Tasks]:
    assert qapp is not None

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


def test_a_visit_by_two_is_typed_and_kept(qtbot: QtBot, tasks: Tasks, town: Town) -> None:
    identity = accepted(town)
    town.checker.write(checking.start_survey, identity)
    page = shown(qtbot, tasks, town)
    page.sections.setCurrentIndex(2)
    assert find(page, QComboBox, "first_investigator").currentText() == "李核查"
    words(find(page, QLineEdit, "visit.present"), "丁示例")
    click(qtbot, page, tasks, "record_visit")
    assert "两名不同" in page.bar.text
    words(find(page, QComboBox, "second_investigator"), "周网格")
    words(find(page, QPlainTextEdit, "visit.belongings"), "旧电视一台")
    click(qtbot, page, tasks, "record_visit")
    seen = town.checker.read(files.dossier, identity).visit
    assert (seen.first_investigator, seen.second_investigator, seen.present, seen.belongings) == (
        "李核查",
        "周网格",
        "丁示例",
        "旧电视一台",
    )
    assert "周网格" in find(page, QLabel, "visits_made").text()
    assert find(page, QLineEdit, "visit.present").text() == ""


def test_a_relative_cannot_be_chosen_to_investigate(qtbot: QtBot, tasks: Tasks, town: Town) -> None:
    identity = accepted(town)
    town.clerk.write(relatives.file_relative, identity, StaffRelation(name="李核查", relation="兄弟"))
    town.clerk.write(checking.start_survey, identity)
    page = shown(qtbot, tasks, town)
    assert not find(page, QPushButton, "next_move").isEnabled()
    assert "近亲属备案" in find(page, QPushButton, "next_move").toolTip()
    assert any("请由另一位能核查的同事办理" in one.text() for one in page.findChildren(QLabel))
    assert not find(page, QPushButton, "record_visit").isEnabled()
    box = find(page, QComboBox, "first_investigator")
    place = next(at for at in range(box.count()) if "李核查" in box.itemText(at))
    assert "近亲属" in box.itemText(place)
    assert not box.model().flags(box.model().index(place, 0)) & Qt.ItemFlag.ItemIsEnabled
    assert box.currentIndex() != place


def test_neighbours_and_letters_are_kept_and_printed(
    qtbot: QtBot, tasks: Tasks, town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "folder", lambda _parent: tmp_path)
    identity = accepted(town)
    town.checker.write(checking.start_survey, identity)
    page = shown(qtbot, tasks, town)
    page.sections.setCurrentIndex(3)
    words(find(page, QLineEdit, "neighbour.name"), "邻居甲")
    click_ = find(page, QPushButton, "record_neighbour")
    QTest.mouseClick(click_, Qt.MouseButton.LeftButton)
    assert find(page, QLabel, "neighbour.statement.problem").text()
    words(find(page, QPlainTextEdit, "neighbour.statement"), "生活困难")
    click(qtbot, page, tasks, "record_neighbour")
    page.sections.setCurrentIndex(4)
    words(find(page, QLineEdit, "letter.unit"), "示例公司")
    words(find(page, QPlainTextEdit, "letter.question"), "请核实工资")
    click(qtbot, page, tasks, "send_letter")

    dossier = town.checker.read(files.dossier, identity)
    assert [part.name for part in dossier.neighbours] == ["邻居甲"]
    assert dossier.letters[0].number in page.bar.text
    page.letters._view.choose(0)  # noqa: SLF001  # standing on a row is the table's own business
    QTest.keyClick(page.letters._view, ENTER)  # noqa: SLF001  # as above
    words(find(page, QPlainTextEdit, "answer.reply"), "每月 600 元")
    click(qtbot, page, tasks, "send_letter")
    letter = town.checker.read(files.dossier, identity).letters[0]
    assert (letter.reply, letter.replied_on) == ("每月 600 元", town.checker.today())
    page.letters._view.choose(0)  # noqa: SLF001  # as above
    click(qtbot, page, tasks, "print_letter")
    assert letter.number in page.bar.text
    page.sections.setCurrentIndex(6)
    assert not find(page, QPushButton, "paper_F10").isEnabled()  # nobody has been there yet
    click(qtbot, page, tasks, "paper_F11")
    assert sorted(path.name[:4] for path in tmp_path.glob("F*.pdf")) == ["F11-", "F11L"]


def test_something_undeclared_is_added(qtbot: QtBot, tasks: Tasks, town: Town) -> None:
    identity = accepted(town)
    town.checker.write(checking.start_survey, identity)
    page = shown(qtbot, tasks, town)
    QTest.mouseClick(find(page, QPushButton, "add_found"), Qt.MouseButton.LeftButton)
    dialog = find(page, QDialog, "found_dialog")
    category = find(dialog, QComboBox, "found_category")
    category.setCurrentIndex(category.findData("vehicle"))
    words(find(dialog, QLineEdit, "found.kind"), "机动车")
    QTest.keyClick(find(dialog, QLineEdit, "found.kind"), ENTER)
    words(find(dialog, QLineEdit, "found.visited"), "8000")
    with qtbot.waitSignal(tasks.idle):
        QTest.mouseClick(find(dialog, QPushButton, "found_take"), Qt.MouseButton.LeftButton)
    assert [line.visited for line in town.checker.read(files.dossier, identity).vehicles] == [
        Decimal("8000.00")
    ]
    assert page.sections.tabText(0) == "差异表（1）"


def test_the_end_says_what_is_missing_and_then_lets_go(
    qtbot: QtBot, tasks: Tasks, town: Town, tmp_path: Path
) -> None:
    identity = checked(town, tmp_path / "a.xlsx")
    page = shown(qtbot, tasks, town)
    click(qtbot, page, tasks, "next_move")
    assert "1 处差异没有认定" in page.bar.text
    assert "入户调查" in page.bar.text

    click(qtbot, page, tasks, "accept_matching")
    deposit = town.checker.read(files.dossier, identity).assets[0]
    town.checker.write(checking.explain, deposit.id, "忘了", "")
    town.checker.write(checking.accept_figure, deposit.id, Decimal(41000), "omitted")
    part = VisitPart(present="丁示例", second_investigator="周网格")
    town.checker.write(checking.record_visit, identity, part, [town.checker.actor.operator_id])
    click(qtbot, page, tasks, "next_move")
    assert "已转初审" in page.bar.text
    assert town.checker.read(files.dossier, identity).application.state == "to_opine"
    assert not page.next_button.isVisible()


def test_the_auditor_sees_and_cannot_change(qtbot: QtBot, town: Town, tmp_path: Path, qapp: object) -> None:
    assert qapp is not None
    checked(town, tmp_path / "a.xlsx")
    tasks = Tasks(town.auditor, lambda error: pytest.fail(str(error)))
    page = CheckingPage(tasks, town.auditor)
    qtbot.addWidget(page)
    with qtbot.waitSignal(tasks.idle):
        page.show()
    for name in ("next_move", "accept_matching", "add_found", "request_check", "record_visit"):
        assert not find(page, QPushButton, name).isEnabled(), name
    tasks.shutdown()


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


def test_the_report_says_whether_the_check_has_begun(qtbot: QtBot, town: Town, tasks: Tasks) -> None:
    town.accept(urban_couple(town))
    page = shown(qtbot, tasks, town)
    missing = find(page, QLabel, "report_missing")
    qtbot.waitUntil(lambda: missing.text() != "")
    assert missing.text() == "还没有开始调查。"
    click(qtbot, page, tasks, "next_move")
    qtbot.waitUntil(lambda: missing.text().startswith("还差"))


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
