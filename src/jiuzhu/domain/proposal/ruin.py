"""Which placed visits to take out at once: those that could change places with each other."""

from collections.abc import Iterable, Iterator
from datetime import date
from random import Random

from jiuzhu.domain.proposal.draft import Draft

WEIGHTS = (30, 40, 20, 5, 5)
FEW, MANY = 3, 18
"Visits taken out in a round, about."


class Ruin:
    """Called once a round; takes out visits that have something to do with one chosen by chance."""

    def __init__(self, draft: Draft, random: Random) -> None:
        self._draft = draft
        self._random = random
        self._related: dict[int, list[int]] = {}
        self._by_client: dict[int, list[int]] = {}
        for visit, client in enumerate(draft.ground.clients):
            self._by_client.setdefault(client, []).append(visit)
        self._ways = (self._near, self._days, self._person, self._worker, self._anywhere)

    def __call__(self) -> None:
        """Takes out some visits, at most about `MANY`."""
        random, draft = self._random, self._draft
        start = random.randrange(len(draft.at))
        way = random.choices(self._ways, WEIGHTS)[0]
        count = random.randint(FEW, MANY)
        for visit in way(start):
            if draft.at[visit]:
                draft.remove(visit)
                count -= 1
                if count <= 0:
                    return

    def _near(self, start: int) -> Iterator[int]:
        """Visits near by, now and then one left out."""
        return (visit for visit in self._neighbours(start) if self._random.random() < 0.7)

    def _days(self, start: int) -> Iterator[int]:
        """Whole days of workers who come near."""
        for visit in self._near(start):
            for candidate, _, _ in self._draft.at[visit]:
                yield from self._of_day(candidate.route)

    def _person(self, start: int) -> Iterator[int]:
        """All visits of a person, and the days of a worker who comes there."""
        draft = self._draft
        mine = self._by_client[draft.ground.clients[start]]
        workers = list(draft.seen[draft.ground.clients[start]])
        yield from mine
        days = {candidate.day for visit in mine for candidate in draft.ground.candidates[visit]}
        for worker in self._random.sample(workers, min(2, len(workers))):
            yield from self._of_worker(worker, days)

    def _worker(self, start: int) -> Iterator[int]:
        """The whole week of a worker, then of the next one near by."""
        for visit in self._near(start):
            for candidate, _, _ in self._draft.at[visit]:
                yield from self._of_worker(candidate.worker, None)

    def _anywhere(self, start: int) -> Iterator[int]:
        """Any visits."""
        yield start
        yield from self._random.sample(range(len(self._draft.at)), min(MANY, len(self._draft.at)))

    def _of_day(self, route: int) -> Iterable[int]:
        return [stop.visit for stop in self._draft.routes[route].stops if stop.visit >= 0]

    def _of_worker(self, worker: int, days: set[date] | None) -> Iterator[int]:
        for route, (number, day) in enumerate(self._draft.ground.days):
            if number == worker and (days is None or day in days):
                yield from self._of_day(route)

    def _neighbours(self, visit: int) -> list[int]:
        found = self._related.get(visit)
        if found is None:
            ground = self._draft.ground
            ways = ground.routes[0].ways[ground.places[visit]]
            mine = ground.problem.due[visit]
            found = self._related[visit] = sorted(
                range(len(ground.places)),
                key=lambda other: (
                    ways[ground.places[other]] + (0 if ground.problem.due[other].item == mine.item else 15)
                ),
            )
        return found
