"""First acts of the tour: the wizard, changing hands at the log-in, and the walk-ins at the counter."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QRadioButton

from jiuzhu.commands.tour.hands import Hands
from jiuzhu.commands.tour.walk_ins import Answers, WalkIn
from jiuzhu.ui.main_window import MainWindow
from jiuzhu.ui.pages.intake import IntakePage

PASSWORD = "tour-of-an-invented-town"  # noqa: S105  # opens nothing but the tour's own throw-away office
CLERK = "jingban"
NEXT = Qt.Key.Key_F2


def main_window(hands: Hands) -> MainWindow:
    """The main window, once it is there."""
    hands.until(lambda: isinstance(hands.desk.window, MainWindow), "the main window")
    window = hands.desk.window
    assert isinstance(window, MainWindow)  # noqa: S101  # waited for above
    workspace: Any = hands.desk.tasks.workspace
    workspace.asks_again = False  # by the clock: a slow machine would be asked at other places
    hands.calm()
    return window


def first_start(hands: Hands) -> None:
    """The wizard's five pages, with the invented township."""
    hands.calm()
    hands.find("use_demo", QRadioButton).click()
    hands.snap("向导-用途")
    hands.click("next")
    hands.choose("district", "渝北区")
    hands.snap("向导-单位")
    hands.click("next")
    hands.choose("window", "A")
    hands.snap("向导-窗口与政策")
    hands.click("next")
    hands.write("operator_name", "张经办")
    hands.write("login", CLERK)
    hands.write("password", PASSWORD)
    hands.write("password_again", PASSWORD)
    hands.snap("向导-经办人员")
    hands.click("next")
    hands.snap("向导-建立")
    hands.find("sure", QCheckBox).setChecked(True)
    hands.click("next")
    main_window(hands)


def log_in_as(hands: Hands, login: str) -> None:
    """A colleague takes over the desk."""
    main_window(hands).switch_wanted.emit()
    hands.until(lambda: hands.window.objectName() == "login_window", "the log-in")
    hands.calm()
    hands.choose("login", login)
    hands.write("password", PASSWORD)
    if not any("登录" in name for name in hands.taken):
        hands.snap("登录")
    hands.send(Qt.Key.Key_Return)
    main_window(hands)


def take(hands: Hands, walk_in: WalkIn, *, pictures: bool) -> str:
    """One household from the search to the receipt, with the keyboard; returns the application's id."""
    window = main_window(hands)
    window.show_page("intake")
    page = window.page("intake")
    assert isinstance(page, IntakePage)  # noqa: S101  # the rail's own table says so
    page.start("")
    hands.calm()
    hands.go_to("intake_search")
    hands.say(walk_in.name)
    hands.key(Qt.Key.Key_Return)
    hands.calm()
    if pictures:
        hands.snap("受理-先查")
    hands.key(Qt.Key.Key_Return)
    hands.until(lambda: page.work.dossier is not None, "the form")
    hands.calm()
    _applicant(hands, walk_in)
    if pictures:
        hands.snap("受理-申请人与事项")
    hands.key(NEXT)
    _rows(hands, walk_in.members)
    if pictures:
        hands.snap("受理-家庭成员")
    hands.key(NEXT)
    _rows(hands, walk_in.incomes, on_button=True)
    hands.calm(0.2)
    if pictures:
        hands.snap("受理-收入与支出")
    hands.key(NEXT)
    _rows(hands, walk_in.assets, on_button=True)
    hands.calm(0.2)
    if pictures:
        hands.snap("受理-财产")
    hands.key(NEXT)
    _tick_papers(hands, page)
    if pictures:
        hands.snap("受理-材料清单")
    _tick_signatures(hands, page)
    if pictures:
        hands.snap("受理-核对授权")
    hands.go_to("application.truth_promised")
    hands.key(Qt.Key.Key_Space)
    hands.calm(0.2)
    if pictures:
        hands.snap("受理-受理前核对")
    hands.send(Qt.Key.Key_F9)
    hands.until(lambda: page.stack.currentWidget() is page.receipt, "the receipt")
    hands.calm()
    if pictures:
        hands.snap("受理-回执")
    return str(page.receipt_of)


def _applicant(hands: Hands, walk_in: WalkIn) -> None:
    for programme in ("dibao", "edge", "disability_living", "disability_care"):
        tick = hands.find(f"application.programmes.{programme}", QCheckBox)
        tick.setFocus()
        if (programme in walk_in.programmes) != tick.isChecked():
            hands.key(Qt.Key.Key_Space)
    hands.go_to("application.programmes.dibao")
    answers: Answers = {"kind": walk_in.kind, **walk_in.applicant}
    hands.fill(answers)
    place = "假想村" if walk_in.kind == "农村" else "示例社区"
    hands.fill(
        {
            "village": place,
            "address": f"{place}{int(walk_in.key[:2])}号",
            "account_name": walk_in.name,
            "bank": "示例农商银行",
            "account_number": f"62000000000002{walk_in.applicant['phone'][-5:]}",
        }
    )
    if walk_in.related_staff:
        hands.fill({"related_staff": walk_in.related_staff})


def _rows(hands: Hands, rows: tuple[Answers, ...], *, on_button: bool = False) -> None:
    for place, answers in enumerate(rows):
        if on_button and place == 0:
            hands.key(Qt.Key.Key_Return)
        else:
            hands.key(Qt.Key.Key_Insert)
        hands.fill(answers)


def _tick_papers(hands: Hands, page: IntakePage) -> None:
    assert page.work.dossier is not None  # noqa: S101  # begun before
    wanted = [line for line in page.work.dossier.materials if not line.by_data]
    for _ in wanted:
        hands.key(Qt.Key.Key_Space)
        hands.key(Qt.Key.Key_Return)


def _tick_signatures(hands: Hands, page: IntakePage) -> None:
    assert page.work.dossier is not None  # noqa: S101  # begun before
    for place in range(len(page.work.dossier.members)):
        name = f"members.{place}.authorised"
        if hands.see(name):
            hands.find(name).setFocus()
            hands.key(Qt.Key.Key_Space)
    hands.calm()
    hands.key(NEXT)
