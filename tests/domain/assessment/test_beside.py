"""What stands on another programme has it in force, or asked for on the same form: 生活补贴 and 养老服务补贴."""

from dataclasses import replace
from datetime import date

import pytest

from jiuzhu import paths
from jiuzhu.domain.assessment.assess import assess
from jiuzhu.domain.assessment.explain import headline, sentence
from jiuzhu.domain.assessment.finding import Finding
from jiuzhu.domain.calendar import load_calendar
from jiuzhu.domain.facts import Disability, HouseholdFacts, IncomeFacts, MemberFacts
from jiuzhu.domain.money import ZERO
from jiuzhu.domain.policy import load_pack

PACK = load_pack(paths.resources() / "policy" / "500000")
CALENDAR = load_calendar(paths.resources() / "policy" / "calendar")
LIVING, ELDER = "disability_living", "elder_care"
SON = MemberFacts("son", "20", "1", date(1985, 1, 1), disability=(Disability("4", "4"),))
OLD = MemberFacts("old", "01", "1", date(1940, 5, 5))
POOR = HouseholdFacts(date(2025, 10, 13), "urban", "500112", (OLD, SON))
EDGE = replace(POOR, incomes=(IncomeFacts("son", "wage", ZERO + 1800, "month"),))
RICH = replace(POOR, incomes=(IncomeFacts("son", "wage", ZERO + 9000, "month"),))
WIDER = {"disability.living.edge": True}


def find(facts: HouseholdFacts, programme: str) -> Finding:
    return assess(facts, PACK, CALENDAR).findings[programme]


@pytest.mark.parametrize(("programme", "paid"), [(LIVING, 80), (ELDER, 200)])
def test_what_follows_dibao_waits_for_a_household_that_does_not_have_it(programme: str, paid: int) -> None:
    found = find(replace(POOR, asked=(programme,)), programme)
    assert found.result == "manual"
    assert "须先享受低保" in found.needs[0]
    assert all("是低保对象" not in sentence(line) for line in found.why)
    for facts in (
        replace(POOR, asked=(programme, "dibao")),
        replace(RICH, asked=(programme,), standing=("dibao",)),
    ):
        found = find(facts, programme)
        assert found.result == "entitled"
        assert str(paid) in headline(found)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (replace(POOR, asked=(LIVING,), standing=("dibao",)), "son是低保对象中的残疾证持有人"),
        (replace(POOR, asked=(LIVING, "dibao")), "son持有残疾证，家庭符合低保，确认低保后享受"),
        (POOR, "son持有残疾证，家庭符合低保，确认低保后享受"),
        (replace(POOR, standing=("dibao",)), "son是低保对象中的残疾证持有人"),
        (replace(POOR, asked=(LIVING,)), "son持有残疾证，家庭没有在享受的低保，须先享受低保"),
        (replace(EDGE, settings=WIDER, asked=(LIVING, "edge")), "son持有残疾证，家庭符合低保边缘"),
        (replace(EDGE, settings=WIDER, asked=(LIVING,)), "son持有残疾证，家庭还不是低保边缘家庭"),
        (replace(EDGE, settings=WIDER, asked=(LIVING,), standing=("edge",)), "son是低保边缘家庭中的残疾证持有人"),
        (replace(POOR, settings=WIDER, asked=(LIVING,), standing=("edge",)), "son是低保边缘家庭中的残疾证持有人"),
        (replace(RICH, asked=(LIVING,)), "son不是低保对象"),
        (replace(RICH, standing=("dibao",)), "son不是低保对象"),
        (replace(POOR, asked=(LIVING,), premises=("shop",)), "son持有残疾证，家庭没有在享受的低保"),
        (replace(POOR, asked=(LIVING, "dibao"), premises=("shop",)), "son持有残疾证，家庭确认低保后享受"),
    ],
)  # fmt: skip
def test_the_living_subsidy_says_truly_by_what_it_is_had(facts: HouseholdFacts, said: str) -> None:
    (line,) = find(facts, LIVING).why
    assert sentence(line).startswith(said)


def test_somebody_in_tekun_is_called_so_and_has_no_living_subsidy() -> None:
    facts = replace(POOR, members=(OLD, replace(SON, receives=("tekun",))), asked=(LIVING, "dibao"))
    found = find(facts, LIVING)
    assert headline(found) == "不符合：因为是特困人员"
    assert sentence(found.why[0]).startswith("son是特困人员")
    assert found.clashes == ("son是特困人员，不享受困难残疾人生活补贴",)


@pytest.mark.parametrize(
    ("facts", "result", "said"),
    [
        (replace(POOR, members=(OLD,), asked=(ELDER,), standing=("edge",)), "manual", "须先认定特困"),
        (replace(POOR, members=(OLD,), asked=(ELDER, "tekun")), "entitled", ""),
        (replace(POOR, asked=(ELDER,), premises=("shop",)), "manual", "须先享受低保"),
        (replace(POOR, asked=(ELDER, "dibao"), premises=("shop",)), "manual", "低保认定结果"),
        (replace(RICH, asked=(ELDER,)), "not_entitled", ""),
    ],
)
def test_the_subsidy_of_the_old_says_what_has_to_come_first(
    facts: HouseholdFacts, result: str, said: str
) -> None:
    found = find(facts, ELDER)
    assert (found.result, said in "".join(found.needs)) == (result, True)


def test_who_would_enter_dibao_alone_does_so_first() -> None:
    heavy = replace(OLD, disability=(Disability("2", "1"),))
    found = find(replace(EDGE, members=(SON, heavy), asked=(ELDER,)), ELDER)
    assert (found.result, found.needs) == ("manual", ("old须先单独申请低保并获确认",))


def test_nobody_is_sent_for_dibao_who_is_too_young_for_the_subsidy() -> None:
    young = replace(OLD, birth=date(1960, 5, 5))
    assert find(replace(POOR, members=(young, SON), asked=(ELDER,)), ELDER).result == "not_entitled"
