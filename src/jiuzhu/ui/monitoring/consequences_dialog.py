"""What follows from an event: every entitlement of the household before and after, each proposed on its own."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from jiuzhu.domain.assessment import changing
from jiuzhu.domain.assessment.changing import Change
from jiuzhu.errors import UserError
from jiuzhu.services.granting.consequences import Consequence
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.rows_model import Column, RowsModel
from jiuzhu.ui.rows_view import RowsView

COLUMNS = (
    Column("救助事项", "label", kind="strong", width=12),
    Column("对象", "person", width=8),
    Column("现在每月", "now", kind="money", width=6),
    Column("以后每月", lambda row: row.change.monthly, kind="money", width=6),
    Column("从", lambda row: row.change.from_month, width=6),
    Column(
        "理由", lambda row: "已提出，等待签署" if row.waiting else row.change.reason, width=18, stretch=True
    ),
)


class ConsequencesDialog(QDialog):
    """`wanted`: the page proposes the adjustment of one entitlement and answers with `proposed` or `tell`.

    `hand_wanted`, `ground_wanted`: the page asks for an amount, or for a ground of the law, and answers with `settled`.
    """

    wanted = Signal(object)
    hand_wanted = Signal(object)
    ground_wanted = Signal(object)

    def __init__(self, parent: QWidget, title: str, found: Sequence[Consequence], arriving: str = "") -> None:
        """`arriving` tells whose pay has not followed them here yet; it stands above the list."""
        super().__init__(parent)
        pieces.named(self, "consequences", title)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.table = RowsView("consequences_rows", title, dense=True, many=False)
        self._model = RowsModel(COLUMNS, parent=self)
        self.table.setModel(self._model)
        self.table.set_empty("这户没有在发放的待遇，不需要调整。")
        self._told = pieces.label("", "muted", "consequences_told", wraps=True)
        self._bar = pieces.label("", "", "consequences_bar", wraps=True)
        self._propose = pieces.button("提出调整", "consequences_propose", self._on_propose, kind="primary")
        self._others = [
            pieces.button("人工核定…", "consequences_by_hand", lambda: self._emit(self.hand_wanted)),
            pieces.button("法定情形减停…", "consequences_ground", lambda: self._emit(self.ground_wanted)),
        ]
        self._grounds: dict[str, dict[str, str]] = {}
        row = QHBoxLayout()
        row.addWidget(self._bar, 1)
        for button in self._others:
            row.addWidget(button)
        row.addWidget(self._propose)
        row.addWidget(pieces.button("返回", "consequences_back", self.reject))
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        if arriving:
            column.addWidget(pieces.label(arriving, "warn", "consequences_arriving", wraps=True))
        column.addWidget(self.table, 1)
        column.addWidget(self._told)
        column.addLayout(row)
        pieces.resize_within(self, 860, 460)
        self.table.chosen.connect(self._on_chosen)
        self._model.set_rows(list(found))
        if found:
            self.table.choose(0)
        self._on_chosen(self.table.chosen_row())

    def _emit(self, signal: Any) -> None:
        row = self.table.chosen_row()
        if row is not None:
            signal.emit(row)

    def ground_of(self, row: Consequence) -> dict[str, str]:
        """What was told about a row besides its amount: the `cause` that is a ground of the law, the month `since`."""
        return self._grounds.get(row.entitlement_id, {})

    def settled(self, chosen: Consequence, change: Change, **ground: str) -> None:
        """What a person set, or a ground leaves, stands in the row; it is not proposed yet."""
        self._grounds[chosen.entitlement_id] = {name: told for name, told in ground.items() if told}
        self._replace(chosen, replace(chosen, change=change, why=[change.reason]))

    def _replace(self, chosen: Consequence, row: Consequence) -> None:
        rows = [row if one.entitlement_id == chosen.entitlement_id else one for one in self._model.rows]
        self._model.set_rows(rows)
        place = next(at for at, one in enumerate(rows) if one.entitlement_id == chosen.entitlement_id)
        self.table.choose(place)
        self._on_chosen(row)

    def _on_chosen(self, row: Any) -> None:
        for button in self._others:
            button.setEnabled(row is not None and not row.waiting)
        self._told.setText("\n".join(row.why) if row is not None else "")
        self._propose.setEnabled(
            row is not None and not row.waiting and row.change.kind not in {changing.KEEP, changing.BY_HAND}
        )
        if row is not None and row.change.kind == changing.BY_HAND:
            self._bar.setText("这一项要先“人工核定”再提出。")
        elif row is not None and row.change.kind == changing.KEEP:
            self._bar.setText("按现有登记金额不变。情况变了的，先登记户情变动，或人工核定。")
        else:
            self._bar.setText("")

    def _on_propose(self) -> None:
        row = self.table.chosen_row()
        if row is not None:
            self._propose.setEnabled(False)
            self.wanted.emit(row)

    def proposed(self, chosen: Consequence, number: str) -> None:
        """Say the number; the row is marked as waiting for its signature."""
        self._replace(chosen, replace(chosen, waiting=True))
        self._bar.setText(f"✓ 已提出调整 {number}，等待另一位同事签署。")

    def tell(self, error: UserError) -> None:
        """Why it was not proposed."""
        self._bar.setText(f"✗ {error.message}")
        self._propose.setEnabled(True)
