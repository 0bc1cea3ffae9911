"""困难残疾人生活补贴 stands on 低保: a family in 渐退 is still a 低保 family, and when the taper has run out somebody is told."""

from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.assessment import changing
from jiuzhu.services.granting import adjusting, carrying_out, consequences, reassessing
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.granting.reassessing import Wanted
from jiuzhu.services.household import events
from jiuzhu.services.monitoring import alerting, comparing
from jiuzhu.storage.queries.files import FileRows
from on_the_way import rows
from once import once
from paid_families import family, posted
from receiving import raised, sign, works
from town import Town, payer_of

LIVING = "disability_living"
DAY = date(2025, 12, 3)


@pytest.fixture
@once
def home(town: Town) -> FileRows:
    """Three people with 950 a month of 低保; 乙 has the subsidy of 80."""
    found = rows(town, posted(town, family(town, "dibao", LIVING)))
    town.on(DAY)
    return found


def _follows(town: Town, home: FileRows) -> dict[str, tuple[str, Decimal]]:
    found = town.checker.read(consequences.consequences, home.household.id)
    return {row.programme: (row.change.kind, row.change.monthly) for row in found}


def _tapers(town: Town, home: FileRows) -> str:
    """乙 earns 900: 820 a head, under 1.5 times the standard. Returns the event; the taper of six months is signed."""
    event = works(town, home, date(2025, 12, 1), "900.00")
    found = town.checker.read(consequences.consequences, home.household.id)
    dibao = next(row for row in found if row.programme == "dibao")
    ground = Ground(cause="event", evidence="入户核实情况", event_id=event)
    town.checker.write(adjusting.propose_adjustment, dibao.entitlement_id, dibao.change, ground, [])
    sign(town)
    return event


def test_the_subsidy_goes_on_while_the_family_tapers(town: Town, home: FileRows) -> None:
    works(town, home, date(2025, 12, 1), "900.00")
    assert _follows(town, home) == {
        "dibao": (changing.TAPER, Decimal("950.00")),
        LIVING: (changing.KEEP, Decimal("80.00")),
    }
    (why,) = [
        row.why
        for row in town.checker.read(consequences.consequences, home.household.id)
        if row.programme == LIVING
    ]
    assert why == ["低保渐退期间仍是低保家庭，照发；渐退期满再按规定停发"]


def test_the_event_ends_without_a_stop_of_the_subsidy(town: Town, home: FileRows) -> None:
    event = _tapers(town, home)
    assert _follows(town, home)[LIVING] == (changing.KEEP, Decimal("80.00"))
    town.head.write(events.settle_event, event, "渐退已签署，补贴照发")


def test_who_earns_too_much_even_for_a_taper_loses_both(town: Town, home: FileRows) -> None:
    _tapers(town, home)
    town.on(date(2026, 1, 12))
    works(town, home, date(2026, 1, 6), "3000.00")
    assert {kind for kind, _ in _follows(town, home).values()} == {changing.STOP}


def test_a_new_standard_leaves_the_subsidy_of_a_family_that_tapers(town: Town, home: FileRows) -> None:
    event = _tapers(town, home)
    town.head.write(events.settle_event, event, "渐退已签署，补贴照发")
    payer = payer_of(town)
    town.on(date(2026, 1, 12))
    raised(
        town.clerk,
        town.checker,
        town.head,
        payer,
        key="disability.care.1",
        value=100,
        starts=date(2026, 1, 1),
    )
    run = reassessing.draft(
        payer,
        Wanted(title="护理补贴调整", standards_on=date(2026, 1, 12), from_month="2026-02", document="示例规〔2026〕1号"),
    )  # fmt: skip
    assert payer.read(reassessing.lines, run, "lost") == []
    (line,) = (row for row in payer.read(reassessing.lines, run, "unchanged") if "生活补贴" in row.programme)
    assert line.reason == "低保渐退到 2026-06 为止，期间仍是低保家庭，不变"
    town.head.write(reassessing.sign, run)
    carrying_out.apply(payer, run)
    assert _follows(town, home)[LIVING] == (changing.KEEP, Decimal("80.00"))


def test_the_end_of_the_taper_is_told_where_the_subsidy_goes_on(town: Town, home: FileRows) -> None:
    _tapers(town, home)
    town.on(date(2026, 6, 20))
    town.checker.write(comparing.scan_records)
    assert "living_left" not in {row.indicator for row in town.checker.read(alerting.alerts)}
    town.on(date(2026, 7, 3))
    assert _follows(town, home)[LIVING][0] == changing.STOP
    town.checker.write(comparing.scan_records)
    (alert,) = (row for row in town.checker.read(alerting.alerts) if row.indicator == "living_left")
    assert (alert.name, alert.told) == ("乙示例", "没有在享受的低保，仍享受困难残疾人生活补贴")
