"""Offices of the tests on a real PostgreSQL server: one database each, everybody with their own login."""

from temporary_server import Server

from jiuzhu.domain.rights import Actor
from jiuzhu.storage.server.server_database import ServerDatabase


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
        self._server, self._name, self._first = server, name, first
        groups = ", ".join(sorted(f"jiuzhu_{role}" for role in actor.roles))
        server.administer(f"ALTER ROLE {actor.login} LOGIN; GRANT {groups} TO {actor.login}")
        super().__init__(server.address(name), actor.login, "")

    def seen_as(self, actor: Actor) -> ServerDatabase:
        """For another operator, with the roles the test gave them."""
        other = CopiedDatabase(self._server, self._name, actor)
        self._others.append(other)
        return other

    def close(self) -> None:
        """Close every connection; the first one drops the database."""
        super().close()
        if self._first:
            self._server.administer(f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")


chosen: Server | None = None
"""The server all offices of this run are founded on; None for files."""
