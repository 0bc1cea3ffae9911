"""OR-Tools routing on the invented week of the benchmark, run by an interpreter of its own: `python proposal_peers.py ortools-week 1 30`.

Prints the plan as JSON: visit → day, start, workers. The cost is the same to the minute: `AddSoftSameVehicleConstraint` charges each
further vehicle, and a week of a worker is one route whose nights are stops at home (`ortools-week`). The other model (`ortools-days`)
has a vehicle for each worker and day, which routes better but cannot see who was where on another day.
"""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise, permutations
from typing import Any

from ortools.constraint_solver import pywrapcp, routing_enums_pb2
from proposal_week import MONDAY, invented

from jiuzhu.domain.proposal.problem import Problem, Span, Worker
from jiuzhu.domain.proposal.search import first_plan

DAY = 24 * 60
FORBIDDEN = 100_000
"The way to a visit somebody has no skill for."


class Places:
    """The nodes of a model: where each is, how long one stays, and whether it is a home."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.names: list[str] = []
        self.stays: list[int] = []
        self.homes: list[bool] = []

    def add(self, name: str, stays: int, *, home: bool) -> int:
        """One more node, by its number."""
        self.names.append(name)
        self.stays.append(stays)
        self.homes.append(home)
        return len(self.names) - 1

    def ways(self) -> list[list[int]]:
        """What it costs to go from node to node."""
        return [[self.problem.way(one, other) for other in self.names] for one in self.names]

    def times(self) -> list[list[int]]:
        """Minutes from arrival to arrival; the ways from and to a home lie outside the shifts."""
        return [
            [
                self.stays[one]
                + (
                    0
                    if self.homes[one] or self.homes[other]
                    else self.problem.way(self.names[one], self.names[other])
                )
                for other in range(len(self.names))
            ]
            for one in range(len(self.names))
        ]


class Routing:
    """A routing model over nodes and vehicles; the end of a shift is kept by the stops that follow it."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.places = Places(problem)
        self.visits = [self.places.add(due.place, due.minutes, home=False) for due in problem.due]

    def minute(self, span: Span, at: int) -> int:
        """Minutes since the first midnight."""
        return (span.day - MONDAY).days * DAY + at

    def build(self, homes: list[int]) -> None:
        """The model itself, once every node is known."""
        self.manager = pywrapcp.RoutingIndexManager(len(self.places.names), len(homes), homes, homes)
        self.routing = pywrapcp.RoutingModel(self.manager)
        self.routing.SetArcCostEvaluatorOfAllVehicles(self.routing.RegisterTransitMatrix(self.places.ways()))
        times = self.routing.RegisterTransitMatrix(self.places.times())
        self.routing.AddDimension(times, 8 * DAY, 8 * DAY, False, "time")
        self.time = self.routing.GetDimensionOrDie("time")
        self.at = [self.manager.NodeToIndex(node) for node in self.visits]

    def want(self, number: int, vehicles: list[int]) -> None:
        """When and by whom a visit may be made, and what it costs to leave it out."""
        due, index = self.problem.due[number], self.at[number]
        windows = sorted(
            ((day - MONDAY).days * DAY + due.opens, (day - MONDAY).days * DAY + due.closes - due.minutes)
            for day in due.days
        )
        cumul = self.time.CumulVar(index)
        cumul.SetRange(windows[0][0], windows[-1][1])
        for (_, end), (start, _) in pairwise(windows):
            cumul.RemoveInterval(end + 1, start - 1)
        self.routing.VehicleVar(index).SetValues([-1, *vehicles])
        self.routing.AddDisjunction([index], self.problem.prices.unplaced)

    def first_answer(self) -> Iterator[tuple[int, int, int, str]]:
        """Our own first answer, which the search begins with: visit, day, minute, worker."""
        plan = first_plan(self.problem)
        for number, due in enumerate(self.problem.due):
            if due.id in plan:
                placed = plan[due.id]
                yield number, (placed.day - MONDAY).days, placed.starts, placed.worker_ids[0]

    def begin_with(self, routes: dict[int, list[tuple[int, int]]]) -> None:
        """Minute and node of the stops of each vehicle at the beginning of the search."""
        self.start = [
            [self.manager.NodeToIndex(node) for _, node in sorted(routes.get(vehicle, []))]
            for vehicle in range(self.manager.GetNumberOfVehicles())
        ]

    def solve(self, seconds: float) -> dict[str, tuple[int, int]]:
        """Visit → minute and vehicle, after so many seconds of processor time."""
        options = pywrapcp.DefaultRoutingSearchParameters()
        options.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
        options.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
        options.time_limit.FromSeconds(round(20 * seconds))
        self.routing.CloseModelWithParameters(options)
        until = time.process_time() + seconds
        self.routing.AddSearchMonitor(self.routing.solver().CustomLimit(lambda: time.process_time() > until))
        start = self.routing.ReadAssignmentFromRoutes(self.start, True)
        found = self.routing.SolveFromAssignmentWithParameters(start, options)
        plan = {}
        if found is not None:
            for due, index in zip(self.problem.due, self.at, strict=True):
                vehicle = found.Value(self.routing.VehicleVar(index))
                if vehicle >= 0:
                    plan[due.id] = (found.Min(self.time.CumulVar(index)), vehicle)
        return plan


