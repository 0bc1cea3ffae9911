"""从备份恢复, on the real services: an empty machine, a wrong password, the paper alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from jiuzhu.services.office import backups, recovery
from jiuzhu.storage import attempts, keys
from jiuzhu.ui.dialogs.restore import RestoreWindow
from jiuzhu.ui.tasks import Tasks
from town import PASSWORD, Town

WAIT = 30_000
PAPER = recovery.fresh()


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    bugs: list[BaseException] = []
    made = Tasks(None, bugs.append)
    yield made
    made.shutdown()
    assert not bugs


@pytest.fixture
def usb(town: Town, tmp_path: Path) -> Path:
    key = town.clerk.file.key()
    with attempts.vouched(town.home, key) as file:
        keys.set_recovery(file, PAPER.secret, key)
    backups.make(town.clerk, tmp_path / "usb")
    return tmp_path / "usb"


@pytest.fixture
def window(qtbot: QtBot, qapp: object, tasks: Tasks, tmp_path: Path) -> RestoreWindow:  # noqa: ARG001  # the application must exist
    made = RestoreWindow(tasks, tmp_path / "new machine")
    qtbot.addWidget(made)
    made.show()
    return made


def _type(window: RestoreWindow, name: str, text: str) -> None:
    edit = window.findChild(QLineEdit, name)
    assert edit is not None
    edit.setText(text)
    QTest.keyClick(edit, Qt.Key.Key_Return)


def test_a_folder_a_password_and_the_office_is_open(qtbot: QtBot, window: RestoreWindow, usb: Path) -> None:
    _type(window, "restore_password", PASSWORD)
    assert "请先选文件夹" in window._bar.text  # noqa: SLF001  # what the person reads
    window.look_into(usb.parent)
    qtbot.waitUntil(lambda: "没有备份" in window._bar.text, timeout=WAIT)  # noqa: SLF001  # as above
    window.look_into(usb)
    qtbot.waitUntil(lambda: window._names.count() == 1, timeout=WAIT)  # noqa: SLF001  # as above
    _type(window, "restore_password", "不是这一句密码")
    qtbot.waitUntil(lambda: "密码不对" in window._password.problem, timeout=WAIT)  # noqa: SLF001  # as above
    opened: list[Any] = []
    window.opened.connect(opened.append)
    _type(window, "restore_password", PASSWORD)
    qtbot.waitUntil(lambda: bool(opened), timeout=WAIT)
    assert "逐表核对相符" in opened[0].greeting
    opened[0].close()


def test_with_the_paper_alone_the_log_in_is_next(qtbot: QtBot, window: RestoreWindow, usb: Path) -> None:
    window.look_into(usb)
    qtbot.waitUntil(lambda: window._names.count() == 1, timeout=WAIT)  # noqa: SLF001  # what the person sees
    tick = window.findChild(QCheckBox, "restore_by_paper")
    assert tick is not None
    tick.click()
    _type(window, "restore_paper", recovery.fresh().code)
    qtbot.waitUntil(lambda: bool(window._paper.problem), timeout=WAIT)  # noqa: SLF001  # as above
    _type(window, "restore_paper", PAPER.code)
    qtbot.waitUntil(lambda: "去登录" in window._bar.text, timeout=WAIT)  # noqa: SLF001  # as above
    back = window.findChild(QPushButton, "restore_back")
    assert back is not None
    with qtbot.waitSignal(window.left):
        QTest.keyClick(back, Qt.Key.Key_Return)


def test_escape_goes_back(qtbot: QtBot, window: RestoreWindow) -> None:
    with qtbot.waitSignal(window.left):
        QTest.keyClick(window, Qt.Key.Key_Escape)
