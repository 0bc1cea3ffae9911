import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

import jiuzhu
from jiuzhu import settings
from jiuzhu.commands import window as command
from jiuzhu.errors import UserError
from jiuzhu.ui.dialogs.bug import BugDialog
from jiuzhu.ui.dialogs.first_password import FirstPasswordDialog
from jiuzhu.ui.dialogs.login import LoginWindow
from jiuzhu.ui.main_window import MainWindow


class Workspace:
    def __init__(self, home: Path) -> None:
        self.home = home
        self.kept_here = self.sees_families = True
        self.changed: frozenset[str] = frozenset()
        self.notes: tuple[str, ...] = ()
        self.has_looks = False
        self.office = SimpleNamespace(name="虚构镇社会救助服务窗口")
        self.actor = SimpleNamespace(window="A", name="张示例", login="zhang", may=lambda _right: True)
        self.settings = settings.Settings()
        self.rules = SimpleNamespace(warnings=())
        self.greeting = ""
        self.must_choose = False
        self.offline: Any = None
        self.kept = self.closed = 0

    def listen(self, *_told: Any) -> None: ...

    def write_looks(self) -> None:
        pass

    def read(self, *_args: Any, **_kwargs: Any) -> None: ...

    def write(self, *_args: Any, **_kwargs: Any) -> None: ...

    def keep_settings(self) -> None:
        self.kept += 1

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    service = SimpleNamespace(
        state=lambda _home: "locked",
        logins=lambda _home: [],
        on_server=lambda _home: False,
        recovery=SimpleNamespace(exists=lambda _home: False),
        districts=list,
        policy_packs=list,
        password_problem=None,
    )
    monkeypatch.setattr(command, "load_opening", lambda: service)
    monkeypatch.setattr("jiuzhu.ui.pages.entries", lambda _may, **_seen: [])
    monkeypatch.setenv("JIUZHU_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def desk(qapp: QApplication, home: Path, qtbot: QtBot) -> Iterator[command.Desk]:
    made = command.Desk(qapp, home, command.load_opening)
    yield made
    if made.window is not None:
        qtbot.addWidget(made.window)
    made.end()
    left = [timer.parent() for timer in made.findChildren(QTimer) if timer.isActive()]
    assert not left, f"an ended desk would still lock by itself: {left}"


def test_an_empty_folder_begins_with_the_wizard(desk: command.Desk) -> None:
    desk.start()
    assert desk.window is not None
    assert desk.window.objectName() == "wizard"
    assert desk.window.isVisible()


def test_a_used_folder_begins_with_the_log_in_of_last_time(desk: command.Desk, home: Path) -> None:
    settings.save(home, settings.Settings(last_login="li"))
    desk.start()
    assert isinstance(desk.window, LoginWindow)


def _opened(desk: command.Desk, home: Path) -> tuple[Workspace, MainWindow]:
    settings.save(home, settings.Settings())
    desk.start()
    workspace = Workspace(home)
    assert isinstance(desk.window, LoginWindow)
    desk.window.logged_in.emit(workspace)
    assert isinstance(desk.window, MainWindow)
    return workspace, desk.window


def test_logging_in_opens_the_window_and_another_closes_the_office(
    desk: command.Desk, qtbot: QtBot, home: Path
) -> None:
    workspace, main = _opened(desk, home)
    assert desk.tasks.workspace is workspace
    assert (workspace.settings.last_login, workspace.kept) == ("zhang", 1)
    with qtbot.waitSignal(desk.tasks.idle):
        main.header.switch_wanted.emit()
    assert isinstance(desk.window, LoginWindow)
    assert workspace.closed == 1
    assert desk.tasks.workspace is None


def test_who_has_a_password_of_another_hand_chooses_their_own_before_the_window_opens(
    desk: command.Desk, home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen: list[str] = []

    def choose(_workspace: Any, password: str) -> None:
        if password == "weak":
            raise UserError("密码至少 10 个字符，可以用一句好记的话。", field="password")
        chosen.append(password)

    monkeypatch.setattr("jiuzhu.services.office.own_password.choose", choose)
    settings.save(home, settings.Settings())
    desk.start()
    login = desk.window
    assert isinstance(login, LoginWindow)
    workspace = Workspace(home)
    workspace.must_choose = True
    login.logged_in.emit(workspace)
    assert desk.window is login
    (dialog,) = login.findChildren(FirstPasswordDialog)

    def type_twice(first: str, second: str) -> None:
        for name, text in (("first_password", first), ("first_password_again", second)):
            edit = dialog.findChild(QLineEdit, name)
            assert edit is not None
            edit.setText(text)
        take = dialog.findChild(QPushButton, "first_password_take")
        assert take is not None
        take.click()

    type_twice("weak", "strong")
    again = dialog.findChild(QLabel, "first_password_again_problem")
    assert again is not None
    assert "两次输入的不一样" in again.text()
    with qtbot.waitSignal(desk.tasks.idle):
        type_twice("weak", "weak")
    problem = dialog.findChild(QLabel, "first_password_problem")
    assert problem is not None
    assert "至少 10 个字符" in problem.text()
    assert desk.window is login
    with qtbot.waitSignal(desk.tasks.idle):
        type_twice("两个黄鹂鸣翠柳", "两个黄鹂鸣翠柳")
    assert chosen == ["两个黄鹂鸣翠柳"]
    assert isinstance(desk.window, MainWindow)


def test_who_does_not_choose_does_not_come_in(desk: command.Desk, home: Path, qtbot: QtBot) -> None:
    settings.save(home, settings.Settings())
    desk.start()
    workspace = Workspace(home)
    workspace.must_choose = True
    assert isinstance(desk.window, LoginWindow)
    desk.window.logged_in.emit(workspace)
    (dialog,) = desk.window.findChildren(FirstPasswordDialog)
    with qtbot.waitSignal(desk.tasks.idle):
        dialog.reject()
    assert isinstance(desk.window, LoginWindow)
    assert workspace.closed == 1


def test_locking_keeps_the_office_open_behind_the_lock_screen(
    desk: command.Desk, qtbot: QtBot, home: Path
) -> None:
    workspace, main = _opened(desk, home)
    main.header.lock_wanted.emit()
    assert desk.lock.screen is not None
    assert desk.window is main
    assert workspace.closed == 0
    with qtbot.waitSignal(desk.lock.handed_over):
        desk.lock.hand_over()
    qtbot.waitUntil(lambda: workspace.closed == 1)
    assert isinstance(desk.window, LoginWindow)
    assert desk.lock.screen is None
    desk.lock.lock()  # nobody is logged in
    assert desk.lock.screen is None


def test_a_full_disk_does_not_keep_the_office_closed(
    desk: command.Desk, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.save(home, settings.Settings())
    desk.start()
    workspace = Workspace(home)

    def full() -> None:
        raise UserError("本机设置没有存下来。")

    monkeypatch.setattr(workspace, "keep_settings", full)
    assert isinstance(desk.window, LoginWindow)
    desk.window.logged_in.emit(workspace)
    assert isinstance(desk.window, MainWindow)
    assert "没有存下来" in desk.window.bar.text


def test_settings_this_version_cannot_follow_are_told_when_the_office_opens(
    desk: command.Desk, home: Path
) -> None:
    settings.save(home, settings.Settings())
    desk.start()
    workspace = Workspace(home)
    workspace.rules = SimpleNamespace(warnings=("表单“F99”的设置没有采用：程序里没有它。", "另一处。"))
    assert isinstance(desk.window, LoginWindow)
    desk.window.logged_in.emit(workspace)
    assert isinstance(desk.window, MainWindow)
    assert "表单“F99”的设置没有采用：程序里没有它。（另有 1 处）请系统管理员" in desk.window.bar.text


def test_a_bug_is_logged_without_its_message_and_told(desk: command.Desk, home: Path, qtbot: QtBot) -> None:
    desk.start()
    assert desk.window is not None
    desk.on_bug(ValueError("500112199001011234"))
    dialog = desk.window.findChild(BugDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    log = next((home / "logs").iterdir()).read_text("utf-8")
    assert "ValueError" in log
    assert "500112199001011234" not in log
    dialog.close()


def test_unknown_words_are_refused() -> None:
    with pytest.raises(UserError):
        command.run(["--fast"])


def test_the_first_window_comes_without_sqlalchemy() -> None:
    """The start figure rests on it: what the log-in needs must not import the database."""
    import subprocess  # noqa: PLC0415  # a fresh interpreter is the only honest witness

    script = "import sys, jiuzhu.commands.window; print([n for n in ('sqlalchemy', 'keyring', 'openpyxl') if n in sys.modules])"
    source = {"PYTHONPATH": str(Path(jiuzhu.__file__).parents[1])}
    done = subprocess.run(  # our own words
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=os.environ | source
    )
    assert done.stdout.strip() == "[]"


def test_a_last_write_that_fails_is_told_before_the_program_ends(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda _parent, _title, text: told.append(text))
    desk = command.Desk(qapp, tmp_path)

    def full() -> None:
        raise UserError("磁盘已满，这一步没有保存。")

    desk.tasks.call(full, owner=desk)
    desk.end()
    assert told == ["磁盘已满，这一步没有保存。"]


def test_without_a_screen_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(UserError, match="没有显示器"):
        command.run([])


def test_what_happened_at_the_log_in_is_told_first(desk: command.Desk, home: Path) -> None:
    settings.save(home, settings.Settings())
    desk.start()
    workspace = Workspace(home)
    workspace.greeting = "登录前有 2 次密码错误。"
    assert isinstance(desk.window, LoginWindow)
    desk.window.logged_in.emit(workspace)
    assert isinstance(desk.window, MainWindow)
    assert "登录前有 2 次密码错误。" in desk.window.bar.text
