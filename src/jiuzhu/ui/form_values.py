"""Text as people type it ↔ the dossier's values: one reader and one writer for each type of field."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from jiuzhu.domain import identity_number, money
from jiuzhu.domain.form import FormField
from jiuzhu.errors import UserError

_WIDE = {
    code: code - 0xFEE0
    for first, last in ("０９", "ＡＺ", "ａｚ")
    for code in range(ord(first), ord(last) + 1)
}
_WIDE[0x3000] = 0x20
_DAY = re.compile(r"(\d{4})[-./年\s](\d{1,2})[-./月\s](\d{1,2})日?")
_DAY_OF_YEAR = re.compile(r"(\d{1,2})[-./月](\d{1,2})日?")
_MONTH = re.compile(r"(\d{4})[-./年]?(\d{1,2})月?")
_EARLIEST = 1900
_PHONE_DIGITS = range(7, 14)
_ACCOUNT_DIGITS = range(8, 33)
_ID_LENGTH = 18


def tidy(text: str) -> str:
    """Words as they are kept: pasted tabs and line ends become spaces, full-width digits and letters narrow.

    Chinese punctuation and rare characters stay as they are.
    """
    return " ".join(text.translate(_WIDE).split())


def tidy_lines(text: str) -> str:
    """Running text as it is kept: like `tidy`, but its line ends stay."""
    return "\n".join(tidy(line) for line in text.splitlines()).strip()


def read(field: FormField, text: str, today: date) -> object:
    """The value of what was typed; empty text is None.

    Raises `UserError` with one sentence that says what is wrong and what to type.
    """
    if not text.strip():
        return None
    return _READERS.get(field.type, _read_text)(field, text, today)


def shown(field: FormField, value: object) -> str:
    """The value as the field shows it while nobody edits it."""
    if value is None or value == "":
        return ""
    if isinstance(value, Decimal):
        return money.shown(value) if field.type == "money" else f"{value.normalize():f}"
    return str(value)


def latest(month: int, day: int, today: date) -> date:
    """The last day with this month and day that is not after `today`; raises `ValueError` for 2-30."""
    for year in range(today.year, today.year - 8, -1):  # 2-29 may be seven years back around 1900 and 2100
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    raise ValueError("no such day")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _too_long(field: FormField, text: str) -> None:
    if len(text) > field.max_length:
        raise UserError(
            f"“{field.label}”最多 {field.max_length} 个字，现在是 {len(text)} 个字，请缩短；已填内容都在。"
        )


def _read_text(field: FormField, text: str, today: date) -> str:
    del today
    kept = tidy(text)
    _too_long(field, kept)
    return kept


def _read_long_text(field: FormField, text: str, today: date) -> str:
    del today
    kept = tidy_lines(text)
    _too_long(field, kept)
    return kept


def _read_date(field: FormField, text: str, today: date) -> date:
    plain = _plain(text)
    try:
        if re.fullmatch(r"\d{8}", plain):
            day = date(int(plain[:4]), int(plain[4:6]), int(plain[6:]))
        elif match := _DAY.fullmatch(plain):
            day = date(int(match[1]), int(match[2]), int(match[3]))
        elif match := _DAY_OF_YEAR.fullmatch(plain):
            day = latest(int(match[1]), int(match[2]), today)
        else:
            raise UserError(f"“{field.label}”请填日期，例如 20251013、2025-10-13 或 10-13。")
    except ValueError:
        raise UserError(f"日期 {plain} 不存在，请核对年月日。") from None
    if day.year < _EARLIEST:
        raise UserError(f"日期 {plain} 过早，请核对年份。")
    return day


def _read_month(field: FormField, text: str, today: date) -> str:
    del today
    match = _MONTH.fullmatch(_plain(text))
    if match is None or not 1 <= int(match[2]) <= 12:
        raise UserError(f"“{field.label}”请填年月，例如 2025-10。")
    return f"{match[1]}-{int(match[2]):02}"


def _within(field: FormField, number: Decimal) -> None:
    if field.minimum and number < Decimal(field.minimum):
        raise UserError(f"“{field.label}”不能小于 {field.minimum}，请核对。")
    if field.maximum and number > Decimal(field.maximum):
        raise UserError(f"“{field.label}”不能大于 {field.maximum}，请核对是否多填了位数。")


def _number(field: FormField, text: str) -> Decimal:
    plain = _plain(text).replace(",", "")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise UserError(f"“{field.label}”只能填数字，请核对。") from None
    if not number.is_finite():
        raise UserError(f"“{field.label}”只能填数字，请核对。")
    _within(field, number)
    return number


def _read_integer(field: FormField, text: str, today: date) -> int:
    del today
    number = _number(field, text)
    if number != number.to_integral_value():
        raise UserError(f"“{field.label}”请填整数。")
    return int(number)


def _read_decimal(field: FormField, text: str, today: date) -> Decimal:
    del today
    number = _number(field, text)
    if number != round(number, 2):
        raise UserError(f"“{field.label}”最多填两位小数，请核对。")
    return number


def _read_money(field: FormField, text: str, today: date) -> Decimal:
    del today
    amount = money.parse(text)
    _within(field, amount)
    return amount


def _read_id_number(field: FormField, text: str, today: date) -> str:
    del field
    return identity_number.check(text, on=today).number


def _digits(text: str) -> str:
    return "".join(_plain(text).replace("-", "").split())


def _read_phone(field: FormField, text: str, today: date) -> str:
    del today
    digits = _digits(text)
    if not digits.isascii() or not digits.isdigit() or len(digits) not in _PHONE_DIGITS:
        raise UserError(f"“{field.label}”请填 11 位手机号或带区号的座机号，现在是 {len(digits)} 位，请核对。")
    return "".join(_plain(text).split())


def _read_account(field: FormField, text: str, today: date) -> str:
    del today
    digits = _digits(text)
    if not digits.isascii() or not digits.isdigit() or len(digits) not in _ACCOUNT_DIGITS:
        raise UserError(f"“{field.label}”应是 8 至 32 位数字，现在是 {len(digits)} 位，请核对。")
    return digits


_READERS: Mapping[str, Callable[[FormField, str, date], object]] = {
    "long_text": _read_long_text,
    "integer": _read_integer,
    "decimal": _read_decimal,
    "money": _read_money,
    "date": _read_date,
    "month": _read_month,
    "id_number": _read_id_number,
    "phone": _read_phone,
    "account": _read_account,
}


def grouped(field: FormField, text: str) -> str:
    """Long numbers in groups while nobody edits them: identity numbers 6-8-4, accounts by four."""
    if field.type == "id_number":
        plain = identity_number.normalised(text)
        return identity_number.grouped(plain) if len(plain) == _ID_LENGTH else text
    if field.type == "account" and text.isascii() and text.isdigit():
        return " ".join(text[place : place + 4] for place in range(0, len(text), 4))
    return text


def initials(words: str) -> str:
    """Pinyin initials of common characters, read from the order of GB 2312; other characters fall out."""
    return "".join(_initial(character) for character in words)


_BORDERS = (
    "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝",
    "abcdefghjklmnopqrstwxyz",
)


@lru_cache(maxsize=8192)  # a long choice is matched anew at every key
def _initial(character: str) -> str:
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    try:
        place = character.encode("gb2312")
    except UnicodeEncodeError:
        return ""
    if not b"\xb0\xa1" <= place <= b"\xd7\xf9":  # the 3,755 common characters stand in pinyin order
        return ""
    found = ""
    for border, letter in zip(*_BORDERS, strict=True):
        if place < border.encode("gb2312"):
            break
        found = letter
    return found
