"""Finding a plan: each visit into its cheapest place, then a few out and in again as long as time is given.

After Schrimpf et al. 2000 (ruin and recreate) and Christiaens and Vanden Berghe 2020 (adjacent removal, blinks).
"""

import math
from collections.abc import Callable
from random import Random

from jiuzhu.domain.proposal.draft import Draft
from jiuzhu.domain.proposal.ground import ground_of
from jiuzhu.domain.proposal.problem import Plan, Problem
from jiuzhu.domain.proposal.ruin import Ruin

WARM, COLD = 30.0, 1.0
"What a worse plan may cost more, in minutes, at the beginning and at the end: the temperature of annealing."
BLINKS = 0.01

Spent = Callable[[int, int], float]
"""Asked before each round with its number and the best cost so far: the share of the effort spent; 1 ends the search."""


def first_plan(problem: Problem) -> Plan:
    """The first answer: the visits with the fewest places first, each into its cheapest."""
    draft = Draft(ground_of(problem))
    _fill(draft, Random(0))  # noqa: S311  # no dice are thrown without blinks
    return draft.plan()


def proposed(problem: Problem, seed: int, spent: Spent) -> Plan:
    """The best plan found until the effort is spent; the same one for the same seed and number of rounds."""
    random = Random(seed)  # noqa: S311  # the same seed must find the same plan again
    draft = Draft(ground_of(problem))
    _fill(draft, random)
    if not draft.at:
        return {}
    ruin = Ruin(draft, random)
    best = draft.snapshot()
    number = 0
    while (share := spent(number, best[0])) < 1:
        number += 1
        before = draft.cost
        ruin()
        for visit in _order(draft, random):
            _put(draft, visit, random, BLINKS)
        if draft.cost > before - WARM * (COLD / WARM) ** share * math.log(1 - random.random()):
            draft.undo()
            continue
        draft.keep()
        if draft.cost < best[0]:
            best = draft.snapshot()
    draft.restore(best)
    _fill(draft, random)
    return draft.plan()


def _fill(draft: Draft, random: Random) -> None:
    due, candidates = draft.ground.problem.due, draft.ground.candidates
    for visit in sorted(
        draft.unplaced,
        key=lambda visit: (-due[visit].staff, len(candidates[visit]), -due[visit].minutes, visit),
    ):
        _put(draft, visit, random, 0.0)
    draft.keep()


def _put(draft: Draft, visit: int, random: Random, blinks: float) -> None:
    price, move = draft.best(visit, random, blinks)
    if move and price < draft.unplaced_price:
        draft.place(visit, price, move)


def _order(draft: Draft, random: Random) -> list[int]:
    """The visits without a place, in one of several orders."""
    visits = sorted(draft.unplaced)
    random.shuffle(visits)
    due, candidates, clients = draft.ground.problem.due, draft.ground.candidates, draft.ground.clients
    way = random.randrange(4)
    if way == 1:
        visits.sort(key=lambda visit: len(candidates[visit]))
    elif way == 2:
        visits.sort(key=lambda visit: -due[visit].minutes)
    elif way == 3:
        visits.sort(key=lambda visit: clients[visit])
    return visits
