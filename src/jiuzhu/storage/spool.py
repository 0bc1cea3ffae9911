"""What is typed at a desk while the line to the shared server is down: encrypted here until the server has it.

One small file under the key of this desk. Nothing leaves it before the server has stored the same.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from jiuzhu.storage.encrypted_file import connect

FILE = "spool.db"


@dataclass(frozen=True, slots=True)
class Spooled:
    """One form as it stood when it was typed last."""

    id: str  # of the draft
    owner_id: str
    body: str
    base: str | None  # what the server held when it was typed, None when nobody asked
    typed_at: datetime
    kind: str = "intake"  # as in the table of drafts


@contextmanager
def _opened(home: Path, key: bytes) -> Iterator[Any]:
    raw = connect(home / FILE, key, create=True)
    try:
        raw.execute(
            "CREATE TABLE IF NOT EXISTS spooled "
            "(id TEXT PRIMARY KEY, owner_id TEXT NOT NULL, body TEXT NOT NULL, base TEXT, typed_at TEXT NOT NULL, "
            "kind TEXT NOT NULL)"
        )
        yield raw
    finally:
        raw.close()


def keep(home: Path, key: bytes, one: Spooled) -> None:
    """Store what was typed; a later typing of the same form takes its place. Raises `UserError`."""
    with _opened(home, key) as raw:
        raw.execute(
            "INSERT INTO spooled VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body, "
            "owner_id = excluded.owner_id, typed_at = excluded.typed_at",
            (one.id, one.owner_id, one.body, one.base, one.typed_at.isoformat(), one.kind),
        )


def waiting(home: Path, key: bytes, owner_id: str, kind: str = "intake") -> list[Spooled]:
    """What of a kind an operator typed and the server does not have yet, the oldest first; [] when there is no such file."""
    if not (home / FILE).is_file():
        return []
    with _opened(home, key) as raw:
        rows = raw.execute(
            "SELECT id, owner_id, body, base, typed_at, kind FROM spooled WHERE owner_id = ? AND kind = ? ORDER BY typed_at",
            (owner_id, kind),
        )
        return [
            Spooled(row[0], row[1], row[2], row[3], datetime.fromisoformat(row[4]), row[5]) for row in rows
        ]


def counts(home: Path, key: bytes) -> dict[str, int]:
    """Operator → how many forms of theirs wait at this desk."""
    if not (home / FILE).is_file():
        return {}
    with _opened(home, key) as raw:
        return dict(raw.execute("SELECT owner_id, count(*) FROM spooled GROUP BY owner_id"))


def rekey(home: Path, before: bytes, key: bytes) -> None:
    """The desk has another key from now on: what waits opens with it."""
    if not (home / FILE).is_file():
        return
    with _opened(home, before) as raw:
        raw.execute("PRAGMA journal_mode = DELETE")  # a log of before would be under the old key
        raw.execute(f"PRAGMA rekey = \"x'{key.hex()}'\"")


def drop(home: Path, key: bytes, one: Spooled) -> None:
    """The server has it: taken out, unless something newer was typed meanwhile."""
    with _opened(home, key) as raw:
        raw.execute("DELETE FROM spooled WHERE id = ? AND typed_at = ?", (one.id, one.typed_at.isoformat()))
