"""核查 on the tour: survey, request out, replies in, the visit, the neighbours, every difference settled."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget, QWidget

from jiuzhu.commands.tour.hands import Hands
from jiuzhu.commands.tour.opening_acts import main_window
from jiuzhu.commands.tour.walk_ins import WalkIn
from jiuzhu.documents import workbook
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.ledger import Ledger
from jiuzhu.ui.pages.checking import CheckingPage

DIFFERENCES, REQUEST, VISIT, NEIGHBOURS, _LETTERS, REPORT = range(6)


def _page(hands: Hands, application_id: str) -> CheckingPage:
    window = main_window(hands)
    window.show_page("checking")
    page = window.page("checking")
    assert isinstance(page, CheckingPage)  # noqa: S101  # the rail's own table says so
    hands.calm()
    page.open_application(application_id)
    hands.calm()
    hands.until(lambda: page.file is not None, "the file")
    return page


def _section(hands: Hands, place: int) -> None:
    hands.find("check_sections", QTabWidget).setCurrentIndex(place)


def survey(hands: Hands, application_id: str, request: Path, *, pictures: bool) -> None:
    """开始调查, 发起核对, the list of names out as xlsx."""
    _page(hands, application_id)
    hands.click("next_move")
    hands.calm()
    _section(hands, REQUEST)
    hands.click("request_check")
    hands.calm()
    with hands.files(request):
        hands.click("export_request")
        hands.calm()
    if pictures:
        hands.snap("核查-信息核对")


def answer(
    path: Path, file: Dossier, ledger: Ledger, savings: Decimal, *, day: date, moment: datetime
) -> None:
    """What the check centre sends back for one household: the applicant's savings, nothing about the others."""
    rows: list[list[object]] = []
    for place, member in enumerate(file.members):
        if member.authorised_on is None:
            continue
        found: list[object] = ["有", savings, day] if place == 0 else ["无", None, None]
        rows.append([file.check.number, member.name, member.id_number, "银行", "存款", *found, ""])
    workbook.write(
        path, ledger, rows, title="核对结果", subtitle="", filters_text="", made_by="核对中心", made_at=moment
    )


def work_out(hands: Hands, application_id: str, walk_in: WalkIn, reply: Path, *, pictures: bool) -> None:
    """The reply in, the visit and neighbours written down, every line concluded, the check finished."""
    page = _page(hands, application_id)
    _section(hands, REQUEST)
    with hands.files(reply):
        hands.click("read_reply")
    hands.until(
        lambda: hands.see("reply_dialog") or hands.window.objectName() == "reply_dialog", "the dry run"
    )
    if pictures:
        hands.snap("核查-答复试读")
    hands.click("reply_take")
    hands.calm()
    _visit(hands, walk_in, pictures=pictures)
    _neighbours(hands, pictures=pictures)
    _section(hands, DIFFERENCES)
    if pictures:
        hands.snap("核查-差异表")
    if walk_in.explanation:
        _explain(hands, page, walk_in)
    hands.click("accept_matching")
    hands.calm()
    _accept_costs(hands, page)
    if pictures or walk_in.explanation:
        hands.snap(f"核查-认定-{walk_in.key}")
    _section(hands, REPORT)
    if pictures:
        hands.snap("核查-报告")
    hands.click("next_move")
    hands.calm()


def _visit(hands: Hands, walk_in: WalkIn, *, pictures: bool) -> None:
    _section(hands, VISIT)
    hands.choose("first_investigator", "李核查")
    hands.write("second_investigator", "张经办")
    for name, text in (
        ("present", walk_in.name),
        ("dwelling_condition", "墙面完好，陈设简单"),
        ("belongings", "普通家具和旧电视"),
        ("food_clothing", "温饱"),
        ("opinion", "家庭情况与申报基本一致"),
    ):
        hands.write(f"visit.{name}", text)
    if pictures:
        hands.snap("核查-入户调查")
    hands.click("record_visit")
    hands.calm()


def _neighbours(hands: Hands, *, pictures: bool) -> None:
    _section(hands, NEIGHBOURS)
    for name in ("邻居一例", "邻居二例"):
        hands.write("neighbour.name", name)
        hands.write("neighbour.relation", "邻居")
        hands.write("neighbour.statement", "这家人确实困难")
        hands.click("record_neighbour")
        hands.calm()
    if pictures:
        hands.snap("核查-邻里访问")


def _open(hands: Hands, line_id: str) -> None:
    hands.find(f"line_{line_id}", QWidget).setFocus()
    hands.key(Qt.Key.Key_Return)
    hands.until(lambda: hands.see("line_editor"), "the opened row")


def _accept_costs(hands: Hands, page: CheckingPage) -> None:
    """A cost is looked at by itself: no other figure stands beside it."""
    assert page.file is not None  # noqa: S101  # opened before
    for line in [one for one in page.file.lines if one.cost_declared and one.accepted is None]:
        _open(hands, line.line_id)
        hands.click("line_settle")
        hands.calm()


def _explain(hands: Hands, page: CheckingPage, walk_in: WalkIn) -> None:
    assert page.file is not None  # noqa: S101  # opened before
    [line] = [line for line in page.file.lines if line.difference]
    _open(hands, line.line_id)
    hands.write("line.explanation", walk_in.explanation)
    hands.write("line.evidence", "银行流水")
    hands.write("line.judgement", "漏报")
    hands.click("line_settle")
    hands.calm()
