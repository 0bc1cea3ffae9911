"""转入旧台账 from the ledgers page: whose table, which columns, a dry run, and then all of it or nothing."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from jiuzhu.domain.old_ledger import Terms
from jiuzhu.services.ledger import first_load, taking_over
from jiuzhu.services.ledger.first_load import LEDGER, LoadPreview, Offered
from jiuzhu.ui.ledgers.columns_flow import Columns, settle_columns
from jiuzhu.ui.ledgers.return_dialog import LoadDialog
from jiuzhu.ui.ledgers.running import Running
from jiuzhu.ui.ledgers.source_dialog import SourceDialog

if TYPE_CHECKING:
    from jiuzhu.ui.pages.ledgers import LedgersPage


class Loading:
    """An old table on its way in."""

    def __init__(self, page: "LedgersPage") -> None:
        self.page = page
        self.running = Running(page)

    def ask_file(self) -> None:
        """Ask which file, then whose it is."""
        page = self.page
        chosen, _ = QFileDialog.getOpenFileName(
            page, "选择原来的台账", str(page.leaving.folder()), "Excel 工作簿 (*.xlsx)"
        )
        if chosen:
            self.read_table(Path(chosen))

    def read_table(self, path: Path) -> None:
        """Ask whose table it is and what holds for all of it."""
        page = self.page

        def ask(offered: Offered) -> None:
            dialog = SourceDialog(page, f"转入旧台账：{path.name}", offered.senders, offered)
            dialog.finished.connect(lambda _result: dialog.deleteLater())

            def settled(columns: Columns) -> None:
                sender, terms = dialog.sent_by, dialog.terms
                dialog.accept()
                self._dry_run(path, sender, columns, terms)

            dialog.taken.connect(lambda: settle_columns(page, dialog, LEDGER, path, dialog.sent_by, settled))
            dialog.open()

        page.tasks.read(first_load.offered, then=ask, failed=page.tell, owner=page)

    def _dry_run(self, path: Path, sender: str, columns: Columns, terms: Terms) -> None:
        page = self.page

        def seen(preview: LoadPreview) -> None:
            self.running.end()
            self._show(preview)

        page.tasks.read(
            first_load.look_at_load, path, (sender, columns), terms, self.running.begin("正在试读旧台账…"),
            then=seen, failed=self._failed, owner=page, title="正在试读旧台账…",
        )  # fmt: skip

    def _failed(self, error: Any) -> None:
        self.running.end()
        self.page.tell(error)

    def _show(self, preview: LoadPreview) -> None:
        page = self.page
        dialog = LoadDialog(page, preview, may_sign=page.workspace.actor.may("decide"))

        def done(number: str) -> None:
            self.running.end()
            dialog.accept()
            page.say("ok", f"已转入 {len(preview.planned)} 户（{number}），七天内可以在“导入记录”里撤销。")

        def failed(error: Any) -> None:
            self.running.end()
            dialog.tell(error)

        def settled(columns: Columns) -> None:
            dialog.accept()
            self._dry_run(preview.path, preview.sender, columns, preview.terms)

        dialog.taken.connect(
            lambda: page.tasks.write(
                taking_over.apply_load, preview, self.running.begin("正在转入旧台账…"), then=done, failed=failed,
                owner=dialog, title="正在转入旧台账…",
            )
        )  # fmt: skip
        dialog.remapped.connect(
            lambda: settle_columns(page, dialog, LEDGER, preview.path, preview.sender, settled, again=True)
        )
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()
