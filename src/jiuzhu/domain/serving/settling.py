"""结算: what a month of verified visits costs, line by line."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jiuzhu.domain.ids import new_id


@dataclass(kw_only=True, eq=False)
class Settlement:
    """服务结算单 (F34) of one agreement and month; re-opening is a numbered correction."""

    id: str = field(default_factory=new_id)
    number: str
    agreement_id: str
    fund_id: str
    month: str
    correction: int = 0  # 0 the first, then 1, 2 …
    corrects_id: str | None = None
    state: str = "made"  # made | signed | withdrawn
    minutes: int
    amount: Decimal
    refused_minutes: int
    made_by: str
    made_on: date
    second_by: str | None = None
    second_on: date | None = None
    sha256: str  # of the lines, checked again at the second signature
    note: str = ""
    version: int = 1


@dataclass(kw_only=True, eq=False)
class SettlementLine:
    """One record in a settlement: paid, refused, or put right for an earlier month."""

    id: str = field(default_factory=new_id)
    service_file_id: str
    settlement_id: str
    visit_record_id: str
    kind: str  # payable | refused | correction
    month: str  # it belongs to
    day: date
    item: str
    minutes: int
    rate: Decimal
    unit: str
    amount: Decimal  # yuan; negative where something is taken back
    reason: str = ""
    version: int = 1
