"""A short slice of the damaged files: `torture.sh fuzz` runs the long one."""

from pathlib import Path

import torture_fuzz


def test_damaged_files_are_read_or_refused_and_nothing_dies(tmp_path: Path) -> None:
    result = torture_fuzz.torture(60, 7, tmp_path)
    assert (result.deaths, result.strange, result.bombs_wrong, result.heavy) == (0, 0, 0, 0)
    assert result.read
    assert result.refused
    assert result.photos
    assert len(result.bombs) == 7


def test_a_round_that_breaks_something_does_not_hold() -> None:
    sound = torture_fuzz.Result(rounds=2, read=1, refused=1)
    assert sound.holds
    for name in ("deaths", "slow", "strange", "heavy", "bombs_wrong"):
        broken = torture_fuzz.Result(rounds=2, read=1, refused=1)
        setattr(broken, name, 1)
        assert not broken.holds
    assert not torture_fuzz.Result(rounds=2, read=2).holds
