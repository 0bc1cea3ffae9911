"""What makes a record of a visit doubtful, each with its reason; nothing is refused by it, somebody looks.

A record is held against what was planned, against the other records of its day and its worker's of the month; the law punishes who forges or
loses records of service [649号令 Art 66(5)].
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from jiuzhu.domain.calendar import month_of

QUARTER = 15  # minutes


class Flag(NamedTuple):
    """One doubt: its kind, a key of `KINDS`, and the reason in words."""

    kind: str
    reason: str


KINDS = {
    "places": "同时在两处",
    "person": "同时两次服务",
    "many": "一天过多",
    "photo": "照片相同",
    "again": "重录",
    "home_care": "居家托养",
    "round": "时刻过于整齐",
    "late": "补录",
    "outside": "超出约定",
    "longer": "超过安排",
    "unsigned": "没有签字",
}
"""Kind → its word."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The office's thresholds: of a worker's day, of late entry, of round times, of what is longer than planned."""

    visits: int  # a day of a worker
    minutes: int  # a day of a worker
    late: int  # days after the visit
    rounded: int  # per cent of a worker's records of a month
    rounded_of: int  # records of a month below which nothing is said about roundness
    longer: int  # minutes over what was planned


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A record that counts, with what it is held against; times in minutes after midnight, both days included."""

    id: str
    person_id: str  # the service file
    person: str
    workers: Mapping[str, str]  # id → name
    day: date
    starts: int
    ends: int
    items: frozenset[str]
    recorded_on: date
    signed: bool
    planned_minutes: int
    planned_item: str
    planned_worker: bool  # whether who came is who was to come
    plan_items: frozenset[str]
    in_plan: bool
    in_agreement: bool
    shifts: Sequence[tuple[int, int]]  # of who came, on that day; empty when off or away
    photos_of: Sequence[date] = ()  # days of other visits' records that hold one of its photos
    home_care: bool = False  # whether 残联居家托养 is received on that day
    rejected: Sequence[str] = ()  # what was found about reversed records of the visit or of that time

    @property
    def minutes(self) -> int:
        """How long it was."""
        return self.ends - self.starts

    @property
    def round(self) -> bool:
        """Whether it begins and ends at a full quarter of an hour."""
        return self.starts % QUARTER == 0 and self.ends % QUARTER == 0


class Beside(NamedTuple):
    """A record of the same days, as far as others are held against it; times in minutes after midnight."""

    id: str
    person_id: str  # the service file
    person: str
    workers: Collection[str]  # ids
    day: date
    starts: int
    ends: int


class Rounds(NamedTuple):
    """The records of a worker in a month, and how many of them begin and end at full quarters."""

    records: int
    even: int


def flags(
    seen: Iterable[Seen],
    beside: Iterable[Beside],
    rounds: Mapping[tuple[str, str], Rounds],
    limits: Limits,
) -> dict[str, tuple[Flag, ...]]:
    """The doubts about each record, by its id.

    `beside` holds every record of their days, they themselves among them; `rounds` is by worker and month.
    """
    days = _Days(beside)
    return {
        one.id: (
            *_twice(one, days),
            *_many(one, days, limits),
            *_photos(one),
            *_again(one),
            *_home_care(one),
            *_round(one, rounds, limits),
            *_late(one, limits),
            *_outside(one),
            *_longer(one, limits),
            *_unsigned(one),
        )
        for one in seen
    }


class _Days:
    """Records by whoever is in them and their day: a record is held against a few others, never against a whole day."""

    def __init__(self, beside: Iterable[Beside]) -> None:
        self._of: dict[tuple[str, date], list[Beside]] = defaultdict(list)
        for one in beside:
            for who in (one.person_id, *one.workers):
                self._of[who, one.day].append(one)

    def of(self, who: str, day: date) -> Sequence[Beside]:
        """The records of a day a worker or a person is in."""
        return self._of.get((who, day), ())


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def _twice(one: Seen, days: _Days) -> Iterable[Flag]:
    def at_once(who: str) -> Iterable[Beside]:
        return (
            other
            for other in days.of(who, one.day)
            if other.id != one.id and one.starts < other.ends and other.starts < one.ends
        )

    def when(other: Beside) -> str:
        return f"{_clock(other.starts)}–{_clock(other.ends)}"

    for other in at_once(one.person_id):
        yield Flag("person", f"本人 {when(other)} 另有一次服务记录")
    for worker, name in one.workers.items():
        for other in at_once(worker):
            if other.person_id != one.person_id:
                yield Flag("places", f"{name} {when(other)} 也记在{other.person}家")


def _many(one: Seen, days: _Days, limits: Limits) -> Iterable[Flag]:
    for worker, name in one.workers.items():
        theirs = days.of(worker, one.day)
        minutes = sum(other.ends - other.starts for other in theirs)
        if len(theirs) > limits.visits:
            yield Flag("many", f"{name}当天有 {len(theirs)} 次服务，超过 {limits.visits} 次")
        if minutes > limits.minutes:
            yield Flag("many", f"{name}当天共 {minutes} 分钟，超过 {limits.minutes} 分钟")


def _photos(one: Seen) -> Iterable[Flag]:
    for day in sorted(set(one.photos_of)):
        yield Flag("photo", f"有照片与 {day} 另一次服务的照片完全相同")


def _again(one: Seen) -> Iterable[Flag]:
    for found in sorted(set(one.rejected)):
        yield Flag("again", f"重录：原记录{found}")


def _home_care(one: Seen) -> Iterable[Flag]:
    if one.home_care:
        yield Flag("home_care", "当天在残联居家托养期内，不同时享受居家上门服务")


def _round(one: Seen, rounds: Mapping[tuple[str, str], Rounds], limits: Limits) -> Iterable[Flag]:
    if not one.round:
        return
    for worker, name in one.workers.items():
        records, even = rounds[worker, month_of(one.day)]
        if records >= limits.rounded_of and 100 * even >= limits.rounded * records:
            yield Flag("round", f"{name}当月的 {records} 次记录里有 {even} 次起止都在整刻")


def _late(one: Seen, limits: Limits) -> Iterable[Flag]:
    days = (one.recorded_on - one.day).days
    if days > limits.late:
        yield Flag("late", f"服务后 {days} 天才录入，超过 {limits.late} 天")


def _outside(one: Seen) -> Iterable[Flag]:
    if not one.in_agreement:
        yield Flag("outside", "当天不在购买服务协议的期限内")
    if not one.in_plan:
        yield Flag("outside", "当天不在服务计划的期限内")
    if not one.items <= one.plan_items:
        yield Flag("outside", "做了服务计划里没有的项目")
    if one.planned_item not in one.items:
        yield Flag("outside", "没有做安排的项目")
    if not one.planned_worker:
        yield Flag("outside", "上门的不是安排的服务人员")
    if not any(starts <= one.starts and one.ends <= ends for starts, ends in one.shifts):
        yield Flag("outside", "服务人员这段时间不在班或请假")


def _longer(one: Seen, limits: Limits) -> Iterable[Flag]:
    over = one.minutes - one.planned_minutes
    if over > limits.longer:
        yield Flag("longer", f"比安排的长 {over} 分钟，超过 {limits.longer} 分钟")


def _unsigned(one: Seen) -> Iterable[Flag]:
    if not one.signed:
        yield Flag("unsigned", "没有本人或监护人的签字、指印")
