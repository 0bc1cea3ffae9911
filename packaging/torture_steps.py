"""Kill -9 in the middle of an upgrade, a restoring, a new password and a table taken over: before or after, never between.

Each round a child does one of the four on a copy of an office and is killed at a random moment of it. Then the office is
opened by its password, and must be the old one or the new one, whole, with its journal verifying.
"""

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import bench_save
import crowd
import invariants
import torturing

from jiuzhu.errors import UserError
from jiuzhu.services.office import admin, backups, entrance, opening, restoring
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import attempts, manifest, migrate
from jiuzhu.storage.encrypted_file import EncryptedFile
from jiuzhu.storage.laying import DATABASE
from jiuzhu.storage.manifest import Manifest
from jiuzhu.storage.unit import Unit

HOMES = 200
"""Households of a table that is taken over in one unit of work."""

_OLD = Path(__file__).parents[1] / "tests" / "data" / "schema-0001"
_OLD_LOGIN, _OLD_PASSWORD = "jingban", "春风又绿江南岸2026"  # of `tests/town.py`, which made it
_LOGIN, _NEW_PASSWORD = "jia", "两个黄鹂鸣翠柳2026"
_FROM, _BEYOND = 0.2, 1.3
"""A kill comes so many times after the beginning as the work takes when nobody disturbs it."""


@dataclass(slots=True)
class Result:
    """Rounds by what was killed, how they ended, and what was between, which must stay 0."""

    rounds: int = 0
    before: dict[str, int] = field(default_factory=dict)
    after: dict[str, int] = field(default_factory=dict)
    between: int = 0
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether every round ended before or after; that each reaches its end undisturbed is tried first."""
        return self.between == 0 and self.rounds > 0


@dataclass(frozen=True, slots=True)
class Trial:
    """An office to begin with, what is done to it, and how it is looked at: False for before, True for after."""

    office: Path
    work: Callable[[Path], None]
    is_after: Callable[[Path], bool]


def torture(rounds: int, seed: int, folder: Path) -> Result:
    """Kill so often, each of the four in turn."""
    (seat,) = crowd.staffed(folder / "office")
    workspace = seat.open()
    invented = crowd.people(1000, seed)
    for _ in range(20):
        workspace.write(bench_save.household, [next(invented) for _ in range(bench_save.MEMBERS)])
    backups.make(workspace, folder / "usb")
    workspace.write(bench_save.household, [next(invented) for _ in range(bench_save.MEMBERS)])
    workspace.close()
    (made,) = backups.lying_in(folder / "usb")
    trials = {
        "upgrade": Trial(_OLD, _upgrade, _is_upgraded),
        "restore": Trial(seat.home, partial(_restore, made), partial(_has_homes, 20, 21)),
        "password": Trial(seat.home, _change_password, _has_new_password),
        "import": Trial(seat.home, partial(_import, seed), partial(_has_homes, 21 + HOMES, 21)),
    }
    chance, result = random.Random(seed), Result()  # noqa: S311  # the moment of the kill is never quite the same
    begin = time.perf_counter()
    home = folder / "trial"
    takes = {name: _undisturbed(trial, home) for name, trial in trials.items()}
    for number in range(rounds):
        name, trial = list(trials.items())[number % len(trials)]
        _fresh(trial, home)
        _killed(partial(trial.work, home), chance.uniform(_FROM, _BEYOND) * takes[name])
        try:
            ends = result.after if trial.is_after(home) else result.before
            ends[name] = ends.get(name, 0) + 1
        except (UserError, Between) as error:
            result.between += 1
            result.problems.append(f"{name}: {error}")
        result.rounds += 1
    result.seconds = round(time.perf_counter() - begin, 1)
    return result


class Between(Exception):
    """The office is neither the old one nor the new one."""


def _require(held: object, words: str) -> None:
    if not held:
        raise Between(words)


def _fresh(trial: Trial, home: Path) -> None:
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(trial.office, home)


def _undisturbed(trial: Trial, home: Path) -> float:
    """Seconds the work takes in a child nobody kills."""
    _fresh(trial, home)
    begin = time.perf_counter()
    _killed(partial(trial.work, home), None)
    taken = time.perf_counter() - begin
    _require(trial.is_after(home), "the work is not done by itself")
    return taken


def _killed(work: Callable[[], None], after: float | None) -> None:
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)  # done before the kill, or refused: the parent looks either way
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _upgrade(home: Path) -> None:
    database = EncryptedFile(home / DATABASE, attempts.unwrap(home, _OLD_LOGIN, _OLD_PASSWORD))
    migrate.bring_up_to_date(database, home / "backups")


def _measured(home: Path, login: str, password: str) -> Manifest:
    database = EncryptedFile(home / DATABASE, attempts.unwrap(home, login, password))
    raw = database.raw()
    try:
        return manifest.measure(raw)
    finally:
        raw.close()
        database.close()


def _is_upgraded(home: Path) -> bool:
    with tempfile.TemporaryDirectory() as room:
        old = Path(shutil.copytree(_OLD, Path(room) / "old"))  # where its key file may be written
        was = _measured(old, _OLD_LOGIN, _OLD_PASSWORD)
    now = _measured(home, _OLD_LOGIN, _OLD_PASSWORD)
    _require(now.schema in {was.schema, migrate.SCHEMA}, f"schema {now.schema}")
    _require(not manifest.differences(was, now), "; ".join(manifest.differences(was, now)))
    _whole(opening.log_in(home, _OLD_LOGIN, _OLD_PASSWORD))  # the next start brings it forward
    return now.schema == migrate.SCHEMA


def _restore(made: backups.Backup, home: Path) -> None:
    unlock = restoring.by_password(_LOGIN, crowd.PASSWORD)
    restoring.restore(home, made, _LOGIN, unlock)


def _import(seed: int, home: Path) -> None:
    opening.log_in(home, _LOGIN, crowd.PASSWORD).write(_take_over, seed)


def _take_over(unit: Unit, seed: int) -> None:
    """Many households in one unit of work, sealed piece by piece as a table that is taken over is."""
    invented = crowd.people(HOMES * bench_save.MEMBERS, seed + 1)
    for place in range(HOMES):
        bench_save.household(unit, [next(invented) for _ in range(bench_save.MEMBERS)])
        if place % 20 == 0:
            unit.seal()


def _has_homes(after: int, before: int, home: Path) -> bool:
    _require(entrance.state(home) == "locked", entrance.state(home))
    workspace = opening.log_in(home, _LOGIN, crowd.PASSWORD)
    raw = workspace.file.raw()
    homes: int = raw.execute("SELECT count(*) FROM household").fetchone()[0]
    raw.close()
    _whole(workspace)
    _require(homes in {after, before}, f"{homes} households")
    return homes == after


def _change_password(home: Path) -> None:
    workspace = opening.log_in(home, _LOGIN, crowd.PASSWORD)
    admin.change_password(workspace, crowd.PASSWORD, _NEW_PASSWORD)


def _has_new_password(home: Path) -> bool:
    try:
        workspace = opening.log_in(home, _LOGIN, crowd.PASSWORD)
    except UserError:
        workspace = opening.log_in(home, _LOGIN, _NEW_PASSWORD)
        _whole(workspace)
        return True
    _whole(workspace)
    return False


def _whole(workspace: Workspace) -> None:
    found = invariants.broken(workspace, replay=False)
    workspace.close()
    _require(not found, "; ".join(found))


if __name__ == "__main__":
    sys.exit(torturing.main("steps", torture, sys.argv[1:], about=__doc__, rounds=100))
