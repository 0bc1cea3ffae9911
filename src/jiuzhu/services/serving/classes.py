"""服务对象类别 as the households are today: who is to get a file, whose class changed, who has none any more.

A class is never typed: it is what the assessment finds of the household as it is now, and so is its reason.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jiuzhu.domain.assessment import service_class
from jiuzhu.domain.assessment.assess import assess
from jiuzhu.domain.assessment.explain import sentence
from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.facts import HouseholdFacts, MemberFacts
from jiuzhu.domain.household import age_on
from jiuzhu.services.household.household_facts import facts_of_households
from jiuzhu.storage.queries import served as queries
from jiuzhu.storage.search import initials
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Classed:
    """Somebody who has a class: its number and the sentence it stands on."""

    household_id: str
    member: MemberFacts
    number: int
    reason: str
    household: HouseholdFacts


@dataclass(frozen=True, slots=True)
class Classes:
    """Person → class; household → what is still needed to tell the class of somebody there; who lives in them."""

    of: dict[str, Classed] = field(default_factory=dict)
    needs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    members: dict[str, MemberFacts] = field(default_factory=dict)


def classes_of(unit: Unit, households: Collection[str]) -> Classes:
    """The classes of everybody in these households today, by what is in force and not by what might be asked for."""
    made = Classes()
    for household_id, facts in facts_of_households(unit, list(households), unit.today):
        finding = assess(facts, unit.desk.policy, unit.desk.calendar).findings[service_class.CODE]
        members = {one.id: one for one in facts.members}
        made.members.update(members)
        for person_id, line in service_class.by_recognition(finding).items():
            number = int(str(line.figure))
            made.of[person_id] = Classed(household_id, members[person_id], number, sentence(line), facts)
        needs = tuple(one for one in finding.needs if one != service_class.AWAITED)
        if needs:
            made.needs[household_id] = needs
    return made


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who has a class and no file yet. `id` is the person's."""

    id: str
    household_id: str
    household_number: str
    name: str
    sex: str
    age: int | None
    village: str
    service_class: int
    reason: str


def newcomers(unit: Unit, text: str = "") -> list[Newcomer]:
    """新增待建档 [池民社救〔2023〕38号, step 9: new entrants each month], by village and household, class 1 first at home."""
    unit.require("read")
    homes = queries.homes(unit.session, month_of(unit.today), new_on=unit.today)
    known = queries.with_file(unit.session)
    found = [
        _newcomer(homes[one.household_id], person_id, one, unit.today)
        for person_id, one in classes_of(unit, homes).of.items()
        if person_id not in known
    ]
    places = {household_id: place for place, household_id in enumerate(homes)}
    found.sort(key=lambda row: (places[row.household_id], row.service_class, row.name, row.id))
    return [row for row in found if _means(text, row)]


def _newcomer(home: Any, person_id: str, one: Classed, today: date) -> Newcomer:
    member = one.member
    return Newcomer(
        person_id, home.id, home.number, member.name, member.sex, age_on(member.birth, today), home.village,
        one.number, one.reason,
    )  # fmt: skip


def _means(text: str, row: Newcomer) -> bool:
    typed = text.strip()
    return (
        row.name.startswith(typed)
        or typed in row.village
        or typed.upper() in row.household_number
        or initials(row.name).startswith(typed.lower())
    )


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the household of today says against a file: `change` the class or the home, `end` it, or `ask` first."""

    kind: str
    told: str
    now: Classed | None = None


def proposal_of(row: Any, classes: Classes, homes: Mapping[str, Any]) -> Proposal | None:
    """What is to be done with a file that goes on, None while it says what is true."""
    now = classes.of.get(row.person_id)
    if now is None:
        needs = classes.needs.get(row.household_id)
        if needs:
            return Proposal("ask", f"还不能确定类别，请先补齐：{'、'.join(needs)}")
        return Proposal("end", _why_none(classes.members.get(row.person_id)))
    if now.household_id != row.household_id:
        return Proposal("change", f"已转入户 {homes[now.household_id].number}，第 {now.number} 类", now)
    if now.number != row.service_class:
        return Proposal("change", f"第 {row.service_class} 类 → 第 {now.number} 类：{now.reason}", now)
    return None


def _why_none(member: MemberFacts | None) -> str:
    if member is None:
        return "已不在原户（去世、迁出或另立户），不再属于服务对象"
    if member.in_institution:
        return "已入住机构，不再属于居家的服务对象"
    return "家庭已不在低保、特困、低保边缘、刚性支出困难或监测对象之列"
