"""The whole months a report is about, and as many directly before them: money is settled by the month."""

from dataclasses import dataclass
from datetime import date

from jiuzhu.domain.calendar import last_day, month_after, months_between

QUARTER, YEAR = 3, 12
MOST_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Span:
    """Months from `first` to `last`, both included, `YYYY-MM`."""

    first: str
    last: str

    @property
    def count(self) -> int:
        """How many months; nothing or less when they are the wrong way round."""
        return months_between(self.first, self.last) + 1

    @property
    def months(self) -> tuple[str, ...]:
        """Every month in order."""
        return tuple(month_after(self.first, place) for place in range(self.count))

    @property
    def first_day(self) -> date:
        """The day it begins."""
        return date.fromisoformat(f"{self.first}-01")

    @property
    def last_day(self) -> date:
        """The day it ends."""
        return last_day(self.last)

    @property
    def before(self) -> "Span":
        """As many months directly before."""
        return Span(month_after(self.first, -self.count), month_after(self.first, -1))

    @property
    def words(self) -> str:
        """`2025 年第三季度`, `2025 年`, or the months as they are."""
        year, number = self.first[:4], int(self.first[5:])
        if self.count == QUARTER and number % QUARTER == 1:
            return f"{year} 年第{'一二三四'[number // QUARTER]}季度"
        if self.count == YEAR and number == 1:
            return f"{year} 年"
        return self.first if self.count == 1 else f"{self.first} 至 {self.last}"

    def holds(self, day: date | None) -> bool:
        """Whether a day lies in it; no day does not."""
        return day is not None and self.first_day <= day <= self.last_day


def quarter_of(month: str) -> Span:
    """The quarter a month lies in."""
    first = month_after(month, -((int(month[5:]) - 1) % QUARTER))
    return Span(first, month_after(first, QUARTER - 1))


def quarters(today: date, count: int) -> list[Span]:
    """The quarter of today and those before it, the newest first."""
    newest = quarter_of(f"{today:%Y-%m}")
    return [
        Span(month_after(newest.first, -QUARTER * back), month_after(newest.last, -QUARTER * back))
        for back in range(count)
    ]
