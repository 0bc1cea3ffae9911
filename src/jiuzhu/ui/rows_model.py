"""Lists: one model for rows in memory, and one for a million rows that come in pages while one scrolls."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter, itemgetter
from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

Kind = Literal["text", "strong", "number", "money", "date", "tick", "due"]
Index = QModelIndex | QPersistentModelIndex
_DISPLAY = Qt.ItemDataRole.DisplayRole
_ALIGN = Qt.ItemDataRole.TextAlignmentRole
_TIP = Qt.ItemDataRole.ToolTipRole
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
ALIGNMENT = {"left": _LEFT, "right": _RIGHT, "center": _CENTRE}
SIGNS = {"ok": ("●", "未到期"), "warn": ("▲", "将到期"), "bad": ("■", "已逾期"), "": ("", "")}
PAGE = 200
KEPT_PAGES = 64
PLACEHOLDER = "…"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `value` takes the row's attribute (word), item (number) or whatever a function makes of it.

    Kind `due` takes `(colour, text)` with colour ok, warn, bad or ""; `tick` takes a truth value. `sort` names
    the order a paging source understands; "" means the column cannot be sorted there.
    """

    header: str
    value: str | int | Callable[[Any], Any]
    align: Literal["", "left", "right", "center"] = ""
    kind: Kind = "text"
    width: int = 0  # characters of the base font, 0 = by the header
    sort: str = ""
    stretch: bool = False

    @property
    def alignment(self) -> int:
        """Qt's alignment flags: numbers to the right, ticks in the middle, words to the left."""
        by_kind = {"number": "right", "money": "right", "tick": "center"}.get(self.kind, "left")
        return ALIGNMENT[self.align or by_kind]

    def reader(self) -> Callable[[Any], Any]:
        """The function that takes this column's raw value from a row."""
        if callable(self.value):
            return self.value
        return attrgetter(self.value) if isinstance(self.value, str) else itemgetter(self.value)


def shown(kind: Kind, value: Any) -> str:
    """The words a raw value is shown with: money with two digits, days as 2026-01-31, never `None`."""
    if value is None:
        return ""
    if kind == "due":
        colour, text = value
        mark, word = SIGNS[colour]
        return f"{mark} {text or word}".strip()
    if kind == "tick":
        return "✓" if value else ""
    if kind == "money" and isinstance(value, Decimal | int):
        return f"{value:,.2f}"
    if isinstance(value, date):  # a moment is a day too
        return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value.isoformat()
    return str(value)


class TableModel(QAbstractTableModel):
    """What both lists share: columns, headers, and words for a cell.

    The delegate asks `cell` and `row` directly: crossing into Qt for every role of every cell is what makes
    Python lists slow.
    """

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.kinds: tuple[Kind, ...] = tuple(column.kind for column in self.columns)
        self.alignments = tuple(column.alignment for column in self.columns)
        self._readers = tuple(column.reader() for column in self.columns)

    def row(self, position: int) -> Any:
        """The row object at a position, None while it is being fetched."""
        raise NotImplementedError

    def raw(self, position: int, column: int) -> Any:
        """The raw value of a cell, None while it is being fetched."""
        row = self.row(position)
        return None if row is None else self._readers[column](row)

    def cell(self, position: int, column: int) -> str:
        """The words shown in a cell."""
        row = self.row(position)
        if row is None:
            return "" if column else PLACEHOLDER
        return shown(self.kinds[column], self._readers[column](row))

    def columnCount(self, parent: Index | None = None) -> int:
        """How many columns; a table has no children."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Words, alignment and the full text as tooltip; every other role leaves at once."""
        if role in (_DISPLAY, _TIP):
            return self.cell(index.row(), index.column()) if index.isValid() else None
        if role == _ALIGN:
            return self.alignments[index.column()] if index.isValid() else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Column titles, aligned like their column; row numbers from 1."""
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            if role == _DISPLAY:
                return self.columns[section].header
            if role == _ALIGN:
                return self.alignments[section]
        elif orientation == Qt.Orientation.Vertical and role == _DISPLAY:
            return section + 1
        return None

    def can_sort(self, column: int) -> bool:
        """Whether a click on this header orders the list."""
        raise NotImplementedError


class RowsModel(TableModel):
    """Rows that are all here: some hundreds, a few thousand at most."""

    def __init__(
        self, columns: Sequence[Column], rows: Sequence[Any] = (), parent: QObject | None = None
    ) -> None:
        super().__init__(columns, parent)
        self._rows = list(rows)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    @property
    def rows(self) -> list[Any]:
        """The rows in the order shown."""
        return self._rows

    def row(self, position: int) -> Any:
        """The row object at a position."""
        return self._rows[position]

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def can_sort(self, column: int) -> bool:
        """Every column sorts, on raw values."""
        return 0 <= column < len(self.columns)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by the raw values of a column, unknown ones last."""
        if not self.can_sort(column):
            return
        read = self._readers[column]
        self.beginResetModel()
        known = [row for row in self._rows if read(row) is not None]
        unknown = [row for row in self._rows if read(row) is None]
        known.sort(key=read, reverse=order == Qt.SortOrder.DescendingOrder)
        self._rows = known + unknown
        self.endResetModel()


