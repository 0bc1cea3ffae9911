"""Parts that scroll, and bringing what has the focus into view."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from jiuzhu.ui import tokens


class FittingArea(QScrollArea):
    """As high as what it holds, which may grow and shrink, up to a height; beyond that it scrolls."""

    def __init__(self, most: Callable[[], int]) -> None:
        super().__init__()
        self._most = most

    def minimumSizeHint(self) -> QSize:
        """Room for all of it while there is."""
        held = self.widget()
        if held is None:
            return super().minimumSizeHint()
        wanted = held.minimumSizeHint()
        if held.hasHeightForWidth() and self.width() > wanted.width():  # sentences break into lines
            wanted.setHeight(max(wanted.height(), held.heightForWidth(self.width())))
        most = self._most()
        bar = self.verticalScrollBar().sizeHint().width() if wanted.height() > most else 0
        return QSize(wanted.width() + bar, min(wanted.height(), most))

    def sizeHint(self) -> QSize:
        """No more than it needs."""
        return self.minimumSizeHint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What it holds has become larger or smaller."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


def scrolling(widget: QWidget, area: QScrollArea | None = None) -> QScrollArea:
    """A part that scrolls on the ground of what holds it."""
    area = area or QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(widget)
    widget.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area


def bring_into_view(widget: QWidget) -> None:
    """Scroll every area around a widget until it can be seen; Qt does so for Tab only."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget, tokens.AROUND, tokens.SECTION)
        above = above.parentWidget()
