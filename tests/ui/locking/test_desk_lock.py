"""The lock: everything hidden at once, nothing lost, opened by the same operator or handed over with drafts."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtDBus import QDBusConnection
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from jiuzhu.errors import UserError
from jiuzhu.services.counter import spooling
from jiuzhu.services.office import interrupted, own_password
from jiuzhu.storage import attempts, key_file
from jiuzhu.ui import pieces
from jiuzhu.ui.dialogs import reason
from jiuzhu.ui.dialogs.interrupted import InterruptedDialog, offer
from jiuzhu.ui.locking.desk_lock import DeskLock
from jiuzhu.ui.locking.half_typed import half_typed
from jiuzhu.ui.locking.watch import IdleWatch, SessionWatch
from jiuzhu.ui.message_bar import MessageBar
from jiuzhu.ui.tasks import Tasks
from town import LOGIN, PASSWORD, Town

SECRET = "甲示例 低保"


class Window(QMainWindow):
    """A window with something on it nobody else should see."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("救助窗 · 甲示例")
        middle = QWidget()
        column = QVBoxLayout(middle)
        self.bar = MessageBar()
        self.note = pieces.named(QPlainTextEdit(), "note", "意见")
        self.search = pieces.named(QLineEdit(), "search", "搜索")
        column.addWidget(QLabel(SECRET))
        column.addWidget(self.bar)
        column.addWidget(self.note)
        column.addWidget(self.search)
        self.setCentralWidget(middle)
        self.resize(400, 300)

    def unsaved_pages(self) -> list[QWidget]:
        return []


@pytest.fixture
def window(qtbot: QtBot, qapp: object) -> Window:
    assert qapp
    made = Window()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def lock(town: Town, window: Window) -> Iterator[DeskLock]:
    assert window
    tasks = Tasks(town.clerk, lambda bug: pytest.fail(repr(bug)))
    made = DeskLock(tasks)
    made.begin(town.clerk, own_password.prove)
    made.tasks = tasks  # type: ignore[attr-defined]  # for the tests only
    yield made
    made.end()
    tasks.shutdown()


def covered(window: QWidget) -> bool:
    """Whether nothing but one colour and the word can be seen: the picture does not depend on what is behind."""
    cover = window.findChild(QWidget, "cover")
    if cover is None or not cover.isVisible() or cover.geometry() != window.rect():
        return False
    shown = window.grab().toImage()
    place = cover.grab().toImage()
    return shown == place


def unlock(qtbot: QtBot, lock: DeskLock, password: str) -> None:
    assert lock.screen is not None
    edit = lock.screen.findChild(QLineEdit, "unlock_password")
    assert edit is not None
    edit.setText(password)
    with qtbot.waitSignal(lock.tasks.idle):  # type: ignore[attr-defined]  # see above
        QTest.keyClick(edit, Qt.Key.Key_Return)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_everything_is_hidden_within_the_second_and_comes_back_as_it_was(
    qtbot: QtBot, lock: DeskLock, window: Window
) -> None:
    window.note.setPlainText("写到一半")
    window.note.setFocus()
    dialog = QDialog(window)
    dialog.setWindowTitle("登记 甲示例")
    edit = pieces.named(QLineEdit(dialog), "half", "半截")
    dialog.resize(200, 100)
    dialog.open()
    QTest.keyClicks(edit, "abc")
    menu = QMenu(window)
    menu.addAction(SECRET)
    menu.popup(window.pos())

    begin = time.monotonic()
    lock.lock()
    QApplication.processEvents()
    assert time.monotonic() - begin < 1

    assert lock.screen is not None
    assert lock.screen.isVisible()
    assert not menu.isVisible()
    assert covered(window)
    assert covered(dialog)
    assert "甲示例" not in window.windowTitle() + dialog.windowTitle()
    assert QApplication.activeModalWidget() is lock.screen
    QTest.keyClick(lock.screen, Qt.Key.Key_Escape)
    lock.screen.close()
    assert lock.screen.isVisible()

    unlock(qtbot, lock, PASSWORD)

    assert lock.screen is None
    assert dialog.isVisible()
    assert edit.text() == "abc"
    assert window.note.toPlainText() == "写到一半"
    assert (window.windowTitle(), dialog.windowTitle()) == ("救助窗 · 甲示例", "登记 甲示例")
    assert window.findChild(QWidget, "cover") is None
    dialog.reject()


