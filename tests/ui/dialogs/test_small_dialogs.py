import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from jiuzhu.ui.approving import panels
from jiuzhu.ui.dialogs import about_keys, bug, reason
from jiuzhu.ui.pages import PAGES
from jiuzhu.ui.shortcuts import KEYS


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def in_dialog(act: Callable[[QDialog], None]) -> None:
    def meet() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        act(dialog)

    QTimer.singleShot(0, meet)


def write(dialog: QDialog, text: str) -> None:
    edit = dialog.findChild(QPlainTextEdit, "reason")
    assert edit is not None
    edit.setPlainText(text)


def press(dialog: QDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    button.click()


def test_a_reason_is_taken_without_spaces_around_it(parent: QWidget) -> None:
    def act(dialog: QDialog) -> None:
        write(dialog, "  电话核对住址  ")
        press(dialog, "ok")

    in_dialog(act)
    assert reason.ask(parent, "显示证件号码", "为什么要看完整号码？") == "电话核对住址"


def test_a_short_reason_keeps_the_dialog_open_and_turning_back_gives_none(parent: QWidget) -> None:
    seen: list[str] = []

    def act(dialog: QDialog) -> None:
        write(dialog, " 看 ")
        press(dialog, "ok")
        assert dialog.isVisible()
        problem = dialog.findChild(QLabel, "reason_problem")
        assert problem is not None
        seen.append(problem.text())
        press(dialog, "cancel")

    in_dialog(act)
    assert reason.ask(parent, "退回", "为什么退回？", minimum=6) is None
    assert "至少 6 个字" in seen[0]


def test_a_bug_says_what_is_kept_and_where_the_log_lies(parent: QWidget, qtbot: QtBot) -> None:
    dialog = bug.tell(parent, "程序出错了，这一步没有做完；已保存的内容都在：crash-1.txt")
    qtbot.waitUntil(dialog.isVisible)
    text = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "crash-1.txt" in text
    assert "草稿都在" in text
    press(dialog, "close")


@pytest.mark.parametrize("show", [about_keys.show_keys, about_keys.show_about])
def test_help_windows_open_and_close(parent: QWidget, show: Callable[[QWidget], None]) -> None:
    show(parent)
    dialog = parent.findChild(QDialog)
    assert dialog is not None
    assert dialog.isVisible()
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    if dialog.objectName() == "keys_dialog":
        for _title, keys in KEYS:
            for key, meaning in keys:
                assert key in words
                assert meaning in words
    else:
        assert "程序不连互联网" in words
    press(dialog, "close")
    assert not dialog.isVisible()


def test_the_keyboard_map_knows_every_page_and_every_key_of_a_decision() -> None:
    told = {key for _title, keys in KEYS for key, _meaning in keys}
    assert len(PAGES) == 10
    assert "Alt+1 … Alt+9、Alt+0" in told
    assert "Ctrl+1 … Ctrl+9" in told
    offered = set(re.findall(r'"(Alt\+[A-Z])"', Path(panels.__file__).read_text(encoding="utf-8")))
    assert "Alt+A" in offered
    assert offered <= told
