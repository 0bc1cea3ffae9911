"""金额构成: what is recorded of a person is held against each add-on told of them."""

from dataclasses import replace

import pytest

from jiuzhu.domain.composition import Recorded, obstacle

PLAIN = Recorded("甲示例", 40, disabled=False, severe=False, illness="none", student="none")


@pytest.mark.parametrize(
    ("category", "who", "said"),
    [
        ("age70", replace(PLAIN, age=69), "不满 70 周岁"),
        ("age70", replace(PLAIN, age=None), "不满 70 周岁"),
        ("age70", replace(PLAIN, age=70), ""),
        ("severe", replace(PLAIN, disabled=True), "一级、二级残疾证"),
        ("severe", replace(PLAIN, disabled=True, severe=True), ""),
        ("disabled", PLAIN, "没有登记残疾证"),
        ("disabled", replace(PLAIN, disabled=True), ""),
        ("illness", PLAIN, ""),
        ("illness", replace(PLAIN, illness="chronic"), ""),
        ("illness", replace(PLAIN, illness="major"), ""),
        ("senior", replace(PLAIN, student="senior"), ""),
        ("senior", replace(PLAIN, student="compulsory"), "登记的在学情况是另一种"),
    ],
)
def test_what_is_recorded_speaks_against_an_add_on_or_not(category: str, who: Recorded, said: str) -> None:
    found = obstacle(category, who)
    assert said in found
    assert bool(found) == bool(said)
