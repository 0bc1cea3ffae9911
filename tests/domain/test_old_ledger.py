"""An old table, read row by row and gathered into households: each rule gives a value or a sentence."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jiuzhu.domain.codes import load_codes
from jiuzhu.domain.old_households import Gathering, OldHousehold, Problems
from jiuzhu.domain.old_ledger import LARGEST, OldRow, Reader, Terms, Told, area
from jiuzhu.paths import resources
from town import id_number

CODES = load_codes(resources() / "codes")
READER = Reader(CODES, ("dibao", "edge", "tekun", "disability_living", "disability_care"), date(2025, 11, 12))
TERMS = Terms("dibao", False, "2025-11")


def values(order: int = 1, **more: Any) -> Mapping[str, Any]:
    return {"name": f"旧户{order}", "id_number": id_number(date(1970, 1, 1), order)} | more


def read(terms: Terms = TERMS, **more: Any) -> tuple[OldRow | None, Told]:
    told: Told = []
    return READER.row(3, values(**more), terms, told), told


@pytest.mark.parametrize(
    ("given", "attribute", "found"),
    [
        ({}, "relation", ""),
        ({"relation": "户主"}, "relation", "02"),
        ({"relation": "妻子"}, "relation", "12"),
        ({"relation": "51"}, "relation", "51"),
        ({"relation": "侄子"}, "relation", "97"),
        ({"relation": "外甥女"}, "relation", "97"),
        ({"relation": "姐姐"}, "relation", "75"),
        ({"relation": "姐"}, "relation", "75"),
        ({"relation": "继子"}, "relation", "27"),
        ({"relation": "外孙媳妇"}, "relation", "45"),
        ({"relation": "姑母"}, "relation", "89"),
        ({"relation": "兄"}, "relation", "71"),
        ({}, "programme", "dibao"),
        ({"programme": "农村低保"}, "programme", "dibao"),
        ({"programme": "特困人员救助供养"}, "programme", "tekun"),
        ({"counted": "否"}, "counted", False),
        ({"counted": "是"}, "counted", True),
        ({"disability_kind": "肢体"}, "disability_kind", "4"),
        ({"disability_kind": "肢体残疾"}, "disability_kind", "4"),
        ({"disability_grade": "贰级"}, "disability_grade", "2"),
        ({"disability_grade": "3"}, "disability_grade", "3"),
        ({"monthly": LARGEST}, "monthly", LARGEST),
        ({"phone": "13900000001", "account_number": "62220000"}, "counted", True),
    ],
)
def test_a_row_is_read_in_the_words_of_offices(given: dict[str, Any], attribute: str, found: object) -> None:
    row, told = read(**given)
    assert (told, getattr(row, attribute)) == ([], found)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"id_number": ""}, "请填写身份证号"),
        ({"relation": "邻居"}, "认不出关系"),
        ({"programme": "医疗救助"}, "不是按月发放的"),
        ({"counted": "可能"}, "只能填 是、否"),
        ({"disability_kind": "其他"}, "认不出残疾类别"),
        ({"disability_grade": "九级"}, "认不出残疾等级"),
        ({"monthly": LARGEST + 1}, "过大"),
        ({"phone": "没有"}, "联系电话请填"),
        ({"address": "长" * 101}, "最多 100 个字"),
    ],
)
def test_what_cannot_be_read_is_told(given: dict[str, Any], said: str) -> None:
    row, told = read(**given)
    assert row is None
    assert said in "；".join(sentence for _, sentence in told)
    assert {name for name, _ in told} <= set(given)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("农村", "rural"),
        ("农业户口", "rural"),
        ("城镇", "urban"),
        ("非农业", "urban"),
        ("rural", "rural"),
        ("", ""),
        ("其他", ""),
    ],
)
def test_town_and_country(text: str, found: str) -> None:
    assert area(text) == found


def row(number: int, order: int, **more: Any) -> OldRow:
    told: Told = []
    made = READER.row(
        number, values(order, **{"first_month": "2019-05"} | more), Terms("", False, "2025-11"), told
    )
    assert made is not None, told
    return made


def gather(*rows: OldRow, terms: Terms = TERMS, grouped: bool = False) -> tuple[list[OldHousehold], str]:
    problems: Problems = {}
    homes = Gathering(terms, problems, grouped=grouped).households(rows)
    return homes, "；".join(f"{number}:{sentence}" for number, told in problems.items() for sentence in told)


def head(**more: Any) -> OldRow:
    return row(3, 1, **{"relation": "户主", "programme": "低保", "monthly": Decimal(600)} | more)


def member(**more: Any) -> OldRow:
    return row(4, 2, **{"relation": "子"} | more)


def test_a_household_has_its_head_first_and_one_amount() -> None:
    first, second = head(group="1"), member(group="1")
    (home,), told = gather(second, first, grouped=True)
    assert (told, home.head.name, [one.name for one in home.people]) == ("", "旧户1", ["旧户1", "旧户2"])
    (grant,) = home.grants
    assert (grant.programme, grant.id_number, grant.monthly, grant.since) == (
        "dibao",
        "",
        Decimal(600),
        "2019-05",
    )
    assert home.kind == "urban"


@pytest.mark.parametrize(
    ("rows", "grouped", "said"),
    [
        ([head()], True, "3:没有写户号"),
        ([member()], False, "4:第一行不是户主"),
        ([head(group="1"), row(4, 2, relation="本人", group="1")], True, "3:这户有两个户主"),
        ([member(group="1")], True, "4:这户没有户主"),
        ([head(), row(4, 1, relation="子")], False, "4:与第 3 行是同一个证件号码"),
        (
            [head(), row(4, 1, relation="户主", programme="低保", monthly=Decimal(5))],
            False,
            "一人不能计入两户",
        ),
        ([head(kind="外地")], False, "3:认不出城乡类别"),
        ([head(counted="否")], False, "3:户主写着不保障"),
        ([head(programme="")], False, "3:没有写救助事项"),
        ([head(), member(programme="特困", monthly=Decimal(900))], False, "3:一户同一时间只能有一种"),
        ([head(monthly=None)], False, "3:没有写月金额"),
        ([head(monthly=Decimal(0))], False, "3:没有写月金额"),
        ([head(first_month="")], False, "3:没有写享受起始月"),
        ([head(first_month="2025-12")], False, "3:享受起始月 2025-12 晚于"),
        ([head(), member(monthly=Decimal(600))], False, "4:选的是金额只写在户主一行"),
        ([head(programme="低保边缘")], False, "3:低保边缘家庭没有按月的救助金"),
    ],
)
def test_what_cannot_stand_is_told_by_row(rows: list[OldRow], grouped: bool, said: str) -> None:
    homes, told = gather(*rows, grouped=grouped)
    assert said in told
    assert len(homes) == (said == "一人不能计入两户")  # who stands in two households counts in the first


def test_the_same_person_may_have_a_row_for_each_programme() -> None:
    again = row(4, 1, relation="户主", programme="护理补贴", monthly=Decimal(100), group="1")
    (home,), told = gather(head(group="1"), again, grouped=True)
    assert (told, len(home.people), [one.programme for one in home.grants]) == (
        "",
        1,
        ["dibao", "disability_care"],
    )
    assert again.is_head
    other_name = row(4, 1, name="别的人", relation="子", programme="护理补贴", monthly=Decimal(1), group="1")
    assert "同一个证件号码" in gather(head(group="1"), other_name, grouped=True)[1]


def test_shares_of_every_member_make_the_sum() -> None:
    shared = Terms("", True, "2025-11")
    (home,), told = gather(head(monthly=Decimal("300.50")), member(monthly=Decimal("299.50")), terms=shared)
    assert (told, home.grants[0].monthly) == ("", Decimal("600.00"))
    assert "4:选的是每人一行金额" in gather(head(), member(), terms=shared)[1]
    (uncounted,), told = gather(head(), member(counted="否"), terms=shared)
    assert (told, uncounted.grants[0].monthly) == ("", Decimal(600))


def test_what_belongs_to_persons_is_granted_to_persons() -> None:
    first = head(programme="护理补贴", monthly=Decimal(100))
    (home,), told = gather(first, member(), row(5, 3, relation="女", monthly=Decimal(80)))
    assert told == ""
    assert [(one.id_number[-4:], one.monthly) for one in home.grants] == [
        (first.identity.number[-4:], Decimal(100)),
        (id_number(date(1970, 1, 1), 3)[-4:], Decimal(80)),
    ]
    assert "3:没有写月金额" in gather(head(programme="护理补贴", monthly=None))[1]


def test_edge_households_carry_no_money_and_the_area_may_stand_in_the_programme() -> None:
    (home,), told = gather(head(programme="低保边缘家庭", monthly=None))
    assert (told, home.grants[0].monthly) == ("", Decimal("0.00"))
    (rural,), _ = gather(head(programme="农村低保"))
    assert rural.kind == "rural"
    (by_word,), _ = gather(head(kind="农村"))
    assert by_word.kind == "rural"
    assert by_word.value("nothing") == ""
