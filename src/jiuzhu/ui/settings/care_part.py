"""备份: a copy on another disk."""

from pathlib import Path
from typing import ClassVar

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from jiuzhu.services.office import admin
from jiuzhu.ui import pieces
from jiuzhu.ui.page import Page
from jiuzhu.ui.parts_page import Part
from jiuzhu.ui.settings.section import section


class CarePart(Part):
    """Backup of this desk's data."""

    next_step: ClassVar[str] = "每天下班前备份到另一块磁盘或 U 盘。"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        pieces.named(self, "care_part")
        column = pieces.column(self)
        self._last = pieces.label("", "muted", "last_backup", wraps=True)
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(pieces.button("现在备份…", "backup_now", self._on_backup, icon="backup"))
        row.addStretch(1)
        where = pieces.label(
            f"数据在 {page.workspace.home}。备份含加密数据库和钥匙文件，密码不变；密码丢失后谁也打不开，请妥善保管。",
            "muted",
            wraps=True,
        )
        column.addWidget(section("备份", self._last, buttons, where))
        column.addStretch(1)

    def reload(self) -> None:
        """The day of the last backup."""
        self._show_backup()

    def _on_backup(self) -> None:
        start = self.page.workspace.settings.backup_folder or str(Path.home())
        folder = QFileDialog.getExistingDirectory(self, "备份到哪个文件夹", start)
        if folder:
            self.back_up(Path(folder))

    def back_up(self, folder: Path) -> None:
        """Make a backup into a folder."""

        def done(target: Path) -> None:
            self.page.say("ok", f"已备份并读回检查：{target}")
            self._show_backup()

        self.page.tasks.call(
            admin.backup,
            self.page.workspace,
            folder,
            owner=self,
            then=done,
            failed=self.page.tell,
            title="正在备份并读回检查…",
        )

    def _show_backup(self) -> None:
        last = self.page.workspace.settings.last_backup
        self._last.setText(f"上次备份：{last}" if last else "还没有备份过。最好备份到另一块磁盘或 U 盘。")
