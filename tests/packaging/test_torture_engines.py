"""A short slice of the same days on both engines (T21)."""

import sys
from pathlib import Path

import pytest

from server import CopiedDatabase, Rooms
from town import Town

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the server of the tests is on a Unix socket")

SEEDS, STEPS = 1, 25


def test_a_file_and_a_server_say_and_store_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import torture_engines  # noqa: PLC0415  # needs the programs of a server

    monkeypatch.setattr(torture_engines, "STEPS", STEPS)
    result = torture_engines.torture(SEEDS, 2026, tmp_path)
    assert result.differences == []
    assert result.holds


@pytest.mark.long
def test_one_other_word_in_one_row_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import torture_engines  # noqa: PLC0415  # as above

    real = torture_engines.on_a_server

    def spoilt(rooms: Rooms) -> torture_engines.Engine:
        engine = real(rooms)

        def begin(folder: Path) -> Town:
            town = engine.begin(folder)
            store = town.clerk.database
            assert isinstance(store, CopiedDatabase)
            store.room.administer("UPDATE office SET phone = '023-1'")
            return town

        return torture_engines.Engine(engine.name, begin, engine.everything)

    monkeypatch.setattr(torture_engines, "STEPS", 3)
    monkeypatch.setattr(torture_engines, "on_a_server", spoilt)
    (found, *_) = torture_engines.torture(1, 2026, tmp_path).differences
    assert "office.phone" in found
