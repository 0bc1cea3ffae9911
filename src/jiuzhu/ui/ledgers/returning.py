"""What comes back to the ledgers page: a corrected ledger, seen before it is stored; and the imports that can be undone."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from jiuzhu.domain.round_trip import LedgerImport
from jiuzhu.services import ledger_imports, ledger_return
from jiuzhu.ui.ledgers.return_dialog import ImportsDialog, ReturnDialog

if TYPE_CHECKING:
    from jiuzhu.ui.pages.ledgers import LedgersPage


class Returning:
    """Files that come back for the ledger on screen."""

    def __init__(self, page: "LedgersPage") -> None:
        self.page = page

    def ask_file(self) -> None:
        """Ask which file, then read it."""
        page = self.page
        chosen, _ = QFileDialog.getOpenFileName(
            page, f"选择改好的{page.shown.title}", str(page.leaving.folder()), "Excel 工作簿 (*.xlsx)"
        )
        if chosen:
            self.read_return(Path(chosen))

    def read_return(self, path: Path) -> None:
        """Dry run of a returned ledger; what it would change is shown before anything is stored."""
        page = self.page

        def seen(preview: ledger_return.ReturnPreview) -> None:
            dialog = ReturnDialog(page, preview)

            def done(number: str) -> None:
                dialog.accept()
                page.say("ok", f"已导入 {len(preview.differences)} 处修改（{number}），七天内可以撤销。")

            dialog.taken.connect(
                lambda: page.tasks.write(
                    ledger_return.apply_return,
                    preview,
                    path.stem,
                    then=done,
                    failed=dialog.tell,
                    owner=dialog,
                )
            )
            dialog.finished.connect(lambda _result: dialog.deleteLater())
            dialog.open()

        page.tasks.read(
            ledger_return.look_at_return,
            page.shown.id,
            path,
            page.filters.values(),
            then=seen,
            failed=page.tell,
            owner=page,
            title="正在试读台账…",
        )

    def show_imports(self) -> None:
        """The imports so far, each to be undone for seven days."""
        page = self.page

        def seen(found: list[LedgerImport]) -> None:
            dialog = ImportsDialog(page, found)

            def undone(count: int) -> None:
                dialog.accept()
                page.say("ok", f"已撤销，{count} 处内容放回原样。")

            def undo() -> None:
                row = dialog.table.chosen_row()
                if row is not None:
                    page.tasks.write(
                        ledger_imports.undo_return, row.id, then=undone, failed=dialog.tell, owner=dialog
                    )

            dialog.taken.connect(undo)
            dialog.finished.connect(lambda _result: dialog.deleteLater())
            dialog.open()

        page.tasks.read(ledger_imports.imports, then=seen, failed=page.tell, owner=page)
