"""What was copied does not lie about: an ID or account number of ours leaves the clipboard after half a minute."""

import hashlib

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

from jiuzhu.domain.identity_number import carries_number

KEPT = 30_000
"""Milliseconds a copied number may be pasted."""


class ClipboardGuard(QObject):
    """Watches what this program puts on the clipboard; what others put there is left alone."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._mark = b""  # of the text that is to go; the text itself is kept nowhere
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEPT)
        self._timer.timeout.connect(self.clear)
        self._clipboard.dataChanged.connect(self._on_changed)

    def _on_changed(self) -> None:
        text = self._clipboard.text()
        ours = self._clipboard.ownsClipboard() or QGuiApplication.focusWindow() is not None
        if ours and carries_number(text):
            self._mark = _digest(text)
            self._timer.start()
        else:
            self._mark = b""
            self._timer.stop()

    def clear(self) -> None:
        """Take the number away, if it is still there."""
        self._timer.stop()
        if self._mark and _digest(self._clipboard.text()) == self._mark:
            self._clipboard.clear()
        self._mark = b""
        selection = QClipboard.Mode.Selection
        if self._clipboard.ownsSelection() and carries_number(self._clipboard.text(selection)):
            self._clipboard.clear(selection)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
