"""自动排班: a week's visits proposed for the people who wait, taken over by the coordinator, never by themselves.

`gathering.gather` reads what the week asks, `propose` looks for it without a unit of work, nothing is stored before
`take_over`.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from jiuzhu.domain.proposal.checking import further_workers, travelled
from jiuzhu.domain.proposal.explaining import explained
from jiuzhu.domain.proposal.search import proposed
from jiuzhu.domain.serving.supply import ServicePlan
from jiuzhu.errors import InvalidInput, UserError
from jiuzhu.services.scheduling import booking
from jiuzhu.services.scheduling.board import Board, Wanted, clock
from jiuzhu.services.scheduling.gathering import Gathered
from jiuzhu.storage.unit import Unit

BREATH = 0.0005
"""Seconds between two rounds that belong to the window's thread: half its delay for a tenth of the rounds."""

_TOLD = 0.2  # seconds between two sentences of progress


@dataclass(frozen=True, slots=True)
class ProposedVisit:
    """A visit as it could be; `notes` tells each wish it breaks and why. `day` is None where none was found."""

    id: str
    service_plan_id: str
    person: str
    village: str
    item: str
    minutes: int
    day: date | None
    starts: int
    worker_ids: tuple[str, ...]
    workers: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def wanted(self) -> Wanted:
        """What is asked of the calendar for a visit that found its place."""
        if self.day is None:
            raise UserError(f"{self.person}的这次服务没有找到时间，不能安排。")
        second = self.worker_ids[1] if len(self.worker_ids) > 1 else None
        ends = self.starts + self.minutes
        return Wanted(self.item, self.day, self.starts, ends, self.worker_ids[0], second)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A week as it could be: the visits in order of time, then those without a place."""

    first_day: date
    visits: tuple[ProposedVisit, ...]
    ways: int
    "Minutes between homes, over all workers."
    further: int
    "People who see more workers in the week than they need, by worker."


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What became of the chosen visits: booked, and those the calendar refused, with its reasons."""

    booked: int
    refused: tuple[str, ...]


def propose(
    gathered: Gathered, seconds: float, seed: int, told: Callable[[str], None], stopped: Callable[[], bool]
) -> Proposal:
    """Look for a week for some seconds, or until it is stopped; what was found by then is the answer.

    Reads nothing and stores nothing, so it runs outside any unit of work. `told` hears how it goes.
    """
    begun = time.monotonic()
    next_told, first = begun, 0

    def spent(rounds: int, best: int) -> float:
        nonlocal next_told, first
        now = time.monotonic()
        if not rounds:
            first = best
        if now >= next_told:
            better = f"，比最初的排法好 {1 - best / first:.0%}" if best < first else ""
            told(f"正在排班：还有 {max(0, round(seconds - (now - begun)))} 秒{better}")
            next_told = now + _TOLD
        time.sleep(BREATH)
        return 1.0 if stopped() else (now - begun) / seconds

    problem = gathered.problem
    plan = proposed(problem, seed, spent)
    notes = explained(problem, plan)
    names = {worker.id: worker.name for worker in problem.workers}
    visits = []
    for due in problem.due:
        placed, waits = plan.get(due.id), gathered.plans[due.id]
        workers = placed.worker_ids if placed else ()
        visits.append(
            ProposedVisit(
                due.id,
                waits.service_plan_id,
                waits.person,
                waits.village,
                due.item,
                due.minutes,
                placed.day if placed else None,
                placed.starts if placed else 0,
                workers,
                tuple(names[identity] for identity in workers),
                notes[due.id],
            )
        )
    visits.sort(key=lambda one: (one.day is None, one.day or gathered.first_day, one.starts, one.person))
    further = sum(further_workers(problem, plan).values())
    return Proposal(gathered.first_day, tuple(visits), travelled(problem, plan), further)


def take_over(unit: Unit, visits: Collection[ProposedVisit]) -> TakenOver:
    """Book chosen visits of a proposal, each whole or not at all; what stands against one by now is told."""
    unit.require("serve")
    booked, refused = 0, []
    plans = defaultdict[str, list[ProposedVisit]](list)
    for visit in visits:
        plans[visit.service_plan_id].append(visit)
    for plan_id, chosen in plans.items():
        several = [visit.wanted for visit in chosen]
        days = [wanted.day for wanted in several]
        board = Board(unit, unit.get(ServicePlan, plan_id), min(days), max(days), several)
        for visit, wanted in zip(chosen, several, strict=True):
            try:
                booking.place(unit, board, wanted)
            except InvalidInput as error:
                reasons = "；".join(problem.message.rstrip("。") for problem in error.problems)
                refused.append(f"{visit.person} {visit.day} {clock(visit.starts)}：{reasons}。")
            else:
                booked += 1
        unit.session.flush()
    return TakenOver(booked, tuple(refused))
