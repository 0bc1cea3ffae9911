"""The two menus of the page: papers of the file, and what stops it or is filed on its way."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu, QPushButton

from jiuzhu.domain.workflow import OPEN_STATES
from jiuzhu.errors import UserError
from jiuzhu.services.approval import approving
from jiuzhu.services.approval.approving import FileView
from jiuzhu.ui import relief_dialogs
from jiuzhu.ui.approving import care_dialogs, identity_dialog, relative_dialogs
from jiuzhu.ui.dialogs import reason as reason_dialog
from jiuzhu.ui.dialogs.pictures import PicturesDialog
from jiuzhu.ui.folders import papers_folder
from jiuzhu.ui.page import Page
from jiuzhu.ui.tasks import Tasks

_STOPS: tuple[tuple[Callable[..., Any], str, str, str], ...] = (
    (approving.pause, "中止计时", "opine", "中止计时的理由（例如申请人住院、等待部门函复）"),
    (approving.withdraw, "申请人撤回", "take", "申请人撤回的理由"),
    (approving.terminate, "终止（不配合调查）", "opine", "终止的理由（何时、如何不配合）"),
)
_MOVES = {approving.withdraw: "withdraw", approving.terminate: "terminate"}
"""Of these the table of the way says when; the others while the matter is open."""


class Teller(Protocol):
    """What a menu needs of its page."""

    view: FileView | None

    def say(self, level: str, text: str) -> None:
        """Show a sentence."""

    def tell(self, error: UserError) -> None:
        """Show an error."""


def hang(button: QPushButton, fill: Callable[[QMenu], None]) -> QMenu:
    """Give a button a menu that is filled when it opens."""
    menu = QMenu(button)
    menu.aboutToShow.connect(lambda: fill(menu))
    button.setMenu(menu)
    button.setProperty("menu", "true")
    return menu


class Menus(QObject):
    """Fills both menus for the file the page shows and runs what is chosen."""

    def __init__(self, page: Page, teller: Teller, tasks: Tasks, workspace: Any) -> None:
        super().__init__(page)
        self._window = page
        self._page = teller
        self._tasks = tasks
        self._workspace = workspace

    def fill_stops(self, menu: QMenu) -> None:
        """Pause and resume, withdrawal, ending: those this state and this operator allow."""
        menu.clear()
        view = self._page.view
        if view is None:
            return
        may = self._workspace.actor.may
        if view.paused:
            action = menu.addAction("恢复计时")
            action.setEnabled(may("opine"))
            action.triggered.connect(lambda: self._run(approving.resume, view.application_id, "计时已恢复。"))
        for service, label, right, question in _STOPS:
            if service is approving.pause and view.paused:
                continue
            move = _MOVES.get(service)
            left = {offer.move for offer in view.moves}
            allowed = move in left if move else view.state in OPEN_STATES
            action = menu.addAction(f"{label}…")
            action.setEnabled(allowed and may(right))
            action.triggered.connect(
                lambda _=False, service=service, label=label, question=question: self._ask(
                    service, label, question
                )
            )

        for label, entry in relative_dialogs.offered(view):
            action = menu.addAction(label)
            action.setEnabled(may("take"))
            action.triggered.connect(
                lambda _=False, entry=entry: relative_dialogs.ask(self._window, view, entry)
            )
        if identity_dialog.offered(view):
            action = menu.addAction(identity_dialog.LABEL)
            action.setEnabled(may("take"))
            action.triggered.connect(lambda: identity_dialog.ask(self._window, view))
        for name in care_dialogs.offered(view):
            label, right = care_dialogs.LABELS[name]
            action = menu.addAction(label)
            action.setEnabled(may(right))
            action.triggered.connect(lambda _=False, name=name: care_dialogs.ask(name, self._window, view))
        for name in relief_dialogs.offered(view.dossier):
            action = menu.addAction(relief_dialogs.LABELS[name])
            action.setEnabled(may("check"))
            action.triggered.connect(
                lambda _=False, name=name: relief_dialogs.ask(name, self._window, view.dossier)
            )

    def fill_papers(self, menu: QMenu) -> None:
        """The papers of the file; those not ready say why."""
        from jiuzhu.services.paper import care_papers, papers  # noqa: PLC0415  # the page kit is heavy and only printing needs it

        menu.clear()
        menu.addAction("正在读取…").setEnabled(False)
        if self._page.view is None:
            return
        taken, photos = self._page.view.application_id, self._page.view.dossier.visit.photos

        def show(offers: list[papers.PaperOffer]) -> None:
            menu.clear()
            if photos:
                menu.addAction(f"看入户照片（{photos} 张）…").triggered.connect(
                    lambda: PicturesDialog(self._window, taken).open()
                )
            for offer in sorted(offers, key=lambda offer: not offer.ready):
                action = menu.addAction(offer.title)
                action.setEnabled(offer.ready)
                action.setToolTip(offer.why_not)
                action.triggered.connect(
                    lambda _=False, offer=offer: self._print(taken, offer.form, offer.decision_id)
                )
            self._tasks.read(
                care_papers.offers, taken, then=add, failed=self._page.tell, owner=menu, key="approving_care"
            )

        def add(found: list[care_papers.CareOffer]) -> None:
            for offer in found:
                action = menu.addAction(offer.title)
                action.triggered.connect(
                    lambda _=False, offer=offer: self._leave(
                        care_papers.issue_care, offer.form, offer.record_id, self._folder()
                    )
                )

        menu.setToolTipsVisible(True)
        self._tasks.read(
            papers.available, taken, then=show, failed=self._page.tell, owner=menu, key="approving_papers"
        )

    def _folder(self) -> Path:
        return papers_folder(self._workspace.settings.export_folder)

    def _print(self, application_id: str, form: str, decision_id: str) -> None:
        from jiuzhu.services.paper import papers  # noqa: PLC0415  # as above

        self._leave(papers.issue, form, application_id, self._folder(), decision_id)

    def _leave(self, issue: Callable[..., Any], *what: Any) -> None:
        def done(issued: Any) -> None:
            self._page.say("ok", f"已生成 {issued.path}（{issued.pages} 页），已交给系统打开。")
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(issued.path)))

        self._tasks.write(
            issue,
            *what,
            then=done,
            failed=self._page.tell,
            owner=self,
            title="正在生成文书…",
        )

    def _ask(self, service: Callable[..., Any], label: str, question: str) -> None:
        view = self._page.view
        told = reason_dialog.ask(self._window, label, question) if view else None
        if view and told:
            self._run(service, view.application_id, f"{label}已登记。", told)

    def _run(self, service: Callable[..., Any], application_id: str, done: str, *more: str) -> None:
        self._tasks.write(
            service,
            application_id,
            *more,
            then=lambda _: self._page.say("ok", done),
            failed=self._page.tell,
            owner=self,
        )
