"""Helped first: who has no paper at hand is taken without a number, with the reason, and brings it when papers are made up."""

from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.dossier import Dossier
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.counter import intake
from jiuzhu.services.counter.duplicates import duplicates
from jiuzhu.services.relief import quick_relief
from on_the_way import rows
from relief_case import FIRE, burnt, signed, taken_without_papers
from town import Town, complete, id_number, urban_three

REASON = "证件在火中烧毁"
BORN = date(1991, 1, 1)


def numberless(town: Town, reason: str = REASON, order: int = 201) -> Dossier:
    """The burnt family of four, the wife's card burnt with the rooms."""
    made = burnt(town, order)
    made.members[1].id_number = ""
    made.incident.no_number_reason = reason
    return made


def helped(town: Town, made: Dossier) -> str:
    taken = taken_without_papers(town, made)
    town.checker.write(quick_relief.propose_quick, taken, Decimal(500), "消防出具火灾证明")
    signed(town, taken)
    return taken


def test_without_a_reason_the_number_is_asked_for(town: Town) -> None:
    town.on(FIRE)
    with pytest.raises(InvalidInput) as refusal:
        taken_without_papers(town, numberless(town, reason=""))
    (problem,) = refusal.value.problems
    assert problem.field == "members.1.id_number"
    assert "可以先行救助" in problem.message


def test_beside_anything_else_the_number_is_needed_whatever_the_reason(town: Town) -> None:
    town.on(FIRE)
    made = numberless(town)
    made.application.programmes = ["quick", "dibao"]
    with pytest.raises(InvalidInput) as refusal:
        taken_without_papers(town, made)
    assert "members.1.id_number" in {problem.field for problem in refusal.value.problems}


def test_the_number_is_demanded_when_the_papers_are_made_up(town: Town) -> None:
    town.on(FIRE)
    taken = helped(town, numberless(town))
    file = rows(town, taken)
    assert (file.application.state, file.incidents[0].no_number_reason) == ("to_make_up", REASON)
    wife = file.members[1].person_id
    for typed, told in (("", "身份证号"), ("123", "身份证号"), (id_number(date(1980, 1, 1), 8), "出生日期")):
        with pytest.raises(InvalidInput, match=told) as refusal:
            town.checker.write(quick_relief.make_up, taken, "证件已补办", {"number_0": typed})
        assert refusal.value.problems[0].field == "number_0"
    assert rows(town, taken).application.state == "to_make_up"
    number = id_number(BORN, 502)
    town.checker.write(quick_relief.make_up, taken, "证件已补办", {"number_0": number})
    after = rows(town, taken)
    assert (after.application.state, after.people[wife].id_number) == ("approved", number)


def test_with_every_paper_but_no_number_the_file_still_waits(town: Town) -> None:
    town.on(FIRE)
    made = complete(numberless(town), FIRE)
    assert rows(town, helped(town, made)).application.state == "to_make_up"


def test_the_number_of_somebody_else_is_refused(town: Town) -> None:
    other = urban_three(town)
    other.members[1].birth = BORN
    other.members[1].id_number = id_number(BORN, 502)
    town.accept(other)
    town.on(FIRE)
    taken = helped(town, numberless(town))
    with pytest.raises(Refused, match="已登记为"):
        town.checker.write(quick_relief.make_up, taken, "证件已补办", {"number_0": id_number(BORN, 502)})


def test_a_namesake_is_told_while_there_is_no_number(town: Town) -> None:
    town.on(FIRE)
    helped(town, numberless(town))
    again = numberless(town, order=301)
    told = [one for one in town.clerk.read(duplicates, again) if one.kind == "namesake"]
    assert [(one.name, one.blocks) for one in told] == [("家属1", False)]
    again.members[1].birth = date(1970, 1, 1)
    assert not [one for one in town.clerk.read(duplicates, again) if one.kind == "namesake"]
    assert town.clerk.read(intake.new_dossier).members
