"""A small file is the old one or the new one, whatever happens while it is written."""

import os
from pathlib import Path

import pytest

from jiuzhu.whole_file import write_whole


def test_the_disk_has_all_of_it_before_it_takes_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "folder" / "seat.json"
    seen: list[str] = []
    sync, replace = os.fsync, os.replace

    def synced(handle: int) -> None:
        seen.append("sync")
        sync(handle)

    def renamed(*told: str) -> None:
        seen.append("rename")
        assert place.with_name("seat.json.new").read_text("utf-8") == "甲"
        replace(*told)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", renamed)
    write_whole(place, "甲", mode=0o600)
    assert seen[:2] == ["sync", "rename"]
    assert place.read_text("utf-8") == "甲"
    assert [one.name for one in place.parent.iterdir()] == ["seat.json"]
    assert os.name != "posix" or place.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_what_cannot_be_written_leaves_the_old_one_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    place = tmp_path / "seat.json"
    write_whole(place, "甲")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(OSError, match="No space"):
        write_whole(place, "乙")
    assert place.read_text("utf-8") == "甲"
    assert [one.name for one in tmp_path.iterdir()] == ["seat.json"]
