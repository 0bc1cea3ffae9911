"""The ledgers page on the real services and a real encrypted file."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import pytest
from openpyxl import load_workbook
from other_desk import desk_of
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from jiuzhu.domain.rights import Actor
from jiuzhu.services.counter import intake
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.office_rules import arranging
from jiuzhu.services.relief import reserve
from jiuzhu.ui.ledgers.filter_bar import months
from jiuzhu.ui.pages.ledgers import LedgersPage
from jiuzhu.ui.tasks import Tasks
from ledger_case import decide, single
from town import Town, complete, open_town, payer_of

W = TypeVar("W", bound=QWidget)
WAIT = 20_000
VILLAGES = ("示例社区", "样本社区", "虚构村")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = open_town(tmp_path / "office")
    for place in range(9):
        made.on(date(2025, 10, 13 + place))
        receipt = made.accept(single(made, 101 + place, VILLAGES[place % 3]))
        if place % 3 == 0:
            made.head.write(
                decide,
                receipt.application_id,
                amounts={"dibao": (Decimal("400.05"), Decimal("60.00"))},
                first="2025-10",
            )
    yield made
    made.close()


class Desk:
    """The page with hands on mouse and keyboard."""

    def __init__(self, qtbot: QtBot, workspace: Workspace) -> None:
        self.bot = qtbot
        self.bugs: list[BaseException] = []
        self.tasks = Tasks(workspace, self.bugs.append)
        self.page = LedgersPage(self.tasks, workspace)
        qtbot.addWidget(self.page)
        self.page.resize(1198, 720)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow, timeout=WAIT)
        self.calm()

    def calm(self) -> None:
        for _ in range(2):  # the first answer may ask again
            self.tasks.call(str, owner=self.page, then=lambda _: None)
            with self.bot.waitSignal(self.tasks.idle, timeout=WAIT):
                pass
        assert not self.bugs

    def find(self, kind: type[W], name: str) -> W:
        found = self.page.findChild(kind, name)
        assert found is not None, name
        return found

    def click(self, name: str) -> None:
        QTest.mouseClick(self.find(QPushButton, name), Qt.MouseButton.LeftButton)

    def leave(self, name: str, answer: str = "leaving_take") -> None:
        """Press a button that lets something leave, then the one of the dialog that asks what for."""
        self.click(name)
        self.calm()
        self.click(answer)
        self.calm()

    def choose(self, name: str, label: str) -> None:
        """Pick from a list with the keyboard."""
        box = self.find(QComboBox, name)
        box.setFocus()
        place = box.findText(label)
        assert place >= 0, label
        QTest.keyClick(box, Qt.Key.Key_Home)
        for _ in range(place):
            QTest.keyClick(box, Qt.Key.Key_Down)
        self.calm()

    def shown(self, column: str) -> list[str]:
        model = self.page.model
        assert model is not None
        place = [item.header for item in model.columns].index(column)
        return [model.cell(row, place) for row in range(model.rowCount())]

    @property
    def totals(self) -> str:
        return self.page.totals.text().replace("\N{NO-BREAK SPACE}", " ")

    @property
    def export_text(self) -> str:
        return self.find(QPushButton, "export").text()


@pytest.fixture
def desk(qtbot: QtBot, town: Town) -> Iterator[Desk]:
    made = Desk(qtbot, town.clerk)
    yield made
    made.tasks.shutdown()


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    """What the person answers in the modal windows, and what opened."""
    given: dict[str, Any] = {
        "file": str(tmp_path / "out.xlsx"),
        "folder": str(tmp_path),
    }

    def opened(url: QUrl) -> bool:
        given["opened"] = url.toLocalFile()
        return True

    def save(_parent: object, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        given["start"] = start
        return given["file"], ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: given["folder"])
    monkeypatch.setattr(QDesktopServices, "openUrl", opened)
    return given


def test_the_newest_application_comes_first_and_the_totals_stand_below(desk: Desk) -> None:
    assert desk.shown("申请人") == [f"示例{order}" for order in range(109, 100, -1)]
    assert desk.export_text == "导出 9 行"
    assert desk.totals == "合计 9 件　　人口 9　　月救助金额 1,380.15 元"


def test_numbers_of_people_are_masked_on_screen(desk: Desk) -> None:
    assert ["********" in text for text in desk.shown("证件号码")] == [True] * 9
    desk.click("ledger_dibao_households")
    desk.calm()
    assert desk.shown("银行账号") == ["****0101", "****0104", "****0107"]


def test_filters_narrow_rows_totals_and_the_export_button(desk: Desk) -> None:
    desk.choose("filter_village", "示例社区")
    assert desk.export_text == "导出 3 行"
    desk.choose("filter_state", "已确认")
    assert desk.shown("申请人") == ["示例107", "示例104", "示例101"]
    assert "月救助金额 1,380.15 元" in desk.totals
    desk.choose("filter_state", "不予确认")
    assert desk.export_text == "导出 0 行"
    assert not desk.find(QPushButton, "export").isEnabled()
    desk.click("clear_filters")
    desk.calm()
    assert desk.export_text == "导出 9 行"


def test_a_typed_word_is_looked_for_after_a_pause(desk: Desk) -> None:
    box = desk.find(QLineEdit, "filter_text")
    box.setFocus()
    QTest.keyClicks(box, "A00004")
    desk.bot.waitUntil(lambda: desk.export_text == "导出 1 行", timeout=WAIT)
    desk.calm()
    assert desk.shown("申请人") == ["示例104"]


def test_days_are_read_as_typed_and_a_wrong_one_is_told(desk: Desk) -> None:
    start = desk.find(QLineEdit, "filter_date_from")
    start.setFocus()
    QTest.keyClicks(start, "20251019")
    QTest.keyClick(start, Qt.Key.Key_Return)
    desk.calm()
    assert start.text() == "2025-10-19"
    assert desk.export_text == "导出 3 行"
    QTest.keyClicks(start, "9")
    QTest.keyClick(start, Qt.Key.Key_Return)
    desk.calm()
    assert desk.page.bar.level == "warn"
    assert desk.page.bar.text
    assert desk.export_text == "导出 3 行"


def test_a_header_sorts_in_the_database(desk: Desk) -> None:
    header = desk.page.table.horizontalHeader()
    model = desk.page.model
    assert model is not None
    place = [column.header for column in model.columns].index("受理日期")
    header.sectionClicked.emit(place)
    desk.calm()
    days = desk.shown("受理日期")
    assert days in (sorted(days), sorted(days, reverse=True))
    assert len(set(days)) == 9


def test_enter_opens_the_file_behind_a_row(desk: Desk) -> None:
    opened: list[str] = []
    desk.page.application_chosen.connect(opened.append)
    desk.page.table.choose(0)
    QTest.keyClick(desk.page.table, Qt.Key.Key_Return)
    assert len(opened) == 1
    assert opened[0]


def test_an_export_asks_for_its_purpose_and_says_where_it_is(desk: Desk, answers: dict[str, Any]) -> None:
    desk.choose("filter_village", "样本社区")
    desk.leave("export")
    path = Path(answers["file"])
    assert Path(answers["start"]).name == "社会救助申请台账-2025-10-21.xlsx"
    assert desk.page.bar.level == "ok"
    assert "已导出 3 行" in desk.page.bar.text
    assert str(path) in desk.page.bar.text
    rows = list(load_workbook(path).worksheets[0].iter_rows(values_only=True))
    assert rows[-1][0] == "合计（3 行）"
    assert all("*" not in str(row[2]) for row in rows[-4:-1])
    assert desk.page.workspace.settings.export_folder == str(path.parent)
    desk.click("message_action")
    assert answers["opened"] == str(path.parent)


@pytest.mark.parametrize("turned_back", ["leaving_back", "file"])
def test_turning_back_exports_nothing(desk: Desk, answers: dict[str, Any], turned_back: str) -> None:
    path = Path(answers["file"])
    if turned_back == "file":
        answers["file"] = ""
    desk.leave("export", "leaving_take" if turned_back == "file" else turned_back)
    assert not path.exists()
    assert not desk.page.bar.text


def test_a_refused_export_is_told_and_can_be_tried_again(
    desk: Desk, answers: dict[str, Any], tmp_path: Path
) -> None:
    answers["file"] = str(tmp_path / "没有" / "也没有" / "a.xlsx")
    desk.leave("export")
    assert desk.page.bar.level == "warn"
    assert "不存在" in desk.page.bar.text
    assert desk.find(QPushButton, "export").isEnabled()


def test_a_name_without_ending_becomes_a_workbook(
    desk: Desk, answers: dict[str, Any], tmp_path: Path
) -> None:
    answers["file"] = str(tmp_path / "台账1.0")
    desk.leave("export")
    assert (tmp_path / "台账1.0.xlsx").exists()


def test_the_roster_of_the_month_leaves_as_pdf_and_xlsx(
    desk: Desk, answers: dict[str, Any], tmp_path: Path
) -> None:
    desk.click("ledger_roster")
    desk.calm()
    assert desk.find(QComboBox, "filter_month").currentText() == "2025-10"
    assert desk.shown("序号") == ["1", "2", "3"]
    assert desk.totals.endswith("实发合计 1,380.15 元")
    desk.choose("filter_month", "2025-09")
    assert not desk.find(QPushButton, "roster_pdf").isEnabled()
    desk.choose("filter_month", "2025-11")
    desk.leave("roster_pdf")
    assert len(list(tmp_path.glob("F21-册2025-*.pdf"))) == 1
    assert "共 1 页" in desk.page.bar.text
    desk.leave("roster_pdf")
    assert "内容未变，第 2 次打印" in desk.page.bar.text
    desk.leave("export")
    assert Path(answers["start"]).name == "最低生活保障发放花名册-2025-11.xlsx"
    assert "已导出 3 行" in desk.page.bar.text


def test_only_the_filters_of_a_ledger_are_shown(desk: Desk) -> None:
    def shown() -> set[str]:
        names = ("text", "state", "programme", "village", "month", "date_from", "date_to")
        return {name for name in names if desk.find(QWidget, f"filter_{name}").isVisible()}

    assert shown() == {"text", "state", "programme", "village", "date_from", "date_to"}
    assert not desk.find(QPushButton, "roster_pdf").isVisible()
    desk.click("ledger_dibao_households")
    desk.calm()
    assert shown() == {"text", "state", "village", "month", "date_from", "date_to"}
    desk.choose("filter_month", "2025-09")
    assert desk.export_text == "导出 0 行"
    desk.click("ledger_roster")
    desk.calm()
    assert shown() == {"text", "programme", "village", "month"}


def test_who_may_not_export_sees_a_closed_button(qtbot: QtBot, town: Town) -> None:
    actor = Actor("0" * 32, "x", "孙系统", frozenset({"administrator"}), "", "A")
    made = Desk(qtbot, desk_of(town.clerk, actor))
    button = made.find(QPushButton, "export")
    assert (button.text(), button.isEnabled()) == ("导出 9 行", False)
    assert "岗位" in button.toolTip()
    made.tasks.shutdown()


def test_a_new_application_appears_by_itself(desk: Desk, town: Town) -> None:
    dossier = complete(single(town, 140, "示例社区"), town.clerk.today())
    desk.tasks.write(intake.accept, dossier, owner=desk.page)
    desk.calm()
    desk.bot.waitUntil(lambda: desk.export_text == "导出 10 行", timeout=WAIT)


def test_a_table_without_rows_says_what_will_be_there(qtbot: QtBot, tmp_path: Path) -> None:
    empty = open_town(tmp_path / "office")
    made = Desk(qtbot, empty.clerk)
    assert made.export_text == "导出 0 行"
    assert "第一份申请" in made.page.table._empty  # noqa: SLF001  # painted, not a widget
    made.tasks.shutdown()
    empty.close()


def test_tab_walks_from_the_chooser_through_the_filters_to_the_table(desk: Desk) -> None:
    desk.find(QPushButton, "ledger_applications").setFocus()
    seen = []
    for _ in range(23):
        widget = QApplication.focusWidget()
        assert widget is not None
        seen.append(widget.objectName())
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    wanted = [
        "ledger_applications", "ledger_dibao_households", "ledger_roster", "ledger_reserve", "ledger_damaged_houses",
        "ledger_grants", "ledger_events", "ledger_adjustments", "ledger_rechecks", "ledger_alerts", "ledger_transfers",
        "ledger_leads",
        "ledger_service_rosters", "ledger_exports",
        "filter_state", "filter_programme", "filter_village", "filter_date_from", "filter_date_to",
        "filter_text", "clear_filters", "ledger_rows",
    ]  # fmt: skip
    assert seen[: len(wanted)] == wanted


def test_months_reach_into_the_next_year() -> None:
    found = months(date(2025, 11, 30))
    assert found[:3] == ["2026-01", "2025-12", "2025-11"]
    assert len(found) == len(set(found)) == 36


@pytest.mark.usefixtures("answers")
def test_the_reserve_leaves_by_the_month(qtbot: QtBot, town: Town, tmp_path: Path) -> None:
    payer = payer_of(town)
    payer.write(reserve.open_reserve, Decimal(50000))
    desk = Desk(qtbot, payer)
    desk.click("ledger_reserve")
    desk.calm()
    assert desk.totals == "合计 1 笔　　收入 50,000.00 元　　支出 0.00 元"
    desk.click("roster_pdf")
    assert "请先在上面选月份" in desk.page.bar.text
    desk.choose("filter_month", f"{town.clerk.today():%Y-%m}")
    desk.leave("roster_pdf")
    assert "台账 文2025-" in desk.page.bar.text
    assert len(list(tmp_path.glob("F26-文2025-*.pdf"))) == 1
    desk.click("ledger_damaged_houses")
    desk.calm()
    assert not desk.find(QPushButton, "roster_pdf").isEnabled()
    desk.tasks.shutdown()


def test_over_midnight_headings_and_rows_change_together(town: Town, qtbot: QtBot) -> None:
    clerk = town.clerk
    before = clerk.read(arranging.arrangement, "ledger", "applications")
    entries = [replace(one, off=one.key == "id_number") for one in before.entries]
    town.on(date(2025, 10, 31))
    arranging.set_arrangement(clerk, before, entries, date(2025, 11, 1), "")
    desk = Desk(qtbot, clerk)
    names, numbers = desk.shown("申请人"), desk.shown("证件号码")
    village = desk.shown("村（居）")
    assert ["*" in one for one in numbers] == [True] * 9
    town.on(date(2025, 11, 1))  # the page stays open; nothing is written
    assert desk.page.model is not None
    desk.page.model.reload()
    desk.calm()
    desk.calm()
    headers = [column.header for column in desk.page.model.columns]
    assert "证件号码" not in headers
    assert (desk.shown("申请人"), desk.shown("村（居）")) == (names, village)
    desk.tasks.shutdown()
