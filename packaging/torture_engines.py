"""The same days on both engines: an office in an encrypted file and one on a shared server, through the same services.

Each round draws random days from its seed and lives them in both. Identities come from a counter, so both offices give the same
ones; then every table is compared row by row, the journal with its hashes among them, and every answer word by word.
"""

import random
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from unittest.mock import patch
from uuid import UUID

import temporary_server
import torturing
from other_desk import desk_of
from random_days import BEGIN, Days
from sqlalchemy import select
from temporary_server import SUPERUSER

import server as servers
import town as towns
from compiled_once import compiled_once
from jiuzhu.domain import ids
from jiuzhu.domain.desk import Desk
from jiuzhu.domain.rights import Actor
from jiuzhu.services.granting import carrying_out
from jiuzhu.services.office import entrance, founding, opening
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import keys
from jiuzhu.storage.database import Database
from jiuzhu.storage.encrypted_file import EncryptedFile
from jiuzhu.storage.migrate import bring_up_to_date
from jiuzhu.storage.tables import metadata
from town import Town

STEPS = 60  # of one round
_SHOWN = 20  # differences that are told


@dataclass(slots=True)
class Result:
    """What all rounds together showed; `differences` must stay empty, and there must be something to compare."""

    rounds: int = 0
    steps: int = 0
    refused: int = 0
    rows: int = 0  # compared, of one engine
    tables: int = 0  # with rows in them
    differences: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether both engines said and stored the same, among it refusals."""
        return not self.differences and min(self.steps - self.refused, self.refused, self.rows) > 0


@contextmanager
def counted(seed: int) -> Iterator[None]:
    """New identities come from a counter, in the order in which they are asked for."""
    numbers = count(1)

    def next_one() -> UUID:
        return UUID(f"{next(numbers):08x}-0000-7000-8000-{seed:012x}")

    with patch.object(ids, "uuid7", next_one):  # the library's own takes a moment nobody gives
        yield


@dataclass(frozen=True, slots=True)
class Engine:
    """Offices founded alike: `begin` opens a fresh one in a folder, `everything` a look at all of its rows."""

    name: str
    begin: Callable[[Path], Town]
    everything: Callable[[Town], Database]


def torture(rounds: int, seed: int, folder: Path) -> Result:
    """Live the rounds in both offices."""
    towns.rules_of_papers()  # read once, before identities are counted
    running, result, filled = temporary_server.start(), Result(), set[str]()
    rooms, begin = servers.Rooms(running), time.perf_counter()
    try:
        with compiled_once():
            engines = (in_a_file(folder / "founded"), on_a_server(rooms))
            for number in range(seed, seed + rounds):
                lived = [_lived(engine, number, folder) for engine in engines]
                _compare(result, number, *lived)
                filled |= {name for name, rows in lived[0].rows.items() if rows}
                result.rounds += 1
    finally:
        rooms.close()
        running.stop()
    result.tables = len(filled)
    result.seconds = round(time.perf_counter() - begin, 1)
    return result


@dataclass(frozen=True, slots=True)
class Lived:
    """What a round came to in one office: the answers, and each table's rows in the order of their keys."""

    answers: list[str]
    refused: int
    rows: dict[str, list[dict[str, str]]]


def _lived(engine: Engine, seed: int, folder: Path) -> Lived:
    home = folder / f"{engine.name}{seed}"
    town = engine.begin(home)
    try:
        with counted(seed), patch.object(carrying_out, "PORTION", 1):  # an office of few families
            days = Days(town, towns.payer_of(town), random.Random(seed))  # noqa: S311  # a seed repeats the days
            days.live(STEPS)
            for desk in (town.clerk, town.checker, town.head, town.auditor, days.payer):
                desk.write_looks()
        return Lived(days.answers, days.refused, _rows(engine.everything(town)))
    finally:
        town.close()
        shutil.rmtree(home, ignore_errors=True)


_SERVERS_OWN = ("journal_entry", "place")
"""A server counts the entries of all its chains; a file has one chain at a time and counts nothing."""


