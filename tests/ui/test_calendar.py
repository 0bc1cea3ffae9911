"""The calendar under the hand: real clicks, drags and keys at a coordinator's desk."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from jiuzhu.domain.serving.visits import Visit
from jiuzhu.services.scheduling import booking
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.storage.unit import Unit
from jiuzhu.ui.calendar.calendar_view import CalendarView
from jiuzhu.ui.calendar.layouts import Place
from jiuzhu.ui.dialogs.leaving_dialog import LeavingDialog
from jiuzhu.ui.dialogs.password_shown import PasswordShown
from jiuzhu.ui.pages.serving import ServingPage
from jiuzhu.ui.serving.replan_dialog import ReplanDialog
from part_hands import Hands
from serving_town import NINE, TEN, ServingTown, opened, served

TUESDAY, WEDNESDAY, THURSDAY = date(2025, 10, 14), date(2025, 10, 15), date(2025, 10, 16)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path) as made:
        yield made


@pytest.fixture
def desk(qtbot: QtBot, at: ServingTown) -> Iterator[Hands]:
    at.coordinator.write(
        booking.book, at.plan, Wanted("cleaning", TUESDAY, NINE, TEN, at.workers["示例甲工"])
    )
    made = Hands(qtbot, ServingPage, at.coordinator, "calendar")
    yield made
    made.close()


def visits(at: ServingTown) -> list[Visit]:
    def look(unit: Unit) -> list[Visit]:
        return list(unit.session.scalars(select(Visit)))

    return sorted(at.coordinator.read(look), key=lambda one: (one.day, one.starts))


def view(desk: Hands) -> CalendarView:
    found: CalendarView = desk.part.view
    return found


def drag(
    desk: Hands, begin: QPointF, end: QPointF, key: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    port, left = view(desk).viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(port, left, key, begin.toPoint())
    for share in (0.3, 0.7, 1.0):
        QTest.mouseMove(port, (begin + (end - begin) * share).toPoint())
    QTest.mouseRelease(port, left, key, end.toPoint())
    desk.calm()


def middle(desk: Hands, visit: Visit) -> QPointF:
    area = view(desk).area_of(visit.id)
    assert area is not None
    return area.center()


def by(desk: Hands, days: int = 0, rows: int = 0, minutes: int = 0) -> QPointF:
    """How far a day, a row or some minutes are on the screen, from the layout's own places."""
    worker = view(desk).slots[0].worker_id
    others = view(desk).layout_now.rows
    other = others[([one.key for one in others].index(worker) + rows) % len(others)].key
    home = view(desk).point_of(Place(TUESDAY, NINE, worker))
    there = view(desk).point_of(Place(date(2025, 10, 14 + days), NINE + minutes, other))
    return QPointF(there - home)


def test_a_visit_is_dragged_to_another_day_and_another_worker(desk: Hands, at: ServingTown) -> None:
    (one,) = visits(at)
    start = middle(desk, one)
    drag(desk, start, start + by(desk, days=2, rows=1))
    (moved,) = visits(at)
    assert (moved.day, moved.starts, moved.worker_id) == (THURSDAY, NINE, at.workers["示例乙工"])
    assert desk.said.startswith("已安排。2025 年小时账户还剩 23.0 小时")
    assert view(desk).chosen_slot.id == moved.id


def test_what_cannot_be_is_refused_with_its_reason_and_stays_where_it_was(
    desk: Hands, at: ServingTown
) -> None:
    _, plan = at.town.clerk.write(served, at.agreement, ("己示例",))
    at.coordinator.write(booking.book, plan, Wanted("cleaning", WEDNESDAY, NINE, TEN, at.workers["示例甲工"]))
    desk.part.reload()
    desk.calm()
    first, _ = visits(at)
    start = middle(desk, first)
    drag(desk, start, start + by(desk, days=1))
    assert "已安排到己示例家" in desk.said
    assert visits(at)[0].day == TUESDAY
    box = next(box for box in view(desk).layout_now.boxes if box.slot.id == first.id)
    assert view(desk).against(box, Place(WEDNESDAY, NINE + 15, box.worker_id), 60) == "人员有别的安排"


