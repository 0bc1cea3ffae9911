"""The alerts part on the real services: read a list, see who is matched, work one alert to its end."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from jiuzhu.services.monitoring.comparing import shape
from jiuzhu.ui.monitoring.alerts_part import AlertsPart
from jiuzhu.ui.monitoring.fairness_dialog import FairnessDialog
from jiuzhu.ui.monitoring.list_dialog import ListDialog
from jiuzhu.ui.pages.monitoring import MonitoringPage
from jiuzhu.ui.tasks import Tasks
from on_the_way import approve, submitted
from town import Town, id_number, open_town, urban_three

WAIT = 20_000


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = open_town(tmp_path / "office")
    taken = submitted(made, urban_three(made), date(2025, 10, 24), date(2025, 11, 3))
    made.on(date(2025, 11, 12))
    approve(made, taken)
    made.on(date(2025, 12, 3))
    yield made
    made.close()


class Desk:
    """The page with hands on it."""

    def __init__(self, qtbot: QtBot, town: Town) -> None:
        self.bot = qtbot
        self.bugs: list[BaseException] = []
        self.tasks = Tasks(town.checker, self.bugs.append)
        self.page = MonitoringPage(self.tasks, town.checker)
        qtbot.addWidget(self.page)
        self.page.resize(1198, 720)
        self.page.show()
        self.calm()
        part = self.page.choose("alerts")
        assert isinstance(part, AlertsPart)
        self.part = part
        self.calm()

    def calm(self) -> None:
        for _ in range(3):
            self.tasks.call(str, owner=self.page, then=lambda _: None)
            with self.bot.waitSignal(self.tasks.idle, timeout=WAIT):
                pass
        assert not self.bugs

    def button(self, name: str) -> QPushButton:
        found = self.page.findChild(QPushButton, name)
        assert found is not None, name
        return found

    def label(self, name: str) -> str:
        found = self.page.findChild(QLabel, name)
        assert found is not None, name
        return found.text()


@pytest.fixture
def desk(qtbot: QtBot, town: Town, qapp: object) -> Iterator[Desk]:  # noqa: ARG001  # the application must exist
    made = Desk(qtbot, town)
    yield made
    made.tasks.shutdown()


def deaths(folder: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([column.title for column in shape("deaths").columns])
    sheet.append(["甲示例", id_number(date(1980, 3, 2), 11), date(2025, 11, 18), ""])
    sheet.append(["乙示例", "", None, ""])
    path = folder / "名单.xlsx"
    book.save(path)
    return path


def imported(desk: Desk, folder: Path) -> None:
    desk.button("import_list").click()
    dialog = desk.part.findChild(ListDialog)
    assert dialog is not None
    kinds = dialog.findChild(QComboBox, "list_kind")
    take = dialog.findChild(QPushButton, "list_take")
    told = dialog.findChild(QLabel, "list_told")
    source = dialog.findChild(QLineEdit, "list.source")
    assert kinds is not None
    assert take is not None
    assert told is not None
    assert source is not None
    assert dialog.kind == "deaths"
    assert not take.isEnabled()
    desk.part.look(dialog, dialog.kind, deaths(folder))
    desk.calm()
    assert "按证件号码对上 1 人" in told.text()
    assert "读不出来 1 行" in told.text()
    source.setFocus()
    QTest.keyClicks(source, "GAFJ")
    take.click()
    desk.calm()


def test_a_list_is_looked_at_and_then_compared(desk: Desk, tmp_path: Path) -> None:
    assert desk.part.model.rowCount() == 0
    imported(desk, tmp_path)
    assert "新增预警 1 条" in desk.page.bar.text
    assert desk.button("alerts_open").text() == "待核实 1"
    assert desk.label("alert_head") == "死亡人员仍享受待遇（应退尽退）"
    assert "2025-11-18 死亡" in desk.label("alert_told")


def test_an_alert_is_closed_with_the_keyboard(desk: Desk, tmp_path: Path) -> None:
    imported(desk, tmp_path)
    desk.part.table.setFocus()
    QTest.keyClick(desk.part.table, Qt.Key.Key_Return)
    outcome = desk.part.findChild(QLineEdit, "alert.outcome")
    assert outcome is not None
    QTest.keyClicks(outcome, "wb")
    desk.button("alert_close").click()
    desk.calm()
    assert desk.button("alerts_open").text() == "待核实 1"  # the evidence is missing, nothing was stored


def test_the_account_of_the_models_opens(desk: Desk, tmp_path: Path) -> None:
    imported(desk, tmp_path)
    desk.button("fairness").click()
    desk.calm()
    dialog = desk.part.findChild(FairnessDialog)
    assert dialog is not None
    dialog.accept()
