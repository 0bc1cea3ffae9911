"""Each past month is looked at as it was: what is marked of a person later did not hold in it yet."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jiuzhu.errors import InvalidInput
from jiuzhu.services.household import events, means, withdrawing
from jiuzhu.storage.queries.files import FileRows
from once import once
from receiving import flags, happens, paid_four, propose, sign, told
from town import Town

LATER: dict[str, tuple[str, dict[str, Any], Decimal]] = {
    "disabled": ("丁示例", {"marks": {"disability_kind": "4", "disability_grade": "1"}}, Decimal("40.00")),
    "left_school": ("丙示例", {"marks": {"student": "none", "school": ""}}, Decimal("-100.00")),
    "imprisoned": ("乙示例", {}, Decimal("-770.00")),
}
"""Kind → whose, what it tells, and yuan a month it adds."""


@pytest.fixture
@once
def home(town: Town) -> FileRows:
    """The family of four with 1,440.00 a month, which lives on 1,800.00 of 甲's; the day is the fifth of January."""
    found = paid_four(town)
    town.on(date(2026, 1, 5))
    return found


def _wage_ends(town: Town, home: FileRows) -> None:
    lines = town.checker.read(means.home_of, home.household.id).lines
    ends = [one.id for one in lines if one.category == "income"]
    happens(town, home, "unemployed", date(2025, 10, 10), "甲示例", ends=ends)


@pytest.mark.parametrize("kind", LATER)
@pytest.mark.parametrize("first", ["wage", "mark"])
def test_what_is_marked_of_a_person_later_is_not_counted_before(
    town: Town, home: FileRows, kind: str, first: str
) -> None:
    """Without the wage 1,800.00 more from November; what was marked on 10 December counts from January."""
    name, more, added = LATER[kind]
    if first == "wage":
        _wage_ends(town, home)
    happens(town, home, kind, date(2025, 12, 10), name, **more)
    if first == "mark":
        _wage_ends(town, home)
    propose(town, told(town, home))
    sign(town)
    assert flags(town) == [
        ("补发", "2025-11", Decimal("1800.00")),
        ("补发", "2025-12", Decimal("1800.00")),
        ("补发", "2026-01", Decimal("1800.00") + added),
    ]


def test_what_was_marked_twice_is_what_it_was_between(town: Town, home: FileRows) -> None:
    """乙 of no group of their own: grade three adds 40 from November, grade one 100 from January."""
    for on, grade in ((date(2025, 10, 10), "3"), (date(2025, 12, 10), "1")):
        happens(
            town, home, "disabled", on, "乙示例", marks={"disability_kind": "4", "disability_grade": grade}
        )
    propose(town, told(town, home))
    sign(town)
    assert [amount for _, _, amount in flags(town)] == [Decimal("40.00"), Decimal("40.00"), Decimal("100.00")]


def test_an_event_taken_back_has_marked_nothing(town: Town, home: FileRows) -> None:
    event = happens(town, home, "imprisoned", date(2025, 12, 10), "乙示例")
    town.checker.write(withdrawing.withdraw_event, event, "登记错了")
    _wage_ends(town, home)
    propose(town, told(town, home))
    sign(town)
    assert {amount for _, _, amount in flags(town)} == {Decimal("1800.00")}


def test_what_was_marked_for_a_later_day_is_not_overwritten_by_what_was_before(
    town: Town, home: FileRows
) -> None:
    """The child left school on 10 December: that it went to school on 20 October says nothing of today."""
    left = happens(town, home, "left_school", date(2025, 12, 10), "丙示例")
    with pytest.raises(InvalidInput, match=r"2025-12-10.已登记“毕业、离校”") as caught:
        happens(town, home, "enrolled", date(2025, 10, 20), "丙示例", marks={"student": "senior"})
    assert [one.field for one in caught.value.problems] == ["effective_on"]
    happens(
        town,
        home,
        "disabled",
        date(2025, 10, 20),
        "丙示例",
        marks={"disability_kind": "4", "disability_grade": "3"},
    )
    town.checker.write(
        withdrawing.withdraw_event, town.checker.read(events.events, home.household.id)[0].id, "登记错了"
    )
    town.checker.write(withdrawing.withdraw_event, left, "登记错了")
    happens(town, home, "enrolled", date(2025, 10, 20), "丙示例", marks={"student": "senior"})
