"""What was known on a day, what was true on it, and what a past day shows."""

from datetime import date
from decimal import Decimal

from changed_home import new_head, person
from jiuzhu.domain.household import Household
from jiuzhu.services.household import as_of, events
from jiuzhu.services.household.events import Happened
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit
from town import Town


def test_what_was_known_on_a_day_differs_from_what_was_true(town: Town, home: FileRows) -> None:
    happened = Happened(kind="death", effective_on=date(2025, 11, 18), person_id=person(home, "丁示例"))
    town.checker.write(events.record_event, home.household.id, happened)
    seen = town.auditor.read(as_of.as_of, home.household.id, date(2025, 11, 20))
    assert seen.known is not None
    assert len(seen.true.members) == 3
    assert len(seen.known.members) == 4
    assert seen.differences == ["当时登记在户、实际已不在：丁示例。"]
    assert len(seen.decisions) == 1
    today = town.auditor.read(as_of.as_of, home.household.id, date(2025, 12, 3))
    assert today.differences == []
    assert today.true.monthly == Decimal("1360.00")
    early = town.auditor.read(as_of.as_of, home.household.id, date(2025, 1, 1))
    assert early.known is None


def test_a_past_day_shows_the_address_and_the_head_of_that_day(town: Town, home: FileRows) -> None:
    def move(unit: Unit) -> None:
        row = unit.get(Household, home.household.id)
        row.address, row.village = "示例新城 9 号", "新城社区"
        unit.about(row.id)

    town.clerk.write(move)
    husband, wife = person(home, "甲示例"), person(home, "乙示例")
    town.checker.write(
        events.record_event, home.household.id,
        new_head(home, wife, date(2025, 12, 3)),
    )  # fmt: skip
    seen = {
        day: town.auditor.read(as_of.as_of, home.household.id, day).true
        for day in (date(2025, 6, 1), date(2025, 12, 2), date(2025, 12, 3))
    }
    told = [(one.village, one.address, one.head) for one in seen.values()]
    assert told == [
        ("示例社区", "示例路 8 号 3-2", ""),  # nobody is on record yet
        ("示例社区", "示例路 8 号 3-2", "甲示例"),
        ("新城社区", "示例新城 9 号", "乙示例"),
    ]
    assert husband != wife
