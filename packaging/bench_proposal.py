"""A week of 40 workers and 400 visits proposed: the first answer, five seconds of search, and OR-Tools and PyVRP given thirty.

Everybody is charged by the same recount (`checking.cost`), which knows none of the searches. Seconds are of the processor, so that
other programs on the machine change no figure; the median of five weeks is told. OR-Tools is given both models of
`proposal_peers.py`, each begins with our first answer, and the better of the two counts.
"""

import json
import statistics
import subprocess
import sys
import venv
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import process_time

from measure import Figure, at_least, at_most, ratio_at_most
from proposal_week import MONDAY, invented

from jiuzhu.domain.proposal.checking import broken, cost
from jiuzhu.domain.proposal.problem import Placed, Plan, Prices, Problem
from jiuzhu.domain.proposal.search import first_plan, proposed

SEEDS = (1, 2, 3, 4, 5)
OURS, THEIRS = 5.0, 30.0  # seconds
ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / ".cache" / "peers"
WANTED = ("ortools==9.15.6755", "pyvrp==0.14.1")


def run(scale: float) -> list[Figure]:
    """The rows of the benchmark table; `scale` shrinks the number of weeks and the seconds, never the week."""
    seeds = SEEDS[: max(1, round(len(SEEDS) * scale))]
    ours, theirs = OURS * scale, THEIRS * scale
    rows = [Week(invented(seed), seed, ours) for seed in seeds]
    wishes = [Week(invented(seed, wishes=True), seed, ours) for seed in seeds]
    ways = [Week(replace(invented(seed), prices=Prices(further_worker=0)), seed, ours) for seed in seeds]
    wrong = sum(week.wrong for week in (*rows, *wishes, *ways))
    found = [
        at_most("first answer", statistics.median(week.first_seconds for week in rows), "s", 0.1),
        at_least(f"cost after {ours:g} s, below the first answer", _gain(rows), "%", 25),
        at_least("… of a week with wishes, unmet ones that nobody can meet included", _gain(wishes), "%", 15),
        at_most("hard rules broken", wrong, "rules", 0),
    ]
    try:
        python = peers()
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"OR-Tools and PyVRP cannot be had here, their figures are left out: {error}", file=sys.stderr)
        return found
    return found + list(_beside(rows, ways, python, theirs))


class Week:
    """One invented week, answered at once and after some seconds."""

    def __init__(self, problem: Problem, seed: int, seconds: float) -> None:
        self.problem, self.seed = problem, seed
        begun = process_time()
        first = first_plan(problem)
        self.first_seconds = process_time() - begun
        self.first = cost(problem, first)
        begun = process_time()
        plan = proposed(problem, seed, lambda _rounds, _best: (process_time() - begun) / seconds)
        self.ours = cost(problem, plan)
        self.wrong = len(broken(problem, first)) + len(broken(problem, plan))


def _gain(weeks: list[Week]) -> float:
    return 100 * statistics.median(1 - week.ours / week.first for week in weeks)


def _beside(rows: list[Week], ways: list[Week], python: Path, seconds: float) -> Iterator[Figure]:
    plans = {name: [answer(python, name, week, seconds) for week in rows] for name in _NAMES}
    ours = statistics.median(week.ours for week in rows)
    ortools = statistics.median(
        min(cost(week.problem, plans[name][place]) for name in _NAMES if name != "pyvrp")
        for place, week in enumerate(rows)
    )
    pyvrp = statistics.median(
        cost(week.problem, plan) for week, plan in zip(rows, plans["pyvrp"], strict=True)
    )
    yield ratio_at_most(f"cost beside OR-Tools routing given {seconds:g} s", ours, ortools, "min", 1)
    yield ratio_at_most(
        f"cost beside PyVRP given {seconds:g} s, which sees no further workers", ours, pyvrp, "min", 1
    )
    yield ratio_at_most(
        "… where further workers cost nothing, so that it sees everything",
        statistics.median(week.ours for week in ways),
        statistics.median(cost(week.problem, plan) for week, plan in zip(ways, plans["pyvrp"], strict=True)),
        "min",
        1.1,
    )


_NAMES = ("ortools-week", "ortools-days", "pyvrp")


def answer(python: Path, name: str, week: Week, seconds: float) -> Plan:
    """The plan of a peer, which must break no hard rule either: else it was asked for something else."""
    command = [str(python), str(ROOT / "packaging" / "proposal_peers.py"), name, str(week.seed), str(seconds)]
    done = subprocess.run(
        command, env={"PYTHONPATH": str(ROOT / "src")}, stdout=subprocess.PIPE, text=True, check=True
    )
    told = json.loads(done.stdout.splitlines()[-1])
    plan = {
        identity: Placed(MONDAY + timedelta(days=day), starts, tuple(workers))
        for identity, (day, starts, workers) in told.items()
    }
    wrong = broken(week.problem, plan)
    if wrong:
        raise RuntimeError(f"{name} answers another question: {wrong[:3]}")
    return plan


def peers() -> Path:
    """An interpreter with OR-Tools and PyVRP, made at the first call: the product never needs them."""
    python = PEERS / "bin" / "python"
    if not python.exists():
        venv.create(PEERS, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", *WANTED], check=True, stdout=sys.stderr)
    return python
