"""Parents and obligors as forms tell them: who is the same one, and what a file reads until it is decided."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from jiuzhu.domain.household import Obligor, Parent
from jiuzhu.domain.identity_number import normalised

K = TypeVar("K", Obligor, Parent)

PARENTS = 2
"""A child has a father and a mother."""

_SINGLE = frozenset({"10", "11", "12", "51", "52"})
"""Relations (GB/T 4761) a person has one relative of: the spouse, the father, the mother."""


_MEN = {11, *range(20, 30), 41, 43, 46, 47, 51, 53, 55, 57, 61, 63, 66, 71, 73, 76, 78, 81, 83, 85, 87}
_WOMEN = {12, *range(30, 40), 42, 44, 45, 48, 52, 54, 56, 58, 62, 64, 67, 72, 74, 75, 77, 82, 84, 86, 88}
_SEX = {f"{one}": "1" for one in _MEN} | {f"{one}": "2" for one in _WOMEN}
"""Relation (GB/T 4761) only a man or only a woman stands in → the sex (GB/T 2261.1)."""


def other_sex(relation: str, sex: str) -> bool:
    """Whether nobody of a known sex (1 male, 2 female) stands in a relation; what is not known is not against it."""
    return sex in {"1", "2"} and _SEX.get(relation, sex) != sex


def same_kin(one: K, other: K) -> bool:
    """Whether two rows speak of the same relative of the same person: by number, else by name or the only such relation."""
    if one.of_person_id != other.of_person_id:
        return False
    if isinstance(one, Obligor) and isinstance(other, Obligor):
        if one.id_number and other.id_number:
            return normalised(one.id_number) == normalised(other.id_number)
        if one.relation in _SINGLE and one.relation == other.relation:
            return True
    return one.name.strip() == other.name.strip()


def matched(told: Sequence[K], known: Sequence[K], sure: Mapping[str, str]) -> dict[str, K]:
    """Told row → the known row it speaks of, each at most once; `sure` says of whom that was settled before (id → id).

    A child has two parents: who would be a third is one of the two under another name, rather the one in the same state.
    """
    free = {row.id: row for row in known}
    found = {row.id: free.pop(sure[row.id]) for row in told if sure.get(row.id) in free}
    for row in told:
        if row.id not in found:
            same = next((one for one in free.values() if same_kin(row, one)), None)
            if same is not None:
                found[row.id] = free.pop(same.id)
    for row in told:
        if row.id not in found and isinstance(row, Parent):
            left = [one for one in free.values() if one.of_person_id == row.of_person_id]
            said = sum(one.of_person_id == row.of_person_id for one in told)
            if left and len(left) + said > PARENTS:
                nearest = min(left, key=lambda one: (getattr(one, "state", "") != row.state, bool(one.name)))
                found[row.id] = free.pop(nearest.id)
    return found


def read_with(live: Sequence[K], waiting: Sequence[K]) -> list[K]:
    """The record, and what waits with a form in its place; where the record changed since, the record is nearer.

    Whom the form brought may be on record by now, under another name too: another form was decided in between.
    """
    present = {row.id for row in live}
    instead: dict[str, K] = {row.replaces_id: row for row in waiting if row.replaces_id in present}
    since = matched(waiting, live, {row.id: row.replaces_id for row in instead.values() if row.replaces_id})
    told = [instead.get(row.id, row) for row in live]
    return told + [row for row in waiting if not row.replaces_id and row.id not in since]