def by_week(problem: Problem, seconds: float) -> dict[str, Any]:
    """One vehicle a worker; each night is a stop at home from the end of one shift to the start of the next."""
    model = Routing(problem)
    homes = [model.places.add(worker.place, 0, home=True) for worker in problem.workers]
    nights = []
    for vehicle, worker in enumerate(problem.workers):
        for shift, following in pairwise(worker.shifts):
            end, start = model.minute(shift, shift.ends), model.minute(following, following.starts)
            nights.append((model.places.add(worker.place, start - end, home=True), vehicle, end))
    model.build(homes)
    for vehicle, worker in enumerate(problem.workers):
        _shift(
            model,
            vehicle,
            model.minute(worker.shifts[0], worker.shifts[0].starts),
            model.minute(worker.shifts[-1], worker.shifts[-1].ends),
        )
    for node, vehicle, end in nights:
        index = model.manager.NodeToIndex(node)
        model.routing.VehicleVar(index).SetValue(vehicle)
        model.time.CumulVar(index).SetValue(end)
    routes = defaultdict[int, list[tuple[int, int]]](list)
    for node, vehicle, end in nights:
        routes[vehicle].append((end, node))
    vehicles = {worker.id: vehicle for vehicle, worker in enumerate(problem.workers)}
    for number, day, starts, worker_id in model.first_answer():
        routes[vehicles[worker_id]].append((day * DAY + starts, number))
    model.begin_with(routes)
    together = defaultdict[str, list[int]](list)
    for number, due in enumerate(problem.due):
        model.want(
            number, [vehicle for vehicle, worker in enumerate(problem.workers) if due.item in worker.skills]
        )
        together[due.client_id].append(model.at[number])
    for indices in together.values():
        if len(indices) > 1:
            model.routing.AddSoftSameVehicleConstraint(indices, problem.prices.further_worker)
    return {
        name: _placed(minute, problem.workers[vehicle])
        for name, (minute, vehicle) in model.solve(seconds).items()
    }


