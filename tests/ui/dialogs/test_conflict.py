"""The choice between two people's values, made with the keyboard."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from jiuzhu.errors import Conflict, Difference, UserError
from jiuzhu.ui.dialogs import conflict
from jiuzhu.ui.dialogs.conflict import ConflictDialog

PHONE = Difference("phone", "电话", "138", "139", "李核查", "2025-10-13 10:05", "138", "139")
BANK = Difference(
    "bank", "银行", "甲行", "乙行", "李核查", "2025-10-13 10:05", "甲行", "乙行", "bank、account"
)
ACCOUNT = Difference("account", "账号", "1", "2", "李核查", "2025-10-13 10:05", "1", "2", "bank、account")
HEADS = Difference("heads", "人数", "3", "", "", "", 3, None)


class Form:
    """A form that was refused: what is put into it, saved again, and told."""

    def __init__(self, qtbot: QtBot, *differences: Difference) -> None:
        self.window = QWidget()
        self.window.resize(1000, 700)
        qtbot.addWidget(self.window)
        self.window.show()
        self.before = {one.field: "旧" for one in differences}
        self.put: list[dict[str, Any]] = []
        self.saved = 0
        self.told: list[str] = []
        conflict.settle(
            self.window,
            Conflict(differences),
            self.before,
            put=self.put.append,
            again=self.again,
            tell=lambda error: self.told.append(error.message),
        )
        found = self.window.findChild(ConflictDialog)
        assert found is not None
        self.dialog = found
        qtbot.waitUntil(lambda: self.dialog.isAncestorOf(QApplication.focusWidget() or self.window))

    def again(self) -> None:
        self.saved += 1

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            widget = QApplication.focusWidget()
            assert widget is not None
            QTest.keyClick(widget, key)

    def text(self, name: str) -> str:
        found = self.dialog.findChild(QLabel, name)
        assert found is not None
        return found.text()


def test_a_side_for_each_field_and_enter_saves(qtbot: QtBot) -> None:
    form = Form(qtbot, PHONE, HEADS)
    assert form.text("conflict_open") == "还有 2 项没有选。"
    form.press(Qt.Key.Key_2, Qt.Key.Key_1)
    assert form.text("conflict_open") == "都已选定，按回车保存。"
    form.press(Qt.Key.Key_Return)
    assert (form.put, form.saved, form.told) == ([{"phone": "139", "heads": 3}], 1, [])
    assert form.before == {"phone": "139", "heads": None}


def test_a_text_is_written_anew(qtbot: QtBot) -> None:
    form = Form(qtbot, PHONE)
    form.press(Qt.Key.Key_3)
    typed = QApplication.focusWidget()
    assert isinstance(typed, QLineEdit)
    QTest.keyClicks(typed, "137")
    form.press(Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert (form.put, form.saved) == ([{"phone": "137"}], 1)


def test_a_number_is_not_written_anew_here(qtbot: QtBot) -> None:
    form = Form(qtbot, HEADS)
    form.press(Qt.Key.Key_3)
    assert form.text("conflict_open") == "还有 1 项没有选。"
    assert form.text("conflict_heads_value_1") == "（空）"
    form.press(Qt.Key.Key_Escape)


def test_what_belongs_together_is_chosen_together(qtbot: QtBot) -> None:
    form = Form(qtbot, PHONE, BANK, ACCOUNT)
    assert form.text("conflict_bank_value_0") == "银行 甲行；账号 1"
    form.press(Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Return)
    assert form.put == [{"phone": "138", "bank": "乙行", "account": "2"}]


@pytest.mark.parametrize(("name", "phone", "bank"), [("mine", "138", "甲行"), ("theirs", "139", "乙行")])
def test_one_button_takes_a_side_everywhere(qtbot: QtBot, name: str, phone: str, bank: str) -> None:
    form = Form(qtbot, PHONE, BANK)
    button = form.dialog.findChild(QPushButton, f"conflict_all_{name}")
    assert button is not None
    button.click()
    form.press(Qt.Key.Key_Return)
    assert form.put == [{"phone": phone, "bank": bank}]


def test_escape_goes_back_to_the_form_and_saves_nothing(qtbot: QtBot) -> None:
    form = Form(qtbot, PHONE)
    form.press(Qt.Key.Key_1, Qt.Key.Key_Escape)
    assert (form.put, form.saved) == ([], 0)
    assert form.before == {"phone": "旧"}
    assert form.told == [
        "这份记录刚刚被李核查保存过（电话），您这一步没有保存。您填写的内容仍在，请对照后再保存。"
    ]


def test_any_other_refusal_is_told_beside_the_form(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    told: list[str] = []
    for error in (UserError("磁盘已满"), Conflict([])):
        conflict.settle(
            window,
            error,
            {},
            put=lambda _values: None,
            again=lambda: None,
            tell=lambda error: told.append(error.message),
        )
    assert told == [
        "磁盘已满",
        "这份记录刚刚被别人保存过（记录），您这一步没有保存。您填写的内容仍在，请对照后再保存。",
    ]
    assert window.findChild(ConflictDialog) is None
