"""What follows the decision: adjustments, money for past months, the month's sealed roster, the run after a new standard."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jiuzhu.domain.ids import new_id

BEGUN = ("applying", "applied")
"""States of a 标准调整 that has changed what is received, all of it or a part."""


@dataclass(kw_only=True, eq=False)
class Adjustment:
    """调整审批 (F18, F19): an entitlement is raised, cut, tapered or stopped from a month."""

    id: str = field(default_factory=new_id)
    number: str
    household_id: str
    entitlement_id: str | None = None  # None: newly entitled by a new standard
    programme: str
    kind: str  # code table adjustment_kind: raise | cut | stop | taper
    cause: str  # code table adjustment_cause
    state: str = "proposed"  # proposed | approved | refused | withdrawn
    old_monthly: Decimal
    new_monthly: Decimal
    new_base: Decimal = Decimal(0)
    new_addons: Decimal = Decimal(0)
    new_care: str = ""  # 特困: another level of care, "" when it stays
    found_kind: str = ""  # what the facts asked for when it was proposed, whatever a person set
    found_monthly: Decimal = Decimal(0)
    since_month: str = ""  # first past month the facts held in, "" when no past month is to be repaired
    from_month: str  # YYYY-MM
    until_month: str = ""  # last month of a taper
    reason: str
    clause: str
    why: str = ""  # explanation, one sentence a line
    evidence: str = ""
    event_id: str | None = None  # HouseholdEvent
    recheck_id: str | None = None
    alert_id: str | None = None
    reassessment_id: str | None = None
    proposed_by: str
    proposed_on: date
    posted_on: date | None = None  # 特困 ends after a posting
    posting_ends_on: date | None = None
    posted_place: str = ""
    decided_by: str | None = None
    decided_on: date | None = None
    decision_note: str = ""
    notice_due_on: date | None = None
    delivered_on: date | None = None
    delivery_way: str = ""
    statement: str = ""  # what the family said before the decision
    version: int = 1


@dataclass(kw_only=True, eq=False)
class BackPayment:
    """补发 or 追回: money that repairs a past month, paid or taken in another one."""

    id: str = field(default_factory=new_id)
    household_id: str
    entitlement_id: str
    adjustment_id: str | None = None
    reassessment_id: str | None = None  # neither: what a sealed roster lacked
    programme: str
    person_id: str | None = None
    kind: str  # makeup | clawback
    for_month: str  # YYYY-MM it repairs
    amount: Decimal  # yuan, positive
    pay_month: str = ""  # YYYY-MM it is paid or taken with
    state: str = "proposed"  # proposed | approved | refused | settled | returned | told | paid | offset
    reason: str
    proposed_by: str
    proposed_on: date
    decided_by: str | None = None
    decided_on: date | None = None
    returned_on: date | None = None  # the family gave it back itself, or was given it outside a roster
    receipt: str = ""
    version: int = 1


@dataclass(kw_only=True, eq=False)
class MonthRoster:
    """发放花名册 of a month and programme as it was sealed: what is paid by, never changed afterwards."""

    id: str = field(default_factory=new_id)
    number: str
    month: str  # YYYY-MM
    programme: str
    households: int
    people: int
    base: Decimal
    addons: Decimal
    repaired: Decimal  # 补发 less 追回 of other months
    total: Decimal
    sealed_by: str
    sealed_on: date
    version: int = 1


@dataclass(kw_only=True, eq=False)
class RosterEntry:
    """One household of a sealed roster, with the account it was sealed with."""

    id: str = field(default_factory=new_id)
    roster_id: str
    household_id: str
    position: int
    household_number: str
    village: str = ""
    payee: str = ""
    payee_id_number: str = ""
    bank: str = ""
    account_number: str = ""
    members: int
    addons: Decimal
    repaired: Decimal
    total: Decimal
    shares: str = (
        ""  # JSON: person → yuan of what belongs to persons; empty for what belongs to the household
    )
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Reassessment:
    """标准调整: all households looked at again under the standards of a day, with a list before and after."""

    id: str = field(default_factory=new_id)
    number: str
    title: str
    cause: str  # standard | yearly
    standards_on: date
    from_month: str  # YYYY-MM
    document: str
    state: str = "draft"  # draft | signed | applying | applied | discarded
    households: int = 0
    unchanged: int = 0
    changed: int = 0
    lost: int = 0  # no longer entitled
    gained: int = 0  # newly entitled
    manual: int = 0
    makeups: int = 0  # months the new standard began before it was paid
    makeup_total: Decimal = Decimal(0)  # yuan
    before_total: Decimal = Decimal(0)  # yuan a month
    after_total: Decimal = Decimal(0)
    list_hash: str = ""  # SHA-256 of the list that was signed
    figures_hash: str = ""  # SHA-256 of the figures it was made by
    carried_to: int = 0  # place of the last line carried out
    made_by: str
    made_on: date
    signed_by: str | None = None
    signed_on: date | None = None
    applied_by: str | None = None
    applied_on: date | None = None
    version: int = 1
