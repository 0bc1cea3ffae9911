"""显示: a whole ID number for somebody who says why; it stands alone, for a minute, and the reason is kept."""

from typing import Any

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from jiuzhu.services.office import admin
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.dialogs import reason

SCHEME = "reveal"
"""Of the links that uncover a person's number: `reveal:<person id>`."""

_SHOWN = 60_000  # milliseconds


class NumberDialog(QDialog):
    """The number in groups, to be read aloud or copied; closes by itself."""

    def __init__(self, parent: QWidget, number: str) -> None:
        super().__init__(parent)
        pieces.named(self, "number_dialog", "身份证号")
        self.setWindowTitle("身份证号")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        text = pieces.label(number or "没有登记身份证号", "title", "revealed_number")
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        plain = number.replace(" ", "")
        row = QHBoxLayout()
        copy = pieces.button("复制", "copy_number", lambda: QGuiApplication.clipboard().setText(plain))
        copy.setEnabled(bool(plain))
        row.addWidget(copy)
        row.addStretch(1)
        row.addWidget(pieces.button("关闭", "close_number", self.accept, kind="primary"))
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        column.addWidget(text)
        told = "查看的原因已记入日志。一分钟后自动关闭；复制的号码 30 秒后从剪贴板清除。"
        column.addWidget(pieces.label(told, "caption", wraps=True))
        column.addLayout(row)
        self.resize(tokens.scaled(380), 0)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.accept)
        self._timer.start(_SHOWN)


def reveal(page: Any, link: QUrl) -> None:
    """Ask why, then show the number the link stands for."""
    if link.scheme() != SCHEME:
        return
    said = reason.ask(page, "显示完整身份证号", "查看完整号码的原因：")
    if said is None:
        return
    page.tasks.write(
        admin.reveal,
        link.path(),
        said,
        owner=page,
        then=lambda number: NumberDialog(page, number).open(),
        failed=page.tell,
    )
