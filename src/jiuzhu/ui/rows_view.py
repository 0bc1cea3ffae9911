"""The table people work in: keyboard first, calm rows, nothing that repaints a million cells."""

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.delegates import RowDelegate
from jiuzhu.ui.rows_model import Index, PagedRowsModel, RowsModel, TableModel

COPY_LIMIT = 1000
READABLE = 8  # letters a stretching column keeps however narrow the table is


class RowsView(QTableView):
    """A table of rows. Enter or a double click opens; Ctrl+C copies the cells as they are shown, masks included.

    Selecting everything is a flag (`all_selected`), never a selection of a million cells: Qt needs 13 s for that.
    """

    opened = Signal(object)  # the row object
    chosen = Signal(object)  # the row the person stands on now
    told = Signal(str, str)  # level, sentence
    all_selected_changed = Signal(bool)

    def __init__(
        self,
        name: str,
        spoken: str,
        *,
        dense: bool = False,
        many: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        pieces.named(self, name, spoken)
        self._row_height = tokens.ROW_DENSE if dense else tokens.ROW
        self._many = many
        self._empty = ""
        self.all_selected = False
        self._delegate = RowDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if many else mode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)  # Tab leaves the table, arrows move inside it
        self.setWordWrap(False)
        self.setShowGrid(True)
        self.setGridStyle(Qt.PenStyle.SolidLine)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSortIndicatorShown(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setSectionsClickable(True)
        head.sectionClicked.connect(self._on_header)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(self._on_double)
        self._refresh()

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show a `TableModel`; columns take the widths they ask for."""
        super().setModel(model)
        if isinstance(model, TableModel):
            self._fit()
            model.modelReset.connect(self._on_reset)

    def set_empty(self, text: str) -> None:
        """What stands in the empty table: what will appear here and how to get it."""
        self._empty = text
        self.viewport().update()

    def chosen_row(self) -> Any:
        """The row object the person stands on, or None."""
        model = self.model()
        index = self.currentIndex()
        return model.row(index.row()) if isinstance(model, TableModel) and index.isValid() else None

    def chosen_rows(self) -> list[Any]:
        """Every selected row object that is loaded; with `all_selected` over pages, ask the source instead."""
        model = self.model()
        if not isinstance(model, TableModel):
            return []
        if self.all_selected and isinstance(model, RowsModel):
            return list(model.rows)
        found = (model.row(position) for position in self._positions(COPY_LIMIT))
        return [row for row in found if row is not None]

    def choose(self, position: int) -> None:
        """Stand on a row, as a click would."""
        flag = QItemSelectionModel.SelectionFlag
        index = self.model().index(position, 0)
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)

    def selectAll(self) -> None:
        """Mark everything as chosen without touching a single cell."""
        if self._many:
            self._set_all(on=True)

    def clearSelection(self) -> None:
        """Nothing is chosen."""
        self._set_all(on=False)
        super().clearSelection()

    def copy(self) -> None:
        """Put the chosen rows on the clipboard, cells parted by tabs, at most 1,000 rows."""
        model = self.model()
        if not isinstance(model, TableModel):
            return
        positions = self._positions(COPY_LIMIT + 1)
        if len(positions) > COPY_LIMIT or self.all_selected:
            self.told.emit("warn", f"一次最多复制 {COPY_LIMIT} 行，没有复制。需要全部数据请用“导出”。")
            return
        columns = range(len(model.columns))
        lines = ("\t".join(model.cell(row, column) for column in columns) for row in positions)
        QGuiApplication.clipboard().setText("\n".join(lines))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Ctrl+C copies; everything else is Qt's."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Rows, or the sentence of an empty table; afterwards the neighbouring pages are fetched."""
        selection = self.selectionModel().selection() if self.selectionModel() else ()
        blocks = [selection.at(number) for number in range(selection.count())] if selection else []
        self._delegate.selected = [(block.top(), block.bottom()) for block in blocks]
        super().paintEvent(event)
        model = self.model()
        if model is None or not model.rowCount():
            if self._empty:
                painter = QPainter(self.viewport())
                painter.setPen(tokens.now().muted)
                area = self.viewport().rect().adjusted(24, 24, -24, -24)
                flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
                painter.drawText(area, flags, self._empty)
                painter.end()
        elif isinstance(model, PagedRowsModel):
            first = self.rowAt(0)
            last = self.rowAt(self.viewport().height() - 1)
            model.look_around(first, model.rowCount() - 1 if last < 0 else last)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._spread()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the text size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.FontChange, QEvent.Type.PaletteChange}:
            self._refresh()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which row the person stands on."""
        super().currentChanged(current, previous)
        self._set_all(on=False)
        if current.isValid() and current.row() != previous.row():
            self.chosen.emit(self.chosen_row())

    def _positions(self, limit: int) -> list[int]:
        found: list[int] = []
        selection = self.selectionModel().selection()
        for number in range(selection.count()):
            block = selection.at(number)
            found.extend(range(block.top(), min(block.bottom(), block.top() + limit - len(found) - 1) + 1))
            if len(found) >= limit:
                break
        return sorted(set(found))

    def _set_all(self, *, on: bool) -> None:
        if self.all_selected != on:
            self.all_selected = self._delegate.all_selected = on
            self.viewport().update()
            self.all_selected_changed.emit(on)

    def _refresh(self) -> None:
        delegate = getattr(self, "_delegate", None)
        if delegate is None:  # Qt polishes the base class before our own parts exist
            return
        delegate.refresh(self.font())
        height = max(tokens.scaled(self._row_height), self.fontMetrics().height() + 6)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self._fit()

    def _fit(self) -> None:
        model = self.model()
        if not isinstance(model, TableModel):
            return
        for number, column in enumerate(model.columns):
            self.setColumnWidth(number, self._room_for(max(column.width, len(column.header) + 2)))
        self._spread()

    def _room_for(self, letters: int) -> int:
        return letters * self.fontMetrics().horizontalAdvance("汉") + 2 * tokens.INSIDE

    def _spread(self) -> None:
        """Give the room left over to the stretching column, but never so little that it cannot be read."""
        model, head, resize = self.model(), self.horizontalHeader(), QHeaderView.ResizeMode
        if not isinstance(model, TableModel):
            return
        shown = [number for number in range(len(model.columns)) if not self.isColumnHidden(number)]
        for number, column in enumerate(model.columns):
            if not column.stretch:
                continue
            least = self._room_for(max(min(column.width, READABLE), len(column.header)))
            left = self.viewport().width() - sum(
                head.sectionSize(other) for other in shown if other != number
            )
            head.setSectionResizeMode(number, resize.Stretch if left >= least else resize.Interactive)
            if left < least:
                self.setColumnWidth(number, least)

    def _on_header(self, section: int) -> None:
        model = self.model()
        head = self.horizontalHeader()
        if isinstance(model, TableModel) and model.can_sort(section):
            kept = self.chosen_row()
            model.sort(section, head.sortIndicatorOrder())
            if isinstance(model, RowsModel) and kept is not None:
                self.choose(next(place for place, row in enumerate(model.rows) if row is kept))
        else:
            head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    def _on_reset(self) -> None:
        self._set_all(on=False)
        self.viewport().update()

    def _on_double(self, index: QModelIndex) -> None:
        self._open(index)

    def _open(self, index: Index) -> None:
        model = self.model()
        if isinstance(model, TableModel) and index.isValid():
            row = model.row(index.row())
            if row is not None:
                self.opened.emit(row)
