"""What comes back to the ledgers page: a corrected ledger, seen before it is stored; and the imports that can be undone."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from jiuzhu.services.ledger import column_maps, ledger_imports, ledger_return, taking_over
from jiuzhu.services.ledger.column_maps import Headings
from jiuzhu.services.ledger.first_load import LEDGER as OLD_TABLE
from jiuzhu.services.ledger.ledger_imports import ImportRow, Undone
from jiuzhu.ui.ledgers.columns_flow import settle_columns
from jiuzhu.ui.ledgers.return_dialog import ImportsDialog, ReturnDialog
from jiuzhu.ui.ledgers.running import Running
from jiuzhu.ui.ledgers.source_dialog import SourceDialog

if TYPE_CHECKING:
    from jiuzhu.ui.pages.ledgers import LedgersPage


class Returning:
    """Files that come back for the ledger on screen."""

    def __init__(self, page: "LedgersPage") -> None:
        self.page = page
        self.running = Running(page)

    def ask_file(self) -> None:
        """Ask which file, then read it."""
        page = self.page
        chosen, _ = QFileDialog.getOpenFileName(
            page, f"选择改好的{page.shown.title}", str(page.leaving.folder()), "Excel 工作簿 (*.xlsx)"
        )
        if chosen:
            self.read_return(Path(chosen))

    def read_return(self, path: Path) -> None:
        """Our own exports are read at once; whose headings are others' is asked for, once for each sender."""
        page, ledger_id = self.page, self.page.shown.id

        def seen(found: Headings) -> None:
            if found.own:
                self._dry_run(path, path.stem, None)
            else:
                page.tasks.read(column_maps.senders, ledger_id, then=ask, failed=page.tell, owner=page)

        def ask(senders: list[str]) -> None:
            dialog = SourceDialog(page, f"导入修改：{path.name}", senders)
            dialog.finished.connect(lambda _result: dialog.deleteLater())

            def settled(columns: dict[str, str]) -> None:
                sender = dialog.sent_by
                dialog.accept()
                self._dry_run(path, sender, columns)

            dialog.taken.connect(
                lambda: settle_columns(page, dialog, ledger_id, path, dialog.sent_by, settled)
            )
            dialog.open()

        page.tasks.read(
            column_maps.look, ledger_id, path, then=seen, failed=page.tell, owner=page, title="正在读取表头…"
        )

    def _dry_run(self, path: Path, sender: str, columns: dict[str, str] | None) -> None:
        """What the workbook would change is shown before anything is stored."""
        page = self.page

        def seen(preview: ledger_return.ReturnPreview) -> None:
            self.running.end()
            self._show(preview, sender)

        page.tasks.read(
            ledger_return.look_at_return, page.shown.id, path, page.filters.values(), columns=columns,
            watch=self.running.begin("正在试读台账…"), then=seen, failed=self._failed, owner=page, title="正在试读台账…",
        )  # fmt: skip

    def _failed(self, error: Any) -> None:
        self.running.end()
        self.page.tell(error)

    def _show(self, preview: ledger_return.ReturnPreview, sender: str) -> None:
        page = self.page
        dialog = ReturnDialog(page, preview)

        def done(number: str) -> None:
            self.running.end()
            dialog.accept()
            asked = preview.accounts_asked
            waits = f"；{asked} 户的账户变更要由另一人在“发放—变更账户”确认" if asked else ""
            page.say("ok", f"已导入 {len(preview.differences)} 处修改（{number}），七天内可以撤销{waits}。")

        def failed(error: Any) -> None:
            self.running.end()
            dialog.tell(error)

        dialog.taken.connect(
            lambda: page.tasks.write(
                ledger_return.apply_return, preview, sender, self.running.begin("正在导入修改…"),
                then=done, failed=failed, owner=dialog, title="正在导入修改…",
            )
        )  # fmt: skip
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    def show_imports(self) -> None:
        """The imports so far, each to be undone for seven days."""
        page = self.page

        def seen(found: list[ImportRow]) -> None:
            dialog = ImportsDialog(page, found)

            def undone(came_to: Undone | int) -> None:
                dialog.accept()
                page.say(*_said(came_to))

            def undo() -> None:
                row = dialog.table.chosen_row()
                if row is not None:
                    service: Any = (
                        taking_over.undo_load if row.ledger == OLD_TABLE else ledger_imports.undo_return
                    )
                    page.tasks.write(
                        service, row.id, then=undone, failed=dialog.tell, owner=dialog, title="正在撤销…"
                    )

            dialog.taken.connect(undo)
            dialog.finished.connect(lambda _result: dialog.deleteLater())
            dialog.open()

        page.tasks.read(ledger_imports.imports, then=seen, failed=page.tell, owner=page)


def _said(came_to: Undone | int) -> tuple[str, str]:
    """What undoing came to, as the bar tells it; households of a first load are a plain number."""
    if isinstance(came_to, int):
        return "ok", f"已撤销，转入的 {came_to} 户不再发放。"
    told = [f"{came_to.fields} 处修改放回原样"] if came_to.fields else []
    told += [f"{came_to.accounts} 户的账户变更不再提出"] if came_to.accounts else []
    said = f"已撤销：{'，'.join(told)}。" if told else "已撤销。"
    if not came_to.kept:
        return "ok", said
    names = "、".join(came_to.kept)
    return "warn", f"{said}{names} 的新账户已由另一人确认，没有改回；不对的话请在“发放—变更账户”重新提出。"
