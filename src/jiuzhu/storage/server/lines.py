"""The open lines of a desk to its server: a server that stands still keeps them open, and whoever waits on one would wait for ever."""

import socket
import threading
import weakref
from contextlib import suppress
from typing import Any

import psycopg


class Lines:
    """Every connection of a desk that is not forgotten yet; any thread may call."""

    def __init__(self) -> None:
        self._open: weakref.WeakSet[psycopg.Connection[Any]] = weakref.WeakSet()
        self._guard = threading.Lock()

    def kept(self, connection: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
        """The same connection, hung up with the others."""
        with self._guard:
            self._open.add(connection)
        return connection

    def hang_up(self) -> None:
        """Whoever waits for an answer is told at once that the line broke; the connections are of no more use."""
        with self._guard:
            lines = list(self._open)
            self._open.clear()
        for line in lines:
            # Its own `close` would wait for the lock of the very statement that waits; what broke or was closed meanwhile is done.
            with (
                suppress(psycopg.OperationalError, OSError),
                socket.fromfd(line.pgconn.socket, socket.AF_UNSPEC, socket.SOCK_STREAM) as end,
            ):
                end.shutdown(socket.SHUT_RDWR)