def _rows(database: Database) -> dict[str, list[dict[str, str]]]:
    with database.reading.connect() as connection:
        return {
            table.name: [
                {name: repr(value) for name, value in row.items() if (table.name, name) != _SERVERS_OWN}
                for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()
            ]
            for table in metadata.sorted_tables
        }


def _compare(result: Result, seed: int, ours: Lived, theirs: Lived) -> None:
    result.steps += len(ours.answers)
    result.refused += ours.refused
    found: list[str] = []
    for place, (one, other) in enumerate(zip(ours.answers, theirs.answers, strict=True)):
        if one != other:
            found.append(f"seed {seed} step {place}: {_apart(one, other)}")
    for name, rows in ours.rows.items():
        result.rows += len(rows)
        others = theirs.rows[name]
        if len(rows) != len(others):
            found.append(f"seed {seed} {name}: {len(rows)} rows and {len(others)}")
        for row, other_row in zip(rows, others, strict=False):
            found += [
                f"seed {seed} {name}.{column}: {_apart(value, other_row[column])}"
                for column, value in row.items()
                if value != other_row[column]
            ]
    result.differences += found[: _SHOWN - len(result.differences)]


def _apart(one: str, other: str) -> str:
    """Both from where they part."""
    place = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    begin = max(0, place - 40)
    return f"{one[begin : begin + 160]!r} and {other[begin : begin + 160]!r}"


def _founded(founder: Database, clock: Callable[[], datetime]) -> tuple[Desk, tuple[Actor, ...]]:
    """Found the office and let the colleagues in; its rules and its people."""
    with counted(0):
        founding.found(founder, opening.plan(towns.first_start("county")), clock)
        clerk = opening.enter(Path(), founder, towns.LOGIN, clock)
        return clerk.rules, (clerk.actor, *towns.joined(clerk))


def _clock() -> tuple[list[datetime], Callable[[], datetime]]:
    moment = [datetime(BEGIN.year, BEGIN.month, BEGIN.day, 2, tzinfo=UTC)]
    return moment, lambda: moment[0]


def in_a_file(home: Path) -> Engine:
    """Offices in encrypted files, copies of one."""
    key = keys.new_database_key()
    home.mkdir(parents=True)
    path = home / entrance.DATABASE
    founder = EncryptedFile(path, key, create=True)
    bring_up_to_date(founder, home / "backups")
    rules, actors = _founded(founder, _clock()[1])
    founder.close()

    def begin(folder: Path) -> Town:
        folder.mkdir(parents=True)
        shutil.copy(path, folder / entrance.DATABASE)
        return _town(Workspace, folder, EncryptedFile(folder / entrance.DATABASE, key), rules, actors)

    return Engine("file", begin, lambda town: town.clerk.database)


def on_a_server(rooms: servers.Rooms) -> Engine:
    """Offices on a real server, one after another in the same room, where everybody logs in by themselves."""
    room = rooms.lend()
    rules, actors = _founded(servers.RoomDatabase(room, SUPERUSER, towns.TOWNSHIP), _clock()[1])
    contents = room.contents()
    rooms.take_back(room)

    def begin(folder: Path) -> Town:
        folder.mkdir(parents=True)
        return _town(servers.TestedDesk, folder, rooms.opened(contents, actors[0]), rules, actors)

    def everything(town: Town) -> Database:
        store = town.clerk.database
        return store.beyond if isinstance(store, servers.CopiedDatabase) else store

    return Engine("server", begin, everything)


def _town(
    kind: type[Workspace], home: Path, database: Database, rules: Desk, actors: tuple[Actor, ...]
) -> Town:
    moment, clock = _clock()
    desk = replace(rules, office=replace(rules.office), station=replace(rules.station))
    clerk = kind(home, database, actors[0], desk, clock)
    return Town(home, moment, clerk, *(desk_of(clerk, actor) for actor in actors[1:]))


if __name__ == "__main__":
    sys.exit(torturing.main("engines", torture, sys.argv[1:], about=__doc__, rounds=20))
