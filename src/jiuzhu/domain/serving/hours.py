"""小时账户: how many minutes of purchased home visits a person has left in a year [渝北实施方案 二(五)2: 24 hours a year]."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jiuzhu.domain.serving.counting import Counted
from jiuzhu.domain.serving.visits import HourGrant, Visit

WAITING = frozenset({"booked"})
"""States of a visit that hold minutes back."""


@dataclass(frozen=True, slots=True)
class HourAccount:
    """Minutes of one person in one year.

    What was refused or reversed gives its minutes back; what is disputed stays taken until it is settled.
    """

    year: int
    granted: int
    booked: int
    delivered: int
    disputed: int
    expired: int

    @property
    def unused(self) -> int:
        """What was neither booked nor delivered, in a year that is over too."""
        return self.granted - self.booked - self.delivered - self.disputed

    @property
    def left(self) -> int:
        """What may still be booked."""
        return self.unused - self.expired


def hours(minutes: int) -> str:
    """Minutes in words of hours: 210 → "3.5 小时", 200 → "3 小时 20 分", 50 → "50 分"."""
    if minutes % 30 == 0:
        return f"{minutes / 60:.1f} 小时"
    sign, whole = ("-" if minutes < 0 else ""), abs(minutes)
    full = f"{whole // 60} 小时 " if whole >= 60 else ""
    return f"{sign}{full}{whole % 60} 分"


def account(
    year: int,
    grants: Iterable[HourGrant],
    visits: Iterable[Visit],
    records: Iterable[Counted],
    today: date,
) -> HourAccount:
    """The account of one person; of all that is given only what belongs to the year is counted.

    A visit that was recorded counts by its record, not by what was planned. What is left when the year is over expires.
    """
    ours = [one for one in records if one.record.day.year == year]
    recorded = {one.record.visit_id for one in ours if one.standing != "reversed"}
    granted = sum(one.minutes for one in grants if one.year == year)
    booked = sum(
        one.ends - one.starts
        for one in visits
        if one.day.year == year and one.state in WAITING and one.id not in recorded
    )
    delivered = sum(one.minutes for one in ours if one.standing in {"recorded", "verified"})
    disputed = sum(one.minutes for one in ours if one.standing == "disputed")
    left = granted - booked - delivered - disputed
    return HourAccount(year, granted, booked, delivered, disputed, max(left, 0) if today.year > year else 0)
