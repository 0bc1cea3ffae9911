"""What a save costs: a household, its four people and its journal entry, beside the same ten rows in raw SQL.

Both sides write into the same encrypted office with its triggers, indexes and full synchronisation, in turns. The
raw side is given its journal row ready made: it pays for no hash, no version and no check of a right.
"""

import hashlib
import itertools
import json
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import crowd
from measure import RUNS, Figure, alternate, ratio_at_most, seconds

from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.domain.ids import new_id
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.tables import TABLES
from jiuzhu.storage.unit import Unit

SAVES = 250
MEMBERS = 4
LIMIT = 3.0


Save = Callable[[list[crowd.Invented]], object]


def run(scale: float) -> list[Figure]:
    """Median of the rounds, each the mean of its saves; `scale` shortens the rounds, not the households."""
    saves = max(20, int(SAVES * scale))
    with tempfile.TemporaryDirectory() as folder:
        office = crowd.found_office(Path(folder) / "office")
        invented = crowd.people(2 * (RUNS + 1) * saves * MEMBERS)
        raw = office.file.raw()
        raw.create_function("current_unit", 0, lambda: "bench")
        try:
            ours = _side(saves, invented, lambda family: office.write(household, family))
            peer = _side(saves, invented, RawSave(raw, office))
            ours()  # mappers, statements and caches of the first save are not of every save
            peer()
            mine, theirs = alternate(ours, peer)
        finally:
            raw.close()
            office.close()
    name = f"save of a household with {MEMBERS} members, journal included"
    return [ratio_at_most(name, mine * 1000, theirs * 1000, "ms", LIMIT)]


def _side(saves: int, invented: Iterator[crowd.Invented], save: Save) -> Callable[[], float]:
    def one_round() -> float:
        families = [list(itertools.islice(invented, MEMBERS)) for _ in range(saves)]
        if isinstance(save, RawSave):
            save.prepare(families)

        def every() -> None:
            for family in families:
                save(family)

        return seconds(every) / saves

    return one_round


def household(unit: Unit, family: list[crowd.Invented]) -> str:
    """A household with its people, all of them new; the first is its head."""
    people = [
        Person(
            name=one.name,
            initials=one.initials,
            id_number=one.id_number,
            sex="1",
            birth=date(1980, 1, 1),
            phone=one.phone,
            address=one.address,
        )
        for one in family
    ]
    head = people[0]
    home = Household(
        number=unit.number("household"),
        kind="urban",
        district="500112",
        township="500112001",
        address=head.address,
        head_id=head.id,
    )
    unit.add(home)
    for position, person in enumerate(people):
        unit.add(person)
        unit.add(
            Member(
                household_id=home.id,
                person_id=person.id,
                relation="01" if position == 0 else "20",
                position=position,
                joined_on=unit.today,
            )
        )
    unit.about(home.id)
    return home.id


class RawSave:
    """The same rows through the driver alone: four statements and a commit."""

    def __init__(self, raw: Any, office: Workspace) -> None:
        self.raw = raw
        self.station = office.rules.station
        self.operator = office.actor.operator_id.replace("-", "")
        self.ready: list[dict[str, list[dict[str, Any]]]] = []
        self.counter = f"household-{office.today().year}-{self.station.window}"

    def prepare(self, families: list[list[crowd.Invented]]) -> None:
        """Make every row of a round before its clock runs."""
        table = "journal_entry"
        seq, last = self.raw.execute(f"SELECT max(seq), max(hash) FROM {table}").fetchone()  # noqa: S608  # our own name
        self.ready = [self._rows(family, seq + place, last) for place, family in enumerate(families, start=1)]
        self.ready.reverse()

    def _rows(self, family: list[crowd.Invented], seq: int, last: str) -> dict[str, list[dict[str, Any]]]:
        people = [
            _row(
                Person(
                    name=one.name,
                    initials=one.initials,
                    id_number=one.id_number,
                    sex="1",
                    birth=date(1980, 1, 1),
                    phone=one.phone,
                    address=one.address,
                )
            )
            for one in family
        ]
        home = _row(
            Household(
                number=f"raw{new_id()}",
                kind="urban",
                district="500112",
                township="500112001",
                address=family[0].address,
                head_id=people[0]["id"],
            )
        )
        members = [
            _row(
                Member(
                    household_id=home["id"],
                    person_id=person["id"],
                    relation="01" if position == 0 else "20",
                    position=position,
                    joined_on=date(2026, 1, 1),
                )
            )
            for position, person in enumerate(people)
        ]
        rows = {"household": [home], "person": people, "member": members}
        told = [
            {"table": table, "id": row["id"], "now": {key: value for key, value in row.items() if value}}
            for table, made in rows.items()
            for row in made
        ]
        entry = {
            "station_id": self.station.id.replace("-", ""),
            "epoch": self.station.epoch.replace("-", ""),
            "seq": seq,
            "at": datetime.now(UTC).isoformat(),
            "operator_id": self.operator,
            "service": "household",
            "subject_id": home["id"],
            "changes": json.dumps(told, ensure_ascii=False, separators=(",", ":")),
            "previous": last,
            "hash": hashlib.sha256(last.encode()).hexdigest(),
        }
        return {**rows, "journal_entry": [entry]}

    def __call__(self, _family: list[crowd.Invented]) -> None:
        """One transaction: the household's number, its rows, its journal row."""
        raw, rows = self.raw, self.ready.pop()
        raw.execute("BEGIN IMMEDIATE")
        raw.execute(
            "INSERT INTO number_sequence VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET last = last + 1 RETURNING last",
            (self.counter,),
        ).fetchone()
        for table, made in rows.items():
            raw.executemany(_statement(table, tuple(made[0])), [tuple(row.values()) for row in made])
        raw.execute("COMMIT")


@cache
def _statement(table: str, names: tuple[str, ...]) -> str:
    marks = ", ".join("?" * len(names))
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608  # names of our own tables


def _row(entity: Any) -> dict[str, Any]:
    """A mapped entity as the driver wants it."""
    row = {}
    for column in TABLES[type(entity)].c:
        value = getattr(entity, column.name)
        if isinstance(value, date):
            value = value.isoformat()
        elif value and (column.name == "id" or column.name.endswith("_id")):
            value = value.replace("-", "")
        row[column.name] = value
    return row
