"""监测模型 as data: which list or record is looked at, by which plain rule, with which figures, and what to do then.

An indicator names a rule of this module and the rule's figures; there is no language of expressions.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from jiuzhu.domain.assessment.terms import Terms
from jiuzhu.domain.calendar import month_after, month_of
from jiuzhu.domain.facts import HouseholdFacts, MemberFacts
from jiuzhu.domain.household import age_on
from jiuzhu.domain.money import shown
from jiuzhu.domain.toml_words import misread
from jiuzhu.errors import UserError

RECORDS = "records"
"""Source of indicators that look at our own records instead of a list of others."""

RUN = "reassessment"
"""Source of what a 标准调整 leaves to a person to look at."""

AIMS = ("stop", "add", "look")
"""应退尽退, 应保尽保, or a plain look."""

_ZERO = Decimal(0)


class Listed(NamedTuple):
    """What a department's list says about one person: a day, a figure in yuan, m² or pieces, a word, the name it has."""

    on: date | None = None
    figure: Decimal | None = None
    text: str = ""
    name: str = ""


class Known(NamedTuple):
    """What the office's own records know of one person and their household on a day."""

    on: date
    facts: HouseholdFacts
    member: MemberFacts
    terms: Terms
    received: frozenset[str] = frozenset()  # programmes in force for the person or the whole household
    since: str = ""  # first month of the household's main entitlement, YYYY-MM
    died_on: date | None = None
    visited_on: date | None = None  # newest 走访
    self_care_on: date | None = None
    authorised_until: date | None = None
    valid_until: date | None = None  # of an entitlement that runs out


Rule = Callable[[Known, Listed, Mapping[str, Decimal]], str]
"""Says in words what was noticed, "" for nothing. Never a number of a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One model. `days` are working days to look into it."""

    code: str
    title: str
    source: str  # code of comparison_kind, `records` or `reassessment`
    rule: str
    aim: str
    action: str
    basis: str
    days: int = 10
    figures: Mapping[str, Decimal]

    def notice(self, known: Known, listed: Listed) -> str:
        """What the rule notices about a person, "" for nothing."""
        return RULES[self.rule].tell(known, listed, self.figures)


class _Rule(NamedTuple):
    tell: Rule
    figures: tuple[str, ...]


def _age(known: Known) -> int:
    age = age_on(known.member.birth, known.on)
    return -1 if age is None else age


def _birthday(known: Known, years: int) -> date | None:
    birth = known.member.birth
    if birth is None:
        return None
    last = 28 if (birth.month, birth.day) == (2, 29) else birth.day
    return date(birth.year + years, birth.month, last)


def _months_before(known: Known, day: date | None, months: Decimal) -> bool:
    """Whether a day lies more than so many months back; a day nobody noted does."""
    return day is None or month_of(day) < month_after(month_of(known.on), -int(months))


def _day(listed: Listed) -> str:
    return f"{listed.on:%Y-%m-%d} " if listed.on else ""


def _incomes(known: Known, kind: str) -> Decimal:
    """Yuan a month of one kind the person is recorded with."""
    total = _ZERO
    for income in known.facts.incomes:
        if income.member == known.member.id and income.kind == kind:
            total += income.amount if income.period == "month" else income.amount / 12
    return total


def _died(known: Known, listed: Listed, _: Mapping[str, Decimal]) -> str:
    return f"名单载明{_day(listed)}死亡，仍计入享受待遇的家庭" if known.received else ""


def _recently(known: Known, listed: Listed, figures: Mapping[str, Decimal]) -> str:
    if not known.received or (listed.on is not None and _months_before(known, listed.on, figures["months"])):
        return ""
    return f"名单载明{_day(listed)}{listed.text or '有新的登记'}"


def _vehicle(known: Known, listed: Listed, figures: Mapping[str, Decimal]) -> str:
    recorded = sum(1 for vehicle in known.facts.vehicles if vehicle.kind == "car")
    if not known.received or recorded >= figures["recorded"]:
        return ""
    return f"名单载明{_day(listed)}登记车辆（{listed.text or '车型不详'}），档案中没有机动车辆"


def _above_recorded(kind: str, words: str) -> Rule:
    def tell(known: Known, listed: Listed, figures: Mapping[str, Decimal]) -> str:
        if not known.received or listed.figure is None:
            return ""
        recorded = _incomes(known, kind)
        if listed.figure <= recorded + figures["tolerance"]:
            return ""
        return f"名单载明每月{words} {shown(listed.figure)} 元，档案记录 {shown(recorded)} 元"

    return tell


