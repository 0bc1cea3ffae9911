"""Who is led to the rescue station may have no name and no number: they are taken as they stand, and nothing is guessed."""

import pytest

from jiuzhu.domain.dossier import Dossier
from jiuzhu.errors import InvalidInput
from jiuzhu.services.casework import files
from jiuzhu.services.counter import intake
from jiuzhu.services.counter.duplicates import duplicates
from jiuzhu.services.referral import transferring
from on_the_way import rows
from town import Town

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
