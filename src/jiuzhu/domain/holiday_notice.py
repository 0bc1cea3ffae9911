"""The State Council's yearly notice of days off, read from its own words; what is not certain is refused, not guessed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from jiuzhu.errors import UserError

_YEAR = re.compile(r"(20\d\d)\s*年(?=[^。]{0,12}节假日)")
_ANY_YEAR = re.compile(r"(20\d\d)\s*年")
_DOCUMENT = re.compile(r"国办发明电\s*[〔\[［(（]\s*20\d\d\s*[〕\]］)）]\s*\d+\s*号")
_DAY = re.compile(r"(?:(\d{1,2})月)?(\d{1,2})日(?:[（(]([^）)]*)[）)])?")
_COUNT = re.compile(r"(?:共|放假)(\d+)天")
_WEEKDAYS = "一二三四五六日"
_HOW = "请对照通知原文，或改用“录入放假安排”逐段填写。"


@dataclass(frozen=True, slots=True)
class Notice:
    """What was read: the year, the number ("" when the text has none), stretches of days off, weekend days worked."""

    year: int
    document: str
    off: tuple[tuple[date, date], ...]
    worked: tuple[date, ...]

    @property
    def days(self) -> int:
        """How many days off."""
        return sum((last - first).days + 1 for first, last in self.off)


def _days(sentence: str, year: int) -> Iterator[tuple[date, str]]:
    """The days of a sentence with the word before each; the weekday in brackets must be the calendar's."""
    month, end = 0, 0
    for found in _DAY.finditer(sentence):
        month = int(found[1] or month)
        try:
            day = date(year, month, int(found[2]))
        except ValueError:
            raise UserError(f"“{sentence}”里的“{found[0]}”不是 {year} 年的日期。{_HOW}") from None
        weekday = re.search(r"(?:周|星期)([一二三四五六日天])", found[3] or "")
        if weekday and _WEEKDAYS[day.weekday()] != weekday[1].replace("天", "日"):
            raise UserError(f"“{sentence}”里写{found[0]}，但那天是周{_WEEKDAYS[day.weekday()]}。{_HOW}")
        yield day, sentence[end : found.start()].strip()
        end = found.end()


def _stretch(sentence: str, year: int) -> tuple[date, date]:
    days = list(_days(sentence, year))
    if not days or len(days) > 2 or (len(days) == 2 and days[1][1] not in {"至", "到", "—", "-", "~", "～"}):
        raise UserError(f"“{sentence}”读不出从哪天到哪天放假。{_HOW}")
    first, last = days[0][0], days[-1][0]
    count = _COUNT.search(sentence)
    if last < first or (count and (last - first).days + 1 != int(count[1])):
        raise UserError(f"“{sentence}”里的起止日期和天数对不上。{_HOW}")
    return first, last


def read_notice(text: str) -> Notice:
    """A pasted notice; `UserError` names the sentence that cannot be read or does not fit the calendar."""
    plain = re.sub(r"[ \t\r\u3000]+", "", text)
    years = set(_YEAR.findall(plain)) or set(_ANY_YEAR.findall(plain))
    if len(years) != 1:
        raise UserError(f"看不出是哪一年的放假通知。{_HOW}")
    year = int(years.pop())
    document = _DOCUMENT.search(plain)
    off: list[tuple[date, date]] = []
    worked: list[date] = []
    for sentence in re.split(r"[。；;\n]+", plain):
        if not re.search(r"\d日", sentence) or not re.search(r"放假|上班", sentence):
            continue  # a heading, or the day the notice was signed
        others = set(_ANY_YEAR.findall(sentence)) - {str(year)}
        if others:
            raise UserError(f"“{sentence}”跨到了 {min(others)} 年，不能整段读入。{_HOW}")
        said = _ANY_YEAR.sub("", sentence)
        if "放假" in said:
            resting, *rest = re.split(r"(?<=[天假休])[，,](?=\d)", said)
            off.append(_stretch(resting.split("：")[-1], year))
            worked += [day for part in rest if "上班" in part for day, _ in _days(part, year)]
        else:
            worked += [day for day, _ in _days(said, year)]
    covered = {first + timedelta(days=step) for first, last in off for step in range((last - first).days + 1)}
    if not off or len(covered) != sum((last - first).days + 1 for first, last in off):
        raise UserError(f"没有读出放假的日期，或者有的日期重复了。{_HOW}")
    wrong = [day for day in worked if day in covered or day.isoweekday() <= 5]
    if wrong:
        raise UserError(f"{wrong[0]} 写着上班，但它不是周末，或者又写着放假。{_HOW}")
    return Notice(year, document[0] if document else "", tuple(sorted(off)), tuple(sorted(worked)))
