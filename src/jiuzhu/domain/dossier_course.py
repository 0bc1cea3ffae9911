"""What happens to an application, as forms see it: check, visit, findings, opinion, notice, decision."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(kw_only=True)
class CorrectionPart:
    """补正告知."""

    number: str = ""
    missing: list[str] = field(default_factory=list)
    issued_on: date | None = None
    due_on: date | None = None
    completed_on: date | None = None


@dataclass(kw_only=True)
class DeclinedPart:
    """不予受理 (F06)."""

    number: str = ""
    ground: str = ""
    reason: str = ""
    clause: str = ""
    advice: str = ""
    declined_by: str = ""
    declined_on: date | None = None
    notice_due_on: date | None = None
    delivered_on: date | None = None
    delivery_way: str = ""


@dataclass(kw_only=True)
class AuthorisationPart:
    """One signature under the authorisation."""

    number: str = ""
    name: str = ""
    id_number: str = ""
    signed_on: date | None = None
    signed_by: str = ""
    valid_until: date | None = None


@dataclass(kw_only=True)
class RelativePart:
    """One entry of 近亲属备案 (F07)."""

    id: str = ""
    staff_name: str = ""
    staff_id_number: str = ""
    staff_unit: str = ""
    staff_post: str = ""
    staff_role: str = ""
    relation: str = ""
    filed_on: date | None = None
    visited_on: date | None = None
    visitors: str = ""
    visit_found: str = ""


@dataclass(kw_only=True)
class CheckedObligorPart:
    """An obligor living apart who is checked too [43 Art 10]."""

    name: str = ""
    relation: str = ""
    id_number: str = ""
    signed_on: date | None = None
    valid_until: date | None = None


@dataclass(kw_only=True)
class CheckPart:
    """信息核对."""

    number: str = ""
    requested_on: date | None = None
    replied_on: date | None = None
    report_number: str = ""
    report_on: date | None = None
    conclusion: str = ""
    age_days: int | None = None
    obligors: list[CheckedObligorPart] = field(default_factory=list)


@dataclass(kw_only=True)
class ReplyPart:
    """One answer of the data check."""

    person_name: str = ""
    department: str = ""
    item: str = ""
    status: str = ""
    value: str = ""
    as_of: date | None = None


@dataclass(kw_only=True)
class VisitPart:
    """入户调查; `who`, `how` and `seen` tell it in one line each, where several stand in a table."""

    visited_on: date | None = None
    first_investigator: str = ""
    second_investigator: str = ""
    present: str = ""
    remote_reason: str = ""
    dwelling_kind: str = ""
    dwelling_area: str = ""
    dwelling_condition: str = ""
    belongings: str = ""
    food_clothing: str = ""
    utilities: str = ""
    debts: str = ""
    illness: str = ""
    opinion: str = ""
    phone_fees: Decimal | None = None  # yuan a month, as the following three
    property_fees: Decimal | None = None
    luxuries: Decimal | None = None
    other_spending: Decimal | None = None
    photos: int = 0
    who: str = ""
    how: str = ""  # who was there, or why nobody went in
    seen: str = ""


@dataclass(kw_only=True)
class PicturePart:
    """A photo as a paper shows it: what stands below it, and a small JPG, or nothing that can be shown."""

    caption: str = ""
    content: bytes = b""


@dataclass(kw_only=True)
class NeighbourPart:
    """邻里访问."""

    asked_on: date | None = None
    asked_by: str = ""
    name: str = ""
    relation: str = ""
    statement: str = ""


@dataclass(kw_only=True)
class LetterPart:
    """信函索证."""

    id: str = ""
    number: str = ""
    unit: str = ""
    question: str = ""
    sent_on: date | None = None
    sent_by: str = ""
    replied_on: date | None = None
    reply: str = ""


@dataclass(kw_only=True)
class FindingPart:
    """One finding in words: the why lines are sentences ready to print."""

    programme: str = ""
    result: str = ""
    members: int = 0
    per_head: Decimal | None = None
    standard: Decimal | None = None
    base: Decimal | None = None
    addons: Decimal | None = None
    monthly: Decimal | None = None
    headline: str = ""
    why: list[str] = field(default_factory=list)
    clashes: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class OpinionPart:
    """初审意见."""

    result: str = ""
    text: str = ""
    monthly: Decimal | None = None
    amount: Decimal | None = None
    given_by: str = ""
    given_on: date | None = None


@dataclass(kw_only=True)
class NoticePart:
    """公示."""

    number: str = ""
    place: str = ""
    posted_on: date | None = None
    ends_on: date | None = None
    closed_on: date | None = None
    repost: bool = False
    members: int = 0
    persons: str = ""  # who is meant, where it is not the whole household
    monthly: Decimal | None = None
    amount: Decimal | None = None
    recognition: str = ""  # what is said instead of a sum where somebody is recognised and not paid
    programmes: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class ObjectionPart:
    """公示异议: against which posting, and the second posting that followed."""

    notice_number: str = ""
    posted_on: date | None = None
    objector: str = ""
    received_on: date | None = None
    content: str = ""
    investigation: str = ""
    reply: str = ""
    outcome: str = ""
    settled_on: date | None = None
    reposted_on: date | None = None
    repost_ends_on: date | None = None


@dataclass(kw_only=True)
class DecisionPart:
    """One signed decision."""

    number: str = ""
    programme: str = ""
    result: str = ""
    monthly: Decimal | None = None
    monthly_words: str = ""
    amount: Decimal | None = None  # once
    amount_words: str = ""
    recognition: str = ""  # what is said instead of a sum where somebody is recognised and not paid
    first_month: str = ""
    reason: str = ""
    clause: str = ""
    authority: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    notice_due_on: date | None = None
    delivered_on: date | None = None
    delivery_way: str = ""
    next_recheck_on: date | None = None


@dataclass(kw_only=True)
class StepPart:
    """One line of the history."""

    move: str = ""
    from_state: str = ""
    to_state: str = ""
    by: str = ""
    at: str = ""  # local time, YYYY-MM-DD HH:MM
    note: str = ""
