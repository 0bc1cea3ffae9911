"""The key file: the database key, wrapped once per operator by their password.

The database key is random and never changes with a password. Each slot holds it encrypted with AES-256-GCM under
a key that Argon2id derives from the password. The file also counts wrong passwords, so the delay survives a restart.
"""

import base64
import json
import os
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import IO, Any, NamedTuple

from jiuzhu.errors import UserError

FILE = "jiuzhu.key"
_FORMAT = 1


class Cost(NamedTuple):
    """What Argon2id asks of whoever tries a password: memory in KiB, passes, lanes."""

    memory: int
    passes: int
    lanes: int


COST = Cost(65536, 3, 4)
"""New slots are made with it (a quarter of a second here); each slot remembers its own."""

FREE_TRIES = 3
"""Wrong passwords before the waiting begins: 30 s, doubling, at most an hour."""

_FIRST_WAIT = 30
_LONGEST_WAIT = 3600

_NONCE = 12
_KEY = 32
_QUICK = _NONCE + _KEY + 16  # bytes: nonce, sealed key, tag

Now = Callable[[], float]


@dataclass(slots=True)
class Slot:
    """One operator's wrapped copy of the database key."""

    login: str
    name: str
    salt: str
    nonce: str
    wrapped: str
    memory: int
    passes: int
    lanes: int
    failures: int = 0
    not_before: float = 0.0
    quick: str = ""  # the key once more, under a key that only the system's keyring holds; "" for none


@dataclass(slots=True)
class KeyFile:
    """All slots of one database; `database` ties the file to it."""

    database: str
    slots: list[Slot] = field(default_factory=list)

    def slot(self, login: str) -> Slot | None:
        """The slot of a login name, or None."""
        return next((slot for slot in self.slots if slot.login == login), None)


def new_database_key() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(32)


def password_problem(password: str, login: str) -> str | None:
    """Why a password cannot be taken, in words, or None."""
    if len(password) < 10:
        return "密码至少 10 个字符，可以用一句好记的话。"
    if login and login.lower() in password.lower():
        return "密码里不要包含登录名。"
    if len(set(password)) < 5:
        return "密码里不同的字符太少，请换一个。"
    return None


