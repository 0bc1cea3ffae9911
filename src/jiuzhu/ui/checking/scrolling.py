"""Parts that scroll, and bringing what has the focus into view."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from jiuzhu.ui import tokens


def scrolling(widget: QWidget) -> QScrollArea:
    """A part that scrolls on the ground of what holds it."""
    area = QScrollArea()
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
