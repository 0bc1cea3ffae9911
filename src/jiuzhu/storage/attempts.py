"""Limits password tries per operator.

Counts wrong ones, lengthens the wait, keeps them for the journal; a restart or a changed clock does not reset it.

The wait runs by the clock nobody can set while the machine is on. After a restart only the settable clock knows how
long the machine was off; it is believed, but the first wait of this run has to pass all the same.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from jiuzhu.domain.ids import new_id
from jiuzhu.errors import TooSoon, UserError
from jiuzhu.storage import keys, sealing
from jiuzhu.storage.key_file import Attempt, Instant, KeyFile, changing, held, load, save

FREE_TRIES = 5
"""Wrong passwords of one operator before the waiting begins: ten minutes, doubling, at most a day."""

UNLOCKING = "安全管理员（没有的，系统管理员）"
"""Who may (`log_ins.unlock`), and only where the waiting is kept: at the same computer."""

FIRST_WAIT = 600
LONGEST_WAIT = 86400

Now = Callable[[], Instant]


def machine() -> Instant:
    """This moment by both clocks of the machine."""
    if sys.platform == "linux":
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        return Instant(time.time(), boot, time.clock_gettime(time.CLOCK_BOOTTIME))
    return Instant(time.time(), _windows_boot(), time.monotonic())


def _windows_boot() -> str:
    """Windows counts its starts; "" where that cannot be read."""
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415  # Windows only

        place = r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place) as found:
                return str(winreg.QueryValueEx(found, "BootId")[0])
        except OSError:
            return ""
    return ""


def waiting_seconds(failures: int) -> int:
    """How long after that many wrong passwords in a row the next try must wait."""
    if failures < FREE_TRIES:
        return 0
    doublings = min(failures - FREE_TRIES, 10)  # far beyond the longest wait already
    return min(FIRST_WAIT << doublings, LONGEST_WAIT)


def seconds_left(wait: float, last: Instant, now: Instant) -> float:
    """What is left of a wait that began at `last`; never below 0."""
    if last.boot == now.boot and now.up >= last.up:
        return max(0.0, wait - (now.up - last.up))
    off = max(now.at - last.at, now.up)  # a clock set back counts no less than what this run has lasted
    return max(0.0, wait - off, min(wait, FIRST_WAIT) - now.up)


def failures_of(file: KeyFile, login: str) -> int:
    """Wrong passwords since the last right one."""
    slot = file.slot(login)
    return (slot.failures if slot else 0) + len(_wrong(file, login))


def _wrong(file: KeyFile, login: str) -> list[Attempt]:
    return [attempt for attempt in file.attempts if attempt.kind == "wrong" and attempt.login == login]


def waits(file: KeyFile, login: str, now: Instant) -> float:
    """Seconds until this operator may try again, 0 for now. A file changed by another hand makes everybody wait once."""
    slot, wrong = file.slot(login), _wrong(file, login)
    longest = 0.0
    if slot is not None:
        last = wrong[-1].instant if wrong else Instant(slot.last_at, slot.last_boot, slot.last_up)
        longest = seconds_left(waiting_seconds(failures_of(file, login)), last, now)
    for attempt in file.attempts:
        if attempt.kind == "altered":
            longest = max(longest, seconds_left(FIRST_WAIT, attempt.instant, now))
    return longest


def _seen(kind: str, login: str, now: Instant) -> Attempt:
    return Attempt(new_id(), kind, login, *now)


def _told_time(seconds: float) -> str:
    whole = int(seconds) + 1 if seconds % 1 else int(seconds)
    return f"{-(-whole // 60)} 分钟" if whole > 90 else f"{whole} 秒"


def unwrap(home: Path, login: str, password: str, now: Now = machine) -> bytes:
    """The database key, for the right password.

    Raises `UserError` for a wrong one, which is counted, and `TooSoon` while the wait after wrong ones lasts. One try
    at a time: many windows opened at once have no more of them than one.
    """
    if _looked_at(home, now).slot(login) is None:
        raise UserError("没有这个登录名。请从列表里选自己的名字。", field="login")
    with held(home):
        file = load(home)
        _require_turn(file, login, now)
        slot = file.slot(login)
        key = None if slot is None else keys.open_slot(file, slot, password)
        if key is None:
            told = _counted(file, login, now)
            save(home, file)
            raise told
    pardon(home, key, login)
    return key


def refused(home: Path, login: str, now: Now = machine) -> UserError:
    """A server refused the password: counted on this desk as one of its own; what to tell."""
    with changing(home) as fresh:
        return _counted(fresh, login, now)


def require_turn(home: Path, login: str, now: Now = machine) -> None:
    """Raise `TooSoon` while this operator's wait after wrong passwords lasts."""
    _require_turn(_looked_at(home, now), login, now)


