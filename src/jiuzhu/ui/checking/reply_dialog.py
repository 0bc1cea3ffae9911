"""试读核对答复: what the file would do, row by row, before anything is stored."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from jiuzhu.domain.form import FormField
from jiuzhu.services.survey.checking import ReplyPreview, ReplyRow
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.checking.part_form import PartForm
from jiuzhu.ui.rows_model import Column, RowsModel
from jiuzhu.ui.rows_view import RowsView


@dataclass
class ReportHead:
    """Number and day of the report the file came with."""

    report_number: str = ""
    report_on: date | None = None


def _outcome(row: ReplyRow) -> tuple[str, str]:
    return ("bad", row.problem) if row.problem else ("ok", row.goes_to)


COLUMNS = (
    Column("行", "row", kind="number", width=3),
    Column("姓名", "name", kind="strong", width=5),
    Column("证件号码", "id_masked", width=11),
    Column("部门", "department", width=6),
    Column("项目", "item", width=6),
    Column("状态", "status", width=4),
    Column("数值", "value", align="right", width=6),
    Column("将登记为", _outcome, kind="due", width=16, stretch=True),
)


class ReplyDialog(QDialog):
    """Bad rows first; with one of them nothing can be stored, and the copy with the errors is named."""

    def __init__(self, parent: QWidget | None, preview: ReplyPreview, today: date) -> None:
        super().__init__(parent)
        pieces.named(self, "reply_dialog", "试读核对答复")
        self.setWindowTitle("试读核对答复（还没有登记）")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.preview = preview
        self.head = ReportHead(report_on=today)
        rows = sorted(preview.rows, key=lambda row: (not row.problem, row.row))
        model = RowsModel(COLUMNS, rows, self)
        table = RowsView("reply_rows", "答复各行", dense=True)
        table.setModel(model)
        self._detail = pieces.label("", "bad", "reply_detail", wraps=True)
        table.chosen.connect(self._on_chosen)
        fields = (
            FormField("report_number", "核对报告编号", max_length=60),
            FormField("report_on", "报告日期", type="date", required=True),
        )
        self._form = PartForm(fields, {}, today, "report")
        self._form.show_part(self.head)
        self._form.ended.connect(self._on_take)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        column.addWidget(self._summary())
        for note in preview.notes:
            column.addWidget(pieces.label(f"▲ {note}", "warn", wraps=True))
        column.addWidget(table, 1)
        column.addWidget(self._detail)
        column.addWidget(self._form)
        column.addLayout(self._buttons())
        self._form.setVisible(not preview.bad)
        self._on_chosen(rows[0] if rows else None)
        pieces.resize_within(self, 900, 520)

    def _summary(self) -> QWidget:
        if not self.preview.bad:
            return pieces.label(
                f"{self.preview.good} 行都能登记。核对无误后点“登记”。", "ok", "reply_summary", wraps=True
            )
        copy = f"错误已逐行写在：{self.preview.error_copy}。" if self.preview.error_copy else ""
        return pieces.label(
            f"{self.preview.bad} 行有问题，{self.preview.good} 行没有问题；改好以前都不会登记。{copy}请核对机构更正后重新导入。",
            "bad",
            "reply_summary",
            wraps=True,
        )

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        take = pieces.button(f"登记 {self.preview.good} 条答复", "reply_take", self._on_take, kind="primary")
        take.setVisible(not self.preview.bad)
        row.addWidget(take)
        row.addWidget(pieces.button("返回", "reply_back", self.reject))
        return row

    def _on_chosen(self, row: ReplyRow | None) -> None:
        self._detail.setText(f"第 {row.row} 行：{row.problem}" if row is not None and row.problem else "")

    def _on_take(self) -> None:
        if self._form.sound():
            self.accept()
