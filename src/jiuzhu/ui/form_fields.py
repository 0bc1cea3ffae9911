"""The table *type → widget* of forms: every type of field has one editor, made by one function."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget

from jiuzhu.domain.codes import CodeTable
from jiuzhu.domain.form import FormField
from jiuzhu.errors import UserError
from jiuzhu.ui import form_values
from jiuzhu.ui.form_choice import ChoiceInput, LineInput, Option
from jiuzhu.ui.form_ticks import Ticks


class Editor(QObject):
    """A widget that shows one value and reads what was typed.

    `edited`: a person changed it; `left`: the focus went elsewhere, so a sentence about it may be shown.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, widget: QWidget, focus: Sequence[QWidget] = ()) -> None:
        super().__init__(widget)
        self.widget = widget
        self.focus = list(focus) or [widget]

    def show_value(self, value: object) -> None:
        """Show a value of the dossier; emits nothing."""
        raise NotImplementedError

    def read(self, today: date) -> object:
        """The value of what is typed, None when empty; raises `UserError` with a sentence."""
        raise NotImplementedError

    def raw(self) -> str:
        """What is typed, as it is."""
        return ""

    def show_raw(self, text: str) -> None:
        """Show text that could not be read, as it was typed."""

    def settle(self) -> None:
        """Tidy what is shown when the field is left: groups of digits, the words of a choice."""


class LineEditor(Editor):
    """One line of text, read by the type of its field; long numbers stand in groups while nobody types."""

    def __init__(self, field: FormField) -> None:
        self._line = LineInput()
        super().__init__(self._line)
        self._field = field
        self._line.setPlaceholderText(_EXAMPLES.get(field.type, ""))
        if field.type in {"integer", "decimal", "money"}:
            self._line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._line.textEdited.connect(self.edited)
        self._line.entered.connect(self._on_entered)
        self._line.left.connect(self.left)

    def show_value(self, value: object) -> None:
        """Show it in groups, or plain while the field has the focus."""
        text = form_values.shown(self._field, value)
        self._line.setText(text if self._line.hasFocus() else form_values.grouped(self._field, text))
        self._line.setCursorPosition(0)

    def read(self, today: date) -> object:
        """Read the text by the field's type."""
        return form_values.read(self._field, self._line.text(), today)

    def raw(self) -> str:
        """The text."""
        return self._line.text()

    def show_raw(self, text: str) -> None:
        """The text."""
        self._line.setText(text)

    def _on_entered(self) -> None:
        if self._field.type in {"id_number", "account"} and " " in self._line.text():
            self._line.setText("".join(self._line.text().split()))


class ChoiceEditor(Editor):
    """One code of a table."""

    def __init__(
        self, field: FormField, options: Sequence[Option], *, past: Sequence[Option] = (), free: bool = False
    ) -> None:
        self._line = ChoiceInput(free=free, past=past)
        super().__init__(self._line)
        self._field = field
        self._free = free
        self._line.set_options(options)
        self._line.setPlaceholderText("" if free else "选择或输入首字母")
        self._line.textEdited.connect(self.edited)
        self._line.chosen.connect(self.edited)
        self._line.left.connect(self._on_left)

    def set_options(self, options: Sequence[Option]) -> None:
        """Other options, as the members of the household change."""
        self._line.set_options(options)

    def show_value(self, value: object) -> None:
        """The words of the code."""
        self._line.setText(self._line.label_of("" if value is None else str(value)))
        self._line.setCursorPosition(0)

    def read(self, today: date) -> object:
        """The code; other words are refused unless the field is free."""
        text = self._line.text()
        option = self._line.found()
        if option is not None:
            return option[0]
        if not text.strip():
            return None
        if self._free:
            return form_values.read(self._field, text, today)
        raise UserError(f"“{self._field.label}”里没有“{form_values.tidy(text)[:20]}”，请从列表中选择。")

    def raw(self) -> str:
        """The text."""
        return self._line.text()

    def show_raw(self, text: str) -> None:
        """The text."""
        self._line.setText(text)

    def settle(self) -> None:
        """Show the words of what was found."""
        before = self._line.text()
        self._line.settle()
        if self._line.text() != before:
            self.edited.emit()

    def _on_left(self) -> None:
        self.settle()
        self.left.emit()


