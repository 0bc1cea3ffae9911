"""An adjustment stands on a ground, is proposed by one and signed by another, or is not needed at all."""

from datetime import date
from decimal import Decimal

import pytest

from changed_home import adjustment, grants, person, propose, told, works
from jiuzhu.domain.dossier import LinePart
from jiuzhu.domain.household import HouseholdEvent
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.granting import adjusting, consequences, rosters
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.household import events
from jiuzhu.services.household.events import Happened
from jiuzhu.storage.queries.files import FileRows
from town import Town


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


def test_nobody_without_the_right_changes_anything(town: Town, home: FileRows) -> None:
    happened = Happened(kind="death", effective_on=date(2025, 11, 18), person_id=person(home, "丁示例"))
    with pytest.raises(Refused):
        town.auditor.write(events.record_event, home.household.id, happened)
    with pytest.raises(Refused):
        town.head.write(events.record_event, home.household.id, happened)
    assert town.clerk.read(lambda unit: list(unit.session.query(HouseholdEvent))) == []
    assert LinePart().kind == ""
