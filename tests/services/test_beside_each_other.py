"""Programmes one after another on the stored entitlements: nobody gets what stands on a programme they do not have."""

from datetime import date
from decimal import Decimal

import pytest

from holding import again, child, confirmed, disabled, holding, medical, periods, posted
from jiuzhu.errors import Refused
from jiuzhu.services.approval import approving
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
