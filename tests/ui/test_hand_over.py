"""A colleague leaves: the list, a successor for each kind and the rest, the paper, and what the successor finds."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from jiuzhu.domain.office import Operator
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.ui.dialogs.part_dialog import PartDialog
from jiuzhu.ui.pages.settings import SettingsPage
from jiuzhu.ui.pages.workbench import WorkbenchPage
from jiuzhu.ui.settings.hand_over_dialog import HandOverDialog
from jiuzhu.ui.tasks import Tasks
from open_work import make_busy
from part_hands import ENTER, Desks, Hands
from relief_case import colleague
from town import Town


class Leaving:
    """The dialog over the list of colleagues, at the desk of another administrator."""

    def __init__(self, desk: Hands) -> None:
        self.desk = desk
        names = [row.name for row in desk.rows]
        desk.part.table.choose(names.index("张经办"))
        desk.click("hand_over_work")
        found = desk.page.findChild(HandOverDialog)
        assert found is not None
        self.dialog = found

    def part(self, kind: type[Any], name: str) -> Any:
        found = self.dialog.findChild(kind, name)
        assert found is not None, name
        return found

    def choose(self, kind: str) -> None:
        kinds = [row.kind for row in self.dialog.model.rows]
        self.dialog.table.clearSelection()
        self.dialog.table.choose(kinds.index(kind))

    def give(self, name: str, button: str) -> None:
        box = self.part(QComboBox, "hand_over_to")
        box.setCurrentIndex(next(at for at in range(box.count()) if box.itemText(at).startswith(name)))
        self.press(button)

    def press(self, button: str) -> None:
        one = self.part(QPushButton, button)
        one.setFocus()
        QTest.keyClick(one, ENTER)
        self.desk.calm()

    def owners(self) -> dict[str, str]:
        return {row.kind: self.dialog._owner(row) for row in self.dialog.model.rows}  # noqa: SLF001  # what the column shows


@pytest.fixture
def chief(town: Town, tmp_path: Path) -> Workspace:
    make_busy(town, tmp_path / "papers")
    colleague(town, "tong", "孙统计", "statistician")
    return colleague(town, "guan", "郑管理", "administrator", "approver", "clerk", "checker")


@pytest.fixture
def leaving(desks: Desks, chief: Workspace) -> Leaving:
    return Leaving(desks(SettingsPage, chief, "colleagues"))


def test_the_whole_work_is_given_and_the_account_ends(
    leaving: Leaving, town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "手上有 10 件未办结" in leaving.part(QLabel, "hand_over_told").text()
    leaving.choose("batch")
    leaving.give("孙统计", "give_kind")
    leaving.give("孙统计", "give_rest")
    assert "孙统计没有办理申请" in leaving.part(QLabel, "hand_over_problem").text()
    leaving.give("郑管理", "give_rest")
    owners = leaving.owners()
    assert (owners["batch"], owners["application"]) == ("孙统计", "郑管理")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    leaving.press("hand_over_print")
    leaving.press("leaving_take")
    assert list(tmp_path.glob("HO-*.pdf"))
    leaving.press("hand_over_take")
    assert "请写明移交的原因" in leaving.part(QLabel, "hand_over_reason_problem").text()
    leaving.part(QLineEdit, "hand_over_reason").setText("调往区民政局")
    leaving.part(QCheckBox, "hand_over_ends").setChecked(True)
    leaving.press("hand_over_take")
    assert leaving.desk.said == "张经办的 10 件未办结事项已移交，账号已停用；接手的同事在工作台“接手”里看到。"
    assert not next(row for row in leaving.desk.rows if row.name == "张经办").at_work
    operator = town.head.read(lambda unit: unit.get(Operator, town.clerk.actor.operator_id))
    assert operator.ended_on is not None


def test_what_is_left_out_keeps_the_account(leaving: Leaving) -> None:
    leaving.choose("lead")
    leaving.give("郑管理", "give_chosen")
    leaving.choose("alert")
    leaving.give("郑管理", "give_chosen")
    leaving.press("give_none")
    assert leaving.owners()["alert"] == ""
    leaving.part(QLineEdit, "hand_over_reason").setText("调往区民政局")
    leaving.part(QCheckBox, "hand_over_ends").setChecked(True)
    leaving.press("hand_over_take")
    assert "还有 9 件没有指定接手人" in leaving.part(QLabel, "hand_over_problem").text()
    leaving.part(QCheckBox, "hand_over_ends").setChecked(False)
    leaving.press("hand_over_take")
    assert leaving.desk.said.startswith("张经办的 1 件未办结事项已移交；")


def test_the_successor_finds_it_on_the_workbench(leaving: Leaving, chief: Workspace, qtbot: QtBot) -> None:
    leaving.give("郑管理", "give_rest")
    leaving.part(QLineEdit, "hand_over_reason").setText("休产假三个月")
    leaving.press("hand_over_take")
    bugs: list[BaseException] = []
    tasks = Tasks(chief, bugs.append)
    page = WorkbenchPage(tasks, chief)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    with qtbot.waitSignal(tasks.idle, timeout=20_000):
        page.show()
    number = page.findChild(QPushButton, "number_handed")
    assert number is not None
    with qtbot.waitSignal(tasks.idle, timeout=20_000):
        number.click()
    wanted: list[str] = []
    page.application_chosen.connect(wanted.append)
    rows: Callable[[int], Any] = page.model.row
    names = [rows(at).applicant for at in range(page.model.rowCount())]
    assert {"丁示例", "壬示例"} <= set(names)
    page._on_opened(rows(names.index("丁示例")))  # noqa: SLF001  # what Enter on the row calls
    assert len(wanted) == 1
    page._on_opened(rows(names.index("壬示例")))  # noqa: SLF001  # as above
    assert "在“转办—线索”里办理" in page.bar.text
    tasks.shutdown()
    assert not bugs


@pytest.fixture
def head_tasks(town: Town, qapp: object) -> Iterator[Tasks]:
    assert qapp is not None

    def on_bug(error: BaseException) -> None:
        raise error

    made = Tasks(town.head, on_bug)
    yield made
    made.shutdown()


def test_a_head_hands_over_from_the_workbench(
    town: Town, tmp_path: Path, qtbot: QtBot, head_tasks: Tasks
) -> None:
    make_busy(town, tmp_path / "papers")
    page = WorkbenchPage(head_tasks, town.head)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    with qtbot.waitSignal(head_tasks.idle, timeout=20_000):
        page.show()
    button = page.findChild(QPushButton, "hand_over_work")
    assert button is not None
    button.click()
    qtbot.waitUntil(lambda: page.findChild(PartDialog, "hand_over_whose") is not None, timeout=20_000)
    asked = page.findChild(PartDialog, "hand_over_whose")
    assert asked is not None
    asked.part.whose = town.clerk.actor.operator_id
    asked.taken.emit()
    qtbot.waitUntil(lambda: page.findChild(HandOverDialog) is not None, timeout=20_000)
    dialog = page.findChild(HandOverDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.model.rowCount() > 0, timeout=20_000)
    kinds = [row.kind for row in dialog.model.rows]
    assert (len(kinds), kinds.count("escalation")) == (11, 1)  # what is late went up as the workbench opened
    ends = dialog.findChild(QCheckBox, "hand_over_ends")
    assert ends is not None
    assert not ends.isVisibleTo(dialog)


def test_nobody_is_proposed_before_somebody_is_chosen(leaving: Leaving) -> None:
    assert leaving.part(QComboBox, "hand_over_to").currentIndex() == -1
    leaving.press("give_rest")
    assert leaving.part(QLabel, "hand_over_problem").text() == "请先选接手人。"
    assert set(leaving.owners().values()) <= {"", "同岗位同事"}
