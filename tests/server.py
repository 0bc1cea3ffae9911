"""Offices of the tests on a real PostgreSQL server: one database each, everybody with their own login.

To make a database and to open its first connections costs more than most tests do. So a database is lent to one test after
another: what stands in it is put back to what was founded, and its connections stay open.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import psycopg
from other_desk import desk_of
from psycopg import sql
from sqlalchemy import Engine
from temporary_server import SUPERUSER, Server

import town
from jiuzhu.domain.desk import Desk
from jiuzhu.domain.rights import ROLE_LABELS, Actor
from jiuzhu.services.office import founding, opening
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.queries import offices
from jiuzhu.storage.server import setting_up
from jiuzhu.storage.server.server_database import ServerDatabase, connect
from jiuzhu.storage.unit import Unit
from town import Town

T = TypeVar("T")
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Contents:
    """All a database holds: of each table that is not empty its rows, of each sequence its place."""

    tables: Mapping[str, bytes]
    sequences: Mapping[str, tuple[int, bool]]


class Room:
    """A database on a server and every connection to it."""

    def __init__(self, server: Server, name: str) -> None:
        self.server, self.name = server, name
        self._engines: dict[tuple[object, ...], Engine] = {}

    @cached_property
    def _hands(self) -> psycopg.Connection[Any]:
        return connect(self.server.address(self.name), SUPERUSER, "", {"jiuzhu.unit": "test"})

    def administer(self, *statements: str) -> None:
        """Run statements here as the server's own administrator."""
        for statement in statements:
            self._hands.execute(statement.encode())

    def engine(self, who: tuple[object, ...], make: Callable[[], Engine]) -> Engine:
        """The engine of a login for one purpose, made when first asked for."""
        if who not in self._engines:
            self._engines[who] = make()
        return self._engines[who]

    def forget(self, login: str = "") -> None:
        """Open a login's connections anew, or everybody's."""
        for who in [who for who in self._engines if login in ("", who[0])]:
            self._engines.pop(who).dispose()

    def contents(self) -> Contents:
        """What stands here now."""
        return Contents({name: self._copied(name) for name in self._filled()}, self._sequences())

    def put_back(self, wanted: Contents) -> None:
        """Nothing but that stands here; groups of logins, which belong to the whole server, follow the operators."""
        if any(engine.pool.checkedout() for engine in self._engines.values()):  # type: ignore[attr-defined]  # a QueuePool
            self.forget()
            self.administer(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        with self._hands.transaction():
            self.administer("SET LOCAL session_replication_role = replica")  # no trigger, no foreign key
            for name in self._filled() | wanted.tables.keys():
                rows = wanted.tables.get(name, b"")
                if rows and self._copied(name) == rows:
                    continue
                self.administer(f"DELETE FROM {name}")  # noqa: S608  # a name the catalogue tells
                if rows:
                    with self._hands.cursor().copy(f"COPY {name} FROM STDIN".encode()) as copy:
                        copy.write(rows)
            for name, (place, called) in wanted.sequences.items():
                self.administer(f"SELECT setval('{name}', {place}, {called})")
        if "operator" in wanted.tables:
            self.administer("UPDATE operator SET login = login")

    def close(self) -> None:
        """Nobody is in it any more."""
        self.forget()
        self._hands.close()

    def _copied(self, name: str) -> bytes:
        with self._hands.cursor().copy(f"COPY {name} TO STDOUT".encode()) as copy:
            return b"".join(bytes(part) for part in copy)

    @cached_property
    def _which_are_filled(self) -> bytes:
        found = self._hands.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'jiuzhu'::regnamespace AND relkind = 'r'"
        )
        return " UNION ALL ".join(
            f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})"  # noqa: S608  # names the catalogue tells
            for (name,) in found
        ).encode()

    def _filled(self) -> set[str]:
        return {name for (name,) in self._hands.execute(self._which_are_filled)}

    def _sequences(self) -> dict[str, tuple[int, bool]]:
        found = self._hands.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'jiuzhu'::regnamespace AND relkind = 'S'"
        ).fetchall()
        places = {}
        for (name,) in found:
            asked = f"SELECT last_value, is_called FROM {name}".encode()  # noqa: S608  # a name the catalogue tells
            row = self._hands.execute(asked).fetchone()
            assert row is not None
            places[name] = (row[0], row[1])
        return places


class RoomDatabase(ServerDatabase):
    """A room as one login opens it, by the connections that login has there already."""

    def __init__(self, room: Room, login: str, founding_of: str = "") -> None:
        self.room = room
        super().__init__(room.server.address(room.name), login, "", founding=founding_of)

    def _engine(self, begin: str, size: int, settings: Mapping[str, str], prepared: int | None) -> Engine:
        real = super()._engine
        who = (self._login, begin, size, *settings.items(), prepared)
        return self.room.engine(who, lambda: real(begin, size, settings, prepared))

    def dismiss(self, login: str) -> None:
        """Whoever is cut off has no connections left."""
        super().dismiss(login)
        self.room.forget(login)

    def close(self) -> None:
        """The connections are the room's."""


