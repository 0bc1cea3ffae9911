"""A list looks at a past month as an adjustment does: what happened on its first day counts from the month after."""

from datetime import date
from decimal import Decimal

from jiuzhu.services.granting import reassessing
from jiuzhu.services.granting.reassessing import Wanted
from jiuzhu.services.household import events
from jiuzhu.services.office.workspace import Workspace
from receiving import NEW, OLD, happens, paid_four, propose, sign, told, with_standard
from town import Town, payer_of


def made_up(payer: Workspace, standards_on: date) -> dict[str, Decimal]:
    """Month → yuan a list from 2026-02 on makes up."""
    wanted = Wanted(
        title="标准调整", standards_on=standards_on, from_month="2026-02", document="示例规〔2026〕1号"
    )
    run = reassessing.draft(payer, wanted)
    return {row.reason[:7]: row.difference for row in payer.read(reassessing.lines, run, "makeup")}


def test_what_happened_on_the_first_of_a_month_leaves_that_month_as_it_was(town: Town) -> None:
    """The child leaves school on 1 December, which counts from January: 20 a head more are owed for four of December."""
    home, payer = paid_four(town), payer_of(town)
    desks = (town.clerk, town.checker, town.head, payer)
    town.on(date(2026, 1, 5))
    event = happens(
        town, home, "left_school", date(2025, 12, 1), "丙示例", marks={"student": "none", "school": ""}
    )
    propose(town, told(town, home), event_id=event)
    sign(town)
    town.head.write(events.settle_event, event, "已经办完")
    with_standard(*desks, starts=date(2025, 12, 1))
    made = made_up(payer, date(2025, 12, 1))
    assert made["2025-12"] == (NEW - OLD) * 4


def test_the_first_list_of_an_office_begins_with_the_first_standard_it_never_brought_in(town: Town) -> None:
    """低保 was raised on 1 December and what orphans get in institutions on 1 January: December is owed too."""
    paid_four(town)
    payer = payer_of(town)
    with_standard(town.clerk, town.checker, town.head, payer, starts=date(2025, 12, 1))
    town.on(date(2026, 1, 5))
    made = made_up(payer, date(2026, 1, 5))
    assert made == dict.fromkeys(("2025-12", "2026-01"), (NEW - OLD) * 4)


def test_who_was_granted_before_a_standard_and_first_paid_with_its_month_is_owed_from_that_month(
    town: Town,
) -> None:
    """Granted on 15 August by the old standard and paid from September, from which the new one holds."""
    paid_four(town)
    payer = payer_of(town)
    with_standard(town.clerk, town.checker, town.head, payer, starts=date(2025, 9, 1))
    town.on(date(2026, 1, 5))
    made = made_up(payer, date(2026, 1, 5))
    months = ("2025-09", "2025-10", "2025-11", "2025-12", "2026-01")
    assert made == dict.fromkeys(months, (NEW - OLD) * 4)
