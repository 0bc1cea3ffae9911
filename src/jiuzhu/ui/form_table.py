"""Tables of a form: rows edited in place, or one row at a time when a row is too wide for the screen."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QWidget

from jiuzhu.domain.form import FormField, Section
from jiuzhu.ui import pieces
from jiuzhu.ui.form_box import FieldBox, Raw
from jiuzhu.ui.form_cards import CardsEditor
from jiuzhu.ui.form_fields import Codes
from jiuzhu.ui.table_editor import TableEditor

WIDE = 7
"""A row with more fields than this is edited one row at a time."""

_SPACING = 8
_CHARACTERS = {"person": 4, "yes_no": 3, "decimal": 4}  # how long answers usually are, in Chinese characters


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


def make_table(section: Section, codes: Codes, today: date, raw: Raw) -> TableEditor:
    """Rows when they fit across the screen, else one row at a time."""
    shown = [item for item in section.fields if item.screen and not item.off]
    kind = RowsEditor if len(shown) <= WIDE else CardsEditor
    return kind(section, codes, today, raw)
