"""A real PostgreSQL server of its own: made in a temporary folder, on a Unix socket, never as root, ended by its process id."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from jiuzhu.storage.server.address import Address

SUPERUSER = "postgres"
_QUICK = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
    "listen_addresses=",
)
"""Tests of what survives a crash start their own server without these."""


def programs() -> Path:
    """The folder of initdb and its like: the newest of Debian's, else where `pg_config` says."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    said = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=True)
    return Path(said.stdout.strip())


def as_whom() -> dict[str, Any]:
    """The user the server runs under: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


@dataclass(eq=False)
class Server:
    """A running server and what is made on it."""

    folder: Path
    process: subprocess.Popen[bytes]
    _names: Iterator[int]

    def address(self, database: str = "postgres") -> Address:
        """Where a database of it is."""
        return Address(str(self.folder), database=database)

    def administer(self, *statements: str, database: str = "postgres") -> None:
        """Run statements as the server's own administrator."""
        told = self.address(database).arguments(SUPERUSER, "")
        with psycopg.connect(**told, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def new_name(self, word: str) -> str:
        """A name no database has yet."""
        return f"{word}{next(self._names)}"

    def stop(self) -> None:
        """End the process that was started, and nothing else."""
        self.process.terminate()
        self.process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)


def start(*settings: str, believing: bool = True) -> Server:
    """A server of its own that is ready when this returns; one that is not `believing` asks everybody for a password."""
    folder = Path(tempfile.mkdtemp(prefix="jiuzhu-pg-"))
    whom = as_whom()
    if whom:
        os.chown(folder, whom["user"], whom["group"])
    where, data = programs(), folder / "data"
    subprocess.run(
        [where / "initdb", "-D", data, "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"],
        check=True, capture_output=True, cwd=folder, **whom,
    )  # fmt: skip
    if not believing:
        rules = f"local all {SUPERUSER} trust\nlocal all all scram-sha-256\n"
        (data / "pg_hba.conf").write_text(rules, "utf-8")
    told = [
        word
        for setting in (*_QUICK, f"unix_socket_directories={folder}", *settings)
        for word in ("-c", setting)
    ]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [where / "postgres", "-D", data, *told], stdout=log, stderr=log, cwd=folder, **whom
        )
    server = Server(folder, process, count(1))
    for _ in range(400):
        ready = subprocess.run([where / "pg_isready", "-h", folder, "-q"], check=False)
        if ready.returncode == 0:
            return server
        if process.poll() is not None:
            break
    raise RuntimeError((folder / "log").read_text("utf-8"))
