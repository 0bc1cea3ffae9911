"""Masked by default: no page, list, tooltip or file shows a whole ID number or account number to who passes by."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from other_desk import desk_of
from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from every_ledger import Office, settle
from jiuzhu import paths
from jiuzhu.domain.application import Application
from jiuzhu.domain.household import Household, Person
from jiuzhu.domain.ledger import load_ledgers
from jiuzhu.domain.rights import ROLE_LABELS
from jiuzhu.storage.unit import Unit
from jiuzhu.ui.main_window import MainWindow
from jiuzhu.ui.pages import entries
from jiuzhu.ui.pages.ledgers import LedgersPage
from jiuzhu.ui.parts_page import PartsPage
from jiuzhu.ui.tasks import Tasks
from town import Town

WAIT = 30_000
LEDGERS = tuple(load_ledgers(paths.resources() / "ledgers"))


def numbers(unit: Unit) -> set[str]:
    """Every ID number and account number of the office."""
    people = unit.session.scalars(select(Person))
    homes = unit.session.scalars(select(Household))
    found = {person.id_number for person in people} | {home.account_number for home in homes}
    return {number for number in found if len(number) > 10}


def applications(unit: Unit) -> list[str]:
    return [one.id for one in unit.session.scalars(select(Application))]


def shown(root: QWidget) -> Iterator[tuple[str, str]]:
    """Where, and every word a person could read or hover."""
    for widget in (root, *root.findChildren(QWidget)):
        where = widget.objectName() or type(widget).__name__
        yield where, widget.toolTip()
        yield where, widget.accessibleName() + widget.accessibleDescription()
        if isinstance(widget, QLabel | QLineEdit | QToolButton):
            yield where, widget.text()
        elif isinstance(widget, QPlainTextEdit | QTextEdit):
            yield where, widget.toPlainText()
        elif isinstance(widget, QComboBox):
            for place in range(widget.count()):
                yield where, widget.itemText(place)
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            model = widget.model()
            for row in range(model.rowCount()):
                for column in range(model.columnCount() if isinstance(model, QAbstractTableModel) else 1):
                    index = model.index(row, column)
                    for role in (
                        Qt.ItemDataRole.DisplayRole,
                        Qt.ItemDataRole.ToolTipRole,
                        Qt.ItemDataRole.AccessibleTextRole,
                    ):
                        yield f"{where} {column}", str(model.data(index, role) or "")


def whole(root: QWidget, known: set[str]) -> set[str]:
    """Where a whole number stands."""
    found = set()
    for where, text in shown(root):
        digits = re.sub(r"[\s-]", "", text)
        if any(number in digits for number in known):
            found.add(where)
    return found


@pytest.fixture
def office(town: Town) -> Office:
    return settle(town)


@pytest.mark.long
def test_no_page_shows_a_whole_number(qtbot: QtBot, qapp: object, office: Office) -> None:
    assert qapp
    everybody = desk_of(office.town.clerk, replace(office.town.clerk.actor, roles=frozenset(ROLE_LABELS)))
    known = everybody.read(numbers)
    assert len(known) > 5
    bugs: list[BaseException] = []
    tasks = Tasks(everybody, bugs.append)
    window = MainWindow(tasks, everybody, entries(everybody.actor.may))
    qtbot.addWidget(window)
    window.show()
    found: dict[str, set[str]] = {}
    read = 0

    def look(where: str) -> None:
        nonlocal read
        qtbot.waitUntil(lambda: not tasks._open, timeout=WAIT)  # noqa: SLF001  # nothing is loading any more
        words = sum(bool(text) for _, text in shown(window))
        read += words
        places = whole(window, known)
        if places:
            found[where] = places

    for key in [entry.key for entry in entries(everybody.actor.may)]:
        window.show_page(key)
        page = window.page(key)
        look(key)
        if isinstance(page, PartsPage):
            for part in page.parts:
                page.choose(part.key)
                look(f"{key} {part.key}")
    ledgers = window.page("ledgers")
    assert isinstance(ledgers, LedgersPage)
    window.show_page("ledgers")
    for ledger in LEDGERS:
        ledgers.choose(ledger)
        look(f"ledger {ledger}")
    for application in everybody.read(applications):
        for key in ("checking", "approving"):
            window.show_page(key)
            window.page(key).open_application(application)  # type: ignore[attr-defined]  # these two have it
            look(f"file on {key}")
    tasks.shutdown()
    assert not bugs
    assert read > 2000
    assert found == {}
