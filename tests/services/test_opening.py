import dataclasses
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from family import digests, household
from jiuzhu.domain.office import Operator
from jiuzhu.errors import InvalidInput, UserError
from jiuzhu.services.office import entrance, founding, opening, searching, sharing, township
from jiuzhu.services.office.opening import FirstStart
from jiuzhu.storage import attempts, journal, key_file, migrate, policy_store
from jiuzhu.storage.server.address import Address
from jiuzhu.storage.unit import Unit
from town import LOGIN, PASSWORD, Town, found, open_town, urban_three

pytestmark = pytest.mark.file_only("the first start makes the file and its key file")

ROOT = Path(__file__).parents[2]

START = FirstStart(
    office_name="示例街道社会救助服务窗口",
    district="500112",
    district_name="渝北区",
    township="500112001",
    township_name="示例街道",
    window="A",
    operator_name="张经办",
    login=LOGIN,
    password=PASSWORD,
    demo=True,
)


def start_with(**changed: Any) -> FirstStart:
    return dataclasses.replace(START, **changed)


def test_the_first_start_makes_an_office_that_can_be_entered_again(tmp_path: Path) -> None:
    home = tmp_path / "new" / "office"
    assert opening.state(home) == "new"
    made = opening.first_start(home, start_with(demo=False, login=f" {LOGIN} "))
    made.write(household)
    made.close()
    assert opening.state(home) == "locked"
    assert [path.name for path in sorted(home.iterdir())] == ["jiuzhu.db", "jiuzhu.key"]
    assert [(one.login, one.name) for one in opening.logins(home)] == [(LOGIN, "张经办")]
    again = opening.log_in(home, LOGIN, PASSWORD)
    assert again.office.name == "示例街道社会救助服务窗口"
    assert again.actor.roles == {"clerk", "checker", "administrator", "security_administrator"}
    assert again.rules.policy.rows == made.rules.policy.rows
    rules = again.rules
    proof = again.read(lambda unit: journal.unexplained(unit.session.connection()))
    assert proof == []
    assert again.rules is rules  # nothing was set since: pages made by these rules stay
    again.close()


def test_the_demo_township_has_people_and_colleagues(tmp_path: Path) -> None:
    made = opening.first_start(tmp_path, START)
    colleagues = {"hecha", "lingdao", "tongji", "shenji", "xietiao"}
    assert {one.login for one in opening.logins(tmp_path)} == {LOGIN, *colleagues}
    assert made.actor.login == LOGIN
    assert made.read(searching.search, "样板社区")
    made.close()
    head = opening.log_in(tmp_path, "lingdao", PASSWORD)
    assert head.actor.roles == {"approver"}
    head.close()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"office_name": " "}, "office_name"),
        ({"operator_name": ""}, "operator_name"),
        ({"login": ""}, "login"),
        ({"township": "50011200"}, "township"),
        ({"township": "500113001"}, "township"),
        ({"window": "I"}, "window"),
        ({"window": "AB"}, "window"),
        ({"password": "短"}, "password"),
        ({"password": "jingban春天来了2026"}, "password"),
        ({"login": "hecha"}, "login"),
    ],
)
def test_a_wrong_answer_is_told_beside_its_field(tmp_path: Path, changed: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        opening.first_start(tmp_path / "office", start_with(**changed))
    assert [problem.field for problem in caught.value.problems] == [field]
    assert not (tmp_path / "office").exists()


def test_an_office_is_never_founded_over_another(town: Town) -> None:
    town.close()
    before = digests(town.home)
    with pytest.raises(UserError, match="数据文件夹里已经有数据"):
        opening.first_start(town.home, START)
    assert digests(town.home) == before


STEPS: tuple[tuple[str, str], ...] = (
    ("jiuzhu.services.office.opening", "EncryptedFile"),
    ("jiuzhu.services.office.opening", "bring_up_to_date"),
    ("jiuzhu.services.office.founding", "load_pack"),
    ("jiuzhu.storage.policy_store", "save_rows"),
    ("jiuzhu.services.office.township", "settle"),
    ("jiuzhu.storage.journal", "append"),
    ("jiuzhu.storage.key_file", "save"),
    ("os", "fsync"),
    ("pathlib.Path", "replace"),
)
"""Where a first start can be stopped, in order."""


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step[1])
@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), RuntimeError("stopped")], ids=["disk", "bug"]
)
def test_a_first_start_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: tuple[str, str], error: Exception
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise error

    home = tmp_path / "office"
    with monkeypatch.context() as broken:
        broken.setattr(f"{step[0]}.{step[1]}", stop)
        with pytest.raises(UserError if isinstance(error, OSError) else RuntimeError):
            opening.first_start(home, START)
    assert opening.state(home) == "new"
    assert [path for path in home.rglob("*") if path.is_file()] == []
    opening.first_start(home, START).close()


