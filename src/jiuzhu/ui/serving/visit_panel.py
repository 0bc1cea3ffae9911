"""What the chosen visit of the calendar says, and what can be done with it."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from jiuzhu.domain.serving.hours import hours
from jiuzhu.services.scheduling import booking
from jiuzhu.services.scheduling.board import clock
from jiuzhu.services.scheduling.calendar_view import Slot
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.flow import FlowRow
from jiuzhu.ui.page import Page

_LABELS = {
    "change": "调整…",
    "missed": "不服务…",
    "away": "请假…",
    "series": "改以后的…",
    "end": "停止重复…",
}
_OF_SERIES = frozenset({"series", "end"})


class VisitPanel(QWidget):
    """It always has its place: a calendar that gives way under the hand drops visits elsewhere."""

    def __init__(self, page: Page, *, may: bool, acts: Mapping[str, Callable[[], None]]) -> None:
        """`acts`: what each button of `_LABELS` does."""
        super().__init__()
        self._page, self._may = page, may
        self._head = pieces.label("", "heading", "visit_head", wraps=True)
        self._told = pieces.label("", "", "visit_told", wraps=True)
        self._told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._told.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._buttons = {
            key: pieces.button(label, f"visit_do_{key}", acts[key]) for key, label in _LABELS.items()
        }
        card = pieces.card("visit_panel")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(tokens.INSIDE, tokens.INSIDE, tokens.INSIDE, tokens.INSIDE)
        inner.setSpacing(tokens.SPACE)
        inner.addWidget(self._head)
        words = QScrollArea()
        words.setWidgetResizable(True)
        words.setFrameShape(QScrollArea.Shape.NoFrame)
        words.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        words.setWidget(self._told)
        inner.addWidget(words, 1)
        rows = FlowRow(gap=tokens.SPACE)
        for button in self._buttons.values():
            rows.add(button)
        inner.addWidget(rows)
        pieces.column(self).addWidget(card)

    def open_(self, slot: Slot | None) -> bool:
        """Whether a visit may be changed by who is logged in."""
        return self._may and slot is not None and slot.state == "booked"

    def show_slot(self, slot: Slot | None) -> None:
        """A visit, or how one is chosen."""
        open_ = self.open_(slot)
        for key, button in self._buttons.items():
            button.setEnabled(open_ and (key not in _OF_SERIES or self._comes_back(slot)))
        if slot is None:
            self._head.setText("没有选中的服务")
            self._told.setText(
                "点选日历上的一次服务，这里显示详情。拖动改时间或人员，按住 Ctrl 拖是复制，拖末端改时长。"
            )
            return
        label = self._page.workspace.rules.label
        who = "、".join(filter(None, (slot.worker, slot.second_worker)))
        by = f"（{booking.WHO.get(slot.by, '')}：{slot.reason}）" if slot.by else ""
        lines = [
            f"{slot.day:%Y-%m-%d}　{clock(slot.starts)}–{clock(slot.ends)}",
            f"{label('service_item', slot.item)}　{hours(slot.ends - slot.starts)}",
            f"服务人员：{who}",
            f"机构：{slot.provider}",
            f"车辆：{slot.vehicle}" if slot.vehicle else "",
            slot.village,
            f"状态：{label('visit_state', slot.state)}{by}",
            "重复服务中的一次" if slot.visit_series_id else "",
            *(f"✗ {line}" for line in slot.clashes),
        ]
        self._head.setText(slot.person)
        self._told.setText("\n".join(filter(None, lines)))

    def _comes_back(self, slot: Slot | None) -> bool:
        return (
            slot is not None and slot.visit_series_id is not None and slot.day >= self._page.workspace.today()
        )
