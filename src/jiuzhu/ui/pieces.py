"""The small pieces windows are built of: buttons, labels and lines with a name for tests and screen readers."""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from jiuzhu.ui import icons, tokens

W = TypeVar("W", bound=QWidget)


class PushButton(QPushButton):
    """A push button that Enter presses everywhere: Windows by itself gives it Space alone."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter as a click; a key held down does not press what it opened."""
        from PySide6.QtCore import Qt  # noqa: PLC0415  # its enums cost 15 ms of the start

        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()


def named(widget: W, name: str, spoken: str = "") -> W:
    """Give a widget its `objectName` and, for screen readers, its accessible name."""
    widget.setObjectName(name)
    if spoken:
        widget.setAccessibleName(spoken)
    return widget


def button(
    text: str,
    name: str,
    on_clicked: Callable[[], Any] | None = None,
    *,
    kind: str = "",
    icon: str = "",
    spoken: str = "",
) -> QPushButton:
    """A push button; `kind` is "" (secondary), `primary` (one a page), `link`, `quiet` or `number`."""
    made = named(PushButton(text), name, spoken or text)
    made.setProperty("kind", kind)
    made.setAutoDefault(False)
    if icon:
        icons.give(made, icon, "on_accent" if kind == "primary" else "accent" if kind == "link" else "text")
    if on_clicked is not None:
        made.clicked.connect(lambda _checked=False: on_clicked())
    return made


def tool(
    icon: str, name: str, spoken: str, on_clicked: Callable[[], Any] | None = None, role: str = "text"
) -> QToolButton:
    """A button that shows an icon only; what it does stands in its tooltip and accessible name."""
    made = named(QToolButton(), name, spoken)
    made.setProperty("kind", "quiet")
    made.setToolTip(spoken)
    icons.give(made, icon, role)
    if on_clicked is not None:
        made.clicked.connect(lambda _checked=False: on_clicked())
    return made


def label(text: str, role: str = "", name: str = "", *, wraps: bool = False) -> QLabel:
    """A label; `role` is title, heading, caption, muted, number, ok, warn or bad."""
    made = QLabel(text)
    if name:
        named(made, name)
    made.setProperty("role", role)
    if wraps:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


def sign(icon: str, role: str = "text") -> QLabel:
    """An icon beside words."""
    made = QLabel()
    icons.give(made, icon, role)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def card(name: str = "") -> QFrame:
    """A panel on the page."""
    made = QFrame()
    if name:
        made.setObjectName(name)
    made.setProperty("role", "card")
    return made


def column(widget: QWidget) -> QVBoxLayout:
    """A column without margins that fills a widget; what is put into it stands `tokens.BETWEEN` apart."""
    made = QVBoxLayout(widget)
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(tokens.BETWEEN)
    return made


def hairline() -> QFrame:
    """A quiet line between two parts."""
    made = QFrame()
    made.setProperty("role", "line")
    return made


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at a widget again after a dynamic property changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def room_for(dialog: QWidget) -> QSize:
    """The size of the main window a dialog belongs to, however many dialogs lie between."""
    outermost = dialog.parentWidget()
    while outermost is not None and outermost.window().parentWidget() is not None:
        outermost = outermost.window().parentWidget()
    return outermost.window().size() if outermost is not None else QSize(9999, 9999)


def most_of(dialog: QWidget) -> QSize:
    """The largest a dialog may be: a little less than the main window it belongs to, whose title stays to be seen."""
    return room_for(dialog) - QSize(tokens.SECTION, 2 * tokens.SECTION)


def resize_within(dialog: QWidget, width: int, height: int) -> None:
    """The size a dialog wants at 100 %, grown with the text but never beyond the main window it belongs to."""
    most = most_of(dialog)
    dialog.resize(min(tokens.scaled(width), most.width()), min(tokens.scaled(height), most.height()))
