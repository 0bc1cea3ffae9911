"""Members to the right of their household's row are found by the number in their headings."""

import pytest

from jiuzhu.domain.flattened import flattened, under
from jiuzhu.domain.ledger import load_ledgers
from jiuzhu.paths import resources

OURS = load_ledgers(resources() / "ledgers")["first_load"].columns


@pytest.mark.parametrize(
    ("headings", "groups"),
    [
        (["户主姓名", "身份证号"], []),
        (
            ["户主", "成员1姓名", "成员1身份证号", "成员1与户主关系", "成员2姓名", "成员2证件号", "成员2关系"],
            [{"name": 1, "id_number": 2, "relation": 3}, {"name": 4, "id_number": 5, "relation": 6}],
        ),
        (["家庭成员一", "家庭成员一（身份证号码）"], [{"name": 0, "id_number": 1}]),
        (["家属10姓名", "家属10证件号码", "家属2姓名", "家属2证件号码"], [{"name": 2, "id_number": 3}, {"name": 0, "id_number": 1}]),
        (["姓名1", "身份证号1", "姓名2", "身份证号2"], [{"name": 0, "id_number": 1}, {"name": 2, "id_number": 3}]),
        (["联系电话1", "联系电话2", ""], []),
    ],
)  # fmt: skip
def test_the_number_says_whose_column_it_is(headings: list[str], groups: list[dict[str, int]]) -> None:
    found = flattened(headings, OURS)
    assert (found.groups, found.unread) == (groups, [])


def test_what_speaks_of_members_and_is_not_read_is_named() -> None:
    headings = [
        "成员1姓名", "成员1年龄", "成员2姓名", "成员2身份证号", "成员2姓名", "其他成员", "家庭成员数", "成员情况",
    ]  # fmt: skip
    found = flattened(headings, OURS)
    assert found.groups == [{"name": 2, "id_number": 3}]
    assert [headings[place] for place in found.unread] == ["成员1姓名", "成员1年龄", "成员2姓名", "其他成员"]
    assert found.unread == [0, 1, 4, 5]


def test_a_heading_over_several_columns_stands_in_front_of_each() -> None:
    above = ["最低生活保障家庭台账", "", "", "成员1", "", "", "备注"]
    headings = ["户号", "姓名", "身份证号", "姓名", "身份证号", "", "姓名", "以后"]
    assert under(above, headings) == [
        "户号", "姓名", "身份证号", "成员1姓名", "成员1身份证号", "", "姓名", "以后",
    ]  # fmt: skip
