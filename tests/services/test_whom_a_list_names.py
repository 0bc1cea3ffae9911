"""标准调整: nobody who receives is missing from its list, and whose family changes is left to a person."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.ids import new_id
from jiuzhu.services.granting import adjusting, carrying_out, reassessing
from jiuzhu.services.granting.reassessing import Wanted
from jiuzhu.services.household import events
from jiuzhu.services.monitoring import alerting
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.queries.reassessing import lines as lines_of
from jiuzhu.storage.queries.rosters import in_force
from jiuzhu.storage.tables import TABLES
from jiuzhu.storage.unit import Unit
from receiving import (
    dies,
    flags,
    four,
    granted,
    grants,
    happens,
    propose,
    sign,
    told,
    with_standard,
    works,
)
from town import Town, payer_of, urban_couple

WANTED = Wanted(
    title="2026 年低保标准调整",
    standards_on=date(2026, 3, 1),
    from_month="2026-03",
    document="示例规〔2026〕9号",
)


@pytest.fixture
def payer(town: Town) -> Workspace:
    """From 2026-03 the standard is 800 a head."""
    made = payer_of(town)
    with_standard(town.clerk, town.checker, town.head, made, starts=date(2026, 3, 1))
    return made


@pytest.fixture
def home(town: Town, payer: Workspace) -> FileRows:
    """1,440 from 2025-09 for four."""
    town.on(date(2025, 8, 4))
    found = granted(town, four(town))
    assert payer
    town.on(date(2026, 2, 20))
    return found


def carried(town: Town, payer: Workspace, run: str) -> carrying_out.Carried:
    town.head.write(reassessing.sign, run)
    return carrying_out.apply(payer, run)


def test_a_list_never_swallows_a_death_that_waits(town: Town, payer: Workspace, home: FileRows) -> None:
    event = dies(town, home, date(2026, 1, 20))
    run = reassessing.draft(payer, WANTED)
    (line,) = payer.read(reassessing.lines, run)
    assert (line.group, line.before, line.after) == ("人工核定", Decimal("1440.00"), Decimal("1440.00"))
    assert "户情变动未处理" in line.reason
    assert "死亡" in line.reason
    assert carried(town, payer, run).changed == 0
    assert "户情变动未处理" in town.checker.read(alerting.alerts)[0].told
    town.on(date(2026, 3, 2))
    propose(town, told(town, home), event_id=event)
    sign(town)
    town.checker.write(events.settle_event, event, "已核实并办结")
    assert flags(town) == [("追回", "2026-02", Decimal("830.00")), ("追回", "2026-03", Decimal("740.00"))]
    assert grants(town, home)[-1] == ("dibao", "2026-04", "", Decimal("700.00"))


def test_an_event_recorded_after_the_list_was_made_keeps_the_family_out(
    town: Town, payer: Workspace, home: FileRows
) -> None:
    run = reassessing.draft(payer, WANTED)
    assert [line.group for line in payer.read(reassessing.lines, run)] == ["金额变化"]
    dies(town, home, date(2026, 2, 15))
    done = carried(town, payer, run)
    assert (done.changed, done.events, done.alerts) == (0, 1, 1)
    assert "户情变动" in done.told
    (line,) = payer.read(reassessing.lines, run, "left_out")
    assert "户情变动未处理" in line.reason
    assert grants(town, home)[-1] == ("dibao", "2025-09", "", Decimal("1440.00"))


def test_what_awaits_a_decision_is_no_longer_listed_as_changed(
    town: Town, payer: Workspace, home: FileRows
) -> None:
    event = dies(town, home, date(2026, 1, 20))
    propose(town, told(town, home), event_id=event)
    (row,) = town.head.read(adjusting.adjustments)
    run = reassessing.draft(payer, WANTED)
    (line,) = payer.read(reassessing.lines, run, "manual")
    assert row.number in line.reason


def tapering(town: Town, home: FileRows, wage: str) -> None:
    """渐退 until 2026-07 on a wage that left more than 770 a head."""
    town.on(date(2026, 1, 12))
    event = works(town, home, date(2026, 1, 5), wage)
    propose(town, told(town, home), event_id=event)
    sign(town)
    town.checker.write(events.settle_event, event, "已核实并办结")
    town.on(date(2026, 2, 20))
    assert grants(town, home)[-1][1:3] == ("2026-02", "2026-07")


@pytest.mark.parametrize(
    ("wage", "seen"),
    [("1360.00", ("人工核定", "按新标准重新符合条件")), ("2000.00", ("不变", "渐退到 2026-07 为止"))],
)
def test_a_family_in_a_taper_is_in_the_list(
    town: Town, payer: Workspace, home: FileRows, wage: str, seen: tuple[str, str]
) -> None:
    tapering(town, home, wage)
    run = reassessing.draft(payer, WANTED)
    (line,) = payer.read(reassessing.lines, run)
    assert (line.group, line.before, line.after) == (seen[0], Decimal("1440.00"), Decimal("1440.00"))
    assert seen[1] in line.reason
    assert carried(town, payer, run).alerts == int(seen[0] == "人工核定")
    assert grants(town, home)[-1][1:3] == ("2026-02", "2026-07")


def test_nobody_who_receives_is_missing(town: Town, payer: Workspace, home: FileRows) -> None:
    town.on(date(2025, 10, 13))
    granted(town, urban_couple(town, 511), date(2025, 10, 22))
    town.on(date(2025, 11, 10))
    ended = granted(town, four(town, 611), date(2025, 11, 20))
    tapering(town, home, "2000.00")
    town.on(date(2026, 3, 3))
    more = happens(town, ended, "death", date(2026, 3, 1), "丁示例")
    propose(town, told(town, ended), event_id=more)
    sign(town)
    rigid_too(town, ended)
    run = reassessing.draft(payer, replace(WANTED, from_month="2026-03"))
    table = TABLES[Entitlement]
    paid = town.clerk.read(
        lambda unit: sorted(
            row.id for row in unit.session.query(Entitlement).filter(in_force(table, "2026-03"))
        )
    )
    rows = town.clerk.read(lambda unit: list(lines_of(unit.session, run)))
    listed, makeups = ([row for row in rows if bool(row.for_month) is past] for past in (False, True))
    assert sorted(row.entitlement_id for row in listed if row.entitlement_id in paid) == paid
    (march,) = makeups  # the last month of what ends was paid for four, by the old standard
    assert (march.household_id, march.for_month, march.after - march.before) == (
        ended.household.id,
        "2026-03",
        Decimal(120),
    )
    left = payer.read(reassessing.lines, run, "excluded")
    assert {row.reason for row in left} == {
        "已决定发放到 2026-03 为止", "刚性支出困难家庭按认定有效期管理，不随标准调整",
    }  # fmt: skip
    later = next(row for row in payer.read(reassessing.lines, run, "manual") if row.name == "甲示例")
    assert later.before == Decimal("700.00")


def rigid_too(town: Town, home: FileRows) -> None:
    """The family is recognised as 刚性支出困难 too."""

    def add(unit: Unit) -> None:
        grant = home.entitlements[0]
        unit.add(
            replace(
                grant, id=new_id(), programme="rigid", monthly=Decimal(0), base=Decimal(0), addons=Decimal(0),
                first_month="2025-12", last_month="", valid_until=date(2026, 11, 30), next_recheck_on=None, version=1,
            )
        )  # fmt: skip

    town.clerk.write(add)
