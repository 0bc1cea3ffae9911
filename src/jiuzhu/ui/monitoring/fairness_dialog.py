"""误报率: how often each model was right, and why it was wrong, so that a list that only troubles people is seen."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from jiuzhu.services.monitoring.alerting import Fairness
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.rows_model import Column, RowsModel
from jiuzhu.ui.rows_view import RowsView

COLUMNS = (
    Column("监测模型", "title", kind="strong", width=14, stretch=True),
    Column("发现", "raised", kind="number", width=4),
    Column("在办", "open", kind="number", width=4),
    Column("属实", "confirmed", kind="number", width=4),
    Column("不影响", "no_effect", kind="number", width=5),
    Column("误报", "false_alarm", kind="number", width=4),
    Column("误报率", "false_share", align="right", width=5),
)


class FairnessDialog(QDialog):
    """Two short tables, nothing to change."""

    def __init__(
        self, parent: QWidget | None, models: Sequence[Fairness], reasons: Sequence[tuple[str, int]]
    ) -> None:
        super().__init__(parent)
        pieces.named(self, "fairness_dialog", "误报率")
        self.setWindowTitle("监测模型的误报率")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        table = RowsView("fairness_rows", "各模型的结果", dense=True)
        table.setModel(RowsModel(COLUMNS, list(models), self))
        table.set_empty("还没有预警。有预警办结以后，这里按模型列出属实和误报的件数。")
        told = "、".join(f"{label} {count} 条" for label, count in reasons)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        column.addWidget(table, 1)
        column.addWidget(
            pieces.label(f"误报原因：{told or '还没有误报'}", "muted", "fairness_reasons", wraps=True)
        )
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(pieces.button("关闭", "fairness_close", self.accept, kind="primary"))
        column.addLayout(row)
        pieces.resize_within(self, 760, 420)
