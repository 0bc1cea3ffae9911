"""What an amount of 临时救助 rests on, and which reasons concern help at once."""

from decimal import Decimal

import pytest

from jiuzhu.domain.assessment.finding import ENTITLED, Finding, WhyLine
from jiuzhu.domain.assessment.temporary import at_once, ground_of

CLASS = WhyLine("temporary.class", (), "B", "2017-scale", "示例规〔2017〕1号")
QUICK = WhyLine("temporary.quick", (), Decimal(770), "2026-1", "示例〔2026〕1号")
SCALE = WhyLine("temporary.illness", (), Decimal(10000), "2017-scale", "示例规〔2017〕1号")
INCOME = WhyLine("temporary.income.below", (), Decimal(500), "18-23", "民发〔2018〕23号")


@pytest.mark.parametrize(
    ("why", "amount", "quick", "step"),
    [
        ((CLASS, QUICK), 770, True, "temporary.quick"),
        ((CLASS, QUICK), 771, True, "temporary.class"),  # beyond the cap it is no 小额快救
        ((CLASS, QUICK, SCALE), 500, False, "temporary.illness"),
        ((CLASS,), 500, False, "temporary.class"),
    ],
)
def test_an_amount_rests_on_what_gives_it(
    why: tuple[WhyLine, ...], amount: int, quick: bool, step: str
) -> None:
    finding = Finding("temporary", ENTITLED, {"quick_cap": Decimal(770)}, why)
    ground = ground_of(finding, Decimal(amount), quick=quick)
    assert ground.step == step
    if step == "temporary.class":  # set by the office: the national opinion, with the scale it followed
        assert (ground.clause, ground.document) == ("18-23", CLASS.clause)


def test_help_at_once_asks_for_no_income() -> None:
    property_line = WhyLine("property.money.within", (), True, "57-9", "民发〔2021〕57号")
    assert at_once((CLASS, INCOME, property_line, QUICK)) == (CLASS, QUICK)
