"""登记未申报的发现: one thing nobody declared, found at the visit or by letter."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from jiuzhu.domain.dossier import LinePart
from jiuzhu.domain.form import FormField
from jiuzhu.errors import UserError
from jiuzhu.services.survey.checking_lines import CATEGORY_LABELS, KIND_TABLES
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.checking.part_form import PartForm
from jiuzhu.ui.form_fields import Codes


def _fields(category: str) -> tuple[FormField, ...]:
    unit = "㎡" if category == "housing" else "元"
    period = FormField("period", "期间", type="select_one", codes="income_period", required=True)
    address = FormField("address", "坐落", max_length=100)
    extra = {"income": (period,), "housing": (address,)}.get(category, ())
    return (
        FormField("person", "成员", type="person"),
        FormField("kind", "类别", type="select_one", codes=KIND_TABLES[category], required=True),
        FormField("item", "说明", hint="如：旧面包车、农商行存单"),
        *extra,
        FormField(
            "visited",
            f"发现数（{unit}）",
            type="decimal" if category == "housing" else "money",
            required=True,
        ),
        FormField("evidence", "证据", max_length=1000, span=2),
    )


class FoundDialog(QDialog):
    """A category, then its fields. `taken`: it can be read; the page closes the dialog once it is stored."""

    taken = Signal()

    def __init__(
        self, parent: QWidget | None, codes: Codes, today: date, people: list[tuple[str, str]]
    ) -> None:
        super().__init__(parent)
        pieces.named(self, "found_dialog", "登记未申报的发现")
        self.setWindowTitle("登记未申报的发现")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.part = LinePart()
        self._codes, self._today, self._people = codes, today, people
        self._category = pieces.named(QComboBox(), "found_category", "哪一类")
        for code, label in CATEGORY_LABELS.items():
            self._category.addItem(label, code)
        self._form = self._made()
        self._category.currentIndexChanged.connect(self._on_category)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        self._column.setSpacing(tokens.BETWEEN)
        self._column.addWidget(pieces.label("哪一类", "muted"))
        self._column.addWidget(self._category)
        self._column.addWidget(self._form)
        self._column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(pieces.button("登记", "found_take", self._on_take, kind="primary"))
        row.addWidget(pieces.button("返回", "found_back", self.reject))
        self._column.addLayout(row)
        self.resize(tokens.scaled(560), tokens.scaled(320))

    @property
    def category(self) -> str:
        """The chosen category."""
        return str(self._category.currentData())

    def _made(self) -> PartForm:
        self.part = replace(self.part, kind="")
        form = PartForm(_fields(self.category), self._codes, self._today, "found")
        form.show_part(self.part)
        form.set_people(self._people)
        form.ended.connect(self._on_take)
        return form

    def _on_category(self) -> None:
        form = self._made()
        self._column.replaceWidget(self._form, form)
        self._form.setParent(None)
        self._form.deleteLater()
        self._form = form

    def _on_take(self) -> None:
        if self._form.sound():
            self.taken.emit()

    def tell(self, error: UserError) -> None:
        """Show why it was not stored; what is typed stays."""
        if not self._form.tell(error.field, error.message):
            self._form.tell("item", error.message)