_KILLED = """
import os, signal, sys
sys.path[:0] = sys.argv[4:]
from pathlib import Path
from unittest import mock
from jiuzhu.storage import key_file, keys
keys.COST = key_file.Cost(8, 1, 1)
from jiuzhu.services.office import opening
import test_opening_start
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
with mock.patch(sys.argv[2], die):
    opening.first_start(Path(sys.argv[1]), test_opening_start.START)
"""


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
@pytest.mark.parametrize(
    "step", [*STEPS[1:], ("jiuzhu.services.office.opening", "_open")], ids=lambda step: step[1]
)
def test_a_first_start_that_is_killed_can_be_done_again_or_is_done(
    tmp_path: Path, step: tuple[str, str]
) -> None:
    home = tmp_path / "office"
    (tmp_path / "test_opening_start.py").write_text(
        f"from jiuzhu.services.office.opening import FirstStart\nSTART = {START!r}\n", "utf-8"
    )
    command = [
        sys.executable,
        "-c",
        _KILLED,
        str(home),
        f"{step[0]}.{step[1]}",
        "",
        str(ROOT / "src"),
        str(tmp_path),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # ourselves
    assert done.returncode == -signal.SIGKILL, done.stderr
    if opening.state(home) == "new":
        opening.first_start(home, START).close()
    assert opening.state(home) == "locked"
    entered = opening.log_in(home, LOGIN, PASSWORD)
    assert entered.read(searching.search, "样板社区")
    entered.close()
    there = {path.name for path in home.iterdir() if path.is_file()}
    assert there == {"jiuzhu.db", "jiuzhu.key", "jiuzhu.key.lock"}  # one try at a time


def test_a_kill_before_the_last_step_is_finished_by_the_log_in(tmp_path: Path) -> None:
    found(tmp_path, date(2025, 10, 13)).close()
    (tmp_path / entrance.DATABASE).rename(tmp_path / entrance.BUILDING)
    assert opening.state(tmp_path) == "locked"
    opening.log_in(tmp_path, LOGIN, PASSWORD).close()
    assert not (tmp_path / entrance.BUILDING).exists()


def test_a_folder_that_takes_no_files_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError, match="没有留下任何文件"):
        opening.first_start(tmp_path / "file", START)


def test_a_folder_with_data_of_its_own_does_not_become_a_desk_of_a_server(town: Town) -> None:
    with pytest.raises(UserError, match="这台电脑自己的数据"):
        sharing.join(town.home, Address("10.0.0.1"), "A")
    assert opening.state(town.home) == "locked"
    assert not opening.on_server(town.home)


def test_half_a_data_folder_has_a_name(town: Town) -> None:
    town.close()
    key, database = town.home / key_file.FILE, town.home / entrance.DATABASE
    moved = key.rename(key.with_suffix(".away"))
    assert opening.state(town.home) == "key_missing"
    before = digests(town.home)
    with pytest.raises(UserError, match=r"找不到钥匙文件 jiuzhu\.key。数据库还在"):
        opening.log_in(town.home, LOGIN, PASSWORD)
    with pytest.raises(UserError, match="找不到钥匙文件"):
        opening.logins(town.home)
    with pytest.raises(UserError, match="已经有数据"):
        opening.first_start(town.home, START)
    assert digests(town.home) == before
    moved.rename(key)
    database.rename(database.with_suffix(".away"))
    assert opening.state(town.home) == "database_missing"
    with pytest.raises(UserError, match="找不到数据库文件"):
        opening.log_in(town.home, LOGIN, PASSWORD)
    assert not database.exists()


def test_a_key_file_of_another_office_does_not_open_this_one(town: Town, tmp_path: Path) -> None:
    other = tmp_path / "other"
    opening.first_start(other, start_with(demo=False)).close()
    town.close()
    (town.home / key_file.FILE).write_bytes((other / key_file.FILE).read_bytes())
    before = digests(town.home)
    with pytest.raises(UserError, match="钥匙与文件不符"):
        opening.log_in(town.home, LOGIN, PASSWORD)
    assert digests(town.home) == before


