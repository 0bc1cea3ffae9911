"""A form on screen, made from its sections: the clerk types, the dossier knows it at once."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.form import Section
from jiuzhu.errors import Problem
from jiuzhu.ui import form_places
from jiuzhu.ui.form_box import FieldBox
from jiuzhu.ui.form_cards import CardsEditor
from jiuzhu.ui.form_fields import Codes
from jiuzhu.ui.form_grid import FieldGrid
from jiuzhu.ui.form_table import make_table
from jiuzhu.ui.table_editor import TableEditor


class Part(Protocol):
    """A piece of a form: its fields, the widgets the keyboard visits, and what it tells."""

    boxes: list[FieldBox]

    @property
    def edited(self) -> SignalInstance:
        """A path was edited."""

    @property
    def rebuilt(self) -> SignalInstance:
        """Other widgets stand on screen."""

    def stops(self) -> list[QWidget]:
        """Widgets in the order of the keyboard."""


class FormView(QScrollArea):
    """Sections of a form, for typing.

    Enter goes to the next field and Shift+Enter back; in a table Ins or Ctrl+Enter adds a row and Ctrl+Delete
    takes one off. F2 asks for the next step. What cannot be read stays on screen and is told beside its field.
    """

    edited = Signal(str)
    next_wanted = Signal()
    told = Signal(str)

    def __init__(self, sections: Sequence[Section], codes: Codes, today: date) -> None:
        super().__init__()
        self.raw: dict[str, str] = {}
        self._dossier: Dossier | None = None
        self._grids: list[FieldGrid] = []
        self._tables: list[TableEditor] = []
        self._parts: list[Part] = []
        self._conditional: list[tuple[Section, Part | None, list[QWidget]]] = []
        self._away: list[Part] = []  # parts of sections the answers given leave out
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        body.setObjectName("page_body")
        self._body = QVBoxLayout(body)
        self._body.setContentsMargins(16, 12, 16, 16)
        self._body.setSpacing(10)
        for section in sections:
            if section.screen:
                self._add(section, codes, today)
        self._body.addStretch()
        self.setWidget(body)

    def add_part(self, part: Part, widget: QWidget) -> None:
        """Put a part that is not made from a form below the sections; its keyboard is that of the form."""
        self._body.insertWidget(self._body.count() - 1, widget)
        self._parts.append(part)
        part.rebuilt.connect(lambda: self._watch(part.stops()))
        part.edited.connect(self._on_edited)
        self._watch(part.stops())

    @property
    def boxes(self) -> list[FieldBox]:
        """The fields on screen, in order."""
        return [box for part in self._parts if part not in self._away for box in part.boxes]

    def set_dossier(self, dossier: Dossier) -> None:
        """Show a dossier; text that could not be read in another one is forgotten."""
        if dossier is not self._dossier:
            self.raw.clear()
        self._dossier = dossier
        for grid in self._grids:
            for box in grid.boxes:
                owner, attribute = form_places.owner(dossier, box.field.name)
                box.bind(owner, attribute, box.field.name, self.raw)
            grid.apply_relevance()
        people = self._people()
        for table in self._tables:
            table.set_dossier(dossier, people)
        self._apply_relevance()

    def refresh(self) -> None:
        """Show the same dossier again: another step has changed it."""
        if self._dossier is not None:
            self.set_dossier(self._dossier)

    def problems(self) -> list[Problem]:
        """What is typed here and cannot be read, field by field."""
        return [Problem(box.path, box.sentence) for box in self.boxes if box.matters and box.sentence]

    def has_field(self, path: str) -> bool:
        """Whether this form asks for the path (in any row)."""
        return self._find(path, show=False) is not None

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Put each sentence beside its field and the focus into the first."""
        first: FieldBox | None = None
        for problem in reversed(problems):
            box = self._find(problem.field, show=True)
            if box is not None:
                box.tell(problem.message)
                first = box
        if first is not None:
            self.focus_box(first)

    def focus_path(self, path: str) -> bool:
        """Put the focus into the field of a path; False when it is not on this form."""
        box = self._find(path, show=True)
        if box is not None:
            self.focus_box(box)
        return box is not None

    def focus_first(self) -> None:
        """Put the focus into the first field."""
        stops = self._stops()
        if stops:
            stops[0].setFocus(Qt.FocusReason.TabFocusReason)
        self.verticalScrollBar().setValue(0)

    def focus_box(self, box: FieldBox) -> None:
        """Put the focus into a field and scroll to it."""
        self._focus(box.editor.focus[0])

    def reveal(self, box: FieldBox) -> None:
        """Scroll to a field, its neighbours in sight, and leave the focus where it is."""
        self._body.activate()
        self.ensureWidgetVisible(box, 16, self.viewport().height() // 3)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keyboard of forms; a scroll area also watches its own body, whose keys are nobody's."""
        if watched is self.widget() or watched is self.viewport():
            return super().eventFilter(watched, event)
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and isinstance(watched, QWidget)
        ):
            return self._on_key(watched, event)
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._scroll_to(watched)
        return super().eventFilter(watched, event)

    def _add(self, section: Section, codes: Codes, today: date) -> None:
        widgets: list[QWidget] = []
        part: Part | None = None
        if section.title:
            heading = QLabel(section.title)
            heading.setProperty("role", "heading")
            widgets.append(heading)
        if section.kind == "fields":
            grid = FieldGrid([item for item in section.fields if item.screen], codes, today)
            grid.answer_of = self._answer_of
            grid.edited.connect(self._on_edited)
            self._grids.append(grid)
            widgets.append(grid)
            part = grid
            self._watch(grid.stops())
        elif section.kind == "table":
            table = make_table(section, codes, today, self.raw)
            table.edited.connect(self._on_edited)
            table.told.connect(self.told)
            table.rebuilt.connect(lambda: self._watch(table.stops()))
            self._tables.append(table)
            widgets.append(table)
            part = table
            self._watch([table.add_button, table.undo_button])
        elif section.text:
            text = QLabel(section.text)
            text.setWordWrap(True)
            widgets.append(text)
        for widget in widgets:
            self._body.addWidget(widget)
        if part is not None:
            self._parts.append(part)
        if section.relevant is not None or (section.fields and all(item.off for item in section.fields)):
            self._conditional.append((section, part, widgets))

    def _apply_relevance(self) -> None:
        """Show and hide whole sections by the answers they depend on."""
        if self._dossier is None:
            return
        self._away = []
        for section, part, widgets in self._conditional:
            wanted = section.relevant
            shown = wanted is None or wanted.holds(self._answer_of(wanted.field))
            if section.fields and all(item.off for item in section.fields):
                shown = shown and part is not None and any(box.told for box in part.boxes)
            if part is not None and not shown:
                self._away.append(part)
            for widget in widgets:
                widget.setVisible(shown)

    def _watch(self, widgets: Sequence[QWidget]) -> None:
        for widget in widgets:
            widget.removeEventFilter(self)
            widget.installEventFilter(self)

    def _answer_of(self, path: str) -> object:
        if self._dossier is None:
            return None
        owner, attribute = form_places.owner(self._dossier, path)
        return getattr(owner, attribute)

    def _people(self) -> list[tuple[str, str]]:
        if self._dossier is None:
            return []
        return [
            (member.id, member.name or f"第 {place} 位成员（未填姓名）")
            for place, member in enumerate(self._dossier.members, start=1)
        ]

    def _on_edited(self, path: str) -> None:
        if path.endswith(".name") or path == "members":
            people = self._people()
            for table in self._tables:
                table.set_people(people)
        for grid in self._grids:  # a question may hang on an answer in another section
            grid.apply_relevance()
        self._apply_relevance()
        self.edited.emit(path)

    def _stops(self) -> list[QWidget]:
        found = [widget for part in self._parts for widget in part.stops()]
        return [
            widget
            for widget in found
            if widget.isVisibleTo(self)
            and widget.isEnabled()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus  # one tick of a group stands for all of it
        ]

    def _focus(self, widget: QWidget) -> None:
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll_to(widget)

    def _scroll_to(self, widget: QWidget) -> None:
        self._body.activate()  # fields that were just made have no place yet
        self.ensureWidgetVisible(widget, 16, 48)

    def _find(self, path: str, *, show: bool) -> FieldBox | None:
        wanted = form_places.canonical(path)
        for table in self._tables:
            if not wanted.startswith(f"{table.section.repeat}.") or table in self._away:
                continue
            _, number, name = wanted.split(".", 2)
            inside = number.isdigit() and int(number) < len(table.rows)
            if inside and isinstance(table, CardsEditor) and any(item.name == name for item in table.fields):
                if show and table.current != int(number):
                    table.show_row(int(number))
                return next(box for box in table.boxes if box.field.name == name)
        return next((box for box in self.boxes if form_places.canonical(box.path) == wanted), None)

    def _table_of(self, widget: QWidget) -> TableEditor | None:
        return next((table for table in self._tables if table.isAncestorOf(widget)), None)

    def _on_key(self, widget: QWidget, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control = held == Qt.KeyboardModifier.ControlModifier
        table = self._table_of(widget)
        enter = key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if key == Qt.Key.Key_F2 and not held:
            self._settle(widget)
            self.next_wanted.emit()
        elif table is not None and (key == Qt.Key.Key_Insert or (enter and control)):
            self._settle(widget)
            table.add_row()
        elif table is not None and key == Qt.Key.Key_Delete and control:
            table.end_row(table.row_of(widget))
        elif isinstance(table, CardsEditor) and control and key in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
            self._settle(widget)
            table.focus_row(table.current + (1 if key == Qt.Key.Key_PageDown else -1))
        elif enter and held == Qt.KeyboardModifier.AltModifier and isinstance(widget, QPlainTextEdit):
            widget.insertPlainText("\n")
        elif enter and not held and isinstance(widget, QPushButton):
            widget.click()
        elif enter and isinstance(widget, QAbstractItemView) and widget.currentIndex().isValid():
            return False  # Enter opens the line
        elif enter and not held:
            self._move(widget, 1)
        elif enter and held == Qt.KeyboardModifier.ShiftModifier:
            self._move(widget, -1)
        else:
            return False
        return True

    def _settle(self, widget: QWidget) -> None:
        for box in self.boxes:
            if widget in box.editor.focus:
                box.settle()

    def _move(self, widget: QWidget, step: int) -> None:
        self._settle(widget)
        stops = self._stops()
        at = stops.index(widget) + step if widget in stops else 0
        table = self._table_of(widget)
        last_of_row = table is not None and 0 < at < len(stops) and stops[at] is table.add_button
        if (
            isinstance(table, CardsEditor)
            and step > 0
            and last_of_row
            and table.current + 1 < len(table.rows)
        ):
            table.focus_row(table.current + 1)
        elif at >= len(stops):
            self.next_wanted.emit()
        elif at >= 0:
            self._focus(stops[at])
