"""Copied numbers leave the clipboard; anything else is left alone."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from jiuzhu.ui import clipboard as module
from jiuzhu.ui.clipboard import ClipboardGuard

NUMBER = "500199196001010019"


@pytest.fixture
def guard(qapp: object, qtbot: QtBot) -> Iterator[ClipboardGuard]:
    assert qapp
    window = QWidget()  # copied here, not in another program
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is not None)
    made = ClipboardGuard()
    made._timer.setInterval(80)  # noqa: SLF001  # half a minute is too long for a test
    yield made
    board().clear()
    made.deleteLater()


def board() -> QClipboard:
    return QGuiApplication.clipboard()


def test_half_a_minute_is_what_a_number_stays() -> None:
    assert module.KEPT == 30_000


@pytest.mark.parametrize(
    "text", [NUMBER, "500199 19600101 0019", "6222000000000000123", f"甲示例\t{NUMBER}\n"]
)
def test_a_copied_number_is_cleared(qtbot: QtBot, guard: ClipboardGuard, text: str) -> None:
    assert guard
    board().setText(text)
    qtbot.wait(20)
    assert board().text() == text
    qtbot.waitUntil(lambda: board().text() == "", timeout=1000)


def test_other_words_stay(qtbot: QtBot, guard: ClipboardGuard) -> None:
    assert guard
    board().setText("甲示例 500199********0019")
    qtbot.wait(150)
    assert board().text() == "甲示例 500199********0019"
    guard.clear()
    assert board().text() != ""


def test_what_another_program_copied_stays(qtbot: QtBot, qapp: object) -> None:
    assert qapp
    guard = ClipboardGuard()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is None)
    board().setText(NUMBER)
    guard.clear()
    assert board().text() == NUMBER
    board().clear()


def test_what_was_copied_after_it_stays(qtbot: QtBot, guard: ClipboardGuard) -> None:
    board().setText(NUMBER)
    qtbot.wait(20)
    board().setText("别的话")
    qtbot.wait(150)
    guard.clear()
    assert board().text() == "别的话"


def test_the_lock_clears_at_once(guard: ClipboardGuard) -> None:
    board().setText(NUMBER)
    guard.clear()
    assert board().text() == ""
