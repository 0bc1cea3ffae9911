"""导入修改 on the ledgers page: seen before it is stored, taken, undone."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from jiuzhu.domain.household import Household
from jiuzhu.services.household import accounts
from jiuzhu.services.ledger import ledger_imports, ledger_return, ledgers
from jiuzhu.ui.ledgers.return_dialog import ImportsDialog, ReturnDialog
from jiuzhu.ui.pages.ledgers import LedgersPage
from jiuzhu.ui.tasks import Tasks
from on_the_way import approve, rows, submitted
from once import once
from stated import SAID
from town import Town, urban_three

WAIT = 20_000


@pytest.fixture
@once
def home(town: Town) -> Household:
    """A family of three with 低保, as the records have it."""
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    return rows(town, taken).household


@pytest.fixture
def page(qtbot: QtBot, town: Town, home: Household, qapp: object) -> Iterator[LedgersPage]:  # noqa: ARG001  # the application must exist
    """Opened when the family is there: an office is not made anew under a window that reads it."""
    tasks = Tasks(town.checker, lambda error: pytest.fail(str(error)))
    made = LedgersPage(tasks, town.checker)
    qtbot.addWidget(made)
    made.resize(1198, 720)
    made.show()
    yield made
    tasks.shutdown()


def calm(qtbot: QtBot, page: LedgersPage) -> None:
    """Everything asked for has been answered."""
    for _ in range(4):
        with qtbot.waitSignal(page.tasks.idle, timeout=WAIT):
            page.tasks.call(str, owner=page, then=lambda _: None)


def press(qtbot: QtBot, page: LedgersPage, name: str) -> None:
    """A button by its object name."""
    found = page.findChild(QPushButton, name)
    assert found is not None, name
    assert found.isVisibleTo(page), name
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)
    calm(qtbot, page)


def corrected(town: Town, path: Path, words: dict[str, str]) -> Path:
    """The households of 低保 as a workbook in which a village wrote other words."""
    town.checker.write(ledgers.export, "dibao_households", {}, path, SAID)
    book = load_workbook(path)
    sheet: Any = book.active
    for cell in (one for row in sheet.iter_rows() for one in row):
        if cell.value in words:
            cell.value = words[cell.value]
    book.save(path)
    return path


def read_back(qtbot: QtBot, page: LedgersPage, path: Path) -> ReturnDialog:
    """What is shown of a workbook before anything of it is stored."""
    page.reload()
    calm(qtbot, page)
    page.choose("dibao_households")
    calm(qtbot, page)
    page.returning.read_return(path)
    calm(qtbot, page)
    dialog = page.findChild(ReturnDialog)
    assert dialog is not None
    return dialog


def imports_of(qtbot: QtBot, page: LedgersPage) -> ImportsDialog:
    """The imports that were taken."""
    press(qtbot, page, "ledger_imports_open")
    dialog = page.findChild(ImportsDialog)
    assert dialog is not None
    return dialog


def address_of(town: Town, home: Household) -> str:
    return town.clerk.read(lambda unit: unit.get(Household, home.id)).address


def test_a_corrected_address_is_seen_taken_and_put_back(
    qtbot: QtBot, town: Town, page: LedgersPage, home: Household, tmp_path: Path
) -> None:
    path = corrected(town, tmp_path / "村里核对.xlsx", {home.address: "示例路 99 号"})
    dialog = read_back(qtbot, page, path)
    assert [(row.was, row.now) for row in dialog.model.rows] == [(home.address, "示例路 99 号")]
    press(qtbot, page, "ledger_return_take")
    assert address_of(town, home) == "示例路 99 号"
    assert "放回原样" in imports_of(qtbot, page).told.text()
    press(qtbot, page, "ledger_imports_take")
    assert address_of(town, home) == home.address


def test_an_import_past_its_days_is_not_offered_to_be_undone(
    qtbot: QtBot, town: Town, page: LedgersPage, home: Household, tmp_path: Path
) -> None:
    def bring(address: str) -> None:
        path = corrected(town, tmp_path / f"{address}.xlsx", {address_of(town, home): address})
        preview = town.checker.read(ledger_return.look_at_return, "dibao_households", path)
        town.checker.write(ledger_return.apply_return, preview, "示例社区")

    bring("示例路 98 号")
    town.on(date(2025, 11, 20))
    bring("示例路 99 号")
    page.reload()
    calm(qtbot, page)
    dialog = imports_of(qtbot, page)
    assert [row.undo_until for row in dialog.model.rows] == [date(2025, 11, 27), date(2025, 11, 19)]
    assert dialog.take.isEnabled()
    dialog.table.choose(1)
    assert not dialog.take.isEnabled()
    assert "最迟 2025-11-19 可以撤销，已经过期" in dialog.told.text()
    dialog.table.choose(0)
    assert dialog.take.isEnabled()
    assert "放回原样" in dialog.told.text()
    for one, may in ((town.head, False), (town.auditor, False), (town.checker, True)):
        (newest, _) = one.read(ledger_imports.imports)
        assert (newest.closed == "") == may, newest.closed
        assert may or "请由能导入台账的同事办理" in newest.closed
    town.on(date(2025, 11, 28))
    dialog.reject()
    dialog = imports_of(qtbot, page)
    assert not dialog.take.isEnabled()
    assert "最迟 2025-11-27 可以撤销" in dialog.told.text()
    dialog.reject()


def test_an_account_is_said_to_wait_before_and_after_it_is_asked_for(
    qtbot: QtBot, town: Town, page: LedgersPage, home: Household, tmp_path: Path
) -> None:
    words = {home.address: "示例路 99 号", home.account_number: "6222000011112222"}
    dialog = read_back(qtbot, page, corrected(town, tmp_path / "村里核对.xlsx", words))
    assert "其中 1 户的账户变更只是提出" in dialog.told.text()
    assert {dialog.model.cell(place, 5) for place in range(2)} == {"改", "只提出，等另一人确认"}
    press(qtbot, page, "ledger_return_take")
    (asked,) = town.head.read(accounts.proposed)
    town.head.write(accounts.decide_account, asked.id, confirmed=True)
    imports_of(qtbot, page)
    press(qtbot, page, "ledger_imports_take")
    said = page.bar.text
    assert "1 处修改放回原样" in said
    assert f"{home.number} 的新账户已由另一人确认，没有改回" in said


@pytest.mark.usefixtures("home")
def test_an_unchanged_workbook_offers_nothing_to_import(
    qtbot: QtBot, town: Town, page: LedgersPage, tmp_path: Path
) -> None:
    dialog = read_back(qtbot, page, corrected(town, tmp_path / "没改.xlsx", {}))
    assert (
        dialog.told.text()
        == "读到 1 行，与现在的台账一致，没有要导入的修改。工作簿里删去的行不改动任何内容。"
    )
    assert not dialog.take.isEnabled()
    dialog.reject()
