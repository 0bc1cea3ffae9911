"""放假安排: which years are held, by which notice, and a pasted notice read before anything is stored."""

from dataclasses import dataclass
from datetime import date, timedelta

from jiuzhu.domain.calendar import CalendarYear
from jiuzhu.domain.holiday_notice import Notice, read_notice
from jiuzhu.errors import InvalidInput, Problem, UserError
from jiuzhu.storage.queries import offices
from jiuzhu.storage.unit import Unit

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year: its notice, its days off in stretches, and who brought it in; a missing year has no document."""

    year: int
    document: str
    origin: str
    off: tuple[tuple[date, date], ...]
    worked: tuple[date, ...]

    @property
    def id(self) -> str:
        """The year."""
        return str(self.year)

    @property
    def days(self) -> int:
        """How many days off."""
        return sum((last - first).days + 1 for first, last in self.off)


def stretches(days: frozenset[date]) -> tuple[tuple[date, date], ...]:
    """Days as stretches of neighbours."""
    made: list[tuple[date, date]] = []
    for day in sorted(days):
        if made and made[-1][1] + _DAY == day:
            made[-1] = (made[-1][0], day)
        else:
            made.append((day, day))
    return tuple(made)


def years(unit: Unit) -> list[YearRow]:
    """This year, the next and every year that is held, the newest first; a year without a notice says so."""
    unit.require("read")
    calendar, today = unit.desk.calendar, unit.today
    own = {
        int(rule.name): rule for rule in offices.arrangements(unit.session, "calendar") if rule.name.isdigit()
    }
    rows = []
    for year in sorted({*calendar.years, today.year, today.year + 1}, reverse=True):
        found: CalendarYear | None = calendar.year(year)
        if found is None:
            rows.append(YearRow(year, "", "没有通知，先按周末计算", (), ()))
        else:
            mine = own.get(year)
            origin = f"本单位 {mine.set_on} 录入" if mine and mine.document == found.document else "随程序"
            worked = tuple(sorted(found.worked))
            rows.append(YearRow(year, found.document, origin, stretches(found.off), worked))
    return rows


def look_at_notice(unit: Unit, text: str) -> Notice:
    """A dry reading of a pasted notice; nothing is stored."""
    unit.require("configure")
    try:
        return read_notice(text)
    except UserError as problem:
        raise InvalidInput([Problem("notice", problem.message)]) from problem
