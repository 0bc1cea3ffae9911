"""自动排班: the machine looks for a week while the window goes on; the coordinator takes all of it, some of it or nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from threading import Event
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from jiuzhu.domain.codes import CodeTable
from jiuzhu.errors import UserError
from jiuzhu.services.scheduling.board import clock
from jiuzhu.services.scheduling.gathering import Gathered, gather
from jiuzhu.services.scheduling.proposing import Proposal, ProposedVisit, TakenOver, propose, take_over
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.page import Page
from jiuzhu.ui.rows_model import Column, RowsModel
from jiuzhu.ui.rows_view import RowsView

VISITS_A_SECOND, SHORTEST, LONGEST = 80, 1.0, 10.0
"""How long is looked: 400 visits take five seconds, where the gain of more time becomes small."""

PORTION = 20
"""Visits booked in one transaction."""

_DAYS = "一二三四五六日"

LOOK = 100  # milliseconds between two looks at how far it is


def ask(page: Page, owner: QWidget, first_day: date, provider_id: str) -> None:
    """Gather what the week asks, then show the dialog; a week nobody waits for says so in the page's bar."""

    def show(gathered: Gathered) -> None:
        ProposalDialog(owner, page, gathered).show()

    page.tasks.read(
        gather,
        first_day,
        provider_id,
        then=show,
        failed=page.tell,
        owner=owner,
        key="proposal",
        title="正在汇总待安排的服务…",
    )


