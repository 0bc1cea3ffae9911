"""Two months of an invented township, played: everything is done through the services, as the desks would.

Visits that come back, some of them made by two, absences, people who are not at home, records and who verifies them, three
agreements and a fourth that takes over, rates by the hour and by the visit that change, two settlements each and a correction.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import visits_by_hand as by_hand

import serving_town
from jiuzhu.services.delivering import recording, verifying
from jiuzhu.services.scheduling import absences, booking, calendar_view, series
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.services.scheduling.calendar_view import Slot
from jiuzhu.services.scheduling.series import Rhythm
from jiuzhu.services.serving import agreements, plans
from jiuzhu.services.settling import settlement_view, settling
from serving_town import ServingTown

FIRST, LAST = date(2025, 10, 1), date(2025, 11, 30)
REPLACED = date(2025, 11, 10)
MONTHS = ("2025-10", "2025-11")
WORKERS = (9, 8, 8)
RATES = (Decimal(40), Decimal("38.50"), Decimal("42.00"), Decimal("41.00"))
SOURCES = ("work", "elder_care", "charity", "disability")
LENGTHS = (45, 50, 60, 75)
PAIRS = 10  # of the people served one of so many is visited by two workers
_EIGHT, _STEP, _TOGETHER = (
    480,
    120,
    840,
)  # minutes: the first hour of a day, and from one visit of a worker to the next, and an hour nobody goes out alone
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
        self._by_two(max(people // PAIRS, 1))
        self.at.on(date(2025, 10, 1))
        for side, kind, rate, since in (
            (0, "hour", Decimal("41.20"), date(2025, 11, 1)),
            (0, "visit", Decimal("33.00"), date(2025, 11, 17)),
            (1, "visit", Decimal("35.50"), date(2025, 10, 16)),
        ):
            agreement = self.sides[side].agreement
            document = "示例收费文件之二"
            self.at.coordinator.write(
                agreements.set_tariff, agreement, "cleaning", rate, kind=kind, since=since, document=document
            )

    def _by_two(self, people: int) -> None:
        """More people, each visited by two workers of a side at an hour at which nobody goes out alone."""
        for number in range(people):
            side = self.sides[number % 2]
            turn = number // 2
            pair = side.workers[2 * (turn % 4)], side.workers[2 * (turn % 4) + 1]
            names = (f"示例双{number + 1}",)
            _, plan = self.at.town.clerk.write(
                serving_town.served, side.agreement, names, workers=2, visits_a_month=5
            )
            self._come_back(plan, FIRST, pair[0], turn, second=pair[1])

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

    def _come_back(self, plan: str, first: date, worker: str, turn: int, second: str | None = None) -> None:
        """A visit a week for a person, on a weekday and at an hour of their worker that is free."""
        starts = _TOGETHER if second else _EIGHT + turn // len(_WEEK) * _STEP
        length = self.chance.choice(LENGTHS)
        item = self.chance.choice(serving_town.ITEMS.split())
        wanted = Wanted(item, first, starts, starts + length, worker, second)
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
                stays = slot.second_worker_id if slot.worker_id == worker else slot.worker_id
                free = [one.worker_id for one in could if not one.against and one.worker_id != stays]
                if free:
                    first, second = (
                        (free[0], stays) if slot.worker_id == worker else (slot.worker_id, free[0])
                    )
                    wanted = Wanted(
                        slot.item, slot.day, slot.starts, slot.ends, first, second, visit_id=slot.id
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
        rows, told = by_hand.rows(self.at.payer, "visit_record"), by_hand.rows(self.at.payer, "verification")
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
        october = [
            one for one in by_hand.standing(self.at.payer).values() if one[0]["day"].month == FIRST.month
        ]
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
        row = next(one for one in by_hand.rows(self.at.payer, "settlement") if one["month"] == MONTHS[1])
        line = next(
            one
            for one in by_hand.rows(self.at.payer, "settlement_line")
            if one["settlement_id"] == row["id"] and one["kind"] == "payable"
        )
        self.at.town.checker.write(
            verifying.verify, line["visit_record_id"], "refused", "回访时本人说没有来过"
        )
        made = self.at.payer.write(settling.correct_settlement, row["id"], "回访发现一条不实")
        self.at.town.head.write(settling.sign_settlement, made.id, made.version)
        self.result.corrections += 1
