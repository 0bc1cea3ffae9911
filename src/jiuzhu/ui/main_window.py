"""The window: rail, header, message bar and the pages, and every connection between them in one place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from jiuzhu.ui import tokens
from jiuzhu.ui.away_bar import AwayBar
from jiuzhu.ui.dialogs import about_keys
from jiuzhu.ui.header import Header
from jiuzhu.ui.keeper import Keeper
from jiuzhu.ui.message_bar import MessageBar
from jiuzhu.ui.neighbours import Neighbours
from jiuzhu.ui.page import Page
from jiuzhu.ui.rail import Rail
from jiuzhu.ui.tasks import Tasks

SMALLEST = (1366, 768)
TEN = 10  # digits on a keyboard: the tenth page is Alt+0
FOOT = "settings"  # this page's button sits at the foot of the rail


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page of the rail: its key, label, icon, and what makes it when it is first shown."""

    key: str
    label: str
    icon: str
    make: Callable[[Tasks, Any], Page]


class MainWindow(QMainWindow):
    """Knows pages by their signals only; makes each when it is first shown."""

    lock_wanted = Signal()  # hide everything at once, nothing is lost
    switch_wanted = Signal()  # another operator wants to log in; every page agreed, the window may close
    closed = Signal()

    def __init__(self, tasks: Tasks, workspace: Any, pages: Sequence[PageEntry]) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle(f"救助窗 · {workspace.office.name}")
        self._tasks = tasks
        self._workspace = workspace
        self._entries: dict[str, PageEntry] = {}
        self._shortcuts: list[QShortcut] = []
        self._pages: dict[str, Page] = {}
        self._key = ""
        self.before_close: Callable[[], bool] = lambda: True  # says no to close later by itself
        self.rail = Rail()
        self._offer(pages)
        self.header = Header(tasks, workspace.actor.window, workspace.actor.name)
        self.away = AwayBar(workspace)
        self.bar = MessageBar()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._on_noted()
        if pages:
            self.show_page(pages[0].key)

    def _lay_out(self) -> None:
        bar = QVBoxLayout()
        bar.setContentsMargins(tokens.AROUND, tokens.INSIDE, tokens.AROUND, 0)
        bar.setSpacing(tokens.INSIDE)
        bar.addWidget(self.away)
        bar.addWidget(self.bar)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.header)
        right.addLayout(bar)
        right.addWidget(self._stack, 1)
        self.rail.setFixedWidth(tokens.scaled(tokens.RAIL))
        centre = QWidget()
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self.setCentralWidget(centre)
        self.setTabOrder(self.rail, self.header)
        screen = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(SMALLEST[0], screen.width()), min(SMALLEST[1], screen.height()))

    def _connect(self) -> None:
        """Every signal of the window, in one visible place; a page's own are connected in `_add`."""
        self.rail.page_chosen.connect(self.show_page)
        self.header.search.person_chosen.connect(self.start_intake)
        self.header.search.application_chosen.connect(self.open_application)
        self.header.search.told.connect(self.bar.say)
        self.header.lock_wanted.connect(self.lock_wanted)
        self.header.switch_wanted.connect(self._on_switch)
        self.header.keys_wanted.connect(lambda: about_keys.show_keys(self))
        self.header.about_wanted.connect(lambda: about_keys.show_about(self))
        self.header.leave_wanted.connect(self.close)
        self._tasks.told.connect(self.bar.say)
        self._tasks.idle.connect(self._on_idle)
        QShortcut(QKeySequence("Ctrl+K"), self).activated.connect(self._on_search)

    def _offer(self, pages: Sequence[PageEntry]) -> None:
        """These pages in the rail, each with its key; one that was made stays as it is."""
        self._entries = {entry.key: entry for entry in pages}
        self.rail.fill([(entry.key, entry.label, entry.icon) for entry in pages], FOOT)
        for shortcut in self._shortcuts:
            shortcut.setParent(None)
            shortcut.deleteLater()
        self._shortcuts = []
        for place, key in enumerate(self._entries, start=1):
            shortcut = QShortcut(QKeySequence(f"Alt+{place % TEN}"), self)
            shortcut.activated.connect(lambda key=key: self.show_page(key))
            self._shortcuts.append(shortcut)

    def arrive(self, pages: Sequence[PageEntry]) -> None:
        """The real log-in came: all pages are there; the one in front stays, with what is being typed."""
        self._offer(pages)
        for before, after in pairwise((*self.rail.buttons(), self.header.search, self.header.who)):
            self.setTabOrder(before, after)
        self.rail.mark(self._key)
        self.away.tell()
        self.header.set_away(away=False)

    def _add(self, key: str) -> Page:
        page = self._entries[key].make(self._tasks, self._workspace)
        page.application_chosen.connect(self.open_application)
        page.file_wanted.connect(lambda taken: self._route("open_application", taken, "approving"))
        page.intake_wanted.connect(self.start_intake)
        page.lead_taken.connect(lambda lead_id: self._route("start_lead", lead_id, "intake"))
        page.message.connect(self.bar.say)
        self._pages[key] = page
        self._stack.addWidget(page)
        return page

    def page(self, key: str) -> Page:
        """A page by its key, made when it is not there yet."""
        return self._pages.get(key) or self._add(key)

    @property
    def current_key(self) -> str:
        """The key of the page shown."""
        return self._key

    def show_page(self, key: str) -> None:
        """Bring a page to the front; what the bar said about another page goes."""
        page = self.page(key)
        if key != self._key:
            self.bar.clear()
        self._key = key
        self.rail.mark(key)
        self._stack.setCurrentWidget(page)

    def open_application(self, application_id: str) -> None:
        """Show a file on the page whose turn it is."""
        from jiuzhu.services.casework import turns  # noqa: PLC0415  # the start figure: the log-in comes before the database

        def show(place: str) -> None:
            self._route("complete" if place == "intake" else "open_application", application_id, place)

        self._tasks.read(
            turns.place_of,
            application_id,
            then=show,
            failed=lambda error: self.bar.say("warn", error.message),
            owner=self,
        )

    def start_intake(self, person_id: str) -> None:
        """Begin an intake, with the household of a known person prefilled."""
        self._route("start", person_id, "intake")

    def _route(self, method: str, argument: str, key: str) -> None:
        if key not in self._entries:
            self.bar.say("info", "这一步要由窗口经办办理，您的账号没有这个岗位。")
            return
        self.show_page(key)
        getattr(self._pages[key], method)(argument)

    def keep(self, keeper: Keeper) -> None:
        """Show what the desk does for itself."""
        keeper.doing.connect(self.header.keep_doing)
        keeper.noted.connect(self._on_noted)

    def hear(self, neighbours: Neighbours) -> None:
        """Show what other desks change, and whether the line to the server stands."""
        neighbours.changed.connect(self._on_neighbours)
        neighbours.told.connect(self.bar.say)
        neighbours.line.connect(self.header.set_line)
        self.header.set_away(away=self._workspace.offline is not None)

    def _on_neighbours(self, tables: frozenset[str]) -> None:
        for page in self._pages.values():
            page.hear(tables)

    def _on_noted(self) -> None:
        from jiuzhu.services.office import duties  # noqa: PLC0415  # the start figure: the log-in comes before the database

        self.header.set_backup(*duties.headline(self._workspace))
        bench = self._pages.get("workbench")
        if bench is not None:
            bench.refresh()

    def _on_idle(self) -> None:
        from jiuzhu.services.office import duties  # noqa: PLC0415  # as above

        self.header.set_backup(*duties.headline(self._workspace))

    def _on_search(self) -> None:
        self.header.search.setFocus()
        self.header.search.selectAll()

    def _on_switch(self) -> None:
        if self._may_leave():
            self.switch_wanted.emit()

    def unsaved_pages(self) -> list[Page]:
        """Pages with something typed that is not saved; the intake writes its draft when it is asked."""
        return [page for page in self._pages.values() if not page.can_leave()]

    def _may_leave(self) -> bool:
        for key, page in self._pages.items():
            if not page.can_leave():
                self.show_page(key)
                return False
        return True

    def changeEvent(self, event: QEvent) -> None:
        """The rail follows the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "rail"):
            self.rail.setFixedWidth(tokens.scaled(tokens.RAIL))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Search results are placed anew when next shown."""
        super().resizeEvent(event)
        self.header.search.close_results()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Every page is asked first; drafts are saved as typed, so most have nothing to say."""
        if self._may_leave() and self.before_close():
            super().closeEvent(event)
            self.closed.emit()
        else:
            event.ignore()
