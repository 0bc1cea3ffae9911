"""汇总: how many people, visits, hours and yuan a span of months had, beside the span before [渝北实施方案 三(三); 池民社救〔2023〕38号 五(三)].

People, visits and hours are those of verified records by their day; money is what was signed for these months, whichever
day it was signed, so that it is the sum of the settlements, corrections of earlier months among them.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jiuzhu.domain.money import ZERO
from jiuzhu.domain.serving.counting import STANDINGS
from jiuzhu.domain.serving.hours import hours
from jiuzhu.domain.serving.report_facts import Answered, Facts, Filed, Paid, Served
from jiuzhu.domain.serving.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing beside itself in the span before; `amount`: yuan of signed settlements."""

    label: str
    people: int
    visits: int
    minutes: int
    amount: Decimal
    before_people: int
    before_visits: int
    before_minutes: int
    before_amount: Decimal

    @property
    def hours(self) -> str:
        """The minutes in words."""
        return hours(self.minutes)

    @property
    def before_hours(self) -> str:
        """The minutes before in words."""
        return hours(self.before_minutes)


def line(label: str, now: Facts, before: Facts) -> Line:
    """What was served and paid together."""

    def counted(facts: Facts) -> tuple[int, int, int, Decimal]:
        done = [one for one in facts.served if one.standing == "verified"]
        paid = sum((one.amount for one in facts.paid), ZERO)
        return len({one.file for one in done}), len(done), sum(one.minutes for one in done), paid

    people, visits, minutes, amount = counted(now)
    before_people, before_visits, before_minutes, before_amount = counted(before)
    return Line(
        label=label,
        people=people,
        visits=visits,
        minutes=minutes,
        amount=amount,
        before_people=before_people,
        before_visits=before_visits,
        before_minutes=before_minutes,
        before_amount=before_amount,
    )


def _parted(facts: Facts, by: str) -> dict[str, Facts]:
    """The facts of each word of a group: a pass over all for each word would take its time."""
    served, paid = defaultdict[str, list[Served]](list), defaultdict[str, list[Paid]](list)
    for one in facts.served:
        served[one.of[by]].append(one)
    for each in facts.paid:
        paid[each.of[by]].append(each)
    return {word: Facts(served=served[word], paid=paid[word]) for word in served.keys() | paid.keys()}


def lines(by: str, now: Facts, before: Facts, words: Iterable[str] = ()) -> list[Line]:
    """One line a word of a group: in the order of `words`, which always stand there, the others by their hours."""
    here, there, first = _parted(now, by), _parted(before, by), list(words)
    others = [
        line(word, here.get(word, Facts()), there.get(word, Facts()))
        for word in (here.keys() | there.keys()) - set(first)
    ]
    others = [one for one in others if one.visits or one.before_visits or one.amount or one.before_amount]
    others.sort(key=lambda one: (-one.minutes, -one.before_minutes, one.label))
    return [line(word, here.get(word, Facts()), there.get(word, Facts())) for word in first] + others


@dataclass(frozen=True, slots=True)
class Tally:
    """One plain count of a group beside the span before; `minutes` where it has any."""

    group: str
    label: str
    now: int
    before: int


def standings(now: Facts, before: Facts) -> list[Tally]:
    """How the records of the days stand."""
    here, there = (Counter(one.standing for one in facts.served) for facts in (now, before))
    return [Tally("服务记录（条）", word, here[key], there[key]) for key, word in STANDINGS.items()]


def grades(now: Facts, before: Facts, words: Callable[[int], str]) -> list[Tally]:
    """How people were content, from the best grade to the worst."""
    here, there = (Counter(one.grade for one in facts.graded) for facts in (now, before))
    return [Tally("满意度（次）", words(grade), here[grade], there[grade]) for grade in range(5, 0, -1)]


def register(span: Span, files: Sequence[Filed]) -> list[Tally]:
    """Files that went on at the end by class, those opened and those ended."""

    def going(of: Span) -> Counter[str]:
        last = of.last_day
        return Counter(
            one.service_class
            for one in files
            if one.opened_on <= last and (one.ended_on is None or one.ended_on > last)
        )

    here, there = going(span), going(span.before)
    found = [
        Tally("期末在册（人）", word, here[word], there[word])
        for word in sorted({one.service_class for one in files})
    ]
    opened = [sum(of.holds(one.opened_on) for one in files) for of in (span, span.before)]
    ended = [sum(of.holds(one.ended_on) for one in files) for of in (span, span.before)]
    return [*found, Tally("进出（人）", "新建档", *opened), Tally("进出（人）", "停止服务", *ended)]


def answers(span: Span, found: Sequence[Answered], kinds: Iterable[str]) -> list[Tally]:
    """What was chosen for needs out of each list, and what came to something."""

    def chosen(of: Span, kind: str) -> int:
        return sum(one.kind == kind and of.holds(one.chosen_on) for one in found)

    def done(of: Span) -> int:
        return sum(one.state == "done" and of.holds(one.effect_on) for one in found)

    told = [
        Tally("需求回应（项）", f"选用{kind}", chosen(span, kind), chosen(span.before, kind))
        for kind in kinds
    ]
    return [*told, Tally("需求回应（项）", "有结果，进幸福清单", done(span), done(span.before))]
