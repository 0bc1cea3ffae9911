"""Encrypted copies of a live database: made by SQLite itself, read back whole before they count, and known again.

A copy is made and checked beside the database and then carried to its folder byte by byte, so that SQLite never works
on a USB stick or a network share. It holds its own figures (`storage/manifest.py`).
"""

import errno
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlcipher3.dbapi2 as sqlcipher

from jiuzhu import __version__
from jiuzhu.errors import UserError
from jiuzhu.storage import manifest
from jiuzhu.storage.encrypted_file import EncryptedFile, require_sqlite
from jiuzhu.storage.manifest import Manifest
from jiuzhu.storage.unit import CHINA
from jiuzhu.whole_file import sync_folder

Progress = Callable[[str], None]
"""Hears what is being done, in words, often enough to stop it by raising."""

ROOM = "room-"
"""Prefix of scratch folders in the data folder; those a killed program left behind are removed after a day."""

_LEFT = 86400  # seconds after which nobody works in a room any more

_CHUNK = 1 << 22

_SPARE = 50_000_000
"""Bytes that stay free: the log SQLite writes beside a database, and what other programs need."""

NOT_WHOLE = "这份备份读回检查没有通过，不能用。现有的数据没有改动；请换一份备份，或换一个磁盘再备份一次。"


def silent(_: str) -> None:
    """Tell nobody."""


@contextmanager
def room(home: Path) -> Iterator[Path]:
    """A scratch folder on the disk of the database, gone afterwards."""
    home.mkdir(parents=True, exist_ok=True)
    for left in home.glob(ROOM + "*"):  # by a program that was killed
        if time.time() - left.stat().st_mtime > _LEFT:
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=ROOM, dir=home, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def copy_encrypted(database: EncryptedFile, folder: Path, word: str, progress: Progress = silent) -> Path:
    """A consistent copy under the same key: `jiuzhu-WORD-YYYYMMDD-HHMMSS.db`; read back whole, then given its name.

    Copying the file itself would lose what still stands in the write-ahead log, so SQLite exports it. Others may
    go on writing meanwhile. Raises `UserError`; nothing half is left in the folder.
    """
    target = free_name(folder, word)
    temporary = target.with_suffix(".db.new")
    try:
        with room(database.path.parent) as scratch:
            local = scratch / "copy.db"
            progress("正在抄出数据…")
            export(database, local)
            progress("正在检查抄出的数据…")
            check(local, bytes.fromhex(database.key_hex()))
            folder.mkdir(parents=True, exist_ok=True)
            carry(local, temporary, progress, "正在写到备份盘")
        temporary.replace(target)
        sync_folder(folder)
    except (OSError, sqlcipher.OperationalError) as error:
        raise not_made(error, folder) from error
    finally:
        drop(temporary)
    return target


def free_name(folder: Path, word: str, ending: str = ".db") -> Path:
    """`jiuzhu-WORD-YYYYMMDD-HHMMSS` and the ending, with a number behind it when that second has one already."""
    stamp = datetime.now(CHINA).strftime("%Y%m%d-%H%M%S")
    names = (
        f"jiuzhu-{word}-{stamp}{more}{ending}" for more in ("", *(f"-{again}" for again in range(2, 100)))
    )
    return next(folder / name for name in names if not (folder / name).exists())


def not_made(error: Exception, folder: Path) -> UserError:
    """Why no backup was made, in words."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        where = error.filename or folder
        return UserError(f"备份没有完成：磁盘满了（{where}）。原来的数据没有改动；请腾出空间或换一个磁盘。")
    if isinstance(error, sqlcipher.OperationalError):
        return UserError(
            "备份没有完成：本机磁盘满了或数据库正忙。原来的数据没有改动；请腾出空间，稍等再备份一次。"
        )
    return UserError(f"备份没有完成：不能写入 {folder}。原来的数据没有改动；请换一个文件夹或腾出空间。")


def not_read_in(error: OSError, copy: Path, folder: Path) -> UserError:
    """Why a backup was not laid into a folder, in words."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return UserError(f"没有恢复：{folder.parent} 所在的磁盘满了。没有改动任何内容；请腾出空间再恢复。")
    return UserError(
        f"没有恢复：备份 {copy.name} 读不出来，或 {folder.parent} 不能写入。没有改动任何内容；请检查备份盘和文件夹权限。"
    )


def require_space(folder: Path, needed: int) -> None:
    """Refuse, before anything is written, what does not fit on the disk of a folder; `needed`: in bytes."""
    free = shutil.disk_usage(folder).free
    if free < needed + _SPARE:
        raise UserError(
            f"没有恢复：{folder.parent} 所在的磁盘只剩 {free / 1e6:.0f} MB，恢复这份备份要 {(needed + _SPARE) / 1e6:.0f} MB。"
            "没有改动任何内容；请在这个磁盘上腾出空间再恢复。"
        )


