import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from family import household, person
from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.errors import Conflict, UserError
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import encrypted_file, journal
from jiuzhu.storage.queries import people
from jiuzhu.storage.tables import TABLES
from jiuzhu.storage.unit import Unit
from town import Town

ROOT = Path(__file__).parents[2]


def count(unit: Unit, kind: type) -> int:
    return int(unit.session.scalar(text(f"SELECT count(*) FROM {TABLES[kind].name}")) or 0)  # noqa: S608  # names of our own tables


def entries(unit: Unit) -> list[Any]:
    rows = unit.session.execute(
        text("SELECT seq, service, subject_id, changes FROM journal_entry ORDER BY seq")
    )
    return list(rows)


def test_a_unit_writes_all_or_nothing(town: Town) -> None:
    def half(unit: Unit) -> None:
        household(unit)
        unit.session.flush()
        assert count(unit, Person) == 4
        raise RuntimeError("stopped in the middle")

    before = town.clerk.read(entries)
    with pytest.raises(RuntimeError):
        town.clerk.write(half)
    assert town.clerk.read(count, Person) == town.clerk.read(count, Household) == 0
    assert town.clerk.read(entries) == before


def test_one_entry_tells_every_row_of_the_unit_with_old_and_new_values(town: Town) -> None:
    home = town.clerk.write(household)

    def move(unit: Unit) -> str:
        row = unit.get(Household, home)
        row.village = "设例村"
        row.address = "设例村 3 组"
        unit.about(home)
        return row.head_id

    head = town.clerk.write(move)
    *_, first, second = town.clerk.read(entries)
    assert _moved_again(town, home) == {"was": {"village": "设例村"}, "now": {"village": "别村"}}
    assert first.service == "household"
    assert first.subject_id == second.subject_id == home.replace("-", "")
    written = json.loads(first.changes)
    assert sorted(change["table"] for change in written) == ["household"] + ["member"] * 4 + ["person"] * 4
    told = {(change["table"], change["id"]): change["now"] for change in written}
    assert told["household", home]["head_id"] == head
    assert told["person", head]["name"] == "甲试"
    assert second.seq == first.seq + 1
    assert json.loads(second.changes) == [
        {
            "table": "household",
            "id": home,
            "was": {"village": "", "address": ""},
            "now": {"village": "设例村", "address": "设例村 3 组"},
        }
    ]


def _moved_again(town: Town, home: str) -> dict[str, Any]:
    def again(unit: Unit) -> None:
        unit.get(Household, home).village = "别村"

    town.clerk.write(again)
    (change,) = json.loads(town.clerk.read(entries)[-1].changes)
    return {key: change[key] for key in ("was", "now")}


def test_a_unit_that_changes_nothing_leaves_no_entry(town: Town) -> None:
    home = town.clerk.write(household)
    before = town.clerk.read(entries)

    def same(unit: Unit) -> None:
        row = unit.get(Household, home)
        row.kind = "urban"

    town.clerk.write(same)
    assert town.clerk.read(entries) == before
    assert town.clerk.changed == frozenset()


def test_the_version_counts_every_change(town: Town) -> None:
    home = town.clerk.write(household)

    def version(unit: Unit) -> int:
        return unit.get(Household, home).version

    def rename(unit: Unit, village: str) -> None:
        unit.get(Household, home).village = village

    assert town.clerk.read(version) == 1
    for village in ("一村", "二村"):
        town.clerk.write(rename, village)
    assert town.clerk.read(version) == 3
    assert town.clerk.changed == {"household"}


def test_the_second_saver_is_told_and_the_first_save_stays(town: Town) -> None:
    home = town.clerk.write(household)

    def late(unit: Unit) -> None:
        row = unit.get(Household, home)
        # somebody else's save arrives between this look and this save
        unit.session.execute(
            text("UPDATE household SET version = version + 1, village = '先村' WHERE id = :id"),
            {"id": home.replace("-", "")},
        )
        row.village = "后村"

    with pytest.raises(Conflict, match="刚刚被别人保存过"):
        town.clerk.write(late)

    def seen(unit: Unit, version: int) -> None:
        unit.unchanged(unit.get(Household, home), version)

    town.clerk.write(seen, 1)
    with pytest.raises(Conflict):
        town.clerk.write(seen, 7)


