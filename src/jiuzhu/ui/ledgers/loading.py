"""转入旧台账 from the ledgers page: whose table, which columns, a dry run, handed in; and what waits for another person."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from jiuzhu.domain.old_ledger import Terms
from jiuzhu.services.ledger import first_load, load_proposals
from jiuzhu.services.ledger.first_load import LEDGER, LoadPreview, Offered
from jiuzhu.services.ledger.load_proposals import LoadReview, ProposalRow
from jiuzhu.ui.dialogs.reason import ReasonDialog
from jiuzhu.ui.ledgers.columns_flow import Columns, settle_columns
from jiuzhu.ui.ledgers.load_dialogs import WAITS, LoadDialog, ReviewDialog, WaitingDialog
from jiuzhu.ui.ledgers.running import Running
from jiuzhu.ui.ledgers.source_dialog import SourceDialog

if TYPE_CHECKING:
    from jiuzhu.ui.pages.ledgers import LedgersPage


class Loading:
    """An old table on its way in."""

    def __init__(self, page: "LedgersPage") -> None:
        self.page = page
        self.running = Running(page)

    def reload(self) -> None:
        """The button says how many tables wait."""
        page = self.page

        def seen(rows: list[ProposalRow]) -> None:
            waiting = sum(row.state == "proposed" for row in rows)
            label = f"转入旧台账…（{waiting} 份待确认）" if waiting else "转入旧台账…"
            page.load_button.setText(label)
            page.load_button.setAccessibleName(label)

        page.tasks.read(load_proposals.proposals, then=seen, failed=page.tell, owner=page, key="load_waiting")

    def begin(self) -> None:
        """Show what waits or came back; whoever may hand in goes on to a file, at once when there is none."""
        page = self.page

        def seen(rows: list[ProposalRow]) -> None:
            if rows or not page.workspace.actor.may("exchange"):
                self._show_waiting(rows)
            else:
                self.ask_file()

        page.tasks.read(load_proposals.proposals, then=seen, failed=page.tell, owner=page)

    def _show_waiting(self, rows: list[ProposalRow]) -> None:
        page = self.page
        dialog = WaitingDialog(page, rows, page.workspace.actor)

        def look() -> None:
            row = dialog.table.chosen_row()
            if row is not None and row.state == "refused":
                dialog.tell_refused(row)
            elif row is not None:
                dialog.accept()
                self._look(row)

        def another() -> None:
            dialog.accept()
            self.ask_file()

        dialog.taken.connect(look)
        dialog.another.connect(another)
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

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
        dialog = LoadDialog(page, preview)

        def done(number: str) -> None:
            dialog.accept()
            page.say(
                "ok", f"已提交 {len(preview.planned)} 户（{number}），{WAITS}再按“转入旧台账”可以查看、撤回。"
            )

        def settled(columns: Columns) -> None:
            dialog.accept()
            self._dry_run(preview.path, preview.sender, columns, preview.terms)

        dialog.taken.connect(
            lambda: page.tasks.write(
                load_proposals.propose_load,
                preview,
                then=done,
                failed=dialog.tell,
                owner=dialog,
                title="正在提交…",
            )
        )
        dialog.remapped.connect(
            lambda: settle_columns(page, dialog, LEDGER, preview.path, preview.sender, settled, again=True)
        )
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    def _look(self, row: ProposalRow) -> None:
        page = self.page

        def seen(review: LoadReview) -> None:
            self.running.end()
            self._review(row, review)

        page.tasks.read(
            load_proposals.review, row.id, self.running.begin("正在重新试读…"), then=seen, failed=self._failed,
            owner=page, title="正在重新试读…",
        )  # fmt: skip

    def _review(self, row: ProposalRow, review: LoadReview) -> None:
        page = self.page
        dialog = ReviewDialog(page, row, review, page.workspace.actor)

        def ended(told: str) -> None:
            self.running.end()
            dialog.accept()
            page.say("ok", told)

        def failed(error: Any) -> None:
            self.running.end()
            dialog.tell(error)

        def confirm() -> None:
            page.tasks.write(
                load_proposals.confirm_load, row.id, review.fingerprint, self.running.begin("正在转入旧台账…"),
                then=lambda number: ended(
                    f"已转入 {row.households} 户（{number}），七天内可以在“导入记录”里撤销。"
                ),
                failed=failed, owner=dialog, title="正在转入旧台账…",
            )  # fmt: skip

        def refuse() -> None:
            asked = ReasonDialog(dialog, "不同意转入", "不同意的理由（提出人会看到）")
            asked.accepted.connect(
                lambda: page.tasks.write(
                    load_proposals.refuse_load, row.id, asked.reason,
                    then=lambda _none: ended(f"{row.number} 没有转入，理由已退回给{row.proposer}。"),
                    failed=failed, owner=dialog,
                )
            )  # fmt: skip
            asked.finished.connect(lambda _result: asked.deleteLater())
            asked.open()

        dialog.taken.connect(confirm)
        dialog.refused.connect(refuse)
        dialog.withdrawn.connect(
            lambda: page.tasks.write(
                load_proposals.withdraw_load, row.id,
                then=lambda _none: ended(f"{row.number} 已撤回，没有转入。"), failed=failed, owner=dialog,
            )
        )  # fmt: skip
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()
