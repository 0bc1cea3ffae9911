"""回避: a relative of the household somebody lives in signs nothing about their money, whichever account pays it."""

from datetime import date
from decimal import Decimal

import pytest

from care_that_moves import moves, other_family
from jiuzhu.domain.granting import BackPayment
from jiuzhu.errors import Refused
from jiuzhu.services.granting import adjusting, back_paying, consequences, reassessing
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.granting.reassessing import Wanted
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.queries.obligations import every
from jiuzhu.storage.unit import Unit
from on_the_way import rows
from once import once
from paid_families import care
from services.test_recusing import register
from town import Town, payer_of


@pytest.fixture
@once
def man(town: Town) -> FileRows:
    """A man paid by the account of the home he left, who lives with relatives of the head of the office."""
    found, there = rows(town, care(town)), other_family(town)
    town.on(date(2025, 12, 8))
    moves(town, found, there, date(2025, 12, 2), found.people[found.application.applicant_id].name)
    register(town, there, town.head)
    return found


def _grant(town: Town, man: FileRows) -> str:
    return town.clerk.read(lambda unit: every(unit.session, man.household.id)[0].id)


def test_an_adjustment_is_signed_by_somebody_else(town: Town, man: FileRows) -> None:
    change = town.checker.read(
        consequences.by_hand, _grant(town, man), Decimal("200.00"), "核定有误，改正", "57-33"
    )
    ground = Ground(cause="recheck", evidence="入户核实情况")
    town.checker.write(adjusting.propose_adjustment, _grant(town, man), change, ground, [])
    (row,) = town.head.read(adjusting.adjustments)
    with pytest.raises(Refused, match="应当回避"):
        town.head.write(adjusting.decide_adjustment, row.id, approved=True)


def test_a_past_month_is_decided_by_somebody_else(town: Town, man: FileRows) -> None:
    def owed(unit: Unit) -> str:
        return unit.add(
            BackPayment(
                household_id=man.household.id, entitlement_id=_grant_of(unit), programme="disability_care",
                person_id=man.application.applicant_id, kind="makeup", for_month="2025-11", amount=Decimal("30.00"),
                reason="少算", proposed_by=unit.actor.operator_id, proposed_on=unit.today,
            )
        ).id  # fmt: skip

    def _grant_of(unit: Unit) -> str:
        return every(unit.session, man.household.id)[0].id

    made = town.checker.write(owed)
    with pytest.raises(Refused, match="应当回避"):
        town.head.write(back_paying.decide_back_payment, made, approved=True, pay_month="2026-01")


def test_a_list_that_holds_them_is_signed_by_somebody_else(town: Town, man: FileRows) -> None:
    assert man.household.id
    wanted = Wanted(
        title="护理补贴调整",
        standards_on=date(2025, 12, 8),
        from_month="2026-01",
        document="示例规〔2025〕9号",
    )
    run = reassessing.draft(payer_of(town), wanted)
    with pytest.raises(Refused, match="应当回避"):
        town.head.write(reassessing.sign, run)