Fetch = Callable[[int, int, str, Callable[[Sequence[Any], int], None]], None]
"""`fetch(offset, limit, sort, then)` starts a read; `then(rows, total)` brings its answer. `sort` is a column's
sort word, with `-` before it for descending, "" for the source's own order."""


class PagedRowsModel(TableModel):
    """Rows in pages of 200 from a source that answers later; 64 pages are kept, the rest is asked for again.

    One page is under way at a time; the page looked at last comes first, so a fast scroll leaves no queue behind.
    """

    total_changed = Signal(int)

    def __init__(self, columns: Sequence[Column], fetch: Fetch, parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self._fetch = fetch
        self._pages: OrderedDict[int, Sequence[Any]] = OrderedDict()
        self._wanted: list[int] = []
        self._missed: set[int] = set()  # pages somebody looked for in vain: only they are told when they come
        self._under_way: int | None = None
        self._run = 0  # answers of an earlier order or filter are not taken
        self._total = 0
        self._sort = ""
        self._last: tuple[int, Sequence[Any]] = (-1, ())
        self._seen = 0  # first row on screen at the last painting

    @property
    def total(self) -> int:
        """How many rows the source has."""
        return self._total

    def reload(self, *, keep_total: bool = False) -> None:
        """Forget every page and ask again, after a change or another filter."""
        self.beginResetModel()
        self._run += 1
        self._pages.clear()
        self._last = (-1, ())
        self._wanted.clear()
        self._missed.clear()
        self._under_way = None
        if not keep_total:
            self._total = 0
        self.endResetModel()
        self._want(0)

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows the source has."""
        return 0 if parent is not None and parent.isValid() else self._total

    def row(self, position: int) -> Any:
        """The row object, or None while its page is fetched (asking starts the fetch)."""
        number = position // PAGE
        if self._last[0] == number:
            rows = self._last[1]
        else:
            found = self._pages.get(number)
            if found is None:
                self._missed.add(number)
                self._last = (number, ())  # the other cells of the page need not ask again
                self._want(number)
                return None
            self._pages.move_to_end(number)
            self._last = (number, found)
            rows = found
        place = position - number * PAGE
        return rows[place] if place < len(rows) else None

    def look_around(self, first: int, last: int) -> None:
        """Fetch the pages next to the rows on screen while somebody scrolls towards them; a jump asks for nothing more."""
        moved = abs(first - self._seen)
        self._seen = first
        if not 0 < moved < PAGE:
            return
        for number in (last // PAGE + 1, first // PAGE - 1):
            if 0 <= number * PAGE < self._total and number not in self._pages and not self._wanted:
                self._want(number)

    def can_sort(self, column: int) -> bool:
        """Columns the source knows an order for."""
        return 0 <= column < len(self.columns) and bool(self.columns[column].sort)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask the source for another order."""
        if self.can_sort(column):
            down = "-" if order == Qt.SortOrder.DescendingOrder else ""
            self._sort = f"{down}{self.columns[column].sort}"
            self.reload(keep_total=True)

    def _want(self, number: int) -> None:
        if number == self._under_way:
            return
        if number in self._wanted:
            self._wanted.remove(number)
        self._wanted.append(number)
        del self._wanted[:-4]  # a screen shows two pages at most; what was passed on the way is not needed
        if self._under_way is None:
            self._ask()

    def _ask(self) -> None:
        number = self._wanted.pop()
        run = self._run
        self._under_way = number

        def then(rows: Sequence[Any], total: int) -> None:
            if run == self._run:
                self._take(number, rows, total)

        self._fetch(number * PAGE, PAGE, self._sort, then)

    def _take(self, number: int, rows: Sequence[Any], total: int) -> None:
        self._under_way = None
        self._pages[number] = rows
        self._last = (-1, ())
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        if total != self._total:
            self._resize(total)
        elif rows and number in self._missed:
            first = number * PAGE
            self.dataChanged.emit(
                self.index(first, 0), self.index(first + len(rows) - 1, len(self.columns) - 1), [_DISPLAY]
            )
        self._missed.discard(number)
        if self._wanted and self._under_way is None:
            self._ask()

    def _resize(self, total: int) -> None:
        self.beginResetModel()
        self._total = total
        self.endResetModel()
        self.total_changed.emit(total)
