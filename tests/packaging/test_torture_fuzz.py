"""A short slice of the damaged files: `torture.sh fuzz` runs the long one."""

from pathlib import Path

import torture_fuzz

from long_runs import told_by


def test_damaged_files_are_read_or_refused_and_nothing_dies() -> None:
    # In a process of its own: the memory of children is counted, and other tests of this one had big ones.
    told = told_by("fuzz", 30, seed=7)
    del told["holds"]
    result = torture_fuzz.Result(**told)
    assert (result.deaths, result.strange, result.bombs_wrong, result.heavy) == (0, 0, 0, 0)
    assert result.read
    assert result.refused
    assert result.photos
    assert len(result.bombs) == 7


def test_a_worker_that_dies_is_counted_and_replaced() -> None:
    result = torture_fuzz.Result()
    watched = torture_fuzz.Watched(result)
    watched.alone.no = True
    try:
        request = b'{"path": 1}'
        first = watched.run(Path("foreign_reader.py"), request, memory=1, seconds=1, answer=1)
        assert b"error" in first.words
        for worker in list(watched._pool._processes.values()):  # noqa: SLF001  # nothing else kills one
            worker.kill()
        watched.run(Path("foreign_reader.py"), request, memory=1, seconds=1, answer=1)
        assert result.deaths == 1
        assert watched.run(Path("foreign_reader.py"), request, memory=1, seconds=1, answer=1).whole
    finally:
        watched.close()


def test_a_round_that_breaks_something_does_not_hold() -> None:
    sound = torture_fuzz.Result(rounds=2, read=1, refused=1)
    assert sound.holds
    for name in ("deaths", "slow", "strange", "heavy", "bombs_wrong"):
        broken = torture_fuzz.Result(rounds=2, read=1, refused=1)
        setattr(broken, name, 1)
        assert not broken.holds
    assert not torture_fuzz.Result(rounds=2, read=2).holds
