"""The line that stands above every page of a desk opened without its server, until the server is back."""

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from jiuzhu.ui import pieces, tokens

_HOUR = 3_600_000


class AwayBar(QFrame):
    """离线: what is possible here, since when, and for how long. It cannot be closed and hides itself at the real log-in."""

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        pieces.named(self, "away_bar", "离线")
        self.setProperty("role", "bar")
        self.setProperty("level", "warn")
        self._workspace = workspace
        self._text = pieces.label("", "", "away_text", wraps=True)
        word = pieces.label("离线", "heading", "away_word")
        word.setProperty("level", "warn")
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.BETWEEN, tokens.SPACE, tokens.BETWEEN, tokens.SPACE)
        row.setSpacing(tokens.INSIDE)
        row.addWidget(pieces.sign("warning", "warn"))
        row.addWidget(word)
        row.addWidget(self._text, 1)
        self._timer = QTimer(self)  # a window may stay open for days
        self._timer.setInterval(_HOUR)
        self._timer.timeout.connect(self.tell)
        self._timer.start()
        self.tell()

    def tell(self) -> None:
        """What holds now."""
        from jiuzhu.services.office import offline  # noqa: PLC0415  # the start figure: the log-in comes before the database

        told = offline.told(self._workspace)
        if not told:
            self._timer.stop()
            self.hide()
        self._text.setText(told)
        self.setAccessibleDescription(told)
