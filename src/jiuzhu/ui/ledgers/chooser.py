"""Which ledger: one button each, going on in the next line when the window leaves no room."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.ledgers.flow import FlowLayout
from jiuzhu.ui.ledgers.words import SHORT


class Chooser(QWidget):
    """`chosen`: another ledger is wanted, by its id."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        pieces.named(self, "ledger_chooser", "选择台账")
        self._flow = FlowLayout(self, gap=tokens.INSIDE)
        self._buttons: dict[str, QPushButton] = {}
        for ledger_id, title in SHORT.items():
            button = pieces.button(title, f"ledger_{ledger_id}")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, one=ledger_id: self.chosen.emit(one))
            self._buttons[ledger_id] = button
            self._flow.addWidget(button)

    def show_ledger(self, ledger_id: str) -> None:
        """Mark the ledger on screen."""
        for name, button in self._buttons.items():
            button.setChecked(name == ledger_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As high as the lines the width leaves."""
        super().resizeEvent(event)
        self.settle()

    def settle(self) -> None:
        """Take the height the width leaves, after the text size changed too."""
        height = self._flow.height_at(self.width())
        if height != self.height():
            self.setFixedHeight(height)