def test_a_dialog_that_waits_for_its_answer_goes_on_after_the_lock(
    qtbot: QtBot, lock: DeskLock, window: Window
) -> None:
    def meanwhile() -> None:
        asking = window.findChild(QDialog, "reason_dialog")
        assert asking is not None
        text = asking.findChild(QPlainTextEdit, "reason")
        assert text is not None
        text.setPlainText("核对身份用")
        lock.lock()
        unlock(qtbot, lock, PASSWORD)
        ok = asking.findChild(QPushButton, "ok")
        assert ok is not None
        ok.click()

    QTimer.singleShot(50, meanwhile)
    assert reason.ask(window, "显示", "原因") == "核对身份用"


def test_a_wrong_password_is_told_counted_and_journaled(
    qtbot: QtBot, lock: DeskLock, window: Window, town: Town
) -> None:
    lock.lock()
    for _ in range(4):
        unlock(qtbot, lock, "不是这一句密码")
    assert lock.screen is not None
    told = lock.screen.findChild(QLabel, "unlock_password_problem")
    assert told is not None
    assert "还可以再试 1 次" in told.text()
    assert covered(window)
    assert attempts.failures_of(key_file.load(town.home), LOGIN) == 4
    unlock(qtbot, lock, PASSWORD)
    assert lock.screen is None
    assert key_file.load(town.home).untold == []  # they stand in the journal

    lock.lock()
    for _ in range(5):
        unlock(qtbot, lock, "不是这一句密码")
    assert lock.screen is not None
    note = lock.screen.findChild(QLabel, "unlock_note")
    button = lock.screen.findChild(QPushButton, "unlock")
    assert note is not None
    assert button is not None
    assert "还要等" in note.text()
    assert not button.isEnabled()
    assert covered(window)


def test_what_opens_while_locked_is_covered_too(qtbot: QtBot, lock: DeskLock, window: Window) -> None:
    lock.lock()
    late = QDialog(window)
    late.setWindowTitle("刚查到：甲示例")
    late.resize(100, 100)
    late.show()
    assert covered(late)
    window.resize(500, 400)
    QApplication.processEvents()
    assert covered(window)
    unlock(qtbot, lock, PASSWORD)
    assert late.windowTitle() == "刚查到：甲示例"
    late.close()


def test_another_takes_over_and_the_first_finds_what_was_half_typed(
    qtbot: QtBot, lock: DeskLock, window: Window, town: Town
) -> None:
    window.note.insertPlainText("同意")
    QTest.keyClicks(window.search, "jia")
    dialog = QDialog(window)
    dialog.setWindowTitle("登记回访")
    column = QVBoxLayout(dialog)
    text, choice, password = QLineEdit(), QComboBox(), QLineEdit()
    for widget, name in ((text, "经过"), (choice, "结果"), (password, "密码")):
        column.addWidget(pieces.named(widget, f"x_{name}", name))
    choice.addItems(["满意"])
    password.setEchoMode(QLineEdit.EchoMode.Password)
    dialog.open()
    text.setText("家中老人生病")
    password.setText("绝不留下")
    lock.lock()
    assert lock.screen is not None
    switch = lock.screen.findChild(QPushButton, "switch")
    assert switch is not None
    with qtbot.waitSignal(lock.handed_over) as told:
        switch.click()
    typed = told.args[0]
    assert sorted(typed) == [
        ("救助窗 · 甲示例", [("意见", "同意")]),
        ("登记回访", [("经过", "家中老人生病"), ("结果", "满意")]),
    ]
    lock.stay(UserError("磁盘满了。"))
    assert dialog.isVisible()
    assert text.text() == "家中老人生病"
    assert any("没有换人：磁盘满了。" in label.text() for label in lock.screen.findChildren(QLabel))
    spooling.keep_interrupted(town.clerk, typed)
    closed: list[bool] = []
    lock.close_dialogs(lambda: closed.append(True))
    qtbot.waitUntil(lambda: closed == [True])
    assert not dialog.isVisible()
    assert covered(window)  # until the office closes

    lock.end()
    assert town.checker.read(interrupted.interrupted) == []
    offer(window, lock.tasks, interrupted)  # type: ignore[attr-defined]  # see above
    with qtbot.waitSignal(lock.tasks.idle):  # type: ignore[attr-defined]  # see above
        pass
    assert "2 个窗口没填完" in window.bar.text
    waiting = town.clerk.read(interrupted.interrupted)
    shown = InterruptedDialog(window, waiting)
    shown.show()
    assert any(label.text() == "家中老人生病" for label in shown.findChildren(QLabel))
    with qtbot.waitSignal(shown.put_aside) as aside:
        shown.findChild(QPushButton, f"put_aside_{waiting[0].id}").click()  # type: ignore[union-attr]  # it is there
    town.clerk.write(interrupted.put_aside, aside.args[0])
    assert [one.id for one in town.clerk.read(interrupted.interrupted)] == [waiting[1].id]
    town.checker.write(interrupted.put_aside, waiting[1].id)  # not theirs
    assert len(town.clerk.read(interrupted.interrupted)) == 1
    shown.close()