def _encode(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _derive(slot: Slot, password: str) -> bytes:
    from argon2.low_level import Type, hash_secret_raw  # noqa: PLC0415  # only at log-in

    return hash_secret_raw(
        password.encode("utf-8"),
        base64.b64decode(slot.salt),
        time_cost=slot.passes,
        memory_cost=slot.memory,
        parallelism=slot.lanes,
        hash_len=32,
        type=Type.ID,
    )


def _bound(file: KeyFile, slot: Slot) -> bytes:
    return f"jiuzhu:{_FORMAT}:{file.database}:{slot.login}".encode()


def add_slot(file: KeyFile, login: str, name: str, password: str, database_key: bytes) -> None:
    """Wrap the database key for an operator; an existing slot of that login is replaced."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  # only at log-in

    nonce = secrets.token_bytes(12)
    slot = Slot(login, name, _encode(secrets.token_bytes(16)), _encode(nonce), "", *COST)
    sealed = AESGCM(_derive(slot, password)).encrypt(nonce, database_key, _bound(file, slot))
    slot.wrapped = _encode(sealed)
    file.slots = [kept for kept in file.slots if kept.login != login] + [slot]


def add_quick(file: KeyFile, login: str, database_key: bytes) -> bytes:
    """Wrap the database key once more for an operator's keyring; returns the key to keep there.

    The password way stays as it is: a lost keyring loses nothing. A new password drops the quick way.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  # only on demand

    slot = file.slot(login)
    if slot is None:
        raise UserError("没有这个登录名。请从列表里选自己的名字。", field="login")
    kept, nonce = secrets.token_bytes(32), secrets.token_bytes(_NONCE)
    slot.quick = _encode(nonce + AESGCM(kept).encrypt(nonce, database_key, _bound(file, slot)))
    return kept


def unwrap_quick(home: Path, login: str, kept: bytes) -> bytes:
    """The database key by what the keyring kept; `UserError` when it does not fit, and the password is asked."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415  # only at log-in
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  # only at log-in

    file = load(home)
    slot = file.slot(login)
    refused = UserError("本机钥匙串里记的钥匙已不能用，请输入密码登录。", field="password")
    if slot is None or not slot.quick or len(kept) != _KEY:
        raise refused
    sealed = base64.b64decode(slot.quick)
    try:
        return AESGCM(kept).decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(file, slot))
    except InvalidTag as error:
        raise refused from error


def remove_slot(file: KeyFile, login: str) -> None:
    """Take an operator's slot away: their password no longer opens the database."""
    file.slots = [slot for slot in file.slots if slot.login != login]


def save(home: Path, file: KeyFile) -> None:
    """Write the key file whole or not at all: temporary file, fsync, rename, fsync of the folder.

    Raises `UserError` when the folder cannot be written; the old file then stands untouched.
    """
    body = json.dumps({"format": _FORMAT, **asdict(file)}, ensure_ascii=False, indent=1)
    temporary = home / (FILE + ".new")
    try:
        home.mkdir(parents=True, exist_ok=True)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(body)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(home / FILE)
        _sync_folder(home)
    except OSError as error:
        if temporary.exists():
            temporary.unlink()
        raise UserError(
            f"钥匙文件写不进 {home}，这一步没有完成；原来的钥匙文件没有改动。请检查磁盘空间和文件夹权限后再试。"
        ) from error


def _sync_folder(home: Path) -> None:
    if os.name != "posix":  # Windows flushes the rename with the file
        return
    folder = os.open(home, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def changing(home: Path) -> Iterator[KeyFile]:
    """The key file as it is now, kept from other programs until it is saved at the end; nothing is saved on an error."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / (FILE + ".lock")).open("a+b") as guard:
        _lock(guard)
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
    """Read the key file; `UserError` when it is missing, damaged or of a newer format."""
    damaged = f"钥匙文件 {FILE} 已损坏。数据库没有改动；请从备份里换回完好的钥匙文件。"
    try:
        stored: Any = json.loads((home / FILE).read_text("utf-8"))
    except FileNotFoundError as error:
        raise UserError(
            f"找不到钥匙文件 {FILE}。数据库还在，但没有它打不开；请从备份里把钥匙文件放回数据文件夹。"
        ) from error
    except OSError as error:
        raise UserError(f"钥匙文件 {FILE} 读不出来。数据库没有改动；请检查文件夹权限后再试。") from error
    except ValueError as error:
        raise UserError(damaged) from error
    if not isinstance(stored, dict) or stored.get("format") != _FORMAT:
        raise UserError(
            f"钥匙文件 {FILE} 不是本版本能读的格式。数据库没有改动；请升级程序或换回原来的钥匙文件。"
        )
    try:
        slots = [_slot(slot) for slot in stored["slots"]]
        return KeyFile(str(stored["database"]), slots)
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(damaged) from error


_LENGTHS = {"salt": 16, "nonce": 12, "wrapped": 48}
"""Bytes behind each base64 field: a slot that differs would stop the program deep in the cipher."""

_CEILING = Cost(1 << 20, 64, 16)
"""No slot of ours costs more; a damaged figure must not take all the memory of the desk."""


def _slot(stored: Mapping[str, Any]) -> Slot:
    """One slot of the file; ValueError or TypeError when a field is not what we write."""
    slot = Slot(**stored)
    for item in fields(Slot):
        value = getattr(slot, item.name)
        if not isinstance(value, int | float if item.type is float else item.type):  # type: ignore[arg-type]  # no string annotations here
            raise TypeError(item.name)
    for name, length in _LENGTHS.items():
        if len(base64.b64decode(getattr(slot, name), validate=True)) != length:
            raise ValueError(name)
    if slot.quick and len(base64.b64decode(slot.quick, validate=True)) != _QUICK:
        raise ValueError("quick")
    cost = Cost(slot.memory, slot.passes, slot.lanes)
    if not all(1 <= given <= most for given, most in zip(cost, _CEILING, strict=True)):
        raise ValueError("cost")
    if cost.memory < 8 * cost.lanes or slot.failures < 0:
        raise ValueError("cost")
    return slot


def waiting_seconds(failures: int) -> int:
    """How long after that many wrong passwords in a row the next try must wait."""
    if failures < FREE_TRIES:
        return 0
    doublings = min(failures - FREE_TRIES, 10)  # far beyond the longest wait already
    return min(_FIRST_WAIT << doublings, _LONGEST_WAIT)


def unwrap(home: Path, login: str, password: str, now: Now = time.time) -> bytes:
    """The database key, for the right password; a wrong one is counted, delayed and told (`UserError`)."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415  # only at log-in
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  # only at log-in

    file = load(home)
    slot = file.slot(login)
    if slot is None:
        raise UserError("没有这个登录名。请从列表里选自己的名字。", field="login")
    _require_turn(home, slot, now)
    try:
        key = AESGCM(_derive(slot, password)).decrypt(
            base64.b64decode(slot.nonce), base64.b64decode(slot.wrapped), _bound(file, slot)
        )
    except InvalidTag as error:
        raise _counted(home, login, now) from error
    if slot.failures:
        with changing(home) as fresh:
            mine = fresh.slot(login)
            if mine is not None:
                mine.failures, mine.not_before = 0, 0.0
    return key


def _require_turn(home: Path, slot: Slot, now: Now) -> None:
    """Refuse while the wait after wrong passwords lasts."""
    longest = waiting_seconds(slot.failures)
    left = slot.not_before - now()
    if left > longest:
        # The clock was set back: wait the whole time again, but not for as long as it went back.
        left = longest
        with changing(home) as fresh:
            mine = fresh.slot(slot.login)
            if mine is not None:
                mine.not_before = now() + longest
    if left > 0:
        raise UserError(f"密码错了 {slot.failures} 次，请等 {int(left) + 1} 秒后再试。", field="password")


def _counted(home: Path, login: str, now: Now) -> UserError:
    """Count a wrong password in the file as it is now, and say what follows."""
    with changing(home) as fresh:
        slot = fresh.slot(login)
        if slot is None:
            return UserError("这个账号刚刚被停用。请换一个账号登录。", field="login")
        slot.failures += 1
        wait = waiting_seconds(slot.failures)
        slot.not_before = now() + wait if wait else 0.0
    told = f"请等 {wait} 秒后再试" if wait else f"还可以再试 {FREE_TRIES - slot.failures} 次"
    return UserError(f"密码不对（第 {slot.failures} 次），{told}。", field="password")


def failures_of(home: Path, login: str) -> int:
    """Wrong passwords since the last right one."""
    slot = load(home).slot(login)
    return slot.failures if slot else 0