def drop(file: Path) -> None:
    """Take a half-written file away."""
    try:
        file.unlink(missing_ok=True)
    except OSError:  # the disk has gone meanwhile, with the file on it
        return


def export(database: EncryptedFile, target: Path) -> Manifest:
    """Write a copy with its figures into it, both in one look at the database."""
    raw = database.raw()
    try:
        raw.execute(f"ATTACH DATABASE ? AS copy KEY \"x'{database.key_hex()}'\"", (str(target),))
        raw.execute("BEGIN")
        measured = manifest.measure(raw)
        made = replace(measured, made_at=datetime.now(UTC).isoformat(timespec="seconds"), program=__version__)
        raw.execute("SELECT sqlcipher_export('copy')")
        manifest.keep(raw, "copy", made)
        raw.execute("COMMIT")
        raw.execute("DETACH DATABASE copy")
    finally:
        raw.close()
    return made


def check(copy: Path, key: bytes) -> Manifest:
    """Read every page of a copy and hold its rows and sums against the figures it carries; returns these.

    The file is opened to be read alone and is not touched. Raises `UserError` when it is not whole.
    """
    try:
        raw = opened_still(copy, key)
    except sqlcipher.DatabaseError as error:
        raise UserError(NOT_WHOLE) from error
    try:
        if not pages_whole(raw, "quick_check"):
            raise UserError(NOT_WHOLE)
        carried = manifest.kept(raw)
        if carried is None or manifest.differences(carried, manifest.measure(raw)):
            raise UserError(NOT_WHOLE)
    except sqlcipher.DatabaseError as error:  # a damaged page may already stop the reading
        raise UserError(NOT_WHOLE) from error
    finally:
        raw.close()
    return carried


def pages_whole(raw: Any, check: str = "integrity_check") -> bool:
    """Whether every page has its right seal and every table and index fits together.

    `quick_check` takes a quarter of the time: it does not look up every row in every index.
    """
    sealed = not raw.execute("PRAGMA cipher_integrity_check").fetchall()
    return sealed and raw.execute(f"PRAGMA {check}").fetchall() == [("ok",)]


def live_tables_whole(database: EncryptedFile) -> bool:
    """Whether the tables and indexes of a database in use fit together, without the seals of the pages."""
    return _live(database, lambda raw: raw.execute("PRAGMA quick_check").fetchall() == [("ok",)])


def live_pages_whole(database: EncryptedFile) -> bool:
    """`pages_whole` of a database in use."""
    return _live(database, pages_whole)


def _live(database: EncryptedFile, whole: Callable[[Any], bool]) -> bool:
    """Others go on writing; what looks damaged is looked at again while nobody does, for a page may be half written."""
    for begin in ("BEGIN", "BEGIN IMMEDIATE"):
        raw = database.raw()
        try:
            raw.execute(begin)
            if whole(raw):
                return True
        except sqlcipher.DatabaseError:  # a damaged page may already stop the reading
            continue
        finally:
            raw.close()
    return False


def opened_still(file: Path, key: bytes) -> Any:
    """A raw connection to a file nobody writes: nothing is laid beside it and no lock is asked for."""
    require_sqlite(sqlcipher.sqlite_version)
    raw = sqlcipher.connect(f"file:{quote(str(file))}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    raw.execute("PRAGMA cipher_log_level = NONE")
    raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    raw.execute("PRAGMA temp_store = MEMORY")
    return raw


def readable(file: Path, key: bytes) -> bool:
    """Whether the key fits a file and its first page is whole; the file and its write-ahead log are not touched."""
    try:
        raw = opened_still(file, key)
    except sqlcipher.DatabaseError:
        return False
    try:
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher.DatabaseError:
        return False
    finally:
        raw.close()
    return True


def carry(source: Path, target: Path, progress: Progress, words: str) -> None:
    """Copy a file, wait until the disk has it, read it back and compare; `UserError` when another came back."""
    size = max(source.stat().st_size, 1)
    digest = hashlib.sha256()
    done = 0
    with source.open("rb") as reading, target.open("wb") as writing:
        while chunk := reading.read(_CHUNK):
            digest.update(chunk)
            writing.write(chunk)
            done += len(chunk)
            progress(f"{words} {done * 100 // size}%")
        writing.flush()
        os.fsync(writing.fileno())
    if _digest(target, progress, size) != digest.digest():
        raise UserError(NOT_WHOLE)


def _digest(file: Path, progress: Progress, size: int) -> bytes:
    digest = hashlib.sha256()
    done = 0
    with file.open("rb") as reading:
        if hasattr(os, "posix_fadvise"):  # from the disk, not from what is still in memory
            os.posix_fadvise(reading.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while chunk := reading.read(_CHUNK):
            digest.update(chunk)
            done += len(chunk)
            progress(f"正在读回检查 {done * 100 // size}%")
    return digest.digest()
