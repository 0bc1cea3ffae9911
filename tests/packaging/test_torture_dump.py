"""A short slice of `torture.sh dump`."""

from pathlib import Path

import torture_dump


def test_every_harm_is_found(tmp_path: Path) -> None:
    result = torture_dump.torture(6, 2026, tmp_path)
    assert result.holds
    assert result.torn == 2
