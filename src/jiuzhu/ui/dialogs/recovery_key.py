"""Makes a recovery key: shown once, saved to be printed, and in force when two of its characters came back from paper."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from jiuzhu.errors import InvalidInput, UserError
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.dialogs.field import Field
from jiuzhu.ui.folders import papers_folder
from jiuzhu.ui.message_bar import MessageBar
from jiuzhu.ui.tasks import Tasks

_ACROSS = 4


class RecoveryKeyDialog(QDialog):
    """`service` is `jiuzhu.services.office.recovery`. Turning back keeps whatever key was in force before."""

    kept = Signal()

    def __init__(self, parent: QWidget | None, tasks: Tasks, service: Any, workspace: Any) -> None:
        super().__init__(parent)
        pieces.named(self, "recovery_key_dialog", "恢复密钥")
        self.setWindowTitle("恢复密钥")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._tasks, self._service, self._workspace = tasks, service, workspace
        self._key: Any = None
        self._saved: Path | None = None
        self._fields: dict[int, Field] = {}
        self._grid = QGridLayout()
        self._bar = MessageBar()
        self._stack = QStackedWidget()
        self._save = pieces.button("保存为 PDF 并打开…", "recovery_save", self._on_save, icon="print")
        self._next = pieces.button("打印好了，下一步", "recovery_next", self._on_next, kind="primary")
        self._next.setEnabled(False)
        self._done = pieces.button("确认", "recovery_done", self._on_done, kind="primary")
        self._delete = QCheckBox("删除刚才保存的 PDF（纸已经在手里）")
        self._delete.setChecked(True)
        pieces.named(self._delete, "recovery_delete", self._delete.text())
        self._asked = QVBoxLayout()
        self._stack.addWidget(self._shown_page())
        self._stack.addWidget(self._asked_page())
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        column.addWidget(self._bar)
        column.addWidget(self._stack, 1)
        self.resize(tokens.scaled(520), tokens.scaled(430))
        tasks.call(service.fresh, then=self._on_fresh, owner=self, failed=self._tell)

    def _shown_page(self) -> QWidget:
        page = QWidget()
        column = pieces.column(page)
        told = (
            "所有人都忘记密码时，只有这 12 个字能打开数据。它只在这里显示这一次，程序里不存。"
            "请打印出来封好，交单位负责人保管。"
        )
        column.addWidget(pieces.label(told, "", "recovery_told", wraps=True))
        self._grid.setSpacing(tokens.INSIDE)
        column.addLayout(self._grid)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self._save)
        row.addStretch(1)
        row.addWidget(self._next)
        column.addLayout(row)
        return page

    def _asked_page(self) -> QWidget:
        page = QWidget()
        column = pieces.column(page)
        column.addWidget(pieces.label("请看着打印出来的纸，输入其中两个字：", "", wraps=True))
        column.addLayout(self._asked)
        column.addWidget(self._delete)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(pieces.button("上一步", "recovery_back", lambda: self._stack.setCurrentIndex(0)))
        row.addStretch(1)
        row.addWidget(self._done)
        column.addLayout(row)
        return page

    def _on_fresh(self, key: Any) -> None:
        self._key = key
        for place, sign in enumerate(key.words):
            box = pieces.card(f"recovery_box_{place + 1}")
            inside = QHBoxLayout(box)
            inside.addWidget(pieces.label(str(place + 1), "caption"))
            inside.addWidget(
                pieces.label(sign, "number", f"recovery_word_{place + 1}"), 1, Qt.AlignmentFlag.AlignCenter
            )
            box.setAccessibleName(f"第 {place + 1} 个字：{sign}")
            self._grid.addWidget(box, *divmod(place, _ACROSS))
        for place in key.asked:
            edit = QLineEdit()
            edit.setMaxLength(4)
            edit.returnPressed.connect(self._on_done)
            self._fields[place] = Field(f"第 {place} 个字", edit, f"word_{place}")
            self._asked.addWidget(self._fields[place])

    def _on_save(self) -> None:
        if self._key is None:
            return
        start = papers_folder(self._workspace.settings.export_folder) / "恢复密钥.pdf"
        chosen, _ = QFileDialog.getSaveFileName(self, "恢复密钥保存到", str(start), "PDF (*.pdf)")
        if chosen:
            path = Path(chosen).with_suffix(".pdf")
            self._tasks.call(
                self._service.write_sheet, self._workspace, self._key, path, then=self._on_saved, owner=self, failed=self._tell
            )  # fmt: skip

    def _on_saved(self, path: Path) -> None:
        self._saved = path
        self._next.setEnabled(True)
        self._bar.say("ok", f"已保存到 {path}，请打印。")
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _on_next(self) -> None:
        self._bar.clear()
        self._stack.setCurrentIndex(1)
        next(iter(self._fields.values())).edit.setFocus()

    def _on_done(self) -> None:
        typed = {
            place: field.edit.text()
            for place, field in self._fields.items()
            if isinstance(field.edit, QLineEdit)
        }
        self._done.setEnabled(False)
        away = self._saved if self._delete.isChecked() else None
        service, workspace, key = self._service, self._workspace, self._key

        def keep() -> None:
            service.keep(workspace, key, typed)
            if away is not None:
                away.unlink(missing_ok=True)

        self._tasks.call(keep, then=self._on_kept, owner=self, failed=self._tell)

    def _on_kept(self, _result: Any) -> None:
        self.kept.emit()
        self.accept()

    def _tell(self, error: UserError) -> None:
        self._done.setEnabled(True)
        if not isinstance(error, InvalidInput):
            self._bar.say("warn", error.message)
            return
        for problem in error.problems:
            for place, field in self._fields.items():
                if problem.field == f"word_{place}":
                    field.show_problem(problem.message)
