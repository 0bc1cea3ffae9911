"""A calendar to look at: laid out, scrolled, chosen by click or key, and told by the pointer.

What does not change while something is dragged lies in a picture: a frame of a drag paints that picture and one block.
"""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.calendar.layouts import SNAP, Box, Layout, Place
from jiuzhu.ui.calendar.painting import Painting, Words

ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Down})

Make = Callable[[tuple[float, float]], Layout]
"""Lays the visits out for a size in pixels."""


class CalendarSheet(QAbstractScrollArea):
    """Shows a layout. The owner lays out anew (`show_layout`) whenever visits, days or the size change."""

    chosen = Signal(object)  # the visit, None for none
    opened = Signal(object)  # Enter or a double click on a visit

    def __init__(self, name: str, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        pieces.named(self, name, "服务日历")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._words = words
        self._make: Make | None = None
        self._layout: Layout | None = None
        self._side = 0
        self._chosen = ""
        self._picture: QPixmap | None = None
        self._framed: list[Box] = []
        self.verticalScrollBar().setSingleStep(24)
        self.horizontalScrollBar().setSingleStep(40)

    # What is shown --------------------------------------------------------------------------------------------

    def show_layout(self, make: Make) -> None:
        """Show visits; where the calendar is scrolled to and which visit is chosen stay."""
        self._make = make
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
        if self._layout is None or not self._layout.rows:
            return 0
        words = self.fontMetrics()
        widest = max(words.horizontalAdvance(row.text) for row in self._layout.rows)
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
        box = self.box_of(slot_id)
        if box is not None:
            self._bring(box)
        slot = self.chosen_slot
        self.setAccessibleDescription("，".join(filter(None, self._words(slot))) if slot else "")
        self._fresh()
        self.chosen.emit(slot)

    def area_of(self, slot_id: str) -> QRectF | None:
        """Where a visit stands in the window of the calendar, None when it is not shown."""
        box = self.box_of(slot_id)
        if box is None:
            return None
        return self.in_window(QRectF(box.x, box.y, box.width, box.height))

    def in_window(self, area: QRectF) -> QRectF:
        """Where a part of the content lies in the window of the calendar."""
        return area.translated(self._offset())

    def point_of(self, place: Place) -> QPoint:
        """Where a day, minute and worker lie in the window of the calendar."""
        if self._layout is None:
            return QPoint()
        x, y, _, height = self._layout.span(place, SNAP)
        middle = 1.0 if self._layout.grows_down else height / 2
        return (QPointF(x + 1, y + middle) + self._offset()).toPoint()

    def box_of(self, slot_id: str) -> Box | None:
        """The block of a visit, the first of two, None when it is not shown."""
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
            painter.fillRect(self.viewport().rect(), self._paint().colour("card"))
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
        painter.setFont(self.font())
        self.paint_over(painter, self._paint(), layout)

    def _painted(self, layout: Layout, ratio: float) -> QPixmap:
        size = self.viewport().size()
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        paint = self._paint()
        picture.fill(paint.colour("card"))
        painter = QPainter(picture)
        top, side, offset = self.top(), self.side(), self._offset()
        painter.setClipRect(QRectF(side, 0, size.width(), top))
        paint.columns(painter, layout, offset.x(), top)
        painter.setClipRect(QRectF(0, top, side, size.height()))
        paint.rows(painter, layout, offset.y(), side)
        painter.setClipRect(QRectF(side, top, size.width(), size.height()))
        painter.translate(offset)
        seen = QRectF(-offset.x() + side, -offset.y() + top, size.width(), size.height())
        paint.ground(painter, layout, seen)
        paint.boxes(painter, layout, seen)
        painter.end()
        return picture

    def _paint(self) -> Painting:
        return Painting(tokens.now(), self.font(), self._words)

    def paint_over(self, painter: QPainter, paint: Painting, layout: Layout) -> None:  # noqa: ARG002  # for what moves over it
        """What changes from frame to frame: the frame of the chosen visit."""
        for box in self._framed:
            paint.frame(painter, QRectF(box.x, box.y, box.width, box.height), "accent")

    # Choosing -------------------------------------------------------------------------------------------------

    def inside(self, point: QPointF) -> tuple[float, float] | None:
        """A point of the window in the content, None on the headings."""
        if point.x() < self.side() or point.y() < self.top():
            return None
        return self.content(point)

    def content(self, point: QPointF) -> tuple[float, float]:
        """A point of the window in the content, wherever it lies."""
        inside = point - self._offset()
        return inside.x(), inside.y()

    def under(self, point: QPointF) -> Box | None:
        """The visit under a point of the window."""
        inside = self.inside(point)
        return self._layout.at(*inside) if self._layout and inside else None

    def place_at(self, point: QPointF) -> Place | None:
        """The day, minute and worker a point of the window means."""
        inside = self.inside(point)
        return self._layout.place(*inside) if self._layout and inside else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is under the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            box = self.under(event.position())
            self.choose(box.slot.id if box else "")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a visit."""
        box = self.under(event.position())
        if box is not None:
            self.opened.emit(box.slot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from visit to visit, Enter opens one."""
        slot, key = self.chosen_slot, event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and slot is not None:
            self.opened.emit(slot)
        elif key in ARROWS:
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

    # The window -----------------------------------------------------------------------------------------------

    def viewportEvent(self, event: QEvent) -> bool:
        """What stands against a visit, or who it is for, when the pointer rests on it."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            box = self.under(QPointF(event.pos()))
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
