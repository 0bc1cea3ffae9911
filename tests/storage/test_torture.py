"""A short slice of the long runs against faults of the disk, the power and the process."""

import shutil
import sys

import pytest

from long_runs import told_by

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="there is neither fork nor SIGKILL on Windows"
)


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace records the calls that are cut")
def test_a_power_cut_loses_nothing_told_and_a_weaker_setting_is_caught() -> None:
    told = told_by("power", 6)
    assert (told["lost"], told["half"], told["damaged"], told["journal_problems"]) == (0, 0, 0, 0)
    assert told["normal_lost"] > told["normal_rounds"] // 2


def test_a_full_disk_is_told_and_loses_nothing() -> None:
    told = told_by("disk", 2)
    assert told["refused"] >= 6
    assert (told["missing"], told["wrongly_told"], told["problems"], told["not_resumed"]) == (0, 0, 0, 0)


def test_backups_beside_a_writer_are_whole_and_damaged_ones_refused() -> None:
    told = told_by("backup", 1)
    assert told["mutations"] == 10
    assert (told["incomplete"], told["half"], told["taken"], told["touched"]) == (0, 0, 0, 0)


def test_what_is_killed_in_the_middle_is_before_or_after() -> None:
    told = told_by("steps", 2)
    assert (told["between"], told["problems"]) == (0, [])


def test_kills_lose_no_acknowledged_save() -> None:
    told = told_by("kill", 6)
    assert told["acknowledged"] > 50
    assert [
        told[name] for name in ("lost", "half", "damaged_pages", "journal_problems", "numbers_wrong")
    ] == [0] * 5
