"""What an opened database is to everything above it, whether a file of this desk or a server of many."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from jiuzhu.domain.proof import Head
from jiuzhu.domain.rights import Actor
from jiuzhu.errors import KeptOut, UserError
from jiuzhu.storage.journal import append, is_written

IN_TURN = "in_turn"
"""Execution option of the engine that writes: False for what need not wait until other desks have written."""

Barred = Callable[[KeptOut], Any]
"""Told why the server does not let the operator in any more."""


def ignored(why: KeptOut) -> None:
    """Nobody wants to know."""


class Database(ABC):
    """Two engines: one that writes, one that only reads and sees one consistent state."""

    def __init__(self, *, writing: Engine, reading: Engine) -> None:
        self.writing = writing
        self.reading = reading

    @abstractmethod
    def marked(self, connection: Connection, service: str) -> AbstractContextManager[None]:
        """While it lasts, the guard triggers let writes of this connection through."""

    @abstractmethod
    def explained(self, error: DBAPIError, *, writing: bool) -> UserError | None:
        """What a failed statement means to a person, or None when it is a bug of ours."""

    @abstractmethod
    def tables(self, connection: Connection) -> set[str]:
        """The tables there are."""

    def again(self, error: DBAPIError, tries: int, seconds: float) -> bool:  # noqa: ARG002  # a file has one writer at a time
        """Whether a unit that failed so after `seconds`, for the `tries`-th time, may simply be done once more."""
        return False

    def stored_after_all(self, error: DBAPIError, entry: Head | None) -> bool:  # noqa: ARG002  # a file answers for itself
        """Whether a unit whose commit failed is stored all the same; raises `OutcomeUnknown` when nobody can say now."""
        return False

    def settle_outcome(self, entry: Head) -> bool:
        """Whether that entry is stored; raises `UserError` when nobody can say now."""
        with self.reading.connect() as connection:
            return is_written(connection, entry)

    def append(self, connection: Connection, entry: dict[str, Any], tables: frozenset[str]) -> Head:  # noqa: ARG002  # no other desks to tell
        """Write an entry behind the newest of its chain and tell other desks, when it is committed, which tables changed."""
        return append(connection, entry)

    @property
    def kept_here(self) -> bool:
        """Whether the data lie on this computer, which then backs them up and checks them by itself."""
        return True

    def listen(
        self,
        station_id: str,  # noqa: ARG002  # a file has nobody to hear
        on_changed: Callable[[frozenset[str]], Any],  # noqa: ARG002  # as above
        line: Callable[[bool], Any],  # noqa: ARG002  # as above
        barred: Barred = ignored,  # noqa: ARG002  # as above
    ) -> Callable[[], None] | None:
        """Hear what other desks change (`on_changed`) and whether the line to them stands, until what is returned is called."""
        return None

    def works_for(self, actor: Actor) -> None:  # noqa: B027  # a server knows by the login
        """From now on it shows and takes what this operator may see: only their villages, where they are bound to some."""

    @abstractmethod
    def key(self) -> bytes:
        """32 bytes that open what this desk keeps by itself: wrapped once per operator in its key file."""

    @abstractmethod
    def knows(self, login: str) -> bool:
        """Whether a password is set for that login already."""

    def login_problem(self, login: str) -> str:  # noqa: ARG002  # a file takes any name
        """What is wrong with a login name here, in words; "" when it may be used."""
        return ""

    @abstractmethod
    def admit(self, login: str, name: str, password: str) -> None:
        """Let an operator in with this password from now on."""

    @abstractmethod
    def reset(self, login: str, name: str, password: str) -> None:
        """Let an operator who forgot theirs in with this password; the register of log-ins says so already."""

    @abstractmethod
    def dismiss(self, login: str) -> None:
        """Let an operator in no longer."""

    @abstractmethod
    def change_password(self, login: str, name: str, password: str) -> None:
        """Let the operator who is in come with another password from now on."""

    def close(self) -> None:
        """Close every connection."""
        self.writing.dispose()
        self.reading.dispose()
