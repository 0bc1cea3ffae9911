"""复核: without a change it rolls on; classes change with a reason; what has ended is not rechecked; 特困 ends on the board."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from changed_home import adjustment, propose, told, works
from jiuzhu.domain.approving import Entitlement
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.approval import approving
from jiuzhu.services.granting import adjusting, consequences
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.monitoring import rechecking
from jiuzhu.services.survey import caring
from jiuzhu.storage.queries.files import FileRows
from on_the_way import approve, rows, single, surveyed
from town import Town

CHECKERS = ("李核查", "张经办")


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