def test_a_wrong_password_changes_nothing_but_the_count(town: Town) -> None:
    town.close()
    before = digests(town.home)
    with pytest.raises(UserError, match="还可以再试 4 次"):
        opening.log_in(town.home, LOGIN, "不是这一句密码")
    after = digests(town.home)
    assert {name for name in before if before[name] != after[name]} == {key_file.FILE}
    assert before.keys() == after.keys()
    opening.log_in(town.home, LOGIN, PASSWORD).close()
    assert attempts.failures_of(key_file.load(town.home), LOGIN) == 0


def test_an_account_that_ended_does_not_open(town: Town) -> None:
    def end(unit: Unit) -> None:
        unit.get(Operator, town.clerk.actor.operator_id).ended_on = unit.today

    town.clerk.write(end)
    with pytest.raises(UserError, match="这个账号已停用"):
        opening.log_in(town.home, LOGIN, PASSWORD)


def test_a_second_program_on_the_same_folder_works(town: Town) -> None:
    second = opening.log_in(town.home, LOGIN, PASSWORD)
    home = town.clerk.write(household)
    assert len(second.read(searching.search, "甲试")) == 1
    second.write(household)
    assert len(town.clerk.read(searching.search, "甲试")) == 2
    assert home
    second.close()


def test_a_newer_office_is_refused_at_the_door(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.close()
    monkeypatch.setattr(migrate, "SCHEMA", "0000")
    before = digests(town.home)
    with pytest.raises(UserError, match="由更新的版本写成"):
        opening.log_in(town.home, LOGIN, PASSWORD)
    assert digests(town.home) == before


def test_an_office_without_its_rows_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(founding, "found", lambda *_: None)
    with pytest.raises(UserError, match="这份数据没有建完"):
        opening.first_start(tmp_path, START)


def test_names_and_numbers_lie_nowhere_in_plain_text(tmp_path: Path) -> None:
    """What a thief of the disk finds: .db, -wal, -shm, key file, settings, logs and backups."""
    from jiuzhu.services.office import backups  # noqa: PLC0415  # only here

    town = open_town(tmp_path / "office")
    dossier = urban_three(town)
    dossier.members[0].name = "甲绝密姓名"
    dossier.household.account_name = "甲绝密姓名"
    town.accept(dossier)
    town.clerk.settings.last_login = LOGIN
    town.clerk.keep_settings()

    backups.make(town.clerk, town.home / "backups")
    secrets = [
        "甲绝密姓名",
        *(member.id_number for member in dossier.members),
        dossier.members[0].phone,
        "6200000000000000001",
        "示例路 8 号",
        PASSWORD,
    ]
    names = {path.name for path in town.home.rglob("*") if path.is_file()}
    assert {"jiuzhu.db", "jiuzhu.db-wal", "jiuzhu.db-shm", "jiuzhu.key", "settings.json"} <= names
    raw = town.clerk.file.raw()
    assert raw.execute("SELECT count(*) FROM person WHERE name = ?", (secrets[0],)).fetchone() == (1,)
    raw.close()

    def hits(folder: Path) -> set[tuple[str, str]]:
        return {
            (path.name, secret)
            for path in folder.rglob("*")
            if path.is_file()
            for secret in secrets
            for encoding in ("utf-8", "utf-16-le", "gb18030")
            if secret.encode(encoding) in path.read_bytes()
        }

    assert hits(town.home) == set()
    town.close()
    assert hits(town.home) == set()
    (town.home / "probe").write_text(f"…{secrets[1]}…", "utf-8")
    assert hits(town.home) == {("probe", secrets[1])}  # the search itself finds what is there


def test_every_step_named_above_is_really_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step that is renamed would otherwise no longer be tested."""
    taken: list[str] = []

    def watch(target: Any, name: str) -> None:
        real: Callable[..., Any] = getattr(target, name)

        def through(*given: Any, **named: Any) -> Any:
            taken.append(name)
            return real(*given, **named)

        monkeypatch.setattr(target, name, through)

    for target, name in (
        (opening, "EncryptedFile"), (opening, "bring_up_to_date"), (founding, "load_pack"), (policy_store, "save_rows"),
        (township, "settle"), (journal, "append"), (key_file, "save"), (os, "fsync"), (Path, "replace"),
    ):  # fmt: skip
        watch(target, name)
    opening.first_start(tmp_path, START).close()
    firsts = list(dict.fromkeys(taken))
    assert firsts == [name for _, name in STEPS]
