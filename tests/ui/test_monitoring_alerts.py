"""The alerts part on the real services: read a list, see who is matched, work one alert to its end."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from jiuzhu.services.granting import adjusting
from jiuzhu.services.household import events, means
from jiuzhu.services.monitoring import alerting
from jiuzhu.services.monitoring.comparing import shape
from jiuzhu.ui.monitoring.alerts_part import AlertsPart
from jiuzhu.ui.monitoring.consequences_dialog import ConsequencesDialog
from jiuzhu.ui.monitoring.fairness_dialog import FairnessDialog
from jiuzhu.ui.monitoring.list_dialog import ListDialog
from jiuzhu.ui.pages.monitoring import MonitoringPage
from jiuzhu.ui.tasks import Tasks
from on_the_way import approve, submitted
from part_hands import fill_dialog
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


def answered(desk: Desk, name: str, value: str) -> None:
    line = desk.part.findChild(QWidget, f"alert.{name}")
    assert line is not None
    editor = line if isinstance(line, QLineEdit | QPlainTextEdit) else line.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit | QPlainTextEdit)
    editor.setFocus()
    if isinstance(editor, QPlainTextEdit):
        editor.setPlainText(value)
    else:
        editor.setText(value)
        editor.textEdited.emit(value)
    QTest.keyClick(editor, Qt.Key.Key_Tab)


def test_a_confirmed_death_waits_until_it_is_recorded_from_here(
    desk: Desk, town: Town, tmp_path: Path
) -> None:
    imported(desk, tmp_path)
    answered(desk, "outcome", "confirmed")
    answered(desk, "evidence", "社区出具死亡证明")
    desk.button("alert_close").click()
    desk.calm()
    assert "核实属实，还没有处理" in desk.page.bar.text
    assert desk.button("alerts_confirmed").text() == "属实，待处理 1"
    desk.button("alerts_confirmed").click()
    desk.calm()
    assert not desk.button("alert_note").isEnabled()
    desk.button("alert_record").click()
    desk.calm()
    (alert,) = town.checker.read(alerting.alerts)
    ids = {name: one for one, name in town.checker.read(means.home_of, alert.household_id).people}
    told = {"next_head": "乙示例", f"next.{ids['丙示例']}": "子"}
    fill_dialog(desk.page, effective_on="2025-11-18", **told, details="社区出具死亡证明")
    desk.calm()
    assert desk.button("alerts_closed").text() == "已办结 1"
    (follows,) = desk.page.findChildren(ConsequencesDialog)
    follows.reject()
    desk.button("alerts_closed").click()
    desk.calm()
    (event,) = town.checker.read(events.waiting)
    assert desk.label("alert_found") == f"属实，已处理：社区出具死亡证明\n处理：{event.number}"


def test_an_adjustment_is_proposed_from_an_alert(desk: Desk, town: Town, tmp_path: Path) -> None:
    imported(desk, tmp_path)
    desk.button("alert_propose").click()
    desk.calm()
    (follows,) = desk.page.findChildren(ConsequencesDialog)
    desk.button("consequences_by_hand").click()
    desk.calm()
    fill_dialog(desk.page, monthly="100", reason="成员死亡，减去其份额")
    desk.calm()
    desk.button("consequences_propose").click()
    desk.calm()
    follows.reject()
    (adjustment,) = town.head.read(adjusting.adjustments)
    assert desk.part.model.rows[0].followed == adjustment.number


def test_an_alert_of_a_colleague_is_taken_over_first(desk: Desk, town: Town, tmp_path: Path) -> None:
    imported(desk, tmp_path)
    (alert,) = town.checker.read(alerting.alerts)
    town.checker.write(alerting.give_alerts, [alert.id], town.clerk.actor.operator_id)
    desk.part.reload()
    desk.calm()
    assert "由张经办核实" in desk.label("alert_found")
    assert not desk.button("alert_close").isVisible()
    desk.button("alert_take_over").click()
    desk.calm()
    assert desk.button("alert_close").isVisible()


def test_with_a_message_above_the_page_does_not_scroll(desk: Desk, tmp_path: Path) -> None:
    imported(desk, tmp_path)
    answered(desk, "outcome", "confirmed")
    desk.calm()
    assert desk.page.bar.isVisible()
    bar = desk.page.area.verticalScrollBar()
    assert (bar.maximum(), desk.button("part_alerts").visibleRegion().boundingRect().height()) == (
        0, desk.button("part_alerts").height(),
    )  # fmt: skip
