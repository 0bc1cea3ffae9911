"""Which ledger: one button each."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from jiuzhu.ui import pieces
from jiuzhu.ui.flow import FlowRow
from jiuzhu.ui.ledgers.words import SHORT


class Chooser(FlowRow):
    """`chosen`: another ledger is wanted, by its id."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        pieces.named(self, "ledger_chooser", "选择台账")
        self._buttons: dict[str, QPushButton] = {}
        for ledger_id, title in SHORT.items():
            button = pieces.button(title, f"ledger_{ledger_id}")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, one=ledger_id: self.chosen.emit(one))
            self._buttons[ledger_id] = button
            self.add(button)

    def show_ledger(self, ledger_id: str) -> None:
        """Mark the ledger on screen."""
        for name, button in self._buttons.items():
            button.setChecked(name == ledger_id)
