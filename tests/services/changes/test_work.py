"""Somebody finds work [case 5 a, b, d]: taper, stop, and the subsidy of who was registered unemployed."""

from datetime import date
from decimal import Decimal

import pytest

from changed_home import adjustment, grants, person, propose, rosters_total, told, works
from jiuzhu.errors import Refused
from jiuzhu.services.granting import adjusting, consequences, rosters
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.household import events
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit
from town import Town


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
