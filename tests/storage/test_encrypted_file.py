import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from family import digests, household
from jiuzhu.errors import UserError
from jiuzhu.services.office.entrance import DATABASE
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import encrypted_file
from jiuzhu.storage.encrypted_file import EncryptedFile, connect, require_sqlite
from town import Town

SRC = Path(__file__).parents[2] / "src"


def key_of(town: Town) -> bytes:
    return bytes.fromhex(town.clerk.file.key_hex())


def test_a_wrong_key_is_a_sentence_and_changes_nothing(town: Town) -> None:
    town.close()
    before = digests(town.home)
    with pytest.raises(UserError, match="钥匙与文件不符，或文件已损坏。文件没有改动"):
        EncryptedFile(town.home / DATABASE, b"x" * 32)
    assert digests(town.home) == before


@pytest.mark.parametrize("damage", ["truncated", "zeroed", "plain"])
def test_a_damaged_file_is_a_sentence(town: Town, damage: str) -> None:
    key = key_of(town)
    town.close()
    file = town.home / DATABASE
    body = file.read_bytes()
    file.write_bytes(
        {
            "truncated": body[:3000],
            "zeroed": bytes(4096) + body[4096:],
            "plain": b"SQLite format 3\x00" + body[16:],
        }[damage]
    )
    before = digests(town.home)
    with pytest.raises(UserError, match="打不开数据库文件"):
        EncryptedFile(file, key)
    assert digests(town.home) == before


def test_a_missing_file_is_a_sentence_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"找不到数据库文件 jiuzhu\.db"):
        EncryptedFile(tmp_path / DATABASE, b"x" * 32)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_said_on_standard_error(town: Town) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path\n"
        "from jiuzhu.storage.encrypted_file import connect; from jiuzhu.errors import UserError\n"
        "try: connect(Path(sys.argv[2]), b'x' * 32)\n"
        "except UserError as error: print(error.message)"
    )
    command = [sys.executable, "-X", "utf8", "-c", code, str(SRC), str(town.home / DATABASE)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # ourselves
    assert "钥匙与文件不符" in done.stdout
    assert done.stderr == ""


def test_old_libraries_are_refused(monkeypatch: pytest.MonkeyPatch, town: Town) -> None:
    for version in ("3.40.1", "3.51.2", "3.7.0"):
        with pytest.raises(UserError, match=f"{version}，低于 3.51.3"):
            require_sqlite(version)
    for version in ("3.51.3", "3.53.4", "4.0.0"):
        require_sqlite(version)
    monkeypatch.setattr(sqlcipher, "sqlite_version", "3.51.2")
    with pytest.raises(UserError, match="可能损坏数据，程序没有打开数据库"):
        connect(town.home / DATABASE, key_of(town))


def test_a_library_without_encryption_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import sqlite3  # noqa: PLC0415  # the plain library stands in for a wrong one

    monkeypatch.setattr(encrypted_file, "require_sqlite", lambda _: None)
    monkeypatch.setattr(sqlcipher, "connect", sqlite3.connect)
    with pytest.raises(UserError, match="不支持加密"):
        connect(tmp_path / DATABASE, b"x" * 32, create=True)


def test_every_connection_keeps_what_it_acknowledges(town: Town) -> None:
    def pragmas(run: Any) -> list[Any]:
        return [
            run(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")
        ]

    raw = town.clerk.file.raw()
    assert pragmas(raw.execute) == ["wal", 2, 1]
    raw.close()
    for engine in (town.clerk.file.writing, town.clerk.file.reading):
        with engine.connect() as first:
            assert pragmas(first.exec_driver_sql) == ["wal", 2, 1]
    with town.clerk.file.reading.connect() as first, town.clerk.file.reading.connect() as second:
        assert first.connection.dbapi_connection is not second.connection.dbapi_connection
        assert pragmas(second.exec_driver_sql) == ["wal", 2, 1]
        assert second.exec_driver_sql("PRAGMA query_only").scalar() == 1


def test_closing_forgets_the_key(town: Town) -> None:
    town.close()
    assert set(town.clerk.file.key_hex()) == {"0"}


def test_a_locked_database_is_told_when_it_is_opened(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    key = key_of(town)
    town.close()
    monkeypatch.setattr(encrypted_file, "BUSY_SECONDS", 0.2)
    other = sqlcipher.connect(str(town.home / DATABASE), isolation_level=None)
    other.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(UserError, match="数据库正被另一个程序占用"):
            EncryptedFile(town.home / DATABASE, key)
    finally:
        other.close()
    EncryptedFile(town.home / DATABASE, key).close()


def test_the_wait_for_a_busy_database_is_ten_seconds() -> None:
    assert encrypted_file.BUSY_SECONDS == 10


def test_a_full_disk_is_told_and_saving_goes_on_when_there_is_room(town: Town) -> None:
    kept = [town.clerk.write(household) for _ in range(3)]
    with town.clerk.file.writing.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    told = ""
    for _ in range(200):
        try:
            kept.append(town.clerk.write(household))
        except UserError as error:
            told = error.message
            break
    assert told.startswith("磁盘已满或不能写入，这一步没有保存；之前保存的都在。")
    _all_there(town.clerk, kept)
    with town.clerk.file.writing.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1073741823")
    kept.append(town.clerk.write(household))
    _all_there(town.clerk, kept)


def _all_there(workspace: Workspace, kept: list[str]) -> None:
    raw = workspace.file.raw()
    try:
        homes = {home for (home,) in raw.execute("SELECT id FROM household")}
        assert homes == {home.replace("-", "") for home in kept}
        assert raw.execute("SELECT count(*) FROM member").fetchone()[0] == 4 * len(kept)
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    finally:
        raw.close()


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="mounting a small disk needs root on Linux"
)
def test_a_really_full_disk(tmp_path: Path, town: Town) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["/bin/mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)]
    mounted = subprocess.run(mount, capture_output=True, check=False)  # a disk of our own
    if mounted.returncode:
        pytest.skip("this machine does not let us mount a small disk")
    key = key_of(town)
    town.close()
    (disk / DATABASE).write_bytes((town.home / DATABASE).read_bytes())
    opened = Workspace(disk, EncryptedFile(disk / DATABASE, key), town.clerk.actor, town.clerk.rules)
    kept: list[str] = []
    try:
        told = ""
        filler = disk / "filler"
        filler.write_bytes(bytes(512 * 1024))
        for _ in range(1000):
            try:
                kept.append(opened.write(household))
            except UserError as error:
                told = error.message
                break
        assert "磁盘已满或不能写入" in told
        _all_there(opened, kept)
        filler.unlink()
        kept.append(opened.write(household))
        _all_there(opened, kept)
    finally:
        opened.close()
        subprocess.run(["/bin/umount", str(disk)], check=True)  # our own
    assert len(kept) > 1


def test_a_read_only_file_is_told(town: Town) -> None:
    with town.clerk.file.writing.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(UserError, match="只读"):
        town.clerk.write(household)


def test_damage_found_while_reading_is_a_sentence(town: Town) -> None:
    for _ in range(5):
        town.clerk.write(household)
    key = key_of(town)
    town.close()
    file = town.home / DATABASE
    body = bytearray(file.read_bytes())
    for place in range(8192, len(body), 4096):
        body[place + 100] ^= 0xFF
    file.write_bytes(bytes(body))
    with pytest.raises(UserError, match="损坏"):
        Workspace(town.home, EncryptedFile(file, key), town.clerk.actor, town.clerk.rules).write(household)