def by_days(problem: Problem, seconds: float) -> dict[str, Any]:
    """One vehicle for each worker and day; who else comes to a person in the week is not seen."""
    model = Routing(problem)
    runs = [(worker, shift) for worker in problem.workers for shift in worker.shifts]
    homes = {worker.id: model.places.add(worker.place, 0, home=True) for worker in problem.workers}
    model.build([homes[worker.id] for worker, _ in runs])
    for vehicle, (_, shift) in enumerate(runs):
        _shift(model, vehicle, model.minute(shift, shift.starts), model.minute(shift, shift.ends))
    for number, due in enumerate(problem.due):
        model.want(
            number,
            [
                vehicle
                for vehicle, (worker, shift) in enumerate(runs)
                if due.item in worker.skills and shift.day in due.days
            ],
        )
    routes = defaultdict[int, list[tuple[int, int]]](list)
    vehicles = {
        (worker.id, (shift.day - MONDAY).days): vehicle for vehicle, (worker, shift) in enumerate(runs)
    }
    for number, day, starts, worker_id in model.first_answer():
        routes[vehicles[worker_id, day]].append((starts, number))
    model.begin_with(routes)
    return {
        name: _placed(minute, runs[vehicle][0]) for name, (minute, vehicle) in model.solve(seconds).items()
    }


def _shift(model: Routing, vehicle: int, starts: int, ends: int) -> None:
    model.time.CumulVar(model.routing.Start(vehicle)).SetMin(starts)
    model.time.CumulVar(model.routing.End(vehicle)).SetMax(ends)


def _placed(minute: int, worker: Worker) -> tuple[int, int, list[str]]:
    """Day, minute of the day, who comes."""
    return minute // DAY, minute % DAY, [worker.id]


class Spent:
    """Ends PyVRP after so many seconds of processor time."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._begun = time.process_time()

    def __call__(self, _best_cost: float) -> bool:
        """Whether the time is over, whatever was found."""
        return self.fraction_remaining() <= 0

    def fraction_remaining(self) -> float:
        """The share of the time that is left."""
        return max(0.0, 1 - (time.process_time() - self._begun) / self._seconds)


def by_pyvrp(problem: Problem, seconds: float) -> dict[str, Any]:
    """PyVRP: a vehicle for each worker and day, a client for each visit and day of which one is served; who knows whom is not seen."""
    import pyvrp  # noqa: PLC0415  # the other models do without it

    model = pyvrp.Model()
    names = list(
        dict.fromkeys([*(one.place for one in problem.workers), *(one.place for one in problem.due)])
    )
    locations = {name: model.add_location(0, 0) for name in names}
    depots = {worker.id: model.add_depot(locations[worker.place]) for worker in problem.workers}
    items = {due.place: due.item for due in problem.due}
    profiles = {worker.skills: model.add_profile() for worker in problem.workers}
    for skills, profile in profiles.items():
        for one, other in permutations(names, 2):
            able = items.get(other) is None or items[other] in skills
            way = problem.way(one, other)
            model.add_edge(
                locations[one], locations[other], way if able else FORBIDDEN,
                way if one in items and other in items else 0, profile,
            )  # fmt: skip
    runs = [(worker, shift) for worker in problem.workers for shift in worker.shifts]
    for worker, shift in runs:
        night = (shift.day - MONDAY).days * DAY
        model.add_vehicle_type(
            1, [], depots[worker.id], depots[worker.id], 0, night + shift.starts, night + shift.ends,
            profile=profiles[worker.skills],
        )  # fmt: skip
    served = []
    for due in problem.due:
        group = model.add_client_group(required=False)
        for day in due.days:
            night = (day - MONDAY).days * DAY
            model.add_client(
                locations[due.place], service_duration=due.minutes, tw_early=night + due.opens,
                tw_late=night + due.closes - due.minutes, prize=problem.prices.unplaced, required=False, group=group,
            )  # fmt: skip
            served.append(due.id)
    found = model.solve(Spent(seconds), display=False, collect_stats=False)
    return {
        served[stop.idx]: _placed(stop.start_time, runs[route.vehicle_type()][0])
        for route in found.best.routes()
        for stop in route.schedule()
        if stop.is_client()
    }


MODELS = {"pyvrp": by_pyvrp, "ortools-week": by_week, "ortools-days": by_days}

if __name__ == "__main__":
    name, seed, seconds = sys.argv[1:]
    print(json.dumps(MODELS[name](invented(int(seed)), float(seconds))))
