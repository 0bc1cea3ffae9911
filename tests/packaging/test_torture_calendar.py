"""A short slice of the random operations on the calendar, and that it sees what it is there to see."""

from pathlib import Path

import pytest
import torture_calendar
import visits_by_hand
from hypothesis import Phase

from jiuzhu.services.scheduling import board
from serving_town import MONDAY, NINE, opened
from visited import visited


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torture_calendar, "STEPS", 20)
    monkeypatch.setattr(torture_calendar, "PHASES", (Phase.generate,))


def test_nobody_is_in_two_places_and_nothing_is_paid_unseen(tmp_path: Path) -> None:
    result = torture_calendar.torture(2, 3, tmp_path)
    assert result.broken == ""
    assert result.operations == 2 * torture_calendar.STEPS
    assert min(result.refused, result.booked, result.recorded) > 0


def test_a_second_visit_at_the_same_time_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "clashes", lambda *_: [])
    result = torture_calendar.torture(1, 3, tmp_path)
    assert "two places" in result.broken
    assert result.broken_after == 2


def test_a_minute_that_is_verified_twice_is_found(tmp_path: Path) -> None:
    with opened(tmp_path) as at:
        hand, day = at.workers["示例甲工"], MONDAY
        at.coordinator.write(visited, at.plan, hand, day)
        at.coordinator.write(visited, at.plan, hand, day, starts=NINE + 60)
        assert visits_by_hand.verified_twice(at.town.clerk) == 0
        at.coordinator.write(visited, at.plan, at.workers["示例乙工"], day, 2, starts=NINE + 59)
        assert visits_by_hand.verified_twice(at.town.clerk) == 2
