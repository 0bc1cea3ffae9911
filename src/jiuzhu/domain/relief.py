"""临时救助 and help in disasters: incidents, bills, what was paid out, the township's reserve, batches of many."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jiuzhu.domain.ids import new_id


@dataclass(kw_only=True, eq=False)
class Incident:
    """What struck the family, once for each application of 临时救助."""

    id: str = field(default_factory=new_id)
    application_id: str
    kind: str  # code table incident_kind
    cause: str = ""
    happened_on: date
    place: str = ""
    person_id: str | None = None  # who was struck, None for the whole household
    persons: int = 1
    self_paid: Decimal = Decimal(0)
    family_class: str = ""  # A | B | C | D
    proposed: Decimal = Decimal(0)
    evidence: str = ""
    again_reason: str = ""  # why help is asked for beside another claim of about the same time
    no_number_reason: str = ""  # why somebody's ID number was not there when they were helped
    makeup_due_on: date | None = None  # papers of a pay-first case to be made up by
    makeup_done_on: date | None = None
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Bill:
    """One bill of rigid spending; the same bill serves once."""

    id: str = field(default_factory=new_id)
    application_id: str
    person_id: str | None = None
    kind: str  # code table expense_kind
    number: str
    number_key: str = ""  # what the number is compared by: see `domain.bills.spelling_key`
    issuer: str
    issued_on: date
    total: Decimal
    insurer_paid: Decimal = Decimal(0)  # insurance, medical relief, commercial insurance
    self_paid: Decimal
    left_out: str = ""  # why it does not count after all, empty while it does
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Payout:
    """Money or goods handed over once."""

    id: str = field(default_factory=new_id)
    application_id: str
    decision_id: str | None = None
    number: str
    amount: Decimal
    form: str = "transfer"  # transfer | cash | goods
    source: str  # reserve | county
    payee_name: str
    payee_id_number: str = ""
    account_number: str = ""
    paid_on: date
    handler_id: str  # Operator
    receipt: str = ""
    collector_name: str = ""  # 代领人, empty when the payee came
    collector_id_number: str = ""
    collector_relation: str = ""
    collector_document: str = ""  # what was seen: 身份证、委托书
    note: str = ""
    returned_on: date | None = None  # the money came back: what was decided waits to be paid again
    returned_reason: str = ""
    version: int = 1


@dataclass(kw_only=True, eq=False)
class ReserveEntry:
    """One line of 备用金台账 (F26): every outflow has a case, the balance never falls below zero."""

    id: str = field(default_factory=new_id)
    position: int  # of the ledger, without gaps
    voucher: str
    entered_on: date
    direction: str  # in | out
    kind: str  # opening | replenish | payout | returned | correction
    amount: Decimal
    balance: Decimal
    application_id: str | None = None
    payout_id: str | None = None
    request_number: str = ""  # of the replenishment request
    reverses_id: str | None = None  # the line it takes back, once
    approver_id: str | None = None  # who signed the help
    entered_by: str
    note: str = ""
    version: int = 1


@dataclass(kw_only=True, eq=False)
class ReserveRequest:
    """补充申请 (F26): what fills the reserve up again; open until all the money arrived."""

    id: str = field(default_factory=new_id)
    number: str
    requested_on: date
    balance: Decimal  # of that moment
    amount: Decimal
    requested_by: str
    arrived_on: date | None = None
    arrived: Decimal = Decimal(0)
    version: int = 1


@dataclass(kw_only=True, eq=False)
class ReserveClosing:
    """月结: book and cash counted by one person and signed by another."""

    id: str = field(default_factory=new_id)
    month: str  # YYYY-MM
    book: Decimal
    counted: Decimal
    explanation: str = ""
    first_signer_id: str
    closed_on: date
    second_signer_id: str | None = None  # None: the count waits for the second hand
    signed_on: date | None = None
    version: int = 1


@dataclass(kw_only=True, eq=False)
class DamagedHouse:
    """One line of 倒损住房台账 (F28)."""

    id: str = field(default_factory=new_id)
    household_id: str
    application_id: str | None = None
    disaster: str  # code table disaster_kind
    happened_on: date
    structure: str = ""
    collapsed: int = 0  # rooms
    severe: int = 0
    slight: int = 0
    only_home: bool = True
    rebuild: str = ""  # code table rebuild_way
    slight_amount: Decimal = Decimal(0)  # of the slight damage, set by hand
    amount: Decimal = Decimal(0)
    note: str = ""
    version: int = 1


@dataclass(kw_only=True, eq=False)
class GrantBatch:
    """One help for many: 临时价格补贴 of a month on a notice, or 冬春救助 of a season."""

    id: str = field(default_factory=new_id)
    number: str
    kind: str  # price | winter_spring
    notice: str  # number of the notice it is paid on
    month: str  # YYYY-MM
    heads: int = 0
    total: Decimal = Decimal(0)
    state: str = "draft"  # draft | confirmed | withdrawn
    made_by: str
    made_on: date
    confirmed_by: str | None = None
    confirmed_on: date | None = None
    version: int = 1


@dataclass(kw_only=True, eq=False)
class GrantRate:
    """Yuan a head of one programme in a batch; `position` says under which of two programmes a person counts."""

    id: str = field(default_factory=new_id)
    batch_id: str
    position: int
    programme: str
    per_head: Decimal
    version: int = 1


@dataclass(kw_only=True, eq=False)
class GrantLine:
    """What one household gets of a batch for the heads of one programme."""

    id: str = field(default_factory=new_id)
    batch_id: str
    household_id: str
    programme: str
    heads: int
    amount: Decimal
    excluded: str = ""  # why it is left out after all
    village: str = ""  # from here on: as of the day the batch was confirmed
    payee: str = ""
    payee_id_number: str = ""
    bank: str = ""
    account_number: str = ""
    version: int = 1
