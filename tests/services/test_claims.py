"""One event is helped once: what stands beside a claim under another kind is told, explained and signed with open eyes."""

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from jiuzhu.domain.dossier import Dossier, IncidentPart
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.approval import approving, reviewing
from jiuzhu.services.counter import intake
from jiuzhu.services.paper import papers
from jiuzhu.services.relief import paying_out, quick_relief, reserve
from jiuzhu.services.survey import relief_facts
from on_the_way import accept, rows, version
from relief_case import FIRE, burnt, signed, taken_without_papers
from town import Town, complete, payer_of

WHY = "火灾后几天骑车被撞，是另一件事"


def _again(town: Town, first: str, kind: str, on: date = FIRE, *, programme: str = "temporary") -> Dossier:
    """The family of an application asks once more, for something told otherwise."""
    dossier = town.clerk.read(intake.from_person, rows(town, first).application.applicant_id)
    dossier.application = burnt(town).application
    dossier.application.programmes = [programme]
    dossier.incident = IncidentPart(kind=kind, cause="失火烧伤", happened_on=on, persons=4)
    return dossier


def _burnt_and_paid(town: Town) -> str:
    town.on(FIRE)
    payer = payer_of(town)
    payer.write(reserve.open_reserve, Decimal(50000))
    taken = accept(town, complete(burnt(town), FIRE)).application_id
    town.checker.write(quick_relief.propose_quick, taken, Decimal(770), "消防出具火灾证明")
    signed(town, taken)
    payer.write(paying_out.pay_out, taken, form="transfer", source="reserve")
    return taken


def _told(town: Town, taken: str) -> list[str]:
    view = town.head.read(reviewing.view, taken)
    return [line for note in view.notes if note.title == "同期其他临时救助" for line in note.lines]


def test_the_same_fire_under_another_kind_is_told_with_what_was_paid(town: Town, tmp_path: Path) -> None:
    first = _burnt_and_paid(town)
    number = rows(town, first).application.number
    again = _again(town, first, "accident")
    (told,) = [line for line in town.clerk.read(intake.duplicates, again) if line.kind == "other_claim"]
    assert f"2026-03-09 因火灾申请过临时救助（受理编号 {number}，已付 770.00 元）" in told.text
    assert not told.blocks
    with pytest.raises(InvalidInput, match=r"已付 770\.00 元") as refusal:
        accept(town, again)
    assert refusal.value.field == "incident.again_reason"
    again.incident.again_reason = WHY
    second = accept(town, again).application_id
    assert rows(town, second).incidents[0].again_reason == WHY
    assert _told(town, second) == [
        f"这家人 2026-03-09 因火灾申请过临时救助（受理编号 {number}，已付 770.00 元）",
        f"再次救助的理由：{WHY}",
    ]
    paper = town.clerk.write(papers.issue, "F25", second, tmp_path).path
    said = re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(paper).pages))
    assert "再次救助的理由" in said
    assert WHY in said


def test_whoever_signs_sees_it_and_signs_it_alone(town: Town) -> None:
    first = _burnt_and_paid(town)
    again = _again(town, first, "accident", programme="quick")
    again.incident.again_reason = WHY
    second = taken_without_papers(town, again)
    assert town.checker.read(reviewing.view, second).beside
    town.checker.write(quick_relief.propose_quick, second, Decimal(500), "医院证明")
    assert WHY in town.head.read(reviewing.view, second).beside[-1]
    batch = town.head.write(approving.decide_batch, [(second, version(town, second))])
    ((_, _, why),) = batch.excluded
    assert "同期另有临时救助" in why
    signed(town, second)
    assert rows(town, second).application.state == "to_make_up"
    assert any("已批准 500.00 元，还没有付" in line for line in _told(town, first))


@pytest.mark.parametrize(("days", "asked"), [(90, True), (91, False)])
def test_what_is_long_ago_is_not_asked_about(town: Town, days: int, asked: bool) -> None:
    town.on(FIRE)
    first = taken_without_papers(town, burnt(town))
    later = FIRE + timedelta(days=days)
    town.on(later)
    again = _again(town, first, "accident", later)
    found = [line.kind for line in town.clerk.read(intake.duplicates, again)]
    assert ("other_claim" in found) is asked
    if asked:
        with pytest.raises(InvalidInput, match="还没有决定"):
            accept(town, again)
    else:
        assert _told(town, accept(town, again).application_id) == []


def test_a_kind_corrected_afterwards_wants_the_reason_too(town: Town) -> None:
    town.on(FIRE)
    first = taken_without_papers(town, burnt(town))
    later = FIRE + timedelta(days=91)
    town.on(later)
    second = accept(town, _again(town, first, "accident", later)).application_id
    part = IncidentPart(kind="traffic", cause="车祸", happened_on=FIRE, persons=4)
    with pytest.raises(InvalidInput, match="再次救助的理由") as refusal:
        town.checker.write(relief_facts.record_incident, second, part)
    assert refusal.value.field == "again_reason"
    part.again_reason = WHY
    town.checker.write(relief_facts.record_incident, second, part)
    assert rows(town, second).incidents[0].again_reason == WHY


def test_a_claim_that_came_in_meanwhile_is_explained_before_the_first_is_proposed(town: Town) -> None:
    town.on(FIRE)
    first = taken_without_papers(town, burnt(town))
    again = _again(town, first, "accident")
    again.incident.again_reason = WHY
    accept(town, again)
    with pytest.raises(Refused, match="再次救助的理由"):
        town.checker.write(quick_relief.propose_quick, first, Decimal(770), "消防出具火灾证明")
    part = IncidentPart(kind="fire", cause="失火", happened_on=FIRE, persons=4, again_reason="火灾先申请的")
    town.checker.write(relief_facts.record_incident, first, part)
    town.checker.write(quick_relief.propose_quick, first, Decimal(770), "消防出具火灾证明")
