"""Where a table comes from, and what holds for all of it: asked once, before its columns."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from jiuzhu.domain.old_ledger import Terms
from jiuzhu.errors import UserError
from jiuzhu.services.ledger.first_load import Offered
from jiuzhu.ui import pieces, tokens

SHARED = (("head", "只写在户主一行，是全户的金额"), ("shared", "每人一行，加起来是全户的金额"))
_BY_TABLE = "按表里写的（有救助事项一列）"


class SourceDialog(QDialog):
    """`taken`: the sender is named; `offered` adds what an old table needs beside."""

    taken = Signal()

    def __init__(
        self, parent: QWidget, title: str, senders: Sequence[str], offered: Offered | None = None
    ) -> None:
        super().__init__(parent)
        pieces.named(self, "ledger_source", title)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.SPACE)
        self._sender = self._choice(
            "source_sender", "来自（村居、部门或原来的表）", [(one, one) for one in senders]
        )
        self._sender.setEditable(True)
        self._sender.setCurrentText(senders[0] if senders else "")
        self._programme = self._shared = self._month = None
        if offered is not None:
            every = [("", _BY_TABLE), *offered.programmes]
            self._programme = self._choice("source_programme", "救助事项", every)
            self._shared = self._choice("source_shared", "低保金额", SHARED)
            months = [(month, f"{month} 起由本系统发放") for month in offered.months]
            self._month = self._choice(
                "source_month", "转入后的首发月（这个月以前的由原来的办法发放）", months
            )
        self._problem = pieces.label("", "bad", "source_problem", wraps=True)
        self._problem.hide()
        column.addWidget(self._problem)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(pieces.button("下一步", "source_take", self._on_take, kind="primary"))
        row.addWidget(pieces.button("返回", "source_back", self.reject))
        column.addLayout(row)
        pieces.resize_within(self, 560, 340 if offered else 170)
        self._sender.setFocus()

    def _choice(self, name: str, label: str, pairs: Sequence[tuple[str, str]]) -> QComboBox:
        made = pieces.named(QComboBox(), name, label)
        for code, words in pairs:
            made.addItem(words, code)
        told = pieces.label(label, "muted")
        told.setBuddy(made)
        self._column.addWidget(told)
        self._column.addWidget(made)
        self._column.addSpacing(tokens.INSIDE)
        return made

    @property
    def sent_by(self) -> str:
        """Who sent it, as typed."""
        return self._sender.currentText().strip()

    @property
    def terms(self) -> Terms:
        """What holds for the whole table."""
        if self._programme is None or self._shared is None or self._month is None:
            raise RuntimeError("no terms were asked for")
        return Terms(
            self._programme.currentData(), self._shared.currentData() == "shared", self._month.currentData()
        )

    def _on_take(self) -> None:
        if self.sent_by:
            self._problem.hide()
            self.taken.emit()
        else:
            self._problem.setText("✗ 请写明这份表来自哪里，例如 示例社区。下次同一来源的表就不再问列对应。")
            self._problem.show()
            self._sender.setFocus()

    def tell(self, error: UserError) -> None:
        """Why it does not go on."""
        self._problem.setText(f"✗ {error.message}")
        self._problem.show()
