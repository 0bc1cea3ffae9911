from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jiuzhu.domain.case_file import difference, load_case, parse_case
from jiuzhu.domain.facts import Disability
from jiuzhu.errors import UserError

GOOD = """
title = "一人"
on = 2025-10-13
kind = "urban"
district = "500112"
[[members]]
id = "a"
relation = "01"
sex = "1"
birth = 1980-01-01
disability = [{ kind = "4", grade = "2" }]
self_care_unmet = ["eat"]
bedridden_months = 7
[[incomes]]
member = "a"
kind = "wage"
amount = "100.5"
period = "month"
[[obligors]]
of = "a"
income_month = "10"
[settings]
"grant.start" = "same"
quick.days = 2
rigid.ratio = 0.7
[events]
posted = 2025-10-24
special = "异议"
"""


def test_reads_everything_into_facts() -> None:
    case = parse_case(GOOD)
    facts = case.facts
    assert (case.title, case.expect, facts.on) == ("一人", {}, date(2025, 10, 13))
    assert facts.members[0].disability == (Disability("4", "2"),)
    assert facts.members[0].self_care_unmet == ("eat",)
    assert facts.incomes[0].amount == Decimal("100.5")
    assert facts.obligors[0].of == "a"
    assert facts.settings == {"grant.start": "same", "quick.days": Decimal(2), "rigid.ratio": Decimal("0.7")}
    assert (facts.events.accepted, facts.events.posted) == (date(2025, 10, 13), date(2025, 10, 24))


