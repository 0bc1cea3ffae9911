"""A family that takes its application back while it is being checked: the window has a way to where that is recorded."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from jiuzhu.services.casework import files
from jiuzhu.services.survey import checking
from jiuzhu.ui.main_window import MainWindow
from jiuzhu.ui.pages import entries
from jiuzhu.ui.pages.approving import ApprovingPage
from jiuzhu.ui.pages.checking import CheckingPage
from jiuzhu.ui.tasks import Tasks
from town import Town, open_town, urban_couple, urban_three

WAIT = 20_000


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = open_town(tmp_path / "office", date(2025, 10, 13))
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, town: Town) -> Iterator[MainWindow]:
    tasks = Tasks(town.clerk, lambda _error: None)
    made = MainWindow(tasks, town.clerk, entries(town.clerk.actor.may))
    qtbot.addWidget(made)
    made.show()
    yield made
    tasks.shutdown()


def test_the_file_being_checked_opens_where_it_is_withdrawn(
    qtbot: QtBot, town: Town, window: MainWindow
) -> None:
    taken = town.accept(urban_three(town)).application_id
    town.accept(urban_couple(town))
    town.checker.write(checking.start_survey, taken)
    window.open_application(taken)
    qtbot.waitUntil(lambda: window.current_key == "checking", timeout=WAIT)
    page = window.page("checking")
    assert isinstance(page, CheckingPage)
    qtbot.waitUntil(lambda: page.file is not None and page.application_id == taken, timeout=WAIT)
    button = page.findChild(QPushButton, "check_stops")
    assert isinstance(button, QPushButton)
    QTest.keyClick(button, Qt.Key.Key_Space)

    qtbot.waitUntil(lambda: window.current_key == "approving", timeout=WAIT)
    there = window.page("approving")
    assert isinstance(there, ApprovingPage)
    qtbot.waitUntil(lambda: there.view is not None and there.view.application_id == taken, timeout=WAIT)
    menu = QMenu()
    qtbot.addWidget(menu)
    there.menus.fill_stops(menu)
    offered = {action.text(): action.isEnabled() for action in menu.actions()}
    assert offered["申请人撤回…"]
    assert town.clerk.read(files.dossier, taken).application.state == "investigating"
