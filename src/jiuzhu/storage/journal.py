"""The journal: what every unit of work changed, chained so that a rewrite shows.

An entry's hash covers the hash before it and every field of its own, byte for byte as stored, so verifying needs
no parsing. Values are kept as text: what a row was and what it became.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Connection, String, bindparam, cast, insert, select
from sqlalchemy.orm import InstanceState, Session
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.orm.base import PassiveFlag

from jiuzhu.domain.office import Station
from jiuzhu.domain.proof import Head
from jiuzhu.storage.given import given
from jiuzhu.storage.tables import TABLES, WRITTEN, journal_entry, policy_row

FIRST = "0" * 64
"""What the first entry of an epoch carries as the hash before it."""

Change = dict[str, Any]
"""One changed row: `table`, `id`, and `was`/`now` maps of field → text (only `now` for a new row)."""


def plain(value: Any) -> Any:
    """A column's value as the journal keeps it; pictures as their hash."""
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, bytes):
        return "sha256:" + sha256(value).hexdigest()
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


def _place(item: Any) -> tuple[str, str]:
    """Where a changed row stands in its entry: tables by name, the older row first."""
    return _KEYS[type(item)][0], instance_state(item).dict["id"]


def changes_of(session: Session) -> Iterator[Change]:
    """What the coming flush will write, row by row, with old and new values."""
    for item in session.new:
        table, keys = _KEYS[type(item)]
        yield _created(table, keys, instance_state(item))
    # The session keeps what changed in a set, whose order is another one in every run.
    for item in sorted(session.dirty, key=_place):
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
    return sha256("\n".join(parts).encode()).hexdigest()


_HEAD = (
    select(journal_entry.c.seq, journal_entry.c.hash)
    .where(journal_entry.c.station_id == bindparam("station"), journal_entry.c.epoch == bindparam("epoch"))
    .order_by(journal_entry.c.seq.desc())
    .limit(1)
)
_APPEND = insert(journal_entry)
"""Built once: every save runs them."""


def head(
    connection: Connection, station_id: str, epoch: str, options: Mapping[str, Any] | None = None
) -> tuple[int, str]:
    """Number and hash of the newest entry of a chain; (0, FIRST) for an empty one."""
    row = connection.execute(
        _HEAD, {"station": station_id, "epoch": epoch}, execution_options=options or {}
    ).first()
    return (row.seq, row.hash) if row else (0, FIRST)


def told(
    *,
    station_id: str,
    epoch: str,
    at: datetime,
    operator_id: str,
    service: str,
    subject_id: str | None,
    changes: list[Change],
) -> dict[str, Any]:
    """The entry of a unit of work but for its place in the chain."""
    return {
        "station_id": station_id,
        "epoch": epoch,
        "at": at.isoformat(),
        "operator_id": operator_id,
        "service": service,
        "subject_id": subject_id,
        "changes": json.dumps(changes, ensure_ascii=False, separators=(",", ":")),
    }


def append(connection: Connection, entry: dict[str, Any], options: Mapping[str, Any] | None = None) -> Head:
    """Write what was `told` behind the newest entry of its chain, found with these options; returns what it is known by."""
    number, previous = head(connection, entry["station_id"], entry["epoch"], options)
    placed = {**entry, "seq": number + 1, "previous": previous}
    placed["hash"] = entry_hash(placed)
    connection.execute(_APPEND, placed)
    return Head(placed["station_id"], placed["epoch"], number + 1, placed["hash"])


def is_written(connection: Connection, key: Head) -> bool:
    """Whether exactly this entry is there: it and everything of its unit of work is stored."""
    known = select(journal_entry.c.hash).where(
        journal_entry.c.station_id == key.station_id,
        journal_entry.c.epoch == key.epoch,
        journal_entry.c.seq == key.seq,
    )
    return connection.execute(known).scalar() == key.hash


class Place(NamedTuple):
    """Where an entry stands."""

    station_id: str
    epoch: str
    seq: int


@dataclass(frozen=True, slots=True)
class Verified:
    """The result of a verification: how much was read, where every chain ends, and in words what does not fit."""

    entries: int
    heads: tuple[Head, ...]
    problems: tuple[str, ...]
    hashes: Mapping[Place, str]  # of the entries that were asked for and are there

    @property
    def chains(self) -> int:
        """How many chains there are."""
        return len(self.heads)


class Walk(NamedTuple):
    """One chain, walked."""

    entries: int
    head: Head
    problems: list[str]
    hashes: dict[Place, str]


