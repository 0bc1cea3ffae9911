"""The month roster (F21) as forms see it."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(kw_only=True)
class RosterLine:
    """One household of the month roster F21."""

    position: int = 0
    household_number: str = ""
    village: str = ""
    payee: str = ""
    id_number: str = ""
    bank: str = ""
    account_number: str = ""
    members: int = 0
    base: Decimal = Decimal(0)
    addons: Decimal = Decimal(0)
    repaired: Decimal = Decimal(0)  # 补发 less 追回
    total: Decimal = Decimal(0)


@dataclass(kw_only=True)
class RepairLine:
    """One past month that is repaired with this month's roster: 补发 positive, 追回 negative."""

    position: int = 0
    household_number: str = ""
    village: str = ""
    payee: str = ""
    kind: str = ""
    for_month: str = ""
    amount: Decimal = Decimal(0)
    reason: str = ""
    decided_on: date | None = None


@dataclass(kw_only=True)
class RosterPart:
    """The month roster and its sums; `number` and `sealed_on` once it is sealed."""

    month: str = ""
    programme: str = ""
    number: str = ""
    sealed_on: date | None = None
    sealed_by: str = ""
    proof: str = ""  # day and code of the checkpoint that covers the seal
    households: int = 0
    people: int = 0
    base: Decimal = Decimal(0)
    addons: Decimal = Decimal(0)
    repaired: Decimal = Decimal(0)
    total: Decimal = Decimal(0)
    total_words: str = ""
    lines: list[RosterLine] = field(default_factory=list)
    repairs: list[RepairLine] = field(default_factory=list)
