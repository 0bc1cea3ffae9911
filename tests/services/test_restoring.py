"""From a backup to a working office: on an empty machine, and in place of a damaged database."""

import errno
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from family import digests, household
from jiuzhu.errors import UserError
from jiuzhu.services.casework import files
from jiuzhu.services.counter import intake
from jiuzhu.services.office import backups, entrance, opening, proving, recovery, restoring
from jiuzhu.services.office.backups import Backup
from jiuzhu.storage import attempts, copying, key_file, keys, laying
from jiuzhu.storage.encrypted_file import connect
from town import LOGIN, PASSWORD, Town, complete, urban_couple, urban_three

pytestmark = pytest.mark.file_only("a file is put in place of a file")

OPEN = restoring.by_password(LOGIN, PASSWORD)


@pytest.fixture
def taken(town: Town) -> str:
    """Somebody's application, in the office that is backed up."""
    return town.accept(urban_three(town)).application_id


@pytest.fixture
def made(town: Town, taken: str, tmp_path: Path) -> Backup:  # noqa: ARG001  # it is in the backup
    backups.make(town.clerk, tmp_path / "usb")
    return backups.lying_in(tmp_path / "usb")[0]


def _restored(home: Path, backup: Backup, town: Town) -> restoring.Restored:
    return restoring.restore(home, backup, LOGIN, OPEN, clock=lambda: town.moment[0])


def test_an_empty_machine_works_again_with_a_password_alone(
    town: Town, taken: str, made: Backup, tmp_path: Path
) -> None:
    home = tmp_path / "new machine"
    assert [one.login for one in restoring.logins(home, made)] == [LOGIN]
    done = _restored(home, made, town)
    try:
        assert "逐表核对相符" in done.said
        assert "没有删" not in done.said
        assert done.workspace.read(files.dossier, taken).members[0].name == "甲示例"
        done.workspace.write(intake.accept, complete(urban_couple(town), town.clerk.today()), "")
        proof = done.workspace.read(proving.verify_journal)
        assert (proof.problems, proof.chains) == ((), 2), "a chain of the old epoch and one of the new"
    finally:
        done.workspace.close()
    assert {path.name for path in home.iterdir()} - {"jiuzhu.key.lock"} == {"jiuzhu.db", "jiuzhu.key"}
    opening.log_in(home, LOGIN, PASSWORD).close()


def test_the_numbers_go_on_without_a_second_one(town: Town, made: Backup, tmp_path: Path) -> None:
    """The window counts on from the backup; what was given after it is the lost machine's."""
    done = _restored(tmp_path / "new", made, town)
    first = done.workspace.write(intake.accept, complete(urban_couple(town), town.clerk.today()), "")
    assert first.number == town.accept(urban_couple(town)).number
    done.workspace.close()


def test_a_damaged_database_is_set_aside_and_nothing_of_it_deleted(town: Town, made: Backup) -> None:
    town.clerk.write(household)
    town.close()
    home = town.home
    broken = bytearray((home / "jiuzhu.db").read_bytes())
    broken[:100] = bytes(100)
    (home / "jiuzhu.db").write_bytes(broken)
    (home / "jiuzhu.db-wal").write_bytes(b"what was saved last")
    done = _restored(home, made, town)
    done.workspace.close()
    [aside] = home.glob("set-aside-*")
    assert str(aside) in done.said
    assert (aside / "jiuzhu.db").read_bytes() == bytes(broken)
    assert (aside / "jiuzhu.db-wal").read_bytes() == b"what was saved last"
    assert not (aside / "jiuzhu.key").exists(), "the key file here is the newer one and stays"
    raw = connect(home / "jiuzhu.db", attempts.unwrap(home, LOGIN, PASSWORD))
    assert raw.execute("SELECT count(*) FROM household").fetchone() == (1,)
    raw.close()


