"""What one save costs on a real server: few words to it, and the journal's newest entry found by its key."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, func, select
from temporary_server import SUPERUSER

import family
from jiuzhu.domain.household import Household
from jiuzhu.services.office import opening
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import journal
from jiuzhu.storage.server import address
from jiuzhu.storage.server.server_database import connect
from jiuzhu.storage.tables import TABLES, journal_entry
from jiuzhu.storage.unit import Unit
from townships import Shared

NOW = datetime(2026, 3, 3, 2, tzinfo=UTC)


@pytest.fixture
def desk(shared: Shared) -> Iterator[Workspace]:
    opened = opening.enter(Path(), shared.database("jingban"), "jingban", lambda: NOW, "A")
    yield opened
    opened.close()


def test_the_server_hashes_an_entry_as_the_program_does(desk: Workspace) -> None:
    desk.write(family.household, names=("甲“示”\\例", "乙\n示例", "丙'示例", "丁😀示例"))
    desk.write(lambda unit: unit.add(family.person("戊示例")) and None)  # an entry that names no record

    def hashes(unit: Unit) -> list[tuple[str, str]]:
        entries = unit.session.connection().execute(select(journal_entry)).mappings()
        return [(entry["hash"], journal.entry_hash(dict(entry))) for entry in entries]

    found = desk.read(hashes)
    assert len(found) >= 3
    assert all(stored == computed for stored, computed in found)
    assert desk.read(lambda unit: journal.verify(unit.session.connection())).problems == ()


def test_one_changed_field_is_told_in_few_words(desk: Workspace) -> None:
    """The turn, the rules in force, the row, its change, the entry: nothing is asked twice and nothing read beforehand."""
    home = desk.write(family.household)
    told: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        told.append(statement.split(maxsplit=1)[0])

    for engine in (desk.database.writing, desk.database.reading):
        event.listen(engine, "before_cursor_execute", note)
    desk.write(family.move, home)
    assert told == ["BEGIN", "SELECT", "SELECT", "UPDATE", "SELECT"]


def test_the_end_of_a_run_over_all_households_may_take_longer_than_a_look(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What hangs together is checked when the unit is stored, row by row, in that one statement."""

    def many(unit: Unit) -> None:
        one = unit.add(family.person("甲示例"))
        unit.session.flush()
        homes = [
            Household(
                number=f"户{place}", kind="urban", district="500112", township="500112001", head_id=one.id
            )
            for place in range(2000)
        ]
        unit.insert_rows(TABLES[Household], [asdict(home) for home in homes])

    with monkeypatch.context() as short:  # for 15 s and 100,000 households
        short.setitem(address._SESSION, "statement_timeout", "20ms")  # noqa: SLF001  # what every session begins with
        desk.database.writing.dispose()
        desk.write(many)
    assert desk.read(lambda unit: unit.session.scalar(select(func.count()).select_from(Household))) == 2000


def test_a_longer_journal_is_not_read_through(desk: Workspace, shared: Shared) -> None:
    """A session plans how the newest entry is found once, when the journal may be short."""
    shared.server.administer("VACUUM ANALYZE journal_entry", database=shared.address.database)
    for number in range(12):
        desk.write(family.household, names=(f"甲示例{number}",))
    with desk.database.writing.connect() as connection:
        connection.exec_driver_sql("SELECT pg_stat_force_next_flush()")
    desk.database.writing.dispose()
    with connect(shared.address, SUPERUSER, "") as connection:
        seen = connection.execute("SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'journal_entry'")
        assert seen.fetchone() == (0,)
