"""台账: filters above, the table, totals pinned below; every export says how many rows it will write."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from jiuzhu.domain.ledger import Column as LedgerColumn
from jiuzhu.domain.round_trip import LedgerImport
from jiuzhu.errors import UserError
from jiuzhu.services import ledger_return, ledgers
from jiuzhu.services.ledgers import Exported, LedgerInfo, LedgerPage
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.dialogs import reason
from jiuzhu.ui.folders import papers_folder
from jiuzhu.ui.ledgers.filter_bar import FilterBar
from jiuzhu.ui.ledgers.return_dialog import ImportsDialog, ReturnDialog
from jiuzhu.ui.page import Page
from jiuzhu.ui.rows_model import Column, Kind, PagedRowsModel
from jiuzhu.ui.rows_view import RowsView
from jiuzhu.ui.tasks import Tasks

_KINDS: dict[str, Kind] = {"date": "date", "money": "money", "integer": "number", "decimal": "number"}
_STRONG = frozenset({"applicant", "payee", "name"})
_EMPTY = {
    "applications": "没有符合筛选条件的申请。受理第一份申请以后，这里按受理先后列出每一份。",
    "dibao_households": "没有符合筛选条件的低保家庭。申请审核确认以后，这里每户一行。",
    "roster": "这个月没有应发放的家庭。审核确认并到了起始月份的家庭会列在这里。",
    "reserve": "没有符合筛选条件的收支。在“发放”里登记备用金期初以后，这里每笔一行。",
    "damaged_houses": "没有符合筛选条件的家庭。受灾救助的申请登记倒损住房以后，这里每户一行。",
    "grants": "没有符合筛选条件的发放。在“发放”里制作价格补贴或冬春救助批次以后，这里每户一行。",
}
_NEXT = {"roster": "花名册打印后由制表、复核、负责人签字，再交财务发放；发放以签字的花名册为准。"}
_SHORT = {
    "applications": "申请台账",
    "dibao_households": "低保家庭台账",
    "roster": "月发放花名册",
    "reserve": "备用金台账",
    "damaged_houses": "倒损住房台账",
    "grants": "批次发放台账",
}
_PAPERS = {
    "roster": ("花名册 PDF", "本月全部户，不受村（居）和查找的筛选影响"),
    "reserve": ("台账 PDF", "所选月份的全部收支，不受查找的筛选影响"),
    "damaged_houses": ("台账 PDF", "所选受灾日期和村（居）的全部户，不受查找的筛选影响"),
}
"""Ledgers that are also a paper: its button, and what it covers."""
_UNITS = {"applications": "件", "reserve": "笔"}


_OF_NUMBERS = 15
"""Room for one of our numbers, in Chinese characters."""


def shown_columns(info: LedgerInfo) -> list[tuple[int, LedgerColumn]]:
    """The columns a screen shows, with their place in a row.

    Flattened members stay with the export, the month of a roster stands in the filters.
    """
    return [
        (place, column)
        for place, column in enumerate(info.columns)
        if not column.group and column.name != "month"
    ]


def _room(column: LedgerColumn) -> int:
    """Width on screen in Chinese characters."""
    if column.name == "account_number":
        return 5  # the last four
    if column.name.endswith("number") and column.kind == "text":
        return _OF_NUMBERS
    return column.width // 2 + 1


def table_columns(info: LedgerInfo) -> list[Column]:
    """The columns of the table on screen."""
    return [
        Column(
            column.title,
            place,
            kind="strong" if column.name in _STRONG else _KINDS.get(column.kind, "text"),
            width=_room(column),
            sort=column.name if column.name in info.sorts else "",
        )
        for place, column in shown_columns(info)
    ]


def totals_text(info: LedgerInfo, total: int, sums: dict[str, Decimal]) -> str:
    """The pinned line: rows, then every summed column by its title."""
    unit = _UNITS.get(info.id, "户")
    told = [f"合计 {total:,} {unit}"]
    for column in info.columns:
        if column.name in sums:
            figure = sums[column.name]
            told.append(
                f"{column.title} {figure:,.2f} 元"
                if column.kind == "money"
                else f"{column.title} {figure:,.0f}"
            )
    return "　　".join(item.replace(" ", "\N{NO-BREAK SPACE}") for item in told)


class LedgersPage(Page):
    """One fact, many tables: what stands here is what the files carry."""

    watches: ClassVar[frozenset[str]] = frozenset(
        {
            "application",
            "item",
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
        }
    )

    def __init__(self, tasks: Tasks, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(tasks, workspace, "台账", "page_ledgers", parent)
        self._infos: dict[str, LedgerInfo] = {}
        self._id = "applications"
        self._total = 0
        self._sort = ""
        self._busy = False
        self._choosers: dict[str, QPushButton] = {}
        self._chooser = QHBoxLayout()
        self._chooser.setSpacing(tokens.INSIDE)
        self.filters = FilterBar(workspace.today)
        self.table = RowsView("ledger_rows", "台账", dense=True)
        self.model: PagedRowsModel | None = None
        self.totals = pieces.label("", "heading", "ledger_totals", wraps=True)
        self.export_button = self.add_button(
            "导出 0 行", "export", self._on_export, primary=True, icon="excel"
        )
        self.roster_button = self.add_button("花名册 PDF", "roster_pdf", self._on_roster, icon="pdf")
        self.return_button = self.add_button("导入修改…", "import_ledger", self._on_return)
        self.imports_button = self.add_button("导入记录…", "ledger_imports_open", self._on_imports)
        self._lay_out_body()
        self.filters.changed.connect(self._on_filters)
        self.filters.refused.connect(lambda text: self.say("warn", text))
        self.table.opened.connect(self._on_opened)
        self.table.told.connect(self.say)

    def _lay_out_body(self) -> None:
        for ledger_id, title in _SHORT.items():
            button = pieces.button(title, f"ledger_{ledger_id}")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, chosen=ledger_id: self.choose(chosen))
            self._choosers[ledger_id] = button
            self._chooser.addWidget(button)
        self._chooser.addStretch(1)
        self.body.addLayout(self._chooser)
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

    def reload(self) -> None:
        """Ask which ledgers there are, then for the first page."""
        self.tasks.read(ledgers.ledgers, then=self._on_ledgers, owner=self, key="ledgers")

    def _on_ledgers(self, found: list[LedgerInfo]) -> None:
        first = not self._infos
        self._infos = {info.id: info for info in found}
        if first or self.model is None:
            self.choose(self._id)
        else:
            self.model.reload(keep_total=True)

    def choose(self, ledger_id: str) -> None:
        """Show another ledger, unfiltered."""
        for name, button in self._choosers.items():
            button.setChecked(name == ledger_id)
        self._id = ledger_id
        info = self.info
        if info is None:
            return
        self.bar.clear()
        self.filters.show_ledger(info)
        model = PagedRowsModel(table_columns(info), self._fetch, self)
        old, self.model = self.model, model
        self.set_next(_NEXT.get(ledger_id, ""))
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
        asked, self._sort = self._id, sort

        def refused(error: UserError) -> None:
            self.tell(error)
            self._show_total(0, {})
            then([], 0)

        def take(page: LedgerPage) -> None:
            if asked != self._id:
                return
            if not offset:
                self.table.set_empty(_EMPTY[asked])
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
        self._total = total
        if self.info is not None:
            self.totals.setText(totals_text(self.info, total, sums))
        self._settle_buttons()

    def _settle_buttons(self) -> None:
        self.export_button.setText(f"导出 {self._total:,} 行")
        self.export_button.setAccessibleName(f"导出 {self._total} 行到 Excel")
        ready = self._total > 0 and not self._busy
        may = self.workspace.actor.may
        self.export_button.setEnabled(ready and may("export"))
        self.export_button.setToolTip("" if may("export") else "您的账号没有导出台账的岗位")
        label, covers = _PAPERS.get(self._id, ("", ""))
        self.roster_button.setVisible(bool(label))
        self.roster_button.setText(label)
        self.roster_button.setAccessibleName(label)
        self.roster_button.setToolTip(covers)
        self.roster_button.setEnabled(ready and may("print"))
        for button in (self.return_button, self.imports_button):
            button.setVisible(self._id == ledger_return.LEDGER and may("exchange"))

    def _on_opened(self, row: Sequence[Any]) -> None:
        if row[-1]:
            self.application_chosen.emit(row[-1])

    def _folder(self) -> Path:
        folder = papers_folder(self.workspace.settings.export_folder)
        return folder if folder.is_dir() else Path.home()

    def _remember(self, folder: Path) -> None:
        if self.workspace.settings.export_folder != str(folder):
            self.workspace.settings.export_folder = str(folder)
            try:
                self.workspace.keep_settings()
            except UserError as error:
                self.tell(error)

    def _file_name(self, wanted: dict[str, Any], today: date) -> str:
        if self._id == "roster":
            label = dict(self._infos["roster"].choices["programme"])[wanted["programme"]]
            return f"{label}发放花名册-{wanted['month']}.xlsx"
        return f"{self._infos[self._id].title}-{today.isoformat()}.xlsx"

    def _on_export(self) -> None:
        self.filters.settle()
        wanted = self.filters.values()
        purpose = reason.ask(
            self,
            f"导出 {self._total:,} 行",
            "导出的文件含完整证件号码和银行账号，请妥善保管。这次导出的用途：",
        )
        if purpose is None:
            return
        start = self._folder() / self._file_name(wanted, self.workspace.today())
        chosen, _ = QFileDialog.getSaveFileName(self, "导出到", str(start), "Excel 工作簿 (*.xlsx)")
        if chosen:
            path = Path(chosen)
            self.export_to(
                path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx"), purpose
            )

    def export_to(self, path: Path, purpose: str) -> None:
        """Write what the filters leave to a file."""
        info = self._infos[self._id]

        def done(made: Exported) -> None:
            self._free()
            self._remember(made.path.parent)
            self._done(f"已导出 {made.rows:,} 行（{made.number}）：{made.path}", made.path.parent)

        self._busy = True
        self._settle_buttons()
        self.tasks.write(
            ledgers.export, info.id, self.filters.values(), path, purpose,
            sort=self._sort, then=done, failed=self._on_refused, owner=self, title=f"正在导出 {self._total:,} 行…",
        )  # fmt: skip

    def _on_return(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, "选择改好的低保家庭台账", str(self._folder()), "Excel 工作簿 (*.xlsx)"
        )
        if chosen:
            self.read_return(Path(chosen))

    def read_return(self, path: Path) -> None:
        """Dry run of a returned ledger; what it would change is shown before anything is stored."""

        def seen(preview: ledger_return.ReturnPreview) -> None:
            dialog = ReturnDialog(self, preview)

            def done(number: str) -> None:
                dialog.accept()
                self.say("ok", f"已导入 {len(preview.differences)} 处修改（{number}），七天内可以撤销。")

            dialog.taken.connect(
                lambda: self.tasks.write(
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

        self.tasks.read(
            ledger_return.look_at_return, path, then=seen, failed=self.tell, owner=self, title="正在试读台账…"
        )

    def _on_imports(self) -> None:
        def seen(found: list[LedgerImport]) -> None:
            dialog = ImportsDialog(self, found)

            def undone(count: int) -> None:
                dialog.accept()
                self.say("ok", f"已撤销，{count} 处内容放回原样。")

            def undo() -> None:
                row = dialog.table.chosen_row()
                if row is not None:
                    self.tasks.write(
                        ledger_return.undo_return, row.id, then=undone, failed=dialog.tell, owner=dialog
                    )

            dialog.taken.connect(undo)
            dialog.finished.connect(lambda _result: dialog.deleteLater())
            dialog.open()

        self.tasks.read(ledger_return.imports, then=seen, failed=self.tell, owner=self)

    def _on_roster(self) -> None:
        if self._id == "reserve" and "month" not in self.filters.values():
            self.say("warn", "台账按月打印，请先在上面选月份。")
            return
        label = _PAPERS[self._id][0].removesuffix(" PDF")
        folder = QFileDialog.getExistingDirectory(self, f"把{label}存到", str(self._folder()))
        if folder:
            self.print_paper(Path(folder))

    def print_paper(self, folder: Path) -> None:
        """The paper of the ledger on screen, whole: a typed word is for looking only."""
        from jiuzhu.services import papers, relief_papers  # noqa: PLC0415  # the page kit is heavy and only printing needs it

        def done(made: papers.Issued) -> None:
            self._free()
            self._remember(folder)
            again = f"，内容未变，第 {made.prints} 次打印" if made.reprint else ""
            self._done(f"{label} {made.number} 共 {made.pages} 页{again}：{made.path}", folder)

        label = _PAPERS[self._id][0].removesuffix(" PDF")
        wanted = self.filters.values()
        calls: dict[str, Callable[[], tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]]] = {
            "roster": lambda: (papers.issue_roster, (wanted["month"], wanted["programme"], folder), {}),
            "reserve": lambda: (relief_papers.issue_reserve_month, (wanted["month"], folder), {}),
            "damaged_houses": lambda: (
                relief_papers.issue_damage,
                (folder,),
                {
                    "since": wanted.get("date_from"),
                    "until": wanted.get("date_to"),
                    "village": wanted.get("village", ""),
                },
            ),
        }
        service, arguments, named = calls[self._id]()
        self._busy = True
        self._settle_buttons()
        self.tasks.write(
            service, *arguments, **named,
            then=done, failed=self._on_refused, owner=self, title=f"正在生成{label}…",
        )  # fmt: skip

    def _done(self, text: str, folder: Path) -> None:
        self.say("ok", text, "打开文件夹", lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))

    def _on_refused(self, error: UserError) -> None:
        self._free()
        self.tell(error)

    def _free(self) -> None:
        self._busy = False
        self._settle_buttons()
