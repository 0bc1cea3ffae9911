"""Seven ways to rewrite a journal, done by somebody with the keys and a database tool (reliability T25)."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from jiuzhu.storage import journal
from jiuzhu.storage.encrypted_file import EncryptedFile

Entry = dict[str, Any]
Attack = Callable[[list[Entry], int], list[Entry]]
"""The whole chain, oldest first, and the place attacked → the chain as it is left."""


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


class Tool(Protocol):
    """Who sits at the database itself, with all its keys."""

    mark: str  # where a value stands in a statement

    def run(self, statement: str, *values: Any) -> list[Entry]:
        """Run a statement at once; its rows by column, identities as the program knows them."""

    def stored(self, identity: str) -> str:
        """An identity as it lies in the tables."""

    @contextmanager
    def unguarded(self, table: str) -> Iterator[None]:
        """While it lasts, no trigger of a table refuses anything."""

    def close(self) -> None:
        """Leave."""


class FileTool:
    """At the encrypted file, with its key."""

    mark = "?"

    def __init__(self, database: EncryptedFile) -> None:
        self.raw = database.raw()
        self.raw.create_function("current_unit", 0, lambda: "attack")

    def run(self, statement: str, *values: Any) -> list[Entry]:
        """Run a statement at once."""
        done = self.raw.execute(statement, values)
        names = [column[0] for column in done.description or ()]
        return [
            {
                name: _canonical(value) if name in _IDENTITIES and value else value
                for name, value in zip(names, row, strict=True)
            }
            for row in done.fetchall()
        ]

    def stored(self, identity: str) -> str:
        """Without its hyphens."""
        return identity.replace("-", "")

    @contextmanager
    def unguarded(self, table: str) -> Iterator[None]:
        """Its triggers are dropped and made again."""
        guards = self.raw.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)
        ).fetchall()
        for name, _ in guards:
            self.raw.execute(f"DROP TRIGGER {name}")
        yield
        for _, sql in guards:
            self.raw.execute(sql)

    def close(self) -> None:
        """Close the file."""
        self.raw.close()


_IDENTITIES = ("station_id", "epoch", "operator_id", "subject_id")


def _canonical(stored: str) -> str:
    return f"{stored[:8]}-{stored[8:12]}-{stored[12:16]}-{stored[16:20]}-{stored[20:]}"


def chain_of(tool: Tool, station: str, epoch: str) -> list[Entry]:
    """One chain as it lies in the database, oldest first."""
    where = f"station_id = {tool.mark} AND epoch = {tool.mark}"
    statement = f"SELECT * FROM journal_entry WHERE {where} ORDER BY seq"  # noqa: S608  # our own names
    return tool.run(statement, tool.stored(station), tool.stored(epoch))


def put_chain(tool: Tool, station: str, epoch: str, chain: Sequence[Entry]) -> None:
    """Lay another chain into the place of one, past every guard; the guards stand again afterwards."""
    where = f"station_id = {tool.mark} AND epoch = {tool.mark}"
    with tool.unguarded("journal_entry"):
        tool.run("BEGIN")
        tool.run(f"DELETE FROM journal_entry WHERE {where}", tool.stored(station), tool.stored(epoch))  # noqa: S608  # our own names
        for one in chain:
            values = [
                tool.stored(value) if name in _IDENTITIES and value else value for name, value in one.items()
            ]
            marks = ", ".join([tool.mark] * len(values))
            tool.run(f"INSERT INTO journal_entry ({', '.join(one)}) VALUES ({marks})", *values)  # noqa: S608  # our own names
        tool.run("COMMIT")


def attacked(tool: Tool, station: str, epoch: str, name: str, place: int) -> None:
    """Do one attack to a chain, at a place counted from 0."""
    put_chain(tool, station, epoch, ATTACKS[name](chain_of(tool, station, epoch), place))
