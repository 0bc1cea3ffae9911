"""Obligations between programmes: what a grant ends, and beside what it cannot stand.

One main category for a household or person at a time [国办发〔2023〕39号; 民发〔2021〕43号 Art 27; 国发〔2015〕52号; 民发〔2019〕62号].
"""

HOUSEHOLD_WIDE = frozenset({"dibao", "edge", "rigid"})
"""Programmes of a whole household; all others belong to persons."""

MAIN = ("tekun", "dibao", "edge", "rigid")
"""The main categories, the stronger first: a household or person carries one of them."""

REPLACES: dict[str, frozenset[str]] = {
    "tekun": frozenset({"dibao", "edge", "rigid", "disability_care"}),
    "dibao": frozenset({"edge", "rigid"}),
    "edge": frozenset({"rigid"}),
    "orphan": frozenset({"unsupported_child", "tekun"}),
    "unsupported_child": frozenset({"disability_living"}),
    "elder_care": frozenset({"disability_care"}),
}
"""Granted → what it ends from the month before its first one."""

EXCLUDES: dict[str, frozenset[str]] = {
    "dibao": frozenset({"tekun"}),
    "edge": frozenset({"tekun", "dibao"}),
    "rigid": frozenset({"tekun", "dibao", "edge"}),
    "tekun": frozenset({"orphan", "unsupported_child"}),
    "orphan": frozenset(),
    "unsupported_child": frozenset({"orphan"}),
    "disability_care": frozenset({"tekun", "elder_care"}),
    "disability_living": frozenset({"unsupported_child"}),
}
"""Granted → what must not be in force: it has to be ended first, by a decision of its own."""


def ended_by(programme: str) -> frozenset[str]:
    """What a grant of the programme ends."""
    return REPLACES.get(programme, frozenset())


def refused_beside(programme: str) -> frozenset[str]:
    """What a programme cannot be granted beside; the same programme twice is never granted."""
    return EXCLUDES.get(programme, frozenset()) | {programme}
