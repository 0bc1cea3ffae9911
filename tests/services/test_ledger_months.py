"""A month of 低保家庭台账 shows who lived there in it and on what it is paid, whatever happened since."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jiuzhu.services.granting import adjusting, consequences, rosters
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.household import events
from jiuzhu.services.household.events import Happened
from jiuzhu.services.ledger import ledgers
from jiuzhu.storage.queries import grants
from on_the_way import approve, rows, submitted
from town import Town, urban_three


@pytest.fixture
def office(town: Town) -> Town:
    """A family of three; the son moved out on 1 December and the grant follows from January."""
    dossier = urban_three(town)
    dossier.application.programmes = ["dibao"]
    dossier.incomes[0].declared = Decimal("1400.00")
    taken = submitted(town, dossier, date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    town.on(date(2025, 12, 3))
    home = rows(town, taken)
    son = next(one.id for one in home.people.values() if one.name == "丙示例")
    happened = Happened(kind="move_out", effective_on=date(2025, 12, 1), person_id=son, details="已分开生活")
    town.checker.write(events.record_event, home.household.id, happened)
    (found,) = town.checker.read(consequences.consequences, home.household.id)
    ground = Ground(cause="event", evidence="入户核实")
    town.checker.write(adjusting.propose_adjustment, found.entitlement_id, found.change, ground, found.why)
    (row,) = town.head.read(adjusting.adjustments)
    town.head.write(adjusting.decide_adjustment, row.id, approved=True)
    return town


def shown(town: Town, **filters: Any) -> dict[str, str]:
    (ledger,) = [one for one in town.clerk.read(ledgers.ledgers) if one.id == "dibao_households"]
    (row,) = town.clerk.read(ledgers.page, "dibao_households", filters).rows
    found = {column.name: str(value) for column, value in zip(ledger.columns, row, strict=True)}
    names = ("household_size", "members", "standard", "per_head", "member3_name", "monthly")
    return {name: found[name] for name in names}


def test_a_month_shows_its_own_people_and_the_standard_of_its_own_amount(office: Town) -> None:
    assert shown(office, month="2025-12") == {
        "household_size": "3", "members": "3", "standard": "770.00", "per_head": "466.67", "member3_name": "丙示例",
        "monthly": "1110.00",
    }  # fmt: skip
    after = shown(office, month="2026-01")
    assert after["monthly"] != "1110.00"
    assert after == {
        "household_size": "2", "members": "2", "standard": "770", "per_head": "None", "member3_name": "",
        "monthly": after["monthly"],
    }  # fmt: skip


def heads(town: Town, month: str) -> int:
    found = town.clerk.read(lambda unit: grants.heads(unit.session, ["dibao"], month))
    return sum(row.heads for row in found)


def test_who_leaves_in_a_month_is_still_paid_for_in_it_by_roster_and_batch(office: Town) -> None:
    people = {
        month: (
            office.clerk.read(rosters.roster, month, "dibao").people,
            heads(office, month),
        )
        for month in ("2025-11", "2025-12", "2026-01")
    }  # fmt: skip
    assert people == {"2025-11": (0, 0), "2025-12": (3, 3), "2026-01": (2, 2)}
