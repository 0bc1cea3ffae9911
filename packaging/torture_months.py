"""Two months of an invented township: booked, visited, disputed, a provider replaced, settled, and counted again by hand.

Everything is done through the services, as the desks would: visits that come back, absences, people who are not at home,
records and who verifies them, three agreements and a fourth that takes over, two settlements each and a correction. Then
every table is read as plain rows, and loops that know nothing of the product count visits, minutes and yuan once more.
A round is one person served; 180 make about 1,600 visits.
"""

import random
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import torturing
from sqlalchemy import select

import serving_town
from compiled_once import compiled_once
from jiuzhu.domain.serving.spending import Balance
from jiuzhu.domain.serving.supply import Fund
from jiuzhu.services.delivering import recording, verifying
from jiuzhu.services.scheduling import absences, booking, calendar_view, series
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.services.scheduling.calendar_view import Slot
from jiuzhu.services.scheduling.series import Rhythm
from jiuzhu.services.serving import agreements, funds, hours, plans
from jiuzhu.services.settling import settlement_view, settling
from jiuzhu.services.settling.recounting import reconciled
from jiuzhu.storage.tables import metadata
from jiuzhu.storage.unit import Unit
from serving_town import ServingTown

FIRST, LAST = date(2025, 10, 1), date(2025, 11, 30)
REPLACED = date(2025, 11, 10)
MONTHS = ("2025-10", "2025-11")
WORKERS = (9, 8, 8)
RATES = (Decimal(40), Decimal("38.50"), Decimal("42.00"), Decimal("41.00"))
SOURCES = ("work", "elder_care", "charity", "disability")
LENGTHS = (45, 50, 60, 75)
_EIGHT, _STEP = 480, 120  # minutes: the first hour of a day, and from one visit of a worker to the next
_WEEK = ("MO", "TU", "WE", "TH", "FR")


