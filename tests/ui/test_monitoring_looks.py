"""查阅 on 监测: the head and who audits read who looked, by clicks; a look from another window appears by itself."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from jiuzhu.services.casework import files
from jiuzhu.services.office import admin, history
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.ui.pages.checking import CheckingPage
from jiuzhu.ui.pages.monitoring import MonitoringPage
from jiuzhu.ui.tasks import Tasks
from part_hands import Desks, Hands
from town import Town, payer_of, urban_three

Open = Callable[[Workspace], Hands]


@pytest.fixture
def hands(desks: Desks) -> Open:
    return lambda workspace: desks(MonitoringPage, workspace, "looks")


def test_the_head_reads_the_day_and_prints_it(
    town: Town, hands: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = town.accept(urban_three(town)).application_id
    for desk in (town.checker, payer_of(town)):
        desk.read(history.history, taken)
        desk.write_looks()
    head = hands(town.head)
    assert [(row.who, bool(row.odd)) for row in head.rows] == [("钱统计", True), ("李核查", False)]
    assert head.label("looks_head") == "钱统计 看 甲示例"
    assert "不寻常：没有经办过，也不在待办" in head.label("looks_told")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    head.click("looks_print")
    head.click("leaving_take")
    assert "已存到" in head.said
    assert len(list(tmp_path.glob("K-*.pdf"))) == 1
    head.queue("out")
    assert [row.who for row in head.rows] == ["王主任", "王主任"]  # the row of the register, and the paper
    head.queue("yesterday")
    assert head.rows == []


def test_a_number_shown_is_told_with_its_reason(town: Town, hands: Open) -> None:
    taken = town.accept(urban_three(town)).application_id
    person = town.clerk.read(files.dossier, taken).members[0].id
    town.clerk.write(admin.reveal, person, "核对银行卡户名")
    auditor = hands(town.auditor)
    auditor.queue("shown")
    assert [(row.who, row.name, row.reason) for row in auditor.rows] == [
        ("张经办", "甲示例", "核对银行卡户名")
    ]


def test_a_file_opened_in_the_window_is_in_the_list(town: Town, hands: Open, qtbot: QtBot) -> None:
    taken = town.accept(urban_three(town)).application_id
    bugs: list[BaseException] = []
    tasks = Tasks(town.checker, bugs.append)
    page = CheckingPage(tasks, town.checker)
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitSignal(tasks.idle, timeout=20_000):
        page.open_application(taken)
    tasks.shutdown()
    assert not bugs
    (row,) = hands(town.head).rows
    assert (row.who, row.name, row.odd) == ("李核查", "甲示例", "")


def test_nobody_else_sees_it(town: Town, desks: Desks) -> None:
    clerk = desks(MonitoringPage, town.clerk, "alerts")
    assert clerk.page.findChild(QPushButton, "part_looks") is None