def test_the_key_file_of_another_office_is_set_aside_too(town: Town, made: Backup, tmp_path: Path) -> None:
    home = tmp_path / "other"
    home.mkdir()
    (home / "jiuzhu.key").write_text("{", "utf-8")
    _restored(home, made, town).workspace.close()
    [aside] = home.glob("set-aside-*")
    assert (aside / "jiuzhu.key").read_text("utf-8") == "{"


def test_while_another_window_is_open_nothing_is_replaced(town: Town, made: Backup) -> None:
    town.clerk.write(household)
    with pytest.raises(UserError, match="另一个救助窗还开着"):
        _restored(town.home, made, town)
    town.clerk.write(household)


def test_a_disk_that_is_too_small_is_told_before_anything_is_written(
    town: Town, made: Backup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, size = tmp_path / "new", made.file.stat().st_size
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=2 * size + 49_000_000))
    with pytest.raises(UserError, match=r"磁盘只剩 \d+ MB，恢复这份备份要 \d+ MB") as told:
        _restored(home, made, town)
    assert str(home) in told.value.message
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=2 * size + 51_000_000))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patched:  # somebody else filled it meanwhile
        patched.setattr(copying, "carry", full)
        with pytest.raises(UserError, match="所在的磁盘满了。没有改动任何内容"):
            _restored(home, made, town)
    assert {path.name for path in home.iterdir()} <= {"jiuzhu.key.lock"}
    _restored(home, made, town).workspace.close()


def test_a_wrong_password_is_counted_and_changes_nothing(town: Town, made: Backup, tmp_path: Path) -> None:
    town.close()
    before = digests(town.home)
    with pytest.raises(UserError, match="密码不对"):
        restoring.restore(town.home, made, LOGIN, restoring.by_password(LOGIN, "不是这一句密码"))
    after = digests(town.home)
    assert after["jiuzhu.db"] == before["jiuzhu.db"]
    assert after["jiuzhu.key"] != before["jiuzhu.key"]
    made.key.unlink()
    with pytest.raises(UserError, match="没有钥匙文件"):
        restoring.restore(tmp_path / "new", made, LOGIN, OPEN)


def test_the_recovery_key_alone_restores_and_then_gives_a_password(
    town: Town, taken: str, tmp_path: Path
) -> None:
    paper = recovery.fresh()
    key = town.clerk.file.key()
    with attempts.vouched(town.home, key) as file:
        keys.set_recovery(file, paper.secret, key)
    backups.make(town.clerk, tmp_path / "usb")
    [made] = backups.lying_in(tmp_path / "usb")
    home = tmp_path / "new machine"
    with pytest.raises(UserError):
        restoring.lay_in(home, made, LOGIN, restoring.by_recovery_key(recovery.fresh().code))
    _, said = restoring.lay_in(home, made, LOGIN, restoring.by_recovery_key(paper.code))
    assert "逐表核对相符" in said
    workspace = opening.log_in_recovered(home, LOGIN, paper.code, "两个黄鹂鸣翠柳2026", witness="乙在场")
    assert workspace.read(files.dossier, taken).members[0].name == "甲示例"
    workspace.close()


def _mutated(body: bytes, chance: random.Random) -> bytes:
    """A damaged copy: cut, a byte flipped, a page zeroed, two pages swapped."""
    page = 4096
    pages = len(body) // page
    kind = chance.randrange(4)
    if kind == 0:
        return body[: int(len(body) * chance.uniform(0.3, 0.999))]
    if kind == 1:
        place = chance.randrange(len(body))
        return body[:place] + bytes([body[place] ^ (1 << chance.randrange(8))]) + body[place + 1 :]
    first, second = sorted(chance.sample(range(pages), 2))
    one, other = (body[place * page : (place + 1) * page] for place in (first, second))
    if kind == 2:
        return body[: first * page] + bytes(page) + body[(first + 1) * page :]
    between = body[(first + 1) * page : second * page]
    return body[: first * page] + other + between + one + body[(second + 1) * page :]


