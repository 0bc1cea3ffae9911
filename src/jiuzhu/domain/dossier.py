"""卷宗: everything known about one application in one flat shape.

The intake screen types into it, the assessment reads it, every paper prints from it, every decision keeps it
as its snapshot. Forms name its fields by path (`applicant.phone`, `members.name`); nothing else may be named.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jiuzhu.domain.dossier_care import AgreementPart, CustodyPart, WellbeingPart
from jiuzhu.domain.dossier_changes import EventPart, RecheckPart, TaperPart
from jiuzhu.domain.dossier_course import (
    AuthorisationPart,
    CheckPart,
    CorrectionPart,
    DecisionPart,
    DeclinedPart,
    FindingPart,
    LetterPart,
    NeighbourPart,
    NoticePart,
    ObjectionPart,
    OpinionPart,
    PicturePart,
    RelativePart,
    ReplyPart,
    StepPart,
    VisitPart,
)
from jiuzhu.domain.dossier_delivering import CallBackPart, SpotCheckPart, VisitRecordPart
from jiuzhu.domain.dossier_kinds import RigidPart, SelfCareLine, SubsidyPart
from jiuzhu.domain.dossier_matters import AdjustmentPart, DeliberationPart, SurveyPart, TransferPart
from jiuzhu.domain.dossier_relief import BatchPart, DamagePart, PayoutPart, ReservePart
from jiuzhu.domain.dossier_roster import RosterPart
from jiuzhu.domain.dossier_serving import AssessmentPart, PlanPart, PostingPart, ServedPart
from jiuzhu.domain.dossier_settling import SettlementPart
from jiuzhu.domain.ids import new_id


@dataclass(kw_only=True)
class OfficePart:
    """Letterhead."""

    name: str = ""
    district_name: str = ""
    township_name: str = ""
    address: str = ""
    phone: str = ""
    supervision_phone: str = ""
    window: str = ""


@dataclass(kw_only=True)
class PaperPart:
    """What the issuing of a paper adds: its number and day. The page and the QR code are drawn by the page kit."""

    number: str = ""
    issued_on: date | None = None
    issued_by: str = ""


@dataclass(kw_only=True)
class ApplicationPart:
    """The application itself."""

    id: str = ""
    number: str = ""
    state: str = "draft"
    source: str = "self"
    programmes: list[str] = field(default_factory=lambda: ["dibao"])  # asked for
    authority: str = ""  # who signs, in words
    reason: str = ""
    cause: str = ""
    submitted_on: date | None = None
    accepted_on: date | None = None
    promised_on: date | None = None  # the day the whole matter must be finished
    special_reason: str = ""
    proxy_name: str = ""
    proxy_id_number: str = ""
    proxy_phone: str = ""
    proxy_relation: str = ""
    truth_promised: bool = False  # 诚信声明
    clerk_name: str = ""
    related_staff: str = ""  # 近亲属备案, one line


@dataclass(kw_only=True)
class HouseholdPart:
    """The household as a whole."""

    id: str = ""
    number: str = ""
    kind: str = "urban"
    district: str = ""
    township: str = ""
    village: str = ""
    address: str = ""
    phone: str = ""
    bank: str = ""
    account_name: str = ""
    account_number: str = ""
    premises: list[str] = field(default_factory=list)  # code table premises_kind
    consumption: list[str] = field(default_factory=list)  # code table consumption
    disaster_home: bool = False
    monitored: str = ""
    standing: list[str] = field(default_factory=list)  # programmes in force for the household
    awaited: list[str] = field(default_factory=list)  # asked for on its other applications, not decided yet
    dibao_base: Decimal | None = None  # yuan a month of 低保 in force, without 分类重点救助
    dibao_unsplit: bool = False  # no part of it was told to be 分类重点救助
    size: int = 0  # members counted


@dataclass(kw_only=True)
class MemberPart:
    """One person of the household; the first is the applicant."""

    id: str = field(default_factory=new_id)  # of the Person
    member_id: str = ""
    name: str = ""
    id_number: str = ""
    sex: str = "0"
    birth: date | None = None
    age: int | None = None
    relation: str = "01"
    ethnic: str = ""
    marital: str = ""
    health: str = ""
    education: str = ""
    occupation: str = ""
    employer: str = ""
    phone: str = ""
    registration: str = ""
    registered_address: str = ""
    disability_kind: str = ""
    disability_grade: str = ""
    disability_certificate: str = ""
    illness: str = "none"
    illness_name: str = ""
    student: str = "none"
    school: str = ""
    special_identity: str = ""
    counted: bool = True
    not_counted_reason: str = ""
    lives_alone: bool = False
    registered_unemployed: bool = False
    in_prison: bool = False
    in_detox: bool = False
    missing: bool = False
    self_care_unmet: list[str] = field(default_factory=list)  # code table self_care
    self_care_on: date | None = None  # None: not assessed
    bedridden_months: int = 0
    clergy_since: date | None = None
    in_institution: bool = False
    child_support: bool = False
    ruled_as: str = ""  # by an event of the household, never by a form
    ruled_by: str = ""
    no_obligors: bool = False  # 特困: the person says that nobody owes them support
    receives: list[str] = field(default_factory=list)  # programmes in force for this person
    own_dibao: Decimal | None = None  # yuan a month of 单人户 in force, 分类重点救助 among it
    authorised_on: date | None = None  # 核对授权 signed
    authorised_by: str = ""  # guardian, when not the person


@dataclass(kw_only=True)
class ObligorPart:
    """A legally liable relative living apart."""

    id: str = field(default_factory=new_id)
    of_person: str = ""
    name: str = ""
    id_number: str = ""
    relation: str = ""
    birth: date | None = None
    family_size: int = 1
    income_month: Decimal | None = None
    occupation: str = ""
    address: str = ""
    phone: str = ""
    status: str = "ordinary"
    disability_kind: str = ""
    disability_grade: str = ""
    property_over: bool = False
    sex: str = ""  # as the ID number says
    age: int | None = None
    per_head: Decimal | None = None  # of the obligor's own family, yuan a month
    authorised_on: date | None = None  # 特困: whoever owes support allows the check of their means too
    authorised_by: str = ""


@dataclass(kw_only=True)
class ParentPart:
    """The state of a child's father or mother."""

    id: str = field(default_factory=new_id)
    of_person: str = ""
    name: str = ""
    state: str = "none"
    since: date | None = None
    until: date | None = None


