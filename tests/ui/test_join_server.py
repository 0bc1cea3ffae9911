"""A desk is joined to a shared server in the first-start window, and its operators come in with their own login."""

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from jiuzhu.commands.window import Desk
from jiuzhu.services.office import entrance
from jiuzhu.ui.dialogs.join_server import JoinServerDialog
from jiuzhu.ui.dialogs.login import LoginWindow
from jiuzhu.ui.dialogs.wizard import Wizard
from jiuzhu.ui.main_window import MainWindow
from townships import PASSWORD, Shared

W = TypeVar("W", bound=QObject)


def child(window: QObject | None, kind: type[W], name: str = "") -> W:
    assert window is not None
    found = window.findChild(kind, name) if name else window.findChild(kind)
    assert found is not None, name or kind
    return found


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Desk:
    return Desk(qapp, tmp_path / "home")


def join(qtbot: QtBot, desk: Desk, shared: Shared, letter: str = "A") -> None:
    desk.start()
    assert isinstance(desk.window, Wizard)
    child(desk.window, QPushButton, "join").click()
    dialog = child(desk.window, JoinServerDialog)
    button = child(dialog, QPushButton, "join_server")
    button.click()
    qtbot.waitUntil(lambda: "请填写服务器地址" in dialog.fields["host"].problem)
    child(dialog, QLineEdit, "host").setText(shared.address.host)
    child(dialog, QLineEdit, "database").setText(shared.address.database)
    child(dialog, QComboBox, "window").setCurrentText(letter)
    button.click()
    qtbot.waitUntil(lambda: isinstance(desk.window, LoginWindow) and desk.window.ready)


def enter(desk: Desk, login: str, password: str) -> None:
    child(desk.window, QComboBox, "login").setCurrentText(login)
    edit = child(desk.window, QLineEdit, "password")
    edit.setFocus()
    edit.setText(password)
    QTest.keyClick(edit, Qt.Key.Key_Return)


def problem(desk: Desk) -> str:
    return child(desk.window, QLabel, "password_problem").text()


def test_a_desk_joins_a_server_and_its_operator_comes_in(
    qtbot: QtBot, desk: Desk, shared: Shared, tmp_path: Path
) -> None:
    join(qtbot, desk, shared)
    enter(desk, "jingban", "不是这个密码")
    qtbot.waitUntil(lambda: "登录名或密码不对" in problem(desk))
    enter(desk, "jingban", PASSWORD)
    qtbot.waitUntil(lambda: isinstance(desk.window, MainWindow), timeout=15000)
    assert entrance.state(tmp_path / "home") == "locked"
    assert [one.login for one in entrance.logins(tmp_path / "home")] == ["jingban"]
    desk.end()


def test_a_window_the_server_does_not_know_is_told(qtbot: QtBot, desk: Desk, shared: Shared) -> None:
    join(qtbot, desk, shared, letter="K")
    enter(desk, "jingban", PASSWORD)
    qtbot.waitUntil(lambda: "没有登记 K 窗口" in problem(desk))
    desk.end()
