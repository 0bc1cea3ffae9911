"""The rail at the left: one button a page, the chosen one marked by ground, weight and a spoken state."""

from collections.abc import Iterable

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
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(tokens.INSIDE, tokens.BETWEEN, tokens.INSIDE, tokens.BETWEEN)
        self._column.setSpacing(tokens.SPACE)
        name = pieces.label("救助窗", "title", "rail_name")
        name.setContentsMargins(tokens.INSIDE, 0, 0, tokens.INSIDE)
        self._column.addWidget(name)

    def fill(self, pages: Iterable[tuple[str, str, str]], foot: str) -> None:
        """A button for each page (key, label, icon) in place of those of before; `foot` sits at the foot.

        `Alt` and its place from 1 choose it too.
        """
        for button in self._buttons.values():
            self._group.removeButton(button)
            button.setParent(None)
            button.deleteLater()
        self._buttons = {}
        while self._column.count() > 1:  # the name stays
            self._column.takeAt(1)
        for place, (key, label, icon) in enumerate(pages, start=1):
            if key == foot:
                self._column.addStretch(1)
            self._add(key, label, icon, place)
        if foot not in self._buttons:
            self._column.addStretch(1)

    def _add(self, key: str, label: str, icon: str, place: int) -> None:
        made = pieces.named(pieces.PushButton(label), f"rail_{key}", label)
        made.setCheckable(True)
        made.setToolTip(f"{label}（Alt+{place}）")
        icons.give(made, icon, "on_nav")
        made.clicked.connect(lambda _checked=False: self.page_chosen.emit(key))
        self._group.addButton(made)
        self._buttons[key] = made
        self._column.addWidget(made)

    def buttons(self) -> list[QPushButton]:
        """The buttons, from top to bottom."""
        return list(self._buttons.values())

    def mark(self, key: str) -> None:
        """Show which page is open, without telling anybody."""
        self._buttons[key].setChecked(True)
