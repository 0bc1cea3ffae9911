"""An older database brought forward: a copy is changed and compared, then it takes the old one's place in one step."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from jiuzhu.errors import UserError
from jiuzhu.storage import manifest
from jiuzhu.storage.backup import Progress, opened_still, pages_whole, silent
from jiuzhu.storage.encrypted_file import EncryptedFile
from jiuzhu.whole_file import sync_folder

_COPY = ".upgrade"
"""Behind the name of the database: the copy that is worked on. One that was left by a killed program goes first."""


def upgraded(
    database: EncryptedFile,
    aside: Path,
    upgrade: Callable[[EncryptedFile], None],
    progress: Progress = silent,
) -> None:
    """Bring the database forward; the old file stays as `aside`.

    Stopped at any moment, the database is the old one or the new one, whole. Nobody else may have it open meanwhile.
    Raises `UserError` when somebody has, when the disk is full or when the new one does not hold what the old one held.
    """
    copy = database.path.with_name(database.path.name + _COPY)
    key = bytes.fromhex(database.key_hex())
    _clear(copy)
    database.writing.dispose()
    database.reading.dispose()
    try:
        held = alone(database)
        try:
            progress("正在抄出一份数据…")
            held.execute(f"ATTACH DATABASE ? AS copy KEY \"x'{database.key_hex()}'\"", (str(copy),))
            held.execute("BEGIN EXCLUSIVE")
            was = manifest.measure(held)
            held.execute("SELECT sqlcipher_export('copy')")
            held.execute("COMMIT")  # the lock stays until the connection closes
            held.execute("DETACH DATABASE copy")
            progress("正在副本上升级…")
            _bring_forward(copy, key, upgrade)
            progress("正在逐表核对新旧两份…")
            _compare(copy, key, was)
            progress("正在保留旧的一份…")
            _keep_old(database.path, aside)
        finally:
            held.close()
        progress("正在换上新的一份…")
        copy.replace(database.path)
        sync_folder(database.path.parent)
    except (OSError, sqlcipher.OperationalError) as error:
        raise UserError(
            f"数据没有升级：{database.path.parent} 写不下了或不能写入。原来的数据没有改动；请腾出空间后重新打开。"
        ) from error
    finally:
        _clear(copy)


def alone(database: EncryptedFile) -> Any:
    """A connection that shares the file with nobody, and the write-ahead log put into it; `UserError` when somebody has it open."""
    raw = database.raw()
    try:
        raw.execute("PRAGMA busy_timeout = 2000")
        raw.execute("PRAGMA journal_mode = DELETE")  # asks for the whole file
        raw.execute("PRAGMA main.locking_mode = EXCLUSIVE")
    except sqlcipher.OperationalError as error:
        raw.close()
        if "locked" not in str(error):
            raise
        raise UserError(
            "另一个救助窗还开着这份数据，这一步要独占。没有改动任何内容；请把别的救助窗都关掉，再重新打开。"
        ) from error
    return raw


def _bring_forward(copy: Path, key: bytes, upgrade: Callable[[EncryptedFile], None]) -> None:
    opened = EncryptedFile(copy, key)
    try:
        upgrade(opened)
    finally:
        opened.close()  # the last connection puts the write-ahead log into the file
    with copy.open("rb+") as file:
        os.fsync(file.fileno())


def _compare(copy: Path, key: bytes, was: manifest.Manifest) -> None:
    raw = opened_still(copy, key)
    try:
        told = manifest.differences(was, manifest.measure(raw))
        whole = pages_whole(raw)
    finally:
        raw.close()
    if told or not whole:
        what = told[0] if told else "副本读回检查没有通过"
        raise UserError(
            f"数据没有升级：升级后的一份与原来的对不上（{what}）。原来的数据没有改动，仍可用原来的版本打开；请联系管理员。"
        )


def _keep_old(path: Path, aside: Path) -> None:
    """A second name for the old file, which the rename then leaves alone; a copy where the disk knows no links."""
    aside.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, aside)
    except OSError:
        shutil.copy2(path, aside)
    sync_folder(aside.parent)


def _clear(copy: Path) -> None:
    for leftover in copy.parent.glob(copy.name + "*"):
        leftover.unlink()
