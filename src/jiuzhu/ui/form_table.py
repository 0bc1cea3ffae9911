"""Tables of a form: rows edited in place, or one row at a time when a row is too wide for the screen."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from jiuzhu.domain.codes import CodeTable
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.form import FormField, Section
from jiuzhu.ui import form_places, pieces
from jiuzhu.ui.form_box import FieldBox, Raw
from jiuzhu.ui.form_fields import Codes
from jiuzhu.ui.form_grid import FieldGrid

WIDE = 7
"""A row with more fields than this is edited one row at a time."""

_SPACING = 8
_CHARACTERS = {"person": 4, "yes_no": 3, "decimal": 4}  # how long answers usually are, in Chinese characters


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


class RowsEditor(TableEditor):
    """One line a row, two when large text leaves no room for one: Enter moves across, Ins adds, Ctrl+Delete ends."""

    def __init__(self, section: Section, codes: Codes, today: date, raw: Raw) -> None:
        super().__init__(section, codes, today, raw)
        self._lines = 1

    def _choose_fields(self) -> None:
        self.fields = [
            item
            for item in self.section.fields
            if item.screen and (not item.off or any(getattr(row, item.name) for row in self.rows))
        ]

    def build(self) -> None:
        """All rows anew: they are few, and each has at most `WIDE` fields."""
        holder = QWidget()
        holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(_SPACING)
        grid.setVerticalSpacing(6)
        self.boxes = []
        self._lines = self._lines_needed()
        across = -(-len(self.fields) // self._lines)
        for number in range(len(self.rows)):
            for place, field in enumerate(self.fields):
                line, column = divmod(place, across)
                at = 2 * (number * self._lines + line)
                if number == 0 or self._lines > 1:
                    grid.addWidget(self._head(field), at, column)
                box = FieldBox(field, self._codes, self._today, compact=True)
                box.editor.widget.setMinimumWidth(48)
                self._bind(box, number)
                box.edited.connect(self.edited)
                grid.addWidget(box, at + 1, column)
                self.boxes.append(box)
            grid.addWidget(
                self._end_button(number), 2 * number * self._lines + 1, across, Qt.AlignmentFlag.AlignTop
            )
        for column in range(across):
            grid.setColumnStretch(column, max(self._wanted(item) for item in self.fields[column::across]))
        if not self.rows:
            hint = f"没有{self._noun}。有就按 Ins 添加，没有就按 Tab 往下。"
            grid.addWidget(pieces.label(hint, "caption", wraps=True), 0, 0, 1, across)
        self._place(holder)
        self.rebuilt.emit()

    def focus_row(self, number: int) -> None:
        """The first field of the row."""
        self.boxes[number * len(self.fields)].editor.focus[0].setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may need another number of lines."""
        super().resizeEvent(event)
        if self._dossier is not None and self._lines_needed() != self._lines:
            at = next((place for place, box in enumerate(self.boxes) if box.editor.focus[0].hasFocus()), -1)
            self.build()
            if at >= 0:
                self.boxes[at].editor.focus[0].setFocus()

    def _wanted(self, field: FormField) -> int:
        """How many pixels the answers of a field take."""
        characters = _CHARACTERS.get(field.type, 6)
        if field.type == "select_one":
            characters = min(7, max(len(words) for words in self._codes[field.codes].labels.values()))
        return self.fontMetrics().horizontalAdvance("汉") * characters + 20

    def _lines_needed(self) -> int:
        total = sum(self._wanted(field) for field in self.fields) + _SPACING * len(self.fields) + 36
        return 1 if total <= self.width() or not self.isVisible() else 2

    def _head(self, field: FormField) -> QLabel:
        words = f"{field.label}（已停用）" if field.off else field.short or field.label
        head = QLabel(words + (" *" if field.required else ""))
        head.setProperty("role", "muted")
        return head

    def _end_button(self, number: int) -> QPushButton:
        end = QPushButton("×")
        end.setProperty("kind", "quiet")
        end.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        end.setFixedWidth(28)
        end.setToolTip("去掉这一行（Ctrl+Delete），可以撤销")
        end.setAccessibleName(f"去掉第 {number + 1} 行")
        end.clicked.connect(lambda _checked=False: self.end_row(number))
        return end


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


def make_table(section: Section, codes: Codes, today: date, raw: Raw) -> TableEditor:
    """Rows when they fit across the screen, else one row at a time."""
    shown = [item for item in section.fields if item.screen and not item.off]
    kind = RowsEditor if len(shown) <= WIDE else CardsEditor
    return kind(section, codes, today, raw)
