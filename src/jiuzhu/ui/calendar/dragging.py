"""A visit in the hand: where it would come to stand if it were let go. Geometry alone, in pixels of the content."""

from datetime import timedelta
from typing import Any, NamedTuple

from jiuzhu.ui.calendar.layouts import SNAP, Box, Layout, Place

GRIP = 7  # pixels at the end of a block by which it is pulled longer

Point = tuple[float, float]


class Drag(NamedTuple):
    """A block and where it would come to stand; `pulls`: longer or shorter, not elsewhere."""

    box: Box
    place: Place
    minutes: int
    pulls: bool = False

    @property
    def stays(self) -> bool:
        """Whether nothing would change."""
        slot: Any = self.box.slot
        length = slot.ends - slot.starts
        return (slot.day, slot.starts, length, self.box.worker_id) == (
            self.place.day,
            self.place.minute,
            self.minutes,
            self.place.worker_id,
        )


class Held:
    """A block from the press on; `drag` is None until it was moved far enough."""

    def __init__(self, layout: Layout, box: Box, at: Point) -> None:
        self.box = box
        self.drag: Drag | None = None
        self._pulls = at_grip(layout, box, at)
        self._begin = at
        self._grip = (at[0] - box.x, at[1] - box.y)  # from its corner

    def far(self, at: Point) -> float:
        """Pixels from where it was taken, over and down together."""
        return abs(at[0] - self._begin[0]) + abs(at[1] - self._begin[1])

    def move(self, layout: Layout, at: Point) -> None:
        """The pointer went on."""
        self.drag = self._pulled(layout, at) if self._pulls else self._moved(layout, at)

    def _pulled(self, layout: Layout, at: Point) -> Drag:
        slot: Any = self.box.slot
        end = layout.place(*_within(layout, at))
        longer = (end.minute if end and end.day == slot.day else slot.ends) - slot.starts
        place = Place(slot.day, slot.starts, self.box.worker_id)
        return Drag(self.box, place, max(longer, SNAP), pulls=True)

    def _moved(self, layout: Layout, at: Point) -> Drag | None:
        """Its beginning follows the pointer; in a month, which shows no beginning, the day under it counts."""
        slot: Any = self.box.slot
        x, y = at
        if layout.resizes and layout.grows_down:
            y -= self._grip[1]
        elif layout.resizes:
            x -= self._grip[0]
        place = layout.place(*_within(layout, (x, y)))
        if place is None:
            return self.drag
        minute = slot.starts if place.minute < 0 else place.minute
        there = Place(place.day, minute, place.worker_id or self.box.worker_id)
        return Drag(self.box, there, slot.ends - slot.starts)


def at_grip(layout: Layout, box: Box, at: Point) -> bool:
    """Whether a point lies where a block is pulled longer; a short one is for moving first of all."""
    if not layout.resizes:
        return False
    if layout.grows_down:
        long, left = box.height, box.y + box.height - at[1]
    else:
        long, left = box.width, box.x + box.width - at[0]
    return left <= min(GRIP, long / 4)


def nudged(box: Box, days: int, minutes: int, *, longer: bool) -> Drag | None:
    """A block moved by keys, or made longer by so many minutes; None for nothing."""
    slot: Any = box.slot
    length = slot.ends - slot.starts
    if longer:
        place = Place(slot.day, slot.starts, "")
        return (
            Drag(box, place, length + minutes, pulls=True) if minutes and length + minutes >= SNAP else None
        )
    if not days and not minutes:
        return None
    return Drag(box, Place(slot.day + timedelta(days=days), slot.starts + minutes, ""), length)


def when(place: Place, minutes: int) -> str:
    """A place in words: day, and from when to when where that is known."""
    if place.minute < 0:
        return f"{place.day:%m-%d}"
    end = place.minute + minutes
    span = f"–{end // 60}:{end % 60:02d}" if minutes else ""
    return f"{place.day:%m-%d} {place.minute // 60}:{place.minute % 60:02d}{span}"


def _within(layout: Layout, at: Point) -> Point:
    return min(max(at[0], 0), layout.width - 1), min(max(at[1], 0), layout.height - 1)
