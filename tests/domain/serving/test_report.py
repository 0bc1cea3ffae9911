"""汇总 beside a recount of the same rows by loops that know nothing of it, and its corners one by one."""

import random
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest

from jiuzhu.domain.chart import MOST_BARS, Bar, chart
from jiuzhu.domain.serving import report, report_beside
from jiuzhu.domain.serving.hours import HourAccount
from jiuzhu.domain.serving.overseeing import percent
from jiuzhu.domain.serving.report_facts import (
    GROUPS,
    Answered,
    Facts,
    Filed,
    FundState,
    Graded,
    Granted,
    Lasting,
    Needed,
    Overseen,
    Paid,
    Served,
)
from jiuzhu.domain.serving.report_whole import Report, Words, whole
from jiuzhu.domain.serving.span import Span, quarter_of, quarters

THIRD = Span("2025-07", "2025-09")
WORDS = Words(
    classes=("第 1 类", "第 2 类"),
    headings=("健康", "居住"),
    kinds=("政策清单",),
    grade=lambda one: f"{one} 级",
)


def told(now: Facts, before: Facts = Facts(), lasting: Lasting = Lasting()) -> Report:  # noqa: B008  # frozen
    return whole(THIRD, THIRD.last_day, (now, before), lasting, WORDS)


def measure(made: Report, label: str) -> tuple[str, str, str]:
    found = next(one for one in made.measures if one.label.strip() == label)
    return found.now, found.before, found.change


@pytest.mark.parametrize(
    ("span", "words", "before"),
    [
        (Span("2025-07", "2025-09"), "2025 年第三季度", Span("2025-04", "2025-06")),
        (Span("2025-10", "2025-12"), "2025 年第四季度", Span("2025-07", "2025-09")),
        (Span("2025-01", "2025-12"), "2025 年", Span("2024-01", "2024-12")),
        (Span("2025-02", "2025-12"), "2025-02 至 2025-12", Span("2024-03", "2025-01")),
        (Span("2025-08", "2025-10"), "2025-08 至 2025-10", Span("2025-05", "2025-07")),
        (Span("2025-01", "2025-01"), "2025-01", Span("2024-12", "2024-12")),
        (Span("2024-03", "2025-02"), "2024-03 至 2025-02", Span("2023-03", "2024-02")),
    ],
)
def test_a_span_stands_beside_as_many_months(span: Span, words: str, before: Span) -> None:
    assert (span.words, span.before) == (words, before)
    assert span.months[0] == span.first
    assert span.months[-1] == span.last


def test_days_of_a_span_are_those_of_its_months() -> None:
    leap = Span("2024-02", "2024-02")
    assert (leap.first_day, leap.last_day) == (date(2024, 2, 1), date(2024, 2, 29))
    assert [leap.holds(day) for day in (date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 1), None)] == [
        False, True, False, False,
    ]  # fmt: skip
    assert Span("2025-03", "2025-01").count == -1
    assert quarter_of("2025-12") == Span("2025-10", "2025-12")
    assert quarters(date(2025, 2, 3), 2) == [Span("2025-01", "2025-03"), Span("2024-10", "2024-12")]


