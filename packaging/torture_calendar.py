"""Random operations on the calendar of visits: whatever is tried, nobody is in two places, no balance is negative, no minute is paid unseen.

A state machine books, moves, copies, repeats, cancels, records, reverses, verifies, grants and lets days pass, at an office with few workers and
small hour accounts, so that most things stand in each other's way. After every step plain rows are looked at; at the end the months
are settled, and every payable minute must have a record that stands and that somebody else verified. A round is one such office of 100 steps.
"""

import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar

import hypothesis.strategies as st
import torturing
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

import serving_town
from compiled_once import compiled_once
from jiuzhu.domain.serving.supply import Vehicle
from jiuzhu.errors import UserError
from jiuzhu.services.delivering import recording, verifying
from jiuzhu.services.scheduling import absences, booking, series
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.services.scheduling.series import Rhythm
from jiuzhu.services.serving import hours
from jiuzhu.services.settling import settlement_view, settling
from jiuzhu.storage.tables import metadata
from jiuzhu.storage.unit import Unit
from serving_town import MONDAY

STEPS = 100  # of one round
_MINUTES = 400  # given to each person: three long visits and it is over
_TAKES_TIME = frozenset({"booked", "done", "no_show"})

days = st.integers(0, 13)
hours_of_day = st.sampled_from((480, 495, 540, 570, 600, 660, 900, 1050))
lengths = st.sampled_from((30, 45, 60, 90, 120))
which = st.integers(0, 40)


