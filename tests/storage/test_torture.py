"""A short slice of the long runs against faults of the disk, the power and the process."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="there is neither fork nor SIGKILL on Windows"
)


def _told(name: str, rounds: int) -> dict[str, Any]:
    command = [sys.executable, str(ROOT / "packaging" / f"torture_{name}.py"), "--rounds", str(rounds)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [*command, "--json"], capture_output=True, text=True, check=False, env=environment, timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    assert told["rounds"] == rounds
    return told


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace records the calls that are cut")
def test_a_power_cut_loses_nothing_told_and_a_weaker_setting_is_caught() -> None:
    told = _told("power", 20)
    assert (told["lost"], told["half"], told["damaged"], told["journal_problems"]) == (0, 0, 0, 0)
    assert told["normal_lost"] > told["normal_rounds"] // 2


def test_a_full_disk_is_told_and_loses_nothing() -> None:
    told = _told("disk", 2)
    assert told["refused"] >= 6
    assert (told["missing"], told["wrongly_told"], told["problems"], told["not_resumed"]) == (0, 0, 0, 0)


def test_backups_beside_a_writer_are_whole_and_damaged_ones_refused() -> None:
    told = _told("backup", 1)
    assert told["mutations"] == 10
    assert (told["incomplete"], told["half"], told["taken"], told["touched"]) == (0, 0, 0, 0)


def test_what_is_killed_in_the_middle_is_before_or_after() -> None:
    told = _told("steps", 4)
    assert (told["between"], told["problems"]) == (0, [])
