"""重设密码: a colleague who forgot theirs gets a first password again from the security administrator."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from jiuzhu.errors import UserError
from jiuzhu.services.office import log_ins
from jiuzhu.services.office.admin import Colleague
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.dialogs.field import Field
from jiuzhu.ui.dialogs.password_edit import PasswordEdit
from jiuzhu.ui.page import Page


class ResetDialog(QDialog):
    """Closes when the password was set; `said` is told what was done. Whose may not be set, the service says."""

    def __init__(self, page: Page, colleague: Colleague, said: Callable[[str], Any]) -> None:
        super().__init__(page)
        pieces.named(self, "reset_dialog", f"重设密码：{colleague.name}")
        self.setWindowTitle(f"重设密码：{colleague.name}")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._page, self._colleague, self._said = page, colleague, said
        self._edit = PasswordEdit()
        self._field = Field(
            "只用一次的新密码", self._edit, "reset_password", "至少 10 个字符；当面告诉本人。"
        )
        self._edit.capitals_locked.connect(
            lambda locked: self._field.show_hint("大写锁定已打开（Caps Lock）。" if locked else "")
        )
        self._take = pieces.button("重设密码", "reset_take", self._on_take, kind="primary")
        self._take.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        told = (
            f"{colleague.name}（{colleague.login}）重设以后，原来的密码不能再用。本人用新密码登录时，先要换成只有自己知道的；"
            "谁重设的、什么时候，记入经办日志。"
        )
        column.addWidget(pieces.label(told, "", "reset_told", wraps=True))
        column.addWidget(self._field)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._take)
        row.addWidget(pieces.button("返回", "reset_back", self.reject))
        column.addLayout(row)
        pieces.resize_within(self, 440, 200)
        self._edit.setFocus()

    def _on_take(self) -> None:
        self._take.setEnabled(False)
        self._page.tasks.call(
            log_ins.reset_password,
            self._page.workspace,
            self._colleague.id,
            self._edit.text(),
            owner=self,
            then=lambda _: self._done(),
            failed=self._tell,
        )

    def _done(self) -> None:
        self.accept()
        self._said(f"{self._colleague.name}的密码已重设，请当面告诉本人；登录时要换成自己的。")

    def _tell(self, error: UserError) -> None:
        self._take.setEnabled(True)
        self._field.show_problem(error.message)
        self._edit.setFocus()
