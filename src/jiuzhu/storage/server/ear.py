"""What other desks changed, heard from the server as it happens; and whether the line to it stands."""

import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
from psycopg import generators, sql

from jiuzhu.errors import KeptOut, LoginEnded, UserError
from jiuzhu.storage.database import Barred, ignored

Changed = Callable[[frozenset[str]], Any]
LineState = Callable[[bool], Any]

EVERYTHING = frozenset({"*"})
"""Told after the line was down: nobody knows what was missed."""

_ASK_SECONDS = 1.0
"""A line that says nothing is asked this often; a silent cut is then noticed within six seconds."""

_ANSWER_SECONDS = 4.0
"""A server that stands still (its disk hangs, its machine was halted) keeps the line open, and no timeout of the network
ends the waiting: after this long without an answer to the smallest question nobody waits for it any more."""

_BARRED_SECONDS = 30.0
"""A server that does not let the operator in is asked again after so long."""


class Ear:
    """Listens on its own connection and thread. Calls `on_changed(tables)` and `line(up)` there; Qt code must forward them by signals."""

    def __init__(
        self,
        connect: Callable[[], psycopg.Connection[Any]],
        station_id: str,
        on_changed: Changed,
        line: LineState,
        barred: Barred = ignored,
        *,
        silent: Callable[[], Any] = lambda: None,
        up: bool = True,
    ) -> None:
        """`up`: whether the line is thought to stand; only a change of it is told. `silent`: the server holds it open and does not answer."""
        self._barred = barred
        self._silent = silent
        self._up = up
        self._connect = connect
        self._station = station_id
        self._on_changed = on_changed
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
        shut = ""  # why the server does not let them in, once told
        while not self._stop.is_set():
            try:
                with self._connect() as connection:
                    self._follow(connection)
                    shut = ""
                    if not self._up:
                        self._tell_line(up=True)
                        self._on_changed(EVERYTHING)
                    self._hear(connection)
            except (psycopg.OperationalError, UserError) as error:  # told, and tried again below
                if self._up:
                    self._tell_line(up=False)
                answers = isinstance(error, KeptOut)
                if isinstance(error, KeptOut) and shut != str(error):
                    shut = str(error)
                    self._barred(error)
                self._stop.wait(_BARRED_SECONDS if answers else _ASK_SECONDS)

    def _tell_line(self, *, up: bool) -> None:
        self._up = up
        self._line(up)

    def _follow(self, connection: psycopg.Connection[Any]) -> None:
        row = connection.execute("SELECT my_channel()").fetchone()
        if row is None or row[0] is None:
            raise LoginEnded("这个账号已停用，服务器没有让您进入。")
        connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(row[0])))

    def _hear(self, connection: psycopg.Connection[Any]) -> None:
        while not self._stop.is_set():
            for notice in connection.notifies(timeout=_ASK_SECONDS, stop_after=1):
                station, _, tables = notice.payload.partition(" ")
                if station != self._station:
                    self._on_changed(frozenset(tables.split(",")))
                if self._stop.is_set():
                    return
            self._ask(connection)

    def _ask(self, connection: psycopg.Connection[Any]) -> None:
        begin = time.monotonic()
        connection.pgconn.send_query(b"SELECT 1")
        try:
            connection.wait(generators.execute(connection.pgconn), timeout=_ANSWER_SECONDS)
        except psycopg.OperationalError:
            if time.monotonic() - begin >= _ANSWER_SECONDS:
                self._tell_line(up=False)  # before: whoever is set free asks for no new line
                self._silent()
            raise
