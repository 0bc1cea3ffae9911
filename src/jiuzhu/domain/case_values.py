"""How the values of a case file are read: each reader takes what TOML gave and where it stood, and refuses in words."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from jiuzhu.errors import UserError

Read = Callable[[Any, str], Any]

_EARLIEST = date(1900, 1, 1)


def bad(key: str, value: Any, allowed: str) -> UserError:
    """What to tell about a value that cannot be."""
    return UserError(f"{key} 的值“{value}”不对，应为：{allowed}。")


def of(where: str, words: str) -> str:
    """A place and what is said of it; a space stands only beside Latin letters and brackets."""
    return f"{where} {words}" if where[-1:].isascii() else f"{where}{words}"


def table(
    raw: Any, where: str, readers: Mapping[str, Read], *, required: Iterable[str] = ()
) -> dict[str, Any]:
    """One table, each key by its reader; an unknown or a missing key is told."""
    if not isinstance(raw, dict):
        raise bad(where, raw, "一张表")
    for key in raw:
        if key not in readers:
            raise UserError(of(where, f"里有不认识的项 {key}，可用的有：{'、'.join(readers)}。"))
    for key in required:
        if key not in raw:
            raise UserError(of(where, f"里缺少 {key}。"))
    return {key: readers[key](value, of(where, f"的 {key}")) for key, value in raw.items()}


def rows(make: Callable[..., Any], readers: Mapping[str, Read], required: tuple[str, ...]) -> Read:
    """A list of tables, each made into a value."""

    def read(raw: Any, where: str) -> tuple[Any, ...]:
        if not isinstance(raw, list):
            raise bad(where, raw, "若干张表")
        name = where.rsplit(" ", 1)[-1]
        return tuple(
            make(**table(row, f"[[{name}]] 第 {place} 条", readers, required=required))
            for place, row in enumerate(raw, start=1)
        )

    return read


def choice(allowed: tuple[str, ...]) -> Read:
    """One of these words."""

    def read(raw: Any, where: str) -> str:
        if not isinstance(raw, str) or raw not in allowed:
            raise bad(where, raw, "、".join(f'"{one}"' for one in allowed))
        return raw

    return read


def choices(allowed: tuple[str, ...]) -> Read:
    """A list of these words."""
    one = choice(allowed)

    def read(raw: Any, where: str) -> tuple[str, ...]:
        if not isinstance(raw, list):
            raise bad(where, raw, f"列表，每项为 {'、'.join(allowed)}")
        return tuple(one(value, where) for value in raw)

    return read


def text(raw: Any, where: str) -> str:
    """Any words."""
    if not isinstance(raw, str):
        raise bad(where, raw, "文字")
    return raw


def named(raw: Any, where: str) -> str:
    """Words that say something."""
    if not text(raw, where).strip():
        raise bad(where, raw, "不能为空的文字")
    return str(raw)


def names(raw: Any, where: str) -> tuple[str, ...]:
    """Ids of members."""
    if not isinstance(raw, list):
        raise bad(where, raw, "成员编号的列表")
    return tuple([named(one, where) for one in raw])


def district(raw: Any, where: str) -> str:
    """Six digits of GB/T 2260."""
    if not isinstance(raw, str) or len(raw) != 6 or not (raw.isascii() and raw.isdigit()):
        raise bad(where, raw, "GB/T 2260 的 6 位数字")
    return raw


def flag(raw: Any, where: str) -> bool:
    """True or false."""
    if not isinstance(raw, bool):
        raise bad(where, raw, "true、false")
    return raw


def count(raw: Any, where: str) -> int:
    """A number of persons or months, at most a hundred years."""
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= 1200:
        raise bad(where, raw, "0 到 1200 的整数")
    return raw


def day(raw: Any, where: str) -> date:
    """A date of this or the last century."""
    if not isinstance(raw, date) or isinstance(raw, datetime) or raw < _EARLIEST:
        raise bad(where, raw, "日期，如 2025-10-13")
    return raw


def amount(raw: Any, where: str) -> Decimal:
    """Yuan as text, so that no binary fraction touches it; at most two decimals."""
    whole, _, rest = raw.partition(".") if isinstance(raw, str) else ("", "", "")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 12) or (
        rest and not (rest.isascii() and rest.isdigit())
    ):
        raise bad(where, raw, '不为负、带两位小数的文字，如 "1560.00"')
    if len(rest) > 2 or raw.endswith("."):
        raise bad(where, raw, '最多两位小数的文字，如 "1560.00"')
    return Decimal(raw)
