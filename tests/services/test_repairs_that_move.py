"""What is asked back of somebody who goes to live elsewhere never makes a month nobody can seal."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from care_that_moves import moves, other_family, two_of_care
from jiuzhu.domain.ids import new_id
from jiuzhu.services.granting import adjusting, back_paying, consequences, sealing
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.household import events
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.queries.obligations import every
from jiuzhu.storage.unit import Unit
from receiving import happens, person, sign
from town import Town, payer_of

PART = Decimal("16.00")


def _stopped_and_asked_back(town: Town, home: FileRows) -> None:
    """乙's subsidy is stopped and one month of it asked back, kept in parts out of 甲's from 2026-01 on."""
    found = town.clerk.read(lambda unit: every(unit.session, home.household.id))
    grant = next(
        row.id
        for row in found
        if row.person_id == person(home, "乙示例") and row.programme == "disability_care"
    )
    change = town.checker.read(consequences.by_hand, grant, Decimal(0), "残疾证已注销", "57-33")
    ground = Ground(cause="recheck", evidence="入户核实情况", since="2025-11")
    town.checker.write(adjusting.propose_adjustment, grant, change, ground, [])
    sign(town)
    town.on(date(2026, 1, 5))
    (row,) = town.head.read(back_paying.back_payments)
    town.head.write(back_paying.decide_back_payment, row.id, approved=True, pay_month="2026-01")


def _asked(town: Town) -> list[tuple[str, str, Decimal]]:
    """Household, month and yuan of every part that is decided and not kept yet."""
    found = town.head.read(back_paying.back_payments, ("approved",))
    return sorted((row.household_id, row.pay_month, row.amount) for row in found)


def _sealed(town: Town) -> list[Decimal]:
    """Yuan of the first three months of 2026, each sealed at its end."""
    payer, found = payer_of(town), []
    for month in (1, 2, 3):
        town.on(date(2026, month, 28))
        found.append(
            payer.write(sealing.seal_month, f"2026-{month:02}", "disability_care", checked=True).total
        )
    return found


@pytest.mark.parametrize("how", ["move", "split"])
def test_what_another_ones_grant_would_have_carried_is_given_back_by_hand(town: Town, how: str) -> None:
    home, new = two_of_care(town), other_family(town)
    _stopped_and_asked_back(town, home)
    if how == "split":
        happens(town, home, "split", date(2026, 1, 4), "乙示例")
    else:
        moves(town, home, new, date(2026, 1, 4), "乙示例")
    (event,) = town.checker.read(events.events, home.household.id)
    there = event.other_household_id if how == "split" else new.household.id
    asked = _asked(town)
    assert {(one, month) for one, month, _ in asked} == {(home.household.id, "2026-01"), (there, "")}
    assert sum(amount for _, _, amount in asked) == 5 * PART
    assert _sealed(town) == [Decimal("64.00"), Decimal("80.00"), Decimal("80.00")]


def test_a_grant_where_they_go_carries_what_it_may_and_no_more(town: Town) -> None:
    """丁 of the new home is paid 40 a month, of which 8 may be kept back."""
    home, new = two_of_care(town), other_family(town)
    _stopped_and_asked_back(town, home)

    def granted(unit: Unit) -> None:
        like = next(
            row for row in every(unit.session, home.household.id) if row.programme == "disability_care"
        )
        mine = replace(like, id=new_id(), household_id=new.household.id, person_id=new.household.head_id)
        mine.monthly = mine.base = Decimal("40.00")
        mine.last_month = mine.ended_reason = ""
        unit.add(mine)

    town.clerk.write(granted)
    moves(town, home, new, date(2026, 1, 4), "乙示例")
    kept = [(month, amount) for one, month, amount in _asked(town) if one == new.household.id]
    assert {amount for _, amount in kept} == {Decimal("8.00")}
    assert len({month for month, _ in kept}) == len(kept) == 8
    assert sum(amount for _, amount in kept) == 4 * PART
    assert _sealed(town) == [Decimal("104.00"), Decimal("112.00"), Decimal("112.00")]
