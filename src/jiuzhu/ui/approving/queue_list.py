"""The queue at the left: which one, a search, the rows with their due days, and the ticks for a batch."""

from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from jiuzhu.services.approval import approving
from jiuzhu.services.casework.queue import QueueRow
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.rows_model import Column, RowsModel
from jiuzhu.ui.rows_view import RowsView

LABELS = {
    "to_sign": "待签署",
    "to_opine": "待初审",
    "reviewing": "残联审核中",
    "to_post": "待公示",
    "posted": "公示中、异议复查",
    "to_submit": "待上报",
    "to_make_up": "待补手续",
    "to_deliver": "待送达",
}
LIMIT = 200
_TYPING_PAUSE = 250  # milliseconds


def _due(row: QueueRow) -> tuple[str, str]:
    if row.due_on is None or row.days_left is None:
        return "", "—"
    left = row.days_left
    if left < 0 and row.runs_out:
        return row.colour, f"{row.due_on:%m-%d} 已期满"
    days = f"还有{left}天" if left > 0 else "今天" if left == 0 else f"超{-left}天"
    return row.colour, f"{row.due_on:%m-%d} {days}"


class QueueList(QWidget):
    """Tells which row the person stands on; the page loads the file."""

    row_chosen = Signal(object)  # QueueRow
    queue_wanted = Signal()  # another queue, another search
    ticks_changed = Signal(int)

    def __init__(self, *, signs: bool) -> None:
        super().__init__()
        pieces.named(self, "queue_list", "审批队列")
        self.ticked: dict[str, QueueRow] = {}
        self._signs = signs
        self._wanted_id = ""
        self._elsewhere = ""  # a file opened from another page, which may wait in no queue shown here
        self.which = QComboBox()
        pieces.named(self.which, "queue_which", "队列")
        for key in approving.QUEUES:
            self.which.addItem(LABELS[key], key)
        self.search = QLineEdit()
        pieces.named(self.search, "queue_search", "在队列里查找")
        self.search.setPlaceholderText("姓名、编号、村（社区）、证件后四位")
        self.search.setClearButtonEnabled(True)
        columns = [
            Column("期限", _due, kind="due", width=9),
            Column("申请人", "applicant", kind="strong", width=4, stretch=True),
            Column("差异", lambda row: row.open_differences or None, kind="number", width=3),
            Column("金额", "monthly", kind="money", width=6),
        ]
        if signs:
            columns.insert(
                0, Column("选", lambda row: row.application_id in self.ticked, kind="tick", width=2)
            )
        self.model = RowsModel(columns)
        self.table = RowsView("approving_queue", "审批队列", dense=True)
        self.table.setModel(self.model)
        self.told = pieces.label("", "caption", "queue_told", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.INSIDE)
        for part in (self.which, self.search):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self.told)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE)
        self._connect()

    def _connect(self) -> None:
        self.which.currentIndexChanged.connect(self._on_which)
        self.search.textEdited.connect(lambda _: self._pause.start())
        self._pause.timeout.connect(self._want)
        self.table.chosen.connect(self._on_chosen)
        for keys, slot in (("Space", self.tick), ("Ctrl+A", self.tick_all)):
            shortcut = QShortcut(QKeySequence(keys), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(slot)
        if self._signs:
            self.table.clicked.connect(lambda index: self.tick() if index.column() == 0 else None)

    @property
    def key(self) -> str:
        """Which queue is shown."""
        return str(self.which.currentData())

    def show_counts(self, counts: dict[str, int]) -> None:
        """How many wait in each queue, beside its name."""
        for place in range(self.which.count()):
            key = self.which.itemData(place)
            self.which.setItemText(place, f"{LABELS[key]}　{counts[key]}")

    def hide_amounts(self, *, hide: bool) -> None:
        """Leave the last column out, for large text."""
        self.table.setColumnHidden(len(self.model.columns) - 1, hide)

    def choose_queue(self, key: str) -> None:
        """Show a queue without asking for its rows yet."""
        self.which.blockSignals(True)
        self.which.setCurrentIndex(self.which.findData(key))
        self.which.blockSignals(False)

    def stand_on(self, application_id: str) -> None:
        """Stand on a file opened from elsewhere; on no row while it waits in another queue."""
        self._wanted_id = self._elsewhere = application_id
        self._stand(self._place_of(application_id))

    def _place_of(self, application_id: str) -> int:
        ids = [row.application_id for row in self.model.rows]
        return ids.index(application_id) if application_id in ids else -1

    def _stand(self, place: int) -> None:
        self.table.blockSignals(True)
        if place >= 0:
            self.table.choose(place)
        else:
            self.table.setCurrentIndex(QModelIndex())
        self.table.blockSignals(False)

    def show_rows(self, rows: list[QueueRow], total: int) -> QueueRow | None:
        """Show the queue; stand where one stood, or on the row that took its place. Returns the row stood on."""
        standing = max(self.table.currentIndex().row(), 0)
        current = {row.application_id: row for row in rows}
        self.ticked = {key: current[key] for key in self.ticked if key in current}
        self.table.blockSignals(True)
        self.model.set_rows(rows)
        self.table.blockSignals(False)
        place = self._place_of(self._wanted_id)
        if place < 0 and not self._elsewhere:
            place = min(standing, len(rows) - 1)
        self._stand(place)
        shown = f"，显示前 {len(rows)} 件，请用查找缩小范围" if total > len(rows) else ""
        keys = "；空格勾选，Ctrl+A 全选" if self._signs and self.key == "to_sign" and rows else ""
        self.told.setText(f"共 {total} 件{shown}{keys}")
        self.ticks_changed.emit(len(self.ticked))
        return rows[place] if place >= 0 else None

    def tick(self) -> None:
        """Tick or untick the row stood on, for the batch."""
        row: QueueRow | None = self.table.chosen_row()
        if row is None or not self._signs or self.key != "to_sign":
            return
        if self.ticked.pop(row.application_id, None) is None:
            self.ticked[row.application_id] = row
        self._repaint()

    def tick_all(self) -> None:
        """Tick every row shown, or none when all are ticked."""
        if not self._signs or self.key != "to_sign":
            return
        rows = self.model.rows
        everything = len(self.ticked) == len(rows)
        self.ticked = {} if everything else {row.application_id: row for row in rows}
        self._repaint()

    def _repaint(self) -> None:
        self.table.viewport().update()
        self.ticks_changed.emit(len(self.ticked))

    def _on_which(self, _place: int) -> None:
        self.ticked = {}
        self._wanted_id = ""
        self._want()

    def _want(self) -> None:
        self._elsewhere = ""
        self.queue_wanted.emit()

    def _on_chosen(self, row: Any) -> None:
        if row is not None:
            self._wanted_id, self._elsewhere = row.application_id, ""
            self.row_chosen.emit(row)
