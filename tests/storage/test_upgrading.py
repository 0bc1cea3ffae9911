"""Every released schema brought forward, and an upgrade stopped at every step: the old database or the new one, whole."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from jiuzhu.errors import UserError
from jiuzhu.services.office import opening, proving
from jiuzhu.services.office.entrance import DATABASE
from jiuzhu.storage import attempts, backup, key_file, manifest, sealing, upgrading
from jiuzhu.storage.encrypted_file import EncryptedFile, connect
from jiuzhu.storage.manifest import Manifest
from jiuzhu.storage.migrate import SCHEMA, bring_up_to_date
from town import LOGIN, PASSWORD

DATA = Path(__file__).parents[1] / "data"
RELEASED = sorted(DATA.glob("schema-*"))
STEPS = 5


@pytest.fixture(params=RELEASED, ids=lambda folder: folder.name)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The data folder of an office as a released program left it."""
    return Path(shutil.copytree(request.param, tmp_path / "office"))


@pytest.fixture
def oldest(tmp_path: Path) -> Path:
    return Path(shutil.copytree(RELEASED[0], tmp_path / "office"))


def _key(home: Path) -> bytes:
    return attempts.unwrap(home, LOGIN, PASSWORD)


def _measured(file: Path, key: bytes) -> Manifest:
    raw = connect(file, key)
    try:
        return manifest.measure(raw)
    finally:
        raw.close()


def _upgrade(home: Path) -> Path | None:
    database = EncryptedFile(home / DATABASE, _key(home))
    try:
        return bring_up_to_date(database, home / "backups")
    finally:
        database.close()


def test_every_schema_before_this_one_is_kept() -> None:
    kept = [folder.name.removeprefix("schema-") for folder in RELEASED]
    assert kept[: int(SCHEMA) - 1] == [f"{number:04d}" for number in range(1, int(SCHEMA))]


def test_a_released_database_keeps_every_row_and_yuan_and_its_journal(office: Path) -> None:
    was = _measured(office / DATABASE, _key(office))
    assert was.counts["application"] == 2
    assert was.sums["entitlement.monthly"] == 111_000
    _upgrade(office)
    now = _measured(office / DATABASE, _key(office))
    assert (now.schema, manifest.differences(was, now)) == (SCHEMA, [])
    workspace = opening.log_in(office, LOGIN, PASSWORD)
    assert workspace.read(proving.verify_journal).problems == ()
    workspace.close()
    [kept] = (office / "backups").iterdir()
    assert kept.name.startswith(f"jiuzhu-before-{SCHEMA}-")
    assert _measured(kept, _key(office)) == was


_KILLED = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = sys.argv[1:3]
from jiuzhu.storage.encrypted_file import EncryptedFile
from jiuzhu.storage.migrate import bring_up_to_date
home, at, heard = Path(sys.argv[3]), int(sys.argv[5]), []
def told(words):
    heard.append(words)
    if len(heard) == at:
        os.kill(os.getpid(), signal.SIGKILL)
