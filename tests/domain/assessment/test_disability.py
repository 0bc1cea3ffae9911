"""The two subsidies of disabled persons, beside 低保, a child’s allowance and the subsidy of the old."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.assessment.explain import headline
from jiuzhu.domain.facts import Disability
from one_household import HEAD, ONE, find, said, wage


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
