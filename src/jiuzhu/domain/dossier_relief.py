"""Papers about money given once, as forms see them: a receipt, the reserve, damaged rooms, a batch for many."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(kw_only=True)
class PayoutPart:
    """领款单 of one payout."""

    number: str = ""
    case_number: str = ""
    decision_number: str = ""
    kind: str = ""
    cause: str = ""
    payee: str = ""
    id_number: str = ""
    amount: Decimal | None = None
    amount_words: str = ""
    form: str = ""
    source: str = ""
    account_number: str = ""
    paid_on: date | None = None
    handler: str = ""
    approver: str = ""
    receipt: str = ""
    collector_name: str = ""  # 代领人, empty when the payee came
    collector_id_number: str = ""
    collector_relation: str = ""
    collector_document: str = ""
    note: str = ""


@dataclass(kw_only=True)
class ReserveLine:
    """One line of 备用金台账."""

    position: int = 0
    entered_on: date | None = None
    voucher: str = ""
    kind: str = ""
    number: str = ""  # of the case
    payee: str = ""
    id_number: str = ""
    cause: str = ""
    help: str = ""
    approver: str = ""
    money_in: Decimal | None = None
    money_out: Decimal | None = None
    balance: Decimal = Decimal(0)
    receipt: str = ""
    makeup: str = ""
    request_number: str = ""
    note: str = ""


@dataclass(kw_only=True)
class ReservePart:
    """备用金: a month of its ledger, a request for more, or a month's count."""

    month: str = ""
    size: Decimal | None = None
    opening: Decimal | None = None  # balance before the first line shown
    money_in: Decimal | None = None
    money_out: Decimal | None = None
    balance: Decimal | None = None
    balance_words: str = ""
    request_number: str = ""
    requested_on: date | None = None
    requested_by: str = ""
    amount: Decimal | None = None
    amount_words: str = ""
    counted: Decimal | None = None
    difference: Decimal | None = None
    explanation: str = ""
    counted_by: str = ""
    counted_on: date | None = None
    signed_by: str = ""
    signed_on: date | None = None
    lines: list[ReserveLine] = field(default_factory=list)


@dataclass(kw_only=True)
class DamageLine:
    """One household of 倒损住房台账."""

    position: int = 0
    village: str = ""
    name: str = ""
    id_number: str = ""
    population: int = 0
    collapsed: int = 0
    severe: int = 0
    slight: int = 0
    structure: str = ""
    disaster: str = ""
    happened_on: date | None = None
    only_home: bool = True
    rebuild: str = ""
    amount: Decimal = Decimal(0)
    decided_on: date | None = None
    paid_on: date | None = None
    number: str = ""  # of the case
    note: str = ""


@dataclass(kw_only=True)
class DamagePart:
    """倒损住房台账 (F28) with its sums."""

    since: date | None = None
    until: date | None = None
    households: int = 0
    population: int = 0
    collapsed: int = 0
    severe: int = 0
    slight: int = 0
    amount: Decimal = Decimal(0)
    amount_words: str = ""
    lines: list[DamageLine] = field(default_factory=list)


@dataclass(kw_only=True)
class BatchLine:
    """One household of a batch."""

    position: int = 0
    household_number: str = ""
    village: str = ""
    payee: str = ""
    id_number: str = ""
    bank: str = ""
    account_number: str = ""
    programme: str = ""
    heads: int = 0
    amount: Decimal = Decimal(0)


@dataclass(kw_only=True)
class BatchPart:
    """The roster of a batch and its sums."""

    number: str = ""
    kind: str = ""
    notice: str = ""
    month: str = ""
    rates: str = ""
    households: int = 0
    heads: int = 0
    total: Decimal = Decimal(0)
    total_words: str = ""
    maker: str = ""
    confirmer: str = ""
    state: str = ""
    lines: list[BatchLine] = field(default_factory=list)
