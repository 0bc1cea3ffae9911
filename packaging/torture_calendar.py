"""Random operations on the calendar of visits: whatever is tried, nobody is in two places, no balance is negative, no minute is paid unseen.

Several desks book, move, copy, repeat, cancel, record, reverse, verify, grant, settle and let days pass at an office with few workers
and small hour accounts, so that most things stand in each other's way. After every operation the plain rows are looked at;
at the end every month is settled, and what is paid must be what records that stand say and somebody else verified.
A round is one such office of 100 operations.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

import hypothesis.strategies as st
import torturing
import visits_by_hand as by_hand
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

import serving_town
from compiled_once import compiled_once
from jiuzhu.domain.serving.supply import Vehicle
from jiuzhu.errors import UserError
from jiuzhu.services.delivering import recording, verifying
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.scheduling import absences, booking, series
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.services.scheduling.series import Rhythm
from jiuzhu.services.serving import hours
from jiuzhu.services.settling import settling
from jiuzhu.storage.unit import Unit
from serving_town import MONDAY

STEPS = 100  # of one round
PHASES = (Phase.generate, Phase.shrink)
_MINUTES = 300  # given to each person: six visits and it is over
_MONTHS = ("2025-10", "2025-11")
_LAST, _SETTLING = date(2025, 11, 28), date(2025, 12, 1)


@dataclass(slots=True)
class Result:
    """What was tried; `broken` must stay empty, and enough must have been done for it to mean something."""

    rounds: int = 0
    operations: int = 0
    refused: int = 0
    booked: int = 0
    recorded: int = 0
    reversed: int = 0
    verified: int = 0
    settlements: int = 0
    settled_minutes: int = 0
    broken: str = ""
    broken_after: int = 0  # operations
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether nothing broke, and there was something to pay at all."""
        return not self.broken and min(self.refused, self.booked, self.recorded, self.settled_minutes) > 0


@dataclass(frozen=True, slots=True)
class Move:
    """One thing somebody tries, with everything it may need; `place` chooses among what there is."""

    act: str
    place: int
    day: int
    starts: int
    length: int


