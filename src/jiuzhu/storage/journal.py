"""The journal: what every unit of work changed, chained so that a rewrite shows.

An entry's hash covers the hash before it and every field of its own, byte for byte as stored, so verifying needs
no parsing. Values are kept as text: what a row was and what it became.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select
from sqlalchemy.orm import InstanceState, Session
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.orm.base import PassiveFlag

from jiuzhu.storage.given import given
from jiuzhu.storage.tables import TABLES, journal_entry, policy_row

FIRST = "0" * 64
"""What the first entry of an epoch carries as the hash before it."""

Change = dict[str, Any]
"""One changed row: `table`, `id`, and `was`/`now` maps of field → text (only `now` for a new row)."""


def plain(value: Any) -> Any:
    """A column's value as the journal keeps it; pictures as their hash."""
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, bytes):
        return "sha256:" + hashlib.sha256(value).hexdigest()
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    msg = f"the journal cannot keep a {type(value).__name__}"
    raise TypeError(msg)


def _created(table: str, keys: tuple[str, ...], state: InstanceState[Any]) -> Change:
    values = state.dict
    now = {key: plain(values[key]) for key in keys if values.get(key) not in (None, "")}
    return {"table": table, "id": values["id"], "now": now}


def _updated(table: str, keys: tuple[str, ...], state: InstanceState[Any]) -> Change | None:
    was: dict[str, Any] = {}
    now: dict[str, Any] = {}
    for key in keys:
        history = state.get_history(key, PassiveFlag.PASSIVE_OFF)
        if history.added and history.deleted and history.added[0] != history.deleted[0]:
            was[key] = plain(history.deleted[0])
            now[key] = plain(history.added[0])
    return {"table": table, "id": state.dict["id"], "was": was, "now": now} if now else None


_KEYS = {
    kind: (table.name, tuple(column.name for column in table.c if column.name not in {"id", "version"}))
    for kind, table in TABLES.items()
}


def changes_of(session: Session) -> Iterator[Change]:
    """What the coming flush will write, row by row, with old and new values."""
    for item in session.new:
        table, keys = _KEYS[type(item)]
        yield _created(table, keys, instance_state(item))
    for item in session.dirty:
        table, keys = _KEYS[type(item)]
        change = _updated(table, keys, instance_state(item))
        if change:
            yield change


def entry_hash(entry: dict[str, Any]) -> str:
    """SHA-256 over the hash before and the entry's own fields, one a line."""
    parts = (
        entry["previous"],
        entry["station_id"],
        entry["epoch"],
        str(entry["seq"]),
        entry["at"],
        entry["operator_id"],
        entry["service"],
        entry["subject_id"] or "",
        entry["changes"],
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


_HEAD = (
    select(journal_entry.c.seq, journal_entry.c.hash)
    .where(journal_entry.c.station_id == bindparam("station"), journal_entry.c.epoch == bindparam("epoch"))
    .order_by(journal_entry.c.seq.desc())
    .limit(1)
)
_APPEND = insert(journal_entry)
"""Built once: every save runs them."""


def head(connection: Connection, station_id: str, epoch: str) -> tuple[int, str]:
    """Number and hash of the newest entry of a chain; (0, FIRST) for an empty one."""
    row = connection.execute(_HEAD, {"station": station_id, "epoch": epoch}).first()
    return (row.seq, row.hash) if row else (0, FIRST)


def append(
    connection: Connection,
    *,
    station_id: str,
    epoch: str,
    at: datetime,
    operator_id: str,
    service: str,
    subject_id: str | None,
    changes: list[Change],
) -> str:
    """Write the entry of this unit of work behind the newest one of its chain; returns its hash."""
    number, previous = head(connection, station_id, epoch)
    entry: dict[str, Any] = {
        "station_id": station_id,
        "epoch": epoch,
        "seq": number + 1,
        "at": at.isoformat(),
        "operator_id": operator_id,
        "service": service,
        "subject_id": subject_id,
        "changes": json.dumps(changes, ensure_ascii=False, separators=(",", ":")),
        "previous": previous,
    }
    entry["hash"] = entry_hash(entry)
    connection.execute(_APPEND, entry)
    return str(entry["hash"])


@dataclass(frozen=True, slots=True)
class Verified:
    """The result of a verification: how much was read and what does not fit, in words."""

    entries: int
    chains: int
    heads: tuple[str, ...]
    problems: tuple[str, ...]


def verify(connection: Connection) -> Verified:
    """Walk every chain: numbers without gaps, each hash recomputed, each entry tied to the one before."""
    rows = connection.execution_options(yield_per=2000).execute(
        select(journal_entry).order_by(journal_entry.c.station_id, journal_entry.c.epoch, journal_entry.c.seq)
    )
    problems: list[str] = []
    heads: list[str] = []
    entries = 0
    chain: tuple[str, str] | None = None
    number, previous = 0, FIRST
    for row in rows:
        entries += 1
        if (row.station_id, row.epoch) != chain:
            if chain is not None:
                heads.append(previous)
            chain, number, previous = (row.station_id, row.epoch), 0, FIRST
        problem = _problem(row, number + 1, previous)
        if problem:
            problems.append(f"窗口链 {row.epoch[:8]} 第 {row.seq} 条：{problem}")
        number, previous = row.seq, row.hash
    if chain is not None:
        heads.append(previous)
    return Verified(entries, len(heads), tuple(heads), tuple(problems))


def _problem(row: Row[Any], expected: int, previous: str) -> str:
    if row.seq != expected:
        return f"编号不连续，应为第 {expected} 条"
    if row.previous != previous:
        return "与前一条接不上"
    if entry_hash(dict(row._mapping)) != row.hash:  # noqa: SLF001  # SQLAlchemy's documented row mapping
        return "内容与校验值不符"
    return ""


def replayed(connection: Connection) -> dict[tuple[str, str], dict[str, Any]]:
    """Every row as the journal alone tells it: (table, id) → values; empty ones are left out.

    In the order of the chain (epochs are named by UUIDv7, later ones sort later), never by the device's clock, which
    people set back.
    """
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    entries = connection.execution_options(yield_per=2000).execute(
        select(journal_entry.c.changes).order_by(journal_entry.c.epoch, journal_entry.c.seq)
    )
    for (text,) in entries:
        for change in json.loads(text):
            values = rows.setdefault((change["table"], change["id"]), {})
            values.update(change["now"])
    return rows


def unexplained(connection: Connection) -> list[str]:
    """Rows that are not what the journal says they became, in words and without their values."""
    told = replayed(connection)
    since = {place: plain(value) for place, value in given(connection).items()}
    problems = []
    for table in (*TABLES.values(), policy_row):
        keys = [column.name for column in table.c if column.name not in {"id", "version"}]
        for row in connection.execution_options(yield_per=2000).execute(select(table)).mappings():
            known = told.pop((table.name, row["id"]), None)
            if known is None:
                problems.append(f"表 {table.name} 有一行没有日志记载（{row['id']}）")
                continue
            for key in keys:
                now, then = plain(row[key]), known.get(key, since.get((table.name, key)))
                if now != then and (now or then):
                    problems.append(f"表 {table.name} 的 {key} 与日志不符（{row['id']}）")
    problems += [f"表 {name} 少了一行（{identity}）" for name, identity in told]
    return problems
