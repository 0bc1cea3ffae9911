"""Cases and invented households with the reasons of their findings."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from jiuzhu import paths
from jiuzhu.domain.calendar import load_calendar
from jiuzhu.domain.case_file import load_case
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
    counted=st.sampled_from([True, True, True, False]),
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
            draw(
                st.builds(
                    ObligorFacts,
                    of=st.sampled_from(ids),
                    relation=st.sampled_from(["20", "51"]),
                    birth=st.none() | st.dates(date(1935, 1, 1), date(2000, 1, 1)),
                    income_month=st.none() | amounts,
                    disability=st.sampled_from([(), (Disability("4", "2"),), (Disability("6", "3"),)]),
                    status=st.sampled_from(["ordinary", "tekun", "dibao", "incapable"]),
                    property_fits=st.booleans(),
                )
            )
            for _ in range(draw(st.integers(0, 2)))
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


CASES = [load_case(path).facts for path in sorted((Path(__file__).parent / "cases").rglob("*.toml"))]
OF_PERSONS = ("成员", "义务人")
