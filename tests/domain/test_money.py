from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiuzhu.domain.money import LARGEST, cents, in_words, parse, shown
from jiuzhu.errors import InvalidInput


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1560", "1560.00"),
        ("1,560.5", "1560.50"),
        ("１，５６０．５０元", "1560.50"),  # full-width input is the point
        ("￥ 20 000", "20000.00"),
        ("¥0", "0.00"),
        ("7.", "7.00"),
        ("999999999.99", "999999999.99"),
    ],
)
def test_reads_what_people_type(text: str, amount: str) -> None:
    assert str(parse(text)) == amount


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "请填写金额"),
        ("元", "请填写金额"),
        ("-1", "不能是负数"),
        ("－1", "不能是负数"),  # full-width input is the point
        ("−1", "不能是负数"),  # the typographic minus is the point
        ("1.005", "最多填到分"),
        ("1000000000", "超过 999,999,999.99"),
        ("12,34", "只能填数字"),
        ("1e9", "只能填数字"),
        ("NaN", "只能填数字"),
        ("一百", "只能填数字"),
    ],
)
def test_refuses_with_a_plain_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        parse(text)


def test_rounds_half_up() -> None:
    assert cents(Decimal("100.005")) == Decimal("100.01")
    assert cents(Decimal("100.0049")) == Decimal("100.00")
    assert shown(Decimal("1234.5")) == "1,234.50"


def test_nothing_has_no_sign_whichever_was_shown_first() -> None:
    assert [shown(Decimal(text)) for text in ("-0.004", "-0.00", "0", "-0.01")] == [
        "0.00",
        "0.00",
        "0.00",
        "-0.01",
    ]


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("950", "玖佰伍拾元整"),
        ("1150.00", "壹仟壹佰伍拾元整"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "壹拾万零柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("100000000", "壹亿元整"),
        ("100010001", "壹亿零壹万零壹元整"),
        ("200300000", "贰亿零叁拾万元整"),
        ("0.5", "伍角"),
        ("0.05", "伍分"),
        ("20000005", "贰仟万零伍元整"),
    ],
)
def test_writes_chinese_capitals(amount: str, words: str) -> None:
    assert in_words(Decimal(amount)) == words


@pytest.mark.parametrize("amount", [Decimal("-0.01"), LARGEST + 1])
def test_capitals_of_an_impossible_sum_are_a_bug(amount: Decimal) -> None:
    with pytest.raises(ValueError, match="outside the range"):
        in_words(amount)


_VALUE = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}


def _read(words: str) -> Decimal:
    """A clerk's way of reading capitals back, written independently of the writer."""
    total, group, digit = 0, 0, 0
    whole, _, rest = words.rpartition("元") if "元" in words else ("", "", words)
    for character in whole:
        if character in _VALUE:
            digit = _VALUE[character]
        elif character in "拾佰仟":
            group += digit * {"拾": 10, "佰": 100, "仟": 1000}[character]
            digit = 0
        else:
            total += (group + digit) * {"万": 10**4, "亿": 10**8}[character]
            group = digit = 0
    fen = 0
    for place, character in enumerate(rest):
        if character in "角分":
            fen += _VALUE[rest[place - 1]] * (10 if character == "角" else 1)
    return Decimal(total + group + digit) + Decimal(fen) / 100


@given(st.decimals(0, LARGEST, places=2))
def test_capitals_read_back_to_the_same_sum(amount: Decimal) -> None:
    assert _read(in_words(amount)) == amount


@given(st.decimals(0, LARGEST, places=2))
def test_what_is_shown_can_be_typed_again(amount: Decimal) -> None:
    assert parse(shown(amount)) == amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
