"""The last backup of the day: the window closes behind it, or at once for who cannot wait."""

from typing import Any

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from jiuzhu.errors import UserError
from jiuzhu.services.office import duties
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.keeper import Keeper


class ClosingDialog(QDialog):
    """Ends by itself when the backup is made; when it cannot be, it says why and waits to be read."""

    def __init__(self, parent: QWidget | None, keeper: Keeper | None, workspace: Any) -> None:
        super().__init__(parent)
        pieces.named(self, "closing_dialog", "关闭前备份")
        self.setWindowTitle("关闭前备份")
        self._words = pieces.label("正在备份…", "", "closing_words", wraps=True)
        self._leave = pieces.button("不等了，直接关闭", "closing_leave", self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SECTION, tokens.SECTION, tokens.SECTION, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        column.addWidget(pieces.label("关闭窗口前再备份一次", "heading"))
        column.addWidget(self._words, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._leave)
        column.addLayout(foot)
        pieces.resize_within(self, 460, 180)
        if keeper is not None:
            keeper.doing.connect(self._on_doing)
            keeper.run(
                lambda told: duties.do(workspace, "backup", told),
                self,
                lambda _: self.accept(),
                self._on_failed,
            )

    def _on_doing(self, words: str) -> None:
        if words:
            self._words.setText(words)

    def _on_failed(self, error: UserError) -> None:
        self._words.setText(error.message)
        self._words.setProperty("role", "bad")
        pieces.restyle(self._words)
        self._leave.setText("知道了，关闭")
