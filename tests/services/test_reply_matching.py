from decimal import Decimal
from typing import Any

import pytest

from jiuzhu.domain.application import EconomicLine
from jiuzhu.services.survey.check_matching import Answer, Target, match, names_of, targets


def line_of(kind: str, category: str = "income", **more: Any) -> EconomicLine:
    return EconomicLine(application_id="a", category=category, kind=kind, **more)


def answer(row: int, target: Target, value: str, note: str = "") -> Answer:
    return Answer(row, "p", "部门", target, "hit", Decimal(value), note=note)


WAGE = Target("income", "wage", "month", "", "工资薪金")
HOME = Target("housing", "home", "month", "", "住房")


def test_items_name_where_a_figure_belongs() -> None:
    known = targets({"income.transfer.month.basic_pension": "基础养老金", "asset.deposit...bank": "银行存款"})
    assert known["基础养老金"] == Target("income", "transfer", "month", "basic_pension", "基础养老金")
    assert known["银行存款"] == Target("asset", "deposit", "month", "", "银行存款")


@pytest.mark.parametrize(
    ("period", "asked", "value", "figure"),
    [
        ("year", "month", "100.00", "1200.00"),
        ("month", "year", "100.00", "8.33"),
        ("year", "year", "5.00", "5.00"),
    ],
)
def test_a_figure_is_told_in_the_lines_own_period(period: str, asked: str, value: str, figure: str) -> None:
    line = line_of("wage", person_id="p", period=period, declared=Decimal(1))
    found = match([answer(1, Target("income", "wage", asked), value)], [line], frozenset()).found
    assert found[0].figure == Decimal(figure)


def test_a_pension_that_is_not_counted_does_not_meet_one_that_is() -> None:
    counted = line_of("transfer", person_id="p", item="养老金", declared=Decimal(900))
    free = line_of("transfer", person_id="p", item="basic_pension", declared=Decimal(175))
    hit = answer(1, Target("income", "transfer", "month", "basic_pension", "基础养老金"), "180.00")
    match([hit], [counted, free], frozenset({"basic_pension"}))
    assert hit.line is free


def test_dwellings_are_things_of_their_own() -> None:
    old = line_of("home", "housing", person_id="p", address="示例路 8 号", declared=Decimal(62))
    same, more = answer(1, HOME, "62.00"), answer(2, HOME, "90.00")
    made = match([same, more], [old], frozenset())
    assert same.line is old
    assert made.fresh == [more]
    unclear = [answer(1, HOME, "70.00"), answer(2, HOME, "90.00")]
    match(unclear, [old], frozenset())
    assert all("分不清" in one.problem for one in unclear)
    alone = answer(1, HOME, "70.00")
    match([alone], [old], frozenset())
    assert alone.line is old


def test_alike_lines_are_named_by_number() -> None:
    one, two = (line_of("home", "housing", declared=Decimal(60)) for _ in range(2))
    assert list(names_of([one, two])) == ["申报60（1）", "申报60（2）"]
