"""The calendar in the hand: visits are dragged to another time, pulled longer, copied with Ctrl held, moved by keys.

A drag changes nothing by itself; it says what is wanted, and whoever owns the calendar asks a service.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import QApplication, QWidget

from jiuzhu.ui import tokens
from jiuzhu.ui.calendar import dragging
from jiuzhu.ui.calendar.dragging import Held
from jiuzhu.ui.calendar.layouts import SNAP, Box, Layout, Place
from jiuzhu.ui.calendar.painting import Painting, Words
from jiuzhu.ui.calendar.sheet import ARROWS, CalendarSheet, Make

WORDS = 24  # letters beside a dragged block, at most
PLAN = "application/x-jiuzhu-plan"
"""What is dragged from the list of people without a visit: the id of their plan."""


class CalendarView(CalendarSheet):
    """A calendar whose visits can be moved and to which new ones can be brought."""

    wanted = Signal(object)  # a `Place` where somebody wants a new visit
    moved = Signal(object, object, int, bool)  # `Box`, `Place`, minutes, whether a copy is wanted
    plan_dropped = Signal(str, object)  # id of a plan, `Place`

    def __init__(self, name: str, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(name, words, parent)
        self.viewport().setMouseTracking(True)
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self.movable: Callable[[Any], bool] = lambda _slot: True
        self.against: Callable[[Box, Place, int], str] = lambda _box, _place, _minutes: ""
        self._held: Held | None = None
        self._dropping: Place | None = None

    def show_layout(self, make: Make) -> None:
        """Show other visits; what was in the hand is let go."""
        self._held = None
        super().show_layout(make)

    def paint_over(self, painter: QPainter, paint: Painting, layout: Layout) -> None:
        """Where the visit in the hand, or the plan over the calendar, would come to stand."""
        super().paint_over(painter, paint, layout)
        drag = self._held.drag if self._held else None
        if drag is not None:
            against = self.against(drag.box, drag.place, drag.minutes)
            text = dragging.when(drag.place, drag.minutes) + (f"  {against}" if against else "")
            paint.ghost(painter, QRectF(*layout.span(drag.place, drag.minutes)), text, against=bool(against))
        elif self._dropping is not None:
            area = QRectF(*layout.span(self._dropping, 4 * SNAP))
            paint.ghost(painter, area, dragging.when(self._dropping, 0), against=False)

    # The hand -------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is under the pointer; held, it is dragged."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        box = self.under(event.position())  # before choosing scrolls
        super().mousePressEvent(event)
        self._held = Held(self.layout_now, box, self.content(event.position())) if box else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the dragged visit would come to stand, or by the pointer what can be done."""
        if self._held is None:
            self._point(event.position())
            return
        at = self.content(event.position())
        if self._held.drag is None and not (
            self._held.far(at) >= QApplication.startDragDistance() and self.movable(self._held.box.slot)
        ):
            return
        self._renew_ghost()
        self._held.move(self.layout_now, at)
        self._renew_ghost()

    def _point(self, point: QPointF) -> None:
        box = self.under(point)
        grips = (
            box is not None
            and self.movable(box.slot)
            and dragging.at_grip(self.layout_now, box, self.content(point))
        )
        if grips:
            down = self.layout_now.grows_down
            shape = Qt.CursorShape.SizeVerCursor if down else Qt.CursorShape.SizeHorCursor
        else:
            shape = Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def _renew_ghost(self) -> None:
        """Paint anew only where the dragged block and its words stand: a whole window fifty times a second is too much."""
        drag = self._held.drag if self._held else None
        if drag is None:
            return
        area = self.in_window(QRectF(*self.layout_now.span(drag.place, drag.minutes)))
        line = self.fontMetrics().height() + tokens.SPACE
        words = QRectF(
            area.x(),
            area.y() - line,
            self.fontMetrics().horizontalAdvance("国") * WORDS,
            area.height() + 2 * line,
        )
        self.viewport().update(area.united(words).adjusted(-2, -2, 2, 2).toAlignedRect())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A visit let go elsewhere is asked for there."""
        drag = self._held.drag if self._held else None
        self._let_go()
        if drag is not None and not drag.stays:
            copies = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier) and not drag.pulls
            self.moved.emit(drag.box, drag.place, drag.minutes, copies)

    def _let_go(self) -> None:
        self._held = None
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a visit, or ask for one where there is none."""
        if self.under(event.position()) is not None:
            super().mouseDoubleClickEvent(event)
            return
        place = self.place_at(event.position())
        if place is not None:
            self.wanted.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """With Alt the arrows move a visit, with Shift and Alt they make it longer or shorter; Esc lets it go."""
        slot, key, held = self.chosen_slot, event.key(), event.modifiers()
        if key == Qt.Key.Key_Escape and self._held is not None and self._held.drag is not None:
            self._let_go()
        elif key in ARROWS and held & Qt.KeyboardModifier.AltModifier and slot and self.movable(slot):
            self._nudge(slot, Qt.Key(key), longer=bool(held & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def _nudge(self, slot: Any, key: Qt.Key, *, longer: bool) -> None:
        days = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key, 0)
        minutes = {Qt.Key.Key_Up: -SNAP, Qt.Key.Key_Down: SNAP}.get(key, 0)
        box = self.box_of(slot.id)
        drag = dragging.nudged(box, days, minutes, longer=longer) if box else None
        if drag is not None:
            self.moved.emit(drag.box, drag.place, drag.minutes, False)

    # What is dropped from the list of people ----------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A plan may be dropped here."""
        if event.mimeData().hasFormat(PLAN):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where it would come to stand."""
        self._dropping = self.place_at(event.position())
        event.setAccepted(self._dropping is not None)
        self.viewport().update()

    def dragLeaveEvent(self, event: QEvent) -> None:
        """It went away again."""
        self._dropping = None
        self.viewport().update()
        super().dragLeaveEvent(event)  # type: ignore[arg-type]  # as above

    def dropEvent(self, event: QDropEvent) -> None:
        """A visit for that plan is wanted here."""
        place, self._dropping = self._dropping, None
        self.viewport().update()
        if place is not None:
            plan = bytes(event.mimeData().data(PLAN).data()).decode("ascii")
            event.acceptProposedAction()
            self.plan_dropped.emit(plan, place)
