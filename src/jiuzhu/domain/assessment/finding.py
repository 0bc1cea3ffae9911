"""The result of one programme for one household, with its reasons kept as data."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import NamedTuple

from jiuzhu.domain.policy import Figure

ENTITLED = "entitled"
NOT_ENTITLED = "not_entitled"
MANUAL = "manual"

Input = Decimal | str | int | bool


class WhyLine(NamedTuple):
    """One step of the reasoning: labelled inputs, the figure reached, and the paper it stands on.

    `step` chooses the sentence in `explain`. Amounts are unrounded; only sentences and JSON round. `member` is the id of
    whom it is about, "" for the household: two of a family may bear one name.
    """

    step: str
    inputs: tuple[tuple[str, Input], ...]
    figure: Input
    clause: str
    document: str
    confirmed: bool = True
    member: str = ""


def by_paper(
    step: str,
    inputs: tuple[tuple[str, Input], ...],
    figure: Input,
    paper: Figure,
    clause: str = "",
    *,
    member: str = "",
) -> WhyLine:
    """A step that stands on a dated figure: its document, and its clause unless it stands on another one.

    Past the constructor, as `_make` goes: a household has a dozen of these, and it takes half the time.
    """
    said = (step, inputs, figure, clause or paper.clause, paper.document, paper.confirmed, member)
    return tuple.__new__(WhyLine, said)


def by_clause(
    step: str,
    inputs: tuple[tuple[str, Input], ...],
    figure: Input,
    clause: str,
    document: str,
    *,
    member: str,
) -> WhyLine:
    """A step about one member that stands on the law itself. Past the constructor, as `by_paper`."""
    return tuple.__new__(WhyLine, (step, inputs, figure, clause, document, True, member))


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


def of_person(finding: Finding, member: str) -> Finding:
    """A finding of a programme of persons narrowed to one of them: their sum, and the reasons about nobody else."""
    persons = finding.figures.get("persons")
    mine = [one for one in persons if one["member"] == member] if isinstance(persons, list) else []
    result = NOT_ENTITLED if finding.result == ENTITLED and not mine else finding.result
    figures = {**finding.figures, "persons": mine}
    return about(finding, {member})._replace(result=result, figures=figures)


def about(finding: Finding, members: Collection[str]) -> Finding:
    """A finding with those of its reasons alone that are about one of these members (ids) or about nobody."""
    kept = [line for line in finding.why if not line.member or line.member in members]
    return finding._replace(why=tuple(kept))


def nobody_meant(programme: str) -> Finding:
    """The finding for a household none of whose members a programme can mean: the same for all of them."""
    return Finding(programme, NOT_ENTITLED, {"persons": []}, ())
