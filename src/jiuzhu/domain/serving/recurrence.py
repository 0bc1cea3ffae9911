"""Visits that come back: an RRULE [RFC 5545] from a first to a last day, and what becomes of days off."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from dateutil.rrule import rrule, rrulestr

from jiuzhu.domain.calendar import WorkCalendar
from jiuzhu.errors import UserError

LONGEST_DAYS = 366
HOLIDAYS = {"keep": "照常上门", "move": "顺延到下一个工作日", "drop": "当次取消"}
"""What becomes of a visit on a day off → its words."""

_EVERY = {"DAILY": "天", "WEEKLY": "周", "MONTHLY": "个月"}
_DAY = "(MO|TU|WE|TH|FR|SA|SU)"
_NTH = f"(-1|[1-4]){_DAY}"
_DATE = "([1-9]|[12][0-9]|3[01])"
_INTERVAL = "(;INTERVAL=[1-9][0-9]?)?"
_RULE = re.compile(
    f"FREQ=DAILY{_INTERVAL}"
    f"|FREQ=WEEKLY{_INTERVAL}(;BYDAY={_DAY}(,{_DAY})*)?"
    f"|FREQ=MONTHLY{_INTERVAL}(;BYDAY={_NTH}(,{_NTH})*|;BYMONTHDAY={_DATE}(,{_DATE})*)?"
)
_WEEKDAYS = "一二三四五六日"
_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Occurrence(NamedTuple):
    """One visit of a series: the day its rule names, the day it is made on (None: it is dropped), and why they differ."""

    planned: date
    day: date | None
    note: str = ""


def rule_of(text: str, first: date) -> rrule:
    """The rule as dateutil reads it, from its first day on; it has no end of its own. Raises `UserError`."""
    parts_of(text)
    found = rrulestr(text, dtstart=_at(first))
    assert isinstance(found, rrule)  # noqa: S101  # one line is one rule
    return found


def parts_of(text: str) -> Mapping[str, str]:
    """The parts of a rule by name. Raises `UserError` for one that says anything else than every so many days."""
    if not _RULE.fullmatch(text):
        raise UserError("重复规则只能按天、按周或按月，请重新选择每周或每月的哪几天。", field="rule")
    return dict(part.partition("=")[::2] for part in text.split(";"))


def occurrences(
    text: str, first: date, last: date, calendar: WorkCalendar, holidays: str
) -> list[Occurrence]:
    """Every visit of a rule from the first to the last day, both included.

    A visit moved from a day off never falls on another of the same series, and never behind the last day: it is
    dropped then, and says so. Raises `UserError` for a rule or a span that cannot be.
    """
    if last < first:
        raise UserError("末日早于首日，请核对。", field="last_day")
    if (last - first).days > LONGEST_DAYS:
        raise UserError("一次最多安排一年的重复服务，请把末日改近一些。", field="last_day")
    rule = rule_of(text, first)
    planned = [one.date() for one in rule.between(_at(first), _at(last), inc=True)]
    if not planned:
        raise UserError("这段时间里没有符合重复规则的日子，请核对。", field="rule")
    taken = {day for day in planned if holidays == "keep" or calendar.is_working(day)}
    found = []
    for day in planned:
        if day in taken:
            found.append(Occurrence(day, day))
        elif holidays == "drop":
            found.append(Occurrence(day, None, f"{day:%m-%d} 放假，当次取消"))
        else:
            moved = calendar.roll(day).day
            if moved in taken or moved > last:
                found.append(
                    Occurrence(day, None, f"{day:%m-%d} 放假，顺延的日子已有安排或超过末日，当次取消")
                )
            else:
                taken.add(moved)
                found.append(Occurrence(day, moved, f"{day:%m-%d} 放假，顺延到 {moved:%m-%d}"))
    return found


def weekly(days: Sequence[int], every: int = 1) -> str:
    """The rule of "every so many weeks on these days", 0 for Monday."""
    names = ",".join(_NAMES[day] for day in sorted(days))
    return f"FREQ=WEEKLY;INTERVAL={every};BYDAY={names}"


def told(text: str, first: date) -> str:
    """A rule in words, as a person checks it: 每 2 周的星期一、四."""
    parts = parts_of(text)
    every = int(parts.get("INTERVAL", "1"))
    words = f"每{'' if every == 1 else f' {every} '}{_EVERY[parts['FREQ']]}"
    if "BYMONTHDAY" in parts:
        return f"{words}的 {parts['BYMONTHDAY'].replace(',', '、')} 日"
    days = parts.get("BYDAY", "").split(",") if "BYDAY" in parts else []
    if parts["FREQ"] == "WEEKLY":
        days = days or [_NAMES[first.weekday()]]
        return f"{words}的星期{'、'.join(_WEEKDAYS[_NAMES.index(day)] for day in days)}"
    if parts["FREQ"] == "MONTHLY":
        return f"{words}的" + ("、".join(_nth(day) for day in days) if days else f" {first.day} 日")
    return words


def _nth(day: str) -> str:
    place, weekday = day[:-2], _WEEKDAYS[_NAMES.index(day[-2:])]
    return f"最后一个星期{weekday}" if place == "-1" else f"第 {place} 个星期{weekday}"


def _at(day: date) -> datetime:
    return datetime.combine(day, time())
