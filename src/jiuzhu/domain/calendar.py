"""Working days as the State Council's yearly notice makes them, make-up weekends included."""

import json
import tomllib
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from jiuzhu.domain.toml_words import misread
from jiuzhu.errors import UserError

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """One year's notice: its number, the days off and the weekend days that are worked."""

    year: int
    document: str
    off: frozenset[date]
    worked: frozenset[date]


class Day(NamedTuple):
    """A computed day, and the years it crossed whose notice is not loaded (weekends were assumed for them)."""

    day: date
    missing_years: tuple[int, ...]


class Count(NamedTuple):
    """A number of working days, and the years that had to be assumed."""

    days: int
    missing_years: tuple[int, ...]


class WorkCalendar:
    """Immutable; every answer names the years that no notice covers instead of guessing in silence."""

    __slots__ = ("_memo", "_years")

    def __init__(self, years: Iterable[CalendarYear]) -> None:
        self._years: dict[int, CalendarYear] = {}
        self._memo: dict[tuple[date, int, tuple[tuple[date, date], ...]], Day] = {}
        for one in years:
            if one.year in self._years:
                raise UserError(f"{one.year} 年的工作日历重复了，请只保留一份。")
            self._years[one.year] = one

    def with_year(self, one: CalendarYear) -> "WorkCalendar":
        """The same with a year's notice put in the place of what was known of that year."""
        return WorkCalendar([*(year for key, year in self._years.items() if key != one.year), one])

    @property
    def years(self) -> tuple[int, ...]:
        """The years a notice covers."""
        return tuple(sorted(self._years))

    def year(self, year: int) -> CalendarYear | None:
        """What is known of a year, None without a notice."""
        return self._years.get(year)

    def document(self, year: int) -> str:
        """The notice of a year, "" when it is missing."""
        one = self._years.get(year)
        return one.document if one else ""

    def is_working(self, day: date) -> bool:
        """Whether offices work on this day; weekends decide in a year without a notice (see `missing`)."""
        one = self._years.get(day.year)
        if one is not None:
            if day in one.off:
                return False
            if day in one.worked:
                return True
        return day.weekday() < _SATURDAY

    def missing(self, first: date, last: date) -> tuple[int, ...]:
        """The years from `first` to `last` without a notice."""
        return tuple(year for year in range(first.year, last.year + 1) if year not in self._years)

    def add_working_days(self, start: date, count: int, pauses: tuple[tuple[date, date], ...] = ()) -> Day:
        """The `count`-th working day after `start`; the day of the event is not counted (民法典 201).

        A negative `count` goes back. Days inside a pause (both ends included) are not counted.
        """
        key = (start, count, pauses)
        found = self._memo.get(key)
        if found is None:
            found = self._memo[key] = self._walk(start, count, pauses)
        return found

    def roll(self, day: date) -> Day:
        """The day itself, or the next working day when it is a rest day (民法典 203)."""
        rolled = day
        while not self.is_working(rolled):
            rolled += _DAY
        return Day(rolled, self.missing(day, rolled))

    def working_days_between(self, first: date, last: date) -> Count:
        """Working days after `first` up to and including `last`; negative when `last` lies before `first`."""
        if last < first:
            back = self.working_days_between(last, first)
            return Count(-back.days, back.missing_years)
        span = (last - first).days
        days = sum(self.is_working(first + timedelta(days=step)) for step in range(1, span + 1))
        return Count(days, self.missing(first, last))

    def _walk(self, start: date, count: int, pauses: tuple[tuple[date, date], ...]) -> Day:
        step = _DAY if count >= 0 else -_DAY
        day, left = start, abs(count)
        while left:
            day += step
            if self.is_working(day) and not any(first <= day <= last for first, last in pauses):
                left -= 1
        return Day(day, self.missing(min(start, day), max(start, day)))


def read_year(text: str, name: str) -> CalendarYear:
    """One calendar file as the head loads it; `UserError` names the file and what is wrong."""
    try:
        raw = tomllib.loads(text)
        year, document = raw["year"], raw["document"]
        off = frozenset(
            first + timedelta(days=step)
            for holiday in raw["holiday"]
            for first, last in [(holiday["first"], holiday["last"])]
            for step in range((last - first).days + 1)
        )
        worked = frozenset(raw["worked"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as problem:
        raise UserError(
            f"工作日历 {name} 读不出来（{misread(problem)}），请对照上一年的文件检查。"
        ) from problem
    if not isinstance(document, str) or not document:
        raise UserError(f"工作日历 {name} 没有写明放假通知，不能使用。")
    for day in off | worked:
        if not isinstance(day, date) or day.year != year:
            raise UserError(f"工作日历 {name} 里的 {day} 不在 {year} 年，请核对。")
    if off & worked:
        raise UserError(f"工作日历 {name} 里的 {min(off & worked)} 既放假又上班，请核对。")
    return CalendarYear(year, document, off, worked)


def stored_year(name: str, document: str, content: str) -> CalendarYear:
    """A year's notice as an office stored it: `{"off": [days], "worked": [days]}`; `UserError` when it cannot be read."""
    try:
        raw = json.loads(content)
        off, worked = (frozenset(map(date.fromisoformat, raw[key])) for key in ("off", "worked"))
        return CalendarYear(int(name), document, off, worked)
    except (ValueError, KeyError, TypeError) as problem:
        raise UserError("保存的内容读不出来") from problem


def load_calendar(folder: Path) -> WorkCalendar:
    """All yearly notices in a folder of `YYYY.toml` files."""
    return WorkCalendar(
        read_year(path.read_text("utf-8"), path.name) for path in sorted(folder.glob("*.toml"))
    )


def month_of(day: date) -> str:
    """The month a day lies in, `YYYY-MM`: how months are stored, compared and shown."""
    return day.isoformat()[:7]


def month_after(month: str, count: int = 1) -> str:
    """The month `count` months later than `YYYY-MM`, earlier when negative."""
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 + count, 12)
    return f"{year}-{number + 1:02}"


def months_between(first: str, last: str) -> int:
    """How many months `last` (YYYY-MM) lies after `first`, negative when it lies before."""
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:])


def last_day(month: str) -> date:
    """The last day of a month (YYYY-MM)."""
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, monthrange(year, number)[1])


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day when it has no such day (民法典 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
