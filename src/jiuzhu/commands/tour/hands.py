"""Hands on the real windows: they type, press and click by name, wait until the desk is calm, and take pictures."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QWidget

from jiuzhu.commands.window import Desk

W = TypeVar("W", bound=QWidget)

PATIENCE = 20.0
"""Seconds to wait for a window before the tour is given up as broken."""

SIZE = (1366, 768)

_FILE_DIALOGS: dict[str, Callable[[Path], Any]] = {
    "getSaveFileName": lambda path: (str(path), ""),
    "getOpenFileName": lambda path: (str(path), ""),
    "getOpenFileNames": lambda path: ([str(path)], ""),
    "getExistingDirectory": str,
}


def _answered(answer: Any, *_: object, **__: object) -> Any:
    return answer


class Lost(RuntimeError):
    """The tour did not find what should be on screen: a fault of the program, never of a person."""


class Hands:
    """Works the windows of one desk."""

    def __init__(self, application: QApplication, desk: Desk, pictures: Path) -> None:
        self._application = application
        self.desk = desk
        self._pictures = pictures
        self._busy = False
        self.taken: list[str] = []
        desk.tasks.busy.connect(self._on_busy)
        desk.tasks.idle.connect(self._on_idle)

    def _on_busy(self, _what: str) -> None:
        self._busy = True

    def _on_idle(self) -> None:
        self._busy = False

    @property
    def window(self) -> QWidget:
        """The window in front: a dialog when one is open."""
        dialog = QApplication.activeModalWidget()
        window = dialog or self.desk.window
        if window is None:
            raise Lost("no window is open")
        return window

    def until(self, true: Callable[[], object], what: str) -> None:
        """Let the program work until something holds."""
        end = time.monotonic() + PATIENCE
        while not true():
            if time.monotonic() > end:
                self.snap("lost")
                raise Lost(f"waited in vain for {what}")
            self._work()

    def _work(self) -> None:
        """One turn of the program, in which closed windows also die: an event loop does that by itself."""
        self._application.processEvents()
        self._application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        time.sleep(0.001)

    def calm(self, pause: float = 0.0) -> None:
        """Wait until nothing is being read or written; `pause` seconds more for timers that start work."""
        if pause:
            end = time.monotonic() + pause
            while time.monotonic() < end:
                self._work()
        self.desk.tasks.call(str, owner=self.desk, then=lambda _: None)
        self._busy = True
        self.until(lambda: not self._busy, "a calm desk")

    def find(self, name: str, kind: type[W] = QWidget) -> W:  # type: ignore[assignment]  # the default is the bound
        """The widget of that object name in the window in front; the visible one when there are several."""
        found = self.window.findChildren(kind, name)
        if not found:
            self.snap("lost")
            raise Lost(f"{name} is not on screen")
        shown = [widget for widget in found if widget.isVisible()]
        return (shown or found)[0]

    def see(self, name: str) -> bool:
        """Whether a widget of that name is visible in the window in front."""
        return any(widget.isVisible() for widget in self.window.findChildren(QWidget, name))

    def click(self, name: str) -> None:
        """Click a button when it can be clicked."""
        button = self.find(name, QWidget)
        self.until(button.isEnabled, f"{name} to be enabled")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(8, button.height() // 2))

    def focus(self) -> QWidget:
        """The widget the keyboard goes to."""
        widget = QApplication.focusWidget()
        if widget is None:
            raise Lost("nothing has the keyboard")
        return widget

    def at(self) -> str:
        """The name of the widget the keyboard goes to."""
        return self.focus().objectName()

    def key(self, code: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press and release a key where the keyboard is."""
        QTest.keyClick(self.focus(), code, held)

    def send(self, code: Qt.Key) -> None:
        """Press a key that hands over: nobody may be there any more for its release."""
        QTest.keyPress(self.focus(), code)

    def say(self, text: str) -> None:
        """Type: letters by keys, Chinese the way an input method commits it."""
        if text.isascii():
            QTest.keyClicks(self.focus(), text)
            return
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.focus(), event)

    def go_to(self, name: str) -> None:
        """Put the keyboard on a widget; a closed dialog may have left the window without it."""
        widget = self.find(name, QWidget)
        widget.window().activateWindow()
        widget.setFocus()

        def there() -> bool:
            focused = QApplication.focusWidget()
            return widget.hasFocus() or (focused is not None and widget.isAncestorOf(focused))

        self.until(there, f"the keyboard on {name}")

    def write(self, name: str, text: str) -> None:
        """Go to a field and replace what stands there."""
        self.go_to(name)
        self.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.say(text)

    def choose(self, name: str, text: str) -> None:
        """Choose an entry of a combo box by its words or data."""
        box = self.find(name, QComboBox)
        self.until(lambda: max(box.findText(text), box.findData(text)) >= 0, f"the entry {text} of {name}")
        place = max(box.findText(text), box.findData(text))
        box.setFocus()
        box.setCurrentIndex(place)
        box.activated.emit(place)

    def fill(self, answers: dict[str, str]) -> None:
        """Go through the fields with Enter and answer those whose last name is given, until all are answered."""
        left = dict(answers)
        for _ in range(120):
            name = self.at().rsplit(".", 1)[-1]
            if name in left:
                self.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
                self.say(left.pop(name))
            if not left:
                return
            self.key(Qt.Key.Key_Return)
        self.snap("lost")
        raise Lost(f"never reached {', '.join(left)}, standing at {self.at()}")

    def later(self, action: Callable[[], object], milliseconds: int = 60) -> None:
        """Do something while a dialog that waits for an answer stands in front."""
        QTimer.singleShot(milliseconds, action)

    @contextmanager
    def files(self, path: Path) -> Iterator[None]:
        """Answer the system's file dialogs with one path: they are not ours, and have no form off screen."""
        kept = {name: getattr(QFileDialog, name) for name in _FILE_DIALOGS}
        for name, answer in _FILE_DIALOGS.items():
            setattr(QFileDialog, name, staticmethod(partial(_answered, answer(path))))
        try:
            yield
        finally:
            for name, original in kept.items():
                setattr(QFileDialog, name, original)

    def snap(self, name: str) -> None:
        """A picture of the window in front."""
        window = self.window
        if window is self.desk.window:
            window.resize(*SIZE)
        for _ in range(3):
            self._application.processEvents()
        file = self._pictures / f"{len(self.taken) + 1:02d}-{name}.png"
        window.grab().save(str(file))
        self.taken.append(file.name)
