"""Fields in two columns, labels above; fields that do not matter for the answers given stay away."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from jiuzhu.domain.form import FormField
from jiuzhu.ui import tokens
from jiuzhu.ui.form_box import FieldBox
from jiuzhu.ui.form_fields import Codes

COLUMNS = 2


class FieldGrid(QWidget):
    """The fields of one section, or of one row of a table."""

    edited = Signal(str)
    rebuilt = Signal()

    def __init__(self, fields: Sequence[FormField], codes: Codes, today: date) -> None:
        super().__init__()
        self.boxes: list[FieldBox] = []
        self.answer_of: Callable[[str], object] = self._answer_in_row
        self._shown: tuple[bool, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(tokens.BETWEEN)
        self._grid.setVerticalSpacing(10)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
        for field in fields:
            box = FieldBox(field, codes, today)
            box.setParent(self)
            box.edited.connect(self._on_edited)
            box.derived.connect(self._on_derived)
            self.boxes.append(box)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._arrange(tuple(True for _ in self.boxes))

    def stops(self) -> list[QWidget]:
        """Widgets the keyboard visits, in order."""
        return [widget for box in self.boxes for widget in box.editor.focus]

    def apply_relevance(self) -> None:
        """Show and hide fields by the answers they depend on, without holes between them."""
        shown = tuple(self._matters(box) for box in self.boxes)
        if shown != self._shown:
            self._arrange(shown)
            self.rebuilt.emit()

    def _matters(self, box: FieldBox) -> bool:
        if box.field.off and not box.told:
            return False
        wanted = box.field.relevant
        while wanted is not None and wanted.holds(self.answer_of(wanted.field)):
            wanted = wanted.also
        return wanted is None

    def _answer_in_row(self, name: str) -> object:
        """What was answered in a field; nothing where the question itself does not matter."""
        asked = next((box for box in self.boxes if box.field.name == name), None)
        return asked.answer if asked is not None and self._matters(asked) else None

    def _arrange(self, shown: tuple[bool, ...]) -> None:
        self._shown = shown
        row = column = 0
        for box, visible in zip(self.boxes, shown, strict=True):
            self._grid.removeWidget(box)
            box.setVisible(visible)
            box.matters = visible
            if not visible:
                continue
            span = min(box.field.span, COLUMNS)
            if column + span > COLUMNS:
                row, column = row + 1, 0
            self._grid.addWidget(box, row, column, 1, span, Qt.AlignmentFlag.AlignTop)
            column += span
            if column >= COLUMNS:
                row, column = row + 1, 0

    def _on_edited(self, path: str) -> None:
        self.apply_relevance()
        self.edited.emit(path)

    def _on_derived(self) -> None:
        for box in self.boxes:
            if box.field.name.rsplit(".", 1)[-1] in {"sex", "birth"}:
                box.forget_raw()
                box.refill()
