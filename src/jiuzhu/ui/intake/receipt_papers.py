"""The papers a clerk hands over at once: of everything that was taken with one form."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog

from jiuzhu.ui.folders import papers_folder
from jiuzhu.ui.intake.receipt_panel import ReceiptPanel
from jiuzhu.ui.page import Page

if TYPE_CHECKING:
    from jiuzhu.services.paper.papers import Issued


class ReceiptPapers:
    """`applications`: one for each way the form goes, the one the receipt speaks of first."""

    def __init__(self, page: Page, panel: ReceiptPanel) -> None:
        self._page, self._panel = page, panel
        self.applications: list[str] = []
        panel.print_wanted.connect(self._on_print)

    def _on_print(self, form: str, choose: bool) -> None:
        folder = papers_folder(self._page.workspace.settings.export_folder)
        if choose:
            chosen = QFileDialog.getExistingDirectory(self._page, "把文书存到", str(folder))
            if not chosen:
                return
            folder = Path(chosen)

        from jiuzhu.services.paper import papers  # noqa: PLC0415  # the page kit is heavy and only printing needs it

        self._page.tasks.write(
            papers.issue_each,
            form,
            list(self.applications),
            folder,
            then=self._told,
            failed=self._page.tell,
            owner=self._page,
            title="正在生成文书…",
        )

    def _told(self, issued: "list[Issued]") -> None:
        made = "、".join(f"{one.path}（{one.pages} 页）" for one in issued)
        self._panel.tell(f"已生成 {made}，打开后可以打印。")
        if QGuiApplication.platformName() != "offscreen":  # without a screen nobody could look at it
            for one in issued:
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(one.path)))
