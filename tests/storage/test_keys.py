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
from jiuzhu.storage import attempts, key_file, keys, sealing

SRC = Path(__file__).parents[2] / "src"
RIGHT = "床前明月光疑是地上霜"
LOGIN = "jingban"
KEY = b"k" * 32


@pytest.fixture
def home(tmp_path: Path) -> Path:
    file = key_file.KeyFile(database="x")
    keys.add_slot(file, LOGIN, "张经办", RIGHT, KEY)
    keys.add_slot(file, "hecha", "李核查", "举头望明月低头思故乡", KEY)
    sealing.seal(file, KEY)
    key_file.save(tmp_path, file)
    return tmp_path


def test_the_right_password_opens(home: Path) -> None:
    assert attempts.unwrap(home, LOGIN, RIGHT) == b"k" * 32
    assert RIGHT not in (home / key_file.FILE).read_text("utf-8")
    assert (home / key_file.FILE).stat().st_mode & 0o077 == 0


def test_a_new_slot_costs_an_attacker_what_it_should() -> None:
    from inspect import getsource  # noqa: PLC0415  # the tests themselves stretch cheaply, so the source is asked

    assert "COST = Cost(65536, 3, 4)" in getsource(keys)


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
    "attempts of another kind": (lambda body: body.replace('"attempts": []', '"attempts": ["x"]'), "已损坏"),
    "attempts that are no list": (lambda body: body.replace('"attempts": []', '"attempts": 5'), "已损坏"),
    "a short recovery": (lambda body: body.replace('"recovery": ""', '"recovery": "AAAA"'), "已损坏"),
    "failures below zero": (_slot(failures=-1), "已损坏"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_key_file_is_told_and_left_alone(home: Path, damage: str) -> None:
    change, sentence = DAMAGES[damage]
    file = home / key_file.FILE
    file.write_text(change(file.read_text("utf-8")), "utf-8")
    before = digests(home)
    with pytest.raises(UserError, match=sentence):
        attempts.unwrap(home, LOGIN, RIGHT)
    assert digests(home) == before


def test_a_changed_slot_does_not_open(home: Path) -> None:
    file = key_file.load(home)
    file.slots[1].login = LOGIN  # a colleague's slot under my name
    assert keys.open_slot(file, file.slots[1], "举头望明月低头思故乡") is None
    assert keys.open_slot(file, file.slots[0], RIGHT) == KEY


def test_a_missing_key_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"找不到钥匙文件 jiuzhu\.key"):
        key_file.load(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_login_is_told(home: Path) -> None:
    before = digests(home)
    with pytest.raises(UserError, match="没有这个登录名"):
        attempts.unwrap(home, "nobody", RIGHT)
    assert digests(home) == before


def test_a_key_file_that_cannot_be_written_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    before = (home / key_file.FILE).read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="钥匙文件写不进"):
        attempts.unwrap(home, LOGIN, "错的")
    monkeypatch.undo()
    assert (home / key_file.FILE).read_bytes() == before
    assert attempts.unwrap(home, LOGIN, RIGHT) == b"k" * 32


_SAVER = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from jiuzhu.storage import key_file
home, number = Path(sys.argv[2]), 0
file = key_file.load(home)
print("ready", flush=True)
while True:
    number += 1
    file.database = f"{number:06d}" * 2000
    key_file.save(home, file)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_a_kill_while_saving_leaves_the_old_or_the_new_file(home: Path) -> None:
    command = [sys.executable, "-c", _SAVER, str(SRC), str(home)]
    for round_number in range(6):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:  # ourselves
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n"
            time.sleep(0.05 + 0.017 * round_number)
            child.send_signal(signal.SIGKILL)
        whole = key_file.load(home)
        assert len({whole.database[place : place + 6] for place in range(0, len(whole.database), 6)}) == 1
        assert whole.slot(LOGIN) is not None


def test_weak_passwords_are_refused_in_words() -> None:
    assert keys.password_problem("短密码", "a") == "密码至少 10 个字符，可以用一句好记的话。"
    assert keys.password_problem("Jingban2026春天", LOGIN) == "密码里不要包含登录名。"
    assert (
        keys.password_problem("gaoshan-liushui-26", "li") is None
    )  # two letters stand in half of all sentences
    assert keys.password_problem("一一一一一二二二二二", "a") == "密码里不同的字符太少，请换一个。"
    assert keys.password_problem(RIGHT, LOGIN) is None


def test_two_programs_changing_the_file_at_once_lose_nothing(tmp_path: Path) -> None:
    key_file.save(tmp_path, key_file.KeyFile(database="x"))

    def add(place: int) -> None:
        with key_file.changing(tmp_path) as file:
            keys.add_slot(file, f"login{place}", "某", "一句很长的密码2026", b"k" * 32)

    threads = [threading.Thread(target=add, args=(place,)) for place in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {slot.login for slot in key_file.load(tmp_path).slots} == {f"login{place}" for place in range(6)}


def test_a_change_that_fails_is_not_saved(tmp_path: Path) -> None:
    key_file.save(tmp_path, key_file.KeyFile(database="x"))

    def fails() -> None:
        with key_file.changing(tmp_path) as file:
            keys.add_slot(file, "zhang", "某", "一句很长的密码2026", b"k" * 32)
            raise RuntimeError("stopped")

    with pytest.raises(RuntimeError):
        fails()
    assert key_file.load(tmp_path).slots == []
