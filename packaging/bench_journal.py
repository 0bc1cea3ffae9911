"""What it costs to prove a journal: every chain walked, beside a plain read of the same rows with SHA-256 over each.

Two journals on the real encrypted file: entries of one changed field, of which an office has most, and entries of a
household taken with four people. Reading and deciphering a long entry costs more than checking it. Seconds are those of
the processor: one core that has nothing else to do.
"""

import hashlib
import json
import tempfile
import time
from pathlib import Path
from typing import Any

import crowd
from measure import RUNS, Figure, alternate, at_least, ratio_at_least
from sqlalchemy import insert

from jiuzhu.domain.ids import new_id
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import journal
from jiuzhu.storage.tables import journal_entry
from jiuzhu.storage.unit import Unit

SHORT, LONG = 200_000, 40_000
TARGET = 100_000  # rows a second (reliability T25)
SHARE = 0.4
_BATCH = 5000

_FIELD = [{"table": "household", "id": "", "was": {"village": "旧村"}, "now": {"village": "新村"}}]


def run(scale: float) -> list[Figure]:
    """Medians of rows a second over the runs; `scale` shortens the journals."""
    figures: list[Figure] = []
    for name, count, changes in (
        ("journal entries of one field proved", SHORT, _FIELD),
        ("journal entries of a household of four proved", LONG, _household()),
    ):
        with tempfile.TemporaryDirectory() as folder:
            office = crowd.found_office(Path(folder) / "office")
            try:
                mine, theirs = _measured(office, max(2000, int(count * scale)), changes)
            finally:
                office.close()
        if changes is _FIELD:
            figures.append(at_least(name, mine, "rows/s", TARGET, theirs))
        else:
            figures.append(ratio_at_least(name, mine, theirs, "rows/s", SHARE))
    return figures


def _household() -> list[dict[str, Any]]:
    people = crowd.people(4)
    rows = [
        {
            "name": one.name, "initials": one.initials, "id_number": one.id_number, "sex": "1", "birth": "1980-01-01",
            "phone": one.phone, "address": one.address,
        }
        for one in people
    ]  # fmt: skip
    return [{"table": "person", "id": new_id(), "now": row} for row in rows]


def _measured(office: Workspace, count: int, changes: list[dict[str, Any]]) -> tuple[float, float]:
    office.write(filled, count, changes)
    raw = office.file.raw()

    def ours() -> float:
        begin = time.process_time()
        found = office.read(lambda unit: journal.verify(unit.session.connection()))
        if found.problems or found.entries <= count:
            raise RuntimeError(found)
        return found.entries / (time.process_time() - begin)

    def peer() -> float:
        begin, rows = time.process_time(), 0
        for row in raw.execute("SELECT * FROM journal_entry ORDER BY station_id, epoch, seq"):
            hashlib.sha256(row[7].encode()).hexdigest()
            rows += 1
        return rows / (time.process_time() - begin)

    try:
        return alternate(ours, peer, RUNS)
    finally:
        raw.close()


def filled(unit: Unit, count: int, changes: list[dict[str, Any]]) -> None:
    """Many more entries of this desk's chain, in one transaction."""
    connection, station = unit.session.connection(), unit.desk.station
    number, previous = journal.head(connection, station.id, station.epoch)
    told = json.dumps(changes, ensure_ascii=False, separators=(",", ":"))
    rows: list[dict[str, Any]] = []
    for place in range(count):
        entry: dict[str, Any] = {
            "station_id": station.id, "epoch": station.epoch, "seq": number + 1 + place, "at": unit.now.isoformat(),
            "operator_id": unit.actor.operator_id, "service": "household", "subject_id": new_id(), "changes": told,
            "previous": previous,
        }  # fmt: skip
        entry["hash"] = previous = journal.entry_hash(entry)
        rows.append(entry)
        if len(rows) == _BATCH or place == count - 1:
            connection.execute(insert(journal_entry), rows)
            rows.clear()
