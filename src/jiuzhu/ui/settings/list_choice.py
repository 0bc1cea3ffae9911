"""Which form, table or ledger is shown: a list at the left, or one line above the entries when large text needs the room."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy

from jiuzhu.services.office_rules.arranging import Listed
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.rows_model import Column, RowsModel
from jiuzhu.ui.rows_view import RowsView

LIST_WIDTH = 196
LEAST_ROWS = 5


def let_shrink(table: RowsView) -> None:
    """Let a table be as high as there is room for, and not as high as it likes to be."""
    table.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
    table.setMinimumHeight(tokens.scaled(LEAST_ROWS * tokens.ROW_DENSE))


class ListChoice(QObject):
    """The same choice twice; one of the two stands on screen. `wanted`: another name was chosen by hand."""

    wanted = Signal(str)

    def __init__(self, kind: str, noun: str, parent: QObject) -> None:
        super().__init__(parent)
        self.name = ""
        self.rows: list[Listed] = []
        self.table = RowsView(f"{kind}_list", noun, dense=True)
        self._model = RowsModel((Column("", self._words, stretch=True),), parent=self)
        self.table.setModel(self._model)
        self.table.horizontalHeader().hide()
        self.table.setFixedWidth(tokens.scaled(LIST_WIDTH))
        self.table.chosen.connect(self._on_chosen)
        let_shrink(self.table)
        self.line = pieces.named(QComboBox(), f"{kind}_chooser", noun)
        self.line.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.line.activated.connect(self.table.choose)
        self.line.hide()

    @staticmethod
    def _words(row: Listed) -> str:
        return f"{row.title}　已改" if row.changed else row.title

    def show(self, rows: Sequence[Listed]) -> None:
        """Other rows; the chosen one stays, else the first is."""
        self.rows = list(rows)
        self._model.set_rows(self.rows)
        self.line.clear()
        self.line.addItems([self._words(row) for row in rows])
        names = [row.name for row in rows]
        self.stand_on(self.name if self.name in names else names[0])

    def stand_on(self, name: str) -> None:
        """Mark one of them without asking for it."""
        self.name = name
        place = [row.name for row in self.rows].index(name)
        self.table.choose(place)
        self.line.setCurrentIndex(place)

    def make_room(self, *, roomy: bool) -> None:
        """The list at the left where there is room for it, else the line."""
        self.table.setVisible(roomy)
        self.line.setVisible(not roomy)

    def _on_chosen(self, row: Listed | None) -> None:
        if row is not None and row.name != self.name:
            self.wanted.emit(row.name)
