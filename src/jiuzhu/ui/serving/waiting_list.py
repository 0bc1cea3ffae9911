"""People whose plan still wants visits this month; dragged onto the calendar, or Enter, they get one."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from jiuzhu.domain.serving.hours import hours
from jiuzhu.services.scheduling.calendar_view import Waiting
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.calendar.calendar_view import PLAN

_PLAN_ROLE = Qt.ItemDataRole.UserRole


class WaitingList(QListWidget):
    """One line a plan: the person, how many visits are missing, what is left of the hours."""

    opened = Signal(str)  # plan id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        pieces.named(self, "waiting_list", "待安排的服务对象")
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setWordWrap(True)
        self.setSpacing(tokens.SPACE)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemDoubleClicked.connect(lambda item: self.opened.emit(item.data(_PLAN_ROLE)))

    def show_waiting(self, waiting: Sequence[Waiting]) -> None:
        """The people; who is chosen stays chosen."""
        chosen = self.plan_id
        self.clear()
        for one in waiting:
            two = "，两人" if one.workers > 1 else ""
            item = QListWidgetItem(
                f"{one.person}　还差 {one.missing} 次\n{one.village}　剩 {hours(one.left)}{two}"
            )
            item.setData(_PLAN_ROLE, one.service_plan_id)
            self.addItem(item)
            if one.service_plan_id == chosen:
                self.setCurrentItem(item)
        if not waiting:
            nobody = QListWidgetItem("这段时间该安排的都已安排")
            nobody.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addItem(nobody)

    @property
    def plan_id(self) -> str:
        """The plan of the chosen line, "" for none."""
        item = self.currentItem()
        return str(item.data(_PLAN_ROLE) or "") if item is not None else ""

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        """What is dragged: the id of a plan, nothing of the person."""
        data = QMimeData()
        if items:
            data.setData(PLAN, str(items[0].data(_PLAN_ROLE)).encode("ascii"))
        return data

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks for a visit of the chosen person."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.plan_id:
            self.opened.emit(self.plan_id)
        else:
            super().keyPressEvent(event)
