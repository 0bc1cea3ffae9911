"""A page of several parts: buttons above or at the left, one part beside them, each made when it is first shown."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any, ClassVar, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.flow import FlowRow
from jiuzhu.ui.page import Page
from jiuzhu.ui.tasks import Tasks

_SHORTCUTS = 9


class Part(QWidget):
    """One part of a page. It asks services through `page.tasks` and speaks through `page.say`."""

    watches: ClassVar[frozenset[str]] = frozenset()  # a write to one of these tables calls reload
    next_step: ClassVar[str] = ""  # the page's footer while the part is shown

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page

    def reload(self) -> None:
        """Load what the part shows; called when it comes to the front and after a write to a watched table."""

    def can_leave(self) -> bool:
        """Whether the window may close; a part that says no tells why."""
        return True


class PartEntry(NamedTuple):
    """A part's key, its button, the module and class it is made of, and its heading at the left.

    `right`: who has one of these rights, space-separated, is offered the part.
    """

    key: str
    label: str
    module: str
    name: str
    right: str = "read"
    group: str = ""
    here: bool = False  # only where the data lie on this computer
    elsewhere: str = ""  # its button where the data lie on a server, "" for the same one
    families: bool = False  # shows nothing to who sees no family


class PartsPage(Page):
    """Subclasses name their parts; Ctrl+1 … Ctrl+9 choose one. Parts with groups stand at the left under headings."""

    parts: ClassVar[Sequence[PartEntry]] = ()

    def __init__(
        self, tasks: Tasks, workspace: Any, title: str, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(tasks, workspace, title, name, parent)
        self._made: dict[str, Part] = {}
        self._entries = {
            entry.key: entry
            for entry in self.parts
            if any(map(workspace.actor.may, entry.right.split()))
            and (not entry.here or workspace.kept_here)
            and (not entry.families or workspace.sees_families)
        }
        self._buttons_of: dict[str, QPushButton] = {}
        self._key = ""
        for place, entry in enumerate(self._entries.values(), start=1):
            label = entry.label if workspace.kept_here else entry.elsewhere or entry.label
            button = pieces.button(label, f"part_{entry.key}")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, key=entry.key: self.choose(key))
            if place <= _SHORTCUTS:
                button.setToolTip(f"{label}（Ctrl+{place}）")
                QShortcut(QKeySequence(f"Ctrl+{place}"), self).activated.connect(
                    lambda key=entry.key: self.choose(key)
                )
            self._buttons_of[entry.key] = button
        self._shown = QVBoxLayout()  # no QStackedWidget: its highest page makes all the others scroll
        if any(entry.group for entry in self.parts):
            self._lay_out_beside()
        else:
            self._lay_out_above()

    def _lay_out_above(self) -> None:
        chooser = FlowRow()
        for button in self._buttons_of.values():
            chooser.add(button)
        self.body.addWidget(chooser)
        self.body.addLayout(self._shown, 1)

    def _lay_out_beside(self) -> None:
        chooser = QVBoxLayout()
        chooser.setSpacing(0)
        group = ""
        for key, button in self._buttons_of.items():
            if self._entries[key].group != group:
                group = self._entries[key].group
                chooser.addWidget(pieces.label(group, "caption"))
            button.setProperty("kind", "entry")
            chooser.addWidget(button)
        chooser.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(tokens.BETWEEN)
        row.addLayout(chooser)
        row.addLayout(self._shown, 1)
        self.body.addLayout(row, 1)

    @property
    def current_key(self) -> str:
        """The key of the part shown, "" before the first showing."""
        return self._key

    def has(self, key: str) -> bool:
        """Whether who works here sees that part."""
        return key in self._entries

    def part(self, key: str) -> Part:
        """A part by its key, made when it is not there yet."""
        made = self._made.get(key)
        if made is None:
            entry = self._entries[key]
            made = getattr(import_module(entry.module), entry.name)(self)
            self._made[key] = made
            made.hide()
            self._shown.addWidget(made)
        return made

    def choose(self, key: str) -> Part:
        """Bring a part to the front and load it."""
        part = self.part(key)
        for name, button in self._buttons_of.items():
            button.setChecked(name == key)
        if key != self._key:
            self.bar.clear()
        self._key = key
        self._bring_up(part)
        self.set_next(part.next_step)
        part.reload()
        return part

    def _bring_up(self, part: Part) -> None:
        """Show one part alone; who was typing in another stands in this one, where they last were."""
        focused = self.focusWidget()
        typing = focused is not None and any(made.isAncestorOf(focused) for made in self._made.values())
        for made in self._made.values():
            made.setVisible(made is part)
        if typing and not part.isAncestorOf(focused):
            able = (
                one
                for one in part.findChildren(QWidget)
                if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isEnabled()
            )
            (part.focusWidget() or next(able, part)).setFocus()

    def reload(self) -> None:
        """Show the first part, or load the one that is shown again."""
        if self._entries:
            self.choose(self._key or next(iter(self._entries)))

    def can_leave(self) -> bool:
        """Every part is asked."""
        return all(part.can_leave() for part in self._made.values())

    def hear(self, tables: frozenset[str]) -> None:
        """Another desk changed these tables: only the part that is shown matters, and only if it shows them."""
        shown = self._made.get(self._key)
        if shown is not None and (tables & shown.watches or "*" in tables):
            super().hear(frozenset({"*"}))

    def _on_changed(self, tables: frozenset[str]) -> None:
        shown = self._made.get(self._key)
        if shown is None or not tables & shown.watches:
            return
        if self.isVisible():
            shown.reload()
        else:
            self._stale = True
