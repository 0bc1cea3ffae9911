"""列对应: our columns on the left, theirs to choose on the right with what stands in them; a proposal to look through."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from jiuzhu.errors import UserError
from jiuzhu.services.ledger.column_maps import Headings
from jiuzhu.ui import pieces, tokens

_NONE = -1


def letters_of(place: int) -> str:
    """What a spreadsheet calls the column at a place (from 0)."""
    text, rest = "", place + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        text = chr(65 + last) + text
    return text


class MappingDialog(QDialog):
    """`taken`: the columns are settled."""

    taken = Signal()

    def __init__(self, parent: QWidget, sender: str, seen: Headings) -> None:
        super().__init__(parent)
        title = f"列对应：{sender}"
        pieces.named(self, "ledger_mapping", title)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.seen = seen
        self._choices: dict[str, QComboBox] = {}
        self._samples: dict[str, QLabel] = {}
        told = (
            f"工作表“{seen.sheet}”第 {seen.header_row} 行是表头。左边是本系统的栏目，请看一遍右边选的是不是他们的哪一列；"
            "没有的选“（没有）”。确认以后记住，下次同一来源不再问。"
        )
        if seen.members:
            told += f"右边的成员列（{seen.members} 组）按标题里的序号读取，不用对应。"
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        column.addWidget(pieces.label(told, "muted", "mapping_told", wraps=True))
        column.addWidget(self._rows(), 1)
        self._problem = pieces.label("", "bad", "mapping_problem", wraps=True)
        self._problem.hide()
        column.addWidget(self._problem)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(pieces.button("按此读取", "mapping_take", self._on_take, kind="primary"))
        row.addWidget(pieces.button("返回", "mapping_back", self.reject))
        column.addLayout(row)
        pieces.resize_within(self, 860, 600)

    def _rows(self) -> QScrollArea:
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, tokens.INSIDE, 0)
        grid.setHorizontalSpacing(tokens.BETWEEN)
        grid.setVerticalSpacing(tokens.SPACE)
        grid.setColumnStretch(2, 1)
        for number, ours in enumerate(self.seen.ours):
            needed = ours.required or (ours.locked and not ours.edits)
            label = pieces.label(f"{ours.title}{' *' if needed else ''}", "strong" if needed else "")
            choice = pieces.named(QComboBox(), f"map_{ours.name}", f"{ours.title}是哪一列")
            choice.addItem("（没有）", _NONE)
            for place, heading in enumerate(self.seen.headings):
                if heading:
                    choice.addItem(f"{letters_of(place)}　{heading}", place)
            choice.setMinimumContentsLength(14)
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            sample = pieces.label("", "muted", f"sample_{ours.name}")
            sample.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            label.setBuddy(choice)
            for place, widget in enumerate((label, choice, sample)):
                grid.addWidget(widget, number, place)
            self._choices[ours.name], self._samples[ours.name] = choice, sample
            choice.currentIndexChanged.connect(lambda _index, name=ours.name: self._show_sample(name))
            choice.setCurrentIndex(choice.findData(self.seen.chosen.get(ours.name, _NONE)))
        grid.setRowStretch(len(self.seen.ours), 1)
        area = pieces.named(QScrollArea(), "mapping_rows", "列对应")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        return area

    def _show_sample(self, name: str) -> None:
        place = self._choices[name].currentData()
        self._samples[name].setText("" if place == _NONE else self.seen.samples[place])

    @property
    def columns(self) -> dict[str, str]:
        """Our column → their heading, of those that are there."""
        chosen = {name: choice.currentData() for name, choice in self._choices.items()}
        return {name: self.seen.headings[place] for name, place in chosen.items() if place != _NONE}

    def _on_take(self) -> None:
        self._problem.hide()
        self.taken.emit()

    def tell(self, error: UserError) -> None:
        """Why it is not settled."""
        self._problem.setText(f"✗ {error.message}")
        self._problem.show()
