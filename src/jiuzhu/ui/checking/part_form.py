"""A few fields over one plain part: the editors of the official forms, without the form."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from jiuzhu.domain.form import FormField
from jiuzhu.ui import tokens
from jiuzhu.ui.checking.scrolling import bring_into_view
from jiuzhu.ui.form_fields import Codes
from jiuzhu.ui.form_grid import FieldGrid


class PartForm(QWidget):
    """Fields named by the part's attributes; what is typed is in the part at once. Enter goes on, and ends it."""

    ended = Signal()  # Enter in the last field
    edited = Signal()

    def __init__(self, fields: Sequence[FormField], codes: Codes, today: date, prefix: str) -> None:
        super().__init__()
        self._prefix = prefix
        self._raw: dict[str, str] = {}
        self.grid = FieldGrid(fields, codes, today)
        self.grid.edited.connect(lambda _path: self.edited.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.grid)
        for widget in self.grid.stops():
            widget.installEventFilter(self)

    def show_part(self, part: Any) -> None:
        """Stand for another part."""
        self._raw.clear()
        for box in self.grid.boxes:
            box.bind(part, box.field.name, f"{self._prefix}.{box.field.name}", self._raw)
        self.grid.apply_relevance()

    def set_people(self, people: list[tuple[str, str]]) -> None:
        """The household, for fields of type person."""
        for box in self.grid.boxes:
            box.set_people(people)

    def sound(self) -> bool:
        """Whether everything needed is typed and can be read; what cannot is told beside its field."""
        first: QWidget | None = None
        for box in self.grid.boxes:
            unticked = box.answer is False  # a tick that is asked for says that something was done
            lacking = box.field.required and (unticked or box.answer is None or box.answer in ("", []))
            ask = "请选择" if box.field.type == "person" else "请填写"
            asked = "请先核对，再勾选。" if unticked else f"{ask}{box.field.label}。"
            sentence = box.sentence or (asked if lacking else "")
            if box.matters and sentence:
                box.tell(sentence)
                first = first or box.editor.focus[0]
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        return first is None

    def tell(self, path: str, sentence: str) -> bool:
        """Show a sentence beside the field of a path or bare name; False when it is not here, or not to be seen."""
        for box in self.grid.boxes:
            if box.matters and path in {box.path, box.field.name}:
                box.tell(sentence)
                box.editor.focus[0].setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def layout_now(self) -> None:
        """Give the sentences beside the fields their place at once."""
        for widget in (*self.grid.boxes, self.grid, self):
            held = widget.layout()
            if held is not None:
                held.activate()

    def focus_first(self) -> None:
        """Put the focus into the first field."""
        self.grid.stops()[0].setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Shift+Enter walk through the fields, which scroll into view; Alt+Enter breaks a line."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            bring_into_view(watched)
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter} or not isinstance(watched, QWidget):
            return super().eventFilter(watched, event)
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.AltModifier and isinstance(watched, QPlainTextEdit):
            watched.insertPlainText("\n")
            return True
        stops = [widget for widget in self.grid.stops() if widget.isVisibleTo(self)]
        step = -1 if held == Qt.KeyboardModifier.ShiftModifier else 1
        self._settle(watched)
        place = (stops.index(watched) if watched in stops else -1) + step
        if place >= len(stops):
            self.ended.emit()
        elif place >= 0:
            stops[place].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _settle(self, widget: QWidget) -> None:
        for box in self.grid.boxes:
            if widget in box.editor.focus:
                box.settle()


def stack(panel: QWidget, widgets: Sequence[QWidget], buttons: Sequence[QPushButton]) -> None:
    """Lay out a panel: a list that takes the room, what is typed below it, and the buttons in a row at the left."""
    column = QVBoxLayout(panel)
    column.setContentsMargins(tokens.BETWEEN, tokens.BETWEEN, tokens.BETWEEN, tokens.BETWEEN)
    column.setSpacing(tokens.BETWEEN)
    for place, widget in enumerate(widgets):
        column.addWidget(widget, 1 if place == 0 else 0)
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    column.addLayout(row)
