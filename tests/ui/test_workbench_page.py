"""The first page, on the real services."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from jiuzhu.services.approval import approving
from jiuzhu.services.casework.queue import QueueRow
from jiuzhu.services.office import escalating
from jiuzhu.ui.dialogs import reason as reason_dialog
from jiuzhu.ui.pages.workbench import WorkbenchPage, due_text
from jiuzhu.ui.tasks import Tasks
from on_the_way import accept, opined, single
from town import Town, urban_couple, urban_three

WAIT = 20_000


@pytest.fixture
def tasks(town: Town) -> Iterator[Tasks]:
    bugs: list[BaseException] = []
    made = Tasks(town.clerk, bugs.append)
    yield made
    made.shutdown()
    assert not bugs


def _page(qtbot: QtBot, town: Town, tasks: Tasks) -> WorkbenchPage:
    page = WorkbenchPage(tasks, town.clerk)
    qtbot.addWidget(page)
    page.resize(1190, 700)
    page.show()
    qtbot.waitUntil(lambda: page.findChild(QPushButton, "number_to_check") is not None, timeout=WAIT)
    return page


def test_the_numbers_are_queues_and_a_row_opens_its_file(qtbot: QtBot, town: Town, tasks: Tasks) -> None:
    receipt = town.accept(urban_three(town))
    town.accept(urban_couple(town))
    page = _page(qtbot, town, tasks)
    qtbot.waitUntil(lambda: page.model.total == 2, timeout=WAIT)
    number = page.findChild(QPushButton, "number_to_check")
    assert isinstance(number, QPushButton)
    assert number.accessibleName() == "待核查 2 件"
    assert number.isChecked()

    qtbot.waitUntil(lambda: page.model.row(0) is not None, timeout=WAIT)
    page.table.choose(0)
    with qtbot.waitSignal(page.application_chosen, timeout=WAIT) as chosen:
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    row: QueueRow = page.model.row(0)
    assert chosen.args == [row.application_id]
    assert receipt.application_id in {page.model.row(0).application_id, page.model.row(1).application_id}


def test_an_empty_queue_says_how_to_begin_and_the_button_begins(
    qtbot: QtBot, town: Town, tasks: Tasks
) -> None:
    page = _page(qtbot, town, tasks)
    qtbot.waitUntil(lambda: bool(page.findChild(QLabel, "workbench_backup").text()), timeout=WAIT)  # type: ignore[union-attr]  # waited for above
    assert page.model.total == 0
    begin = page.findChild(QPushButton, "new_application")
    assert isinstance(begin, QPushButton)
    with qtbot.waitSignal(page.intake_wanted, timeout=WAIT) as wanted:
        QTest.keyClick(begin, Qt.Key.Key_Space)
    assert wanted.args == [""]


def test_a_missing_calendar_year_and_no_backup_are_told(qtbot: QtBot, town: Town, tasks: Tasks) -> None:
    town.on(date(2026, 11, 23))
    page = _page(qtbot, town, tasks)
    warnings = page.findChild(QLabel, "workbench_warnings")
    assert isinstance(warnings, QLabel)
    qtbot.waitUntil(lambda: "2027 年的放假安排还没有导入" in warnings.text(), timeout=WAIT)
    assert "还没有选定备份盘" in warnings.text()


def test_another_clerks_change_shows_without_asking(qtbot: QtBot, town: Town, tasks: Tasks) -> None:
    page = _page(qtbot, town, tasks)
    number = page.findChild(QPushButton, "number_to_check")
    assert isinstance(number, QPushButton)
    town.accept(urban_three(town))
    tasks.changed.emit(frozenset({"application"}))
    qtbot.waitUntil(lambda: number.accessibleName() == "待核查 1 件", timeout=WAIT)


@pytest.mark.parametrize(("days", "told"), [(3, "还有 3 天"), (0, "今天"), (-2, "超 2 天"), (None, "—")])
def test_days_left_are_words(town: Town, days: int | None, told: str) -> None:
    town.accept(urban_three(town))
    from jiuzhu.services.casework import queue  # noqa: PLC0415  # only this test needs a row of its own

    [row] = town.clerk.read(queue.rows, ("accepted",))
    fields = {name: getattr(row, name) for name in row.__slots__} | {"days_left": days}
    if days is None:
        fields["due_on"] = None
    assert told in due_text(QueueRow(**fields))[1]


def test_a_period_that_ran_out_is_not_told_as_a_limit_that_was_missed(town: Town) -> None:
    taken = opined(town, urban_three(town))
    town.checker.write(approving.post_notice, taken, "示例社区公示栏")
    town.on(date(2025, 10, 30))
    from jiuzhu.services.casework import queue  # noqa: PLC0415  # as above

    [row] = town.clerk.read(queue.rows, ("posted",))
    assert row.days_left is not None
    assert row.days_left < 0
    assert due_text(row) == ("warn", f"{row.due_on:%m-%d} 已期满")


def test_what_went_up_is_answered_on_the_first_page(
    qtbot: QtBot, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.clerk.write(escalating.name_person, town.head.actor.operator_id)
    taken = accept(town, single(town, "quick")).application_id
    town.on(date(2025, 10, 20))
    bugs: list[BaseException] = []
    tasks = Tasks(town.head, bugs.append)
    try:
        page = WorkbenchPage(tasks, town.head)
        qtbot.addWidget(page)
        page.resize(1190, 700)
        page.show()
        qtbot.waitUntil(lambda: page.findChild(QPushButton, "number_escalated") is not None, timeout=WAIT)
        answer = page.findChild(QPushButton, "answer_escalation")
        assert isinstance(answer, QPushButton)
        assert not answer.isVisible()
        page.choose("escalated")
        qtbot.waitUntil(lambda: page.model.total == 1 and page.model.row(0) is not None, timeout=WAIT)
        assert answer.isVisible()
        answer.click()
        assert "请先在列表里选中" in page.bar.text
        page.table.choose(0)
        with qtbot.waitSignal(page.application_chosen, timeout=WAIT) as chosen:
            QTest.keyClick(page.table, Qt.Key.Key_Return)
        assert chosen.args == [taken]
        monkeypatch.setattr(reason_dialog, "ask", lambda *_: "已催办，今天上报")
        answer.click()
        qtbot.waitUntil(lambda: page.findChild(QPushButton, "number_escalated") is None, timeout=WAIT)
        assert "督办已答复" in page.bar.text
        assert not answer.isVisible()
    finally:
        tasks.shutdown()
    assert not bugs
