import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from jiuzhu.errors import UserError
from jiuzhu.ui.tasks import Tasks


class Desk:
    """A workspace of plain Python: services get a word instead of a unit."""

    def __init__(self) -> None:
        self.changed: frozenset[str] = frozenset()
        self.notes: tuple[str, ...] = ()
        self.has_looks = False

    def write_looks(self) -> None:
        pass

    def read(self, service: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return service("reading", *args, **kwargs)

    def write(self, service: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        self.changed = frozenset({"application"})
        return service("writing", *args, **kwargs)


@pytest.fixture
def bugs() -> list[BaseException]:
    return []


@pytest.fixture
def tasks(request: pytest.FixtureRequest, bugs: list[BaseException]) -> Iterator[Tasks]:
    request.getfixturevalue("qapp")
    made = Tasks(Desk(), bugs.append)
    yield made
    made.shutdown()


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def settle(qtbot: QtBot, tasks: Tasks) -> None:
    with qtbot.waitSignal(tasks.idle, timeout=5000):
        pass


def test_answers_come_in_order_on_the_windows_thread(tasks: Tasks, owner: QWidget, qtbot: QtBot) -> None:
    seen: list[Any] = []
    ran_on: set[int] = set()

    def service(unit: str, number: int, *, plus: int = 0) -> tuple[str, int]:
        ran_on.add(threading.get_ident())
        return unit, number + plus

    def then(result: Any) -> None:
        assert threading.current_thread() is threading.main_thread()
        seen.append(result)

    for number in range(20):
        if number % 2:
            tasks.write(service, number, then=then, owner=owner)
        else:
            tasks.read(service, number, plus=100, then=then, owner=owner)
    settle(qtbot, tasks)
    assert seen == [("writing", n) if n % 2 else ("reading", n + 100) for n in range(20)]
    assert len(ran_on) == 1
    assert threading.get_ident() not in ran_on


def test_a_write_tells_its_tables_before_its_answer(tasks: Tasks, owner: QWidget, qtbot: QtBot) -> None:
    told: list[Any] = []
    tasks.changed.connect(told.append)
    tasks.read(lambda _unit: None, then=lambda _: told.append("read"), owner=owner)
    tasks.write(lambda _unit: None, then=lambda _: told.append("written"), owner=owner)
    settle(qtbot, tasks)
    assert told == ["read", frozenset({"application"}), "written"]


def test_an_answer_dies_with_its_owner_but_the_write_is_done(tasks: Tasks, qtbot: QtBot) -> None:
    done: list[str] = []
    delivered: list[Any] = []
    gate = threading.Event()
    parent = QObject()
    child = QObject(parent)
    living = QObject()
    started = threading.Event()

    def hold(_unit: str) -> None:
        started.set()
        gate.wait(5)

    tasks.read(hold, then=delivered.append, owner=child)
    tasks.write(lambda _unit: done.append("written"), then=delivered.append, owner=child)
    tasks.read(lambda _unit: done.append("read"), then=delivered.append, owner=child)
    tasks.read(lambda _unit: "alive", then=delivered.append, owner=living)
    assert started.wait(5)
    parent.deleteLater()
    qtbot.wait(1)
    gate.set()
    settle(qtbot, tasks)
    assert done == ["written"]
    assert delivered == ["alive"]


def test_a_user_error_goes_to_who_asked_or_to_the_bar(
    tasks: Tasks, owner: QWidget, qtbot: QtBot, bugs: list[BaseException]
) -> None:
    def refuse(_unit: str) -> None:
        raise UserError("还缺收入证明。")

    mine: list[str] = []
    bar: list[tuple[str, str]] = []
    tasks.told.connect(lambda level, text: bar.append((level, text)))
    tasks.write(refuse, owner=owner, failed=lambda error: mine.append(error.message))
    settle(qtbot, tasks)
    assert (mine, bar) == (["还缺收入证明。"], [])
    tasks.write(refuse, owner=owner)
    settle(qtbot, tasks)
    assert bar == [("warn", "还缺收入证明。")]
    assert bugs == []


def test_a_refused_write_is_told_even_when_its_window_is_gone(tasks: Tasks, qtbot: QtBot) -> None:
    gate = threading.Event()

    def refuse(_unit: str) -> None:
        gate.wait(5)
        raise UserError("没有保存：磁盘已满。")

    bar: list[str] = []
    tasks.told.connect(lambda _level, text: bar.append(text))
    gone = QObject()
    tasks.write(refuse, owner=gone, failed=lambda _error: bar.append("wrong"))
    gone.deleteLater()
    qtbot.wait(1)
    gate.set()
    settle(qtbot, tasks)
    assert bar == ["没有保存：磁盘已满。"]


def test_everything_else_is_a_bug(
    tasks: Tasks, owner: QWidget, qtbot: QtBot, bugs: list[BaseException]
) -> None:
    heard: list[Any] = []
    tasks.read(lambda _unit: 1 // 0, then=heard.append, failed=heard.append, owner=owner)
    tasks.read(lambda _unit: "next", then=heard.append, owner=owner)
    settle(qtbot, tasks)
    assert [type(bug) for bug in bugs] == [ZeroDivisionError]
    assert heard == ["next"]


def test_only_the_latest_of_a_key_is_read_and_answered(tasks: Tasks, owner: QWidget, qtbot: QtBot) -> None:
    started = threading.Event()
    gate = threading.Event()
    ran: list[str] = []

    def search(_unit: str, text: str) -> str:
        ran.append(text)
        started.set()
        gate.wait(5)
        return text

    seen: list[str] = []
    tasks.read(search, "张", then=seen.append, owner=owner, key="search")
    assert started.wait(5)
    for text in ("张示", "张示例", "张示例丙"):
        tasks.read(search, text, then=seen.append, owner=owner, key="search")
    tasks.read(search, "另一件", then=seen.append, owner=owner)
    gate.set()
    settle(qtbot, tasks)
    assert ran == ["张", "张示例丙", "另一件"]
    assert seen == ["张示例丙", "另一件"]


def test_shutdown_finishes_writes_drops_reads_and_leaves_no_thread(owner: QWidget, qtbot: QtBot) -> None:
    before = threading.active_count()
    tasks = Tasks(Desk(), lambda _bug: None)
    gate = threading.Event()
    started = threading.Event()
    done: list[str] = []

    def slow(_unit: str) -> None:
        started.set()
        gate.wait(5)
        done.append("slow")

    answers: list[Any] = []
    tasks.write(slow, then=answers.append, owner=owner)
    tasks.read(lambda _unit: done.append("read"), then=answers.append, owner=owner)
    tasks.write(lambda _unit: done.append("last"), then=answers.append, owner=owner)
    assert started.wait(5)
    later = threading.Timer(0.1, gate.set)
    later.start()
    tasks.shutdown()  # waits for what is being saved
    saved = list(done)
    later.join()
    qtbot.wait(10)
    assert saved == done
    assert done in (["slow", "last"], ["slow", "read", "last"])  # the read may have begun before the end
    assert answers == []
    assert threading.active_count() == before
    with pytest.raises(RuntimeError):
        tasks.read(lambda _unit: None, then=answers.append, owner=owner)


def test_a_plain_call_needs_no_workspace_and_a_service_does(
    owner: QWidget, qtbot: QtBot, bugs: list[BaseException]
) -> None:
    tasks = Tasks(None, bugs.append)
    heard: list[Any] = []
    tasks.call(lambda word: word * 2, "好", then=heard.append, owner=owner)
    tasks.read(lambda _unit: 1, then=heard.append, owner=owner)
    settle(qtbot, tasks)
    tasks.shutdown()
    assert heard == ["好好"]
    assert [type(bug) for bug in bugs] == [RuntimeError]


def test_what_was_asked_for_before_the_desk_was_locked_is_still_written(
    tasks: Tasks, owner: QWidget, bugs: list[BaseException], qtbot: QtBot
) -> None:
    done: list[str] = []
    gate = threading.Event()
    tasks.call(gate.wait, owner=owner)  # the worker is busy while the desk is being locked
    tasks.write(done.append, owner=owner)
    tasks.workspace = None
    with qtbot.waitSignals([tasks.changed, tasks.idle]):
        gate.set()
    assert done == ["writing"]
    assert bugs == []


def test_idle_waits_for_what_an_answer_asks_for(tasks: Tasks, owner: QWidget, qtbot: QtBot) -> None:
    seen: list[str] = []
    tasks.idle.connect(lambda: seen.append("idle"))

    def more(_result: Any) -> None:
        tasks.read(lambda _unit: "second", then=seen.append, owner=owner)

    tasks.read(lambda _unit: "first", then=more, owner=owner)
    settle(qtbot, tasks)
    qtbot.wait(20)
    assert seen == ["second", "idle"]


def test_what_fails_while_closing_is_handed_back(owner: QWidget) -> None:
    made = Tasks(Desk(), lambda bug: pytest.fail(repr(bug)))
    gate = threading.Event()

    def slow(_unit: str) -> None:
        gate.wait(5)

    def full(_unit: str) -> None:
        raise UserError("磁盘已满，这一步没有保存。")

    made.write(slow, owner=owner)
    made.write(full, owner=owner)
    threading.Timer(0.05, gate.set).start()
    assert [str(error) for error in made.shutdown()] == ["磁盘已满，这一步没有保存。"]


def test_a_write_asked_for_twice_before_its_answer_runs_once(
    tasks: Tasks, owner: QWidget, qtbot: QtBot
) -> None:
    done: list[str] = []
    held = threading.Event()

    def save(_unit: object, what: str) -> str:
        assert held.wait(5)
        return what

    for what in ("a", "a", "b", "a"):
        tasks.write(save, what, then=done.append, owner=owner)
    held.set()
    settle(qtbot, tasks)
    assert done == ["a", "b", "a"]
    tasks.write(save, "a", then=done.append, owner=owner)
    settle(qtbot, tasks)
    assert done == ["a", "b", "a", "a"]
