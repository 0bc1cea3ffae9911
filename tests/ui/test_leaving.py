"""A file leaves under real keys: two Enters for the hurried, a second person for the many, the password seen once."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from jiuzhu.documents import foreign_workbook
from jiuzhu.errors import UserError
from jiuzhu.services.ledger import export_register, exporting
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.ui.dialogs.leaving_dialog import LeavingDialog
from jiuzhu.ui.dialogs.password_shown import PasswordShown
from jiuzhu.ui.pages.ledgers import LedgersPage
from jiuzhu.ui.pages.settings import SettingsPage
from jiuzhu.ui.tasks import Tasks
from ledger_case import single
from part_hands import Hands, open_dialog
from stated import SAID
from town import Town, open_town

W = TypeVar("W", bound=QWidget)
WAIT = 20_000
ENTER = Qt.Key.Key_Return


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = open_town(tmp_path / "office")
    for place in range(3):
        made.on(date(2025, 10, 13 + place))
        made.accept(single(made, 101 + place, "示例社区"))
    yield made
    made.close()


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the system's own dialog says to put the file."""
    path = tmp_path / "out.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    return path


class Desk:
    """The ledgers under hands."""

    def __init__(self, qtbot: QtBot, workspace: Workspace) -> None:
        self.bot, self.bugs = qtbot, list[BaseException]()
        self.tasks = Tasks(workspace, self.bugs.append)
        self.page = LedgersPage(self.tasks, workspace)
        qtbot.addWidget(self.page)
        self.page.resize(1198, 720)
        self.page.show()
        self.calm()

    def calm(self) -> None:
        for _ in range(3):
            self.tasks.call(str, owner=self.page, then=lambda _: None)
            with self.bot.waitSignal(self.tasks.idle, timeout=WAIT):
                pass
        assert not self.bugs

    def export(self) -> LeavingDialog:
        """Press the button and see what is asked."""
        found = self.page.findChild(QPushButton, "export")
        assert found is not None
        found.setFocus()
        QTest.keyClick(found, ENTER)
        self.calm()
        [dialog] = [one for one in self.page.findChildren(LeavingDialog) if one.isVisible()]
        self.bot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=WAIT)
        return dialog


def part_of(dialog: QWidget, kind: type[W], name: str) -> W:
    found = dialog.findChild(kind, name)
    assert found is not None, name
    return found


@pytest.fixture
def desk(qtbot: QtBot, town: Town) -> Iterator[Desk]:
    made = Desk(qtbot, town.clerk)
    yield made
    made.tasks.shutdown()


def test_the_dialog_says_what_leaves_and_one_enter_takes_it(desk: Desk, town: Town, target: Path) -> None:
    dialog = desk.export()
    told = part_of(dialog, QLabel, "leaving_told").text()
    assert told.startswith("将写出 3 行，含姓名、证件号码、电话、住址")
    assert not part_of(dialog, QCheckBox, "leaving_lock").isChecked()
    focused = QApplication.focusWidget()
    assert focused is part_of(dialog, QPushButton, "leaving_take")
    QTest.keyClick(focused, ENTER)
    desk.calm()
    assert target.is_file()
    [row] = town.head.read(export_register.exports, "", "")
    assert (row.purpose, row.recipient, row.encrypted) == (
        "本单位核对、工作使用",
        "示例街道社会救助服务窗口",
        "否",
    )
    assert row.number in desk.page.bar.text
    assert not [one for one in desk.page.findChildren(PasswordShown) if one.isVisible()]


def test_a_file_for_another_unit_is_locked_and_its_password_is_seen_once(
    desk: Desk, town: Town, target: Path
) -> None:
    dialog = desk.export()
    recipient = part_of(dialog, QComboBox, "leaving_recipient")
    line = recipient.lineEdit()
    assert line is not None
    line.setFocus()
    line.selectAll()
    line.setText("渝北区民政局")
    assert part_of(dialog, QCheckBox, "leaving_lock").isChecked()
    password = part_of(dialog, QLineEdit, "leaving_password").text()
    assert len(password) == 19
    QTest.keyClick(line, ENTER)
    desk.calm()
    [shown] = [one for one in desk.page.findChildren(PasswordShown) if one.isVisible()]
    assert part_of(shown, QLabel, "password_text").text() == password
    with pytest.raises(UserError, match="设有打开密码"):
        foreign_workbook.read(target, expected=town.clerk.rules.ledgers["applications"])
    QTest.keyClick(part_of(shown, QPushButton, "password_noted"), ENTER)
    desk.bot.waitUntil(
        lambda: not [one for one in desk.page.findChildren(PasswordShown) if one.isVisible()], timeout=WAIT
    )
    assert password not in desk.page.bar.text
    assert town.head.read(export_register.exports, "", "")[0].encrypted == "是"


