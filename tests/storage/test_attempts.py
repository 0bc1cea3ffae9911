"""Wrong passwords: counted, delayed by a clock nobody can set, and an edited file seen."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jiuzhu.errors import TooSoon, UserError
from jiuzhu.storage import attempts, key_file, keys, sealing
from jiuzhu.storage.key_file import Instant

SRC = Path(__file__).parents[2] / "src"
RIGHT = "床前明月光疑是地上霜"
OTHERS = "举头望明月低头思故乡"
LOGIN = "jingban"
KEY = b"k" * 32


class Hands:
    """Both clocks of the machine, in the hands of the test."""

    def __init__(self) -> None:
        self.at, self.boot, self.up = 1_800_000_000.0, "first", 5000.0

    def __call__(self) -> Instant:
        return Instant(self.at, self.boot, self.up)

    def passes(self, seconds: float) -> None:
        self.at += seconds
        self.up += seconds

    def restarts(self, off: float = 60) -> None:
        self.at += off
        self.boot, self.up = self.boot + "'", 20.0


@pytest.fixture
def home(tmp_path: Path) -> Path:
    file = key_file.KeyFile(database="x")
    keys.add_slot(file, LOGIN, "张经办", RIGHT, KEY)
    keys.add_slot(file, "hecha", "李核查", OTHERS, KEY)
    sealing.seal(file, KEY)
    key_file.save(tmp_path, file)
    return tmp_path


@pytest.fixture
def clock() -> Hands:
    return Hands()


def wrong(home: Path, clock: Hands, times: int = 1) -> UserError:
    for _ in range(times):
        with pytest.raises(UserError) as caught:
            attempts.unwrap(home, LOGIN, "不是这一句密码", clock)
        assert caught.value.field == "password"
    return caught.value


def refused(home: Path, clock: Hands, login: str = LOGIN, password: str = RIGHT) -> float:
    """The wait that even the right password meets."""
    with pytest.raises(TooSoon) as caught:
        attempts.unwrap(home, login, password, clock)
    return caught.value.seconds


def opens(home: Path, clock: Hands, login: str = LOGIN, password: str = RIGHT) -> bool:
    return attempts.unwrap(home, login, password, clock) == KEY


def test_five_wrong_ones_are_told_and_then_delayed(home: Path, clock: Hands) -> None:
    assert wrong(home, clock).message == "密码不对（第 1 次），还可以再试 4 次。"
    assert wrong(home, clock, 3).message == "密码不对（第 4 次），还可以再试 1 次。"
    told = wrong(home, clock)
    assert (
        told.message
        == "密码不对（第 5 次），请等 10 分钟后再试，或请安全管理员（没有的，系统管理员）在这台电脑上解锁。"
    )
    assert isinstance(told, TooSoon)
    assert told.seconds == 600
    assert refused(home, clock) == 600
    clock.passes(599)
    assert refused(home, clock) == 1
    clock.passes(1)
    assert (
        wrong(home, clock).message
        == "密码不对（第 6 次），请等 20 分钟后再试，或请安全管理员（没有的，系统管理员）在这台电脑上解锁。"
    )
    clock.passes(1200)
    assert opens(home, clock)
    assert attempts.failures_of(key_file.load(home), LOGIN) == 0
    assert wrong(home, clock).message.startswith("密码不对（第 1 次）")


def test_a_colleague_does_not_wait_for_my_mistakes(home: Path, clock: Hands) -> None:
    wrong(home, clock, 5)
    assert opens(home, clock, "hecha", OTHERS)
    assert attempts.failures_of(key_file.load(home), LOGIN) == 5  # and ends nothing of my wait
    assert refused(home, clock) == 600


def test_the_wait_doubles_to_a_day() -> None:
    assert [attempts.waiting_seconds(count) for count in (0, 4, 5, 6, 12, 13, 10**9)] == [
        0, 0, 600, 1200, 76800, 86400, 86400,
    ]  # fmt: skip


@pytest.mark.parametrize("set_to", [365 * 86400, -365 * 86400, 3600])
def test_a_clock_set_while_the_machine_is_on_changes_nothing(home: Path, clock: Hands, set_to: float) -> None:
    wrong(home, clock, 5)
    clock.at += set_to
    assert refused(home, clock) == 600
    clock.passes(600)
    assert opens(home, clock)


def test_a_restart_and_a_clock_set_forward_still_cost_the_first_wait(home: Path, clock: Hands) -> None:
    wrong(home, clock, 5)
    clock.restarts(off=30 * 86400)
    assert refused(home, clock) == 580  # it has run for 20 s
    clock.passes(580)
    assert opens(home, clock)


def test_a_restart_shortens_no_wait(home: Path, clock: Hands) -> None:
    wrong(home, clock, 5)
    clock.passes(600)
    wrong(home, clock)
    clock.passes(100)
    clock.restarts(off=60)
    assert refused(home, clock) == 1200 - 160
    clock.passes(1040)
    assert opens(home, clock)


def test_a_restart_and_a_clock_set_back_end_after_the_whole_wait(home: Path, clock: Hands) -> None:
    wrong(home, clock, 5)
    clock.restarts(off=-365 * 86400)
    assert refused(home, clock) == 580
    clock.passes(580)
    assert opens(home, clock)


def test_the_delay_survives_a_restart_of_the_program(home: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path\n"
        "from jiuzhu.storage import attempts; from jiuzhu.errors import UserError\n"
        "try: attempts.unwrap(Path(sys.argv[2]), 'jingban', sys.argv[3])\n"
        "except UserError as error: print(error.message)"
    )

    def fresh(password: str) -> str:
        command = [sys.executable, "-X", "utf8", "-c", code, str(SRC), str(home), password]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # ourselves

    assert [fresh("错的")[:10] for _ in range(5)] == [f"密码不对（第 {place} 次" for place in range(1, 6)]
    assert "密码错了 5 次" in fresh(RIGHT)


def edited(home: Path, change: Callable[[dict[str, Any]], object], *, remark: bool = False) -> None:
    """Change the file as another hand would; `remark` as one who knows this program."""
    path = home / key_file.FILE
    stored = json.loads(path.read_text("utf-8"))
    change(stored)
    path.write_text(json.dumps(stored), "utf-8")
    if remark:
        file = key_file.load(home)
        file.mark = sealing._mark(file)  # noqa: SLF001  # what an attacker would do
        key_file.save(home, file)


EDITS: dict[str, Callable[[dict[str, Any]], object]] = {
    "attempts gone": lambda stored: stored.update(attempts=[]),
    "the last one gone": lambda stored: stored["attempts"].pop(),
    "the first one gone": lambda stored: stored["attempts"].pop(0),
    "another login": lambda stored: stored["attempts"][0].update(login="hecha"),
    "another time": lambda stored: stored["attempts"][4].update(up=0.0),
    "a slot's counter": lambda stored: [slot.update(failures=0) for slot in stored["slots"]],
}


def _edited_after_five(home: Path, clock: Hands, edit: str, *, remark: bool = False) -> None:
    wrong(home, clock, 5)
    if edit == "a slot's counter":
        opens(home, clock, "hecha", OTHERS)  # the five move into the slot
    edited(home, EDITS[edit], remark=remark)


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_by_hand_is_seen_at_once_and_everybody_waits(home: Path, clock: Hands, edit: str) -> None:
    _edited_after_five(home, clock, edit)
    assert refused(home, clock) >= 600
    assert refused(home, clock, "hecha", OTHERS) == 600
    clock.passes(600)
    assert opens(home, clock, "hecha", OTHERS)
    assert "altered" in [attempt.kind for attempt in key_file.load(home).untold]


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_by_who_knows_this_program_is_seen_at_the_next_right_password(
    home: Path, clock: Hands, edit: str
) -> None:
    _edited_after_five(home, clock, edit, remark=True)
    assert opens(home, clock, "hecha", OTHERS)
    assert [attempt.kind for attempt in key_file.load(home).untold].count("altered") == 1


def test_what_was_seen_waits_for_the_journal_and_goes_when_it_is_told(home: Path, clock: Hands) -> None:
    wrong(home, clock, 2)
    with pytest.raises(UserError, match="打不开这里的数据"):
        attempts.recover(home, b"p" * 16, clock)
    opens(home, clock)
    untold = key_file.load(home).untold
    assert [(attempt.kind, attempt.login) for attempt in untold] == [("wrong", LOGIN)] * 2 + [
        ("recovery", "")
    ]
    attempts.told(home, KEY, frozenset(attempt.id for attempt in untold[:2]))
    assert [attempt.kind for attempt in key_file.load(home).untold] == ["recovery"]
    assert sealing.sound(key_file.load(home), KEY)


def test_a_right_password_after_no_wrong_one_writes_nothing(home: Path, clock: Hands) -> None:
    before = (home / key_file.FILE).read_bytes()
    assert opens(home, clock)
    assert (home / key_file.FILE).read_bytes() == before


def test_the_machine_has_a_clock_that_only_runs() -> None:
    first, second = attempts.machine(), attempts.machine()
    assert first.boot == second.boot != ""
    assert 0 < first.up <= second.up


def test_the_recovery_key_opens_and_only_the_last_one(home: Path, clock: Hands) -> None:
    for secret in (b"1" * 16, b"2" * 16):
        with attempts.vouched(home, KEY) as file:
            keys.set_recovery(file, secret, KEY)
    assert attempts.recover(home, b"2" * 16, clock) == KEY
    with pytest.raises(UserError, match="已经换过新的"):
        attempts.recover(home, b"1" * 16, clock)
    wrong(home, clock, 5)
    assert attempts.recover(home, b"2" * 16, clock) == KEY  # nobody waits with the paper in hand


def test_wrong_recovery_keys_do_not_fill_the_file(home: Path, clock: Hands) -> None:
    for number in range(attempts.MOST_RECOVERIES + 2):
        with pytest.raises(UserError):
            attempts.recover(home, bytes([number]) * 16, clock)
    assert len(key_file.load(home).attempts) == attempts.MOST_RECOVERIES


def test_many_windows_at_once_have_no_more_tries_than_one(home: Path, clock: Hands) -> None:
    told: list[str] = []

    def guess() -> None:
        try:
            attempts.unwrap(home, LOGIN, "不是这一句密码", clock)
        except UserError as error:
            told.append(error.message)

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum("密码不对" in message for message in told) == attempts.FREE_TRIES
    assert attempts.failures_of(key_file.load(home), LOGIN) == attempts.FREE_TRIES
