"""服务条件: whether each code of `service_condition` holds of a person, and by what fact; what is not known is told so."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from jiuzhu.domain.assessment.care import helpless
from jiuzhu.domain.assessment.case import ELDERLY, MAJORITY
from jiuzhu.domain.facts import HouseholdFacts, MemberFacts
from jiuzhu.domain.household import age_on

_WORKING = range(16, ELDERLY)
_SEVERE = ("1", "2")
_MENTAL = "6"
_KINDS = {"1": "视力", "2": "听力", "3": "言语", "4": "肢体", "5": "智力", "6": "精神", "7": "多重"}
_GRADES = {"1": "一级", "2": "二级", "3": "三级", "4": "四级"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """A person as lists and rosters look at them on a day.

    `home_care`: 残联居家托养, None while nobody has told; `home_service`: a plan of visits at home goes on; `needs`: headings that are open, None before any assessment.
    """

    member: MemberFacts
    household: HouseholdFacts
    service_class: int
    village: str = ""
    township: str = ""
    home_care: bool | None = None
    home_service: bool = False
    needs: tuple[str, ...] | None = None

    @property
    def age(self) -> int | None:
        """Completed years, None while the birth date is not known."""
        return age_on(self.member.birth, self.household.on)


class Held(NamedTuple):
    """Whether something holds, None while that is not known, and the fact that says so."""

    holds: bool | None
    by: str


def certificate(kind: str, grade: str) -> str:
    """An entry of the 残疾证 in words: 肢体一级."""
    return f"{_KINDS.get(kind, '残疾')}{_GRADES.get(grade, '')}"


def _certificates(whom: Whom) -> str:
    return "、".join(certificate(one.kind, one.grade) for one in whom.member.disability)


def _aged(whom: Whom, fits: Callable[[int], bool]) -> Held:
    age = whom.age
    return Held(None, "没有出生日期") if age is None else Held(fits(age), f"{age} 周岁")


def _severe_disability(whom: Whom) -> Held:
    if not whom.member.disability:
        return Held(False, "没有登记残疾证")
    return Held(any(one.grade in _SEVERE for one in whom.member.disability), f"残疾证 {_certificates(whom)}")


def _disabled(whom: Whom) -> Held:
    told = _certificates(whom)
    return Held(bool(told), f"残疾证 {told}" if told else "没有登记残疾证")


def _severe_illness(whom: Whom) -> Held:
    ill = whom.member.illness == "major"
    return Held(ill, "登记患重大疾病" if ill else "没有登记重大疾病")


def _self_care(whom: Whom) -> Held:
    ground = helpless(whom.member)
    if ground.code != "able":
        return Held(True, "；".join(f"{name} {value}" for name, value in ground.inputs))
    if whom.member.self_care_unmet is None:
        return Held(None, "没有评估过生活自理能力")
    return Held(False, f"生活自理能力 {len(whom.member.self_care_unmet)} 项未达到")


def _mental(whom: Whom) -> Held:
    if any(one.kind == _MENTAL for one in whom.member.disability):
        return Held(True, f"残疾证 {_certificates(whom)}")
    if whom.member.illness == "none":
        return Held(False, "没有登记精神残疾和慢性病、重大疾病")
    return Held(None, "登记有疾病，是不是精神障碍要看诊断")


def _alone(whom: Whom) -> Held:
    if whom.member.lives_alone:
        return Held(True, "登记为独自居住")
    people = len(whom.household.members)
    return Held(people == 1, f"本户登记 {people} 人")


def _empty_nest(whom: Whom) -> Held:
    if whom.member.lives_alone:
        return Held(True, "登记为独自居住")
    ages = [age_on(one.birth, whom.household.on) for one in whom.household.members]
    if any(age is not None and age < ELDERLY for age in ages):
        return Held(False, f"本户有未满 {ELDERLY} 周岁的人同住")
    if None in ages:
        return Held(None, "本户有人没有出生日期")
    return Held(True, f"本户没有未满 {ELDERLY} 周岁的人同住")


def _monitored(whom: Whom) -> Held:
    if whom.household.monitored:
        return Held(True, "登记为防止返贫监测对象")
    return Held(None, "不是监测对象；是不是脱贫户没有登记，请与农业农村部门核对")


def _farming(whom: Whom) -> Held:
    if any(one.kind == "business" for one in whom.household.incomes):
        return Held(None, "有经营净收入，是不是种养殖项目没有登记，请核实")
    if "income" in whom.household.pending:
        return Held(None, "还没有调查过家庭收入")
    return Held(False, "调查的收入里没有经营净收入")


def _training_wish(whom: Whom) -> Held:
    if whom.needs is None:
        return Held(None, "还没有评估过服务需求")
    wished = "employment" in whom.needs
    return Held(wished, "评估有就业需求" if wished else "评估没有就业需求")


def _home_care(whom: Whom) -> Held:
    if "home_care" in whom.member.receives:
        return Held(True, "登记享受残联居家托养")
    told = {True: "服务档案登记享受残联居家托养", False: "服务档案没有居家托养"}
    if whom.home_care is None:
        return Held(None, "没有服务档案，是否享受居家托养请与残联核对")
    return Held(whom.home_care, told[whom.home_care])


def _not_recorded(_whom: Whom) -> Held:
    return Held(None, "系统没有登记，请入户核实")


_RULES: dict[str, Callable[[Whom], Held]] = {
    "severe_disability": _severe_disability,
    "severe_illness": _severe_illness,
    "disabled_self_care": _self_care,
    "disabled": _disabled,
    "elderly": lambda whom: _aged(whom, lambda age: age >= ELDERLY),
    "minor": lambda whom: _aged(whom, lambda age: age < MAJORITY),
    "alone": _alone,
    "empty_nest": _empty_nest,
    "left_behind": _not_recorded,
    "bereaved": _not_recorded,
    "mental": _mental,
    "working_age": lambda whom: _aged(whom, lambda age: age in _WORKING),
    "monitored": _monitored,
    "farming": _farming,
    "training_wish": _training_wish,
    "home_care": _home_care,
}
CONDITIONS = frozenset(_RULES)
"""The codes of `service_condition`."""


def held(code: str, whom: Whom) -> Held:
    """Whether a condition holds of a person, and by what fact."""
    return _RULES[code](whom)
