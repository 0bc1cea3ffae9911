"""Programmes one after another on the stored entitlements: nobody gets what stands on a programme they do not have."""

from datetime import date
from decimal import Decimal

import pytest

from holding import again, child, confirmed, disabled, holding, medical, periods, posted
from jiuzhu.domain.dossier import Dossier, IncidentPart
from jiuzhu.errors import Refused
from jiuzhu.services.approval import approving
from jiuzhu.services.casework import assessing
from jiuzhu.services.casework.assessing import RadarLine
from jiuzhu.services.counter import intake
from jiuzhu.services.granting import adjusting, consequences
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.survey import caring
from jiuzhu.storage.queries.obligations import every
from on_the_way import accept, approve, rows, single, surveyed
from town import Town

OLD = date(1940, 3, 3)


def test_who_enters_tekun_leaves_the_living_subsidy_and_the_opinion_says_so(town: Town) -> None:
    made = disabled(single(town, "tekun"), "3")
    holding(town, medical(town, made), "disability_living", "80.00")
    taken = surveyed(town, again(town, made))
    person = rows(town, taken).members[0].person_id
    town.checker.write(
        caring.record_self_care, person, [], ("李核查", "张经办"), town.clerk.today(), application_id=taken
    )
    text = town.checker.read(approving.opinion_draft, taken)
    assert "注意：己示例从特困供养发放的当月起不再享受困难残疾人生活补贴。" in text
    town.checker.write(approving.give_opinion, taken, "grant", text)
    posted(town, taken)
    approve(town, taken)
    assert periods(town, taken) == {"disability_living": ("2025-10", "replaced"), "tekun": ("", "")}


@pytest.mark.parametrize("programme", ["disability_living", "elder_care"])
def test_a_subsidy_is_not_granted_before_the_programme_it_stands_on(town: Town, programme: str) -> None:
    made = disabled(single(town, programme, birth=OLD), "3")
    taken = accept(town, made).application_id
    draft = town.checker.read(approving.opinion_draft, taken)
    assert "须先" in draft
    assert "是低保对象" not in draft
    with pytest.raises(Refused, match="须先"):
        town.checker.write(approving.give_opinion, taken, "grant", "证件齐全，拟同意发放补贴。")


@pytest.mark.parametrize("programme", ["disability_living", "elder_care"])
def test_a_subsidy_follows_dibao_granted_while_it_waited(town: Town, programme: str) -> None:
    made = disabled(single(town, programme, birth=OLD), "3")
    first = accept(town, made).application_id
    asked = medical(town, made)
    holding(town, again(town, asked), "dibao", "630.00", person=False, since="2025-11")
    text = town.checker.read(approving.opinion_draft, first)
    assert "是低保对象" in text
    town.checker.write(approving.give_opinion, first, "grant", text)
    assert rows(town, first).opinions[-1].monthly == Decimal(80 if programme == "disability_living" else 200)


def of_child(town: Town, taken: str) -> list[tuple[str, str, str]]:
    """First month, last month and yuan of every row of the child's allowance."""
    home = rows(town, taken).household.id
    found = town.clerk.read(lambda unit: every(unit.session, home))
    return [
        (row.first_month, row.last_month, f"{row.monthly}")
        for row in found
        if row.programme == "unsupported_child"
    ]


def test_a_full_allowance_becomes_the_difference_with_the_decision_that_grants_dibao(town: Town) -> None:
    made = child(town, "unsupported_child")
    made.incomes = []
    confirmed(town, made)
    made.application.programmes, made.parents = ["dibao"], []
    taken = surveyed(town, again(town, made))
    text = town.checker.read(approving.opinion_draft, taken)
    assert "注意：己示例正在享受事实无人抚养儿童基本生活保障，从低保发放的当月起改按补差发放。" in text
    town.checker.write(approving.give_opinion, taken, "grant", text)
    posted(town, taken)
    approve(town, taken)
    (decision,) = rows(town, taken).decisions
    assert (decision.first_month, decision.monthly) == ("2025-11", Decimal("630.00"))
    assert of_child(town, taken) == [
        ("2025-11", "2025-10", "1651.00"), ("2025-11", "", "1021.00"),
    ]  # fmt: skip
    (told,) = town.head.read(adjusting.adjustments, ("approved",))
    assert (told.kind, told.from_month) == ("cut", "2025-11")
    assert told.reason == "低保从 2025-11 起发放，改按补差发放"


def test_dibao_waits_for_a_person_where_the_difference_cannot_be_told(town: Town) -> None:
    made = child(town, "dibao")
    made.incomes, made.parents = [], []
    holding(town, medical(town, made), "unsupported_child", "1651.00")
    taken = surveyed(town, again(town, made))
    text = town.checker.read(approving.opinion_draft, taken)
    town.checker.write(approving.give_opinion, taken, "grant", text)
    posted(town, taken)
    with pytest.raises(Refused, match="算不出补差"):
        approve(town, taken)
    home = rows(town, taken).household.id
    (grant,) = (row for row in town.clerk.read(lambda unit: every(unit.session, home)))
    change = town.checker.read(consequences.by_hand, grant.id, Decimal("1021.00"), "低保确认后补差", "")
    town.checker.write(
        adjusting.propose_adjustment, grant.id, change, Ground(cause="granted", evidence="低保待签署"), []
    )
    (waiting,) = town.head.read(adjusting.adjustments)
    town.head.write(adjusting.decide_adjustment, waiting.id, approved=True)
    approve(town, taken)
    assert of_child(town, taken)[-1] == ("2025-11", "", "1021.00")


def radar_of(town: Town, dossier: Dossier) -> dict[str, RadarLine]:
    found = town.clerk.read(lambda unit: assessing.radar(unit.desk, dossier, unit.today))
    return {line.programme: line for line in found}


def test_the_radar_reckons_with_what_the_family_has(town: Town) -> None:
    made = disabled(single(town, "temporary", birth=OLD))
    made.incident = IncidentPart(
        kind="illness", cause="住院", happened_on=date(2025, 9, 1), self_paid=Decimal(23000)
    )
    holding(town, medical(town, made), "dibao", "630.00", person=False)
    form = again(town, made)
    assert "B 类" in "".join(radar_of(town, form)["temporary"].why)
    town.clerk.write(intake.keep_draft, "a-draft", form)
    opened = town.clerk.read(intake.open_draft, "a-draft")
    assert opened.household.standing == ["dibao"]


def test_the_radar_offers_no_care_subsidy_to_somebody_in_tekun(town: Town) -> None:
    made = disabled(single(town, "disability_care"))
    holding(town, medical(town, made), "tekun", "1001.00", since="2025-11")
    line = radar_of(town, again(town, made))["disability_care"]
    assert (line.result, "特困" in line.headline) == ("not_entitled", True)


def test_dibao_asked_for_beside_tekun_is_told_at_the_counter_and_in_the_opinion(town: Town) -> None:
    made = single(town, "dibao")
    holding(town, medical(town, made), "tekun", "1001.00")
    form = again(town, made)
    told = "己示例正在享受特困人员救助供养，不能再确认低保；改享低保的，须先终止特困供养"
    assert told in radar_of(town, form)["dibao"].clashes
    taken = surveyed(town, form)
    assert f"注意：{told}。" in town.checker.read(approving.opinion_draft, taken)
