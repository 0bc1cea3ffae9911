"""A plan in the making: what lies where, what it costs, and how to take the last changes back."""

from collections import defaultdict
from datetime import date
from itertools import combinations
from random import Random

from jiuzhu.domain.proposal.ground import Candidate, Ground, wishes_price
from jiuzhu.domain.proposal.problem import Placed
from jiuzhu.domain.proposal.route import NEVER, Opening, Route, Stop

PAIRED = 8
"Of the days that could take one of two workers, so many of the cheapest are tried with each other."

REMEMBERED = 20_000
"Days kept with what is known of them, some 50 MB."

Move = tuple[tuple[Candidate, int, Stop], ...]
"For each worker who comes: the day to join, the position in it, the stop."

Snapshot = tuple[int, list[Route], list[Move]]
"Cost, routes and moves of a draft."


class Draft:
    """Routes, and where each due visit lies in them. Changes keep `cost` right and can be undone until `keep`."""

    def __init__(self, ground: Ground) -> None:
        prices = ground.problem.prices
        self.ground = ground
        self.unplaced_price = prices.unplaced
        self._further_price = prices.further_worker
        self.routes = list(ground.routes)
        self.at: list[Move] = [()] * len(ground.candidates)
        self.unplaced = set(range(len(ground.candidates)))
        self.seen = [dict(workers) for workers in ground.seen]
        self._left = list(ground.left)
        self._visited: list[set[date]] = [set() for _ in ground.seen]
        self.cost = (
            sum(route.travel for route in self.routes)
            + sum(map(self._further, range(len(self.seen))))
            + prices.unplaced * len(self.at)
        )
        self._remembered: dict[tuple[int, tuple[Stop, ...]], Route] = {}
        self._routes_before: dict[int, Route] = {}
        self._at_before: dict[int, Move] = {}
        self._cost_before = self.cost

    def keep(self) -> None:
        """What was changed stays."""
        self._routes_before.clear()
        self._at_before.clear()
        self._cost_before = self.cost

    def undo(self) -> None:
        """Everything is as it was at the last `keep`."""
        for number, route in self._routes_before.items():
            self.routes[number] = route
        for visit in self._at_before:
            if self.at[visit]:
                self._leave(visit)
        for visit, move in self._at_before.items():
            if move:
                self._join(visit, move)
        self.cost = self._cost_before
        self.keep()

    def snapshot(self) -> Snapshot:
        """The plan as it stands, to come back to."""
        return self.cost, list(self.routes), list(self.at)

    def restore(self, snapshot: Snapshot) -> None:
        """The plan as it was."""
        for visit, move in enumerate(self.at):
            if move:
                self._leave(visit)
        self.cost, self.routes = snapshot[0], list(snapshot[1])
        for visit, move in enumerate(snapshot[2]):
            if move:
                self._join(visit, move)
        self.keep()

    def best(self, visit: int, random: Random, blinks: float = 0.0) -> tuple[int, Move]:
        """What the cheapest place for a visit costs, and the place; with chance `blinks` a cheap one is overlooked."""
        due = self.ground.problem.due[visit]
        if any(self._left[pot] < due.minutes for pot in self.ground.pots[visit]):
            return NEVER, ()
        if due.staff == 2:
            return self._best_pair(visit)
        client = self.ground.clients[visit]
        seen, visited, routes = self.seen[client], self._visited[client], self.routes
        further = self._further_price if len(seen) >= self.ground.needed[client] else 0
        best, chosen = NEVER, None
        at = -1
        for candidate in self.ground.candidates[visit]:
            route = routes[candidate.route]
            price, position = route.known.get(visit) or route.best(candidate.stop)
            price += candidate.price
            if price >= best or candidate.day in visited:
                continue
            if further and candidate.worker not in seen:
                price += further
                if price >= best:
                    continue
            if blinks and random.random() < blinks:
                continue
            best, chosen, at = price, candidate, position
        return (best, ((chosen, at, chosen.stop),)) if chosen else (NEVER, ())

    def _best_pair(self, visit: int) -> tuple[int, Move]:
        """The cheapest two workers who can start at the same minute of the same day."""
        client = self.ground.clients[visit]
        days = defaultdict[date, list[tuple[int, Candidate, list[Opening]]]](list)
        for candidate in self.ground.candidates[visit]:
            if candidate.day not in self._visited[client]:
                openings = self.routes[candidate.route].openings(candidate.stop)
                if openings:
                    price = min(opening.price for opening in openings) + candidate.price
                    days[candidate.day].append((price, candidate, openings))
        best: tuple[int, Move] = (NEVER, ())
        for found in days.values():
            found.sort(key=lambda one: one[0])
            for (_, first, ones), (_, second, others) in combinations(found[:PAIRED], 2):
                price = self._pair_price(visit, first.worker, second.worker)
                for one in ones:
                    for other in others:
                        start = max(one.first, other.first)
                        total = price + one.price + other.price
                        if start <= min(one.last, other.last) and total < best[0]:
                            stop = Stop(visit, first.stop.place, first.stop.minutes, ((start, start),))
                            best = total, ((first, one.position, stop), (second, other.position, stop))
        return best

    def _pair_price(self, visit: int, first: int, second: int) -> int:
        ground = self.ground
        client = ground.clients[visit]
        workers = ground.problem.workers
        seen = self.seen[client]
        further = max(0, len(seen.keys() | {first, second}) - ground.needed[client])
        further -= max(0, len(seen) - ground.needed[client])
        due = ground.problem.due[visit]
        wishes = wishes_price(ground.problem, due, (workers[first], workers[second]))
        return wishes + further * self._further_price

    def place(self, visit: int, price: int, move: Move) -> None:
        """Puts a visit where `best` found a place for it, at the price it named."""
        self._at_before.setdefault(visit, self.at[visit])
        for candidate, position, stop in move:
            stops = self.routes[candidate.route].stops
            self._set(candidate.route, (*stops[:position], stop, *stops[position:]))
        self._join(visit, move)
        self.cost += price - self.unplaced_price

    def remove(self, visit: int) -> None:
        """Takes a placed visit out, and with it those that can then no longer be reached in time."""
        move = self.at[visit]
        self._at_before.setdefault(visit, move)
        client = self.ground.clients[visit]
        self.cost += self.unplaced_price - self._wishes(visit) - self._further(client)
        self._leave(visit)
        self.cost += self._further(client)
        for candidate, _, _ in move:
            before = self.routes[candidate.route]
            after = self._set(candidate.route, tuple(stop for stop in before.stops if stop.visit != visit))
            self.cost += after.travel - before.travel
        for candidate, _, _ in move:
            while self.routes[candidate.route].late >= 0:
                self.remove(self.routes[candidate.route].late)

    def plan(self) -> dict[str, Placed]:
        """The plan as it stands, by id of the due visit."""
        starts = {
            (stop.visit, number): begin
            for number, route in enumerate(self.routes)
            for stop, begin in zip(route.stops, route.begins, strict=True)
        }
        problem = self.ground.problem
        return {
            problem.due[visit].id: Placed(
                move[0][0].day,
                starts[visit, move[0][0].route],
                tuple(problem.workers[candidate.worker].id for candidate, _, _ in move),
            )
            for visit, move in enumerate(self.at)
            if move
        }

    def _set(self, number: int, stops: tuple[Stop, ...]) -> Route:
        """Gives a day other stops. Days come back again and again, and with them what was found out about them."""
        before = self.routes[number]
        self._routes_before.setdefault(number, before)
        route = self._remembered.get((number, stops))
        if route is None:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            route = Route(before.home, before.limit, before.ways, stops)
            self._remembered[number, stops] = route
        self.routes[number] = route
        return route

    def _join(self, visit: int, move: Move) -> None:
        client = self.ground.clients[visit]
        seen = self.seen[client]
        for candidate, _, _ in move:
            seen[candidate.worker] = seen.get(candidate.worker, 0) + 1
        self._visited[client].add(move[0][0].day)
        for pot in self.ground.pots[visit]:
            self._left[pot] -= self.ground.problem.due[visit].minutes
        self.at[visit] = move
        self.unplaced.discard(visit)

    def _leave(self, visit: int) -> None:
        client = self.ground.clients[visit]
        seen = self.seen[client]
        for candidate, _, _ in self.at[visit]:
            seen[candidate.worker] -= 1
            if not seen[candidate.worker]:
                del seen[candidate.worker]
        self._visited[client].discard(self.at[visit][0][0].day)
        for pot in self.ground.pots[visit]:
            self._left[pot] += self.ground.problem.due[visit].minutes
        self.at[visit] = ()
        self.unplaced.add(visit)

    def _further(self, client: int) -> int:
        return max(0, len(self.seen[client]) - self.ground.needed[client]) * self._further_price

    def _wishes(self, visit: int) -> int:
        if len(self.at[visit]) == 1:
            return self.at[visit][0][0].price
        workers = tuple(self.ground.problem.workers[candidate.worker] for candidate, _, _ in self.at[visit])
        return wishes_price(self.ground.problem, self.ground.problem.due[visit], workers)
