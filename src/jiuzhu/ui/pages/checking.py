"""核查: the queue, the one household being checked, and beside it why, until when, and what happened."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from jiuzhu.domain.desk import Desk
from jiuzhu.domain.exporting import Said
from jiuzhu.domain.workflow import STATE_LABELS
from jiuzhu.errors import UserError
from jiuzhu.services.casework.queue import QueueRow
from jiuzhu.services.ledger.exporting import Told
from jiuzhu.services.survey import checking
from jiuzhu.services.survey.caring import ASSESSED_IN
from jiuzhu.services.survey.checking import CheckFile
from jiuzhu.services.survey.checking_lines import WORKED_IN
from jiuzhu.ui import door, pieces, tokens
from jiuzhu.ui.checking.contacts_panel import LetterPanel, NeighbourPanel
from jiuzhu.ui.checking.difference_table import DifferenceTable
from jiuzhu.ui.checking.found_dialog import FoundDialog
from jiuzhu.ui.checking.of_way import OF_WAY, ask_of_way, wanted_of
from jiuzhu.ui.checking.queue_panel import QueuePanel
from jiuzhu.ui.checking.report_panel import ReportPanel
from jiuzhu.ui.checking.request_panel import RequestPanel
from jiuzhu.ui.checking.scrolling import scrolling
from jiuzhu.ui.checking.self_care_panel import SelfCarePanel
from jiuzhu.ui.checking.side_panel import SidePanel
from jiuzhu.ui.checking.visit_panel import VisitPanel
from jiuzhu.ui.dialogs.pictures import PicturesDialog
from jiuzhu.ui.page import Page
from jiuzhu.ui.tasks import Tasks

QUEUE_WIDTH = 232
ROOMY = 1080  # narrower than this, the queue opens on demand and the side panel goes below


_SELF_CARE_TAB = 5  # shown for 特困 alone
QWIDGETSIZE_MAX = 16_777_215
"""Qt's own "no limit" for a width."""


