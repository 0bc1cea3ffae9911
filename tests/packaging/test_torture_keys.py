"""A short slice of `torture.sh keys`, and that it sees what it is there to see."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
import torture_keys

from jiuzhu.storage import attempts, key_file, sealing
from jiuzhu.storage.key_file import Instant, KeyFile

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="there is neither fork nor SIGKILL on Windows"
)

SLICE = 4


def test_no_wait_is_shortened_and_the_file_stays_whole(tmp_path: Path) -> None:
    result = torture_keys.torture(SLICE, 7, tmp_path)
    assert result.holds, result
    assert result.kills
    assert result.edits


@pytest.mark.long
def test_a_wait_by_the_settable_clock_alone_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def by_the_wall(wait: float, last: Instant, now: Instant) -> float:
        return max(0.0, wait - (now.at - last.at))

    monkeypatch.setattr(attempts, "seconds_left", by_the_wall)
    result = torture_keys.torture(SLICE, 7, tmp_path)
    assert result.shortened or result.locked_out
    assert not result.holds


@pytest.mark.long
def test_an_edit_that_nobody_sees_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def always(_file: KeyFile, *_: object) -> bool:
        return True

    monkeypatch.setattr(sealing, "marked", always)
    monkeypatch.setattr(sealing, "sound", always)
    assert torture_keys.torture(SLICE, 7, tmp_path).unseen


@pytest.mark.long
def test_a_file_written_in_place_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def in_place(home: Path, file: KeyFile) -> None:
        with (home / key_file.FILE).open("w", encoding="utf-8") as stream:
            stream.write(json.dumps({"format": key_file.FORMAT, **asdict(file)}))
            stream.flush()
            os.fsync(stream.fileno())

    monkeypatch.setattr(key_file, "save", in_place)
    assert torture_keys.torture(SLICE, 7, tmp_path).torn