bring_up_to_date(EncryptedFile(home / "jiuzhu.db", bytes.fromhex(sys.argv[4])), home / "backups", told)
print(len(heard))
"""


def _upgrade_until(home: Path, step: int) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", _KILLED, str(root / "src"), str(root / "tests"), str(home)]
    return subprocess.run(  # ourselves
        [*command, _key(home).hex(), str(step)], capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
@pytest.mark.parametrize("step", range(1, STEPS + 1))
def test_killed_at_any_step_the_database_is_the_old_one_and_the_next_start_brings_it_forward(
    oldest: Path, step: int
) -> None:
    was = _measured(oldest / DATABASE, _key(oldest))
    assert _upgrade_until(oldest, step).returncode == -signal.SIGKILL
    assert _measured(oldest / DATABASE, _key(oldest)) == was, "the last step before the rename"
    _upgrade(oldest)
    now = _measured(oldest / DATABASE, _key(oldest))
    assert (now.schema, manifest.differences(was, now)) == (SCHEMA, [])
    assert {path.name for path in oldest.iterdir()} - {key_file.FILE + ".lock"} == {
        DATABASE,
        key_file.FILE,
        "backups",
    }


@pytest.mark.skipif(sys.platform == "win32", reason="as above")
def test_no_step_is_missing_above(oldest: Path) -> None:
    assert _upgrade_until(oldest, 99).stdout.split() == [str(STEPS)]


def test_while_another_program_has_it_open_nothing_is_changed(oldest: Path) -> None:
    other = connect(oldest / DATABASE, _key(oldest))
    other.execute("SELECT count(*) FROM person").fetchone()
    before = (oldest / DATABASE).read_bytes()
    with pytest.raises(UserError, match="另一个救助窗还开着"):
        opening.log_in(oldest, LOGIN, PASSWORD)
    assert (oldest / DATABASE).read_bytes() == before
    other.close()
    opening.log_in(oldest, LOGIN, PASSWORD).close()


def test_a_new_one_that_lost_a_row_is_not_put_in_its_place(oldest: Path) -> None:
    database = EncryptedFile(oldest / DATABASE, _key(oldest))

    def lose(copy: EncryptedFile) -> None:
        with copy.writing.begin() as connection:
            connection.exec_driver_sql("DROP TRIGGER guard_material_delete")
            connection.exec_driver_sql("DELETE FROM material WHERE id = (SELECT min(id) FROM material)")

    before = _measured(oldest / DATABASE, _key(oldest))
    with pytest.raises(UserError, match=r"没有升级.*material 应有 \d+ 行"):
        upgrading.upgraded(database, oldest / "aside.db", lose)
    database.close()
    assert _measured(oldest / DATABASE, _key(oldest)) == before
    assert not (oldest / "aside.db").exists()


def test_where_the_disk_knows_no_links_the_old_file_is_copied(
    oldest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    was = _measured(oldest / DATABASE, _key(oldest))
    opening.log_in(oldest, LOGIN, PASSWORD).close()
    [kept] = (oldest / "backups").iterdir()
    assert _measured(kept, _key(oldest)) == was


def test_a_full_disk_is_told_and_changes_nothing(oldest: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(upgrading, "_bring_forward", full)
    was = _measured(oldest / DATABASE, _key(oldest))
    with pytest.raises(UserError, match=r"没有升级.*腾出空间"):
        opening.log_in(oldest, LOGIN, PASSWORD)
    assert _measured(oldest / DATABASE, _key(oldest)) == was
    assert {path.name for path in oldest.iterdir()} - {key_file.FILE + ".lock"} == {DATABASE, key_file.FILE}


def test_what_stands_in_the_log_of_a_killed_program_comes_along(oldest: Path) -> None:
    """A program that died leaves its last saves in the write-ahead log alone."""
    raw = connect(oldest / DATABASE, _key(oldest))
    raw.create_function("current_unit", 0, lambda: "test")
    raw.execute("PRAGMA wal_autocheckpoint = 0")
    raw.execute("INSERT INTO number_sequence (id, last) VALUES ('x', 7)")
    home = oldest.with_name("died")
    shutil.copytree(oldest, home)
    raw.close()
    assert (home / (DATABASE + "-wal")).stat().st_size > 0
    database = EncryptedFile(home / DATABASE, _key(home))
    bring_up_to_date(database, home / "backups")
    read = database.raw()
    assert read.execute("SELECT last FROM number_sequence WHERE id LIKE '%x'").fetchone() == (7,)
    assert backup.pages_whole(read)
    read.close()
    database.close()


def test_a_key_file_from_before_a_field_was_there_is_still_as_it_was_left(oldest: Path) -> None:
    file = oldest / key_file.FILE
    stored = json.loads(file.read_text("utf-8"))
    assert stored.pop("recovery") == ""
    file.write_text(json.dumps(stored), "utf-8")
    assert sealing.marked(key_file.load(oldest))
    assert sealing.sound(key_file.load(oldest), _key(oldest))
    stored["slots"][0]["name"] = ""
    file.write_text(json.dumps(stored), "utf-8")
    assert not sealing.marked(key_file.load(oldest))
