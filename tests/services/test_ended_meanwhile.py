"""标准调整: a grant that a decision ends after the list was made gets the new standard for exactly the months it still has."""

from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.approving import Entitlement
from jiuzhu.services.granting import adjusting, back_paying, carrying_out, consequences, reassessing
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.granting.reassessing import Wanted
from jiuzhu.services.household import events
from jiuzhu.services.monitoring import alerting
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit
from receiving import dies, four, granted, grants, propose, sign, told, with_standard
from town import Town

WANTED = Wanted(
    title="2025 年第四季度低保标准调整",
    standards_on=date(2025, 11, 20),
    from_month="2025-12",
    document="示例规〔2025〕99号",
)


@pytest.fixture
def home(town: Town, payer: Workspace) -> FileRows:
    """1,440 from 2025-09 by 770 a head; 800 a head from 2025-10, entered in November: 1,560 for four."""
    town.on(date(2025, 8, 4))
    found = granted(town, four(town))
    with_standard(town.clerk, town.checker, town.head, town.auditor, payer, starts=date(2025, 10, 1))
    town.on(date(2025, 11, 20))
    return found


def listed(town: Town, payer: Workspace) -> str:
    run = reassessing.draft(payer, WANTED)
    (line,) = payer.read(reassessing.lines, run, "changed")
    assert (line.before, line.after) == (Decimal("1440.00"), Decimal("1560.00"))
    town.head.write(reassessing.sign, run)
    return run


def owed(town: Town) -> list[tuple[str, str, Decimal]]:
    """Month, the month it is paid with, yuan."""
    found = town.head.read(back_paying.back_payments, ("approved",))
    return sorted((row.for_month, row.pay_month, row.amount) for row in found)


def cut_by_death(town: Town, home: FileRows, on: date, *, settle: bool = True) -> None:
    town.on(on)
    event = dies(town, home, on)
    propose(town, told(town, home))
    sign(town)
    if settle:
        town.checker.write(events.settle_event, event, "已核实并办结")


def test_past_months_are_made_up_although_the_grant_ended_since(
    town: Town, payer: Workspace, home: FileRows
) -> None:
    run = listed(town, payer)
    cut_by_death(town, home, date(2025, 11, 24))
    before = grants(town, home)
    assert before[0][1:3] == ("2025-09", "2025-11")
    done = carrying_out.apply(payer, run)
    assert (done.changed, done.makeups, done.stale) == (0, 2, 1)
    assert owed(town) == [
        ("2025-10", "2025-12", Decimal("120.00")),
        ("2025-11", "2025-12", Decimal("120.00")),
    ]
    assert grants(town, home) == before


def test_the_first_month_of_the_list_is_made_up_where_the_grant_ends_with_it(
    town: Town, payer: Workspace, home: FileRows
) -> None:
    run = listed(town, payer)
    cut_by_death(town, home, date(2025, 12, 3))
    before = grants(town, home)
    assert before[0][1:3] == ("2025-09", "2025-12")
    done = carrying_out.apply(payer, run)
    assert (done.changed, done.makeups, done.ended, done.stale) == (0, 3, 1, 0)
    assert "补发到终止的月份" in done.told
    assert owed(town) == [
        (month, "2025-12", Decimal("120.00")) for month in ("2025-10", "2025-11", "2025-12")
    ]
    assert grants(town, home) == before
    (left,) = payer.read(reassessing.lines, run, "left_out")
    assert "到终止的月份为止按新标准补发" in left.reason
    assert town.checker.read(alerting.alerts) == []  # nothing is left to a person
    again = reassessing.draft(payer, WANTED)
    assert payer.read(reassessing.lines, again, "makeup") == []  # a month is made up once


def test_what_an_open_event_may_still_say_is_left_to_a_person(
    town: Town, payer: Workspace, home: FileRows
) -> None:
    run = listed(town, payer)
    cut_by_death(town, home, date(2025, 12, 3), settle=False)
    done = carrying_out.apply(payer, run)
    assert (done.makeups, done.ended, done.events) == (2, 0, 1)
    assert "户情变动未处理" in town.checker.read(alerting.alerts)[0].told


def test_months_that_were_got_by_fraud_are_not_made_up(town: Town, payer: Workspace, home: FileRows) -> None:
    run = listed(town, payer)
    town.on(date(2025, 12, 3))
    (row,) = [row for row in home.entitlements if row.programme == "dibao"]
    change = town.checker.read(consequences.on_ground, row.id, "fraud")
    ground = Ground(cause="fraud", evidence="查实隐瞒收入", since="2025-10")
    town.checker.write(adjusting.propose_adjustment, row.id, change, ground, [])
    sign(town)
    done = carrying_out.apply(payer, run)
    assert (done.makeups, done.ended) == (0, 0)
    assert owed(town) == []


def test_a_grant_that_ends_months_later_is_made_up_to_its_end_month_by_month(
    town: Town, payer: Workspace, home: FileRows
) -> None:
    (grant,) = home.entitlements

    def end(unit: Unit) -> None:
        row = unit.get(Entitlement, grant.id)
        row.last_month, row.ended_reason = "2026-02", "own_request"

    town.checker.write(end)
    run = reassessing.draft(payer, WANTED)
    made = {line.reason for line in payer.read(reassessing.lines, run, "makeup")}
    assert made == {
        f"{month} 应按新标准发放" for month in ("2025-10", "2025-11", "2025-12", "2026-01", "2026-02")
    }
    town.head.write(reassessing.sign, run)
    carrying_out.apply(payer, run)
    assert owed(town) == [
        ("2025-10", "2025-12", Decimal("120.00")),
        ("2025-11", "2025-12", Decimal("120.00")),
        ("2025-12", "2025-12", Decimal("120.00")),
        ("2026-01", "2026-01", Decimal("120.00")),  # no month is paid before it has come
        ("2026-02", "2026-02", Decimal("120.00")),
    ]