@dataclass(kw_only=True)
class IncidentPart:
    """What struck a family that asks for 临时救助."""

    kind: str = ""
    cause: str = ""
    happened_on: date | None = None
    place: str = ""
    person: str = ""  # id of the MemberPart, empty for the whole household
    persons: int = 1
    self_paid: Decimal | None = None
    family_class: str = ""
    proposed: Decimal | None = None
    evidence: str = ""
    again_reason: str = ""  # why help is asked for beside another claim of about the same time
    no_number_reason: str = ""
    makeup_due_on: date | None = None
    makeup_done_on: date | None = None


@dataclass(kw_only=True)
class BillPart:
    """One bill of rigid spending."""

    id: str = field(default_factory=new_id)
    person: str = ""
    kind: str = ""
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    total: Decimal | None = None
    insurer_paid: Decimal | None = None
    self_paid: Decimal | None = None


@dataclass(kw_only=True)
class LinePart:
    """One economic line, see `domain.application.EconomicLine` for units."""

    id: str = field(default_factory=new_id)
    kind: str = ""
    person: str = ""  # id of the MemberPart, empty for the household
    person_name: str = ""
    item: str = ""
    period: str = "month"
    declared: Decimal | None = None
    cost: Decimal | None = None
    cost_accepted: Decimal | None = None
    checked: Decimal | None = None
    check_source: str = ""
    check_as_of: date | None = None
    visited: Decimal | None = None
    difference: Decimal | None = None  # largest found − declared, None while nothing was found
    explanation: str = ""
    evidence: str = ""
    judgement: str = ""
    accepted: Decimal | None = None
    accepted_by: str = ""
    accepted_on: date | None = None
    address: str = ""
    danger: str = ""
    value_proved: bool = False


@dataclass(kw_only=True)
class MaterialPart:
    """One line of the checklist."""

    code: str = ""
    name: str = ""
    needed: bool = True
    by_data: bool = False
    received_on: date | None = None
    note: str = ""


