"""谁看了谁家: what the head and who audits read of a day, the unusual first."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from jiuzhu.domain.looking import WHAT, Look
from jiuzhu.domain.office import Operator
from jiuzhu.domain.rights import RIGHTS
from jiuzhu.domain.ways import WAYS
from jiuzhu.storage.queries import looks as queries
from jiuzhu.storage.queries import offices
from jiuzhu.storage.queries.looks import Home
from jiuzhu.storage.unit import CHINA, Unit

MANY = 30
"""Households in a day: nobody at a window has that many before them."""

HOURS = time(7, 30), time(18, 30)
"""When people are at work, with some time before and after."""

_HOUSE = re.compile(r".*\d+\s*[号组]")

_NO_HOME = Home("", "", "没有家庭档案", "", "")
_UNSEEN = Home("", "", "不显示", "", "")


@dataclass(frozen=True, slots=True)
class LookedRow:
    """One colleague and one household on one day. `odd`: what is unusual about it, "" for nothing.

    `judged`: whether it was held against their tasks and kin, which only who sees families can.
    """

    id: str
    who: str
    household_number: str
    name: str
    village: str
    first: str  # HH:MM
    last: str
    times: int
    what: str
    odd: str
    about: str  # the household, or the record itself where it has none
    judged: bool = True


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A full number that was shown, or a paper or workbook that left."""

    id: str
    on: date
    who: str
    name: str  # of the person, or the paper's title
    number: str
    reason: str
    odd: bool
    about: str = ""  # whose number it is


def looked(unit: Unit, back: int = 0) -> list[LookedRow]:
    """Who looked at whom today, or so many days back: the most unusual first."""
    unit.require("oversee")
    day = unit.today - timedelta(days=back)
    begin = datetime.combine(day, time(0), CHINA)
    found = queries.between(unit.session, begin, begin + timedelta(days=1))
    seen: dict[tuple[str, str], list[Look]] = {}
    for look in found:
        seen.setdefault((look.operator_id, look.household_id or look.subject_id), []).append(look)
    households = {look.household_id for look in found if look.household_id}
    homes = queries.homes(unit.session, households)
    odd = _Odd(unit, day, homes, [who for who, _ in seen])
    unknown = _NO_HOME if odd.judges else _UNSEEN
    rows = [
        (odd.of(who, whose, looks), _row(odd.people[who].name, homes.get(whose, unknown), looks, whose))
        for (who, whose), looks in seen.items()
    ]
    rows.sort(key=lambda pair: (-len(pair[0]), pair[1].who, pair[1].first))
    return [replace(row, odd="；".join(reasons), judged=odd.judges) for reasons, row in rows]


def _row(who: str, home: Home, looks: list[Look], about: str) -> LookedRow:
    times = [look.at.astimezone(CHINA).strftime("%H:%M") for look in looks]
    what = "、".join(dict.fromkeys(WHAT[look.what] for look in looks))
    return LookedRow(
        looks[0].id, who, home.number, home.name, home.village, times[0], times[-1], len(looks), what, "", about
    )  # fmt: skip


class _Odd:
    """What is unusual about a look, from what is known of the colleague, the household and the hour."""

    def __init__(self, unit: Unit, day: date, homes: Mapping[str, Home], who: list[str]) -> None:
        households = homes.keys()
        self.judges = unit.actor.sees("household")
        self._homes = homes
        self.people: dict[str, Operator] = {row.id: row for row in offices.operators(unit.session)}
        self._works = unit.desk.calendar.is_working(day)
        self._count = {one: who.count(one) for one in set(who)}
        self._worked = queries.worked_on(unit.session, households)
        self._relatives = queries.relatives(unit.session)
        self._rights: dict[str, set[str]] = {}
        for household, state in queries.open_states(unit.session, households):
            asked = {move.right for way in WAYS.values() for move in way.moves_from(state)}
            self._rights.setdefault(household, set()).update(asked)

    def of(self, who: str, whose: str, looks: list[Look]) -> list[str]:
        """Reasons in words, the gravest first."""
        return [*self._reasons(who, whose, looks)]

    def _reasons(self, who: str, whose: str, looks: list[Look]) -> Iterator[str]:
        person = self.people[who]
        own = [(home, address) for home, address, row in self._relatives if row.concerns(who, person.name)]
        if any(home == whose for home, _ in own):
            yield "备案的近亲属"
        elif whose in self._homes and neighbours(self._homes[whose].address, [address for _, address in own]):
            yield "备案近亲属的邻居"
        if any(look.what == "refused" for look in looks):
            yield "无权查看，未给看"
        if not self._works:
            yield "休息日"
        elif any(not HOURS[0] <= look.at.astimezone(CHINA).time() < HOURS[1] for look in looks):
            yield "非工作时间"
        if self._count[who] > MANY:
            yield f"一天看了 {self._count[who]} 户"
        if self.judges and not self._is_task(person, whose):
            yield "没有经办过，也不在待办"

    def _is_task(self, person: Operator, whose: str) -> bool:
        """Whether they ever changed something about the household, or it waits for somebody of their role."""
        if (person.id, whose) in self._worked:
            return True
        roles = set(person.roles.split())
        return any(RIGHTS[right] & roles for right in self._rights.get(whose, ()))


def neighbours(address: str, others: Sequence[str]) -> bool:
    """Whether an address is in the same house or group as one of others: the same up to its last 号 or 组."""
    house = _HOUSE.match(address)
    return house is not None and any(other.startswith(house.group()) for other in others)


def shown(unit: Unit) -> list[ShownRow]:
    """Full numbers shown yesterday and today, with their reasons."""
    unit.require("oversee")
    names = offices.names(unit.session)
    yesterday = unit.today - timedelta(days=1)
    return [
        ShownRow(row.id, row.on, names.get(row.by, ""), name, "", row.reason, odd=False, about=row.person_id)
        for row, name in queries.revealed(unit.session, yesterday, unit.today)
    ]


def taken_out(unit: Unit) -> list[ShownRow]:
    """Files and papers that left yesterday and today, files first: they carry whole numbers of many."""
    unit.require("oversee")
    names = offices.names(unit.session)
    yesterday = unit.today - timedelta(days=1)
    files = [
        ShownRow(
            row.id, row.left_at.astimezone(CHINA).date(), names.get(row.asked_by, ""), f"{row.title} {row.rows} 行",
            row.number, f"{unit.desk.label('export_purpose', row.purpose)}{row.purpose_text}，交{row.recipient}", odd=True,
        )
        for row in queries.exported(unit.session, datetime.combine(yesterday, time(0), CHINA))
        if row.left_at is not None
    ]  # fmt: skip
    papers = [
        ShownRow(
            row.id, row.issued_on, names.get(row.issued_by, ""), row.title, row.number, f"印 {row.prints} 次", odd=False
        )
        for row in queries.printed(unit.session, yesterday, unit.today)
    ]  # fmt: skip
    return files + papers
