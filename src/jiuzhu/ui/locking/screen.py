"""The lock screen: who works here, their password, or 换人. Everything behind it stays as it was."""

import time

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from jiuzhu.errors import TooSoon, UserError
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.dialogs.field import Field
from jiuzhu.ui.dialogs.password_edit import PasswordEdit


class LockScreen(QDialog):
    """Nothing but the right password or 换人 takes it away; `wait` while the password is looked at."""

    password_typed = Signal(str)
    switch_wanted = Signal()

    def __init__(self, parent: QWidget | None, office: str, who: str) -> None:
        super().__init__(parent)
        pieces.named(self, "lock_screen", "已锁定")
        self.setWindowTitle("救助窗 · 已锁定")
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self._until = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._on_second)
        self._edit = PasswordEdit()
        self._edit.returnPressed.connect(self._on_enter)
        self._field = Field(f"{who}的密码", self._edit, "unlock_password")
        self._edit.capitals_locked.connect(
            lambda locked: self._field.show_hint("大写锁定已打开（Caps Lock）。" if locked else "")
        )
        self._note = pieces.label("", "caption", "unlock_note", wraps=True)
        self._button = pieces.button("解锁", "unlock", self._on_enter, kind="primary", icon="unlock")
        self._switch = pieces.button("换人", "switch", self.switch_wanted.emit, icon="person")
        head = QHBoxLayout()
        head.addWidget(pieces.sign("lock"))
        head.addWidget(pieces.label("已锁定", "title"), 1)
        row = QHBoxLayout()
        row.addWidget(self._button)
        row.addWidget(self._switch)
        row.addStretch(1)
        told = "没填完的内容都在，解锁后接着填。换人时会另存为草稿，下次登录可以看到。"
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SECTION, tokens.SECTION, tokens.SECTION, tokens.SECTION)
        column.setSpacing(tokens.BETWEEN)
        column.addLayout(head)
        column.addWidget(pieces.label(office, "muted", "locked_office", wraps=True))
        column.addWidget(self._field)
        column.addWidget(self._note)
        column.addLayout(row)
        column.addWidget(pieces.label(told, "caption", wraps=True))
        self.resize(tokens.scaled(420), 0)
        self._edit.setFocus()

    def _on_enter(self) -> None:
        if self._edit.text() and self._button.isEnabled():
            self._wait(busy=True)
            self.password_typed.emit(self._edit.text())
            self._edit.clear()

    def _wait(self, *, busy: bool) -> None:
        self._button.setEnabled(not busy)
        self._edit.setEnabled(not busy)

    def tell(self, error: UserError) -> None:
        """The password was wrong, or must not be tried yet."""
        self._wait(busy=False)
        self._field.show_problem(error.message)
        self._edit.setFocus()
        if isinstance(error, TooSoon):
            self._until = time.monotonic() + error.seconds
            self._timer.start()
            self._on_second()

    def _on_second(self) -> None:
        left = int(self._until - time.monotonic() + 0.999)
        self._button.setEnabled(left <= 0)
        minutes, seconds = divmod(max(left, 0), 60)
        self._note.setText(f"还要等 {minutes} 分 {seconds:02} 秒" if left > 0 else "")
        if left <= 0:
            self._timer.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes nothing away."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Neither does the cross in the title."""
        event.ignore()

    def leave(self) -> None:
        """The desk is open again, or changes hands."""
        self._timer.stop()
        self.done(0)
        self.deleteLater()
