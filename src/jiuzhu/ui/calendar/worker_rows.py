"""Workers in rows, time to the right over one day or several."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from jiuzhu.ui.calendar.layouts import (
    GAP,
    HOUR,
    NO_HOURS,
    Box,
    Heading,
    Hours,
    Layout,
    Place,
    SlotLike,
    day_words,
    hours_for,
    snapped,
)


class Row(NamedTuple):
    """A worker's row."""

    worker_id: str
    name: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class RowsLayout(Layout):
    """Workers as rows, time to the right over one day or several."""

    days: tuple[date, ...] = ()
    hours: Hours = NO_HOURS
    workers: tuple[str, ...] = ()

    def place(self, x: float, y: float) -> Place | None:
        """The worker of the row, the day and the nearest quarter of an hour."""
        if not (0 <= x < self.width and 0 <= y < self.height) or not self.workers:
            return None
        wide = self.width / len(self.days)
        number = int(x / wide)
        minute = self.hours.first + (x - number * wide) / wide * self.hours.length
        row = min(int(y / (self.height / len(self.workers))), len(self.workers) - 1)
        return Place(self.days[number], snapped(minute, self.hours), self.workers[row])

    def span(self, place: Place, minutes: int) -> tuple[float, float, float, float]:
        """A bar in the worker's row."""
        wide, high = self.width / len(self.days), self.height / max(len(self.workers), 1)
        minute = wide / self.hours.length
        number = self.days.index(place.day) if place.day in self.days else 0
        row = self.workers.index(place.worker_id) if place.worker_id in self.workers else 0
        x = number * wide + (place.minute - self.hours.first) * minute
        return x, row * high + GAP, minutes * minute, high - 2 * GAP


def rows(
    slots: Sequence[SlotLike],
    days: Sequence[date],
    workers: Sequence[Row],
    size: tuple[float, float],
    *,
    off: Iterable[date] = (),
    row_height: float = 34,
) -> RowsLayout:
    """Workers below each other, as wide as `size` and as high as their rows."""
    hours = hours_for(slots)
    width, high = size[0], row_height
    height = max(len(workers), 1) * high
    wide = width / len(days)
    minute = wide / hours.length
    places = {row.worker_id: place for place, row in enumerate(workers)}
    columns_of = {day: place for place, day in enumerate(days)}
    boxes = [
        Box(
            slot,
            columns_of[slot.day] * wide + (slot.starts - hours.first) * minute,
            places[worker] * high + GAP,
            max((slot.ends - slot.starts) * minute - 1, 3),
            high - 2 * GAP,
            worker,
        )
        for slot in slots
        for worker in filter(None, (slot.worker_id, slot.second_worker_id))
        if worker in places and slot.day in columns_of
    ]
    boxes = _with_room(boxes, width)
    rest = set(off)
    if len(days) == 1:
        marks = range(hours.first, hours.last, HOUR)
        columns = tuple(
            Heading(f"{at // HOUR}:00", (at - hours.first) * minute, HOUR * minute) for at in marks
        )
    else:
        columns = tuple(
            Heading(day_words(day), place * wide, wide, day.isoformat(), day in rest)
            for place, day in enumerate(days)
        )
    step = HOUR if len(days) == 1 else 4 * HOUR
    lines = (
        *((0.0, (place + 1) * high, width, (place + 1) * high, False) for place in range(len(workers))),
        *(
            (x, 0.0, x, height, at == hours.first)
            for place in range(len(days))
            for at in range(hours.first, hours.last, step)
            for x in (place * wide + (at - hours.first) * minute,)
        ),
    )
    headings = tuple(
        Heading(row.name, place * high, high, row.worker_id, row.quiet) for place, row in enumerate(workers)
    )
    quiet = tuple((place * wide, 0.0, wide, height) for place, day in enumerate(days) if day in rest)
    return RowsLayout(
        width, height, tuple(boxes), columns, headings, lines, quiet, tuple(days), hours,
        tuple(row.worker_id for row in workers),
    )  # fmt: skip


def _with_room(boxes: list[Box], width: float) -> list[Box]:
    """Bars of a row are short: their words go on to where the next one begins."""
    ordered = sorted(boxes, key=lambda box: (box.y, box.x))
    after = [box.x if box.y == before.y else width for before, box in pairwise(ordered)]
    return [box._replace(room=end - box.x - GAP) for box, end in zip(ordered, [*after, width], strict=False)]
