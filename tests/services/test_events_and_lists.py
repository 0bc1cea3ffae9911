"""标准调整: what happens where somebody lives, not where they are paid, keeps their line from being carried out."""

from datetime import date
from decimal import Decimal

from care_that_moves import moves, other_family, two_of_care
from jiuzhu.domain.granting import Adjustment
from jiuzhu.domain.household import HouseholdEvent
from jiuzhu.services.granting import adjusting, carrying_out, reassessing
from jiuzhu.services.granting.reassessing import Wanted
from jiuzhu.services.household import events
from jiuzhu.services.household.events import Happened
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit
from on_the_way import rows
from paid_families import care
from receiving import flags, happens, paid_four, propose, raised, sign, told, with_standard
from town import Town


def _signed_list(town: Town, payer: Workspace, key: str) -> str:
    """A list of 120 yuan from March for what is paid by a figure, made when every event is settled, and signed."""

    def settled(unit: Unit) -> None:
        for event in events.events(unit):
            unit.get(HouseholdEvent, event.id).settled_on = unit.today

    town.checker.write(settled)
    raised(town.clerk, town.checker, town.head, payer, key=key, value=120, starts=date(2026, 3, 1))
    town.on(date(2026, 3, 2))
    wanted = Wanted(
        title="护理补贴调整",
        standards_on=date(2026, 3, 2),
        from_month="2026-03",
        document="示例规〔2026〕1号",
    )
    run = reassessing.draft(payer, wanted)
    town.head.write(reassessing.sign, run)
    return run


def _happens(town: Town, home: FileRows, kind: str, person_id: str = "") -> None:
    happened = Happened(
        kind=kind, effective_on=date(2026, 3, 1), person_id=person_id, details="" if person_id else "门牌更换"
    )
    town.checker.write(events.record_event, home.household.id, happened)


def test_who_died_in_the_home_they_moved_to_is_not_raised(town: Town, payer: Workspace) -> None:
    """He is paid by the account of the home he left; his death is told by the family he lived with."""
    man, there = rows(town, care(town)), other_family(town)
    town.on(date(2025, 12, 8))
    moves(town, man, there, date(2025, 12, 2), man.people[man.application.applicant_id].name)
    run = _signed_list(town, payer, "disability.care.1")
    _happens(town, there, "death", man.application.applicant_id)
    done = carrying_out.apply(payer, run)
    assert (done.changed, done.events) == (0, 1)


def test_what_happens_in_the_home_they_left_keeps_nobody_out(town: Town, payer: Workspace) -> None:
    """甲 and 乙 are paid by one account; 乙 has moved: what happens at home is about 甲 alone."""
    home, there = two_of_care(town), other_family(town)
    town.on(date(2025, 12, 8))
    moves(town, home, there, date(2025, 12, 6), "乙示例")
    run = _signed_list(town, payer, "disability.care.2")
    _happens(town, home, "other")
    done = carrying_out.apply(payer, run)
    assert (done.changed, done.events) == (1, 2)  # hers; 低保 and 甲's own wait


def test_what_a_list_left_out_for_an_adjustment_is_made_up_with_the_next_one(
    town: Town, payer: Workspace
) -> None:
    """30 a head more from December; the child has left school on 20 December, and the adjustment waits too long."""
    home = paid_four(town)
    town.on(date(2026, 1, 5))
    event = happens(town, home, "left_school", date(2025, 12, 20), "丙示例")
    stale = propose(town, told(town, home), event_id=event)
    with_standard(town.clerk, town.checker, town.head, payer, starts=date(2025, 12, 1))
    wanted = Wanted(
        title="低保标准调整",
        standards_on=date(2025, 12, 1),
        from_month="2026-02",
        document="示例规〔2025〕9号",
    )
    run = reassessing.draft(payer, wanted)
    town.head.write(reassessing.sign, run)
    assert carrying_out.apply(payer, run).makeups == 0
    town.head.write(adjusting.decide_adjustment, stale, approved=False, note="标准已经调整")
    propose(town, told(town, home), event_id=event)
    sign(town)
    town.head.write(events.settle_event, event, "已经办完")
    assert flags(town) == [
        ("补发", "2025-12", Decimal("120.00")),
        ("补发", "2026-01", Decimal("20.00")),
    ]
    later = happens(town, home, "enrolled", date(2026, 1, 5), "丙示例", marks={"student": "senior"})
    number = propose(town, told(town, home), event_id=later)
    since = town.checker.read(lambda unit: unit.get(Adjustment, number).since_month)
    assert since == "2026-02"  # December was looked back at with the one before
