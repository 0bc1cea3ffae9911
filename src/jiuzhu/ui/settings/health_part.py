"""本机状况: one page of sentences with one button each, to look at, to act on and to print."""

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from jiuzhu.errors import UserError
from jiuzhu.services.office import duties, health
from jiuzhu.services.office.health import Finding
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.page import Page
from jiuzhu.ui.parts_page import Part, PartsPage

_PARTS = {"choose": "care", "people": "colleagues", "safety": "safety"}
"""Actions that are done on another part of the page."""

_ICONS = {"ok": "ok", "warn": "warning", "bad": "error"}


class HealthPart(Part):
    """Looked at anew whenever it comes to the front and after every button."""

    next_step: ClassVar[str] = "有“注意”或“不行”的，点它右边的按钮；都正常就不用管。"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        pieces.named(self, "health_part")
        column = pieces.column(self)
        self._verdict = pieces.label("", "heading", "health_verdict", wraps=True)
        head = QHBoxLayout()
        head.addWidget(self._verdict, 1)
        head.addWidget(pieces.button("打印这一页…", "print_health", self._on_print, icon="print"))
        column.addLayout(head)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(tokens.INSIDE)
        column.addLayout(self._lines)
        column.addStretch(1)

    def reload(self) -> None:
        """Look again."""
        self.page.tasks.call(
            health.look,
            self.page.workspace,
            owner=self,
            then=self._show,
            failed=self.page.tell,
            title="正在查看本机状况…",
        )

    def _show(self, found: list[Finding]) -> None:
        while self._lines.count():
            item = self._lines.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in found:
            self._lines.addWidget(self._line(one))
        unwell = [one for one in found if one.state != "ok"]
        self._verdict.setText(
            f"有 {len(unwell)} 项要处理：{'、'.join(one.subject for one in unwell)}。"
            if unwell
            else "都正常。"
        )

    def _line(self, one: Finding) -> QFrame:
        panel = pieces.card(f"health_{one.key}")
        row = QHBoxLayout(panel)
        row.setContentsMargins(tokens.AROUND, tokens.INSIDE, tokens.AROUND, tokens.INSIDE)
        row.setSpacing(tokens.BETWEEN)
        row.addWidget(pieces.sign(_ICONS[one.state], one.state))
        word = QWidget()
        words = QVBoxLayout(word)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(pieces.label(one.subject, "heading", f"health_{one.key}_subject"))
        words.addWidget(pieces.label(health.WORDS[one.state], one.state, f"health_{one.key}_state"))
        words.addStretch(1)
        word.setFixedWidth(tokens.scaled(96))
        row.addWidget(word)
        row.addWidget(pieces.label(one.text, "", f"health_{one.key}_text", wraps=True), 1)
        if one.action:
            button = pieces.button(
                one.button,
                f"health_{one.key}_button",
                lambda: self._on_action(one.action),
                spoken=f"{one.subject}：{one.button}",
            )
            row.addWidget(button)
        return panel

    def _on_action(self, action: str) -> None:
        if action == "folder":
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.page.workspace.home)))
        elif action in _PARTS:
            self._go(_PARTS[action])
        else:
            self._do(action)

    def _go(self, part: str) -> None:
        if isinstance(self.page, PartsPage) and self.page.has(part):
            self.page.choose(part)
        else:
            self.page.say("info", "同事账号由系统管理员管理，请让系统管理员来办。")

    def _do(self, key: str) -> None:
        workspace = self.page.workspace

        def done(said: str) -> None:
            self.page.say("ok", f"{duties.BY_KEY[key].label}：{said}。")
            self.reload()

        def failed(error: UserError) -> None:
            self.page.tell(error)
            self.reload()

        self.page.beside(lambda told: duties.do(workspace, key, told), self, done, failed)

    def _on_print(self) -> None:
        start = self.page.workspace.settings.export_folder or str(Path.home())
        folder = QFileDialog.getExistingDirectory(self, "存到哪个文件夹", start)
        if folder:
            self.print_into(Path(folder))

    def print_into(self, folder: Path) -> None:
        """The page as a PDF in a folder, and opened to be printed."""

        def done(target: Path) -> None:
            self.page.say("ok", f"已存为 {target}，可以打印。")
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))

        self.page.tasks.call(
            health.print_page,
            self.page.workspace,
            folder,
            owner=self,
            then=done,
            failed=self.page.tell,
            title="正在生成…",
        )
