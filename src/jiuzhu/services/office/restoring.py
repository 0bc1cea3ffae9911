"""Restoring: a backup becomes the office of this machine, empty or with a database that is set aside."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from jiuzhu.errors import UserError
from jiuzhu.services.office import opening, recovery
from jiuzhu.services.office.backups import Backup
from jiuzhu.services.office.entrance import LoginName
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import attempts, key_file, laying, upgrading
from jiuzhu.storage.backup import Progress, readable, silent
from jiuzhu.storage.copying import FileRestoring, Restoring
from jiuzhu.storage.encrypted_file import EncryptedFile
from jiuzhu.storage.manifest import Manifest
from jiuzhu.storage.unit import Clock, system_clock


@dataclass(frozen=True, slots=True)
class Restored:
    """The opened office and, in words, what was restored and where the old files are."""

    workspace: Workspace
    said: str


Unlock = Callable[[Path], bytes]
"""The database key by any slot of the key file in a folder: a password, or a recovery key."""


def by_password(login: str, password: str) -> Unlock:
    """The way of somebody who has a password."""
    return lambda folder: attempts.unwrap(folder, login, password)


def by_recovery_key(typed: str) -> Unlock:
    """The way of somebody who has the paper alone."""
    return lambda folder: recovery.database_key(folder, typed)


def logins(home: Path, backup: Backup) -> list[LoginName]:
    """Whose passwords open a backup; `UserError` when its key file is missing or damaged."""
    here = home / key_file.FILE
    file = key_file.read(here if _same_office(here, backup.key) else backup.key)
    return [LoginName(slot.login, slot.name) for slot in file.slots]


def restore(
    home: Path,
    backup: Backup,
    login: str,
    unlock: Unlock,
    progress: Progress = silent,
    *,
    clock: Clock = system_clock,
) -> Restored:
    """Lay a backup in and open the office for who has a password; see `lay_in`."""
    key, said = lay_in(home, backup, login, unlock, progress, clock=clock)
    return Restored(opening.open_restored(home, key, login, clock), said)


def lay_in(
    home: Path,
    backup: Backup,
    login: str,
    unlock: Unlock,
    progress: Progress = silent,
    *,
    clock: Clock = system_clock,
) -> tuple[bytes, str]:
    """Check a backup, lay it in place of what is there and begin a new epoch of the journal, as the operator of `login`.

    Returns the database key and, in words, what was restored and where the old files are. Until everything is checked
    nothing in the data folder changes; then the old files are set aside. Stopped at any moment, the old office is there
    or the restored one. Raises `UserError` for a wrong password or a bad backup.
    """
    with laying.making(home) as room:
        mine = _same_office(home / key_file.FILE, backup.key)
        if not mine:
            _copy_key(backup, room)
        key = unlock(home if mine else room)  # the key file here is newer, and counts wrong passwords
        restoring: Restoring = FileRestoring(key)
        progress("正在检查备份…")
        carried = restoring.check(backup.file)
        _require_alone(home, key)
        with restoring.opened(backup.file, room, progress) as database:
            progress("正在开始新的日志段…")
            opening.begin_epoch(database, login, clock)
        progress("正在换上恢复的数据…")
    aside = laying.complete(home)
    return key, _said(backup, carried, aside)


def _copy_key(backup: Backup, room: Path) -> None:
    try:
        (room / key_file.FILE).write_bytes(backup.key.read_bytes())
    except OSError as error:
        raise UserError(
            f"备份旁边没有钥匙文件 {backup.key.name}，或它读不出来，打不开这份备份。没有改动任何内容；请换一份。"
        ) from error


def _same_office(here: Path, there: Path) -> bool:
    try:
        return key_file.read(here).database == key_file.read(there).database
    except UserError:
        return False


def _require_alone(home: Path, key: bytes) -> None:
    """Refuse while another window works with the database that would be set aside; one beyond reading is left alone."""
    path = home / laying.DATABASE
    if path.is_file() and readable(path, key):
        database = EncryptedFile(path, key)
        try:
            upgrading.alone(database).close()
        finally:
            database.close()


def _said(backup: Backup, carried: Manifest, aside: Path | None) -> str:
    rows = sum(carried.counts.values())
    told = (
        f"已恢复 {backup.made:%Y-%m-%d %H:%M} 的备份：{len(carried.counts)} 张表 {rows} 行、"
        f"{len(carried.sums)} 项金额逐表核对相符。那以后录入的要补录。"
    )
    return told + (f"原来的文件没有删，在 {aside}。" if aside else "")
