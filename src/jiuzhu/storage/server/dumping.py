"""Backups of a shared database: one look of `pg_dump`, sealed on its way to the disk, read back whole before it counts.

A list of contents (`pg_restore -l`) is still told of an archive whose rows are torn. So a backup counts only when
`pg_restore` has written every row of it out again, and these are as many as were counted in the same look.
"""

import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import psycopg

from jiuzhu import __version__
from jiuzhu.errors import UserError
from jiuzhu.storage import backup, manifest
from jiuzhu.storage.backup import NOT_WHOLE
from jiuzhu.storage.manifest import Manifest
from jiuzhu.storage.sealed_stream import PIECE, Sealing, pieces
from jiuzhu.storage.server import setting_up
from jiuzhu.storage.server.address import Address
from jiuzhu.storage.server.refusals import explained
from jiuzhu.storage.server.server_database import PATIENT, connect
from jiuzhu.whole_file import sync_folder

ENDING = ".jzdump"
_DEBIAN = Path("/usr/lib/postgresql")

_COLUMNS = """
    SELECT relname, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'jiuzhu'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
      AND relname <> 'alembic_version'
"""
_COPY = re.compile(rb'COPY jiuzhu\."?(\w+)"? \(')


@dataclass(frozen=True, slots=True)
class Dump:
    """What the last piece of a backup says of all before it."""

    manifest: Manifest
    digest: str  # SHA-256 of the archive, hexadecimal
    size: int  # bytes of the archive


def back_up(address: Address, login: str, password: str, folder: Path, passphrase: str) -> tuple[Path, Dump]:
    """A sealed backup, `jiuzhu-server-YYYYMMDD-HHMMSS.jzdump`: read back whole, then given its name.

    Others may go on writing meanwhile. Raises `UserError`; nothing half is left in the folder.
    """
    target = backup.free_name(folder, "server", ENDING)
    temporary = target.with_suffix(ENDING + ".new")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            _dump(address, login, password, Sealing(file, passphrase))
            file.flush()
            os.fsync(file.fileno())
        made = check(temporary, passphrase)
        temporary.replace(target)
        sync_folder(folder)
    except OSError as error:
        raise backup.not_made(error, folder) from error
    finally:
        backup.drop(temporary)
    return target, made


def clear(folder: Path, days: int) -> int:
    """Take backups away that were made more than so many days ago; returns how many. `UserError` when one stays."""
    oldest = datetime.now(UTC).timestamp() - days * 86400
    old = [file for file in folder.glob(f"jiuzhu-server-*{ENDING}") if file.stat().st_mtime < oldest]
    try:
        for file in old:
            file.unlink()
    except OSError as error:
        raise UserError(f"这次的备份做好了；{folder} 里旧的备份删不掉，请检查文件夹权限。") from error
    return len(old)


def _dump(address: Address, login: str, password: str, sealing: Sealing) -> None:
    """The archive and its figures, both of one snapshot."""
    digest, size = hashlib.sha256(), 0
    try:
        with connect(address, login, password, PATIENT) as look:
            setting_up.require_administrator(look)
            look.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            snapshot = str(look.execute("SELECT pg_export_snapshot()").fetchone()[0])  # type: ignore[index]  # one row
            measured = measure(look)
            words = ("--format=custom", "--no-password", f"--snapshot={snapshot}")
            with tempfile.TemporaryFile() as said:
                process = subprocess.Popen(  # noqa: S603  # the program of the server itself, with words of ours
                    [program("pg_dump"), *words],
                    stdout=subprocess.PIPE, stderr=said, env=_environment(address, login, password),
                )  # fmt: skip
                with _ended(process), _stream(process.stdout) as archive:
                    while chunk := archive.read(PIECE):
                        digest.update(chunk)
                        size += len(chunk)
                        sealing.add(chunk)
                if process.returncode:
                    raise UserError(
                        f"pg_dump 没有做完：{_last_line(said)}。没有留下备份；请按这句话处理后再备份一次。"
                    )
    except psycopg.Error as error:
        raise explained(error, writing=False) or error from error
    made = replace(measured, made_at=datetime.now(UTC).isoformat(timespec="seconds"), program=__version__)
    sealing.finish(json.dumps(asdict(Dump(made, digest.hexdigest(), size)), ensure_ascii=False).encode())


def measure(raw: psycopg.Connection[Any]) -> Manifest:
    """Count a database on a server; in one transaction of the caller, it is one look."""
    columns: dict[str, set[str]] = {}
    for table, column in raw.execute(_COLUMNS).fetchall():
        columns.setdefault(table, set()).add(column)
    return manifest.measure(raw, columns)


