"""A real PostgreSQL server of its own: made in a temporary folder, on a Unix socket, never as root, ended by its process id."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from jiuzhu.storage.server.address import Address

SUPERUSER = "postgres"
_ALWAYS = ("max_connections=60", "listen_addresses=")
_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""Not for what must survive a crash."""


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


_WATCH = 'cat > /dev/null; "$1/pg_ctl" stop -D "$2/data" -m immediate; rm -rf "$2"'
"""Reads until whoever made the server lets go of the other end, killed or not; then nothing of it stays."""


def _watched(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        ["sh", "-c", _WATCH, "watch", programs(), folder], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, cwd="/", start_new_session=True, **as_whom(),
    )  # fmt: skip


@dataclass(eq=False)
class Server:
    """A server and what is made on it; `process` is the postmaster that was started last.

    `watch` ends it when the program that made it was killed.
    """

    folder: Path
    watch: subprocess.Popen[bytes]
    settings: tuple[str, ...]
    before: tuple[str, ...] = ()  # words before its command, which then choose its user themselves
    certificate: str = ""  # of the authority that signed its own, where it has one
    process: subprocess.Popen[bytes] | None = None
    _names: Iterator[int] = field(default_factory=lambda: count(1))

    def address(self, database: str = "postgres") -> Address:
        """Where a database of it is."""
        return Address(str(self.folder), database=database, certificate=self.certificate)

    def administer(self, *statements: str, database: str = "postgres") -> None:
        """Run statements as the server's own administrator."""
        told = self.address(database).arguments(SUPERUSER, "")
        with psycopg.connect(**told, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def new_name(self, word: str) -> str:
        """A name no database has yet."""
        return f"{word}{next(self._names)}"

    def run(self) -> None:
        """Start it, again after it was stopped or killed; returns when it answers."""
        told = [word for setting in self.settings for word in ("-c", setting)]
        for _ in range(100):
            if self._answers(told):
                return
            time.sleep(0.1)  # what a killed one left behind still holds its memory
        raise RuntimeError((self.folder / "log").read_text("utf-8"))

    def _answers(self, told: list[str]) -> bool:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*self.before, programs() / "postgres", "-D", self.folder / "data", *told],
                stdout=log, stderr=log, cwd=self.folder, **({} if self.before else as_whom()),
            )  # fmt: skip
        for _ in range(600):
            ready = subprocess.run([programs() / "pg_isready", "-h", self.folder, "-q"], check=False)
            if ready.returncode == 0:
                return True
            if self.process.poll() is not None:
                return False
            time.sleep(0.02)
        return False

    def halt(self, how: signal.Signals = signal.SIGINT) -> None:
        """End the process that was started, and nothing else: SIGINT cuts everybody off, SIGQUIT and SIGKILL crash it."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(30)
            self.process = None

    def stop(self) -> None:
        """End it for good; nothing of it is left."""
        self.halt()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.watch.communicate()


def certify(folder: Path, address: str, authority: str = "ca") -> Path:
    """An authority of a township and a certificate of its server at an address, as docs/server.md makes them: `ca.crt`."""
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc")
    top, own, signed = folder / f"{authority}.crt", folder / "server.key", folder / "server.csr"
    (folder / "names").write_text(f"subjectAltName=IP:{address}\n", "ascii")
    for words in (
        ("req", "-x509", *curve, "-days", "2", "-subj", "/CN=Township CA", "-addext", "basicConstraints=critical,CA:TRUE",
         "-keyout", folder / f"{authority}.key", "-out", top),
        ("req", *curve, "-subj", f"/CN={address}", "-keyout", own, "-out", signed),
        ("x509", "-req", "-in", signed, "-CA", top, "-CAkey", folder / f"{authority}.key", "-CAcreateserial", "-days", "1",
         "-extfile", folder / "names", "-out", folder / "server.crt"),
    ):  # fmt: skip
        subprocess.run(["openssl", *words], check=True, capture_output=True)
    whom = as_whom()
    if whom:
        os.chown(own, whom["user"], whom["group"])
    own.chmod(0o600)
    return top


def start(
    *settings: str,
    believing: bool = True,
    quick: bool = True,
    before: tuple[str, ...] = (),
    near: str = "127.0.0.1/32",
    certified: str = "",
) -> Server:
    """A server of its own that is ready when this returns.

    One that is not `believing` asks everybody for a password; one that is not `quick` keeps what it acknowledged, whatever
    happens to it. `before`: words before its command; `near`: from where others may come; `certified`: the address its certificate is for,
    and only encrypted lines come in.
    """
    folder = Path(tempfile.mkdtemp(prefix="jiuzhu-pg-"))
    whom = as_whom()
    if whom:
        os.chown(folder, whom["user"], whom["group"])
    data = folder / "data"
    subprocess.run(
        [programs() / "initdb", "-D", data, "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--lc-messages=C",
         "--no-sync", "--data-checksums"],
        check=True, capture_output=True, cwd=folder, **whom,
    )  # fmt: skip
    top = certify(folder, certified) if certified else None
    if top is not None:
        settings = (
            *settings,
            "ssl=on",
            f"ssl_cert_file={folder / 'server.crt'}",
            f"ssl_key_file={folder / 'server.key'}",
        )
    if not believing:
        way = "hostssl" if top else "host"
        rules = (
            f"local all {SUPERUSER} trust\nlocal all all scram-sha-256\n{way} all all {near} scram-sha-256\n"
        )
        (data / "pg_hba.conf").write_text(rules, "utf-8")
    told = (*_ALWAYS, *(_QUICK if quick else ()), f"unix_socket_directories={folder}", *settings)
    server = Server(folder, _watched(folder), told, before, str(top or ""))
    server.run()
    return server
