"""Asks the own password before what must be one's own: signing, taking out, uncovering. The one place that asks."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from jiuzhu.errors import TooSoon, UserError
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.dialogs.field import Field
from jiuzhu.ui.dialogs.password_edit import PasswordEdit
from jiuzhu.ui.tasks import Tasks


class OwnPasswordDialog(QDialog):
    """`typed`: a password to look at. It stays open until the right one came or the person turns back."""

    typed = Signal(str)

    def __init__(self, parent: QWidget | None, what: str, who: str) -> None:
        super().__init__(parent)
        pieces.named(self, "own_password_dialog", "请确认是您本人")
        self.setWindowTitle("请确认是您本人")
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self._edit = PasswordEdit()
        self._field = Field(f"{who}的密码", self._edit, "own_password")
        self._edit.capitals_locked.connect(
            lambda locked: self._field.show_hint("大写锁定已打开（Caps Lock）。" if locked else "")
        )
        self._take = pieces.button("确认", "own_password_take", self._on_take, kind="primary")
        self._take.setDefault(True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._take)
        row.addWidget(pieces.button("返回", "own_password_back", self.reject))
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        column.addWidget(
            pieces.label(f"“{what}”要由您本人办理，请再输入一次密码。", "", "own_password_what", wraps=True)
        )
        column.addWidget(self._field)
        column.addLayout(row)
        self.resize(tokens.scaled(380), 0)
        self._edit.setFocus()

    def _on_take(self) -> None:
        if not self._edit.text():
            self._field.show_problem("请输入密码。")
            return
        self._take.setEnabled(False)
        self.typed.emit(self._edit.text())
        self._edit.clear()

    def tell(self, error: UserError) -> None:
        """It was wrong; while the wait after wrong ones lasts nothing more can be typed."""
        self._field.show_problem(error.message)
        waits = isinstance(error, TooSoon)
        self._take.setEnabled(not waits)
        self._edit.setEnabled(not waits)
        self._edit.setFocus()


class PasswordAsker(QObject):
    """Answers `Tasks.proof_needed`: one dialog at a time, for everything that waits for it.

    `prove(workspace, password)` is the service that checks, on the worker; it raises `UserError` for a wrong one.
    """

    def __init__(self, tasks: Tasks, prove: Callable[[Any, str], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._prove = prove
        self._waiting: list[tuple[Callable[[], Any], Callable[[], Any]]] = []
        self._dialog: OwnPasswordDialog | None = None
        tasks.proof_needed.connect(self._on_needed)

    def _on_needed(self, what: str, again: Callable[[], Any], given_up: Callable[[], Any]) -> None:
        self._waiting.append((again, given_up))
        if self._dialog is not None:
            return
        workspace: Any = self._tasks.workspace
        if workspace is None:  # the office closed meanwhile
            self._end(proved=False)
            return
        parent = QApplication.activeModalWidget() or QApplication.activeWindow()
        dialog = self._dialog = OwnPasswordDialog(parent, what, workspace.actor.name)
        dialog.typed.connect(
            lambda password: self._tasks.call(
                self._prove,
                workspace,
                password,
                then=lambda _: dialog.accept(),
                failed=dialog.tell,
                owner=dialog,
            )
        )
        dialog.finished.connect(lambda result: self._end(proved=result == QDialog.DialogCode.Accepted))
        dialog.open()

    def _end(self, *, proved: bool) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()
        waiting, self._waiting = self._waiting, []
        for again, given_up in waiting:
            (again if proved else given_up)()
