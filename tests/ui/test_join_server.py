"""A desk is joined to a shared server in the first-start window, and its operators come in with their own login."""

from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from jiuzhu.commands.window import Desk
from jiuzhu.services.office import entrance
from jiuzhu.storage.server import ear
from jiuzhu.storage.server.address import Seat, load_seat, save_seat
from jiuzhu.ui.dialogs.join_server import JoinServerDialog
from jiuzhu.ui.dialogs.login import LoginWindow
from jiuzhu.ui.dialogs.wizard import Wizard
from jiuzhu.ui.locking.screen import LockScreen
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
    assert desk.window.focusWidget() is child(desk.window, QComboBox, "login")  # nobody is known here yet


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
    told = child(desk.window, QLabel, "workbench_backup")
    qtbot.waitUntil(lambda: told.text() == "数据在共用的服务器上，由服务器管理员备份")
    assert entrance.state(tmp_path / "home") == "locked"
    assert [one.login for one in entrance.logins(tmp_path / "home")] == ["jingban"]
    desk.end()


def test_a_window_the_server_does_not_know_is_told(qtbot: QtBot, desk: Desk, shared: Shared) -> None:
    join(qtbot, desk, shared, letter="K")
    enter(desk, "jingban", PASSWORD)
    qtbot.waitUntil(lambda: "没有登记 K 窗口" in problem(desk))
    desk.end()


def test_an_address_where_nobody_answers_is_not_kept_and_a_kept_one_is_corrected_at_the_log_in(
    qtbot: QtBot, desk: Desk, shared: Shared, tmp_path: Path
) -> None:
    desk.start()
    child(desk.window, QPushButton, "join").click()
    dialog = child(desk.window, JoinServerDialog)
    child(dialog, QLineEdit, "host").setText(str(tmp_path))
    child(dialog, QPushButton, "join_server").click()
    qtbot.waitUntil(lambda: "没有服务器回答" in dialog.fields["host"].problem)
    assert load_seat(tmp_path / "home") is None
    save_seat(tmp_path / "home", Seat(replace(shared.address, host=str(tmp_path), port=6000), "B"))
    dialog.reject()
    desk.log_in()
    qtbot.waitUntil(lambda: isinstance(desk.window, LoginWindow) and desk.window.ready)
    link = child(desk.window, QPushButton, "correct_server")
    assert link.isVisible()
    link.click()
    dialog = child(desk.window, JoinServerDialog)
    qtbot.waitUntil(lambda: child(dialog, QLineEdit, "port").text() == "6000")
    assert child(dialog, QComboBox, "window").currentText() == "B"
    child(dialog, QLineEdit, "host").setText(shared.address.host)
    child(dialog, QLineEdit, "port").setText(str(shared.address.port))
    with qtbot.waitSignal(dialog.accepted, timeout=15000):
        child(dialog, QPushButton, "join_server").click()
    assert load_seat(tmp_path / "home") == Seat(shared.address, "B")
    enter(desk, "jingban", PASSWORD)
    qtbot.waitUntil(lambda: isinstance(desk.window, MainWindow), timeout=15000)
    desk.end()


def test_a_desk_whose_login_ended_is_locked_until_it_is_let_in_again_or_changes_hands(
    qtbot: QtBot, desk: Desk, shared: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ear, "_BARRED_SECONDS", 0.3)
    join(qtbot, desk, shared)
    enter(desk, "jingban", PASSWORD)
    qtbot.waitUntil(lambda: isinstance(desk.window, MainWindow), timeout=15000)

    def locked() -> LockScreen:
        screen = desk.lock.screen
        assert isinstance(screen, LockScreen)
        return screen

    try:
        shared.server.administer(
            "ALTER ROLE jingban NOLOGIN",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'jingban'",
        )
        qtbot.waitUntil(lambda: desk.lock.screen is not None, timeout=15000)
        for _ in range(2):  # the right password opens nothing
            said = child(locked(), QLabel, "unlock_password_problem").text()
            assert said.startswith("✗ 这个账号已停用"), said
            assert "另存为草稿" in said
            edit = child(locked(), QLineEdit, "unlock_password")
            edit.setText(PASSWORD)
            QTest.keyClick(edit, Qt.Key.Key_Return)
            qtbot.wait(100)
    finally:
        shared.server.administer("ALTER ROLE jingban LOGIN")

    def opened() -> bool:
        if desk.lock.screen is None:
            return True
        edit = child(locked(), QLineEdit, "unlock_password")
        if edit.isEnabled():
            edit.setText(PASSWORD)
            QTest.keyClick(edit, Qt.Key.Key_Return)
        return False

    qtbot.waitUntil(opened, timeout=15000)
    desk.end()
