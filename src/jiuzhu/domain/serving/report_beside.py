"""What a report tells beside visits and money: oversight and satisfaction, needs, the sources that paid, the hour accounts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jiuzhu.domain.money import ZERO
from jiuzhu.domain.serving.hours import HourAccount
from jiuzhu.domain.serving.overseeing import SATISFIED, percent
from jiuzhu.domain.serving.report_facts import Facts, FundState, Graded, Needed
from jiuzhu.domain.serving.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class OverseenLine:
    """One provider: records that stand, those looked at on the spot, call-backs, complaints, beside the share before."""

    label: str
    records: int
    checked: int
    wrong: int
    calls: int
    satisfied: int
    complaints: int
    before_percent: str

    @property
    def checked_percent(self) -> str:
        """Records that were looked at, of a hundred [池民社救〔2023〕38号 三(五)1: at least 30 of a year's]."""
        return percent(self.checked, self.records)

    @property
    def percent(self) -> str:
        """Who is satisfied, of a hundred who were asked."""
        return percent(self.satisfied, self.calls)


def satisfied(graded: Iterable[Graded]) -> tuple[int, int]:
    """How many are satisfied, and how many were asked."""
    found = [one.grade >= SATISFIED for one in graded]
    return sum(found), len(found)


def oversight(now: Facts, before: Facts) -> list[OverseenLine]:
    """Every provider that was looked at, asked about or complained of; call-backs about none under their own word."""
    names = (
        {one.provider for one in now.overseen} | {one.provider for one in now.graded} | set(now.complaints)
    )
    made = []
    for name in sorted(names, key=lambda one: (not one, one)):
        content, calls = satisfied(one for one in now.graded if one.provider == name)
        looked = [one for one in now.overseen if one.provider == name]
        made.append(
            OverseenLine(
                label=name or "没有对应的服务",
                records=sum(one.records for one in looked),
                checked=sum(one.checked for one in looked),
                wrong=sum(one.wrong for one in looked),
                calls=calls,
                satisfied=content,
                complaints=sum(one == name for one in now.complaints),
                before_percent=percent(*satisfied(one for one in before.graded if one.provider == name)),
            )
        )
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedLine:
    """Needs of one heading: found and met in the span, ended otherwise, not met at its end, and of those still asked about."""

    label: str
    found: int
    met: int
    ended: int
    unmet: int
    asked: int
    before_found: int
    before_met: int
    before_unmet: int


def needs(span: Span, there: Sequence[Needed], headings: Iterable[str]) -> list[NeedLine]:
    """Every heading. A need that went on under a new assessment is one need."""
    carried = _carried(there)
    made = []
    for heading in headings:
        ours = [one for one in there if one.heading == heading]
        began = [one for one in ours if one.id not in carried.values()]
        over = [one for one in ours if one.id not in carried]
        made.append(
            NeedLine(
                label=heading,
                found=sum(span.holds(one.assessed_on) for one in began),
                met=sum(one.state == "met" and span.holds(one.ended_on) for one in over),
                ended=sum(one.state == "ended" and span.holds(one.ended_on) for one in over),
                unmet=len(_unmet(span, ours)),
                asked=sum(_asked(span, one) for one in _unmet(span, ours)),
                before_found=sum(span.before.holds(one.assessed_on) for one in began),
                before_met=sum(one.state == "met" and span.before.holds(one.ended_on) for one in over),
                before_unmet=len(_unmet(span.before, ours)),
            )
        )
    return made


def _carried(there: Sequence[Needed]) -> dict[str, str]:
    """A need that ended because it was assessed again → the one it went on as."""
    made: dict[str, str] = {}
    of = defaultdict[tuple[str, str], list[Needed]](list)
    for one in sorted(there, key=lambda one: one.id):
        for earlier in of[one.file, one.heading]:
            if earlier.state == "ended" and earlier.ended_on == one.assessed_on and earlier.id not in made:
                made[earlier.id] = one.id
        of[one.file, one.heading].append(one)
    return made


def _unmet(span: Span, there: Iterable[Needed]) -> list[Needed]:
    last = span.last_day
    return [one for one in there if one.assessed_on <= last and (one.ended_on is None or one.ended_on > last)]


def _asked(span: Span, need: Needed) -> bool:
    last = span.last_day
    return any(asked <= last and (answered is None or answered > last) for asked, answered in need.asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantLine:
    """物质: what the sealed rosters of one programme paid; `times`: households, counted in every month."""

    label: str
    times: int
    amount: Decimal
    before_times: int
    before_amount: Decimal


def grants(now: Facts, before: Facts) -> list[GrantLine]:
    """Every programme that was paid."""

    def paid(facts: Facts, programme: str) -> tuple[int, Decimal]:
        found = [one for one in facts.granted if one.programme == programme]
        return sum(one.households for one in found), sum((one.amount for one in found), ZERO)

    made = []
    for programme in sorted({one.programme for facts in (now, before) for one in facts.granted}):
        (times, amount), (before_times, before_amount) = paid(now, programme), paid(before, programme)
        made.append(
            GrantLine(
                label=programme,
                times=times,
                amount=amount,
                before_times=before_times,
                before_amount=before_amount,
            )
        )
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class FundLine:
    """One source: what it paid in the span and before, and how it stands in the year."""

    label: str
    settled: Decimal
    subsidies: Decimal
    before_settled: Decimal
    before_subsidies: Decimal
    limit: Decimal
    spent: Decimal
    committed: Decimal
    left: Decimal


def funds(now: Facts, before: Facts, states: Iterable[FundState]) -> list[FundLine]:
    """Every source that paid, or may in the year."""
    there = {one.source: one for one in states}

    def settled(facts: Facts, source: str) -> Decimal:
        return sum((one.amount for one in facts.paid if one.source == source), ZERO)

    def subsidies(facts: Facts, source: str) -> Decimal:
        return sum((amount for one, amount in facts.subsidies if one == source), ZERO)

    paying = {one.source for facts in (now, before) for one in facts.paid}
    paying |= {source for facts in (now, before) for source, _ in facts.subsidies}
    made = []
    for source in [*there, *sorted(paying - there.keys())]:
        state = there.get(source, FundState(source, ZERO, ZERO, ZERO, ZERO))
        made.append(
            FundLine(
                label=source,
                settled=settled(now, source),
                subsidies=subsidies(now, source),
                before_settled=settled(before, source),
                before_subsidies=subsidies(before, source),
                limit=state.limit,
                spent=state.spent,
                committed=state.committed,
                left=state.left,
            )
        )
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class HourLine:
    """The hour accounts of one year together, in minutes; `people` have any."""

    label: str
    people: int
    granted: int
    booked: int
    delivered: int
    disputed: int
    expired: int
    left: int


def hour_line(year: int, accounts: Iterable[HourAccount]) -> HourLine:
    """The sums of a year."""
    found = [one for one in accounts if one.granted or one.delivered or one.disputed or one.booked]
    return HourLine(
        label=f"{year} 年",
        people=len(found),
        granted=sum(one.granted for one in found),
        booked=sum(one.booked for one in found),
        delivered=sum(one.delivered for one in found),
        disputed=sum(one.disputed for one in found),
        expired=sum(one.expired for one in found),
        left=sum(one.left for one in found),
    )
