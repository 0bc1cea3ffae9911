"""A plan recounted from nothing but the problem and the plan: which hard rules it breaks, and what it costs.

Written without the search's bookkeeping, so that each can prove the other wrong.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise

from jiuzhu.domain.proposal.problem import Due, Placed, Plan, Problem, Span, Worker, granted


@dataclass(frozen=True, slots=True)
class Held:
    """A visit in a timetable, proposed or standing."""

    name: str
    span: Span
    place: str
    client_id: str
    item: str
    worker_ids: tuple[str, ...]
    new: bool


def timetable(problem: Problem, plan: Plan) -> list[Held]:
    """All visits of the week in order of time, those that stand and those of the plan."""
    standing = [
        Held(f"standing {number}", one.span, one.place, one.client_id, one.item, one.worker_ids, new=False)
        for number, one in enumerate(problem.standing)
    ]
    proposed = [
        Held(
            due.id,
            Span(placed.day, placed.starts, placed.starts + due.minutes),
            due.place,
            due.client_id,
            due.item,
            placed.worker_ids,
            new=True,
        )
        for due in problem.due
        if (placed := plan.get(due.id)) is not None
    ]
    return sorted([*standing, *proposed], key=lambda held: (held.span.day, held.span.starts, held.span.ends))


def broken(problem: Problem, plan: Plan) -> list[str]:
    """Every hard rule a plan breaks, in words of the program; empty for a sound one."""
    workers = {worker.id: worker for worker in problem.workers}
    known = {due.id for due in problem.due}
    found = [f"{name}: nobody wants this visit" for name in plan if name not in known]
    held = timetable(problem, plan)
    found += _each_visit(problem, plan, workers)
    for worker in problem.workers:
        found += _worker_days(problem, worker, [one for one in held if worker.id in one.worker_ids])
    found += _persons(held)
    found += _pots(problem, plan)
    return found


def cost(problem: Problem, plan: Plan) -> int:
    """What a plan costs in minutes: ways, further workers, broken wishes, visits without a place."""
    prices = problem.prices
    total = prices.unplaced * sum(due.id not in plan for due in problem.due)
    total += travelled(problem, plan)
    total += prices.further_worker * sum(further_workers(problem, plan).values())
    total += sum(
        prices.wishes[wish.kind]
        for due in problem.due
        if (placed := plan.get(due.id)) is not None
        for wish in due.wishes
        if not granted(wish, tuple(worker for worker in problem.workers if worker.id in placed.worker_ids))
    )
    return total


def further_workers(problem: Problem, plan: Plan) -> dict[str, int]:
    """By person with a due visit: the workers seen in the week beyond those that one visit needs."""
    seen = defaultdict[str, set[str]](set)
    needed = defaultdict[str, int](lambda: 1)
    for one in problem.standing:
        seen[one.client_id].update(one.worker_ids)
        needed[one.client_id] = max(needed[one.client_id], len(one.worker_ids))
    for due in problem.due:
        needed[due.client_id] = max(needed[due.client_id], due.staff)
        if due.id in plan:
            seen[due.client_id].update(plan[due.id].worker_ids)
    return {
        client: max(0, len(seen[client]) - needed[client])
        for client in sorted({due.client_id for due in problem.due})
    }


def travelled(problem: Problem, plan: Plan) -> int:
    """Minutes of all ways on days with a shift, from home to home."""
    places = defaultdict[tuple[str, date], list[str]](list)
    for held in timetable(problem, plan):
        for worker_id in held.worker_ids:
            places[worker_id, held.span.day].append(held.place)
    return sum(
        problem.way(start, end)
        for worker in problem.workers
        for day in sorted({shift.day for shift in worker.shifts})
        if places[worker.id, day]
        for start, end in pairwise([worker.place, *places[worker.id, day], worker.place])
    )


def _each_visit(problem: Problem, plan: Plan, workers: dict[str, Worker]) -> list[str]:
    found = []
    for due in problem.due:
        placed = plan.get(due.id)
        if placed is None:
            continue
        if placed.day not in due.days:
            found.append(f"{due.id}: not on one of its days")
        if placed.starts < due.opens or placed.starts + due.minutes > due.closes:
            found.append(f"{due.id}: outside its window")
        if len(set(placed.worker_ids)) != due.staff or len(placed.worker_ids) != due.staff:
            found.append(f"{due.id}: {placed.worker_ids} come, wanted {due.staff}")
        for worker_id in placed.worker_ids:
            if worker_id not in workers:
                found.append(f"{due.id}: worker {worker_id} is unknown")
            else:
                found += _able(due, placed, workers[worker_id])
    return found


def _able(due: Due, placed: Placed, worker: Worker) -> list[str]:
    ends = placed.starts + due.minutes
    rules = {
        "cannot do it": due.item in worker.skills,
        "works for another provider": worker.provider_id == due.provider_id,
        "does not go there": not worker.places or due.place in worker.places,
        "is not in a shift": any(
            shift.day == placed.day and shift.starts <= placed.starts and ends <= shift.ends
            for shift in worker.shifts
        ),
        "is away": not any(
            away.day == placed.day and placed.starts < away.ends and away.starts < ends
            for away in worker.away
        ),
    }
    return [f"{due.id}: {worker.id} {rule}" for rule, kept in rules.items() if not kept]


def _worker_days(problem: Problem, worker: Worker, held: list[Held]) -> list[str]:
    found = []
    for one, other in combinations(held, 2):
        if one.span.day == other.span.day and (one.new or other.new) and other.span.starts < one.span.ends:
            found.append(f"{worker.id}: {one.name} and {other.name} at once")
    for one, other in pairwise(held):
        reached = one.span.ends + problem.way(one.place, other.place)
        if one.span.day == other.span.day and (one.new or other.new) and other.span.starts < reached:
            found.append(f"{worker.id}: no time for the way from {one.name} to {other.name}")
    for day in sorted({one.span.day for one in held if one.new}):
        minutes = sum(one.span.ends - one.span.starts for one in held if one.span.day == day)
        if minutes > worker.limit:
            found.append(f"{worker.id}: {minutes} minutes on {day}")
    return found


def _persons(held: list[Held]) -> list[str]:
    """A person is in one place, is not visited twice for the same on a day, nor by two proposed visits."""
    found = []
    for one, other in combinations(held, 2):
        if one.client_id != other.client_id or one.span.day != other.span.day:
            continue
        if one.new and other.new:
            found.append(f"{one.client_id}: {one.name} and {other.name} on one day")
        elif one.new or other.new:
            if one.item == other.item:
                found.append(f"{one.client_id}: {one.item} twice on one day")
            if other.span.starts < one.span.ends:
                found.append(f"{one.client_id}: {one.name} and {other.name} at once")
    return found


def _pots(problem: Problem, plan: Plan) -> list[str]:
    drawn = defaultdict[str, int](int)
    for due in problem.due:
        if due.id in plan:
            for pot in due.pots:
                drawn[pot] += due.minutes
    return [
        f"{pot}: {minutes} minutes taken of {problem.pots[pot].minutes}"
        for pot, minutes in drawn.items()
        if minutes > problem.pots[pot].minutes
    ]
