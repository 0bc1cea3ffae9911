"""Who is led to the rescue station may have no name and no number: they are taken as they stand, and nothing is guessed."""

from datetime import date

import pytest

from jiuzhu.domain.dossier import Dossier
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.casework import files
from jiuzhu.services.counter import intake, numbering_later
from jiuzhu.services.counter.duplicates import duplicates
from jiuzhu.services.office import searching
from jiuzhu.services.referral import transferring
from on_the_way import accept, rows, single
from town import Town, id_number

UNNAMED = "姓名不详（男，约50岁）"
REASON = "本人说不清姓名，身上没有证件"


def found_outside(town: Town, reason: str = REASON) -> Dossier:
    """Somebody found under a bridge: where, and what can be seen, nothing more."""
    made = town.clerk.read(intake.new_dossier)
    made.application.programmes = ["vagrant"]
    made.application.reason = "在桥下露宿，愿意去救助站"
    made.application.cause = "other"
    made.household.village = "示例社区"
    made.household.address = "示例桥下"
    made.incident.no_number_reason = reason
    made.applicant.name = UNNAMED
    return made


def test_somebody_nobody_knows_is_taken_and_led_on_without_a_single_paper(town: Town) -> None:
    receipt = town.clerk.write(intake.accept, found_outside(town))
    file = rows(town, receipt.application_id)
    person = file.people[file.members[0].person_id]
    assert (person.name, person.id_number, person.birth, person.sex, person.phone) == (
        UNNAMED,
        "",
        None,
        "0",
        "",
    )
    (card,) = (row for row in file.materials if row.code == "identity_card")
    assert (card.received_on, card.note) == (None, REASON)
    assert town.clerk.read(files.dossier, receipt.application_id).applicant.age is None
    town.clerk.write(transferring.refer, receipt.application_id, "请救助站接收", "无")
    assert rows(town, receipt.application_id).application.state == "referred"


def test_the_reason_is_asked_for(town: Town) -> None:
    with pytest.raises(InvalidInput) as refusal:
        town.clerk.write(intake.accept, found_outside(town, reason=""))
    assert {problem.field for problem in refusal.value.problems} == {"members.0.id_number"}


def test_a_second_person_nobody_knows_is_somebody_else(town: Town) -> None:
    first = town.clerk.write(intake.accept, found_outside(town))
    again = found_outside(town)
    told = town.clerk.read(duplicates, again)
    assert [(one.kind, one.blocks) for one in told] == [("namesake", False)]
    second = town.clerk.write(intake.accept, again)
    one, other = rows(town, first.application_id), rows(town, second.application_id)
    assert one.members[0].person_id != other.members[0].person_id


def test_beside_money_papers_and_number_are_needed(town: Town) -> None:
    made = found_outside(town)
    made.application.programmes = ["vagrant", "elder_allowance"]
    with pytest.raises(InvalidInput) as refusal:
        town.clerk.write(intake.accept, made)
    assert {"members.0.id_number", "members.0.birth", "members.0.phone"} <= {
        problem.field for problem in refusal.value.problems
    }


def test_the_identity_is_entered_once_it_is_known(town: Town) -> None:
    receipt = town.clerk.write(intake.accept, found_outside(town))
    town.clerk.write(transferring.refer, receipt.application_id, "请救助站接收", "无")
    assert town.clerk.read(numbering_later.asked, receipt.application_id) == [UNNAMED]
    number = id_number(date(1975, 5, 5), 61)
    told = {"name_0": "寻示例", "number_0": number}
    town.clerk.write(numbering_later.tell_identity, receipt.application_id, "救助站比对人口库查明", told)
    file = rows(town, receipt.application_id)
    person = file.people[file.members[0].person_id]
    assert (person.name, person.id_number, person.birth, person.sex) == (
        "寻示例", number, date(1975, 5, 5), "1",
    )  # fmt: skip
    (card,) = (row for row in file.materials if row.code == "identity_card")
    assert card.note == f"{REASON}；救助站比对人口库查明"
    assert file.application.state == "referred"
    assert (file.steps[-1].move, file.steps[-1].note) == ("tell_identity", "救助站比对人口库查明")
    assert [one.name for one in town.clerk.read(searching.search, "xsl")] == ["寻示例"]
    with pytest.raises(Refused, match="都有身份证号"):
        town.clerk.write(numbering_later.tell_identity, receipt.application_id, "再次查明身份", told)


def test_a_name_alone_is_entered_and_the_number_of_somebody_known_is_told_in_words(town: Town) -> None:
    known = rows(town, accept(town, single(town, "elder_allowance")).application_id)
    number = known.people[known.members[0].person_id].id_number
    taken = town.clerk.write(intake.accept, found_outside(town)).application_id
    with pytest.raises(Refused, match="号码不填，在“怎样查明的”里写明"):
        town.clerk.write(numbering_later.tell_identity, taken, "民警认出", {"number_0": number})
    town.clerk.write(numbering_later.tell_identity, taken, "民警认出，是己示例", {"name_0": "己示例"})
    file = rows(town, taken)
    person = file.people[file.members[0].person_id]
    assert (person.name, person.id_number) == ("己示例", "")
    with pytest.raises(InvalidInput, match="姓名或身份证号"):
        town.clerk.write(numbering_later.tell_identity, taken, "还没有查明", {})
    with pytest.raises(Refused):
        town.auditor.write(numbering_later.tell_identity, taken, "民警认出", {"name_0": "己示例"})


def test_a_place_among_the_unknown_never_comes_to_mean_somebody_else(town: Town) -> None:
    taken = town.clerk.write(intake.accept, found_outside(town)).application_id
    town.clerk.write(transferring.refer, taken, "请救助站接收", "无")
    names = town.clerk.read(numbering_later.asked, taken)
    town.clerk.write(numbering_later.tell_identity, taken, "家属认领", {"name_0": "寻示例"}, before=names)
    with pytest.raises(Refused, match="还要查明的人已经不同"):
        town.clerk.write(numbering_later.tell_identity, taken, "人口库比对", {"name_0": "寻某"}, before=names)
    assert town.clerk.read(numbering_later.asked, taken) == ["寻示例"]
