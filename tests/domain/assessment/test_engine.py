"""The engine seen from outside: boundaries, stacking, manual findings, and what must hold for any household."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jiuzhu import paths
from jiuzhu.domain.assessment.assess import PROGRAMMES, Assessment, assess, to_json
from jiuzhu.domain.assessment.explain import deciding_line, explain, headline
from jiuzhu.domain.assessment.finding import Finding
from jiuzhu.domain.calendar import load_calendar
from jiuzhu.domain.facts import (
    AssetFacts,
    Disability,
    EventsFacts,
    ExpenseFacts,
    HouseholdFacts,
    HousingFacts,
    IncomeFacts,
    MemberFacts,
    ObligorFacts,
    VehicleFacts,
)
from jiuzhu.domain.household import age_on
from jiuzhu.domain.policy import load_pack
from jiuzhu.errors import UserError

PACK = load_pack(paths.resources() / "policy" / "500000")
CALENDAR = load_calendar(paths.resources() / "policy" / "calendar")
ON = date(2025, 10, 13)
HEAD = MemberFacts("a", "01", "1", date(1980, 1, 1))
ONE = HouseholdFacts(ON, "urban", "500112", (HEAD,))
CENT = Decimal("0.01")


def result_of(facts: HouseholdFacts) -> Assessment:
    return assess(facts, PACK, CALENDAR)


def find(facts: HouseholdFacts, programme: str = "dibao") -> Finding:
    return result_of(facts).findings[programme]


def wage(amount: str, member: str = "a", period: str = "month", **more: Any) -> IncomeFacts:
    return IncomeFacts(member, "wage", Decimal(amount), period, **more)


def said(finding: Finding) -> str:
    return "\n".join(explain(finding))


def test_the_registry_names_every_finding() -> None:
    assert sorted(result_of(ONE).findings) == sorted(one.code for one in PROGRAMMES)


def test_without_members_everything_waits() -> None:
    found = result_of(replace(ONE, members=()))
    assert found.findings["dibao"].result == found.findings["edge"].result == "manual"
    assert headline(found.findings["dibao"]) == "还需：共同生活的家庭成员"
    assert found.findings["disability_care"].result == "not_entitled"


def test_an_unknown_birth_date_is_asked_for_and_adds_nothing() -> None:
    found = find(replace(ONE, members=(replace(HEAD, birth=None, name="张三"),)))
    assert found.figures["addons"] == 0
    assert found.needs == ("张三的出生日期",)


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        (date(1965, 10, 13), ON, 60),
        (date(1965, 10, 14), ON, 59),
        (date(2009, 10, 13), ON, 16),
        (date(2009, 11, 1), ON, 15),
        (date(2004, 2, 29), date(2025, 2, 28), 20),
        (date(2004, 2, 29), date(2025, 3, 1), 21),
        (None, ON, None),
    ],
)
def test_age_counts_from_the_birthday_itself(birth: date | None, on: date, age: int | None) -> None:
    assert age_on(birth, on) == age


@pytest.mark.parametrize(("birth", "addons"), [(date(1955, 10, 13), 60), (date(1955, 10, 14), 0)])
def test_seventy_from_the_birthday(birth: date, addons: int) -> None:
    assert find(replace(ONE, members=(replace(HEAD, birth=birth),))).figures["addons"] == addons


@pytest.mark.parametrize(
    ("more", "addons"),
    [
        ({}, 0),
        ({"disability": (Disability("4", "3"),)}, 40),
        ({"disability": (Disability("4", "4"), Disability("1", "2"))}, 100),
        ({"illness": "major"}, 60),
        ({"illness": "chronic"}, 0),
        ({"illness": "major", "disability": (Disability("4", "1"),)}, 100),
        ({"student": "preschool"}, 100),
        ({"student": "senior"}, 100),
        ({"student": "bachelor", "illness": "major", "disability": (Disability("4", "4"),)}, 140),
        ({"birth": date(2019, 10, 14)}, 100),
        ({"birth": date(2019, 10, 13)}, 0),
        ({"birth": date(1950, 1, 1), "illness": "major"}, 60),
        ({"birth": date(1950, 1, 1), "disability": (Disability("6", "2"),)}, 100),
    ],
)
def test_add_ons_of_one_person(more: dict[str, Any], addons: int) -> None:
    assert find(replace(ONE, members=(replace(HEAD, **more),))).figures["addons"] == addons


def test_a_loss_does_not_make_another_income_smaller() -> None:
    facts = replace(ONE, incomes=(wage("300.00"), wage("100.00", period="year", cost=Decimal(900))))
    assert find(facts).figures["per_head"] == Decimal("300.00")


@pytest.mark.parametrize(
    "item",
    [
        "basic_pension",
        "scholarship",
        "preferential_pension",
        "family_planning_reward",
        "bravery_award",
        "social_assistance",
        "child_support_allowance",
    ],
)
def test_what_never_counts(item: str) -> None:
    found = find(replace(ONE, incomes=(wage("5000.00", item=item),)))
    assert found.result == "entitled"
    assert "不计入家庭收入" in said(found)


def test_the_base_pension_counts_once_its_ground_has_ended() -> None:
    pension = (wage("143.00", item="basic_pension"),)
    last = find(replace(ONE, on=date(2025, 12, 31), incomes=pension))
    first = find(replace(ONE, on=date(2026, 1, 1), incomes=pension))
    assert (last.figures["per_head"], first.figures["per_head"]) == (Decimal(0), Decimal(143))
    assert "基础养老金" in first.needs[0]
    settled = find(
        replace(ONE, on=date(2026, 1, 1), incomes=pension, settings={"income.exclude.base_pension": False})
    )
    assert (settled.figures["per_head"], settled.needs) == (Decimal(143), ())


def test_support_by_relatives_is_asked_about_unless_a_formula_is_set() -> None:
    rich = ObligorFacts("a", "20", date(1975, 1, 1), Decimal(1770))
    facts = replace(ONE, obligors=(rich,))
    assert "赡养" in find(facts).needs[0]
    assert find(replace(ONE, obligors=(replace(rich, income_month=Decimal(770)),))).needs == ()
    few = replace(facts, settings={"support.formula": "surplus"})
    assert find(few).figures["per_head"] == Decimal(500)
    many = replace(few, obligors=(rich, replace(rich, relation="30"), replace(rich, income_month=Decimal(0))))
    assert find(many).figures["per_head"] == Decimal(800)
    assert "的义务人月收入 1,770.00 元，超过标准部分按 0.40 计" in said(find(many))


def test_support_counts_for_who_applies_alone_only_where_the_office_says_so() -> None:
    ill = replace(HEAD, illness="major")
    other = MemberFacts("b", "12", "2", date(1980, 1, 1))
    facts = replace(
        ONE,
        members=(ill, other),
        incomes=(wage("1500.00", "b"),),
        obligors=(ObligorFacts("a", "20", None, Decimal(1170)),),
        settings={"support.formula": "surplus"},
    )
    without = find(facts).figures["alone"]
    counting = find(
        replace(facts, settings={"support.formula": "surplus", "single.count_family_support": True})
    )
    assert without == [{"member": "a", "base": 770, "addons": 60, "monthly": 830}]
    assert counting.figures["alone"] == [{"member": "a", "base": 570, "addons": 60, "monthly": 630}]


def test_necessary_spending_is_deducted_at_most_to_nothing() -> None:
    facts = replace(ONE, incomes=(wage("900.00"),), expenses=(ExpenseFacts("medical", Decimal(99999)),))
    assert find(facts).result == "not_entitled"
    found = find(replace(facts, settings={"income.deduct.medical": True}))
    assert found.figures["per_head"] == 0
    assert "自付医疗康复支出每年扣减 10,800.00 元" in said(found)


def alone_case(person: MemberFacts, others: tuple[MemberFacts, ...], income: str) -> object:
    facts = replace(ONE, members=(person, *others), incomes=(wage(income, others[0].id),))
    return find(facts).figures.get("alone")


@pytest.mark.parametrize(
    ("more", "allowed"),
    [
        ({"disability": (Disability("4", "2"),)}, True),
        ({"disability": (Disability("5", "3"),)}, True),
        ({"disability": (Disability("6", "3"),)}, True),
        ({"disability": (Disability("4", "3"),)}, False),
        ({"disability": (Disability("6", "4"),)}, False),
        ({"illness": "major"}, True),
        ({"illness": "chronic"}, False),
    ],
)
def test_who_may_apply_alone_in_an_edge_household(more: dict[str, Any], allowed: bool) -> None:
    others = (MemberFacts("b", "12", "2", date(1980, 1, 1)),)
    assert (alone_case(replace(HEAD, **more), others, "1600.00") is not None) is allowed
    assert alone_case(replace(HEAD, **more), others, "2310.00") is None  # exactly 1.5 x: no edge household


@pytest.mark.parametrize(("own", "alone"), [("770.00", 0), ("769.99", 1)])
def test_own_income_of_who_applies_alone_is_strictly_below_the_standard(own: str, alone: int) -> None:
    members = (replace(HEAD, illness="major"), MemberFacts("b", "12", "2", date(1980, 1, 1)))
    facts = replace(ONE, members=members, incomes=(wage(own), wage("1000.00", "b")))
    found = find(facts).figures.get("alone", [])
    assert isinstance(found, list)
    assert len(found) == alone


GROWN = MemberFacts("p", "20", "1", date(2000, 1, 1), (Disability("4", "1"),))
FATHER = MemberFacts("f", "01", "1", date(1970, 1, 1))
SELF = replace(GROWN, relation="01")


@pytest.mark.parametrize(
    ("person", "others", "allowed"),
    [
        (GROWN, (FATHER,), True),
        (replace(GROWN, birth=date(2007, 10, 13)), (FATHER,), True),
        (replace(GROWN, birth=date(2007, 10, 14)), (FATHER,), False),
        (replace(GROWN, disability=()), (FATHER,), False),
        (replace(GROWN, disability=(), illness="major"), (FATHER,), False),
        (replace(GROWN, disability=(), illness="major", bedridden_months=3), (FATHER,), True),
        (SELF, (replace(FATHER, relation="51"),), True),
        (SELF, (replace(FATHER, relation="73"),), True),
        (SELF, (replace(FATHER, relation="12"),), False),
        (replace(GROWN, relation="73"), (FATHER,), True),
        (replace(GROWN, relation="73"), (replace(FATHER, relation="12"),), False),
        (GROWN, (replace(FATHER, relation="51"),), False),
        (replace(GROWN, relation="12"), (FATHER,), False),
    ],
)
def test_adults_kept_by_parents_or_siblings_up_to_three_times_the_standard(
    person: MemberFacts, others: tuple[MemberFacts, ...], allowed: bool
) -> None:
    assert (alone_case(person, others, "4620.00") is not None) is allowed
    assert alone_case(person, others, "4620.01") is None


def test_nobody_applies_alone_from_a_household_with_too_much_property() -> None:
    facts = replace(ONE, members=(FATHER, GROWN), incomes=(wage("1600.00", "f"),))
    assert "alone" in find(facts).figures
    assert "alone" not in find(replace(facts, vehicles=(VehicleFacts("car", Decimal(90000)),))).figures
    assert "alone" not in find(replace(facts, pending=("income",))).figures


def test_the_living_subsidy_follows_dibao() -> None:
    disabled = replace(ONE, members=(replace(HEAD, disability=(Disability("4", "4"),)),))
    assert find(disabled, "disability_living").figures["persons"] == [{"member": "a", "monthly": 80}]
    rich = replace(disabled, incomes=(wage("800.00"),))
    assert find(rich, "disability_living").result == "not_entitled"
    assert headline(find(rich, "disability_living")) == "不符合：因为不是低保对象"
    edge_too = replace(rich, settings={"disability.living.edge": True})
    assert find(edge_too, "disability_living").result == "entitled"
    open_case = find(replace(disabled, premises=("shop",)), "disability_living")
    assert (open_case.result, open_case.needs) == ("manual", ("低保认定结果",))


def test_a_child_with_its_own_allowance_gets_no_living_subsidy() -> None:
    child = replace(HEAD, birth=date(2015, 1, 1), disability=(Disability("4", "3"),))
    facts = replace(ONE, members=(child,), incomes=(wage("1651.00", item="child_support_allowance"),))
    found = find(facts, "disability_living")
    assert found.result == "not_entitled"
    assert "不再享受困难残疾人生活补贴" in found.clashes[0]


@pytest.mark.parametrize(
    ("grade", "receives", "monthly"),
    [
        ("1", (), 90),
        ("2", (), 80),
        ("3", (), None),
        ("1", ("tekun_care",), None),
        ("1", ("elder_care",), None),
    ],
)
def test_the_care_subsidy(grade: str, receives: tuple[str, ...], monthly: int | None) -> None:
    person = replace(HEAD, disability=(Disability("4", "4"), Disability("1", grade)), receives=receives)
    found = find(replace(ONE, members=(person,), incomes=(wage("9000.00"),)), "disability_care")
    assert found.figures["persons"] == ([] if monthly is None else [{"member": "a", "monthly": monthly}])
    assert bool(found.clashes) is bool(receives)
    assert said(found)
    assert headline(found).startswith("符合" if monthly else "不符合：因为")


def test_the_higher_of_care_and_elder_subsidy_is_paid() -> None:
    person = replace(HEAD, disability=(Disability("4", "1"),), receives=("elder_care",))
    found = find(replace(ONE, members=(person,), settings={"elder.care": Decimal(50)}), "disability_care")
    assert found.figures["persons"] == [{"member": "a", "monthly": 90}]


@pytest.mark.parametrize(
    ("member", "incomes", "group"),
    [
        (HEAD, (), "B"),
        (replace(HEAD, birth=date(1960, 1, 1)), (), "A"),
        (replace(HEAD, birth=date(1960, 1, 1)), (wage("100.00"),), "B"),
        (replace(HEAD, birth=date(1960, 1, 1)), (IncomeFacts("a", "transfer", Decimal(9), "month"),), "A"),
        (replace(HEAD, student="bachelor"), (), "A"),
        (replace(HEAD, illness="major"), (), "A"),
        (replace(HEAD, disability=(Disability("6", "3"),)), (), "A"),
        (replace(HEAD, disability=(Disability("4", "3"),)), (), "B"),
    ],
)
def test_recheck_class(member: MemberFacts, incomes: tuple[IncomeFacts, ...], group: str) -> None:
    assert result_of(replace(ONE, members=(member,), incomes=incomes)).recheck_class == group


def test_months_and_rechecks_only_follow_a_grant() -> None:
    decided = EventsFacts(decided=date(2025, 11, 12))
    refused = result_of(replace(ONE, events=decided, incomes=(wage("9000.00"),)))
    assert (refused.first_month, refused.next_recheck) == (None, None)
    assert "L13" in to_json(refused)["deadlines"]
    edge = result_of(replace(ONE, events=decided, incomes=(wage("800.00"),)))
    assert (edge.first_month, edge.next_recheck) == (None, date(2026, 5, 12))
    assert to_json(result_of(ONE))["next_recheck"] is None


def test_missing_calendar_years_reach_the_assessment() -> None:
    assert result_of(replace(ONE, on=date(2026, 12, 14))).missing_years == (2027,)


def test_a_setting_nobody_knows_is_an_error() -> None:
    with pytest.raises(UserError, match="不是政策参数"):
        result_of(replace(ONE, settings={"grant.begin": "same"}))


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        (ONE, "符合：770.00 元/月"),
        (replace(ONE, incomes=(wage("800.00"),)), "不符合：因为人均月收入 800.00 元，不低于标准"),
        (
            replace(ONE, assets=(AssetFacts("fund", Decimal(20000)),)),
            "不符合：因为人均货币财产 20,000.00 元，超过上限",
        ),
        (replace(ONE, vehicles=(VehicleFacts("boat", Decimal(50000)),)), "不符合：因为有船舶"),
        (
            replace(ONE, premises=("shop",), settings={"property.premises": "fail"}),
            "不符合：因为有经营性财产",
        ),
        (
            replace(
                ONE,
                housing=(HousingFacts(Decimal(99)),) * 2,
                settings={"property.housing.min_area": Decimal(9)},
            ),
            "不符合：因为住房面积超过上限",
        ),
        (replace(ONE, consumption=("luxury",)), "还需：消费支出情形的核实说明"),
        (replace(ONE, pending=("income", "vehicles")), "还需：家庭成员各项收入；车辆、船舶、机械情况"),
        (
            replace(ONE, members=(FATHER, GROWN), incomes=(wage("1600.00", "f"),)),
            "不符合：因为人均月收入 800.00 元，不低于标准；1 人可单独申请低保",
        ),
    ],
)
def test_headlines_for_the_radar(facts: HouseholdFacts, line: str) -> None:
    assert headline(find(facts)) == line


def test_headlines_of_other_findings() -> None:
    assert headline(find(ONE, "edge")) == "不符合：因为已符合低保"
    assert headline(find(replace(ONE, incomes=(wage("800.00"),)), "edge")) == "符合"
    assert headline(find(replace(ONE, incomes=(wage("1155.00"),)), "edge")).endswith("不低于标准的 1.5 倍")
    assert headline(find(ONE, "disability_care")) == "不符合：因为没有持残疾证的家庭成员"
    assert headline(Finding("x", "manual", {}, ())) == "还需：人工核定"


def test_a_refusal_names_the_one_line_that_decided_it() -> None:
    line = deciding_line(find(replace(ONE, incomes=(wage("800.00"),))))
    assert line is not None
    assert line in find(replace(ONE, incomes=(wage("800.00"),))).why
    assert deciding_line(find(ONE, "disability_care")) is None  # nobody could be meant
    assert deciding_line(find(ONE)) is None  # nothing stands against the household


def test_unconfirmed_figures_say_so_and_own_settings_name_themselves() -> None:
    disabled = replace(ONE, members=(replace(HEAD, disability=(Disability("4", "1"),)),))
    assert said(find(disabled, "disability_care")).endswith("（国发〔2015〕52号，待本地确认）")
    own = replace(
        ONE, assets=(AssetFacts("deposit", Decimal(1)),), settings={"property.money.multiple": Decimal(20)}
    )
    assert "不超过上限 15,400 元（货币财产，本案设置）" in said(find(own))


def test_a_difference_between_check_and_declaration_is_a_line_of_its_own() -> None:
    facts = replace(
        ONE, assets=(AssetFacts("deposit", Decimal(500), Decimal(200)), AssetFacts("fund", CENT, CENT))
    )
    assert said(find(facts)).count("核对发现") == 1
    assert "存款核对发现 500.00 元，申报 200.00 元，相差 300.00 元（民发〔2021〕57号第十八条" in said(
        find(facts)
    )


# ---- what must hold for any household

AMOUNTS = st.decimals(Decimal(0), Decimal(9000), places=2)
DISABILITIES = st.lists(
    st.builds(Disability, st.sampled_from("1234567"), st.sampled_from("1234")), max_size=2
).map(tuple)


@st.composite
def households(draw: st.DrawFn) -> HouseholdFacts:
    heads = draw(st.integers(1, 5))
    members = tuple(
        MemberFacts(
            str(place),
            draw(st.sampled_from(["01", "12", "20", "30", "51", "73"])),
            "1",
            draw(st.dates(date(1930, 1, 1), ON)),
            draw(DISABILITIES),
            draw(st.sampled_from(["none", "chronic", "major"])),
            draw(st.sampled_from(["none", "preschool", "compulsory", "bachelor"])),
            counted=place == 0 or draw(st.booleans()),
        )
        for place in range(heads)
    )
    incomes = draw(
        st.lists(
            st.builds(
                IncomeFacts,
                st.integers(0, heads - 1).map(str),
                st.sampled_from(["wage", "business", "transfer"]),
                AMOUNTS,
                st.sampled_from(["month", "year"]),
                st.sampled_from(["", "basic_pension", "scholarship", "family_support"]),
                AMOUNTS,
            ),
            max_size=4,
        )
    )
    return HouseholdFacts(
        on=ON,
        kind=draw(st.sampled_from(["urban", "rural"])),
        district="500112",
        members=members,
        incomes=tuple(incomes),
        assets=tuple(
            draw(
                st.lists(st.builds(AssetFacts, st.just("deposit"), AMOUNTS.map(lambda x: x * 10)), max_size=2)
            )
        ),
        housing=tuple(
            draw(st.lists(st.builds(HousingFacts, AMOUNTS, st.sampled_from(["", "C"])), max_size=3))
        ),
        vehicles=tuple(
            draw(
                st.lists(
                    st.builds(VehicleFacts, st.sampled_from(["car", "motorcycle"]), AMOUNTS, st.booleans()),
                    max_size=1,
                )
            )
        ),
    )


@settings(max_examples=150, deadline=None)
@given(households())
def test_every_reason_can_be_said_and_has_a_clause(facts: HouseholdFacts) -> None:
    found = result_of(facts)
    for finding in found.findings.values():
        assert headline(finding)
        assert all(text.endswith("）") for text in explain(finding))
        assert all(line.clause and line.document for line in finding.why)
    assert to_json(found)["findings"].keys() == found.findings.keys()


@settings(max_examples=150, deadline=None)
@given(households())
def test_the_grant_adds_up_and_nobody_is_both(facts: HouseholdFacts) -> None:
    found = result_of(facts).findings
    figures = found["dibao"].figures
    assert Decimal(str(figures["base"])) + Decimal(str(figures["addons"])) == figures["monthly"]
    assert not (found["dibao"].result == "entitled" and found["edge"].result == "entitled")
    if found["dibao"].result != "entitled":
        return
    parts = [line.figure for line in found["dibao"].why if line.step in ("dibao.base", "dibao.addon")]
    monthly = sum((part for part in parts if isinstance(part, Decimal)), Decimal(0))
    assert monthly == figures["monthly"]


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 9), st.sampled_from(["urban", "rural"]), st.sampled_from(["month", "year"]))
def test_the_comparison_is_strict_whatever_the_rounding_shows(heads: int, kind: str, period: str) -> None:
    members = tuple(replace(HEAD, id=str(place)) for place in range(heads))
    standard = Decimal(770 if kind == "urban" else 630)
    months = 12 if period == "year" else 1
    for multiple, programme in ((Decimal(1), "dibao"), (Decimal("1.5"), "edge")):
        limit = standard * multiple * heads * months
        for amount, result in ((limit, "not_entitled"), (limit - CENT, "entitled")):
            facts = replace(ONE, kind=kind, members=members, incomes=(wage(str(amount), "0", period),))
            assert find(facts, programme).result == result, (programme, amount)


@settings(max_examples=100, deadline=None)
@given(households(), AMOUNTS)
def test_more_income_never_helps(facts: HouseholdFacts, more: Decimal) -> None:
    rank = {"not_entitled": 0, "manual": 1, "entitled": 2}
    richer = replace(facts, incomes=(*facts.incomes, wage(str(more), "0")))
    assert rank[find(richer).result] <= rank[find(facts).result]


@settings(max_examples=100, deadline=None)
@given(households(), AMOUNTS)
def test_changing_an_asset_changes_only_the_lines_about_money(facts: HouseholdFacts, more: Decimal) -> None:
    before = replace(facts, assets=(AssetFacts("fund", Decimal(1)),))
    after = replace(facts, assets=(AssetFacts("fund", Decimal(1) + more / 9000),))
    changed = set(find(before).why) ^ set(find(after).why)
    assert {line.step.rsplit(".", 1)[0] for line in changed} <= {"property.money"}


@settings(max_examples=100, deadline=None)
@given(households(), st.integers(0, 4))
def test_changing_one_persons_schooling_changes_only_that_persons_add_on(
    facts: HouseholdFacts, place: int
) -> None:
    place %= len(facts.members)
    members = list(facts.members)
    assume(members[place].counted)  # of who is left out it decides whether they may be
    members[place] = replace(
        members[place], student="senior" if members[place].student != "senior" else "none"
    )
    changed = set(find(facts).why) ^ set(find(replace(facts, members=tuple(members))).why)
    assert all(
        line.step == "dibao.monthly" or dict(line.inputs).get("成员") == members[place].id for line in changed
    )


@settings(max_examples=100, deadline=None)
@given(households())
def test_the_order_of_entries_does_not_matter(facts: HouseholdFacts) -> None:
    turned = replace(
        facts, incomes=facts.incomes[::-1], assets=facts.assets[::-1], housing=facts.housing[::-1]
    )
    for code, finding in result_of(facts).findings.items():
        other = result_of(turned).findings[code]
        assert (finding.result, finding.figures, set(finding.why)) == (
            other.result,
            other.figures,
            set(other.why),
        )


def test_a_year_in_cents_counts_the_same_in_any_order() -> None:
    """A twelfth of a cent has no last digit: twelfths are not added up one by one."""
    told = (("0.01", "year"), ("0.01", "year"), ("0.01", "month"))
    incomes = tuple(IncomeFacts("a", "wage", Decimal(amount), period) for amount, period in told)
    minor = replace(ONE, members=(replace(HEAD, birth=date(2010, 1, 1)),))
    found, turned = (find(replace(minor, incomes=order), "tekun") for order in (incomes, incomes[::-1]))
    assert found == turned
    assert any(line.step.startswith("tekun.income") for line in found.why)
