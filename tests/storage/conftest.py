from collections.abc import Iterator
from pathlib import Path

import pytest

from town import Town, open_town


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = open_town(tmp_path / "office")
    yield made
    made.close()
