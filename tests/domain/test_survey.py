"""What the lines of a file come to, by the heads of 附件6."""

from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.dossier import Dossier, LinePart
from jiuzhu.domain.dossier_course import ObjectionPart
from jiuzhu.domain.dossier_matters import DeliberationPart, SurveyPart
from jiuzhu.domain.survey import surveyed


def test_nothing_known_is_nothing_said() -> None:
    unknown = Dossier(incomes=[LinePart(kind="wage")], assets=[LinePart(kind="deposit")])
    assert surveyed(unknown) == SurveyPart()


def test_each_head_has_its_sum_a_year_its_twelfth_and_the_newest_figure_counts() -> None:
    made = surveyed(
        Dossier(
            incomes=[
                LinePart(kind="wage", declared=Decimal(1500), visited=Decimal(1600)),
                LinePart(kind="wage", declared=Decimal(100), accepted=Decimal(0)),
                LinePart(kind="property", declared=Decimal(601), period="year"),
                LinePart(kind="transfer"),
            ],
            assets=[
                LinePart(kind="deposit", declared=Decimal(20000)),
                LinePart(kind="fund", checked=Decimal(1)),
            ],
        )
    )
    assert (made.wage, made.property) == (Decimal("1600.00"), Decimal("50.08"))
    assert (made.business, made.transfer, made.other) == (None, None, None)
    assert made.total == Decimal("1650.08")
    assert made.money == Decimal("20001.00")


@pytest.mark.parametrize(
    ("dossier", "told"),
    [
        (Dossier(), None),
        (Dossier(objections=[ObjectionPart()]), True),
        (Dossier(deliberation=DeliberationPart(held_on=date(2025, 11, 1), conclusion="agreed")), False),
        (Dossier(deliberation=DeliberationPart(held_on=date(2025, 11, 1), conclusion="resurvey")), True),
    ],
)
def test_whether_anybody_objected(dossier: Dossier, told: bool | None) -> None:
    assert surveyed(dossier).disputed is told
