"""A short slice of the long runs against a shared server; the whole of them is `torture.sh pg-crash`, `cut` and `window`."""

import os
import shutil
from pathlib import Path

import pytest
import torture_clerks
import torture_cut
import torture_pg_crash
import torturing

from long_runs import told_by


def test_a_server_that_crashes_loses_nothing_and_does_nothing_twice(tmp_path: Path) -> None:
    result = torture_pg_crash.torture(2, 2026, tmp_path)
    assert result.holds, result


needs_root = pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("ip") is None,
    reason="a line is cut with a network namespace, which needs root and iproute2",
)


@needs_root
def test_a_line_that_goes_silent_is_told_in_time_and_nothing_is_lost(tmp_path: Path) -> None:
    result = torture_cut.torture(1, 2026, tmp_path)
    assert result.holds, result


@needs_root
@pytest.mark.long
def test_a_window_at_a_line_that_goes_silent_does_not_stand_still() -> None:
    told_by("window", 1)


def test_two_clerks_at_one_household_of_a_server_lose_nothing(tmp_path: Path) -> None:
    """Each at a window of their own: the journal has several chains, and tells every row all the same."""
    with torturing.office_on(server=True):
        result = torture_clerks.torture(1, 2026, tmp_path)
    assert result.holds, result
