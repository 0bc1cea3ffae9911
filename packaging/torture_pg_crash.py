"""The server crashes while desks save: every acknowledged household is there once, and nobody's chain has a hole.

Three desks save households one after another. Round after round the postmaster that was started here is killed (SIGKILL and
SIGQUIT in turn) and started again; each desk goes on by itself. A step whose outcome nobody knows is asked for by its
journal entry, as a window does. Afterwards everything that must hold is looked at.
"""

import random
import signal
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import bench_save
import crowd
import invariants
import shared_office
import temporary_server
import torturing
from shared_office import Place
from sqlalchemy import select

from jiuzhu.domain.household import Household
from jiuzhu.errors import LineDown, OutcomeUnknown
from jiuzhu.storage.tables import TABLES
from jiuzhu.storage.unit import Unit

DESKS = 3
BETWEEN = 1.5  # seconds of saving before a crash, and again after the last
LONGEST_WAIT = 15.0


@dataclass(slots=True)
class Result:
    """What all rounds showed: `missing`, `doubled` and `broken` must stay empty, `longest_wait` below 15 seconds."""

    rounds: int = 0
    acknowledged: int = 0
    unknown: int = 0  # broken off in the commit and found out afterwards
    missing: int = 0
    doubled: int = 0
    longest_wait: float = 0.0  # seconds from one acknowledged save of a desk to its next
    broken: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether nothing acknowledged was lost or done twice."""
        wrong = self.missing or self.doubled or self.broken or self.longest_wait > LONGEST_WAIT
        return not wrong and self.rounds > 0 and self.acknowledged > 0


def torture(rounds: int, seed: int, folder: Path) -> Result:
    """Crash the server that many times."""
    chance = random.Random(seed)  # noqa: S311  # a seed repeats the moments, never quite the states they meet
    server = temporary_server.start("restart_after_crash=off", believing=False, quick=False)
    result, begin = Result(), time.perf_counter()
    try:
        desks = shared_office.found(server, *["clerk checker"] * DESKS)
        saved: list[Any] = []
        end = folder / "end"
        running = threading.Thread(target=lambda: saved.extend(_all_desks(desks, folder, end)))
        running.start()
        for number in range(rounds):
            time.sleep(BETWEEN * chance.uniform(0.3, 1.7))
            server.halt(signal.SIGKILL if number % 2 else signal.SIGQUIT)
            server.run()
            result.rounds += 1
        time.sleep(BETWEEN)
        end.touch()
        running.join()
        homes = {home for one in saved for home in one["homes"]}
        result.acknowledged = sum(len(one["homes"]) for one in saved)
        result.unknown = sum(one["unknown"] for one in saved)
        result.longest_wait = round(max(one["longest"] for one in saved), 1)
        office = desks[0].open(folder / "look")
        there = office.read(_households)
        result.missing = len(homes - there)
        result.doubled = len(there) - result.acknowledged
        result.broken = invariants.broken(office, homes)
        office.close()
    finally:
        server.stop()
    result.seconds = round(time.perf_counter() - begin, 1)
    return result


def _all_desks(desks: Sequence[Place], folder: Path, stop: Path) -> list[Any]:
    return crowd.at_once(
        *(partial(_desk, desk, folder / f"desk{place}", stop, place) for place, desk in enumerate(desks))
    )


def _desk(desk: Place, home: Path, stop: Path, place: int) -> dict[str, Any]:
    office = desk.open(home)
    invented = crowd.people(1_000_000, seed=place + 1)
    homes: list[str] = []
    unknown, longest, last = 0, 0.0, time.perf_counter()
    while not stop.exists():
        family = [next(invented) for _ in range(bench_save.MEMBERS)]
        while True:  # the same household until somebody says it is saved
            try:
                homes.append(office.write(bench_save.household, family))
                break
            except OutcomeUnknown:
                unknown += 1
            except LineDown:
                time.sleep(0.2)
        longest = max(longest, time.perf_counter() - last)
        last = time.perf_counter()
    office.close()
    return {"homes": homes, "unknown": unknown, "longest": longest}


def _households(unit: Unit) -> set[str]:
    return set(unit.session.scalars(select(TABLES[Household].c.id)))


if __name__ == "__main__":
    sys.exit(torturing.main("pg-crash", torture, sys.argv[1:], about=__doc__, rounds=100))
