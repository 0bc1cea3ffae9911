"""The key file: what stands in it, read with suspicion, written whole or not at all."""

import base64
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeVar

from jiuzhu.errors import UserError
from jiuzhu.whole_file import write_whole

FILE = "jiuzhu.key"
FORMAT = 1

T = TypeVar("T")


class Cost(NamedTuple):
    """What Argon2id asks of whoever tries a password: memory in KiB, passes, lanes."""

    memory: int
    passes: int
    lanes: int


CEILING = Cost(1 << 20, 64, 16)
"""No slot of ours costs more; a damaged figure must not take all the memory of the desk."""


class Instant(NamedTuple):
    """A moment by two clocks: the one a person can set, and the one that only runs."""

    at: float = 0.0  # seconds since 1970
    boot: str = ""  # which run of the machine, "" when it cannot be told
    up: float = 0.0  # seconds since that run began, sleep included


@dataclass(slots=True)
class Slot:
    """One operator's wrapped copy of the database key, and their wrong passwords as last counted with the key in hand."""

    login: str
    name: str
    salt: str
    nonce: str
    wrapped: str
    memory: int
    passes: int
    lanes: int
    failures: int = 0
    last_at: float = 0.0  # the last wrong password of those, as an `Instant`
    last_boot: str = ""
    last_up: float = 0.0
    quick: str = ""  # the key once more, under a key that only the system's keyring holds; "" for none


@dataclass(slots=True)
class Attempt:
    """A log-in event not yet journaled. `mac` chains it to the earlier ones."""

    id: str
    kind: str  # wrong: a password | recovery: a recovery key that did not fit | altered: this file by another hand
    login: str
    at: float
    boot: str
    up: float
    mac: str = ""

    @property
    def instant(self) -> Instant:
        """When it was."""
        return Instant(self.at, self.boot, self.up)


@dataclass(slots=True)
class KeyFile:
    """All slots of one database; `database` ties the file to it."""

    database: str
    slots: list[Slot] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)  # since somebody last got in
    untold: list[Attempt] = field(default_factory=list)  # of earlier rounds, not yet in the journal
    round: int = 0  # grows each time somebody gets in after wrong passwords
    recovery: str = ""  # the key once more, under the recovery key that lies on paper; "" for none
    base: str = ""  # MAC under the database key over everything above but `attempts`
    seal: str = ""  # MAC key for the next attempt; replaced by its hash after each use
    mark: str = ""  # MAC under `seal` over all of it

    def slot(self, login: str) -> Slot | None:
        """The slot of a login name, or None."""
        return next((slot for slot in self.slots if slot.login == login), None)


def encode(raw: bytes) -> str:
    """Bytes as they stand in the file."""
    return base64.b64encode(raw).decode("ascii")


def save(home: Path, file: KeyFile) -> None:
    """Write the key file whole or not at all.

    Raises `UserError` when the folder cannot be written; the old file then stands untouched.
    """
    body = json.dumps({"format": FORMAT, **asdict(file)}, ensure_ascii=False, indent=1)
    try:
        write_whole(home / FILE, body, mode=0o600)
    except OSError as error:
        raise UserError(
            f"钥匙文件写不进 {home}，这一步没有完成；原来的钥匙文件没有改动。请检查磁盘空间和文件夹权限后再试。"
        ) from error


@contextmanager
def held(home: Path) -> Iterator[None]:
    """The key file kept from other programs."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / (FILE + ".lock")).open("a+b") as guard:
        _lock(guard)
        yield


@contextmanager
def changing(home: Path) -> Iterator[KeyFile]:
    """The key file as it is now, kept from other programs until it is saved at the end; nothing is saved on an error."""
    with held(home):
        file = load(home)
        yield file
        save(home, file)


def _lock(guard: IO[bytes]) -> None:
    """Wait for the lock of an open file; it goes when the file is closed, also by a program that dies."""
    if os.name == "nt":
        import msvcrt  # noqa: PLC0415  # Windows only

        guard.seek(0)
        msvcrt.locking(guard.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined,unused-ignore]  # not on this platform
    else:
        import fcntl  # noqa: PLC0415  # everywhere else

        fcntl.flock(guard.fileno(), fcntl.LOCK_EX)


def load(home: Path) -> KeyFile:
    """Read the key file of a data folder; `UserError` when it is missing, damaged or of a newer format."""
    return read(home / FILE)


def read(file: Path) -> KeyFile:
    """Read a key file wherever it lies; raises as `load`."""
    damaged = f"钥匙文件 {FILE} 已损坏。数据库没有改动；请从备份里换回完好的钥匙文件。"
    try:
        stored: Any = json.loads(file.read_text("utf-8"))
    except FileNotFoundError as error:
        raise UserError(
            f"找不到钥匙文件 {FILE}。数据库还在，但没有它打不开；请从备份里把钥匙文件放回数据文件夹。"
        ) from error
    except OSError as error:
        raise UserError(f"钥匙文件 {FILE} 读不出来。数据库没有改动；请检查文件夹权限后再试。") from error
    except ValueError as error:
        raise UserError(damaged) from error
    if not isinstance(stored, dict) or stored.pop("format", None) != FORMAT:
        raise UserError(
            f"钥匙文件 {FILE} 不是本版本能读的格式。数据库没有改动；请升级程序或换回原来的钥匙文件。"
        )
    try:
        return _file(stored)
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(damaged) from error


def _file(stored: dict[str, Any]) -> KeyFile:
    stored["slots"] = [_slot(slot) for slot in stored["slots"]]
    for name in ("attempts", "untold"):
        stored[name] = [_typed(Attempt, attempt) for attempt in stored.get(name, [])]
    file = _typed(KeyFile, stored)
    if file.recovery and len(base64.b64decode(file.recovery, validate=True)) != _QUICK:
        raise ValueError("recovery")
    return file


def _typed(kind: type[T], stored: Mapping[str, Any]) -> T:
    """A record of the file; TypeError when a field is not of the kind we write."""
    made = kind(**stored)
    for item in fields(kind):  # type: ignore[arg-type]  # all three are dataclasses
        wanted: Any = {str: str, int: int, float: (int, float)}.get(item.type, list)  # type: ignore[arg-type]  # no string annotations here
        if not isinstance(getattr(made, item.name), wanted):
            raise TypeError(item.name)
    return made


_LENGTHS = {"salt": 16, "nonce": 12, "wrapped": 48}
"""Bytes behind each base64 field: a slot that differs would stop the program deep in the cipher."""

_QUICK = 12 + 32 + 16
"""Bytes of the key wrapped by another key: nonce, sealed key, tag."""


def _slot(stored: Mapping[str, Any]) -> Slot:
    """One slot of the file; ValueError or TypeError when a field is not what we write."""
    slot = _typed(Slot, stored)
    for name, length in _LENGTHS.items():
        if len(base64.b64decode(getattr(slot, name), validate=True)) != length:
            raise ValueError(name)
    if slot.quick and len(base64.b64decode(slot.quick, validate=True)) != _QUICK:
        raise ValueError("quick")
    cost = Cost(slot.memory, slot.passes, slot.lanes)
    if not all(1 <= given <= most for given, most in zip(cost, CEILING, strict=True)):
        raise ValueError("cost")
    if cost.memory < 8 * cost.lanes or slot.failures < 0:
        raise ValueError("cost")
    return slot