class ProposalDialog(QDialog):
    """First the search with its progress, which can be cut short; then the list."""

    def __init__(self, parent: QWidget, page: Page, gathered: Gathered) -> None:
        super().__init__(parent)
        title = f"自动排班：{gathered.first_day:%Y-%m-%d} 起一周"
        pieces.named(self, "proposal_dialog", title)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._page = page
        self._gathered = gathered
        self._seed = 0
        self._enough = Event()
        self._gone = False
        self._heard = ""  # written on the lane, read by the timer
        self._proposal: Proposal | None = None
        self._told = pieces.label("", "", "proposal_told", wraps=True)
        self._bar = pieces.named(QProgressBar(), "proposal_progress", "排班进度")
        self._bar.setTextVisible(False)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK)
        self._timer.timeout.connect(self._on_look)
        self.model = RowsModel(_columns(page.workspace.rules.codes["service_item"]), parent=self)
        self.table = RowsView("proposal_rows", "建议的服务", dense=True, many=True)
        self.table.setModel(self.model)
        self.table.set_empty("正在排班，排好后在这里逐行列出。")
        self.table.chosen.connect(lambda _row: self._on_chosen())
        self._why = pieces.label("", "", "proposal_why", wraps=True)
        self._why.setMinimumHeight(tokens.scaled(2 * tokens.ROW_DENSE))
        self._why.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._stop = pieces.button("停下，用现在的结果", "proposal_stop", self._enough.set)
        self._again = pieces.button("换一种排法", "proposal_again", self._search)
        self._some = pieces.button("只采用选中的", "proposal_some", self._on_some)
        self._all = pieces.button("全部采用", "proposal_all", self._on_all, kind="primary")
        self._lay_out()
        self._search()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        column.addWidget(self._told)
        column.addWidget(self._bar)
        column.addWidget(self.table, 1)
        column.addWidget(self._why)
        row = QHBoxLayout()
        row.setSpacing(tokens.INSIDE)
        row.addWidget(self._stop)
        row.addWidget(self._again)
        row.addStretch(1)
        row.addWidget(self._all)
        row.addWidget(self._some)
        row.addWidget(pieces.button("不采用", "proposal_back", self.reject))
        column.addLayout(row)
        pieces.resize_within(self, 1040, 620)

    # The search --------------------------------------------------------------------------------------------------

    def _search(self) -> None:
        """Look for a week, each time by other dice."""
        self._seed += 1
        self._enough.clear()
        self._heard = "正在排班…"
        self._show_searching(on=True)
        seed, gathered, enough = self._seed, self._gathered, self._enough
        seconds = min(LONGEST, max(SHORTEST, len(gathered.problem.due) / VISITS_A_SECOND))
        self._bar.setRange(0, round(1000 * seconds))
        self._bar.setValue(0)

        def work(told: Any) -> Proposal:
            def heard(words: str) -> None:
                self._heard = words
                told(words)

            return propose(gathered, seconds, seed, heard, enough.is_set)

        self._timer.start()
        self._page.beside(work, self, self._on_found, self._on_failed)

    def _show_searching(self, *, on: bool) -> None:
        self._bar.setVisible(on)
        self._stop.setVisible(on)
        self._again.setVisible(not on)
        for button in (self._all, self._some, self._again):
            button.setEnabled(not on)

    def _on_look(self) -> None:
        self._told.setText(self._heard)
        self._bar.setValue(self._bar.value() + LOOK)

    def _on_found(self, proposal: Proposal) -> None:
        self._timer.stop()
        if self._gone:
            return
        self._show_searching(on=False)
        self._show(proposal)
        self._told.setText(_summary(proposal))
        self._all.setFocus()

    def _on_failed(self, error: UserError) -> None:
        self._timer.stop()
        if not self._gone:
            self._show_searching(on=False)
            self._told.setText(error.message)

    def _show(self, proposal: Proposal) -> None:
        self._proposal = proposal
        self.model.set_rows(proposal.visits)
        self._all.setEnabled(any(visit.day for visit in proposal.visits))
        self._on_chosen()

    def _on_chosen(self) -> None:
        row: ProposedVisit | None = self.table.chosen_row()
        self._some.setEnabled(any(one.day for one in self.table.chosen_rows()))
        if row is None:
            self._why.setText("点选一行，这里写明没有满足的意愿和原因。按住 Ctrl 或 Shift 可以选多行。")
        else:
            self._why.setText("\n".join(row.notes) or f"{row.person}：提出的意愿都已满足。")

    # What is taken -----------------------------------------------------------------------------------------------

    def _on_all(self) -> None:
        self._take(self.model.rows)

    def _on_some(self) -> None:
        self._take(self.table.chosen_rows())

    def _take(self, visits: Sequence[ProposedVisit]) -> None:
        """Book in portions, so that nobody at another desk waits long; a closed dialog begins no further one."""
        for button in (self._all, self._some, self._again):
            button.setEnabled(False)
        self._book([visit for visit in visits if visit.day], 0, TakenOver(0, ()))

    def _book(self, chosen: list[ProposedVisit], begun: int, so_far: TakenOver) -> None:
        portion = chosen[begun : begun + PORTION]
        if not portion or self._gone:
            self._on_taken(chosen[:begun], so_far, len(chosen) - begun)
            return
        self._told.setText(f"正在安排：{begun} / {len(chosen)} 次")

        def done(taken: TakenOver) -> None:
            both = TakenOver(so_far.booked + taken.booked, so_far.refused + taken.refused)
            self._book(chosen, begun + len(portion), both)

        def failed(error: UserError) -> None:
            self._on_taken(chosen[:begun], so_far, len(chosen) - begun)
            self._on_failed(error)

        self._page.tasks.write(take_over, portion, owner=self, then=done, failed=failed, title="正在安排…")

    def _on_taken(self, chosen: Sequence[ProposedVisit], taken: TakenOver, not_begun: int) -> None:
        """What was taken leaves the list; what was refused is told, and the rest may still be taken."""
        proposal = self._proposal
        left = [visit for visit in proposal.visits if visit not in chosen] if proposal else []
        said = f"已安排 {taken.booked} 次服务。"
        if self._gone:
            refused = f"{len(taken.refused)} 次排不上，" if taken.refused else ""
            self._page.say("ok", f"{said}{refused}其余 {not_begun} 次没有安排，仍在“待安排”里。")
            return
        if proposal is None or (not taken.refused and not any(visit.day for visit in left)):
            without = f"另有 {len(left)} 次没有找到时间，仍在“待安排”里。" if left else ""
            self._page.say("ok", said + without)
            self.accept()
            return
        self._show_searching(on=False)
        self._show(replace(proposal, visits=tuple(left)))
        self._again.setVisible(False)  # what it was gathered from has changed
        refused = f"{len(taken.refused)} 次没有安排：{' '.join(taken.refused)}" if taken.refused else ""
        self._told.setText(f"{said}{refused}")

    def done(self, result: int) -> None:
        """However it is closed, the search ends."""
        self._gone = True
        self._enough.set()
        self._timer.stop()
        super().done(result)


def _columns(items: CodeTable) -> tuple[Column, ...]:
    return (
        Column(
            "日期", lambda one: f"{one.day:%m-%d} 周{_DAYS[one.day.weekday()]}" if one.day else "", width=6
        ),
        Column(
            "时间",
            lambda one: f"{clock(one.starts)}–{clock(one.starts + one.minutes)}" if one.day else "没有找到",
            width=7,
        ),
        Column("服务对象", "person", width=5),
        Column("村（社区）", "village", width=5),
        Column("服务项目", lambda one: items.labels.get(one.item, one.item), width=5),
        Column("服务人员", lambda one: "、".join(one.workers), width=8),
        Column("没有满足的意愿和原因", lambda one: " ".join(one.notes), width=18, stretch=True),
    )


def _summary(proposal: Proposal) -> str:
    placed = [one for one in proposal.visits if one.day]
    without = len(proposal.visits) - len(placed)
    noted = sum(bool(one.notes) for one in placed)
    parts = [
        f"建议安排 {len(placed)} 次",
        f"{without} 次没有找到时间（列在最后）" if without else "",
        f"{noted} 次有意愿没有满足" if noted else "意愿都已满足",
        f"路上共 {proposal.ways} 分钟" if proposal.ways else "",
    ]
    return "，".join(filter(None, parts)) + "。采用以前什么都没有存；采用后仍可在日历上调整。"
