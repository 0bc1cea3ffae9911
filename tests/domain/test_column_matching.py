"""Headings of strangers are matched by words and by what stands below, and never by half."""

import pytest

from jiuzhu.domain.column_matching import LIKELY, likeness, plain_heading, remembered, suggest
from jiuzhu.domain.ledger import Column, load_ledgers
from jiuzhu.paths import resources

OURS = load_ledgers(resources() / "ledgers")["first_load"].columns
BY_NAME = {column.name: column for column in OURS}
ID = "500199197001010018"


@pytest.mark.parametrize(
    ("heading", "plain"),
    [
        (" 姓 名 * ", "姓名"),
        ("月保障金（元/月）", "月保障金"),
        ("（说明）", "(说明)"),
        ("Ｎo：", "No"),
        ("", ""),
    ],
)
def test_a_heading_is_compared_without_its_trimmings(heading: str, plain: str) -> None:
    assert plain_heading(heading) == plain


@pytest.mark.parametrize(
    ("name", "heading", "cells", "likely"),
    [
        ("id_number", "公民身份号码", [ID], True),
        ("id_number", "公民身份号码", [], True),
        ("id_number", "公民身份号码", ["甲", "乙"], False),
        ("id_number", "编码", [ID, ID, "无"], True),
        ("id_number", "编码", ["1", "2"], False),
        ("monthly", "本月补差金额", ["600.00", "1,200"], True),
        ("monthly", "月金额", ["六百"], False),
        ("name", "", [ID], False),
        ("bank", "开户银行名称", ["示例农商银行"], True),
        ("bank", "备注", ["示例农商银行"], False),
    ],
)
def test_heading_and_content_decide_together(name: str, heading: str, cells: list[str], likely: bool) -> None:
    assert (likeness(BY_NAME[name], heading, cells) >= LIKELY) is likely


def test_each_of_their_columns_is_used_once_the_likeliest_first() -> None:
    headings = ["序号", "身份证", "户主姓名", "姓名", "户名", "卡号", "账号"]
    cells = [["1"], [ID], ["甲"], ["甲"], ["甲"], ["6222000011112222"], ["6222000011112222"]]
    found = suggest(OURS, headings, cells)
    assert {name: headings[place] for name, place in found.items()} == {
        "id_number": "身份证", "name": "姓名", "account_name": "户名", "account_number": "卡号",
    }  # fmt: skip


def test_a_total_of_numbers_is_no_id() -> None:
    odd = Column(name="a", title="数", kind="id", total=True)
    assert likeness(odd, "别的", [ID]) < LIKELY


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (["姓 名", "证件号码（身份证）"], {"name": 0, "id_number": 1}),
        (["证件号码"], None),
        (["姓名", "姓名", "证件号码"], None),
    ],
)
def test_what_was_settled_once_fits_or_does_not(headings: list[str], found: dict[str, int] | None) -> None:
    assert remembered({"name": "姓名", "id_number": "证件号码"}, headings) == found
