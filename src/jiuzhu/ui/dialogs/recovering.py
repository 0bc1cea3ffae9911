"""Opens the office with the recovery key on paper: what stands on it, for whom, the new password, and who stands by."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from jiuzhu.errors import UserError
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.dialogs.field import Field
from jiuzhu.ui.dialogs.password_edit import PasswordEdit


class RecoveringDialog(QDialog):
    """`taken`: everything is typed; the log-in window tries it and closes the dialog, or tells why not."""

    taken = Signal(str, str, str, str)  # login, what stands on the paper, new password, who stands by

    def __init__(self, parent: QWidget | None, names: Sequence[Any], chosen: str) -> None:
        super().__init__(parent)
        from PySide6.QtCore import Qt  # noqa: PLC0415  # its enums cost 15 ms of the start

        pieces.named(self, "recovering_dialog", "用恢复密钥打开")
        self.setWindowTitle("用恢复密钥打开")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._text, self._witness = QLineEdit(), QLineEdit()
        self._logins = QComboBox()
        for one in names:
            self._logins.addItem(f"{one.name}（{one.login}）", one.login)
        self._logins.setCurrentIndex(max(self._logins.findData(chosen), 0))
        self._password, self._again = PasswordEdit(), PasswordEdit()
        self.fields = {
            "recovery": Field(
                "恢复密钥", self._text, "recovery", "按顺序输入纸上的 12 个字，或用扫码枪扫纸上的二维码。"
            ),
            "login": Field("给谁设新密码", self._logins, "recovered_login"),
            "password": Field("新密码", self._password, "recovered_password", "至少 10 个字符。"),
            "again": Field("再输一遍新密码", self._again, "recovered_again"),
            "witness": Field(
                "在场的另一位同事", self._witness, "witness", "启用恢复密钥要两个人在场，会记入日志。"
            ),
        }
        self._open = pieces.button("打开", "recover", self._on_open, kind="primary")
        self._open.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        for field in self.fields.values():
            column.addWidget(field)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._open)
        row.addWidget(pieces.button("返回", "recover_back", self.reject))
        column.addLayout(row)
        self.resize(tokens.scaled(420), 0)
        self._text.setFocus()

    def _on_open(self) -> None:
        for field in self.fields.values():
            field.show_problem("")
        wrong = {
            "recovery": "" if self._text.text().strip() else "请输入恢复密钥。",
            "password": "" if self._password.text() else "请设一个新密码。",
            "again": "" if self._again.text() == self._password.text() else "两次输入的不一样，请再输一遍。",
            "witness": "" if self._witness.text().strip() else "请填写在场同事的姓名。",
        }
        for name, told in reversed(wrong.items()):
            if told:
                self.fields[name].show_problem(told)
                self.fields[name].edit.setFocus()
        if not any(wrong.values()):
            self._open.setEnabled(False)
            self.taken.emit(
                self._logins.currentData(), self._text.text(), self._password.text(), self._witness.text()
            )

    def tell(self, error: UserError) -> None:
        """Show why it did not open; what was typed stays."""
        self._open.setEnabled(True)
        field = self.fields.get(error.field, self.fields["recovery"])
        field.show_problem(error.message)
        field.edit.setFocus()
