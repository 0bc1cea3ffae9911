"""服务记录 and 回访抽查 under the hands: signed with the mouse, photos dropped, verified, reversed, drawn, called back."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from jiuzhu.domain.serving.counting import Counted
from jiuzhu.domain.serving.overseeing import SpotCheck
from jiuzhu.errors import UserError
from jiuzhu.services.delivering import record_view, verifying
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.scheduling import booking
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.services.serving import served_list
from jiuzhu.storage.queries.records import counted_between
from jiuzhu.storage.unit import Unit
from jiuzhu.ui.pages.serving import ServingPage
from jiuzhu.ui.serving.drawing_field import HEIGHT, WIDTH, DrawingField, Sheet
from jiuzhu.ui.serving.photo_field import PhotoField
from jiuzhu.ui.serving.record_dialog import RecordDialog, minutes_of
from part_hands import Hands, answer_dialog
from serving_town import NINE, TEN, ServingTown, made, opened, served

TUESDAY = date(2025, 10, 14)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path / "office") as office:
        yield office


@pytest.fixture
def sit(qtbot: QtBot) -> Iterator[Callable[[Workspace, str], Hands]]:
    """Sit down at a desk, at a part of the page."""
    there: list[Hands] = []

    def down(workspace: Workspace, part: str) -> Hands:
        there.append(Hands(qtbot, ServingPage, workspace, part))
        return there[-1]

    yield down
    for one in there:
        one.close()


def counted(at: ServingTown) -> list[Counted]:
    def look(unit: Unit) -> list[Counted]:
        return counted_between(unit.session, TUESDAY, TUESDAY)

    return at.payer.read(look)


def write(sheet: Sheet, *strokes: tuple[QPoint, QPoint]) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for begin, end in strokes:
        QTest.mousePress(sheet, left, none, begin)
        QTest.mouseMove(sheet, (begin + end) / 2)
        QTest.mouseMove(sheet, end)
        QTest.mouseRelease(sheet, left, none, end)


def drop(field: PhotoField, *paths: Path) -> None:
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    field.dropEvent(
        QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, held, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )  # fmt: skip


def recording_dialog(desk: Hands) -> RecordDialog:
    found: list[RecordDialog] = [one for one in desk.page.findChildren(RecordDialog) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def save(desk: Hands, dialog: RecordDialog) -> None:
    button = dialog.findChild(QPushButton, "record_take")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.calm()


def test_a_visit_is_recorded_with_a_drawn_signature_and_a_dropped_photo(
    at: ServingTown, sit: Callable[[Workspace, str], Hands], tmp_path: Path
) -> None:
    at.coordinator.write(
        booking.book, at.plan, Wanted("cleaning", TUESDAY, NINE, TEN, at.workers["示例甲工"])
    )
    at.on(TUESDAY, 18)
    desk = sit(at.coordinator, "records")
    (row,) = desk.rows
    assert (row.person, row.late, row.past) == ("戊示例", False, False)
    assert [desk.part.model.columns[0].reader()(one)[0] for one in (row, replace(row, past=True))] == [
        "",
        "warn",
    ]
    desk.click("records_record")
    dialog = recording_dialog(desk)
    assert dialog.focusWidget().objectName() == "record.starts"
    save(desk, dialog)
    assert dialog.isVisible()  # nothing is proposed that somebody has to have seen
    answer_dialog(dialog, starts="9:03", ends="9点58分")
    save(desk, dialog)
    assert dialog.isVisible()
    assert counted(at) == []  # not signed yet
    sheet = dialog.drawing.sheet
    write(sheet, (QPoint(40, 40), QPoint(200, 90)), (QPoint(60, 100), QPoint(180, 30)))
    picture, other = tmp_path / "现场.png", tmp_path / "不是照片.txt"
    Image.new("RGB", (1500, 900), "green").save(picture)
    other.write_text("no picture", "utf-8")
    drop(dialog.photos, picture, picture, other)
    desk.calm()
    assert len(dialog.photos.photos()) == 1
    assert any("不是照片" in one.text() for one in dialog.findChildren(type(desk.page.title)))
    save(desk, dialog)
    assert desk.said == "已录入，等待别人核实。2025 年小时账户还剩 23 小时 5 分。"
    assert desk.rows == []
    (one,) = counted(at)
    assert (one.record.starts, one.record.ends, one.standing) == (NINE + 3, NINE + 58, "recorded")
    desk.queue("recorded")
    (found,) = desk.rows
    assert (found.drawn, found.photos) == (True, 1)
    verify = desk.page.findChild(QPushButton, "records_verify")
    assert verify is not None
    assert not verify.isEnabled()  # nobody verifies their own


def test_the_keyboard_leads_from_the_last_field_to_the_sheet_and_takes_strokes_back(
    at: ServingTown, sit: Callable[[Workspace, str], Hands]
) -> None:
    at.coordinator.write(
        booking.book, at.plan, Wanted("cleaning", TUESDAY, NINE, TEN, at.workers["示例甲工"])
    )
    at.on(TUESDAY, 18)
    desk = sit(at.coordinator, "records")
    desk.part.table.setFocus()
    QTest.keyClick(desk.part.table, Qt.Key.Key_Return)  # Enter on a row records it
    desk.calm()
    dialog = recording_dialog(desk)
    last = dialog.findChild(QLineEdit, "record.condition")
    assert last is not None
    last.setFocus()
    QTest.keyClick(last, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is dialog.drawing.sheet
    sheet = dialog.drawing.sheet
    write(sheet, (QPoint(40, 40), QPoint(200, 90)), (QPoint(60, 100), QPoint(180, 30)))
    QTest.keyClick(sheet, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(sheet.strokes) == 1
    QTest.keyClick(sheet, Qt.Key.Key_Delete)
    assert sheet.png() == b""
    assert counted(at) == []
    dialog.reject()


def test_what_is_drawn_leaves_as_a_picture_of_it(qtbot: QtBot) -> None:
    field = DrawingField("sheet")
    qtbot.addWidget(field)
    field.show()
    write(field.sheet, (QPoint(10, 10), QPoint(200, 10)))
    image = QImage.fromData(field.png())
    assert (image.width(), image.height()) == (WIDTH, HEIGHT)
    scale = WIDTH / field.sheet.width()
    assert image.pixelColor(round(100 * scale), round(10 * scale)).lightness() < 100
    assert image.pixelColor(round(100 * scale), HEIGHT - 20).lightness() == 255
    field.sheet.undo()
    field.sheet.undo()
    assert field.png() == b""


@pytest.mark.parametrize(("text", "minutes"), [("9:05", 545), ("0905", 545), ("9点05分", 545), ("14：30", 870), ("24:00", 1440)])  # fmt: skip
def test_a_time_is_read_as_people_write_it(text: str, minutes: int) -> None:
    assert minutes_of(text, "starts") == minutes


@pytest.mark.parametrize("text", ["", "9", "9:5", "9:60", "25:00", "上午"])
def test_what_is_no_time_is_told(text: str) -> None:
    with pytest.raises(UserError, match="9:05"):
        minutes_of(text, "starts")


def test_records_are_verified_by_somebody_else_and_reversed(
    at: ServingTown, sit: Callable[[Workspace, str], Hands]
) -> None:
    made(at, TUESDAY, 485, 545)
    made(at, date(2025, 10, 15), 485, 545, signed_by="none", signature=b"")
    made(at, date(2025, 10, 16), 485, 545)
    desk = sit(at.town.checker, "records")
    desk.queue("recorded")
    assert [bool(row.flags) for row in desk.rows] == [True, False, False]
    assert "▲ 没有本人或监护人的签字、指印" in desk.label("records_told")
    desk.part.table.selectAll()
    desk.click("records_verify_many")
    assert desk.said.startswith("已核实 2 条。1 条没有核实：戊示例 2025-10-15")
    desk.click("records_verify")
    desk.fill(result="disputed", reason="本人说只来了半小时")
    assert desk.said == "已登记核实结果。"
    desk.queue("disputed")
    assert [row.found for row in desk.rows] == ["本人说只来了半小时"]
    desk.click("records_verify")
    desk.fill(reason="邻居说来了一小时")
    assert desk.label("verify_record.result.problem") == "请填写核实结果。"  # nothing is proposed
    desk.dialog().reject()
    other = sit(at.coordinator, "records")
    other.queue("verified")
    assert len(other.rows) == 2
    other.click("records_proof")
    shown = [one for one in other.page.findChildren(QDialog) if one.objectName() == "pictures_dialog"]
    assert [one.windowTitle() for one in shown] == ["签字和照片"]
    shown[0].reject()
    other.click("records_reverse")
    other.fill(reason="机构记错了人")
    assert len(other.rows) == 1
    other.queue("todo")
    assert [row.day for row in other.rows] == [TUESDAY]


def test_a_sample_is_drawn_checked_and_drawn_again(
    at: ServingTown, sit: Callable[[Workspace, str], Hands]
) -> None:
    for day in (14, 15, 16):
        made(at, date(2025, 10, day), 485, 545)
    at.on(date(2025, 10, 31))
    desk = sit(at.town.checker, "checks")
    desk.click("checks_draw")
    desk.fill(percent="30")
    assert "从 3 次里抽取了 1 次" in desk.said
    assert desk.label("checks_sums").endswith("示例社工服务中心 0/3 次 0.0%，还差 1 次 ▲")
    desk.click("checks_check")
    desk.fill(way="home", result="true", found="本人和邻居都说来过")
    assert desk.label("checks_sums").endswith("示例社工服务中心 1/3 次 33.3% ✓")
    desk.queue("checked")
    assert "入户核实，属实：本人和邻居都说来过" in desk.label("checks_told")
    desk.queue("samples")
    desk.click("checks_redraw")
    assert desk.said.endswith("与重新抽取的一致：3 次里的 1 次。")

    def cheat(unit: Unit) -> None:
        unit.get(SpotCheck, desk.rows[0].id).population = 4

    at.town.clerk.write(cheat)
    desk.click("checks_redraw")
    assert "不一致：抽取时的范围是 4 次，现在找到 3 次" in desk.said


def test_somebody_is_called_back_and_a_complaint_is_settled(
    at: ServingTown, sit: Callable[[Workspace, str], Hands]
) -> None:
    made(at, TUESDAY, 485, 545)
    desk = sit(at.coordinator, "checks")
    desk.queue("suggested")
    desk.click("checks_call")
    desk.fill(grade="2", problems="来得晚，走得早")
    assert desk.said == "已登记回访。"
    assert desk.rows == []
    desk.queue("calls")
    assert desk.label("checks_sums") == "近一年满意率：示例社工服务中心 0.0%（1 次）"
    desk.click("checks_improve")
    desk.fill(improvement="已约谈机构，换了人员")
    assert [row.open for row in desk.rows] == [False]
    desk.click("checks_complain_for")
    desk.fill(provider=at.provider, content="换了人还是来得晚")
    desk.queue("complaints")
    assert [row.person for row in desk.rows] == ["戊示例"]
    desk.click("checks_complain")
    desk.fill(provider=at.provider, content="说好九点没有来，也不打电话")
    assert "前办结" in desk.said
    close = desk.page.findChild(QPushButton, "checks_close")
    assert close is not None
    assert not close.isEnabled()
    desk.click("checks_follow")
    desk.fill(action="已向机构核实，承认迟到")
    desk.click("checks_close")
    desk.fill(result="电话答复本人，本人满意")
    assert len(desk.rows) == 1
    desk.queue("closed")
    assert len(desk.rows) == 1


def test_a_list_that_shows_a_part_says_so_and_the_search_finds_the_rest(
    at: ServingTown, sit: Callable[[Workspace, str], Hands], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_view, "MOST", 1)
    clerk = at.town.clerk
    other = clerk.write(served, at.agreement, ("己示例",))[1]
    for day, plan in ((13, other), (14, at.plan)):
        record = made(at, date(2025, 10, day), NINE + 2, TEN, plan=plan)
        at.town.checker.write(verifying.verify, record, "verified", "与本人核对无误")
    desk = sit(at.coordinator, "records")
    desk.queue("verified")
    assert [row.person for row in desk.rows] == ["戊示例"]  # the newest
    assert desk.label("records_sums") == "只列最近 1 条，其余的请用上面的查找。"
    desk.part.search.setText("己示")
    desk.part.reload()
    desk.calm()
    assert [row.person for row in desk.rows] == ["己示例"]
    monkeypatch.setattr(served_list, "LIMIT", 1)
    desk.choose("people")
    desk.queue("going")
    assert desk.label("people_sums") == "只列前 1 人，其余的请用上面的查找。"
