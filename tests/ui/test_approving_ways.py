"""The approving page for the ways that are not 低保: what the table of the way allows is what stands below the file."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from approving_desk import Desk
from holding import child
from jiuzhu.domain.dossier import IncidentPart, ParentPart
from jiuzhu.services.approval import approving
from jiuzhu.services.counter import intake
from jiuzhu.services.household import events
from jiuzhu.services.household.events import Happened
from jiuzhu.services.office.workspace import Workspace
from on_the_way import accept, approve, rows, single, submitted, submitted_tekun, surveyed
from part_hands import fill_dialog
from relief_case import bill, colleague, ill
from town import Town, id_number, urban_three

ALT = Qt.KeyboardModifier.AltModifier


OpenDesk = Callable[[Workspace], Desk]


@pytest.fixture
def open_desk(qtbot: QtBot) -> Iterator[OpenDesk]:
    """A page of its own for an operator; its worker is gone at the end."""
    made: list[Desk] = []

    def begin(workspace: Workspace) -> Desk:
        made.append(Desk(qtbot, workspace))
        return made[-1]

    yield begin
    for desk in made:
        desk.tasks.shutdown()


def test_a_subsidy_goes_from_the_opinion_by_the_federation_to_the_authority(
    open_desk: OpenDesk, town: Town
) -> None:
    made = single(town, "disability_care", birth=date(1985, 1, 1))
    made.members[0].disability_kind, made.members[0].disability_grade = "4", "1"
    taken = accept(town, made).application_id
    desk = open_desk(town.checker)
    desk.open(taken)
    assert desk.button("grant").text().startswith("拟同意　")
    assert "差异" not in desk.text
    desk.press(Qt.Key.Key_A, ALT)
    assert rows(town, taken).application.state == "reviewing"
    desk.press(Qt.Key.Key_A, ALT)
    assert "残联审核意见" in desk.field("note").problem
    desk.type_in("note", "证件有效，同意")
    desk.press(Qt.Key.Key_A, ALT)
    assert rows(town, taken).application.state == "submitted"
    assert "等待审批岗位签署" in desk.panel_text


def test_a_township_is_told_who_signs_and_has_no_button(open_desk: OpenDesk, town: Town) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    desk = open_desk(colleague(town, "zhenzhang", "周镇长", "township_approver"))
    desk.open(taken)
    assert "由区县审核确认" in desk.panel_text
    assert desk.page.panel.button("approve") is None
    assert desk.page.queue.which.itemText(0) == "待签署　1"  # waits for a signature, not for theirs


def test_a_child_is_submitted_and_nothing_speaks_of_posting(open_desk: OpenDesk, town: Town) -> None:
    made = single(town, "orphan", birth=date(2015, 5, 5))
    made.parents = [
        ParentPart(of_person=made.members[0].id, name=name, state="dead") for name in ("庚", "辛")
    ]
    taken = surveyed(town, made)
    desk = open_desk(town.checker)
    desk.open(taken)
    assert "公示" not in desk.button("grant").text()
    assert "父母情况" in desk.text
    desk.press(Qt.Key.Key_A, ALT)
    assert "儿童保障不公示" in desk.panel_text
    assert desk.page.panel.button("post") is None
    desk.press(Qt.Key.Key_A, ALT)
    assert rows(town, taken).application.state == "submitted"


def test_help_at_once_asks_for_an_amount_and_offers_the_most_that_is_possible(
    open_desk: OpenDesk, town: Town
) -> None:
    made = single(town, "quick")
    made.household.kind = "urban"
    made.incident = IncidentPart(
        kind="fire", cause="房屋起火", happened_on=date(2025, 10, 12), place="示例村", persons=1
    )
    taken = accept(town, made).application_id
    desk = open_desk(town.checker)
    desk.open(taken)
    assert "2025-10-12 火灾" in desk.text
    desk.type_in("amount", "两千")
    desk.type_in("evidence", "现场照片和村委会证明")
    desk.press(Qt.Key.Key_A, ALT)
    assert "金额只能填数字" in desk.field("amount").problem
    desk.type_in("amount", "2000")
    desk.press(Qt.Key.Key_A, ALT)
    assert "可以改为 770.00 元" in desk.field("amount").problem
    desk.type_in("amount", "770")
    desk.press(Qt.Key.Key_A, ALT)
    found = rows(town, taken)
    assert (found.application.state, str(found.opinions[-1].amount)) == ("submitted", "770.00")


def test_papers_of_help_at_once_are_made_up_afterwards(open_desk: OpenDesk, town: Town) -> None:
    made = single(town, "quick")
    made.household.kind = "urban"
    made.incident = IncidentPart(
        kind="fire", cause="房屋起火", happened_on=date(2025, 10, 12), place="示例村", persons=1
    )
    made.application.truth_promised = True
    taken = town.clerk.write(intake.accept, made, "").application_id
    town.checker.write(approving.propose_quick, taken, Decimal("770.00"), "现场照片")
    seen = town.head.read(approving.view, taken)
    town.head.write(approving.decide, taken, approving.Verdict(result="approved", seen_version=seen.version))
    town.clerk.write(approving.deliver_notice, taken, "direct", town.clerk.today())
    desk = open_desk(town.clerk)
    desk.open(taken)
    assert "应在 2025-10-20 前补齐" in desk.text
    desk.type_in("note", "补齐申请书签字")
    desk.press(Qt.Key.Key_A, ALT)
    assert rows(town, taken).application.state == "approved"


def test_the_county_registers_its_own_visit_before_it_signs(open_desk: OpenDesk, town: Town) -> None:
    taken = submitted_tekun(town, date(2025, 10, 21))
    desk = open_desk(town.head)
    desk.open(taken)
    assert "2025-10-13 己示例：不能室内自主行走，半护理" in desk.text
    assert "区县入户抽查 0 件" in desk.text
    desk.type_in("visitors", "区民政局周某、吴某")
    desk.type_in("found", "独居，与申报一致")
    desk.press(Qt.Key.Key_V, ALT)
    assert "审批机关入户核查" in desk.text
    desk.press(Qt.Key.Key_A, ALT)
    assert rows(town, taken).application.state == "approved"
    assert "特困人员救助供养" in desk.text.split("本户已享受")[1]


def test_a_matter_of_a_department_shows_where_it_is_handled(open_desk: OpenDesk, town: Town) -> None:
    taken = accept(town, single(town, "medical")).application_id
    desk = open_desk(town.checker)
    desk.open(taken)
    assert "请到“转办”" in desk.panel_text


def test_what_an_event_tells_of_a_person_opens_the_panel_below_the_file(
    open_desk: OpenDesk, town: Town
) -> None:
    taken = surveyed(town, child(town, "orphan", states=("dead", "missing_declared")))
    desk = open_desk(town.checker)
    desk.open(taken)
    assert not desk.button("grant").isEnabled()
    file = rows(town, taken)
    ruled = {"ruled_as": "orphan", "ruled_by": "示例区民政局〔2025〕3号"}
    told = Happened(
        kind="ruled", effective_on=town.clerk.today(), person_id=file.members[0].person_id, marks=ruled
    )
    desk.tasks.write(events.record_event, file.household.id, told, owner=desk.page, then=lambda _: None)
    desk.calm()
    assert desk.button("grant").isEnabled()
    desk.press(Qt.Key.Key_A, ALT)
    assert "每月 1,651.00 元" in rows(town, taken).opinions[-1].text


def test_an_opinion_typed_before_the_findings_changed_says_so(open_desk: OpenDesk, town: Town) -> None:
    taken = surveyed(town, single(town, "dibao"))
    desk = open_desk(town.checker)
    desk.open(taken)
    desk.type_in("text", "经调查核实，拟同意每月 580.00 元。")
    desk.page.reload()
    desk.calm()
    told = desk.page.panel.findChild(QLabel, "action_beside")
    assert isinstance(told, QLabel)
    assert told.isHidden()
    file = rows(town, taken)
    ill = {"illness": "major", "illness_name": "尿毒症"}
    event = Happened(
        kind="ill", effective_on=town.clerk.today(), person_id=file.members[0].person_id, marks=ill
    )
    desk.tasks.write(events.record_event, file.household.id, event, owner=desk.page, then=lambda _: None)
    desk.calm()
    told = desk.page.panel.findChild(QLabel, "action_beside")
    assert isinstance(told, QLabel)
    assert "认定已经变化" in told.text()
    assert desk.page.panel.values()["text"] == "经调查核实，拟同意每月 580.00 元。"


def test_who_was_led_on_unknown_is_named_later(open_desk: OpenDesk, town: Town) -> None:
    made = town.clerk.read(intake.new_dossier)
    made.application.programmes, made.application.reason = ["vagrant"], "在桥下露宿，愿意去救助站"
    made.application.cause, made.household.village = "other", "示例社区"
    made.household.address, made.incident.no_number_reason = "示例桥下", "本人说不清姓名，身上没有证件"
    made.applicant.name = "姓名不详（男）"
    taken = town.clerk.write(intake.accept, made).application_id
    desk = open_desk(town.clerk)
    desk.open(taken)
    menu(desk)["补录身份…"].trigger()
    desk.calm()
    fill_dialog(desk.page, name_0="寻示例", number_0=id_number(date(1975, 5, 5), 61), note="救助站比对人口库")
    desk.calm()
    assert "补录身份" in desk.text.split("经过")[1]
    assert rows(town, taken).people[rows(town, taken).members[0].person_id].name == "寻示例"
    assert "补录身份…" not in menu(desk)


def test_who_is_supported_gets_an_agreement_and_is_visited(open_desk: OpenDesk, town: Town) -> None:
    taken = submitted_tekun(town, date(2025, 10, 21))
    desk = open_desk(town.checker)
    desk.open(taken)
    assert not {"供养协议…", "登记走访…"} & set(menu(desk))
    approve(town, taken)
    desk.page.reload()
    desk.calm()
    desk.open(taken)
    menu(desk)["供养协议…"].trigger()
    desk.calm()
    fill_dialog(desk.page, support="集中供养", carer="示例敬老院", duties="食宿、照料、就医陪护")
    desk.calm()
    assert "集中供养，半护理，2025-11 起" in desk.text
    assert "示例敬老院，食宿、照料、就医陪护" in desk.text
    menu(desk)["登记走访…"].trigger()
    desk.calm()
    fill_dialog(desk.page, visitor="村干部", living="正常", health="血压偏高", action="已联系村医")
    desk.calm()
    assert "2025-10-21 村干部：正常；血压偏高；已联系村医" in desk.text


def menu(desk: Desk) -> dict[str, QAction]:
    """What 更多 offers now, by its words."""
    made = QMenu(desk.page)
    desk.page.menus.fill_stops(made)
    return {action.text(): action for action in made.actions()}


def test_the_other_matters_of_a_form_are_told_in_the_file(open_desk: OpenDesk, town: Town) -> None:
    made = single(town, "dibao", "medical")
    receipt = accept(town, made)
    desk = open_desk(town.checker)
    desk.open(receipt.application_id)
    assert f"{receipt.others[0].number}   转办（窗口受理、部门决定）   已受理" in desk.text.replace(
        "\xa0", " "
    )


def test_whoever_signs_reads_what_stands_beside_the_claim(open_desk: OpenDesk, town: Town) -> None:
    first = ill(town, 301, bill())
    accept(town, first)
    other = ill(town, 303, bill("结算-77"))
    taken = submitted(town, other, date(2025, 10, 14), date(2025, 10, 22))
    desk = open_desk(town.head)
    desk.open(taken)
    label = desk.page.panel.findChild(QLabel, "action_beside")
    assert isinstance(label, QLabel)
    assert not label.isHidden()
    assert label.text().startswith("▲ 票据 结算-77（示例医院")
    assert "请核对原件是不是同一张" in desk.text
