"""Events as they are told: birth, split, prison, school, income; each is settled once."""

from datetime import date
from decimal import Decimal

import pytest

from changed_home import adjustment, new_head, person, propose, told
from jiuzhu.domain.dossier import MemberPart
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.granting import adjusting
from jiuzhu.services.household import as_of, events, means
from jiuzhu.services.household.events import Happened
from jiuzhu.services.household.means import NewLine
from jiuzhu.storage.queries.files import FileRows
from town import Town, id_number


@pytest.mark.parametrize(
    ("happened", "field"),
    [
        (Happened(kind="dance", effective_on=None), "kind"),
        (Happened(kind="death", effective_on=None), "effective_on"),
        (Happened(kind="birth", effective_on=date(2025, 12, 1)), "name"),
        (Happened(kind="merge", effective_on=date(2025, 12, 1)), "other_number"),
        (Happened(kind="property", effective_on=date(2025, 12, 1)), "asset_kind"),
        (Happened(kind="other", effective_on=date(2025, 12, 1)), "details"),
    ],
)
def test_an_event_says_what_when_and_who(town: Town, home: FileRows, happened: Happened, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        town.checker.write(events.record_event, home.household.id, happened)
    assert refusal.value.problems[0].field == field


def test_a_child_is_born_and_counts_from_that_day(town: Town, home: FileRows) -> None:
    born = date(2025, 11, 20)
    child = MemberPart(name="小示例", id_number=id_number(born, 407), sex="1", birth=born, relation="20")
    town.checker.write(
        events.record_event, home.household.id, Happened(kind="birth", effective_on=born, joins=child)
    )
    assert told(town, home).change.monthly == Decimal("2310.00")  # 770 × 5 − 1,800 + 60 + 100 + 100
    with pytest.raises(Refused, match="已经是本户成员"):
        town.checker.write(
            events.record_event, home.household.id, Happened(kind="birth", effective_on=born, joins=child)
        )


def test_a_split_makes_a_household_and_nobody_is_counted_twice(town: Town, home: FileRows) -> None:
    grandfather = person(home, "丁示例")
    happened = Happened(kind="split", effective_on=date(2025, 12, 1), person_id=grandfather)
    town.checker.write(events.record_event, home.household.id, happened)
    (event,) = town.checker.read(events.events, home.household.id)
    assert event.other_household_id is not None
    seen = town.clerk.read(as_of.as_of, event.other_household_id, date(2025, 12, 2))
    assert [one.name for one in seen.true.members] == ["丁示例"]
    before = town.clerk.read(as_of.as_of, home.household.id, date(2025, 11, 30))
    assert len(before.true.members) == 4
    with pytest.raises(Refused, match="不是本户现在的成员"):
        town.checker.write(events.record_event, home.household.id, happened)
    back = MemberPart(name="丁示例", id_number=id_number(date(1952, 1, 1), 405), sex="1", relation="51")
    with pytest.raises(Refused, match="计入另一户"):
        town.checker.write(
            events.record_event,
            home.household.id,
            Happened(kind="move_in", effective_on=date(2025, 12, 2), joins=back, no_means=True),
        )
    town.checker.write(
        events.record_event, home.household.id,
        Happened(kind="merge", effective_on=date(2025, 12, 3), other_household_id=event.other_household_id),
    )  # fmt: skip
    after = town.clerk.read(as_of.as_of, home.household.id, date(2025, 12, 3))
    assert len(after.true.members) == 4


def test_prison_head_and_school_are_marked(town: Town, home: FileRows) -> None:
    husband, wife, son = (person(home, name) for name in ("甲示例", "乙示例", "丙示例"))
    act = town.checker.write
    act(
        events.record_event,
        home.household.id,
        Happened(kind="imprisoned", effective_on=date(2025, 12, 1), person_id=husband),
    )
    act(
        events.record_event,
        home.household.id,
        new_head(home, wife, date(2025, 12, 1)),
    )
    act(
        events.record_event, home.household.id,
        Happened(kind="left_school", effective_on=date(2025, 12, 1), person_id=son, marks={"student": "none"}),
    )  # fmt: skip
    assert town.clerk.read(as_of.as_of, home.household.id, date(2025, 12, 3)).true.head == "乙示例"
    assert told(town, home).change.monthly == Decimal("2370.00")  # 770 × 3 + 60: he and his wage do not count
    act(
        events.record_event,
        home.household.id,
        Happened(kind="released", effective_on=date(2025, 12, 2), person_id=husband),
    )
    with pytest.raises(ValueError, match="cannot set name"):
        act(
            events.record_event, home.household.id,
            Happened(kind="ill", effective_on=date(2025, 12, 2), person_id=husband, marks={"illness": "major", "name": "x"}),
        )  # fmt: skip


def test_an_income_ends_the_day_before_another_begins(town: Town, home: FileRows) -> None:
    (old,) = [
        line for line in town.checker.read(means.home_of, home.household.id).lines if line.kind == "wage"
    ]
    happened = Happened(
        kind="income", effective_on=date(2025, 12, 1), person_id=person(home, "甲示例"), ends=[old.id],
        begins=[NewLine(category="income", kind="wage", figure=Decimal("900.00"))],
    )  # fmt: skip
    town.checker.write(events.record_event, home.household.id, happened)
    assert told(town, home).change.monthly == Decimal("2340.00")
    with pytest.raises(Refused, match="不是本户现在的记录"):
        town.checker.write(events.record_event, home.household.id, happened)


def test_an_event_is_settled_once_with_a_word(town: Town, home: FileRows) -> None:
    town.checker.write(
        events.record_event, home.household.id,
        Happened(kind="other", effective_on=date(2025, 12, 1), details="搬到同村另一处房屋"),
    )  # fmt: skip
    (event,) = town.checker.read(events.events)
    propose(town, told(town, home))  # the standard has risen since; the event itself changes nothing
    town.head.write(adjusting.decide_adjustment, adjustment(town).id, approved=True)
    town.checker.write(events.settle_event, event.id, "不影响待遇")
    assert town.checker.read(events.events) == []
    with pytest.raises(Refused, match="已经办结"):
        town.checker.write(events.settle_event, event.id, "不影响待遇")
