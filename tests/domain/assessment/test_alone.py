"""Who may apply alone [57 Art 8], on their own income, and out of which household."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jiuzhu.domain.facts import Disability, MemberFacts, VehicleFacts
from one_household import FATHER, GROWN, HEAD, ONE, find, wage


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