class CheckingPage(Page):
    """The page of the people who check; every change goes through Tasks."""

    watches: ClassVar[frozenset[str]] = frozenset(
        {
            "application",
            "authorisation",
            "economic_line",
            "data_check",
            "check_reply",
            "home_visit",
            "neighbour_interview",
            "letter",
            "office_rule",
            "relative_of_staff",
            "self_care",
            "step",
        }
    )

    def __init__(self, tasks: Tasks, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(tasks, workspace, "核查", "page_checking", parent)
        self._application_id = ""
        self._file: CheckFile | None = None
        self.queue = QueuePanel(workspace.actor.name)
        self._who = pieces.label("", "heading", "check_who", wraps=True)
        self._what = pieces.label("", "muted", "check_what", wraps=True)
        self.table = DifferenceTable(self)
        self.request = RequestPanel(self)
        self.visit = VisitPanel(self)
        self.neighbours = NeighbourPanel(self)
        self.letters = LetterPanel(self)
        self.self_care = SelfCarePanel(self)
        self.report = ReportPanel(self)
        self.sections = pieces.named(QTabWidget(), "check_sections", "核查各部分")
        self.side = SidePanel()
        self._next_move = self.add_button("开始调查", "next_move", self._on_next, primary=True)
        self._of_way = {
            key: self.add_button(label, f"check_{key}", partial(self._on_of_way, key))
            for key, label in OF_WAY.items()
        }
        self._stops = self.add_button(
            "撤回、中止、文书…", "check_stops", lambda: self.file_wanted.emit(self._application_id)
        )
        self._list_button = self.add_button("待核查列表", "show_queue", lambda: None)
        self._list_button.setCheckable(True)
        self._lay_out_body()
        self._connect()
        self._show_nothing()

    def _lay_out_body(self) -> None:
        for widget, title in (
            (self.table, "差异表"),
            (self.request, "信息核对"),
            (self.visit, "入户调查"),
            (self.neighbours, "邻里访问"),
            (self.letters, "信函索证"),
            (self.self_care, "自理能力"),
            (self.report, "报告"),
        ):
            self.sections.addTab(scrolling(widget), title)
        self._middle = QWidget()
        self._middle_column = QVBoxLayout(self._middle)
        self._middle_column.setContentsMargins(0, 0, 0, 0)
        self._middle_column.setSpacing(tokens.SPACE)
        self._middle_column.addWidget(self._who)
        self._middle_column.addWidget(self._what)
        self._middle_column.addWidget(self.sections, 100)
        self._middle_column.addStretch(1)  # with no file chosen the words stay at the top
        self._side_area = scrolling(self.side)
        self._side_area.setObjectName("check_side_area")
        self._row = QHBoxLayout()
        self._row.setSpacing(tokens.AROUND)
        self._row.addWidget(self.queue)
        self._row.addWidget(self._middle, 1)
        self._row.addWidget(self._side_area)
        self.body.addLayout(self._row, 1)

    def _connect(self) -> None:
        self.visit.pictures_wanted.connect(lambda: PicturesDialog(self, self.application_id).open())
        self.queue.filtered.connect(self._load_queue)
        self.queue.chosen.connect(self.open_application)
        self._list_button.toggled.connect(self.queue.setVisible)
        self.table.found_wanted.connect(self._on_found_wanted)

    # --- what the pieces ask of the page (ui.checking.work.Work)

    @property
    def rules(self) -> Desk:
        """Codes, forms and policy of the desk."""
        found: Desk = self.workspace.rules
        return found

    @property
    def today(self) -> date:
        """The legal day."""
        day: date = self.workspace.today()
        return day

    @property
    def actor_id(self) -> str:
        """The operator who is logged in."""
        return str(self.workspace.actor.operator_id)

    @property
    def actor_name(self) -> str:
        """Their name."""
        return str(self.workspace.actor.name)

    @property
    def file(self) -> CheckFile | None:
        """The file shown."""
        return self._file

    @property
    def application_id(self) -> str:
        """The application shown, "" when none is."""
        return self._application_id

    def do(
        self,
        service: Callable[..., Any],
        *args: Any,
        said: str = "",
        then: Callable[[Any], Any] | None = None,
        failed: Callable[[UserError], Any] | None = None,
        **kwargs: Any,
    ) -> None:
        """Write; `said` is the quiet line afterwards."""

        def after(result: Any) -> None:
            self.bar.clear()
            if said:
                self.say("ok", said)
            if then is not None:
                then(result)

        self.tasks.write(service, *args, owner=self, then=after, failed=failed or self.tell, **kwargs)

    def look(
        self,
        service: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], Any],
        title: str = "",
        **kwargs: Any,
    ) -> None:
        """Read; a failure is told in the bar."""
        self.tasks.read(
            service, *args, then=then, owner=self, failed=self.tell, title=title or "正在读取…", **kwargs
        )

    def let_out(self, what: Told, then: Callable[[Said], None]) -> None:
        """Let a file leave by the door; `then` writes it."""
        door.pass_through(self, self, what, then)

    # --- the file shown

    def open_application(self, application_id: str) -> None:
        """Show an application; words typed for another one that are not saved are kept back by asking first."""
        if application_id == self._application_id:
            return
        if self._unsaved():
            self.queue.stand_on(self._application_id)
            self._warn_unsaved(lambda: self.open_application(application_id))
            return
        self._application_id = application_id
        self._file = None
        self._list_button.setChecked(False)
        self.bar.clear()
        self.table.forget()
        self.queue.stand_on(application_id)
        self._load_file()

    def reload(self) -> None:
        """The queue and the file shown."""
        self._load_queue()
        if self._application_id:
            self._load_file()

    def can_leave(self) -> bool:
        """Not while something is typed that was not saved."""
        if self._unsaved():
            self._warn_unsaved(None)
            return False
        return True

    def _unsaved(self) -> bool:
        return any(
            part.dirty for part in (self.table, self.visit, self.neighbours, self.letters, self.self_care)
        )

    def _warn_unsaved(self, go_on: Callable[[], Any] | None) -> None:
        def drop() -> None:
            self.table.forget()
            self.visit.clear()
            self.neighbours.clear()
            self.letters.clear()
            self.self_care.clear()
            if go_on is not None:
                go_on()

        self.say("warn", "这户还有填写了没有保存的内容。请先保存，或放弃填写。", "放弃填写", drop)

    def _load_queue(self) -> None:
        self.tasks.read(
            checking.queue, **self.queue.wanted, then=self._on_queue, owner=self, key="check_queue"
        )

    def _on_queue(self, rows: Sequence[QueueRow]) -> None:
        self.queue.show_rows(rows, self._application_id)
        if not self._application_id and self.queue.first():
            self.open_application(self.queue.first())

    def _load_file(self) -> None:
        self.tasks.read(
            checking.file,
            self._application_id,
            then=self._on_file,
            owner=self,
            failed=self.tell,
            key="check_file",
        )

    def _on_file(self, file: CheckFile) -> None:
        self._file = file
        part = file.dossier.application
        works = self.workspace.actor.may("check") and not file.barred
        may, assess = part.state in WORKED_IN and works, part.state in ASSESSED_IN and works
        home = file.dossier.household
        labels = "、".join(self.rules.codes["item"].labels.get(code, code) for code in part.programmes)
        self._who.setText(f"{file.dossier.applicant.name}　{home.size} 人　{labels}")
        self._what.setText(
            f"{part.number}　{STATE_LABELS[part.state]}　{home.village}　受理 {part.accepted_on or '—'}"
        )
        count = f"（{file.open_count}）" if file.open_count else ""
        self.sections.setTabText(0, f"差异表{count}")
        self.title.setText(f"核查　{file.open_count} 处差异待认定" if file.open_count else "核查")
        self.sections.show()
        self.side.show_file(file)
        self.table.show_file(file, may=may)
        self.request.show_file(file, may=may and part.state == "investigating")
        self.visit.show_file(file, may=may)
        self.neighbours.show_file(file, may=may)
        self.letters.show_file(file, may=may)
        self.self_care.show_file(file, may=assess)
        self.sections.setTabVisible(_SELF_CARE_TAB, bool(file.self_care))
        self.report.show_file(file, may=may)
        self._show_next(file)
        self._stops.show()
        for key, button in self._of_way.items():
            button.setVisible(may and key in wanted_of(file))

    def _show_nothing(self) -> None:
        self._who.setText("请在左边选择一户")
        self._what.setText("选中后，这里显示申报与核查的差异、入户调查和报告。")
        self.sections.hide()
        self._next_move.hide()
        self._stops.hide()
        for button in self._of_way.values():
            button.hide()

    def _show_next(self, file: CheckFile) -> None:
        offer = next((one for one in file.moves if one.move in {"start_survey", "finish_check"}), None)
        self._next_move.setVisible(offer is not None)
        state = file.dossier.application.state
        if offer is not None:
            self._next_move.setText(offer.label)
            self._next_move.setAccessibleName(offer.label)
            self._next_move.setEnabled(offer.allowed)
            self._next_move.setToolTip(offer.why_not)
        if file.barred and state in {"accepted", *WORKED_IN}:
            self.set_next(f"▲ {file.barred}。")
        elif state == "accepted":
            self.set_next("受理后三个工作日内开始调查，由核查人员办理。")
        elif state == "investigating" and file.readiness.missing:
            self.set_next("；".join(file.readiness.missing) + "。")
        elif state == "investigating":
            self.set_next("各项齐全，核查完成后转初审。")
        else:
            self.set_next(f"现在是“{STATE_LABELS[state]}”，核查内容只可查看。")

    def _on_next(self) -> None:
        if self._file is None:
            return
        if self._file.dossier.application.state == "accepted":
            self.do(
                checking.start_survey, self._application_id, said="已开始调查，可以发起信息核对和入户调查。"
            )
            return

        def then(done: checking.Finished) -> None:
            county = f"区县必须入户（{done.county_visit}）。" if done.county_visit else ""
            self.say("ok", f"核查完成，已转初审。{county}{'；'.join(done.headlines)}")

        self.do(checking.finish, self._application_id, then=then)

    def _on_of_way(self, key: str) -> None:
        if self._file is not None:
            ask_of_way(key, self, self._file)

    def _on_found_wanted(self) -> None:
        if self._file is None:
            return
        people = [(member.id, member.name) for member in self._file.dossier.members]
        dialog = FoundDialog(self, self.rules.codes, self.today, people)
        dialog.taken.connect(
            lambda: self.do(
                checking.add_found_line,
                self._application_id,
                dialog.category,
                dialog.part,
                said="已登记，请在差异表里认定。",
                then=lambda _id: dialog.accept(),
                failed=dialog.tell,
            )
        )
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    @property
    def next_button(self) -> QPushButton:
        """The page's one primary button."""
        return self._next_move

    def resizeEvent(self, event: QResizeEvent) -> None:
        """With little room the queue opens on demand and the side panel goes below."""
        super().resizeEvent(event)
        roomy = self.width() >= tokens.scaled(ROOMY)
        self.queue.setFixedWidth(tokens.scaled(QUEUE_WIDTH))
        self._list_button.setVisible(not roomy)
        self.queue.setVisible(roomy or self._list_button.isChecked())
        if roomy and self._row.indexOf(self._side_area) < 0:
            self._row.addWidget(self._side_area)
        elif not roomy and self._row.indexOf(self._side_area) >= 0:
            self._middle_column.addWidget(self._side_area)
        wide = tokens.scaled(tokens.SIDE_PANEL)
        self._side_area.setMinimumWidth(wide if roomy else 0)
        self._side_area.setMaximumWidth(wide if roomy else QWIDGETSIZE_MAX)
        self._side_area.setMinimumHeight(0 if roomy else tokens.scaled(160))
