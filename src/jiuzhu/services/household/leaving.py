"""What is asked before somebody is written down as gone: a day of death that can be, and why a spouse or a child counts no longer."""

from datetime import date

from jiuzhu.domain.household import Household, HouseholdEvent, Member, Person, age_on, is_minor
from jiuzhu.errors import InvalidInput, Problem
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.queries.rechecks import last_recheck_of
from jiuzhu.storage.unit import Unit


def require_day(unit: Unit, member: Member, on: date, *, checked: bool) -> None:
    """Refuse a death before the birth, and one the records speak against until a person has held it against its paper.

    The records speak against a day more than twelve months back, before the membership or before the newest recheck.
    """
    person = unit.get(Person, member.person_id)
    if person.birth is not None and on < person.birth:
        raise InvalidInput(
            [Problem("effective_on", f"{person.name}出生于 {person.birth}，死亡日期不能更早，请核对。")]
        )
    against = _against(unit, member, on)
    if against and not checked:
        told = (
            f"{on.year} 年 {on.month} 月 {on.day} 日去世，{'，'.join(against)}；以后各月多发的待遇会要追回。"
        )
        raise InvalidInput(
            [Problem("day_checked", f"{person.name}：{told}请与死亡证明核对，无误请勾选，再登记。")]
        )


def _against(unit: Unit, member: Member, on: date) -> list[str]:
    """What the records say against somebody having died on a day, in words."""
    years = age_on(on, unit.today) or 0
    rechecked = last_recheck_of(unit.session, member.household_id)
    wanted = (
        (years >= 1, f"距今已满 {years} 年"),
        (on < member.joined_on, f"早于登记到本户的 {member.joined_on}"),
        (rechecked is not None and on < rechecked, f"早于本户最近一次复核的 {rechecked}"),
    )
    return [said for holds, said in wanted if holds]


_APART = frozenset({"move_out", "split"})
"""Kinds of events that tell of another address and of nothing that ends a marriage or a childhood."""
_WED = frozenset({"marry", "divorce"})
SPOUSES = frozenset({"10", "11", "12"})
"""Codes of GB/T 4761 for who is married to the head."""
_TOLD = (
    "{}（{}）分开居住、户口迁出的，仍是共同生活的家庭成员，人数和金额不应减少（民发〔2021〕57号第七条）。"
    "只是外出或迁户口的，不用登记；确已不再共同生活的（如由他人抚养），请在这里写明依据。"
)


def require_reason(unit: Unit, home: Household, event: HouseholdEvent, member: Member) -> None:
    """Refuse a spouse or a child under 18 who lives elsewhere as gone while nobody says why they count no longer [57 Art 7].

    A child under 18 neither marries nor is divorced: somebody else was meant.
    """
    if event.kind in _WED:
        _require_grown(unit.get(Person, member.person_id), event.effective_on)
    if event.kind not in _APART or event.details or not member.counted:
        return
    person = unit.get(Person, member.person_id)
    stay = [
        one
        for one in file_rows.members_of(unit.session, home.id)
        if one.counted and one.person_id != person.id
    ]
    if stay and is_minor(person.birth, event.effective_on):
        who = "未成年"
    elif _is_married_to(home, member, stay):
        who = "配偶"
    else:
        return
    raise InvalidInput([Problem("details", _TOLD.format(person.name, who))])


def _require_grown(person: Person, on: date) -> None:
    if is_minor(person.birth, on):
        told = f"{person.name}未满 18 周岁，不能登记结婚、离婚；请核对是哪一位成员。"
        raise InvalidInput([Problem("person_id", told)])


def _is_married_to(home: Household, member: Member, stay: list[Member]) -> bool:
    """Whether somebody is married to one of those who stay, as far as relations to the head tell."""
    if member.person_id == home.head_id:
        return any(one.relation in SPOUSES for one in stay)
    return member.relation in SPOUSES and any(one.person_id == home.head_id for one in stay)


_AWAY = {"in_prison": "服刑", "missing": "宣告失踪"}


def require_away(person: Person, mark: str) -> None:
    """Refuse the return of somebody who is not on record as away."""
    if not getattr(person, mark):
        told = f"{person.name}没有登记{_AWAY[mark]}，不用登记回来；请核对是哪一位成员。"
        raise InvalidInput([Problem("person_id", told)])
