"""What an assessment knows about a household: plain values, named as the case files name them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jiuzhu.domain.policy import Value

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Disability:
    """One entry of a 残疾证: kind 1-7 and grade 1 (heaviest) to 4 of GB/T 26341."""

    kind: str
    grade: str


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """One person of the household, each fact as the code tables have it."""

    id: str
    relation: str = ""
    sex: str = ""
    birth: date | None = None  # None while the clerk is still typing
    disability: tuple[Disability, ...] = ()
    illness: str = "none"
    student: str = "none"
    self_care_unmet: tuple[str, ...] | None = ()  # None while nobody has assessed the six indicators
    counted: bool = True
    lives_alone: bool = False
    registered_unemployed: bool = False
    bedridden_months: int = 0
    in_prison: bool = False
    in_detox: bool = False
    missing: bool = False
    clergy_since: date | None = None
    soldier: bool = False  # 未婚现役军人
    in_institution: bool = False
    child_support: bool = False  # the guardian chose the child's own programme instead of 特困 [43 Art 9]
    ruled_as: str = ""
    """What the district ruled a child of dead or missing parents to be: orphan | unsupported_child."""
    ruled_by: str = ""  # the paper that says so
    obligors_asked: bool = True  # somebody has told who owes this person support, or that nobody does
    receives: tuple[str, ...] = ()
    """Programmes the person already gets, and what excludes another help: `tekun_care` 特困照料护理, `elder_care`
    高龄失能养老服务补贴, `home_care` 残联居家托养."""
    own_dibao: Decimal | None = None  # yuan a month of 单人户 in force with its 分类重点救助
    name: str = ""


@dataclass(frozen=True, slots=True)
class ObligorFacts:
    """A relative living apart who owes support to member `of`; income in yuan a month, None while nobody has asked.

    `property_fits`: what they own keeps within the rule of low-income families; a paper proves it.
    """

    of: str
    relation: str = ""
    birth: date | None = None
    income_month: Decimal | None = None
    disability: tuple[Disability, ...] = ()
    status: str = "ordinary"
    property_fits: bool = True


@dataclass(frozen=True, slots=True)
class ParentFacts:
    """The state of one parent of child `of` (code table parent_state), the day it began, when its term ends, and who it is."""

    of: str
    state: str = "none"
    since: date | None = None
    until: date | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """What struck the family: its kind (code table incident_kind), yuan paid by itself in 12 months, persons struck."""

    kind: str
    on: date | None = None
    self_paid: Decimal = _ZERO
    persons: int = 1


@dataclass(frozen=True, slots=True)
class IncomeFacts:
    """One income in yuan for the month, or the 12 months, before the application; `cost` is deductible."""

    member: str
    kind: str
    amount: Decimal
    period: str
    item: str = ""
    cost: Decimal = _ZERO


@dataclass(frozen=True, slots=True)
class AssetFacts:
    """Money the household owns; `declared` is what it said when the check found something else."""

    kind: str
    amount: Decimal
    declared: Decimal | None = None


@dataclass(frozen=True, slots=True)
class HousingFacts:
    """One home: floor area in m² and its danger grade ("", C, D)."""

    area: Decimal
    danger: str = ""


@dataclass(frozen=True, slots=True)
class VehicleFacts:
    """One vehicle, boat or machine; `value_proved` says that a paper stands behind the value."""

    kind: str
    value: Decimal = _ZERO
    value_proved: bool = False


@dataclass(frozen=True, slots=True)
class ExpenseFacts:
    """Self-paid spending of the last 12 months."""

    kind: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that do not count, both ends included; `ends` is open while the pause lasts."""

    starts: date
    ends: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EventsFacts:
    """What happened when; `special` is the reason of the longer clock."""

    accepted: date | None = None
    survey_started: date | None = None
    check_requested: date | None = None
    check_replied: date | None = None
    posted: date | None = None
    objection: date | None = None
    reposted: date | None = None
    sent_to_county: date | None = None
    decided: date | None = None
    care_reported: date | None = None  # 特困: somebody told that the person needs other care
    reassessed: date | None = None
    end_posted: date | None = None  # 特困: the end of support
    rechecked: date | None = None
    made_up: date | None = None  # papers of a pay-first case
    referred: date | None = None  # handed to the department
    disputed: date | None = None
    ruled: date | None = None
    answered: date | None = None
    told: date | None = None  # the applicant
    special: str = ""
    refused: bool = False
    pauses: tuple[Pause, ...] = ()

    def __hash__(self) -> int:
        """Of the days that tell cases apart: clocks are looked up by events, many thousand times in a batch."""
        return hash((self.accepted, self.posted, self.sent_to_county, self.decided, self.special))


@dataclass(frozen=True, slots=True)
class HouseholdFacts:
    """One household on the day of acceptance."""

    on: date
    kind: str
    district: str
    members: tuple[MemberFacts, ...] = ()
    obligors: tuple[ObligorFacts, ...] = ()
    incomes: tuple[IncomeFacts, ...] = ()
    assets: tuple[AssetFacts, ...] = ()
    housing: tuple[HousingFacts, ...] = ()
    vehicles: tuple[VehicleFacts, ...] = ()
    expenses: tuple[ExpenseFacts, ...] = ()
    events: EventsFacts = EventsFacts()
    settings: Mapping[str, Value] = field(default_factory=dict)
    consumption: tuple[str, ...] = ()
    """Spending rules that were met [TL Art 10], of the code table consumption."""
    premises: tuple[str, ...] = ()  # shop | company
    disaster: bool = False  # hit by a major disaster or accident
    pending: tuple[str, ...] = ()
    """Sections that are not filled in yet (`income`, `assets`, `housing`, `vehicles`): what is missing there is asked for,
    never taken as zero."""
    parents: tuple[ParentFacts, ...] = ()
    incident: IncidentFacts | None = None
    standing: tuple[str, ...] = ()  # programmes the household has in force
    dibao_base: Decimal | None = None
    """Yuan a month of its 低保 without 分类重点救助, where a decision tells it."""
    dibao_unsplit: bool = False  # it may hold 分类重点救助: no part of it was told apart
    dibao_income: Decimal | None = None
    """Yuan a month the household had by a confirmed 金额构成, while nobody has looked at its means."""
    dibao_heads: tuple[str, ...] = ()  # who must count for `dibao_income` to hold
    monitored: bool = False  # 防止返贫监测对象
    asked: tuple[str, ...] | None = None
    """Programmes of the form: what stands on another programme has it in force or asked for beside it. None where nobody
    asks for anything in particular, as at a recheck: what fits counts as asked for."""
    awaited: tuple[str, ...] = ()  # programmes of its other applications that are not decided yet

    def asks(self, programme: str) -> bool:
        """Whether a programme that fits can be granted with the others."""
        return self.asked is None or programme in self.asked

    def undecided(self, programme: str) -> bool:
        """Whether the family has asked for a programme, on this form or another, and has no answer yet."""
        return programme in self.awaited or programme in (self.asked or ())
