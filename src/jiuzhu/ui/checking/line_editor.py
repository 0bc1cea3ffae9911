"""What opens under a row of the difference table: the family's word, the evidence, the figure that counts."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from jiuzhu.domain.form import FormField
from jiuzhu.domain.merging import Shown
from jiuzhu.services.survey.checking import CheckLine
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.checking.line_row import money
from jiuzhu.ui.checking.part_form import PartForm
from jiuzhu.ui.form_fields import Codes

_SHOWN = ("explanation", "evidence", "visited", "judgement", "accepted", "cost", "checked")


@dataclass(kw_only=True)
class LineDraft:
    """What is typed under one row."""

    explanation: str = ""
    evidence: str = ""
    visited: Decimal | None = None
    judgement: str = ""
    accepted: Decimal | None = None
    cost: Decimal | None = None  # only where the line may have one
    before: Shown = field(default_factory=dict)  # what the row showed as it was opened


def _fields(line: CheckLine) -> tuple[FormField, ...]:
    unit = line.unit
    cost = FormField("cost", f"认定成本（{unit}，申报 {money(line.cost_declared)}）", type="money")
    return (
        FormField("explanation", "家庭的说明", max_length=1000),
        FormField("evidence", "证据", max_length=1000, hint="存单、流水、证明等"),
        FormField("visited", f"入户发现（{unit}）", type="money"),
        FormField("judgement", "认定", type="select_one", codes="judgement"),
        FormField("accepted", f"认定数（{unit}）", type="money"),
        *((cost,) if line.cost_declared is not None else ()),
    )


class LineEditor(QWidget):
    """Typed with the keyboard from field to field; the last Enter accepts, Esc closes and keeps what is typed."""

    settled = Signal(str, object)  # line id, LineDraft
    noted = Signal(str, object)
    closed = Signal(str)

    def __init__(self, line: CheckLine, codes: Codes, today: date, draft: LineDraft | None) -> None:
        super().__init__()
        pieces.named(self, "line_editor", f"认定 {line.person}{line.kind_label}")
        self.line = line
        self.draft = draft or draft_of(line)
        self.form = PartForm(_fields(line), codes, today, "line")
        self.form.show_part(self.draft)
        self.form.ended.connect(self._on_settle)
        source = "，".join(
            part
            for part in (
                line.check_source and f"来源：{line.check_source} {line.check_as_of or ''}".strip(),
                line.replies,
                line.accepted_by and f"{line.accepted_by} {line.accepted_on} 认定 {money(line.accepted)}",
            )
            if part
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.INSIDE, tokens.AROUND, tokens.BETWEEN)
        column.setSpacing(tokens.INSIDE)
        if source:
            column.addWidget(pieces.label(source, "muted", "line_source", wraps=True))
        column.addWidget(self.form)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(tokens.INSIDE)
        row.addWidget(pieces.button("认定（最后一栏按回车）", "line_settle", self._on_settle, icon="tick"))
        row.addWidget(pieces.button("只存说明", "line_note", self._on_note))
        row.addStretch(1)
        row.addWidget(pieces.button("收起（Esc）", "line_close", self._on_close, kind="quiet"))
        return row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; the words stay for the next opening."""
        if event.key() == Qt.Key.Key_Escape:
            self._on_close()
        else:
            super().keyPressEvent(event)

    def _on_settle(self) -> None:
        if not self.form.sound():
            return
        for name, sentence in (
            ("judgement", "请选择认定：属实、漏报、误报或需佐证。"),
            ("accepted", "请填写认定数。"),
            *((("cost", "请填写认定成本，没有成本填 0。"),) if self.line.cost_declared is not None else ()),
        ):
            if getattr(self.draft, name) in ("", None):
                self.form.tell(name, sentence)
                return
        self.settled.emit(self.line.line_id, self.draft)

    def _on_note(self) -> None:
        if self.form.sound():
            self.noted.emit(self.line.line_id, self.draft)

    def _on_close(self) -> None:
        self.closed.emit(self.line.line_id)


def draft_of(line: CheckLine) -> LineDraft:
    """What stands in the fields when a row opens: the last figure found, judged only when nothing differs."""
    found = [figure for figure in (line.checked, line.visited) if figure is not None]
    figure = line.accepted if line.accepted is not None else max(found, default=line.declared)
    return LineDraft(
        explanation=line.explanation,
        evidence=line.evidence,
        visited=line.visited,
        judgement=line.judgement or ("" if line.difference else "true"),
        accepted=figure,
        cost=line.cost if line.cost is not None else line.cost_declared,
        before={name: getattr(line, name) for name in _SHOWN},
    )