def _money(known: Known, listed: Listed, figures: Mapping[str, Decimal]) -> str:
    """Savings of a list against the family's limit per head."""
    heads = sum(1 for member in known.facts.members if member.counted)
    if not known.received or listed.figure is None or not heads:
        return ""
    recorded = sum((asset.amount for asset in known.facts.assets), _ZERO)
    limit = known.terms.money_limit * heads * figures["share"]
    if listed.figure <= recorded or listed.figure <= limit:
        return ""
    return f"名单载明货币财产 {shown(listed.figure)} 元，档案记录 {shown(recorded)} 元，家庭限额 {shown(limit)} 元"


def _homes(known: Known, listed: Listed, _: Mapping[str, Decimal]) -> str:
    homes = sum(1 for home in known.facts.housing if not home.danger)
    if not known.received or listed.figure is None or listed.figure <= homes:
        return ""
    return f"名单载明不动产 {listed.figure:.0f} 处，档案记录 {homes} 处"


def _confined(known: Known, listed: Listed, _: Mapping[str, Decimal]) -> str:
    if not known.received or known.member.in_prison or not known.member.counted:
        return ""
    return f"名单载明{_day(listed)}{listed.text or '服刑或强制隔离戒毒'}，仍计入家庭人口"


def _not_student(known: Known, listed: Listed, _: Mapping[str, Decimal]) -> str:
    if "dibao" not in known.received or known.member.student == "none":
        return ""
    return f"学籍名单载明{_day(listed)}{listed.text or '已离校'}，仍按在校学生发放分类重点救助"


def _severe_unpaid(known: Known, listed: Listed, figures: Mapping[str, Decimal]) -> str:
    grade = listed.figure
    if grade is None or grade > figures["grade"] or {"disability_care", "tekun"} & known.received:
        return ""
    return f"名单载明残疾等级 {grade:.0f} 级，没有享受重度残疾人护理补贴"


def _high_spending(known: Known, listed: Listed, figures: Mapping[str, Decimal]) -> str:
    if listed.figure is None or listed.figure < figures["amount"] or "temporary" in known.received:
        return ""
    return f"名单载明个人自付医疗费用 {shown(listed.figure)} 元，可能符合支出型临时救助或刚性支出困难家庭"


def _elsewhere(known: Known, listed: Listed, _: Mapping[str, Decimal]) -> str:
    return f"名单载明在外地享受救助：{listed.text or '项目不详'}" if known.received else ""


def _died_recorded(known: Known, _: Listed, __: Mapping[str, Decimal]) -> str:
    if known.died_on is None or not known.received:
        return ""
    return f"档案记录 {known.died_on:%Y-%m-%d} 死亡，待遇还没有变更"


def _grown_up(known: Known, _: Listed, figures: Mapping[str, Decimal]) -> str:
    if not {"orphan", "unsupported_child"} & known.received or _age(known) < figures["age"]:
        return ""
    return f"已满 {figures['age']:.0f} 周岁，仍享受儿童保障"


def _age_reached(known: Known, _: Listed, figures: Mapping[str, Decimal]) -> str:
    """A birthday since the grant that changes the add-on of the person."""
    birthday = _birthday(known, int(figures["age"]))
    if "dibao" not in known.received or birthday is None or not known.since:
        return ""
    if not known.since <= month_of(birthday) <= month_of(known.on):
        return ""
    return f"{birthday:%Y-%m-%d} 满 {figures['age']:.0f} 周岁，分类重点救助需要重新计算"


def _old_without(programme: str) -> Rule:
    def tell(known: Known, _: Listed, figures: Mapping[str, Decimal]) -> str:
        if programme in known.received or "tekun" in known.received or _age(known) < figures["age"]:
            return ""
        return f"已满 {figures['age']:.0f} 周岁，没有享受相应的老年补贴"

    return tell


def _not_visited(known: Known, _: Listed, figures: Mapping[str, Decimal]) -> str:
    if "tekun" not in known.received or not _months_before(known, known.visited_on, figures["months"]):
        return ""
    last = f"上次走访 {known.visited_on:%Y-%m-%d}" if known.visited_on else "没有走访记录"
    return f"特困人员超过 {figures['months']:.0f} 个月没有走访（{last}）"


def _care_old(known: Known, _: Listed, figures: Mapping[str, Decimal]) -> str:
    if "tekun" not in known.received or not _months_before(known, known.self_care_on, figures["months"]):
        return ""
    return f"生活自理能力超过 {figures['months']:.0f} 个月没有评估"


def _authorisation_out(known: Known, _: Listed, __: Mapping[str, Decimal]) -> str:
    if not known.received or known.authorised_until is None or known.authorised_until >= known.on:
        return ""
    return f"核对授权已于 {known.authorised_until:%Y-%m-%d} 到期，复核前需要重新签署"


