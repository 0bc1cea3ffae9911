"""A family with 低保, and the desk at which its events are recorded."""

from datetime import date
from decimal import Decimal

import pytest

from event_desk import TODAY
from jiuzhu.domain.dossier import LinePart
from jiuzhu.ui.pages.monitoring import MonitoringPage
from on_the_way import approve, family, rows, submitted
from part_hands import Desks, Hands
from town import Town


@pytest.fixture
def home(town: Town) -> str:
    """A family of four with 低保, wages of 1,800 and a rent of 300 a month of the same man, a deposit; its household."""
    dossier = family(town)
    man = dossier.members[0].id
    dossier.incomes.append(LinePart(kind="property", person=man, item="门面租金", declared=Decimal("300.00")))
    taken = submitted(town, dossier, date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    town.on(TODAY)
    return rows(town, taken).household.id


@pytest.fixture
def desk(desks: Desks, town: Town, home: str) -> Hands:  # noqa: ARG001  # the family must exist
    return desks(MonitoringPage, town.checker, "events")
