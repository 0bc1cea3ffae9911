"""改派: visits somebody cannot make, who could go in their place, and one press that gives a visit to them."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from jiuzhu.domain.serving.hours import hours
from jiuzhu.errors import UserError
from jiuzhu.services.scheduling import absences
from jiuzhu.services.scheduling.absences import Candidate
from jiuzhu.services.scheduling.board import clock
from jiuzhu.services.scheduling.calendar_view import Slot
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.page import Page
from jiuzhu.ui.rows_model import Column, RowsModel
from jiuzhu.ui.rows_view import RowsView

_WHO = (
    Column("可改派给", "name", kind="strong", width=6),
    Column("本周", lambda one: hours(one.minutes), width=5),
    Column("不能去的原因", lambda one: "；".join(one.against) or "可以去", width=16, stretch=True),
)


class ReplanDialog(QDialog):
    """Visits at the left, who could go at the right; Enter on somebody gives them the visit."""

    def __init__(self, parent: QWidget, page: Page, worker_id: str, name: str, left: Sequence[Slot]) -> None:
        super().__init__(parent)
        pieces.named(self, "replan", f"改派：{name}")
        self.setWindowTitle(f"改派：{name}")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._page, self._worker = page, worker_id
        self._left, self._given = list(left), 0
        label = page.workspace.rules.label
        visits = (
            Column("日期", lambda one: f"{one.day:%m-%d} {clock(one.starts)}–{clock(one.ends)}", width=9),
            Column("服务对象", "person", kind="strong", width=6),
            Column("项目", lambda one: label("service_item", one.item), width=5, stretch=True),
            Column("村（居）", "village", width=6),
        )
        self.visits = RowsView("replan_visits", "要改派的服务", dense=True, many=False)
        self._visits = RowsModel(visits, parent=self)
        self.visits.setModel(self._visits)
        self.visits.set_empty("全部改派完了。")
        self.who = RowsView("replan_who", "可改派给", dense=True, many=False)
        self._who = RowsModel(_WHO, parent=self)
        self.who.setModel(self._who)
        self.who.set_empty("这家机构没有别的服务人员。")
        self._told = pieces.label("", "muted", "replan_told", wraps=True)
        self._give = pieces.button("改派给所选人员", "replan_give", self._on_give, kind="primary")
        self._lay_out()
        self.visits.chosen.connect(self._on_visit)
        self.who.chosen.connect(lambda _row: self._settle())
        self.who.opened.connect(lambda _row: self._on_give())
        self.finished.connect(lambda _result: self.deleteLater())
        self._show()

    def _lay_out(self) -> None:
        lists = QHBoxLayout()
        lists.setSpacing(tokens.BETWEEN)
        lists.addWidget(self.visits, 1)
        lists.addWidget(self.who, 1)
        row = QHBoxLayout()
        row.addWidget(self._told, 1)
        row.addWidget(self._give)
        row.addWidget(pieces.button("返回", "replan_back", self.reject))
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        column.addLayout(lists, 1)
        column.addLayout(row)
        pieces.resize_within(self, 980, 460)

    def _show(self) -> None:
        self._visits.set_rows(self._left)
        self._who.set_rows([])
        if self._left:
            self.visits.choose(0)
            self._on_visit(self._left[0])
        told = f"已改派 {self._given} 次，" if self._given else ""
        self._told.setText(f"{told}还有 {len(self._left)} 次要改派；不能改派的请在日历上改时间或取消。")
        self._settle()

    def _on_visit(self, slot: Slot | None) -> None:
        if slot is None:
            return
        self._page.tasks.read(
            absences.who_could, slot.id, self._worker, then=self._on_who, failed=self._tell, owner=self, key="replan"
        )  # fmt: skip

    def _on_who(self, found: list[Candidate]) -> None:
        self._who.set_rows(found)
        if found:
            self.who.choose(0)
        self._settle()

    def _settle(self) -> None:
        chosen: Any = self.who.chosen_row()
        may = self._page.workspace.actor.may("serve")
        self._give.setEnabled(may and bool(self._left) and chosen is not None and not chosen.against)
        self._give.setToolTip("" if may else "您的账号没有这个岗位")

    def _on_give(self) -> None:
        slot, chosen = self.visits.chosen_row(), self.who.chosen_row()
        if slot is None or chosen is None or not self._give.isEnabled():
            return
        self._give.setEnabled(False)

        def done(_made: Any) -> None:
            self._left.remove(slot)
            self._given += 1
            self._show()
            self._page.say("ok", f"{slot.day:%m-%d} {slot.person}的服务已改派给{chosen.name}。")

        self._page.tasks.write(
            absences.give, slot.id, slot.version, self._worker, chosen.worker_id, then=done, failed=self._tell, owner=self
        )  # fmt: skip

    def _tell(self, error: UserError) -> None:
        self._told.setText(error.message)
        self._settle()
