"""What was paid for months that turn out otherwise: each by its own standard, and nothing back from a taper."""

from datetime import date
from decimal import Decimal

import pytest

from changed_home import adjustment, grants, person, propose, rosters_total, told, works
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.granting import adjusting, back_paying, consequences, rosters
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.household import events
from jiuzhu.services.household.events import Happened
from jiuzhu.storage.queries.files import FileRows
from on_the_way import approve, family, rows, submitted
from town import Town


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
