"""What a recheck found is followed: it waits in the list until it is proposed or corrected, and goes up when it is late."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jiuzhu.domain.approving import Decision, Entitlement
from jiuzhu.domain.granting import Adjustment
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.granting import adjusting, consequences
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.monitoring import rechecking
from jiuzhu.services.office import escalating
from jiuzhu.storage.unit import Unit
from on_the_way import approve, rows, submitted
from once import once
from town import Town, urban_three

CHECKERS = ("李核查", "张经办")
DECIDED = date(2025, 11, 12)
DUE = date(2026, 5, 12)


def granted(town: Town, order: int = 11) -> str:
    """A family with 低保 of class B, due on 2026-05-12; returns the entitlement."""
    town.on(date(2025, 10, 24))
    taken = submitted(town, urban_three(town, order=order), date(2025, 10, 24), date(2025, 11, 3))
    town.on(DECIDED)
    approve(town, taken)
    return next(one.id for one in rows(town, taken).entitlements if one.programme == "dibao")


@pytest.fixture
@once
def grant(town: Town) -> str:
    made = granted(town)
    town.on(date(2026, 5, 6))
    return made


def record(town: Town, grant: str, outcome: str = "stop", on: date | None = None) -> str:
    return town.checker.write(
        rechecking.record_recheck, grant, outcome=outcome, found="夫妻均已就业，收入超过标准", checkers=CHECKERS,
        done_on=on or town.checker.today(),
    )  # fmt: skip


def due(town: Town) -> list[tuple[str, date, str]]:
    return [(one.entitlement_id, one.due_on, one.told) for one in town.checker.read(rechecking.due)]


def overdue(town: Town) -> list[escalating.Overdue]:
    return [one for one in town.clerk.read(escalating.overdue) if one.subject in {"recheck", "outcome"}]


def propose(town: Town, grant: str, cause: str = "recheck", monthly: str = "100") -> str:
    change = town.checker.read(consequences.by_hand, grant, Decimal(monthly), "夫妻就业，收入增加", "57-32")
    ground = Ground(cause=cause, evidence="工资流水")
    town.checker.write(adjusting.propose_adjustment, grant, change, ground, [])
    return town.head.read(adjusting.adjustments)[0].id


def test_a_family_that_no_longer_fits_stays_in_the_list_until_it_is_proposed(town: Town, grant: str) -> None:
    found = record(town, grant)
    (row,) = town.checker.read(rechecking.due)
    assert (row.entitlement_id, row.recheck_id, row.due_on) == (grant, found, date(2026, 5, 19))
    assert row.told == "2026-05-06 复核“不再符合”，待提出调整"
    town.on(date(2026, 5, 20))
    assert town.checker.read(rechecking.due)[0].colour == "bad"
    propose(town, grant)
    assert due(town) == []


def test_it_goes_up_when_nobody_proposes(town: Town, grant: str) -> None:
    town.clerk.write(escalating.name_person, town.head.actor.operator_id)
    found = record(town, grant)
    town.on(date(2026, 5, 19))
    assert overdue(town) == []
    town.on(date(2026, 5, 20))
    (late,) = overdue(town)
    assert (late.subject, late.subject_id, late.name, late.what) == (
        "outcome",
        found,
        "甲示例",
        "复核后待调整",
    )
    town.clerk.write(escalating.raise_overdue)
    assert overdue(town)[0].to == "王主任"
    told = [one.programmes for one in town.head.read(escalating.rows)]
    assert "复核后待调整，在“监测”里办理" in told


def test_an_overdue_recheck_goes_up(town: Town, grant: str) -> None:
    town.on(DUE)
    assert overdue(town) == []
    town.on(date(2026, 5, 13))
    (late,) = overdue(town)
    assert (late.subject, late.subject_id, late.name, late.what, late.days) == (
        "recheck", grant, "甲示例", "定期复核", 1,
    )  # fmt: skip
    record(town, grant, "no_change")
    assert overdue(town) == []


@pytest.mark.parametrize("cause", ["recheck", "event"])
def test_a_refused_proposal_waits_again_and_a_signed_one_is_the_end(
    town: Town, grant: str, cause: str
) -> None:
    found = record(town, grant, "change")
    adjustment = propose(town, grant, cause)
    assert town.clerk.read(lambda unit: unit.get(Adjustment, adjustment).recheck_id) == found
    town.head.write(adjusting.decide_adjustment, adjustment, approved=False, note="证据不足，再核实")
    assert [one[0] for one in due(town)] == [grant]
    town.head.write(adjusting.decide_adjustment, propose(town, grant, cause), approved=True)
    assert due(town) == []


def test_what_waited_for_its_signature_already_is_what_follows(town: Town, grant: str) -> None:
    adjustment = propose(town, grant, "event")
    found = record(town, grant, "change")
    assert due(town) == []
    assert town.clerk.read(lambda unit: unit.get(Adjustment, adjustment).recheck_id) == found


def test_an_outcome_is_corrected_with_its_reason_and_nothing_is_recorded_over_it(
    town: Town, grant: str
) -> None:
    found = record(town, grant)
    with pytest.raises(Refused, match=r"不再符合.*先提出调整"):
        record(town, grant, "no_change")
    done, left = town.checker.write(rechecking.no_change, [grant], "没有变化", CHECKERS, town.checker.today())
    assert (done, [one[0] for one in left]) == (0, [grant])
    for outcome, reason in (("stop", "登记时选错了"), ("perhaps", "登记时选错了"), ("no_change", "")):
        with pytest.raises(InvalidInput):
            town.checker.write(rechecking.correct_recheck, found, outcome, reason)
    with pytest.raises(Refused):
        town.auditor.write(rechecking.correct_recheck, found, "no_change", "登记时选错了")
    town.checker.write(rechecking.correct_recheck, found, "no_change", "登记时选错了，两人都没有就业")
    assert due(town) == []
    (row,) = town.checker.read(rechecking.done)
    assert row.outcome == "无变化"
    assert row.found == (
        "夫妻均已就业，收入超过标准\n2026-05-06 更正：原为“不再符合”，登记时选错了，两人都没有就业"
    )
    with pytest.raises(Refused, match="不能更正"):
        town.checker.write(rechecking.correct_recheck, found, "stop", "又改回来了")


def test_another_class_counts_from_the_last_look_and_wishes_nothing_away(town: Town, grant: str) -> None:
    def change(to: str) -> date | None:
        town.checker.write(rechecking.change_class, grant, to, "家庭情况长期稳定")
        return town.checker.read(lambda unit: unit.get(Entitlement, grant)).next_recheck_on

    with pytest.raises(InvalidInput, match="已经是 B 类"):
        change("B")
    assert change("A") == date(2026, 11, 12)
    assert change("B") == DUE
    town.on(date(2026, 6, 20))
    assert change("A") == DUE  # it is overdue: somebody looks first
    record(town, grant, "no_change")
    assert change("B") == date(2026, 12, 21)  # six months after 06-20, off a Sunday


def test_one_family_granted_later_does_not_stop_the_others(town: Town, grant: str) -> None:
    other = granted(town, 41)

    def later(unit: Unit) -> Any:
        unit.get(Decision, unit.get(Entitlement, other).decision_id).decided_on = date(2026, 5, 10)

    town.on(date(2026, 5, 12))
    town.checker.write(later)
    done, left = town.checker.write(
        rechecking.no_change, [other, grant], "没有变化", CHECKERS, date(2026, 5, 9)
    )
    assert done == 1
    assert left == [(other, "这项待遇 2026-05-10 才审核确认，复核日期不能更早。")]
