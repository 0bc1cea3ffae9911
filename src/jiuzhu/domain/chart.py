"""A bar chart as data: what a paper shows beside its tables, with every figure in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

MOST_BARS = 16
"""Groups of bars one chart can hold and still be read; the table has them all."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing measured: its name, its values and the same values in words, as many as the chart has `series`."""

    label: str
    values: tuple[Decimal, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Horizontal bars from nothing, one group a thing; `series` names the bars of a group."""

    title: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...]

    @property
    def said(self) -> tuple[str, ...]:
        """Everything the chart says, for the hash of its paper."""
        return (self.title, *self.series, *(word for bar in self.bars for word in (bar.label, *bar.words)))


def chart(title: str, series: Sequence[str], bars: Iterable[Bar]) -> Chart:
    """A chart of the first bars; its title says when there are more."""
    found = tuple(bars)
    cut = f"（前 {MOST_BARS} 项，其余见表）" if len(found) > MOST_BARS else ""
    return Chart(f"{title}{cut}", tuple(series), found[:MOST_BARS])
