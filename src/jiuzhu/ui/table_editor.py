"""A list of the dossier on screen: rows added, edited, ended and taken back, whichever way a row is shown."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.form import Section
from jiuzhu.ui import form_places
from jiuzhu.ui.form_box import FieldBox, Raw
from jiuzhu.ui.form_fields import Codes

_NOUNS = {
    "members": "成员",
    "obligors": "义务人",
    "incomes": "收入",
    "expenses": "支出",
    "assets": "财产",
    "housing": "住房",
    "vehicles": "车辆、机械",
    "bills": "票据",
}
"""List of the dossier → what one of its rows is called."""


class TableEditor(QWidget):
    """A list of the dossier: add, edit, end a row and take that back; every change is in the dossier at once."""

    edited = Signal(str)
    rebuilt = Signal()  # other fields stand on screen: the order of the keyboard changes
    told = Signal(str)

    def __init__(self, section: Section, codes: Codes, today: date, raw: Raw) -> None:
        super().__init__()
        self.section = section
        self.fields = [item for item in section.fields if item.screen]
        self.boxes: list[FieldBox] = []
        self._codes, self._today, self._raw = codes, today, raw
        self._dossier: Dossier | None = None
        self._people: list[tuple[str, str]] = []
        self._ended: tuple[int, Any] | None = None
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(8)
        self._rows_at = QVBoxLayout()
        self._body.addLayout(self._rows_at)
        self._holder: QWidget | None = None
        self._leaving: QWidget | None = None
        foot = QHBoxLayout()
        self.add_button = QPushButton(f"添加{self._noun}（Ins）")
        self.add_button.setObjectName(f"{section.repeat}.add")
        self.add_button.setAccessibleName(f"添加{self._noun}")
        self.add_button.clicked.connect(self.add_row)
        foot.addWidget(self.add_button)
        self.undo_label = QLabel()
        self.undo_label.setProperty("role", "caption")
        self.undo_button = QPushButton("撤销")
        self.undo_button.setObjectName(f"{section.repeat}.undo")
        self.undo_button.clicked.connect(self.undo)
        foot.addWidget(self.undo_label)
        foot.addWidget(self.undo_button)
        foot.addStretch()
        self._body.addLayout(foot)
        self._show_undo()

    @property
    def _noun(self) -> str:
        return _NOUNS.get(self.section.repeat, self.section.title)

    @property
    def rows(self) -> list[Any]:
        """The dossier's list."""
        found: list[Any] = getattr(self._dossier, self.section.repeat)
        return found

    def stops(self) -> list[QWidget]:
        """Widgets the keyboard visits, in order."""
        return [widget for box in self.boxes for widget in box.editor.focus] + [self.add_button]

    def set_dossier(self, dossier: Dossier, people: Sequence[tuple[str, str]]) -> None:
        """Show the rows of a dossier."""
        self._dossier, self._people, self._ended = dossier, list(people), None
        self._choose_fields()
        self._show_undo()
        self.build()

    def set_people(self, people: Sequence[tuple[str, str]]) -> None:
        """The members a row may belong to."""
        self._people = list(people)
        for box in self.boxes:
            box.set_people(self._people)

    def _choose_fields(self) -> None:
        """Which fields stand on screen for this dossier."""

    def add_row(self) -> None:
        """Append an empty row and put the focus into it."""
        self.rows.append(form_places.NEW_ROWS[self.section.repeat]())
        self.build()
        self.focus_row(len(self.rows) - 1)
        self.edited.emit(self.section.repeat)

    def end_row(self, number: int) -> None:
        """Take a row that was not accepted yet off the form; it can be taken back. The applicant stays."""
        if not 0 <= number < len(self.rows):
            return
        if self.section.repeat == "members" and number == 0:
            self.told.emit("第一位是申请人，不能去掉；申请人填错时请直接改。")
            return
        self._ended = (number, self.rows.pop(number))
        self.build()
        self._show_undo()
        if self.rows:
            self.focus_row(min(number, len(self.rows) - 1))
        else:
            self.add_button.setFocus()
        self.edited.emit(self.section.repeat)

    def undo(self) -> None:
        """Put the row that was ended last back where it was."""
        if self._ended is None:
            return
        number, row = self._ended
        self._ended = None
        self.rows.insert(number, row)
        self.build()
        self._show_undo()
        self.focus_row(number)
        self.edited.emit(self.section.repeat)

    def row_of(self, widget: QWidget) -> int:
        """The row a field stands in, -1 for none."""
        for box in self.boxes:
            if widget in box.editor.focus:
                return int(box.path.split(".")[1])
        return -1

    def build(self) -> None:
        """Make the fields of the rows."""
        raise NotImplementedError

    def focus_row(self, number: int) -> None:
        """Put the focus into the first field of a row."""
        raise NotImplementedError

    def _show_undo(self) -> None:
        ended = self._ended is not None
        self.undo_label.setText(f"已去掉第 {self._ended[0] + 1} 行。" if self._ended else "")
        self.undo_label.setVisible(ended)
        self.undo_button.setVisible(ended)

    def _place(self, holder: QWidget) -> None:
        if self._holder is not None:
            self._leaving = (
                self._holder
            )  # a button of it may be the one that was pressed: it goes after the click
            self._leaving.hide()
            self._leaving.setParent(None)
            self._leaving.deleteLater()
        self._holder = holder
        self._rows_at.addWidget(holder)
        holder.show()  # now, not at the next turn of the loop: the focus goes into it at once

    def _bind(self, box: FieldBox, number: int) -> None:
        row = self.rows[number]
        box.bind(row, box.field.name, f"{self.section.repeat}.{number}.{box.field.name}", self._raw)
        box.set_people(self._people)
