"""What a reason says: whole sentences, the inputs they name, and of whom they speak."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings

from jiuzhu.domain.assessment.assess import assess
from jiuzhu.domain.assessment.explain import explain, headline, sentence
from jiuzhu.domain.assessment.finding import (
    ENTITLED,
    MANUAL,
    NOT_ENTITLED,
    Finding,
    WhyLine,
    of_person,
)
from jiuzhu.domain.facts import (
    HouseholdFacts,
)
from jiuzhu.domain.money import shown
from reasoned import CALENDAR, CASES, OF_PERSONS, PACK, households


@given(households())
@settings(max_examples=200, deadline=None)
def test_every_reason_is_a_sentence_and_says_when_its_figure_waits(facts: HouseholdFacts) -> None:
    for finding in assess(facts, PACK, CALENDAR).findings.values():
        for line, text in zip(finding.why, explain(finding), strict=True):
            assert text
            assert line.confirmed or "待本地确认" in text


@pytest.mark.parametrize("place", range(len(CASES)))
def test_every_sentence_of_every_case_says_the_inputs_it_names(place: int) -> None:
    """Names and amounts stand in the sentence as they are; codes stand there as words, checked by hand in the cases."""
    for finding in assess(CASES[place], PACK, CALENDAR).findings.values():
        for line in finding.why:
            text = sentence(line)
            for label, value in line.inputs:
                if isinstance(value, Decimal) and label != "成本":
                    said = shown(value)
                    assert said in text or said.removesuffix(".00") in text or f"{value}" in text, (
                        label,
                        text,
                    )
                if label in OF_PERSONS:
                    assert str(value) in text


@pytest.mark.parametrize("place", range(len(CASES)))
def test_every_finding_of_every_case_has_a_headline_by_its_result(place: int) -> None:
    begins = {"entitled": "符合", "manual": "还需：", "not_entitled": "不符合：因为"}
    for finding in assess(CASES[place], PACK, CALENDAR).findings.values():
        assert headline(finding).startswith(begins[finding.result])


def test_the_reasons_of_one_person_are_about_nobody_else() -> None:
    lines = tuple(
        WhyLine("care.paid", (("残疾等级", "1"),), True, "", "示例规〔2025〕1号", member=member)
        for member in ("a", "b", "")
    )
    persons = [{"member": "a", "monthly": Decimal(90)}]
    both = Finding("disability_care", ENTITLED, {"persons": persons}, lines)
    his, hers = of_person(both, "a"), of_person(both, "b")
    assert (his.result, his.figures["persons"], his.why) == (ENTITLED, persons, (lines[0], lines[2]))
    assert (hers.result, hers.figures["persons"], hers.why) == (NOT_ENTITLED, [], lines[1:])
    open_one = both._replace(result=MANUAL)
    assert of_person(open_one, "b").result == MANUAL


@pytest.mark.parametrize("place", range(len(CASES)))
def test_two_of_a_family_who_bear_one_name_have_reasons_of_their_own(place: int) -> None:
    case = CASES[place]
    namesakes = replace(case, members=tuple(replace(one, name="甲示例") for one in case.members))
    told, same = (assess(facts, PACK, CALENDAR).findings for facts in (case, namesakes))
    for code, finding in told.items():
        for one in case.members:
            own = [(line.step, line.figure) for line in of_person(finding, one.id).why]
            assert [(line.step, line.figure) for line in of_person(same[code], one.id).why] == own


@pytest.mark.parametrize("place", range(len(CASES)))
def test_every_reason_that_names_a_member_knows_which(place: int) -> None:
    names = {one.id: one.name or one.id for one in CASES[place].members}
    for finding in assess(CASES[place], PACK, CALENDAR).findings.values():
        for line in finding.why:
            assert names.get(line.member) == dict(line.inputs).get("成员")
