"""The quiet line on top of a page: what happened, with a sign and a word, the way out, and a cross to close it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from jiuzhu.ui import icons, pieces, tokens

# level → (icon, the word that stands for the colour)
LEVELS = {
    "ok": ("ok", "完成"),
    "info": ("info", "提示"),
    "warn": ("warning", "请注意"),
    "bad": ("error", "没有成功"),
}


class MessageBar(QFrame):
    """One sentence at a time; the newest replaces the one before. Never steals the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        pieces.named(self, "message_bar", "消息")
        self.setProperty("role", "bar")
        self.level = ""
        self._action: Callable[[], Any] | None = None
        self._sign = pieces.sign("info", "accent")
        self._word = pieces.label("", "heading", "message_word")
        self._text = pieces.label("", "", "message_text", wraps=True)
        self._link = pieces.button("", "message_action", self._on_link, kind="link", spoken="消息里的操作")
        self._cross = pieces.tool("close", "message_close", "关闭消息", self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.BETWEEN, tokens.SPACE, tokens.SPACE, tokens.SPACE)
        row.setSpacing(tokens.INSIDE)
        row.addWidget(self._sign)
        row.addWidget(self._word)
        row.addWidget(self._text, 1)
        row.addWidget(self._link)
        row.addWidget(self._cross)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown, "" when the bar is hidden."""
        return self._text.text() if self.level else ""

    def say(
        self, level: str, text: str, action_text: str = "", action: Callable[[], Any] | None = None
    ) -> None:
        """Show a sentence; `level` is ok, info, warn or bad; `action` is offered as a link such as 撤销."""
        icon, word = LEVELS[level]
        self.level = level
        role = "accent" if level == "info" else level
        icons.give(self._sign, icon, role)
        self._word.setText(word)
        self._word.setProperty("level", level)
        pieces.restyle(self._word)
        self._text.setText(text)
        self._action = action
        self._link.setText(action_text)
        self._link.setAccessibleName(action_text)
        self._link.setVisible(action is not None)
        self.setProperty("level", level)
        self.setAccessibleDescription(f"{word}：{text}")
        pieces.restyle(self)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def clear(self) -> None:
        """Hide the bar; a sentence once closed does not come back."""
        self.level = ""
        self._action = None
        self.hide()

    def _on_link(self) -> None:
        action = self._action
        self.clear()
        if action is not None:
            action()
