"""Where visits stand on a calendar, whatever its kind, and a week of columns; workers in rows lie in `rows`, a month in `month`.

Pure geometry in pixels from the corner of the content, headings not counted. A layout turns visits into boxes and a
point into a day, a minute and a worker; the view paints the one and asks the other.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

SNAP = 15  # minutes
HOUR = 60
GAP = 2  # pixels between two boxes
WEEK = 7


class SlotLike(Protocol):
    """What a layout needs to know of a visit; minutes after midnight."""

    @property
    def id(self) -> str:
        """What it is known by."""

    @property
    def day(self) -> date:
        """Its day."""

    @property
    def starts(self) -> int:
        """When it begins."""

    @property
    def ends(self) -> int:
        """When it ends."""

    @property
    def worker_id(self) -> str:
        """Who is sent."""

    @property
    def second_worker_id(self) -> str | None:
        """Who is sent too."""


class Box(NamedTuple):
    """A visit on the calendar; one that two workers make stands in both their rows."""

    slot: SlotLike
    x: float
    y: float
    width: float
    height: float
    worker_id: str
    room: float = 0  # pixels its words may take where they may stand beside it, 0 for its own width

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


class Place(NamedTuple):
    """What a point means; `worker_id` is "" where the calendar has no rows of workers."""

    day: date
    minute: int
    worker_id: str = ""


class Heading(NamedTuple):
    """A word over a column or beside a row: where it begins and how long it is; `key` is a day or a worker's id."""

    text: str
    begin: float
    length: float
    key: str = ""
    quiet: bool = False  # a day off, a worker who is away


@dataclass(frozen=True, slots=True)
class Layout:
    """A calendar laid out, all in pixels: its size, boxes, headings and lines."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    columns: tuple[Heading, ...]
    rows: tuple[Heading, ...]
    lines: tuple[tuple[float, float, float, float, bool], ...]  # x1, y1, x2, y2, whether it parts days
    quiet: tuple[
        tuple[float, float, float, float], ...
    ] = ()  # days off and times out of work: x, y, width, height

    def at(self, x: float, y: float) -> Box | None:
        """The box under a point, the one painted last where two lie over each other."""
        return next((box for box in reversed(self.boxes) if box.holds(x, y)), None)

    def place(self, x: float, y: float) -> Place | None:
        """What a point means, None outside."""
        raise NotImplementedError

    def span(self, place: Place, minutes: int) -> tuple[float, float, float, float]:
        """Where a visit of so many minutes would stand: x, y, width, height."""
        raise NotImplementedError

    @property
    def grows_down(self) -> bool:
        """Whether a longer visit is higher, not wider."""
        return False

    @property
    def resizes(self) -> bool:
        """Whether the length of a visit can be seen and dragged."""
        return True


class Hours(NamedTuple):
    """The part of a day that is shown: minutes after midnight, whole hours."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """Minutes shown."""
        return self.last - self.first


NO_HOURS = Hours(0, 0)


def hours_for(slots: Iterable[SlotLike], first: int = 8 * HOUR, last: int = 18 * HOUR) -> Hours:
    """Working hours, widened to every visit."""
    spans = [(slot.starts, slot.ends) for slot in slots]
    begin = min([first, *(starts for starts, _ in spans)]) // HOUR * HOUR
    end = -(-max([last, *(ends for _, ends in spans)]) // HOUR) * HOUR
    return Hours(begin, end)


def snapped(minute: float, hours: Hours) -> int:
    """The nearest quarter of an hour inside what is shown."""
    return int(min(max(round(minute / SNAP) * SNAP, hours.first), hours.last - SNAP))


def lanes(slots: Sequence[SlotLike]) -> dict[str, tuple[int, int]]:
    """Visits of one column side by side: id → lane and number of lanes of the visits it touches, the earlier left."""
    found: dict[str, tuple[int, int]] = {}
    group: list[tuple[str, int]] = []
    free: list[int] = []  # when each lane is free again
    end = -1

    def close() -> None:
        for identity, lane in group:
            found[identity] = (lane, len(free))

    for slot in sorted(slots, key=lambda one: (one.starts, -one.ends, one.id)):
        if slot.starts >= end and group:
            close()
            group, free = [], []
        lane = next((place for place, until in enumerate(free) if until <= slot.starts), len(free))
        if lane == len(free):
            free.append(slot.ends)
        else:
            free[lane] = slot.ends
        group.append((slot.id, lane))
        end = max(end, slot.ends)
    close()
    return found


@dataclass(frozen=True, slots=True)
class WeekLayout(Layout):
    """Days as columns, time downwards."""

    days: tuple[date, ...] = ()
    hours: Hours = NO_HOURS

    def place(self, x: float, y: float) -> Place | None:
        """The day of the column and the nearest quarter of an hour."""
        if not (0 <= x < self.width and 0 <= y < self.height):
            return None
        day = self.days[int(x / (self.width / len(self.days)))]
        return Place(day, snapped(self.hours.first + y / self.height * self.hours.length, self.hours))

    def span(self, place: Place, minutes: int) -> tuple[float, float, float, float]:
        """The whole width of the day's column."""
        wide, minute = self.width / len(self.days), self.height / self.hours.length
        x = self.days.index(place.day) * wide if place.day in self.days else 0
        return x, (place.minute - self.hours.first) * minute, wide - GAP, minutes * minute

    @property
    def grows_down(self) -> bool:
        """Time goes down."""
        return True


def week(
    slots: Sequence[SlotLike],
    days: Sequence[date],
    size: tuple[float, float],
    off: Iterable[date] = (),
    hour_height: float = 44,
) -> WeekLayout:
    """Some days beside each other, as wide as `size` and at least as high."""
    hours = hours_for(slots)
    width, height = size[0], max(size[1], hours.length / HOUR * hour_height)
    wide, minute = width / len(days), height / hours.length
    by_day: dict[date, list[SlotLike]] = defaultdict(list)
    for slot in slots:
        by_day[slot.day].append(slot)
    boxes = []
    for place, day in enumerate(days):
        beside = lanes(by_day[day])
        for slot in by_day[day]:
            lane, many = beside[slot.id]
            one = (wide - GAP) / many
            boxes.append(
                Box(
                    slot,
                    place * wide + lane * one,
                    (slot.starts - hours.first) * minute,
                    max(one - 1, 2),
                    max((slot.ends - slot.starts) * minute - 1, 4),
                    slot.worker_id,
                )
            )
    rest = set(off)
    columns = tuple(
        Heading(day_words(day), place * wide, wide, day.isoformat(), day in rest)
        for place, day in enumerate(days)
    )
    marks = range(hours.first, hours.last + 1, HOUR)
    rows = tuple(Heading(f"{at // HOUR}:00", (at - hours.first) * minute, HOUR * minute) for at in marks[:-1])
    lines = (
        *((0.0, (at - hours.first) * minute, width, (at - hours.first) * minute, False) for at in marks),
        *((place * wide, 0.0, place * wide, height, True) for place in range(1, len(days))),
    )
    quiet = tuple((place * wide, 0.0, wide, height) for place, day in enumerate(days) if day in rest)
    return WeekLayout(width, height, tuple(boxes), columns, rows, lines, quiet, tuple(days), hours)


def day_words(day: date) -> str:
    """A day over its column."""
    return f"{day.month}-{day.day} 周{'一二三四五六日'[day.weekday()]}"
