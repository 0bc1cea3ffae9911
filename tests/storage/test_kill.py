import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="there is neither fork nor SIGKILL on Windows")
def test_fifty_kills_lose_no_acknowledged_save() -> None:
    command = [sys.executable, str(ROOT / "packaging" / "torture_kill.py"), "--rounds", "50", "--json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment, timeout=300
    )  # ourselves
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["rounds"] == 50
    assert told["acknowledged"] > 500
    assert [
        told[name] for name in ("lost", "half", "damaged_pages", "journal_problems", "numbers_wrong")
    ] == [0] * 5
