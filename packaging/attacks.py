"""Seven ways to rewrite a journal, done by somebody with the keys and a database tool (reliability T25)."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from jiuzhu.storage import journal
from jiuzhu.storage.encrypted_file import EncryptedFile

Entry = dict[str, Any]
Attack = Callable[[list[Entry], int], list[Entry]]
"""The whole chain, oldest first, and the place attacked → the chain as it is left."""

_COLUMNS = (
    "station_id", "epoch", "seq", "at", "operator_id", "service", "subject_id", "changes", "previous", "hash",
)  # fmt: skip


def _edited(entry: Entry) -> Entry:
    changes = json.loads(entry["changes"])
    changes[0].setdefault("now", {})["note"] = "改过"
    return {**entry, "changes": json.dumps(changes, ensure_ascii=False, separators=(",", ":"))}


def _rehashed(entry: Entry) -> Entry:
    return {**entry, "hash": journal.entry_hash(entry)}


def edit(chain: list[Entry], place: int) -> list[Entry]:
    """Change what one entry says."""
    return [*chain[:place], _edited(chain[place]), *chain[place + 1 :]]


def rehash_one(chain: list[Entry], place: int) -> list[Entry]:
    """Change one entry and compute its own hash anew."""
    return [*chain[:place], _rehashed(_edited(chain[place])), *chain[place + 1 :]]


def delete(chain: list[Entry], place: int) -> list[Entry]:
    """Take one entry out."""
    return [*chain[:place], *chain[place + 1 :]]


def delete_and_renumber(chain: list[Entry], place: int) -> list[Entry]:
    """Take one entry out and close the gap in the numbers."""
    return [*chain[:place], *({**one, "seq": one["seq"] - 1} for one in chain[place + 1 :])]


def swap(chain: list[Entry], place: int) -> list[Entry]:
    """Let two neighbours change places, numbers staying in order."""
    first, second = (place, place + 1) if place + 1 < len(chain) else (place - 1, place)
    kept = list(chain)
    kept[first] = {**chain[second], "seq": chain[first]["seq"]}
    kept[second] = {**chain[first], "seq": chain[second]["seq"]}
    return kept


def cut_tail(chain: list[Entry], place: int) -> list[Entry]:
    """Everything from one entry on never happened."""
    return chain[:place]


def recompute_all(chain: list[Entry], place: int) -> list[Entry]:
    """Change one entry and compute every hash from it on anew."""
    kept = [*chain[:place], _rehashed(_edited(chain[place]))]
    for one in chain[place + 1 :]:
        kept.append(_rehashed({**one, "previous": kept[-1]["hash"]}))
    return kept


ATTACKS: dict[str, Attack] = {
    one.__name__: one
    for one in (edit, rehash_one, delete, delete_and_renumber, swap, cut_tail, recompute_all)
}


def chain_of(database: EncryptedFile, station: str, epoch: str) -> list[Entry]:
    """One chain as it lies in the file, oldest first."""
    raw = database.raw()
    try:
        rows = raw.execute(
            f"SELECT {', '.join(_COLUMNS)} FROM journal_entry WHERE station_id = ? AND epoch = ? ORDER BY seq",  # noqa: S608  # our own names
            (station.replace("-", ""), epoch.replace("-", "")),
        ).fetchall()
    finally:
        raw.close()
    return [_told(dict(zip(_COLUMNS, row, strict=True))) for row in rows]


_IDENTITIES = ("station_id", "epoch", "operator_id", "subject_id")


def _told(entry: Entry) -> Entry:
    for name in _IDENTITIES:
        stored = entry[name]
        if stored:
            entry[name] = f"{stored[:8]}-{stored[8:12]}-{stored[12:16]}-{stored[16:20]}-{stored[20:]}"
    return entry


def put_chain(database: EncryptedFile, station: str, epoch: str, chain: Sequence[Entry]) -> None:
    """Lay another chain into the place of one, past every guard; the guards stand again afterwards."""
    raw = database.raw()
    raw.create_function("current_unit", 0, lambda: "attack")
    try:
        raw.execute("BEGIN IMMEDIATE")
        guards = raw.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal_entry'"
        ).fetchall()
        for name, _ in guards:
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute(
            "DELETE FROM journal_entry WHERE station_id = ? AND epoch = ?",
            (station.replace("-", ""), epoch.replace("-", "")),
        )
        raw.executemany(
            f"INSERT INTO journal_entry ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})",  # noqa: S608  # our own names
            [
                [
                    one[name].replace("-", "") if name in _IDENTITIES and one[name] else one[name]
                    for name in _COLUMNS
                ]
                for one in chain
            ],
        )
        for _, sql in guards:
            raw.execute(sql)
        raw.execute("COMMIT")
    finally:
        raw.close()


def attacked(database: EncryptedFile, station: str, epoch: str, name: str, place: int) -> None:
    """Do one attack to a chain, at a place counted from 0."""
    put_chain(database, station, epoch, ATTACKS[name](chain_of(database, station, epoch), place))
