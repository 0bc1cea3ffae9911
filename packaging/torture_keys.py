"""The key file under random days: wrong and right passwords, clocks set, restarts, kills while it is written, edits.

Each round is an office of its own and a day of random steps. A model beside it knows what really happened: how often
each operator was wrong, and how much time truly passed since. After every step the file must be whole, and:

- no wait is shortened: by a clock set forward or back, by a restart, by a kill, by an edit of the file. (A restart
  together with a clock set forward may shorten a longer wait to the first one, never below it.)
- the right password opens whenever no wait is on, and a wrong one never does;
- a slot that was added opens, one that was removed does not;
- an edit by another hand is seen, and makes everybody wait.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from torturing import main as run

from jiuzhu.errors import TooSoon, UserError
from jiuzhu.storage import attempts, key_file, keys, sealing
from jiuzhu.storage.key_file import Instant

STEPS = 120
KEY = bytes(range(32))
_QUICK = key_file.Cost(8, 1, 1)
_WORDS = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动"


@dataclass(slots=True)
class Result:
    """What all rounds together showed; everything from `torn` on must stay 0."""

    rounds: int = 0
    wrong: int = 0
    right: int = 0
    refused: int = 0  # while a wait was on
    restarts: int = 0
    clocks_set: int = 0
    kills: int = 0
    edits: int = 0
    slots_changed: int = 0
    torn: int = 0  # files that could not be read after a step
    shortened: int = 0  # tries that were let through while a wait was on
    locked_out: int = 0  # right passwords refused while no wait was on
    opened_wrongly: int = 0
    miscounted: int = 0
    unseen: int = 0  # edits nobody was told of
    unsound: int = 0  # files that look edited and are not
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether nothing of the kind happened, and every kind of step was taken."""
        broken = self.torn + self.shortened + self.locked_out + self.opened_wrongly
        broken += self.miscounted + self.unseen + self.unsound
        tried = (self.wrong, self.right, self.refused, self.restarts, self.clocks_set, self.slots_changed)
        return broken == 0 and min(tried) > 0


@dataclass(slots=True)
class Person:
    """What is true of one operator."""

    password: str
    failures: int = 0
    wrong_at: float = 0.0  # true time of the last wrong password
    boot: int = 0  # which run of the machine that was in
    bent: bool = False  # a clock was set since