@dataclass(slots=True)
class Result:
    """What was played, and every difference between the books and the count by hand: there must be none."""

    rounds: int = 0
    providers: int = 0
    workers: int = 0
    booked: int = 0
    recorded: int = 0
    refused: int = 0
    disputed: int = 0
    reversed: int = 0
    not_made: int = 0
    moved: int = 0
    settlements: int = 0
    corrections: int = 0
    correction_lines: int = 0
    minutes: int = 0
    amount: str = ""
    differences: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether both counts agree, and there was something to count."""
        return not self.differences and self.recorded > 0 and self.settlements > 0

    def hold(self, what: str, by_hand: object, in_books: object) -> None:
        """Keep a difference."""
        if by_hand != in_books:
            self.differences.append(f"{what}: {by_hand} by hand, {in_books} in the books")


@dataclass(slots=True)
class Side:
    """A provider with its agreement and workers."""

    agreement: str
    workers: list[str]


@dataclass(slots=True)
class Play:
    """The township while it is played."""

    at: ServingTown
    chance: random.Random
    result: Result
    sides: list[Side] = field(default_factory=list)
    places: dict[str, tuple[int, str, int]] = field(
        default_factory=dict
    )  # plan → weekday, worker, minutes after midnight

    def live(self, people: int) -> None:
        """The whole of it."""
        self._settle_in(people)
        day = FIRST
        while day <= LAST:
            if day == REPLACED:
                self._replace()
            self._day(day)
            day += timedelta(days=1)
        self.at.on(date(2025, 12, 1))
        self._second_thoughts()
        self._settle(MONTHS[1])
        self._reopen()

    def _settle_in(self, people: int) -> None:
        clerk = self.at.town.clerk
        self.at.on(date(2025, 9, 29))
        for place, count in enumerate(WORKERS):
            self._side(place, count)
        self.result.providers, self.result.workers = len(WORKERS), sum(WORKERS)
        order = [
            (place, side.workers[turn])
            for turn in range(max(WORKERS))
            for place, side in enumerate(self.sides)
            if turn < len(side.workers)
        ]
        for number in range(people):
            place, worker = order[number % len(order)]
            turn = number // len(order)
            names = (f"示例{number + 1}",)
            _, plan = clerk.write(serving_town.served, self.sides[place].agreement, names, visits_a_month=5)
            self._come_back(plan, FIRST, worker, turn)

    def _side(self, place: int, count: int) -> None:
        clerk = self.at.town.clerk
        provider, agreement = self.at.provider, self.at.agreement
        if place:
            provider, _, agreement = clerk.write(
                serving_town.supply, f"示例服务机构{place + 1}", RATES[place], SOURCES[place]
            )
        names = [f"示例工{place + 1}-{number + 1}" for number in range(count)]
        workers = [clerk.write(serving_town.worker, provider, name) for name in names]
        self.sides.append(Side(agreement, workers))

    def _come_back(self, plan: str, first: date, worker: str, turn: int) -> None:
        """A visit a week for a person, on a weekday and at an hour of their worker that is free."""
        starts = _EIGHT + turn // len(_WEEK) * _STEP
        length = self.chance.choice(LENGTHS)
        item = self.chance.choice(serving_town.ITEMS.split())
        wanted = Wanted(item, first, starts, starts + length, worker)
        rhythm = Rhythm(f"FREQ=WEEKLY;BYDAY={_WEEK[turn % len(_WEEK)]}", first, LAST)
        made = self.at.coordinator.write(series.repeat, plan, wanted, rhythm, leave_out=True)
        self.places[plan] = (turn, worker, starts)
        self.result.booked += made.booked

    def _replace(self) -> None:
        """The third provider gives up; a fourth takes its people over, with workers and a rate of its own."""
        at = self.at
        at.on(REPLACED, 8)
        self._settle(MONTHS[0])
        gone = self.sides[2]
        ended = at.coordinator.write(agreements.end_agreement, gone.agreement, REPLACED, "机构撤出本街道")
        self._side(3, len(gone.workers))
        self.result.providers += 1
        self.result.workers += len(gone.workers)
        taken = self.sides[3]
        changed = at.coordinator.write(
            agreements.move_plans, [one.id for one in ended.plans], taken.agreement, REPLACED
        )
        self.result.not_made += at.coordinator.write(
            agreements.cancel_behind, gone.agreement, "机构撤出，改由新机构服务"
        )
        for old, new in zip(ended.plans, changed, strict=True):
            turn, worker, _ = self.places[old.id]
            at.coordinator.write(plans.record_signature, new.id, 1, REPLACED)
            self._come_back(new.id, REPLACED, taken.workers[gone.workers.index(worker)], turn)

    def _day(self, day: date) -> None:
        """Who is away is replaced in the morning, what was made is written down in the evening and verified at the end of the week."""
        at, chance = self.at, self.chance
        at.on(day, 8)
        if day.day in {14, 22}:
            self._away(day)
        for slot in self._booked(day):
            if chance.random() < 0.03:  # three of a hundred
                state, by = chance.choice((("excused", "person"), ("cancelled", "provider")))
                at.coordinator.write(
                    booking.cancel, slot.id, slot.version, state, by=by, reason="临时有事不能服务"
                )
                self.result.not_made += 1
        at.on(day, 21)
        for slot in self._booked(day):
            self._evening(slot)
        if day.weekday() == 5 or day == LAST:  # Saturday
            self._verify(max(FIRST, day - timedelta(days=6)), day)

    def _booked(self, day: date) -> list[Slot]:
        found = self.at.coordinator.read(calendar_view.slots, day, day)
        return [slot for slot in found if slot.state == "booked"]

    def _away(self, day: date) -> None:
        for side in self.sides[:2]:
            worker = self.chance.choice(side.workers)
            left = self.at.coordinator.write(
                absences.record_absence, worker, day, day + timedelta(days=2), "家里有事请假"
            )
            for slot in left:
                could = self.at.coordinator.read(absences.who_could, slot.id)
                free = [one for one in could if not one.against]
                if free:
                    wanted = Wanted(
                        slot.item, slot.day, slot.starts, slot.ends, free[0].worker_id, visit_id=slot.id
                    )
                    self.at.coordinator.write(booking.move, slot.id, slot.version, wanted)
                    self.result.moved += 1
                else:
                    self.at.coordinator.write(
                        booking.cancel,
                        slot.id,
                        slot.version,
                        "cancelled",
                        by="provider",
                        reason="没有人可以替",
                    )
                    self.result.not_made += 1

    def _evening(self, slot: Slot) -> None:
        chance, coordinator = self.chance, self.at.coordinator
        if chance.random() < 0.03:  # as above
            coordinator.write(
                booking.cancel, slot.id, slot.version, "no_show", by="person", reason="敲门无人应答"
            )
            self.result.not_made += 1
            return
        told = serving_town.told(
            slot.starts + chance.randint(0, 7), slot.ends + chance.randint(-9, 12), items=(slot.item,)
        )
        record = coordinator.write(recording.record, slot.id, slot.version, told).visit_record_id
        self.result.recorded += 1
        if chance.random() < 0.02:  # as above
            coordinator.write(recording.reverse, record, "时间写错，重新录入")
            self.result.reversed += 1
            again = self.at.coordinator.read(calendar_view.slots, slot.day, slot.day)
            version = next(one.version for one in again if one.id == slot.id)
            coordinator.write(recording.record, slot.id, version, told)

    def _verify(self, first: date, last: date) -> None:
        """One of a hundred is left for later, some are refused or disputed."""
        checker, chance = self.at.town.checker, self.chance
        for identity in self._unverified(first, last):
            luck = chance.random()
            if luck < 0.01:  # as above
                continue
            if luck < 0.05:  # as above
                checker.write(verifying.verify, identity, "refused", "电话核实没有上门")
                self.result.refused += 1
            elif luck < 0.09:  # as above
                checker.write(verifying.verify, identity, "disputed", "家属对时长有争议")
                self.result.disputed += 1
            else:
                checker.write(verifying.verify, identity, "verified", "与服务对象核对无误")

    def _unverified(self, first: date, last: date) -> list[str]:
        rows, told = self._rows("visit_record"), self._rows("verification")
        known = {one["visit_record_id"] for one in told} | {one["reverses_id"] for one in rows}
        return [
            one["id"]
            for one in rows
            if one["reverses_id"] is None and one["id"] not in known and first <= one["day"] <= last
        ]

    def _second_thoughts(self) -> None:
        """After the first month was settled: late verifications, disputes decided, records taken back."""
        checker = self.at.town.checker
        for identity in self._unverified(FIRST, date(2025, 10, 31)):
            checker.write(verifying.verify, identity, "verified", "补充核实无误")
        october = [one for one in self._standing().values() if one[0]["day"].month == FIRST.month]
        disputed = [row["id"] for row, word in october if word == "disputed"]
        for place, identity in enumerate(disputed):
            checker.write(verifying.verify, identity, ("verified", "refused")[place % 2], "与家属当面核对")
        settled = [row["id"] for row, word in october if word == "verified"]
        for identity in settled[:: max(len(settled) // 5, 1)]:
            self.at.coordinator.write(recording.reverse, identity, "抽查发现没有服务")
            self.result.reversed += 1

    def _settle(self, month: str) -> None:
        payer, head = self.at.payer, self.at.town.head
        for row in payer.read(settlement_view.open_months):
            if row.month == month and row.seen[0]:
                made = payer.write(settling.make_settlement, row.agreement_id, month, seen=row.seen)
                head.write(settling.sign_settlement, made.id, made.version)
                self.result.settlements += 1

    def _reopen(self) -> None:
        """A record of the second month turns out untrue after it was settled and paid."""
        row = next(one for one in self._rows("settlement") if one["month"] == MONTHS[1])
        line = next(
            one
            for one in self._rows("settlement_line")
            if one["settlement_id"] == row["id"] and one["kind"] == "payable"
        )
        self.at.town.checker.write(
            verifying.verify, line["visit_record_id"], "refused", "回访时本人说没有来过"
        )
        made = self.at.payer.write(settling.correct_settlement, row["id"], "回访发现一条不实")
        self.at.town.head.write(settling.sign_settlement, made.id, made.version)
        self.result.corrections += 1

    def _rows(self, name: str) -> list[dict[str, Any]]:
        """A table as plain rows."""
        table = metadata.tables[name]

        def look(unit: Unit) -> list[dict[str, Any]]:
            return [dict(row) for row in unit.session.execute(select(table)).mappings()]

        return self.at.payer.read(look)

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

    def count(self) -> None:
        """Count by hand and compare."""
        visits = {one["id"]: one for one in self._rows("visit")}
        standing = self._standing()
        self._count_overlaps(list(visits.values()))
        self._count_money(visits, standing)
        self._count_hours(visits, standing)
        self._count_funds()
        for month in MONTHS:
            told = self.at.payer.read(reconciled, month)
            self.result.differences += [
                f"{month} {one.what} {one.about}: {one.expected} {one.found}" for one in told.differences
            ]

    def _count_overlaps(self, visits: list[dict[str, Any]]) -> None:
        taken: dict[tuple[str, date], list[tuple[int, int]]] = defaultdict(list)
        for one in visits:
            if one["state"] in {"booked", "done", "no_show"}:
                for who in (one["worker_id"], one["service_file_id"]):
                    taken[who, one["day"]].append((one["starts"], one["ends"]))
        for spans in taken.values():
            spans.sort()
            overlaps = sum(a[1] > b[0] for a, b in pairwise(spans))
            self.result.hold("overlapping visits", 0, overlaps)

    def _count_money(
        self, visits: dict[str, dict[str, Any]], standing: dict[str, tuple[dict[str, Any], str]]
    ) -> None:
        """Every record that stands and was verified, at the rate of its agreement: against all lines about it."""
        agreed = {one["id"]: one["agreement_id"] for one in self._rows("service_plan")}
        rates = {(one["agreement_id"], one["item"]): one["rate"] for one in self._rows("tariff")}
        paid: dict[str, Decimal] = defaultdict(Decimal)
        minutes: dict[str, int] = defaultdict(int)
        for line in self._rows("settlement_line"):
            if line["kind"] != "refused":
                paid[line["visit_record_id"]] += line["amount"]
                minutes[line["visit_record_id"]] += line["minutes"]
            self.result.correction_lines += line["kind"] == "correction"
        total, length = Decimal(0), 0
        for identity, (row, word) in standing.items():
            cost, mine = Decimal(0), 0
            if word == "verified":
                visit = visits[row["visit_id"]]
                mine = row["ends"] - row["starts"]
                rate = rates[agreed[visit["service_plan_id"]], visit["item"]]
                cost = (rate * mine / 60).quantize(Decimal("0.01"), ROUND_HALF_UP)
            total += cost
            length += mine
            self.result.hold("yuan of a record", cost, paid.pop(identity, Decimal(0)))
            self.result.hold("minutes of a record", mine, minutes[identity])
        self.result.hold("yuan of records that do not stand", Decimal(0), sum(paid.values(), Decimal(0)))
        signed = [one for one in self._rows("settlement") if one["state"] == "signed"]
        self.result.hold("yuan settled", total, sum((one["amount"] for one in signed), Decimal(0)))
        self.result.hold("minutes settled", length, sum(one["minutes"] for one in signed))
        self.result.minutes, self.result.amount = length, f"{total:.2f}"

    def _count_hours(
        self, visits: dict[str, dict[str, Any]], standing: dict[str, tuple[dict[str, Any], str]]
    ) -> None:
        """Given less made less disputed less still booked, for everybody."""
        left: dict[str, int] = defaultdict(int)
        for one in self._rows("hour_grant"):
            left[one["service_file_id"]] += one["minutes"]
        recorded = set()
        for row, word in standing.values():
            recorded.add(row["visit_id"])
            if word != "refused":
                left[row["service_file_id"]] -= row["ends"] - row["starts"]
        for visit in visits.values():
            if visit["state"] == "booked" and visit["id"] not in recorded:
                left[visit["service_file_id"]] -= visit["ends"] - visit["starts"]
        accounts = self.at.payer.read(hours.accounts_of, list(left), FIRST.year)
        for identity, minutes in left.items():
            self.result.hold("minutes left of a person", minutes, accounts[identity].left)
            self.result.hold("a person has not less than nothing", True, minutes >= 0)  # two counts

    def _count_funds(self) -> None:
        spent: dict[str, Decimal] = defaultdict(Decimal)
        for one in self._rows("settlement"):
            if one["state"] == "signed":
                spent[one["fund_id"]] += one["amount"]
        for identity, amount in spent.items():
            balance = self.at.payer.read(_balance, identity)
            self.result.hold("spent of a fund", amount, balance.spent)
            self.result.hold("a fund within its limit", True, amount <= balance.limit)  # two counts


def _balance(unit: Unit, fund_id: str) -> Balance:
    return funds.balance_of(unit, unit.get(Fund, fund_id))


def torture(rounds: int, seed: int, folder: Path) -> Result:
    """Play two months for so many people and count."""
    begin = time.perf_counter()
    with compiled_once(), serving_town.opened(folder / "office", date(2025, 9, 29)) as at:
        play = Play(at, random.Random(seed), Result(rounds=rounds))  # noqa: S311  # a seed repeats the two months
        play.live(rounds)
        play.count()
    play.result.seconds = round(time.perf_counter() - begin, 1)
    return play.result


if __name__ == "__main__":
    sys.exit(torturing.main("months", torture, sys.argv[1:], about=__doc__, rounds=180))
