"""残联居家托养名单: every row as it stands before anything is recorded."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from jiuzhu.services.serving.home_care_list import STANDINGS, HomeCareList, HomeCareRow
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.rows_model import Column, RowsModel
from jiuzhu.ui.rows_view import RowsView

_COLOURS = {"set": "ok", "gone": "warn", "unreadable": "bad"}


def _standing(row: HomeCareRow) -> tuple[str, str]:
    words = STANDINGS[row.standing]
    return _COLOURS.get(row.standing, ""), f"{words}：{row.told}" if row.told else words


_COLUMNS = (
    Column("行", lambda row: row.row or "", kind="number", width=3),
    Column("姓名", "name", kind="strong", width=6),
    Column("证件号码", "id_masked", width=12),
    Column("开始", "since", kind="date", width=7),
    Column("截止", "until", kind="date", width=7),
    Column("登记", _standing, kind="due", width=18, stretch=True),
)


class HomeCareDialog(QDialog):
    """`taken`: the person looked at the rows and wants those that can be recorded to be."""

    taken = Signal()

    def __init__(self, parent: QWidget, found: HomeCareList) -> None:
        super().__init__(parent)
        pieces.named(self, "home_care_list", "残联居家托养名单")
        self.setWindowTitle("残联居家托养名单")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.found = found
        table = RowsView("home_care_rows", "名单各行", dense=True)
        table.setModel(RowsModel(_COLUMNS, list(found.rows), parent=self))
        table.set_empty("名单里没有人。")
        told = (
            f"{found.name}：将登记 {found.count('set')} 人，没有变化 {found.count('same')} 人，"
            f"不是在册对象 {found.count('none')} 人，读不出来 {found.count('unreadable')} 行；"
            f"登记在托养而名单里没有 {found.count('gone')} 人（不自动改）。"
        )
        self.problem = pieces.label("", "bad", "home_care_problem", wraps=True)
        self.problem.hide()
        self._take = pieces.button("登记", "home_care_take", self.taken.emit, kind="primary")
        self._take.setEnabled(bool(found.count("set")))
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        column.addWidget(pieces.label(told, "muted", "home_care_told", wraps=True))
        column.addWidget(table, 1)
        column.addWidget(self.problem)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._take)
        row.addWidget(pieces.button("返回", "home_care_back", self.reject))
        column.addLayout(row)
        pieces.resize_within(self, 820, 520)

    def tell(self, sentence: str) -> None:
        """Why nothing was recorded."""
        self.problem.setText(f"✗ {sentence}")
        self.problem.show()
