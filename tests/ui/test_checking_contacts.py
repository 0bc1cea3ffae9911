"""Visits, neighbours, letters, what is found beside the form and the end of a survey, on the 核查 page."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from checking_desk import ENTER, accepted, checked, click, find, shown, words, working
from jiuzhu.domain.dossier_course import VisitPart
from jiuzhu.services.casework import files
from jiuzhu.services.counter import relatives
from jiuzhu.services.counter.relatives import StaffRelation
from jiuzhu.services.survey import checking
from jiuzhu.ui.checking import choosing
from jiuzhu.ui.pages.checking import CheckingPage
from jiuzhu.ui.tasks import Tasks
from town import Town, urban_couple


@pytest.fixture
def tasks(town: Town, qapp: object) -> Iterator[Tasks]:
    assert qapp is not None
    with working(town) as made:
        yield made


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


def test_the_report_says_whether_the_check_has_begun(qtbot: QtBot, town: Town, tasks: Tasks) -> None:
    town.accept(urban_couple(town))
    page = shown(qtbot, tasks, town)
    missing = find(page, QLabel, "report_missing")
    qtbot.waitUntil(lambda: missing.text() != "")
    assert missing.text() == "还没有开始调查。"
    click(qtbot, page, tasks, "next_move")
    qtbot.waitUntil(lambda: missing.text().startswith("还差"))
