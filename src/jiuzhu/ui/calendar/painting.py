"""How a calendar is painted: quiet ground, hairlines, one block for each visit with its state as colour, sign and word."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from jiuzhu.ui.calendar.layouts import Box, Heading, Layout, Place
from jiuzhu.ui.calendar.month import MonthLayout
from jiuzhu.ui.calendar.worker_rows import RowsLayout
from jiuzhu.ui.tokens import Tokens

EDGE, INSET = 3, 4  # pixels: the mark of a state at a block's left, and the room before its words
MANY_LINES = 30  # pixels from which a block has a second line

_STATES = {
    "booked": ("accent_soft", "accent", ""),
    "done": ("ok_soft", "ok", "✓ "),
    "no_show": ("warn_soft", "warn", "? "),
    "excused": ("warn_soft", "warn", "假 "),
    "cancelled": ("bg", "muted", "× "),
}
"""State of a visit → its ground, its mark, and the sign before its words."""

Words = Callable[[Any], tuple[str, str]]
"""What stands in a block: its first line and its second."""


class Painting:
    """Paints one layout with the colours of a look and a font."""

    def __init__(self, look: Tokens, font: QFont, words: Words) -> None:
        self._look = look
        self._font = font
        self._metrics = QFontMetricsF(font)
        self._least = 2 * self._metrics.horizontalAdvance("国")
        self._words = words

    def colour(self, role: str) -> QColor:
        """A colour of the look."""
        return QColor(getattr(self._look, role))

    def ground(self, painter: QPainter, layout: Layout, seen: QRectF) -> None:
        """Days off and hairlines of the part that is seen."""
        painter.fillRect(seen, self.colour("card"))
        for quiet in layout.quiet:
            part = QRectF(*quiet).intersected(seen)
            if not part.isEmpty():
                painter.fillRect(part, self.colour("bg"))
        thin, strong = QPen(self.colour("line"), 1), QPen(self.colour("field_line"), 1)
        for x1, y1, x2, y2, parts_days in layout.lines:
            if max(x1, x2) < seen.left() or min(x1, x2) > seen.right():
                continue
            if max(y1, y2) < seen.top() or min(y1, y2) > seen.bottom():
                continue
            painter.setPen(strong if parts_days else thin)
            painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))
        if isinstance(layout, MonthLayout):
            self._cells(painter, layout)

    def _cells(self, painter: QPainter, layout: MonthLayout) -> None:
        painter.setFont(self._font)
        _, _, wide, high = layout.span(Place(layout.cells[0].day, -1), 0)
        for one in layout.cells:
            painter.setPen(self.colour("muted" if one.quiet else "text"))
            area = QRectF(one.x + INSET, one.y, wide - 2 * INSET, high)
            painter.drawText(area, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, str(one.day.day))
            if one.hidden:
                painter.setPen(self.colour("muted"))
                painter.drawText(
                    area, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight, f"还有 {one.hidden} 次"
                )

    def boxes(self, painter: QPainter, layout: Layout, seen: QRectF) -> None:
        """Every visit of the part that is seen."""
        painter.setFont(self._font)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for box in layout.boxes:
            area = QRectF(box.x, box.y, box.width, box.height)
            if area.intersects(seen):
                self.box(painter, box, area)

    def box(self, painter: QPainter, box: Box, area: QRectF) -> None:
        """One visit."""
        slot: Any = box.slot
        ground, mark, sign = _STATES[slot.state]
        painter.fillRect(area, self.colour(ground))
        if slot.clashes:
            painter.fillRect(area, QBrush(self.colour("bad"), Qt.BrushStyle.BDiagPattern))
            mark, sign = "bad", "! "
        painter.setPen(self.colour("line"))
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.fillRect(QRectF(area.x(), area.y(), EDGE, area.height()), self.colour(mark))
        room = area.adjusted(EDGE + INSET - 1, 1, -1, -1)
        if box.room > area.width():
            room.setWidth(box.room - EDGE - INSET)
        if room.width() < self._least:
            return
        first, second = self._words(slot)
        line = self._metrics.height()
        lines = [(sign + first, "muted" if slot.state == "cancelled" else "text")]
        if second and room.height() >= 2 * line:
            lines.append((second, "muted"))
        for place, (words, role) in enumerate(lines):
            text = self._cut(words, room.width())
            here = QRectF(room.x(), room.y() + place * line, room.width(), line)
            if slot.clashes:  # words stay readable on the hatching
                wide = min(self._metrics.horizontalAdvance(text) + 2, room.width())
                painter.fillRect(QRectF(here.x() - 1, here.y(), wide, line), self.colour(ground))
            painter.setPen(self.colour(role))
            painter.drawText(here, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _cut(self, text: str, width: float) -> str:
        return self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)

    def frame(self, painter: QPainter, area: QRectF, role: str, *, dashed: bool = False) -> None:
        """A frame around a block: the chosen one, or where a dragged one would come to stand."""
        pen = QPen(self.colour(role), 2)
        if dashed:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(1, 1, -1, -1))

    def ghost(self, painter: QPainter, area: QRectF, text: str, *, against: bool) -> None:
        """Where a dragged visit would come to stand, hatched where something stands against it."""
        painter.fillRect(area, self.colour("bad_soft" if against else "accent_soft"))
        if against:
            painter.fillRect(area, QBrush(self.colour("bad"), Qt.BrushStyle.BDiagPattern))
        self.frame(painter, area, "bad" if against else "accent", dashed=True)
        wide = self._metrics.horizontalAdvance(text) + 2 * INSET
        label = QRectF(area.x(), area.y() - self._metrics.height() - 2, wide, self._metrics.height() + 2)
        if label.y() < 0:
            label.moveTop(area.bottom())
        painter.fillRect(label, self.colour("text"))
        painter.setPen(self.colour("card"))
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)

    def columns(self, painter: QPainter, layout: Layout, shift: float, high: float) -> None:
        """Words over the columns; an hour's stands at its line."""
        of_hours = isinstance(layout, RowsLayout) and len(layout.days) == 1
        for heading in layout.columns:
            area = QRectF(heading.begin + shift, 0, heading.length, high)
            self._heading(painter, area, heading, centred=not of_hours)

    def rows(self, painter: QPainter, layout: Layout, shift: float, wide: float) -> None:
        """Words beside the rows; an hour's stands at its line."""
        for heading in layout.rows:
            high = round(self._metrics.height()) if layout.grows_down else heading.length
            self._heading(painter, QRectF(0, heading.begin + shift, wide, high), heading, centred=False)

    def _heading(self, painter: QPainter, area: QRectF, heading: Heading, *, centred: bool) -> None:
        painter.setFont(self._font)
        painter.setPen(self.colour("muted" if heading.quiet else "text"))
        flags = Qt.AlignmentFlag.AlignVCenter | (
            Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft
        )
        room = area.adjusted(INSET, 0, -INSET, 0)
        text = heading.text
        if (
            self._metrics.horizontalAdvance(text) > room.width()
        ):  # a date or a name says more than half of both words
            text = text.rpartition(" ")[0] or text
        painter.drawText(room, flags, self._cut(text, room.width()))