class _TextInput(QPlainTextEdit):
    """Running text: Tab leaves it, Alt+Enter begins a line."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that typing has ended here."""
        super().focusOutEvent(event)
        self.left.emit()


class LongTextEditor(Editor):
    """Several lines of text."""

    def __init__(self, field: FormField) -> None:
        self._text = _TextInput()
        super().__init__(self._text)
        self._field = field
        self._showing = False
        self._text.setFixedHeight(self._text.fontMetrics().lineSpacing() * 3 + 16)
        self._text.textChanged.connect(self._on_changed)
        self._text.left.connect(self.left)

    def show_value(self, value: object) -> None:
        """The text."""
        self.show_raw("" if value is None else str(value))

    def read(self, today: date) -> object:
        """The text without stray tabs."""
        return form_values.read(self._field, self._text.toPlainText(), today)

    def raw(self) -> str:
        """The text."""
        return self._text.toPlainText()

    def show_raw(self, text: str) -> None:
        """The text."""
        self._showing = True
        self._text.setPlainText(text)
        self._showing = False

    def _on_changed(self) -> None:
        if not self._showing:
            self.edited.emit()


class YesNoEditor(Editor):
    """One tick; Space changes it."""

    def __init__(self, field: FormField) -> None:
        self._box = QCheckBox(field.label)
        super().__init__(self._box)
        self._box.clicked.connect(self.edited)

    def show_value(self, value: object) -> None:
        """Ticked for yes."""
        self._box.setChecked(bool(value))

    def read(self, today: date) -> object:
        """True or False."""
        del today
        return self._box.isChecked()


class TicksEditor(Editor):
    """Several codes of a table, one tick each; a table with groups shows them."""

    def __init__(self, field: FormField, table: CodeTable) -> None:
        self._ticks = Ticks(
            field.name, field.label, list(table.labels.items()), groups=table.groups, shorts=table.shorts
        )
        super().__init__(self._ticks, list(self._ticks.boxes.values()))
        self._off = table.off
        self._ticks.clicked.connect(self.edited)

    def show_value(self, value: object) -> None:
        """Tick every code of the list."""
        ticked = value if isinstance(value, list) else []
        for code, box in self._ticks.boxes.items():
            box.setChecked(code in ticked)
            if code in self._off:  # no longer offered, but what was answered is read
                box.setVisible(code in ticked)

    def read(self, today: date) -> object:
        """The ticked codes in the table's order."""
        del today
        return [code for code, box in self._ticks.boxes.items() if box.isChecked()]


_EXAMPLES = {"date": "20251013", "month": "2025-10", "money": "0.00"}

Codes = Mapping[str, CodeTable]
Factory = Callable[[FormField, Codes], Editor]


def _of_table(field: FormField, table: CodeTable, *, free: bool = False) -> Editor:
    past = [option for option in table.labels.items() if option[0] in table.off]
    return ChoiceEditor(field, list(table.offered.items()), past=past, free=free)


def _line(field: FormField, codes: Codes) -> Editor:
    if field.codes:  # words of one's own, with the table's as suggestions
        return _of_table(field, codes[field.codes], free=True)
    return LineEditor(field)


def _choice(field: FormField, codes: Codes) -> Editor:
    return _of_table(field, codes[field.codes])


def _ticks(field: FormField, codes: Codes) -> Editor:
    return TicksEditor(field, codes[field.codes])


def _person(field: FormField, codes: Codes) -> Editor:
    del codes
    return ChoiceEditor(field, [])


EDITORS: Mapping[str, Factory] = {
    "text": _line,
    "long_text": lambda field, _codes: LongTextEditor(field),
    "integer": _line,
    "decimal": _line,
    "money": _line,
    "date": _line,
    "month": _line,
    "yes_no": lambda field, _codes: YesNoEditor(field),
    "select_one": _choice,
    "select_multiple": _ticks,
    "id_number": _line,
    "phone": _line,
    "account": _line,
    "person": _person,
}
"""A new type is one line here and one function."""


def make_editor(field: FormField, codes: Codes) -> Editor:
    """The editor of a field."""
    return EDITORS[field.type](field, codes)
