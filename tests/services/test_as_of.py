"""任意一天的户情: a head who is gone is named and marked, and what the office knew tells of income and property too."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from jiuzhu.domain.household_event import EFFECTS
from jiuzhu.services.household import as_of, events
from jiuzhu.services.household.as_of import AsOf
from jiuzhu.services.household.events import Happened
from jiuzhu.services.household.household_on import HouseholdOn
from jiuzhu.services.household.means import NewLine
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.ui.monitoring.events_part import told
from on_the_way import accept, rows, single
from receiving import four, granted, succession, tekun
from town import Town, open_town

WAGE = "甲示例：工资性收入 1,800.00 元/月（兼职保安）"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = open_town(tmp_path / "office")
    made.on(date(2025, 8, 4))
    yield made
    made.close()


def seen(town: Town, home: FileRows, on: date) -> AsOf:
    return town.auditor.read(as_of.as_of, home.household.id, on)


def happens(town: Town, home: FileRows, kind: str, on: date, name: str, *begins: NewLine) -> None:
    who = next(one.id for one in home.people.values() if one.name == name)
    happened = Happened(
        kind=kind, effective_on=on, person_id=who, evidence="已核实", begins=[*begins], details="已分开生活",
        **(succession(town, home.household.id, who) if EFFECTS[kind].leaves else {}),
    )  # fmt: skip
    town.checker.write(events.record_event, home.household.id, happened)


def test_the_head_of_a_household_nobody_lives_in_is_named_and_marked(town: Town) -> None:
    home = granted(town, tekun(town))
    town.on(date(2025, 11, 3))
    happens(town, home, "death", date(2025, 11, 1), "己示例")
    before, after = seen(town, home, date(2025, 10, 31)), seen(town, home, date(2025, 11, 3))
    assert before.true.head == "己示例"
    assert after.true.head == "己示例（已故）"
    assert after.known is not None
    assert after.known.head == "己示例（已故）"
    assert after.differences == []
    late = seen(town, home, date(2025, 11, 2))  # dead, and recorded the day after
    assert late.true.head == "己示例（已故）"
    assert late.known is not None
    assert late.known.head == "己示例"
    assert "户主 己示例（已故），" in told(after)


def test_the_head_of_a_household_that_moved_away_is_marked_with_what_took_them(town: Town) -> None:
    home = granted(town, tekun(town))
    town.on(date(2025, 11, 3))
    happens(town, home, "move_out", date(2025, 11, 3), "己示例")
    assert seen(town, home, date(2025, 11, 3)).true.head == "己示例（迁出）"


def test_what_the_office_knew_of_income_and_property_is_told(town: Town) -> None:
    home = granted(town, four(town))
    town.on(date(2025, 11, 3))
    works = NewLine(category="income", kind="wage", figure=Decimal("2200.00"), item="超市收银")
    happens(town, home, "employed", date(2025, 10, 20), "乙示例", works)
    past = seen(town, home, date(2025, 10, 25))
    assert past.known is not None
    assert past.known.means is not None
    assert WAGE in past.known.means
    assert past.true.means is not None
    assert [one for one in past.true.means if one not in past.known.means] == [
        "乙示例：工资性收入 2,200.00 元/月（超市收银）"
    ]
    assert past.differences == ["当时掌握的收入、财产与实际不同。"]
    assert told(past).count("收入、财产：") == 2
    assert told(past).count(WAGE) == 2
    today = seen(town, home, date(2025, 11, 3))
    assert today.known is not None
    assert today.known.means == today.true.means
    assert today.differences == []


def test_an_ended_line_and_one_of_somebody_who_left_are_known_until_then(town: Town) -> None:
    home = granted(town, four(town))
    town.on(date(2025, 11, 3))
    happens(town, home, "move_out", date(2025, 11, 1), "甲示例")
    after = seen(town, home, date(2025, 11, 3))
    assert after.known is not None
    assert after.known.means == after.true.means
    assert after.known.means is not None
    assert WAGE not in after.known.means


def test_means_nobody_had_looked_at_are_told_as_unknown(town: Town) -> None:
    family = granted(town, four(town))
    waiting = seen(town, family, date(2025, 8, 6))  # accepted and not yet decided
    assert waiting.known is not None
    assert waiting.known.means is None
    assert "当时掌握的收入、财产与实际不同。" in waiting.differences
    assert "收入、财产：未掌握" in told(waiting)
    town.on(date(2025, 12, 3))
    home = rows(town, accept(town, single(town, "temporary")).application_id)
    today = seen(town, home, town.clerk.today())
    assert today.known is not None
    assert (today.true.means, today.known.means) == (None, None)
    assert today.differences == []
    assert "收入、财产：未掌握（没有经审核确认的材料）" in told(today)


def test_a_household_without_income_or_property_is_told_to_have_none(town: Town) -> None:
    dossier = tekun(town)
    dossier.incomes, dossier.assets = [], []
    home = granted(town, dossier)
    today = seen(town, home, date(2025, 8, 15))
    assert today.true.means == []
    assert "收入、财产：没有" in told(today)


def test_differences_are_whole_sentences_and_no_head_is_said_in_words() -> None:
    then = HouseholdOn(date(2025, 11, 3), "户1", "示例社区", "示例路", "")
    words = told(AsOf(then, then, ["当时没有登记户主。", "当时掌握的收入、财产与实际不同。"], []))
    assert "不同之处：当时没有登记户主。当时掌握的收入、财产与实际不同。" in words
    assert "户主 没有登记，示例社区示例路" in words
