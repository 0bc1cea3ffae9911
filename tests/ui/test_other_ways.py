"""What only some ways need, on the pages of checking and approving: at once to an opinion, self-care, damaged rooms."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from jiuzhu.domain.dossier import IncidentPart
from jiuzhu.services import checking, files, intake
from jiuzhu.services.workspace import Workspace
from jiuzhu.ui.page import Page
from jiuzhu.ui.pages.approving import ApprovingPage
from jiuzhu.ui.pages.checking import CheckingPage
from jiuzhu.ui.tasks import Tasks
from on_the_way import accept, approve, rows, single
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


def approving_page(desk: Desk, queue: str) -> ApprovingPage:
    assert isinstance(desk.page, ApprovingPage)
    desk.page.queue.choose_queue(queue)
    desk.calm()
    return desk.page


def test_a_subsidy_goes_to_its_opinion_and_review_without_a_survey(at: At, town: Town) -> None:
    dossier = single(town, "disability_care")
    dossier.members[0].disability_kind, dossier.members[0].disability_grade = "1", "1"
    dossier.members[0].disability_certificate = "50011219580505001X11"
    taken = accept(town, dossier).application_id
    assert town.checker.read(checking.queue) == []  # nobody surveys a subsidy
    desk = at(ApprovingPage, town.checker)
    page = approving_page(desk, "to_opine")
    assert page.view is not None
    assert page.view.application_id == taken
    grant = page.panel.button("grant")
    assert grant is not None
    assert grant.text().startswith("拟同意，上报")
    desk.click(grant)
    assert rows(town, taken).application.state == "reviewing"
    desk.type_in("note", "残联审核通过")
    desk.click(page.panel.button("review_passed"))
    assert rows(town, taken).application.state == "submitted"
    approve(town, taken)
    assert rows(town, taken).application.state == "approved"


def test_quick_relief_is_proposed_signed_and_made_up(at: At, town: Town) -> None:
    dossier = single(town, "quick", birth=date(1985, 1, 1))
    dossier.incident = IncidentPart(kind="fire", cause="出租屋失火", happened_on=TODAY, place="示例路 9 号")
    dossier.application.truth_promised = True
    taken = town.clerk.write(intake.accept, dossier, "").application_id
    desk = at(ApprovingPage, town.checker)
    page = approving_page(desk, "to_opine")
    desk.type_in("amount", "many")
    desk.type_in("evidence", "入户查看，邻居证明")
    desk.click(page.panel.button("quick"))
    assert rows(town, taken).application.state == "accepted"  # not a sum of money: told beside the field
    desk.type_in("amount", "600")
    desk.click(page.panel.button("quick"))
    assert rows(town, taken).application.state == "submitted"
    assert rows(town, taken).incidents[-1].proposed == Decimal("600.00")
    approve(town, taken)
    assert rows(town, taken).application.state == "to_make_up"


@pytest.mark.parametrize(
    ("programme", "button", "answers"),
    [
        ("tekun", "check_self_care", {"second": "张经办"}),
        ("disaster", "check_damage", {"disaster": "flood", "collapsed": "2"}),
    ],
)
def test_what_a_way_asks_for_is_recorded_while_it_is_checked(
    at: At, town: Town, programme: str, button: str, answers: dict[str, str]
) -> None:
    dossier = single(town, programme)
    taken = accept(town, dossier).application_id
    desk = at(CheckingPage, town.checker)
    assert isinstance(desk.page, CheckingPage)
    desk.page.open_application(taken)
    desk.calm()
    desk.click(desk.page.next_button)
    desk.click(desk.page.findChild(QPushButton, button))
    fill_dialog(desk.page, **answers)
    desk.calm()
    found = town.checker.read(files.load_rows, taken)
    assert [row.care for row in found.self_care] == (["none"] if programme == "tekun" else [])
    assert [row.amount for row in found.damaged] == ([Decimal("10000.00")] if programme == "disaster" else [])
    desk.tasks.shutdown()
