"""A short slice of a long run, in a process of its own as `torture.sh` starts it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def told_by(name: str, rounds: int, seed: int = 2026) -> dict[str, Any]:
    """What `torture.sh NAME --json` says; it must hold."""
    command = [
        sys.executable,
        str(ROOT / "packaging" / f"torture_{name}.py"),
        "--rounds",
        str(rounds),
        "--seed",
        str(seed),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [*command, "--json"], capture_output=True, text=True, check=False, env=environment, timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    assert told["rounds"] == rounds
    return told
