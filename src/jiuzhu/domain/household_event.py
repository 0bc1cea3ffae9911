"""What each household event does to the people of a household (pure): who leaves, who comes, what is marked."""

from typing import NamedTuple


class Effect(NamedTuple):
    """One kind of event: `leaves` and `joins` the membership, `marks` a field of the person, `lines` income or property."""

    leaves: bool = False
    joins: bool = False
    marks: str = ""  # field of Person that is set
    value: bool = True
    lines: bool = False
    person: bool = True  # whether the event is about one person


EFFECTS: dict[str, Effect] = {
    "birth": Effect(joins=True),
    "death": Effect(leaves=True),
    "move_in": Effect(joins=True),
    "move_out": Effect(leaves=True),
    "marry_in": Effect(joins=True),
    "marry": Effect(leaves=True),
    "divorce": Effect(leaves=True),
    "split": Effect(leaves=True),
    "merge": Effect(person=False),
    "change_head": Effect(),
    "imprisoned": Effect(marks="in_prison"),
    "released": Effect(marks="in_prison", value=False),
    "detox": Effect(marks="in_detox"),
    "missing": Effect(marks="missing"),
    "returned": Effect(marks="missing", value=False),
    "adopted": Effect(joins=True),
    "employed": Effect(lines=True),
    "unemployed": Effect(lines=True),
    "enrolled": Effect(),
    "left_school": Effect(),
    "disabled": Effect(),
    "ill": Effect(),
    "recovered": Effect(),
    "income": Effect(lines=True),
    "property": Effect(lines=True, person=False),
    "parent": Effect(),
    "ruled": Effect(),
    "support": Effect(),
    "self_care": Effect(),
    "other": Effect(person=False),
}
"""Kind (code table household_event) → what it does."""

REPORTED = "self_care"
"""The event that says nothing but that somebody can do more or less than assessed: the assessment tells the rest."""

ABILITY = frozenset({"disabled", "ill", "recovered", "released", "support", REPORTED})
"""Events after which a 特困 person's self-care is assessed again within ten working days [43 Art 23]."""

TELLS: dict[str, tuple[str, ...]] = {
    "disabled": ("disability_kind", "disability_grade"),
    "ill": ("illness",),
    "enrolled": ("student",),
    "ruled": ("ruled_as", "ruled_by"),
}
"""Kind → fields of the person that it must tell anew; without them it would change nothing."""

CLEARS: dict[str, dict[str, str]] = {"left_school": {"student": "none", "school": ""}}
"""Kind → fields of the person that it sets by itself."""

MARKING = frozenset(
    {kind for kind, effect in EFFECTS.items() if effect.marks} | TELLS.keys() | CLEARS.keys() | {"recovered"}
)
"""Kinds that change what stands in the record of a person."""

MARKED = frozenset({
    "student", "school", "illness", "illness_name", "disability_kind", "disability_grade", "disability_certificate",
    "ruled_as", "ruled_by",
})  # fmt: skip
"""Fields of the person that an event may tell."""

NOTHING = {"illness": "none", "student": "none"}
"""Field → the code that tells of nothing: no event of falling ill or of going to school says it."""
