from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from jiuzhu.services.casework import turns
from jiuzhu.services.office import searching
from jiuzhu.ui import theme, tokens
from jiuzhu.ui.main_window import MainWindow, PageEntry
from jiuzhu.ui.page import Page
from jiuzhu.ui.rows_view import RowsView
from jiuzhu.ui.tasks import Tasks

W = TypeVar("W", bound=QWidget)


def find(root: QWidget, kind: type[W], name: str) -> W:
    found = root.findChild(kind, name)
    assert found is not None, name
    return found


def compose(box: QLineEdit, text: str) -> None:
    """What an input method does when the person takes its offer."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(box, event)


@dataclass
class Hit:
    person_id: str
    name: str
    id_masked: str = "500112********1001"
    phone: str = ""
    address: str = ""
    standing: str = ""


class Office:
    """A workspace of plain Python: it answers searches and keeps what was asked."""

    def __init__(self, home: Path) -> None:
        self.changed: frozenset[str] = frozenset({"application"})
        self.notes: tuple[str, ...] = ()
        self.has_looks = False
        self.offline: Any = None
        self.office = SimpleNamespace(name="虚构镇社会救助服务窗口")
        self.actor = SimpleNamespace(window="A", name="张示例")
        self.home = home
        self.kept_here = self.sees_families = True
        self.asked: list[str] = []
        self.places: dict[str, str] = {}

    def write_looks(self) -> None:
        pass

    def read(self, service: Callable[..., Any], *args: Any, **_more: Any) -> Any:
        text = str(args[0])
        self.asked.append(text)
        if service is turns.place_of:
            return self.places.get(text, "checking")
        if service is searching.find_number:
            return "app-7" if text == "受2025-500112001-A00007-1" else None
        return [Hit("p1", "张示例"), Hit("p2", "张虚构")] if "张" in text else []

    def write(self, service: Callable[..., Any], *args: Any, **kwargs: Any) -> Any: ...


class Plain(Page):
    made: ClassVar[list[str]] = []

    def __init__(self, key: str, tasks: Tasks, workspace: Any) -> None:
        super().__init__(tasks, workspace, key, f"page_{key}")
        Plain.made.append(key)
        self.opened: list[str] = []
        self.leaves = True

    def can_leave(self) -> bool:
        if not self.leaves:
            self.say("warn", "还在导出，请等它写完。")
        return self.leaves


class Opening(Plain):
    def open_application(self, application_id: str) -> None:
        self.opened.append(application_id)


class Starting(Plain):
    def start(self, person_id: str) -> None:
        self.opened.append(person_id)

    def start_lead(self, lead_id: str) -> None:
        self.opened.append(lead_id)

    def complete(self, application_id: str) -> None:
        self.opened.append(application_id)


KINDS: dict[str, type[Plain]] = {
    "workbench": Plain, "intake": Starting, "checking": Opening, "approving": Opening, "ledgers": Plain, "settings": Plain,
}  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def tasks(office: Office, request: pytest.FixtureRequest) -> Iterator[Tasks]:
    request.getfixturevalue("qapp")
    made = Tasks(office, lambda bug: pytest.fail(repr(bug)))
    yield made
    made.shutdown()


@pytest.fixture
def window(tasks: Tasks, office: Office, qtbot: QtBot) -> MainWindow:
    Plain.made.clear()

    def entry(key: str, kind: type[Plain]) -> PageEntry:
        return PageEntry(key, key, "info", lambda tasks, workspace: kind(key, tasks, workspace))

    made = MainWindow(tasks, office, [entry(key, kind) for key, kind in KINDS.items()])
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    return made


def plain(window: MainWindow, key: str) -> Plain:
    page = window.page(key)
    assert isinstance(page, Plain)
    return page


def test_pages_are_made_when_first_shown(window: MainWindow) -> None:
    assert Plain.made == ["workbench"]
    find(window, QPushButton, "rail_ledgers").click()
    assert Plain.made == ["workbench", "ledgers"]
    assert window.current_key == "ledgers"
    find(window, QPushButton, "rail_workbench").click()
    assert Plain.made == ["workbench", "ledgers"]


def test_alt_and_a_number_change_the_page(window: MainWindow) -> None:
    for place, key in enumerate(KINDS, start=1):
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_0.value + place), Qt.KeyboardModifier.AltModifier)
        assert window.current_key == key
        assert find(window, QPushButton, f"rail_{key}").isChecked()


def test_pages_speak_through_the_window(
    window: MainWindow, office: Office, tasks: Tasks, qtbot: QtBot
) -> None:
    bench = plain(window, "workbench")
    for place, taken in (("checking", "app-1"), ("approving", "app-2"), ("intake", "app-3")):
        office.places[taken] = place
        with qtbot.waitSignal(tasks.idle):
            bench.application_chosen.emit(taken)
        assert (window.current_key, plain(window, place).opened) == (place, [taken])
    plain(window, "intake").opened.clear()
    bench.intake_wanted.emit("p9")
    assert (window.current_key, plain(window, "intake").opened) == ("intake", ["p9"])
    bench.lead_taken.emit("lead-1")
    assert plain(window, "intake").opened == ["p9", "lead-1"]
    bench.message.emit("ok", "已备份。")
    assert window.bar.text == "已备份。"
    window.show_page("ledgers")
    assert window.bar.text == ""


def test_search_while_typing_and_take_the_first_with_enter(
    window: MainWindow, office: Office, tasks: Tasks, qtbot: QtBot
) -> None:
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box = find(window, QLineEdit, "search")
    assert window.focusWidget() is box
    with qtbot.waitSignal(tasks.idle):
        compose(box, "张示")
    results = find(window, QFrame, "search_results")
    assert results.isVisible()
    assert office.asked[-1] == "张示"
    assert window.rect().contains(results.geometry())
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert not results.isVisible()
    assert plain(window, "intake").opened == ["p1"]


def test_arrows_enter_the_list_and_esc_comes_back(window: MainWindow, tasks: Tasks, qtbot: QtBot) -> None:
    box = find(window, QLineEdit, "search")
    box.setFocus()
    with qtbot.waitSignal(tasks.idle):
        compose(box, "张")
    listing = find(window, RowsView, "search_list")
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert window.focusWidget() is listing
    QTest.keyClick(listing, Qt.Key.Key_Down)
    QTest.keyClick(listing, Qt.Key.Key_Return)
    assert plain(window, "intake").opened == ["p2"]
    window.show_page("workbench")
    box.setFocus()
    with qtbot.waitSignal(tasks.idle):
        compose(box, "张")
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(listing, Qt.Key.Key_Escape)
    assert window.focusWidget() is box
    assert not listing.isVisible()
    assert box.text() == "张张"


def test_results_do_not_hang_over_the_page_one_goes_on_to(
    window: MainWindow, tasks: Tasks, qtbot: QtBot
) -> None:
    box = find(window, QLineEdit, "search")
    box.setFocus()
    with qtbot.waitSignal(tasks.idle):
        compose(box, "甲")
    results = find(window, QFrame, "search_results")
    assert results.isVisible()
    rail = find(window, QPushButton, "rail_intake")
    rail.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not results.isVisible()


def test_nobody_found_says_what_to_do(window: MainWindow, tasks: Tasks, qtbot: QtBot) -> None:
    box = find(window, QLineEdit, "search")
    box.setFocus()
    with qtbot.waitSignal(tasks.idle):
        compose(box, "lsx")
    assert "受理" in find(window, QLabel, "search_note").text()
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert window.current_key == "workbench"


@pytest.mark.parametrize(("number", "found"), [("受2025-500112001-A00007-1", True), ("A-2026-9999", False)])
def test_a_number_opens_its_file(
    window: MainWindow, tasks: Tasks, qtbot: QtBot, number: str, found: bool
) -> None:
    box = find(window, QLineEdit, "search")
    box.setFocus()
    with qtbot.waitSignal(tasks.idle):
        compose(box, number)
    with qtbot.waitSignal(tasks.idle):
        QTest.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.bar.text) or window.current_key == "checking")
    if found:
        assert plain(window, "checking").opened == ["app-7"]
    else:
        assert "没有这个编号" in window.bar.text


def test_closing_and_changing_hands_ask_the_pages_and_locking_does_not(window: MainWindow) -> None:
    bench = plain(window, "workbench")
    switched: list[bool] = []
    locked: list[bool] = []
    window.switch_wanted.connect(lambda: switched.append(True))
    window.lock_wanted.connect(lambda: locked.append(True))
    window.show_page("ledgers")
    bench.leaves = False
    assert not window.close()
    assert window.isVisible()
    assert (window.current_key, bench.bar.text) == ("workbench", "还在导出，请等它写完。")
    window.header.switch_wanted.emit()
    assert switched == []
    window.header.lock_wanted.emit()
    assert locked == [True]  # nothing is lost by it
    assert window.unsaved_pages() == [bench]
    bench.leaves = True
    assert window.unsaved_pages() == []
    window.header.switch_wanted.emit()
    assert switched == [True]
    assert window.close()


def test_the_header_says_who_and_when_the_backup_was(
    window: MainWindow, office: Office, tasks: Tasks, qtbot: QtBot
) -> None:
    assert find(window, QPushButton, "who").text() == "A 窗口  张示例"
    state = find(window, QLabel, "backup_state")
    assert state.text() == "本机 · 还没有备份"

    def backup() -> None:  # writes no table: nothing tells the windows but the end of the work
        (office.home / "care.json").write_text('{"backup": {"done": "2026-11-22 09:12"}}', "utf-8")

    with qtbot.waitSignal(tasks.idle):
        tasks.call(backup, owner=window)
    assert state.text() == "本机 · 已备份 2026-11-22 09:12"


def test_a_users_error_nobody_shows_comes_to_the_bar(window: MainWindow, tasks: Tasks) -> None:
    tasks.told.emit("warn", "没有保存：磁盘已满。")
    assert (window.bar.level, window.bar.text) == ("warn", "没有保存：磁盘已满。")


def test_everything_touched_has_a_name_for_tests_and_screen_readers(window: MainWindow) -> None:
    touched = [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QLineEdit | QAbstractItemView)
        and not isinstance(widget.parent(), QLineEdit)  # the cross Qt puts into the search box
    ]
    assert len(touched) > 10
    assert [widget for widget in touched if not (widget.objectName() and widget.accessibleName())] == []


def test_it_fits_the_smallest_screen(window: MainWindow) -> None:
    assert window.minimumSizeHint().width() <= 1366
    assert window.minimumSizeHint().height() <= 768
    assert window.rail.width() == tokens.RAIL


def test_rail_and_header_follow_the_text_size_at_run_time(window: MainWindow, qapp: QApplication) -> None:
    try:
        theme.apply(qapp, "light", 150)
        assert window.rail.width() == round(tokens.RAIL * 1.5)
        assert window.header.minimumHeight() == round(tokens.HEADER * 1.5)
        assert window.minimumSizeHint().width() <= 1366
    finally:
        theme.apply(qapp)
    assert window.rail.width() == tokens.RAIL
