import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from family import digests, household
from jiuzhu import paths
from jiuzhu.errors import UserError
from jiuzhu.services.office.entrance import DATABASE
from jiuzhu.storage import migrate
from jiuzhu.storage.encrypted_file import EncryptedFile, connect
from town import Town

SRC = Path(__file__).parents[2] / "src"

_NEXT = """
from alembic import op
import sqlalchemy as sa
revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None
def upgrade():
    op.add_column("household", sa.Column("mood", sa.String(20), nullable=False, server_default="calm"))
    {more}
"""


def next_version(monkeypatch: pytest.MonkeyPatch, folder: Path, more: str = "") -> None:
    """A program one schema ahead of the office's."""
    shutil.copytree(paths.migrations(), folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "0003_next.py").write_text(_NEXT.format(more=more), "utf-8")
    monkeypatch.setattr(migrate, "SCHEMA", "0003")
    monkeypatch.setattr(paths, "migrations", lambda: folder)


def test_a_database_up_to_date_needs_no_alembic(town: Town) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path\n"
        "from jiuzhu.storage.encrypted_file import EncryptedFile; from jiuzhu.storage.migrate import bring_up_to_date\n"
        "database = EncryptedFile(Path(sys.argv[2]), bytes.fromhex(sys.argv[3]))\n"
        "print(bring_up_to_date(database, Path('backups')), 'alembic' in sys.modules); database.close()"
    )
    command = [sys.executable, "-c", code, str(SRC), str(town.home / DATABASE), town.clerk.file.key_hex()]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # ourselves
    assert done.stdout.split() == ["None", "False"]


def test_an_older_database_is_brought_forward_and_the_old_one_kept(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.clerk.write(household)
    next_version(monkeypatch, tmp_path / "migrations")
    copy = migrate.bring_up_to_date(town.clerk.file, town.home / "backups")
    assert copy is not None
    assert copy.name.startswith("jiuzhu-before-0003-")
    key = bytes.fromhex(town.clerk.file.key_hex())
    columns = {}
    for file in (copy, town.home / DATABASE):
        raw = connect(file, key)
        columns[file] = {row[1] for row in raw.execute("PRAGMA table_info(household)")}
        assert raw.execute("SELECT count(*) FROM household").fetchone() == (1,)
        raw.close()
    assert "mood" not in columns[copy]
    assert "mood" in columns[town.home / DATABASE]
    assert migrate.bring_up_to_date(town.clerk.file, town.home / "backups") is None


def test_an_upgrade_that_fails_changes_nothing_and_leaves_nothing(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.clerk.write(household)
    next_version(monkeypatch, tmp_path / "migrations", more='raise RuntimeError("stopped in the middle")')
    with pytest.raises(RuntimeError):
        migrate.bring_up_to_date(town.clerk.file, town.home / "backups")
    assert migrate.stored_schema(town.clerk.file) == "0002"
    with town.clerk.file.reading.connect() as connection:
        columns = {row[1] for row in connection.exec_driver_sql("PRAGMA table_info(household)")}
    assert "mood" not in columns
    assert not (town.home / "backups").exists()
    assert not list(town.home.glob("*.upgrade*"))
    monkeypatch.undo()
    town.clerk.write(household)


def test_a_newer_database_is_refused_and_left_alone(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as ahead:
        next_version(ahead, tmp_path / "migrations")
        migrate.bring_up_to_date(town.clerk.file, town.home / "backups")
    key = bytes.fromhex(town.clerk.file.key_hex())
    town.close()
    before = digests(town.home)
    opened = EncryptedFile(town.home / DATABASE, key)
    with pytest.raises(UserError, match="由更新的版本写成（结构 0003，本程序只认到 0002）"):
        migrate.bring_up_to_date(opened, town.home / "backups")
    opened.close()
    assert digests(town.home) == before


def test_the_tables_are_those_the_dataclasses_describe(town: Town) -> None:
    from jiuzhu.storage.tables import metadata  # noqa: PLC0415  # here alone

    with town.clerk.file.reading.connect() as connection:
        for table in metadata.tables.values():
            stored = {
                row[1]: bool(row[3]) for row in connection.exec_driver_sql(f"PRAGMA table_info({table.name})")
            }
            stored.pop("search_key", None)
            described = {column.name: not column.nullable for column in table.c}
            assert stored == described, table.name
