"""Backups of a real server: what comes back is what was there, and nothing damaged is ever taken for whole."""

import hashlib
import json
import os
import random
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
import temporary_server
from temporary_server import SUPERUSER

import server
from jiuzhu.errors import UserError
from jiuzhu.services.casework import files
from jiuzhu.services.counter import intake
from jiuzhu.services.office import opening, server_backups, sharing
from jiuzhu.storage import journal
from jiuzhu.storage.backup import NOT_WHOLE
from jiuzhu.storage.manifest import Manifest
from jiuzhu.storage.sealed_stream import PIECE, Sealing, pieces
from jiuzhu.storage.server import dumping, proving, setting_up
from jiuzhu.storage.server.address import Address
from jiuzhu.storage.server.server_database import ServerDatabase, connect
from jiuzhu.storage.unit import CHINA
from on_the_way import single
from paid_families import family, posted
from town import LOGIN, complete
from townships import PASSWORD, Shared

PASSPHRASE = "明月几时有把酒问青天"


@pytest.fixture
def backup(shared: Shared, tmp_path: Path) -> Path:
    file, _ = dumping.back_up(shared.address, SUPERUSER, "", tmp_path, PASSPHRASE)
    return file


@pytest.fixture
def new(shared: Shared) -> Address:
    return shared.server.address(shared.server.new_name("restored"))


def restored(new: Address, file: Path) -> list[str]:
    there = setting_up.offices_on(new, SUPERUSER, "")
    return list(server_backups.restore(new, SUPERUSER, "", file, PASSPHRASE, replaces=there))


def opened(file: Path) -> list[bytes]:
    with file.open("rb") as reading:
        return [piece for _, piece in pieces(reading, PASSPHRASE)]


def sealed(file: Path, parts: list[bytes]) -> Path:
    with file.open("wb") as writing:
        sealing = Sealing(writing, PASSPHRASE)
        for part in parts[:-1]:
            sealing.add(part)
        sealing.finish(parts[-1])
    return file


def databases(shared: Shared) -> set[str]:
    with connect(shared.server.address(), SUPERUSER, "") as server:
        return {name for (name,) in server.execute("SELECT datname FROM pg_database")}


