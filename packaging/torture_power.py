"""Power cuts while households are saved: what the disk had acknowledged is all that is left, and no told save is missing.

A process of its own saves under strace; every write and every sync of its database files is recorded. Then the power is
cut at random places of the record: what was synced stands, and of the rest each write is there, is not, or is there in
some sectors of 512 bytes. What is left is opened and checked. The same with `synchronous = NORMAL` loses saves: a run in
which it does not has proved nothing.
"""

import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import bench_save
import crowd
import invariants
import torturing
from crowd import Seat

from jiuzhu.services.office import opening
from jiuzhu.storage import encrypted_file
from jiuzhu.storage.backup import pages_whole
from jiuzhu.storage.laying import DATABASE

SAVES = 150
SECTOR = 512
VERIFY_EVERY = 25  # cuts after which the journal is verified too
FILES = (DATABASE, f"{DATABASE}-wal")
_SAVER = "--save"
_LOGIN = "jia"


@dataclass(slots=True)
class Result:
    """Cuts of the program as it is; `normal_lost` are the cuts that lost something when syncing was weakened."""

    rounds: int = 0
    acknowledged: int = 0  # saves told in the recorded run
    writes: int = 0
    syncs: int = 0
    lost: int = 0  # cuts after which a told save was missing
    half: int = 0
    damaged: int = 0
    journal_problems: int = 0
    normal_rounds: int = 0
    normal_lost: int = 0
    normal_most_lost: int = 0
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether nothing told was lost or damaged, and the weakened program was caught."""
        broken = self.lost + self.half + self.damaged + self.journal_problems
        return broken == 0 and self.rounds > 0 and self.acknowledged > 0 and self.normal_lost > 0


@dataclass(slots=True)
class Disk:
    """One file as the disk would give it back: what was synced, and what was written since."""

    synced: bytearray
    pending: list[tuple[int, bytes]] = field(default_factory=list)

    def sync(self) -> None:
        """Everything written so far is safe."""
        for offset, body in self.pending:
            _lay(self.synced, offset, body)
        self.pending = []

    def after_a_cut(self, chance: random.Random) -> bytes:
        """What was synced, and of the rest some."""
        left = bytearray(self.synced)
        for offset, body in self.pending:
            fate = chance.random()
            if fate < 0.4:
                _lay(left, offset, body)
            elif fate < 0.7:
                for begin in range(offset - offset % SECTOR, offset + len(body), SECTOR):
                    if chance.random() < 0.5:
                        first, last = max(begin, offset), min(begin + SECTOR, offset + len(body))
                        _lay(left, first, body[first - offset : last - offset])
        return bytes(left)


def _lay(into: bytearray, offset: int, body: bytes) -> None:
    if len(into) < offset + len(body):
        into.extend(bytes(offset + len(body) - len(into)))
    into[offset : offset + len(body)] = body


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the saving process: write, sync or cut of a file, or a save it told (`body` is its id)."""

    kind: str
    file: str = ""
    offset: int = 0
    body: bytes = b""