class Calendar(RuleBasedStateMachine):
    """One office under hurried hands."""

    result: ClassVar[Result]

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.at = self.stack.enter_context(serving_town.opened(folder / "office"))
        self.clerk = self.at.town.clerk
        third = self.clerk.write(serving_town.worker, self.at.provider, "示例丙工")
        self.workers = [*self.at.workers.values(), third]
        self.plans = [
            self.clerk.write(serving_town.served, self.at.agreement, (name,), minutes=_MINUTES, workers=count)[1]
            for name, count in (("己示例", 1), ("庚示例", 2), ("辛示例", 1))
        ]  # fmt: skip
        self.vehicle = self.clerk.write(_vehicle, self.at.provider)
        self.today = MONDAY

    @rule(move=st.deferred(lambda: MOVES))
    def step(self, move: Move) -> None:
        """What is to be tried, or another visit when there is nothing it could be about."""
        if not ACTS[move.act][1](self, move):
            self.book(move)

    def _do(self, desk: Workspace, service: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """Try something; a refusal is an answer too. True for what was done and tells nothing."""
        self.result.operations += 1
        try:
            told = desk.write(service, *arguments, **named)
        except UserError:
            self.result.refused += 1
            return False
        return True if told is None else told

    def _one(self, name: str, move: Move, *states: str) -> by_hand.Row | None:
        found = [one for one in by_hand.rows(self.clerk, name) if not states or one["state"] in states]
        return found[move.place % len(found)] if found else None

    def _plan(self, move: Move) -> str:
        return self.plans[move.place % len(self.plans)]

    def _wanted(self, plan: str, move: Move) -> Wanted:
        """A visit as somebody might ask for it; for a plan of two workers two are sent."""
        place = move.place // len(self.plans)
        first, second = (self.workers[(place + turn) % len(self.workers)] for turn in (0, 1))
        return Wanted(
            item=serving_town.ITEMS.split()[place % 4],
            day=self._day(move),
            starts=move.starts,
            ends=move.starts + move.length,
            worker_id=first,
            second_worker_id=second if plan == self.plans[1] else None,
            vehicle_id=self.vehicle if place % 2 == 0 else None,
        )

    def _day(self, move: Move) -> date:
        return self.today + timedelta(days=move.day)

    def book(self, move: Move) -> bool:
        """A new visit."""
        plan = self._plan(move)
        made = self._do(self.at.coordinator, booking.book, plan, self._wanted(plan, move))
        self.result.booked += bool(made)
        return True

    def move(self, move: Move) -> bool:
        """Another time, length or worker."""
        visit = self._one("visit", move, "booked")
        if visit is None:
            return False
        wanted = self._wanted(visit["service_plan_id"], move)
        self._do(self.at.coordinator, booking.move, visit["id"], visit["version"], wanted)
        return True

    def copy(self, move: Move) -> bool:
        """The same once more, by the same worker or another."""
        visit = self._one("visit", move)
        if visit is None:
            return False
        worker = [visit["worker_id"], *self.workers][move.place % 4]
        made = self._do(self.at.coordinator, booking.copy, visit["id"], self._day(move), move.starts, worker)
        self.result.booked += bool(made)
        return True

    def repeat(self, move: Move) -> bool:
        """A visit that comes back."""
        first, plan = self._day(move), self._plan(move)
        rhythm = Rhythm(("FREQ=DAILY", "FREQ=WEEKLY")[move.length % 2], first, first + timedelta(days=10))
        made = self._do(
            self.at.coordinator,
            series.repeat, plan, self._wanted(plan, move), rhythm, leave_out=move.place % 4 > 0,
        )  # fmt: skip
        self.result.booked += made.booked if made else 0
        return True

    def end_series(self, move: Move) -> bool:
        """It comes no more."""
        one = self._one("visit_series", move)
        if one is None:
            return False
        self._do(self.at.coordinator, series.end_from, one["id"], self._day(move), "person", "本人不再需要")
        return True

    def cancel(self, move: Move) -> bool:
        """It is not made."""
        visit = self._one("visit", move)
        if visit is None:
            return False
        state = ("no_show", "excused", "cancelled")[move.day % 3]
        self._do(
            self.at.coordinator,
            booking.cancel, visit["id"], visit["version"], state, by="person", reason="临时有事不能服务",
        )  # fmt: skip
        return True

    def record(self, move: Move) -> bool:
        """A visit was made, perhaps longer or shorter than planned, by who was sent or another."""
        due = [
            one
            for one in by_hand.rows(self.clerk, "visit")
            if one["state"] == "booked" and one["day"] <= self.today
        ]
        if not due:
            return False
        visit = due[move.place % len(due)]
        told = serving_town.told(
            visit["starts"], visit["ends"] + move.length - 40,
            items=(visit["item"],), worker_id=["", *self.workers][move.day % 4], reason="当天忙，补录",
        )  # fmt: skip
        desk = (self.at.coordinator, self.clerk)[move.place % 2]
        self.result.recorded += bool(self._do(desk, recording.record, visit["id"], visit["version"], told))
        return True

    def reverse(self, move: Move) -> bool:
        """It was written down wrongly."""
        one = self._one("visit_record", move)
        if one is None:
            return False
        made = self._do(self.at.coordinator, recording.reverse, one["id"], "时间写错，重新录入")
        self.result.reversed += bool(made)
        return True

    def verify(self, move: Move) -> bool:
        """Somebody says what they found, be it who wrote the record."""
        one = self._one("visit_record", move)
        if one is None:
            return False
        result = ("verified", "verified", "verified", "refused", "disputed")[move.day]
        desk = (self.at.town.checker, self.clerk)[move.place % 2]
        made = self._do(desk, verifying.verify, one["id"], result, "与服务对象核对")
        self.result.verified += bool(made)
        return True

    def away(self, move: Move) -> bool:
        """A worker is away."""
        first, worker = self._day(move), self.workers[move.place % len(self.workers)]
        self._do(self.at.coordinator, absences.record_absence, worker, first, first, "家里有事请假")
        return True

    def grant(self, move: Move) -> bool:
        """Minutes are given or taken back."""
        one = self._one("service_file", move)
        if one is None:
            return False
        minutes = (-300, -120, -60, 60, 120)[move.day]
        self._do(self.at.coordinator, hours.grant, one["id"], MONDAY.year, minutes, "按需要调整小时")
        return True

    def settle(self, move: Move) -> bool:
        """A month is settled, too early perhaps, and signed by somebody else."""
        month = _MONTHS[move.place % 2]
        self._signed(self._do(self.at.payer, settling.make_settlement, self.at.agreement, month))
        return True

    def days_pass(self, move: Move) -> bool:
        """Time goes on; what there is to do is done late on such a day."""
        self.result.operations += 1
        self.today = min(self.today + timedelta(days=1 + move.day), _LAST)
        self.at.on(self.today, 22)
        return True

    def _signed(self, made: Any) -> None:
        if made:
            self.at.town.head.write(settling.sign_settlement, made.id, made.version)
            self.result.settlements += 1

    @invariant()
    def it_holds(self) -> None:
        """Nobody is in two places, no minute is verified twice, no balance is negative, nobody verified what they wrote."""
        self._require("somebody is in two places", not by_hand.overlaps(self.clerk))
        self._require("a minute is verified twice", not by_hand.verified_twice(self.clerk))
        left = by_hand.minutes_left(self.clerk)
        self._require("a balance is negative", min(left.values()) >= 0)
        wrote = {one["id"]: one["recorded_by"] for one in by_hand.rows(self.clerk, "visit_record")}
        told = by_hand.rows(self.clerk, "verification")
        self._require(
            "verified by who wrote it", all(one["by"] != wrote[one["visit_record_id"]] for one in told)
        )

    def teardown(self) -> None:
        """Settle what there is, put right what was settled too early, and compare."""
        with self.stack:
            self.at.on(_SETTLING)
            for month in _MONTHS:
                with suppress(UserError):  # settled, or nothing to settle
                    self._signed(self.at.payer.write(settling.make_settlement, self.at.agreement, month))
            for one in by_hand.rows(self.clerk, "settlement"):
                with suppress(UserError):  # no difference
                    made = self.at.payer.write(settling.correct_settlement, one["id"], "补充核实以后更正")
                    self._signed(made)
            self._compare()
            self.result.rounds += 1

    def _compare(self) -> None:
        """Paid is exactly what stands and was verified."""
        due = {
            identity: row["ends"] - row["starts"]
            for identity, (row, word) in by_hand.standing(self.clerk).items()
            if word == "verified"
        }
        paid = {
            identity: minutes for identity, (minutes, _) in by_hand.settled(self.clerk).items() if minutes
        }
        self._require("paid is not what was verified", paid == due)
        self.result.settled_minutes += sum(paid.values())

    def _require(self, what: str, holds: bool) -> None:  # it is what is required
        if not holds:
            self.result.broken_after = self.result.broken_after or self.result.operations
            raise AssertionError(what)


def _vehicle(unit: Unit, provider_id: str) -> str:
    return unit.add(Vehicle(provider_id=provider_id, plate="示A00001")).id


ACTS: Mapping[str, tuple[int, Callable[[Calendar, Move], bool]]] = {
    "book": (16, Calendar.book),
    "move": (14, Calendar.move),
    "copy": (10, Calendar.copy),
    "repeat": (3, Calendar.repeat),
    "end_series": (2, Calendar.end_series),
    "cancel": (6, Calendar.cancel),
    "record": (18, Calendar.record),
    "reverse": (4, Calendar.reverse),
    "verify": (12, Calendar.verify),
    "away": (2, Calendar.away),
    "grant": (4, Calendar.grant),
    "settle": (1, Calendar.settle),
    "days_pass": (8, Calendar.days_pass),
}
"""What may be tried → how often of a hundred, and what does it."""

MOVES: st.SearchStrategy[Move] = st.builds(
    Move,
    act=st.sampled_from([act for act, (often, _) in ACTS.items() for _ in range(often)]),
    place=st.integers(0, 999),
    day=st.integers(0, 4),
    starts=st.sampled_from((480, 495, 540, 570, 600, 660)),
    length=st.sampled_from((30, 45, 60)),
)


def torture(rounds: int, seed_: int, folder: Path) -> Result:
    """Run so many offices; it stops at the smallest way to break one."""
    del folder  # a round has its own
    result = Calendar.result = Result()
    begin = time.perf_counter()
    asked = settings(
        max_examples=rounds,
        stateful_step_count=STEPS,
        phases=PHASES,
        deadline=None,
        database=None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    try:
        with compiled_once():
            run_state_machine_as_test(seed(seed_)(Calendar), settings=asked)
    except AssertionError as broken:
        result.broken = "\n".join([str(broken), *getattr(broken, "__notes__", ())])
    result.seconds = round(time.perf_counter() - begin, 1)
    return result


if __name__ == "__main__":
    sys.exit(torturing.main("calendar", torture, sys.argv[1:], about=__doc__, rounds=100))
