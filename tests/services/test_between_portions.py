"""What happens between two portions of a 标准调整 that makes up a past month too."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jiuzhu.errors import OutcomeUnknown, UserError
from jiuzhu.services.granting import adjusting, back_paying, carrying_out, consequences, reassessing
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.granting.back_paying import BackPaymentRow
from jiuzhu.services.granting.carrying_out import Paused
from jiuzhu.services.granting.reassessing import Wanted
from jiuzhu.services.household import events
from jiuzhu.services.household.events import Happened
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import write
from on_the_way import accept, rows
from receiving import dies, grants, propose, sign, told, two_under_a_standard
from town import Town, urban_couple

WANTED = Wanted(
    title="2026 年低保标准调整",
    standards_on=date(2025, 12, 20),
    from_month="2026-01",
    document="示例规〔2025〕99号",
)


@pytest.fixture
def homes(town: Town, payer: Workspace, monkeypatch: pytest.MonkeyPatch) -> list[FileRows]:
    """Two families of four with 1,440 by 770 a head; 800 a head since 2025-12, so 120 of December are made up to each."""
    monkeypatch.setattr(carrying_out, "PORTION", 1)
    return two_under_a_standard(town, payer, date(2025, 12, 1))


def half_carried_out(town: Town, payer: Workspace) -> str:
    """A signed list of which the first family's lines are carried out."""
    run = reassessing.draft(payer, WANTED)
    town.head.write(reassessing.sign, run)
    with pytest.raises(Paused, match="第 2 行（共 4 行）"):
        carrying_out.apply(payer, run, cancelled=lambda: True)
    return run


def made_up(town: Town) -> list[BackPaymentRow]:
    return town.head.read(back_paying.back_payments, ("proposed", "approved"))


def test_a_grant_is_never_carried_out_by_half(town: Town, payer: Workspace, homes: list[FileRows]) -> None:
    half_carried_out(town, payer)
    raised = [home.household.id for home in homes if grants(town, home)[-1][3] == Decimal("1560.00")]
    assert [row.household_id for row in made_up(town)] == raised
    assert len(raised) == 1


@pytest.mark.usefixtures("homes")
def test_a_month_paid_in_two_parts_is_told_as_one(town: Town, payer: Workspace) -> None:
    run = half_carried_out(town, payer)
    (month,) = made_up(town)
    town.head.write(back_paying.move_back_payment, month.id, "2026-02", Decimal(20))
    assert carrying_out.apply(payer, run).makeups == 2


@pytest.mark.usefixtures("homes")
def test_after_a_line_that_broke_in_a_portion_nobody_is_told_that_all_is_done(
    town: Town, payer: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = reassessing.draft(payer, WANTED)
    town.head.write(reassessing.sign, run)

    def cut(*args: Any, **kwargs: Any) -> Any:
        made = write(*args, **kwargs)
        if args[3] == "carry_on":
            raise OutcomeUnknown(None)
        return made

    with monkeypatch.context() as patch:
        patch.setattr("jiuzhu.services.office.workspace.write", cut)
        with pytest.raises(UserError, match=r"线路恢复后.*点“执行”继续"):
            carrying_out.apply(payer, run)
    assert payer.find_outcome() == ""  # not: that step is stored, there is nothing left to do
    assert carrying_out.apply(payer, run).makeups == 2
    assert [(row.for_month, row.amount) for row in made_up(town)] == [("2025-12", Decimal("120.00"))] * 2


def test_what_a_family_is_owed_that_has_joined_another_one_meanwhile_is_decided_there(
    town: Town, payer: Workspace, homes: list[FileRows]
) -> None:
    run = half_carried_out(town, payer)
    (done,) = made_up(town)
    (home,) = (one for one in homes if one.household.id != done.household_id)
    grant = told(town, home).entitlement_id
    change = town.checker.read(consequences.on_ground, grant, "refused_check")
    ground = Ground(cause="refused_check", evidence="不配合复核")
    town.checker.write(adjusting.propose_adjustment, grant, change, ground, [])
    sign(town)
    town.on(date(2026, 1, 5))
    couple = urban_couple(town, 611)
    couple.application.programmes = ["dibao"]
    there = rows(town, accept(town, couple).application_id).household
    merger = Happened(kind="merge", effective_on=date(2026, 1, 4), other_household_id=home.household.id)
    town.checker.write(events.record_event, there.id, merger)
    carrying_out.apply(payer, run)
    (found,) = (row for row in made_up(town) if row.id != done.id)
    assert (found.household_id, found.for_month, found.amount) == (there.id, "2025-12", Decimal("120.00"))
    assert (found.state, found.pay_month) == ("proposed", "")


def test_what_was_left_out_because_an_adjustment_waited_is_looked_back_at_when_it_is_signed(
    town: Town, payer: Workspace, homes: list[FileRows]
) -> None:
    """A death in December counts from January: December itself is owed by the new standard, whenever it is signed."""
    run = half_carried_out(town, payer)
    (done,) = made_up(town)
    (home,) = (one for one in homes if one.household.id != done.household_id)
    dies(town, home, date(2025, 12, 2))
    propose(town, told(town, home))
    assert carrying_out.apply(payer, run).waiting == 1
    sign(town)
    (found,) = (row for row in made_up(town) if row.id != done.id)
    assert (found.household_id, found.for_month, found.amount) == (
        home.household.id,
        "2025-12",
        Decimal("120.00"),
    )
