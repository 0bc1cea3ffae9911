"""服务 on the tour: a visit booked on the calendar, recorded, verified by another, the month settled, signed and printed."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget, QWidget

from jiuzhu.commands.tour import ledger_acts
from jiuzhu.commands.tour.hands import Hands, Lost
from jiuzhu.commands.tour.opening_acts import main_window
from jiuzhu.services.settling import settlement_view
from jiuzhu.ui.list_part import ListPart
from jiuzhu.ui.pages.serving import ServingPage
from jiuzhu.ui.parts_page import Part

PERSON, DAY, MONTH = "周小犇", "2025-10-15", "2025-10"
STROKES = (((40, 30), (120, 90)), ((120, 30), (60, 110)))
"""What is drawn on the sheet for a signature: from one point to another."""


def _part(hands: Hands, key: str) -> Part:
    """A part of the page, in front."""
    window = main_window(hands)
    window.show_page("serving")
    page = window.page("serving")
    assert isinstance(page, ServingPage)  # noqa: S101  # the rail's own table says so
    hands.calm()
    made = page.choose(key)
    hands.calm()
    return made


def _list(hands: Hands, key: str, queue: str) -> ListPart:
    """One queue of a part that is a list."""
    made = _part(hands, key)
    assert isinstance(made, ListPart)  # noqa: S101  # as above
    made.choose_queue(queue)
    hands.calm()
    return made


def _take(hands: Hands, dialog: str, answers: dict[str, str] | None = None, picture: str = "") -> None:
    """Answer a dialog and press its button; it is gone when what it asked for is stored."""
    hands.until(lambda: hands.window.objectName() == dialog, dialog)
    for name, text in (answers or {}).items():
        hands.write(f"{dialog}.{name}", text)
    if picture:
        hands.snap(picture)
    hands.click(f"{dialog}_take")
    hands.until(lambda: hands.window is hands.desk.window, f"the end of {dialog}")
    hands.calm()


def book(hands: Hands) -> None:
    """Somebody who waits for a visit is given one: chosen in the list, Enter, a few fields."""
    _part(hands, "calendar")
    hands.snap("服务-日历")
    waiting = hands.find("waiting_list", QListWidget)
    places = [place for place in range(waiting.count()) if PERSON in waiting.item(place).text()]
    if not places:
        raise Lost(f"{PERSON} waits for no visit")
    waiting.setCurrentRow(places[0])
    hands.go_to("waiting_list")
    hands.send(Qt.Key.Key_Return)
    answers = {"item": "助洁", "day": DAY, "starts": "14:00", "worker_id": "示例甲工", "minutes": "60"}
    _take(hands, "visit", answers, "服务-安排对话框")
    hands.click("calendar_week")
    hands.calm()
    hands.snap("服务-日历-周")


def record(hands: Hands) -> None:
    """The day after, what the worker brought back: times to the minute and a signature on the screen."""
    part = _list(hands, "records", "todo")
    hands.snap("服务-待录入")
    rows: list[Any] = part.model.rows
    part.table.choose(
        next(place for place, row in enumerate(rows) if row.person == PERSON and row.item == "cleaning")
    )
    hands.click("records_record")
    hands.until(lambda: hands.window.objectName() == "record", "the dialog of a record")
    _sign(hands.find("record_sheet"))
    answers = {"starts": "14:04", "ends": "15:07", "condition": "精神好，屋里收拾干净"}
    _take(hands, "record", answers, "服务-录入对话框")


def _sign(sheet: QWidget) -> None:
    for begin, end in STROKES:
        QTest.mousePress(sheet, Qt.MouseButton.LeftButton, pos=QPoint(*begin))
        QTest.mouseMove(sheet, QPoint(*end))
        QTest.mouseRelease(sheet, Qt.MouseButton.LeftButton, pos=QPoint(*end))


def verify(hands: Hands) -> None:
    """Somebody who did not record it says that it is true, then the same of all without a doubt."""
    part = _list(hands, "records", "recorded")
    part.table.choose(next(place for place, row in enumerate(part.model.rows) if row.person == PERSON))
    hands.click("records_verify")
    _take(hands, "verify_record", {"reason": "电话问过本人"}, "服务-核实对话框")
    hands.go_to("records_rows")
    hands.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    hands.click("records_verify_many")
    hands.calm()
    part.choose_queue("verified")
    hands.calm()
    hands.snap("服务-服务记录")


def settle(hands: Hands) -> None:
    """统计 makes the settlement of the month that is over."""
    _list(hands, "settlement", "open")
    hands.snap("服务-待制单")
    hands.click("settlement_make")
    _take(hands, "make_settlement")


def sign(hands: Hands, folder: Path) -> None:
    """The head signs it, its paper (F34) leaves, and the report of the month agrees with it."""
    part = _list(hands, "settlement", "made")
    hands.click("settlement_sign")
    hands.until(lambda: hands.window.objectName() == "sign_settlement", "the dialog of the second signature")
    hands.go_to("sign_settlement.checked")
    hands.key(Qt.Key.Key_Space)
    _take(hands, "sign_settlement", picture="服务-审核对话框")
    part.choose_queue("signed")
    hands.calm()
    with hands.files(folder):
        ledger_acts.state(hands)
        hands.click("settlement_paper")
        hands.until(lambda: any(folder.glob("F34*.pdf")), "the paper of the settlement")
        hands.calm()
    hands.snap("服务-结算")
    _part(hands, "report")
    for name, text in (("report_kind", "months"), ("report_first", MONTH), ("report_last", MONTH)):
        hands.choose(name, text)
        hands.calm()
    hands.snap("服务-汇总")


def settled(workspace: Any) -> dict[str, Any]:
    """What the summary tells of the month."""
    (row,) = workspace.read(settlement_view.settlements, "signed")
    amount: Decimal = row.amount
    return {
        "month": row.month,
        "number": row.number,
        "minutes": row.minutes,
        "amount": str(amount),
        "signed_by": row.second_by,
    }
