"""What a month of visits costs: verified records by the rate of their day, and what closed months still owe or got too much.

Everything is a difference between what a record is worth now and what was settled for it before, so that nothing is
paid twice whatever is verified, refused, reversed or withdrawn in between [池民社救〔2023〕38号: settled monthly by item].
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.money import ZERO
from jiuzhu.domain.serving.counting import STANDINGS, Counted
from jiuzhu.domain.serving.settling import SettlementLine
from jiuzhu.domain.serving.spending import cost, in_force, price
from jiuzhu.domain.serving.supply import Tariff
from jiuzhu.domain.serving.visits import VisitRecord

KINDS = {"payable": "应付", "refused": "不付", "correction": "以前月份更正"}
"""Kind of a line → its word."""

REFUSED = frozenset({"refused", "disputed"})
"""Standings that are shown with their reason and not paid."""


class Worth(NamedTuple):
    """Minutes and yuan of one record: what it is worth, or what was settled for it so far."""

    minutes: int = 0
    amount: Decimal = ZERO


class Line(NamedTuple):
    """One record in a settlement, with the names of `SettlementLine`."""

    visit_record_id: str
    service_file_id: str
    kind: str
    month: str
    day: date
    item: str
    minutes: int
    rate: Decimal
    unit: str
    amount: Decimal
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Priced:
    """The lines of a settlement; `waiting` records nobody verified yet, `unpriced` ones without a rate on their day."""

    lines: tuple[Line, ...]
    waiting: int
    unpriced: tuple[VisitRecord, ...]

    @property
    def minutes(self) -> int:
        """Minutes that are paid, corrections among them."""
        return sum(one.minutes for one in self.lines if one.kind != "refused")

    @property
    def amount(self) -> Decimal:
        """Yuan to pay; negative when more is taken back."""
        return sum((one.amount for one in self.lines), ZERO)

    @property
    def refused_minutes(self) -> int:
        """Minutes that are shown and not paid."""
        return sum(one.minutes for one in self.lines if one.kind == "refused")


def item_of(done: Sequence[str], booked: str) -> str:
    """What a visit is paid as: what it was booked for, or the first thing done, the cheapest, where that was not done."""
    return booked if booked in done else done[0]


def cheapest_first(
    tariffs: Sequence[Tariff], done: Iterable[str], day: date, minutes: int
) -> tuple[str, ...]:
    """What was done in the order a record keeps it, whatever the order it was ticked in; what has no rate comes last."""
    return tuple(
        sorted(
            done,
            key=lambda one: (in_force(tariffs, one, day) is None, price(tariffs, one, day, minutes), one),
        )
    )


def priced(  # noqa: PLR0917  # what a settlement is made of
    month: str,
    records: Iterable[Counted],
    booked: Mapping[str, str],
    tariffs: Sequence[Tariff],
    settled: Mapping[str, Worth],
    closed: Collection[str],
) -> Priced:
    """The lines of a month, and for months in `closed` only what differs from what was `settled` (by record).

    `booked`: visit → the item it was booked for. Records of other months are left alone: they are settled by themselves.
    """
    lines: list[Line] = []
    waiting, unpriced = 0, list[VisitRecord]()
    rates: dict[tuple[str, date], Tariff | None] = {}  # many records, few items and days
    for one in records:
        own = month_of(one.record.day)
        if own != month and own not in closed:
            continue
        item = item_of(one.record.items.split(), booked[one.record.visit_id])
        asked = item, one.record.day
        if asked not in rates:
            rates[asked] = in_force(tariffs, *asked)
        tariff = rates[asked]
        if tariff is None and one.standing == "verified":
            unpriced.append(one.record)
            continue
        if own in closed:
            lines += _corrected(one, item, tariff, settled.get(one.record.id, Worth()))
        elif one.standing == "recorded":
            waiting += 1
        elif one.standing != "reversed":
            lines.append(_first(one, item, tariff))
    return Priced(tuple(lines), waiting, tuple(unpriced))


def _worth(one: Counted, tariff: Tariff | None) -> Worth:
    if tariff is None or one.standing != "verified":
        return Worth()
    return Worth(one.minutes, cost(tariff.unit, tariff.rate, one.minutes))


def _first(one: Counted, item: str, tariff: Tariff | None) -> Line:
    if one.standing == "verified":
        return _line(one, "payable", item, tariff, _worth(one, tariff), "")
    return _line(one, "refused", item, tariff, Worth(one.minutes), _why(one))


def _corrected(one: Counted, item: str, tariff: Tariff | None, held: Worth) -> list[Line]:
    now = _worth(one, tariff)
    if now == held:
        return []
    why = _why(one)
    if one.standing == "verified":
        why = "结算后核实" if held == Worth() else "收费标准有变"
    changed = Worth(now.minutes - held.minutes, now.amount - held.amount)
    return [_line(one, "correction", item, tariff, changed, why)]


def _why(one: Counted) -> str:
    word = STANDINGS[one.standing]
    return f"{word}：{one.reason}" if one.reason else word


def _line(  # noqa: PLR0917  # as above
    one: Counted, kind: str, item: str, tariff: Tariff | None, worth: Worth, reason: str
) -> Line:
    record = one.record
    return Line(
        visit_record_id=record.id,
        service_file_id=record.service_file_id,
        kind=kind,
        month=month_of(record.day),
        day=record.day,
        item=item,
        minutes=worth.minutes,
        rate=tariff.rate if tariff else ZERO,
        unit=tariff.unit if tariff else "hour",
        amount=worth.amount,
        reason=reason,
    )


def sha256_of(lines: Iterable[Line | SettlementLine]) -> str:
    """What the second signature stands for: a hash over every line, whatever their order."""
    told = sorted(
        [
            one.visit_record_id, one.kind, one.month, one.day.isoformat(), one.item, one.minutes, f"{one.rate:.2f}",
            one.unit, f"{one.amount:.2f}", one.reason,
        ]
        for one in lines
    )  # fmt: skip
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()


class ItemSum(NamedTuple):
    """What one item at one rate costs together."""

    item: str
    unit: str
    rate: Decimal
    visits: int
    minutes: int
    amount: Decimal


def by_item(lines: Iterable[Any]) -> list[ItemSum]:
    """Payable lines, made or stored, summed by item and rate, in the order of their codes."""
    sums: dict[tuple[str, str, Decimal], list[Any]] = {}
    for one in lines:
        if one.kind == "payable":
            sums.setdefault((one.item, one.unit, one.rate), []).append(one)
    return [
        ItemSum(*key, len(there), sum(one.minutes for one in there), sum((one.amount for one in there), ZERO))
        for key, there in sorted(sums.items())
    ]
