"""Obligations between programmes: what a grant ends, and beside what it cannot stand.

One main category for a household or person at a time [国办发〔2023〕39号; 民发〔2021〕43号 Art 27; 国发〔2015〕52号; 民发〔2019〕62号].
"""

from collections.abc import Collection, Mapping
from decimal import Decimal

HOUSEHOLD_WIDE = frozenset({"dibao", "edge", "rigid"})
"""Programmes of a whole household; all others belong to persons."""

MAIN = ("tekun", "dibao", "edge", "rigid")
"""The main categories, the stronger first: a household or person carries one of them."""

REPLACES: dict[str, frozenset[str]] = {
    "tekun": frozenset({"dibao", "edge", "rigid", "disability_care", "disability_living"}),
    "dibao": frozenset({"edge", "rigid"}),
    "edge": frozenset({"rigid"}),
    "orphan": frozenset({"unsupported_child", "tekun"}),
    "unsupported_child": frozenset({"disability_living"}),
}
"""Granted → what it ends from the month before its first one."""

EXCLUDES: dict[str, frozenset[str]] = {
    "dibao": frozenset({"tekun"}),
    "edge": frozenset({"tekun", "dibao"}),
    "rigid": frozenset({"tekun", "dibao", "edge"}),
    "tekun": frozenset({"orphan", "unsupported_child"}),
    "unsupported_child": frozenset({"orphan"}),
    "disability_care": frozenset({"tekun"}),
    "disability_living": frozenset({"unsupported_child", "tekun"}),
    "home_service": frozenset({"home_care"}),  # 政府购买的居家上门 and 残联居家托养 [渝北实施方案 2025-02-28]
    "home_care": frozenset({"home_service"}),
}
"""Granted → what must not be in force: it has to be ended first, by a decision of its own."""

HIGHER: tuple[frozenset[str], ...] = (frozenset({"elder_care", "disability_care"}),)
"""Pairs of which a person gets the higher one: a higher grant ends the lower one, a lower one is not granted."""

DIFFERENCE = frozenset({"dibao", "tekun"})
"""Beside these 事实无人抚养 is a difference: what was taken into account goes on [民发〔2019〕62号]."""


FLAGGED: dict[frozenset[str], str] = {
    frozenset({"home_service", "home_care"}): "居家上门服务与残联居家托养不同时享受，请与残联核对。",
}
"""Services that must not stand side by side, when a list from elsewhere brings both: shown, nothing is ended."""


def ended_by(programme: str, beside: Collection[str] = ()) -> frozenset[str]:
    """What a grant ends, `beside` being what the person has in force: a difference payment ends nothing."""
    if programme == "unsupported_child" and DIFFERENCE.intersection(beside):
        return frozenset()
    return REPLACES.get(programme, frozenset())


def refused_beside(programme: str) -> frozenset[str]:
    """What a programme cannot be granted beside; the same programme twice is never granted."""
    return EXCLUDES.get(programme, frozenset()) | {programme}


def never_beside(programme: str) -> frozenset[str]:
    """What cannot be received at the same time as a programme, whichever of the two was granted first."""
    ends, bars = REPLACES.get(programme, frozenset()), EXCLUDES.get(programme, frozenset())
    others = {
        other for table in (REPLACES, EXCLUDES) for other, against in table.items() if programme in against
    }
    return ends | bars | others | rival_of(programme)


def rival_of(programme: str) -> frozenset[str]:
    """What a person gets instead of the programme when it is higher."""
    return frozenset(other for pair in HIGHER if programme in pair for other in pair - {programme})


def lower_shares(shares: Mapping[str, Mapping[str, Decimal]]) -> set[tuple[str, str]]:
    """Programme and person of every share that gives way to a higher one; of two equal ones the later named.

    `shares` is programme → person → yuan a month.
    """
    lost: set[tuple[str, str]] = set()
    for pair in HIGHER:
        first, second = (*(one for one in shares if one in pair), "", "")[:2]
        for person in shares.get(first, {}).keys() & shares.get(second, {}).keys():
            lost.add((second if shares[first][person] >= shares[second][person] else first, person))
    return lost


def flags(programmes: Collection[str]) -> list[str]:
    """What is to be looked at when all of these are received."""
    return [words for pair, words in FLAGGED.items() if pair <= set(programmes)]
