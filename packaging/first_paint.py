"""Prints the moment when a window was first painted: what the start figures measure, for us and for the peer."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


class FirstPaint(QObject):
    """Prints the time (nanoseconds of the system clock) after the window's first painting, then calls `then`."""

    def __init__(self, window: QWidget, then: Callable[[], object]) -> None:
        super().__init__(window)
        self._then = then
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: sees every event of the window."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._tell)  # after the children of the window were painted too
        return False

    def _tell(self) -> None:
        print(time.time_ns(), flush=True)
        self._then()
