"""The rail at the left: one button a page, the chosen one marked by ground, weight and a spoken state."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout, QWidget

from jiuzhu.ui import icons, pieces, tokens


class Rail(QFrame):
    """Buttons from top to bottom; the last one (设置) sits at the foot."""

    page_chosen = Signal(str)  # the page's key

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        pieces.named(self, "rail", "页面")
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, QPushButton] = {}
        self._has_foot = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(tokens.INSIDE, tokens.BETWEEN, tokens.INSIDE, tokens.BETWEEN)
        self._column.setSpacing(tokens.SPACE)
        name = pieces.label("救助窗", "title", "rail_name")
        name.setContentsMargins(tokens.INSIDE, 0, 0, tokens.INSIDE)
        self._column.addWidget(name)

    def add(self, key: str, label: str, icon: str, *, at_foot: bool = False) -> None:
        """A button for a page; `Alt` and its place from 1 choose it too."""
        place = len(self._buttons) + 1
        made = pieces.named(pieces.PushButton(label), f"rail_{key}", label)
        made.setCheckable(True)
        made.setToolTip(f"{label}（Alt+{place}）")
        icons.give(made, icon, "on_nav")
        made.clicked.connect(lambda _checked=False: self.page_chosen.emit(key))
        if at_foot:
            self._has_foot = True
            self._column.addStretch(1)
        self._group.addButton(made)
        self._buttons[key] = made
        self._column.addWidget(made)

    def finish(self) -> None:
        """Close the column below the last button, unless one sits at the foot."""
        if not self._has_foot:
            self._column.addStretch(1)

    def mark(self, key: str) -> None:
        """Show which page is open, without telling anybody."""
        self._buttons[key].setChecked(True)