def verify(connection: Connection, asked: Collection[Place] = frozenset()) -> Verified:
    """Walk every chain: numbers without gaps, each hash recomputed, each entry tied to the one before.

    `asked`: entries whose hash somebody outside remembers.
    """
    names = windows(connection)
    heads: list[Head] = []
    problems: list[str] = []
    hashes: dict[Place, str] = {}
    entries = 0
    for station, epoch in connection.execute(_CHAINS):
        wanted = frozenset(
            place.seq for place in asked if (place.station_id, place.epoch) == (station, epoch)
        )
        walk = _walked(connection, station, epoch, wanted)
        entries += walk.entries
        heads.append(walk.head)
        hashes |= walk.hashes
        problems += [f"{chain_name(names, station, epoch)} {problem}" for problem in walk.problems]
    return Verified(entries, tuple(heads), tuple(problems), hashes)


def windows(connection: Connection) -> dict[str, str]:
    """Station → the letter of its window."""
    return {row.id: row.window for row in connection.execute(_STATIONS)}


def chain_name(names: Mapping[str, str], station_id: str, epoch: str) -> str:
    """What a chain is called in front of people."""
    return f"{names.get(station_id, '未知')} 窗口链 {epoch[-8:]}"


_STATIONS = select(TABLES[Station].c.id, TABLES[Station].c.window)
_CHAINS = (
    select(journal_entry.c.station_id, journal_entry.c.epoch)
    .distinct()
    .order_by(journal_entry.c.station_id, journal_entry.c.epoch)
)
_ROW = (
    select(
        journal_entry.c.seq, journal_entry.c.at, cast(journal_entry.c.operator_id, String), journal_entry.c.service,
        cast(journal_entry.c.subject_id, String), journal_entry.c.changes, journal_entry.c.previous, journal_entry.c.hash,
    )
    .where(journal_entry.c.station_id == bindparam("station"), journal_entry.c.epoch == bindparam("epoch"))
    .order_by(journal_entry.c.seq)
)  # fmt: skip
"""Identities come as they are stored: most are those of the same few operators."""

_PIECE = 2000
_STORED = 32
"""Characters of an identity without its hyphens, as SQLite stores it."""


def _walked(connection: Connection, station: str, epoch: str, wanted: Collection[int]) -> Walk:
    """One chain from its first entry on: its end, and what does not fit, entry by entry in words."""
    middle = f"\n{station}\n{epoch}\n"
    operators: dict[str, str] = {}
    number, previous, entries = 0, FIRST, 0
    problems: list[str] = []
    hashes: dict[Place, str] = {}
    asked = connection.execution_options(yield_per=_PIECE)
    for piece in asked.execute(_ROW, {"station": station, "epoch": epoch}).partitions():
        for seq, at, operator, service, subject, changes, before, own in piece:
            who = operators.get(operator) or operators.setdefault(operator, _canonical(operator))
            body = f"{before}{middle}{seq}\n{at}\n{who}\n{service}\n{_canonical(subject) if subject else ''}\n{changes}"
            if seq != number + 1:
                problems.append(f"第 {seq} 条：编号不连续，应为第 {number + 1} 条")
            elif before != previous:
                problems.append(f"第 {seq} 条：与前一条接不上")
            elif sha256(body.encode()).hexdigest() != own:
                problems.append(f"第 {seq} 条：内容与校验值不符")
            number, previous = seq, own
            if number in wanted:
                hashes[Place(station, epoch, number)] = own
        entries += len(piece)
    return Walk(entries, Head(station, epoch, number, previous), problems, hashes)


def _canonical(stored: str) -> str:
    if len(stored) == _STORED:
        return f"{stored[:8]}-{stored[8:12]}-{stored[12:16]}-{stored[16:20]}-{stored[20:]}"
    return stored


def replayed(connection: Connection) -> dict[tuple[str, str], dict[str, Any]]:
    """Every row as the journal alone tells it: (table, id) → values; empty ones are left out.

    In the order of the chain (epochs are named by UUIDv7, later ones sort later), never by the device's clock, which
    people set back.
    """
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    entries = connection.execution_options(yield_per=2000).execute(
        select(journal_entry.c.changes).order_by(*WRITTEN)
    )
    for (text,) in entries:
        for change in json.loads(text):
            values = rows.setdefault((change["table"], change["id"]), {})
            values.update(change["now"])
    return rows


_EXPLAINED = (*TABLES.values(), policy_row)
JOURNALED = frozenset(table.name for table in _EXPLAINED)
"""Every table whose rows the journal explains."""


def unexplained(connection: Connection, tables: Collection[str] = JOURNALED) -> list[str]:
    """Rows of these tables that are not what the journal says they became, in words and without their values."""
    told = {place: values for place, values in replayed(connection).items() if place[0] in tables}
    since = {place: plain(value) for place, value in given(connection).items()}
    problems = []
    for table in _EXPLAINED:
        if table.name not in tables:
            continue
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
