"""A table of a form whose rows are too wide for the screen: one row at a time, chosen by its tab."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from jiuzhu.domain.codes import CodeTable
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.form import Section
from jiuzhu.ui import form_places
from jiuzhu.ui.form_box import Raw
from jiuzhu.ui.form_fields import Codes
from jiuzhu.ui.form_grid import FieldGrid
from jiuzhu.ui.table_editor import TableEditor


class CardsEditor(TableEditor):
    """One row at a time, all rows as a strip of buttons above: for members, whose row is a page of its own."""

    def __init__(self, section: Section, codes: Codes, today: date, raw: Raw) -> None:
        self.current = 0
        self._tabs: list[QPushButton] = []
        super().__init__(section, codes, today, raw)
        self._strip = QWidget()
        self._strip_grid = QGridLayout(self._strip)
        self._strip_grid.setContentsMargins(0, 0, 0, 0)
        self._strip_grid.setSpacing(4)
        self._body.insertWidget(0, self._strip)
        self._grid = FieldGrid(self.fields, codes, today)
        in_row = self._grid.answer_of
        self._grid.answer_of = lambda name: self._answer_of(name) if "." in name else in_row(name)
        self._grid.edited.connect(self._on_edited)
        self._place(self._grid)

    def set_dossier(self, dossier: Dossier, people: Sequence[tuple[str, str]]) -> None:
        """Begin with the first row."""
        if dossier is not self._dossier:
            self.current = 0
        super().set_dossier(dossier, people)

    def build(self) -> None:
        """Bind the one set of fields to the current row."""
        self.current = max(0, min(self.current, len(self.rows) - 1))
        self._grid.setVisible(bool(self.rows))
        self.boxes = self._grid.boxes if self.rows else []
        for box in self.boxes:
            self._bind(box, self.current)
        self._grid.apply_relevance()
        self.show_tabs()
        self.rebuilt.emit()

    def _answer_of(self, path: str) -> object:
        if self._dossier is None:
            return None
        owner, attribute = form_places.owner(self._dossier, path)
        return getattr(owner, attribute)

    def show_tabs(self) -> None:
        """One button for each row, with its name and relation."""
        for button in self._tabs:
            button.hide()
            button.deleteLater()
        self._tabs = []
        for number, row in enumerate(self.rows):
            button = QPushButton(self._title(number, row))
            button.setCheckable(True)
            button.setChecked(number == self.current)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setObjectName(f"{self.section.repeat}.{number}.tab")
            button.setToolTip("Ctrl+PageUp、Ctrl+PageDown 换人")
            button.clicked.connect(lambda _checked=False, at=number: self.focus_row(at))
            self._strip_grid.addWidget(button, number // 4, number % 4)
            self._tabs.append(button)
        self._strip.setVisible(len(self.rows) > 0)

    def focus_row(self, number: int) -> None:
        """Show a row and put the focus into its first field."""
        if not 0 <= number < len(self.rows):
            return
        self.show_row(number)
        first = next(box for box in self._grid.boxes if box.matters)
        first.editor.focus[0].setFocus(Qt.FocusReason.TabFocusReason)

    def show_row(self, number: int) -> None:
        """Show a row."""
        self.current = number
        self.build()

    def add_row(self) -> None:
        """Append a row and show it."""
        self.current = len(self.rows)
        super().add_row()

    def undo(self) -> None:
        """Show the row that came back."""
        if self._ended is not None:
            self.current = self._ended[0]
        super().undo()

    def _title(self, number: int, row: Any) -> str:
        table: CodeTable | None = self._codes.get("relation")
        relation = table.labels.get(row.relation, "") if table is not None and row.relation else ""
        return f"{number + 1}　{row.name or '（未填姓名）'}{'　' + relation if relation else ''}"

    def _on_edited(self, path: str) -> None:
        if path.endswith((".name", ".relation")) and self.current < len(self._tabs):
            self._tabs[self.current].setText(self._title(self.current, self.rows[self.current]))
        self.edited.emit(path)