def test_a_lock_somebody_took_off_stays_off_and_what_is_missing_is_told(desk: Desk, target: Path) -> None:
    dialog = desk.export()
    line = part_of(dialog, QComboBox, "leaving_recipient").lineEdit()
    assert line is not None
    line.setText("渝北区民政局")
    lock = part_of(dialog, QCheckBox, "leaving_lock")
    lock.setFocus()
    QTest.keyClick(lock, Qt.Key.Key_Space)
    line.setText("另一单位")
    assert not lock.isChecked()
    QTest.keyClick(lock, Qt.Key.Key_Space)
    password = part_of(dialog, QLineEdit, "leaving_password")
    password.setText("123")
    purpose = part_of(dialog, QComboBox, "leaving_purpose")
    purpose.setCurrentIndex(purpose.findData("other"))
    QTest.keyClick(password, ENTER)
    assert dialog.isVisible()
    assert "至少 4 个字" in part_of(dialog, QLabel, "leaving_purpose_text_problem").text()
    assert "至少 10 个字符" in part_of(dialog, QLabel, "leaving_password_problem").text()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    desk.calm()
    assert not target.exists()


def test_many_rows_go_to_the_head_and_leave_afterwards(
    qtbot: QtBot, town: Town, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "limit", lambda _unit: 2)
    desk = Desk(qtbot, town.clerk)
    dialog = desk.export()
    assert "超过 2 行" in part_of(dialog, QLabel, "leaving_second").text()
    take = part_of(dialog, QPushButton, "leaving_take")
    assert take.text() == "送请同意"
    QTest.keyClick(take, ENTER)
    desk.calm()
    assert "已送请同意" in desk.page.bar.text
    QTest.keyClick(part_of(desk.page, QPushButton, "export"), ENTER)
    desk.calm()
    assert "还没有答复" in desk.page.bar.text
    head = Hands(qtbot, SettingsPage, town.head, "exports")
    [row] = head.rows
    assert "示例街道社会救助服务窗口" in head.label("exports_told")
    head.click("exports_agree")
    assert "三天内有效" in head.said
    assert head.rows == []
    QTest.keyClick(part_of(desk.page, QPushButton, "export"), ENTER)
    desk.calm()
    [again] = [one for one in desk.page.findChildren(LeavingDialog) if one.isVisible()]
    assert "已经同意" in part_of(again, QLabel, "leaving_second").text()
    QTest.keyClick(part_of(again, QPushButton, "leaving_take"), ENTER)
    desk.calm()
    assert target.is_file()
    assert row.number in desk.page.bar.text
    head.queue("left")
    assert [one.number for one in head.rows] == [row.number]
    head.close()
    desk.tasks.shutdown()


def test_the_head_refuses_with_a_reason_and_finds_a_page_by_its_number(
    qtbot: QtBot, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "limit", lambda _unit: 0)
    number = town.clerk.write(exporting.propose_export, exporting.rows_of("xlsx", "applications", {}), SAID)
    head = Hands(qtbot, SettingsPage, town.head, "exports")
    head.click("exports_refuse")
    assert open_dialog(head.page).windowTitle().startswith("不同意导出")
    head.fill(why="范围太大")
    assert "不同意" in head.said
    head.queue("")
    head.part.search.setText("没有这样的编号")
    qtbot.waitUntil(lambda: head.rows == [], timeout=WAIT)
    head.part.search.setText(number)
    qtbot.waitUntil(lambda: [one.number for one in head.rows] == [number], timeout=WAIT)
    assert "范围太大" in head.label("exports_told")
    head.close()


def test_the_auditor_sees_the_register_and_agrees_to_nothing(
    qtbot: QtBot, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "limit", lambda _unit: 0)
    town.clerk.write(exporting.propose_export, exporting.rows_of("xlsx", "applications", {}), SAID)
    auditor = Hands(qtbot, SettingsPage, town.auditor, "exports")
    assert len(auditor.rows) == 1
    button = auditor.page.findChild(QPushButton, "exports_agree")
    assert button is not None
    assert not button.isEnabled()
    auditor.close()


def test_a_purpose_outside_the_office_names_somebody_outside(desk: Desk, target: Path) -> None:
    dialog = desk.export()
    purpose = part_of(dialog, QComboBox, "leaving_purpose")
    purpose.setCurrentIndex(purpose.findData("report"))
    take = part_of(dialog, QPushButton, "leaving_take")
    QTest.mouseClick(take, Qt.MouseButton.LeftButton)
    desk.calm()
    assert "请写明交给哪个单位" in part_of(dialog, QLabel, "leaving_recipient_problem").text()
    assert dialog.isVisible()
    assert not target.exists()
    part_of(dialog, QComboBox, "leaving_recipient").setCurrentText("渝北区民政局")
    QTest.mouseClick(take, Qt.MouseButton.LeftButton)
    desk.calm()
    assert target.is_file()
