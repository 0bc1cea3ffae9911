"""What must hold for any household: it adds up, more never helps, and a change touches only what hangs on it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jiuzhu.domain.assessment.assess import to_json
from jiuzhu.domain.assessment.explain import explain, headline
from jiuzhu.domain.facts import (
    AssetFacts,
    Disability,
    HouseholdFacts,
    HousingFacts,
    IncomeFacts,
    MemberFacts,
    VehicleFacts,
)
from one_household import CENT, HEAD, ON, ONE, find, result_of, wage

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
