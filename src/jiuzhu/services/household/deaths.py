"""The day of a death, before pay ends by it and past months are asked back: no day that cannot be, none by a slip of the hand."""

from datetime import date

from jiuzhu.domain.household import Member, Person, age_on
from jiuzhu.errors import InvalidInput, Problem
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
