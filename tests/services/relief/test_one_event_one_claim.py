"""One event is one claim, whoever brings it and at whichever window."""

from datetime import timedelta
from decimal import Decimal

import pytest

from jiuzhu.domain.dossier import IncidentPart
from jiuzhu.errors import Refused
from jiuzhu.services.approval import approving
from jiuzhu.services.counter import intake
from jiuzhu.services.relief import quick_relief
from on_the_way import accept, rows
from relief_case import FIRE, bill, burnt, ill, signed, taken_without_papers
from town import Town, complete


@pytest.mark.parametrize(("days", "blocked"), [(0, True), (90, True), (91, False)])
def test_the_same_fire_is_not_claimed_at_another_window(town: Town, days: int, blocked: bool) -> None:
    town.on(FIRE)
    first = rows(town, taken_without_papers(town, burnt(town)))
    town.on(FIRE + timedelta(days=days))
    again = town.clerk.read(intake.from_person, first.application.applicant_id)
    again.application = burnt(town).application
    again.application.programmes = ["temporary"]
    again.incident = IncidentPart(kind="fire", cause="失火", happened_on=FIRE + timedelta(days=days))
    if blocked:
        with pytest.raises(Refused, match=f"同一事由已在 A 窗口申请过（受理编号 {first.application.number}"):
            accept(town, again)
    else:
        assert accept(town, again).application_id


def test_nor_by_a_member_who_now_lives_alone(town: Town) -> None:
    town.on(FIRE)
    first = burnt(town)
    signed_first = accept(town, complete(first, FIRE)).application_id
    town.checker.write(quick_relief.propose_quick, signed_first, Decimal(770), "消防出具火灾证明")
    signed(town, signed_first)
    wife = burnt(town)
    wife.members = [first.members[1]]
    wife.members[0].relation = "01"
    wife.members[0].phone = "13800000072"
    wife.incident.persons = 1
    with pytest.raises(Refused, match="同一事由已在 A 窗口申请过"):
        taken_without_papers(town, wife)


def test_another_kind_of_event_is_another_claim(town: Town) -> None:
    town.on(FIRE)
    first = rows(town, taken_without_papers(town, burnt(town)))
    town.clerk.write(approving.withdraw, first.application.id, "申请人撤回申请")
    again = town.clerk.read(intake.from_person, first.application.applicant_id)
    again.application = burnt(town).application
    again.incident = burnt(town).incident
    taken_without_papers(town, again)  # what was taken back is no claim
    third = town.clerk.read(intake.from_person, first.application.applicant_id)
    third.application = burnt(town).application
    third.application.programmes = ["temporary"]
    third.incident = IncidentPart(
        kind="traffic", cause="车祸", happened_on=FIRE, again_reason="去避难时出车祸"
    )
    assert accept(town, third).application_id


def test_help_at_once_and_for_the_costs_on_one_form_is_one_claim(town: Town) -> None:
    dossier = ill(town, 331, bill())
    dossier.application.programmes = ["quick", "temporary"]
    receipt = accept(town, dossier)
    ways = {rows(town, one.application_id).application.way for one in (receipt, *receipt.others)}
    assert ways == {"quick", "temporary"}
    for one in (receipt, *receipt.others):
        if rows(town, one.application_id).application.way == "quick":
            town.checker.write(quick_relief.propose_quick, one.application_id, Decimal(500), "突发重病住院")
