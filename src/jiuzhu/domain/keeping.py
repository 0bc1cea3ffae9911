"""Which backups are worth keeping, and when something regular is due again."""

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta

DAYS, WEEKS, MONTHS = 14, 8, 12
"""The newest backup of so many days, weeks and months that have one."""


def worth_keeping(moments: Iterable[datetime]) -> set[datetime]:
    """Of the moments backups were made at, those to keep; the newest always is among them."""
    newest_first = sorted(moments, reverse=True)
    kept: set[datetime] = set()
    kinds: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (DAYS, lambda moment: moment.date()),
        (WEEKS, lambda moment: moment.isocalendar()[:2]),
        (MONTHS, lambda moment: (moment.year, moment.month)),
    )
    for most, spell in kinds:
        first: dict[object, datetime] = {}
        for moment in newest_first:
            first.setdefault(spell(moment), moment)
        kept.update(list(first.values())[:most])
    return kept


def due(last: datetime | None, every: timedelta, now: datetime, at: time = time.min) -> bool:
    """Whether something done every so often is due: whole days count, from an hour of the day on.

    A moment ahead of `now` means the clock was set back since; then it is due as well.
    """
    if last is None or last > now:
        return True
    return (now.date() - last.date()) >= every and now.time() >= at
