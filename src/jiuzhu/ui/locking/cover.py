"""Hides every window at once without touching what is in it: a blank sheet over each, and no word in its title."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QToolTip, QVBoxLayout, QWidget
from shiboken6 import isValid

from jiuzhu.ui import pieces

TITLE = "救助窗 · 已锁定"
TITLE_BEFORE = "title_before_lock"
"""Property of a covered window: what its title says when it is not covered."""


class Cover(QWidget):
    """The blank sheet; as large as its window, whatever becomes of that."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        pieces.named(self, "cover", "已锁定")
        self.setAutoFillBackground(True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.addWidget(pieces.label("已锁定", "muted"), 0, Qt.AlignmentFlag.AlignCenter)
        self._window = window
        self._title = window.windowTitle()
        self._focus = window.focusWidget()
        window.setProperty(TITLE_BEFORE, self._title)
        window.setWindowTitle(TITLE)
        window.installEventFilter(self)
        self._fill()
        self.show()
        self.raise_()

    def _fill(self) -> None:
        self.setGeometry(self._window.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window, and over whatever is put into it."""
        if event.type() == QEvent.Type.Resize:
            self._fill()
        elif event.type() in {QEvent.Type.ChildAdded, QEvent.Type.LayoutRequest}:
            self.raise_()
        return super().eventFilter(watched, event)

    def lift(self) -> None:
        """Show the window again, with the focus where it was."""
        self._window.removeEventFilter(self)
        self._window.setWindowTitle(self._title)
        self.hide()
        self.setParent(None)
        self.deleteLater()
        if self._focus is not None and isValid(self._focus):
            self._focus.setFocus()


class Covers(QObject):
    """All windows of the program, covered or not; one that opens meanwhile is covered before it is painted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._covers: dict[QWidget, Cover] = {}
        self._uncovered: QWidget | None = None

    def hide_all(self, but: QWidget) -> None:
        """Cover every window except one, and close menus, lists that hang open and tooltips."""
        self._uncovered = but
        QToolTip.hideText()
        popup = QApplication.activePopupWidget()
        while popup is not None:
            popup.close()
            following = QApplication.activePopupWidget()
            popup = following if following is not popup else None
        for window in QApplication.topLevelWidgets():
            if window.isVisible():
                self._cover(window)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)  # while locked only

    def show_all(self) -> None:
        """Take every cover away."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        for window, cover in self._covers.items():
            if isValid(window):
                cover.lift()
        self._covers.clear()

    def _cover(self, window: QWidget) -> None:
        if window is not self._uncovered and window not in self._covers:
            self._covers[window] = Cover(window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Something opened while the desk is locked."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self._cover(watched)
        return super().eventFilter(watched, event)