def test_with_control_held_a_copy_is_made(desk: Hands, at: ServingTown) -> None:
    (one,) = visits(at)
    start = middle(desk, one)
    drag(desk, start, start + by(desk, days=1), Qt.KeyboardModifier.ControlModifier)
    assert [visit.day for visit in visits(at)] == [TUESDAY, WEDNESDAY]


def test_the_end_of_a_visit_is_pulled_to_make_it_longer(desk: Hands, at: ServingTown) -> None:
    desk.click("calendar_day")
    desk.part.show_day(TUESDAY)
    desk.calm()
    (one,) = visits(at)
    area = view(desk).area_of(one.id)
    assert area is not None
    end = QPointF(area.right() - 2, area.center().y())
    drag(desk, end, end + QPointF(area.width() / 2, 0))
    assert (visits(at)[0].starts, visits(at)[0].ends) == (NINE, TEN + 30)


def test_a_week_of_columns_drags_downwards(desk: Hands, at: ServingTown) -> None:
    desk.click("calendar_week")
    (one,) = visits(at)
    start = middle(desk, one)
    area = view(desk).area_of(one.id)
    assert area is not None
    drag(desk, start, start + QPointF(0, area.height() + 1))
    assert (visits(at)[0].starts, visits(at)[0].day) == (TEN, TUESDAY)


def test_a_month_moves_days_and_keeps_the_time(desk: Hands, at: ServingTown) -> None:
    desk.click("calendar_month")
    (one,) = visits(at)
    start = middle(desk, one)
    days = view(desk).layout_now.width / 7
    drag(desk, start, start + QPointF(days, 0))
    assert (visits(at)[0].day, visits(at)[0].starts) == (WEDNESDAY, NINE)


def test_escape_gives_a_drag_up(desk: Hands, at: ServingTown) -> None:
    (one,) = visits(at)
    start, port = middle(desk, one), view(desk).viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=start.toPoint())
    QTest.mouseMove(port, (start + QPointF(200, 0)).toPoint())
    QTest.keyClick(view(desk), Qt.Key.Key_Escape)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=(start + QPointF(200, 0)).toPoint())
    desk.calm()
    assert visits(at)[0].day == TUESDAY


def test_keys_alone_choose_move_and_lengthen(desk: Hands, at: ServingTown) -> None:
    alt, shift = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
    for key, held in (
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Right, alt),
        (Qt.Key.Key_Down, alt),
        (Qt.Key.Key_Down, alt | shift),
    ):
        QTest.keyClick(view(desk), key, held)
        desk.calm()
    (moved,) = visits(at)
    assert (moved.day, moved.starts, moved.ends) == (WEDNESDAY, NINE + 15, TEN + 30)
    QTest.keyClick(view(desk), Qt.Key.Key_Return)
    desk.calm()
    desk.fill(minutes="60")
    assert visits(at)[0].ends == TEN + 15


def test_who_waits_is_given_a_visit_and_then_one_every_week(desk: Hands, at: ServingTown) -> None:
    waiting = desk.part.waiting
    assert waiting.item(0).text() == "戊示例　还差 3 次\n示例社区　剩 23.0 小时"
    waiting.setCurrentRow(0)
    QTest.keyClick(waiting, Qt.Key.Key_Return)
    desk.calm()
    desk.fill(day="2025-10-15", worker_id="示例乙工", starts="10:00", repeat="每周")
    assert desk.label("visit.last_day.problem") == "请填写重复到哪一天。"
    assert len(visits(at)) == 1
    desk.fill(last_day="2025-10-31")
    assert desk.said == "已安排 3 次"
    assert [visit.day.day for visit in visits(at)] == [14, 15, 22, 29]
    view(desk).choose(visits(at)[1].id)
    desk.click("visit_do_series")
    desk.fill(repeat="只这一次", last_day="2025-10-31")
    assert desk.label("visit_series.repeat.problem").startswith("“重复”里没有“只这一次”")
    desk.fill(repeat="每两周")
    assert [visit.day.day for visit in visits(at) if visit.state == "booked"] == [14, 15, 29]


