"""The calendar on screen: chosen by click or key, dragged to another time, pulled longer, copied with Ctrl held.

What does not change while something is dragged lies in a picture: a frame of a drag paints that picture and one block.
A drag changes nothing by itself; it says what is wanted, and whoever owns the calendar asks a service.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QToolTip, QWidget

from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.calendar.layouts import SNAP, Box, Layout, MonthLayout, Place, RowsLayout
from jiuzhu.ui.calendar.painting import Painting, Words

WORDS = 24  # letters beside a dragged block, at most
GRIP = 7  # pixels at the end of a block by which it is pulled longer
PLAN = "application/x-jiuzhu-plan"
"""What is dragged from the list of people without a visit: the id of their plan."""

Make = Callable[[tuple[float, float]], Layout]
"""Lays the visits out for a size in pixels."""


class _Drag(NamedTuple):
    box: Box
    pulls: bool  # longer or shorter, not elsewhere
    grip: tuple[float, float]  # from the corner of the block to the point it was taken at
    place: Place
    minutes: int


class CalendarView(QAbstractScrollArea):
    """Shows a layout. The owner lays out anew (`show_layout`) whenever visits, days or the size change."""

    chosen = Signal(object)  # the visit, None for none
    opened = Signal(object)  # Enter or a double click on a visit
    wanted = Signal(object)  # a `Place` where somebody wants a new visit
    moved = Signal(object, object, int, bool)  # `Box`, `Place`, minutes, whether a copy is wanted
    plan_dropped = Signal(str, object)  # id of a plan, `Place`

    def __init__(self, name: str, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        pieces.named(self, name, "服务日历")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self.movable: Callable[[Any], bool] = lambda _slot: True
        self.against: Callable[[Box, Place, int], str] = lambda _box, _place, _minutes: ""
        self._words = words
        self._make: Make | None = None
        self._layout: Layout | None = None
        self._side = 0
        self._chosen = ""
        self._drag: _Drag | None = None
        self._pressed: tuple[Box, QPointF] | None = None
        self._dropping: Place | None = None
        self._picture: QPixmap | None = None
        self._framed: list[Box] = []
        self.verticalScrollBar().setSingleStep(24)
        self.horizontalScrollBar().setSingleStep(40)

    # What is shown --------------------------------------------------------------------------------------------

    def show_layout(self, make: Make) -> None:
        """Show visits; where the calendar is scrolled to and which visit is chosen stay."""
        self._make = make
        self._drag = self._pressed = None
        self._lay_out()

    @property
    def layout_now(self) -> Layout:
        """What is shown."""
        if self._layout is None:
            msg = "nothing is laid out yet"
            raise RuntimeError(msg)
        return self._layout

    def _lay_out(self) -> None:
        if self._make is None:
            return
        for _ in range(2):  # its own headings decide how much room it has
            self._layout = self._make(self._room())
            self._side = self._widest()
        self._set_bars()
        self._fresh()

    def _room(self) -> tuple[float, float]:
        return (
            float(max(self.viewport().width() - self.side(), 200)),
            float(max(self.viewport().height() - self.top(), 120)),
        )

    def top(self) -> int:
        """Height of the headings over the columns."""
        return self.fontMetrics().height() + 2 * tokens.INSIDE

    def side(self) -> int:
        """Width of the headings beside the rows."""
        return self._side

    def _widest(self) -> int:
        if self._layout is None or isinstance(self._layout, MonthLayout):
            return 0
        words = self.fontMetrics()
        widest = max((words.horizontalAdvance(row.text) for row in self._layout.rows), default=0)
        return min(widest, self.viewport().width() // 4) + 2 * tokens.INSIDE

    def _set_bars(self) -> None:
        layout = self._layout
        if layout is None:
            return
        width, height = self._room()
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setRange(0, max(int(layout.height - height), 0))
        vertical.setPageStep(int(height))
        horizontal.setRange(0, max(int(layout.width - width), 0))
        horizontal.setPageStep(int(width))

    @property
    def slots(self) -> Sequence[Any]:
        """The visits shown, each once, in the order of their time."""
        if self._layout is None:
            return []
        unique = {box.slot.id: box.slot for box in self._layout.boxes}
        return sorted(unique.values(), key=lambda slot: (slot.day, slot.starts, slot.id))

    @property
    def chosen_slot(self) -> Any:
        """The visit that is chosen, None for none."""
        return next((slot for slot in self.slots if slot.id == self._chosen), None)

    def choose(self, slot_id: str) -> None:
        """Choose a visit and bring it into view; "" for none."""
        self._chosen = slot_id
        box = self._box_of(slot_id)
        if box is not None:
            self._bring(box)
        slot = self.chosen_slot
        self.setAccessibleDescription("，".join(filter(None, self._words(slot))) if slot else "")
        self._fresh()
        self.chosen.emit(slot)

    def area_of(self, slot_id: str) -> QRectF | None:
        """Where a visit stands in the window of the calendar, None when it is not shown."""
        box = self._box_of(slot_id)
        if box is None:
            return None
        return QRectF(box.x, box.y, box.width, box.height).translated(self._offset())

    def point_of(self, place: Place) -> QPoint:
        """Where a day, minute and worker lie in the window of the calendar."""
        if self._layout is None:
            return QPoint()
        x, y, _, height = self._layout.span(place, SNAP)
        middle = 1.0 if self._layout.grows_down else height / 2
        return (QPointF(x + 1, y + middle) + self._offset()).toPoint()

    def _box_of(self, slot_id: str) -> Box | None:
        boxes = self._layout.boxes if self._layout else ()
        return next((box for box in boxes if box.slot.id == slot_id), None)

    def _offset(self) -> QPointF:
        return QPointF(
            self.side() - self.horizontalScrollBar().value(), self.top() - self.verticalScrollBar().value()
        )

    def _bring(self, box: Box) -> None:
        width, height = self._room()
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        if box.y < vertical.value() or box.y + box.height > vertical.value() + height:
            vertical.setValue(int(box.y - height / 3))
        if box.x < horizontal.value() or box.x + box.width > horizontal.value() + width:
            horizontal.setValue(int(box.x - width / 3))

    def _fresh(self) -> None:
        boxes = self._layout.boxes if self._layout else ()
        self._framed = [box for box in boxes if box.slot.id == self._chosen]
        self._picture = None
        self.viewport().update()

    # Painting -------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture of everything that stands still, and over it what is chosen or dragged."""
        layout = self._layout
        painter = QPainter(self.viewport())
        if layout is None:
            painter.fillRect(
                self.viewport().rect(), Painting(tokens.now(), self.font(), self._words).colour("card")
            )
            return
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatio() != ratio:
            self._picture = self._painted(layout, ratio)
        part = QRectF(event.rect())
        painter.drawPixmap(part, self._picture, QRectF(part.topLeft() * ratio, part.size() * ratio))
        painter.setClipRect(
            QRectF(self.side(), self.top(), self.viewport().width(), self.viewport().height())
        )
        painter.translate(self._offset())
        self._paint_over(painter, layout)

    def _painted(self, layout: Layout, ratio: float) -> QPixmap:
        size = self.viewport().size()
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        paint = Painting(tokens.now(), self.font(), self._words)
        picture.fill(paint.colour("card"))
        painter = QPainter(picture)
        top, side, offset = self.top(), self.side(), self._offset()
        of_hours = (
            isinstance(layout, RowsLayout) and len(layout.days) == 1
        )  # an hour's word stands at its line
        for heading in layout.columns:
            area = QRectF(heading.begin + offset.x(), 0, heading.length, top)
            painter.setClipRect(QRectF(side, 0, size.width(), top))
            paint.heading(painter, area, heading, centred=not of_hours)
        if side:
            painter.setClipRect(QRectF(0, top, side, size.height()))
            for heading in layout.rows:
                area = QRectF(0, heading.begin + offset.y(), side, heading.length)
                if isinstance(layout, RowsLayout):
                    paint.heading(painter, area, heading, centred=False)
                else:  # an hour's word stands at its line
                    area.setHeight(self.fontMetrics().height())
                    paint.heading(painter, area, heading, centred=False)
        painter.setClipRect(QRectF(side, top, size.width(), size.height()))
        painter.translate(offset)
        seen = QRectF(-offset.x() + side, -offset.y() + top, size.width(), size.height())
        paint.ground(painter, layout, seen)
        paint.boxes(painter, layout, seen)
        painter.end()
        return picture

    def _paint_over(self, painter: QPainter, layout: Layout) -> None:
        paint = Painting(tokens.now(), self.font(), self._words)
        painter.setFont(self.font())
        for box in self._framed:
            paint.frame(painter, QRectF(box.x, box.y, box.width, box.height), "accent")
        if self._drag is not None:
            drag = self._drag
            against = self.against(drag.box, drag.place, drag.minutes)
            text = _when(drag.place, drag.minutes) + (f"  {against}" if against else "")
            paint.ghost(painter, QRectF(*layout.span(drag.place, drag.minutes)), text, against=bool(against))
        elif self._dropping is not None:
            area = QRectF(*layout.span(self._dropping, 4 * SNAP))
            paint.ghost(painter, area, _when(self._dropping, 0), against=False)

    # The hand -------------------------------------------------------------------------------------------------

    def _inside(self, point: QPointF) -> tuple[float, float] | None:
        if point.x() < self.side() or point.y() < self.top():
            return None
        inside = point - self._offset()
        return inside.x(), inside.y()

    def _under(self, point: QPointF) -> Box | None:
        inside = self._inside(point)
        return self._layout.at(*inside) if self._layout and inside else None

    def _at_grip(self, box: Box, point: QPointF) -> bool:
        if self._layout is None or not self._layout.resizes:
            return False
        inside = point - self._offset()
        long, left = (
            (box.height, box.y + box.height - inside.y())
            if self._layout.grows_down
            else (box.width, box.x + box.width - inside.x())
        )
        return left <= min(GRIP, long / 4)  # a short block is for moving first of all

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is under the pointer; held, it is dragged."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        box = self._under(event.position())
        self.choose(box.slot.id if box else "")
        self._pressed = (box, event.position()) if box else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the dragged visit would come to stand, or by the pointer what can be done."""
        if self._pressed is None:
            box = self._under(event.position())
            grips = box is not None and self.movable(box.slot) and self._at_grip(box, event.position())
            down = self._layout is not None and self._layout.grows_down
            shape = Qt.CursorShape.SizeVerCursor if down else Qt.CursorShape.SizeHorCursor
            self.viewport().setCursor(shape if grips else Qt.CursorShape.ArrowCursor)
            return
        box, begin = self._pressed
        far = (event.position() - begin).manhattanLength() >= QApplication.startDragDistance()
        if self._drag is None and not (far and self.movable(box.slot)):
            return
        self._renew_ghost()
        self._drag = self._dragged(box, begin, event.position())
        self._renew_ghost()

    def _renew_ghost(self) -> None:
        """Paint anew only where the dragged block and its words stand: a whole window fifty times a second is too much."""
        if self._drag is None or self._layout is None:
            return
        area = QRectF(*self._layout.span(self._drag.place, self._drag.minutes)).translated(self._offset())
        line = self.fontMetrics().height() + tokens.SPACE
        words = QRectF(
            area.x(),
            area.y() - line,
            self.fontMetrics().horizontalAdvance("国") * WORDS,
            area.height() + 2 * line,
        )
        self.viewport().update(area.united(words).adjusted(-2, -2, 2, 2).toAlignedRect())

    def _dragged(self, box: Box, begin: QPointF, point: QPointF) -> _Drag | None:
        layout = self._layout
        if layout is None:
            return None
        slot: Any = box.slot
        pulls = self._drag.pulls if self._drag else self._at_grip(box, begin)
        start = begin - self._offset()
        grip = self._drag.grip if self._drag else (start.x() - box.x, start.y() - box.y)
        inside = point - self._offset()
        minutes = slot.ends - slot.starts
        if pulls:
            end = layout.place(
                min(max(inside.x(), 0), layout.width - 1), min(max(inside.y(), 0), layout.height - 1)
            )
            longer = (end.minute if end and end.day == slot.day else slot.ends) - slot.starts
            return _Drag(box, True, grip, Place(slot.day, slot.starts, box.worker_id), max(longer, SNAP))
        x = inside.x() - (0 if layout.grows_down else grip[0])
        y = inside.y() - (grip[1] if layout.grows_down else 0)
        if isinstance(layout, MonthLayout):
            x, y = inside.x(), inside.y()
        place = layout.place(min(max(x, 0), layout.width - 1), min(max(y, 0), layout.height - 1))
        if place is None:
            return self._drag
        minute = slot.starts if place.minute < 0 else place.minute
        return _Drag(box, False, grip, Place(place.day, minute, place.worker_id or box.worker_id), minutes)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A visit let go elsewhere is asked for there."""
        drag, self._drag, self._pressed = self._drag, None, None
        self.viewport().update()
        if drag is None:
            return
        slot: Any = drag.box.slot
        copies = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier) and not drag.pulls
        stays = (slot.day, slot.starts, slot.ends - slot.starts, drag.box.worker_id) == (
            drag.place.day,
            drag.place.minute,
            drag.minutes,
            drag.place.worker_id,
        )
        if not stays:
            self.moved.emit(drag.box, drag.place, drag.minutes, copies)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a visit, or ask for one where there is none."""
        box = self._under(event.position())
        if box is not None:
            self.opened.emit(box.slot)
            return
        inside = self._inside(event.position())
        place = self._layout.place(*inside) if self._layout and inside else None
        if place is not None:
            self.wanted.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from visit to visit; with Alt they move it, with Shift and Alt they make it longer or shorter."""
        slot = self.chosen_slot
        key, held = event.key(), event.modifiers()
        if key == Qt.Key.Key_Escape and self._drag is not None:
            self._drag = self._pressed = None
            self.viewport().update()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and slot is not None:
            self.opened.emit(slot)
        elif held & Qt.KeyboardModifier.AltModifier and slot is not None and self.movable(slot):
            self._move_by_key(slot, key, longer=bool(held & Qt.KeyboardModifier.ShiftModifier))
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Down}:
            self._step(1 if key in {Qt.Key.Key_Right, Qt.Key.Key_Down} else -1)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        slots = self.slots
        if not slots:
            return
        ids = [slot.id for slot in slots]
        now = ids.index(self._chosen) if self._chosen in ids else (-1 if by > 0 else len(ids))
        self.choose(ids[min(max(now + by, 0), len(ids) - 1)])

    def _move_by_key(self, slot: Any, key: int, *, longer: bool) -> None:
        days = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key), 0)
        minutes = {Qt.Key.Key_Up: -SNAP, Qt.Key.Key_Down: SNAP}.get(Qt.Key(key), 0)
        length = slot.ends - slot.starts
        box = self._box_of(slot.id)
        if longer and minutes and length + minutes >= SNAP:
            self.moved.emit(box, Place(slot.day, slot.starts, ""), length + minutes, False)
        elif not longer and (days or minutes):
            place = Place(slot.day + timedelta(days=days), slot.starts + minutes, "")
            self.moved.emit(box, place, length, False)

    # What is dropped from the list of people ----------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A plan may be dropped here."""
        if event.mimeData().hasFormat(PLAN):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where it would come to stand."""
        inside = self._inside(event.position())
        self._dropping = self._layout.place(*inside) if self._layout and inside else None
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

    # The window -----------------------------------------------------------------------------------------------

    def viewportEvent(self, event: QEvent) -> bool:
        """What stands against a visit, or who it is for, when the pointer rests on it."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            box = self._under(QPointF(event.pos()))
            if box is None:
                QToolTip.hideText()
            else:
                slot: Any = box.slot
                lines = [line for line in self._words(slot) if line]
                QToolTip.showText(event.globalPos(), "\n".join([*lines, *slot.clashes]), self)
            return True
        return super().viewportEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: ARG002  # the picture is painted anew
        """Another part of the calendar."""
        self._fresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The layout fills the window."""
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        """Text size and colours."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange}:
            self._lay_out()


def _when(place: Place, minutes: int) -> str:
    if place.minute < 0:
        return f"{place.day:%m-%d}"
    end = place.minute + minutes
    span = f"–{end // 60}:{end % 60:02d}" if minutes else ""
    return f"{place.day:%m-%d} {place.minute // 60}:{place.minute % 60:02d}{span}"
