"""The unit of work: the only way to read and the only way to write.

A writing unit is one transaction: every changed row with its old and new values becomes one journal entry in it.
It knows who acts, from which desk, when, and with which right.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, bindparam, event, insert, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from jiuzhu.domain.desk import Desk
from jiuzhu.domain.ids import new_id
from jiuzhu.domain.proof import Head
from jiuzhu.domain.rights import AGAIN, RIGHT_LABELS, RIGHTS, ROLE_LABELS, Actor
from jiuzhu.errors import ChangedSinceSeen, Conflict, OutcomeUnknown, ProofNeeded, Refused, UserError
from jiuzhu.storage import journal, numbers
from jiuzhu.storage.database import IN_TURN, Database

T = TypeVar("T")

_TRIES = 3
"""Times a work runs that finds a row saved by somebody else under its hands."""

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has one time zone without summer time since 1992."""

Clock = Callable[[], datetime]

Append = Callable[[Connection, dict[str, Any], frozenset[str]], Head]
"""Writes an entry that changed these tables behind the newest of its chain."""


def system_clock() -> datetime:
    """The machine's clock, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Written:
    """What a finished unit changed: the tables, for windows that show them, and what whoever saved should know."""

    tables: frozenset[str]
    notes: tuple[str, ...] = ()


class Unit:
    """One read or one write transaction of one operator. Made by `reading` and `write`; the first argument of every service."""

    def __init__(
        self,
        session: Session,
        actor: Actor,
        desk: Desk,
        now: datetime,
        *,
        service: str = "",
        append: Append | None = None,
    ) -> None:
        self.session = session
        self._append = append
        self._service = service
        self.actor = actor
        self.desk = desk
        self.now = now
        self._changes: list[journal.Change] = []
        self._subject: str | None = None
        self.entry: Head | None = None  # the newest journal entry of this unit
        self._tables: set[str] = set()
        self.proved: Callable[[], bool] = lambda: True  # whether the own password was given lately
        self.undo: list[Callable[[], object]] = []
        self.looks: list[tuple[tuple[str, ...], str, str]] = []  # tables, record, key of looking.WHAT
        self.notes: list[str] = []  # sentences for whoever saves: what a colleague saved meanwhile and stays
        if append:
            event.listen(session, "before_flush", self._on_flush)

    @property
    def today(self) -> date:
        """The legal day at the desk."""
        return self.now.astimezone(CHINA).date()

    def require(self, right: str) -> None:
        """Refuse unless one of the actor's roles carries the right.

        Raises `ProofNeeded` when it must be shown once more who sits at the desk.
        """
        if self.actor.may(right):
            if self._append and right in AGAIN and not self.proved():
                raise ProofNeeded(RIGHT_LABELS[right])
            return
        holders = "、".join(ROLE_LABELS[role] for role in sorted(RIGHTS[right]))
        raise Refused(
            f"“{RIGHT_LABELS[right]}”要由{holders}岗位的人办理，您的账号没有这个岗位。没有改动任何内容；请换有权限的同事登录。"
        )

    def get(self, kind: type[T], identity: str) -> T:
        """The row of that identity; `UserError` when there is none."""
        found = self.session.get(kind, identity)
        if found is None:
            raise UserError("找不到这条记录，可能已换到别的数据库。请返回列表重新选择。")
        return found

    def add(self, entity: T) -> T:
        """Put a new row into this unit; a reading one takes none, or it would be lost without a word."""
        if not self._append:
            msg = "a row was added to a unit that only reads"
            raise RuntimeError(msg)
        self.session.add(entity)
        return entity

    def about(self, subject_id: str) -> None:
        """Name the record (application, household, operator) this change is about, for its history."""
        self._subject = subject_id

    def looked_at(self, table: str, row_id: str, what: str = "opened") -> None:
        """Say whom a reading service showed, where the names of its parameters do not."""
        self.looks.append(((table,), row_id, what))

    def number(self, kind: str) -> str:
        """The next number of this window for a kind of thing, taken in this transaction."""
        return numbers.take(self.session.connection(), kind, self.desk, self.today.year)

    def undo_with(self, action: Callable[[], object]) -> None:
        """Run this if the transaction fails after all: a file that was laid outside must not outlive its record."""
        self.undo.append(action)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """One of many: when it is refused, what it changed is taken back, and the unit goes on with the others."""
        self.session.flush()
        kept, subject = len(self._changes), self._subject
        try:
            with self.session.begin_nested():
                yield
        except BaseException:
            del self._changes[kept:]
            self._subject = subject
            raise

    def unchanged(self, entity: Any, seen_version: int | None) -> None:
        """Refuse a signature when somebody saved the record after it was shown; None where nobody was shown it."""
        if seen_version not in {None, entity.version}:
            raise ChangedSinceSeen

    def insert_rows(self, table: Table, rows: list[dict[str, Any]]) -> None:
        """Write many new rows at once through the same door: one entry carries them all."""
        for row in rows:
            row.setdefault("id", new_id())
            if "version" in table.c:
                row.setdefault("version", 1)
        self.session.connection().execute(insert(table), rows)
        self._changes += [
            {
                "table": table.name,
                "id": row["id"],
                "now": {
                    key: journal.plain(value)
                    for key, value in row.items()
                    if key not in {"id", "version"} and value not in (None, "")
                },
            }
            for row in rows
        ]

    def update_rows(self, table: Table, rows: list[tuple[str, dict[str, Any], dict[str, Any]]]) -> None:
        """Change many rows at once through the same door: id, what the fields were, what they become."""
        fields = sorted(rows[0][2])
        values: dict[str, Any] = {name: bindparam(f"now_{name}") for name in fields}
        if "version" in table.c:
            values["version"] = table.c.version + 1
        statement = update(table).where(table.c.id == bindparam("row_id")).values(values)
        self.session.connection().execute(
            statement,
            [
                {"row_id": identity, **{f"now_{name}": now[name] for name in fields}}
                for identity, _, now in rows
            ],
        )
        self._changes += [
            {
                "table": table.name,
                "id": identity,
                "was": {name: journal.plain(was[name]) for name in fields},
                "now": {name: journal.plain(now[name]) for name in fields},
            }
            for identity, was, now in rows
        ]

    def seal(self) -> None:
        """Put what was changed so far into an entry of its own, in the same transaction.

        A run over all households must neither be held in memory nor become one entry nobody can open.
        """
        self._finish()
        self._changes = []

    def _on_flush(self, session: Session, *_: object) -> None:
        self._changes += journal.changes_of(session)

    def _finish(self) -> Written:
        """Flush, append the journal entry, leave the commit to the caller's transaction."""
        self.session.flush()
        if self._changes and self._append:
            entry = journal.told(
                station_id=self.desk.station.id,
                epoch=self.desk.station.epoch,
                at=self.now,
                operator_id=self.actor.operator_id,
                service=self._service,
                subject_id=self._subject,
                changes=self._changes,
            )
            changed = frozenset(change["table"] for change in self._changes)
            self.entry = self._append(self.session.connection(), entry, changed)
            self._tables |= changed
        return Written(frozenset(self._tables), tuple(self.notes))


