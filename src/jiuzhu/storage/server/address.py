"""Where the shared server is, and how a desk connects to it without ever hanging on a dead line."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CONNECT_SECONDS = 3
"""A dead server is told after this long, not after libpq's two minutes."""

_SESSION = {
    "statement_timeout": "15s",
    "lock_timeout": "3s",
    "idle_in_transaction_session_timeout": "30s",
    "search_path": "jiuzhu",
    "timezone": "UTC",
    "jit": "off",  # compiling takes longer than any statement of a desk
    "client_min_messages": "warning",
}


@dataclass(frozen=True, slots=True)
class Address:
    """One database on one server. `host` may be a folder that holds a Unix socket."""

    host: str
    port: int = 5432
    database: str = "jiuzhu"
    certificate: str = (
        ""  # file of the authority that signed the server's certificate; "" only on the same machine
    )

    def arguments(
        self, login: str, password: str, settings: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """What libpq is told: a silent cut is noticed after about four seconds, in the middle of a statement too."""
        encrypted = {"sslmode": "verify-full", "sslrootcert": self.certificate} if self.certificate else {}
        return {
            "host": self.host,
            "port": self.port,
            "dbname": self.database,
            "user": login,
            "password": password or None,
            "connect_timeout": CONNECT_SECONDS,
            "tcp_user_timeout": 4000,
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 2,
            "application_name": "jiuzhu",
            "options": " ".join(
                f"-c {name}={value}" for name, value in {**_SESSION, **(settings or {})}.items() if value
            ),
            **encrypted,
        }