def _require_turn(file: KeyFile, login: str, now: Now) -> None:
    left = waits(file, login, now())
    if left > 0:
        failures = failures_of(file, login)
        why = f"密码错了 {failures} 次" if failures >= FREE_TRIES else "钥匙文件被改动过"
        raise TooSoon(
            f"{why}，请等 {_told_time(left)}后再试，或请{UNLOCKING}在这台电脑上解锁。",
            seconds=left,
            field="password",
        )


def _looked_at(home: Path, now: Now) -> KeyFile:
    """The file; one that was edited by hand is noted in it first, and everybody waits."""
    file = load(home)
    if not sealing.marked(file):
        with changing(home) as fresh:
            if not sealing.marked(fresh):
                sealing.append(fresh, _seen("altered", "", now()))
        file = load(home)
    return file


def _counted(file: KeyFile, login: str, now: Now) -> UserError:
    """Count a wrong password, and say what follows."""
    if file.slot(login) is None:
        return UserError("这个账号刚刚被停用。请换一个账号登录。", field="login")
    sealing.append(file, _seen("wrong", login, now()))
    failures = failures_of(file, login)
    wait = waiting_seconds(failures)
    if not wait:
        told = f"密码不对（第 {failures} 次），还可以再试 {FREE_TRIES - failures} 次。"
        return UserError(told, field="password")
    told = f"密码不对（第 {failures} 次），请等 {_told_time(wait)}后再试，或请{UNLOCKING}在这台电脑上解锁。"
    return TooSoon(told, seconds=wait, field="password")


MOST_RECOVERIES = 50
"""Recovery keys that did not fit are kept for the journal up to here: 128 bits are not guessed, but the file could grow."""


def recover(home: Path, secret: bytes, now: Now = machine) -> bytes:
    """The database key, for the recovery key; one that does not fit is kept for the journal and told."""
    key = keys.open_recovery(_looked_at(home, now), secret)
    if key is not None:
        return key
    with changing(home) as fresh:
        if sum(attempt.kind == "recovery" for attempt in fresh.attempts) < MOST_RECOVERIES:
            sealing.append(fresh, _seen("recovery", "", now()))
    raise UserError(
        "这份恢复密钥打不开这里的数据：它属于另一份数据，或已经换过新的。没有改动任何数据；请找最近一次制作的那一份。",
        field="recovery",
    )


@contextmanager
def vouched(home: Path, database_key: bytes, now: Now = machine) -> Iterator[KeyFile]:
    """Change the key file with proof of the database key.

    Moves attempts counted at the log-in window into the slots and the to-be-journaled list, notes an edit by another hand
    there, and signs the file again.
    """
    with changing(home) as file:
        if not sealing.sound(file, database_key):
            file.untold.append(_seen("altered", "", now()))
        for attempt in file.attempts:
            slot = file.slot(attempt.login)
            if slot is not None and attempt.kind == "wrong":
                slot.failures += 1
                slot.last_at, slot.last_boot, slot.last_up = attempt.instant
            file.untold.append(attempt)
        file.attempts = []
        yield file
        sealing.seal(file, database_key)


def pardon(home: Path, database_key: bytes, login: str) -> None:
    """The right password, or an administrator: this operator's counter begins anew; nothing is written without need."""
    file = load(home)
    if not file.attempts and not failures_of(file, login) and sealing.sound(file, database_key):
        return
    with vouched(home, database_key) as fresh:
        slot = fresh.slot(login)
        if slot is not None:
            slot.failures = 0
            slot.last_at, slot.last_boot, slot.last_up = Instant()


def told(home: Path, database_key: bytes, ids: frozenset[str]) -> None:
    """These attempts stand in the journal now: the key file need not keep them."""
    with vouched(home, database_key) as file:
        file.untold = [attempt for attempt in file.untold if attempt.id not in ids]
