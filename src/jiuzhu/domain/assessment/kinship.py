"""Who owes whom support inside one household, told from the relations to the applicant [民法典 Art 1059, 1067]."""

from collections.abc import Mapping
from functools import lru_cache

from jiuzhu.domain.facts import HouseholdFacts, MemberFacts

ADULT = 18


_DAUGHTERS_TOO = {"": "0", "3": "2"}


@lru_cache(maxsize=256)  # the same few codes for everybody
def _class(relation: str) -> str:
    """The first digit of GB/T 4761: 0 applicant, 1 spouse, 2 3 children, 5 parents, 7 siblings."""
    first = relation[:1]
    return _DAUGHTERS_TOO.get(first, first)


def parents_of(facts: HouseholdFacts, child: str) -> list[MemberFacts]:
    """Father and mother of a person among the members, counted or not."""
    own = next(_class(member.relation) for member in facts.members if member.id == child)
    wanted = {"2": ("0", "1"), "0": ("5",), "7": ("5",)}.get(own, ())
    return [member for member in facts.members if _class(member.relation) in wanted and member.id != child]


_SPOUSES = frozenset({("0", "1"), ("1", "0"), ("5", "5")})
_OF_PARENT = frozenset({("0", "2"), ("1", "2"), ("5", "0"), ("5", "7")})
_OF_CHILD = frozenset({("2", "0"), ("2", "1"), ("0", "5"), ("7", "5")})
_WHO = {own: {other for mine, other in _SPOUSES | _OF_PARENT | _OF_CHILD if mine == own} for own in "01257"}


def owing(
    facts: HouseholdFacts, person: MemberFacts, ages: Mapping[str, int], *, helpless: bool = False
) -> list[MemberFacts]:
    """Members who owe the person support, counted or not: the spouse, adult children, parents of somebody under 18.

    `helpless`: parents owe a grown child too, who cannot live independently [民法典 Art 1067].
    """
    own = _class(person.relation)
    wanted = _WHO.get(own)
    if not wanted:
        return []
    of_child = helpless or -1 < ages[person.id] < ADULT
    found = []
    for other in facts.members:
        theirs = _class(other.relation)
        if other is person or theirs not in wanted:
            continue
        pair = (own, theirs)
        of_parent = pair in _OF_PARENT and ages.get(other.id, ADULT) >= ADULT  # who does not count still owes
        if pair in _SPOUSES or of_parent or (of_child and pair in _OF_CHILD):
            found.append(other)
    return found


_PAIRS = ({"51", "52"}, {"53", "54"}, {"55", "56"}, {"57", "58"})


def spouses_of(facts: HouseholdFacts, person: MemberFacts) -> set[str]:
    """Ids of the person's husband or wife, counted or not: of the applicant, of a parent of the applicant or of the spouse."""
    own = _class(person.relation)
    return {
        other.id
        for other in facts.members
        if other is not person
        and ({own, _class(other.relation)} == {"0", "1"} or {person.relation, other.relation} in _PAIRS)
    }


def has_spouse(facts: HouseholdFacts, person: MemberFacts) -> bool:
    """Whether the person's husband or wife lives in the household: the applicant's, or the other of two parents."""
    wanted = {"0": "1", "1": "0", "5": "5"}.get(_class(person.relation))
    return any(_class(other.relation) == wanted for other in facts.members if other is not person)
