"""An office of many desks on a temporary server of its own: founded, staffed, filled, and opened by each desk's own login."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import crowd
from sqlalchemy import insert
from temporary_server import SUPERUSER, Server

from jiuzhu.domain.application import Application, Item
from jiuzhu.domain.desk import Desk
from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.domain.ids import new_id
from jiuzhu.domain.numbering import format_number
from jiuzhu.domain.office import Operator, Station
from jiuzhu.domain.rights import Actor
from jiuzhu.services.office import founding, opening
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.server import setting_up
from jiuzhu.storage.server.address import Address
from jiuzhu.storage.server.server_database import ServerDatabase
from jiuzhu.storage.tables import TABLES, number_sequence
from jiuzhu.storage.unit import Unit, system_clock

TOWNSHIP = "500112001"
WINDOWS = "BCDEFGHJKLMNPQRSTUVWXYZ"
_PASSWORD = "长风破浪会有时2026"  # noqa: S105  # of a server that lives as long as the measurement
_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Place:
    """One desk of the server: where it is, who sits there, and by which rules."""

    address: Address
    actor: Actor
    rules: Desk

    def database(self, home: Path) -> ServerDatabase:
        """The database by the operator's own login, at a desk that keeps its own things in that folder."""
        home.mkdir(parents=True, exist_ok=True)
        database = ServerDatabase(self.address, self.actor.login, _PASSWORD)
        database.settle(home, self.actor.station_id)
        return database

    def open(self, home: Path) -> Workspace:
        """The office at this desk."""
        return Workspace(home, self.database(home), self.actor, self.rules)


def found(server: Server, *roles: str, townships: int = 1) -> list[Place]:
    """A new database with an office for each township; a desk with a window and an operator of its own for each of these roles.

    The desks go round the townships.
    """
    address = server.address(server.new_name("office"))
    for _ in setting_up.set_up(address, SUPERUSER, ""):
        pass
    places: list[Place] = []
    for number in range(townships):
        wanted = [(place, given) for place, given in enumerate(roles) if place % townships == number]
        places += _office(address, number, wanted)
    return sorted(places, key=lambda place: place.actor.login)


def staffed(server: Server, home: Path, *roles: str) -> list[crowd.Seat]:
    """The desks as long runs know them, each with a folder of its own."""
    return [
        crowd.Seat(home / place.actor.login, b"", place.actor, place.rules, place.database)
        for place in found(server, *roles)
    ]


def _office(address: Address, number: int, wanted: list[tuple[int, str]]) -> list[Place]:
    township = f"{TOWNSHIP[:-1]}{number + 1}"
    database = ServerDatabase(address, SUPERUSER, "", founding=township)
    start = opening.FirstStart(
        office_name="示例街道社会救助服务窗口", district=TOWNSHIP[:6], district_name="渝北区", township=township,
        township_name="示例街道", window="A", operator_name="甲经办", login=f"jia{number}", password="",
    )  # fmt: skip
    founding.found(database, opening.plan(start), system_clock)
    database.admit(start.login, start.operator_name, _PASSWORD)
    first = opening.enter(Path(), ServerDatabase(address, start.login, _PASSWORD), start.login, system_clock)

    def join(unit: Unit) -> list[tuple[Station, Operator]]:
        return [
            (
                unit.add(Station(window=WINDOWS[place], name=f"{WINDOWS[place]} 窗口")),
                unit.add(
                    Operator(
                        login=f"desk{place}", name=f"{'乙丙丁戊己庚辛壬癸子丑寅'[place]}经办", roles=given,
                        started_on=unit.today,
                    )
                ),
            )
            for place, given in wanted
        ]  # fmt: skip

    places = []
    for station, operator in first.write(join):
        database.admit(operator.login, operator.name, _PASSWORD)
        places.append(
            Place(address, founding.actor_of(operator, station), replace(first.rules, station=station))
        )
    first.close()
    database.close()
    return places


def fill(server_database: Address, households: int, clerk: str, today: date) -> None:
    """Households with their people and one application each: one in ten is on its way, with a due day near today."""
    database = ServerDatabase(server_database, SUPERUSER, "", founding=TOWNSHIP)
    invented = crowd.people(3 * households)
    try:
        with database.writing.connect() as connection:
            for begin in range(0, households, _BATCH):
                rows: dict[type, list[dict[str, Any]]] = {
                    kind: [] for kind in (Person, Household, Member, Application, Item)
                }
                for place in range(begin, min(begin + _BATCH, households)):
                    for kind, made in _household(place, invented, clerk, today):
                        rows[kind].append(made)
                for kind, made_rows in rows.items():
                    connection.execute(insert(TABLES[kind]), made_rows)
                connection.commit()
            counted = [
                {"id": f"{kind}-{today.year}-{TOWNSHIP}-Z", "last": households}
                for kind in ("household", "application")
            ]
            connection.execute(insert(number_sequence), counted)
            connection.commit()
    finally:
        database.close()


def _household(
    place: int, invented: Iterator[crowd.Invented], clerk: str, today: date
) -> Iterator[tuple[type, dict[str, Any]]]:
    home, taken = new_id(), new_id()
    family = list(itertools.islice(invented, 1 + place % 4))
    ids = [new_id() for _ in family]
    for one, identity in zip(family, ids, strict=True):
        yield Person, _row(
            Person(
                id=identity, name=one.name, initials=one.initials, id_number=one.id_number, sex="1",
                birth=date(1980, 1, 1), phone=one.phone, address=one.address,
            )
        )  # fmt: skip
    yield Household, _row(
        Household(
            id=home, number=_number("household", place, today), kind="rural" if place % 3 else "urban",
            district=TOWNSHIP[:6], township=TOWNSHIP, village=crowd.VILLAGES[place % len(crowd.VILLAGES)],
            address=family[0].address, head_id=ids[0],
        )
    )  # fmt: skip
    for position, identity in enumerate(ids):
        yield Member, _row(
            Member(household_id=home, person_id=identity, relation="01" if not position else "20", position=position, joined_on=today)
        )  # fmt: skip
    open_file = place % 10 == 0
    yield Application, _row(
        Application(
            id=taken, number=_number("application", place, today), household_id=home, applicant_id=ids[0],
            state="accepted" if open_file else "approved", submitted_on=today, accepted_on=today, clerk_id=clerk, window="Z",
            due_code="L4" if open_file else "", due_on=today + timedelta(days=place % 40 - 5) if open_file else None,
        )
    )  # fmt: skip
    yield (
        Item,
        _row(Item(application_id=taken, programme="dibao", state="open" if open_file else "approved")),
    )


def household_rows(
    place: int, invented: Iterator[crowd.Invented], today: date
) -> list[tuple[str, dict[str, Any]]]:
    """Table and values of a household of four people, as the plain driver writes them."""
    family = 4 * place + 3  # of four
    made = _household(family, invented, new_id(), today)
    return [
        (TABLES[kind].name, {**row, "number": f"户{new_id()}"} if kind is Household else row)
        for kind, row in made
        if kind in {Person, Household, Member}
    ]


def write_plainly(connection: Any, rows: list[tuple[str, dict[str, Any]]]) -> None:
    """Insert them one after another."""
    for table, row in rows:
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("%s" for _ in row)
        connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))  # noqa: S608  # our own names


def _number(kind: str, place: int, today: date) -> str:
    return format_number(kind, year=today.year, township=TOWNSHIP, window="Z", sequence=place + 1)


def _row(entity: Any) -> dict[str, Any]:
    return {column.name: getattr(entity, column.name) for column in TABLES[type(entity)].c}
