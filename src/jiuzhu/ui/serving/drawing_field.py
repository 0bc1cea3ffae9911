"""签字: a sheet to draw on with mouse, finger or pen; what was drawn leaves as a PNG."""

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTabletEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from jiuzhu.ui import pieces, tokens

WIDTH, HEIGHT = 720, 240
"""The sheet's own measure, whatever room it has on the screen; strokes are kept in it."""

_INK, _PAPER = (
    QColor("#101820"),
    QColor("#FFFFFF"),
)  # paper in the dark scheme too: it is printed as it is seen
_THIN, _THICK = 3.0, 7.0


class Sheet(QWidget):
    """Strokes as they were drawn; the pressure of a pen makes them thicker."""

    drawn = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        pieces.named(self, name, "签字或按指印的地方：用鼠标、手指或笔写；Ctrl+Z 撤一笔，Delete 清除")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TabletTracking)
        self.strokes: list[list[tuple[QPointF, float]]] = []
        self._drawing = False

    def sizeHint(self) -> QSize:
        """A third as high as wide."""
        return QSize(tokens.scaled(480), tokens.scaled(160))

    def undo(self) -> None:
        """Take the last stroke back."""
        if self.strokes:
            self.strokes.pop()
            self._changed()

    def clear(self) -> None:
        """A white sheet."""
        self.strokes.clear()
        self._changed()

    def png(self) -> bytes:
        """What was drawn, b"" for nothing."""
        if not self.strokes:
            return b""
        image = QImage(WIDTH, HEIGHT, QImage.Format.Format_Grayscale8)
        image.fill(_PAPER)
        painter = QPainter(image)
        self._paint(painter)
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]  # its stubs ask for bytes, which it refuses
        return bytes(buffer.data().data())

    def _area(self) -> QRectF:
        """Where the sheet lies in the widget."""
        scale = min(self.width() / WIDTH, self.height() / HEIGHT)
        size = (WIDTH * scale, HEIGHT * scale)
        return QRectF(0, 0, *size)

    def _at(self, point: QPointF) -> QPointF:
        area = self._area()
        inside = (point - area.topLeft()) * (WIDTH / area.width())
        return QPointF(min(max(inside.x(), 0), WIDTH), min(max(inside.y(), 0), HEIGHT))

    def _begin(self, point: QPointF, width: float) -> None:
        self._drawing = True
        self.strokes.append([(self._at(point), width)])
        self._changed()

    def _go_on(self, point: QPointF, width: float) -> None:
        if self._drawing:
            self.strokes[-1].append((self._at(point), width))
            self._changed()

    def _changed(self) -> None:
        self.update()
        self.drawn.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A stroke begins."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin(event.position(), _THIN)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """It goes on."""
        self._go_on(event.position(), _THIN)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It ends."""
        del event
        self._drawing = False

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen draws as a mouse does, thicker where it is pressed."""
        width = _THIN + (_THICK - _THIN) * event.pressure()
        if event.type() == QTabletEvent.Type.TabletPress:
            self._begin(event.position(), width)
        elif event.type() == QTabletEvent.Type.TabletMove:
            self._go_on(event.position(), width)
        else:
            self._drawing = False
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Z takes a stroke back, Delete all of them."""
        if event.matches(QKeySequence.StandardKey.Undo) or event.key() == Qt.Key.Key_Backspace:
            self.undo()
        elif event.key() == Qt.Key.Key_Delete:
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sheet, its line to write on, and the strokes."""
        del event
        area, colours = self._area(), tokens.now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = colours.accent if self.hasFocus() else colours.field_line
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(_PAPER)
        painter.drawRect(area.adjusted(1, 1, -1, -1))
        painter.translate(area.topLeft())
        painter.scale(area.width() / WIDTH, area.height() / HEIGHT)
        if not self.strokes:
            painter.setPen(QPen(QColor("#9AA7B4"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(40, HEIGHT - 50, WIDTH - 40, HEIGHT - 50)
        self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for stroke in self.strokes:
            begin = stroke[0]
            if len(stroke) == 1:
                painter.setPen(_pen(begin[1] * 1.6))
                painter.drawPoint(begin[0])
            for point, width in stroke[1:]:
                painter.setPen(_pen(width))
                painter.drawLine(begin[0], point)
                begin = (point, width)


def _pen(width: float) -> QPen:
    return QPen(_INK, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


class DrawingField(QWidget):
    """The sheet with its two buttons."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.sheet = Sheet(name)
        self._undo = pieces.button("撤一笔", f"{name}_undo", self.sheet.undo)
        self._clear = pieces.button("清除重签", f"{name}_clear", self.sheet.clear)
        beside = QVBoxLayout()
        beside.setSpacing(tokens.INSIDE)
        beside.addWidget(self._undo)
        beside.addWidget(self._clear)
        beside.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.INSIDE)
        row.addWidget(self.sheet)
        row.addLayout(beside)
        row.addStretch(1)
        self.sheet.drawn.connect(self._on_drawn)
        self._on_drawn()

    def png(self) -> bytes:
        """What was drawn, b"" for nothing."""
        return self.sheet.png()

    def _on_drawn(self) -> None:
        for button in (self._undo, self._clear):
            button.setEnabled(bool(self.sheet.strokes))
