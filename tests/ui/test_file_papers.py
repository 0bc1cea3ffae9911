"""Papers that leave from the pages of a file: clicked where a clerk looks for them."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from approving_desk import Desk
from jiuzhu.services.approval import approving
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.survey import caring
from on_the_way import approve, rows, single, submitted, surveyed
from part_hands import fill_dialog
from town import Town, open_town, urban_three

OpenDesk = Callable[[Workspace], Desk]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = open_town(tmp_path / "office", date(2025, 10, 13))
    made.clerk.settings.export_folder = str(tmp_path / "papers")
    yield made
    made.close()


@pytest.fixture
def open_desk(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenDesk]:
    """A page of its own for an operator; no paper is handed to a viewer."""
    made: list[Desk] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)

    def begin(workspace: Workspace) -> Desk:
        made.append(Desk(qtbot, workspace))
        return made[-1]

    yield begin
    for desk in made:
        desk.tasks.shutdown()


def choose(desk: Desk, fill: Callable[[QMenu], None], words: str) -> None:
    """Open a menu of the page and take the line that begins so."""
    menu = QMenu(desk.page)
    fill(menu)
    desk.calm()
    found: list[QAction] = [one for one in menu.actions() if one.text().startswith(words)]
    assert len(found) == 1, [one.text() for one in menu.actions()]
    assert found[0].isEnabled()
    found[0].trigger()
    desk.calm()


def test_a_relation_is_filed_completed_and_printed(open_desk: OpenDesk, town: Town, tmp_path: Path) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    desk = open_desk(town.clerk)
    desk.open(taken)
    choose(desk, desk.page.menus.fill_stops, "近亲属备案")
    fill_dialog(desk.page, name="赵某某", unit="示例村村委会", post="委员", relation="申请人之兄")
    desk.calm()
    assert "近亲属备案：示例村村委会委员赵某某（申请人之兄）" in desk.text
    choose(desk, desk.page.menus.fill_stops, "补全近亲属备案（赵某某）")
    fill_dialog(desk.page, role="村级协助")
    desk.calm()
    (entry,) = rows(town, taken).relatives
    assert (entry.staff_post, entry.staff_role) == ("委员", "村级协助")
    choose(desk, desk.page.menus.fill_papers, "社会救助经办人员和村（居）干部近亲属备案表")
    (paper,) = (tmp_path / "papers").glob("F07-*.pdf")
    assert paper.read_bytes().startswith(b"%PDF")


def test_the_agreement_and_the_visit_of_somebody_supported_leave_from_the_file(
    open_desk: OpenDesk, town: Town, tmp_path: Path
) -> None:
    taken = surveyed(town, single(town, "tekun"))
    found = rows(town, taken)
    person = found.members[0].person_id
    on = town.clerk.today()
    town.checker.write(
        caring.record_self_care, person, ["walk"], ("李核查", "张经办"), on, application_id=taken
    )
    town.checker.write(approving.give_opinion, taken, "grant", "调查属实，拟同意认定特困人员。")
    town.checker.write(approving.post_notice, taken, "示例村公示栏")
    town.on(date(2025, 10, 21))
    town.checker.write(approving.close_notice, taken)
    town.checker.write(approving.submit, taken)
    approve(town, taken)
    (one,) = town.clerk.read(caring.supported, taken)
    town.checker.write(
        caring.sign_agreement, one.entitlement_id, "dispersed", "庚示例", "食宿、照料、就医陪护"
    )
    town.checker.write(
        caring.record_wellbeing_visit, person, found.household.id, on=date(2025, 10, 21), visitor="村干部", found={}
    )  # fmt: skip
    desk = open_desk(town.clerk)
    desk.open(taken)
    for words in (
        "特困人员救助供养申请书", "特困人员生活自理能力评估表", "特困人员救助供养审核确认表", "特困人员供养协议（己示例", "走访（探访）记录（己示例",
    ):  # fmt: skip
        choose(desk, desk.page.menus.fill_papers, words)
    left = {path.name.partition("-")[0] for path in (tmp_path / "papers").glob("*.pdf")}
    assert left == {"F23A", "F23C", "F23D", "F23E", "F29"}
