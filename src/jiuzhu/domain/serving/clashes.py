"""What cannot be at the same time: a worker, a person or a vehicle in two visits whose times overlap."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from jiuzhu.domain.serving.visits import Visit

TAKES_TIME = frozenset({"booked", "done", "no_show"})
"""States of a visit somebody was sent to: its time is taken."""


@dataclass(frozen=True, slots=True)
class Span:
    """A visit as time that is taken: minutes after midnight, the end not included."""

    visit_id: str
    day: date
    starts: int
    ends: int
    person: str  # the service file
    workers: frozenset[str]
    vehicle: str | None = None


class Clash(NamedTuple):
    """Somebody or something that is wanted twice; `what` is worker | person | vehicle, `who` its id."""

    what: str
    who: str
    other: Span


def span_of(visit: Visit) -> Span:
    """The time a visit takes."""
    workers = frozenset(filter(None, (visit.worker_id, visit.second_worker_id)))
    return Span(
        visit.id, visit.day, visit.starts, visit.ends, visit.service_file_id, workers, visit.vehicle_id
    )


def overlap(one: Span, other: Span) -> bool:
    """Whether two visits share a minute; one may begin the minute the other ends."""
    return one.day == other.day and one.starts < other.ends and other.starts < one.ends


def clashes(wanted: Span, others: Iterable[Span]) -> list[Clash]:
    """Everything that is wanted twice, the earlier visit first."""
    found = []
    for other in sorted(others, key=lambda one: (one.day, one.starts, one.visit_id)):
        if other.visit_id == wanted.visit_id or not overlap(wanted, other):
            continue
        found += [Clash("worker", who, other) for who in sorted(wanted.workers & other.workers)]
        if wanted.person == other.person:
            found.append(Clash("person", wanted.person, other))
        if wanted.vehicle is not None and wanted.vehicle == other.vehicle:
            found.append(Clash("vehicle", wanted.vehicle, other))
    return found


def clashes_among(spans: Iterable[Span]) -> Mapping[str, list[Clash]]:
    """Everything that is wanted twice among many visits, by visit: each is held against those of its day it shares somebody with."""
    taken: dict[tuple[str, date], dict[str, Span]] = defaultdict(dict)
    there = list(spans)
    for one in there:
        for who in _whom(one):
            taken[who, one.day][one.visit_id] = one

    def near(one: Span) -> Iterable[Span]:
        found: dict[str, Span] = {}
        for who in _whom(one):
            found |= taken[who, one.day]
        return found.values()

    return {one.visit_id: clashes(one, near(one)) for one in there}


def _whom(span: Span) -> Iterable[str]:
    return filter(None, (span.person, span.vehicle, *span.workers))
