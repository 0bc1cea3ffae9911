"""受理: search first, one form for everything asked for, drafts kept as typed, and the receipt."""

from collections.abc import Callable
from copy import deepcopy
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QStackedWidget, QWidget
from shiboken6 import isValid

from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.merging import Shown
from jiuzhu.domain.ways import WAYS
from jiuzhu.errors import Conflict, InvalidInput, UserError
from jiuzhu.services.casework import files
from jiuzhu.services.counter import completing, intake
from jiuzhu.services.counter.declining import DeclineReceipt
from jiuzhu.services.counter.intake import CorrectionReceipt, Receipt, Typing
from jiuzhu.services.office import searching
from jiuzhu.services.referral import leading
from jiuzhu.ui.dialogs import conflict
from jiuzhu.ui.intake import decline_dialog
from jiuzhu.ui.intake.drafting import Drafting
from jiuzhu.ui.intake.known_people import KnownPeople
from jiuzhu.ui.intake.receipt_panel import ReceiptPanel
from jiuzhu.ui.intake.receipt_papers import ReceiptPapers
from jiuzhu.ui.intake.start_panel import StartPanel
from jiuzhu.ui.intake.steps import STEPS
from jiuzhu.ui.intake.without_server import WithoutServer
from jiuzhu.ui.intake.work_panel import WorkPanel
from jiuzhu.ui.page import Page
from jiuzhu.ui.tasks import Tasks

LEAST_HEIGHT = 320


def _following(receipt: Receipt) -> str:
    """Who goes on with what was taken."""
    ways = [WAYS[one.way] for one in (receipt, *receipt.others)]
    if any(way.surveyed for way in ways):
        return "核查员在 3 个工作日内启动调查；不用调查的，在“审批”或“转办”里继续。"
    return "在“审批”或“转办”里继续办理。"


_TELLING = (".id_number", "incident.happened_on", ".number", ".issued_on", ".total")
"""Fields by which people, an event or a bill can be known from another application."""


