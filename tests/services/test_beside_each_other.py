"""Programmes one after another on the stored entitlements: nobody gets what stands on a programme they do not have."""

from datetime import date
from decimal import Decimal

import pytest

from holding import again, disabled, holding, medical
from jiuzhu.errors import Refused
from jiuzhu.services.approval import approving
from on_the_way import accept, rows, single
from town import Town

OLD = date(1940, 3, 3)


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
