"""自动排班 under the hand: looked for beside the window, taken whole, in part or not at all."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from jiuzhu.domain.serving.supply import Agreement
from jiuzhu.services.scheduling import booking, calendar_view
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.services.scheduling.calendar_view import Slot
from jiuzhu.ui.keeper import Keeper
from jiuzhu.ui.pages.serving import ServingPage
from jiuzhu.ui.serving import proposal_dialog
from jiuzhu.ui.serving.proposal_dialog import ProposalDialog
from part_hands import WAIT, Hands
from serving_town import MONDAY, ServingTown, opened, served

NEXT = MONDAY + timedelta(days=7)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path) as made:
        yield made


@pytest.fixture
def desk(qtbot: QtBot, at: ServingTown, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hands]:
    monkeypatch.setattr(proposal_dialog, "SHORTEST", 0.2)
    made = Hands(qtbot, ServingPage, at.coordinator, "calendar")
    made.part.show_day(NEXT)
    made.calm()
    yield made
    made.close()


def asked(desk: Hands) -> ProposalDialog:
    desk.click("calendar_propose")
    dialogs: list[ProposalDialog] = desk.page.findChildren(ProposalDialog)
    (found,) = [one for one in dialogs if one.isVisible()]
    return found


def press(desk: Hands, dialog: ProposalDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.calm()


def words(dialog: ProposalDialog, name: str) -> str:
    found = dialog.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def slots(at: ServingTown) -> list[Slot]:
    found: list[Slot] = at.coordinator.read(calendar_view.slots, NEXT, NEXT + timedelta(days=6))
    return found


def test_a_week_is_proposed_and_taken_whole(desk: Hands, at: ServingTown) -> None:
    dialog = asked(desk)
    assert "建议安排 3 次，意愿都已满足" in words(dialog, "proposal_told")
    assert slots(at) == []
    press(desk, dialog, "proposal_all")
    assert not dialog.isVisible()
    assert desk.said == "已安排 3 次服务。"
    assert len(slots(at)) == 3
    assert len(desk.part.view.slots) == 3


def test_only_the_chosen_are_taken_then_the_rest_is_thrown_away(desk: Hands, at: ServingTown) -> None:
    dialog = asked(desk)
    dialog.table.choose(1)
    chosen = dialog.model.rows[1]
    assert words(dialog, "proposal_why") == "戊示例：提出的意愿都已满足。"
    press(desk, dialog, "proposal_some")
    assert dialog.isVisible()
    assert words(dialog, "proposal_told") == "已安排 1 次服务。"
    assert len(dialog.model.rows) == 2
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert [(one.day, one.starts) for one in slots(at)] == [(chosen.day, chosen.starts)]


def test_what_a_colleague_booked_meanwhile_is_told_and_the_others_are_booked(
    desk: Hands, at: ServingTown
) -> None:
    dialog = asked(desk)
    first = dialog.model.rows[0]
    _, plan = at.town.clerk.write(served, at.agreement, ("己示例",))
    wanted = Wanted("cleaning", first.day, first.starts, first.starts + 30, first.worker_ids[0])
    at.coordinator.write(booking.book, plan, wanted)
    press(desk, dialog, "proposal_all")
    told = words(dialog, "proposal_told")
    assert told.startswith("已安排 2 次服务。1 次没有安排：戊示例")
    assert "已安排到己示例家" in told
    assert dialog.model.rows == []


def test_the_search_is_cut_short_and_tried_again(
    desk: Hands, at: ServingTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert at
    monkeypatch.setattr(proposal_dialog, "SHORTEST", 60.0)
    keeper = Keeper(at.coordinator, desk.bugs.append)
    desk.tasks.keeper = keeper
    dialog = asked(desk)
    stop = dialog.findChild(QPushButton, "proposal_stop")
    assert isinstance(stop, QPushButton)
    desk.bot.waitUntil(lambda: words(dialog, "proposal_told").startswith("正在排班：还有"), timeout=WAIT)
    assert not dialog.model.rows
    QTest.mouseClick(stop, Qt.MouseButton.LeftButton)
    desk.bot.waitUntil(lambda: len(dialog.model.rows) == 3, timeout=WAIT)
    again = dialog.findChild(QPushButton, "proposal_again")
    assert isinstance(again, QPushButton)
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    assert stop.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)  # thrown away in the middle of it
    keeper.stop()
    keeper.rest()
    desk.calm()
    assert slots(at) == []


def test_a_week_is_booked_in_portions_and_a_closed_dialog_begins_no_further_one(
    desk: Hands, at: ServingTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposal_dialog, "PORTION", 1)
    dialog = asked(desk)
    everything = dialog.findChild(QPushButton, "proposal_all")
    assert isinstance(everything, QPushButton)
    QTest.mouseClick(everything, Qt.MouseButton.LeftButton)
    assert words(dialog, "proposal_told") == "正在安排：0 / 3 次"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    desk.calm()
    assert desk.said == "已安排 1 次服务。其余 2 次没有安排，仍在“待安排”里。"
    assert len(slots(at)) == 1
    again = asked(desk)
    press(desk, again, "proposal_all")
    desk.bot.waitUntil(lambda: not again.isVisible(), timeout=WAIT)
    assert len(slots(at)) == 3


def test_a_week_nobody_waits_for_says_so_in_the_bar(desk: Hands) -> None:
    desk.part.show_day(MONDAY - timedelta(days=7))
    desk.calm()
    desk.click("calendar_propose")
    assert "请先翻到以后的一周" in desk.said


def test_visits_without_a_place_stay_in_the_list_with_their_reason(desk: Hands, at: ServingTown) -> None:
    at.town.clerk.write(lambda unit: unit.get(Agreement, at.agreement).__setattr__("minutes", 60))
    dialog = asked(desk)
    assert "建议安排 1 次，2 次没有找到时间（列在最后）" in words(dialog, "proposal_told")
    assert [dialog.model.cell(row, 1) for row in (1, 2)] == ["没有找到", "没有找到"]
    dialog.table.choose(2)
    assert "约定的总时长只剩 0 分钟" in words(dialog, "proposal_why")
    some = dialog.findChild(QPushButton, "proposal_some")
    assert isinstance(some, QPushButton)
    assert not some.isEnabled()
    press(desk, dialog, "proposal_all")
    assert desk.said == "已安排 1 次服务。另有 2 次没有找到时间，仍在“待安排”里。"
    assert len(slots(at)) == 1
