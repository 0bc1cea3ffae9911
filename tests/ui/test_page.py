from collections.abc import Iterator
from typing import ClassVar, TypeVar

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from jiuzhu.errors import UserError
from jiuzhu.ui.message_bar import LEVELS, MessageBar
from jiuzhu.ui.page import Page
from jiuzhu.ui.tasks import Tasks

W = TypeVar("W", bound=QWidget)


def find(root: QWidget, kind: type[W], name: str) -> W:
    found = root.findChild(kind, name)
    assert found is not None, name
    return found


class Queue(Page):
    watches: ClassVar[frozenset[str]] = frozenset({"application"})
    reloads = 0

    def reload(self) -> None:
        self.reloads += 1


@pytest.fixture
def tasks(request: pytest.FixtureRequest) -> Iterator[Tasks]:
    request.getfixturevalue("qapp")

    def on_bug(error: BaseException) -> None:
        raise error

    made = Tasks(None, on_bug)
    yield made
    made.shutdown()


@pytest.mark.parametrize("level", LEVELS)
def test_the_bar_says_it_with_a_word_and_offers_the_way_out(qtbot: QtBot, level: str) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    undone: list[str] = []
    bar.say(level, "已受理 A-2026-0001。", "撤销", lambda: undone.append("yes"))
    assert bar.isVisible()
    assert find(bar, QLabel, "message_word").text() == LEVELS[level][1]
    assert LEVELS[level][1] in bar.accessibleDescription()
    find(bar, QPushButton, "message_action").click()
    assert undone == ["yes"]
    assert (bar.isVisible(), bar.text) == (False, "")


def test_the_bar_closes_and_shows_no_link_without_an_action(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.say("ok", "已保存。")
    assert not find(bar, QPushButton, "message_action").isVisible()
    find(bar, QToolButton, "message_close").click()
    assert not bar.isVisible()


def test_a_page_loads_when_first_shown_and_when_its_tables_change(qtbot: QtBot, tasks: Tasks) -> None:
    page = Queue(tasks, None, "工作台", "page_workbench")
    qtbot.addWidget(page)
    assert page.reloads == 0
    page.show()
    assert page.reloads == 1
    tasks.changed.emit(frozenset({"journal"}))
    assert page.reloads == 1
    tasks.changed.emit(frozenset({"application", "journal"}))
    assert page.reloads == 2
    page.hide()
    tasks.changed.emit(frozenset({"application"}))
    assert page.reloads == 2
    page.show()
    assert page.reloads == 3
    page.hide()
    page.show()
    assert page.reloads == 3


def test_a_page_shows_errors_next_steps_and_its_primary_button_first(qtbot: QtBot, tasks: Tasks) -> None:
    page = Queue(tasks, None, "审批", "page_approving")
    qtbot.addWidget(page)
    page.show()
    pressed: list[str] = []
    second = page.add_button("退回", "return", lambda: pressed.append("return"))
    first = page.add_button(
        "同意", "approve", lambda: pressed.append("approve"), primary=True, icon="approve"
    )
    qtbot.waitUntil(lambda: first.x() < second.x())
    first.click()
    assert pressed == ["approve"]
    page.tell(UserError("还缺签字。"))
    assert (page.bar.level, page.bar.text) == ("warn", "还缺签字。")
    page.set_next("公示满 7 日后报送区民政局。")
    assert find(page, QLabel, "page_next").text() == "接下来：公示满 7 日后报送区民政局。"
    page.set_next("")
    assert not page.footer.isVisible()
    assert page.can_leave()