def test_forty_mutations_are_all_refused_and_the_live_database_stays(town: Town, made: Backup) -> None:
    """The long run is `torture.sh backup`."""
    town.close()
    body = made.file.read_bytes()
    before = digests(town.home)["jiuzhu.db"]
    chance = random.Random(5)  # the same each time
    slowest = 0.0
    for _ in range(40):
        made.file.write_bytes(_mutated(body, chance))
        begin = time.perf_counter()
        with pytest.raises(UserError, match="不能用"):
            _restored(town.home, made, town)
        slowest = max(slowest, time.perf_counter() - begin)
        assert digests(town.home)["jiuzhu.db"] == before
    assert slowest < 2
    assert not list(town.home.glob("set-aside-*"))
    assert not (town.home / laying.MAKING).exists()


def test_the_files_offered_are_backups_alone_newest_first(made: Backup) -> None:
    folder = made.file.parent
    (folder / "jiuzhu-backup-20990101-000000.db.new").write_bytes(b"half")
    (folder / "jiuzhu-backup-20269999-999999.db").write_bytes(b"of no day")
    old = shutil.copy(made.file, folder / "jiuzhu-backup-20200101-080000.db")
    assert [one.file for one in backups.lying_in(folder)] == [made.file, Path(old)]


_KILLED = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = sys.argv[1:3]
from jiuzhu.services.office import backups, restoring
from jiuzhu.storage import laying
home, folder, at, heard = Path(sys.argv[3]), Path(sys.argv[4]), int(sys.argv[5]), []
def told(words):
    heard.append(words)
    if len(heard) == at:
        os.kill(os.getpid(), signal.SIGKILL)
real = Path.replace
def replace(self, other):
    told(f"rename {self.name}")
    return real(self, other)
laying.Path.replace = replace
[backup] = backups.lying_in(folder)
restoring.restore(home, backup, sys.argv[6], restoring.by_password(sys.argv[6], sys.argv[7]), told)
print(len(heard))
"""


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_killed_at_any_step_the_office_is_the_old_or_the_restored_one(
    town: Town, made: Backup, tmp_path: Path
) -> None:
    """Every word of the progress and every rename is a place to die at."""
    town.clerk.write(household)
    town.close()
    root = Path(__file__).parents[2]
    office, step, ends = tmp_path / "killed", 0, set()
    while True:
        step += 1
        shutil.rmtree(office, ignore_errors=True)
        shutil.copytree(town.home, office)
        words = [str(root / "src"), str(root / "tests"), str(office), str(made.file.parent), str(step), LOGIN]
        run = subprocess.run(  # ourselves
            [sys.executable, "-c", _KILLED, *words, PASSWORD], capture_output=True, text=True, check=False
        )
        if run.returncode != -signal.SIGKILL:
            break
        assert entrance.state(office) == "locked"
        workspace = opening.log_in(office, LOGIN, PASSWORD)
        proof = workspace.read(proving.verify_journal)
        workspace.close()
        raw = connect(office / "jiuzhu.db", attempts.unwrap(office, LOGIN, PASSWORD))
        homes = raw.execute("SELECT count(*) FROM household").fetchone()[0]
        raw.close()
        assert (proof.problems, proof.chains) == ((), {2: 1, 1: 2}[homes])
        assert not (office / laying.MADE).exists()
        ends.add(homes)
    assert run.returncode == 0, run.stderr
    assert ends == {1, 2}, "both before and after were seen"
    assert step > 8


def test_moving_in_is_told_when_a_file_cannot_be_moved(
    town: Town, made: Backup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "new"
    real = Path.replace

    def refuse(self: Path, other: Path) -> Path:
        if self.parent.name == laying.MADE:
            raise PermissionError("in use")
        return real(self, other)

    with monkeypatch.context() as held:
        held.setattr(Path, "replace", refuse)
        with pytest.raises(UserError, match="接着完成"):
            _restored(home, made, town)
    assert entrance.state(home) == "locked"
    assert key_file.load(home).slot(LOGIN) is not None
    opening.log_in(home, LOGIN, PASSWORD).close()