def test_a_switch_may_be_set_for_a_period() -> None:
    for to, on in (("2025-10-13", True), ("2025-10-12", False)):
        text = GOOD.replace("[settings]", f'[settings]\n"a.b" = {{ from = 2025-01-01, to = {to} }}')
        assert parse_case(text).facts.settings["a.b"] is on


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('title = "一人"', "title = ", "不是正确的 TOML：第 2 行第 9 列：值的写法不对"),
        (
            'title = "一人"',
            'titel = "一人"',
            "（文件开头）里有不认识的项 titel，可用的有：title、clause、on、kind",
        ),
        ('title = "一人"', "title = 1", "^（文件开头）的 title 的值“1”不对，应为：文字"),
        ('kind = "urban"\n', "", "（文件开头）里缺少 kind"),
        ('kind = "urban"', 'kind = "city"', 'kind 的值“city”不对，应为："urban"、"rural"'),
        ('district = "500112"', "district = 500112", "6 位数字"),
        ('district = "500112"', 'district = "50011２"', "6 位数字"),  # a full-width digit is the point
        ("on = 2025-10-13", "on = 2025-10-13T00:00:00", "应为：日期"),
        ("birth = 1980-01-01", "birth = 1880-01-01", "birth 的值“1880-01-01”不对"),
        ("birth = 1980-01-01", "birth = 2025-10-14", "不晚于 2025-10-13"),
        ('relation = "01"', 'relation = "03"', "relation 的值“03”不对"),
        ('id = "a"', 'id = " "', "不能为空"),
        ('id = "a"', 'ident = "a"', r"\[\[members\]\] 第 1 条里有不认识的项 ident"),
        ('grade = "2"', 'grade = "5"', 'grade 的值“5”不对，应为："1"、"2"、"3"、"4"'),
        ('["eat"]', '["sing"]', "self_care_unmet 的值“sing”不对"),
        ('["eat"]', '"eat"', "列表"),
        ("bedridden_months = 7", "bedridden_months = true", "0 到 1200 的整数"),
        ("bedridden_months = 7", "counted = 1", "true、false"),
        ('"100.5"', "100.5", "带两位小数的文字"),
        ('"100.5"', '"-1"', "不为负"),
        ('"100.5"', '"1,000"', "不为负"),
        ('"100.5"', '"1.x"', "不为负"),
        ('"100.5"', '"1."', "两位小数"),
        ('"100.5"', '"1.005"', "最多两位小数"),
        ('member = "a"', 'member = "b"', r"\[\[incomes\]\] 的 member 的值“b”不对，应为：a"),
        ('of = "a"', 'of = "c"', r"\[\[obligors\]\] 的 of"),
        ("[settings]", "settings = 1\n[settingz]", "不认识的项 settingz|settings"),
        ("quick.days = 2", "quick.days = [2]", r"\[settings\] 的 quick.days"),
        ("quick.days = 2", "quick.days = { from = 1, to = 2 }", "应为：日期"),
        ("posted = ", "pasted = ", r"\[events\] 里有不认识的项 pasted"),
        ("[events]", "[expect]\nfinding = 1\n[events]", r"\[expect\] 里有不认识的项 finding"),
        ("[[incomes]]", "[incomes]", "若干张表"),
        (
            "[[incomes]]",
            '[[members]]\nid = "a"\nrelation = "12"\nsex = "2"\nbirth = 1980-01-01\n[[incomes]]',
            "“a”重复了",
        ),
    ],
)
def test_what_is_wrong_is_named_with_what_is_allowed(old: str, new: str, sentence: str) -> None:
    assert old in GOOD
    with pytest.raises(UserError, match=sentence):
        parse_case(GOOD.replace(old, new, 1))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            'settings = 1\non = 2025-10-13\nkind = "urban"\ndistrict = "500112"\nmembers = []',
            "settings 的值“1”不对",
        ),
        ('events = 1\non = 2025-10-13\nkind = "urban"\ndistrict = "500112"\nmembers = []', "一张表"),
        ('on = 2025-10-13\nkind = "urban"\ndistrict = "500112"\nmembers = [1]', "一张表"),
        (
            'dibao_heads = "a"\non = 2025-10-13\nkind = "urban"\ndistrict = "500112"\nmembers = []',
            "成员编号的列表",
        ),
    ],
)
def test_values_where_tables_belong(text: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        parse_case(text)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"没有找到案例文件 .*none\.toml。"):
        load_case(tmp_path / "none.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(UserError, match=r"bytes\.toml 读不出来"):
        load_case(tmp_path / "bytes.toml")


FOUND = {"a": "1.00", "b": [{"c": "x", "d": 1}], "e": "2025-01-01", "f": None, "g": {"h": True}}


@pytest.mark.parametrize(
    ("expected", "sentence"),
    [
        ({"a": "1.00", "b": [{"c": "x"}], "e": date(2025, 1, 1), "g": {"h": True}}, None),
        ({"a": "2.00"}, "expect.a：应为 2.00，实际为 1.00。"),
        ({"z": 1}, "expect.z：结果中没有这一项（有：a、b、e、f、g）。"),
        ({"b": []}, "expect.b：应为 0 项"),
        ({"a": ["1.00"]}, "expect.a：应为 1 项"),
        ({"b": [{"c": "y"}]}, "expect.b[0].c：应为 y，实际为 x。"),
        ({"a": {"x": 1}}, "expect.a：应为一组值，实际为 1.00。"),
        ({"f": "x"}, "expect.f：应为 x，实际为 空。"),
        ({"g": {"h": 1}}, "expect.g.h：应为 1，实际为 True。"),
        ({"e": date(2025, 1, 2)}, "expect.e：应为 2025-01-02，实际为 2025-01-01。"),
    ],
)
def test_names_the_first_difference(expected: dict[str, Any], sentence: str | None) -> None:
    found = difference(expected, FOUND)
    assert found == sentence if sentence is None else (found or "").startswith(sentence)


def test_what_is_too_large_or_too_deep_is_told_and_not_read(tmp_path: Path) -> None:
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * 200_001)
    with pytest.raises(UserError, match="不是案例文件"):
        load_case(large)
    deep = tmp_path / "deep.toml"
    deep.write_text("a = " + "[" * 50_000, "utf-8")
    with pytest.raises(UserError, match="太深"):
        load_case(deep)
