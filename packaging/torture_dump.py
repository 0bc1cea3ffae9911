"""T09: backups of a shared server with one byte altered, cut off, or made of a torn dump; each must be refused in the full read.

`sh packaging/torture.sh dump [--rounds N] [--seed N] [--json]`; a real PostgreSQL, a real `pg_dump`, every kind of harm in turn.
"""

import hashlib
import json
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import shared_office
import temporary_server
import torturing
from temporary_server import SUPERUSER

from jiuzhu.errors import UserError
from jiuzhu.services.office import server_backups
from jiuzhu.storage.sealed_stream import PIECE, Sealing, pieces
from jiuzhu.storage.server import dumping

SENTENCE = "明月几时有把酒问青天"
KINDS = ("flip", "cut", "torn")


@dataclass
class Result:
    """`listed`: torn dumps whose list of contents `pg_restore -l` still reads."""

    rounds: int
    seed: int
    refused: int = 0
    taken: int = 0
    listed: int = 0
    torn: int = 0
    slowest_seconds: float = 0.0
    whole_one_restored: bool = False

    @property
    def holds(self) -> bool:
        """Every harm found, and the backup without harm comes back."""
        return self.refused == self.rounds and not self.taken and self.whole_one_restored


def torture(rounds: int, seed: int, folder: Path) -> Result:
    """Harm one backup `rounds` times."""
    result, dice = Result(rounds, seed), random.Random(seed)  # noqa: S311  # to be had again
    running = temporary_server.start()
    try:
        address = shared_office.found(running, "clerk checker")[0].address
        file, _ = dumping.back_up(address, SUPERUSER, "", folder, SENTENCE)
        whole = file.read_bytes()
        with file.open("rb") as reading:
            *parts, last = (piece for _, piece in pieces(reading, SENTENCE))
        harmed = folder / "harmed.jzdump"
        for turn in range(rounds):
            kind = KINDS[turn % len(KINDS)]
            if kind == "torn":
                _torn(harmed, b"".join(parts), json.loads(last), dice, result)
            else:
                harmed.write_bytes(_harmed(whole, kind, dice))
            began = time.perf_counter()
            try:
                dumping.check(harmed, SENTENCE)
                result.taken += 1
            except UserError:
                result.refused += 1
            result.slowest_seconds = max(result.slowest_seconds, round(time.perf_counter() - began, 2))
        said = server_backups.trial(address, SUPERUSER, "", file, SENTENCE)
        result.whole_one_restored = said.startswith("试恢复成功")
    finally:
        running.stop()
    return result


def _harmed(whole: bytes, kind: str, dice: random.Random) -> bytes:
    place = dice.randrange(len(whole))
    if kind == "cut":
        return whole[:place]
    return whole[:place] + bytes([whole[place] ^ 1 << dice.randrange(8)]) + whole[place + 1 :]


def _torn(file: Path, archive: bytes, told: dict[str, object], dice: random.Random, result: Result) -> None:
    """A dump cut in its rows and sealed as if it were whole: every seal and the digest are right."""
    torn = archive[: dice.randrange(len(archive) * 49 // 50, len(archive) - 1)]
    told |= {"digest": hashlib.sha256(torn).hexdigest(), "size": len(torn)}
    with file.open("wb") as writing:
        sealing = Sealing(writing, SENTENCE)
        for place in range(0, len(torn), PIECE):
            sealing.add(torn[place : place + PIECE])
        sealing.finish(json.dumps(told).encode())
    raw = file.with_suffix(".dump")
    raw.write_bytes(torn)
    listed = subprocess.run([dumping.program("pg_restore"), "-l", raw], capture_output=True, check=False)
    result.torn += 1
    result.listed += listed.returncode == 0


if __name__ == "__main__":
    sys.exit(torturing.main("dump", torture, sys.argv[1:], about=__doc__, rounds=300))
