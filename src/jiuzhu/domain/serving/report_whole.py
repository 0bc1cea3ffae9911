"""The whole report on services of a span: its first table in words, every other table, and what is drawn of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiuzhu.domain.chart import Bar, Chart, chart
from jiuzhu.domain.money import ZERO, shown
from jiuzhu.domain.serving import report, report_beside
from jiuzhu.domain.serving.hours import hours
from jiuzhu.domain.serving.overseeing import percent
from jiuzhu.domain.serving.report import Line, Tally
from jiuzhu.domain.serving.report_beside import FundLine, GrantLine, HourLine, NeedLine, OverseenLine
from jiuzhu.domain.serving.report_facts import GROUPS, Facts, Lasting
from jiuzhu.domain.serving.span import Span

_HOUR = Decimal(60)


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of the span beside the one before, in words."""

    label: str
    now: str
    before: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything of one span; `until` is its last day, or today while it goes on."""

    span: Span
    until: date
    total: Line
    measures: Sequence[Measure]
    groups: Mapping[str, Sequence[Line]]  # a key of GROUPS → its lines
    grants: Sequence[GrantLine]
    oversight: Sequence[OverseenLine]
    needs: Sequence[NeedLine]
    tallies: Sequence[Tally]
    funds: Sequence[FundLine]
    hours: Sequence[HourLine]
    charts: Sequence[Chart]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The office's own words: classes, headings and lists in their order, grades from 1 to 5."""

    classes: Sequence[str]
    headings: Sequence[str]
    kinds: Sequence[str]
    grade: Callable[[int], str]


def whole(span: Span, until: date, sides: tuple[Facts, Facts], lasting: Lasting, words: Words) -> Report:
    """The report of a span; `sides`: what lies in it, and what lies in the span before."""
    now, before = sides
    total = report.line("合计", now, before)
    fixed = {"class": words.classes, "month": span.months}
    groups = {
        by: report.lines(
            by, now, Facts() if by == "month" else before, fixed.get(by, ())
        )  # the months before are others
        for by in GROUPS
    }
    oversight, needed = (
        report_beside.oversight(now, before),
        report_beside.needs(span, lasting.needs, words.headings),
    )
    graded = report.grades(now, before, words.grade)
    tallies = [
        *report.register(span, lasting.files),
        *report.standings(now, before),
        *graded,
        *report.answers(span, lasting.answers, words.kinds),
    ]
    return Report(
        span=span,
        until=until,
        total=total,
        measures=measures(total, now, before, tallies, needed),
        groups=groups,
        grants=report_beside.grants(now, before),
        oversight=oversight,
        needs=needed,
        tallies=tallies,
        funds=report_beside.funds(now, before, lasting.funds),
        hours=[report_beside.hour_line(year, found) for year, found in lasting.accounts.items()],
        charts=charts(groups, graded, needed),
    )


def measures(
    total: Line, now: Facts, before: Facts, tallies: Iterable[Tally], needed: Sequence[NeedLine]
) -> list[Measure]:
    """The figures a reader looks for first."""
    there = list(tallies)

    def tally(label: str, group: str, word: str = "") -> Measure:
        found = [one for one in there if one.group == group and (not word or one.label == word)]
        return _whole(label, sum(one.now for one in found), sum(one.before for one in found))

    def money(label: str, of: Callable[[Facts], Decimal]) -> Measure:
        return _money(label, of(now), of(before))

    return [
        tally("期末在册（人）", "期末在册（人）"),
        _whole("接受服务（人）", total.people, total.before_people),
        _whole("已核实服务（次）", total.visits, total.before_visits),
        Measure("已核实时长", total.hours, total.before_hours, _signed_hours(total.minutes - total.before_minutes)),
        tally("待核实（条）", "服务记录（条）", "待核实"),
        tally("不予认可（条）", "服务记录（条）", "不予认可"),
        tally("有争议（条）", "服务记录（条）", "有争议"),
        _money("已审核结算（元）", total.amount, total.before_amount),
        money("　其中以前月份更正（元）", _corrections),
        money("待审核结算（元）", lambda facts: facts.unsigned),
        money("同期发放救助金（元）", lambda facts: sum((one.amount for one in facts.granted), ZERO)),
        money("邻里互助补贴（元）", lambda facts: sum((amount for _, amount in facts.subsidies), ZERO)),
        _share("回访满意率", *(report_beside.satisfied(facts.graded) for facts in (now, before))),
        _whole("回访（次）", len(now.graded), len(before.graded)),
        _whole("投诉（件）", len(now.complaints), len(before.complaints)),
        _share("抽查比例", *(_checked(facts) for facts in (now, before))),
        _whole("新评估需求（项）", sum(one.found for one in needed), sum(one.before_found for one in needed)),
        _whole("已满足需求（项）", sum(one.met for one in needed), sum(one.before_met for one in needed)),
        _whole("期末未满足需求（项）", sum(one.unmet for one in needed), sum(one.before_unmet for one in needed)),
    ]  # fmt: skip


def _corrections(facts: Facts) -> Decimal:
    return sum((one.amount for one in facts.paid if one.kind == "correction"), ZERO)


def _checked(facts: Facts) -> tuple[int, int]:
    return sum(one.checked for one in facts.overseen), sum(one.records for one in facts.overseen)


def _whole(label: str, now: int, before: int) -> Measure:
    return Measure(label, f"{now:,}", f"{before:,}", f"{now - before:+,}" if now != before else "0")


def _money(label: str, now: Decimal, before: Decimal) -> Measure:
    change = now - before
    return Measure(label, shown(now), shown(before), f"{'+' if change > 0 else ''}{shown(change)}")


def _share(label: str, now: tuple[int, int], before: tuple[int, int]) -> Measure:
    return Measure(label, percent(*now), percent(*before))


def _signed_hours(minutes: int) -> str:
    return f"{'+' if minutes > 0 else ''}{hours(minutes)}"


_SIDES = ("本期", "上期")


def charts(
    groups: Mapping[str, Sequence[Line]], graded: Sequence[Tally], needed: Sequence[NeedLine]
) -> list[Chart]:
    """What is drawn: every bar is a figure of a table of the report."""

    def served(one: Line, *, beside: bool = True) -> Bar:
        minutes = (one.minutes, one.before_minutes)[: 1 + beside]
        return Bar(one.label, tuple(Decimal(each) / _HOUR for each in minutes), tuple(map(hours, minutes)))

    def paid(one: Line) -> Bar:
        amounts = (one.amount, one.before_amount)
        return Bar(one.label, amounts, tuple(map(shown, amounts)))

    def counted(label: str, *numbers: int) -> Bar:
        return Bar(label, tuple(map(Decimal, numbers)), tuple(f"{one:,}" for one in numbers))

    made = [
        chart("每月已核实服务时长", _SIDES[:1], (served(one, beside=False) for one in groups["month"])),
        chart("各服务项目已核实时长", _SIDES, map(served, groups["item"])),
        chart("各服务机构已审核结算（元）", _SIDES, map(paid, groups["provider"])),
        chart("回访满意度（次）", _SIDES, (counted(one.label, one.now, one.before) for one in graded)),
        chart("需求（项）", ("本期已满足", "期末未满足"), (counted(one.label, one.met, one.unmet) for one in needed)),
    ]  # fmt: skip
    return [one for one in made if any(value for bar in one.bars for value in bar.values)]