def test_a_desk_nobody_comes_back_to_closes(
    qtbot: QtBot, lock: DeskLock, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window
    lock._long.setInterval(10)  # noqa: SLF001  # an hour is too long for a test
    assert monkeypatch
    with qtbot.waitSignal(lock.handed_over):
        lock.lock()


def test_nothing_typed_leaves_nothing(window: Window) -> None:
    QTest.keyClicks(window.search, "jia")
    assert half_typed() == []


def test_the_desk_locks_when_nobody_touches_it(
    qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    watch = IdleWatch()
    idle: list[bool] = []
    watch.idle.connect(lambda: idle.append(True))
    watch.begin(lambda: 10)
    handle = window.windowHandle()
    now[0] += 599
    QTest.keyClick(handle, Qt.Key.Key_A)
    now[0] += 599
    watch.look()
    assert idle == []
    QTest.mouseMove(handle)
    QApplication.processEvents()
    now[0] += 599
    watch.look()
    assert idle == []
    now[0] += 1
    watch.look()
    watch.look()
    assert idle == [True]
    assert qtbot


@pytest.fixture
def bus(qapp: object) -> Iterator[str]:
    """A message bus of its own, as a desktop has one."""
    assert qapp
    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as daemon:  # ours
        assert daemon.stdout is not None
        yield daemon.stdout.readline().strip()
        daemon.terminate()


SIGNALS = (
    ("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver.ActiveChanged", "boolean:true", True),
    ("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver.ActiveChanged", "boolean:false", False),
    ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged", "boolean:true", True),
    ("/", "org.ukui.ScreenSaver.lock", "", True),
)


def test_the_desktops_own_lock_is_heard(qtbot: QtBot, bus: str, tmp_path: Path) -> None:
    assert tmp_path
    connection = QDBusConnection.connectToBus(bus, "test-lock")
    assert connection.isConnected()
    watch = SessionWatch(None, connection, connection)
    heard: list[bool] = []
    watch.left.connect(lambda: heard.append(True))
    for path, member, argument, expected in SIGNALS:
        heard.clear()
        command = [
            "dbus-send",
            f"--bus={bus}",
            "--type=signal",
            path,
            member,
            *([argument] if argument else []),
        ]
        subprocess.run(command, check=True, env=os.environ)  # ours
        qtbot.wait(60)
        assert bool(heard) is expected, member
    QDBusConnection.disconnectFromBus("test-lock")


def test_sleep_locks_and_waking_does_not(qapp: Any) -> None:
    assert qapp
    none = QDBusConnection.connectToBus("unix:path=/nowhere", "test-none")  # a machine without a bus
    watch = SessionWatch(None, none, none)
    heard: list[bool] = []
    watch.left.connect(lambda: heard.append(True))
    watch.on_changed(False)
    assert heard == []
    watch.on_changed(True)
    watch.on_locked()
    assert heard == [True, True]
