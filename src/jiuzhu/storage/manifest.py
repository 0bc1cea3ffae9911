"""What a database holds, counted: rows of every table, sums of money, heads of the journal. Two copies of the same agree."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jiuzhu.storage.tables import metadata
from jiuzhu.storage.types import Hundredths

TABLE = "backup_manifest"
"""Stands in a backup only: what it held when it was made. It leaves with the restoring."""

_NAME = re.compile(r"[a-z_][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Manifest:
    """Moment (UTC, ISO), program version and schema of a copy, and its figures.

    `counts` is table → rows, `sums` is `table.column` → hundredths, `heads` is `station epoch` → `number hash`.
    """

    counts: Mapping[str, int]
    sums: Mapping[str, int]
    heads: Mapping[str, str]
    schema: str = ""
    made_at: str = ""
    program: str = ""


def measure(raw: Any, columns: Mapping[str, set[str]] | None = None) -> Manifest:
    """Count a database through a raw connection; in one transaction of the caller, it is one look.

    `columns`: table → its columns where the database is no file that tells them itself.
    """
    if columns is None:
        columns = _columns(raw)
    money = [
        (table.name, column.name)
        for table in metadata.tables.values()
        for column in table.c
        if isinstance(column.type, Hundredths) and column.name in columns.get(table.name, ())
    ]
    counts = {name: raw.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in columns}  # noqa: S608  # names of the file's own tables
    sums = {
        f"{table}.{column}": int(
            raw.execute(f'SELECT coalesce(sum("{column}"), 0) FROM "{table}"').fetchone()[0]  # noqa: S608  # names of our tables
        )
        for table, column in money
    }
    heads = {
        f"{station} {epoch}": f"{number} {digest}" for station, epoch, number, digest in raw.execute(_HEADS)
    }
    (schema,) = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    return Manifest(counts, sums, heads, str(schema))


_HEADS = """
SELECT entry.station_id, entry.epoch, entry.seq, entry.hash FROM journal_entry AS entry
JOIN (SELECT station_id, epoch, max(seq) AS seq FROM journal_entry GROUP BY station_id, epoch) AS newest
ON entry.station_id = newest.station_id AND entry.epoch = newest.epoch AND entry.seq = newest.seq
"""


def _columns(raw: Any) -> dict[str, set[str]]:
    """Table → its columns, as the file has them; names we would not have given are left out."""
    names = [
        name
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        if _NAME.fullmatch(name) and not name.startswith("sqlite_") and name not in {TABLE, "alembic_version"}
    ]
    return {name: {row[1] for row in raw.execute(f"PRAGMA table_info({name})")} for name in names}


def differences(was: Manifest, now: Manifest) -> list[str]:
    """Tables, sums and chain ends that differ, as sentences. Tables and columns that are new in `now` are ignored."""
    told = [
        f"表 {name} 应有 {was.counts[name]} 行，实有 {now.counts[name]} 行"
        for name in was.counts.keys() & now.counts.keys()
        if was.counts[name] != now.counts[name]
    ]
    told += [
        f"金额 {name} 合计应为 {was.sums[name] / 100:.2f}，实为 {now.sums[name] / 100:.2f}"
        for name in was.sums.keys() & now.sums.keys()
        if was.sums[name] != now.sums[name]
    ]
    if was.heads != now.heads:
        told.append("经办日志的末条对不上")
    told += [f"少了表 {name}" for name in was.counts.keys() - now.counts.keys()]
    return sorted(told)


def keep(raw: Any, schema: str, manifest: Manifest) -> None:
    """Write a manifest into the attached database `schema`."""
    raw.execute(
        f"CREATE TABLE {schema}.{TABLE} (kind TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL)"
    )
    about = {"schema": manifest.schema, "made_at": manifest.made_at, "program": manifest.program}
    kinds: dict[str, Mapping[str, object]] = {
        "about": about,
        "count": manifest.counts,
        "sum": manifest.sums,
        "head": manifest.heads,
    }
    raw.executemany(
        f"INSERT INTO {schema}.{TABLE} VALUES (?, ?, ?)",  # noqa: S608  # a name of ours
        [(kind, name, str(value)) for kind, values in kinds.items() for name, value in values.items()],
    )


def kept(raw: Any) -> Manifest | None:
    """The manifest a copy carries, None when it carries none."""
    if not raw.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (TABLE,)).fetchone():
        return None
    kinds: dict[str, dict[str, str]] = {}
    for kind, name, value in raw.execute(f"SELECT kind, name, value FROM {TABLE}"):  # noqa: S608  # as above
        kinds.setdefault(kind, {})[name] = value
    about = kinds.get("about", {})
    return Manifest(
        counts={name: int(value) for name, value in kinds.get("count", {}).items()},
        sums={name: int(value) for name, value in kinds.get("sum", {}).items()},
        heads=kinds.get("head", {}),
        schema=about.get("schema", ""),
        made_at=about.get("made_at", ""),
        program=about.get("program", ""),
    )