@contextmanager
def reading(database: Database, actor: Actor, desk: Desk, clock: Clock = system_clock) -> Iterator[Unit]:
    """A unit that sees one consistent state and cannot write."""
    try:
        with Session(database.reading, autoflush=False, expire_on_commit=False) as session:
            yield Unit(session, actor, desk, clock())
    except DBAPIError as error:
        raise database.explained(error, writing=False) or error from error


def write(
    database: Database,
    actor: Actor,
    desk: Desk,
    service: str,
    work: Callable[[Unit], T],
    *,
    clock: Clock = system_clock,
    in_turn: bool = True,
) -> tuple[T, Written]:
    """Run `work` in one transaction with its journal entry; nothing is kept when it raises.

    Not `in_turn` it waits for no other desk, and may only keep what is half-typed: no number, no journal.

    A failure a person can act on (disk full, database busy, somebody saved first) comes back as a `UserError`. On a
    server another desk's transaction may stand in the way of this one: then `work` runs once more from the start.
    """
    tries = 0
    while True:
        tries += 1
        begin = time.monotonic()
        try:
            return _written(database, actor, desk, service, work, clock=clock, in_turn=in_turn)
        except (
            StaleDataError
        ) as error:  # somebody saved between: over what stands now, the service merges or refuses
            if tries >= _TRIES:
                raise Conflict([]) from error
        except DBAPIError as error:
            if not database.again(error, tries, time.monotonic() - begin):
                raise database.explained(error, writing=True) or error from error


def _require_turn(written: Written, *, in_turn: bool) -> None:
    if written.tables and not in_turn:
        msg = "facts are changed in turn only"
        raise RuntimeError(msg)


def _written(
    database: Database,
    actor: Actor,
    desk: Desk,
    service: str,
    work: Callable[[Unit], T],
    *,
    clock: Clock,
    in_turn: bool,
) -> tuple[T, Written]:
    engine = database.writing.execution_options(**{IN_TURN: in_turn})
    with Session(engine, autoflush=False, expire_on_commit=False) as session:
        with database.marked(session.connection(), service):
            unit = Unit(session, actor, desk, clock(), service=service, append=database.append)
            try:
                result = work(unit)
                written = unit._finish()  # noqa: SLF001  # the unit ends here and nowhere else
                _require_turn(written, in_turn=in_turn)
                try:
                    session.commit()
                except DBAPIError as error:
                    if not database.stored_after_all(error, unit.entry):
                        raise
            except OutcomeUnknown as unknown:  # what was laid outside may belong to a stored record
                unknown.result = (result, written)
                raise
            except BaseException:
                for action in reversed(unit.undo):
                    action()
                raise
        return result, written
