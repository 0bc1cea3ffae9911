"""A short slice of random operations on the calendar, and that it sees what it looks for."""

from pathlib import Path

import pytest
import torture_calendar

from jiuzhu.services.scheduling.board import Board


def test_whatever_is_tried_the_calendar_stays_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torture_calendar, "STEPS", 40)
    result = torture_calendar.torture(3, 2026, tmp_path)
    assert result.broken == ""
    assert result.booked > 0


def test_a_board_that_knows_no_clashes_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torture_calendar, "STEPS", 40)
    monkeypatch.setattr(Board, "_of_clashes", lambda *_: [])
    result = torture_calendar.torture(6, 2026, tmp_path)
    assert "somebody is in two places" in result.broken
    assert not result.holds
