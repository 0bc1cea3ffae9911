from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jiuzhu.domain.identity_number import carries_number, check, check_digit, grouped, masked, normalised
from jiuzhu.errors import InvalidInput

TODAY = date(2025, 10, 13)
GOOD = "11010519491231002X"


def test_reads_birth_region_and_sex() -> None:
    found = check(GOOD, on=TODAY)
    assert (found.number, found.region, found.birth, found.sex) == (GOOD, "110105", date(1949, 12, 31), "2")
    assert (
        check(
            "440524188001010014".replace("1880", "1980")[:17] + check_digit("44052419800101001"), on=TODAY
        ).sex
        == "1"
    )


def test_the_standards_second_example_has_a_right_check_digit_but_nobody_is_that_old() -> None:
    assert check_digit("44052418800101001") == "4"
    with pytest.raises(InvalidInput, match="年份 1880 过早，请核对第 7 至 10 位"):
        check("440524188001010014", on=TODAY)


@pytest.mark.parametrize(
    "text", ["11010519491231002x", " 110105 19491231 002X ", "１１０１０５１９４９１２３１００２ｘ"]
)  # full-width input is the point
def test_accepts_what_people_type(text: str) -> None:
    assert check(text, on=TODAY).number == GOOD


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "请填写身份证号"),
        ("1101051949123100", "应为 18 位，现在是 16 位"),
        ("11010519491231002XX", "应为 18 位，现在是 19 位"),
        ("11O10519491231002X", "请核对第 3 位"),
        ("1101051949123100X2", "第 17 位应是数字"),
        ("11010519491231002Y", "数字或字母 X，请核对第 18 位"),
        ("110105194913310020", "1949-13-31 不存在，请核对第 7 至 14 位"),
        ("110105194902300020", "1949-02-30 不存在"),
        ("110105202512310020", "晚于今天"),
        ("110105194912310021", "请核对最后一位"),
        ("1101051949123100２1", "请核对最后一位"),  # full-width input is the point
    ],
)
def test_says_plainly_what_is_wrong(text: str, sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence) as caught:
        check(text, on=TODAY)
    assert GOOD not in caught.value.message


def test_a_birth_on_the_day_itself_is_possible() -> None:
    first = "11010520251013002"
    assert check(first + check_digit(first), on=TODAY).birth == TODAY


def test_a_number_of_a_region_nobody_knows_is_a_number() -> None:
    first = "99010519491231002"
    assert check(first + check_digit(first), on=TODAY).region == "990105"


def test_shows_grouped_and_masked() -> None:
    assert grouped(GOOD) == "110105 19491231 002X"
    assert grouped("1101051") == "110105 1"
    assert masked(GOOD) == "110105********002X"
    assert masked("1234") == "****"


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(birth: date, order: int, place: int, shift: int) -> None:
    first = f"500112{birth:%Y%m%d}{order:03d}"
    number = first + check_digit(first)
    assert check(number, on=TODAY).birth == birth
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    with pytest.raises(InvalidInput):
        check(wrong, on=TODAY)


@given(st.text(max_size=30))
def test_text_that_is_no_number_gets_a_sentence(text: str) -> None:
    assume(len(normalised(text)) != 18)
    with pytest.raises(InvalidInput, match=r"。$"):
        check(text, on=TODAY)


@pytest.mark.parametrize(
    ("text", "carries"),
    [
        ("500199196001010019", True),
        ("身份证 500199 19600101 001X。", True),
        ("账号：6222 0000 0000 0000 123", True),
        ("500199********0019", False),
        ("****0123", False),
        ("13800000000", False),
        ("受2025-500112001-A00007-1", False),
        ("2025-10-13 10:00", False),
        ("", False),
    ],
)
def test_a_long_number_in_a_text_is_known(text: str, *, carries: bool) -> None:
    assert carries_number(text) is carries
