"""A short slice of the random operations on the calendar, and that it sees what it is there to see."""

from pathlib import Path

import pytest
import torture_calendar
from hypothesis import Phase

from jiuzhu.services.scheduling import board


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
