"""台账: filters above, the table, totals pinned below; every export says how many rows it will write."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QWidget

from jiuzhu.errors import UserError
from jiuzhu.services.ledger import ledgers
from jiuzhu.services.ledger.ledgers import LedgerInfo, LedgerPage
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.ledgers.chooser import Chooser
from jiuzhu.ui.ledgers.columns import table_columns, totals_text
from jiuzhu.ui.ledgers.filter_bar import FilterBar
from jiuzhu.ui.ledgers.leaving import Leaving
from jiuzhu.ui.ledgers.loading import Loading
from jiuzhu.ui.ledgers.returning import Returning
from jiuzhu.ui.ledgers.words import EMPTY, NEXT, PAPERS
from jiuzhu.ui.page import Page
from jiuzhu.ui.rows_model import PagedRowsModel
from jiuzhu.ui.rows_view import RowsView
from jiuzhu.ui.tasks import Tasks


class LedgersPage(Page):
    """One fact, many tables: what stands here is what the files carry."""

    watches: ClassVar[frozenset[str]] = frozenset(
        {
            "application",
            "item",
            "office_rule",
            "decision",
            "entitlement",
            "household",
            "member",
            "person",
            "reserve_entry",
            "payout",
            "damaged_house",
            "grant_batch",
            "grant_line",
            "household_event",
            "adjustment",
            "recheck",
            "alert",
            "transfer",
            "lead",
            "ledger_import",
            "load_proposal",
            "export",
        }
    )

    def __init__(self, tasks: Tasks, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(tasks, workspace, "台账", "page_ledgers", parent)
        self._infos: dict[str, LedgerInfo] = {}
        self._id = "applications"
        self.total = 0
        self.sort = ""
        self._busy = False
        self.leaving, self.returning, self.loading = Leaving(self), Returning(self), Loading(self)
        self.chooser = Chooser()
        self.filters = FilterBar(workspace.today)
        self.table = RowsView("ledger_rows", "台账", dense=True)
        self.model: PagedRowsModel | None = None
        self.totals = pieces.label("", "heading", "ledger_totals", wraps=True)
        self.export_button = self.add_button(
            "导出 0 行", "export", self.leaving.ask_export, primary=True, icon="excel"
        )
        self.roster_button = self.add_button("花名册 PDF", "roster_pdf", self.leaving.ask_paper, icon="pdf")
        self.return_button = self.add_button("导入修改…", "import_ledger", self.returning.ask_file)
        self.load_button = self.add_button("转入旧台账…", "load_ledger", self.loading.begin)
        self.imports_button = self.add_button("导入记录…", "ledger_imports_open", self.returning.show_imports)
        self._lay_out_body()
        self.chooser.chosen.connect(self.choose)
        self.filters.changed.connect(self._on_filters)
        self.filters.refused.connect(lambda text: self.say("warn", text))
        self.table.opened.connect(self._on_opened)
        self.table.told.connect(self.say)

    def _lay_out_body(self) -> None:
        self.body.addWidget(self.chooser)
        self.body.addWidget(self.filters)
        self.body.addWidget(self.table, 1)
        panel = pieces.card("ledger_sums")
        row = QHBoxLayout(panel)
        row.setContentsMargins(tokens.BETWEEN, tokens.INSIDE, tokens.BETWEEN, tokens.INSIDE)
        row.addWidget(self.totals, 1)
        row.addWidget(
            pieces.label("屏幕上隐去部分证件号码和账号，导出的文件完整", "muted", "ledger_mask_note")
        )
        self.body.addWidget(panel)
        self._settle_buttons()

    @property
    def info(self) -> LedgerInfo | None:
        """The ledger on screen, None before the first answer."""
        return self._infos.get(self._id)

    @property
    def shown(self) -> LedgerInfo:
        """The ledger on screen, once there is one."""
        return self._infos[self._id]

    def reload(self) -> None:
        """Ask which ledgers there are, then for the first page."""
        self.tasks.read(ledgers.ledgers, then=self._on_ledgers, owner=self, key="ledgers")
        if self.load_button.isVisibleTo(self):
            self.loading.reload()

    def _on_ledgers(self, found: list[LedgerInfo]) -> None:
        before = self.info
        self._infos = {info.id: info for info in found}
        arranged = before is not None and self.info is not None and before.columns != self.info.columns
        if before is None or arranged or self.model is None:
            self.choose(self._id)
        else:
            self.model.reload(keep_total=True)

    def choose(self, ledger_id: str) -> None:
        """Show another ledger, unfiltered."""
        self.chooser.show_ledger(ledger_id)
        self._id = ledger_id
        info = self.info
        if info is None:
            return
        self.bar.clear()
        self.filters.show_ledger(info)
        model = PagedRowsModel(table_columns(info), self._fetch, self)
        old, self.model = self.model, model
        self.set_next(NEXT.get(ledger_id, ""))
        self.table.set_empty("")
        self.table.setModel(model)
        self.table.setAccessibleName(info.title)
        if old is not None:
            old.deleteLater()
        self._show_total(0, {})
        model.reload()

    def _on_filters(self) -> None:
        if self.model is not None:
            self.bar.clear()
            self.model.reload()

    def _fetch(self, offset: int, limit: int, sort: str, then: Any) -> None:
        asked, self.sort = self._id, sort

        def refused(error: UserError) -> None:
            self.tell(error)
            self._show_total(0, {})
            then([], 0)

        def take(page: LedgerPage) -> None:
            if asked != self._id:
                return
            if page.columns != self.shown.columns:  # the day has changed, and the office's columns with it
                self.reload()
                return
            if not offset:
                self.table.set_empty(EMPTY[asked])
                self._show_total(page.total, page.sums)
            then([(*row, key) for row, key in zip(page.rows, page.applications, strict=True)], page.total)

        try:
            wanted = self.filters.values()
        except UserError as error:
            refused(error)
            return
        self.tasks.read(
            ledgers.page, asked, wanted, sort, offset, limit,
            then=take, failed=refused, owner=self, key="ledger_page",
        )  # fmt: skip

    def _show_total(self, total: int, sums: dict[str, Decimal]) -> None:
        self.total = total
        if self.info is not None:
            self.totals.setText(totals_text(self.info, total, sums))
        self._settle_buttons()

    def _settle_buttons(self) -> None:
        self.export_button.setText(f"导出 {self.total:,} 行")
        self.export_button.setAccessibleName(f"导出 {self.total} 行到 Excel")
        ready = self.total > 0 and not self._busy
        may = self.workspace.actor.may
        self.export_button.setEnabled(ready and may("export"))
        self.export_button.setToolTip("" if may("export") else "您的账号没有导出台账的岗位")
        label, covers = PAPERS.get(self._id, ("", ""))
        self.roster_button.setVisible(bool(label))
        self.roster_button.setText(label)
        self.roster_button.setAccessibleName(label)
        self.roster_button.setToolTip(covers)
        self.roster_button.setEnabled(ready and may("print"))
        self.return_button.setVisible(may("exchange"))
        for button in (self.load_button, self.imports_button):
            button.setVisible(may("exchange") or may("decide"))
        correctable = self.info.correctable if self.info is not None else []
        self.return_button.setEnabled(bool(correctable) and not self._busy)
        self.return_button.setToolTip(
            f"可以在表格里改：{'、'.join(correctable)}"
            if correctable
            else "这本台账里都是决定、金额和办理结果，没有可以从表格修改的栏目"
        )

    def set_busy(self, busy: bool) -> None:
        """While a file is written nothing else leaves."""
        self._busy = busy
        self._settle_buttons()

    def _on_opened(self, row: Sequence[Any]) -> None:
        if row[-1]:
            self.application_chosen.emit(row[-1])