def torture(rounds: int, seed: int, folder: Path) -> Result:
    """Record two runs and cut both."""
    if shutil.which("strace") is None:
        raise SystemExit("strace is needed: sudo apt-get install -y strace")
    (office,) = crowd.staffed(folder / "office")
    result = Result()
    begin = time.perf_counter()
    chance = random.Random(seed)  # noqa: S311  # a seed repeats the cuts
    calls = _recorded(office, folder / "full", "full")
    result.acknowledged = sum(call.kind == "told" for call in calls)
    result.writes = sum(call.kind == "write" for call in calls)
    result.syncs = sum(call.kind == "sync" for call in calls)
    places = _places(calls, rounds, chance)
    for number, missing in enumerate(_cuts(office, calls, places, folder / "cut", result)):
        result.rounds = number + 1
        result.lost += missing > 0
    weak = _recorded(office, folder / "normal", "normal")
    places = _places(weak, max(rounds // 10, 20), chance)
    for number, missing in enumerate(_cuts(office, weak, places, folder / "cut", Result())):
        result.normal_rounds = number + 1
        result.normal_lost += missing > 0
        result.normal_most_lost = max(result.normal_most_lost, missing)
    result.seconds = round(time.perf_counter() - begin, 1)
    return result


def _recorded(office: Seat, home: Path, mode: str) -> list[Call]:
    """What a saving process asked of the disk, from its first call to its last save."""
    shutil.copytree(office.home, home)
    log = home.with_suffix(".strace")
    traced = "trace=pwrite64,write,fsync,fdatasync,ftruncate"
    command = ["strace", "-y", "-xx", "-s", "70000", "-e", traced, "-e", "signal=none", "-o", str(log)]
    saver = [sys.executable, __file__, _SAVER, str(home), mode, str(SAVES)]
    subprocess.run([*command, *saver], check=True, stdout=subprocess.PIPE)  # ourselves
    calls = list(_read(log))
    log.unlink()
    shutil.rmtree(home)
    return calls


_CALL = re.compile(
    r"(?P<name>\w+)\((?P<fd>\d+)(?:<(?P<path>[^>]*)>)?(?:, (?P<rest>.*))?\)\s+= (?P<got>-?\d+)"
)
_BYTES = re.compile(r'"(?P<hex>(?:\\x[0-9a-f]{2})*)"')


def _read(log: Path) -> Iterator[Call]:
    with log.open("r", encoding="ascii", errors="replace") as lines:
        for line in lines:
            match = _CALL.match(line)
            if match is None or int(match["got"]) < 0:
                continue
            name, path = match["name"], _plain(match["path"] or "")
            file = path.rsplit("/", 1)[-1]
            if name == "write" and match["fd"] == "1":
                for told in _body(match["rest"]).split():
                    yield Call("told", body=told)
            elif file not in FILES:
                continue
            elif name in {"fsync", "fdatasync"}:
                yield Call("sync", file)
            elif name == "ftruncate":
                yield Call("cut", file, int(match["rest"]))
            else:
                offset = int(match["rest"].rsplit(", ", 1)[1]) if name == "pwrite64" else -1
                body = _body(match["rest"])
                if offset < 0 or len(body) != int(match["got"]):
                    raise RuntimeError("a write was not recorded whole")
                yield Call("write", file, offset, body)


def _plain(path: str) -> str:
    return bytes.fromhex(path.replace("\\x", "")).decode() if path.startswith("\\x") else path


def _body(rest: str) -> bytes:
    match = _BYTES.search(rest)
    return bytes.fromhex(match["hex"].replace("\\x", "")) if match else b""


def _places(calls: list[Call], rounds: int, chance: random.Random) -> list[int]:
    begin = next(place for place, call in enumerate(calls) if call.kind == "told")
    return sorted(chance.choices(range(begin, len(calls)), k=rounds))


def _cuts(office: Seat, calls: list[Call], places: list[int], folder: Path, result: Result) -> Iterator[int]:
    """Cut the power at these calls, ever later ones; how many told saves each cut lost."""
    chance = random.Random(len(calls))  # noqa: S311  # a seed repeats what the disk kept
    disks = {name: Disk(bytearray()) for name in FILES}
    disks[DATABASE].synced = bytearray((office.home / DATABASE).read_bytes())
    told: set[str] = set()
    at = 0
    for number, place in enumerate(places):
        for call in calls[at:place]:
            _apply(call, disks, told)
        at = place
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name, disk in disks.items():
            (folder / name).write_bytes(disk.after_a_cut(chance))
        last = number == len(places) - 1
        yield _missing(office, folder, told, result, verify=last or number % VERIFY_EVERY == 0)


def _apply(call: Call, disks: dict[str, Disk], told: set[str]) -> None:
    if call.kind == "told":
        told.add(call.body.decode())
    elif call.kind == "sync":
        disks[call.file].sync()
    elif call.kind == "cut":
        disks[call.file].sync()
        del disks[call.file].synced[call.offset :]
    else:
        disks[call.file].pending.append((call.offset, call.body))


def _missing(office: Seat, folder: Path, told: set[str], result: Result, *, verify: bool) -> int:
    raw = encrypted_file.connect(folder / DATABASE, office.key)
    try:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        result.damaged += not pages_whole(raw)
        sizes: dict[str, int] = dict(raw.execute(_SIZES))
    finally:
        raw.close()
    result.half += sum(size != bench_save.MEMBERS for size in sizes.values())
    if verify and result.lost == 0:
        workspace = Seat(folder, office.key, office.actor, office.desk).open()
        result.journal_problems += len(invariants.broken(workspace))
        workspace.close()
    return len({home.replace("-", "") for home in told} - sizes.keys())


_SIZES = """
SELECT household.id, count(member.id) FROM household LEFT JOIN member ON member.household_id = household.id
GROUP BY household.id
"""


def _save(home: Path, mode: str, saves: int) -> None:
    """The recorded process: it tells each save on standard output and ends without closing anything."""
    if mode == "normal":
        strong = encrypted_file.connect

        def weak(path: Path, key: bytes, *, create: bool = False) -> object:
            raw = strong(path, key, create=create)
            raw.execute("PRAGMA synchronous = NORMAL")
            return raw

        encrypted_file.connect = weak
    workspace = opening.log_in(home, _LOGIN, crowd.PASSWORD)
    invented = crowd.people(saves * bench_save.MEMBERS)
    for _ in range(saves):
        made = workspace.write(bench_save.household, [next(invented) for _ in range(bench_save.MEMBERS)])
        os.write(1, f"{made}\n".encode())
    os._exit(0)


if __name__ == "__main__":
    if sys.argv[1:2] == [_SAVER]:
        _save(Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
    sys.exit(torturing.main("power", torture, sys.argv[1:], about=__doc__, rounds=1000))
