"""Rewrite the journal of a real file at random: each attack is found with a checkpoint, an untouched file is clean.

An office works, lays a checkpoint outside, and works on. Each round takes a fresh copy of the encrypted file, checks
that it is clean, does one of seven attacks to one of its chains at a random place the checkpoint covers, and, every
other round, lets the attacker drop the checkpoints of the database and sign new ones with the desk's own key.
"""

import itertools
import random
import shutil
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

import bench_save
import crowd
import torturing
from attacks import ATTACKS, FileTool, attacked

from jiuzhu.domain.desk import Desk
from jiuzhu.domain.ids import new_id
from jiuzhu.domain.proof import Head
from jiuzhu.domain.rights import Actor
from jiuzhu.services.office import proving
from jiuzhu.services.office.entrance import DATABASE
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.encrypted_file import EncryptedFile
from jiuzhu.storage.queries import proof as queries

BEFORE, AFTER = 40, 8
"""Saves of each chain that the checkpoint covers, and after it."""


@dataclass(slots=True)
class Result:
    """What all rounds together showed; `missed` and `false_alarms` must stay 0."""

    rounds: int = 0
    signed_anew: int = 0  # rounds in which the attacker also replaced the checkpoints of the database
    found: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ATTACKS, 0))
    missed: list[str] = field(default_factory=list)  # attack, chain, place
    false_alarms: int = 0
    entries: int = 0  # in the file
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether every attack was found and nothing was seen where nothing was."""
        return self.rounds > 0 and not self.missed and not self.false_alarms


@dataclass(frozen=True, slots=True)
class Office:
    """What a round needs to open a copy, and what was kept outside."""

    home: Path
    key: bytes
    actor: Actor
    desk: Desk
    kept: Path
    heads: tuple[Head, ...]

    def open(self, home: Path) -> Workspace:
        """A fresh copy of the office in another folder."""
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(self.home, home)
        return Workspace(home, EncryptedFile(home / DATABASE, self.key), self.actor, self.desk)


def torture(rounds: int, seed: int, folder: Path) -> Result:
    """Run the rounds in a folder of their own."""
    office = _worked(folder)
    chance = random.Random(seed)  # noqa: S311  # a seed repeats every round
    result = Result()
    begin = time.perf_counter()
    for number in range(rounds):
        _round(office, folder / "copy", chance, result, signs=number % 2 == 1)
    result.seconds = round(time.perf_counter() - begin, 1)
    return result


def _worked(folder: Path) -> Office:
    """An office with two chains, as after a restore, and a checkpoint of both outside."""
    first = crowd.found_office(folder / "office")
    everybody = crowd.people(10_000)
    second = Workspace(first.home, first.file, first.actor, _next_epoch(first.rules))
    chains = (first, second)

    def work(saves: int) -> None:
        for desk, _ in itertools.product(chains, range(saves)):
            desk.write(bench_save.household, [next(everybody) for _ in range(bench_save.MEMBERS)])

    work(BEFORE)
    outside = folder / "outside"
    outside.mkdir()
    heads = tuple(first.read(lambda unit: queries.heads(unit.session)))
    made = proving.make_checkpoint(first, "asked")
    kept = proving.save_checkpoint(first, made.id, outside)
    work(AFTER)
    office = Office(first.home, first.file.key(), first.actor, first.rules, kept, heads)
    first.close()
    return office


def _next_epoch(desk: Desk) -> Desk:
    return replace(desk, station=replace(desk.station, epoch=new_id()))


def _round(office: Office, home: Path, chance: random.Random, result: Result, *, signs: bool) -> None:
    workspace = office.open(home)
    try:
        clean = workspace.read(proving.verify_journal, (office.kept,))
        result.entries = clean.entries
        result.false_alarms += bool(clean.problems)
        chain = chance.choice(office.heads)
        name, place = chance.choice(sorted(ATTACKS)), chance.randrange(chain.seq)
        tool = FileTool(workspace.file)
        attacked(tool, chain.station_id, chain.epoch, name, place)
        if signs:
            _sign_anew(workspace, tool)
            result.signed_anew += 1
        tool.close()
        problems = workspace.read(proving.verify_journal, (office.kept,)).problems
        told = f"窗口链 {chain.epoch[-8:]} "
        if any(told in one for one in problems):
            result.found[name] += 1
        else:
            result.missed.append(f"{name} {chain.epoch} {place}")
        result.rounds += 1
    finally:
        workspace.close()


def _sign_anew(workspace: Workspace, tool: FileTool) -> None:
    """What somebody with the desk's own keys does to the checkpoints of the database."""
    with tool.unguarded("checkpoint"):
        tool.run("DELETE FROM checkpoint")
    proving.make_checkpoint(workspace, "asked")


if __name__ == "__main__":
    sys.exit(torturing.main("journal", torture, sys.argv[1:], about=__doc__, rounds=50))
