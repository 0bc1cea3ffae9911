"""Who owes a 特困 person support, in the household or apart, and whether they have the ability to give it [43 Art 8]."""

from decimal import Decimal
from typing import NamedTuple

from jiuzhu.domain.assessment.case import UNKNOWN_AGE, Case
from jiuzhu.domain.assessment.kinship import owing
from jiuzhu.domain.facts import Disability, ObligorFacts
from jiuzhu.domain.household import age_on
from jiuzhu.domain.money import ZERO

_ELDERLY = 60
_OLD = 70


class Owing(NamedTuple):
    """Somebody who owes support to a person of the household, living in it or apart."""

    name: str
    age: int
    income_month: Decimal
    status: str
    incapable: bool
    disability: tuple[Disability, ...]
    property_fits: bool
    member: str  # id when living in the household


def obligors_of(case: Case, person: str) -> list[Owing]:
    """Everybody who owes the person support, members first."""
    if len(case.facts.members) == 1 and not case.facts.obligors:
        return []
    found = []
    by_id = {member.id: member for member in case.facts.members}
    for other in owing(case.facts, person, case.ages):
        one = by_id[other]
        month = sum(
            (
                income.amount if income.period == "month" else income.amount / 12
                for income in case.facts.incomes
                if income.member == other
            ),
            ZERO,
        )
        status = (
            "tekun" if "tekun" in one.receives else "dibao" if "dibao" in case.facts.standing else "ordinary"
        )
        age = age_on(one.birth, case.facts.on)
        found.append(
            Owing(
                case.names.get(other, one.name or other), UNKNOWN_AGE if age is None else age, month, status,
                one.in_prison or one.missing, one.disability, True, other,
            )
        )  # fmt: skip
    found += [_apart(case, one) for one in case.facts.obligors if one.of == person]
    return found


def _apart(case: Case, one: ObligorFacts) -> Owing:
    age = age_on(one.birth, case.facts.on)
    return Owing(
        "分开居住的义务人", UNKNOWN_AGE if age is None else age, one.income_month, one.status,
        one.status == "incapable", one.disability, one.property_fits, "",
    )  # fmt: skip


def without_ability(one: Owing, disposable_month: Decimal, standing: set[str]) -> bool:
    """Whether somebody who owes support has no ability to give it [43 Art 8 (1)-(6)]."""
    if one.status == "tekun" or one.member in standing:
        return True
    if one.age >= _ELDERLY and one.status == "dibao":
        return True
    if one.incapable:
        return one.property_fits
    poor = one.income_month < disposable_month and one.property_fits
    heavy = any(
        entry.grade in ("1", "2") or (entry.grade == "3" and entry.kind in ("5", "6"))
        for entry in one.disability
    )
    return poor and (one.age >= _OLD or heavy)
