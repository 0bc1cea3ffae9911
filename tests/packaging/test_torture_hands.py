"""Short slices of the long runs about two people at one record (T16, T17, T18)."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork on Windows")


def run(name: str, rounds: int, before: str = "") -> dict[str, Any]:
    """A slice in a process of its own; `before` is what is broken on purpose first."""
    script = (
        f"import sys; sys.path.insert(0, 'packaging')\nimport torturing, torture_{name} as run\n{before}\n"
        f"sys.exit(torturing.main('{name}', run.torture, ['--rounds', '{rounds}', '--json'], about='', rounds=1))"
    )
    done = subprocess.run(  # our own script
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    assert told["holds"] == (done.returncode == 0)
    return told


def test_no_edit_is_lost_and_every_refusal_tells_both_values() -> None:
    told = run("clerks", 1)
    assert (told["lost"], told["silent"], told["broken"]) == (0, 0, [])
    assert told["holds"]
    assert told["accepted"] + told["refused"] == 150


@pytest.mark.long
def test_the_run_finds_a_save_that_does_not_look_at_what_is_stored() -> None:
    told = run("clerks", 1, "run.merging.merged = lambda unit, row, typed, before, **named: dict(typed)")
    assert told["lost"] > 0
    assert not told["holds"]


def test_two_heads_make_one_decision_and_sign_only_what_they_read() -> None:
    told = run("heads", 4)
    assert (told["accepted"], told["refused"], told["unread"], told["broken"]) == (4, 4, 0, [])
    assert told["holds"]


@pytest.mark.long
def test_the_run_finds_a_signature_under_what_was_not_read() -> None:
    told = run("heads", 2, "run.file_read = lambda dossier: None")
    assert told["unread"] > 0
    assert not told["holds"]
