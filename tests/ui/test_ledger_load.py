"""转入旧台账 and foreign headings on the ledgers page, with mouse and keyboard: asked once, seen, taken, undone, stopped."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QPlainTextEdit,
    QProgressDialog,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from every_ledger import Book, Kept, exported, keep, reopened
from jiuzhu.domain.household import Household
from jiuzhu.domain.old_ledger import Terms
from jiuzhu.services.granting import rosters
from jiuzhu.services.ledger import column_maps, first_load, load_proposals
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.ui.dialogs.reason import ReasonDialog
from jiuzhu.ui.ledgers.load_dialogs import LoadDialog, ReviewDialog, WaitingDialog
from jiuzhu.ui.ledgers.mapping_dialog import MappingDialog
from jiuzhu.ui.ledgers.return_dialog import ImportsDialog, ReturnDialog
from jiuzhu.ui.ledgers.source_dialog import SourceDialog
from jiuzhu.ui.pages.ledgers import LedgersPage
from jiuzhu.ui.tasks import Tasks
from old_table import COLUMNS, household, proposed, write
from town import Town, open_town

W = TypeVar("W", bound=QWidget)
WAIT = 20_000


class Desk:
    """The page with hands on mouse and keyboard."""

    def __init__(self, bot: QtBot, workspace: Workspace) -> None:
        self.bot = bot
        self.tasks = Tasks(workspace, lambda error: pytest.fail(str(error)))
        self.page = LedgersPage(self.tasks, workspace)
        bot.addWidget(self.page)
        self.page.resize(1198, 720)
        self.page.show()
        self.calm()

    def calm(self) -> None:
        for _ in range(4):
            with self.bot.waitSignal(self.tasks.idle, timeout=WAIT):
                self.tasks.call(str, owner=self.page, then=lambda _: None)

    def open(self, kind: type[W]) -> W:
        found = [one for one in self.page.findChildren(kind) if one.isVisible()]
        assert len(found) == 1, kind
        return found[0]

    def shows(self, kind: type[QDialog]) -> bool:
        return any(one.isVisible() for one in self.page.findChildren(kind))

    def click(self, name: str) -> None:
        found = [one for one in self.page.findChildren(QPushButton, name) if one.isVisible()]
        assert len(found) == 1, name
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
        self.calm()

    def type_sender(self, text: str) -> None:
        line = self.open(SourceDialog).findChild(QComboBox, "source_sender")
        assert line is not None
        edit = line.lineEdit()
        assert edit is not None
        edit.selectAll()
        edit.insert(text)  # as an input method commits it

    def pick(self, dialog: QWidget, name: str, words: str) -> None:
        """Choose from a list by its keys."""
        box = dialog.findChild(QComboBox, name)
        assert box is not None, name
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Home)
        for _ in range(box.count()):
            if words in box.currentText():
                return
            QTest.keyClick(box, Qt.Key.Key_Down)
        pytest.fail(f"{words} is not offered")

    def label(self, name: str) -> str:
        found = [one for one in self.page.findChildren(QLabel, name) if one.isVisible()]
        assert len(found) == 1, name
        return found[0].text()


Open = Callable[[Workspace], Desk]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = open_town(tmp_path / "office")
    made.on(date(2025, 11, 12))
    yield made
    made.close()


@pytest.fixture
def at(qtbot: QtBot, qapp: object) -> Iterator[Open]:  # noqa: ARG001  # the application must exist
    desks: list[Desk] = []

    def made(workspace: Workspace) -> Desk:
        desks.append(Desk(qtbot, workspace))
        return desks[-1]

    yield made
    for one in desks:
        one.tasks.shutdown()


def chooses(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))


def test_an_old_table_is_handed_in_by_one_and_confirmed_by_another(
    town: Town, at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = at(town.checker)
    chooses(monkeypatch, write(tmp_path / "旧.xlsx", [*household(1, 3), *household(2, 1)]))
    desk.click("load_ledger")
    desk.click("source_take")
    assert "来自哪里" in desk.label("source_problem")
    desk.type_sender("示例社区")
    desk.click("source_take")
    mapping = desk.open(MappingDialog)
    assert mapping.columns["id_number"] == "身份证号码"
    assert desk.label("sample_id_number").startswith("500199********")
    desk.pick(mapping, "map_bank", "（没有）")
    desk.pick(mapping, "map_name", "（没有）")
    desk.click("mapping_take")
    assert "请选出“姓名”是哪一列" in desk.label("mapping_problem")
    desk.pick(mapping, "map_name", "姓名")
    desk.click("mapping_take")
    load = desk.open(LoadDialog)
    assert (
        "4 行：新增 2 户，并入已有 0 户，共 4 人。最低生活保障 2 户 4 人，每月 1,203.00 元。"
        in desk.label("ledger_load_told")
    )
    assert load.model.cell(0, 1) == "旧户10"
    desk.click("ledger_load_take")
    assert "已提交 2 户" in desk.page.bar.text
    assert "等待审批岗位的另一位同事确认" in desk.page.bar.text
    assert town.clerk.read(rosters.roster, "2025-11", "dibao").lines == []
    assert desk.page.load_button.text() == "转入旧台账…（1 份待确认）"

    desk.click("load_ledger")
    assert "1 份等待审批岗位的另一位同事确认" in desk.label("load_waiting_told")
    desk.click("load_waiting_take")
    mine = desk.open(ReviewDialog)
    assert not mine.take.isVisible()
    assert "已提交，等待审批岗位的另一位同事确认" in desk.label("load_review_told")
    desk.click("load_review_back")

    signs = at(town.head)
    assert signs.page.load_button.text() == "转入旧台账…（1 份待确认）"
    signs.click("load_ledger")
    assert signs.open(WaitingDialog).model.cell(0, 8) == town.checker.actor.name
    signs.click("load_waiting_take")
    seen = signs.open(ReviewDialog)
    assert seen.model.cell(0, 1) == "旧户10"
    assert "2 户 4 人，每月 1,203.00 元" in signs.label("load_review_told")
    signs.click("load_review_take")
    assert "已转入 2 户" in signs.page.bar.text
    found = town.clerk.read(rosters.roster, "2025-11", "dibao")
    assert [(line.payee, str(line.total), line.bank) for line in found.lines] == [
        ("旧户10", "601.00", ""), ("旧户20", "602.00", ""),
    ]  # fmt: skip
    signs.click("ledger_imports_open")
    assert signs.open(ImportsDialog).model.cell(0, 1) == "原台账"
    signs.click("ledger_imports_take")
    assert "转入的 2 户不再发放" in signs.page.bar.text
    assert town.clerk.read(rosters.roster, "2025-11", "dibao").lines == []


def test_a_known_sender_is_not_asked_again_and_may_settle_the_columns_anew(
    town: Town, at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = at(town.checker)
    town.checker.write(
        column_maps.remember, "first_load", "示例社区", {k: v for k, v in COLUMNS.items() if k != "bank"}
    )
    chooses(monkeypatch, write(tmp_path / "旧2.xlsx", household(3)))
    desk.click("load_ledger")
    assert desk.open(SourceDialog).sent_by == "示例社区"
    desk.pick(desk.open(SourceDialog), "source_month", "2025-12")
    desk.click("source_take")
    assert not desk.shows(MappingDialog)
    assert desk.open(LoadDialog).preview.planned
    desk.click("ledger_load_map")
    desk.pick(desk.open(MappingDialog), "map_bank", "开户行")
    desk.click("mapping_take")
    (planned,) = desk.open(LoadDialog).preview.planned
    assert planned.home.value("bank") == "示例农商银行"
    assert "从 2025-12 起由本系统发放" in desk.label("ledger_load_told")


def test_a_table_that_is_refused_comes_back_with_its_reason(town: Town, at: Open, tmp_path: Path) -> None:
    path = write(tmp_path / "旧.xlsx", household(1))
    said = Terms("", False, "2025-11")
    preview = town.checker.read(first_load.look_at_load, path, ("示例社区", COLUMNS), said)
    proposed(town, preview)
    signs = at(town.head)
    signs.click("load_ledger")
    signs.click("load_waiting_take")
    signs.click("load_review_refuse")
    reason = signs.open(ReasonDialog).findChild(QPlainTextEdit)
    assert reason is not None
    QTest.keyClicks(reason, "wrong amounts")
    signs.click("ok")
    assert "没有转入" in signs.page.bar.text
    desk = at(town.checker)
    assert desk.page.load_button.text() == "转入旧台账…"
    desk.click("load_ledger")
    desk.click("load_waiting_take")
    assert f"由{town.head.actor.name}退回：wrong amounts" in desk.label("load_waiting_told")


def test_who_handed_in_takes_it_back(town: Town, at: Open, tmp_path: Path) -> None:
    path = write(tmp_path / "旧.xlsx", household(1))
    said = Terms("", False, "2025-11")
    proposed(town, town.checker.read(first_load.look_at_load, path, ("示例社区", COLUMNS), said))
    desk = at(town.checker)
    desk.click("load_ledger")
    desk.click("load_waiting_take")
    desk.click("load_review_withdraw")
    assert "已撤回" in desk.page.bar.text
    assert town.head.read(load_proposals.proposals) == []


def test_who_signs_is_told_who_hands_in(town: Town, at: Open) -> None:
    desk = at(town.head)
    desk.click("load_ledger")
    waiting = desk.open(WaitingDialog)
    assert not waiting.take.isEnabled()
    assert waiting.findChild(QPushButton, "load_waiting_another") is None


def test_rows_in_the_way_are_listed_and_the_copy_named(
    town: Town, at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = at(town.checker)
    rows = household(1)
    rows[1]["relation"] = "朋友"
    chooses(monkeypatch, write(tmp_path / "旧.xlsx", rows))
    desk.click("load_ledger")
    desk.type_sender("示例社区")
    desk.click("source_take")
    desk.click("mapping_take")
    load = desk.open(LoadDialog)
    assert "认不出关系“朋友”" in load.model.cell(0, 1)
    assert "旧-错误说明.xlsx" in desk.label("ledger_load_told")
    assert not load.take.isEnabled()


def test_sums_beside_the_standard_are_told_before_anybody_signs(town: Town, at: Open, tmp_path: Path) -> None:
    path = write(tmp_path / "旧.xlsx", household(1, 1, programme="护理补贴", monthly=60))
    said = Terms("", False, "2025-11")
    proposed(town, town.checker.read(first_load.look_at_load, path, ("示例社区", COLUMNS), said))
    desk = at(town.head)
    desk.click("load_ledger")
    desk.click("load_waiting_take")
    assert "⚠ 1 户按人发放的金额与 2025-11 的标准不同" in desk.label("load_review_told")
    seen = desk.open(ReviewDialog)
    assert seen.model.cell(0, 2).endswith("60.00 元，2025-11 的标准是 80.00 元")


def test_stopping_keeps_nothing(town: Town, at: Open, tmp_path: Path) -> None:
    rows = [row for number in range(1, 900) for row in household(number, 1)]
    path = write(tmp_path / "旧.xlsx", rows)
    said = Terms("", False, "2025-11")
    proposed(town, town.checker.read(first_load.look_at_load, path, ("示例社区", COLUMNS), said))
    desk = at(town.head)
    desk.click("load_ledger")
    desk.click("load_waiting_take")
    take = desk.open(ReviewDialog).take
    QTest.mouseClick(take, Qt.MouseButton.LeftButton)
    desk.bot.waitUntil(lambda: desk.shows(QProgressDialog), timeout=WAIT)
    bar = desk.open(QProgressDialog)
    stop = bar.findChild(QPushButton)
    assert stop is not None
    assert stop.text() == "停止"
    QTest.mouseClick(stop, Qt.MouseButton.LeftButton)
    desk.calm()
    assert "已停止，没有改动任何内容" in desk.label("load_review_told")
    assert town.clerk.read(lambda unit: unit.session.query(Household).count()) == 0


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return keep(tmp_path_factory.mktemp("kept") / "office")


def test_a_village_with_headings_of_its_own_corrects_a_ledger(
    kept: Kept, at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from openpyxl import Workbook  # noqa: PLC0415  # only here

    office = reopened(kept, tmp_path / "office")
    book = Book(office, "dibao_households", exported(office, "dibao_households", tmp_path))
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["低保户编号", "户主", "现住哪里", "手机"])
    sheet.append(
        [book.cell("household_number").value, book.cell("applicant").value, "新街 1 号", "13912345678"]
    )
    path = tmp_path / "村里的表.xlsx"
    made.save(path)
    desk = at(office.payer)
    desk.page.choose("dibao_households")
    desk.calm()
    chooses(monkeypatch, path)
    desk.click("import_ledger")
    desk.type_sender("示例村")
    desk.click("source_take")
    mapping = desk.open(MappingDialog)
    desk.pick(mapping, "map_household_number", "低保户编号")
    desk.pick(mapping, "map_address", "现住哪里")
    desk.pick(mapping, "map_phone", "手机")
    desk.click("mapping_take")
    dialog = desk.open(ReturnDialog)
    assert sorted(one.now for one in dialog.preview.differences) == ["13912345678", "新街 1 号"]
    desk.click("ledger_return_take")
    desk.click("import_ledger")
    desk.click("source_take")
    assert not desk.shows(MappingDialog)
    assert desk.open(ReturnDialog).preview.differences == []
    office.town.close()


def test_a_ledger_of_decisions_offers_no_way_back(kept: Kept, at: Open, tmp_path: Path) -> None:
    office = reopened(kept, tmp_path / "office")
    desk = at(office.payer)
    for ledger_id, possible in (
        ("adjustments", False),
        ("grants", True),
        ("alerts", False),
        ("events", True),
    ):
        desk.click(f"ledger_{ledger_id}")
        button = desk.page.return_button
        assert button.isEnabled() is possible
        assert ("没有可以从表格修改" in button.toolTip()) is not possible
        assert desk.page.total > 0
    office.town.close()


def test_a_ledger_of_changes_leaves_as_a_paper(
    kept: Kept, at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = reopened(kept, tmp_path / "office")
    desk = at(office.payer)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path))
    desk.click("ledger_events")
    assert desk.page.roster_button.text() == "台账 PDF"
    desk.click("roster_pdf")
    desk.click("leaving_take")
    assert len(list(tmp_path.glob("L-*.pdf"))) == 1
    office.town.close()
