"""待核查: the queue at the left, filtered by words, state and clerk."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from jiuzhu.services.casework.queue import QueueRow
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.rows_model import Column, RowsModel
from jiuzhu.ui.rows_view import RowsView

LIMIT = 200


def due(row: QueueRow) -> tuple[str, str]:
    """Colour and days of what is due first."""
    if row.days_left is None:
        return "", "—"
    if row.days_left < 0:
        return row.colour, f"超{-row.days_left}天"
    return row.colour, f"{row.days_left}天" if row.days_left else "今天"


COLUMNS = (
    Column("时限", due, kind="due", width=6),
    Column("申请人", "applicant", kind="strong", width=4, stretch=True),
    Column("差异", lambda row: row.open_differences or None, kind="number", width=3),
)


class QueuePanel(QWidget):
    """The first due first; a click or the arrow keys choose."""

    filtered = Signal()
    chosen = Signal(str)

    def __init__(self, clerk: str) -> None:
        super().__init__()
        pieces.named(self, "check_queue_panel", "待核查")
        self._clerk = clerk
        self._found: list[QueueRow] = []
        self._text = pieces.named(QLineEdit(), "check_filter", "查找姓名、编号或村社区")
        self._text.setPlaceholderText("姓名、编号、村社区")
        self._text.setClearButtonEnabled(True)
        self._state = pieces.named(QComboBox(), "check_state", "状态")
        for code, label in (("", "全部"), ("accepted", "已受理"), ("investigating", "调查中")):
            self._state.addItem(label, code)
        self._mine = pieces.named(QCheckBox("我受理的"), "check_mine", "只看我受理的")
        self._model = RowsModel(COLUMNS, parent=self)
        self.table = RowsView("check_queue", "待核查申请")
        self.table.setModel(self._model)
        self.table.set_empty("没有等待核查的申请。受理后的申请会出现在这里。")
        self._more = pieces.label("", "muted", "check_queue_more", wraps=True)
        row = QHBoxLayout()
        row.addWidget(self._state, 1)
        row.addWidget(self._mine)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.INSIDE)
        column.addWidget(self._text)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        column.addWidget(self._more)
        self._text.textChanged.connect(lambda _text: self.filtered.emit())
        self._state.currentIndexChanged.connect(lambda _place: self.filtered.emit())
        self._mine.toggled.connect(lambda _on: self._show())
        self.table.chosen.connect(self._on_chosen)

    @property
    def wanted(self) -> dict[str, Any]:
        """What the service is asked for."""
        return {"state": self._state.currentData(), "text": self._text.text()}

    def show_rows(self, rows: Sequence[QueueRow], standing: str) -> None:
        """Show the queue and stand on the application shown, without choosing it again."""
        self._found = list(rows)
        self._show()
        self.stand_on(standing)

    def stand_on(self, application_id: str) -> None:
        """Mark the application in the list when it is there."""
        ids = [row.application_id for row in self._model.rows]
        self.table.blockSignals(True)
        if application_id in ids:
            self.table.choose(ids.index(application_id))
        else:
            self.table.clearSelection()
        self.table.blockSignals(False)

    def first(self) -> str:
        """The application due first, "" when the queue is empty."""
        return self._model.rows[0].application_id if self._model.rows else ""

    def _show(self) -> None:
        rows = [row for row in self._found if not self._mine.isChecked() or row.clerk_name == self._clerk]
        self._model.set_rows(rows)
        full = len(self._found) >= LIMIT
        self._more.setText(f"只列最先到期的 {LIMIT} 件，请用上面的条件查找。" if full else "")
        self._more.setVisible(full)

    def _on_chosen(self, row: QueueRow | None) -> None:
        if row is not None:
            self.chosen.emit(row.application_id)