def test_a_restored_backup_holds_the_same_and_is_what_was_declared(
    shared: Shared, backup: Path, new: Address
) -> None:
    told = restored(new, backup)
    said = told[0].removeprefix("备份读回检查通过：").partition(" 做的")[0]
    made = datetime.strptime(said, "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)  # as the clock on the wall says it
    assert abs(datetime.now(CHINA) - made) < timedelta(hours=1)
    assert any("逐表核对行数和金额：相符" in line for line in told)
    assert told[-2] == "4 个窗口的日志从新的一段开始"
    with connect(shared.address, SUPERUSER, "") as before, connect(new, SUPERUSER, "") as after:
        was, now = dumping.measure(before), dumping.measure(after)
        epochs = "SELECT id, epoch FROM station"
        old, begun = (dict(one.execute(epochs).fetchall()) for one in (before, after))
        ends = after.execute(
            "SELECT count(*), count(DISTINCT office_township), min(seq) FROM journal_entry WHERE service = 'restore'"
        ).fetchone()
    assert ends == (4, 2, 1)
    assert {
        table: now.counts[table] - rows for table, rows in was.counts.items() if now.counts[table] != rows
    } == {"journal_entry": 4}
    assert was.sums == now.sums
    assert len(was.sums) > 10
    assert old.keys() == begun.keys()
    assert not set(old.values()) & set(begun.values())
    wrong = [proof for proof in proving.prove(new, SUPERUSER, "") if not proof.holds]
    assert {proof.what for proof in wrong} <= {
        "不要密码或不加密的登录方式",
        "服务器设置 ssl",
        "服务器设置 fsync",
        "服务器设置 full_page_writes",
        "服务器设置 log_error_verbosity",
        "拖慢试密码的（auth_delay）",
    }


def test_families_and_their_money_come_back_and_the_desk_goes_on(tmp_path: Path) -> None:
    running = temporary_server.start()
    rooms = server.Rooms(running)
    try:
        with closing(rooms.open_town(tmp_path / "office", date(2025, 10, 13), "county")) as office:
            taken = posted(office, family(office, "dibao"))
            with connect(running.address(), SUPERUSER, "") as asked:
                (name,) = asked.execute("SELECT datname FROM pg_database WHERE datname LIKE 'town%'")
            file, made = dumping.back_up(running.address(*name), SUPERUSER, "", tmp_path, PASSPHRASE)
            assert made.manifest.counts["person"] > 2
            assert made.manifest.sums["entitlement.monthly"] > 0
            restored(running.address("again"), file)
            room = server.Room(running, "again")
            again = server.CopiedDatabase(room, office.clerk.actor)
            with (
                closing(room),
                closing(opening.enter(Path(), again, LOGIN, lambda: office.moment[0])) as clerk,
            ):
                assert clerk.read(files.dossier, taken) == office.clerk.read(files.dossier, taken)
                late = complete(single(office, "dibao", order=73), clerk.today())
                assert clerk.write(intake.accept, late, "").application_id
                with again.reading.connect() as connection:
                    assert journal.verify(connection).problems == ()
    finally:
        rooms.close()
        running.stop()


def test_desks_of_a_restored_database_open_with_the_passwords_of_before(backup: Path, new: Address) -> None:
    restored(new, backup)
    for login, letter in (("jingban", "A"), ("jingban2", "B")):
        database = ServerDatabase(new, login, PASSWORD)
        workspace = opening.enter(Path(), database, login, lambda: datetime.now(UTC), letter)
        assert workspace.rules.station.window == letter
        database.close()


def test_people_of_another_server_get_logins_and_who_was_dismissed_stays_out(
    shared: Shared, backup: Path, new: Address, tmp_path: Path
) -> None:
    name = shared.server.new_name("gone")
    shared.server.administer(f"ALTER ROLE tongji RENAME TO {name}", "ALTER ROLE hecha NOLOGIN")
    try:
        told = restored(new, backup)
        (line,) = [line for line in told if "是新开的" in line]
        assert line.startswith("账号 tongji 是新开的")
        first = line.rpartition("：")[2].removesuffix("（登录时要换成自己的）")
        sharing.join(tmp_path, new, "A")
        made = opening.log_in(tmp_path, "tongji", first)
        assert made.must_choose
        made.close()
        assert "账号 hecha 在这台服务器上已停用，仍不能登录；要恢复请管理员重新启用" in told
    finally:
        shared.server.administer(
            f"DROP DATABASE IF EXISTS {new.database} WITH (FORCE)", "DROP ROLE IF EXISTS tongji"
        )
        shared.server.administer(f"ALTER ROLE {name} RENAME TO tongji", "ALTER ROLE hecha LOGIN")


def test_a_database_that_exists_is_never_restored_over(shared: Shared, backup: Path) -> None:
    with connect(shared.address, SUPERUSER, "") as look:
        before = dumping.measure(look)
        with pytest.raises(UserError, match="恢复从不覆盖"):
            restored(shared.address, backup)
        assert dumping.measure(look) == before


def test_a_restoring_that_fails_leaves_no_database(
    shared: Shared, backup: Path, new: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = databases(shared)
    monkeypatch.setattr(dumping, "differences", lambda *_: ["表 person 应有 2 行，实有 1 行"])
    with pytest.raises(UserError, match="没有采用"):
        restored(new, backup)
    with pytest.raises(UserError, match="没有采用"):
        server_backups.trial(shared.address, SUPERUSER, "", backup, PASSPHRASE)
    assert databases(shared) == there


def test_the_monthly_trial_says_one_sentence_and_leaves_nothing(shared: Shared, backup: Path) -> None:
    there = databases(shared)
    said = server_backups.trial(shared.address, SUPERUSER, "", backup, PASSPHRASE)
    assert said.startswith("试恢复成功：")
    assert "逐表核对相符" in said
    assert databases(shared) == there


def test_what_is_saved_while_the_dump_runs_is_not_half_in_it(
    shared: Shared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new: Address
) -> None:
    """Rows are counted and dumped in one look: a row that comes between the two is in neither."""
    real = dumping.measure

    def measured(raw: psycopg.Connection[Any]) -> Manifest:
        told = real(raw)
        shared.server.administer(
            "SET jiuzhu.unit = 'test'; SET jiuzhu.founding = '500112001';"
            " INSERT INTO person_word VALUES ('n甲', 1, '500112001')",
            database=shared.address.database,
        )
        return told

    monkeypatch.setattr(dumping, "measure", measured)
    file, made = dumping.back_up(shared.address, SUPERUSER, "", tmp_path, PASSPHRASE)
    monkeypatch.setattr(dumping, "measure", real)
    assert made.manifest.counts["person_word"] == 0
    restored(new, file)


def flip(data: bytearray, dice: random.Random) -> None:
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)


def cut(data: bytearray, dice: random.Random) -> None:
    del data[dice.randrange(len(data)) :]


def cut_at_the_last_piece(data: bytearray, dice: random.Random) -> None:  # noqa: ARG001  # one place alone
    place = 16 + 12 + 16 + 7 + 16
    while place + 4 + int.from_bytes(data[place : place + 4]) < len(data):
        last, place = place, place + 4 + int.from_bytes(data[place : place + 4])
    del data[place:]
    assert last < place


def add(data: bytearray, dice: random.Random) -> None:
    data += dice.randbytes(dice.randrange(1, 40))


def test_old_backups_go_behind_a_whole_one_only(
    shared: Shared, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = time.time() - 63 * 86400
    os.utime(backup, (old, old))
    back_up = partial(
        server_backups.back_up, shared.address, SUPERUSER, "", backup.parent, PASSPHRASE, keep_days=62
    )
    with monkeypatch.context() as patch:
        patch.setattr(dumping, "check", _not_whole)
        with pytest.raises(UserError):
            back_up()
    assert backup.is_file()
    assert "62 天以前的 1 份已清掉" in back_up()
    (left,) = backup.parent.glob("*.jzdump")
    assert left != backup
    assert "已清掉" not in back_up()


def _not_whole(*_: Any) -> Any:
    raise UserError(NOT_WHOLE)


@pytest.mark.parametrize("harm", [flip, cut, cut_at_the_last_piece, add])
def test_a_damaged_file_is_refused_before_anything_is_made(
    shared: Shared, backup: Path, new: Address, harm: Callable[[bytearray, random.Random], None]
) -> None:
    whole, dice, there = backup.read_bytes(), random.Random(2026), databases(shared)
    for _ in range(10):
        data = bytearray(whole)
        harm(data, dice)
        backup.write_bytes(data)
        with pytest.raises(UserError, match=r"没有通过|口令不对"):
            restored(new, backup)
    assert databases(shared) == there


def test_a_torn_dump_is_refused_though_its_list_of_contents_reads_well(backup: Path, tmp_path: Path) -> None:
    *parts, last = opened(backup)
    told = json.loads(last)
    archive = b"".join(parts)
    torn = archive[: len(archive) - len(archive) // 50]
    raw = tmp_path / "torn.dump"
    raw.write_bytes(torn)
    listed = subprocess.run([dumping.program("pg_restore"), "-l", raw], capture_output=True, check=False)
    assert listed.returncode == 0  # what must never be trusted
    told |= {"digest": hashlib.sha256(torn).hexdigest(), "size": len(torn)}  # every seal is right
    body = json.dumps(told).encode()
    split = [torn[place : place + PIECE] for place in range(0, len(torn), PIECE)]
    with pytest.raises(UserError) as refused:
        dumping.check(sealed(tmp_path / "torn.jzdump", [*split, body]), PASSPHRASE)
    assert refused.value.message == NOT_WHOLE


def test_a_backup_with_other_rows_than_were_counted_is_refused(backup: Path, tmp_path: Path) -> None:
    *parts, last = opened(backup)
    told = json.loads(last)
    told["manifest"]["counts"]["person"] += 1
    with pytest.raises(UserError) as refused:
        dumping.check(sealed(tmp_path / "other.jzdump", [*parts, json.dumps(told).encode()]), PASSPHRASE)
    assert refused.value.message == NOT_WHOLE


def test_a_wrong_passphrase_is_told(backup: Path, new: Address) -> None:
    with pytest.raises(UserError, match="备份口令不对"):
        list(server_backups.restore(new, SUPERUSER, "", backup, "不是这一句口令呀呀"))


def test_a_dump_that_fails_leaves_no_file(
    shared: Shared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dumping, "program", lambda _: Path("/bin/false"))
    with pytest.raises(UserError, match="pg_dump 没有做完"):
        dumping.back_up(shared.address, SUPERUSER, "", tmp_path / "stick", PASSPHRASE)
    assert not list((tmp_path / "stick").iterdir())


def test_only_the_administrator_of_the_server_backs_up(shared: Shared, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="不是服务器的管理员"):
        dumping.back_up(shared.address, "xitong", PASSWORD, tmp_path / "stick", PASSPHRASE)
    assert not list((tmp_path / "stick").iterdir())


def test_nothing_of_anybody_stands_in_the_file_in_the_clear(backup: Path) -> None:
    assert b"PGDMP" not in backup.read_bytes()
    assert b"".join(opened(backup)).startswith(b"PGDMP")


def test_a_weak_passphrase_makes_no_backup(shared: Shared, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="备份口令太弱"):
        server_backups.back_up(shared.address, SUPERUSER, "", tmp_path / "stick", "1234")
    assert not (tmp_path / "stick").exists()
