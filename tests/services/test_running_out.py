"""刚性支出困难 is recognised until a day: past it nothing shows it as current, and what ends it says why."""

from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.dossier import Dossier, LinePart
from jiuzhu.domain.granting import Adjustment
from jiuzhu.services.counter import standing
from jiuzhu.services.granting import adjusting, consequences
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.household import as_of
from jiuzhu.services.monitoring import rechecking
from jiuzhu.storage.queries.obligations import every
from on_the_way import approve, rows, submitted
from once import once
from town import Town, urban_three

LAST = date(2026, 11, 12)


def family(town: Town) -> Dossier:
    dossier = urban_three(town)
    dossier.application.programmes = ["rigid"]
    dossier.incomes[0].declared = Decimal("4000.00")
    dossier.expenses = [LinePart(kind="medical", declared=Decimal("20000.00"), period="year")]
    return dossier


@pytest.fixture
@once
def home(town: Town) -> str:
    """Recognised on 2025-11-12 for twelve months."""
    taken = submitted(town, family(town), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    return rows(town, taken).household.id


def ended(town: Town, home: str) -> list[tuple[str, str]]:
    return [
        (row.last_month, row.ended_reason) for row in town.clerk.read(lambda unit: every(unit.session, home))
    ]


@pytest.mark.parametrize(("on", "current"), [(LAST, 1), (date(2026, 11, 13), 0), (date(2027, 3, 1), 0)])
def test_a_day_after_it_the_household_has_it_no_longer(town: Town, home: str, on: date, current: int) -> None:
    town.on(on)
    seen = town.auditor.read(as_of.as_of, home, on)
    assert seen.known is not None
    assert (len(seen.true.grants), len(seen.known.grants)) == (current, current)
    (line,) = town.clerk.read(standing.of_household, home).lines
    if current:
        assert (line.state, line.last_month, line.why_ended) == ("in_force", "", "")
    else:
        assert (line.state, line.last_month, line.why_ended) == ("ended", "2026-11", "有效期满")


@pytest.mark.parametrize("on", [date(2026, 11, 20), date(2027, 2, 10)], ids=["same_month", "months_later"])
def test_what_ran_out_is_ended_as_such(town: Town, home: str, on: date) -> None:
    town.on(on)
    assert any("期满" in row.told for row in town.checker.read(rechecking.due))
    (told,) = town.checker.read(consequences.consequences, home)
    assert (told.change.kind, told.change.clause) == ("stop", "GX57-10")
    assert "2026-11-12" in told.change.reason
    ground = Ground(cause="recheck", evidence="认定有效期已满")
    town.checker.write(adjusting.propose_adjustment, told.entitlement_id, told.change, ground, told.why)
    (row,) = town.head.read(lambda unit: unit.session.query(Adjustment).all())
    town.head.write(adjusting.decide_adjustment, row.id, approved=True)
    assert ended(town, home) == [("2026-11", "expired")]
    assert town.checker.read(rechecking.due) == []


@pytest.mark.parametrize(
    ("asked", "decided", "was"),
    [
        (date(2026, 10, 9), date(2026, 10, 28), ("2026-10", "replaced")),
        (date(2026, 10, 22), date(2026, 11, 18), ("2026-11", "expired")),
        (date(2027, 2, 1), date(2027, 2, 25), ("2026-11", "expired")),
    ],
    ids=["in_time", "same_month", "months_later"],
)
def test_the_next_recognition_says_whether_the_last_one_ran_out(
    town: Town, home: str, asked: date, decided: date, was: tuple[str, str]
) -> None:
    town.on(asked)
    dossier = family(town)
    dossier.household.id = home
    taken = submitted(town, dossier, asked, decided)
    approve(town, taken)
    assert ended(town, home)[0] == was
