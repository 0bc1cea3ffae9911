"""A month: whole weeks as rows of cells."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from jiuzhu.ui.calendar.layouts import GAP, WEEK, Box, Heading, Layout, Place, SlotLike


class Cell(NamedTuple):
    """A day of a month and the corner it stands in."""

    day: date
    x: float
    y: float
    quiet: bool  # of another month
    hidden: int = 0  # visits it does not hold


@dataclass(frozen=True, slots=True)
class MonthLayout(Layout):
    """Whole weeks as rows of cells; visits are lines in the cell of their day, as many as it holds."""

    cells: tuple[Cell, ...] = ()

    def place(self, x: float, y: float) -> Place | None:
        """The day of the cell; a month knows no minutes, so the visit keeps its own (-1)."""
        if not (0 <= x < self.width and 0 <= y < self.height):
            return None
        week_of, column = int(y / self._high), int(x / (self.width / WEEK))
        return Place(self.cells[week_of * WEEK + column].day, -1)

    def span(self, place: Place, minutes: int) -> tuple[float, float, float, float]:  # noqa: ARG002  # a cell is as long as any
        """The cell of the day."""
        cell = next((one for one in self.cells if one.day == place.day), self.cells[0])
        return cell.x, cell.y, self.width / WEEK, self._high

    @property
    def _high(self) -> float:
        return self.height / (len(self.cells) / WEEK)

    @property
    def resizes(self) -> bool:
        """A month shows no lengths."""
        return False


def month_days(day: date) -> tuple[date, ...]:
    """The whole weeks a month touches, from Monday on."""
    first = day.replace(day=1)
    begin = first - timedelta(days=first.weekday())
    after = (first + timedelta(days=31)).replace(day=1)
    weeks = -(-((after - begin).days) // WEEK)
    return tuple(begin + timedelta(days=step) for step in range(weeks * WEEK))


def month(
    slots: Sequence[SlotLike],
    day: date,
    size: tuple[float, float],
    off: Iterable[date] = (),
    line_height: float = 18,
) -> MonthLayout:
    """The month of a day, filling `size`."""
    days = month_days(day)
    width, height = size
    wide, high = width / WEEK, height / (len(days) / WEEK)
    holds = max(int((high - line_height) / line_height), 1)
    by_day: dict[date, list[SlotLike]] = defaultdict(list)
    for slot in slots:
        by_day[slot.day].append(slot)
    boxes, cells = [], []
    rest = set(off)
    for number, one in enumerate(days):
        x, y = number % WEEK * wide, number // WEEK * high
        told = sorted(by_day[one], key=lambda slot: (slot.starts, slot.id))
        shown = told if len(told) <= holds else told[: holds - 1]
        cells.append(Cell(one, x, y, one.month != day.month, len(told) - len(shown)))
        boxes += [
            Box(slot, x + GAP, y + (place + 1) * line_height, wide - 2 * GAP, line_height - 1, slot.worker_id)
            for place, slot in enumerate(shown)
        ]
    columns = tuple(
        Heading(f"星期{name}", place * wide, wide, "", place >= 5)  # Saturday
        for place, name in enumerate("一二三四五六日")
    )
    lines = (
        *((place * wide, 0.0, place * wide, height, False) for place in range(1, WEEK)),
        *((0.0, place * high, width, place * high, False) for place in range(1, len(days) // WEEK)),
    )
    quiet = tuple((one.x, one.y, wide, high) for one in cells if one.quiet or one.day in rest)
    return MonthLayout(width, height, tuple(boxes), columns, (), lines, quiet, tuple(cells))