def test_a_reading_unit_writes_nothing(town: Town) -> None:
    home = town.clerk.write(household)

    def adds(unit: Unit) -> None:
        unit.add(person("戊试", 9))

    def numbers(unit: Unit) -> None:
        unit.number("household")

    def updates(unit: Unit) -> None:
        unit.session.execute(text("UPDATE household SET village = 'x'"))

    def assigns(unit: Unit) -> None:
        unit.get(Household, home).village = "x"

    before = town.clerk.read(entries)
    with pytest.raises(RuntimeError, match="only reads"):
        town.clerk.read(adds)
    for service in (numbers, updates):
        with pytest.raises(DBAPIError, match="readonly"):
            town.clerk.read(service)
    town.clerk.read(assigns)
    assert town.clerk.read(lambda unit: unit.get(Household, home).village) == ""
    assert town.clerk.read(entries) == before


def test_the_guard_refuses_writes_outside_a_unit_and_every_delete(town: Town) -> None:
    town.clerk.write(household)

    def directly(connection: Connection, statement: str) -> str:
        with pytest.raises(IntegrityError) as caught:
            connection.execute(text(statement))
        return str(caught.value.orig)

    with town.clerk.file.writing.connect() as connection:
        for statement in (
            "UPDATE household SET village = 'x'",
            "INSERT INTO number_sequence VALUES ('x', 1)",
            "UPDATE policy_row SET value = '1'",
            "INSERT INTO journal_entry SELECT * FROM journal_entry",
        ):
            assert directly(connection, statement) == "write outside a unit of work"
        assert directly(connection, "DELETE FROM household") == "nothing is deleted here, things end"
        assert directly(connection, "UPDATE journal_entry SET service = 'x'") == "the journal is append-only"
        assert directly(connection, "DELETE FROM journal_entry") == "the journal is append-only"

    def deletes(unit: Unit) -> None:
        unit.session.delete(unit.session.scalars(select(Member)).first())

    with pytest.raises(IntegrityError):
        town.clerk.write(deletes)
    assert town.clerk.read(count, Member) == 4


def test_every_table_is_guarded(town: Town) -> None:
    raw = town.clerk.file.raw()
    try:
        tables = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        triggers = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    finally:
        raw.close()
    free = {
        "draft",
        "reassessment_line",
        "alembic_version",
        "person_word",
        "sqlite_sequence",
        "sqlite_stat1",
        "sqlite_stat4",
    }
    for table in tables - free:
        assert {f"guard_{table}_{verb}" for verb in ("insert", "update", "delete")} <= triggers, table


def test_a_row_that_belongs_to_nobody_is_refused_at_the_end(town: Town) -> None:
    def orphan(unit: Unit) -> None:
        unit.add(
            Member(household_id=person("x").id, person_id=person("y").id, relation="01", joined_on=unit.today)
        )

    with pytest.raises(IntegrityError):
        town.clerk.write(orphan)
    assert town.clerk.read(count, Member) == 0


def test_numbers_are_neither_lost_nor_given_twice(town: Town) -> None:
    def take(unit: Unit) -> str:
        return unit.number("application")

    def takes_and_fails(unit: Unit) -> None:
        unit.number("application")
        raise RuntimeError

    first = town.clerk.write(take)
    with pytest.raises(RuntimeError):
        town.clerk.write(takes_and_fails)
    second = town.clerk.write(take)
    assert [number.split("-")[2] for number in (first, second)] == ["A00001", "A00002"]


_WRITER = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[4:]
from datetime import UTC, datetime
from jiuzhu.domain.rights import Actor
from jiuzhu.services.office import entrance, opening
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.encrypted_file import EncryptedFile
from family import household
from sqlalchemy import text
def both(unit):
    unit.session.execute(text("SELECT count(*) FROM household")).all()  # a look first: the unit holds the pen already
    household(unit)
    return unit.number("application")
