"""原台账 with a household's members to the right of its row (成员1姓名, 成员1证件号…): which column is whose."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jiuzhu.domain.ledger import Column

OF_PERSON = ("name", "id_number", "relation", "counted", "disability_kind", "disability_grade")
"""Columns that say something of one person; the others are the household's, and stand once in its row."""

_DIGITS = "一二三四五六七八九十"
_MEMBER = re.compile(rf"(?:家庭|共同生活|其他)*(?:成员|家属)(\d{{1,2}}|[{_DIGITS}])(.*)")
_AFTER = re.compile(r"(\D+)(\d{1,2})")
_COUNTS = ("数", "人口", "情况")
"""How headings end that speak of members and hold none."""


@dataclass(frozen=True, slots=True)
class Flattened:
    """`groups`: member by member, our column → place of theirs. `unread`: places that speak of members and are not read."""

    groups: list[Mapping[str, int]]
    unread: list[int]


def _bare(text: str) -> str:
    return re.sub(r"[\s*:()\[\]]+", "", unicodedata.normalize("NFKC", text))


def under(above: Sequence[str], headings: Sequence[str]) -> list[str]:
    """Headings with 成员1, 成员2… of the row above in front, where one stands over several columns."""
    full, group = [], ""
    for place, heading in enumerate(headings):
        shared = _bare(above[place]) if place < len(above) else ""
        if shared:
            told = _MEMBER.fullmatch(shared)
            group = shared if told and not told[2] else ""
        full.append(f"{group}{heading}" if group and heading else heading)
    return full


def flattened(headings: Sequence[str], columns: Sequence[Column]) -> Flattened:
    """Whose column each heading is, by its number; a member counts with a name and an ID number only."""
    words = {
        _bare(word): column.name
        for column in columns
        if column.name in OF_PERSON
        for word in (column.title, *column.also)
    }
    found: dict[int, dict[str, int]] = {}
    unread = []
    for place, heading in enumerate(headings):
        told = _bare(heading)
        member, after = _MEMBER.fullmatch(told), _AFTER.fullmatch(told)
        if member:
            number, name = member[1], words.get(member[2], "") if member[2] else "name"
        elif after and after[1] in words:
            number, name = after[2], words[after[1]]
        else:
            if "成员" in told and not told.endswith(_COUNTS):
                unread.append(place)
            continue
        one = found.setdefault(_DIGITS.find(number) + 1 or int(number), {})
        if name and name not in one:
            one[name] = place
        else:
            unread.append(place)
    whole = [found[number] for number in sorted(found) if {"name", "id_number"} <= found[number].keys()]
    unread += [place for one in found.values() if one not in whole for place in one.values()]
    return Flattened(list(whole), sorted(unread))
