"""Backups by themselves, their thinning out, the trial restoring, and what is told until it is mended."""

import os
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from family import digests
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.office import backups, checkups, duties
from jiuzhu.services.office.backups import Backup
from jiuzhu.storage import backup as copies
from jiuzhu.storage import key_file
from jiuzhu.storage.unit import CHINA
from on_the_way import approve, submitted
from town import Town, urban_three

pytestmark = pytest.mark.file_only("backups are copies of the file")


@pytest.fixture
def usb(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stick, chosen once."""
    folder = tmp_path / "usb"
    folder.mkdir()
    monkeypatch.setattr(backups, "same_disk", lambda home, other: home in (other, *other.parents))
    backups.choose_folder(town.clerk, folder)
    return folder


def test_the_disk_of_the_data_is_refused_with_a_reason(town: Town, tmp_path: Path) -> None:
    (tmp_path / "beside").mkdir()
    with pytest.raises(Refused, match=r"同一块磁盘.*两份都没有"):
        backups.choose_folder(town.clerk, tmp_path / "beside")
    with pytest.raises(UserError, match="找不到文件夹"):
        backups.choose_folder(town.clerk, tmp_path / "nowhere")
    assert town.clerk.settings.backup_folder == ""
    assert any("还没有选定备份盘" in told for told in duties.troubles(town.clerk))


def test_a_copy_beside_the_data_is_made_but_does_not_count(town: Town, tmp_path: Path) -> None:
    said = duties.back_up_to(town.clerk, tmp_path / "beside")
    assert "同一块磁盘" in said
    assert len(backups.lying_in(tmp_path / "beside")) == 1
    assert duties.headline(town.clerk) == ("本机 · 还没有备份", "warn")


def test_a_backup_is_due_each_day_from_the_hour_that_was_set(town: Town, usb: Path) -> None:
    assert duties.is_due(town.clerk, duties.BACKUP)
    duties.do(town.clerk, "backup")
    assert duties.headline(town.clerk) == ("本机 · 已备份 2025-10-13 10:00", "")
    assert not duties.is_due(town.clerk, duties.BACKUP)
    town.on(date(2025, 10, 14), 9)
    assert duties.is_due(town.clerk, duties.BACKUP)
    town.clerk.settings.backup_at = "12:30"
    assert not duties.is_due(town.clerk, duties.BACKUP)
    town.clerk.settings.backup_at = "noon"
    assert duties.is_due(town.clerk, duties.BACKUP)
    town.clerk.settings.backup_at = "12:30"
    town.on(date(2025, 10, 14), 13)
    assert duties.is_due(town.clerk, duties.BACKUP)
    town.on(date(2025, 10, 12), 13)  # the clock was set back
    assert duties.is_due(town.clerk, duties.BACKUP)
    [made] = backups.lying_in(usb)
    assert key_file.read(made.key).database == key_file.load(town.home).database


def test_everything_due_is_done_and_then_nothing_is(town: Town, usb: Path) -> None:
    approve(town, submitted(town, urban_three(town), date(2025, 10, 14), date(2025, 10, 23)))
    told: list[str] = []
    assert duties.do_due(town.clerk, told.append)
    records = duties.records(town.home)
    assert all(record.done and not record.trouble for record in records.values()), records
    assert "待遇月额合计 1110.00 元" in records["trial"].said
    assert "都与备份时相同" in records["trial"].said
    assert any("写到备份盘 100%" in words for words in told)
    told.clear()
    assert not duties.do_due(town.clerk, told.append)
    assert told == []
    assert {path.name for path in town.home.iterdir() if path.is_dir()} == set(), "the trial left something"
    assert len(backups.lying_in(usb)) == 1


def test_a_disk_that_is_not_there_is_told_until_it_is_mended(town: Town, usb: Path) -> None:
    duties.do(town.clerk, "backup")
    away = usb.rename(usb.with_name("in a drawer"))
    town.on(date(2025, 10, 14))
    duties.do_due(town.clerk)
    assert duties.headline(town.clerk) == ("备份盘没有接上", "bad")
    [told, *_] = duties.troubles(town.clerk)
    assert told.startswith("备份（2025-10-14 10:00）：备份盘没有接上")
    assert duties.records(town.home)["backup"].done == "2025-10-13 10:00", "the last good one stays known"
    (town.home / "mount").mkdir()  # where a stick would be, on the disk of the data
    town.clerk.settings.backup_folder = str(town.home / "mount")
    with pytest.raises(UserError, match="没有接上"):
        duties.do(town.clerk, "backup")
    assert list((town.home / "mount").iterdir()) == []
    town.clerk.settings.backup_folder = str(usb)
    away.rename(usb)
    duties.do_due(town.clerk)
    assert duties.headline(town.clerk) == ("本机 · 已备份 2025-10-14 10:00", "")
    assert duties.troubles(town.clerk) == []


def test_old_backups_go_and_those_of_another_office_stay(
    town: Town, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = backups.make(town.clerk, usb)
    other = usb / "jiuzhu-backup-20240101-080000.db"
    shutil.copy(newest, other)
    other.with_suffix(".key").write_text(
        newest.with_suffix(".key").read_text("utf-8").replace(key_file.load(town.home).database, "another"),
        "utf-8",
    )
    lone = usb / "jiuzhu-backup-20240102-080000.db"  # its key file was lost: whose it is, nobody knows
    shutil.copy(newest, lone)
    (usb / "照片.jpg").write_bytes(b"not ours")
    for back in range(1, 400):
        file = usb / f"jiuzhu-backup-{datetime.now(CHINA) - timedelta(days=back):%Y%m%d-%H%M%S}.db"
        file.write_bytes(b"old")
        shutil.copy(newest.with_suffix(".key"), file.with_suffix(".key"))
    backups.thin_out(usb, newest)
    left = backups.lying_in(usb)
    assert {newest, other, lone} <= {backup.file for backup in left}
    assert (usb / "照片.jpg").is_file()
    assert 25 <= len(left) - 2 <= 34
    assert len(list(usb.glob("*.key"))) == len(left) - 1
    monkeypatch.setattr(Path, "unlink", lambda *_: (_ for _ in ()).throw(OSError("write protected")))
    assert backups.thin_out(usb, newest) == []


def test_a_trial_of_a_damaged_backup_is_told_and_leaves_nothing(town: Town, usb: Path) -> None:
    duties.do(town.clerk, "backup")
    [made] = backups.lying_in(usb)
    body = bytearray(made.file.read_bytes())
    body[len(body) // 3] ^= 4
    made.file.write_bytes(body)
    before = digests(town.home)
    with pytest.raises(UserError, match="不能用"):
        duties.do(town.clerk, "trial")
    after = digests(town.home)
    after.pop("care.json")
    before.pop("care.json")
    assert after == before
    assert any(told.startswith("试恢复") for told in duties.troubles(town.clerk))


@pytest.mark.usefixtures("usb")
def test_a_trial_finds_rows_that_were_changed_past_the_journal(town: Town) -> None:
    town.accept(urban_three(town))
    raw = town.clerk.file.raw()
    raw.create_function("current_unit", 0, lambda: "somebody")
    raw.execute("UPDATE person SET phone = '13900000009' WHERE id = (SELECT min(id) FROM person)")
    raw.close()
    duties.do(town.clerk, "backup")
    with pytest.raises(UserError, match="日志不符"):
        checkups.try_restoring(town.clerk)
    with pytest.raises(UserError, match="日志有 1 处不符"):
        checkups.journal_check(town.clerk)


@pytest.mark.usefixtures("usb")
def test_without_a_backup_there_is_nothing_to_try(town: Town) -> None:
    with pytest.raises(UserError, match="没有本机的备份"):
        checkups.try_restoring(town.clerk)
    town.clerk.settings.backup_folder = ""
    for attempt in (checkups.try_restoring, backups.make_chosen):
        with pytest.raises(UserError, match="还没有选定备份盘"):
            attempt(town.clerk)


def test_damage_of_the_live_database_is_found(town: Town) -> None:
    town.accept(urban_three(town))
    assert checkups.quick_check(town.clerk) == "表和索引完好"
    assert checkups.whole_check(town.clerk) == "每一页的加密校验都对"
    raw = town.clerk.file.raw()
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    file = town.home / "jiuzhu.db"
    body = bytearray(file.read_bytes())
    body[4096 * 20 + 100] ^= 1
    file.write_bytes(body)
    with pytest.raises(UserError, match="损坏"):
        checkups.whole_check(town.clerk)


@pytest.mark.usefixtures("usb")
def test_a_damaged_record_is_that_of_a_desk_that_did_nothing(town: Town) -> None:
    duties.do(town.clerk, "pages")
    for body in ("{", "[]", '{"backup": {"done": "never"}}', '{"backup": 3}'):
        (town.home / "care.json").write_text(body, "utf-8")
        assert duties.records(town.home)["backup"] == duties.Record()
    (town.home / "care.json").unlink()
    (town.home / "care.json.new").mkdir()
    with pytest.raises(UserError, match="没有记下来"):
        duties.do(town.clerk, "pages")


def test_a_scratch_folder_of_a_killed_program_goes(town: Town, tmp_path: Path) -> None:
    left = town.home / (copies.ROOM + "left")
    left.mkdir()
    (left / "copy.db").write_bytes(b"half")
    backups.make(town.clerk, tmp_path)
    assert left.exists(), "another program may work in it"
    os.utime(left, (0, 0))
    backups.make(town.clerk, tmp_path)
    assert not left.exists()


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="备份盘没有接上"):
        backups.lying_in(tmp_path / "nowhere")


def test_a_backup_without_its_key_file_is_known(town: Town, usb: Path) -> None:
    made = backups.make(town.clerk, usb)
    made.with_suffix(".key").unlink()
    [found] = backups.lying_in(usb)
    assert (found.database, found.size) == ("", made.stat().st_size)
    assert isinstance(found, Backup)
