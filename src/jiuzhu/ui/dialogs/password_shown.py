"""The password of a file that left, shown once: the program keeps it nowhere."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from jiuzhu.ui import pieces, tokens


class PasswordShown(QDialog):
    """Large enough to copy by hand; it closes on the button that says so."""

    def __init__(self, parent: QWidget | None, password: str, file_name: str) -> None:
        super().__init__(parent)
        pieces.named(self, "password_shown", "文件的打开密码")
        self.setWindowTitle("文件的打开密码")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        column.addWidget(pieces.label(f"“{file_name}”的打开密码：", wraps=True))
        shown = pieces.label(password, "title", "password_text")
        shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        column.addWidget(shown, alignment=Qt.AlignmentFlag.AlignHCenter)
        told = "请抄下，另外用电话或当面告诉接收人，不要和文件一起发送。系统不保存密码，关上以后再也看不到；丢了就重新导出一次。"
        column.addWidget(pieces.label(told, "muted", "password_told", wraps=True))
        row = QHBoxLayout()
        row.addStretch(1)
        close = pieces.button("已抄下", "password_noted", self.accept, kind="primary")
        close.setDefault(True)
        row.addWidget(close)
        column.addLayout(row)
        pieces.resize_within(self, 460, 220)
