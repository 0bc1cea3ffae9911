"""A family of four with 低保 since December, paid by the standard of July, on 3 December 2025."""

from datetime import date
from decimal import Decimal

import pytest

from changed_home import risen_in_august
from jiuzhu.storage.queries.files import FileRows
from on_the_way import approve, family, rows, submitted
from town import Town


@pytest.fixture
def home(town: Town) -> FileRows:
    risen_in_august(town)
    town.on(date(2025, 6, 9))
    taken = submitted(town, family(town), date(2025, 6, 10), date(2025, 6, 18))
    town.on(date(2025, 6, 20))
    approve(town, taken)
    town.on(date(2025, 12, 3))
    found = rows(town, taken)
    assert found.entitlements[0].monthly == Decimal("1360.00")  # 750 a head: 1,200 + 160
    return found
