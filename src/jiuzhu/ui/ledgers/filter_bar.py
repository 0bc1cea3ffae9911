"""The filters above a ledger: only those the ledger knows are shown; changed ones are told at once."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from jiuzhu.domain.form import FormField
from jiuzhu.errors import UserError
from jiuzhu.services.ledger.ledgers import LedgerInfo
from jiuzhu.ui import form_values, pieces, tokens
from jiuzhu.ui.flow import FlowRow

TYPING_PAUSE = 250  # milliseconds without a key before a typed word is looked for
MONTHS_BACK = 36
MONTHS_AHEAD = 2

_CHOICES = {"state": "状态", "programme": "救助事项", "village": "村（居）", "month": "月份"}
_WIDTHS = {"text": 16, "state": 7, "programme": 11, "village": 8, "month": 7, "date_from": 8, "date_to": 8}
"""Room in Chinese characters."""


def months(today: date) -> list[str]:
    """The months a roster may be asked for, newest first."""
    last = today.year * 12 + today.month - 1 + MONTHS_AHEAD
    return [f"{number // 12}-{number % 12 + 1:02d}" for number in range(last, last - MONTHS_BACK, -1)]


class FilterBar(FlowRow):
    """Labels above small fields; `changed` when another answer is wanted, `refused` with a sentence."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent, gap=tokens.BETWEEN)
        pieces.named(self, "ledger_filters", "筛选")
        self._today = today
        self._info: LedgerInfo | None = None
        self._boxes: dict[str, QWidget] = {}
        self._labels: dict[str, QLabel] = {}
        self._choices = {
            name: pieces.named(QComboBox(), f"filter_{name}", label) for name, label in _CHOICES.items()
        }
        self.text = self._edit("text", "查找", "姓名、拼音首字母、编号、证件后四位")
        self.days = {
            "date_from": self._edit("date_from", "日期起", "例 2025-10-13"),
            "date_to": self._edit("date_to", "日期止", "例 2025-10-31"),
        }
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_PAUSE)
        self._timer.timeout.connect(self.changed)
        for name, edit in self._every().items():
            self.add(self._boxed(name, edit))
        self.clear_button = pieces.button("清除筛选", "clear_filters", self.clear, kind="link")
        self.add(self._under_label(self.clear_button))
        self.text.textEdited.connect(self._on_typed)
        for edit in self.days.values():
            edit.editingFinished.connect(self._on_day)
        for choice in self._choices.values():
            choice.activated.connect(self._on_chosen)
        self._read: dict[str, Any] = {}

    def _edit(self, name: str, label: str, hint: str) -> QLineEdit:
        made = pieces.named(QLineEdit(), f"filter_{name}", label)
        made.setPlaceholderText(hint)
        made.setToolTip(hint)
        made.setMaxLength(40)
        made.setClearButtonEnabled(name == "text")
        return made

    def _every(self) -> dict[str, QWidget]:
        month = {"month": self._choices["month"]}
        rest = {name: choice for name, choice in self._choices.items() if name != "month"}
        return {**month, **rest, **self.days, "text": self.text}

    def _boxed(self, name: str, edit: QWidget) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE)
        label = pieces.label(edit.accessibleName(), "muted")
        label.setBuddy(edit)
        column.addWidget(label)
        column.addWidget(edit)
        self._boxes[name], self._labels[name] = box, label
        return box

    @staticmethod
    def _under_label(button: QWidget) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE)
        column.addWidget(pieces.label(" ", "muted"))
        column.addWidget(button)
        return box

    def show_ledger(self, info: LedgerInfo) -> None:
        """Show the filters of a ledger, all empty but those it cannot do without."""
        self._info = info
        self._fit()
        for name, box in self._boxes.items():
            box.setVisible(name in info.filters)
        named = info.day or "日期"
        self._labels["date_from"].setText(f"{named}起")
        self._labels["date_to"].setText("止")
        offered = {**info.choices, "month": [(month, month) for month in months(self._today())]}
        for name, choice in self._choices.items():
            choice.clear()
            if name not in info.needed:
                choice.addItem("全部", "")
            for code, label in offered.get(name, []):
                choice.addItem(label, code)
        self._empty()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.FontChange} and self._info is not None:
            self._fit()

    def _fit(self) -> None:
        em = self.fontMetrics().horizontalAdvance("汉")
        for name, edit in self._every().items():
            edit.setFixedWidth(_WIDTHS[name] * em + 2 * tokens.INSIDE + 24)

    def _empty(self) -> None:
        self.text.clear()
        for edit in self.days.values():
            edit.clear()
        for choice in self._choices.values():
            choice.setCurrentIndex(0)
        month = self._choices["month"]
        if self._info is not None and "month" in self._info.needed:
            month.setCurrentIndex(month.findData(f"{self._today():%Y-%m}"))

    def clear(self) -> None:
        """Every filter as it was at first."""
        self._timer.stop()
        self._empty()
        self.changed.emit()

    def choose(self, name: str, code: str) -> None:
        """Set one of the choices, as a person would."""
        choice = self._choices[name]
        choice.setCurrentIndex(choice.findData(code))
        self.changed.emit()

    def values(self) -> dict[str, Any]:
        """The filters that are set; raises `UserError` naming the day that is none."""
        wanted: dict[str, Any] = {}
        names = self._info.filters if self._info is not None else ()
        for name in names:
            value: Any
            if name == "text":
                value = self.text.text().strip()
            elif name in self.days:
                value = self._day(name)
            else:
                value = self._choices[name].currentData()
            if value:
                wanted[name] = value
        return wanted

    def _day(self, name: str) -> object:
        field = FormField(name, self._labels["date_from"].text().removesuffix("起"), "date")
        return form_values.read(field, self.days[name].text(), self._today())

    def _on_typed(self, _text: str) -> None:
        self._timer.start()

    def _on_chosen(self, _place: int) -> None:
        self.changed.emit()

    def _on_day(self) -> None:
        for name, edit in self.days.items():
            try:
                day = self._day(name)
            except UserError as error:
                self.refused.emit(error.message)
                return
            edit.setText("" if day is None else str(day))
        typed = {name: edit.text() for name, edit in self.days.items()}
        if typed != self._read:
            self._read = typed
            self.changed.emit()

    def settle(self) -> None:
        """Look for what is typed without waiting for the pause."""
        if self._timer.isActive():
            self._timer.stop()
            self.changed.emit()
