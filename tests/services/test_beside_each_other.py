"""Programmes one after another on the stored entitlements: nobody gets what stands on a programme they do not have."""

from datetime import date
from decimal import Decimal

import pytest

from holding import again, disabled, holding, medical, periods, posted
from jiuzhu.errors import Refused
from jiuzhu.services.approval import approving
from jiuzhu.services.survey import caring
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
