"""What a report on services counts: plain rows, each with the words it is grouped by; nobody's name is among them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from jiuzhu.domain.money import ZERO
from jiuzhu.domain.serving.hours import HourAccount

GROUPS = {
    "class": "类别",
    "item": "服务项目",
    "provider": "服务机构",
    "village": "村（社区）",
    "month": "月份",
}
"""What visits and money are told by → its word."""


class Served(NamedTuple):
    """One record of a visit: how it stands, its minutes, whose file, and what it is grouped by."""

    standing: str
    minutes: int
    file: str
    of: Mapping[str, str]  # a key of GROUPS → the word


class Paid(NamedTuple):
    """One line of a signed settlement of the months, and the source that paid."""

    kind: str
    minutes: int
    amount: Decimal
    source: str
    of: Mapping[str, str]


class Filed(NamedTuple):
    """The file of a person served."""

    service_class: str
    opened_on: date
    ended_on: date | None


class Needed(NamedTuple):
    """Something a person needs, of their file and under a heading; `asked`: days it was raised and answered."""

    id: str
    file: str
    heading: str
    state: str
    assessed_on: date
    ended_on: date | None
    asked: Sequence[tuple[date, date | None]] = ()


class Answered(NamedTuple):
    """What was chosen for a need, of which list, and what came of it."""

    kind: str
    chosen_on: date
    state: str
    effect_on: date | None


class Overseen(NamedTuple):
    """A provider's records that stand, those looked at on the spot, and those found wrong."""

    provider: str
    records: int
    checked: int
    wrong: int


class Graded(NamedTuple):
    """A call-back: the grade from 5 to 1, and the provider it is about, "" for none."""

    grade: int
    provider: str


class Granted(NamedTuple):
    """What a sealed roster of one month and programme paid."""

    programme: str
    households: int
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything of one span."""

    served: Sequence[Served] = ()
    paid: Sequence[Paid] = ()
    unsigned: Decimal = ZERO  # of settlements that wait for their second signature
    subsidies: Sequence[tuple[str, Decimal]] = ()  # source, yuan: what neighbours got
    granted: Sequence[Granted] = ()
    overseen: Sequence[Overseen] = ()
    graded: Sequence[Graded] = ()
    complaints: Sequence[str] = ()  # the provider of each


class FundState(NamedTuple):
    """A source in the year the span ends in, in yuan, as it stands today."""

    source: str
    limit: Decimal
    spent: Decimal
    committed: Decimal
    left: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """What is not of one span alone: files, needs with their answers, and the year's accounts and funds."""

    files: Sequence[Filed] = ()
    needs: Sequence[Needed] = ()
    answers: Sequence[Answered] = ()
    accounts: Mapping[int, Sequence[HourAccount]] = field(default_factory=dict)
    funds: Sequence[FundState] = ()
