"""审批: the queue at the left, the file as one readable page, and what can be done with it below."""

from typing import Any, ClassVar

from PySide6.QtCore import QDate, QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QTextOption
from PySide6.QtWidgets import QApplication, QSplitter, QTextBrowser, QVBoxLayout, QWidget
from shiboken6 import isValid

from jiuzhu.domain.authority import LABELS
from jiuzhu.domain.ways import WAYS
from jiuzhu.errors import InvalidInput, UserError
from jiuzhu.services.approval import approving
from jiuzhu.services.approval.approving import FileView
from jiuzhu.services.approval.deciding_many import BatchResult
from jiuzhu.services.casework.queue import QueueRow
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.approving import batch_dialog, file_text, menus, revealing
from jiuzhu.ui.approving.action_panel import ActionPanel
from jiuzhu.ui.approving.actions import action_of
from jiuzhu.ui.approving.menus import Menus
from jiuzhu.ui.approving.panels import panel_for
from jiuzhu.ui.approving.queue_list import LIMIT, QueueList
from jiuzhu.ui.page import Page
from jiuzhu.ui.tasks import Tasks

_EMPTY = "<p style='margin:24px 0'>这个队列里没有申请。核查完成、公示期满或上报以后，申请会出现在左边相应的队列里。</p>"
_NEXT = {
    "to_opine": "经办提出初审意见，拟同意的张榜公示",
    "reviewing": "残联审核后，经办登记结果",
    "to_post": "经办张榜公示",
    "posted": "公示期满无异议后，经办上报",
    "objected": "经办复查异议，不成立的再次公示",
    "to_submit": "经办上报审批机关",
    "to_make_up": "经办在期限内补齐手续",
    "approved": "经办送达通知书",
    "refused": "经办送达不予确认通知书",
}


def _next_of(view: FileView | None) -> str:
    """What happens next, and who does it."""
    if view is None:
        return ""
    if view.state == "submitted" and view.level is not None:
        return f"{LABELS[view.level.authority]}审批岗位签署决定"
    if view.state == "to_opine" and not WAYS[view.way].posted:
        return "经办提出初审意见，不公示"
    return _NEXT.get(view.state, "")


def _work_of(view: FileView | None) -> tuple[object, ...]:
    """What the panel below the file depends on; while it stays the same, nobody's typing is disturbed."""
    if view is None:
        return ()
    left = (view.obstacle, view.county_visit_due, view.undelivered)
    found = (view.draft, view.clause, view.lacking)  # an event about the family moves them, not the file
    return (view.version, view.state, *left, *found)


def _draft_of(view: FileView) -> str:
    return view.draft.text if view.draft else ""


_OVERTAKEN = "认定已经变化，下面还是您先前改过的意见：请核对金额和理由，或清空后按现在的认定重写。"


