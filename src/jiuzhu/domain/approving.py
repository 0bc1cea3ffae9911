"""审核 公示 审批: opinions, notices, objections, decisions, and the entitlements they create."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jiuzhu.domain.ids import new_id


@dataclass(kw_only=True, eq=False)
class Opinion:
    """初审意见."""

    id: str = field(default_factory=new_id)
    application_id: str
    result: str  # grant | refuse
    text: str
    monthly: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)  # once, for help that is not monthly
    findings: str = "[]"  # JSON of the findings it rests on
    given_by: str
    given_on: date
    version: int = 1


@dataclass(kw_only=True, eq=False)
class PublicNotice:
    """公示: what is posted carries only names, member count, programme and amount."""

    id: str = field(default_factory=new_id)
    application_id: str
    number: str
    place: str
    posted_on: date
    ends_on: date
    closed_on: date | None = None
    repost: bool = False
    members: int = 0
    persons: str = ""  # who is meant, in words, where it is not the whole household
    monthly: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)  # once, for help that is not monthly
    programmes: str = ""
    posted_by: str
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Objection:
    """公示异议 and its re-investigation."""

    id: str = field(default_factory=new_id)
    application_id: str
    notice_id: str
    received_on: date
    objector: str = ""  # may be anonymous
    content: str
    investigation: str = ""
    reply: str = ""
    outcome: str = ""  # upheld | dismissed | ended (with the application)
    settled_on: date | None = None
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Deliberation:
    """民主评议 (F12): the village's review of a disputed case; at least two thirds are village representatives."""

    id: str = field(default_factory=new_id)
    application_id: str
    held_on: date
    place: str
    host: str
    recorder: str
    attendees: str  # one a line: name and kind
    participants: int
    representatives: int  # 村（居）民代表 among them
    subject: str
    statements: str
    agree: int = 0
    disagree: int = 0
    abstain: int = 0
    conclusion: str = ""  # agreed | disagreed | resurvey
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Decision:
    """审核确认: the signed result for one item, with the snapshot it was made on."""

    id: str = field(default_factory=new_id)
    application_id: str
    item_id: str
    programme: str
    number: str
    result: str  # approved | refused
    monthly: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)  # once, for help that is not monthly
    first_month: str = ""  # YYYY-MM
    reason: str = ""
    clause: str = ""
    authority: str  # county | township
    decided_by: str
    decided_on: date
    snapshot: str  # JSON: dossier, findings, standards as shown when it was signed
    snapshot_hash: str
    notice_due_on: date
    delivered_on: date | None = None
    delivery_way: str = ""  # direct | left | post | electronic
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Entitlement:
    """待遇: what a household (or one person of it) receives each month, from a month to a month."""

    id: str = field(default_factory=new_id)
    household_id: str
    application_id: str
    decision_id: str
    programme: str
    person_id: str | None = None
    monthly: Decimal
    base: Decimal = Decimal(0)
    addons: Decimal = Decimal(0)
    first_month: str  # YYYY-MM
    last_month: str = ""
    recheck_class: str = ""  # A | B | C
    class_reason: str = ""  # why a person put it into another class
    next_recheck_on: date | None = None
    adjustment_id: str | None = None  # what made this row out of an earlier one
    care: str = ""  # 特困: none | half | full
    support: str = ""  # 特困: dispersed | institution
    valid_until: date | None = None  # 刚性支出: a new application is needed after it
    ended_reason: str = ""  # code table end_reason
    version: int = 1

    @property
    def tapers(self) -> bool:
        """渐退: its last month was set together with its amount, and no decision has ended it before."""
        return bool(self.last_month) and not self.ended_reason

    def ran_out(self, on: date) -> bool:
        """Whether it was recognised until a day that is past."""
        return self.valid_until is not None and self.valid_until < on

    def covers(self, month: str) -> bool:
        """Whether it is paid in a month (YYYY-MM)."""
        begun = self.first_month <= month
        valid = self.valid_until is None or f"{self.valid_until:%Y-%m}" >= month
        return begun and valid and (not self.last_month or self.last_month >= month)


@dataclass(kw_only=True, eq=False)
class IssuedPaper:
    """A paper that left: its number, the hash printed on it, how often it was printed."""

    id: str = field(default_factory=new_id)
    form: str  # F01…
    number: str
    application_id: str | None = None
    title: str
    content_hash: str
    issued_by: str
    issued_on: date
    prints: int = 1
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Reveal:
    """A masked number was shown to somebody, for a reason."""

    id: str = field(default_factory=new_id)
    person_id: str
    reason: str
    by: str
    on: date
    version: int = 1
