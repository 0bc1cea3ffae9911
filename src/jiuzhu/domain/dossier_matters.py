"""Parts of the dossier for papers about one matter: a transfer, a change of an amount, a payout, a month of the reserve."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_ZERO = Decimal(0)


@dataclass(kw_only=True)
class TransferPart:
    """转办单 and its answer (F27)."""

    number: str = ""
    programme: str = ""
    department: str = ""
    need: str = ""
    attachments: str = ""
    sent_by: str = ""
    sent_on: date | None = None
    due_on: date | None = None
    received_by: str = ""
    received_on: date | None = None
    result: str = ""
    result_text: str = ""
    amount: Decimal | None = None
    answered_on: date | None = None


@dataclass(kw_only=True)
class AdjustmentPart:
    """One change of an entitlement (F18, F19). Yuan a month."""

    number: str = ""
    programme: str = ""
    kind: str = ""
    cause: str = ""
    old_monthly: Decimal = _ZERO
    new_monthly: Decimal = _ZERO
    new_words: str = ""
    from_month: str = ""
    until_month: str = ""
    reason: str = ""
    why: str = ""
    evidence: str = ""
    statement: str = ""
    proposed_by: str = ""
    proposed_on: date | None = None
    decided_by: str = ""
    decided_on: date | None = None
    decision_note: str = ""


@dataclass(kw_only=True)
class PayoutPart:
    """Money or goods handed over once (领款单 of F25)."""

    number: str = ""
    amount: Decimal | None = None
    amount_words: str = ""
    form: str = ""
    source: str = ""
    payee_name: str = ""
    payee_id_number: str = ""
    account_number: str = ""
    paid_on: date | None = None
    handler: str = ""
    receipt: str = ""


@dataclass(kw_only=True)
class ReservePart:
    """A month of 备用金 (F26); `counted` stays None until the month is closed."""

    month: str = ""
    opening: Decimal = _ZERO
    incoming: Decimal = _ZERO
    outgoing: Decimal = _ZERO
    closing: Decimal = _ZERO
    counted: Decimal | None = None
    explanation: str = ""
    first_signer: str = ""
    second_signer: str = ""


@dataclass(kw_only=True)
class ReserveLine:
    """One entry of the reserve's ledger."""

    position: int = 0
    entered_on: date | None = None
    voucher: str = ""
    kind: str = ""
    incoming: Decimal | None = None
    outgoing: Decimal | None = None
    balance: Decimal = _ZERO
    note: str = ""


@dataclass(kw_only=True)
class DeliberationPart:
    """民主评议 (F12)."""

    held_on: date | None = None
    place: str = ""
    host: str = ""
    recorder: str = ""
    attendees: str = ""
    participants: int = 0
    representatives: int = 0
    subject: str = ""
    statements: str = ""
    agree: int = 0
    disagree: int = 0
    abstain: int = 0
    conclusion: str = ""


@dataclass(kw_only=True)
class DamagePart:
    """One line of 倒损住房台账 (F28); rooms and yuan."""

    disaster: str = ""
    happened_on: date | None = None
    structure: str = ""
    collapsed: int = 0
    severe: int = 0
    slight: int = 0
    only_home: bool = True
    rebuild: str = ""
    amount: Decimal = _ZERO
