"""Backups while somebody writes, and backups that were damaged: every whole one restores, every damaged one is refused.

Each round makes a backup beside a writing thread, holds it against what was saved before it began, and damages it ten
times (cut, a byte flipped, a page zeroed, two pages swapped). A damaged one must be refused by the restoring itself, in
time, with the office it was to replace untouched. At the end the last whole one is restored on an empty machine.
"""

import hashlib
import random
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import bench_save
import crowd
import torturing
from crowd import Seat

from jiuzhu.errors import UserError
from jiuzhu.services.office import backups, restoring
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import backup, journal
from jiuzhu.storage.laying import DATABASE
from jiuzhu.storage.unit import Unit

DAMAGES = 10
PAGE = 4096
_LOGIN = "jia"


@dataclass(slots=True)
class Result:
    """What all rounds together showed; `taken` is a damaged backup that was restored."""

    rounds: int = 0
    saves_beside: int = 0
    incomplete: int = 0  # backups that lack what was saved before they began
    half: int = 0
    mutations: int = 0
    taken: int = 0
    touched: int = 0
    backup_seconds_per_30_mb: float = 0.0
    refused_seconds_per_30_mb: float = 0.0
    restored_problems: int = 0
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether every backup was whole, every damaged one refused in 2 s a 30 MB, and the last one restores."""
        broken = self.incomplete + self.half + self.taken + self.touched + self.restored_problems
        tried = self.rounds and self.saves_beside and self.mutations
        return broken == 0 and bool(tried) and self.refused_seconds_per_30_mb <= 2


def torture(rounds: int, seed: int, folder: Path) -> Result:
    """Make and damage so many backups."""
    (office,) = crowd.staffed(folder / "office")
    chance = random.Random(seed)  # noqa: S311  # a seed repeats the damages
    result = Result()
    begin = time.perf_counter()
    workspace = office.open()
    crowd.fill(workspace.file, 2000 * min(rounds, 10))
    (folder / "victim").mkdir()
    for name in (DATABASE, "jiuzhu.key"):
        (folder / "victim" / name).write_bytes((office.home / name).read_bytes())
    for number in range(rounds):
        made = _beside_a_writer(workspace, folder / f"usb{number}", seed + number, result)
        _damage(office, made, folder / "victim", chance, result)
        result.rounds += 1
        if number < rounds - 1:
            made.file.unlink()
    workspace.close()
    done = restoring.restore(folder / "new", made, _LOGIN, lambda _: office.key)
    result.restored_problems = len(done.workspace.read(_problems))
    done.workspace.close()
    result.seconds = round(time.perf_counter() - begin, 1)
    return result


def _problems(unit: Unit) -> tuple[str, ...]:
    return journal.verify(unit.session.connection()).problems


def _beside_a_writer(workspace: Workspace, folder: Path, seed: int, result: Result) -> backups.Backup:
    saved: list[str] = []
    stop = threading.Event()
    invented = crowd.people(10_000_000, seed)

    def write() -> None:
        while not stop.is_set():
            family = [next(invented) for _ in range(bench_save.MEMBERS)]
            saved.append(workspace.write(bench_save.household, family))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(saved) < 3:
            time.sleep(0.005)
        before = set(saved)
        begin = time.perf_counter()
        file = backups.make(workspace, folder)
        taken = time.perf_counter() - begin
    finally:
        stop.set()
        writer.join()
    result.saves_beside += len(saved) - len(before)
    size = file.stat().st_size
    result.backup_seconds_per_30_mb = max(result.backup_seconds_per_30_mb, _per_30_mb(taken, size))
    raw = backup.opened_still(file, bytes.fromhex(workspace.file.key_hex()))
    try:
        sizes = dict(raw.execute(_SIZES))
    finally:
        raw.close()
    result.incomplete += len({home.replace("-", "") for home in before} - sizes.keys())
    result.half += sum(sizes[home] != bench_save.MEMBERS for home in sizes if home in _plain(saved))
    (made,) = backups.lying_in(folder)
    return made


def _plain(saved: list[str]) -> set[str]:
    return {home.replace("-", "") for home in saved}


def _per_30_mb(seconds: float, size: int) -> float:
    return round(seconds * 30 * 1024**2 / max(size, 30 * 1024**2), 2)


_SIZES = """
SELECT household.id, count(member.id) FROM household LEFT JOIN member ON member.household_id = household.id
GROUP BY household.id
"""


def _damage(office: Seat, made: backups.Backup, victim: Path, chance: random.Random, result: Result) -> None:
    body = made.file.read_bytes()
    live = hashlib.sha256((victim / DATABASE).read_bytes()).digest()
    for _ in range(DAMAGES):
        made.file.write_bytes(damaged(body, chance))
        begin = time.perf_counter()
        try:
            restoring.restore(victim, made, _LOGIN, lambda _: office.key).workspace.close()
            result.taken += 1
        except UserError:
            taken = time.perf_counter() - begin
            result.refused_seconds_per_30_mb = max(
                result.refused_seconds_per_30_mb, _per_30_mb(taken, len(body))
            )
        result.mutations += 1
        result.touched += hashlib.sha256((victim / DATABASE).read_bytes()).digest() != live
    made.file.write_bytes(body)


def damaged(body: bytes, chance: random.Random) -> bytes:
    """A copy cut to 30 % or more, with a bit flipped, a page zeroed or two pages swapped."""
    kind = chance.randrange(4)
    if kind == 0:
        return body[: int(len(body) * chance.uniform(0.3, 0.9999))]
    if kind == 1:
        place = chance.randrange(len(body))
        return body[:place] + bytes([body[place] ^ (1 << chance.randrange(8))]) + body[place + 1 :]
    first, second = sorted(chance.sample(range(len(body) // PAGE), 2))
    one, other = (body[place * PAGE : (place + 1) * PAGE] for place in (first, second))
    if kind == 2:
        return body[: first * PAGE] + bytes(PAGE) + body[(first + 1) * PAGE :]
    between = body[(first + 1) * PAGE : second * PAGE]
    return body[: first * PAGE] + other + between + one + body[(second + 1) * PAGE :]


if __name__ == "__main__":
    sys.exit(torturing.main("backup", torture, sys.argv[1:], about=__doc__, rounds=10))
