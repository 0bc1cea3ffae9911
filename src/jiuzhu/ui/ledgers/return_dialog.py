"""导入: what a workbook would change or make, line by line, before anything is stored; and the imports that can be undone."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from jiuzhu.errors import UserError
from jiuzhu.services.ledger.ledger_imports import OLD_TABLE, ImportRow
from jiuzhu.services.ledger.ledger_return import ReturnPreview
from jiuzhu.services.ledger.returned_rows import Difference
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.rows_model import Column, RowsModel
from jiuzhu.ui.rows_view import RowsView


def _becomes(one: Difference) -> str:
    """What importing does with a difference."""
    if one.withheld:
        return "不导入，没有权限"
    return "只提出，等另一人确认" if one.of_account else "改"


DIFFERENCES = (
    Column("行", "row", kind="number", width=3),
    Column("姓名", "name", kind="strong", width=5),
    Column("栏目", "title", width=5),
    Column("原来", "was", width=12),
    Column("改为", "now", width=12, stretch=True),
    Column("导入后", _becomes, width=11),
    Column("编号", "key", width=15),
)
PROBLEMS = (
    Column("行", lambda row: row[0], kind="number", width=3),
    Column("问题", lambda row: "；".join(row[1]), width=30, stretch=True),
)
IMPORTS = (
    Column("编号", "number", kind="strong", width=15),
    Column("台账", "title", width=8),
    Column("来自", "sender", width=6),
    Column("文件", "file_name", width=8, stretch=True),
    Column("改动", "changed", kind="number", width=4),
    Column("新增", "added", kind="number", width=4),
    Column("可撤销到", "undo_until", kind="date", width=7),
    Column("撤销", "undone_on", kind="date", width=7),
)
MISSING = "工作簿里删去的行不改动任何内容。"
UNDOING = "撤销会把这次导入改动的内容放回原样；已由另一人确认的账户变更除外。"
UNLOADING = "撤销会把这次转入的待遇和户都退回，当作没有转入过；转入以后又有变动的不能撤销。"


class ListDialog(QDialog):
    """Rows, a sentence, one button."""

    taken = Signal()

    def __init__(
        self, parent: QWidget, name: str, title: str, columns: Sequence[Column], button: str
    ) -> None:
        super().__init__(parent)
        pieces.named(self, name, title)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.model = RowsModel(columns, parent=self)
        self.table = RowsView(f"{name}_rows", title, dense=True, many=False)
        self.table.setModel(self.model)
        self.told = pieces.label("", "", f"{name}_told", wraps=True)
        self.take = pieces.button(button, f"{name}_take", self.taken.emit, kind="primary")
        row = QHBoxLayout()
        row.addWidget(self.told, 1)
        row.addWidget(self.take)
        self._row = row
        row.addWidget(pieces.button("返回", f"{name}_back", self.reject))
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        pieces.resize_within(self, 900, 520)

    def add_button(self, text: str, name: str, on_clicked: Callable[[], Any]) -> QPushButton:
        """Another button, before the way back."""
        made = pieces.button(text, name, on_clicked)
        self._row.insertWidget(self._row.count() - 1, made)
        return made

    def show_rows(self, rows: Sequence[Any], empty: str, told: str) -> None:
        """The rows and what they come to."""
        self.table.set_empty(empty)
        self.model.set_rows(list(rows))
        self.told.setText(told)
        if rows:
            self.table.choose(0)

    def tell(self, error: UserError) -> None:
        """Why it was not done."""
        self.told.setText(f"✗ {error.message}")


class ReturnDialog(ListDialog):
    """`taken`: the person has seen the differences and wants them."""

    def __init__(self, parent: QWidget, preview: ReturnPreview) -> None:
        columns = PROBLEMS if preview.problems else DIFFERENCES
        super().__init__(parent, "ledger_return", "导入修改", columns, "导入")
        self.preview = preview
        pieces.resize_within(self, 1080, 520)
        if preview.problems:
            told = f"{len(preview.problems)} 行有问题，没有导入任何内容。错误已写在：{preview.error_copy}"
            self.show_rows(sorted(preview.problems.items()), "", told)
        else:
            rows = sorted([*preview.differences, *preview.withheld], key=lambda one: one.row)
            self.show_rows(rows, "读到的各行与现在的台账一致，没有要导入的修改。", self._summary())
        self.take.setEnabled(bool(preview.differences))

    def _summary(self) -> str:
        preview = self.preview
        if not preview.differences and not preview.withheld:
            return f"读到 {preview.rows} 行，与现在的台账一致，没有要导入的修改。{MISSING}"
        told = [f"读到 {preview.rows} 行，{len(preview.differences)} 处修改。空白的格子不改动，{MISSING}"]
        if preview.accounts_asked:
            told.append(
                f"其中 {preview.accounts_asked} 户的账户变更只是提出，由另一人在“发放—变更账户”确认以前仍按原账户发放。"
            )
        if preview.withheld:
            told.append(f"另有 {len(preview.withheld)} 处不导入：{preview.withheld[0].withheld}。")
        return "".join([*told, "导入后七天内可以撤销。" if preview.differences else ""])


class ImportsDialog(ListDialog):
    """`taken`: undo the chosen import."""

    def __init__(self, parent: QWidget, found: Sequence[ImportRow]) -> None:
        super().__init__(parent, "ledger_imports", "导入记录", IMPORTS, "撤销这次导入")
        pieces.resize_within(self, 1040, 520)
        self.take.setEnabled(False)
        self.table.chosen.connect(self._on_chosen)
        self.show_rows(found, "还没有导入过修改。", UNDOING)

    def _on_chosen(self, row: ImportRow | None) -> None:
        """The button does what it says for the row one stands on; where it cannot, the sentence says why."""
        self.take.setEnabled(row is not None and not row.closed)
        hint = UNLOADING if row is not None and row.ledger == OLD_TABLE else UNDOING
        self.told.setText((row.closed if row else "") or hint)
