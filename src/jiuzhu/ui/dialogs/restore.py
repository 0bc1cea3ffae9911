"""从备份恢复: choose the folder, the backup and whose password, and wait; the office opens behind it."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from jiuzhu.errors import UserError
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.dialogs.field import Field
from jiuzhu.ui.dialogs.password_edit import PasswordEdit
from jiuzhu.ui.message_bar import MessageBar
from jiuzhu.ui.rows_model import Column, RowsModel
from jiuzhu.ui.rows_view import RowsView
from jiuzhu.ui.tasks import Tasks

_COLUMNS = (
    Column("备份时间", lambda row: f"{row.made:%Y-%m-%d %H:%M}", kind="strong", width=11),
    Column("大小", lambda row: f"{row.size / 1024**2:.1f} MB", width=7),
    Column(
        "是否完整",
        lambda row: "备份时已读回检查" if row.database else "缺钥匙文件，打不开",
        width=12,
        stretch=True,
    ),
    Column("文件", lambda row: row.file.name, width=16),
)


class RestoreWindow(QWidget):
    """Nothing in the data folder changes before the chosen backup was read whole and compared."""

    opened = Signal(object)  # the workspace
    left = Signal()
    _told = Signal(str)  # progress, from the worker's thread

    def __init__(self, tasks: Tasks, home: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        pieces.named(self, "restore_window", "从备份恢复")
        self.setWindowTitle("救助窗 · 从备份恢复")
        self._tasks = tasks
        self._home = home
        self._busy = False
        self._bar = MessageBar()
        self._folder = pieces.label("还没有选文件夹", "muted", "restore_folder", wraps=True)
        self._choose = pieces.button(
            "选择备份所在的文件夹…", "restore_choose", self._on_choose, icon="folder"
        )
        self.model = RowsModel(_COLUMNS)
        self.table = RowsView("restore_backups", "备份")
        self.table.setModel(self.model)
        self.table.set_empty("选了文件夹，这里列出其中的备份，最近的在最上面。")
        self.table.chosen.connect(self._on_chosen)
        self._names = QComboBox()
        self._login = Field("用谁的密码打开", self._names, "restore_login")
        self._edit = PasswordEdit()
        self._password = Field("密码（备份那时的，或本机现在的）", self._edit, "restore_password")
        self._edit.returnPressed.connect(self._on_restore)
        self._by_paper = pieces.named(
            QCheckBox("没有人记得密码：用纸上的恢复密钥"), "restore_by_paper", "用纸上的恢复密钥"
        )
        self._by_paper.toggled.connect(self._on_paper)
        self._typed = QLineEdit()
        self._paper = Field("恢复密钥（纸上的字或代码，照抄即可）", self._typed, "restore_paper")
        self._paper.hide()
        self._typed.returnPressed.connect(self._on_restore)
        self._restore = pieces.button("恢复并打开", "restore_now", self._on_restore, kind="primary")
        self._back = pieces.button("返回", "restore_back", self.left.emit)
        self._told.connect(self._on_told)
        self._lay_out()
        self._choose.setFocus()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._choose)
        top.addWidget(self._folder, 1)
        asked = QHBoxLayout()
        asked.setSpacing(tokens.BETWEEN)
        for field in (self._login, self._password):
            asked.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.addWidget(self._back)
        foot.addStretch(1)
        foot.addWidget(self._restore)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SECTION, tokens.AROUND, tokens.SECTION, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        column.addWidget(pieces.label("从备份恢复", "title", "restore_title"))
        column.addWidget(self._bar)
        column.addWidget(
            pieces.label(
                "先把备份从头到尾检查一遍，没有问题才换上；本机原来的数据文件会移到旁边的文件夹里，不会删除。",
                "muted",
                wraps=True,
            )
        )
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addLayout(asked)
        column.addWidget(self._paper)
        column.addWidget(self._by_paper)
        column.addLayout(foot)
        self.resize(tokens.scaled(760), min(tokens.scaled(560), 720))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape and not self._busy:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Not in the middle: it would only have to be begun again."""
        if self._busy:
            event.ignore()
        else:
            super().closeEvent(event)

    def _on_choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "备份在哪个文件夹", str(Path.home()))
        if folder:
            self.look_into(Path(folder))

    def look_into(self, folder: Path) -> None:
        """List the backups of a folder."""
        self._folder.setText(str(folder))

        def look() -> Any:
            from jiuzhu.services.office import backups  # noqa: PLC0415  # it brings the database library

            return backups.lying_in(folder)

        self._tasks.call(look, owner=self, then=self._on_found, failed=self._on_refused)

    def _on_found(self, found: list[Any]) -> None:
        self.model.set_rows(found)
        if found:
            self._bar.clear()
            self.table.choose(0)
        else:
            self._names.clear()
            self._bar.say("warn", "这个文件夹里没有备份。备份的文件名是 jiuzhu-backup-年月日-时分秒.db。")

    def _on_chosen(self, backup: Any) -> None:
        home = self._home

        def look() -> Any:
            from jiuzhu.services.office import restoring  # noqa: PLC0415  # as above

            return restoring.logins(home, backup)

        self._tasks.call(look, owner=self, then=self._on_names, failed=self._on_no_names)

    def _on_names(self, names: list[Any]) -> None:
        self._bar.clear()
        chosen = self._names.currentData()
        self._names.clear()
        for one in names:
            self._names.addItem(f"{one.name}（{one.login}）", one.login)
        self._names.setCurrentIndex(max(self._names.findData(chosen), 0))

    def _on_no_names(self, error: UserError) -> None:
        self._names.clear()
        self._bar.say("warn", error.message)

    def _on_paper(self, on: bool) -> None:
        for field in (self._login, self._password):
            field.setVisible(not on)
        self._paper.setVisible(on)
        self._restore.setText("恢复" if on else "恢复并打开")
        self._restore.setAccessibleName(self._restore.text())
        (self._typed if on else self._edit).setFocus()

    def _on_restore(self) -> None:
        backup, login = self.table.chosen_row(), self._names.currentData()
        field, edit = (
            (self._paper, self._typed) if self._by_paper.isChecked() else (self._password, self._edit)
        )
        if self._busy:
            return
        if backup is None or not login:
            self._bar.say("warn", "请先选文件夹，再在列表里选一份有钥匙文件的备份。")
            return
        if not edit.text():
            field.show_problem("请填写。")
            edit.setFocus()
            return
        self._wait(busy=True)
        home, tell, typed, paper = self._home, self._told.emit, edit.text(), self._by_paper.isChecked()

        def work() -> Any:
            from jiuzhu.services.office import restoring  # noqa: PLC0415  # as above

            if paper:
                return restoring.lay_in(home, backup, login, restoring.by_recovery_key(typed), tell)[1]
            return restoring.restore(home, backup, login, restoring.by_password(login, typed), tell)

        self._tasks.call(
            work,
            owner=self,
            then=self._on_laid_in if paper else self._on_restored,
            failed=self._on_refused,
            title="正在恢复…",
        )

    def _wait(self, *, busy: bool) -> None:
        self._busy = busy
        for widget in (
            self._choose, self.table, self._login, self._password, self._paper, self._by_paper, self._restore, self._back,
        ):  # fmt: skip
            widget.setEnabled(not busy)

    def _on_told(self, words: str) -> None:
        self._bar.say("info", words)

    def _on_restored(self, restored: Any) -> None:
        self._wait(busy=False)
        restored.workspace.greeting = restored.said + restored.workspace.greeting
        self.opened.emit(restored.workspace)

    def _on_laid_in(self, said: str) -> None:
        """By the paper nobody is logged in yet: the log-in window gives the password anew, with a second person."""
        self._wait(busy=False)
        self._restore.setEnabled(False)
        self._back.setText("去登录")
        self._back.setAccessibleName("去登录")
        self._back.setFocus()
        self._bar.say("ok", f"{said}请点“去登录”，再点“用恢复密钥打开”，给自己设新密码。")

    def _on_refused(self, error: UserError) -> None:
        self._wait(busy=False)
        fields = {"password": (self._password, self._edit), "recovery": (self._paper, self._typed)}
        if error.field in fields:
            field, edit = fields[error.field]
            self._bar.clear()
            field.show_problem(error.message)
            if error.field == "password":
                edit.clear()
            edit.setFocus()
        else:
            self._bar.say("bad", error.message)
