"""Somebody at the database of a town itself: with the key of the file, or as the administrator of the server."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
from attacks import Entry, FileTool, Tool, attacked
from psycopg.rows import dict_row
from temporary_server import SUPERUSER

from server import CopiedDatabase
from town import Town


class ServerTool:
    """The administrator of the server, who stands above row security."""

    mark = "%s"

    def __init__(self, database: CopiedDatabase) -> None:
        told = database.room.server.address(database.room.name).arguments(SUPERUSER, "")
        self._connection = psycopg.connect(**told, autocommit=True, row_factory=dict_row)
        self._connection.execute("SET search_path = jiuzhu")
        self._connection.execute("SET jiuzhu.unit = 'attack'")

    def run(self, statement: str, *values: Any) -> list[Entry]:
        """Run a statement at once."""
        done = self._connection.execute(statement.encode(), values or None)
        rows = done.fetchall() if done.description else []
        return [
            {name: str(value) if isinstance(value, UUID) else value for name, value in row.items()}
            for row in rows
        ]

    def stored(self, identity: str) -> str:
        """As it is."""
        return identity

    @contextmanager
    def unguarded(self, table: str) -> Iterator[None]:
        """Its triggers sleep, and the order of the journal's entries is whatever is said."""
        self._guards(table, "DISABLE", "BY DEFAULT")
        try:
            yield
        finally:
            self._guards(table, "ENABLE", "ALWAYS")

    def _guards(self, table: str, word: str, counted: str) -> None:
        self._connection.execute(f"ALTER TABLE {table} {word} TRIGGER ALL".encode())
        if table == "journal_entry":
            self._connection.execute(
                f"ALTER TABLE {table} ALTER COLUMN place SET GENERATED {counted}".encode()
            )

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


@contextmanager
def tampering(town: Town) -> Iterator[Tool]:
    """The tool for the engine the town lies on."""
    lying = town.clerk._database  # noqa: SLF001  # nobody but an attacker asks
    tool: Tool = ServerTool(lying) if isinstance(lying, CopiedDatabase) else FileTool(town.clerk.file)
    try:
        yield tool
    finally:
        tool.close()


def attack(town: Town, name: str, place: int) -> None:
    """One of the seven attacks to the chain of the town's desk."""
    station = town.clerk.rules.station
    with tampering(town) as tool:
        attacked(tool, station.id, station.epoch, name, place)