@dataclass(slots=True)
class Result:
    """What was tried; `broken` must stay 0, and enough must have been done for it to mean something."""

    rounds: int = 0
    operations: int = 0
    refused: int = 0
    booked: int = 0
    recorded: int = 0
    settled_minutes: int = 0
    broken: str = ""
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether nothing broke, and something was booked and recorded at all."""
        return not self.broken and self.booked > 0 and self.recorded > 0


def _require(what: str, holds: bool) -> None:  # it is what is required
    if not holds:
        raise AssertionError(what)


class Calendar(RuleBasedStateMachine):
    """One office under hurried hands."""

    result: ClassVar[Result] = Result()

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.at = self.stack.enter_context(serving_town.opened(folder / "office"))
        clerk = self.at.town.clerk
        self.workers = [*self.at.workers.values(), clerk.write(serving_town.worker, self.at.provider, "示例丙工")]  # fmt: skip
        self.plans = [
            clerk.write(serving_town.served, self.at.agreement, (name,), minutes=_MINUTES, workers=count)[1]
            for name, count in (("己示例", 1), ("庚示例", 2))
        ]
        self.vehicle = clerk.write(self._vehicle)
        self.today = MONDAY

    def _vehicle(self, unit: Unit) -> str:
        return unit.add(Vehicle(provider_id=self.at.provider, plate="示A00001")).id

    def _do(
        self, service: Callable[..., Any], *arguments: Any, who: str = "coordinator", **named: Any
    ) -> Any:
        """Try something; a refusal is an answer too."""
        self.result.operations += 1
        at = self.at
        desk = {"coordinator": at.coordinator, "checker": at.town.checker}[who]
        try:
            return desk.write(service, *arguments, **named)
        except UserError:
            self.result.refused += 1
            return None

    def _rows(self, name: str) -> list[dict[str, Any]]:
        table = metadata.tables[name]

        def look(unit: Unit) -> list[dict[str, Any]]:
            return [dict(row) for row in unit.session.execute(select(table).order_by(table.c.id)).mappings()]

        return self.at.coordinator.read(look)

    def _one(self, name: str, place: int) -> dict[str, Any] | None:
        found = self._rows(name)
        return found[place % len(found)] if found else None

    def _wanted(self, day: int, starts: int, length: int, place: int, *, visit_id: str = "") -> Wanted:
        first = self.workers[place % len(self.workers)]
        second = self.workers[(place + 1) % len(self.workers)] if place % 4 == 0 else None
        vehicle = self.vehicle if place % 5 == 0 else None
        item = serving_town.ITEMS.split()[place % 4]
        return Wanted(item, self.today + timedelta(days=day - 2), starts, starts + length, first, second, vehicle, visit_id)  # fmt: skip

    @rule(day=days, starts=hours_of_day, length=lengths, place=which)
    def book(self, day: int, starts: int, length: int, place: int) -> None:
        """A new visit."""
        plan = self.plans[place // 7 % len(self.plans)]
        made = self._do(booking.book, plan, self._wanted(day, starts, length, place))
        self.result.booked += made is not None

    @rule(day=days, starts=hours_of_day, length=lengths, place=which)
    def move(self, day: int, starts: int, length: int, place: int) -> None:
        """Another time, length or worker."""
        visit = self._one("visit", place)
        if visit:
            self._do(booking.move, visit["id"], visit["version"], self._wanted(day, starts, length, place))

    @rule(day=days, starts=hours_of_day, place=which)
    def copy(self, day: int, starts: int, place: int) -> None:
        """The same once more."""
        visit = self._one("visit", place)
        if visit:
            worker = self.workers[place % len(self.workers)]
            self._do(booking.copy, visit["id"], self.today + timedelta(days=day), starts, worker)

    @rule(
        day=days, starts=hours_of_day, length=lengths, place=which, every=st.sampled_from(("DAILY", "WEEKLY"))
    )
    def repeat(self, day: int, starts: int, length: int, place: int, every: str) -> None:
        """A visit that comes back."""
        first = self.today + timedelta(days=day)
        rhythm = Rhythm(f"FREQ={every}", first, first + timedelta(days=10))
        plan = self.plans[place % len(self.plans)]
        wanted = self._wanted(day, starts, length, place)
        self._do(series.repeat, plan, wanted, rhythm, leave_out=place % 2 == 0)

    @rule(place=which, day=days)
    def end_series(self, place: int, day: int) -> None:
        """It comes no more."""
        one = self._one("visit_series", place)
        if one:
            self._do(series.end_from, one["id"], self.today + timedelta(days=day), "person", "本人不再需要")

    @rule(place=which, state=st.sampled_from(("no_show", "excused", "cancelled")))
    def cancel(self, place: int, state: str) -> None:
        """It is not made."""
        visit = self._one("visit", place)
        if visit:
            self._do(
                booking.cancel, visit["id"], visit["version"], state, by="person", reason="临时有事不能服务"
            )

    @rule(place=which, late=st.integers(-10, 40))
    def record(self, place: int, late: int) -> None:
        """It was made, perhaps longer or shorter than planned."""
        due = [one for one in self._rows("visit") if one["state"] == "booked" and one["day"] <= self.today]
        if due:
            visit = due[place % len(due)]
            told = serving_town.told(visit["starts"], visit["ends"] + late, items=(visit["item"],), reason="当天忙，补录")  # fmt: skip
            made = self._do(recording.record, visit["id"], visit["version"], told)
            self.result.recorded += made is not None

    @rule(place=which)
    def reverse(self, place: int) -> None:
        """It was written down wrongly."""
        one = self._one("visit_record", place)
        if one:
            self._do(recording.reverse, one["id"], "时间写错，重新录入")

    @rule(place=which, result=st.sampled_from(("verified", "verified", "refused", "disputed")))
    def verify(self, place: int, result: str) -> None:
        """Somebody else says what they found."""
        one = self._one("visit_record", place)
        if one:
            self._do(verifying.verify, one["id"], result, "与服务对象核对", who="checker")

    @rule(place=which, day=days)
    def away(self, place: int, day: int) -> None:
        """A worker is away."""
        first = self.today + timedelta(days=day)
        worker = self.workers[place % len(self.workers)]
        self._do(absences.record_absence, worker, first, first + timedelta(days=place % 3), "家里有事请假")

    @rule(place=which, minutes=st.sampled_from((-300, -60, 30, 120)))
    def grant(self, place: int, minutes: int) -> None:
        """Minutes are given or taken back."""
        one = self._one("service_file", place)
        if one:
            self._do(hours.grant, one["id"], MONDAY.year, minutes, "按需要调整小时")

    @rule(count=st.integers(1, 3))
    def days_pass(self, count: int) -> None:
        """Time goes on."""
        self.today = min(self.today + timedelta(days=count), date(2025, 11, 28))
        self.at.on(self.today, 22)

    @invariant()
    def nobody_is_in_two_places(self) -> None:
        """Worker, person and vehicle: the whole interval."""
        taken: dict[tuple[str, date], list[tuple[int, int]]] = defaultdict(list)
        for one in self._rows("visit"):
            if one["state"] in _TAKES_TIME:
                for who in ("worker_id", "second_worker_id", "service_file_id", "vehicle_id"):
                    if one[who]:
                        taken[one[who], one["day"]].append((one["starts"], one["ends"]))
        for spans in taken.values():
            _require("somebody is in two places", all(a[1] <= b[0] for a, b in pairwise(sorted(spans))))

    @invariant()
    def no_balance_is_negative(self) -> None:
        """Given less made less disputed less booked."""
        left: dict[str, int] = defaultdict(int)
        for one in self._rows("hour_grant"):
            left[one["service_file_id"]] += one["minutes"]
        standing = self._standing()
        for row, word in standing.values():
            if word != "refused":
                left[row["service_file_id"]] -= row["ends"] - row["starts"]
        recorded = {row["visit_id"] for row, _ in standing.values()}
        for one in self._rows("visit"):
            if one["state"] == "booked" and one["id"] not in recorded:
                left[one["service_file_id"]] -= one["ends"] - one["starts"]
        _require("a balance is negative", all(minutes >= 0 for minutes in left.values()))

    def _standing(self) -> dict[str, tuple[dict[str, Any], str]]:
        """Records nobody took back → the newest word about each."""
        rows = self._rows("visit_record")
        gone = {one["reverses_id"] for one in rows}
        told = sorted(self._rows("verification"), key=lambda one: (one["at"], one["id"]))
        words = {one["visit_record_id"]: one["result"] for one in told}
        return {
            one["id"]: (one, words.get(one["id"], ""))
            for one in rows
            if one["reverses_id"] is None and one["id"] not in gone
        }

    def teardown(self) -> None:
        """Settle what there is: every payable minute has its record, verified by somebody who did not write it."""
        try:
            self._settle()
        finally:
            self.stack.close()

    def _settle(self) -> None:
        """Given less made less disputed less booked."""
        """Worker, person and vehicle: the whole interval."""
        """Time goes on."""
        """Minutes are given or taken back."""
        """A worker is away."""
        """Somebody else says what they found."""
        """It was written down wrongly."""
        """It was made, perhaps longer or shorter than planned."""
        """It is not made."""
        """It comes no more."""
        """A visit that comes back."""
        """The same once more."""
        """Another time, length or worker."""
        """A new visit."""
        at = self.at
        at.on(date(2025, 12, 1))
        for month in at.payer.read(settlement_view.open_months):
            if month.seen[0]:
                made = at.payer.write(settling.make_settlement, month.agreement_id, month.month)
                at.town.head.write(settling.sign_settlement, made.id, made.version)
        standing = self._standing()
        by = {one["visit_record_id"]: one["by"] for one in self._rows("verification")}
        paid = [one for one in self._rows("settlement_line") if one["kind"] == "payable"]
        for line in paid:
            row, word = standing[line["visit_record_id"]]
            _require("paid without being verified", word == "verified")
            _require("paid for other minutes", line["minutes"] == row["ends"] - row["starts"])
            _require("verified by who wrote it", by[row["id"]] != row["recorded_by"])
        verified = sum(word == "verified" for _, word in standing.values())
        _require("verified and not paid", len(paid) == verified)
        self.result.rounds += 1
        self.result.settled_minutes += sum(one["minutes"] for one in paid)


def torture(rounds: int, seed_: int, folder: Path) -> Result:
    """Run the machine for so many offices; it stops at the smallest way to break it."""
    del folder
    Calendar.result = Result(rounds=-1)
    begin = time.perf_counter()
    asked = settings(
        max_examples=rounds + 1,  # the first is the simplest there is: nothing happens
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    try:
        with compiled_once():
            run_state_machine_as_test(seed(seed_)(Calendar), settings=asked, _min_steps=STEPS)
    except AssertionError as broken:
        Calendar.result.broken = "\n".join([str(broken), *getattr(broken, "__notes__", ())])
    Calendar.result.seconds = round(time.perf_counter() - begin, 1)
    return Calendar.result


if __name__ == "__main__":
    sys.exit(torturing.main("calendar", torture, sys.argv[1:], about=__doc__, rounds=100))
