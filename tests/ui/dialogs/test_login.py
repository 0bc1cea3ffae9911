from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from jiuzhu.errors import TooSoon, UserError
from jiuzhu.ui.dialogs.login import LoginWindow
from jiuzhu.ui.dialogs.recovering import RecoveringDialog
from jiuzhu.ui.tasks import Tasks

W = TypeVar("W", bound=QWidget)


@dataclass
class Name:
    login: str
    name: str
    remembered: bool = False


def find(root: QWidget, kind: type[W], name: str) -> W:
    found = root.findChild(kind, name)
    assert found is not None, name
    return found


@pytest.fixture
def tasks(request: pytest.FixtureRequest) -> Iterator[Tasks]:
    request.getfixturevalue("qapp")
    made = Tasks(None, lambda bug: pytest.fail(repr(bug)))
    yield made
    made.shutdown()


def opening(state: str = "locked", **more: Any) -> Any:
    names = [Name("zhang", "张示例"), Name("li", "李虚构", remembered=True)]
    paper = SimpleNamespace(exists=lambda _home: "log_in_recovered" in more)
    return SimpleNamespace(
        state=lambda _home: state,
        logins=lambda _home: names,
        recovery=paper,
        on_server=lambda _home: False,
        **more,
    )


def shown(qtbot: QtBot, tasks: Tasks, service: Any, last: str = "") -> LoginWindow:
    window = LoginWindow(tasks, Path("数据"), lambda: service, last)
    qtbot.addWidget(window)
    with qtbot.waitSignal(tasks.idle):
        window.show()
    return window


def test_the_last_name_is_ready_and_the_right_password_opens(qtbot: QtBot, tasks: Tasks) -> None:
    tried: list[tuple[str, str]] = []

    def log_in(_home: Path, login: str, password: str) -> str:
        tried.append((login, password))
        return "workspace"

    window = shown(qtbot, tasks, opening(log_in=log_in), "li")
    names = find(window, QComboBox, "login")
    assert [names.itemText(place) for place in range(names.count())] == ["张示例（zhang）", "李虚构（li）"]
    assert names.currentData() == "li"
    password = find(window, QLineEdit, "password")
    QTest.keyClicks(password, "a long password")
    with qtbot.waitSignal(window.logged_in) as opened:
        QTest.keyClick(password, Qt.Key.Key_Return)
    assert opened.args == ["workspace"]
    assert tried == [("li", "a long password")]


def test_a_remembered_desk_is_offered_to_its_operator_only(qtbot: QtBot, tasks: Tasks) -> None:
    window = shown(qtbot, tasks, opening(log_in_remembered=lambda _home, login: f"desk of {login}"), "zhang")
    quick = find(window, QPushButton, "enter_remembered")
    assert not quick.isVisible()
    names = find(window, QComboBox, "login")
    names.setCurrentIndex(names.findData("li"))
    assert quick.isVisible()
    with qtbot.waitSignal(window.logged_in) as opened:
        QTest.keyClick(quick, Qt.Key.Key_Space)
    assert opened.args == ["desk of li"]


def test_services_are_asked_only_after_the_first_painting(qtbot: QtBot, tasks: Tasks) -> None:
    loads: list[bool] = []
    window: LoginWindow | None = None

    def load() -> Any:
        assert window is not None
        loads.append(window.isVisible())
        return opening()

    window = LoginWindow(tasks, Path("数据"), load)
    qtbot.addWidget(window)
    qtbot.wait(20)
    assert loads == []
    with qtbot.waitSignal(tasks.idle):
        window.show()
    assert loads == [True]


def test_a_wrong_password_is_told_beside_the_field_and_the_wait_counted(qtbot: QtBot, tasks: Tasks) -> None:
    answers = [
        UserError("密码不对（第 4 次），还可以再试 1 次。", field="password"),
        TooSoon("密码不对（第 5 次），请等 2 秒后再试。", seconds=1.5, field="password"),
    ]

    def log_in(_home: Path, _login: str, _password: str) -> None:
        raise answers.pop(0)

    window = shown(qtbot, tasks, opening(log_in=log_in))
    password, enter = find(window, QLineEdit, "password"), find(window, QPushButton, "enter")
    for told in [error.message for error in answers]:
        password.setText("wrong")
        with qtbot.waitSignal(tasks.idle):
            enter.click()
        assert told in find(window, QLabel, "password_problem").text()
        assert password.text() == ""
    note = find(window, QLabel, "login_note")
    assert not enter.isEnabled()
    assert note.text() == "还要等 2 秒"
    names = find(window, QComboBox, "login")
    names.setCurrentIndex(names.findData("li"))
    assert enter.isEnabled()  # a colleague is not kept waiting
    assert find(window, QLabel, "password_problem").text() == ""
    names.setCurrentIndex(names.findData("zhang"))
    assert not enter.isEnabled()
    qtbot.waitUntil(enter.isEnabled, timeout=4000)
    assert note.text() == "现在可以再试。"


