"""What leaves the ledgers page: the rows as a workbook, with its purpose, and the ledger as a paper."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from jiuzhu.domain.exporting import Said
from jiuzhu.errors import UserError
from jiuzhu.services.ledger import exporting, ledgers
from jiuzhu.services.ledger.ledgers import Exported
from jiuzhu.ui import door
from jiuzhu.ui.folders import papers_folder
from jiuzhu.ui.ledgers.words import PAPERS

if TYPE_CHECKING:
    from jiuzhu.ui.pages.ledgers import LedgersPage


class Leaving:
    """Files of the ledger on screen."""

    def __init__(self, page: "LedgersPage") -> None:
        self.page = page

    def folder(self) -> Path:
        """Where the last file went."""
        folder = papers_folder(self.page.workspace.settings.export_folder)
        return folder if folder.is_dir() else Path.home()

    def _remember(self, folder: Path) -> None:
        workspace = self.page.workspace
        if workspace.settings.export_folder != str(folder):
            workspace.settings.export_folder = str(folder)
            try:
                workspace.keep_settings()
            except UserError as error:
                self.page.tell(error)

    def _file_name(self, wanted: dict[str, Any], today: date) -> str:
        info = self.page.shown
        if info.id == "roster":
            label = dict(info.choices["programme"])[wanted["programme"]]
            return f"{label}发放花名册-{wanted['month']}.xlsx"
        return f"{info.title}-{today.isoformat()}.xlsx"

    def ask_export(self) -> None:
        """Ask what for and where to, then write."""
        page = self.page
        page.filters.settle()
        wanted = page.filters.values()

        def stated(said: Said) -> None:
            start = self.folder() / self._file_name(wanted, page.workspace.today())
            chosen, _ = QFileDialog.getSaveFileName(page, "导出到", str(start), "Excel 工作簿 (*.xlsx)")
            if chosen:
                path = Path(chosen)
                self.export_to(
                    path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx"), said
                )

        door.pass_through(page, page, exporting.rows_of("xlsx", page.shown.id, wanted), stated)

    def export_to(self, path: Path, said: Said) -> None:
        """Write what the filters leave to a file."""
        page = self.page

        def done(made: Exported) -> None:
            page.set_busy(False)
            self._remember(made.path.parent)
            self._done(f"已导出 {made.rows:,} 行（{made.number}）：{made.path}", made.path.parent)
            door.show_password(page, said, made.path)

        page.set_busy(True)
        page.tasks.write(
            ledgers.export, page.shown.id, page.filters.values(), path, said,
            sort=page.sort, then=done, failed=self._on_refused, owner=page, title=f"正在导出 {page.total:,} 行…",
        )  # fmt: skip

    def ask_paper(self) -> None:
        """Ask where to, then print."""
        page = self.page
        if page.shown.id == "reserve" and "month" not in page.filters.values():
            page.say("warn", "台账按月打印，请先在上面选月份。")
            return
        label = PAPERS[page.shown.id][0].removesuffix(" PDF")

        def stated(said: Said) -> None:
            folder = QFileDialog.getExistingDirectory(page, f"把{label}存到", str(self.folder()))
            if folder:
                self.print_paper(Path(folder), said)

        door.pass_through(page, page, exporting.rows_of("pdf", page.shown.id, self._printed()), stated)

    def _printed(self) -> dict[str, Any]:
        """What the paper of the ledger on screen is narrowed to."""
        wanted = self.page.filters.values()
        names = {
            "roster": ("month", "programme"),
            "reserve": ("month",),
            "damaged_houses": ("date_from", "date_to", "village"),
        }.get(self.page.shown.id, tuple(wanted))
        return {name: value for name in names if (value := wanted.get(name))}

    def print_paper(self, folder: Path, said: Said) -> None:
        """The paper of the ledger on screen, whole: a typed word is for looking only."""
        from jiuzhu.services.paper import ledger_papers, papers, relief_papers  # noqa: PLC0415  # the page kit is heavy and only printing needs it

        page = self.page

        def done(made: papers.Issued) -> None:
            page.set_busy(False)
            self._remember(folder)
            again = f"，内容未变，第 {made.prints} 次打印" if made.reprint else ""
            self._done(f"{label} {made.number} 共 {made.pages} 页{again}：{made.path}", folder)
            door.show_password(page, said, made.path)

        label = PAPERS[page.shown.id][0].removesuffix(" PDF")
        wanted = page.filters.values()
        calls: dict[str, Callable[[], tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]]] = {
            "roster": lambda: (papers.issue_roster, (wanted["month"], wanted["programme"], folder, said), {}),
            "reserve": lambda: (relief_papers.issue_reserve_month, (wanted["month"], folder, said), {}),
            "damaged_houses": lambda: (
                relief_papers.issue_damage,
                (folder,),
                {
                    "since": wanted.get("date_from"),
                    "until": wanted.get("date_to"),
                    "village": wanted.get("village", ""),
                    "said": said,
                },
            ),
        }
        if page.shown.id in calls:
            service, arguments, named = calls[page.shown.id]()
        else:
            service, arguments, named = ledger_papers.issue_ledger, (page.shown.id, wanted, folder, said), {}
        page.set_busy(True)
        page.tasks.write(
            service, *arguments, **named,
            then=done, failed=self._on_refused, owner=page, title=f"正在生成{label}…",
        )  # fmt: skip

    def _done(self, text: str, folder: Path) -> None:
        self.page.say(
            "ok", text, "打开文件夹", lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        )

    def _on_refused(self, error: UserError) -> None:
        self.page.set_busy(False)
        self.page.tell(error)