@dataclass
class Day:
    """An office, its machine with both clocks, and the truth."""

    home: Path
    chance: random.Random
    result: Result
    people: dict[str, Person] = field(default_factory=dict)
    true: float = 0.0  # seconds that really passed
    wall: float = 1_800_000_000.0
    boot: int = 0
    booted: float = 0.0  # true time

    def now(self) -> Instant:
        """Both clocks."""
        return Instant(self.wall, str(self.boot), self.true - self.booted)

    def begin(self) -> None:
        """An office of three."""
        file = key_file.KeyFile(database="x")
        for login in ("zhang", "li", "wang"):
            self.people[login] = Person(self.phrase())
            keys.add_slot(file, login, login, self.people[login].password, KEY)
        sealing.seal(file, KEY)
        key_file.save(self.home, file)

    def phrase(self) -> str:
        """A password nobody had before."""
        return "".join(self.chance.choices(_WORDS, k=14))

    def file(self) -> key_file.KeyFile | None:
        """The file as it is, None and counted when it cannot be read."""
        try:
            return key_file.load(self.home)
        except UserError:
            self.result.torn += 1
            return None

    def step(self) -> None:
        """One thing that happens."""
        acts: Sequence[tuple[Callable[[], None], int]] = (
            (self.try_wrong, 45), (self.try_right, 22), (self.wait, 16), (self.set_clock, 6), (self.restart, 6),
            (self.killed, 10), (self.edit, 2), (self.change_slots, 4), (self.unlock, 1), (self.journal, 3),
        )  # fmt: skip
        [act] = self.chance.choices([act for act, _ in acts], [weight for _, weight in acts])
        act()
        file = self.file()
        if file is None:
            return
        self.result.unsound += not sealing.marked(file) or not sealing.sound(file, KEY)
        for login, person in self.people.items():
            self.result.miscounted += attempts.failures_of(file, login) != person.failures

    def someone(self, *, guessed: bool = False) -> tuple[str, Person]:
        """Any operator; who guesses mostly tries the same one, or no wait would ever come about."""
        logins = list(self.people)
        login = logins[0] if guessed and self.chance.random() < 0.8 else self.chance.choice(logins)
        return login, self.people[login]

    def _wait_is_on(self, person: Person) -> bool:
        """By the truth alone: what must have passed before another try."""
        wait = attempts.waiting_seconds(person.failures)
        if person.bent and person.boot != self.boot:  # nobody can tell how long the machine was off
            wait = min(wait, attempts.FIRST_WAIT)
        return self.true - person.wrong_at < wait

    def _must_open(self, person: Person) -> bool:
        """By the truth alone: nobody may be kept out any more, whatever the clocks say."""
        wait, up = attempts.waiting_seconds(person.failures), self.true - self.booted
        if person.boot == self.boot or not wait:
            return self.true - person.wrong_at >= wait
        if person.bent:
            return up >= wait
        return self.true - person.wrong_at >= wait and up >= attempts.FIRST_WAIT

    def try_wrong(self) -> None:
        """Somebody types something else."""
        login, person = self.someone(guessed=True)
        on = self._wait_is_on(person)
        try:
            attempts.unwrap(self.home, login, self.phrase(), self.now)
            self.result.opened_wrongly += 1
        except TooSoon as error:
            if "密码不对" not in error.message:
                self.result.refused += 1
                return
        except UserError:
            pass
        self.result.shortened += on
        self.result.wrong += 1
        person.failures += 1
        person.wrong_at, person.boot, person.bent = self.true, self.boot, False

    def try_right(self) -> None:
        """Somebody types their own password."""
        login, person = self.someone()
        on, must = self._wait_is_on(person), self._must_open(person)
        try:
            key = attempts.unwrap(self.home, login, person.password, self.now)
        except TooSoon:
            self.result.refused += 1
            self.result.locked_out += must
            return
        except UserError:
            self.result.locked_out += 1
            return
        self.result.shortened += on
        self.result.opened_wrongly += key != KEY
        self.result.right += 1
        person.failures = 0

    def wait(self) -> None:
        """Time passes, a little or much."""
        seconds = self.chance.choice(
            [1.0, 30.0, 300.0, 601.0, 1201.0, 5000.0, 90000.0]
        ) * self.chance.uniform(0.5, 1)
        self.true += seconds
        self.wall += seconds

    def set_clock(self) -> None:
        """Somebody sets the clock of the machine."""
        self.wall += self.chance.choice([-1, 1]) * self.chance.choice([60.0, 3600.0, 86400.0, 3e7])
        for person in self.people.values():
            person.bent = True
        self.result.clocks_set += 1

    def restart(self) -> None:
        """The machine goes off and on again."""
        off = self.chance.choice([5.0, 60.0, 40000.0])
        self.true += off
        self.wall += off
        self.boot, self.booted = self.boot + 1, self.true
        self.true += 15
        self.wall += 15
        self.result.restarts += 1

    def killed(self) -> None:
        """The program dies while it writes the file: what was before stands, or what was to be."""
        login, person = self.someone()
        before = self.file()
        if before is None or attempts.waits(before, login, self.now()) > 0 or not sealing.marked(before):
            return
        wrong = self.chance.random() < 0.6
        password = self.phrase() if wrong else person.password
        child = os.fork()
        if not child:
            _die_while_writing(self.chance.randrange(4), self.chance.random())
            try:
                attempts.unwrap(self.home, login, password, self.now)
            finally:
                os._exit(0)  # whatever came of it
        os.waitpid(child, 0)
        self.result.kills += 1
        after = self.file()
        if after is None:
            return
        found = attempts.failures_of(after, login)
        if found not in {person.failures, person.failures + 1 if wrong else 0}:
            self.result.miscounted += 1
        if found > person.failures:
            person.wrong_at, person.boot, person.bent = self.true, self.boot, False
        person.failures = found

    def edit(self) -> None:
        """Another hand takes out what stands against somebody."""
        path = self.home / key_file.FILE
        stored = json.loads(path.read_text("utf-8"))
        if stored["attempts"] and self.chance.random() < 0.7:
            del stored["attempts"][self.chance.randrange(len(stored["attempts"])) :]
        elif any(slot["failures"] for slot in stored["slots"]):
            for slot in stored["slots"]:
                slot["failures"] = 0
        else:
            return
        path.write_text(json.dumps(stored), "utf-8")
        self.result.edits += 1
        login, person = self.someone()
        try:
            attempts.unwrap(self.home, login, person.password, self.now)
            self.result.unseen += 1
        except TooSoon:
            pass
        with attempts.vouched(self.home, KEY, self.now) as file:  # an administrator looks into it
            self.result.unseen += not any(one.kind == "altered" for one in (*file.untold, *file.attempts))
        for login, person in self.people.items():  # what was taken out is gone: everybody begins anew
            attempts.pardon(self.home, KEY, login)
            person.failures = 0

    def change_slots(self) -> None:
        """An account is added, ended, or gets another password."""
        self.result.slots_changed += 1
        login = f"new{self.chance.randrange(10**9)}"
        kind = self.chance.choice(["add", "remove", "change"])
        with attempts.vouched(self.home, KEY, self.now) as file:
            if kind == "add":
                self.people[login] = Person(self.phrase())
                keys.add_slot(file, login, login, self.people[login].password, KEY)
            elif kind == "remove" and len(self.people) > 2:
                login = self.chance.choice(list(self.people))
                gone = self.people.pop(login)
                keys.remove_slot(file, login)
            else:
                login, _ = self.someone()
                self.people[login] = Person(self.phrase())
                keys.add_slot(file, login, login, self.people[login].password, KEY)
        if login not in self.people:
            try:
                attempts.unwrap(self.home, login, gone.password, self.now)
                self.result.opened_wrongly += 1
            except UserError:
                pass

    def unlock(self) -> None:
        """An administrator lets somebody try again."""
        login, person = self.someone()
        attempts.pardon(self.home, KEY, login)
        person.failures = 0

    def journal(self) -> None:
        """What was seen goes into the journal."""
        file = self.file()
        if file is not None:
            attempts.told(self.home, KEY, frozenset(one.id for one in file.untold))


