"""A row of small fields or buttons that goes on in the next line when the window or the text size leaves no room."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from jiuzhu.ui import tokens


class FlowLayout(QLayout):
    """Places its items from left to right, then below; hidden ones take no room.

    The widget named in `wide` takes what its line leaves.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.wide: QWidget | None = None
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Put an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at a place, None beyond the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take an item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It wants no more room than it needs."""
        return Qt.Orientation(0)

    def height_at(self, width: int) -> int:
        """The height of all lines at a width.

        Not Qt's heightForWidth: a scrolling page would keep the height of the narrowest width for ever.
        """
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """As for the smallest width: the page decides the rest."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """The largest item."""
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            wanted = item.sizeHint().width()
            if not lines or used + self._gap + wanted > width:
                lines.append([item])
                used = wanted
            else:
                lines[-1].append(item)
                used += self._gap + wanted
        return lines

    def _place(self, rect: QRect, *, move: bool) -> int:
        y = rect.y()
        for line in self._lines(rect.width()):
            sizes = [item.sizeHint() for item in line]
            spare = rect.width() - sum(size.width() + self._gap for size in sizes) + self._gap
            high = max(size.height() for size in sizes)
            x = rect.x()
            for item, size in zip(line, sizes, strict=True):
                if spare > 0 and self.wide is not None and item.widget() is self.wide:
                    size.setWidth(size.width() + spare)
                if move:
                    item.setGeometry(QRect(QPoint(x, y), size))
                x += size.width() + self._gap
            y += high + self._gap
        return max(y - self._gap - rect.y(), 0)


class FlowRow(QWidget):
    """Such a row as a widget that is as high as its lines."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = tokens.INSIDE) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, gap=gap)

    def add(self, widget: QWidget, *, wide: bool = False) -> None:
        """Put a widget at the end; the `wide` one takes what its line leaves."""
        self._flow.addWidget(widget)
        if wide:
            self._flow.wide = widget

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As high as the lines the width leaves."""
        super().resizeEvent(event)
        self._settle()

    def event(self, event: QEvent) -> bool:
        """Other words, another size of text, something shown or hidden: perhaps other lines."""
        answered = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._settle()
        return answered

    def _settle(self) -> None:
        height = self._flow.height_at(self.width())
        if height != self.height():
            self.setFixedHeight(height)
