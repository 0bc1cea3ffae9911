"""Who cannot look after themselves: six indicators, months in bed, heavy disability [43 Art 21-22]."""

from functools import cache
from typing import NamedTuple

from jiuzhu.domain.assessment.case import told
from jiuzhu.domain.assessment.finding import Input
from jiuzhu.domain.facts import Disability, MemberFacts

FULL_FROM = 4
"""Unmet indicators of six from which a person cannot look after themselves at all [43 Art 22]."""
BEDRIDDEN_MONTHS = 6


class Ground(NamedTuple):
    """Why somebody counts as 失能 (`code` "able": they do not), with exactly the inputs it stands on."""

    code: str
    inputs: tuple[tuple[str, Input], ...]


def care_level(unmet: tuple[str, ...]) -> str:
    """0 unmet → none, 1 to 3 → half, 4 and more → full [43 Art 22]."""
    return "none" if not unmet else "full" if len(unmet) >= FULL_FROM else "half"


def disabled_entry(member: MemberFacts) -> Disability | None:
    """The entry of 一级 or 二级 肢体、智力、精神、视力 that makes somebody 失能 whatever an assessment says."""
    for one in member.disability:
        if one.grade in ("1", "2") and one.kind in ("1", "4", "5", "6"):
            return one
    return None


def helpless(member: MemberFacts) -> Ground:
    """失能 by disability, by four or more unmet indicators, or by six months in bed; of the able all is told."""
    entry = disabled_entry(member) if member.disability else None
    if entry is not None:
        return Ground("disabled", told(entry))
    return by_state(member)


def by_state(member: MemberFacts) -> Ground:
    """失能 by what was assessed of the person, without any 残疾证."""
    unmet = len(member.self_care_unmet) if member.self_care_unmet else 0
    if unmet >= FULL_FROM:
        return Ground("indicators", (("未达到指标数", unmet),))
    months = member.bedridden_months
    if months >= BEDRIDDEN_MONTHS:
        return Ground("bedridden", (("卧床月数", months),))
    return _able(unmet, months)


@cache
def _able(unmet: int, months: int) -> Ground:
    """Few different ones: under four indicators, under six months."""
    return Ground("able", (("未达到指标数", unmet), ("卧床月数", months)))