@dataclass(kw_only=True)
class Dossier:
    """The whole file; parts that do not exist yet are empty parts or empty lists."""

    version: int = 0  # of the Application, to notice that somebody else changed it
    office: OfficePart = field(default_factory=OfficePart)
    paper: PaperPart = field(default_factory=PaperPart)
    application: ApplicationPart = field(default_factory=ApplicationPart)
    household: HouseholdPart = field(default_factory=HouseholdPart)
    members: list[MemberPart] = field(default_factory=lambda: [MemberPart()])
    obligors: list[ObligorPart] = field(default_factory=list)
    parents: list[ParentPart] = field(default_factory=list)
    incident: IncidentPart = field(default_factory=IncidentPart)
    bills: list[BillPart] = field(default_factory=list)
    incomes: list[LinePart] = field(default_factory=list)
    assets: list[LinePart] = field(default_factory=list)
    housing: list[LinePart] = field(default_factory=list)
    vehicles: list[LinePart] = field(default_factory=list)
    expenses: list[LinePart] = field(default_factory=list)
    materials: list[MaterialPart] = field(default_factory=list)
    correction: CorrectionPart = field(default_factory=CorrectionPart)
    declined: DeclinedPart = field(default_factory=DeclinedPart)
    relatives: list[RelativePart] = field(default_factory=list)
    authorisations: list[AuthorisationPart] = field(default_factory=list)
    check: CheckPart = field(default_factory=CheckPart)
    replies: list[ReplyPart] = field(default_factory=list)
    visit: VisitPart = field(default_factory=VisitPart)  # the newest, with the photos of all of them
    visits: list[VisitPart] = field(default_factory=list)  # every one by its day, each with its own photos
    pictures: list[PicturePart] = field(
        default_factory=list
    )  # of the visits or of a record of service, only on the paper that shows them
    visit_record: VisitRecordPart = field(default_factory=VisitRecordPart)
    call_back: CallBackPart = field(default_factory=CallBackPart)
    spot_check: SpotCheckPart = field(default_factory=SpotCheckPart)
    neighbours: list[NeighbourPart] = field(default_factory=list)
    letters: list[LetterPart] = field(default_factory=list)
    letter: LetterPart = field(default_factory=LetterPart)  # the one a paper is about
    survey: SurveyPart = field(default_factory=SurveyPart)
    findings: list[FindingPart] = field(default_factory=list)
    opinion: OpinionPart = field(default_factory=OpinionPart)
    notice: NoticePart = field(default_factory=NoticePart)
    objections: list[ObjectionPart] = field(default_factory=list)
    decisions: list[DecisionPart] = field(default_factory=list)
    decision: DecisionPart = field(default_factory=DecisionPart)  # the one a notice speaks about
    steps: list[StepPart] = field(default_factory=list)
    roster: RosterPart = field(default_factory=RosterPart)
    payout: PayoutPart = field(default_factory=PayoutPart)
    reserve: ReservePart = field(default_factory=ReservePart)
    deliberation: DeliberationPart = field(default_factory=DeliberationPart)
    transfer: TransferPart = field(default_factory=TransferPart)
    adjustment: AdjustmentPart = field(default_factory=AdjustmentPart)
    adjustments: list[AdjustmentPart] = field(default_factory=list)
    taper: TaperPart = field(default_factory=TaperPart)
    recheck: RecheckPart = field(default_factory=RecheckPart)
    rechecks: list[RecheckPart] = field(default_factory=list)
    events: list[EventPart] = field(default_factory=list)
    damage: DamagePart = field(default_factory=DamagePart)
    self_care: list[SelfCareLine] = field(default_factory=list)
    rigid: RigidPart = field(default_factory=RigidPart)
    subsidy: SubsidyPart = field(default_factory=SubsidyPart)
    agreement: AgreementPart = field(default_factory=AgreementPart)
    wellbeing: WellbeingPart = field(default_factory=WellbeingPart)
    custody: CustodyPart = field(default_factory=CustodyPart)
    settlement: SettlementPart = field(default_factory=SettlementPart)
    batch: BatchPart = field(default_factory=BatchPart)
    served: ServedPart = field(default_factory=ServedPart)
    assessment: AssessmentPart = field(default_factory=AssessmentPart)
    plan: PlanPart = field(default_factory=PlanPart)
    posting: PostingPart = field(default_factory=PostingPart)

    @property
    def applicant(self) -> MemberPart:
        """The person whose application it is: always the first member."""
        return self.members[0]


ECONOMIC_LISTS = {
    "income": "incomes",
    "asset": "assets",
    "housing": "housing",
    "vehicle": "vehicles",
    "expense": "expenses",
}
"""Category of an `EconomicLine` → the dossier's list that holds it."""
