"""At the first log-in by a password somebody else made: one's own is chosen before anything else."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from jiuzhu.errors import UserError
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.dialogs.field import Field
from jiuzhu.ui.dialogs.password_edit import PasswordEdit


class FirstPasswordDialog(QDialog):
    """`typed`: a password to take. It stays open until one was taken (`accept`) or the person leaves."""

    typed = Signal(str)

    def __init__(self, parent: QWidget | None, who: str) -> None:
        super().__init__(parent)
        pieces.named(self, "first_password_dialog", "换成自己的密码")
        self.setWindowTitle("换成自己的密码")
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self._edit, self._again = PasswordEdit(), PasswordEdit()
        self._new = Field(
            "新密码", self._edit, "first_password", "至少 10 个字符，可以用一句好记的话；不要告诉别人。"
        )
        self._second = Field("再输一次新密码", self._again, "first_password_again")
        for edit, field in ((self._edit, self._new), (self._again, self._second)):
            edit.capitals_locked.connect(
                lambda locked, field=field: field.show_hint("大写锁定已打开（Caps Lock）。" if locked else "")
            )
        self._take = pieces.button("换成这个密码", "first_password_take", self._on_take, kind="primary")
        self._take.setDefault(True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._take)
        row.addWidget(pieces.button("回到登录", "first_password_back", self.reject))
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        told = (
            f"{who}，您现在的密码是别人替您设的，只用一次。请换成只有您自己知道的密码，换好以后就打开窗口。"
        )
        column.addWidget(pieces.label(told, "", "first_password_told", wraps=True))
        column.addWidget(self._new)
        column.addWidget(self._second)
        column.addLayout(row)
        pieces.resize_within(self, 420, 280)
        self._edit.setFocus()

    def _on_take(self) -> None:
        if not self._edit.text():
            self._new.show_problem("请输入新密码。")
            self._edit.setFocus()
        elif self._edit.text() != self._again.text():
            self._second.show_problem("两次输入的不一样，请再输一次。")
            self._again.clear()
            self._again.setFocus()
        else:
            self._take.setEnabled(False)
            self.typed.emit(self._edit.text())

    def tell(self, error: UserError) -> None:
        """It was not taken, and why."""
        self._take.setEnabled(True)
        self._new.show_problem(error.message)
        self._edit.setFocus()