def test_a_long_wait_is_counted_in_minutes(qtbot: QtBot, tasks: Tasks) -> None:
    def log_in(_home: Path, _login: str, _password: str) -> None:
        raise TooSoon("密码不对（第 5 次），请等 10 分钟后再试。", seconds=600, field="password")

    window = shown(qtbot, tasks, opening(log_in=log_in))
    find(window, QLineEdit, "password").setText("wrong")
    with qtbot.waitSignal(tasks.idle):
        find(window, QPushButton, "enter").click()
    assert find(window, QLabel, "login_note").text() == "还要等 10 分 00 秒"
    window.close()


def test_nothing_is_sent_without_a_password(qtbot: QtBot, tasks: Tasks) -> None:
    window = shown(qtbot, tasks, opening())
    find(window, QPushButton, "enter").click()
    assert "请输入密码" in find(window, QLabel, "password_problem").text()


def test_locked_capitals_are_noticed(qtbot: QtBot, tasks: Tasks) -> None:
    window = shown(qtbot, tasks, opening())
    password = find(window, QLineEdit, "password")

    def said() -> bool:
        return any("大写锁定" in label.text() for label in window.findChildren(QLabel))

    QTest.keyClick(password, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    assert said() == (password.text() == "a")  # Shift gives a small letter only while capitals are locked
    password.capitals_locked.emit(True)  # type: ignore[attr-defined]  # found as a QLineEdit
    assert said()


def test_the_eye_uncovers_and_covers(qtbot: QtBot, tasks: Tasks) -> None:
    window = shown(qtbot, tasks, opening())
    password = find(window, QLineEdit, "password")
    eye = next(action for action in password.actions() if action.objectName() == "eye")
    eye.trigger()
    assert password.echoMode() == QLineEdit.EchoMode.Normal
    eye.trigger()
    assert password.echoMode() == QLineEdit.EchoMode.Password


def test_a_new_folder_leads_to_the_wizard(qtbot: QtBot, tasks: Tasks) -> None:
    window = LoginWindow(tasks, Path("数据"), lambda: opening("new"))
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.first_start_wanted):
        window.show()


@pytest.mark.parametrize(("state", "word"), [("key_missing", "钥匙文件"), ("database_missing", "数据库文件")])
def test_a_missing_half_is_told_with_what_is_kept_and_what_to_do(
    qtbot: QtBot, tasks: Tasks, state: str, word: str
) -> None:
    window = shown(qtbot, tasks, opening(state))
    assert word in find(window, QLabel, "standing_title").text()
    assert "没有改动" in find(window, QLabel, "standing_what").text()
    assert "备份" in find(window, QLabel, "standing_now").text()
    assert "数据" in find(window, QLabel, "standing_folder").text()
    assert not find(window, QPushButton, "enter").isVisible()


def test_a_damaged_key_file_is_told(qtbot: QtBot, tasks: Tasks) -> None:
    def logins(_home: Path) -> None:
        raise UserError("钥匙文件已损坏。数据库没有改动。")

    service = SimpleNamespace(state=lambda _home: "locked", logins=logins, on_server=lambda _home: False)
    window = shown(qtbot, tasks, service)
    assert find(window, QLabel, "standing_what").text() == "钥匙文件已损坏。数据库没有改动。"


def test_the_recovery_key_opens_for_a_chosen_name(qtbot: QtBot, tasks: Tasks) -> None:
    tried: list[Any] = []
    answers: list[Any] = [UserError("第 3 个字不在字表里。", field="recovery"), "workspace"]

    def recovered(_home: Path, *said: str, witness: str) -> Any:
        tried.append((*said, witness))
        answer = answers.pop(0)
        if isinstance(answer, UserError):
            raise answer
        return answer

    window = shown(qtbot, tasks, opening(log_in_recovered=recovered), "li")
    find(window, QPushButton, "recover_by_paper").click()
    dialog = find(window, RecoveringDialog, "recovering_dialog")
    take = find(dialog, QPushButton, "recover")
    take.click()
    assert "请输入恢复密钥" in find(dialog, QLabel, "recovery_problem").text()
    assert "在场同事" in find(dialog, QLabel, "witness_problem").text()
    for name, word in (
        ("recovery", "的一是"),
        ("recovered_password", "a long password"),
        ("recovered_again", "a long"),
        ("witness", "张虚构"),
    ):
        find(dialog, QLineEdit, name).setText(word)
    take.click()
    assert "不一样" in find(dialog, QLabel, "recovered_again_problem").text()
    assert tried == []
    find(dialog, QLineEdit, "recovered_again").setText("a long password")
    with qtbot.waitSignal(tasks.idle):
        take.click()
    assert "第 3 个字" in find(dialog, QLabel, "recovery_problem").text()
    with qtbot.waitSignal(window.logged_in) as opened:
        take.click()
    assert opened.args == ["workspace"]
    assert tried[0] == ("li", "的一是", "a long password", "张虚构")


def test_without_a_recovery_key_none_is_offered(qtbot: QtBot, tasks: Tasks) -> None:
    window = shown(qtbot, tasks, opening())
    assert not find(window, QPushButton, "recover_by_paper").isVisible()
