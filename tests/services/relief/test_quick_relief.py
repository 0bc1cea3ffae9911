"""小额快救: case 8 to the yuan, caps, causes, and what is no emergency."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.dossier import IncidentPart
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.casework import files
from jiuzhu.services.counter.claims import incident_of
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.relief import paying_out, quick_relief, reserve
from jiuzhu.services.survey import relief_facts
from jiuzhu.storage.unit import Unit
from on_the_way import accept, rows
from relief_case import FIRE, OPINION_2018, burnt, helped, signed, taken_without_papers
from town import Town, complete


def test_case_8_fire_on_the_ninth_of_march(town: Town, payer: Workspace) -> None:
    town.on(FIRE)
    payer.write(reserve.open_reserve, Decimal(50000))
    taken = taken_without_papers(town, burnt(town))
    application = rows(town, taken).application
    assert (application.due_code, application.due_on) == ("Q1", date(2026, 3, 12))
    with pytest.raises(InvalidInput) as refusal:
        town.checker.write(quick_relief.propose_quick, taken, Decimal(2000), "消防出具火灾证明")
    assert "可以改为 770.00 元" in refusal.value.problems[0].message
    town.checker.write(quick_relief.propose_quick, taken, Decimal(770), "消防出具火灾证明")
    signed(town, taken)
    file = rows(town, taken)
    assert (file.application.state, file.incidents[0].makeup_due_on) == ("to_make_up", date(2026, 3, 16))
    assert (file.application.due_code, file.application.due_on) == ("Q2", date(2026, 3, 16))
    paid = payer.write(paying_out.pay_out, taken, form="transfer", source="reserve")
    assert (paid.amount, payer.read(reserve.balance)) == (Decimal("770.00"), Decimal("49230.00"))
    asked = payer.write(reserve.request_replenishment)
    assert asked.amount == Decimal("770.00")
    payer.write(reserve.replenish, asked.number, asked.amount)
    assert payer.read(reserve.balance) == Decimal("50000.00")
    (waiting,) = town.clerk.read(paying_out.to_make_up)
    assert (waiting.application_id, waiting.colour) == (taken, "ok")
    assert "身份证" in waiting.told
    town.on(date(2026, 3, 15))
    assert town.clerk.read(paying_out.to_make_up)[0].colour == "warn"
    town.on(date(2026, 3, 17))
    assert town.clerk.read(paying_out.to_make_up)[0].colour == "bad"
    town.checker.write(quick_relief.make_up, taken, "身份证、火灾证明已补")
    assert rows(town, taken).application.state == "approved"
    assert town.clerk.read(paying_out.to_make_up) == []
    assert not rows(town, taken).checks
    assert not rows(town, taken).notices


def test_who_brings_every_paper_has_nothing_to_make_up(town: Town) -> None:
    town.on(FIRE)
    taken = accept(town, complete(burnt(town), FIRE)).application_id
    town.checker.write(quick_relief.propose_quick, taken, Decimal(770), "消防出具火灾证明")
    signed(town, taken)
    assert rows(town, taken).application.state == "approved"


def test_per_person_the_cap_is_four_months_for_four(town: Town) -> None:
    town.on(FIRE)
    taken = taken_without_papers(town, burnt(town))

    def cap(unit: Unit) -> Decimal:
        file = files.load_rows(unit, taken)
        standards = files.standards_of(unit, file).with_settings({"quick.cap_basis": "per_person"})
        return quick_relief.cap_of(standards, file, file.incidents[0])

    assert town.clerk.read(cap) == Decimal(3080)
    offered = town.clerk.read(quick_relief.caps, taken)
    assert offered is not None
    assert (offered.quick, offered.basis, offered.confirmed) == (Decimal(770), "per_case", False)


def test_more_than_the_cap_goes_on_as_an_emergency_when_it_is_meant(town: Town, payer: Workspace) -> None:
    town.on(FIRE)
    taken = taken_without_papers(town, burnt(town))
    with pytest.raises(InvalidInput, match="按急难型上报"):
        town.checker.write(quick_relief.propose_quick, taken, Decimal(2000), "消防出具火灾证明")
    town.checker.write(quick_relief.propose_quick, taken, Decimal(2000), "消防出具火灾证明", beyond=True)
    signed(town, taken)
    (decided,) = rows(town, taken).decisions
    assert (decided.amount, decided.authority) == (Decimal(2000), "county")
    assert decided.clause == f"{OPINION_2018}，重庆市临时救助指导标准（2017）"
    payer.write(reserve.open_reserve, Decimal(50000))
    with pytest.raises(InvalidInput, match="这笔由区县审批") as refusal:
        payer.write(paying_out.pay_out, taken, form="transfer", source="reserve")
    assert refusal.value.problems[0].field == "source"
    (quick,) = rows(town, helped(town, 211, Decimal(770))).decisions
    assert (quick.authority, quick.clause) == ("township", "民政部、财政部2026-01意见")


def test_no_more_than_the_scale_of_the_cause_gives(town: Town) -> None:
    """C 低保边缘 and monitored families: at most 6 months of urban 低保 for a disaster (770 × 6)."""
    town.on(FIRE)
    dossier = burnt(town)
    dossier.incident.kind = "disaster"
    dossier.household.monitored = "sudden"
    taken = taken_without_papers(town, dossier)
    offered = town.clerk.read(quick_relief.caps, taken)
    assert offered is not None
    assert offered.most == Decimal(4620)
    with pytest.raises(InvalidInput, match=r"最多 4,620\.00 元"):
        town.checker.write(
            quick_relief.propose_quick, taken, Decimal("4620.01"), "泥石流冲毁房屋", beyond=True
        )
    town.checker.write(quick_relief.propose_quick, taken, Decimal(4620), "泥石流冲毁房屋", beyond=True)
    assert rows(town, taken).incidents[0].family_class == "C"


@pytest.mark.parametrize(("persons", "amount", "field"), [(5, 100, "persons"), (4, 0, "amount")])
def test_nobody_is_helped_who_is_not_there(town: Town, persons: int, amount: int, field: str) -> None:
    town.on(FIRE)
    dossier = burnt(town)
    dossier.incident.persons = persons
    taken = taken_without_papers(town, dossier)
    with pytest.raises(InvalidInput) as refusal:
        town.checker.write(quick_relief.propose_quick, taken, Decimal(amount), "消防出具火灾证明")
    assert refusal.value.problems[0].field == field


@pytest.mark.parametrize("kind", ["education", "living", "long_treatment"])
def test_what_is_no_emergency_is_not_taken_as_quick_relief(town: Town, kind: str) -> None:
    """Nobody is promised three days for what can only go as 支出型."""
    town.on(FIRE)
    dossier = burnt(town)
    dossier.incident.kind = kind
    with pytest.raises(InvalidInput, match="支出型") as refusal:
        taken_without_papers(town, dossier)
    assert refusal.value.field == "incident.kind"
    dossier.application.programmes = ["temporary"]
    assert accept(town, dossier).application_id


def test_nor_is_a_file_taken_as_quick_relief_corrected_into_one(town: Town) -> None:
    town.on(FIRE)
    taken = taken_without_papers(town, burnt(town))
    part = IncidentPart(kind="living", cause="缺粮", happened_on=FIRE, persons=4)
    with pytest.raises(InvalidInput, match="支出型") as refusal:
        town.checker.write(relief_facts.record_incident, taken, part)
    assert refusal.value.field == "kind"
    assert rows(town, taken).incidents[0].kind == "fire"


def test_without_an_incident_there_is_nothing_to_help(town: Town) -> None:
    town.on(FIRE)
    dossier = burnt(town)
    dossier.incident = IncidentPart()
    with pytest.raises(InvalidInput) as refusal:
        taken_without_papers(town, dossier)
    fields = [problem.field for problem in refusal.value.problems]
    assert fields == ["incident.kind", "incident.happened_on", "incident.cause"]
    dossier.incident = burnt(town).incident
    taken = taken_without_papers(town, dossier)
    with pytest.raises(Refused, match="还没有登记急难情形"):
        incident_of(replace(rows(town, taken), incidents=()))


def test_what_was_told_is_corrected_before_it_is_proposed(town: Town) -> None:
    town.on(FIRE)
    taken = taken_without_papers(town, burnt(town))
    wife = rows(town, taken).members[1].person_id
    told = IncidentPart(kind="accident", cause="烫伤", happened_on=FIRE, persons=1, person=wife)
    town.checker.write(relief_facts.record_incident, taken, told)
    (row,) = rows(town, taken).incidents
    assert (row.kind, row.person_id, row.persons) == ("accident", wife, 1)
    told.person = "nobody of this household"
    town.checker.write(relief_facts.record_incident, taken, told)
    assert rows(town, taken).incidents[0].person_id is None
