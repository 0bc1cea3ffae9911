"""Offices of the tests on a real PostgreSQL server: one database each, everybody with their own login."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from psycopg import sql
from temporary_server import SUPERUSER, Server

import town
from jiuzhu.domain.desk import Desk
from jiuzhu.domain.rights import ROLE_LABELS, Actor
from jiuzhu.services.office import founding, opening
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.server import setting_up
from jiuzhu.storage.server.server_database import ServerDatabase
from jiuzhu.storage.unit import Unit
from town import Town

T = TypeVar("T")
P = ParamSpec("P")


def copy_of(server: Server, template: str, actor: Actor) -> "CopiedDatabase":
    """A database made from another, opened by an operator; dropped when it is closed."""
    name = server.new_name("town")
    server.administer(f"CREATE DATABASE {name} TEMPLATE {template}")
    # Groups belong to the whole server: what an earlier test gave somebody is taken back.
    server.administer("SET jiuzhu.unit = 'test'; UPDATE operator SET login = login", database=name)
    return CopiedDatabase(server, name, actor, first=True)


class CopiedDatabase(ServerDatabase):
    """One test's database, on a server that believes every login of this machine."""

    def __init__(self, server: Server, name: str, actor: Actor, *, first: bool = False) -> None:
        self.server, self.name, self._first = server, name, first
        login = sql.Identifier(actor.login).as_string()
        server.administer(
            f"ALTER ROLE {login} LOGIN",
            *(f"GRANT jiuzhu_{role} TO {login}" for role in sorted(actor.roles & ROLE_LABELS.keys())),
        )
        super().__init__(server.address(name), actor.login, "")

    def seen_as(self, actor: Actor) -> ServerDatabase:
        """For another operator, with the roles the test gave them."""
        other = CopiedDatabase(self.server, self.name, actor)
        self._others.append(other)
        return other

    @cached_property
    def beyond(self) -> ServerDatabase:
        """The same database for the server's administrator, whom no wall holds."""
        other = ServerDatabase(self._address, SUPERUSER, "", founding=town.TOWNSHIP)
        self._others.append(other)
        return other

    def close(self) -> None:
        """Close every connection; the first one drops the database."""
        super().close()
        if self._first:
            self.server.administer(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


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


def open_town(running: Server, home: Path, day: date, authority: str) -> Town:
    """An office on a shared server: everybody comes with their own login."""
    template, desk, actors = _founded(running, day, authority)
    home.mkdir(parents=True, exist_ok=True)
    moment = [datetime(day.year, day.month, day.day, 2, tzinfo=UTC)]
    desk = replace(desk, office=replace(desk.office), station=replace(desk.station))
    clerk = TestedDesk(home, copy_of(running, template, actors[0]), actors[0], desk, lambda: moment[0])
    return Town(home, moment, clerk, *(clerk.as_operator(actor) for actor in actors[1:]))


@cache
def _founded(running: Server, day: date, authority: str) -> tuple[str, Desk, tuple[Actor, ...]]:
    template = running.new_name("founded")
    address = running.address(template)
    list(setting_up.set_up(address, SUPERUSER, ""))
    moment = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    database = ServerDatabase(address, SUPERUSER, "", founding=town.TOWNSHIP)
    founding.found(database, opening.plan(town.first_start(authority)), lambda: moment)
    clerk = opening.enter(Path(), database, town.LOGIN, lambda: moment)
    actors = (clerk.actor, *town.joined(clerk))
    clerk.close()
    return template, clerk.rules, actors