class CopiedDatabase(RoomDatabase):
    """One test's database, on a server that believes every login of this machine."""

    def __init__(self, room: Room, actor: Actor, leave: Callable[[], None] | None = None) -> None:
        """`leave` is called when the first one is closed."""
        self._leave = leave
        login = sql.Identifier(actor.login).as_string()
        room.administer(
            f"ALTER ROLE {login} LOGIN",
            *(f"GRANT jiuzhu_{role} TO {login}" for role in sorted(actor.roles & ROLE_LABELS.keys())),
        )
        super().__init__(room, actor.login)

    def seen_as(self, actor: Actor) -> ServerDatabase:
        """For another operator, with the roles the test gave them."""
        return CopiedDatabase(self.room, actor)

    @cached_property
    def beyond(self) -> ServerDatabase:
        """The same database for the server's administrator, whom no wall holds."""
        return RoomDatabase(self.room, SUPERUSER, town.TOWNSHIP)

    def close(self) -> None:
        """Leave the room, once."""
        leave, self._leave = self._leave, None
        if leave is not None:
            leave()


class TestedDesk(Workspace):
    """A desk whose services meet every wall; what a test writes by its own hands is a set-up and passes them."""

    def write(self, service: Callable[Concatenate[Unit, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a service by the operator's own login, a test's own function by the server's administrator."""
        made: Any = service.func if isinstance(service, partial) else service
        walled = self._database
        if not made.__module__.startswith("jiuzhu.") and isinstance(walled, CopiedDatabase):
            self._database = walled.beyond
        try:
            return super().write(service, *args, **kwargs)
        finally:
            self._database = walled


@dataclass(frozen=True, slots=True)
class _Founded:
    contents: Contents
    desk: Desk
    actors: tuple[Actor, ...]
    mark: tuple[Any, ...]


class Rooms:
    """The databases of a server that are lent to tests; nearly always one is enough."""

    def __init__(self, running: Server) -> None:
        self._running = running
        self._free: list[Room] = []
        self._founded: dict[tuple[date, str], _Founded] = {}
        self.bare = Contents({}, {})  # what stands in a new database

    @cached_property
    def _template(self) -> str:
        name = self._running.new_name("bare")
        list(setting_up.set_up(self._running.address(name), SUPERUSER, ""))
        return name

    def lend(self) -> Room:
        """A room in which anything may stand."""
        if self._free:
            return self._free.pop()
        template, name = self._template, self._running.new_name("town")
        self._running.administer(f"CREATE DATABASE {name} TEMPLATE {template}")
        self._running.administer(f"ALTER DATABASE {name} SET search_path = jiuzhu")
        made = Room(self._running, name)
        if not self.bare.tables:
            self.bare = made.contents()
        return made

    def take_back(self, room: Room) -> None:
        """It may be lent again."""
        self._free.append(room)

    def opened(self, contents: Contents, actor: Actor) -> CopiedDatabase:
        """A room where that stands, opened by an operator; given back when it is closed."""
        room = self.lend()
        room.put_back(contents)
        return CopiedDatabase(room, actor, partial(self.take_back, room))

    def open_town(self, home: Path, day: date, authority: str) -> Town:
        """An office on a shared server: everybody comes with their own login."""
        founded = self._office(day, authority)
        home.mkdir(parents=True, exist_ok=True)
        moment = [datetime(day.year, day.month, day.day, 2, tzinfo=UTC)]
        desk = replace(
            founded.desk, office=replace(founded.desk.office), station=replace(founded.desk.station)
        )
        first, *colleagues = founded.actors
        clerk = TestedDesk(
            home, self.opened(founded.contents, first), first, desk, lambda: moment[0], mark=founded.mark
        )
        return Town(home, moment, clerk, *(desk_of(clerk, actor) for actor in colleagues))

    def _office(self, day: date, authority: str) -> _Founded:
        if (day, authority) not in self._founded:
            room = self.lend()
            room.put_back(self.bare)
            moment = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
            database = RoomDatabase(room, SUPERUSER, town.TOWNSHIP)
            founding.found(database, opening.plan(town.first_start(authority)), lambda: moment)
            clerk = opening.enter(Path(), database, town.LOGIN, lambda: moment)
            actors = (clerk.actor, *town.joined(clerk))
            mark = clerk.read(lambda unit: offices.rules_mark(unit.session))
            self._founded[day, authority] = _Founded(room.contents(), clerk.rules, actors, mark)
            self.take_back(room)
        return self._founded[day, authority]

    def close(self) -> None:
        """Leave every room that was given back."""
        for room in self._free:
            room.close()
