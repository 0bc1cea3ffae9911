"""A field two people edited at once: as the form showed it, as it was typed, as it is stored by now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Shown = dict[str, Any]
"""What stood in the fields of a form before anybody typed: the name of each field and its stored value."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What each field becomes, and which of them a person has to choose."""

    values: dict[str, Any]
    clashing: tuple[str, ...]  # both sides changed it, each to another value
    meanwhile: tuple[str, ...]  # only the other side did: theirs is taken


def three_way(
    shown: Mapping[str, Any],
    typed: Mapping[str, Any],
    stored: Mapping[str, Any],
    together: Sequence[Sequence[str]] = (),
) -> Merged:
    """Field by field: changed by one side, that one's value; by both to the same, that; to different ones, a clash.

    `together` names fields that mean something only as a whole (a bank, its account and whose it is; a figure and how it was judged):
    touched by both sides they clash as a whole, or a pair would come out that nobody ever chose.
    """
    mine = {name for name in typed if typed[name] != shown[name]}
    theirs = {name for name in typed if stored[name] != shown[name]}
    differing = {name for name in typed if typed[name] != stored[name]}
    clashing = mine & theirs & differing
    for group in together:
        held = typed.keys() & set(group)
        if held & mine and held & theirs:
            clashing |= held & differing
    return Merged(
        {name: typed[name] if name in mine else stored[name] for name in typed},
        tuple(name for name in typed if name in clashing),
        tuple(name for name in typed if name in theirs & differing - clashing),
    )
