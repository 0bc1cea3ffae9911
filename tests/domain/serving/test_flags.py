"""Each doubt about a record is raised by what it is about, told in words, and by nothing else."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.serving.flags import KINDS, Beside, Flag, Limits, Rounds, Seen, flags

DAY = date(2025, 9, 3)
LIMITS = Limits(visits=2, minutes=240, late=3, rounded=90, rounded_of=4, longer=30)
PLAIN = Seen(
    id="a", person_id="f1", person="甲示例", workers={"w": "示例甲工"}, day=DAY, starts=541, ends=601,
    items=frozenset({"bath"}), recorded_on=DAY, signed=True, planned_item="bath", planned_minutes=60, planned_worker=True,
    plan_items=frozenset({"bath", "meal"}), in_plan=True, in_agreement=True, shifts=[(480, 1080)],
)  # fmt: skip


def found(*seen: Seen, limits: Limits = LIMITS) -> dict[str, tuple[Flag, ...]]:
    """Records held against each other."""
    beside = [
        Beside(one.id, one.person_id, one.person, one.workers.keys(), one.day, one.starts, one.ends)
        for one in seen
    ]
    rounds: dict[tuple[str, str], Rounds] = defaultdict(lambda: Rounds(0, 0))
    for one in seen:
        for worker in one.workers:
            records, even = rounds[worker, month_of(one.day)]
            rounds[worker, month_of(one.day)] = Rounds(records + 1, even + one.round)
    return flags(seen, beside, rounds, limits)


def of(one: Seen, *others: Seen) -> tuple[Flag, ...]:
    return found(one, *others)[one.id]


def reasons(one: Seen, *others: Seen) -> list[str]:
    told = of(one, *others)
    assert {flag.kind for flag in told} <= KINDS.keys()
    return [flag.reason for flag in told]


def test_a_plain_record_raises_nothing() -> None:
    assert of(PLAIN) == ()
    later = replace(PLAIN, id="b", person_id="f2", starts=601, ends=661)  # begins the minute the other ends
    assert of(PLAIN, later) == of(later, PLAIN) == ()
    assert of(PLAIN, replace(PLAIN, id="c", day=DAY + timedelta(days=1))) == ()


def test_a_worker_in_two_homes_at_once_is_told_on_both_records() -> None:
    other = replace(
        PLAIN,
        id="b",
        person_id="f2",
        person="乙示例",
        starts=600,
        ends=660,
        workers={"x": "丁工", "w": "示例甲工"},
    )
    assert reasons(PLAIN, other) == ["示例甲工 10:00–11:00 也记在乙示例家"]
    assert reasons(other, PLAIN) == ["示例甲工 9:01–10:01 也记在甲示例家"]
    assert of(PLAIN, replace(other, workers={"x": "丁工"})) == ()


def test_a_person_is_not_served_twice_at_once() -> None:
    other = replace(PLAIN, id="b", starts=560, ends=590, workers={"x": "丁工"})
    assert of(PLAIN, other) == (Flag("person", "本人 9:20–9:50 另有一次服务记录"),)
    assert of(PLAIN, replace(other, workers=PLAIN.workers)) == of(PLAIN, other)  # the worker is in one home


def test_too_many_visits_and_too_many_minutes_of_a_day() -> None:
    day = [
        replace(PLAIN, id=str(n), person_id=str(n), starts=481 + 60 * n, ends=541 + 60 * n) for n in range(3)
    ]
    assert reasons(*day) == ["示例甲工当天有 3 次服务，超过 2 次"]
    long = replace(day[1], starts=541, ends=722)
    assert reasons(day[0], long) == ["示例甲工当天共 241 分钟，超过 240 分钟"]
    assert of(day[0], replace(long, ends=721)) == ()


def test_a_photo_that_hangs_on_another_visit_too() -> None:
    days = [DAY, date(2025, 8, 1), DAY]
    assert reasons(replace(PLAIN, photos_of=days)) == [
        "有照片与 2025-08-01 另一次服务的照片完全相同",
        "有照片与 2025-09-03 另一次服务的照片完全相同",
    ]


def test_what_was_rejected_and_reversed_before() -> None:
    assert of(replace(PLAIN, rejected=["有争议", "抽查不属实", "有争议"])) == (
        Flag("again", "重录：原记录抽查不属实"),
        Flag("again", "重录：原记录有争议"),
    )


def test_home_care_and_visits_are_not_received_together() -> None:
    assert of(replace(PLAIN, home_care=True)) == (
        Flag("home_care", "当天在残联居家托养期内，不同时享受居家上门服务"),
    )


def test_times_that_are_always_round() -> None:
    even = [
        replace(
            PLAIN,
            id=str(n),
            day=DAY + timedelta(days=n),
            recorded_on=DAY + timedelta(days=n),
            starts=540,
            ends=600,
        )
        for n in range(4)
    ]
    assert reasons(*even) == ["示例甲工当月的 4 次记录里有 4 次起止都在整刻"]
    assert of(even[0], even[1], even[2], replace(even[3], day=date(2025, 10, 1))) == ()  # another month
    assert of(*even[:3]) == ()  # too few to say anything
    odd = replace(even[3], ends=607)
    assert of(even[0], even[1], even[2], odd) == ()  # three of four are 75 %
    for times in ((550, 600), (540, 610)):  # full tens are no quarters
        tens = [replace(one, starts=times[0], ends=times[1]) for one in even]
        assert of(*tens) == ()
    later = date(2025, 9, 20)
    last = replace(odd, id="z", day=later, recorded_on=later)
    mostly = found(*even, last, limits=replace(LIMITS, rounded=80))
    assert mostly["z"] == ()  # its own times are not round
    assert [flag.kind for flag in mostly["0"]] == ["round"]


def test_late_entry_counts_the_days() -> None:
    assert of(replace(PLAIN, recorded_on=DAY + timedelta(days=3))) == ()
    assert reasons(replace(PLAIN, recorded_on=DAY + timedelta(days=4))) == ["服务后 4 天才录入，超过 3 天"]


def test_outside_of_what_was_agreed() -> None:
    assert reasons(replace(PLAIN, in_agreement=False)) == ["当天不在购买服务协议的期限内"]
    assert reasons(replace(PLAIN, in_plan=False)) == ["当天不在服务计划的期限内"]
    assert reasons(replace(PLAIN, items=frozenset({"bath", "escort"}))) == ["做了服务计划里没有的项目"]
    assert reasons(replace(PLAIN, items=PLAIN.plan_items)) == []  # all of the plan
    assert reasons(replace(PLAIN, planned_item="meal")) == ["没有做安排的项目"]
    assert reasons(replace(PLAIN, planned_worker=False)) == ["上门的不是安排的服务人员"]
    off = ["服务人员这段时间不在班或请假"]
    assert reasons(replace(PLAIN, shifts=[])) == off
    assert reasons(replace(PLAIN, shifts=[(480, 600), (700, 800)])) == off
    assert reasons(replace(PLAIN, shifts=[(480, 540), (541, 601)])) == []


def test_longer_than_planned_and_not_signed() -> None:
    assert of(replace(PLAIN, ends=631)) == ()
    assert reasons(replace(PLAIN, ends=632)) == ["比安排的长 31 分钟，超过 30 分钟"]
    assert of(replace(PLAIN, signed=False)) == (Flag("unsigned", "没有本人或监护人的签字、指印"),)
