"""The citizen identity number of GB 11643-1999: read it, check it, show it."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from jiuzhu.errors import InvalidInput, Problem

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
LENGTH = 18
_EARLIEST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A number whose form, birth date and check digit are right; `sex` is the GB/T 2261.1 code."""

    number: str
    region: str
    birth: date
    sex: str


def check(text: str, *, on: date) -> IdentityNumber:
    """Read one number as people type it: full-width digits, spaces and a small x are accepted.

    Raises `InvalidInput` with one plain sentence; `on` is the day against which a birth date is "in the future".
    """
    number = normalised(text)
    if not number:
        raise _refused("请填写身份证号。")
    if len(number) != LENGTH:
        raise _refused(f"身份证号应为 18 位，现在是 {len(number)} 位，请核对是否漏填或多填。")
    for place, character in enumerate(number, start=1):
        if character in "0123456789" or (place == LENGTH and character == "X"):
            continue
        allowed = "数字或字母 X" if place == LENGTH else "数字"
        raise _refused(f"身份证号第 {place} 位应是{allowed}，请核对第 {place} 位。")
    birth = _birth(number, on)
    if number[-1] != check_digit(number[:17]):
        raise _refused("身份证号的校验位不对，请核对最后一位；最后一位无误时，请逐位核对前 17 位。")
    return IdentityNumber(number, number[:6], birth, "1" if int(number[16]) % 2 else "2")


def normalised(text: str) -> str:
    """The number without white space, in half-width characters, with a capital X."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def check_digit(first_seventeen: str) -> str:
    """The eighteenth character that GB 11643 demands after these 17 digits."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_seventeen, strict=True))
    return _CHECK_DIGITS[total % 11]


_LONG_NUMBER = re.compile(r"(?<![\d*])(?:\d ?){14,}[\dXx](?!\d)")


def carries_number(text: str) -> bool:
    """Whether an ID number or a bank account stands in a text, in one piece or in groups; a masked one does not."""
    return _LONG_NUMBER.search(text) is not None


def grouped(number: str) -> str:
    """The number in groups of 6, 8 and 4 for reading aloud; shorter text is grouped as far as it goes."""
    return " ".join(part for part in (number[:6], number[6:14], number[14:]) if part)


def masked(number: str) -> str:
    """The first 6 and last 4 characters; anything too short to hide something is hidden whole."""
    if len(number) < LENGTH:
        return "*" * len(number)
    return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}"


def _birth(number: str, on: date) -> date:
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    try:
        birth = date(year, month, day)
    except ValueError:
        shown = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
        raise _refused(f"身份证号中的出生日期 {shown} 不存在，请核对第 7 至 14 位。") from None
    if birth > on:
        raise _refused(f"身份证号中的出生日期 {birth} 晚于今天，请核对第 7 至 14 位。")
    if year < _EARLIEST_YEAR:
        raise _refused(f"身份证号中的出生年份 {year} 过早，请核对第 7 至 10 位。")
    return birth


def _refused(sentence: str) -> InvalidInput:
    return InvalidInput([Problem("", sentence)])
