"""A why for every yuan: a reason is a function of what it names, and a change touches only the reasons that name it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from jiuzhu import paths
from jiuzhu.domain.assessment.assess import Assessment, assess
from jiuzhu.domain.assessment.explain import explain
from jiuzhu.domain.assessment.finding import WhyLine
from jiuzhu.domain.calendar import load_calendar
from jiuzhu.domain.facts import (
    AssetFacts,
    Disability,
    ExpenseFacts,
    HouseholdFacts,
    IncidentFacts,
    IncomeFacts,
    MemberFacts,
    ObligorFacts,
    ParentFacts,
)
from jiuzhu.domain.policy import load_pack

PACK = load_pack(paths.resources() / "policy" / "500000")
CALENDAR = load_calendar(paths.resources() / "policy" / "calendar")
ON = date(2025, 10, 13)

amounts = st.decimals(0, 6000, places=2)
members = st.builds(
    MemberFacts,
    id=st.just("?"),
    relation=st.sampled_from(["12", "20", "30", "51", "52", "71"]),
    sex=st.sampled_from(["1", "2"]),
    birth=st.dates(date(1930, 1, 1), date(2025, 1, 1)),
    disability=st.lists(
        st.builds(Disability, st.sampled_from("1234567"), st.sampled_from("1234")), max_size=1
    ).map(tuple),
    illness=st.sampled_from(["none", "chronic", "major"]),
    student=st.sampled_from(["none", "compulsory", "bachelor"]),
    self_care_unmet=st.sampled_from([(), ("eat",), ("eat", "bed", "walk", "bath"), None]),
    bedridden_months=st.sampled_from([0, 6]),
    in_prison=st.booleans(),
)


@st.composite
def households(draw: st.DrawFn) -> HouseholdFacts:
    people = draw(st.lists(members, min_size=1, max_size=4))
    named = tuple(
        replace(
            one,
            id=f"m{place}",
            relation=one.relation if place else "01",
            in_prison=one.in_prison and place > 0,
        )
        for place, one in enumerate(people)
    )
    ids = [one.id for one in named]
    return HouseholdFacts(
        ON,
        draw(st.sampled_from(["urban", "rural"])),
        "500112",
        named,
        obligors=tuple(
            ObligorFacts(draw(st.sampled_from(ids)), "20", date(1950, 1, 1), draw(amounts))
            for _ in range(draw(st.integers(0, 1)))
        ),
        incomes=tuple(
            IncomeFacts(draw(st.sampled_from(ids)), "wage", draw(amounts), "month", cost=draw(amounts) / 4)
            for _ in range(draw(st.integers(0, 3)))
        ),
        assets=tuple(
            AssetFacts("deposit", draw(st.decimals(0, 60000, places=2)))
            for _ in range(draw(st.integers(0, 2)))
        ),
        expenses=tuple(ExpenseFacts("medical", draw(amounts)) for _ in range(draw(st.integers(0, 2)))),
        parents=tuple(
            ParentFacts(ids[-1], draw(st.sampled_from(["dead", "prison", "none"])), date(2025, 1, 1))
            for _ in range(draw(st.integers(0, 2)))
        ),
        incident=draw(st.none() | st.builds(IncidentFacts, st.just("illness"), st.just(ON), amounts)),
    )


def lines_of(found: Assessment) -> Iterator[tuple[str, WhyLine]]:
    for code, finding in found.findings.items():
        for line in finding.why:
            yield code, line


@given(households(), households())
@settings(max_examples=400, deadline=None)
def test_a_reason_that_names_the_same_says_the_same(one: HouseholdFacts, other: HouseholdFacts) -> None:
    """A figure that depended on something its reason does not name would differ between two households."""
    other = replace(other, kind=one.kind)
    told: dict[tuple[str, object], WhyLine] = {}
    for facts in (
        one,
        other,
        *(replace(one, incomes=one.incomes[:place]) for place in range(len(one.incomes))),
    ):
        for _, line in lines_of(assess(facts, PACK, CALENDAR)):
            before = told.setdefault((line.step, line.inputs), line)
            assert before == line


def changed(before: Assessment, after: Assessment) -> list[WhyLine]:
    old = [line for _, line in lines_of(before)]
    new = [line for _, line in lines_of(after)]
    return [line for line in old if line not in new] + [line for line in new if line not in old]


OF_INCOME = {
    "income", "dibao.income", "dibao.base", "dibao.monthly", "dibao.alone", "edge.income", "edge.is_dibao", "rigid",
    "tekun", "child.difference", "child.paid", "dibao.addon", "dibao.consumption", "living", "elder.care", "service",
    "temporary",
}  # fmt: skip
"""Reasons that may change with an income: its own, the sums it is part of, and what follows from a result."""

OF_MONEY = OF_INCOME - {"income", "child.difference"} | {"property.money", "property.difference"}


def kinds(lines: list[WhyLine]) -> set[str]:
    return {line.step for line in lines}


def belongs(step: str, groups: set[str]) -> bool:
    return any(step == group or step.startswith(f"{group}.") for group in groups)


@given(households(), amounts)
@settings(max_examples=300, deadline=None)
def test_another_income_changes_only_what_depends_on_income(facts: HouseholdFacts, amount: Decimal) -> None:
    more = replace(facts, incomes=(*facts.incomes, IncomeFacts(facts.members[0].id, "wage", amount, "month")))
    touched = changed(assess(facts, PACK, CALENDAR), assess(more, PACK, CALENDAR))
    strange = {step for step in kinds(touched) if not belongs(step, OF_INCOME)}
    assert strange <= {
        "property.money.within",
        "property.money.over",
        "property.money.illness",
    }  # gone with 刚性 alone
    for line in touched:
        if line.step.startswith("income."):
            assert dict(line.inputs)["成员"] == facts.members[0].id


@given(households(), st.decimals(1, 90000, places=2))
@settings(max_examples=300, deadline=None)
def test_more_savings_change_only_what_depends_on_money(facts: HouseholdFacts, amount: Decimal) -> None:
    more = replace(facts, assets=(*facts.assets, AssetFacts("fund", amount)))
    touched = changed(assess(facts, PACK, CALENDAR), assess(more, PACK, CALENDAR))
    assert {step for step in kinds(touched) if not belongs(step, OF_MONEY)} <= {"income.counted"}
    named = {value for line in touched for label, value in line.inputs if label == "货币财产"}
    assert named or not facts.members


@given(households())
@settings(max_examples=200, deadline=None)
def test_one_persons_illness_changes_reasons_that_name_the_person_or_a_sum(facts: HouseholdFacts) -> None:
    last = facts.members[-1]
    ill = replace(
        facts,
        members=(*facts.members[:-1], replace(last, illness="major" if last.illness != "major" else "none")),
    )
    for line in changed(assess(facts, PACK, CALENDAR), assess(ill, PACK, CALENDAR)):
        named = dict(line.inputs)
        about_somebody_else = (
            "成员" in named and named["成员"] != last.id and not line.step.startswith(("tekun", "living"))
        )
        assert not about_somebody_else or line.step in {
            "dibao.addon", "dibao.alone.parental", "dibao.alone.disabled", "child.parents.unable", "child.parents.able",
            "child.paid", "child.too_short", "service.class", "elder.care.paid", "elder.care.not_poor", "elder.care.able",
            "income.counted", "income.support",
        }  # fmt: skip


@given(households())
@settings(max_examples=200, deadline=None)
def test_every_reason_is_a_sentence_and_says_when_its_figure_waits(facts: HouseholdFacts) -> None:
    for finding in assess(facts, PACK, CALENDAR).findings.values():
        for line, text in zip(finding.why, explain(finding), strict=True):
            assert text
            assert line.confirmed or "待本地确认" in text