workspace = opening.enter(Path(sys.argv[1]), EncryptedFile(Path(sys.argv[1]) / entrance.DATABASE, bytes.fromhex(sys.argv[2])), "jingban", lambda: datetime(2025, 10, 13, 2, tzinfo=UTC))
print("\\n".join(workspace.write(both) for _ in range(int(sys.argv[3]))))
workspace.close()
"""


def test_two_programs_on_one_folder_write_in_turn(town: Town) -> None:
    each = 25
    command = [
        sys.executable, "-c", _WRITER, str(town.home), town.clerk.file.key_hex(), str(each),
        *(str(ROOT / one) for one in ("src", "tests", "packaging")),
    ]  # fmt: skip
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]  # ourselves
    given = [line for one in running for line in one.communicate(timeout=60)[0].split()]
    assert [one.returncode for one in running] == [0, 0]
    assert len(given) == len(set(given)) == 2 * each

    def proof(unit: Unit) -> journal.Verified:
        return journal.verify(unit.session.connection())

    assert town.clerk.read(proof).problems == ()
    assert town.clerk.read(count, Household) == 2 * each
    assert town.clerk.read(lambda unit: journal.unexplained(unit.session.connection())) == []


def test_a_busy_database_is_told_within_the_wait(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encrypted_file, "BUSY_SECONDS", 0.3)
    other = Workspace(
        town.home,
        encrypted_file.EncryptedFile(town.home / "jiuzhu.db", bytes.fromhex(town.clerk.file.key_hex())),
        town.clerk.actor,
        town.clerk.rules,
    )
    holding, done = threading.Event(), threading.Event()

    def hold(unit: Unit) -> None:
        household(unit)
        holding.set()
        assert done.wait(10)

    thread = threading.Thread(target=town.clerk.write, args=(hold,))
    thread.start()
    try:
        assert holding.wait(10)
        with pytest.raises(UserError, match="数据库正忙，这一步没有保存"):
            other.write(household)
    finally:
        done.set()
        thread.join()
    other.write(household)
    assert other.read(count, Household) == 2
    other.close()


def test_a_reader_sees_one_state_while_somebody_writes(town: Town) -> None:
    town.clerk.write(household)

    def looks_twice(unit: Unit) -> tuple[int, int]:
        before = count(unit, Person)
        town.head.write(household)
        return before, count(unit, Person)

    assert town.clerk.read(looks_twice) == (4, 4)
    assert town.clerk.read(count, Person) == 8


def test_an_error_carries_no_names(town: Town) -> None:
    def twice(unit: Unit) -> None:
        unit.add(person("甲秘密", 1))
        unit.session.flush()
        unit.session.execute(
            text("INSERT INTO person SELECT * FROM person WHERE name = :name"), {"name": "甲秘密"}
        )

    with pytest.raises(IntegrityError) as caught:
        town.clerk.write(twice)
    assert "甲秘密" not in str(caught.value)
    assert town.clerk.read(lambda unit: people.search(unit.session, "甲秘密", 5)) == []


def test_many_rows_at_once_go_through_the_same_door(town: Town) -> None:
    def bulk(unit: Unit) -> None:
        columns = TABLES[Person].c
        empty = {
            column.name: False if column.type.python_type is bool else ""
            for column in columns
            if not column.nullable and column.name not in {"id", "version"}
        }
        unit.insert_rows(TABLES[Person], [{**empty, "name": f"试{place}"} for place in range(300)])

    town.clerk.write(bulk)
    assert len(json.loads(town.clerk.read(entries)[-1].changes)) == 300
    assert town.clerk.read(lambda unit: journal.unexplained(unit.session.connection())) == []
    assert town.clerk.read(count, Person) == 300


def test_a_file_laid_outside_does_not_outlive_a_failed_unit(town: Town, tmp_path: Path) -> None:
    laid = tmp_path / "paper.pdf"

    def lays(unit: Unit, *, fails: bool) -> None:
        laid.write_text("x")
        unit.undo_with(laid.unlink)
        if fails:
            unit.add(Person(name="坏行", birth="not a day"))  # type: ignore[arg-type]  # the database refuses it at the end

    with pytest.raises(Exception, match="Date"):
        town.clerk.write(lays, fails=True)
    assert not laid.exists()
    town.clerk.write(lays, fails=False)
    assert laid.exists()
