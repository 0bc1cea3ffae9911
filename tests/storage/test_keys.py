import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from family import digests
from jiuzhu.errors import UserError
from jiuzhu.storage import keys

SRC = Path(__file__).parents[2] / "src"
RIGHT = "床前明月光疑是地上霜"
LOGIN = "jingban"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    file = keys.KeyFile(database="x")
    keys.add_slot(file, LOGIN, "张经办", RIGHT, b"k" * 32)
    keys.add_slot(file, "hecha", "李核查", "举头望明月低头思故乡", b"k" * 32)
    keys.save(tmp_path, file)
    return tmp_path


class Hands:
    """A clock the test sets."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def wrong(home: Path, clock: Callable[[], float], times: int = 1) -> str:
    for _ in range(times):
        with pytest.raises(UserError) as caught:
            keys.unwrap(home, LOGIN, "不是这一句密码", clock)
        assert caught.value.field == "password"
    return caught.value.message


def test_the_right_password_opens(home: Path) -> None:
    assert keys.unwrap(home, LOGIN, RIGHT) == b"k" * 32
    assert RIGHT not in (home / keys.FILE).read_text("utf-8")
    assert (home / keys.FILE).stat().st_mode & 0o077 == 0


def test_a_new_slot_costs_an_attacker_what_it_should() -> None:
    from inspect import getsource  # noqa: PLC0415  # the tests themselves stretch cheaply, so the source is asked

    assert "COST = Cost(65536, 3, 4)" in getsource(keys)


def test_a_wrong_password_is_counted_told_and_then_delayed(home: Path) -> None:
    clock = Hands()
    assert wrong(home, clock) == "密码不对（第 1 次），还可以再试 2 次。"
    assert wrong(home, clock) == "密码不对（第 2 次），还可以再试 1 次。"
    assert wrong(home, clock) == "密码不对（第 3 次），请等 30 秒后再试。"
    assert keys.failures_of(home, LOGIN) == 3
    with pytest.raises(UserError, match="密码错了 3 次，请等 31 秒"):
        keys.unwrap(home, LOGIN, RIGHT, clock)  # even the right one waits
    clock.now += 29
    with pytest.raises(UserError, match="请等 2 秒"):
        keys.unwrap(home, LOGIN, RIGHT, clock)
    clock.now += 1
    assert wrong(home, clock) == "密码不对（第 4 次），请等 60 秒后再试。"
    clock.now += 60
    assert keys.unwrap(home, LOGIN, RIGHT, clock) == b"k" * 32
    assert keys.failures_of(home, LOGIN) == 0


def test_a_colleague_does_not_wait_for_my_mistakes(home: Path) -> None:
    clock = Hands()
    wrong(home, clock, 3)
    assert keys.unwrap(home, "hecha", "举头望明月低头思故乡", clock) == b"k" * 32
    assert keys.failures_of(home, LOGIN) == 3


def test_the_wait_doubles_to_an_hour() -> None:
    assert [keys.waiting_seconds(count) for count in (0, 2, 3, 4, 9, 10, 11, 10**9)] == [
        0, 0, 30, 60, 1920, 3600, 3600, 3600,
    ]  # fmt: skip


def test_the_delay_survives_a_restart(home: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path\n"
        "from jiuzhu.storage import keys; from jiuzhu.errors import UserError\n"
        "try: keys.unwrap(Path(sys.argv[2]), 'jingban', sys.argv[3])\n"
        "except UserError as error: print(error.message)"
    )

    def fresh(password: str) -> str:
        command = [sys.executable, "-X", "utf8", "-c", code, str(SRC), str(home), password]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603  # ourselves

    assert [fresh("错的")[:10] for _ in range(3)] == [
        "密码不对（第 1 次",
        "密码不对（第 2 次",
        "密码不对（第 3 次",
    ]
    assert "密码错了 3 次" in fresh(RIGHT)


def test_a_clock_set_back_neither_helps_nor_locks_out(home: Path) -> None:
    clock = Hands()
    wrong(home, clock, 3)
    clock.now -= 365 * 86400
    with pytest.raises(UserError, match="请等 31 秒"):
        keys.unwrap(home, LOGIN, RIGHT, clock)
    clock.now += 31
    assert keys.unwrap(home, LOGIN, RIGHT, clock) == b"k" * 32


def _slot(**changed: Any) -> Callable[[str], str]:
    def change(body: str) -> str:
        stored = json.loads(body)
        stored["slots"][0].update(changed)
        return json.dumps(stored)

    return change


DAMAGES: dict[str, tuple[Callable[[str], str], str]] = {
    "empty": (lambda _: "", "已损坏"),
    "truncated": (lambda body: body[: len(body) // 2], "已损坏"),
    "not json": (lambda _: "\x00\xff垃圾", "已损坏"),
    "a list": (lambda _: "[]", "不是本版本能读的格式"),
    "newer": (lambda body: body.replace('"format": 1', '"format": 2'), "不是本版本能读的格式"),
    "no slots": (lambda _: '{"format": 1, "database": "x"}', "已损坏"),
    "unknown field": (_slot(colour="red"), "已损坏"),
    "short salt": (_slot(salt="AAAA"), "已损坏"),
    "bad base64": (_slot(wrapped="不是"), "已损坏"),
    "a number for a name": (_slot(name=5), "已损坏"),
    "no memory": (_slot(memory=0), "已损坏"),
    "all the memory": (_slot(memory=1 << 40), "已损坏"),
    "less memory than lanes": (_slot(memory=8, lanes=4), "已损坏"),
    "failures below zero": (_slot(failures=-1), "已损坏"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_key_file_is_told_and_left_alone(home: Path, damage: str) -> None:
    change, sentence = DAMAGES[damage]
    file = home / keys.FILE
    file.write_text(change(file.read_text("utf-8")), "utf-8")
    before = digests(home)
    with pytest.raises(UserError, match=sentence):
        keys.unwrap(home, LOGIN, RIGHT)
    assert digests(home) == before


def test_a_changed_slot_does_not_open(home: Path) -> None:
    file = home / keys.FILE
    stored = json.loads(file.read_text("utf-8"))
    stored["slots"][1]["login"] = LOGIN  # a colleague's slot under my name
    stored["slots"].reverse()
    file.write_text(json.dumps(stored), "utf-8")
    with pytest.raises(UserError, match="密码不对"):
        keys.unwrap(home, LOGIN, "举头望明月低头思故乡")


def test_a_missing_key_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"找不到钥匙文件 jiuzhu\.key"):
        keys.load(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_login_is_told(home: Path) -> None:
    before = digests(home)
    with pytest.raises(UserError, match="没有这个登录名"):
        keys.unwrap(home, "nobody", RIGHT)
    assert digests(home) == before


def test_a_key_file_that_cannot_be_written_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    before = (home / keys.FILE).read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="钥匙文件写不进"):
        keys.unwrap(home, LOGIN, "错的")
    monkeypatch.undo()
    assert (home / keys.FILE).read_bytes() == before
    assert keys.unwrap(home, LOGIN, RIGHT) == b"k" * 32


_SAVER = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from jiuzhu.storage import keys
home, number = Path(sys.argv[2]), 0
file = keys.load(home)
print("ready", flush=True)
while True:
    number += 1
    file.database = f"{number:06d}" * 2000
    keys.save(home, file)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_a_kill_while_saving_leaves_the_old_or_the_new_file(home: Path) -> None:
    command = [sys.executable, "-c", _SAVER, str(SRC), str(home)]
    for round_number in range(6):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:  # noqa: S603  # ourselves
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n"
            time.sleep(0.05 + 0.017 * round_number)
            child.send_signal(signal.SIGKILL)
        whole = keys.load(home)
        assert len({whole.database[place : place + 6] for place in range(0, len(whole.database), 6)}) == 1
        assert whole.slot(LOGIN) is not None


def test_weak_passwords_are_refused_in_words() -> None:
    assert keys.password_problem("短密码", "a") == "密码至少 10 个字符，可以用一句好记的话。"
    assert keys.password_problem("Jingban2026春天", LOGIN) == "密码里不要包含登录名。"
    assert keys.password_problem("一一一一一二二二二二", "a") == "密码里不同的字符太少，请换一个。"
    assert keys.password_problem(RIGHT, LOGIN) is None


def test_two_programs_changing_the_file_at_once_lose_nothing(tmp_path: Path) -> None:
    keys.save(tmp_path, keys.KeyFile(database="x"))

    def add(place: int) -> None:
        with keys.changing(tmp_path) as file:
            keys.add_slot(file, f"login{place}", "某", "一句很长的密码2026", b"k" * 32)

    threads = [threading.Thread(target=add, args=(place,)) for place in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {slot.login for slot in keys.load(tmp_path).slots} == {f"login{place}" for place in range(6)}


def test_a_change_that_fails_is_not_saved(tmp_path: Path) -> None:
    keys.save(tmp_path, keys.KeyFile(database="x"))

    def fails() -> None:
        with keys.changing(tmp_path) as file:
            keys.add_slot(file, "zhang", "某", "一句很长的密码2026", b"k" * 32)
            raise RuntimeError("stopped")

    with pytest.raises(RuntimeError):
        fails()
    assert keys.load(tmp_path).slots == []
