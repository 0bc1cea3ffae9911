"""Money of services: what a visit costs, which rate counts on a day, and what a fund still has to give."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiuzhu.domain.money import ZERO, cents
from jiuzhu.domain.serving.supply import Fund, Tariff

UNITS = {"hour": "元/小时", "visit": "元/次"}
"""What a rate is of → its words."""

SHARED = "work"
"""社会救助工作（专项）经费: the only source that may give no more than a share of the money it is part of."""

_HOUR, _HUNDRED = Decimal(60), Decimal(100)


def cost(unit: str, rate: Decimal, minutes: int) -> Decimal:
    """Yuan for one visit, to the cent, half up; of a rate by the visit its length does not matter."""
    return cents(rate if unit == "visit" else rate * minutes / _HOUR)


def in_force(tariffs: Iterable[Tariff], item: str, day: date) -> Tariff | None:
    """The rate of an item on a day, `None` where nothing was agreed."""
    return next(
        (
            one
            for one in tariffs
            if one.item == item and one.since <= day and (one.until is None or day <= one.until)
        ),
        None,
    )


def price(tariffs: Iterable[Tariff], item: str, day: date, minutes: int) -> Decimal:
    """Yuan for one visit by the rate of its day, none where nothing was agreed."""
    rate = in_force(tariffs, item, day)
    return cost(rate.unit, rate.rate, minutes) if rate else ZERO


@dataclass(frozen=True, slots=True)
class Balance:
    """One fund in its year, in yuan: `committed` is booked or waits to be settled, `spent` is signed or approved."""

    ceiling: Decimal
    cap: Decimal | None  # the share of the whole this source may give, None without one
    committed: Decimal
    spent: Decimal

    @property
    def limit(self) -> Decimal:
        """What may be used at all."""
        return self.ceiling if self.cap is None else min(self.ceiling, self.cap)

    @property
    def used(self) -> Decimal:
        """What is spoken for."""
        return self.committed + self.spent

    @property
    def left(self) -> Decimal:
        """What may still be promised; negative when too much was."""
        return self.limit - self.used

    @property
    def percent(self) -> Decimal:
        """How much of it is spoken for, of a hundred, to two digits; a fund without money is full."""
        return cents(self.used * _HUNDRED / self.limit) if self.limit else _HUNDRED

    def colour(self, warn_percent: Decimal) -> str:
        """ok, warn from a share on, bad when nothing is left."""
        if self.left <= ZERO:
            return "bad"
        return "warn" if self.used * _HUNDRED >= warn_percent * self.limit else "ok"


def balance(fund: Fund, share_percent: Decimal, committed: Decimal, spent: Decimal) -> Balance:
    """A fund's money. `share_percent`: what the work fund may give of its base [池民社救〔2023〕38号 三(四)3: at most 1 %]."""
    cap = cents(fund.base * share_percent / _HUNDRED) if fund.source == SHARED else None
    return Balance(fund.ceiling, cap, committed, spent)