def random_facts(seed: int, months: tuple[str, ...]) -> Facts:
    chance = random.Random(seed)  # a seed repeats it

    def of() -> dict[str, str]:
        return {
            "class": chance.choice(WORDS.classes), "item": chance.choice(("助洁", "助浴", "代购")),
            "provider": chance.choice(("甲机构", "乙机构")), "village": chance.choice(("一村", "二村", "三村")),
            "month": chance.choice(months),
        }  # fmt: skip

    standings = ("verified", "verified", "recorded", "disputed", "refused", "reversed")
    return Facts(
        served=[
            Served(chance.choice(standings), chance.randint(1, 200), f"f{chance.randint(1, 20)}", of())
            for _ in range(200)
        ],
        paid=[
            Paid(chance.choice(("payable", "correction")), 60, Decimal(chance.randint(-900, 9000)) / 100, chance.choice(("甲款", "乙款")), of())
            for _ in range(150)
        ],
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_every_table_adds_up_to_what_loops_count(seed: int) -> None:
    now, before = random_facts(seed, THIRD.months), random_facts(seed + 100, THIRD.before.months)
    made = told(now, before)
    for facts, side in ((now, ""), (before, "before_")):
        people, visits, minutes, cents = set(), 0, 0, 0
        by: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
        who: dict[tuple[str, str], set[str]] = defaultdict(set)
        for one in facts.served:
            if one.standing == "verified":
                people.add(one.file)
                visits, minutes = visits + 1, minutes + one.minutes
                for group in GROUPS:
                    by[group, one.of[group]][0] += 1
                    by[group, one.of[group]][1] += one.minutes
                    who[group, one.of[group]].add(one.file)
        for line in facts.paid:
            cents += int(line.amount * 100)
            for group in GROUPS:
                by[group, line.of[group]][2] += int(line.amount * 100)
        names = [side + name for name in ("people", "visits", "minutes", "amount")]
        whole_line = [getattr(made.total, name) for name in names]
        assert whole_line == [len(people), visits, minutes, Decimal(cents) / 100]
        for group in GROUPS:
            if group == "month" and side:
                continue
            for row in made.groups[group]:
                count, length, money = by[group, row.label]
                assert [getattr(row, name) for name in names] == [
                    len(who[group, row.label]), count, length, Decimal(money) / 100,
                ], (group, row.label)  # fmt: skip
            assert sum(getattr(row, names[3]) for row in made.groups[group]) == Decimal(cents) / 100
    assert sum(one.settled for one in made.funds) == made.total.amount
    assert measure(made, "其中以前月份更正（元）")[0] == (
        f"{sum(one.amount for one in now.paid if one.kind == 'correction'):,.2f}"
    )


def test_lines_stand_in_their_order_and_classes_and_months_always_do() -> None:
    of = {"class": "第 2 类", "item": "助洁", "provider": "甲", "village": "一村", "month": "2025-08"}
    now = Facts(
        served=[Served("verified", 60, "f1", of), Served("refused", 60, "f1", {**of, "item": "助餐"})]
    )
    before = Facts(
        served=[Served("verified", 90, "f1", {**of, "item": "代购"})],
        paid=[Paid("correction", 0, Decimal(-5), "甲款", {**of, "item": "助浴"})],
    )
    made = told(now, before)
    assert [(one.label, one.minutes) for one in made.groups["class"]] == [("第 1 类", 0), ("第 2 类", 60)]
    assert [one.label for one in made.groups["month"]] == ["2025-07", "2025-08", "2025-09"]
    items = made.groups["item"]
    assert [(one.label, one.hours, one.before_hours, int(one.before_amount)) for one in items] == [
        ("助洁", "1.0 小时", "0.0 小时", 0), ("代购", "0.0 小时", "1.5 小时", 0), ("助浴", "0.0 小时", "0.0 小时", -5),
    ]  # fmt: skip
    assert measure(made, "已核实时长") == ("1.0 小时", "1.5 小时", "-0.5 小时")
    assert measure(made, "已核实服务（次）") == ("1", "1", "0")
    assert measure(made, "不予认可（条）") == ("1", "0", "+1")
    assert measure(made, "已审核结算（元）") == ("0.00", "-5.00", "+5.00")
    assert measure(told(Facts(), now), "已核实时长")[2] == "-1.0 小时"
    assert measure(told(now, Facts()), "已核实时长")[2] == "+1.0 小时"


def test_files_are_counted_at_the_end_and_as_they_come_and_go() -> None:
    files = (
        Filed("第 1 类", date(2025, 1, 5), None),
        Filed("第 1 类", date(2025, 7, 1), date(2025, 9, 30)),
        Filed("第 2 类", date(2025, 9, 30), date(2025, 10, 1)),
        Filed("第 2 类", date(2025, 10, 1), None),
        Filed("第 1 类", date(2025, 2, 1), date(2025, 5, 2)),
    )
    assert [(one.label, one.now, one.before) for one in report.register(THIRD, files)] == [
        ("第 1 类", 1, 1), ("第 2 类", 1, 0), ("新建档", 2, 0), ("停止服务", 1, 1),
    ]  # fmt: skip


def test_a_need_that_was_assessed_again_is_one_need() -> None:
    first, again = date(2025, 6, 2), date(2025, 8, 4)
    asked = ((date(2025, 8, 5), None),)
    there = (
        Needed("n1", "f1", "健康", "ended", first, again),
        Needed("n2", "f1", "健康", "raised", again, None, asked),
        Needed("n3", "f2", "健康", "ended", again, again),  # assessed twice on one day
        Needed("n4", "f2", "健康", "ended", again, again),
        Needed("n5", "f2", "健康", "met", again, date(2025, 9, 1)),
        Needed("n6", "f3", "健康", "met", date(2025, 5, 1), date(2025, 6, 30)),
        Needed("n7", "f3", "健康", "open", date(2025, 7, 1), None),
        Needed("n8", "f4", "健康", "ended", date(2025, 7, 9), date(2025, 9, 9)),
        Needed("n9", "f5", "居住", "open", date(2025, 10, 1), None),
        Needed("na", "f6", "居住", "met", date(2025, 9, 1), date(2025, 10, 3), ((date(2025, 9, 2), date(2025, 9, 9)),)),
    )  # fmt: skip
    health, home = report_beside.needs(THIRD, there, WORDS.headings)
    # found: n3 as one, n7, n8; n2 is n1 going on
    assert (health.found, health.met, health.ended, health.unmet, health.asked) == (3, 1, 1, 2, 1)
    assert (health.before_found, health.before_met, health.before_unmet) == (2, 1, 1)
    assert (home.found, home.met, home.ended, home.unmet, home.asked) == (1, 0, 0, 1, 0)
    for one in (health, home):  # what was there, and came, and went
        assert one.before_unmet + one.found - one.met - one.ended == one.unmet


def test_providers_are_told_by_what_was_looked_at_and_said() -> None:
    now = Facts(
        overseen=(Overseen("甲", 3, 1, 1), Overseen("乙", 0, 0, 0)),
        graded=(Graded(5, "甲"), Graded(4, "甲"), Graded(3, "甲"), Graded(1, "")),
        complaints=("丙", "甲"),
    )
    before = Facts(graded=(Graded(2, "甲"),))
    made = told(now, before)
    rows = {one.label: one for one in made.oversight}
    assert list(rows) == ["丙", "乙", "甲", "没有对应的服务"]
    one = rows["甲"]
    assert (one.checked_percent, one.percent, one.before_percent, one.complaints, one.wrong) == ("33.3%", "66.6%", "0.0%", 1, 1)  # fmt: skip
    assert (rows["乙"].checked_percent, rows["乙"].percent) == ("—", "—")
    assert measure(made, "回访满意率") == ("50.0%", "0.0%", "")
    assert measure(made, "抽查比例") == ("33.3%", "—", "")
    assert measure(made, "投诉（件）") == ("2", "0", "+2")
    assert [(one.label, one.now) for one in made.tallies if one.group == "满意度（次）"] == [
        ("5 级", 1), ("4 级", 1), ("3 级", 1), ("2 级", 0), ("1 级", 1),
    ]  # fmt: skip


def test_funds_accounts_and_answers_are_summed() -> None:
    of = dict.fromkeys(GROUPS, "一")
    now = Facts(
        paid=(Paid("payable", 60, Decimal("40.50"), "甲款", of),), subsidies=(("丙款", Decimal(600)),),
        unsigned=Decimal(7),
    )  # fmt: skip
    before = Facts(paid=(Paid("payable", 60, Decimal(1), "乙款", of),))
    account = HourAccount(2025, 1440, 60, 120, 30, 0)
    nothing = HourAccount(2025, 0, 0, 0, 0, 0)
    lasting = Lasting(
        funds=(FundState("甲款", Decimal(100), Decimal(50), Decimal(20), Decimal(30)),),
        accounts={2025: (account, account, nothing)},
        answers=(
            Answered("政策清单", date(2025, 7, 1), "done", date(2025, 9, 30)),
            Answered("政策清单", date(2025, 6, 30), "dropped", date(2025, 7, 2)),
            Answered("服务清单", date(2025, 8, 1), "arranged", None),
        ),
    )
    made = told(now, before, lasting)
    assert [(one.label, f"{one.settled:.2f}", int(one.subsidies), int(one.before_settled), int(one.left)) for one in made.funds] == [
        ("甲款", "40.50", 0, 0, 30), ("丙款", "0.00", 600, 0, 0), ("乙款", "0.00", 0, 1, 0),
    ]  # fmt: skip
    (hours,) = made.hours
    assert (hours.people, hours.granted, hours.booked, hours.delivered, hours.disputed, hours.left) == (
        2, 2880, 120, 240, 60, 2460,
    )  # fmt: skip
    assert [(one.label, one.now, one.before) for one in made.tallies if one.group == "需求回应（项）"] == [
        ("选用政策清单", 1, 1), ("有结果，进幸福清单", 1, 0),
    ]  # fmt: skip
    assert measure(made, "待审核结算（元）") == ("7.00", "0.00", "+7.00")
    assert measure(made, "邻里互助补贴（元）")[0] == "600.00"


def test_what_rosters_paid_stands_by_its_programme() -> None:
    now = Facts(
        granted=(
            Granted("低保", 3, Decimal("2310.50")),
            Granted("低保", 4, Decimal(3080)),
            Granted("特困", 1, Decimal(1001)),
        )
    )
    before = Facts(granted=(Granted("临时救助", 2, Decimal(500)), Granted("低保", 3, Decimal(2310))))
    made = told(now, before)
    assert [(one.label, one.times, f"{one.amount:.2f}", one.before_times, int(one.before_amount)) for one in made.grants] == [
        ("临时救助", 0, "0.00", 2, 500), ("低保", 7, "5390.50", 3, 2310), ("特困", 1, "1001.00", 0, 0),
    ]  # fmt: skip
    assert measure(made, "同期发放救助金（元）") == ("6,391.50", "2,810.00", "+3,581.50")


def test_what_is_drawn_is_what_the_tables_say() -> None:
    assert told(Facts()).charts == []
    of = dict.fromkeys(GROUPS, "一") | {"month": "2025-08"}
    made = told(
        Facts(served=[Served("verified", 90, "f", of)], paid=[Paid("payable", 90, Decimal(60), "甲款", of)])
    )
    assert [one.title for one in made.charts] == [
        "每月已核实服务时长", "各服务项目已核实时长", "各服务机构已审核结算（元）",
    ]  # fmt: skip
    months, items, providers = made.charts
    assert months.series == ("本期",)
    assert [bar.values for bar in months.bars] == [(0,), (Decimal("1.5"),), (0,)]
    assert items.bars[0].words == ("1.5 小时", "0.0 小时")
    assert "60.00" in providers.said
    many = chart(
        "很多",
        ("本期",),
        (Bar(str(place), (Decimal(place),), (str(place),)) for place in range(MOST_BARS + 1)),
    )
    assert len(many.bars) == MOST_BARS
    assert "其余见表" in many.title


def test_shares_are_rounded_down() -> None:
    assert percent(1, 800) == "0.1%"
    assert percent(1, 2001) == "0.0%"
    assert percent(2, 3) == "66.6%"
    assert percent(2996, 10_000) == "29.9%"  # of the 30 that are to be looked at
    assert percent(3, 3) == "100.0%"
    assert percent(0, 0) == "—"
    days = [THIRD.first_day + timedelta(days=one) for one in range(92)]
    assert all(THIRD.holds(day) for day in days)
    assert not THIRD.holds(days[-1] + timedelta(days=1))
