"""When a shared server was last backed up, its backup tried and its journals verified: a comment on the database tells every desk.

Whoever runs the server does these from its own command line, and nothing at a window would know. A comment needs no table and no
right of an operator, and a backup does not carry it: a restored database was not backed up yet.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from psycopg import sql
from sqlalchemy import text
from sqlalchemy.orm import Session

from jiuzhu.storage.server.address import Address
from jiuzhu.storage.server.server_database import connect

BACKED_UP, TRIED, VERIFIED = "backup", "trial", "journal"

_OF = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = "
_COMMENT = sql.SQL("COMMENT ON DATABASE {} IS {}")


def note(address: Address, login: str, password: str, what: str, at: datetime) -> None:
    """Keep when that was done; a server that has no such database keeps nothing (a backup may be tried anywhere)."""
    with connect(replace(address, database="postgres"), login, password) as server:
        row = server.execute(_OF + "%s", (address.database,)).fetchone()
        if row is not None:
            told = json.dumps(_read(row[0]) | {what: at.isoformat(timespec="seconds")})
            server.execute(_COMMENT.format(sql.Identifier(address.database), sql.Literal(told)))


def noted(session: Session) -> Mapping[str, datetime] | None:
    """What was done and when; None for a database in a file, which each desk keeps by itself."""
    if session.connection().dialect.name != "postgresql":
        return None
    row = session.scalar(text(_OF + "current_database()"))
    return {what: datetime.fromisoformat(at) for what, at in _read(row).items()}


def _read(comment: str | None) -> dict[str, str]:
    """Nothing where somebody else wrote the comment."""
    try:
        told = json.loads(comment or "{}")
        return {f"{what}": f"{datetime.fromisoformat(at)}" for what, at in told.items()}
    except (ValueError, TypeError, AttributeError):
        return {}
