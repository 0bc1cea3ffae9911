"""The approving page on the real services and a real encrypted file, with the keys a head uses."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from approving_desk import Desk
from jiuzhu.domain import application as app
from jiuzhu.services.approval import approving
from jiuzhu.services.casework import files
from jiuzhu.services.counter import relatives
from jiuzhu.services.counter.relatives import StaffRelation
from jiuzhu.storage.unit import Unit
from jiuzhu.ui import theme, tokens
from jiuzhu.ui.approving.batch_dialog import BatchDialog
from on_the_way import opined, submitted, surveyed
from town import Town, open_town, urban_couple, urban_three

WAIT = 20_000
ALT = Qt.KeyboardModifier.AltModifier
SENT = date(2025, 11, 3)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = open_town(tmp_path / "office", date(2025, 10, 24))
    yield made
    made.close()


def plain_files(town: Town, *orders: int) -> list[str]:
    """Households without a question, submitted to the head on the same day."""
    made = []
    for order in orders:
        town.on(date(2025, 10, 24))
        made.append(submitted(town, urban_three(town, order), date(2025, 10, 24), SENT))
    return made


def state(town: Town, taken: str) -> str:
    return town.clerk.read(files.load_rows, taken).application.state


def test_the_head_signs_one_file_after_the_other_with_one_key(qtbot: QtBot, town: Town) -> None:
    taken = plain_files(town, 11, 41)
    desk = Desk(qtbot, town.head)
    try:
        assert desk.page.queue.key == "to_sign"
        assert desk.page.queue.table.hasFocus()
        first = desk.shown
        assert "甲示例" in desk.text
        assert desk.text.index("差异") < desk.text.index("认定") < desk.text.index("经过")
        assert "500112198003020" not in desk.text  # masked

        desk.press(Qt.Key.Key_A, ALT)
        assert state(town, first) == "approved"
        assert "甲示例：已签署决定 决2025-" in desk.page.bar.text
        assert desk.shown == next(one for one in taken if one != first)
        desk.press(Qt.Key.Key_A, ALT)
        assert [state(town, one) for one in taken] == ["approved", "approved"]
        assert desk.page.view is None
        assert "没有申请" in desk.text
    finally:
        desk.tasks.shutdown()


def test_no_row_is_marked_while_a_file_of_another_queue_is_shown(qtbot: QtBot, town: Town) -> None:
    first, second = plain_files(town, 11, 41)
    other = opined(town, urban_three(town, 71))
    desk = Desk(qtbot, town.head)
    try:
        desk.page.open_application(other)
        desk.calm()
        assert desk.shown == other
        assert desk.page.queue.table.chosen_row() is None
        desk.page.reload()
        desk.calm()
        assert (desk.shown, desk.page.queue.table.chosen_row()) == (other, None)

        desk.press(Qt.Key.Key_Down)
        assert desk.shown == desk.page.queue.table.chosen_row().application_id
        desk.page.open_application(second if desk.shown == first else first)
        desk.calm()
        assert desk.shown == desk.page.queue.table.chosen_row().application_id

        desk.page.open_application(other)
        desk.calm()
        QTest.keyClicks(desk.page.queue.search, "5001")
        qtbot.waitUntil(lambda: desk.page.queue.table.chosen_row() is not None, timeout=WAIT)
        desk.calm()
        assert desk.shown == desk.page.queue.table.chosen_row().application_id
    finally:
        desk.tasks.shutdown()


def test_return_and_refusal_ask_for_their_reason_beside_the_field(qtbot: QtBot, town: Town) -> None:
    (taken,) = plain_files(town, 11)
    desk = Desk(qtbot, town.head)
    try:
        desk.press(Qt.Key.Key_N, ALT)
        assert "请写明不按认定（最低生活保障符合：950.00 元/月" in desk.field("reason").problem
        assert state(town, taken) == "submitted"
        desk.type_in("reason", "请补充妻子的就业情况")
        desk.press(Qt.Key.Key_R, ALT)
        assert state(town, taken) == "investigating"
        assert town.clerk.read(files.load_rows, taken).steps[-1].note == "请补充妻子的就业情况"
    finally:
        desk.tasks.shutdown()


def test_after_a_file_is_returned_the_keyboard_is_back_in_the_queue(qtbot: QtBot, town: Town) -> None:
    taken = plain_files(town, 11, 41, 71)
    desk = Desk(qtbot, town.head)
    try:
        desk.press(Qt.Key.Key_R, ALT)
        reason = desk.field("reason").edit
        assert QApplication.focusWidget() is reason  # the refusal of an empty reason stands beside its field
        desk.type_in("reason", "请补充妻子的就业情况")
        desk.press(Qt.Key.Key_R, ALT)
        assert state(town, taken[0]) == "investigating"
        assert QApplication.focusWidget() is desk.page.queue.table
        desk.press(Qt.Key.Key_Down)
        assert desk.shown == taken[2]
    finally:
        desk.tasks.shutdown()


def test_an_open_difference_is_shown_first_and_closes_the_way_to_yes(qtbot: QtBot, town: Town) -> None:
    plain, differing = plain_files(town, 11, 41)

    def differ(unit: Unit) -> None:
        line = next(row for row in files.load_rows(unit, differing).lines if row.category == "income")
        line.checked = Decimal("1800.00")
        line.explanation = "十月加班"
        unit.get(app.Application, differing).open_differences = 1

    town.checker.write(differ)
    desk = Desk(qtbot, town.head)
    try:
        assert desk.shown == differing
        assert "1 处没有结论" in desk.text
        assert "240.00" in desk.text
        assert "十月加班" in desk.text
        assert not desk.button("approve").isEnabled()
        desk.press(Qt.Key.Key_A, ALT)
        assert state(town, differing) == "submitted"
        desk.press(Qt.Key.Key_Down)
        assert desk.shown == plain
        assert desk.button("approve").isEnabled()
    finally:
        desk.tasks.shutdown()


def test_a_file_changed_meanwhile_is_shown_again_instead_of_signed(qtbot: QtBot, town: Town) -> None:
    (taken,) = plain_files(town, 11)
    desk = Desk(qtbot, town.head)

    def change(unit: Unit) -> None:
        unit.get(app.Application, taken).reason = "补充：丈夫十一月停工"

    try:
        town.checker.write(change)
        desk.press(Qt.Key.Key_A, ALT)
        assert "看过之后有改动" in desk.page.bar.text
        assert state(town, taken) == "submitted"
        assert "丈夫十一月停工" in desk.text
        desk.press(Qt.Key.Key_A, ALT)
        assert state(town, taken) == "approved"
    finally:
        desk.tasks.shutdown()


def test_a_batch_shows_what_is_left_out_before_the_one_signature(qtbot: QtBot, town: Town) -> None:
    plain = plain_files(town, 11, 41)
    town.on(date(2025, 10, 24))
    refusal = surveyed(town, urban_couple(town, 71), deposit=Decimal("41000.00"))
    town.checker.write(approving.give_opinion, refusal, "refuse", "货币财产超过上限，拟不同意。")
    town.on(SENT)
    desk = Desk(qtbot, town.head)
    seen: list[tuple[str, list[str]]] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, BatchDialog):  # not there yet
            QTimer.singleShot(100, answer)
            return
        seen.append((dialog.told.text(), [dialog.model.cell(0, column) for column in range(4)]))
        QTest.keyClick(dialog.sign, Qt.Key.Key_Return)

    try:
        desk.press(Qt.Key.Key_Space)
        assert desk.page.batch.text() == "批量同意 1 件　Alt+B"
        desk.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        assert desk.page.batch.text() == "批量同意 3 件　Alt+B"
        QTimer.singleShot(100, answer)
        QTest.keyClick(desk.page.queue.table, Qt.Key.Key_B, ALT)
        qtbot.waitUntil(lambda: bool(seen), timeout=WAIT)
        desk.calm()
        told, first = seen[0]
        assert told.startswith("将同意 2 件；1 件不在这次签署里")
        assert first[1] == "丁示例"
        assert "单独签署" in first[3]
        assert [state(town, one) for one in plain] == ["approved", "approved"]
        assert state(town, refusal) == "submitted"
        assert "已签署 2 件，6 份决定" in desk.page.bar.text
    finally:
        desk.tasks.shutdown()


def test_the_checker_goes_from_opinion_to_submission(qtbot: QtBot, town: Town) -> None:
    taken = surveyed(town, urban_three(town))
    desk = Desk(qtbot, town.checker)
    queue = desk.page.queue
    try:
        assert queue.key == "to_opine"
        assert "每月 950.00 元" in str(desk.page.panel.values()["text"])
        desk.press(Qt.Key.Key_A, ALT)
        assert state(town, taken) == "to_post"

        queue.which.setCurrentIndex(queue.which.findData("to_post"))
        desk.calm()
        assert desk.page.panel.values()["place"] == "示例社区公示栏"
        desk.press(Qt.Key.Key_A, ALT)
        queue.which.setCurrentIndex(queue.which.findData("posted"))
        desk.calm()
        desk.press(Qt.Key.Key_A, ALT)
        assert "下一步最早 2025-11-03" in desk.page.bar.text
        assert state(town, taken) == "posted"

        town.on(SENT)
        desk.press(Qt.Key.Key_A, ALT)
        queue.which.setCurrentIndex(queue.which.findData("to_submit"))
        desk.calm()
        desk.press(Qt.Key.Key_A, ALT)
        assert state(town, taken) == "submitted"
    finally:
        desk.tasks.shutdown()


def test_a_relative_is_told_who_gives_the_opinion_instead(qtbot: QtBot, town: Town) -> None:
    taken = surveyed(town, urban_three(town))
    town.clerk.write(relatives.file_relative, taken, StaffRelation(name="李核查", relation="申请人之兄"))
    desk = Desk(qtbot, town.checker)
    try:
        said = "".join(one.text() for one in desk.page.panel.findChildren(QLabel))
        assert "近亲属备案" in said
        assert "请由另一位能提出初审意见的同事办理" in said
        desk.press(Qt.Key.Key_A, ALT)
        assert state(town, taken) == "to_opine"
    finally:
        desk.tasks.shutdown()


def test_what_was_typed_is_there_again_after_looking_elsewhere(qtbot: QtBot, town: Town) -> None:
    for order in (11, 41):
        town.checker.write(approving.post_notice, opined(town, urban_three(town, order)), "示例社区公示栏")
    desk = Desk(qtbot, town.checker)
    try:
        desk.page.queue.which.setCurrentIndex(desk.page.queue.which.findData("posted"))
        desk.calm()
        first = desk.shown
        desk.type_in("content", "听说还有一辆货车")
        desk.page.queue.table.setFocus()
        desk.press(Qt.Key.Key_Down)
        assert desk.shown != first
        assert desk.page.panel.values()["content"] == ""
        desk.press(Qt.Key.Key_Up)
        assert desk.shown == first
        assert desk.page.panel.values()["content"] == "听说还有一辆货车"
    finally:
        desk.tasks.shutdown()


def test_delivery_is_registered_and_the_auditor_only_reads(qtbot: QtBot, town: Town) -> None:
    (taken,) = plain_files(town, 11)
    seen = town.head.read(files.dossier, taken).version
    town.head.write(approving.decide, taken, approving.Verdict(result="approved", seen_version=seen))
    desk = Desk(qtbot, town.auditor)
    try:
        desk.page.open_application(taken)
        desk.calm()
        assert desk.page.panel.findChildren(QPushButton) == []
        assert any("决定已签署，等待送达" in one.text() for one in desk.page.panel.findChildren(QLabel))
        menu = desk.page.more.menu()
        assert isinstance(menu, QMenu)
        desk.page.menus.fill_stops(menu)
        assert [action.isEnabled() for action in menu.actions()] == [False, False, False]
    finally:
        desk.tasks.shutdown()
    clerk = Desk(qtbot, town.clerk)
    try:
        clerk.page.open_application(taken)
        clerk.calm()
        clerk.press(Qt.Key.Key_A, ALT)
        delivered = town.clerk.read(files.load_rows, taken).decisions
        assert {row.delivered_on for row in delivered} == {SENT}
    finally:
        clerk.tasks.shutdown()


def test_a_refusal_of_a_family_that_fails_nothing_wants_a_clause_of_the_head(
    qtbot: QtBot, town: Town
) -> None:
    (taken,) = plain_files(town, 11)
    desk = Desk(qtbot, town.head)
    try:
        clause = desk.field("clause").edit
        assert isinstance(clause, QLineEdit)
        assert clause.text() == ""
        desk.type_in("reason", "申请人已领取失业保险金")
        desk.press(Qt.Key.Key_N, ALT)
        assert "请写明不同意所依据的条款" in desk.field("clause").problem
        assert QApplication.focusWidget() is clause
        assert state(town, taken) == "submitted"
        QTest.keyClicks(clause, "57-8")
        desk.press(Qt.Key.Key_N, ALT)
        assert state(town, taken) == "refused"
    finally:
        desk.tasks.shutdown()


def test_what_only_waits_for_facts_goes_back_with_one_key_and_is_not_refused(
    qtbot: QtBot, town: Town
) -> None:
    dossier = urban_couple(town, 71)
    dossier.members[1].counted, dossier.members[1].not_counted_reason = False, "分开住"
    taken = surveyed(town, dossier)
    desk = Desk(qtbot, town.checker)
    try:
        desk.open(taken)
        assert desk.button("look_again").property("kind") == "primary"
        assert desk.button("refuse_opinion").property("kind") != "primary"
        assert not desk.button("grant").isEnabled()
        assert "不作为不同意的理由" in desk.panel_text
        desk.press(Qt.Key.Key_R, ALT)
        assert state(town, taken) == "investigating"
        assert "还需：" in town.clerk.read(files.load_rows, taken).steps[-1].note
    finally:
        desk.tasks.shutdown()


def test_a_refusal_sent_up_for_want_of_facts_offers_the_head_the_way_back(qtbot: QtBot, town: Town) -> None:
    dossier = urban_couple(town, 71)
    dossier.members[1].counted, dossier.members[1].not_counted_reason = False, "分开住"
    taken = surveyed(town, dossier)
    town.checker.write(approving.give_opinion, taken, "refuse", "材料没有补齐，拟不同意。")
    desk = Desk(qtbot, town.head)
    try:
        desk.open(taken)
        primary = {word for word in ("approve", "return", "refuse") if kind(desk, word) == "primary"}
        assert primary == {"return"}
        clause = desk.field("clause").edit
        assert isinstance(clause, QLineEdit)
        assert clause.text() == ""
    finally:
        desk.tasks.shutdown()


def kind(desk: Desk, word: str) -> str:
    """How a button is drawn."""
    return str(desk.button(word).property("kind"))


@pytest.mark.parametrize("percent", [100, 150])
def test_the_head_reads_the_names_in_the_queue(
    qtbot: QtBot, qapp: QApplication, town: Town, percent: int
) -> None:
    plain_files(town, 11)
    try:
        theme.apply(qapp, "light", percent)
        desk = Desk(qtbot, town.head)
        desk.page.resize(1366 - tokens.scaled(tokens.RAIL), 700)
        desk.calm()
        table = desk.page.queue.table
        names = [column.header for column in desk.page.queue.model.columns].index("申请人")
        right = table.columnViewportPosition(names) + table.columnWidth(names)
        assert right <= table.viewport().width()
        assert table.horizontalScrollBar().maximum() == 0
        desk.tasks.shutdown()
    finally:
        theme.apply(qapp)