def _die_while_writing(step: int, part: float) -> None:
    """Kill this process at a step of the next write: before, torn, before the name is taken, after it."""
    sync, replace = os.fsync, os.replace

    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def torn_sync(handle: int) -> None:
        if step == 0:
            os.ftruncate(handle, int(os.fstat(handle).st_size * part))
            die()
        sync(handle)
        if step == 1:
            die()

    def dying_replace(source: Path, target: Path) -> None:
        if step == 2:
            die()
        replace(source, target)
        die()

    os.fsync, os.replace = torn_sync, dying_replace  # type: ignore[assignment]  # in the child only


def torture(rounds: int, seed: int, folder: Path) -> Result:
    """Run the rounds, each in a folder of its own."""
    result = Result()
    begin = time.perf_counter()
    real, keys.COST = keys.COST, _QUICK
    try:
        for number in range(rounds):
            home = folder / f"{number}"
            home.mkdir(parents=True)
            day = Day(home, random.Random(seed * 100_003 + number), result)  # noqa: S311  # a seed repeats them
            day.begin()
            for _ in range(STEPS):
                if result.torn:
                    break
                day.step()
            result.rounds += 1
    finally:
        keys.COST = real
    result.seconds = round(time.perf_counter() - begin, 1)
    return result


if __name__ == "__main__":
    sys.exit(run("keys", torture, sys.argv[1:], about=__doc__, rounds=100))
