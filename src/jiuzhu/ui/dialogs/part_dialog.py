"""A dialog of one plain part: a few fields of the official kinds, one button that takes them, problems beside the field."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from jiuzhu.domain.form import FormField
from jiuzhu.errors import UserError
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.checking.part_form import PartForm
from jiuzhu.ui.checking.scrolling import FittingArea, scrolling
from jiuzhu.ui.form_fields import Codes


def blank(fields: Sequence[FormField], today: date, **known: Any) -> SimpleNamespace:
    """An unanswered part for these fields: dates are today, choices of many an empty list; `known` answers stand."""
    empty: dict[str, Any] = {"date": today, "money": None, "integer": None, "decimal": None, "yes_no": False}
    made = {
        field.name: [] if field.type == "select_multiple" else empty.get(field.type, "") for field in fields
    }
    return SimpleNamespace(**made | known)


class PartDialog(QDialog):
    """`taken`: everything needed is typed; the page stores it and closes the dialog, or tells why not."""

    taken = Signal()
    edited = Signal()  # an answer changed
    refused = Signal(str)  # it was not stored: the field the reason stands beside

    def __init__(
        self,
        parent: QWidget,
        name: str,
        title: str,
        part: Any,
        fields: Sequence[FormField],
        *,
        codes: Codes,
        today: date,
        told: str = "",
        button: str = "登记",
        people: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(parent)
        pieces.named(self, name, title)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.part = part
        self._noted = pieces.label("", "", f"{name}_noted", wraps=True)
        self._noted.hide()
        self._problem = pieces.label("", "bad", f"{name}_problem", wraps=True)
        self._problem.hide()
        self._form = PartForm(fields, codes, today, name)
        self._form.show_part(part)
        self._form.set_people(list(people))
        self._form.ended.connect(self._on_take)
        self._form.edited.connect(self.edited)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        if told:
            column.addWidget(pieces.label(told, "muted", f"{name}_told", wraps=True))
        self._area = scrolling(self._form, FittingArea(self._room_left))
        column.addWidget(self._area)
        column.addWidget(self._noted)
        column.addWidget(self._problem)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        self._take = pieces.button(button, f"{name}_take", self._on_take, kind="primary")
        row.addWidget(self._take)
        row.addWidget(pieces.button("返回", f"{name}_back", self.reject))
        column.addLayout(row)
        pieces.resize_within(self, 620, 200 + 35 * min(len(fields), 8))

    def _on_take(self) -> None:
        self._problem.hide()
        if self._take.isEnabled() and self._form.sound():
            self.taken.emit()
        else:
            self._grow()

    def wait(self) -> None:
        """What was typed is being stored: it is not taken a second time before `tell` says that it was not."""
        self._take.setEnabled(False)

    def put(self, values: Mapping[str, Any]) -> None:
        """Other answers than were typed stand in the fields."""
        for name, value in values.items():
            setattr(self.part, name, value)
        self._form.show_part(self.part)

    def note(self, text: str) -> None:
        """A sentence below the fields that follows what is typed; "" takes it away."""
        self._noted.setText(text)
        self._noted.setVisible(bool(text))
        self._grow()

    def tell(self, error: UserError) -> None:
        """Show why it was not stored; what is typed stays and can be taken again."""
        self._take.setEnabled(True)
        if not self._form.tell(error.field, error.message):
            self._problem.setText(f"✗ {error.message}")
            self._problem.show()
        self.refused.emit(error.field)
        self._grow()

    def _room_left(self) -> int:
        """The height that what stands above and below the fields leaves them."""
        left = pieces.most_of(self).height()
        column = self.layout()
        if column is None:
            return left
        margins = column.contentsMargins()
        left -= margins.top() + margins.bottom()
        width = self.width() - margins.left() - margins.right()
        for item in (column.itemAt(place) for place in range(column.count())):
            if item is None or item.isEmpty() or item.widget() is self._area:
                continue
            lines = item.heightForWidth(width) if item.hasHeightForWidth() else item.minimumSize().height()
            left -= lines + column.spacing()
        return left

    def _grow(self) -> None:
        """A sentence that needs a second line gets it: the dialog grows, within the screen it stands on."""
        column = self.layout()
        if column is None:
            return
        self._form.layout_now()
        self._area.updateGeometry()
        column.activate()
        wanted = column.totalHeightForWidth(self.width())
        if wanted > self.height():
            self.resize(self.width(), min(wanted, self.screen().availableGeometry().height()))
