"""金额构成: of which parts a monthly sum of 低保 consists that was taken over whole, and the facts its add-ons stand on."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jiuzhu.domain.ids import new_id

DISABLED, SEVERE, AGE70 = "disabled", "severe", "age70"
AGE = 70
FACTS = {
    "illness": ("illness", "major"),
    "preschool": ("student", "preschool"),
    "compulsory": ("student", "compulsory"),
    "senior": ("student", "senior"),
    "vocational": ("student", "vocational"),
    "bachelor": ("student", "bachelor"),
}
"""Category (code table addon_category) → the field of a person that must say so, and what it says."""
UNSAID = frozenset({"", "none", "chronic"})
"""What a field says while nobody has recorded anything an add-on stands on."""


@dataclass(kw_only=True, eq=False)
class Composition:
    """登记金额构成: one person tells how the sum of a grant is made up, it holds after another one has confirmed it.

    Yuan a month: `monthly` the stored sum, `base` its difference, `addons` the rest; `standard` the one a head by
    which the difference was reckoned (`document` its paper, where the policy has no such figure), `income` what the
    household had by that: standard × members − difference.
    """

    id: str = field(default_factory=new_id)
    number: str
    household_id: str
    decision_id: str
    monthly: Decimal
    base: Decimal
    addons: Decimal
    standard: Decimal
    document: str = ""
    income: Decimal
    evidence: str
    state: str = "proposed"  # proposed | confirmed | refused | withdrawn
    proposed_by: str
    proposed_on: date
    decided_by: str | None = None
    decided_on: date | None = None
    decision_note: str = ""
    version: int = 1


@dataclass(kw_only=True, eq=False)
class CompositionPart:
    """One add-on of one person; who has none stands here with an empty category: who was counted is told by the rows."""

    id: str = field(default_factory=new_id)
    composition_id: str
    person_id: str
    category: str = ""  # code table addon_category
    amount: Decimal = Decimal(0)  # yuan a month
    position: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is recorded of a person that add-ons stand on; `age` is None without a date of birth."""

    name: str
    age: int | None
    disabled: bool
    severe: bool
    illness: str
    student: str


def obstacle(category: str, who: Recorded) -> str:
    """Why what is recorded of a person speaks against an add-on, "" when nothing does."""
    if category == AGE70 and (who.age is None or who.age < AGE):
        return f"{who.name}登记的出生日期不满 {AGE} 周岁"
    if category == SEVERE and not who.severe:
        return f"{who.name}没有登记一级、二级残疾证，请先登记“残疾”的户情变动"
    if category == DISABLED and not who.disabled:
        return f"{who.name}没有登记残疾证，请先登记“残疾”的户情变动"
    name, code = FACTS.get(category, ("", ""))
    said = {"illness": who.illness, "student": who.student}.get(name, "")
    return "" if said in UNSAID or said == code else f"{who.name}登记的在学情况是另一种，请核对"
