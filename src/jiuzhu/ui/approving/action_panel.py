"""Fields and buttons under the file: what one press takes with it."""

from itertools import count
from typing import Any

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.dialogs.field import Field


class ActionPanel(QFrame):
    """Fields and buttons under the file. It knows nothing of services: a button tells its word and the values."""

    wanted = Signal(str, object)  # action, values by field name

    def __init__(self, state: str, today: QDate) -> None:
        super().__init__()
        pieces.named(self, "action_panel", "办理")
        self.setProperty("role", "card")
        self.state = state
        self._today = today
        self._fields: dict[str, Field] = {}
        self._buttons: dict[str, QPushButton] = {}
        self._given: dict[str, Any] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.BETWEEN, tokens.INSIDE, tokens.BETWEEN, tokens.INSIDE)
        column.setSpacing(tokens.INSIDE)
        self._told = pieces.label("", "warn", "action_told", wraps=True)
        self._told.hide()
        self._beside = pieces.label("", "warn", "action_beside", wraps=True)
        self._beside.hide()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(tokens.BETWEEN)
        self._grid.setVerticalSpacing(tokens.SPACE)
        self._row = QHBoxLayout()
        self._row.setSpacing(tokens.INSIDE)
        self._row.addStretch(1)
        column.addWidget(self._beside)
        column.addWidget(self._told)
        column.addLayout(self._grid)
        column.addLayout(self._row)

    def warn(self, lines: list[str]) -> None:
        """What has to be known before anything is pressed, one line each, above everything else."""
        self._beside.setText("\n".join(f"▲ {line}" for line in lines))
        self._beside.setVisible(bool(lines))

    def tell(self, text: str, role: str = "warn") -> None:
        """A sentence above the fields."""
        self._told.setText(text)
        self._told.setProperty("role", role)
        pieces.restyle(self._told)
        self._told.setVisible(bool(text))

    def add(self, name: str, label: str, edit: QWidget, *, span: int = 1, row: int = 0) -> None:
        """A field beside the others of its row."""
        field = Field(label, edit, name)
        self._fields[name] = field
        place = next(free for free in count() if self._grid.itemAtPosition(row, free) is None)
        self._grid.addWidget(field, row, place, 1, span, Qt.AlignmentFlag.AlignTop)
        self._grid.setColumnStretch(place, span)

    def add_text(
        self, name: str, label: str, text: str = "", *, lines: int = 2, span: int = 1, row: int = 0
    ) -> None:
        """A text of some lines."""
        edit = QPlainTextEdit(text)
        edit.setTabChangesFocus(True)
        edit.setFixedHeight(edit.fontMetrics().lineSpacing() * lines + 22)
        self.add(name, label, edit, span=span, row=row)

    def add_day(self, name: str, label: str, *, row: int = 0) -> None:
        """A day, today unless it was another."""
        edit = QDateEdit(self._today)
        edit.setCalendarPopup(True)
        edit.setDisplayFormat("yyyy-MM-dd")
        self.add(name, label, edit, row=row)

    def add_line(self, name: str, label: str, text: str = "", *, row: int = 0) -> None:
        """A text of one line."""
        edit = QLineEdit(text)
        edit.setMaxLength(200)
        edit.setCursorPosition(0)  # of a long text its beginning is read
        self.add(name, label, edit, row=row)

    def add_button(
        self, action: str, text: str, keys: str, *, primary: bool = False, icon: str = ""
    ) -> QPushButton:
        """A button with its keys on it; it tells its action and what the fields hold."""
        made = pieces.button(
            f"{text}　{keys}",
            f"do_{action}",
            lambda: self.wanted.emit(action, self.values()),
            kind="primary" if primary else "",
            icon=icon,
            spoken=text,
        )
        QShortcut(QKeySequence(keys), self).activated.connect(
            made.click
        )  # at once: a button's own waits 100 ms
        self._buttons[action] = made
        self._row.addWidget(made)
        return made

    def button(self, action: str) -> QPushButton | None:
        """The button of an action."""
        return self._buttons.get(action)

    def values(self) -> dict[str, Any]:
        """What the fields hold."""
        return {name: _value(field.edit) for name, field in self._fields.items()}

    def settle(self) -> None:
        """Take what the fields hold now as given: only what is typed after this is kept."""
        self._given = self.values()

    def typed(self) -> dict[str, str]:
        """Texts typed so far, to be put back when the panel is made again."""
        return {
            name: value
            for name, value in self.values().items()
            if isinstance(value, str) and value != self._given.get(name)
        }

    def put_back(self, typed: dict[str, str]) -> None:
        """Fill what was typed before."""
        for name, text in typed.items():
            field = self._fields.get(name)
            if field is not None and isinstance(field.edit, QPlainTextEdit):
                field.edit.setPlainText(text)
            elif field is not None and isinstance(field.edit, QLineEdit):
                field.edit.setText(text)

    def show_problem(self, name: str, sentence: str) -> bool:
        """Say it beside the field and go there; False when there is no such field."""
        for field in self._fields.values():
            field.show_problem("")
        if name not in self._fields:
            return False
        self._fields[name].show_problem(sentence)
        self._fields[name].edit.setFocus(Qt.FocusReason.OtherFocusReason)
        return True


def _value(edit: QWidget) -> Any:
    if isinstance(edit, QPlainTextEdit):
        return edit.toPlainText()
    if isinstance(edit, QComboBox):
        return edit.currentData()
    if isinstance(edit, QDateEdit):
        return edit.date().toPython()
    return edit.text() if isinstance(edit, QLineEdit) else None
