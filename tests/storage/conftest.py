"""What tests of villages share: an office in a file or on a server, and a row of every table on either side of the border."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import (
    Connection,
    insert,
    select,
    update,
)

import townships
from border import BY_ALL, MINE, NOW, THEIRS, Offices, Rows, in_a_file, on_a_server, row_of
from jiuzhu.domain.office import Operator
from jiuzhu.services.office import founding
from jiuzhu.storage import keys
from jiuzhu.storage.encrypted_file import EncryptedFile
from jiuzhu.storage.migrate import bring_up_to_date
from jiuzhu.storage.tables import TABLES, metadata


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
    found: list[Rows] = []
    operators = TABLES[Operator]

    def lay(connection: Connection) -> None:
        operator = connection.execute(select(operators.c.id).where(operators.c.login == "hecha")).scalar_one()
        for place, village in enumerate((MINE, THEIRS), start=1):
            made: Rows = {}
            for table in metadata.sorted_tables:
                if table.name in BY_ALL or "id" not in table.c:
                    continue
                made[table.name] = row_of(table, village, made, place, str(operator))
                connection.execute(insert(table).values(made[table.name]))
            found.append(made)
        connection.execute(update(operators).where(operators.c.id == operator).values(villages=MINE))

    offices.beyond(lay)
    return found[0], found[1]