def _running_out(known: Known, _: Listed, figures: Mapping[str, Decimal]) -> str:
    left = (known.valid_until - known.on).days if known.valid_until else None
    if left is None or left > figures["days"]:
        return ""
    return f"认定有效期到 {known.valid_until:%Y-%m-%d}，需要重新申请"


def _living_left(known: Known, _: Listed, __: Mapping[str, Decimal]) -> str:
    """A subsidy that stands on 低保, 边缘 where the setting says so, of whom neither is in force any more."""
    opens = {"dibao", "edge"} if known.terms.living_edge else {"dibao"}
    if "disability_living" not in known.received or opens & known.received:
        return ""
    return f"没有在享受的{'低保、低保边缘' if known.terms.living_edge else '低保'}，仍享受困难残疾人生活补贴"


def _told(_: Known, listed: Listed, __: Mapping[str, Decimal]) -> str:
    return listed.text


RULES: dict[str, _Rule] = {
    "died": _Rule(_died, ()),
    "recently": _Rule(_recently, ("months",)),
    "vehicle": _Rule(_vehicle, ("recorded",)),
    "pension_above": _Rule(_above_recorded("transfer", "养老金"), ("tolerance",)),
    "wage_above": _Rule(_above_recorded("wage", "缴费工资"), ("tolerance",)),
    "money": _Rule(_money, ("share",)),
    "homes": _Rule(_homes, ()),
    "confined": _Rule(_confined, ()),
    "not_student": _Rule(_not_student, ()),
    "severe_unpaid": _Rule(_severe_unpaid, ("grade",)),
    "high_spending": _Rule(_high_spending, ("amount",)),
    "elsewhere": _Rule(_elsewhere, ()),
    "died_recorded": _Rule(_died_recorded, ()),
    "grown_up": _Rule(_grown_up, ("age",)),
    "age_reached": _Rule(_age_reached, ("age",)),
    "old_without_allowance": _Rule(_old_without("elder_allowance"), ("age",)),
    "not_visited": _Rule(_not_visited, ("months",)),
    "care_old": _Rule(_care_old, ("months",)),
    "authorisation_out": _Rule(_authorisation_out, ()),
    "running_out": _Rule(_running_out, ("days",)),
    "living_left": _Rule(_living_left, ()),
    "told": _Rule(_told, ()),
}
"""Name → the rule and the figures it needs."""


def read_indicators(text: str, sources: frozenset[str]) -> dict[str, Indicator]:
    """The `[[indicator]]` tables by code; `UserError` names what is unknown, missing or doubled, nothing is guessed."""
    try:
        tables = tomllib.loads(text, parse_float=Decimal).get("indicator", [])
    except tomllib.TOMLDecodeError as problem:
        raise UserError(f"监测模型文件读不出来：{misread(problem)}。") from problem
    made: dict[str, Indicator] = {}
    for place, table in enumerate(tables, start=1):
        indicator = _indicator(table, f"监测模型第 {place} 条", sources)
        if indicator.code in made:
            raise UserError(f"监测模型 {indicator.code} 重复了，请只保留一条。")
        made[indicator.code] = indicator
    return made


def load_indicators(path: Path, sources: frozenset[str]) -> dict[str, Indicator]:
    """The models of a file; `sources` are the codes of `comparison_kind`."""
    return read_indicators(path.read_text("utf-8"), sources)


def _indicator(table: dict[str, Any], where: str, sources: frozenset[str]) -> Indicator:
    known = {item.name for item in fields(Indicator)}
    unknown = sorted(table.keys() - known)
    if unknown:
        raise UserError(f"{where}有不认识的项 {unknown[0]}，可用的有：{'、'.join(sorted(known))}。")
    figures = table.pop("figures", {})
    try:
        made = Indicator(**table, figures={name: Decimal(value) for name, value in figures.items()})
    except TypeError as problem:
        raise UserError(f"{where}缺少必填的项（{problem}）。") from problem
    if made.source not in {RECORDS, RUN} and made.source not in sources:
        raise UserError(
            f"{where}的来源 {made.source} 不认识，可用的有：{'、'.join(sorted(sources))}、{RECORDS}、{RUN}。"
        )
    if made.aim not in AIMS:
        raise UserError(f"{where}的 aim 只能是 {'、'.join(AIMS)}，现在是“{made.aim}”。")
    if made.rule not in RULES:
        raise UserError(f"{where}的规则 {made.rule} 不认识，可用的有：{'、'.join(RULES)}。")
    if set(made.figures) != set(RULES[made.rule].figures):
        raise UserError(
            f"{where}的参数应为：{'、'.join(RULES[made.rule].figures) or '（没有）'}，现在是：{'、'.join(made.figures) or '（没有）'}。"
        )
    return made
