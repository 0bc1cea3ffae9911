"""Money in yuan: read it as typed, round it half up, show it, write it in Chinese capitals."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from jiuzhu.errors import InvalidInput, Problem

ZERO = Decimal("0.00")
TWELVE = Decimal(12)
"""Months of a year; an `int` would be made a `Decimal` at every step of an assessment."""
LARGEST = Decimal("999999999.99")

_CENT = Decimal("0.01")
_TYPED = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d*))?")
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")


def parse(text: str) -> Decimal:
    """Yuan as typed (full-width digits, thousands commas, ¥ or 元) as a `Decimal` with two decimals.

    Raises `InvalidInput` with one plain sentence for an empty, negative, too precise or too large amount.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    plain = plain.removeprefix("¥").removesuffix("元")
    if not plain:
        raise _refused("请填写金额；没有就填 0。")
    if plain[0] in "-−":
        raise _refused("金额不能是负数，请核对。")
    match = _TYPED.fullmatch(plain)
    if match is None:
        raise _refused("金额只能填数字，例如 1560 或 1,560.50，请核对。")
    if len(match[2] or "") > 2:
        raise _refused("金额最多填到分（两位小数），请核对。")
    amount = Decimal(f"{match[1].replace(',', '')}.{match[2] or '0'}")
    if amount > LARGEST:
        raise _refused("金额超过 999,999,999.99 元，请核对是否多填了位数。")
    return amount.quantize(_CENT)


def cents(amount: Decimal) -> Decimal:
    """The amount to 0.01 yuan, half up; used once, at the end of a calculation."""
    return amount.quantize(_CENT, ROUND_HALF_UP)


@lru_cache(
    maxsize=8192
)  # standards and limits are told of every household, its income in each of its reasons
def shown(amount: Decimal) -> str:
    """`1,234.50`: thousands commas and two decimals; less than half a cent below nothing is `0.00`."""
    return f"{cents(amount) + 0:,.2f}"  # a sum of nothing has no sign


def in_words(amount: Decimal) -> str:
    """Chinese capitals as the payment rules write them (支付结算办法附一), e.g. 壹仟壹佰伍拾元整.

    Raises `ValueError` outside 0 … 999,999,999.99: such a sum is a bug of the caller.
    """
    if amount < 0 or amount > LARGEST:
        raise ValueError("amount outside the range that can be written in capitals")
    total = int(cents(amount) * 100)
    yuan, (tenths, hundredths) = total // 100, divmod(total % 100, 10)
    words = f"{_whole(yuan)}元" if yuan else ""
    if not tenths and not hundredths:
        return f"{words or '零元'}整"
    if words and not tenths:
        words += "零"
    if tenths:
        words += f"{_DIGITS[tenths]}角"
    if hundredths:
        words += f"{_DIGITS[hundredths]}分"
    return words


def _whole(number: int) -> str:
    words, zero = "", False
    for group in range(len(_GROUPS) - 1, -1, -1):
        part = number // 10000**group % 10000
        for place in range(3, -1, -1):
            digit = part // 10**place % 10
            if not digit:
                zero = bool(words)
                continue
            words += ("零" if zero else "") + _DIGITS[digit] + _PLACES[place]
            zero = False
        if part:
            words += _GROUPS[group]
    return words


def _refused(sentence: str) -> InvalidInput:
    return InvalidInput([Problem("", sentence)])
