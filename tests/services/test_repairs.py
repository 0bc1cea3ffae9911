"""What earlier decisions left of a past month: a correction reckons with what was found, refused and paid already."""

from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.services.granting import (
    adjusting,
    back_paying,
    carrying_out,
    consequences,
    reassessing,
    sealing,
)
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.granting.reassessing import Wanted
from jiuzhu.services.household.means import NewLine
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.queries.files import FileRows
from once import once
from receiving import (
    flags,
    happens,
    paid_four,
    propose,
    sign,
    told,
    with_setting,
    with_standard,
)
from town import Town


@pytest.fixture
@once
def home(town: Town) -> FileRows:
    """The family of four, 1,440.00 from 2025-09; the third of November."""
    return paid_four(town)


def sets(town: Town, home: FileRows, yuan: str, since: str) -> None:
    """A person sets another amount since a month, and it is signed."""
    grant = told(town, home).entitlement_id
    change = town.checker.read(consequences.by_hand, grant, Decimal(yuan), "核定有误更正", "57-33")
    ground = Ground(cause="recheck", evidence="入户核实情况", since=since)
    town.checker.write(adjusting.propose_adjustment, grant, change, ground, [])
    sign(town)


def decide_all(town: Town, *, approved: bool, month: str = "2025-12") -> None:
    for row in town.head.read(back_paying.back_payments):
        town.head.write(back_paying.decide_back_payment, row.id, approved=approved, pay_month=month)


def loses_work(town: Town, home: FileRows, on: date) -> None:
    """The 1,800 of the man end: 2,240 more a month than 1,440 under the old standard at most."""
    line = next(row for row in home.lines if row.category == "income")
    happens(town, home, "unemployed", on, "甲示例", ends=[line.id])
    propose(town, told(town, home))


@pytest.mark.parametrize("approved", [True, False])
def test_two_corrections_of_the_same_months_add_up(town: Town, home: FileRows, *, approved: bool) -> None:
    """1,440; 1,540 since October; then 1,590 since October: 50 more of each month, not 50 taken back."""
    sets(town, home, "1540.00", since="2025-10")
    decide_all(town, approved=approved)
    sets(town, home, "1590.00", since="2025-10")
    assert flags(town) == [("补发", month, Decimal("50.00")) for month in ("2025-10", "2025-11")]


def test_a_correction_takes_nothing_back_that_was_refused_and_never_paid(town: Town, home: FileRows) -> None:
    """The 100 more of each month were refused: 50 less than those is still 50 more than was paid."""
    sets(town, home, "1540.00", since="2025-10")
    decide_all(town, approved=False)
    sets(town, home, "1490.00", since="2025-10")
    assert flags(town) == []


def test_a_correction_takes_back_no_more_than_was_paid(town: Town, home: FileRows) -> None:
    """1,440; 1,500 since October, refused; nothing since October: 1,440 of each month, not 1,500."""
    sets(town, home, "1500.00", since="2025-10")
    decide_all(town, approved=False)
    sets(town, home, "0.00", since="2025-10")
    assert flags(town) == [("追回", month, Decimal("1440.00")) for month in ("2025-10", "2025-11")]


def test_a_correction_leaves_what_a_run_made_up(town: Town, home: FileRows, payer: Workspace) -> None:
    """120 made up for October and November by a list; 1,560 set to 1,590 since October: 30 more of all three months."""
    with_standard(town.clerk, town.checker, town.head, payer, starts=date(2025, 10, 1))
    town.on(date(2025, 11, 20))
    wanted = Wanted(
        title="标准调整", standards_on=date(2025, 11, 20), from_month="2025-12", document="示例规〔2025〕99号"
    )
    run = reassessing.draft(payer, wanted)
    town.head.write(reassessing.sign, run)
    carrying_out.apply(payer, run)
    town.on(date(2025, 12, 3))
    sets(town, home, "1590.00", since="2025-10")
    assert flags(town) == [("补发", month, Decimal("30.00")) for month in ("2025-10", "2025-11", "2025-12")]


def test_a_correction_leaves_what_the_facts_made_up(town: Town, home: FileRows) -> None:
    """1,800 a month of October and November made up; 20 more set since October: 20 more, nothing taken back."""
    loses_work(town, home, date(2025, 9, 20))
    sign(town)
    decide_all(town, approved=True)
    now = told(town, home).now
    sets(town, home, str(now + 20), since="2025-10")
    assert flags(town) == [("补发", month, Decimal("20.00")) for month in ("2025-10", "2025-11")]


def sealed_short(town: Town, home: FileRows, payer: Workspace) -> None:
    """December sealed at 1,440; raised from December in time and signed late; the difference is refused."""
    town.on(date(2025, 11, 28))
    loses_work(town, home, date(2025, 11, 20))
    town.on(date(2025, 12, 5))
    seal = payer.write(sealing.seal_month, "2025-12", "dibao", checked=True)
    town.on(date(2025, 12, 10))
    sign(town)
    assert payer.write(sealing.flag_differences, seal.id) == 1
    decide_all(town, approved=False)


def test_what_a_seal_lacked_and_was_refused_is_not_taken_back_by_hand(
    town: Town, home: FileRows, payer: Workspace
) -> None:
    """December was paid at 1,440 and is set to 1,500: nobody owes anything for it."""
    with_setting(town.clerk, town.checker, town.head, key="grant.start", value="same")
    sealed_short(town, home, payer)
    sets(town, home, "1500.00", since="2025-12")
    assert flags(town) == []


def test_what_a_seal_lacked_and_was_refused_is_not_taken_back_by_the_facts(
    town: Town, home: FileRows, payer: Workspace
) -> None:
    """Work found in November: December is due 1,440 again, which is what was paid."""
    sealed_short(town, home, payer)
    line = NewLine(category="income", kind="wage", figure=Decimal("1800.00"))
    happens(town, home, "employed", date(2025, 11, 25), "甲示例", begins=[line])
    propose(town, told(town, home))
    sign(town)
    assert flags(town) == []


@pytest.mark.parametrize("recorded", [False, True])
def test_fraud_takes_the_months_back_whatever_the_facts_say(
    town: Town, home: FileRows, *, recorded: bool
) -> None:
    """With the hidden income written down the facts stop the grant too: the months are flagged all the same."""
    if recorded:
        line = NewLine(category="income", kind="wage", figure=Decimal("6000.00"))
        happens(town, home, "income", date(2025, 11, 3), "乙示例", begins=[line])
    grant = told(town, home).entitlement_id
    change = town.checker.read(consequences.on_ground, grant, "fraud")
    ground = Ground(cause="fraud", evidence="查实隐瞒收入", since="2025-09")
    town.checker.write(adjusting.propose_adjustment, grant, change, ground, [])
    sign(town)
    assert flags(town) == [("追回", month, Decimal("1440.00")) for month in ("2025-09", "2025-10", "2025-11")]
