"""Who owes a 特困 person support, in the household or apart, and whether they have the ability to give it [43 Art 8]."""

from collections.abc import Callable, Collection
from decimal import Decimal
from typing import NamedTuple

from jiuzhu.domain.assessment.case import UNKNOWN_AGE, Case, heavy_entry, severe_or_mind_three, told
from jiuzhu.domain.assessment.finding import Input
from jiuzhu.domain.assessment.income import NEVER_COUNTED
from jiuzhu.domain.assessment.kinship import owing
from jiuzhu.domain.assessment.property import FAIL
from jiuzhu.domain.facts import Disability, MemberFacts, ObligorFacts
from jiuzhu.domain.household import age_on
from jiuzhu.domain.money import TWELVE, ZERO

_ELDERLY = 60
_OLD = 70

NOT_INCOME = NEVER_COUNTED | {"basic_pension", "basic_medical", "elder_allowance"}
"""What Art 6 does not count, with what no programme counts; unlike 低保 the base pension never counts, whatever the year."""


class Ability(NamedTuple):
    """Whether an obligor can give support (None: a fact is missing), the ground, and exactly the inputs it stands on."""

    able: bool | None
    ground: str
    inputs: tuple[tuple[str, Input], ...] = ()
    needs: str = ""
    by_income: bool = False  # held against the disposable income


_IS_TEKUN = Ability(able=False, ground="tekun")


class Owing(NamedTuple):
    """Somebody who owes support to a person of the household, living in it or apart, and what they can give by themselves."""

    name: str
    member: str  # id when living in the household
    alone: Ability

    def beside(self, standing: Collection[str]) -> Ability:
        """What they can give where the members `standing` are taken as 特困: who is owes nothing [43 Art 8(1)]."""
        return _IS_TEKUN if self.member in standing else self.alone


class _Obligor(NamedTuple):
    """What Art 8 asks of an obligor; the income only of some, and then yuan a month or None for unknown."""

    name: str
    age: int
    status: str
    incapable: bool
    disability: tuple[Disability, ...]
    property_fits: bool
    income_month: Callable[[], Decimal | None]


def own_month(case: Case, member: str) -> tuple[Decimal, Decimal]:
    """Yuan a month of a person's own that count, and that do not [43 Art 6]; a loss is no negative income.

    Years are summed and divided once, so that the order of the entries moves no digit.
    """
    counted, left_out = ZERO, ZERO
    for income in case.facts.incomes:
        if income.member != member:
            continue
        net = max(income.amount - income.cost, ZERO) if income.cost else income.amount
        year = net * TWELVE if income.period == "month" else net
        if income.item in NOT_INCOME:
            left_out += year
        else:
            counted += year
    return counted / TWELVE if counted else ZERO, left_out / TWELVE if left_out else ZERO


def obligors_of(case: Case, person: MemberFacts) -> list[Owing]:
    """Everybody who owes the person support, members first."""
    if len(case.facts.members) == 1 and not case.facts.obligors:
        return []
    helpless = severe_or_mind_three(person)
    found = [_member(case, one) for one in owing(case.facts, person, case.ages, helpless=helpless)]
    if case.facts.obligors:
        found += [_apart(case, one) for one in case.facts.obligors if one.of == person.id]
    return found


def _member(case: Case, one: MemberFacts) -> Owing:
    dibao = "dibao" in case.facts.standing or "dibao" in one.receives  # 单人户 is 低保 too
    status = "tekun" if "tekun" in one.receives else "dibao" if dibao else "ordinary"
    name, age = one.name or one.id, age_on(one.birth, case.facts.on)
    obligor = _Obligor(
        name,
        UNKNOWN_AGE if age is None else age,
        status,
        one.in_prison or one.missing,
        one.disability,
        case.owned.verdict != FAIL,
        lambda: None if case.income_pending else own_month(case, one.id)[0],
    )
    return Owing(name, one.id, _ability(obligor, case.terms.tekun.disposable_month))


def _apart(case: Case, one: ObligorFacts) -> Owing:
    name, age = "分开居住的义务人", age_on(one.birth, case.facts.on)
    obligor = _Obligor(
        name,
        UNKNOWN_AGE if age is None else age,
        one.status,
        one.status == "incapable",
        one.disability,
        one.property_fits,
        lambda: one.income_month,
    )
    return Owing(name, "", _ability(obligor, case.terms.tekun.disposable_month))


def _ability(one: _Obligor, disposable_month: Decimal) -> Ability:
    """Art 8 in its order."""
    if one.status == "tekun":
        return _IS_TEKUN
    age: tuple[tuple[str, Input], ...] = (("年龄", one.age),)
    if one.status == "dibao" and one.age >= _ELDERLY:
        return Ability(able=False, ground="dibao", inputs=age)
    if one.incapable:
        ground = "incapable" if one.property_fits else "incapable_owner"
        return Ability(able=not one.property_fits, ground=ground)
    heavy = heavy_entry(one.disability) if one.disability else None
    if heavy is not None or one.age >= _OLD:
        ground, inputs = ("disabled", told(heavy)) if heavy is not None else ("old", age)
        return _poor(one, disposable_month, ground, inputs)
    if one.age == UNKNOWN_AGE:
        return Ability(able=None, ground="unknown", needs=f"{one.name}的出生日期")
    return Ability(able=True, ground="ordinary", inputs=age)


def _poor(
    one: _Obligor, disposable_month: Decimal, ground: str, inputs: tuple[tuple[str, Input], ...]
) -> Ability:
    """The two tests of the old and the disabled: property within the rule, income below the disposable one."""
    if not one.property_fits:
        return Ability(able=True, ground=f"{ground}_owner", inputs=inputs)
    month = one.income_month()
    if month is None:
        return Ability(able=None, ground="unknown", needs=f"{one.name}的月收入")
    able = month >= disposable_month
    held = (*inputs, ("义务人月收入", month), ("人均可支配收入", disposable_month))
    return Ability(able=able, ground=f"{ground}_earner" if able else ground, inputs=held, by_income=True)
