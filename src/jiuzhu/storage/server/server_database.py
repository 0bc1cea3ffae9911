"""One operator's connection to the shared server: the operator's own login, never one of the program."""

import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, TextClause, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from jiuzhu.domain.proof import Head
from jiuzhu.errors import LineDown, OutcomeUnknown, UserError
from jiuzhu.storage import attempts, keys
from jiuzhu.storage.database import IN_TURN, Barred, Database, ignored
from jiuzhu.storage.journal import is_written
from jiuzhu.storage.server.address import Address
from jiuzhu.storage.server.ear import Changed, Ear, LineState
from jiuzhu.storage.server.lines import Lines
from jiuzhu.storage.server.refusals import IN_THE_WAY, NOT_THERE, explained, is_gone, refused
from jiuzhu.storage.tables import map_entities

_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_WRITE = "BEGIN ISOLATION LEVEL READ COMMITTED"
_WRITE_IN_TURN = f"{_WRITE}; SELECT take_turn()"
"""BEGIN and the lock in one round trip."""

WAIT_FOR_TURN = "10s"
"""A run over all households takes half a minute; whoever saves meanwhile is told after this long."""

WRITING = "10min"
"""The longest statement of a unit that writes: the end of a run over all households checks every row at once. Who waits for
others, and a line that is dead, have limits of their own."""

PATIENT = {"statement_timeout": "0", "idle_in_transaction_session_timeout": "0"}
"""A look at the whole server, which nobody at a window waits for."""

MOST_TRIES = 8
"""How often a unit of work is run in all when serialization failures or deadlocks end it."""

_PREPARED = 2


_AT_ONCE = 0.5
"""Seconds within which a server says that a connection is no more; a dead line says nothing for four."""

_NOBODY_SAID = (
    "线路断在改密码的一刻，没有改成；万一下次用现在的密码登录不了，请用刚才的新密码。请检查网线后再改一次。"
)

_QUESTIONS, _BETWEEN_QUESTIONS = 2, 0.5
"""After a line that broke in a commit: together with the time a dead line takes to tell, about six seconds."""


