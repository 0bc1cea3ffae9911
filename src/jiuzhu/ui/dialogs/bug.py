"""Tells of a bug: what happened, what is kept, where the log lies. Never a name, never a message of the machine."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QVBoxLayout, QWidget

from jiuzhu.ui import pieces, tokens


class BugDialog(QDialog):
    """Shows the sentence of the crash report; the window stays open behind it."""

    def __init__(self, parent: QWidget | None, told: str) -> None:
        super().__init__(parent)
        pieces.named(self, "bug_dialog", "程序出错")
        self.setWindowTitle("程序出错")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        head = QHBoxLayout()
        head.addWidget(pieces.sign("error", "bad"))
        head.addWidget(pieces.label("这一步没有做完", "title"), 1)
        text = pieces.label(told, "", "bug_text", wraps=True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        kept = pieces.label("之前保存的内容和草稿都在，可以关掉这个提示继续工作。", "muted", wraps=True)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        pieces.named(box.button(QDialogButtonBox.StandardButton.Close), "close", "关闭").setText("关闭")
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        column.addLayout(head)
        column.addWidget(text)
        column.addWidget(kept)
        column.addWidget(box)
        self.resize(tokens.scaled(480), 0)


def tell(parent: QWidget | None, told: str) -> BugDialog:
    """Open the dialog without stopping the program; `told` is the sentence of the crash report."""
    dialog = BugDialog(parent, told)
    dialog.open()
    return dialog
