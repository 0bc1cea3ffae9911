"""What an entitlement says of its own time."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.approving import Entitlement

GRANTED = Entitlement(
    household_id="",
    application_id="",
    decision_id="",
    programme="dibao",
    monthly=Decimal(800),
    first_month="2026-01",
)


@pytest.mark.parametrize(
    ("last_month", "reason", "tapers"), [("", "", False), ("2026-06", "", True), ("2026-06", "died", False)]
)
def test_a_taper_has_its_last_month_from_the_start(last_month: str, reason: str, tapers: bool) -> None:
    assert replace(GRANTED, last_month=last_month, ended_reason=reason).tapers is tapers


@pytest.mark.parametrize(
    ("month", "paid"),
    [("2025-12", False), ("2026-01", True), ("2026-03", True), ("2026-04", False), ("2026-06", False)],
)
def test_it_is_paid_from_its_first_to_its_last_month_and_while_it_is_valid(month: str, paid: bool) -> None:
    granted = replace(GRANTED, last_month="2026-05", valid_until=date(2026, 3, 10))
    assert granted.covers(month) is paid


def test_it_ran_out_the_day_after_it_was_valid() -> None:
    granted = replace(GRANTED, valid_until=date(2026, 3, 10))
    assert not granted.ran_out(date(2026, 3, 10))
    assert granted.ran_out(date(2026, 3, 11))
    assert not GRANTED.ran_out(date(2036, 1, 1))
