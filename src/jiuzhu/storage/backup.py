"""Encrypted copies of a live database, made by SQLite itself and read back whole before they count."""

from datetime import datetime
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from jiuzhu.errors import UserError
from jiuzhu.storage.encrypted_file import EncryptedFile, connect


def copy_encrypted(database: EncryptedFile, folder: Path, word: str) -> Path:
    """A consistent copy under the same key: `jiuzhu-WORD-YYYYMMDD-HHMMSS.db`; verified, then given its name.

    Copying the file itself would lose what still stands in the write-ahead log, so SQLite exports it. Others may
    go on writing meanwhile. Raises `UserError`; nothing half is left in the folder.
    """
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    target = folder / f"jiuzhu-{word}-{stamp}.db"
    temporary = target.with_suffix(".db.new")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        counted = _export(database, temporary)
        check_copy(database, temporary, counted)
        temporary.replace(target)
    except (OSError, sqlcipher.OperationalError) as error:
        raise UserError(
            f"备份没有完成：不能写入 {folder}。原来的数据没有改动；请换一个文件夹或腾出空间。"
        ) from error
    finally:
        if temporary.exists():
            temporary.unlink()
    return target


Counts = tuple[int, ...]
"""Rows of the tables that grow with every save."""


def _counts(raw: Any) -> Counts:
    row: Counts = raw.execute(
        "SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM journal_entry)"
    ).fetchone()
    return row


def _export(database: EncryptedFile, target: Path) -> Counts:
    """Write the copy and count what it must hold, both in one look at the database."""
    raw = database.raw()
    try:
        raw.execute(f"ATTACH DATABASE ? AS copy KEY \"x'{database.key_hex()}'\"", (str(target),))
        raw.execute("BEGIN")
        counted = _counts(raw)
        raw.execute("SELECT sqlcipher_export('copy')")
        raw.execute("COMMIT")
        raw.execute("DETACH DATABASE copy")
    finally:
        raw.close()
    return counted


def check_copy(database: EncryptedFile, copy: Path, counted: Counts | None = None) -> None:
    """Read every page of a copy on a fresh connection and compare its row counts; `UserError` when it is not whole.

    `counted` is what it must hold; when left out, what the live database holds now.
    """
    if counted is None:
        live = database.raw()
        counted = _counts(live)
        live.close()
    raw = connect(copy, bytes.fromhex(database.key_hex()))
    try:
        whole = (
            not raw.execute("PRAGMA cipher_integrity_check").fetchall()
            and raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            and _counts(raw) == counted
        )
    except sqlcipher.DatabaseError:  # a damaged page may already stop the reading
        whole = False
    finally:
        raw.close()
    if not whole:
        raise UserError(
            "备份文件读回检查没有通过，这份备份不能用。原来的数据没有改动；请换一个磁盘再备份一次。"
        )
