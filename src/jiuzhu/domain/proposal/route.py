"""One worker's day: stops in order, each as early as it can be, and what it takes to put one more between them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

NEVER = 1 << 30
"Later than any day, dearer than any plan."

Ways = Sequence[Sequence[int]]
"Minutes from place to place, places being whole numbers."


@dataclass(frozen=True, slots=True, eq=False)
class Stop:
    """A visit in somebody's day. It may start within one of `starts` (first and last minute, in order of time).

    `visit` is the number of the due visit, or -1 for one that stands already.
    """

    visit: int
    place: int
    minutes: int
    starts: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a stop fits in: dearer by `price`, before the stop numbered `position`, from `first` to `last`."""

    price: int
    position: int
    first: int
    last: int


NOWHERE = (NEVER, -1)


@dataclass(slots=True, eq=False)
class Route:
    """A day as a value: nothing in it changes but `known`, what was already found out about it.

    Because starts are as early as possible and each stop knows its latest start that keeps the rest on time, a new stop
    is tried in constant time at each position.
    """

    home: int
    limit: int
    ways: Ways
    stops: tuple[Stop, ...]
    begins: tuple[int, ...] = field(init=False)
    "When each stop starts."
    places: tuple[int, ...] = field(init=False)
    "Home, the stops, home."
    free: tuple[int, ...] = field(init=False)
    "When the worker is free at each of `places` but the last."
    latest: tuple[int, ...] = field(init=False)
    "The latest start of each of `places` but the first."
    late: int = field(init=False)
    "A due visit that must go because a stop is reached too late, or -1: a detour can be quicker than the way."
    left: int = field(init=False)
    "Minutes of visits the day still has."
    travel: int = field(init=False)
    known: dict[int, tuple[int, int]] = field(init=False)
    "Price and position of a due visit's best place here, for those asked so far."

    def __post_init__(self) -> None:
        """Works the times out, forwards and backwards."""
        ways, stops = self.ways, self.stops
        self.known = {}
        self.left = self.limit
        self.travel = 0
        self.late = -1
        begins: list[int] = []
        free = [-NEVER]
        here = self.home
        places = [here]
        before = -1
        for stop in stops:
            way = ways[here][stop.place]
            here = stop.place
            start = _earliest(stop.starts, free[-1] + way)
            if start < free[-1] + way:
                self.late = max(self.late, stop.visit, before)
            before = stop.visit
            begins.append(start)
            free.append(max(free[-1], start + stop.minutes))
            places.append(here)
            self.travel += way
            self.left -= stop.minutes
        places.append(self.home)
        self.travel += ways[here][self.home]
        self.begins, self.places, self.free = tuple(begins), tuple(places), tuple(free)
        latest = [NEVER]
        for number in range(len(stops) - 1, -1, -1):
            stop = stops[number]
            latest.append(
                _latest(stop.starts, latest[-1] - ways[stop.place][places[number + 2]] - stop.minutes)
            )
        self.latest = tuple(reversed(latest))

    def best(self, stop: Stop) -> tuple[int, int]:
        """Price and position of the cheapest place for the stop, `NOWHERE` when it does not fit."""
        found = self.known[stop.visit] = self._best(stop)
        return found

    def _best(self, stop: Stop) -> tuple[int, int]:
        minutes, place, ways = stop.minutes, stop.place, self.ways
        if minutes > self.left:
            return NOWHERE
        onward = ways[place]
        places, latest = self.places, self.latest
        if len(places) == 2:
            return ways[self.home][place] + onward[self.home], 0
        price, position = NOWHERE
        starts = stop.starts
        end = starts[-1][1]
        for number, free in enumerate(self.free):
            if free > end:
                break
            here, there = places[number], places[number + 1]
            arrival = free + ways[here][place]
            for first, last in starts:
                if arrival <= last:
                    start = max(arrival, first)
                    break
            else:
                continue
            if start + minutes + onward[there] > latest[number]:
                continue
            dearer = ways[here][place] + onward[there] - ways[here][there]
            if dearer < price:
                price, position = dearer, number
        return price, position

    def openings(self, stop: Stop) -> list[Opening]:
        """Every place for the stop with all the starts it leaves open."""
        if stop.minutes > self.left:
            return []
        found = []
        for number, free in enumerate(self.free):
            here, there = self.places[number], self.places[number + 1]
            to, onward = self.ways[here][stop.place], self.ways[stop.place][there]
            price = to + onward - self.ways[here][there]
            for first, last in stop.starts:
                begin = max(first, free + to)
                end = min(last, self.latest[number] - stop.minutes - onward)
                if begin <= end:
                    found.append(Opening(price, number, begin, end))
        return found


def _earliest(starts: tuple[tuple[int, int], ...], arrival: int) -> int:
    """The first start not before the arrival. Whoever comes too late to a visit that stands comes late: it is not moved."""
    for first, last in starts:
        if arrival <= last:
            return max(arrival, first)
    return starts[-1][1]


def _latest(starts: tuple[tuple[int, int], ...], bound: int) -> int:
    """The last start not after the bound; the first one of all when there is none, as for visits that overlap already."""
    for first, last in reversed(starts):
        if first <= bound:
            return min(last, bound)
    return starts[0][0]
