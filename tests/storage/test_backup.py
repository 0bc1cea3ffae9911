import os
import stat
import threading
from pathlib import Path

import pytest

from family import digests, household
from jiuzhu.errors import UserError
from jiuzhu.services.office.entrance import DATABASE
from jiuzhu.storage import backup
from jiuzhu.storage.encrypted_file import EncryptedFile, connect
from town import Town


def key_of(town: Town) -> bytes:
    return bytes.fromhex(town.clerk.file.key_hex())


def test_a_backup_taken_while_somebody_writes_is_whole(town: Town, tmp_path: Path) -> None:
    stop = threading.Event()
    written = [town.head.write(household) for _ in range(100)]

    def work() -> None:
        while not stop.is_set():
            written.append(town.head.write(household))

    writer = threading.Thread(target=work)
    writer.start()
    try:
        copies = []
        for number in range(4):
            before = len(written)
            copies.append((before, backup.copy_encrypted(town.clerk.file, tmp_path / "copies", f"w{number}")))
    finally:
        stop.set()
        writer.join()
    assert copies[0][0] < copies[-1][0] < len(written), "nobody wrote beside the copying"
    for before, copy in copies:
        raw = connect(copy, bytes.fromhex(town.clerk.file.key_hex()))
        homes = raw.execute("SELECT count(*) FROM household").fetchone()[0]
        people, members = raw.execute(
            "SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM member)"
        ).fetchone()
        strays = raw.execute(
            "SELECT count(*) FROM person_word WHERE person_key NOT IN (SELECT search_key FROM person)"
        ).fetchone()[0]
        raw.close()
        assert homes >= before
        assert (people, members) == (4 * homes, 4 * homes)
        assert strays == 0


def test_a_copy_opens_as_a_database_of_its_own(town: Town, tmp_path: Path) -> None:
    town.clerk.write(household)
    copy = backup.copy_encrypted(town.clerk.file, tmp_path, "test")
    opened = EncryptedFile(copy, bytes.fromhex(town.clerk.file.key_hex()))
    with opened.reading.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM household").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        triggers = connection.exec_driver_sql(
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
        ).scalar()
    opened.close()
    with town.clerk.file.reading.connect() as connection:
        assert (
            triggers
            == connection.exec_driver_sql(
                "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
            ).scalar()
        )


def test_names_and_numbers_are_unreadable_in_a_copy(town: Town, tmp_path: Path) -> None:
    town.clerk.write(household, names=("甲秘密姓名",))
    copy = backup.copy_encrypted(town.clerk.file, tmp_path, "test")
    body = copy.read_bytes()
    assert "甲秘密姓名".encode() not in body
    assert b"CREATE TABLE" not in body


@pytest.mark.parametrize("damage", ["flipped", "zeroed", "cut", "swapped", "lengthened"])
def test_a_copy_that_is_not_whole_is_refused(town: Town, tmp_path: Path, damage: str) -> None:
    town.clerk.write(household)
    copy = backup.copy_encrypted(town.clerk.file, tmp_path, "test")
    body = bytearray(copy.read_bytes())
    if damage == "flipped":
        body[len(body) // 2] ^= 1
    elif damage == "zeroed":
        body[8192:12288] = bytes(4096)
    elif damage == "cut":
        del body[len(body) * 7 // 10 :]
    elif damage == "swapped":
        body[8192:16384] = body[12288:16384] + body[8192:12288]
    else:
        body += body[-4096:]
    copy.write_bytes(bytes(body))
    live = digests(town.home)
    with pytest.raises(UserError, match="不能用"):
        backup.check(copy, key_of(town))
    assert digests(town.home) == live
    assert digests(tmp_path).keys() & {copy.name + "-wal", copy.name + "-journal"} == set()


def test_a_copy_that_holds_other_rows_than_it_says_is_refused(town: Town, tmp_path: Path) -> None:
    town.clerk.write(household)
    copy = backup.copy_encrypted(town.clerk.file, tmp_path, "test")
    assert backup.check(copy, key_of(town)).counts["household"] == 1
    raw = connect(copy, key_of(town))
    raw.execute("UPDATE backup_manifest SET value = '2' WHERE kind = 'count' AND name = 'household'")
    raw.close()
    with pytest.raises(UserError, match="不能用"):
        backup.check(copy, key_of(town))


def test_a_database_without_figures_of_itself_is_no_backup(town: Town) -> None:
    town.clerk.write(household)
    with town.clerk.file.raw() as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with pytest.raises(UserError, match="不能用"):
        backup.check(town.home / DATABASE, key_of(town))


def test_a_disk_that_gives_back_something_else_is_found(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cheap stick that acknowledges what it did not keep."""
    real = os.fsync

    def lose(handle: int) -> None:
        real(handle)
        if os.fstat(handle).st_size > 4096 and stat.S_ISREG(os.fstat(handle).st_mode):
            os.pwrite(handle, b"\0", 5000)

    monkeypatch.setattr(os, "fsync", lose)
    with pytest.raises(UserError, match="不能用"):
        backup.copy_encrypted(town.clerk.file, tmp_path / "usb", "test")
    assert list((tmp_path / "usb").iterdir()) == []


def test_a_backup_can_be_stopped_and_leaves_nothing(town: Town, tmp_path: Path) -> None:
    def stop(words: str) -> None:
        if "写到备份盘" in words:
            raise UserError("停下")

    with pytest.raises(UserError, match="停下"):
        backup.copy_encrypted(town.clerk.file, tmp_path / "usb", "test", stop)
    assert list((tmp_path / "usb").iterdir()) == []
    assert not list(town.home.glob(backup.ROOM + "*"))


def test_a_folder_that_takes_nothing_is_told_and_left_clean(town: Town, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError, match="备份没有完成：不能写入"):
        backup.copy_encrypted(town.clerk.file, tmp_path / "file", "test")


def test_a_copy_that_fails_leaves_nothing_half(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise UserError("不能用")

    monkeypatch.setattr(backup, "check", refuse)
    with pytest.raises(UserError, match="不能用"):
        backup.copy_encrypted(town.clerk.file, tmp_path / "copies", "test")
    assert not (tmp_path / "copies").exists()
