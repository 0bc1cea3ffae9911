"""Parts of the dossier about a household after its decision: a taper, a recheck, the record of what changed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(kw_only=True)
class TaperPart:
    """渐退期 (F19): who found which work, what it brings, and until when the grant goes on. Yuan a month."""

    person: str = ""
    since: date | None = None
    work: str = ""  # as the event was written down
    income: Decimal | None = None
    per_head: Decimal | None = None
    standard: Decimal | None = None
    limit: Decimal | None = None  # per head, from which nothing tapers
    months: int = 0
    ends_on: date | None = None


@dataclass(kw_only=True)
class RecheckPart:
    """定期复核 (F20)."""

    number: str = ""
    programme: str = ""
    recheck_class: str = ""
    monthly: Decimal | None = None  # when it was looked at
    last_on: date | None = None  # the one before, or the decision
    due_on: date | None = None
    done_on: date | None = None
    outcome: str = ""
    found: str = ""
    first_checker: str = ""
    second_checker: str = ""
    next_due_on: date | None = None
    recorded_by: str = ""


@dataclass(kw_only=True)
class EventPart:
    """户情变动."""

    number: str = ""
    kind: str = ""
    person: str = ""
    effective_on: date | None = None
    from_month: str = ""
    details: str = ""
    evidence: str = ""
    recorded_on: date | None = None
    settled_on: date | None = None
