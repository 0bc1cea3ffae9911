"""A child whose parents are dead or declared missing: the district says of each what it is, with the paper that proves it."""

from datetime import date

import pytest

from holding import child
from jiuzhu.domain.household import Person
from jiuzhu.errors import InvalidInput
from jiuzhu.services.approval import approving
from jiuzhu.services.household import events, withdrawing
from jiuzhu.services.household.events import Happened
from on_the_way import rows, surveyed
from town import Town

PAPER = "示例区民政局〔2025〕3号"


def ruled(person: str, as_: str = "orphan", by: str = PAPER) -> Happened:
    return Happened(
        kind="ruled",
        effective_on=date(2025, 10, 13),
        person_id=person,
        marks={"ruled_as": as_, "ruled_by": by},
    )


def test_the_ruling_on_one_child_opens_its_file_and_no_other(town: Town) -> None:
    taken = surveyed(town, child(town, "orphan", states=("dead", "missing_declared")))
    assert "由区县逐人认定" in town.checker.read(approving.opinion_draft, taken)
    file = rows(town, taken)
    person = file.members[0].person_id
    town.checker.write(events.record_event, file.household.id, ruled(person))
    text = town.checker.read(approving.opinion_draft, taken)
    assert f"区县认定按孤儿保障（{PAPER}）" in text
    assert "每月 1,651.00 元" in text
    town.checker.write(approving.give_opinion, taken, "grant", text)


@pytest.mark.parametrize(("as_", "by", "field"), [("", PAPER, "ruled_as"), ("orphan", "", "ruled_by")])
def test_what_was_ruled_and_by_which_paper_is_asked_for(town: Town, as_: str, by: str, field: str) -> None:
    file = rows(town, surveyed(town, child(town, "orphan", states=("dead", "missing_declared"))))
    with pytest.raises(InvalidInput) as refusal:
        town.checker.write(events.record_event, file.household.id, ruled(file.members[0].person_id, as_, by))
    assert [problem.field for problem in refusal.value.problems] == [field]


def test_a_ruling_recorded_in_error_is_withdrawn(town: Town) -> None:
    file = rows(town, surveyed(town, child(town, "orphan", states=("dead", "missing_declared"))))
    person = file.members[0].person_id
    town.checker.write(events.record_event, file.household.id, ruled(person))
    (event,) = town.checker.read(events.events, file.household.id)
    town.checker.write(withdrawing.withdraw_event, event.id, "认定的不是这名儿童")
    again = rows(town, file.application.id).people[person]
    assert (again.ruled_as, again.ruled_by) == ("", "")


@pytest.mark.parametrize(("birth", "told"), [(date(2007, 10, 13), "已满 18 周岁"), (None, "没有出生日期")])
def test_nobody_is_ruled_a_child_who_is_none(town: Town, birth: date | None, told: str) -> None:
    """It would change nothing; another member was meant, or the birth date is to be told first."""
    file = rows(town, surveyed(town, child(town, "orphan", states=("dead", "missing_declared"))))
    person = file.members[0].person_id
    town.clerk.write(lambda unit: setattr(unit.get(Person, person), "birth", birth))
    with pytest.raises(InvalidInput, match=told) as refusal:
        town.checker.write(events.record_event, file.household.id, ruled(person))
    assert [problem.field for problem in refusal.value.problems] == ["person_id"]
    assert town.checker.read(events.events, file.household.id) == []
