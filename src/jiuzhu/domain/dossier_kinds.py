"""Parts of the dossier that one kind of assistance has: who cannot care for themselves, spending, subsidies, children."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(kw_only=True)
class SelfCareLine:
    """One person's newest 生活自理能力评估: six indicators, each met or not; None while not assessed."""

    person: str = ""
    id_number: str = ""
    eat: bool | None = None
    dress: bool | None = None
    bed: bool | None = None
    toilet: bool | None = None
    walk: bool | None = None
    bath: bool | None = None
    unmet: int | None = None
    care: str = ""  # code table care_level
    assessed_on: date | None = None
    first_assessor: str = ""
    second_assessor: str = ""
    third_party: str = ""
    support: str = ""  # code table support_form, once confirmed


@dataclass(kw_only=True)
class SpendingLine:
    """One rigid expense of the last twelve months: a bill, or what was declared without one."""

    position: int = 0
    person: str = ""
    kind: str = ""  # code table expense_kind
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    total: Decimal | None = None
    insurer_paid: Decimal | None = None
    self_paid: Decimal | None = None


@dataclass(kw_only=True)
class SpendingKind:
    """The sum of one kind of spending, and its part of the year's income as a share of one."""

    kind: str = ""
    bills: int = 0
    self_paid: Decimal = Decimal(0)
    share: str = ""


@dataclass(kw_only=True)
class RigidPart:
    """刚性支出核算: the year's income, what could not be avoided, both ratios, and which one decides."""

    year_income: Decimal | None = None
    heads: int | None = None
    disposable: Decimal | None = None  # last year's local 人均可支配收入
    spending: Decimal | None = None
    living: Decimal | None = None
    ratio_without: str = ""
    ratio_with: str = ""
    limit: str = ""
    counts: str = ""  # in words
    lines: list[SpendingLine] = field(default_factory=list)
    kinds: list[SpendingKind] = field(default_factory=list)


@dataclass(kw_only=True)
class SubsidyLine:
    """One person a subsidy is for, and its monthly yuan on the figures of the file."""

    name: str = ""
    sex: str = ""
    birth: date | None = None
    id_number: str = ""
    relation: str = ""
    disability_kind: str = ""
    disability_grade: str = ""
    disability_certificate: str = ""
    phone: str = ""
    ethnic: str = ""
    health: str = ""
    student: str = ""
    school: str = ""
    registered_address: str = ""
    monthly: Decimal | None = None


@dataclass(kw_only=True)
class ParentLine:
    """The state of one parent beside the child's name."""

    child: str = ""
    name: str = ""
    state: str = ""
    since: date | None = None


@dataclass(kw_only=True)
class SubsidyPart:
    """A subsidy of persons (F35): who it is for, what the household receives, and the finding in words."""

    programme: str = ""
    monthly: Decimal | None = None
    monthly_words: str = ""
    standing: str = ""
    result: str = ""
    why: list[str] = field(default_factory=list)
    opinion: str = ""  # the township's, about this programme alone
    lines: list[SubsidyLine] = field(default_factory=list)
    parents: list[ParentLine] = field(default_factory=list)
    guardian_name: str = ""  # the proxy, else the applicant when grown up
    guardian_id_number: str = ""
    guardian_relation: str = ""
    guardian_phone: str = ""