def check(file: Path, passphrase: str) -> Dump:
    """Read a backup whole: every seal, the digest, and every row written out again and counted.

    Raises `UserError` for a passphrase that does not fit or a file that is not what was written.
    """
    process = subprocess.Popen(  # noqa: S603  # as above
        [program("pg_restore"), "--file=-"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    with ThreadPoolExecutor(1) as beside:
        counting = beside.submit(_rows, _stream(process.stdout))
        try:
            with _ended(process):
                told = _feed(file, passphrase, process)
        except BrokenPipeError as error:  # it found the archive torn
            raise UserError(NOT_WHOLE) from error
    if process.returncode or counting.result() != dict(told.manifest.counts):
        raise UserError(NOT_WHOLE)
    return told


def lay_in(file: Path, passphrase: str, address: Address, login: str, password: str) -> None:
    """Write a checked backup into an empty database, all of it or nothing; owners and grants are the law's to lay."""
    words = ("--single-transaction", "--no-owner", "--no-privileges", "--no-password")
    process = subprocess.Popen(  # noqa: S603  # as above
        [program("pg_restore"), *words, f"--dbname={address.database}"],
        stdin=subprocess.PIPE, stderr=subprocess.DEVNULL,  # its errors quote rows: people's names
        env=_environment(address, login, password),
    )  # fmt: skip
    with contextlib.suppress(BrokenPipeError), _ended(process):  # its exit code says so too
        _feed(file, passphrase, process)
    if process.returncode:
        raise UserError(
            "pg_restore 没有把备份写进新库，新库已去掉，原有的库没有改动。请核对服务器磁盘空间和 PostgreSQL 版本后再试。"
        )


def differences(address: Address, login: str, password: str, carried: Manifest) -> list[str]:
    """What a restored database holds otherwise than its backup says, in words."""
    with connect(address, login, password, PATIENT) as look:
        look.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return manifest.differences(carried, measure(look))


def _feed(file: Path, passphrase: str, process: subprocess.Popen[bytes]) -> Dump:
    """Hand the archive of a backup to a program, to the last byte; returns what is told about it."""
    digest, size = hashlib.sha256(), 0
    write: Callable[[bytes], object] = _stream(process.stdin).write
    with file.open("rb") as reading:
        if hasattr(os, "posix_fadvise"):  # from the disk, not from what is still in memory
            os.posix_fadvise(reading.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        for last, piece in pieces(reading, passphrase):
            if last:
                break
            digest.update(piece)
            size += len(piece)
            write(piece)
    told = _read(piece)
    if (told.digest, told.size) != (digest.hexdigest(), size):
        raise UserError(NOT_WHOLE)
    return told


def _read(last: bytes) -> Dump:
    told = json.loads(last)
    return Dump(Manifest(**told["manifest"]), told["digest"], told["size"])


def _rows(sql: IO[bytes]) -> dict[str, int]:
    """Rows of each table in what `pg_restore` writes; a row is a line, line ends in it are escaped."""
    rows: dict[str, int] = {}
    table = ""
    with sql:
        for line in sql:
            if not table:
                begins = _COPY.match(line)
                if begins and begins[1] != b"alembic_version":
                    table = begins[1].decode()
                    rows[table] = 0
            elif line == b"\\.\n":
                table = ""
            else:
                rows[table] += 1
    return rows


@contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """The program has ended when this is left; when something was raised, it is stopped."""
    try:
        yield
    except BaseException:
        process.kill()
        raise
    finally:
        if process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):  # its exit code says why
                process.stdin.close()
        process.wait()


def _stream(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        msg = "a program was started without this pipe"
        raise RuntimeError(msg)
    return pipe


def _last_line(said: IO[bytes]) -> str:
    said.seek(0)
    lines = said.read().decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "没有说明原因"


def program(name: str) -> Path:
    """`pg_dump` or `pg_restore`: the newest of Debian's, for an older one refuses a newer server; else the one on PATH."""
    found = sorted(_DEBIAN.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    there = str(found[-1]) if found else shutil.which(name)
    if there is None:
        raise UserError(
            f"这台电脑没有 {name}。没有做任何事；请安装与服务器同版本的 PostgreSQL 客户端（Debian：apt install postgresql-client）。"
        )
    return Path(there)


def _environment(address: Address, login: str, password: str) -> dict[str, str]:
    """What libpq of the child reads. The password stands here alone: words of a command are seen by everybody."""
    told = address.arguments(login, password)
    names = {
        "host": "PGHOST", "port": "PGPORT", "dbname": "PGDATABASE", "user": "PGUSER", "password": "PGPASSWORD",
        "connect_timeout": "PGCONNECT_TIMEOUT", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT",
        "require_auth": "PGREQUIREAUTH",
    }  # fmt: skip
    ours = {names[key]: str(value) for key, value in told.items() if key in names and value is not None}
    return {key: value for key, value in os.environ.items() if not key.startswith("PG")} | ours
