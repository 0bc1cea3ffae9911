"""The intake page on the real services and a real encrypted file."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from intake_desk import CONTROL, WAIT, Desk
from jiuzhu.domain.household import Person
from jiuzhu.services.casework import files
from jiuzhu.services.counter import intake, spooling
from jiuzhu.services.referral import leading
from jiuzhu.services.referral.leading import Told
from jiuzhu.storage.unit import Unit
from jiuzhu.ui.dialogs.conflict import ConflictDialog
from part_hands import fill_dialog
from town import Town, complete, id_number, open_town, urban_three

TODAY = date(2025, 10, 13)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = open_town(tmp_path / "office", TODAY)
    yield made
    made.close()


@pytest.fixture
def desk(qtbot: QtBot, town: Town) -> Iterator[Desk]:
    made = Desk(qtbot, town)
    yield made
    made.close()


def test_the_household_of_case_01_is_taken_with_the_keyboard_alone(  # noqa: PLR0915  # one intake, key by key
    desk: Desk,
) -> None:
    husband, wife, son = date(1980, 3, 2), date(1982, 6, 11), date(2013, 5, 20)
    assert desk.at() == "intake_search"
    desk.begin("张示例")
    assert desk.at() == "application.programmes.dibao"
    desk.key(Qt.Key.Key_Return)  # one group after the other
    assert desk.at() == "application.programmes.disability_living"
    desk.key(Qt.Key.Key_Space)
    desk.key(Qt.Key.Key_Right)
    desk.key(Qt.Key.Key_Space)
    desk.fill(cause="cj", reason="爱人残疾不能上班", id_number=id_number(husband, 11), phone="13900000001")
    desk.fill(village="示例社区", address="示例路12号")
    assert desk.dossier.applicant.birth == husband
    desk.key(Qt.Key.Key_F2)

    assert desk.page.work.step == "members"
    desk.key(Qt.Key.Key_Insert)
    assert desk.at() == "members.1.name"
    desk.fill(
        name="李示例",
        id_number=id_number(wife, 12),
        relation="妻",
        disability_kind="zt",
        disability_grade="2",
    )
    desk.key(Qt.Key.Key_Insert)
    desk.fill(name="张小例", id_number=id_number(son, 13), relation="20", student="ywjy")
    desk.key(Qt.Key.Key_F2)

    assert desk.page.work.step == "income"
    desk.key(Qt.Key.Key_Return)  # on the add button
    desk.fill(person="zsl", kind="gz", item="兼职保安", declared="1560")
    desk.key(Qt.Key.Key_F2)
    desk.key(Qt.Key.Key_Return)
    desk.fill(kind="ck", declared="21000")
    desk.key(Qt.Key.Key_F2)

    assert desk.page.work.step == "materials"
    for _ in range(sum(1 for line in desk.dossier.materials if not line.by_data)):
        desk.key(Qt.Key.Key_Space)
        desk.key(Qt.Key.Key_Return)
    assert desk.page.work.step == "authorisation"  # Enter after the last tick goes on
    for place in (0, 1):
        assert desk.at() == f"members.{place}.authorised"
        desk.key(Qt.Key.Key_Space)
        for _ in range(3):
            desk.key(Qt.Key.Key_Return)
    assert desk.page.work.step == "accept"
    assert desk.at() == "application.truth_promised"
    desk.key(Qt.Key.Key_Space)
    desk.calm()
    assert desk.text("radar.dibao.result") == "符合"
    assert "950.00" in desk.text("radar.dibao.headline")
    desk.send(Qt.Key.Key_F9)
    desk.bot.waitUntil(lambda: desk.page.stack.currentWidget() is desk.page.receipt, timeout=WAIT)
    desk.calm()

    number = desk.text("receipt.number")
    assert number
    assert "2025-11-17" in desk.text("receipt.lines")
    assert desk.at() == "receipt.print"
    stored = desk.town.clerk.read(files.dossier, desk.page.receipt_of)
    assert stored.application.number == number
    assert [member.name for member in stored.members] == ["张示例", "李示例", "张小例"]
    assert stored.members[1].disability_grade == "2"
    assert stored.incomes[0].declared == Decimal("1560.00")
    assert stored.incomes[0].person == stored.members[0].id
    assert len(stored.authorisations) == 2
    assert desk.town.clerk.read(intake.drafts) == []


def test_what_is_typed_is_a_draft_and_escape_offers_it_again(desk: Desk) -> None:
    desk.begin("张示例")
    desk.fill(cause="jb", reason="没有收入", phone="13900000001")
    desk.key(Qt.Key.Key_Escape)
    desk.calm()
    assert desk.page.stack.currentWidget() is desk.page.search
    offered = desk.town.clerk.read(intake.drafts)
    assert [draft.title for draft in offered] == ["张示例"]
    resume = desk.page.findChild(QPushButton, f"draft.{offered[0].id}.open")
    assert isinstance(resume, QPushButton)
    desk.bot.waitUntil(resume.isVisible, timeout=WAIT)
    resume.setFocus()
    desk.key(Qt.Key.Key_Space)
    desk.bot.waitUntil(lambda: desk.page.work.dossier is not None, timeout=WAIT)
    assert desk.dossier.application.reason == "没有收入"
    assert desk.dossier.applicant.phone == "13900000001"


def test_a_draft_is_written_while_typing_without_leaving(desk: Desk) -> None:
    desk.begin("张示例")
    desk.fill(reason="没有收入")
    desk.bot.waitUntil(lambda: desk.town.clerk.read(intake.drafts) != [], timeout=WAIT)
    draft = desk.town.clerk.read(intake.drafts)[0]
    assert desk.town.clerk.read(intake.open_draft, draft.id).application.reason == "没有收入"


def test_that_a_draft_lies_here_only_is_told_until_the_server_has_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.begin("张示例")
    with monkeypatch.context() as away:
        away.setattr(spooling, "keep_draft", lambda *_: True)
        desk.fill(reason="爱人残疾")
        desk.bot.waitUntil(lambda: "加密存在本机" in desk.page.bar.text, timeout=WAIT)
    desk.fill(reason="爱人残疾不能上班")
    desk.bot.waitUntil(lambda: not desk.page.bar.text, timeout=WAIT)


def test_a_draft_changed_in_another_window_is_kept_beside_what_is_typed_here(desk: Desk) -> None:
    desk.begin("张示例")
    desk.fill(reason="没有收入")
    desk.bot.waitUntil(lambda: desk.town.clerk.read(intake.drafts) != [], timeout=WAIT)
    desk.calm()
    draft = desk.town.clerk.read(intake.drafts)[0]
    other = desk.town.clerk.read(intake.open_draft, draft.id)
    other.application.reason = "丈夫去世"
    desk.town.clerk.write(intake.keep_draft, draft.id, other)
    desk.fill(reason="没有收入，失业")
    desk.bot.waitUntil(lambda: len(desk.town.clerk.read(intake.drafts)) == 2, timeout=WAIT)
    desk.calm()
    kept = {
        one.id: desk.town.clerk.read(intake.open_draft, one.id) for one in desk.town.clerk.read(intake.drafts)
    }
    assert kept.pop(draft.id).application.reason == "丈夫去世"
    assert [one.application.reason for one in kept.values()] == [desk.dossier.application.reason]
    assert "已另存为一份新草稿" in desk.page.bar.text


def test_a_dropped_draft_can_be_taken_back(desk: Desk) -> None:
    desk.begin("张示例")
    desk.fill(reason="没有收入")
    desk.key(Qt.Key.Key_Escape)
    desk.calm()
    draft = desk.town.clerk.read(intake.drafts)[0]
    desk.page.search.draft_dropped.emit(draft.id)
    desk.calm()
    desk.calm()
    assert desk.town.clerk.read(intake.drafts) == []
    undo = desk.page.findChild(QPushButton, "message_action")
    assert isinstance(undo, QPushButton)
    undo.setFocus()
    desk.key(Qt.Key.Key_Space)
    desk.calm()
    assert [item.title for item in desk.town.clerk.read(intake.drafts)] == ["张示例"]


def test_f9_goes_to_the_first_thing_lacking_and_tells_it_beside_the_field(desk: Desk) -> None:
    desk.begin("张示例")
    desk.send(Qt.Key.Key_F9)
    desk.calm()
    assert desk.page.work.step == "applicant"
    assert desk.at() == "application.cause"
    assert "请填写" in desk.text("application.cause.problem")
    assert "没有受理" in desk.page.bar.text
    assert desk.dossier.applicant.name == "张示例"


def test_the_problem_list_leads_to_the_field(desk: Desk) -> None:
    desk.begin("张示例")
    desk.key(Qt.Key.Key_7, CONTROL)
    assert desk.page.work.step == "accept"
    listed = desk.page.findChild(QListWidget, "finish.problems")
    assert isinstance(listed, QListWidget)
    words = [listed.item(row).text() for row in range(listed.count())]
    assert any("致困原因" in line for line in words)
    assert any("还没收到" in line for line in words)
    row = next(place for place, line in enumerate(words) if "还没收到" in line)
    listed.setFocus()
    listed.setCurrentRow(row)
    desk.key(Qt.Key.Key_Return)
    assert desk.page.work.step == "materials"
    assert desk.at().startswith("materials.")


def test_a_person_who_already_asks_is_found_and_warned_about(desk: Desk) -> None:
    desk.town.accept(urban_three(desk.town))
    desk.say("甲示例")
    desk.key(Qt.Key.Key_Return)
    desk.calm()
    assert "找到 1 人" in desk.text("intake_search_note")
    desk.key(Qt.Key.Key_Return)
    desk.bot.waitUntil(lambda: desk.page.work.dossier is not None, timeout=WAIT)
    desk.calm()
    assert [member.name for member in desk.dossier.members] == ["甲示例", "乙示例", "丙示例"]
    assert "【办理中】" in desk.text("intake_duplicates")
    assert "不能受理" in desk.text("intake_duplicates")


def test_an_identity_number_typed_anew_is_recognised(desk: Desk) -> None:
    desk.town.accept(urban_three(desk.town))
    desk.begin("别名示例")
    desk.fill(id_number=id_number(date(1980, 3, 2), 11))
    desk.calm()
    assert "办理中" in desk.text("intake_duplicates")


def test_a_refused_acceptance_keeps_everything(desk: Desk) -> None:
    desk.town.accept(urban_three(desk.town))
    desk.begin("再来示例")
    fresh = complete(urban_three(desk.town), TODAY)
    desk.page.work.show_dossier(fresh)
    desk.send(Qt.Key.Key_F9)
    desk.bot.waitUntil(lambda: "没有受理" in desk.page.bar.text, timeout=WAIT)
    desk.calm()
    assert desk.page.isEnabled()
    assert desk.page.work.dossier is fresh


def test_missing_papers_are_told_once_in_writing_and_the_file_is_completed_later(desk: Desk) -> None:
    desk.begin("补正示例")
    dossier = complete(urban_three(desk.town), TODAY)
    lacking = next(line for line in dossier.materials if not line.by_data)
    lacking.received_on = None
    desk.page.work.show_dossier(dossier)
    desk.key(Qt.Key.Key_7, CONTROL)
    button = desk.page.findChild(QPushButton, "finish.correct")
    assert isinstance(button, QPushButton)
    button.setFocus()
    desk.send(Qt.Key.Key_Return)
    desk.bot.waitUntil(lambda: desk.page.stack.currentWidget() is desk.page.receipt, timeout=WAIT)
    desk.calm()
    assert desk.text("receipt.kind") == "已告知补正"
    assert lacking.name in desk.text("receipt.lines")
    application = desk.page.receipt_of

    desk.page.complete(application)
    desk.bot.waitUntil(lambda: desk.page.work.dossier is not None, timeout=WAIT)
    desk.calm()
    assert desk.page.work.step == "materials"
    for line in desk.dossier.materials:
        line.received_on = TODAY
    for member in desk.dossier.members[:2]:
        member.authorised_on = TODAY
    assert not desk.dossier.application.truth_promised
    desk.dossier.application.truth_promised = True

    def save(unit: Unit) -> None:
        unit.get(Person, desk.dossier.members[1].id).phone = "13900000000"

    desk.town.checker.write(save)
    desk.dossier.members[1].phone = "13800000000"
    desk.send(Qt.Key.Key_F9)
    desk.bot.waitUntil(lambda: desk.page.findChild(ConflictDialog) is not None, timeout=WAIT)
    desk.calm()
    assert desk.page.isEnabled()
    theirs = desk.page.findChild(QPushButton, "conflict_all_theirs")
    assert isinstance(theirs, QPushButton)
    theirs.click()
    save_it = desk.page.findChild(QPushButton, "conflict_save")
    assert isinstance(save_it, QPushButton)
    save_it.click()
    desk.bot.waitUntil(lambda: desk.page.stack.currentWidget() is desk.page.receipt, timeout=WAIT)
    desk.calm()
    stored = desk.town.clerk.read(files.dossier, application)
    assert stored.application.state == "accepted"
    assert stored.members[1].phone == "13900000000"


def test_what_is_not_accepted_is_told_in_a_notice_that_leaves(desk: Desk, tmp_path: Path) -> None:
    desk.town.clerk.settings.export_folder = str(tmp_path / "papers")
    desk.begin("不受理示例")
    desk.page.work.show_dossier(urban_three(desk.town))
    desk.key(Qt.Key.Key_7, CONTROL)
    button = desk.page.findChild(QPushButton, "finish.decline")
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    fill_dialog(
        desk.page,
        ground="overdue",
        reason="申请人户籍在外省",
        clause="民发〔2021〕57号第四条",
        advice="向户籍地乡镇申请",
    )
    desk.calm()
    assert "先一次性告知补正" in desk.text("decline_problem")
    assert desk.page.stack.currentWidget() is desk.page.work  # nothing is lost
    fill_dialog(desk.page, ground="not_here")
    desk.bot.waitUntil(lambda: desk.page.stack.currentWidget() is desk.page.receipt, timeout=WAIT)
    desk.calm()
    assert desk.text("receipt.kind") == "不予受理"
    leave = desk.page.findChild(QPushButton, "receipt.print")
    assert isinstance(leave, QPushButton)
    QTest.mouseClick(leave, Qt.MouseButton.LeftButton)
    desk.bot.waitUntil(lambda: "已生成" in desk.text("receipt.told"), timeout=WAIT)
    (paper,) = (tmp_path / "papers").glob("F06-*.pdf")
    assert paper.read_bytes().startswith(b"%PDF")


def test_the_receipt_leaves_as_a_paper_in_the_chosen_folder(desk: Desk, tmp_path: Path) -> None:
    desk.begin("打印示例")
    desk.page.work.show_dossier(complete(urban_three(desk.town), TODAY))
    desk.town.clerk.settings.export_folder = str(tmp_path / "papers")
    desk.send(Qt.Key.Key_F9)
    desk.bot.waitUntil(lambda: desk.page.stack.currentWidget() is desk.page.receipt, timeout=WAIT)
    desk.calm()
    assert desk.at() == "receipt.print"
    desk.key(Qt.Key.Key_Space)
    desk.bot.waitUntil(lambda: "已生成" in desk.text("receipt.told"), timeout=WAIT)
    papers = list((tmp_path / "papers").glob("*.pdf"))
    assert len(papers) == 1
    assert papers[0].read_bytes().startswith(b"%PDF")


def test_a_new_form_does_not_carry_over_what_another_one_could_not_read(desk: Desk) -> None:
    desk.begin("第一示例")
    desk.fill(birth="19800231")
    desk.key(Qt.Key.Key_Return)
    assert "不存在" in desk.text("applicant.birth.problem")
    desk.key(Qt.Key.Key_Escape)
    desk.calm()
    desk.begin("第二示例")
    assert desk.text("applicant.birth.problem") == ""
    birth = desk.page.findChild(QLineEdit, "applicant.birth")
    assert isinstance(birth, QLineEdit)
    assert birth.text() == ""


def test_the_radar_follows_the_typing(desk: Desk) -> None:
    desk.begin("张示例")
    desk.page.work.show_dossier(urban_three(desk.town))
    assert desk.text("radar.dibao.result") == "符合"
    desk.key(Qt.Key.Key_3, CONTROL)
    desk.fill(declared="9000")
    desk.bot.waitUntil(lambda: desk.text("radar.dibao.result") == "不符合", timeout=WAIT)
    more = desk.page.findChild(QPushButton, "radar.dibao.more")
    assert isinstance(more, QPushButton)
    more.setFocus()
    desk.key(Qt.Key.Key_Space)
    why = desk.page.findChild(QLabel, "radar.dibao.why")
    assert isinstance(why, QLabel)
    assert why.isVisible()
    assert "每月 9,000.00 元，折合每年计入 108,000.00 元" in why.text()


def test_somebody_without_papers_is_told_once_and_not_taken_twice(desk: Desk) -> None:
    desk.begin("示例无证")
    desk.page.work.show_step("accept")
    problems = desk.page.findChild(QListWidget, "finish.problems")
    assert isinstance(problems, QListWidget)
    said = [problems.item(place).text() for place in range(problems.count())]
    assert "申请人与事项：请填写身份证号。" in said
    button = desk.page.findChild(QPushButton, "finish.correct")
    assert isinstance(button, QPushButton)
    button.setFocus()
    desk.send(Qt.Key.Key_Return)
    desk.calm()
    person = desk.town.clerk.read(files.dossier, desk.page.receipt_of).applicant.id
    desk.page.start(person)  # comes back with the papers, and is looked up by name
    desk.calm()
    desk.calm()
    assert "【办理中】" in desk.text("intake_duplicates")


def test_a_lead_is_taken_with_what_was_told(desk: Desk, town: Town) -> None:
    told = Told(
        source="hotline", name="己示例", content="独居老人摔伤，无人照料", found_on=TODAY, address="示例村3社",
        id_number=id_number(date(1950, 1, 1), 33),
    )  # fmt: skip
    town.clerk.write(leading.record_lead, told)
    (lead,) = town.clerk.read(leading.leads)
    desk.page.start_lead(lead.id)
    desk.calm()
    one = desk.dossier.members[0]
    assert (one.name, one.id_number, one.birth) == ("己示例", told.id_number, date(1950, 1, 1))
    assert (desk.dossier.household.address, desk.dossier.application.source) == ("示例村3社", "hotline")
