"""Where the shared server is, which of its windows this desk is, and how it connects without ever hanging on a dead line."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jiuzhu.errors import UserError
from jiuzhu.whole_file import write_whole

FILE = "server.json"
"""In the data folder of a desk whose data lie on a server; nothing in it is secret."""

CERTIFICATE = "server.crt"
"""Beside it: a copy of the certificate that was chosen, which may have lain on a stick."""

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

CONNECT_SECONDS = 3
"""A dead server is told after this long, not after libpq's two minutes."""

_SESSION = {
    "statement_timeout": "15s",
    "lock_timeout": "3s",
    "idle_in_transaction_session_timeout": "30s",
    "search_path": "jiuzhu",
    "timezone": "UTC",
    "jit": "off",  # compiling takes longer than any statement of a desk
    "enable_material": "off",  # row security makes guesses low: what was joined by reading a kept list through took the square of the households
    "client_min_messages": "warning",
    # The server lets go of a desk that fell silent after about eleven seconds, not two hours: what a few cuts had left behind
    # used up all the connections of a login, and it was kept out although the line was back.
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "11s",
}


@dataclass(frozen=True, slots=True)
class Address:
    """One database on one server. `host` may be a folder that holds a Unix socket."""

    host: str
    port: int = 5432
    database: str = "jiuzhu"
    certificate: str = ""  # file of the authority that signed the server's certificate

    @property
    def is_here(self) -> bool:
        """Whether no word leaves this computer; only then may there be no certificate."""
        return self.host.startswith("/") or self.host in _LOOPBACK

    def arguments(
        self, login: str, password: str, settings: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """What libpq is told: a silent cut is noticed after about four seconds, in the middle of a statement too.

        Nothing is said to a server that cannot prove who it is, and no password to one that asks for the password itself.
        """
        proved: dict[str, str] = {}
        if self.certificate or not self.is_here:
            # Without a file of our own only the authorities of the operating system are left to believe.
            proved = {"sslmode": "verify-full", "sslrootcert": self.certificate or "system"}
        if not self.host.startswith("/"):  # a socket may know who comes without asking
            proved["require_auth"] = "scram-sha-256"
        return {
            "host": self.host,
            "port": self.port,
            "dbname": self.database,
            "user": login,
            "password": password or None,
            "connect_timeout": CONNECT_SECONDS,
            "tcp_user_timeout": 3500,
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 2,
            "application_name": "jiuzhu",
            "options": " ".join(
                f"-c {name}={value}" for name, value in {**_SESSION, **(settings or {})}.items() if value
            ),
            **proved,
        }


@dataclass(frozen=True, slots=True)
class Seat:
    """This desk among those that share the server."""

    address: Address
    window: str  # the letter in every number it gives


def load_seat(home: Path) -> Seat | None:
    """Where this desk belongs, None for a desk with a database file of its own; `UserError` when it cannot be read."""
    try:
        told = json.loads((home / FILE).read_text("utf-8"))
        return Seat(Address(**told["address"]), str(told["window"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UserError(
            f"数据文件夹里的 {FILE} 读不出来，不知道服务器在哪里。服务器上的数据没有改动；请系统管理员照 docs/server.zh-CN.md 第 6 节改好它。"
        ) from error


def save_seat(home: Path, seat: Seat) -> None:
    """Remember where this desk belongs; `UserError` when the folder cannot be written."""
    try:
        write_whole(home / FILE, json.dumps(asdict(seat), ensure_ascii=False, indent=1))
    except OSError as error:
        raise UserError(f"服务器地址写不进 {home}。没有改动任何内容；请检查磁盘空间和文件夹权限。") from error
