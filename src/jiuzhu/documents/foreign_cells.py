"""One cell of a stranger's table becomes a typed value, or a sentence saying why it cannot."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from jiuzhu.domain.ledger import Column

Value = str | date | Decimal | int | None


class Unfit(Exception):
    """A cell that cannot be taken; the text follows the place in the sentence."""


def _half(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _read_text(raw: Any, longest: int) -> str:
    text = raw if isinstance(raw, str) else raw.get("n") or raw.get("d")
    text = text.strip()
    if len(text) > longest:
        raise Unfit(f"超过 {longest} 个字，请缩短")
    return text


def _read_digits(raw: Any, _longest: int) -> str:
    if not isinstance(raw, str):
        if "d" in raw:
            raise Unfit("被 Excel 存成了日期，请改成文本重新填写")
        digits = raw["n"]
        if "e" in digits or len(digits) > 15:
            raise Unfit("被 Excel 存成了数字，末几位已丢失，请改成文本重新填写")
        raise Unfit("被 Excel 存成了数字，请改成文本重新填写")
    text = re.sub(r"[\s\-]+", "", _half(raw)).lstrip("'").upper()
    if not re.fullmatch(r"[0-9A-Z*()]{1,40}", text):
        raise Unfit("有不能识别的字符，请核对")
    return text


def _read_date(raw: Any, _longest: int) -> date:
    text = raw if isinstance(raw, str) else raw.get("d") or raw.get("n", "")
    text = re.sub(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", "", _half(text))
    found = re.fullmatch(r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?", text) or re.fullmatch(
        r"(\d{4})(\d{2})(\d{2})", text
    )
    if not found:
        raise Unfit("不是日期，请写成 2025-10-13 的样子")
    year, month, day = (int(part) for part in found.groups())
    try:
        made = date(year, month, day)
    except ValueError as error:
        raise Unfit(f"没有 {year}-{month:02}-{day:02} 这一天，请核对") from error
    if not 1900 <= year <= 2100:
        raise Unfit(f"年份 {year} 不合理，请核对")
    return made


def _read_month(raw: Any, _longest: int) -> str:
    text = _half(raw if isinstance(raw, str) else raw.get("d", "")[:7] or raw.get("n", ""))
    found = re.fullmatch(r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|(?:月|[-/.])\d{1,2}日?)?", text) or re.fullmatch(
        r"(\d{4})(\d{2})(?:\d{2})?", text
    )
    if not found or not 1 <= int(found[2]) <= 12 or not 1900 <= int(found[1]) <= 2100:
        raise Unfit("不是月份，请写成 2025-10 的样子")
    return f"{found[1]}-{int(found[2]):02}"


def _read_decimal(raw: Any, _longest: int) -> Decimal:
    text = re.sub(r"[,\s¥元]", "", _half(raw if isinstance(raw, str) else raw.get("n", raw.get("d", ""))))
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise Unfit("不是数字，请核对") from error
    if not value.is_finite() or abs(value) >= Decimal(10) ** 13:
        raise Unfit("不是合理的数字，请核对")
    if value < 0:
        raise Unfit("不能是负数，请核对")
    return value


def _read_money(raw: Any, longest: int) -> Decimal:
    value = _read_decimal(raw, longest)
    cents = value.quantize(Decimal("0.01"))
    if cents != value:
        raise Unfit("最多两位小数，请核对")
    return cents


def _read_integer(raw: Any, longest: int) -> int:
    value = _read_decimal(raw, longest)
    if value != value.to_integral_value():
        raise Unfit("要填整数，请核对")
    return int(value)


_READERS: dict[str, Callable[[Any, int], Value]] = {
    "text": _read_text,
    "id": _read_digits,
    "account": _read_digits,
    "date": _read_date,
    "month": _read_month,
    "money": _read_money,
    "integer": _read_integer,
    "decimal": _read_decimal,
}


def read_cell(raw: Any, column: Column, *, longest: int) -> Value:
    """One raw cell of the child as the column's type; text at most `longest` characters. Raises `Unfit`."""
    if isinstance(raw, dict) and "e" in raw:
        raise Unfit(f"是公式错误 {raw['e']}，请填写结果")
    value = _READERS[column.kind](raw, longest)
    if column.choices and value not in column.choices:
        raise Unfit(f"只能填 {'、'.join(column.choices)}")
    return value
