"""What is told of the parts of a sum taken over whole, and what is wrong with it: to the cent, by person and by record."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.assessment.case import Case
from jiuzhu.domain.assessment.case import severe as is_severe
from jiuzhu.domain.composition import (
    DISABLED,
    Recorded,
    obstacle,
)
from jiuzhu.domain.household import Person
from jiuzhu.domain.money import cents, shown
from jiuzhu.errors import Problem
from jiuzhu.storage.unit import Unit

ZERO = Decimal("0.00")

_KINDS = {"urban": "城市", "rural": "农村"}

_HALF_RECORDED = (
    "{}登记的残疾证缺类别或等级，金额里可能含残疾的分类重点救助：含的，请先登记“残疾”的户情变动补全，再登记金额构成；"
    "查明不含的，请勾选。"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One add-on: whose, of which category (code table addon_category), yuan a month."""

    person_id: str
    category: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How a sum is made up: the difference, the standard a head it was reckoned by, the add-ons, and from what it is known.

    `document` is the paper of a standard the policy does not have; `without` are those whose certificate stands half on
    record and of whom a person has looked up that the sum holds no add-on for it.
    """

    base: Decimal
    standard: Decimal
    parts: Sequence[Part]
    evidence: str
    document: str = ""
    without: Sequence[str] = ()


def half_recorded(unit: Unit, person_id: str) -> bool:
    """Whether the kind or the grade of a certificate is missing, so that no add-on follows from it."""
    person = unit.get(Person, person_id)
    return bool(person.disability_kind) != bool(person.disability_grade)


def is_known(unit: Unit, case: Case, standard: Decimal) -> bool:
    """Whether a standard a head has been one of the district up to today."""
    key = f"std.dibao.{case.terms.kind}"
    return standard in unit.desk.policy.values(unit.desk.office.district, key, unit.today)


def parts_of(told: Told, person_id: str) -> list[Part]:
    """The add-ons told of one person."""
    return [one for one in told.parts if one.person_id == person_id]


def problems_of(unit: Unit, row: Entitlement, case: Case, told: Told) -> list[Problem]:
    """What is wrong with what was told, each named by its field: base, standard, parts."""
    heads = {one.id for one in case.members}
    made = []
    for part in told.parts:
        wrong = part.category not in unit.desk.codes["addon_category"].codes or part.person_id not in heads
        if wrong or part.amount <= 0 or part.amount != cents(part.amount):
            made.append(Problem("parts", "每项分类重点救助要写明是哪一位计入的成员、哪一类、每月多少元。"))
    for member in case.members:
        mine = [one.category for one in parts_of(told, member.id)]
        if len([one for one in mine if one != DISABLED]) > 1 or mine.count(DISABLED) > 1:
            name = case.names[member.id]
            made.append(Problem("parts", f"{name}：除残疾人员一项外，分类重点救助只能就高享受一类。"))
        who = _recorded(case, member)
        made += [Problem("parts", f"{said}。") for one in mine if (said := obstacle(one, who))]
        if not mine and member.id not in told.without and half_recorded(unit, member.id):
            made.append(Problem("parts", _HALF_RECORDED.format(case.names[member.id])))
    if not ZERO < told.base <= row.monthly or told.base != cents(told.base):
        made.append(Problem("base", f"差额救助要大于 0，不超过每月 {shown(row.monthly)} 元。"))
    addons = sum((one.amount for one in told.parts), ZERO)
    total = told.base + addons
    if total != row.monthly:
        made.append(
            Problem(
                "base",
                f"各项合计 {shown(total)} 元，与正在发放的每月 {shown(row.monthly)} 元差 {shown(abs(row.monthly - total))} 元。",
            )
        )
    if told.standard * len(heads) < told.base:
        made.append(
            Problem("standard", f"差额救助超过了标准 × {len(heads)} 人，请核对当时每人每月的低保标准。")
        )
    if not told.document.strip() and not is_known(unit, case, told.standard):
        kind = _KINDS[case.terms.kind]
        asked = f"政策参数里没有每人每月 {shown(told.standard)} 元的{kind}低保标准，请核对；确实按它算的，请填写文号。"
        made.append(Problem("standard_document", asked))
    return made


def _recorded(case: Case, member: Any) -> Recorded:
    return Recorded(
        case.names[member.id],
        case.ages[member.id],
        bool(member.disability),
        is_severe(member),
        member.illness,
        member.student,
    )
