"""Asks for a reason: one question, one text of at least some characters."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.dialogs.field import Field


class ReasonDialog(QDialog):
    """Closes on a reason that is long enough, or when the person turns back."""

    def __init__(self, parent: QWidget | None, title: str, question: str, minimum: int = 4) -> None:
        super().__init__(parent)
        pieces.named(self, "reason_dialog", title)
        self.setWindowTitle(title)
        self._minimum = minimum
        self._text = QPlainTextEdit()
        self._text.setTabChangesFocus(True)
        self._field = Field(question, self._text, "reason", f"至少 {minimum} 个字，会记入经办日志。")
        self._text.textChanged.connect(lambda: self._field.show_problem(""))
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        ok = box.button(QDialogButtonBox.StandardButton.Ok)
        pieces.named(ok, "ok", "确定").setText("确定")
        ok.setProperty("kind", "primary")
        pieces.named(box.button(QDialogButtonBox.StandardButton.Cancel), "cancel", "返回").setText("返回")
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        column.addWidget(self._field)
        column.addWidget(box)
        self.resize(tokens.scaled(440), tokens.scaled(240))
        self.setWindowModality(Qt.WindowModality.WindowModal)

    @property
    def reason(self) -> str:
        """What was written, without spaces around it."""
        return self._text.toPlainText().strip()

    def accept(self) -> None:
        """Take the reason, or say beside the field what is missing."""
        if len(self.reason) < self._minimum:
            self._field.show_problem(f"请写明原因，至少 {self._minimum} 个字。")
            self._text.setFocus()
            return
        super().accept()


def ask(parent: QWidget | None, title: str, question: str, minimum: int = 4) -> str | None:
    """The reason, at least `minimum` characters, or None when the person turned back."""
    dialog = ReasonDialog(parent, title, question, minimum)
    taken = dialog.exec() == QDialog.DialogCode.Accepted
    reason = dialog.reason
    dialog.deleteLater()
    return reason if taken else None