class ServerDatabase(Database):
    """A database many desks share. The desks of a township write one after another, as those of a file do.

    So a service may look and then write, and no two of them cross. SERIALIZABLE would promise the same, but identities
    that grow with time put all new rows on one page of an index, where its checks mistake neighbours for conflicts.
    """

    def __init__(
        self,
        address: Address,
        login: str,
        password: str,
        *,
        founding: str = "",
        empty: bool = False,
        patient: bool = False,
    ) -> None:
        """`founding`: the township an office is founded for, by an administrator of the server.

        `empty`: there are no functions yet, and nobody else who writes. `patient`: a look takes as long as it takes.
        """
        self._desk_key = b""
        self._home: Path | None = None
        self._down = False  # as far as who listens to the server knows
        self._lines = Lines()
        map_entities()
        self._address = address
        self._login = login
        self._password = password
        # Only units of work write, and only through this connection: it carries their mark from the beginning.
        mark = {
            "jiuzhu.unit": "desk",
            "jiuzhu.founding": founding,
            "lock_timeout": WAIT_FOR_TURN,
            "statement_timeout": WRITING,
        }
        super().__init__(
            writing=self._engine(_WRITE if empty else _WRITE_IN_TURN, 1, mark, _PREPARED),
            reading=self._engine(_READ, 4, PATIENT if patient else {}, None),
        )

    def _engine(self, begin: str, size: int, settings: Mapping[str, str], prepared: int | None) -> Engine:
        engine = create_engine(
            "postgresql+psycopg://",
            creator=lambda: self._connect(settings, prepared),
            hide_parameters=True,  # names and ID numbers do not belong into an error's text
            poolclass=QueuePool,
            pool_size=size,
            max_overflow=0,
        )

        def say(connection: Connection) -> None:
            connection.exec_driver_sql(
                begin if connection.get_execution_options().get(IN_TURN, True) else _WRITE
            )

        event.listen(engine, "begin", say)
        return engine

    def _connect(self, settings: Mapping[str, str], prepared: int | None) -> psycopg.Connection[Any]:
        if self._down:  # who listens knows it and goes on trying: nobody else has to wait for it
            raise LineDown(NOT_THERE)
        return self._lines.kept(connect(self._address, self._login, self._password, settings, prepared))

    @contextmanager
    def marked(self, connection: Connection, service: str) -> Iterator[None]:  # noqa: ARG002  # the connection is marked
        """The connection that writes is marked from its beginning."""
        yield

    def explained(self, error: DBAPIError, *, writing: bool) -> UserError | None:
        """What a failed statement means to a person, or None when it is a bug of ours."""
        return explained(error.orig, writing=writing)

    def again(self, error: DBAPIError, tries: int, seconds: float) -> bool:
        """Whether another desk's transaction stood in the way; waits a moment, longer each time.

        A connection that died while nobody used it is made anew once: nothing had been begun on it. Where nobody answered
        at all, asking again would only take as long.
        """
        if tries == 1 and error.connection_invalidated and error.statement in {_WRITE, _WRITE_IN_TURN}:
            return seconds < _AT_ONCE
        if getattr(error.orig, "sqlstate", None) not in IN_THE_WAY or tries >= MOST_TRIES:
            return False
        time.sleep(random.uniform(0, 0.002 * 2**tries))  # noqa: S311  # spreads desks apart, hides nothing
        return True

    def stored_after_all(self, error: DBAPIError, entry: Head | None) -> bool:
        """Ask the server, on a new line, whether the entry is there: the old one broke while it was being stored."""
        if entry is None or not is_gone(error.orig):
            return False
        for _ in range(_QUESTIONS):
            try:
                return self.settle_outcome(entry)
            except (DBAPIError, UserError):
                time.sleep(_BETWEEN_QUESTIONS)
        raise OutcomeUnknown(entry) from error

    def settle_outcome(self, entry: Head) -> bool:
        """Whether that entry is stored, asked in a turn: it comes only when the transaction the line broke in has ended."""
        # Not through the pool that writes: its only connection may still be held by the unit that broke.
        asking = self._engine(_WRITE_IN_TURN, 1, {"lock_timeout": "1s"}, None)
        try:
            with asking.connect() as connection:
                return is_written(connection, entry)
        except DBAPIError as error:
            raise self.explained(error, writing=False) or error from error
        finally:
            asking.dispose()

    def append(self, connection: Connection, entry: dict[str, Any], tables: frozenset[str]) -> Head:
        """The server finds the newest entry, also for who may not read it, and computes the hash: one word to it."""
        seq, own = connection.execute(_APPEND, {**entry, "tables": ",".join(sorted(tables))}).one()
        return Head(entry["station_id"], entry["epoch"], seq, own)

    @property
    def kept_here(self) -> bool:
        """On the server, which its administrator looks after."""
        return False

    def listen(
        self, station_id: str, on_changed: Changed, line: LineState, barred: Barred = ignored
    ) -> Callable[[], None]:
        """Hear what other desks of the township change and whether the line stands, until what is returned is called.

        `barred`: the server answers and does not let the operator in any more, and why.
        """

        def state(up: bool) -> None:
            self._down = not up
            line(up)

        ear = Ear(
            lambda: self._lines.kept(connect(self._address, self._login, self._password)),
            station_id, on_changed, state, barred, silent=self._lines.hang_up, up=not self._down,
        )  # fmt: skip
        ear.start()
        return ear.stop

    def tables(self, connection: Connection) -> set[str]:
        """The tables there are."""
        return set(connection.execute(_TABLES).scalars())

    def settle(self, home: Path, station_id: str) -> None:
        """Work at a desk: the server tells the key of what it keeps by itself in `home`, made when first asked for."""
        self._home = home
        with self.writing.begin() as connection:
            self._desk_key = bytes(connection.execute(_DESK_KEY, {"station": station_id}).scalar_one())

    def wait(self, home: Path, key: bytes) -> None:
        """Work at a desk without the line, with the key it keeps: nobody asks the server until who listens has found it."""
        self._home, self._desk_key, self._down = home, key, True

    @property
    def password(self) -> str:
        """What the operator came with, for the key file of this desk."""
        return self._password

    def key(self) -> bytes:
        """What opens the drafts and attempts this desk keeps by itself; the data lie on the server."""
        return self._desk_key

    def knows(self, login: str) -> bool:
        """Whether the server lets that login in."""
        with self.reading.connect() as connection:
            return bool(connection.execute(_KNOWS, {"login": login}).scalar())

    def login_problem(self, login: str) -> str:
        """A login is a role of the server: `follow_operator` in functions.sql takes the same names and no others."""
        if not _LOGIN.fullmatch(login):
            return "共用服务器上的登录名用小写字母开头，2 到 31 位，只用小写字母、数字、点、下划线和减号，例如 zhangsan。"
        if login.startswith(_RESERVED):
            return "登录名不能用 pg_、jiuzhu、postgres 开头，服务器自己要用。请换一个。"
        return ""

    def admit(self, login: str, name: str, password: str) -> None:  # noqa: ARG002  # the record has the name
        """Give the login its password. The server gets what proves it, never the password itself."""
        self._run(_ADMIT, {"login": login, "proof": self._proof(login, password)})

    def reset(self, login: str, name: str, password: str) -> None:  # noqa: ARG002  # the record has the name
        """Another password for a colleague who can log in; the register of log-ins must say so already."""
        self._run(_RESET, {"login": login, "proof": self._proof(login, password)})

    def dismiss(self, login: str) -> None:
        """The end of the operator's record has closed the login; who is still in is cut off."""
        self._run(_CUT_OFF, {"login": login})

    def change_password(self, login: str, name: str, password: str) -> None:
        """The operator's own password, on this desk and on the server: on both or, when this raises, on neither."""
        with self._slot_of(login, name, password):
            try:
                self._run(_CHANGE, {"proof": self._proof(login, password)})
            except LineDown as error:  # the server may have taken it and could not say so
                if not self._lets_in(password):
                    raise UserError(_NOBODY_SAID) from error
        self._password = password

    @contextmanager
    def _slot_of(self, login: str, name: str, password: str) -> Iterator[None]:
        """The key of this desk under the new password, and under the one of before again when the server did not take it."""
        if self._home is None:  # no desk: a command
            yield
            return
        with attempts.vouched(self._home, self._desk_key) as file:
            before = file.slots
            keys.add_slot(file, login, name, password, self._desk_key)
        try:
            yield
        except BaseException:
            with attempts.vouched(self._home, self._desk_key) as file:
                keys.remove_slot(file, login)
                file.slots += [slot for slot in before if slot.login == login]
            raise

    def _lets_in(self, password: str) -> bool:
        """Whether the server answers again and that is the password."""
        for _ in range(_QUESTIONS):
            try:
                connect(self._address, self._login, password).close()
            except LineDown:
                time.sleep(_BETWEEN_QUESTIONS)
            except UserError:
                return False
            else:
                return True
        return False

    def _run(self, statement: TextClause, values: Mapping[str, str]) -> None:
        try:
            with self.writing.begin() as connection:
                connection.execute(statement, values)
        except DBAPIError as error:
            raise self.explained(error, writing=True) or error from error

    def _proof(self, login: str, password: str) -> str:
        with self.reading.connect() as connection:
            driver: Any = connection.connection.driver_connection
            told: bytes = driver.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256")
            return told.decode("ascii")


