"""What happens after the decision: case 5 through the services, events, signatures of two hands, past months, any day."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.dossier import LinePart, MemberPart
from jiuzhu.domain.household import Household, HouseholdEvent
from jiuzhu.domain.policy import Policy
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.approval import approving
from jiuzhu.services.granting import adjusting, back_paying, consequences, rosters
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.granting.consequences import Consequence
from jiuzhu.services.household import as_of, events, means
from jiuzhu.services.household.events import Happened
from jiuzhu.services.household.means import NewLine
from jiuzhu.services.monitoring import rechecking
from jiuzhu.services.survey import caring
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.queries.obligations import every
from jiuzhu.storage.unit import Unit
from on_the_way import approve, family, rows, single, submitted, surveyed
from town import Town, id_number

CHECKERS = ("李核查", "张经办")


def risen_in_august(town: Town) -> None:
    """770 a head in town from August on: the grant of July is still paid by 750."""
    desk = town.clerk.rules
    moved = [
        replace(row, starts=date(2025, 8, 1))
        if row.starts == date(2025, 7, 1)
        else replace(row, ends=date(2025, 7, 31))
        if row.ends == date(2025, 6, 30)
        else row
        for row in desk.policy.rows
        if row.key == "std.dibao.urban"
    ]
    kept = [row for row in desk.policy.rows if row.key != "std.dibao.urban"]
    for workspace in (town.clerk, town.checker, town.head, town.auditor):
        workspace.rules = replace(desk, policy=Policy([*kept, *moved]))


@pytest.fixture
def home(town: Town) -> FileRows:
    risen_in_august(town)
    town.on(date(2025, 6, 9))
    taken = submitted(town, family(town), date(2025, 6, 10), date(2025, 6, 18))
    town.on(date(2025, 6, 20))
    approve(town, taken)
    town.on(date(2025, 12, 3))
    found = rows(town, taken)
    assert found.entitlements[0].monthly == Decimal("1360.00")  # 750 a head: 1,200 + 160
    return found


def grants(town: Town, home: FileRows) -> list[tuple[str, str, str, Decimal]]:
    found = town.clerk.read(lambda unit: every(unit.session, home.household.id))
    return [(row.programme, row.first_month, row.last_month, row.monthly) for row in found]


def person(home: FileRows, name: str) -> str:
    return next(one.id for one in home.people.values() if one.name == name)


def new_head(home: FileRows, wife: str, on: date) -> Happened:
    """The wife heads the household; her husband needs no word."""
    relations = {person(home, "丙示例"): "20", person(home, "丁示例"): "53"}
    return Happened(kind="change_head", effective_on=on, person_id=wife, relations=relations)


def told(town: Town, home: FileRows) -> Consequence:
    (found,) = town.checker.read(consequences.consequences, home.household.id)
    return found


def works(town: Town, home: FileRows, wage: str, on: date = date(2025, 12, 1)) -> None:
    happened = Happened(
        kind="employed", effective_on=on, person_id=person(home, "乙示例"),
        begins=[NewLine(category="income", kind="wage", figure=Decimal(wage), item="超市收银")],
    )  # fmt: skip
    town.checker.write(events.record_event, home.household.id, happened)


def propose(town: Town, found: Consequence, **more: Any) -> str:
    ground = Ground(cause="event", evidence="入户核实，有工资流水", **more)
    return town.checker.write(
        adjusting.propose_adjustment, found.entitlement_id, found.change, ground, found.why
    )


def adjustment(town: Town) -> adjusting.AdjustmentRow:
    (row,) = town.head.read(adjusting.adjustments)
    return row


def test_case_5a_a_job_tapers_six_months_after_two_signatures(town: Town, home: FileRows) -> None:
    works(town, home, "2200.00")
    found = told(town, home)
    assert (found.change.kind, found.change.until_month) == ("taper", "2026-06")
    propose(town, found)
    assert grants(town, home)[0][2] == ""  # nothing changes without the signature
    with pytest.raises(Refused, match="已有等待审批的调整"):
        propose(town, found)
    town.head.write(adjusting.decide_adjustment, adjustment(town).id, approved=True)
    assert grants(town, home) == [
        ("dibao", "2025-07", "2025-12", Decimal("1360.00")),
        ("dibao", "2026-01", "2026-06", Decimal("1360.00")),
    ]
    roster = town.clerk.read(rosters.roster, "2026-01", "dibao")
    assert (roster.base, roster.addons) == (Decimal("1200.00"), Decimal("160.00"))  # each fund its part
    assert rosters_total(town, "2026-06") == Decimal("1360.00")
    assert rosters_total(town, "2026-07") == Decimal("0.00")


def rosters_total(town: Town, month: str) -> Decimal:
    return town.clerk.read(rosters.roster, month, "dibao").total


def test_case_5b_a_better_job_stops_with_reasons(town: Town, home: FileRows) -> None:
    works(town, home, "3000.00")
    found = told(town, home)
    assert found.change.kind == "stop"
    propose(town, found)
    row = adjustment(town)
    assert "1,200.00 元" in row.reason
    town.head.write(adjusting.decide_adjustment, row.id, approved=True)
    assert grants(town, home) == [("dibao", "2025-07", "2025-12", Decimal("1360.00"))]
    town.on(date(2025, 12, 5))
    town.clerk.write(adjusting.deliver_adjustment, row.id, "direct", date(2025, 12, 5))


def test_case_5c_a_death_leaves_610_and_december_waits_for_a_decision(town: Town, home: FileRows) -> None:
    happened = Happened(kind="death", effective_on=date(2025, 11, 18), person_id=person(home, "丁示例"))
    town.checker.write(events.record_event, home.household.id, happened)
    (event,) = town.checker.read(events.events, home.household.id)
    assert (event.due_on, event.from_month) == (date(2026, 2, 24), "2025-12")
    found = told(town, home)
    assert (found.change.kind, found.change.monthly) == ("cut", Decimal("610.00"))
    propose(town, found, event_id=event.id)
    town.head.write(adjusting.decide_adjustment, adjustment(town).id, approved=True)
    assert grants(town, home)[-1] == ("dibao", "2026-01", "", Decimal("610.00"))
    (flag,) = town.head.read(back_paying.back_payments)
    assert (flag.kind, flag.for_month, flag.amount) == ("追回", "2025-12", Decimal("750.00"))
    assert rosters_total(town, "2025-12") == Decimal("1360.00")  # not taken back by itself
    with pytest.raises(Refused):
        town.checker.write(back_paying.decide_back_payment, flag.id, approved=True, pay_month="2026-01")
    with pytest.raises(InvalidInput):
        town.head.write(back_paying.decide_back_payment, flag.id, approved=True, pay_month="2025-11")
    town.head.write(back_paying.decide_back_payment, flag.id, approved=True, pay_month="2026-01")
    made = town.head.read(rosters.roster, "2026-01", "dibao")
    assert [(line.base, line.addons, line.repaired, line.total) for line in made.lines] == [
        (Decimal("510.00"), Decimal("100.00"), Decimal("-122.00"), Decimal("488.00"))  # a fifth of the month
    ]
    parts = town.head.read(back_paying.back_payments, ("approved",))
    assert [(row.pay_month, row.amount) for row in parts] == [
        *((f"2026-{month:02}", Decimal("122.00")) for month in range(1, 7)),
        ("2026-07", Decimal("18.00")),
    ]
    with pytest.raises(Refused, match="已经决定"):
        town.head.write(back_paying.decide_back_payment, flag.id, approved=False)


def test_a_late_death_repairs_each_month_by_its_own_standard_whoever_paid_it(town: Town) -> None:
    """Granted at 750 a head, raised to 770 from September; he died in May, the office hears of it in December."""
    town.on(date(2025, 3, 10))
    taken = submitted(town, family(town), date(2025, 3, 11), date(2025, 3, 19))
    town.on(date(2025, 3, 21))
    approve(town, taken)
    home = rows(town, taken)
    town.on(date(2025, 8, 20))
    raised = told(town, home)
    town.checker.write(
        adjusting.propose_adjustment, raised.entitlement_id, raised.change,
        Ground(cause="standard", evidence="渝民规〔2025〕6号"), raised.why,
    )  # fmt: skip
    town.head.write(adjusting.decide_adjustment, adjustment(town).id, approved=True)
    assert [row[1:] for row in grants(town, home)] == [
        ("2025-04", "2025-08", Decimal("1360.00")),
        ("2025-09", "", Decimal("1440.00")),
    ]
    town.on(date(2025, 12, 3))
    happened = Happened(kind="death", effective_on=date(2025, 5, 18), person_id=person(home, "丁示例"))
    town.checker.write(events.record_event, home.household.id, happened)
    (event,) = town.checker.read(events.events, home.household.id)
    propose(town, told(town, home), event_id=event.id)
    town.head.write(adjusting.decide_adjustment, adjustment(town).id, approved=True)
    flags = town.head.read(back_paying.back_payments)
    assert {(flag.for_month, flag.kind, flag.amount) for flag in flags} == {
        ("2025-06", "追回", Decimal("810.00")),  # 1,360 paid, 750 × 3 − 1,800 + 100 due
        ("2025-07", "追回", Decimal("750.00")),  # 1,360 paid, 770 × 3 − 1,800 + 100 due
        ("2025-08", "追回", Decimal("750.00")),
        *((f"2025-{month:02}", "追回", Decimal("830.00")) for month in range(9, 13)),  # 1,440 paid
    }


def test_a_taper_takes_nothing_back(town: Town, home: FileRows) -> None:
    works(town, home, "2200.00")
    (event,) = town.checker.read(events.events, home.household.id)
    town.on(date(2026, 2, 3))
    propose(town, told(town, home), event_id=event.id)
    town.head.write(adjusting.decide_adjustment, adjustment(town).id, approved=True)
    assert town.head.read(back_paying.back_payments) == []
    taper = grants(town, home)[-1]
    assert taper[1:3] == ("2026-03", "2026-08")


def test_a_stop_takes_back_what_each_month_paid(town: Town, home: FileRows) -> None:
    grant = home.entitlements[0].id
    less = town.checker.read(consequences.by_hand, grant, Decimal("1300.00"), "更正计算错误", "")
    ground = Ground(cause="error", evidence="更正审批表")
    town.checker.write(adjusting.propose_adjustment, grant, less, ground, [])
    town.head.write(adjusting.decide_adjustment, adjustment(town).id, approved=True)
    works(town, home, "3000.00", date(2025, 11, 20))
    (event,) = town.checker.read(events.events, home.household.id)
    town.on(date(2026, 2, 3))
    propose(town, told(town, home), event_id=event.id)
    town.head.write(adjusting.decide_adjustment, adjustment(town).id, approved=True)
    flags = town.head.read(back_paying.back_payments)
    assert {(flag.for_month, flag.kind, flag.amount) for flag in flags} == {
        ("2025-12", "追回", Decimal("1360.00")),
        ("2026-01", "追回", Decimal("1300.00")),
        ("2026-02", "追回", Decimal("1300.00")),
    }


def test_an_amount_set_by_hand_differs_in_past_months_by_as_much(town: Town, home: FileRows) -> None:
    happened = Happened(kind="other", effective_on=date(2025, 10, 5), details="房屋漏雨，租房居住")
    town.checker.write(events.record_event, home.household.id, happened)
    (event,) = town.checker.read(events.events, home.household.id)
    grant = home.entitlements[0].id
    change = town.checker.read(consequences.by_hand, grant, Decimal("1300.00"), "租房差额更正", "")
    ground = Ground(cause="event", evidence="租房合同复印件", event_id=event.id)
    town.checker.write(adjusting.propose_adjustment, grant, change, ground, [])
    town.head.write(adjusting.decide_adjustment, adjustment(town).id, approved=True)
    flags = town.head.read(back_paying.back_payments)
    assert {(flag.for_month, flag.amount) for flag in flags} == {
        ("2025-11", Decimal("60.00")),
        ("2025-12", Decimal("60.00")),
    }


def test_case_5d_the_registered_unemployed_are_decided_by_hand(town: Town, home: FileRows) -> None:
    def register(unit: Unit) -> None:
        (member,) = [
            row
            for row in file_rows.members_of(unit.session, home.household.id)
            if row.person_id == person(home, "乙示例")
        ]
        member.registered_unemployed = True

    town.clerk.write(register)
    works(town, home, "2200.00")
    found = told(town, home)
    assert found.change.kind == "manual"
    with pytest.raises(Refused, match="先核定金额"):
        propose(town, found)
    change = town.checker.read(
        consequences.by_hand,
        found.entitlement_id,
        Decimal("500.00"),
        "就业补贴为减少的金额",
        "渝委办发〔2020〕30号",
    )
    ground = Ground(cause="event", evidence="登记失业人员就业")
    town.checker.write(adjusting.propose_adjustment, found.entitlement_id, change, ground, found.why)
    assert adjustment(town).new == Decimal("500.00")


def test_case_5d_less_for_a_family_that_stays_entitled_names_the_subsidy_for_the_job(
    town: Town, home: FileRows
) -> None:
    """渝委办发〔2020〕30号 item 13: the amount cut, for a year at most; it stands on the adjustment and its paper."""

    def register(unit: Unit) -> None:
        members = file_rows.members_of(unit.session, home.household.id)
        next(row for row in members if row.person_id == person(home, "乙示例")).registered_unemployed = True

    town.clerk.write(register)
    works(town, home, "1000.00")
    found = told(town, home)
    assert (found.change.kind, found.now - found.change.monthly) == ("cut", Decimal("920.00"))
    propose(town, found)
    assert "低保就业补贴每月 920.00 元，最长 12 个月" in adjustment(town).reason


def test_a_job_without_an_event_that_waits_does_not_taper(town: Town, home: FileRows) -> None:
    works(town, home, "2200.00")
    assert told(town, home).change.kind == "taper"
    (event,) = town.checker.read(events.events, home.household.id)
    propose(town, told(town, home), event_id=event.id)
    town.head.write(
        adjusting.decide_adjustment, adjustment(town).id, approved=False, note="未登记失业，不予渐退"
    )
    town.checker.write(events.settle_event, event.id, "已核实并办结")
    assert told(town, home).change.kind == "stop"


@pytest.mark.parametrize(
    ("cause", "who", "left"),
    [
        ("refused_jobs", "乙示例", ("cut", "880.00", "160.00")),
        ("refused_work", "丁示例", ("cut", "880.00", "100.00")),
        ("gave_up_support", "", ("stop", "0.00", "0.00")),
    ],
)
def test_a_ground_takes_the_share_of_who_it_concerns(
    town: Town, home: FileRows, cause: str, who: str, left: tuple[str, str, str]
) -> None:
    grant = home.entitlements[0]
    one = person(home, who) if who else ""
    change = town.checker.read(consequences.on_ground, grant.id, cause, one)
    assert (change.kind, change.base, change.addons) == (left[0], Decimal(left[1]), Decimal(left[2]))
    ground = Ground(cause=cause, evidence="三次介绍就业的记录")
    raised = told(town, home).change
    assert raised.kind == "raise"
    with pytest.raises(Refused, match="不能按“金额增加”调整"):
        town.checker.write(adjusting.propose_adjustment, grant.id, raised, ground, [])
    town.checker.write(adjusting.propose_adjustment, grant.id, change, ground, [change.reason])
    row = adjustment(town)
    town.head.write(adjusting.decide_adjustment, row.id, approved=True)
    roster = town.clerk.read(rosters.roster, "2026-01", "dibao")
    assert (roster.base, roster.addons) == (Decimal(left[1]), Decimal(left[2]))


def test_a_ground_asks_whom_it_concerns_and_a_cut_never_stands_for_a_fraud(
    town: Town, home: FileRows
) -> None:
    grant = home.entitlements[0]
    for cause, who, field in (("refused_jobs", "", "person"), ("recheck", "", "cause")):
        with pytest.raises(InvalidInput) as refusal:
            town.checker.read(consequences.on_ground, grant.id, cause, who)
        assert refusal.value.problems[0].field == field
    less = town.checker.read(consequences.by_hand, grant.id, Decimal("900.00"), "只减一部分", "")
    assert (less.base, less.addons) == (Decimal("740.00"), Decimal("160.00"))
    with pytest.raises(Refused, match="骗取"):
        town.checker.write(
            adjusting.propose_adjustment, grant.id, less, Ground(cause="fraud", evidence="核查笔录"), []
        )


def test_who_proposes_does_not_sign_and_a_refusal_has_its_reason(town: Town, home: FileRows) -> None:
    works(town, home, "3000.00")
    propose(town, told(town, home))
    row = adjustment(town)
    with pytest.raises(Refused):
        town.checker.write(adjusting.decide_adjustment, row.id, approved=True)
    with pytest.raises(InvalidInput):
        town.head.write(adjusting.decide_adjustment, row.id, approved=False, note="")
    town.checker.write(adjusting.hear, row.id, "妻子只是临时帮工")
    town.head.write(adjusting.decide_adjustment, row.id, approved=False, note="工作不稳定，下次复核再定")
    assert grants(town, home)[0][2] == ""
    with pytest.raises(Refused, match="已经办结"):
        town.head.write(adjusting.decide_adjustment, row.id, approved=True)
    assert town.head.write(adjusting.decide_many, [row.id])[1]


def test_nothing_changed_needs_no_adjustment(town: Town, home: FileRows) -> None:
    change = town.checker.read(
        consequences.by_hand, home.entitlements[0].id, Decimal("1360.00"), "金额没有变化", ""
    )
    with pytest.raises(Refused, match="金额不变"):
        town.checker.write(
            adjusting.propose_adjustment,
            home.entitlements[0].id,
            change,
            Ground(cause="recheck", evidence="复核无变化"),
            [],
        )


def test_an_older_standard_is_seen_as_a_raise(town: Town, home: FileRows) -> None:
    found = told(town, home)
    assert (found.change.kind, found.change.monthly) == ("raise", Decimal("1440.00"))


@pytest.mark.parametrize(
    ("happened", "field"),
    [
        (Happened(kind="dance", effective_on=None), "kind"),
        (Happened(kind="death", effective_on=None), "effective_on"),
        (Happened(kind="birth", effective_on=date(2025, 12, 1)), "name"),
        (Happened(kind="merge", effective_on=date(2025, 12, 1)), "other_number"),
        (Happened(kind="property", effective_on=date(2025, 12, 1)), "asset_kind"),
        (Happened(kind="other", effective_on=date(2025, 12, 1)), "details"),
    ],
)
def test_an_event_says_what_when_and_who(town: Town, home: FileRows, happened: Happened, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        town.checker.write(events.record_event, home.household.id, happened)
    assert refusal.value.problems[0].field == field


def test_a_child_is_born_and_counts_from_that_day(town: Town, home: FileRows) -> None:
    born = date(2025, 11, 20)
    child = MemberPart(name="小示例", id_number=id_number(born, 407), sex="1", birth=born, relation="20")
    town.checker.write(
        events.record_event, home.household.id, Happened(kind="birth", effective_on=born, joins=child)
    )
    assert told(town, home).change.monthly == Decimal("2310.00")  # 770 × 5 − 1,800 + 60 + 100 + 100
    with pytest.raises(Refused, match="已经是本户成员"):
        town.checker.write(
            events.record_event, home.household.id, Happened(kind="birth", effective_on=born, joins=child)
        )


def test_a_split_makes_a_household_and_nobody_is_counted_twice(town: Town, home: FileRows) -> None:
    grandfather = person(home, "丁示例")
    happened = Happened(kind="split", effective_on=date(2025, 12, 1), person_id=grandfather)
    town.checker.write(events.record_event, home.household.id, happened)
    (event,) = town.checker.read(events.events, home.household.id)
    assert event.other_household_id is not None
    seen = town.clerk.read(as_of.as_of, event.other_household_id, date(2025, 12, 2))
    assert [one.name for one in seen.true.members] == ["丁示例"]
    before = town.clerk.read(as_of.as_of, home.household.id, date(2025, 11, 30))
    assert len(before.true.members) == 4
    with pytest.raises(Refused, match="不是本户现在的成员"):
        town.checker.write(events.record_event, home.household.id, happened)
    back = MemberPart(name="丁示例", id_number=id_number(date(1952, 1, 1), 405), sex="1", relation="51")
    with pytest.raises(Refused, match="计入另一户"):
        town.checker.write(
            events.record_event,
            home.household.id,
            Happened(kind="move_in", effective_on=date(2025, 12, 2), joins=back, no_means=True),
        )
    town.checker.write(
        events.record_event, home.household.id,
        Happened(kind="merge", effective_on=date(2025, 12, 3), other_household_id=event.other_household_id),
    )  # fmt: skip
    after = town.clerk.read(as_of.as_of, home.household.id, date(2025, 12, 3))
    assert len(after.true.members) == 4


def test_prison_head_and_school_are_marked(town: Town, home: FileRows) -> None:
    husband, wife, son = (person(home, name) for name in ("甲示例", "乙示例", "丙示例"))
    act = town.checker.write
    act(
        events.record_event,
        home.household.id,
        Happened(kind="imprisoned", effective_on=date(2025, 12, 1), person_id=husband),
    )
    act(
        events.record_event,
        home.household.id,
        new_head(home, wife, date(2025, 12, 1)),
    )
    act(
        events.record_event, home.household.id,
        Happened(kind="left_school", effective_on=date(2025, 12, 1), person_id=son, marks={"student": "none"}),
    )  # fmt: skip
    assert town.clerk.read(as_of.as_of, home.household.id, date(2025, 12, 3)).true.head == "乙示例"
    assert told(town, home).change.monthly == Decimal("2370.00")  # 770 × 3 + 60: he and his wage do not count
    act(
        events.record_event,
        home.household.id,
        Happened(kind="released", effective_on=date(2025, 12, 2), person_id=husband),
    )
    with pytest.raises(ValueError, match="cannot set name"):
        act(
            events.record_event, home.household.id,
            Happened(kind="ill", effective_on=date(2025, 12, 2), person_id=husband, marks={"illness": "major", "name": "x"}),
        )  # fmt: skip


def test_an_income_ends_the_day_before_another_begins(town: Town, home: FileRows) -> None:
    (old,) = [
        line for line in town.checker.read(means.home_of, home.household.id).lines if line.kind == "wage"
    ]
    happened = Happened(
        kind="income", effective_on=date(2025, 12, 1), person_id=person(home, "甲示例"), ends=[old.id],
        begins=[NewLine(category="income", kind="wage", figure=Decimal("900.00"))],
    )  # fmt: skip
    town.checker.write(events.record_event, home.household.id, happened)
    assert told(town, home).change.monthly == Decimal("2340.00")
    with pytest.raises(Refused, match="不是本户现在的记录"):
        town.checker.write(events.record_event, home.household.id, happened)


def test_an_event_is_settled_once_with_a_word(town: Town, home: FileRows) -> None:
    town.checker.write(
        events.record_event, home.household.id,
        Happened(kind="other", effective_on=date(2025, 12, 1), details="搬到同村另一处房屋"),
    )  # fmt: skip
    (event,) = town.checker.read(events.events)
    propose(town, told(town, home))  # the standard has risen since; the event itself changes nothing
    town.head.write(adjusting.decide_adjustment, adjustment(town).id, approved=True)
    town.checker.write(events.settle_event, event.id, "不影响待遇")
    assert town.checker.read(events.events) == []
    with pytest.raises(Refused, match="已经办结"):
        town.checker.write(events.settle_event, event.id, "不影响待遇")


def test_what_was_known_on_a_day_differs_from_what_was_true(town: Town, home: FileRows) -> None:
    happened = Happened(kind="death", effective_on=date(2025, 11, 18), person_id=person(home, "丁示例"))
    town.checker.write(events.record_event, home.household.id, happened)
    seen = town.auditor.read(as_of.as_of, home.household.id, date(2025, 11, 20))
    assert seen.known is not None
    assert len(seen.true.members) == 3
    assert len(seen.known.members) == 4
    assert seen.differences == ["当时登记在户、实际已不在：丁示例。"]
    assert len(seen.decisions) == 1
    today = town.auditor.read(as_of.as_of, home.household.id, date(2025, 12, 3))
    assert today.differences == []
    assert today.true.monthly == Decimal("1360.00")
    early = town.auditor.read(as_of.as_of, home.household.id, date(2025, 1, 1))
    assert early.known is None


def test_a_recheck_without_change_keeps_the_amount_and_rolls_on(town: Town, home: FileRows) -> None:
    due = town.checker.read(rechecking.due)
    assert [(row.name, row.recheck_class, row.colour) for row in due] == [("甲示例", "B", "ok")]
    row = due[0]
    for bad in (
        {"checkers": ("李核查", "李核查")},
        {"done_on": date(2025, 12, 4)},
        {"outcome": "perhaps"},
        {"found": ""},
    ):
        wanted: dict[str, Any] = {
            "outcome": "no_change", "found": "收入人口都没有变化", "checkers": CHECKERS, "done_on": date(2025, 12, 3), **bad,
        }  # fmt: skip
        with pytest.raises(InvalidInput):
            town.checker.write(rechecking.record_recheck, row.entitlement_id, **wanted)
    done, left = town.checker.write(
        rechecking.no_change, [row.entitlement_id], "收入人口都没有变化", CHECKERS, date(2025, 12, 3)
    )
    assert (done, left) == (1, [])
    assert town.checker.read(rechecking.due) == []
    entitlement = town.clerk.read(lambda unit: unit.get(Entitlement, row.entitlement_id))
    assert (entitlement.monthly, entitlement.next_recheck_on) == (Decimal("1360.00"), date(2026, 6, 3))
    (kept,) = town.checker.read(rechecking.rechecks, home.household.id)
    assert (kept.outcome, kept.due_on, kept.next_due_on) == (
        "no_change",
        date(2025, 12, 22),
        date(2026, 6, 3),
    )


def test_a_class_is_changed_with_its_reason_and_c_is_off(town: Town, home: FileRows) -> None:
    entitlement = home.entitlements[0].id
    with pytest.raises(InvalidInput):
        town.checker.write(rechecking.change_class, entitlement, "C", "有劳动能力未就业")
    town.checker.write(rechecking.change_class, entitlement, "A", "家庭情况长期稳定")
    assert town.clerk.read(lambda unit: unit.get(Entitlement, entitlement)).next_recheck_on == date(
        2026, 6, 22
    )


def test_what_has_ended_is_not_rechecked(town: Town, home: FileRows) -> None:
    works(town, home, "3000.00")
    propose(town, told(town, home))
    town.head.write(adjusting.decide_adjustment, adjustment(town).id, approved=True)
    done, left = town.checker.write(
        rechecking.no_change, [home.entitlements[0].id], "收入人口都没有变化", CHECKERS, date(2025, 12, 3)
    )
    assert done == 0
    assert "已终止" in left[0][1]


def test_tekun_ends_after_seven_days_on_the_board(town: Town) -> None:
    town.on(date(2025, 10, 13))
    dossier = single(town, "tekun")

    taken = surveyed(town, dossier)

    found = rows(town, taken)
    town.checker.write(
        caring.record_self_care,
        found.members[0].person_id,
        [],
        CHECKERS,
        date(2025, 10, 13),
        application_id=taken,
    )
    town.checker.write(approving.give_opinion, taken, "grant", "拟同意认定特困人员。")
    town.checker.write(approving.post_notice, taken, "示例村公示栏")
    town.on(date(2025, 10, 21))
    town.checker.write(approving.close_notice, taken)
    town.checker.write(approving.submit, taken)
    approve(town, taken)
    entitlement = rows(town, taken).entitlements[0]
    change = town.checker.read(consequences.by_hand, entitlement.id, Decimal(0), "本人申请终止供养", "43-24")
    town.checker.write(
        adjusting.propose_adjustment,
        entitlement.id,
        change,
        Ground(cause="own_request", evidence="本人书面申请"),
        [],
    )
    row = adjustment(town)
    with pytest.raises(Refused, match="先公示七日"):
        town.head.write(adjusting.decide_adjustment, row.id, approved=True)
    assert town.checker.write(adjusting.post_end, row.id, "示例村公示栏") == date(2025, 10, 28)
    with pytest.raises(Refused, match="已于"):
        town.checker.write(adjusting.post_end, row.id, "示例村公示栏")
    with pytest.raises(Refused, match="还没有期满"):
        town.head.write(adjusting.decide_adjustment, row.id, approved=True)
    town.on(date(2025, 10, 29))
    town.head.write(adjusting.decide_adjustment, row.id, approved=True)
    ended = town.clerk.read(lambda unit: unit.get(Entitlement, entitlement.id))
    assert (ended.last_month, ended.ended_reason) == ("2025-10", "own_request")


def test_nobody_without_the_right_changes_anything(town: Town, home: FileRows) -> None:
    happened = Happened(kind="death", effective_on=date(2025, 11, 18), person_id=person(home, "丁示例"))
    with pytest.raises(Refused):
        town.auditor.write(events.record_event, home.household.id, happened)
    with pytest.raises(Refused):
        town.head.write(events.record_event, home.household.id, happened)
    assert town.clerk.read(lambda unit: list(unit.session.query(HouseholdEvent))) == []
    assert LinePart().kind == ""


def test_a_past_day_shows_the_address_and_the_head_of_that_day(town: Town, home: FileRows) -> None:
    def move(unit: Unit) -> None:
        row = unit.get(Household, home.household.id)
        row.address, row.village = "示例新城 9 号", "新城社区"
        unit.about(row.id)

    town.clerk.write(move)
    husband, wife = person(home, "甲示例"), person(home, "乙示例")
    town.checker.write(
        events.record_event, home.household.id,
        new_head(home, wife, date(2025, 12, 3)),
    )  # fmt: skip
    seen = {
        day: town.auditor.read(as_of.as_of, home.household.id, day).true
        for day in (date(2025, 6, 1), date(2025, 12, 2), date(2025, 12, 3))
    }
    told = [(one.village, one.address, one.head) for one in seen.values()]
    assert told == [
        ("示例社区", "示例路 8 号 3-2", ""),  # nobody is on record yet
        ("示例社区", "示例路 8 号 3-2", "甲示例"),
        ("新城社区", "示例新城 9 号", "乙示例"),
    ]
    assert husband != wife
