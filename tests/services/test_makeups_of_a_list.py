"""标准调整: what a new standard adds to a month reaches who moved and whose grant ends with it."""

from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.household import HouseholdEvent
from jiuzhu.services.granting import back_paying, carrying_out, reassessing
from jiuzhu.services.granting.reassessing import Wanted
from jiuzhu.services.household import events
from jiuzhu.services.household.events import Happened
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.unit import Unit
from man_who_moves import NEW, OLD, moves
from man_who_moves import paid as pay_of
from on_the_way import rows
from paid_families import care, family, posted
from receiving import (
    account_confirmed,
    dies,
    four,
    granted,
    grants,
    propose,
    raised,
    sign,
    told,
    with_standard,
)
from town import Town


def _settle_events(town: Town) -> None:
    def settled(unit: Unit) -> None:
        for event in events.events(unit):
            unit.get(HouseholdEvent, event.id).settled_on = unit.today

    town.checker.write(settled)


@pytest.mark.parametrize("late", [False, True])
def test_who_moved_is_made_up_as_much_when_it_was_recorded_late(
    town: Town, payer: Workspace, *, late: bool
) -> None:
    """80 become 100 from January; the wife lives alone since 20 January, told in March: 20 of each month, paid to her."""
    home = rows(town, posted(town, family(town, "dibao", "disability_care")))
    wife = next(one.id for one in home.people.values() if one.name == "乙示例")
    town.on(date(2026, 3, 3))
    if late:
        split = Happened(kind="split", effective_on=date(2026, 1, 20), person_id=wife, details="已分开生活")
        town.checker.write(events.record_event, home.household.id, split)
        (event,) = town.checker.read(events.events, home.household.id)
        lives = event.other_household_id
    else:
        lives = home.household.id
    desks = (town.clerk, town.checker, town.head, payer)
    raised(*desks, key="disability.care.2", value=100, starts=date(2026, 1, 1))
    town.on(date(2026, 3, 10))
    wanted = Wanted(
        title="护理补贴调整",
        standards_on=date(2026, 3, 10),
        from_month="2026-04",
        document="示例规〔2026〕1号",
    )
    run = reassessing.draft(payer, wanted)
    made = [row for row in payer.read(reassessing.lines, run, "makeup") if "护理" in row.programme]
    assert [row.difference for row in made] == [Decimal("20.00")] * 3
    town.head.write(reassessing.sign, run)
    carrying_out.apply(payer, run)
    owed = town.head.read(back_paying.back_payments, ("approved",))
    found = {(row.household_id, row.for_month) for row in owed if "护理" in row.programme}
    assert found == {(lives, month) for month in ("2026-01", "2026-02", "2026-03")}


def test_a_grant_that_ends_with_the_month_a_list_begins_in_is_made_up(town: Town, payer: Workspace) -> None:
    """1,440 to December, 610 from January by a death; 800 a head from December: 120 of December, 90 of January by a person."""
    town.on(date(2025, 8, 4))
    home = granted(town, four(town))
    town.on(date(2025, 12, 3))
    event = dies(town, home, date(2025, 12, 2))
    propose(town, told(town, home))
    sign(town)
    town.checker.write(events.settle_event, event, "已核实并办结")
    before = grants(town, home)
    town.on(date(2025, 12, 20))
    with_standard(town.clerk, town.checker, town.head, payer, starts=date(2025, 12, 1))
    wanted = Wanted(
        title="标准调整", standards_on=date(2025, 12, 20), from_month="2025-12", document="示例规〔2025〕99号"
    )
    run = reassessing.draft(payer, wanted)
    (made,) = payer.read(reassessing.lines, run, "makeup")
    assert (made.before, made.after) == (Decimal("1440.00"), Decimal("1560.00"))
    town.head.write(reassessing.sign, run)
    done = carrying_out.apply(payer, run)
    assert (done.makeups, done.alerts) == (1, 1)
    (owed,) = town.head.read(back_paying.back_payments, ("approved",))
    assert (owed.for_month, owed.pay_month, owed.amount) == ("2025-12", "2025-12", Decimal("120.00"))
    assert grants(town, home) == before


def test_who_has_moved_and_is_still_paid_elsewhere_gets_the_new_standard_there(
    town: Town, payer: Workspace
) -> None:
    """90 become 110 from January for a man who lives with a family since December; its account nobody has confirmed."""
    man = rows(town, care(town))
    there = rows(town, posted(town, family(town, "dibao")))
    town.on(date(2025, 12, 3))
    moves(town, man, there)
    _settle_events(town)
    raised(
        town.clerk,
        town.checker,
        town.head,
        payer,
        key="disability.care.1",
        value=110,
        starts=date(2026, 1, 1),
    )
    wanted = Wanted(
        title="护理补贴调整",
        standards_on=date(2026, 1, 1),
        from_month="2026-01",
        document="示例规〔2026〕1号",
    )
    run = reassessing.draft(payer, wanted)
    (line,) = [row for row in payer.read(reassessing.lines, run) if "护理" in row.programme]
    assert (line.group, line.after) == ("金额变化", Decimal("110.00"))
    town.head.write(reassessing.sign, run)
    carrying_out.apply(payer, run)
    assert pay_of(town) == [("己示例", OLD, Decimal("110.00"))]
    account_confirmed(town)
    assert pay_of(town) == [("甲示例", NEW, Decimal("110.00"))]


def _list_of_a_mover(town: Town, payer: Workspace, starts: date, on: date) -> str:
    """A signed list from 2026-03 that raises 90 to 120, of a man who has moved and is still paid by his old account."""
    man = rows(town, care(town))
    there = rows(town, posted(town, family(town, "dibao")))
    town.on(date(2025, 12, 3))
    moves(town, man, there)
    _settle_events(town)
    desks = (town.clerk, town.checker, town.head, payer)
    raised(*desks, key="disability.care.1", value=120, starts=starts)
    town.on(on)
    wanted = Wanted(
        title="护理补贴调整",
        standards_on=on,
        from_month="2026-03",
        document="示例规〔2026〕1号",
    )
    run = reassessing.draft(payer, wanted)
    town.head.write(reassessing.sign, run)
    return run


def test_what_a_list_makes_up_is_paid_by_the_account_confirmed_since_it_was_made(
    town: Town, payer: Workspace
) -> None:
    """90 become 120 from January; drafted in February from March; the family's account is confirmed before it is carried out."""
    run = _list_of_a_mover(town, payer, date(2026, 1, 1), date(2026, 2, 20))
    account_confirmed(town)
    assert carrying_out.apply(payer, run).makeups == 2
    assert pay_of(town, "2026-03") == [("甲示例", NEW, Decimal("150.00"))]


def test_what_another_account_pays_since_the_list_was_made_is_not_told_as_ended(
    town: Town, payer: Workspace
) -> None:
    """Drafted in March from March; the family's account is confirmed in March, so it pays from April on."""
    run = _list_of_a_mover(town, payer, date(2026, 3, 1), date(2026, 3, 3))
    account_confirmed(town)
    done = carrying_out.apply(payer, run)
    assert (done.ended, done.moved, done.makeups, done.alerts) == (0, 1, 1, 1)
    assert "改由新户的账户发放的 1 项" in done.told
    assert "终止" not in done.told
    (left,) = payer.read(reassessing.lines, run, "left_out")
    assert "改由新户的账户发放" in left.reason
