"""What a person or a ground of the law has set stands: no figure and no new standard undoes it, a person lifts it."""

from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.errors import Refused
from jiuzhu.services.granting import adjusting, carrying_out, consequences, reassessing
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.granting.reassessing import Wanted
from jiuzhu.services.household.means import NewLine
from jiuzhu.services.monitoring import alerting
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.queries.files import FileRows
from once import once
from receiving import (
    flags,
    grants,
    happens,
    paid_four,
    person,
    propose,
    sign,
    told,
    with_standard,
)
from town import Town

WANTED = Wanted(
    title="2026 年低保标准调整",
    standards_on=date(2026, 3, 1),
    from_month="2026-03",
    document="示例规〔2026〕9号",
)


@pytest.fixture
@once
def home(town: Town) -> FileRows:
    """1,440 from 2025-09 for four; since 2025-12 without the share of one who would not work: 1,120."""
    found = paid_four(town)
    (grant,) = found.entitlements
    change = town.checker.read(consequences.on_ground, grant.id, "refused_work", person(found, "乙示例"))
    ground = Ground(cause="refused_work", evidence="公益劳动考勤记录")
    town.checker.write(adjusting.propose_adjustment, grant.id, change, ground, [change.reason])
    sign(town)
    assert grants(town, found)[-1] == ("dibao", "2025-12", "", Decimal("1120.00"))
    return found


def by_hand(town: Town, home: FileRows, yuan: str, **more: str) -> None:
    found = told(town, home)
    change = town.checker.read(
        consequences.by_hand, found.entitlement_id, Decimal(yuan), "已参加公益劳动，恢复", ""
    )
    ground = Ground(cause="error", evidence="公益劳动考勤记录", **more)
    town.checker.write(adjusting.propose_adjustment, found.entitlement_id, change, ground, [])
    sign(town)


def test_a_cut_by_law_is_not_proposed_back_by_the_figures(town: Town, home: FileRows) -> None:
    town.on(date(2025, 12, 5))
    found = told(town, home)
    assert (found.change.kind, found.change.monthly) == ("keep", Decimal("1120.00"))
    assert "2025-11-03" in found.change.reason
    assert "拒不参加公益劳动" in found.change.reason
    assert "须另行提出" in found.change.reason
    raised = found.change._replace(kind="raise", monthly=Decimal("1440.00"))
    with pytest.raises(Refused, match="须另行提出"):
        town.checker.write(
            adjusting.propose_adjustment, found.entitlement_id, raised, Ground(cause="event", evidence="按数据恢复"), []
        )  # fmt: skip


def test_figures_that_moved_since_leave_the_cut_to_a_person(town: Town, home: FileRows) -> None:
    town.on(date(2026, 1, 5))
    less = NewLine(category="income", kind="wage", figure=Decimal("200.00"))
    happens(town, home, "income", date(2026, 1, 1), "甲示例", begins=[less])
    found = told(town, home)
    assert (found.change.kind, found.change.monthly) == ("manual", Decimal("1120.00"))
    assert "1,240.00 元" in found.change.reason


def test_who_has_too_much_is_still_stopped(town: Town, home: FileRows) -> None:
    town.on(date(2026, 1, 5))
    more = NewLine(category="income", kind="wage", figure=Decimal("9000.00"))
    happens(town, home, "income", date(2026, 1, 1), "甲示例", begins=[more])
    assert told(town, home).change.kind == "stop"


def test_a_person_lifts_it_and_the_figures_speak_again(town: Town, home: FileRows) -> None:
    town.on(date(2026, 2, 3))
    by_hand(town, home, "1440.00", since="2026-01")
    assert flags(town) == [("补发", "2026-01", Decimal("320.00")), ("补发", "2026-02", Decimal("320.00"))]
    found = told(town, home)
    assert (found.change.kind, found.change.reason) == ("keep", "金额不变")


def test_another_amount_by_hand_stands_too(town: Town, home: FileRows) -> None:
    town.on(date(2026, 2, 3))
    by_hand(town, home, "1300.00")
    found = told(town, home)
    assert (found.change.kind, found.change.monthly) == ("keep", Decimal("1300.00"))
    assert "已参加公益劳动，恢复" in found.change.reason


def test_a_late_event_does_not_pay_back_what_the_law_cut(town: Town, home: FileRows) -> None:
    """Lifted from 2026-02; then income since 2025-12 comes out: the months of the cut are looked at, never raised."""
    town.on(date(2026, 1, 28))
    by_hand(town, home, "1440.00")
    town.on(date(2026, 2, 10))
    more = NewLine(category="income", kind="wage", figure=Decimal("200.00"))
    happens(town, home, "income", date(2025, 12, 1), "甲示例", begins=[more])
    propose(town, told(town, home))
    sign(town)
    assert flags(town) == [("追回", "2026-02", Decimal("200.00"))]


def test_a_new_standard_leaves_it_to_a_person(town: Town, payer: Workspace, home: FileRows) -> None:
    town.on(date(2026, 2, 20))
    with_standard(town.clerk, town.checker, town.head, payer, starts=date(2026, 3, 1))
    run = reassessing.draft(payer, WANTED)
    (line,) = payer.read(reassessing.lines, run, "manual")
    assert (line.before, line.after) == (Decimal("1120.00"), Decimal("1120.00"))
    assert "拒不参加公益劳动" in line.reason
    town.head.write(reassessing.sign, run)
    done = carrying_out.apply(payer, run)
    assert (done.changed, done.alerts) == (0, 1)
    assert grants(town, home)[-1] == ("dibao", "2025-12", "", Decimal("1120.00"))
    assert "须另行提出" in town.checker.read(alerting.alerts)[0].told


def test_a_standard_that_began_earlier_makes_up_nothing_of_it(
    town: Town, payer: Workspace, home: FileRows
) -> None:
    town.on(date(2026, 2, 20))
    with_standard(town.clerk, town.checker, town.head, payer, starts=date(2026, 1, 1))
    wanted = Wanted(
        title=WANTED.title, standards_on=date(2026, 1, 1), from_month="2026-03", document=WANTED.document
    )
    run = reassessing.draft(payer, wanted)
    assert payer.read(reassessing.lines, run, "makeup") == []
    left = payer.read(reassessing.lines, run, "excluded")
    assert [(row.difference, "须另行提出" in row.reason) for row in left] == [(Decimal("120.00"), True)] * 2
    assert home.entitlements
