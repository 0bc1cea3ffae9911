"""匹配: candidates for a need at the left, the score card of the chosen one beside them, the rejected below with why."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from jiuzhu.domain.form import FormField
from jiuzhu.domain.serving.directory import KINDS
from jiuzhu.services.serving import answering, matching
from jiuzhu.services.serving.matching import Match, Matches
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.page import Page
from jiuzhu.ui.rows_model import Column, RowsModel
from jiuzhu.ui.rows_view import RowsView

_LIST = Column("清单", lambda row: KINDS[row.entry.kind].removesuffix("清单"), width=3)
_FITS = (
    Column("得分", lambda row: row.card.score, kind="number", width=4),
    Column("名称", lambda row: row.entry.title, kind="strong", width=12, stretch=True),
    _LIST,
    Column(
        "余量", lambda row: "" if row.entry.left is None else f"{row.entry.left} {row.entry.unit}", width=5
    ),
)
_NOT = (
    Column("名称", lambda row: row.entry.title, kind="strong", width=10),
    _LIST,
    Column("为什么不适合", lambda row: "；".join(row.card.barred), width=24, stretch=True),
)


class MatchDialog(QDialog):
    """`wanted`: the person decided for an entry; whoever opened the dialog asks for the reason."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget, found: Matches) -> None:
        super().__init__(parent)
        title = f"匹配：{found.name}　{found.heading}"
        pieces.named(self, "match", title)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.found = found
        told = f"{found.file_number}　第 {found.service_class} 类　需求：{found.content}"
        self.fits = _list(
            "match_fits", "适合的", _FITS, found.candidates, "清单里没有适合的。可以提请上一级。"
        )
        self.out = _list("match_out", "不适合的", _NOT, found.rejected, "没有不适合的。")
        self._head = pieces.label("", "heading", "match_head", wraps=True)
        self._card = pieces.label("", "", "match_card", wraps=True)
        self._card.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._card.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._take = pieces.button("选用…", "match_take", self._on_take, kind="primary")
        self._lay_out(told)
        self.fits.chosen.connect(self._show)
        self.fits.opened.connect(lambda _row: self._on_take())
        self.out.chosen.connect(self._show)
        self._show(self.fits.chosen_row() or self.out.chosen_row())

    def _lay_out(self, told: str) -> None:
        words = QScrollArea()
        words.setWidgetResizable(True)
        words.setFrameShape(QScrollArea.Shape.NoFrame)
        words.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        words.setWidget(self._card)
        panel = pieces.card("match_panel")
        side = QVBoxLayout(panel)
        side.setContentsMargins(tokens.BETWEEN, tokens.BETWEEN, tokens.BETWEEN, tokens.BETWEEN)
        side.addWidget(self._head)
        side.addWidget(words, 1)
        beside = QHBoxLayout()
        beside.setSpacing(tokens.BETWEEN)
        beside.addWidget(self.fits, 3)
        beside.addWidget(panel, 2)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._take)
        row.addWidget(pieces.button("返回", "match_back", self.reject))
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        column.addWidget(pieces.label(told, "muted", "match_told", wraps=True))
        column.addLayout(beside, 3)
        column.addWidget(pieces.label("不适合的", "caption"))
        column.addWidget(self.out, 2)
        column.addLayout(row)
        pieces.resize_within(self, 980, 620)

    def _show(self, match: Match | None) -> None:
        """The card of an entry; only what fits can be taken."""
        self._head.setText(f"{match.entry.title}　{match.card.score} 分" if match else "")
        self._card.setText(match.card.told if match else "")
        self._take.setEnabled(match is not None and not match.card.barred)
        self._shown = match

    def _on_take(self) -> None:
        if self._shown is not None and not self._shown.card.barred:
            self.wanted.emit(self._shown)


def _list(name: str, spoken: str, columns: Any, rows: list[Match], empty: str) -> RowsView:
    made = RowsView(name, spoken, dense=True, many=False)
    model = RowsModel(columns, parent=made)
    made.setModel(model)
    made.set_empty(empty)
    model.set_rows(list(rows))
    if rows:
        made.choose(0)
    return made


def open_match(page: Page, owner: QWidget, need_id: str) -> None:
    """Look for what answers a need, and let the person choose."""

    def show(found: Matches) -> None:
        dialog = MatchDialog(owner, found)
        dialog.wanted.connect(lambda match: _ask(page, dialog, found, match))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    page.tasks.read(matching.matches, need_id, then=show, failed=page.tell, owner=owner, key="matches")


def _ask(page: Page, dialog: MatchDialog, found: Matches, match: Match) -> None:
    fields = [
        FormField(
            "reason", "为什么选它", type="long_text", required=True, max_length=500, span=2, hint="得分只作参考，由您决定"
        )
    ]  # fmt: skip
    if match.entry.left is not None:
        label = f"给多少（还剩 {match.entry.left} {match.entry.unit}）"
        fields.append(FormField("quantity", label, type="integer", required=True, minimum="1"))
    page.ask(
        "match_reason", f"选用：{match.entry.title}", fields,
        lambda part: (
            answering.answer_need, found.need_id, found.version, match.entry.id, part.reason,
            {"quantity": int(getattr(part, "quantity", 0) or 0)},
        ),
        f"已选用“{match.entry.title}”，在“清单—落实中”登记成效。",
        owner=dialog, button="选用", then=lambda _id: dialog.accept(),
    )  # fmt: skip
