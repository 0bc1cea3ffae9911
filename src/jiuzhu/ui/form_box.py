"""One field of a form on screen: its label, its editor, the sentence beside it, and its place in the dossier."""

from collections.abc import MutableMapping
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QSizePolicy, QVBoxLayout, QWidget

from jiuzhu.domain import identity_number
from jiuzhu.domain.form import FormField
from jiuzhu.errors import InvalidInput, UserError
from jiuzhu.ui import form_places
from jiuzhu.ui.form_fields import ChoiceEditor, Codes, make_editor

Raw = MutableMapping[str, str]
"""Text that could not be read, by place: it stays on screen until it is put right."""

_ID_LENGTH = 18
_LONG = 20
"""Letters of a label that would be wider than its field."""
_TYPED_AS_IS = frozenset({"text", "long_text", "id_number", "phone", "account", "month"})


class FieldBox(QWidget):
    """Writes what is typed straight into the dossier.

    Words, numbers of papers and phones are kept even while they are wrong, so that a draft reopens with them;
    dates and figures that cannot be read leave the place empty and stay on screen as raw text.
    """

    edited = Signal(str)
    derived = Signal()  # other places of the same row were filled from this one

    def __init__(self, field: FormField, codes: Codes, today: date, *, compact: bool = False) -> None:
        super().__init__()
        if field.off:
            field = replace(field, label=f"{field.label}（已停用）", short="")
        self.field = field
        self.editor = make_editor(field, codes)
        self.path = ""
        self.matters = True  # False while the answers given leave the question out
        self.told = False  # whether something stood here when the box was bound to its place
        self._today = today
        self._owner: Any = None
        self._attribute = ""
        self._raw: Raw = {}
        self._key = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        ticked = isinstance(self.editor.widget, QCheckBox)
        self.label = QLabel(("" if ticked else field.label) + (" *" if field.required and not ticked else ""))
        self.label.setProperty("role", "muted")
        self.label.setWordWrap(len(field.label) > _LONG)  # a long one must not widen the window
        self.label.setBuddy(self.editor.focus[0])
        if not compact:
            layout.addWidget(self.label)
        elif ticked:
            self.editor.widget.setText("是")  # type: ignore[attr-defined]  # a QCheckBox, see above
        layout.addWidget(self.editor.widget)
        self.problem = QLabel()
        self.problem.setProperty("role", "bad")
        self.problem.setWordWrap(True)
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.problem.hide()
        layout.addWidget(self.problem)
        layout.addStretch()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        if field.hint:
            self.editor.widget.setToolTip(field.hint)
            if hasattr(self.editor.widget, "setPlaceholderText"):
                self.editor.widget.setPlaceholderText(field.hint)
        self.editor.edited.connect(self._on_edited)
        self.editor.left.connect(self.settle)

    def bind(self, owner: object, attribute: str, path: str, raw: Raw) -> None:
        """Stand for this place of the dossier from now on."""
        self._owner, self._attribute, self.path, self._raw = owner, attribute, path, raw
        identity = getattr(owner, "id", "")  # rows move; what was typed into one moves with it
        self._key = f"{identity}:{attribute}" if identity else path
        self.editor.widget.setObjectName(path)
        self.editor.widget.setAccessibleName(self.field.label)
        self.problem.setObjectName(f"{path}.problem")
        self.told = self.answer not in (None, "", [], False)  # a list has no hash
        self.refill()

    def refill(self) -> None:
        """Show the dossier's value again, or the raw text that could not be read."""
        if self._key in self._raw:
            self.editor.show_raw(self._raw[self._key])
            self.settle()
            return
        self.tell("")
        self.editor.show_value(getattr(self._owner, self._attribute))

    def forget_raw(self) -> None:
        """Drop text that could not be read: the place was filled from another field."""
        self._raw.pop(self._key, None)

    @property
    def answer(self) -> object:
        """The dossier's value of this place."""
        return getattr(self._owner, self._attribute) if self._owner is not None else None

    def set_people(self, people: list[tuple[str, str]]) -> None:
        """Field of type person: the members to choose from, as (id, name); all of them together where nobody is asked for."""
        if self.field.type == "person" and isinstance(self.editor, ChoiceEditor):
            whole = [] if self.field.required else [("", "全家")]
            self.editor.set_options([*whole, *people])
            if not self.editor.widget.hasFocus():
                self.refill()

    def tell(self, sentence: str) -> None:
        """Show a sentence under the field; "" takes it away."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self._make_room()
        self.editor.widget.setAccessibleDescription(sentence)
        if self.editor.widget.property("problem") != bool(sentence):
            self.editor.widget.setProperty("problem", bool(sentence))
            self.editor.widget.style().unpolish(self.editor.widget)
            self.editor.widget.style().polish(self.editor.widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrower box needs more lines."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """A label's own hint counts on lines as long as it likes; the box is as high as that hint and cut the last one."""
        needed = self.problem.heightForWidth(self.width()) if self.problem.text() else 0
        self.problem.setMinimumHeight(max(needed, 0))

    @property
    def sentence(self) -> str:
        """What is wrong with the text as it stands; "" when it can be read."""
        try:
            self.editor.read(self._today)
        except UserError as error:
            return error.problems[0].message if isinstance(error, InvalidInput) else error.message
        return ""

    def settle(self) -> None:
        """The field is left: tidy it, and say what is wrong."""
        self.editor.settle()
        sentence = self.sentence
        self.tell(sentence)
        if not sentence and self._owner is not None and not self.editor.focus[0].hasFocus():
            self.editor.show_value(getattr(self._owner, self._attribute))

    def _on_edited(self) -> None:
        if self._owner is None:
            return
        sentence = self.sentence
        if sentence:
            as_is = self.field.type in _TYPED_AS_IS
            self._raw[self._key] = self.editor.raw()
            self._write(self.editor.raw() if as_is else self._empty())
            complete = self.field.type == "id_number" and (
                len(identity_number.normalised(self.editor.raw())) >= _ID_LENGTH
            )
            self.tell(sentence if complete else "")  # half typed is not wrong yet
        else:
            self._raw.pop(self._key, None)
            value = self.editor.read(self._today)
            self._write(self._empty() if value is None else value)
            self.tell("")
            if self.field.type == "id_number" and value:
                self._derive(str(value))
        self.edited.emit(self.path)

    def _empty(self) -> object:
        return form_places.empty(self._owner, self._attribute)

    def _write(self, value: object) -> None:
        setattr(self._owner, self._attribute, value)
        if self.field.type == "person" and hasattr(self._owner, "person_name"):
            self._owner.person_name = self.editor.raw() if value else ""

    def _derive(self, number: str) -> None:
        read = identity_number.check(number, on=self._today)
        for attribute, value in (("birth", read.birth), ("sex", read.sex)):
            if hasattr(self._owner, attribute):
                setattr(self._owner, attribute, value)
        if hasattr(self._owner, "birth"):
            self.derived.emit()
