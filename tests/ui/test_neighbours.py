"""What the window says of the line to the server: only what holds for who is logged in."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from jiuzhu.domain.rights import Actor
from jiuzhu.errors import LoginEnded, UserError
from jiuzhu.ui.neighbours import Neighbours
from jiuzhu.ui.tasks import Tasks

FORMS = "可以继续填写申请"
KEPT = "还没交上去的申请都加密存在本机"


class Listened:
    """A workspace whose line is in the hands of the test."""

    offline = None
    cut: Callable[[bool], None]
    barred: Callable[[UserError], None]

    def __init__(self, role: str) -> None:
        self.actor = Actor("o", "li", "李示例", frozenset({role}), "s", "A")

    def listen(
        self, _heard: Callable[[Any], None], cut: Callable[[bool], None], barred: Callable[[UserError], None]
    ) -> Callable[[], None]:
        """The two that tell of the line and of the login."""
        self.cut, self.barred = cut, barred
        return lambda: None


@pytest.mark.parametrize(("role", "takes"), [("clerk", True), ("checker", False), ("approver", False)])
def test_forms_are_spoken_of_to_who_takes_them(qtbot: QtBot, role: str, takes: bool) -> None:
    bugs: list[BaseException] = []
    nothing = SimpleNamespace(count=0, left=())
    spool = SimpleNamespace(hand_over=lambda _: nothing, take_over=lambda _: nothing)
    workspace = Listened(role)
    tasks = Tasks(None, bugs.append)
    told: list[str] = []
    neighbours = Neighbours(tasks, workspace, spool, lambda _: None)
    neighbours.told.connect(lambda _level, sentence: told.append(sentence))
    neighbours.start()
    workspace.cut(False)
    workspace.barred(LoginEnded("您的账号已停用。"))
    qtbot.waitUntil(lambda: len(told) == 2, timeout=20_000)
    neighbours.stop()
    neighbours.rest()
    tasks.shutdown()
    assert not bugs
    assert told[0].startswith("与服务器的线路断了。已保存的都在服务器上；")
    assert (FORMS in told[0], KEPT in told[1]) == (takes, takes)
    assert ("不能查看和保存" in told[0]) is not takes
    assert told[1].startswith("您的账号已停用。")
