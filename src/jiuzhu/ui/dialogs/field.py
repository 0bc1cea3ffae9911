"""A labelled input of a dialog: label above, hint below, and the problem beside it, in words and for screen readers."""

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from jiuzhu.ui import pieces, tokens


class Field(QWidget):
    """One question. `show_problem` marks the input and says what to do; "" clears it."""

    def __init__(
        self, label: str, edit: QWidget, name: str, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.edit = pieces.named(edit, name, label)
        self._label = pieces.label(label, wraps=True)
        self._label.setBuddy(edit)
        self._hint = pieces.label(hint, "caption", wraps=True)
        self._hint.setVisible(bool(hint))
        self._problem = pieces.label("", "problem", f"{name}_problem", wraps=True)
        self._problem.hide()
        if isinstance(edit, QLineEdit):
            edit.textEdited.connect(lambda: self.show_problem(""))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE)
        for part in (self._label, edit, self._problem, self._hint):
            column.addWidget(part)

    @property
    def problem(self) -> str:
        """The sentence shown now, "" for none."""
        return self._problem.text()

    def show_problem(self, text: str) -> None:
        """Say what is wrong beside the input."""
        self._problem.setText(f"✗ {text}" if text else "")
        self._problem.setVisible(bool(text))
        self.edit.setProperty("problem", "true" if text else "false")
        self.edit.setAccessibleDescription(text)
        pieces.restyle(self.edit)

    def show_hint(self, text: str) -> None:
        """Another hint below the input."""
        self._hint.setText(text)
        self._hint.setVisible(bool(text))
