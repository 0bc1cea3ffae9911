"""服务结算单 (F34) as forms see it: sums, every line, both signatures."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(kw_only=True)
class SettlementItem:
    """One item at one rate, summed."""

    item: str = ""
    rate: str = ""  # with its unit, in words
    visits: int = 0
    minutes: int = 0
    amount: Decimal = Decimal(0)


@dataclass(kw_only=True)
class SettlementRow:
    """One record: paid, not paid, or put right for an earlier month."""

    position: int = 0
    month: str = ""
    day: date | None = None
    time: str = ""
    file_number: str = ""
    person: str = ""
    village: str = ""
    item: str = ""
    worker: str = ""
    minutes: int = 0
    rate: str = ""
    amount: Decimal = Decimal(0)
    reason: str = ""


@dataclass(kw_only=True)
class SettlementPart:
    """A settlement of one agreement and month."""

    number: str = ""
    month: str = ""
    correction: str = ""  # which one, of which settlement; empty for the first
    agreement: str = ""
    provider: str = ""
    payer: str = ""
    source: str = ""
    visits: int = 0
    hours: str = ""
    refused_hours: str = ""
    amount: Decimal = Decimal(0)
    amount_words: str = ""
    spot_check: str = ""
    note: str = ""
    made_by: str = ""
    made_on: date | None = None
    second_by: str = ""
    second_on: date | None = None
    items: list[SettlementItem] = field(default_factory=list)
    payable: list[SettlementRow] = field(default_factory=list)
    refused: list[SettlementRow] = field(default_factory=list)
    corrections: list[SettlementRow] = field(default_factory=list)
