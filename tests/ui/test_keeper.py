"""What the desk does for itself, beside the work of the people and without making them wait."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from jiuzhu.commands.window import Desk
from jiuzhu.services.office import backups, duties, workbench
from jiuzhu.ui.dialogs.closing import ClosingDialog
from jiuzhu.ui.keeper import Keeper
from jiuzhu.ui.main_window import MainWindow
from jiuzhu.ui.tasks import Tasks
from town import Town

WAIT = 60_000


@pytest.fixture
def usb(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    monkeypatch.setattr(backups, "same_disk", lambda *_: False)
    backups.choose_folder(town.clerk, folder)
    return folder


@pytest.fixture
def bugs() -> list[BaseException]:
    return []


@pytest.fixture
def keeper(qapp: QApplication, town: Town, bugs: list[BaseException]) -> Iterator[Keeper]:  # noqa: ARG001  # the application must exist
    made = Keeper(town.clerk, bugs.append)
    yield made
    made.stop()
    made.rest()


def test_what_is_due_is_done_and_told(qtbot: QtBot, town: Town, usb: Path, keeper: Keeper) -> None:
    words: list[str] = []
    keeper.doing.connect(words.append)
    with qtbot.waitSignal(keeper.noted, timeout=WAIT):
        keeper.look()
    assert len(backups.lying_in(usb)) == 1
    assert all(record.done for record in duties.records(town.home).values())
    qtbot.waitUntil(lambda: words[-1] == "", timeout=WAIT)
    assert any("写到备份盘" in said for said in words)
    with qtbot.assertNotEmitted(keeper.noted, wait=500):
        keeper.look()


def test_people_work_on_while_a_backup_runs(qtbot: QtBot, town: Town, keeper: Keeper) -> None:
    gate = threading.Event()
    keeper.run(lambda _: gate.wait(60))
    tasks = Tasks(town.clerk, lambda _: None)
    answered: list[object] = []
    tasks.read(workbench.today, then=answered.append, owner=keeper)
    qtbot.waitUntil(lambda: bool(answered), timeout=WAIT)
    assert not gate.is_set()
    gate.set()
    tasks.shutdown()


def test_leaving_the_desk_stops_a_backup_and_leaves_nothing(
    qtbot: QtBot, town: Town, usb: Path, keeper: Keeper
) -> None:
    begun, gate = threading.Event(), threading.Event()

    def slowly(told: object) -> str:
        begun.set()
        gate.wait(60)
        return duties.do(town.clerk, "backup", told)  # type: ignore[arg-type]  # the keeper's ear

    keeper.run(slowly)
    qtbot.waitUntil(begun.is_set, timeout=WAIT)
    keeper.stop()
    gate.set()
    keeper.rest()
    assert list(usb.iterdir()) == []
    assert duties.records(town.home)["backup"] == duties.Record(), "stopping is no trouble"
    keeper.look()
    keeper.run(lambda _: pytest.fail("nothing begins any more"))


def test_a_bug_is_told_and_the_next_look_comes(
    qtbot: QtBot, keeper: Keeper, bugs: list[BaseException]
) -> None:
    words: list[str] = []
    keeper.doing.connect(words.append)
    keeper.run(lambda _: 1 // 0)
    qtbot.waitUntil(lambda: bool(bugs), timeout=WAIT)
    qtbot.waitUntil(lambda: words == [""], timeout=WAIT)


@pytest.mark.parametrize("there", [True, False])
def test_the_last_backup_of_the_day_is_made_behind_the_closing_window(
    qtbot: QtBot, qapp: QApplication, town: Town, usb: Path, there: bool
) -> None:
    town.clerk.settings.backup_closing = True
    desk = Desk(qapp, town.home)
    desk.open(town.clerk)
    window = desk.window
    assert isinstance(window, MainWindow)
    if not there:
        usb.rmdir()
    assert not window.close()
    dialog = window.findChild(ClosingDialog)
    assert dialog is not None
    if not there:
        words = dialog.findChild(QLabel, "closing_words")
        leave = dialog.findChild(QPushButton, "closing_leave")
        assert words is not None
        assert leave is not None
        qtbot.waitUntil(lambda: "没有接上" in words.text(), timeout=WAIT)
        leave.click()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=WAIT)
    if there:
        assert len(backups.lying_in(usb)) == 1
    desk.end()
