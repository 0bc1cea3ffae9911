"""People and the households they live in, as the window records them."""

import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jiuzhu.domain.ids import new_id

ADULT = 18
"""From this birthday on a person signs for themselves [民法典 Art 17]."""


def age_on(birth: date | None, on: date) -> int | None:
    """Completed years on a day, the birthday itself included; None when the birth date is not known."""
    if birth is None:
        return None
    before_birthday = on.month < birth.month or (on.month == birth.month and on.day < birth.day)
    return on.year - birth.year - before_birthday


def is_minor(birth: date | None, on: date) -> bool:
    """Younger than 18 on a day; somebody of unknown age counts as an adult."""
    age = age_on(birth, on)
    return age is not None and age < ADULT


def signs(status: str) -> bool:
    """Whether an obligor of that status can sign: not who is 无民事行为能力, missing or in prison [43 Art 8 (6)]."""
    return status != "incapable"


@dataclass(kw_only=True, eq=False)
class Person:
    """One human being, typed once; codes are those of the GB tables in `resources/codes`."""

    id: str = field(default_factory=new_id)
    name: str
    initials: str = ""  # pinyin initials, several readings separated by a space
    id_number: str = ""  # 18 characters, upper-case X; empty while a person has no papers
    sex: str = "0"
    birth: date | None = None
    ethnic: str = ""
    marital: str = ""
    health: str = ""
    education: str = ""
    occupation: str = ""
    employer: str = ""
    phone: str = ""
    registration: str = ""  # urban | rural (户籍性质)
    registered_address: str = ""
    address: str = ""
    disability_kind: str = ""
    disability_grade: str = ""
    disability_certificate: str = ""
    illness: str = "none"  # none | chronic | major
    illness_name: str = ""
    student: str = "none"
    school: str = ""
    special_identity: str = ""  # code table special_identity
    in_prison: bool = False
    in_detox: bool = False  # 强制隔离戒毒
    missing: bool = False
    died_on: date | None = None
    self_care_unmet: str = ""  # of eat dress bed toilet walk bath, separated by spaces
    self_care_on: date | None = None  # day of the newest assessment; None: never assessed
    bedridden_months: int = 0
    clergy_since: date | None = None  # living at a religious site since
    in_institution: bool = False  # brought up in a children's home
    child_support: bool = False  # the guardian chose the child's own programme instead of 特困 [43 Art 9]
    ruled_as: str = (
        ""  # code child_ruling: what the district says a child is whose parents are dead or declared missing
    )
    ruled_by: str = ""  # the paper that says so
    no_obligors: bool = False  # told that nobody owes this person support [43 Art 4]
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Household:
    """A household with the account its money goes to."""

    id: str = field(default_factory=new_id)
    number: str  # 户号
    kind: str  # urban | rural
    district: str
    township: str
    village: str = ""
    address: str = ""
    phone: str = ""
    head_id: str  # Person
    bank: str = ""
    account_name: str = ""
    account_number: str = ""
    cause: str = ""  # 致困原因
    premises: str = ""  # of premises_kind, separated by spaces: shops, a company
    consumption: str = ""  # of code table consumption, separated by spaces [TL Art 10]
    disaster_home: bool = False  # hit by a major disaster or accident: two small homes may do [TL Art 9]
    monitored: str = ""  # 防止返贫监测对象: unstable | marginal | sudden, set by 农业农村
    ended_on: date | None = None  # merged into another one, or nobody is left
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Member:
    """A person in a household, from a day to a day; never deleted, they leave."""

    id: str = field(default_factory=new_id)
    household_id: str
    person_id: str
    relation: str  # GB/T 4761 to the applicant
    counted: bool = True  # 共同生活
    not_counted_reason: str = ""
    lives_alone: bool = False
    registered_unemployed: bool = False
    position: int = 0  # order on the form
    joined_on: date
    left_on: date | None = None
    left_reason: str = ""  # the kind of the household event
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Obligor:
    """赡抚扶养义务人: a legally liable relative who lives apart."""

    id: str = field(default_factory=new_id)
    household_id: str
    of_person_id: str
    name: str
    id_number: str = ""
    relation: str = ""
    birth: date | None = None
    family_size: int = 1
    income_month: Decimal = Decimal(0)
    income_told: bool = False  # somebody has asked; without it the income is not known, whatever it says
    occupation: str = ""
    address: str = ""
    phone: str = ""
    status: str = "ordinary"  # ordinary | tekun | dibao | incapable
    disability_kind: str = ""
    disability_grade: str = ""
    property_over: bool = False  # owns more than a low-income family may [43 Art 8]
    started_on: date | None = None  # an event or decision tells it from this day; None: as the form said
    ended_on: date | None = None
    waits_for: str | None = None  # the application that says so and is not decided; None: on record
    replaces_id: str | None = None  # the row whose place it takes
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Parent:
    """The state of a child's father or mother, living in the household or not [民发〔2019〕62号]."""

    id: str = field(default_factory=new_id)
    household_id: str
    of_person_id: str  # the child
    name: str = ""
    state: str = "none"  # code table parent_state
    since: date | None = None
    until: date | None = None  # end of a sentence or another term
    started_on: date | None = None  # an event or decision tells it from this day; None: as the form said
    ended_on: date | None = None
    waits_for: str | None = None  # the application that says so and is not decided; None: on record
    replaces_id: str | None = None  # the row whose place it takes
    version: int = 1


JOINS = "joins"
"""In `Declared.facts`: the fields of a membership that is on no record yet."""


@dataclass(kw_only=True, eq=False)
class Declared:
    """What a form says otherwise than the records: it waits here for acceptance, or where something is paid for the decision."""

    id: str = field(default_factory=new_id)
    application_id: str
    person_id: str | None = None  # None: the household itself
    facts: str  # JSON: field → [as recorded when the form was taken, as declared]; JOINS: [null, of a membership]
    confirmed_on: date | None = None
    version: int = 1

    def joining(self, household_id: str, on: date) -> Member | None:
        """Who lives in the household by this form alone, as a membership from a day that is on no record."""
        _, told = json.loads(self.facts).get(JOINS, (None, None))
        if self.person_id is None or told is None:
            return None
        return Member(id=self.id, household_id=household_id, person_id=self.person_id, joined_on=on, **told)


@dataclass(kw_only=True, eq=False)
class AccountChange:
    """变更账户: another account for a household's money, paid to after a second person has confirmed it."""

    id: str = field(default_factory=new_id)
    household_id: str
    bank: str
    account_name: str
    account_number: str
    reason: str
    as_it_stands: bool = False  # as somebody came: the account the household has when this is confirmed
    state: str = "proposed"  # proposed | confirmed | refused
    proposed_by: str
    proposed_on: date
    decided_by: str | None = None
    decided_on: date | None = None
    decision_note: str = ""
    version: int = 1


@dataclass(kw_only=True, eq=False)
class HouseholdEvent:
    """户情变动: something that happened to a household from a day, and the month its entitlements follow from."""

    id: str = field(default_factory=new_id)
    number: str
    household_id: str
    kind: str  # code table household_event
    person_id: str | None = None
    other_household_id: str | None = None  # the household split off, joined or moved to
    effective_on: date
    from_month: str = ""  # YYYY-MM, entitlements adjust or stop from here; empty: nothing to adjust
    details: str = ""
    evidence: str = ""
    due_on: date | None = None  # last day to finish what follows from it
    recorded_by: str
    recorded_on: date
    settled_on: date | None = None  # every consequence decided
    withdrawn_on: date | None = None  # recorded in error and put back; settled with it
    version: int = 1
