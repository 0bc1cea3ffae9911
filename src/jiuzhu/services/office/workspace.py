"""An opened office: the database, who is logged in, and the rules in force at this desk."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from jiuzhu import settings as local
from jiuzhu.domain.desk import Desk, composed
from jiuzhu.domain.office import Office
from jiuzhu.domain.offline import Offline
from jiuzhu.domain.rights import Actor
from jiuzhu.errors import LineDown, OutcomeUnknown, Refused, UserError
from jiuzhu.services.office.looking import Looks, Seen, keep_looks
from jiuzhu.storage.database import Barred, Database, ignored
from jiuzhu.storage.encrypted_file import EncryptedFile
from jiuzhu.storage.queries import offices
from jiuzhu.storage.unit import CHINA, Clock, Unit, reading, system_clock, write

T = TypeVar("T")
P = ParamSpec("P")


_AT_ONCE = 0.5
"""Seconds within which a server says that a connection is no more; a dead line says nothing for four."""

_ONE_ACT = 60
"""Seconds within which what the password was asked for must begin; the worker may have been busy."""


class Workspace:
    """Made once after log-in and handed to the windows; runs services, each in its own unit of work."""

    def __init__(
        self,
        home: Path,
        database: Database,
        actor: Actor,
        rules: Desk,
        clock: Clock = system_clock,
        *,
        mark: tuple[Any, ...] = (),
    ) -> None:
        self.home = home
        self.actor = actor
        self._rules = rules
        self.settings = local.load(home)
        self.asks_again = (
            False  # windows ask the own password before what has `again` in rights.toml; commands do not
        )
        self._proved_at, self._proof_unspent = -math.inf, False
        self.greeting = ""  # what who logged in should know first
        self.offline: Offline | None = None  # opened without the server: forms are typed, nothing else
        self.must_choose = (
            False  # the password was made by somebody else; the first thing is to choose one's own
        )
        self._database = database
        self._clock = clock
        self._changed: frozenset[str] = frozenset()
        self._notes: tuple[str, ...] = ()
        self._looks = Looks()
        self._unsettled: tuple[OutcomeUnknown, tuple[Any, ...]] | None = None
        self._known: tuple[OutcomeUnknown, tuple[Any, ...]] | None = None
        # Version of the stored rules this desk works by: () is read anew at the first look, None after this desk
        # changed them itself.
        self._mark: tuple[Any, ...] | None = mark

    @property
    def rules(self) -> Desk:
        """The rules in force today: what the office set for a day holds from its first question on."""
        today = self.today()
        if self._rules.day != today:
            self._rules = self._rules.on(today)
        return self._rules

    @rules.setter
    def rules(self, rules: Desk) -> None:
        """Work by these from now on: something was set at this desk."""
        self._rules, self._mark = rules, None

    @property
    def office(self) -> Office:
        """The office this database belongs to."""
        return self._rules.office

    @property
    def database(self) -> Database:
        """The opened database, wherever it lies, for services that let people in."""
        return self._database

    @property
    def file(self) -> EncryptedFile:
        """The opened file, for services that copy it or hand out its key; `Refused` where the data lie on a server."""
        if not isinstance(self._database, EncryptedFile):
            raise Refused("数据在共用的服务器上，这一步由服务器管理员在服务器上办理。没有改动任何内容。")
        return self._database

    @property
    def kept_here(self) -> bool:
        """Whether the data lie on this computer."""
        return self._database.kept_here

    @property
    def sees_families(self) -> bool:
        """Whether who is logged in is shown rows of families: a server shows none to who looks after the office."""
        return self.kept_here or self.actor.sees("household")

    @property
    def desk_key(self) -> bytes | None:
        """What a secret of this desk is sealed under: the key of the file, or the one the server tells only who logged in.

        None before a desk is settled on a server: commands keep nothing there.
        """
        return self._database.key() or None

    @property
    def changed(self) -> frozenset[str]:
        """The tables the last write changed."""
        return self._changed

    @property
    def notes(self) -> tuple[str, ...]:
        """What whoever made the last write should know: what a colleague saved meanwhile and stays."""
        return self._notes

    def now(self) -> datetime:
        """The moment, in UTC."""
        return self._clock()

    def today(self) -> date:
        """The legal day at the desk."""
        return self.now().astimezone(CHINA).date()

    def read(self, service: Callable[Concatenate[Unit, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a service that only looks."""
        # What needs no server goes on without it; the service itself tells when it does need one.
        with suppress(LineDown):
            self._keep_up()
        with reading(self._database, self.actor, self.rules, self._clock) as unit:
            with self._watched(service, args, kwargs):
                unit.require("read")
                result = service(unit, *args, **kwargs)
            for tables, row_id, what in unit.looks:
                self._looks.note(Seen(tables, row_id, what, unit.now))
        self._looks.asked(service, args, kwargs, self.now(), "opened")
        return result

    def write(self, service: Callable[Concatenate[Unit, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a service that changes, in one transaction with its journal entry."""
        name = getattr(service, "__name__", "service")
        proved = self._proof()

        def run(unit: Unit) -> T:
            self._look_at_rules(unit)
            unit.desk = self.rules
            unit.proved = proved
            return service(unit, *args, **kwargs)

        again = self._settled(service, args, kwargs)
        if again is not None:
            return cast("T", again[0])
        with self._watched(service, args, kwargs), self._unsettling(service, args, kwargs):
            result, written = write(
                self._database,
                self.actor,
                self.rules,
                name,
                run,
                clock=self._clock,
            )
        self._changed, self._notes = written.tables, written.notes
        if not written.tables:  # nothing is in the journal: it was only looked at
            self._looks.asked(service, args, kwargs, self.now(), "opened")
        return result

    def keep(self, service: Callable[Concatenate[Unit, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a service that keeps what is half-typed: no number, no journal, so it waits for no other desk."""
        with self._watched(service, args, kwargs):
            result, written = write(
                self._database,
                self.actor,
                self.rules,
                getattr(service, "__name__", "service"),
                lambda unit: service(unit, *args, **kwargs),
                clock=self._clock,
                in_turn=False,
            )
        self._changed, self._notes = written.tables, written.notes
        return result

    @contextmanager
    def _unsettling(self, *asked: Any) -> Iterator[None]:
        """Remember a step whose outcome nobody knows yet."""
        try:
            yield
        except OutcomeUnknown as unknown:
            self._unsettled = (unknown, asked)
            raise

    def find_outcome(self) -> str:
        """Find out what became of the step the line broke in; the sentence for the person, "" when there was none.

        Raises `UserError` while the server does not answer.
        """
        if self._unsettled is None:
            return ""
        unknown, _ = self._unsettled
        stored = self._database.settle_outcome(cast("Any", unknown.entry))
        if not stored:
            self._unsettled = None
            return "线路断时的那一步没有存上，请再办一次；填写的内容仍在。"
        self._known = self._unsettled
        self._unsettled = None
        return "线路断时的那一步已经存上了，不用再办。"

    def forget_outcome(self) -> None:
        """Nobody needs to know what became of the step the line broke in: asked for again, it goes on from what is stored."""
        self._unsettled = None

    def _settled(self, *asked: Any) -> tuple[Any, Any] | None:
        """If this call repeats one whose commit was later found stored, return that result instead of running it again."""
        self.find_outcome()
        known, self._known = self._known, None
        if known is None or known[1] != asked:
            return None
        result, written = cast("tuple[Any, Any]", known[0].result)
        self._changed, self._notes = written.tables, written.notes
        return result, written

    def listen(
        self,
        on_changed: Callable[[frozenset[str]], Any],
        line: Callable[[bool], Any],
        barred: Barred = ignored,
    ) -> Callable[[], None] | None:
        """Hear what other desks change, whether the line to the server stands, and why nobody gets in there any more.

        All are called on a thread of their own. None for a file, which has no other desks and no line; what is
        returned ends it.
        """
        return self._database.listen(self.rules.station.id, on_changed, line, barred)

    def arrive(self, real: "Workspace") -> None:
        """Go on by what the server says: the real log-in came behind one without it."""
        self.actor, self._rules, self._mark = real.actor, real._rules, real._mark  # noqa: SLF001  # a desk like this one
        self.offline = None

    def prove(self) -> None:
        """The operator's own password was given just now."""
        self._proved_at, self._proof_unspent = time.monotonic(), True

    def _proof(self) -> Callable[[], bool]:
        """Whether the password was given lately, asked once for a whole unit; with 0 minutes it is good for one."""
        answer: list[bool] = []

        def proved() -> bool:
            if not answer:
                ago = time.monotonic() - self._proved_at
                lately = ago <= 60 * self.settings.ask_again_minutes
                answer.append(not self.asks_again or lately or (self._proof_unspent and ago <= _ONE_ACT))
                self._proof_unspent = False
            return answer[0]

        return proved

    @contextmanager
    def _watched(self, service: Callable[..., Any], args: Any, kwargs: Any) -> Iterator[None]:
        """What is refused is kept too: somebody tried."""
        try:
            yield
        except Refused:
            self._looks.asked(service, args, kwargs, self.now(), "refused")
            raise

    @property
    def has_looks(self) -> bool:
        """Whether looks wait to be written."""
        return self._looks.due(self.now())

    def write_looks(self) -> None:
        """Write what was looked at; what cannot be written now waits, and nobody at the window does."""
        taken = self._looks.take()
        try:
            found, _ = write(
                self._database, self.actor, self.rules, "keep_looks",
                lambda unit: keep_looks(unit, self._looks, taken), clock=self._clock,
            )  # fmt: skip
        except UserError:
            self._looks.put_back(taken, self.now())
        else:
            self._looks.written(found)

    def _keep_up(self) -> None:
        """Look at the rules before anything is read.

        It is also the first word to a server after a pause; a line that was cut meanwhile is made anew here.
        """
        asked = time.monotonic()
        try:
            self._read_rules()
        except LineDown:
            if time.monotonic() - asked > _AT_ONCE:  # nobody answered: asking again would only take as long
                raise
            self._read_rules()

    def _read_rules(self) -> None:
        with reading(self._database, self.actor, self.rules, self._clock) as unit:
            self._look_at_rules(unit)

    def _look_at_rules(self, unit: Unit) -> None:
        """Work by what another desk has set since: an open window never goes on by an old standard."""
        mark = offices.rules_mark(unit.session)
        if self._mark not in (mark, None):
            policy, rules = offices.own_rules(unit)
            self._rules = composed(replace(self._rules, policy=policy), rules, self.today())
        self._mark = mark

    def keep_settings(self) -> None:
        """Store this desk's preferences; `UserError` when the folder cannot be written."""
        try:
            local.save(self.home, self.settings)
        except OSError as error:
            raise UserError(
                "本机设置没有存下来，办理的内容不受影响。请检查磁盘空间和数据文件夹的权限。"
            ) from error

    def close(self) -> None:
        """Write the last looks, close the database and forget its key."""
        if self.has_looks:
            self.write_looks()
        self._database.close()
