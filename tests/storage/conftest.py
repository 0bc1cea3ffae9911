"""What tests of villages share: an office in a file or on a server, and a row of every table on either side of the border."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import townships
from border import NOW, Offices, Rows, in_a_file, lay_rows, on_a_server
from jiuzhu.services.office import founding
from jiuzhu.storage import keys
from jiuzhu.storage.encrypted_file import EncryptedFile
from jiuzhu.storage.migrate import bring_up_to_date


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """The file other ones are copied from, and its key."""
    folder, key = tmp_path_factory.mktemp("founded"), keys.new_database_key()
    first = EncryptedFile(folder / "office.db", key, create=True)
    bring_up_to_date(first, folder / "backups")
    founding.found(first, townships.plan("500112001", ""), lambda: NOW)
    first.close()
    return folder / "office.db", key


@pytest.fixture(params=["file", "server"])
def offices(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Offices]:
    if request.param == "file":
        made = in_a_file(request.getfixturevalue("founded"), tmp_path)
    else:
        made = on_a_server(request.getfixturevalue("shared"))
    yield made
    for desk in made.opened:
        desk.close()


@pytest.fixture
def border(offices: Offices) -> tuple[Rows, Rows]:
    """A row of every table that follows villages, in one village and in the other; the checker is bound to the first."""
    return lay_rows(offices)
