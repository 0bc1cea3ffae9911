"""日历: the visits of a day, a week or a month, who waits for one, how full the workers are."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any, ClassVar, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from jiuzhu.errors import UserError
from jiuzhu.services.scheduling import booking, calendar_view
from jiuzhu.services.scheduling.board import clock
from jiuzhu.services.scheduling.calendar_view import Choices, Slot, Waiting, WorkerLoad
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.calendar import layouts, month, worker_rows
from jiuzhu.ui.calendar.calendar_view import CalendarView
from jiuzhu.ui.calendar.layouts import Box, Layout, Place
from jiuzhu.ui.calendar.worker_rows import Row
from jiuzhu.ui.flow import FlowRow
from jiuzhu.ui.page import Page
from jiuzhu.ui.parts_page import Part
from jiuzhu.ui.serving import dropping, proposal_dialog, visit_dialogs, week_leaving, worker_dialogs
from jiuzhu.ui.serving.visit_panel import VisitPanel
from jiuzhu.ui.serving.waiting_list import WaitingList

DAY, WEEK, WORKERS, MONTH = "day", "week", "workers", "month"
BESIDE = 208  # pixels of the people who wait and of the chosen visit
_MODES = {DAY: "日", WEEK: "周", WORKERS: "人员", MONTH: "月"}


class Shown(NamedTuple):
    """Everything one showing of the calendar needs, read in one go."""

    slots: list[Slot]
    waiting: list[Waiting]
    loads: list[WorkerLoad]
    providers: list[tuple[str, str]]


def shown(unit: Any, first: date, last: date, provider_id: str) -> Shown:
    """The visits of the days and what stands beside them."""
    return Shown(
        calendar_view.slots(unit, first, last, provider_id),
        calendar_view.waiting(unit, first, last),
        calendar_view.loads(unit, first, last, provider_id),
        calendar_view.providers(unit, first),
    )


class CalendarPart(Part):
    """The calendar fills the page; what is chosen says who it is and what can be done with it below the people who wait."""

    watches: ClassVar[frozenset[str]] = frozenset(
        {
            "visit",
            "visit_series",
            "visit_record",
            "verification",
            "absence",
            "shift",
            "worker",
            "service_plan",
            "hour_grant",
        }
    )
    next_step: ClassVar[str] = "服务人员按日历上门，当天在“服务记录”里录入起止时间、签字和照片"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        pieces.named(self, "calendar_part")
        self._mode = WORKERS
        self._day = page.workspace.today()
        self._shown = Shown([], [], [], [])
        self._may = page.workspace.actor.may("serve")
        self.view = CalendarView("calendar", self._words)
        self.view.movable = lambda slot: self._may and slot.state == "booked"
        self.view.against = self._against
        self.waiting = WaitingList()
        self.period = pieces.label("", "heading", "calendar_period")
        self.period.setMinimumHeight(tokens.scaled(tokens.ROW))
        self.period.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._modes: dict[str, QPushButton] = {}
        self._provider = pieces.named(QComboBox(), "calendar_provider", "服务机构")
        self._worker = pieces.named(QComboBox(), "calendar_worker", "服务人员")
        _fill(self._provider, "全部机构", [])
        _fill(self._worker, "全部人员", [])
        self.panel = VisitPanel(
            page,
            may=self._may,
            acts={
                "change": self._on_change,
                "missed": self._on_missed,
                "away": self._on_away,
                "series": self._on_series,
                "end": self._on_end_series,
            },
        )
        self._lay_out()
        self._connect()

    def _connect(self) -> None:
        self.view.chosen.connect(self.panel.show_slot)
        self.view.opened.connect(lambda slot: self._on_change() if self._open(slot) else None)
        self.view.wanted.connect(self._on_wanted)
        self.view.moved.connect(self._on_moved)
        self.view.plan_dropped.connect(self._ask_new)
        self.waiting.opened.connect(self._on_waiting)
        self._provider.activated.connect(lambda _place: self.reload())
        self._worker.activated.connect(lambda _place: self._show())

    def _lay_out(self) -> None:
        top = FlowRow()
        for key, label in _MODES.items():
            button = pieces.button(label, f"calendar_{key}", partial(self.show_mode, key))
            button.setCheckable(True)
            button.setChecked(key == self._mode)
            self._modes[key] = button
            top.add(button)
        top.add(pieces.tool("left", "calendar_before", "往前", partial(self._turn, -1)))
        top.add(pieces.button("今天", "calendar_today", self._on_today))
        top.add(pieces.tool("right", "calendar_after", "往后", partial(self._turn, 1)))
        top.add(self.period, wide=True)
        top.add(self._provider)
        top.add(self._worker)
        top.add(pieces.button("打印周表…", "calendar_print", self._on_print))
        top.add(pieces.button("导出日历…", "calendar_ics", self._on_ics))
        propose = pieces.button("自动排班…", "calendar_propose", self._on_propose)
        propose.setEnabled(self._may)
        top.add(propose)
        new = pieces.button("安排服务…", "calendar_new", self._on_new, kind="primary", icon="add")
        new.setEnabled(self._may)
        top.add(new)
        left = QWidget()
        beside = pieces.column(left)
        beside.setSpacing(tokens.SPACE)
        beside.addWidget(pieces.label("待安排", "caption"))
        beside.addWidget(self.waiting, 1)
        beside.addWidget(self.panel, 1)
        left.setFixedWidth(tokens.scaled(BESIDE))
        middle = QHBoxLayout()
        middle.setSpacing(tokens.INSIDE)
        middle.addWidget(left)
        middle.addWidget(self.view, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.INSIDE)
        column.addWidget(top)
        column.addLayout(middle, 1)

    # What is shown --------------------------------------------------------------------------------------------

    @property
    def days(self) -> tuple[date, ...]:
        """The days on screen, in order."""
        if self._mode == DAY:
            return (self._day,)
        if self._mode == MONTH:
            return month.month_days(self._day)
        monday = self._day - timedelta(days=self._day.weekday())
        return tuple(monday + timedelta(days=step) for step in range(7))

    def show_mode(self, mode: str) -> None:
        """Day, week, month, or the week by worker."""
        self._mode = mode
        for key, button in self._modes.items():
            button.setChecked(key == mode)
        self.reload()

    def show_day(self, day: date) -> None:
        """The span a day lies in."""
        self._day = day
        self.reload()

    def _turn(self, by: int) -> None:
        if self._mode == MONTH:
            middle = self._day.replace(day=15) + timedelta(days=30 * by)
            self.show_day(middle.replace(day=1))
        else:
            self.show_day(self._day + timedelta(days=by if self._mode == DAY else 7 * by))

    def _on_today(self) -> None:
        self.show_day(self.page.workspace.today())

    def reload(self) -> None:
        """Read the days on screen."""
        first, last = self.days[0], self.days[-1]
        self.page.tasks.read(
            shown,
            first,
            last,
            self._provider.currentData() or "",
            then=self._on_shown,
            owner=self,
            key="calendar",
        )

    def _on_shown(self, found: Shown) -> None:
        self._shown = found
        _fill(self._provider, "全部机构", found.providers)
        _fill(self._worker, "全部人员", [(one.worker_id, one.name) for one in found.loads])
        self.waiting.show_waiting(found.waiting)
        self._show()

    def _show(self) -> None:
        worker = self._worker.currentData() or ""
        slots = [
            slot
            for slot in self._shown.slots
            if not worker or worker in {slot.worker_id, slot.second_worker_id}
        ]
        days = self.days
        first, last = days[0], days[-1]
        if self._mode == MONTH:
            self.period.setText(f"{self._day.year} 年 {self._day.month} 月")
        else:
            self.period.setText(f"{first:%Y-%m-%d}" + (f" 至 {last:%m-%d}" if last != first else ""))
        self.view.show_layout(partial(self._laid_out, slots))
        self.panel.show_slot(self.view.chosen_slot)

    def _laid_out(self, slots: Sequence[Slot], size: tuple[float, float]) -> Layout:
        days = self.days
        off = [day for day in days if not self.page.workspace.rules.calendar.is_working(day)]
        line = self.view.fontMetrics().height()
        if self._mode == MONTH:
            return month.month(slots, self._day, size, off, line + 2)
        if self._mode == WEEK:
            return layouts.week(slots, days, size, off, max(44, 2.4 * line))
        worker = self._worker.currentData() or ""
        rows = [
            Row(one.worker_id, self._row_name(one), bool(one.away) or not one.capacity)
            for one in self._shown.loads
            if not worker or one.worker_id == worker
        ]
        return worker_rows.rows(slots, days, rows, size, off=off, row_height=max(34, 2 * line + 8))

    def _row_name(self, load: WorkerLoad) -> str:
        full = round(100 * load.minutes / load.capacity) if load.capacity else 0
        return f"{load.name} {full}%" if load.capacity else f"{load.name} 不在班"

    def _words(self, slot: Slot) -> tuple[str, str]:
        item = self.page.workspace.rules.label("service_item", slot.item)
        mark = "↻" if slot.visit_series_id else ""
        two = "双" if slot.second_worker_id else ""
        if self._mode in {WEEK, MONTH}:
            return f"{clock(slot.starts)} {slot.person}", f"{item} {slot.worker}{two}{mark}"
        return f"{slot.person}{two}{mark}", f"{clock(slot.starts)} {item}"

    def _open(self, slot: Slot | None) -> bool:
        return self.panel.open_(slot)

    # What is wanted -------------------------------------------------------------------------------------------

    def _against(self, box: Box, place: Place, minutes: int) -> str:
        """What the visits on screen say against a place while a visit is dragged."""
        slot: Any = box.slot
        wanted = dropping.dropped(slot, box, place, minutes)
        return dropping.against(wanted, slot.service_file_id, self._shown.slots)

    def _on_moved(self, box: Box, place: Place, minutes: int, copies: bool) -> None:
        slot: Any = box.slot
        wanted = dropping.dropped(slot, box, place, minutes)
        write = partial(self.page.tasks.write, then=self._on_booked, failed=self.page.tell, owner=self)
        if copies:
            write(booking.copy, slot.id, place.day, place.minute, wanted.worker_id)
        else:
            write(booking.move, slot.id, slot.version, wanted)

    def _on_booked(self, made: Any) -> None:
        self.page.say("ok", visit_dialogs.booked(made))
        self.view.choose(made.visit_id)

    def _on_new(self) -> None:
        if self.waiting.plan_id:
            self._on_waiting(self.waiting.plan_id)
        else:
            self.page.say("info", "先在左边“待安排”里选一位服务对象，或把他拖到日历上。")

    def _on_propose(self) -> None:
        monday = self._day - timedelta(days=self._day.weekday())
        proposal_dialog.ask(self.page, self, monday, self._provider.currentData() or "")

    def _whose(self) -> tuple[str, str] | None:
        """Id and name of the worker who is filtered for, else of the chosen visit's; asks for one where there is none."""
        slot, worker = self.view.chosen_slot, self._worker.currentData() or ""
        if worker:
            return worker, self._worker.currentText()
        if slot is not None:
            return slot.worker_id, slot.worker
        self.page.say("info", "先在上面选一位服务人员，或点选他的一次服务。")
        return None

    def _on_print(self) -> None:
        monday = self._day - timedelta(days=self._day.weekday())
        if whose := self._whose():
            week_leaving.print_week(self.page, self, whose[0], monday)

    def _on_ics(self) -> None:
        monday = self._day - timedelta(days=self._day.weekday())
        if whose := self._whose():
            week_leaving.export_week(self.page, self, *whose, monday)

    def _on_away(self) -> None:
        if whose := self._whose():
            worker_dialogs.ask_absence(self.page, self, *whose)

    def _on_waiting(self, plan_id: str) -> None:
        today = self.page.workspace.today()
        day = next((day for day in self.days if day >= today), today)
        self._ask_new(plan_id, Place(day, -1))

    def _on_wanted(self, place: Place) -> None:
        if self.waiting.plan_id:
            self._ask_new(self.waiting.plan_id, place)
        else:
            self._on_new()

    def _ask_new(self, plan_id: str, place: Place) -> None:
        if not self._may:
            return

        def ask(choices: Choices) -> None:
            visit_dialogs.ask_new(self.page, choices, place)

        self._chosen_of(plan_id, place.day, ask)

    def _chosen_of(self, plan_id: str, day: date, then: Any) -> None:
        self.page.tasks.read(
            calendar_view.choices,
            plan_id,
            day,
            then=then,
            failed=self._failed,
            owner=self,
            key="calendar_choices",
        )

    def _failed(self, error: UserError) -> None:
        self.page.tell(error)

    def _on_change(self) -> None:
        slot = self.view.chosen_slot
        if self._open(slot):
            self._chosen_of(
                slot.service_plan_id,
                slot.day,
                lambda choices: visit_dialogs.ask_change(self.page, slot, choices),
            )

    def _on_missed(self) -> None:
        slot = self.view.chosen_slot
        if self._open(slot):
            visit_dialogs.ask_missed(self.page, slot)

    def _on_series(self) -> None:
        slot = self.view.chosen_slot
        if self._open(slot):
            self._chosen_of(
                slot.service_plan_id,
                slot.day,
                lambda choices: visit_dialogs.ask_series(self.page, slot, choices),
            )

    def _on_end_series(self) -> None:
        slot = self.view.chosen_slot
        if self._open(slot):
            visit_dialogs.ask_end_series(self.page, slot)


def _fill(choice: QComboBox, every: str, offered: Sequence[tuple[str, str]]) -> None:
    """Offer what there is; what was chosen stays chosen while it is there."""
    chosen = choice.currentData()
    choice.clear()
    choice.addItem(every, "")
    for identity, name in offered:
        choice.addItem(name, identity)
    choice.setCurrentIndex(max(choice.findData(chosen), 0))
