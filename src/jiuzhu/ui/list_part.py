"""A part that is a list: queues above, a search, the rows, what one row says at the right, and what can be done with it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from jiuzhu.domain.exporting import Said
from jiuzhu.services.ledger.exporting import Told
from jiuzhu.services.office import admin
from jiuzhu.services.office.admin import Colleague
from jiuzhu.ui import door, pieces, tokens
from jiuzhu.ui.dialogs.part_dialog import PartDialog
from jiuzhu.ui.flow import FlowRow
from jiuzhu.ui.page import Page
from jiuzhu.ui.parts_page import Part
from jiuzhu.ui.rows_model import Column, RowsModel
from jiuzhu.ui.rows_view import RowsView

_TYPING_PAUSE = 250  # milliseconds
_WORDS = 7  # lines of the side panel that are always seen, however many buttons follow


class Queue(NamedTuple):
    """One list of the part: its key, its button, its columns, and what stands in it while it is empty."""

    key: str
    label: str
    columns: Sequence[Column]
    empty: str


class Action(NamedTuple):
    """One button: `queues` it belongs to, empty for all; `on_row` needs a chosen row and gets it, if it `fits`."""

    name: str
    label: str
    run: Callable[..., Any]
    right: str = "read"
    on_row: bool = True
    queues: tuple[str, ...] = ()
    icon: str = ""
    primary: bool = False
    fits: Callable[[Any], bool] = bool  # of a row: any
    barred: Callable[[Any], str] = lambda _row: ""  # why who is logged in may not do it with a row
    offered: Callable[[], bool] = lambda: True  # whether there is anything for it to do at all


class ListPart(Part):
    """Subclasses name their queues and actions, load rows and tell what one row says."""

    queues: ClassVar[Sequence[Queue]] = ()
    name: ClassVar[str] = ""
    search_hint: ClassVar[str] = "姓名、编号、村（居）、证件后四位"
    side: ClassVar[bool] = True
    many: ClassVar[bool] = False  # whether rows can be marked

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        pieces.named(self, f"{self.name}_part")
        self.key = self.queues[0].key
        self._wanted = ""
        self._queue_buttons: dict[str, QPushButton] = {}
        self._action_buttons: list[tuple[Action, QPushButton]] = []
        self.search = pieces.named(QLineEdit(), f"{self.name}_search", "查找")
        self.search.setPlaceholderText(self.search_hint)
        self.search.setClearButtonEnabled(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE)
        self._pause.timeout.connect(self.reload)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.table = RowsView(f"{self.name}_rows", self.queues[0].label, dense=True, many=self.many)
        self.model = RowsModel(self.queues[0].columns, parent=self)
        self.head = pieces.label("", "heading", f"{self.name}_head", wraps=True)
        self.told = pieces.label("", "", f"{self.name}_told", wraps=True)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.barred = pieces.label("", "caption", f"{self.name}_barred", wraps=True)
        self.sums = pieces.label("", "heading", f"{self.name}_sums", wraps=True)
        self.sums.hide()
        self._lay_out()
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(self._on_opened)
        self._show_queue()

    def offers(self) -> Sequence[Action]:
        """The buttons of the part, the primary one first."""
        return ()

    def leading(self) -> Sequence[QWidget]:
        """What is chosen before one of the queues, in front of them."""
        return ()

    def load(self, key: str, text: str) -> None:
        """Ask for the rows of a queue; answer with `show_rows`."""
        raise NotImplementedError

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """Heading and text of a row for the side panel."""
        raise NotImplementedError

    def id_of(self, row: Any) -> str:
        """What a row stays the same row by."""
        return str(row.id)

    def open_row(self, row: Any) -> None:
        """Enter on a row: what the row is for; by default the first action that may be done with it."""
        for action, button in self._action_buttons:
            if action.on_row and button.isVisibleTo(self) and button.isEnabled():
                action.run(row)
                return

    def _lay_out(self) -> None:
        top = FlowRow()
        for widget in self.leading():
            top.add(widget)
        for queue in self.queues:
            button = pieces.button(queue.label, f"{self.name}_{queue.key}")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, key=queue.key: self.choose_queue(key))
            self._queue_buttons[queue.key] = button
            top.add(button)
            button.setVisible(len(self.queues) > 1)
        top.add(self.search, wide=True)
        for action in self.offers():
            button = pieces.button(
                action.label,
                f"{self.name}_{action.name}",
                kind="primary" if action.primary else "",
                icon=action.icon,
            )
            button.clicked.connect(lambda _=False, action=action: self._on_action(action))
            self._action_buttons.append((action, button))
        for action, button in self._action_buttons:
            if not action.on_row and action.primary:
                top.add(button)
        panel = pieces.card(f"{self.name}_panel")
        side = QVBoxLayout(panel)
        side.setContentsMargins(tokens.BETWEEN, tokens.BETWEEN, tokens.BETWEEN, tokens.BETWEEN)
        side.setSpacing(tokens.INSIDE)
        side.addWidget(self.head)
        words = QScrollArea()
        words.setWidgetResizable(True)
        words.setFrameShape(QFrame.Shape.NoFrame)
        words.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        words.setWidget(self.told)
        words.setMinimumHeight(
            _WORDS * words.fontMetrics().lineSpacing()
        )  # the page scrolls rather than the words vanish
        side.addWidget(words, 1)
        side.addWidget(pieces.hairline())
        side.addWidget(self.barred)
        beside = [pair for pair in self._action_buttons if pair[0].on_row or not pair[0].primary]
        for _, button in sorted(
            beside, key=lambda pair: not pair[0].on_row
        ):  # what concerns the row comes first
            side.addWidget(button)
        self._panel: QFrame = panel
        panel.setMinimumWidth(tokens.SIDE_PANEL)  # larger text widens it only where the rows keep their room
        panel.setMaximumWidth(max(tokens.SIDE_PANEL, tokens.scaled(tokens.SIDE_PANEL)))
        below = QHBoxLayout()
        below.setSpacing(tokens.BETWEEN)
        below.addWidget(self.table, 3)
        below.addWidget(panel, 1)
        if not self.side:  # else it is shown with the part: shown now, it would be a window of its own
            panel.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.BETWEEN)
        column.addWidget(top)
        column.addLayout(below, 1)
        column.addWidget(self.sums)

    def choose_queue(self, key: str) -> None:
        """Show another queue."""
        self.key = key
        self._wanted = ""
        self._show_queue()
        self.reload()

    def _show_queue(self) -> None:
        queue = next(one for one in self.queues if one.key == self.key)
        for key, button in self._queue_buttons.items():
            button.setChecked(key == self.key)
        old, self.model = self.model, RowsModel(queue.columns, parent=self)
        self.table.set_empty("")
        self.table.setModel(self.model)
        self.table.setAccessibleName(queue.label)
        old.deleteLater()
        self._settle(None)

    def reload(self) -> None:
        """Ask for the rows again."""
        self._pause.stop()
        self.load(self.key, self.search.text())

    def show_rows(self, rows: Sequence[Any], sums: str = "") -> None:
        """Rows of the queue on screen; the chosen one stays chosen."""
        queue = next(one for one in self.queues if one.key == self.key)
        self.table.set_empty(queue.empty)
        self.model.set_rows(list(rows))
        self.sums.setText(sums)
        self.sums.setVisible(bool(sums))
        places = {self.id_of(row): place for place, row in enumerate(rows)}
        if rows:
            self.table.choose(places.get(self._wanted, 0))
        self._settle(self.table.chosen_row())

    def _on_chosen(self, row: Any) -> None:
        if row is not None:
            self._wanted = self.id_of(row)
        self._settle(row)

    def _settle(self, row: Any) -> None:
        head, told = self.tell_row(self.key, row) if row is not None else ("没有选中的行", "")
        may = self.page.workspace.actor.may
        barred: dict[str, str] = {}
        for action, button in self._action_buttons:
            here = (not action.queues or self.key in action.queues) and action.offered()
            button.setVisible(here)
            fits = not action.on_row or (here and row is not None and action.fits(row))
            why_not = "" if may(action.right) else "您的账号没有这个岗位"
            if here and fits and row is not None and not why_not and action.barred(row):
                why_not = action.barred(row)
                barred.setdefault(why_not, action.label.rstrip("…"))
            button.setEnabled(here and fits and not why_not)
            button.setToolTip(why_not)
        self.head.setText(head)
        self.told.setText(told)
        self.barred.setText("\n".join(f"{label}：{why_not}。" for why_not, label in barred.items()))
        self.barred.setVisible(bool(barred))

    def _on_action(self, action: Action) -> None:
        if not action.on_row:
            action.run()
            return
        row = self.table.chosen_row()
        if row is not None:
            action.run(row)

    def _on_opened(self, row: Any) -> None:
        self.open_row(row)

    def people_then(self, then: Callable[[list[tuple[str, str]]], Any]) -> None:
        """Ask who works here; they come as the answers of a field of type person."""

        def told(found: Sequence[Colleague]) -> None:
            then([(one.id, one.name) for one in found if one.at_work])

        self.page.tasks.read(admin.colleagues, then=told, owner=self)

    def print_to(self, issue: Any, *what: Any) -> None:
        """Ask for a folder and let `issue(unit, *what, folder)` put a paper there."""
        folder = QFileDialog.getExistingDirectory(self, "把文书存到")
        if folder:
            self.do(
                lambda made: f"{made.number} 共 {made.pages} 页，已存到 {made.path}",
                issue,
                *what,
                Path(folder),
            )

    def print_list(self, told: Told, issue: Any, *what: Any) -> None:
        """Let a paper with the data of many people leave: what for is stated, then `issue(unit, *what, folder, said)`."""

        def stated(said: Said) -> None:
            folder = QFileDialog.getExistingDirectory(self, "把文书存到")
            if not folder:
                return

            def done(made: Any) -> None:
                self.page.say("ok", f"{made.number} 共 {made.pages} 页，已存到 {made.path}")
                door.show_password(self, said, made.path)

            self.page.tasks.write(
                issue, *what, Path(folder), said, then=done, failed=self.page.tell, owner=self
            )

        door.pass_through(self.page, self, told, stated)

    def do(self, said: str | Callable[[Any], str], service: Any, *arguments: Any, **named: Any) -> None:
        """Run a service that changes something and say what it did."""

        def done(result: Any) -> None:
            self.page.say("ok", said(result) if callable(said) else said)

        self.page.tasks.write(service, *arguments, then=done, failed=self.page.tell, owner=self, **named)

    def ask(self, *asked: Any, **more: Any) -> PartDialog:
        """A dialog of a few fields over this part; see `Page.ask`."""
        return self.page.ask(*asked, owner=self, **more)