class ApprovingPage(Page):
    """From the opinion to the delivered decision; the head's forty signatures without a mouse."""

    watches: ClassVar[frozenset[str]] = frozenset(
        {
            "application",
            "decision",
            "economic_line",
            "person",
            "member",
            "parent",
            "obligor",
            "pause",
            "entitlement",
            "self_care",
            "deliberation",
            "support_agreement",
            "wellbeing_visit",
        }
    )

    def __init__(self, tasks: Tasks, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(tasks, workspace, "审批", "page_approving", parent)
        self.view: FileView | None = None
        self._typed: dict[tuple[str, str], dict[str, str]] = {}
        self._drafted: dict[str, str] = {}  # application → the draft an opinion was typed over
        self._signs = workspace.actor.may("decide")
        self._opened = ""
        self._stood: QWidget | None = None  # where the keyboard was when a button below was pressed
        self._first = self._fresh = True
        self.queue = QueueList(signs=self._signs)
        self.file = QTextBrowser()
        pieces.named(self.file, "approving_file", "卷宗")
        self.file.setOpenLinks(False)
        self.file.anchorClicked.connect(lambda link: revealing.reveal(self, link))
        self.file.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.file.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.panel = ActionPanel("", QDate())
        self._place = QVBoxLayout()
        self.batch = self.add_button(
            "批量同意", "approving_batch", self._on_batch, icon="approve", primary=False
        )
        self.menus = Menus(self, self, tasks, workspace)
        self.papers = self.add_button("文书", "approving_papers", lambda: None, icon="print")
        self.more = self.add_button("更多", "approving_more", lambda: None)
        menus.hang(self.papers, self.menus.fill_papers)
        menus.hang(self.more, self.menus.fill_stops)
        self.batch.setVisible(self._signs)
        self._lay_out_body()
        self._connect()
        self._show_view(None)

    def _lay_out_body(self) -> None:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.BETWEEN)
        column.addWidget(self.file, 1)
        column.addLayout(self._place)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        pieces.named(splitter, "approving_split")
        splitter.addWidget(self.queue)
        splitter.addWidget(right)
        splitter.setChildrenCollapsible(False)
        splitter.setStretchFactor(1, 1)
        self._split = splitter
        self._fit()
        self.body.addWidget(splitter, 1)

    def _fit(self) -> None:
        """Room for the queue by the text size; large text gives the amount up, the file shows it."""
        left = min(tokens.scaled(430), 500)
        self._split.setSizes([left, max(1190 - left, 500)])
        self.queue.hide_amounts(hide=tokens.percent() > 125)

    def _connect(self) -> None:
        self.queue.queue_wanted.connect(self._on_queue_wanted)
        self.queue.row_chosen.connect(lambda row: self._load_file(row.application_id))
        self.queue.ticks_changed.connect(self._on_ticks)
        self.queue.table.opened.connect(lambda _: self.file.setFocus(Qt.FocusReason.OtherFocusReason))
        for keys, slot in (("Alt+B", self._on_batch), ("Alt+Q", self._to_queue)):
            QShortcut(
                QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            ).activated.connect(slot)

    def reload(self) -> None:
        """Count the queues, load the rows shown and the file stood on."""
        self.tasks.read(approving.counts, then=self._on_counts, owner=self, key="approving_counts")

    def open_application(self, application_id: str) -> None:
        """Show a file whatever its queue."""
        self._opened = application_id
        self.queue.stand_on(application_id)
        self._load_file(application_id)

    def _on_counts(self, counts: dict[str, int]) -> None:
        if self._first:
            self._first = False
            order = approving.QUEUES if self._signs else (*approving.QUEUES[1:], approving.QUEUES[0])
            self.queue.choose_queue(next((key for key in order if counts[key]), order[0]))
        self.queue.show_counts(counts)
        self._load_rows()

    def _on_queue_wanted(self) -> None:
        self._opened = ""  # the list leads again
        self._load_rows()

    def _load_rows(self) -> None:
        self.tasks.read(
            approving.queue_of,
            self.queue.key,
            self.queue.search.text(),
            limit=LIMIT,
            then=self._on_rows,
            owner=self,
            key="approving_rows",
        )

    def _on_rows(self, found: tuple[list[QueueRow], int]) -> None:
        row = self.queue.show_rows(*found)
        if self._fresh:
            self._fresh = False
            self._to_queue()
        wanted = self._opened or (row.application_id if row else "")
        if wanted:
            self._load_file(wanted)
        else:
            self._show_view(None)

    def _load_file(self, application_id: str) -> None:
        if application_id != self._opened:
            self._opened = ""
        if self.view is not None and self.view.application_id != application_id:
            self.panel.setEnabled(False)  # what is below must belong to what is above
        self.tasks.read(
            approving.view,
            application_id,
            then=self._show_view,
            failed=self.tell,
            owner=self,
            key="approving_file",
        )

    def _show_view(self, view: FileView | None) -> None:
        before, self.view = self.view, view
        same = view is not None and before is not None and view.application_id == before.application_id
        place = self.file.verticalScrollBar().value() if same else 0
        self.file.setHtml(file_text.html(view, self.workspace.rules.codes) if view else _EMPTY)
        self.file.verticalScrollBar().setValue(place)
        if view is None or not same or _work_of(view) != _work_of(before):
            self._keep_typed(before)
            self._change_panel(view)
        self.papers.setEnabled(view is not None)
        self.more.setEnabled(view is not None)
        self.set_next(_next_of(view))

    def _change_panel(self, view: FileView | None) -> None:
        old = self.panel
        focused = self._stood is not None or old.isAncestorOf(QApplication.focusWidget() or self)
        self._stood = None
        if view is None:
            self.panel = ActionPanel("", QDate())
        else:
            today = self.workspace.today()
            self.panel = panel_for(
                view,
                self.workspace.rules.codes["delivery"],
                QDate(today.year, today.month, today.day),
                delivers=self.workspace.actor.may("deliver"),
            )
            typed = self._typed.get((view.application_id, view.state), {})
            self.panel.put_back(typed)
            if "text" in typed and self._drafted.get(view.application_id) not in {None, _draft_of(view)}:
                self.panel.warn([*view.beside, _OVERTAKEN])
        self.panel.wanted.connect(self._on_wanted)
        self._place.addWidget(self.panel)
        self.panel.setVisible(view is not None)
        self._place.removeWidget(old)
        old.hide()
        old.deleteLater()
        if focused:
            self._to_queue()

    def _keep_typed(self, view: FileView | None) -> None:
        if view is not None:
            self._typed[view.application_id, view.state] = self.panel.typed()
            self._drafted.setdefault(view.application_id, _draft_of(view))
            if "text" not in self._typed[view.application_id, view.state]:
                del self._drafted[view.application_id]

    def _to_queue(self) -> None:
        self.queue.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_wanted(self, word: str, values: dict[str, Any]) -> None:
        view = self.view
        if view is None:
            return
        try:
            action = action_of(word, view, values)
        except UserError as error:
            self._on_failed(error)
            return
        focus = QApplication.focusWidget()
        self._stood = focus if focus is not None and self.panel.isAncestorOf(focus) else None
        self.panel.setEnabled(False)  # one signature for one press

        def done(result: Any) -> None:
            text = "、".join(result) if isinstance(result, list) else result
            self.panel.settle()  # what was typed has been used
            self.say("ok", f"{view.dossier.applicant.name}：{action.done.format(text)}")

        self.tasks.write(
            action.service,
            *action.arguments,
            **action.named,
            then=done,
            failed=self._on_failed,
            owner=self,
            title="正在保存…",
        )

    def _on_failed(self, error: UserError) -> None:
        self.panel.setEnabled(True)
        stood, self._stood = self._stood, None
        if stood is not None and isValid(stood):
            stood.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(error, InvalidInput) and self.panel.show_problem(error.field, error.message):
            return
        self.tell(error)

    def _on_ticks(self, count: int) -> None:
        self.batch.setText(f"批量同意 {count} 件　Alt+B" if count else "批量同意　Alt+B")
        self.batch.setEnabled(bool(count))

    def _on_batch(self) -> None:
        chosen = [(row.application_id, row.version) for row in self.queue.ticked.values()]
        if chosen:
            rows = dict(self.queue.ticked)
            self.tasks.read(
                approving.batch_preview,
                chosen,
                then=lambda preview: self._confirm_batch(preview, rows),
                failed=self.tell,
                owner=self,
                title="正在核对勾选的申请…",
            )

    def _confirm_batch(self, preview: BatchResult, rows: dict[str, QueueRow]) -> None:
        if not batch_dialog.ask(self, preview, rows):
            return
        pairs = [(taken, rows[taken].version) for taken in preview.signed]
        self.tasks.write(
            approving.decide_batch,
            pairs,
            preview.seen,
            then=self._on_signed,
            failed=self.tell,
            owner=self,
            title="正在签署…",
        )

    def _on_signed(self, result: BatchResult) -> None:
        left = "".join(f"；{number} 没有签署：{why}" for _, number, why in result.excluded)
        self.say(
            "warn" if left else "ok", f"已签署 {len(result.signed)} 件，{len(result.numbers)} 份决定{left}。"
        )
        self._to_queue()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the file again in another theme or text size."""
        super().changeEvent(event)
        changed = event.type() in {QEvent.Type.StyleChange, QEvent.Type.FontChange, QEvent.Type.PaletteChange}
        view: FileView | None = getattr(self, "view", None)  # Qt polishes the page before its parts exist
        if changed and hasattr(self, "_split"):
            self._fit()
        if changed and view is not None:
            self.file.setHtml(file_text.html(view, self.workspace.rules.codes))
