"""Kill -9 while households are saved: every acknowledged one is there afterwards, none is there by half.

Each round a child of this process saves a household with four people in one unit of work, tells its id after the
commit, and goes on until it is killed at a random moment, often in the middle of a save. Then the file is opened
anew, every page, every household and the whole journal are checked, and the next round goes on with the same file.
"""

import os
import random
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import bench_save
import crowd
import invariants
import torturing
from crowd import Seat

MOST_SAVES = 60
REPLAY_EVERY = 10  # rounds after which every row is also held against the journal
LONGEST_DELAY = 0.02  # seconds after the last acknowledgement that is waited for: about two saves


@dataclass(slots=True)
class Result:
    """What all rounds together showed; everything but rounds, saves, unanswered and seconds must stay 0."""

    rounds: int = 0
    acknowledged: int = 0
    unanswered: int = 0  # committed, but killed before it could be told: allowed
    lost: int = 0
    half: int = 0
    damaged_pages: int = 0
    journal_problems: int = 0
    numbers_wrong: int = 0
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether nothing was lost, halved or damaged, and something was tried at all."""
        broken = self.lost + self.half + self.damaged_pages + self.journal_problems + self.numbers_wrong
        return broken == 0 and self.rounds > 0 and self.acknowledged > 0


def torture(rounds: int, seed: int, folder: Path) -> Result:
    """Run the rounds in a folder of their own."""
    (office,) = crowd.staffed(folder / "office")
    chance = random.Random(seed)  # noqa: S311  # a seed repeats the numbers, the moment of the kill is never the same
    result, told = Result(), set[str]()
    begin = time.perf_counter()
    for number in range(rounds):
        fresh = _killed(
            office, chance.randint(0, MOST_SAVES), chance.uniform(0, LONGEST_DELAY), seed + number
        )
        told |= fresh
        result.rounds += 1
        result.acknowledged += len(fresh)
        _check(office, told, result, replay=number % REPLAY_EVERY == REPLAY_EVERY - 1 or number == rounds - 1)
    result.seconds = round(time.perf_counter() - begin, 1)
    return result


def _killed(office: Seat, saves: int, delay: float, seed: int) -> set[str]:
    """Let a child save, kill it; returns what it acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _save_for_ever(office, writing, seed)
    os.close(writing)
    with os.fdopen(reading, "rb") as acknowledgements:
        body = b""
        while body.count(b"\n") < saves:
            more = os.read(acknowledgements.fileno(), 4096)
            if not more:
                break
            body += more
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
        body += acknowledgements.read()
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise RuntimeError(f"the child ended by itself after {body.count(10)} saves")
    *whole, _ = body.decode().split("\n")
    return set(whole)


def _save_for_ever(office: Seat, writing: int, seed: int) -> None:
    try:
        workspace = office.open()
        invented = crowd.people(1_000_000, seed)
        while True:
            home = workspace.write(bench_save.household, [next(invented) for _ in range(bench_save.MEMBERS)])
            os.write(writing, f"{home}\n".encode())
    finally:
        os._exit(1)  # only after an error: the parent's clean-up is not the child's


def _check(office: Seat, told: set[str], result: Result, *, replay: bool) -> None:
    workspace = office.open()
    raw = workspace.file.raw()
    try:
        result.damaged_pages += len(raw.execute("PRAGMA cipher_integrity_check").fetchall())
        result.damaged_pages += raw.execute("PRAGMA integrity_check").fetchall() != [("ok",)]
        sizes: dict[str, int] = dict(raw.execute(_SIZES))
        result.lost += len({home.replace("-", "") for home in told} - sizes.keys())
        result.half += sum(size != bench_save.MEMBERS for size in sizes.values())
        result.half += sum(count for (count,) in raw.execute(_STRAYS))
        result.unanswered = len(sizes) - len(told)
        given = raw.execute("SELECT coalesce(sum(last), 0) FROM number_sequence").fetchone()[0]
        result.numbers_wrong += given != len(sizes)
    finally:
        raw.close()

    result.journal_problems += len(invariants.broken(workspace, told if replay else (), replay=replay))
    workspace.close()


_SIZES = """
SELECT household.id, count(person.id) FROM household
LEFT JOIN member ON member.household_id = household.id LEFT JOIN person ON person.id = member.person_id
GROUP BY household.id
"""
_STRAYS = """
SELECT count(*) FROM person WHERE id NOT IN (SELECT person_id FROM member)
UNION ALL SELECT count(*) FROM member WHERE household_id NOT IN (SELECT id FROM household)
UNION ALL SELECT count(*) FROM household WHERE head_id NOT IN (SELECT id FROM person)
UNION ALL SELECT count(*) FROM person WHERE search_key NOT IN (SELECT person_key FROM person_word)
"""


if __name__ == "__main__":
    sys.exit(torturing.main("kill", torture, sys.argv[1:], about=__doc__, rounds=50))
