"""The problem made ready for the search: numbers instead of ids, and for each due visit the days it could join."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from jiuzhu.domain.proposal.problem import Due, Problem, Span, Standing, Worker, granted
from jiuzhu.domain.proposal.route import Route, Stop

Intervals = tuple[tuple[int, int], ...]


@dataclass(slots=True, eq=False)  # not frozen: ten thousands are made before the first answer
class Candidate:
    """A day of a worker that a visit could join, the stop it would be, and the price of the wishes it breaks."""

    route: int
    worker: int
    day: date
    price: int
    stop: Stop


@dataclass(frozen=True, slots=True)
class Ground:
    """What the search stands on. Workers and visits are numbered as in the problem, routes as in `days`."""

    problem: Problem
    days: list[tuple[int, date]]
    "Worker and date of each route."
    routes: list[Route]
    "The days before anything is placed."
    candidates: list[list[Candidate]]
    "By visit."
    places: list[int]
    "By visit."
    clients: list[int]
    "The person's number, by visit."
    pots: list[tuple[int, ...]]
    "Numbers of the pots, by visit."
    left: list[int]
    "Minutes in each pot."
    seen: list[dict[int, int]]
    "By person: how many of the visits that stand each worker makes."
    needed: list[int]
    "By person: how many workers come to the visit that takes most."


def ground_of(problem: Problem) -> Ground:
    """Makes a problem ready; what cannot be is left out here, so that the search never looks at it."""
    places = _numbered(
        [
            *(worker.place for worker in problem.workers),
            *(due.place for due in problem.due),
            *(standing.place for standing in problem.standing),
        ]
    )
    ways = [[problem.way(start, end) for end in places] for start in places]
    clients = _numbered([due.client_id for due in problem.due])
    pots = _numbered([pot for due in problem.due for pot in due.pots])
    days = [
        (number, day)
        for number, worker in enumerate(problem.workers)
        for day in sorted({span.day for span in worker.shifts})
    ]
    stands = defaultdict[tuple[str, date], list[Standing]](list)
    for standing in sorted(problem.standing, key=lambda one: (one.span.starts, one.span.ends)):
        for worker_id in standing.worker_ids:
            stands[worker_id, standing.span.day].append(standing)
    return Ground(
        problem,
        days,
        [
            Route(
                places[problem.workers[worker].place],
                problem.workers[worker].limit,
                ways,
                tuple(
                    Stop(
                        -1,
                        places[one.place],
                        one.span.ends - one.span.starts,
                        ((one.span.starts, one.span.starts),),
                    )
                    for one in stands[problem.workers[worker].id, day]
                ),
            )
            for worker, day in days
        ],
        _candidates(problem, days, places),
        [places[due.place] for due in problem.due],
        [clients[due.client_id] for due in problem.due],
        [tuple(pots[pot] for pot in due.pots) for due in problem.due],
        [problem.pots[pot].minutes for pot in pots],
        *_workers_seen(problem, clients),
    )


def _numbered(keys: Sequence[str]) -> dict[str, int]:
    return {key: number for number, key in enumerate(dict.fromkeys(keys))}


def _workers_seen(problem: Problem, clients: dict[str, int]) -> tuple[list[dict[int, int]], list[int]]:
    """Workers of the visits that stand, by person, and how many workers one visit needs."""
    workers = _numbered([worker.id for worker in problem.workers])
    seen: list[dict[int, int]] = [{} for _ in clients]
    needed = [1] * len(clients)
    for standing in problem.standing:
        client = clients.get(standing.client_id)
        if client is not None:
            needed[client] = max(needed[client], len(standing.worker_ids))
            for worker_id in standing.worker_ids:
                worker = workers.setdefault(worker_id, len(workers))
                seen[client][worker] = seen[client].get(worker, 0) + 1
    for due in problem.due:
        client = clients[due.client_id]
        needed[client] = max(needed[client], due.staff)
    return seen, needed


def _candidates(
    problem: Problem, days: list[tuple[int, date]], places: dict[str, int]
) -> list[list[Candidate]]:
    able = defaultdict[tuple[str, str, date], list[tuple[int, int, Intervals]]](list)
    for route, (number, day) in enumerate(days):
        somebody = problem.workers[number]
        spans = working(somebody, day)
        for skill in somebody.skills:
            able[somebody.provider_id, skill, day].append((route, number, spans))
    stands = defaultdict[tuple[str, date], list[Standing]](list)
    for standing in problem.standing:
        stands[standing.client_id, standing.span.day].append(standing)
    found = []
    for visit, due in enumerate(problem.due):
        prices = _prices(problem, due)
        mine: list[Candidate] = []
        for day in due.days:
            there = stands[due.client_id, day]
            if any(one.item == due.item for one in there):
                continue
            stops: dict[Intervals, Stop] = {}
            for route, worker, spans in able[due.provider_id, due.item, day]:
                stop = stops.get(spans)
                if stop is None:
                    starts = starts_in(due, spans, [one.span for one in there])
                    stop = stops[spans] = Stop(visit, places[due.place], due.minutes, starts)
                if stop.starts and goes_to(problem.workers[worker], due.place):
                    mine.append(Candidate(route, worker, day, prices[worker], stop))
        found.append(mine)
    return found


def goes_to(worker: Worker, place: str) -> bool:
    """Whether somebody serves a place."""
    return not worker.places or place in worker.places


def _prices(problem: Problem, due: Due) -> list[int]:
    """What each worker alone would cost in broken wishes."""
    if not due.wishes:
        return [0] * len(problem.workers)
    return [wishes_price(problem, due, (worker,)) for worker in problem.workers]


def wishes_price(problem: Problem, due: Due, workers: tuple[Worker, ...]) -> int:
    """What those who come cost in broken wishes."""
    return sum(problem.prices.wishes[wish.kind] for wish in due.wishes if not granted(wish, workers))


def working(worker: Worker, day: date) -> Intervals:
    """The shifts of a day without the absences, in order of time."""
    spans = [(shift.starts, shift.ends) for shift in worker.shifts if shift.day == day]
    for away in worker.away:
        if away.day == day:
            spans = [part for span in spans for part in _cut(span, away.starts, away.ends)]
    return tuple(sorted(spans))


def starts_in(due: Due, spans: Intervals, taken: Iterable[Span]) -> Intervals:
    """When a visit may start so that it lies within a span and the window, beside the person's other visits."""
    parts = [(max(starts, due.opens), min(ends, due.closes)) for starts, ends in spans]
    for there in taken:
        parts = [part for span in parts for part in _cut(span, there.starts, there.ends)]
    return tuple((starts, ends - due.minutes) for starts, ends in parts if ends - starts >= due.minutes)


def _cut(span: tuple[int, int], starts: int, ends: int) -> list[tuple[int, int]]:
    """What is left of a span without another."""
    parts = ((span[0], min(span[1], starts)), (max(span[0], ends), span[1]))
    return [(first, last) for first, last in parts if first < last]
