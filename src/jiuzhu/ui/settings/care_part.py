"""备份: the disk backups go to by themselves, when, and what can be done now."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QTime
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLayout,
    QRadioButton,
    QTimeEdit,
    QWidget,
)

from jiuzhu.errors import UserError
from jiuzhu.services.office import backups, duties
from jiuzhu.ui import pieces
from jiuzhu.ui.page import Page
from jiuzhu.ui.parts_page import Part
from jiuzhu.ui.settings.section import section

_FIRST_TIME = "12:30"


class CarePart(Part):
    """Everything about backups; restoring begins at the log-in window, where no database is open."""

    next_step: ClassVar[str] = (
        "备份盘选一次就够，以后自动备份；每月自动把最近的备份试恢复一遍，结果在“本机状况”。"
    )

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        pieces.named(self, "care_part")
        column = pieces.column(self)
        self._last = pieces.label("", "", "last_backup", wraps=True)
        self._trouble = pieces.label("", "bad", "backup_trouble", wraps=True)
        self._where = pieces.label("", "muted", "backup_folder", wraps=True)
        self._trial = pieces.label("", "muted", "last_trial", wraps=True)
        column.addWidget(
            section(
                "备份盘",
                self._trouble,
                self._last,
                self._where,
                _row(
                    pieces.button("选定备份盘…", "choose_folder", self._on_choose, icon="folder"),
                    pieces.button("现在备份", "backup_now", lambda: self.do("backup"), icon="backup"),
                    pieces.button("另备份到…", "backup_extra", self._on_extra),
                ),
            )
        )
        column.addWidget(section("什么时候备份", *self._times()))
        column.addWidget(
            section(
                "备份靠不靠得住",
                self._trial,
                _row(pieces.button("现在试恢复", "trial_now", lambda: self.do("trial"), icon="history")),
                pieces.label(
                    "备份里是加密的数据库，旁边是钥匙文件，密码不变。要恢复：退出后重新打开，在登录窗口选“从备份恢复”。",
                    "muted",
                    wraps=True,
                ),
            )
        )
        column.addStretch(1)

    def _times(self) -> tuple[QWidget, QWidget]:
        settings = self.page.workspace.settings
        self._first = pieces.named(QRadioButton("每天第一次打开时"), "backup_first", "每天第一次打开时备份")
        self._from = pieces.named(QRadioButton("每天从这个时间起"), "backup_from", "每天从这个时间起备份")
        self._time = pieces.named(QTimeEdit(), "backup_time", "备份时间")
        self._time.setDisplayFormat("HH:mm")
        self._time.setTime(QTime.fromString(settings.backup_at or _FIRST_TIME, "HH:mm"))
        self._closing = pieces.named(
            QCheckBox("关闭窗口时再备份一次"), "backup_closing", "关闭窗口时再备份一次"
        )
        self._closing.setChecked(settings.backup_closing)
        group = QButtonGroup(self)
        for button in (self._first, self._from):
            group.addButton(button)
        (self._from if settings.backup_at else self._first).setChecked(True)
        self._time.setEnabled(bool(settings.backup_at))
        group.buttonClicked.connect(lambda _: self._keep_times())
        self._time.timeChanged.connect(lambda _: self._keep_times())
        self._closing.clicked.connect(lambda _: self._keep_times())
        return _row(self._first, self._from, self._time), _row(self._closing)

    def _keep_times(self) -> None:
        settings = self.page.workspace.settings
        self._time.setEnabled(self._from.isChecked())
        settings.backup_at = self._time.time().toString("HH:mm") if self._from.isChecked() else ""
        settings.backup_closing = self._closing.isChecked()
        try:
            self.page.workspace.keep_settings()
        except UserError as error:
            self.page.tell(error)

    def reload(self) -> None:
        """What the desk's record says."""
        kept = duties.records(self.page.workspace.home)
        backup, trial = kept["backup"], kept["trial"]
        self._last.setText(f"上次备份 {backup.done}：{backup.said}。" if backup.done else "还没有备份过。")
        self._trouble.setText(f"{backup.tried} 没有备份成：{backup.trouble}" if backup.trouble else "")
        self._trouble.setVisible(bool(backup.trouble))
        folder = self.page.workspace.settings.backup_folder
        self._where.setText(
            f"备份到 {folder}。保留最近 14 天、8 周、12 个月的备份，更早的自动清理。"
            if folder
            else f"数据在 {self.page.workspace.home}。请选另一块磁盘、U 盘或网络共享作备份盘，选一次就够。"
        )
        told = (
            f"上次试恢复 {trial.done}：{trial.said}。" if trial.done else "还没有试恢复过，有了备份会自动试。"
        )
        self._trial.setText(f"{trial.tried}：{trial.trouble}" if trial.trouble else told)

    def _on_choose(self) -> None:
        folder = self._asked("选定备份盘")
        if folder:
            self.choose_folder(Path(folder))

    def choose_folder(self, folder: Path) -> None:
        """Backups go there from now on; the first is made at once."""
        try:
            backups.choose_folder(self.page.workspace, folder)
        except UserError as error:
            self.page.tell(error)
            return
        self.reload()
        self.do("backup")

    def _on_extra(self) -> None:
        folder = self._asked("另备份到哪个文件夹")
        if folder:
            self.back_up(Path(folder))

    def _asked(self, title: str) -> str:
        start = self.page.workspace.settings.backup_folder or str(Path.home())
        return QFileDialog.getExistingDirectory(self, title, start)

    def back_up(self, folder: Path) -> None:
        """One backup more, into a folder."""
        workspace = self.page.workspace
        self._long(lambda told: duties.back_up_to(workspace, folder, told), "已备份：")

    def do(self, key: str) -> None:
        """One of the desk's duties, now."""
        workspace = self.page.workspace
        self._long(lambda told: duties.do(workspace, key, told), f"{duties.BY_KEY[key].label}：")

    def _long(self, work: Callable[[Callable[[str], None]], str], before: str) -> None:
        def done(said: str) -> None:
            self.page.say("ok", f"{before}{said}。")
            self.reload()

        def failed(error: UserError) -> None:
            self.page.tell(error)
            self.reload()

        self.page.beside(work, self, done, failed)


def _row(*inside: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
    for widget in inside:
        row.addWidget(widget)
    row.addStretch(1)
    return made
