from datetime import date
from typing import Any

import pytest

from jiuzhu.domain import application as app
from jiuzhu.domain.dossier import MemberPart
from jiuzhu.domain.household import Household
from jiuzhu.errors import Refused
from jiuzhu.services.casework import files
from jiuzhu.services.counter import duplicates, intake
from jiuzhu.services.office import searching
from jiuzhu.storage.unit import Unit
from town import Town, id_number, urban_couple, urban_three

BORN = date(1984, 7, 3)
ORDER = next(order for order in range(101, 199) if id_number(BORN, order).endswith("X"))


def ends_in_x(town: Town) -> Any:
    """A couple whose applicant's number ends in X."""
    dossier = urban_couple(town)
    dossier.members[0].birth, dossier.members[0].sex = BORN, "1" if ORDER % 2 else "2"
    dossier.members[0].id_number = id_number(BORN, ORDER)
    return dossier


@pytest.mark.parametrize("written", [str.lower, lambda number: "５" + number[1:]])
def test_a_number_typed_another_way_is_the_same_person(town: Town, written: Any) -> None:
    receipt = town.accept(ends_in_x(town))
    again = ends_in_x(town)
    again.members = again.members[:1]
    again.members[0].id_number = written(again.members[0].id_number)

    with pytest.raises(Refused, match=receipt.number):
        town.accept(again)


def test_a_person_without_a_number_is_known_by_the_record_they_were_chosen_from(town: Town) -> None:
    first = urban_couple(town)
    first.members[1].id_number = ""
    given = town.clerk.write(intake.issue_correction, first, "", ["妻子的身份证"])
    other = urban_three(town)
    chosen = town.clerk.read(intake.add_person, first.members[1].id)
    other.members.append(chosen)

    [line] = town.clerk.read(duplicates.duplicates, other)
    assert (line.kind, line.name, line.blocks) == ("pending", "戊示例", True)
    assert town.clerk.read(files.dossier, given.application_id).application.number in line.text


def test_a_list_of_missing_papers_takes_nobody_out_of_their_household(town: Town) -> None:
    own = town.accept(urban_couple(town))
    other = urban_three(town)
    wife = town.clerk.read(files.dossier, own.application_id).members[1]
    wife.member_id = ""
    other.members.append(wife)
    town.clerk.write(intake.issue_correction, other, "", ["户口簿"])

    after = town.clerk.read(files.dossier, own.application_id)
    assert [member.name for member in after.members] == ["丁示例", "戊示例"]


def test_a_line_typed_over_with_another_number_speaks_of_the_other_person(town: Town) -> None:
    receipt = town.accept(urban_couple(town))
    known = town.clerk.read(files.dossier, receipt.application_id).members[1]
    other = urban_three(town)
    other.members[1].id = known.id  # chosen from the list, then overwritten with somebody else's number

    assert town.clerk.read(duplicates.duplicates, other) == []
    town.accept(other)
    kept = town.clerk.read(files.dossier, receipt.application_id).members[1]
    assert (kept.name, kept.id_number) == (known.name, known.id_number)


def test_who_is_named_but_not_counted_stays_in_their_own_household(town: Town) -> None:
    own = town.accept(urban_couple(town))
    home = town.clerk.read(files.dossier, own.application_id)
    parents = urban_three(town)
    son = home.members[0]
    parents.members.append(
        MemberPart(
            id=son.id,
            name=son.name,
            id_number=son.id_number,
            sex=son.sex,
            birth=son.birth,
            relation="20",
            counted=False,
            not_counted_reason="独立生活",
        )
    )
    town.accept(parents)

    after = town.clerk.read(files.dossier, own.application_id)
    assert [member.name for member in after.members] == ["丁示例", "戊示例"]
    assert after.household.size == 2
    [hit] = town.clerk.read(searching.search, "丁示例")
    assert hit.household_number == home.household.number
    assert town.clerk.read(intake.from_person, son.id).household.number == home.household.number


def test_a_not_counted_relative_may_be_counted_elsewhere(town: Town) -> None:
    parents = urban_three(town)
    parents.members[1].counted, parents.members[1].not_counted_reason = False, "分居"
    parents.application.programmes = ["dibao"]
    town.accept(parents)
    other = urban_couple(town)
    moved = urban_three(town).members[1]
    moved.relation = "29"
    other.members.append(moved)

    taken = town.accept(other)

    assert len(town.clerk.read(files.dossier, taken.application_id).members) == 3


def test_an_item_taken_back_does_not_stand_in_the_way(town: Town) -> None:
    receipt = town.accept(urban_three(town))

    def take_back(unit: Unit) -> str:
        rows = files.load_rows(unit, receipt.application_id)
        item: app.Item = next(row for row in rows.items if row.programme == "disability_care")
        item.state = "withdrawn"
        home: Household = rows.household
        return home.id

    home = town.clerk.write(take_back)
    again = urban_three(town)
    again.household.id = home
    again.application.programmes = ["disability_care"]

    found = town.clerk.read(duplicates.duplicates, again)
    assert [line.kind for line in found] == ["pending"] * 3
    assert not any(line.blocks for line in found)
