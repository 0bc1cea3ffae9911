"""What the case files cannot say: people nobody assessed, parents told by the records, headlines."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from jiuzhu import paths
from jiuzhu.domain.assessment.assess import PROGRAMMES, assess, to_json
from jiuzhu.domain.assessment.care import care_level
from jiuzhu.domain.assessment.explain import explain, headline, sentence
from jiuzhu.domain.assessment.finding import Finding
from jiuzhu.domain.calendar import load_calendar
from jiuzhu.domain.facts import (
    AssetFacts,
    Disability,
    ExpenseFacts,
    HouseholdFacts,
    IncidentFacts,
    IncomeFacts,
    MemberFacts,
    ParentFacts,
)
from jiuzhu.domain.policy import load_pack

PACK = load_pack(paths.resources() / "policy" / "500000")
CALENDAR = load_calendar(paths.resources() / "policy" / "calendar")
ON = date(2025, 10, 13)
OLD = MemberFacts("old", "01", "1", date(1958, 5, 5))
ONE = HouseholdFacts(ON, "urban", "500112", (OLD,))


def find(facts: HouseholdFacts, programme: str) -> Finding:
    return assess(facts, PACK, CALENDAR).findings[programme]


def test_nobody_is_given_a_care_level_they_were_not_assessed_for() -> None:
    found = find(replace(ONE, members=(replace(OLD, self_care_unmet=None),)), "tekun")
    assert (found.result, found.needs) == ("manual", ("old的生活自理能力评估",))


def test_an_unknown_birth_date_leaves_tekun_open() -> None:
    found = find(replace(ONE, members=(replace(OLD, birth=None),)), "tekun")
    assert found.result == "manual"
    assert "old的出生日期" in found.needs


@pytest.mark.parametrize(("deposit", "result"), [("100", "manual"), ("90000", "not_entitled")])
def test_a_disability_opens_tekun_before_the_birth_date_is_known(deposit: str, result: str) -> None:
    disabled = replace(OLD, birth=None, disability=(Disability("4", "1"),))
    owning = replace(ONE, members=(disabled,), assets=(AssetFacts("deposit", Decimal(deposit)),))
    assert find(owning, "tekun").result == result


@pytest.mark.parametrize("count", range(7))
def test_care_by_the_number_of_indicators(count: int) -> None:
    unmet = ("eat", "dress", "bed", "toilet", "walk", "bath")[:count]
    assert care_level(unmet) == ("none" if count == 0 else "half" if count < 4 else "full")


@pytest.mark.parametrize(
    ("father", "mother", "result"),
    [
        ({"in_prison": True}, {"illness": "major"}, "manual"),  # since when is not on record
        ({"in_detox": True}, {"illness": "major"}, "manual"),
        ({"missing": True}, {"illness": "major"}, "manual"),
        ({"illness": "major"}, {"illness": "major"}, "entitled"),
        ({"illness": "major"}, {}, "not_entitled"),
    ],
)
def test_parents_who_live_here_tell_their_state_by_their_records(
    father: dict[str, object], mother: dict[str, object], result: str
) -> None:
    members = (
        replace(MemberFacts("dad", "01", "1", date(1985, 1, 1)), **father),  # type: ignore[arg-type]  # a table of fields
        replace(MemberFacts("mum", "12", "2", date(1986, 1, 1)), **mother),  # type: ignore[arg-type]  # as above
        MemberFacts("kid", "20", "1", date(2015, 5, 5)),
    )
    assert find(replace(ONE, members=members), "unsupported_child").result == result


def test_which_parent_a_reason_is_about_is_said() -> None:
    apart = (
        ParentFacts("kid", "prison", date(2024, 1, 1), name="庚示例"),
        ParentFacts("kid", "unreachable", date(2024, 2, 1), name="辛示例"),
    )
    kid = MemberFacts("kid", "01", "1", date(2015, 5, 5), name="己示例")
    told = explain(find(replace(ONE, members=(kid,), parents=apart), "unsupported_child"))
    assert any("己示例的父母一方（庚示例）服刑在押，自 2024-01-01 起" in line for line in told)
    assert any("己示例的父母一方（辛示例）失联，自 2024-02-01 起" in line for line in told)
    assert any("己示例的父母：庚示例服刑在押、辛示例失联，均不能履行抚养责任" in line for line in told)


def test_whose_day_is_asked_for_is_said() -> None:
    apart = (ParentFacts("kid", "prison", name="庚示例"), ParentFacts("kid", "major_illness"))
    kid = MemberFacts("kid", "01", "1", date(2015, 5, 5), name="己示例")
    found = find(replace(ONE, members=(kid,), parents=apart), "unsupported_child")
    assert found.needs == ("己示例的父母一方（庚示例）服刑的起始日期",)


def test_both_parents_of_an_orphan_are_named() -> None:
    dead = (ParentFacts("kid", "dead", name="庚示例"), ParentFacts("kid", "not_found", name="辛示例"))
    kid = MemberFacts("kid", "01", "1", date(2015, 5, 5), name="己示例")
    told = explain(find(replace(ONE, members=(kid,), parents=dead), "orphan"))
    assert any("己示例的父母：庚示例死亡、辛示例查找不到" in line for line in told)


def test_help_given_once_says_so() -> None:
    facts = replace(ONE, standing=("dibao",), incident=IncidentFacts("illness", ON, Decimal("23000.00")))
    assert headline(find(facts, "temporary")) == "符合：一次性 10,000.00 元"


def test_a_family_without_any_income_has_no_ratio() -> None:
    facts = replace(
        ONE,
        members=(MemberFacts("a", "01", "1", date(1980, 1, 1)),),
        expenses=(ExpenseFacts("medical", Decimal("5000.00")),),
        pending=("income",),
    )
    found = find(facts, "rigid")
    assert (found.result, "ratio_with_living" in found.figures) == ("manual", False)


def test_the_clocks_of_tekun_stand_beside_the_others_once() -> None:
    found = to_json(assess(ONE, PACK, CALENDAR))
    assert found["deadlines"]["T3"] == "2025-11-03"
    codes = [clock.code for clock in assess(ONE, PACK, CALENDAR).deadlines]
    assert len(codes) == len(set(codes))


def test_somebody_who_earns_is_no_waiting_case_of_service() -> None:
    facts = replace(
        ONE,
        members=(MemberFacts("a", "01", "1", None),),
        incomes=(IncomeFacts("a", "wage", Decimal("900.00"), "month"),),
        pending=("assets",),
    )
    assert find(facts, "service_class").result == "manual"


def test_a_single_parent_declared_missing_makes_no_orphan_and_asks_nothing() -> None:
    kid = MemberFacts("kid", "01", "1", date(2015, 5, 5))
    facts = replace(ONE, members=(kid,), parents=(ParentFacts("kid", "missing_declared"),))
    found = find(facts, "orphan")
    assert (found.result, found.needs) == ("not_entitled", ())


@pytest.mark.parametrize(
    ("parents", "programme", "asked"),
    [
        ((ParentFacts("kid", "dead"), ParentFacts("kid", "dead")), "orphan", True),
        ((ParentFacts("kid", "dead"), ParentFacts("kid", "major_illness")), "unsupported_child", True),
        ((ParentFacts("kid", "dead"), ParentFacts("kid", "none")), "unsupported_child", False),
    ],
)
def test_of_whom_parents_are_told_but_no_birth_date_is_asked(
    parents: tuple[ParentFacts, ...], programme: str, asked: bool
) -> None:
    facts = replace(ONE, members=(MemberFacts("kid", "01", "1", None),), parents=parents)
    assert ("kid的出生日期" in find(facts, programme).needs) is asked


def test_clergy_are_not_weighed_alone_while_incomes_are_missing() -> None:
    members = (OLD, MemberFacts("c", "20", "1", date(1995, 1, 1), clergy_since=date(2015, 1, 1)))
    found = find(replace(ONE, members=members, pending=("income",)), "dibao")
    assert (found.result, "alone" in found.figures) == ("manual", False)


def test_nobody_of_sixty_is_called_able_before_an_assessment() -> None:
    wife = MemberFacts("wife", "12", "2", date(1990, 1, 1))
    found = find(replace(ONE, members=(replace(OLD, self_care_unmet=None), wife)), "elder_care")
    assert (found.result, found.needs) == ("manual", ("old的生活自理能力评估",))


@pytest.mark.parametrize("programme", ["elder_allowance", "elder_care", "service_class"])
def test_an_age_nobody_knows_is_asked_for(programme: str) -> None:
    found = find(replace(ONE, members=(replace(OLD, birth=None),)), programme)
    assert (found.result, found.needs) == ("manual", ("old的出生日期",))


def test_the_class_of_somebody_of_unknown_age_does_not_stop_the_others() -> None:
    members = (OLD, MemberFacts("wife", "12", "2", None))
    found = find(replace(ONE, members=members, standing=("dibao",)), "service_class")
    assert found.result == "entitled"
    assert found.figures["persons"] == [{"member": "old", "class": 2}]
    assert found.needs == ("wife的出生日期",)


def test_a_household_of_nothing_but_tekun_is_no_rigid_one() -> None:
    facts = replace(
        ONE,
        assets=(AssetFacts("deposit", Decimal("20000.00")),),
        expenses=(ExpenseFacts("medical", Decimal("5000.00")),),
        settings={"tekun.property.multiple": Decimal(30)},
    )
    assert find(facts, "dibao").result == "not_entitled"
    assert headline(find(facts, "rigid")) == "不符合：因为已符合特困"
    young = MemberFacts("young", "97", "2", date(1990, 1, 1))
    assert headline(find(replace(facts, members=(OLD, young)), "rigid")) != "不符合：因为已符合特困"


@pytest.mark.parametrize(
    ("programme", "said"),
    [
        ("rigid", "不符合：因为没有登记医疗、教育、康复等刚性支出"),
        ("temporary", "不符合：因为没有登记遇到的急难情形"),
        ("orphan", "不符合：因为没有父母双亡或查找不到的未成年人"),
    ],
)
def test_what_nothing_speaks_for_is_refused_in_its_own_words(programme: str, said: str) -> None:
    assert headline(find(ONE, programme)) == said


def test_programmes_are_shown_in_the_order_of_the_office() -> None:
    assert [one.code for one in PROGRAMMES] == [
        "dibao", "edge", "disability_living", "disability_care", "rigid", "tekun", "orphan", "unsupported_child",
        "elder_allowance", "elder_care", "temporary", "service_class",
    ]  # fmt: skip


def test_settings_used_name_those_of_the_programmes_that_had_something_to_say() -> None:
    plain = assess(replace(ONE, members=(MemberFacts("a", "01", "1", date(1985, 1, 1)),)), PACK, CALENDAR)
    assert "tekun.property.multiple" not in plain.settings_used
    assert assess(ONE, PACK, CALENDAR).settings_used["tekun.property.multiple"] == "24"


def test_of_somebody_nobody_has_assessed_no_indicator_is_told() -> None:
    unassessed = replace(OLD, birth=date(1958, 5, 5), self_care_unmet=None, disability=())
    (line,) = find(replace(ONE, members=(unassessed,)), "elder_care").why
    assert "自理能力还没有评估" in sentence(line)
    assert "六项自理指标" not in sentence(line)
    assert "家庭符合低保" in sentence(line)


@pytest.mark.parametrize(
    ("receives", "standing", "said"),
    [
        ((), ("dibao",), "是低保对象"),
        (("tekun",), ("rigid",), "是特困人员"),
        ((), ("rigid",), "不是低保或特困对象"),
    ],
)
def test_the_subsidy_of_the_old_says_what_opened_or_closed_it(
    receives: tuple[str, ...], standing: tuple[str, ...], said: str
) -> None:
    rich = IncomeFacts(OLD.id, "wage", Decimal(9000), "month")
    facts = replace(ONE, members=(replace(OLD, receives=receives),), standing=standing, incomes=(rich,))
    (line,) = find(facts, "elder_care").why
    assert said in sentence(line)
