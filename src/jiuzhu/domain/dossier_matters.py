"""Parts of the dossier for papers about one matter: a transfer, a change of an amount, a deliberation."""

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
    person: str = ""  # whose the entitlement is, with what they are to the head; 全户 of a household's
    told_to: str = ""  # whom the notice is for
    whose: str = ""  # the same, said to whom the notice is for
    ended: str = ""  # 特困: what ends it, said to whom the decision is for
    may_ask: str = ""  # who may ask for what instead, begins the sentence that says where
    kind: str = ""
    cause: str = ""
    old_monthly: Decimal = _ZERO
    new_monthly: Decimal = _ZERO
    new_words: str = ""
    from_month: str = ""
    until_month: str = ""
    reason: str = ""
    clause: str = ""  # in words people know, "" when there are none
    why: str = ""
    evidence: str = ""
    statement: str = ""
    proposed_by: str = ""
    proposed_on: date | None = None
    decided_by: str = ""
    decided_on: date | None = None
    decision_note: str = ""


@dataclass(kw_only=True)
class SurveyPart:
    """What the lines of a file come to (F10): yuan a month, before any cost is deducted; None where nothing is known."""

    wage: Decimal | None = None
    business: Decimal | None = None
    property: Decimal | None = None
    transfer: Decimal | None = None
    other: Decimal | None = None
    total: Decimal | None = None
    money: Decimal | None = None  # yuan
    disputed: bool | None = None  # 民主评议有异议


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
