"""The result of one programme for one household, with its reasons kept as data."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

ENTITLED = "entitled"
NOT_ENTITLED = "not_entitled"
MANUAL = "manual"

Input = Decimal | str | int | bool


class WhyLine(NamedTuple):
    """One step of the reasoning: labelled inputs, the figure reached, and the paper it stands on.

    `step` chooses the sentence in `explain`. Amounts are unrounded; only sentences and JSON round.
    """

    step: str
    inputs: tuple[tuple[str, Input], ...]
    figure: Input
    clause: str
    document: str
    confirmed: bool = True


class Finding(NamedTuple):
    """`result` with the programme's figures, why, what is still needed and what stands against it.

    `figures` holds amounts (`Decimal`, rounded to 0.01 once), counts, and lists of dicts per person; nobody changes it.
    """

    programme: str
    result: str
    figures: Mapping[str, object]
    why: tuple[WhyLine, ...]
    needs: tuple[str, ...] = ()
    clashes: tuple[str, ...] = ()


def nobody_meant(programme: str) -> Finding:
    """The finding for a household none of whose members a programme can mean: the same for all of them."""
    return Finding(programme, NOT_ENTITLED, {"persons": []}, ())