_LOGIN = re.compile(r"[a-z][a-z0-9_.-]{1,30}")
_RESERVED = ("pg_", "jiuzhu", "postgres")

_APPEND = text(
    "SELECT number, digest FROM append_entry(CAST(:station_id AS uuid), CAST(:epoch AS uuid), :at, CAST(:operator_id AS uuid), "
    ":service, CAST(:subject_id AS uuid), :changes, :tables)"
)
_DESK_KEY = text("SELECT desk_key(:station)")
_KNOWS = text("SELECT rolcanlogin FROM pg_roles WHERE rolname = :login")
_ADMIT = text("SELECT admit(:login, :proof)")
_RESET = text("SELECT reset_password(:login, :proof)")
_CUT_OFF = text("SELECT cut_off(:login)")
_CHANGE = text("SELECT change_password(:proof)")
_TABLES = text("SELECT relname FROM pg_class WHERE relnamespace = 'jiuzhu'::regnamespace AND relkind = 'r'")


def connect(
    address: Address,
    login: str,
    password: str,
    settings: Mapping[str, str] | None = None,
    prepared: int | None = None,
) -> psycopg.Connection[Any]:
    """A raw connection; `UserError` in words when the server cannot be reached or refuses.

    `prepared`: a statement is planned once after so many runs. Never where people are searched: the plan made for
    every text passes by the indexes.
    """
    told = address.arguments(login, password, settings or {})
    try:
        return psycopg.connect(
            **told, prepare_threshold=prepared, autocommit=True
        )  # BEGIN is said by the engines
    except psycopg.OperationalError as error:
        raise refused(error) from error
