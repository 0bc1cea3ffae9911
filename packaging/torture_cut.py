"""The line to the server goes silent in the middle of the work: told soon, nothing typed is lost, nothing is saved twice.

The server runs in a network namespace of its own, behind a pair of virtual cards. A wrong hardware address makes every packet
to it vanish without a word, as a pulled cable behind a switch does. Needs root and iproute2.
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import bench_save
import crowd
import invariants
import shared_office
import temporary_server
import torturing
from temporary_server import Server

from jiuzhu.domain.household import Household
from jiuzhu.domain.ids import new_id
from jiuzhu.errors import LineDown, OutcomeUnknown
from jiuzhu.services.counter import intake, spooling
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.tables import TABLES
from jiuzhu.storage.unit import Unit

SERVER, DESK = "10.203.77.1", "10.203.77.2"
NOWHERE = "02:00:00:00:00:99"
TOLD_WITHIN = 6.0


@dataclass(slots=True)
class Result:
    """What all rounds showed; `told_late`, `lost`, `doubled` and `broken` must stay empty. Times are the longest, in seconds."""

    rounds: int = 0
    saves: int = 0
    unknown: int = 0
    save_refused_after: float = 0.0
    known_to_be_down_after: float = 0.0
    draft_kept_after: float = 0.0
    told_late: int = 0
    lost: int = 0
    doubled: int = 0
    broken: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether everything was told in time, and nothing was lost or done twice."""
        wrong = self.told_late or self.lost or self.doubled or self.broken
        return not wrong and self.rounds > 0 and self.saves > 0


def run(*words: str) -> None:
    """A command of the system's network tools; what it says goes to our own error output."""
    subprocess.run(words, check=True)


@contextmanager
def away() -> Iterator[Server]:
    """A server in a namespace of its own."""
    space, here, there = f"jz{os.getpid()}", f"jzh{os.getpid() % 10000}", f"jzs{os.getpid() % 10000}"
    run("ip", "netns", "add", space)
    try:
        run("ip", "link", "add", here, "type", "veth", "peer", "name", there, "netns", space)
        run("ip", "addr", "add", f"{DESK}/24", "dev", here)
        run("ip", "link", "set", here, "up")
        for words in (
            ("addr", "add", f"{SERVER}/24", "dev", there),
            ("link", "set", there, "up"),
            ("link", "set", "lo", "up"),
        ):
            run("ip", "-n", space, *words)
        whom = temporary_server.as_whom()
        server = temporary_server.start(
            f"listen_addresses={SERVER}", believing=False, quick=False, near="10.203.77.0/24", certified=SERVER,
            before=("ip", "netns", "exec", space, "setpriv", f"--reuid={whom['user']}", f"--regid={whom['group']}", "--clear-groups"),
        )  # fmt: skip
        try:
            yield server
        finally:
            server.stop()
    finally:
        subprocess.run(("ip", "link", "del", here), check=False)  # its other end goes with it
        run("ip", "netns", "del", space)


def cut(*, on: bool) -> None:
    """Make every packet to the server vanish, or let them through again."""
    card = f"jzh{os.getpid() % 10000}"
    if on:
        run("ip", "neigh", "replace", SERVER, "lladdr", NOWHERE, "dev", card, "nud", "permanent")
    else:
        run("ip", "neigh", "del", SERVER, "dev", card)


def torture(rounds: int, seed: int, folder: Path) -> Result:
    """Cut the line that many times."""
    if os.geteuid() != 0:
        raise SystemExit("cutting a line needs root: a network namespace and virtual cards are made for it")
    chance = random.Random(seed)  # noqa: S311  # a seed repeats the moments
    result, begin = Result(), time.perf_counter()
    with away() as server:
        (place,) = shared_office.found(server, "clerk checker")
        desk = replace(place, address=replace(place.address, host=SERVER)).open(folder / "desk")
        lines: list[tuple[bool, float]] = []
        end = desk.listen(lambda _: None, lambda up: lines.append((up, time.perf_counter())))
        invented = crowd.people(1_000_000, seed=seed)
        homes: list[str] = []
        drafts = 0
        try:
            for _ in range(rounds):
                homes += [
                    _saved(desk, [next(invented) for _ in range(bench_save.MEMBERS)], result)
                    for _ in range(chance.randrange(1, 6))
                ]
                drafts += _one_cut(
                    desk, [next(invented) for _ in range(bench_save.MEMBERS)], lines, homes, result
                )
                result.rounds += 1
            result.saves = len(homes)
            result.lost += drafts - len(desk.read(intake.drafts))
            there = desk.read(_households)
            result.lost += len(set(homes) - there)
            result.doubled = len(there) - len(homes)
            result.broken = invariants.broken(desk, homes)
        finally:
            if end is not None:
                end()
            desk.close()
    result.seconds = round(time.perf_counter() - begin, 1)
    return result


def _saved(desk: Workspace, family: list[crowd.Invented], result: Result) -> str:
    while True:
        try:
            return desk.write(bench_save.household, family)
        except OutcomeUnknown:
            result.unknown += 1
        except LineDown:
            time.sleep(0.2)


def _one_cut(
    desk: Workspace,
    family: list[crowd.Invented],
    lines: list[tuple[bool, float]],
    homes: list[str],
    result: Result,
) -> int:
    lines.clear()
    form = desk.read(intake.new_dossier)
    form.members[0].name = family[0].name
    cut(on=True)
    began = time.perf_counter()
    try:
        homes.append(desk.write(bench_save.household, family))
    except (LineDown, OutcomeUnknown) as error:
        result.unknown += isinstance(error, OutcomeUnknown)
    result.save_refused_after = _longest(result.save_refused_after, began)
    result.told_late += time.perf_counter() - began > TOLD_WITHIN
    _until(lambda: lines)
    noticed = lines[0][1] - began
    result.known_to_be_down_after = round(max(result.known_to_be_down_after, noticed), 2)
    result.told_late += noticed > TOLD_WITHIN
    began = time.perf_counter()
    spooling.keep_draft(desk, new_id(), form)
    result.draft_kept_after = _longest(result.draft_kept_after, began)
    cut(on=False)
    _until(lambda: lines[-1][0])
    if spooling.hand_over(desk).count != 1:
        result.lost += 1
    homes.append(_saved(desk, family, result))
    return 1


def _longest(before: float, began: float) -> float:
    return round(max(before, time.perf_counter() - began), 2)


def _until(held: Callable[[], Any], seconds: float = 30.0) -> None:
    begin = time.perf_counter()
    while not held():
        if time.perf_counter() - begin > seconds:
            raise RuntimeError("it was not noticed")
        time.sleep(0.02)


def _households(unit: Unit) -> set[str]:
    from sqlalchemy import select  # noqa: PLC0415  # here alone

    return set(unit.session.scalars(select(TABLES[Household].c.id)))


if __name__ == "__main__":
    sys.exit(torturing.main("cut", torture, sys.argv[1:], about=__doc__, rounds=20))