class IntakePage(Page):
    """The intake of one household after the other."""

    watches: ClassVar[frozenset[str]] = frozenset({"draft"})

    def __init__(self, tasks: Tasks, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(tasks, workspace, "受理", "intake", parent)
        self.receipt_of = ""  # the application the receipt speaks of first
        self._focus_before: QWidget | None = None
        self._shown: Shown = {}  # of a file that came back from 补正, as it was opened
        self._drafting = Drafting(self, lambda: self.work.dossier, self.reload)
        self.search = StartPanel()
        self._without = WithoutServer(self, self.search)
        self._day = workspace.today()
        self._rules = workspace.rules
        self.work = WorkPanel(self._rules, self._day)
        self.receipt = ReceiptPanel()
        self.papers = ReceiptPapers(self, self.receipt)
        self.stack = QStackedWidget()
        for panel in (self.search, self.work, self.receipt):
            self.stack.addWidget(panel)
        self.known = KnownPeople(self, self.work.look)
        self.body.addWidget(self.known.warning)
        # The panels scroll by themselves: the tallest of them must not make the whole page scroll as well.
        self.stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.stack.setMinimumHeight(LEAST_HEIGHT)
        self.body.addWidget(self.stack, 1)
        self.leave_button = self.add_button("先放一放（Esc）", "intake_leave", self.leave, icon="pause")
        self._connect()
        self._show_start()

    def reload(self) -> None:
        """The unfinished forms; the people of the one on screen when they could not be looked for before."""
        if self.known.unasked:
            self._look_for_people()
        if self.workspace.offline is None:
            self.search.arrive()
        if self.stack.currentWidget() is self.search:
            self.tasks.read(
                intake.drafts,
                then=self.search.show_drafts,
                failed=self._without.drafts,
                owner=self,
                key="drafts",
            )

    def start(self, person_id: str) -> None:
        """Begin with a known person, their household prefilled; "" begins with a search."""
        if not person_id:
            self._show_start()
            self.reload()
            return
        self._drafting.write_now()
        self.tasks.read(intake.from_person, person_id, then=self._begin, failed=self.tell, owner=self)

    def start_lead(self, lead_id: str) -> None:
        """Begin with what a lead told; the application carries its source."""
        self._drafting.write_now()
        self.tasks.read(leading.dossier_of, lead_id, then=self._begin, failed=self.tell, owner=self)

    def complete(self, application_id: str) -> None:
        """Go on with a file that was to be completed."""
        self._drafting.write_now()
        self.tasks.read(
            files.dossier, application_id, then=self._begin_completion, failed=self.tell, owner=self
        )

    def leave(self) -> None:
        """Put the form aside: it is a draft and is offered again."""
        if self.work.dossier is None:
            return
        self._drafting.write_now()
        name = self.work.dossier.applicant.name or "未填姓名"
        kept = not self._drafting.application_id
        self._show_start()
        self.reload()
        if kept:
            self.say("info", f"{name}的申请已存为草稿，可以随时继续。")

    def can_leave(self) -> bool:
        """Always: what is typed is handed to the worker before the window closes."""
        self._drafting.write_now()
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Typing begins in the search; a form left open goes on by what the office set meanwhile."""
        super().showEvent(event)
        self._go_on_by_new_rules()
        if self.stack.currentWidget() is self.search:
            self.search.field.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is typed when another page is shown."""
        self._drafting.write_now()
        super().hideEvent(event)

    def _connect(self) -> None:
        self.search.search_wanted.connect(self._on_search)
        self.search.person_chosen.connect(self.start)
        self.search.new_wanted.connect(self._on_new)
        self.search.draft_chosen.connect(self._on_draft)
        self.search.draft_dropped.connect(self._drafting.drop)
        self._connect_work()
        self.receipt.file_wanted.connect(lambda: self.application_chosen.emit(self.receipt_of))
        self.receipt.again_wanted.connect(lambda: self.start(""))
        keys: dict[str, Callable[[], None]] = {
            "F9": self.accept,
            "Esc": self.leave,
            "F2": self._go_on,
            "Shift+F2": self._go_back,
            "F6": self._to_radar,
        }
        for number, step in enumerate(STEPS, start=1):
            keys[f"Ctrl+{number}"] = partial(self._show_step, step.name)
        for key, action in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)

    def _show_start(self) -> None:
        self.work.forget()
        self._drafting.forget()
        self._look_for_people()
        self.stack.setCurrentWidget(self.search)
        self.leave_button.hide()
        self.set_next("查到的人直接带出已有信息；没有查到的新登记。填写的内容随时自动保存。")
        self.search.begin()
        self._without.begin()

    def _on_search(self, text: str) -> None:
        if not text:
            self.search.show_hits([])
            return
        self.tasks.read(
            searching.search,
            text,
            then=self.search.show_hits,
            failed=self._without.search,
            owner=self,
            key="search",
        )

    def _on_new(self, text: str) -> None:
        def begin(dossier: Dossier) -> None:
            if any(character >= "\u3400" for character in text):
                dossier.applicant.name = text
            elif len(text) >= 15:
                dossier.applicant.id_number = text.upper()
            self._begin(dossier)

        if not self._without.allows_new():
            return
        self.tasks.read(intake.new_dossier, then=begin, failed=self.tell, owner=self)

    def _on_draft(self, draft_id: str) -> None:
        def begin(found: tuple[Dossier, Typing]) -> None:
            self._begin(found[0], draft_id, found[1])

        self.tasks.read(
            intake.resume_draft, draft_id, then=begin, failed=self._without.draft(draft_id, begin), owner=self
        )

    def _go_on(self) -> None:
        self.work.go_on()

    def _go_back(self) -> None:
        self.work.go_back()

    def _to_radar(self) -> None:
        self.work.to_radar()

    def _show_step(self, name: str) -> None:
        self.work.show_step(name)

    def _connect_work(self) -> None:
        self.work.edited.connect(self._on_edited)
        self.work.told.connect(lambda text: self.say("warn", text))
        self.work.accept_wanted.connect(self.accept)
        self.work.correction_wanted.connect(self._on_correction)
        self.work.decline_wanted.connect(self._on_decline)

    def _renew_for_today(self) -> None:
        """A window left open overnight asks, ticks and dates by the new legal day, and by what the office set since."""
        if self.workspace.today() == self._day and self.workspace.rules is self._rules:
            return
        self._day, self._rules = self.workspace.today(), self.workspace.rules
        before, self.work = self.work, WorkPanel(self._rules, self._day)
        self._connect_work()
        self.stack.insertWidget(self.stack.indexOf(before), self.work)
        self.stack.removeWidget(before)
        before.deleteLater()

    def _go_on_by_new_rules(self) -> None:
        dossier, step, before = self.work.dossier, self.work.step, self.work
        self._renew_for_today()
        if dossier is not None and self.work is not before:
            before.forget()
            self.stack.setCurrentWidget(self.work)
            self.work.show_dossier(dossier)
            self.work.show_step(step)
            self.say("info", "单位的表单或口径刚刚改过，这份申请已按新的内容显示，已填的都在。")

    def _begin(self, dossier: Dossier, draft_id: str = "", seen: Typing | None = None) -> None:
        self._renew_for_today()
        if dossier.application.source not in self.workspace.rules.codes["case_source"].labels:
            dossier.application.source = "self"
        self._drafting.begin(dossier, draft_id, seen)
        self.bar.clear()
        self.stack.setCurrentWidget(self.work)
        self.leave_button.show()
        self.work.show_dossier(dossier)
        self.set_next("七步填完后在第 7 步受理并打印受理通知书；材料不齐的，出具一次性补正告知。")
        self._look_for_people()

    def _begin_completion(self, dossier: Dossier) -> None:
        self._shown = completing.shown(dossier)
        self._begin(dossier)
        self.work.show_step("materials")
        self.say("info", "这份申请在补正中：核对补来的材料，齐全后按 F9 受理，时限从今天起算。")

    def _on_edited(self, path: str) -> None:
        self._drafting.write_soon()
        if path.endswith(_TELLING) or path in {"application.programmes", "members", "bills"}:
            self._look_for_people()

    def _look_for_people(self) -> None:
        self.known.look(self.work.dossier, self.work.radar.standing)

    def accept(self) -> None:
        """受理, or the first problem."""
        dossier = self.work.dossier
        if dossier is None or not self._without.allows_handling():
            return
        problems = self.work.problems()
        if problems:
            self.say("warn", f"还有 {len(problems)} 处要填写或更正，没有受理；已填内容都在。")
            self.work.show_paths(problems)
            return
        self._drafting.stop()
        self._close_to_typing()
        if self._drafting.application_id:
            self.tasks.write(
                intake.complete,
                self._drafting.application_id,
                deepcopy(dossier),
                self._shown,
                then=self._on_accepted,
                failed=self._on_not_completed,
                owner=self,
                title="正在受理…",
            )
            return
        self.tasks.write(
            intake.accept,
            deepcopy(dossier),
            self._drafting.draft_id,
            then=self._on_accepted,
            failed=self._on_refused,
            owner=self,
            title="正在受理…",
        )

    def _on_correction(self, missing: list[str]) -> None:
        dossier = self.work.dossier
        if dossier is None or not self._without.allows_handling():
            return
        self._drafting.stop()
        self._close_to_typing()

        def done(receipt: CorrectionReceipt) -> None:
            self._finish(receipt.application_id, "材料补齐后，在工作台“待补正”里打开这份申请继续受理。")
            self.receipt.show_correction(receipt, dossier.applicant.name, missing)

        self.tasks.write(
            intake.issue_correction,
            deepcopy(dossier),
            self._drafting.draft_id,
            missing,
            then=done,
            failed=self._on_refused,
            owner=self,
            title="正在出具补正告知…",
        )

    def _on_decline(self) -> None:
        dossier = self.work.dossier
        if dossier is None or not self._without.allows_handling():
            return
        self._drafting.write_now()
        name = dossier.applicant.name

        def done(receipt: DeclineReceipt) -> None:
            self._finish(receipt.application_id, "打印不予受理通知书，送达后在“审批—待送达”登记。")
            self.papers.applications += [one.application_id for one in receipt.others]
            self.receipt.show_declined(receipt, name)

        decline_dialog.ask(
            self, dossier, "" if self._drafting.application_id else self._drafting.draft_id, done
        )

    def _on_accepted(self, receipt: Receipt) -> None:
        name = self.work.dossier.applicant.name if self.work.dossier is not None else ""
        self._finish(receipt.application_id, _following(receipt))
        self.papers.applications += [one.application_id for one in receipt.others]
        self.receipt.show_receipt(receipt, name)

    def _close_to_typing(self) -> None:
        """What is being sent must not change under the worker's hands."""
        self._focus_before = QApplication.focusWidget()
        self.setEnabled(False)

    def _on_not_completed(self, error: UserError) -> None:
        """Where a colleague saved otherwise meanwhile, the person chooses and it is accepted over what is stored now."""
        dossier = self.work.dossier
        if not isinstance(error, Conflict) or dossier is None:
            self._on_refused(error)
            return
        self.setEnabled(True)

        def put(values: dict[str, Any]) -> None:
            completing.put(dossier, values)
            self.work.show_dossier(dossier)
            self.work.show_step("materials")

        conflict.settle(self, error, self._shown, put=put, again=self.accept, tell=self._on_refused)

    def _on_refused(self, error: UserError) -> None:
        self.setEnabled(True)
        if self._focus_before is not None and isValid(self._focus_before):
            self._focus_before.setFocus()
        self._drafting.write_soon()
        self.tell(error)
        if isinstance(error, InvalidInput):
            self.work.show_paths(list(error.problems))

    def _finish(self, application_id: str, following: str) -> None:
        self.setEnabled(True)
        self.receipt_of = application_id
        self.papers.applications = [application_id]
        self.work.forget()
        self._drafting.forget()
        self._look_for_people()
        self.bar.clear()
        self.leave_button.hide()
        self.stack.setCurrentWidget(self.receipt)
        self.set_next(following)
