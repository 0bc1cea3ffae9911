"""What other desks changed, heard from the server as it happens; and whether the line to it stands."""

import threading
from collections.abc import Callable
from typing import Any

import psycopg
from psycopg import sql

from jiuzhu.errors import UserError

Told = Callable[[frozenset[str]], Any]
LineState = Callable[[bool], Any]

EVERYTHING = frozenset({"*"})
"""Told after the line was down: nobody knows what was missed."""

_ASK_SECONDS = 1.0
"""A line that says nothing is asked this often; a silent cut is then noticed within six seconds."""


class Ear:
    """A thread with a connection of its own. `told` and `line` are called on it: a window hands them on by signals."""

    def __init__(
        self, connect: Callable[[], psycopg.Connection[Any]], station_id: str, told: Told, line: LineState
    ) -> None:
        self._connect = connect
        self._station = station_id
        self._told = told
        self._line = line
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ear")

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """End; waits until the thread is gone, a few seconds at most."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        up = True
        while not self._stop.is_set():
            try:
                with self._connect() as connection:
                    self._follow(connection)
                    if not up:
                        up = True
                        self._line(True)
                        self._told(EVERYTHING)
                    self._hear(connection)
            except (psycopg.OperationalError, UserError):  # told by the state of the line, tried again below
                if up:
                    up = False
                    self._line(False)
                self._stop.wait(_ASK_SECONDS)

    def _follow(self, connection: psycopg.Connection[Any]) -> None:
        row = connection.execute("SELECT my_channel()").fetchone()
        if row is None or row[0] is None:
            raise psycopg.OperationalError("nobody who works here any more")
        connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(row[0])))

    def _hear(self, connection: psycopg.Connection[Any]) -> None:
        while not self._stop.is_set():
            for notice in connection.notifies(timeout=_ASK_SECONDS, stop_after=1):
                station, _, tables = notice.payload.partition(" ")
                if station != self._station:
                    self._told(frozenset(tables.split(",")))
                if self._stop.is_set():
                    return
            connection.execute("SELECT 1")
