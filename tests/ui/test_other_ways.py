"""What only some ways ask of the people who check: damaged rooms, the village's review."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from jiuzhu.services import files
from jiuzhu.services.workspace import Workspace
from jiuzhu.ui.page import Page
from jiuzhu.ui.pages.checking import CheckingPage
from jiuzhu.ui.tasks import Tasks
from on_the_way import accept, single
from part_hands import fill_dialog
from town import Town, open_town

WAIT = 20_000
TODAY = date(2025, 10, 13)  # the town's first day


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = open_town(tmp_path / "office")
    yield made
    made.close()


class Desk:
    """One page at one desk."""

    def __init__(self, qtbot: QtBot, kind: type[Page], workspace: Workspace) -> None:
        self.bot = qtbot
        self.bugs: list[BaseException] = []
        self.tasks = Tasks(workspace, self.bugs.append)
        self.page = kind(self.tasks, workspace)  # type: ignore[call-arg]  # pages know their own title
        qtbot.addWidget(self.page)
        self.page.resize(1198, 720)
        self.page.show()
        self.calm()

    def calm(self) -> None:
        for _ in range(5):
            with self.bot.waitSignal(self.tasks.idle, timeout=WAIT):
                self.tasks.call(str, owner=self.page, then=lambda _: None)
        assert not self.bugs

    def click(self, button: QPushButton | None) -> None:
        assert button is not None
        assert button.isVisibleTo(self.page)
        assert button.isEnabled()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.calm()

    def type_in(self, name: str, text: str) -> None:
        edit = self.page.findChild(QWidget, name)
        assert isinstance(edit, QLineEdit | QPlainTextEdit), name
        edit.setText(text) if isinstance(edit, QLineEdit) else edit.setPlainText(text)


At = Callable[[type[Page], Workspace], Desk]


@pytest.fixture
def at(qtbot: QtBot, qapp: object) -> Iterator[At]:  # noqa: ARG001  # the application must exist
    made: list[Desk] = []

    def open_page(kind: type[Page], workspace: Workspace) -> Desk:
        made.append(Desk(qtbot, kind, workspace))
        return made[-1]

    yield open_page
    for desk in made:
        desk.tasks.shutdown()


def test_damaged_rooms_are_recorded_while_the_file_is_checked(at: At, town: Town) -> None:
    taken = accept(town, single(town, "disaster")).application_id
    desk = at(CheckingPage, town.checker)
    assert isinstance(desk.page, CheckingPage)
    desk.page.open_application(taken)
    desk.calm()
    desk.click(desk.page.next_button)
    desk.click(desk.page.findChild(QPushButton, "check_damage"))
    fill_dialog(desk.page, disaster="flood", collapsed="2")
    desk.calm()
    assert [row.amount for row in town.checker.read(files.load_rows, taken).damaged] == [Decimal("10000.00")]
    desk.click(desk.page.findChild(QPushButton, "check_deliberation"))
    fill_dialog(
        desk.page, place="村委会", host="主任", recorder="文书", participants="9", representatives="7",
        attendees="甲示例 村民代表", statements="情况属实", agree="9", conclusion="agreed",
    )  # fmt: skip
    desk.calm()
    assert [row.agree for row in town.checker.read(files.load_rows, taken).deliberations] == [9]
