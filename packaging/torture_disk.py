"""A full disk while households are saved: told in words, nothing told is missing, and it goes on when there is room.

As root the office lies on a small disk of its own (tmpfs) that a file fills; otherwise SQLite is given so many pages and
no more. Each round saves until it is refused, checks everything, makes room and saves again.
"""

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bench_save
import crowd
import invariants
import torturing
from crowd import Invented

from jiuzhu.errors import UserError
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import encrypted_file

_PAGE = 4096
_LEAST, _MOST = 200_000, 2_000_000  # bytes left free at the beginning of a round


@dataclass(slots=True)
class Result:
    """Refused saves must be told rightly, told saves must be there, and each round must go on."""

    rounds: int = 0
    real_disk: bool = False
    acknowledged: int = 0
    refused: int = 0
    missing: int = 0
    wrongly_told: int = 0
    problems: int = 0
    not_resumed: int = 0
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether nothing told was missing, every refusal was told and every round went on."""
        broken = self.missing + self.wrongly_told + self.problems + self.not_resumed
        return broken == 0 and self.refused >= self.rounds > 0 and self.acknowledged > 0


@contextmanager
def _disk(folder: Path) -> Iterator[bool]:
    """A small disk at `folder`; False where this user may not mount one."""
    folder.mkdir()
    asked = ["mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", str(folder)]
    if (
        os.geteuid() != 0 or subprocess.run(asked, check=False, capture_output=True).returncode != 0
    ):  # fixed words
        yield False
        return
    try:
        yield True
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)  # fixed words


def torture(rounds: int, seed: int, folder: Path) -> Result:
    """Fill the disk so often."""
    chance = random.Random(seed)  # noqa: S311  # a seed repeats the room of each round
    result = Result()
    begin = time.perf_counter()
    with _disk(folder / "disk") as real:
        result.real_disk = real
        (office,) = crowd.staffed(folder / "disk" / "office")
        invented = crowd.people(10_000_000, seed)
        told: set[str] = set()
        for _ in range(rounds):
            with _narrow(folder / "disk", chance.randint(_LEAST, _MOST), real=real):
                workspace = office.open()
                told |= _until_full(workspace, invented, result)
                workspace.close()
            workspace = office.open()  # there is room again
            try:
                told.add(workspace.write(bench_save.household, _family(invented)))
            except UserError:
                result.not_resumed += 1
            result.rounds += 1
            _check(workspace, told, result, replay=result.rounds in {1, rounds})
            workspace.close()
        result.acknowledged = len(told)
    result.seconds = round(time.perf_counter() - begin, 1)
    return result


def _family(invented: Iterator[Invented]) -> list[Invented]:
    return [next(invented) for _ in range(bench_save.MEMBERS)]


@contextmanager
def _narrow(disk: Path, room: int, *, real: bool) -> Iterator[None]:
    """While it lasts there is so much room and no more."""
    ballast = disk / "ballast"
    if real:
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(disk).free - room)
        try:
            yield
        finally:
            ballast.unlink()
        return
    wide = encrypted_file.connect

    def narrow(path: Path, key: bytes, *, create: bool = False) -> Any:
        raw = wide(path, key, create=create)
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count = {pages + room // _PAGE // 4}")
        return raw

    encrypted_file.connect = narrow
    try:
        yield
    finally:
        encrypted_file.connect = wide


def _until_full(workspace: Workspace, invented: Iterator[Invented], result: Result) -> set[str]:
    """Save until it is refused a few times running, as a person would press the button again."""
    told: set[str] = set()
    refused = 0
    while refused < 3:
        family = _family(invented)
        try:
            told.add(workspace.write(bench_save.household, family))
            refused = 0
        except UserError as error:
            refused += 1
            result.refused += 1
            result.wrongly_told += "磁盘已满" not in error.message or "没有保存" not in error.message
    return told


def _check(workspace: Workspace, told: set[str], result: Result, *, replay: bool) -> None:
    raw = workspace.file.raw()
    try:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        homes = {home for (home,) in raw.execute("SELECT id FROM household")}
        result.problems += raw.execute("PRAGMA integrity_check").fetchall() != [("ok",)]
        result.problems += len(raw.execute("PRAGMA cipher_integrity_check").fetchall())
    finally:
        raw.close()
    result.missing += len({home.replace("-", "") for home in told} - homes)
    result.problems += len(invariants.broken(workspace, replay=replay))


if __name__ == "__main__":
    sys.exit(torturing.main("disk", torture, sys.argv[1:], about=__doc__, rounds=20))
