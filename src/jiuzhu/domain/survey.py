"""家庭经济状况核查表: what the lines of a file come to, by the heads of the form (pure)."""

from decimal import Decimal

from jiuzhu.domain.dossier import Dossier, LinePart
from jiuzhu.domain.dossier_matters import SurveyPart
from jiuzhu.domain.facts_of import figure_of
from jiuzhu.domain.money import cents

HEADS = ("wage", "business", "property", "transfer", "other")
"""Codes of income_kind, in the order of the form."""
_MONTHS = 12


def surveyed(dossier: Dossier) -> SurveyPart:
    """Incomes by head and the money of a household, each at the figure that counts now.

    Nothing is deducted and nothing left out: what counts, and how much of it, is the finding's to say.
    """
    heads = {head: _month([line for line in dossier.incomes if line.kind == head]) for head in HEADS}
    return SurveyPart(
        **heads,
        total=_month(dossier.incomes),
        money=_sum([figure_of(line) for line in dossier.assets]),
        disputed=_disputed(dossier),
    )


def _month(lines: list[LinePart]) -> Decimal | None:
    found: list[Decimal | None] = []
    for line in lines:
        figure = figure_of(line)
        found.append(figure / _MONTHS if figure is not None and line.period == "year" else figure)
    return _sum(found)


def _sum(figures: list[Decimal | None]) -> Decimal | None:
    """What is known together; None when nothing is."""
    known = [figure for figure in figures if figure is not None]
    return cents(sum(known, Decimal(0))) if known else None


def _disputed(dossier: Dossier) -> bool | None:
    """Whether anybody objected, to the posting or at the review; None before either."""
    if dossier.objections:
        return True
    return dossier.deliberation.conclusion != "agreed" if dossier.deliberation.held_on else None
