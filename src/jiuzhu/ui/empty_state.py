"""What stands where nothing is yet: what will appear here, and how to get it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from jiuzhu.ui import pieces, tokens


class EmptyState(QWidget):
    """A sign, one sentence on what will appear here, one on how, and at most one button."""

    def __init__(
        self,
        what: str,
        how: str = "",
        *,
        icon: str = "info",
        action_text: str = "",
        action: Callable[[], Any] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        pieces.named(self, "empty_state", what)
        column = QVBoxLayout(self)
        column.setSpacing(tokens.INSIDE)
        column.addStretch(1)
        column.addWidget(pieces.sign(icon, "muted"), 0, Qt.AlignmentFlag.AlignHCenter)
        for text, role in ((what, "heading"), (how, "muted")):
            if text:
                line = pieces.label(text, role, wraps=True)
                line.setAlignment(Qt.AlignmentFlag.AlignCenter)
                column.addWidget(line)
        if action is not None:
            column.addWidget(
                pieces.button(action_text, "empty_action", action), 0, Qt.AlignmentFlag.AlignHCenter
            )
        column.addStretch(2)