def test_a_double_click_on_nothing_asks_for_a_visit_there(desk: Hands, at: ServingTown) -> None:
    desk.part.waiting.setCurrentRow(0)
    place = view(desk).point_of(Place(THURSDAY, TEN, at.workers["示例乙工"]))
    QTest.mouseDClick(view(desk).viewport(), Qt.MouseButton.LeftButton, pos=place + QPoint(0, 2))
    desk.calm()
    desk.fill(minutes="90")
    (_, made) = visits(at)
    assert (made.day, made.starts, made.ends, made.worker_id) == (
        THURSDAY,
        TEN,
        TEN + 90,
        at.workers["示例乙工"],
    )


def test_a_visit_that_is_not_made_says_by_whom(desk: Hands, at: ServingTown) -> None:
    (one,) = visits(at)
    view(desk).choose(one.id)
    desk.click("visit_do_missed")
    desk.fill(state="请假，这次不要", by="服务对象", reason="去医院复查")
    assert visits(at)[0].state == "excused"
    assert "还剩 24.0 小时" in desk.said
    view(desk).choose(one.id)
    assert not desk.page.findChild(QPushButton, "visit_do_change").isEnabled()
    assert "（服务对象：去医院复查）" in desk.label("visit_told")


def test_who_may_only_look_drags_nothing(qtbot: QtBot, at: ServingTown) -> None:
    at.coordinator.write(
        booking.book, at.plan, Wanted("cleaning", TUESDAY, NINE, TEN, at.workers["示例甲工"])
    )
    desk = Hands(qtbot, ServingPage, at.town.head, "calendar")
    (one,) = visits(at)
    start = middle(desk, one)
    drag(desk, start, start + QPointF(200, 0))
    assert visits(at)[0].day == TUESDAY
    assert not desk.page.findChild(QPushButton, "calendar_new").isEnabled()
    desk.close()


def stated(desk: Hands, kind: str) -> None:
    """The dialog of the door, filled as it is offered, with the receiver."""
    (dialog,) = [one for one in desk.page.findChildren(LeavingDialog) if one.isVisible()]
    receiver, take = (
        dialog.findChild(QComboBox, "leaving_recipient"),
        dialog.findChild(QPushButton, "leaving_take"),
    )
    assert receiver is not None
    assert take is not None
    receiver.setCurrentText("示例甲工")
    lock = dialog.findChild(QCheckBox, "leaving_lock")
    assert lock is not None
    assert lock.isVisible() is lock.isChecked() is (kind == "pdf")  # a phone opens no locked file
    QTest.mouseClick(take, Qt.MouseButton.LeftButton)
    desk.calm()


def test_a_week_leaves_on_paper_and_for_a_phone(
    desk: Hands, at: ServingTown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "周.ics"), ""))
    desk.click("calendar_print")
    assert desk.said.startswith("先在上面选一位服务人员")
    (one,) = visits(at)
    view(desk).choose(one.id)
    desk.click("calendar_print")
    stated(desk, "pdf")
    assert "共 1 页，已存到" in desk.said
    for shown in desk.page.findChildren(PasswordShown):
        shown.accept()
    desk.click("calendar_ics")
    stated(desk, "ics")
    assert desk.said.startswith("已导出 1 次服务到")
    assert (tmp_path / "周.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_who_is_away_is_told_from_the_calendar(desk: Hands, at: ServingTown) -> None:
    (one,) = visits(at)
    view(desk).choose(one.id)
    desk.click("visit_do_away")
    desk.fill(first_day=TUESDAY.isoformat(), last_day=TUESDAY.isoformat(), reason="事假")
    (dialog,) = [one for one in desk.page.findChildren(ReplanDialog) if one.isVisible()]
    give = dialog.findChild(QPushButton, "replan_give")
    assert give is not None
    QTest.mouseClick(give, Qt.MouseButton.LeftButton)
    desk.calm()
    assert visits(at)[0].worker_id == at.workers["示例乙工"]
    dialog.reject()
