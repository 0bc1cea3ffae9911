"""What only some ways ask of the people who check: damaged rooms, the village's review, incidents and bills."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from jiuzhu.services.approval import approving
from jiuzhu.services.casework import files
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.ui.page import Page
from jiuzhu.ui.pages.approving import ApprovingPage
from jiuzhu.ui.pages.checking import CheckingPage
from jiuzhu.ui.tasks import Tasks
from on_the_way import accept, single, surveyed
from part_hands import fill_dialog, open_dialog
from relief_case import bill, ill
from town import Town

WAIT = 20_000
TODAY = date(2025, 10, 13)  # the town's first day


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


def test_an_incident_is_corrected_and_bills_come_and_go(at: At, town: Town) -> None:
    taken = accept(town, ill(town, 301, bill())).application_id
    desk = at(CheckingPage, town.checker)
    assert isinstance(desk.page, CheckingPage)
    desk.page.open_application(taken)
    desk.calm()
    desk.click(desk.page.next_button)
    desk.click(desk.page.findChild(QPushButton, "check_incident"))
    fill_dialog(desk.page, cause="住院手术", proposed="3000")
    desk.calm()
    (row,) = town.checker.read(files.load_rows, taken).incidents
    assert (row.kind, row.cause, row.proposed) == ("illness", "住院手术", Decimal(3000))
    desk.click(desk.page.findChild(QPushButton, "check_bill"))
    fill_dialog(desk.page, issuer="示例药房", number="药-7", issued_on="2025-10-14", total="80")
    desk.calm()
    assert open_dialog(desk.page).isVisible()  # a bill of tomorrow is told beside its field
    fill_dialog(desk.page, issued_on="2025-10-13")
    desk.calm()
    bills = town.checker.read(files.load_rows, taken).bills
    assert [(one.number, one.self_paid) for one in bills] == [
        ("结算-1", Decimal(23000)),
        ("药-7", Decimal(80)),
    ]
    desk.click(desk.page.findChild(QPushButton, "check_bill_out"))
    fill_dialog(desk.page, reason="不是本人的票据")
    desk.calm()
    assert [part.number for part in town.checker.read(files.dossier, taken).bills] == ["药-7"]
    assert not desk.page.findChild(QPushButton, "check_damage").isVisible()  # type: ignore[union-attr]  # always made


def test_before_the_opinion_the_approving_page_offers_the_same(at: At, town: Town) -> None:
    taken = surveyed(town, ill(town, 301))
    desk = at(ApprovingPage, town.checker)
    assert isinstance(desk.page, ApprovingPage)
    desk.page.open_application(taken)
    desk.calm()
    menu = desk.page.more.menu()
    desk.page.menus.fill_stops(menu)
    actions = {action.text(): action for action in menu.actions()}
    assert {"更正急难情形…", "登记票据…"} <= set(actions)
    assert "去掉票据…" not in actions
    actions["登记票据…"].trigger()
    fill_dialog(
        desk.page,
        issuer="示例医院",
        number="结算-1",
        issued_on="2025-09-20",
        total="30000",
        insurer_paid="7000",
    )
    desk.calm()
    assert "自付 23,000.00 元" in desk.page.file.toPlainText()
    town.checker.write(approving.give_opinion, taken, "grant", "住院自付 23,000 元，拟同意。")
    desk.page.reload()
    desk.calm()
    desk.page.menus.fill_stops(menu)
    assert "登记票据…" not in {action.text() for action in menu.actions()}
