"""转办 at the window: two matters of one form, disputes and rulings, slips found by their code."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from jiuzhu.services.approval import interrupting
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.ui import theme
from jiuzhu.ui.pages.transferring import TransferringPage
from on_the_way import accept, rows, single
from part_hands import Desks, Hands
from town import Town

Open = Callable[[Workspace], Hands]


@pytest.fixture
def at(desks: Desks) -> Open:
    return lambda workspace: desks(TransferringPage, workspace, "transfers")


def pick(desk: Hands, programme: str) -> None:
    """The row of a matter."""
    desk.part.table.choose([row.programme for row in desk.rows].index(programme))
    desk.calm()


def send_all(desk: Hands) -> None:
    """Everything that waits, one by one."""
    desk.queue("to_send")
    while desk.rows:
        desk.click("transfers_refer")
        desk.fill(need="家庭困难，申请救助")


def test_a_rejected_matter_comes_back_alone_and_the_other_is_answered(town: Town, at: Open) -> None:
    accept(town, single(town, "medical", "education"))
    desk = at(town.clerk)
    send_all(desk)
    desk.queue("out")
    pick(desk, "医疗救助")
    desk.click("transfers_reject")
    desk.fill(reason="缺出院小结")
    desk.click("transfers_answer")
    desk.fill(result="granted", text="学费已减免")
    assert "已登记答复" in desk.said
    desk.queue("to_send")
    assert [row.programme for row in desk.rows] == ["医疗救助"]


def test_the_panel_says_the_dispute_and_where_the_ruling_sends_the_matter(town: Town, at: Open) -> None:
    accept(town, single(town, "medical", "education"))
    desk = at(town.clerk)
    send_all(desk)
    desk.queue("out")
    pick(desk, "医疗救助")
    desk.click("transfers_dispute")
    desk.fill(reason="医保局认为属于慈善帮扶")
    desk.queue("disputed")
    assert "2025-10-20 前裁定" in desk.label("transfers_told")
    assert "争议：医保局认为属于慈善帮扶" in desk.label("transfers_told")
    desk.click("transfers_rule")
    desk.fill(body="区民政局", department="charity", basis="政府救助后仍有困难", document="示例函1号")
    assert desk.rows == []
    desk.queue("to_send")
    (row,) = desk.rows
    assert (row.programme, row.department) == ("医疗救助", "区县慈善会、红十字会")
    assert "区民政局裁定由区县慈善会、红十字会承办：政府救助后仍有困难（示例函1号）" in desk.label(
        "transfers_told"
    )
    desk.queue("closed")
    assert [row.state_label for row in desk.rows] == ["已裁定"]


def test_buttons_follow_the_steps_a_slip_may_take(town: Town, at: Open) -> None:
    accept(town, single(town, "medical"))
    desk = at(town.clerk)
    desk.click("transfers_dispute_unsent")
    desk.fill(reason="医保局、慈善会都说不归自己管")
    assert desk.rows == []
    desk.queue("disputed")
    desk.click("transfers_rule")
    desk.fill(body="区民政局", department="charity", basis="政府救助后仍有困难")
    send_all(desk)
    desk.queue("out")
    desk.click("transfers_receipt")
    desk.fill(by="王收文")
    receipt = desk.page.findChild(QPushButton, "transfers_receipt")
    assert receipt is not None
    assert not receipt.isEnabled()


def test_a_scanned_slip_is_shown_in_the_list_it_is_in_and_its_answer_says_so(town: Town, at: Open) -> None:
    taken = accept(town, single(town, "medical", "education")).application_id
    desk = at(town.clerk)
    send_all(desk)
    (first, second) = rows(town, taken).transfers
    desk.click("transfers_scan")
    desk.fill(code=f"JZ|F27|{first.number}|x")
    assert (desk.part.key, [row.number for row in desk.rows]) == ("out", [first.number])
    desk.click("transfers_answer")
    desk.fill(result="granted", text="已救助", amount="1234.5")
    desk.click("transfers_scan")
    desk.fill(code=first.number)
    assert (desk.part.key, [row.number for row in desk.rows]) == ("answered", [first.number])
    assert "2025-10-13 答复：同意救助 1,234.50 元　已救助" in desk.label("transfers_told")
    desk.click("transfers_tell")
    desk.fill(way="当面告知")
    desk.queue("to_send")
    desk.click("transfers_scan")
    desk.fill(code=f"JZ|F27|{first.number}|x")
    assert (desk.part.key, [row.number for row in desk.rows]) == ("closed", [first.number])
    assert "2025-10-13 告知申请人：当面告知" in desk.label("transfers_told")
    desk.part.search.clear()
    desk.queue("out")
    desk.click("transfers_answer")
    desk.fill(result="refused", text="不符合条件")
    assert [row.answer_source for row in rows(town, taken).transfers] == ["scanned", "keyed"]
    assert second.number


def test_a_withdrawn_matter_waits_until_the_department_has_heard(town: Town, at: Open) -> None:
    taken = accept(town, single(town, "medical")).application_id
    desk = at(town.clerk)
    send_all(desk)
    town.clerk.write(interrupting.withdraw, taken, "家里有了办法，不申请了")
    desk.queue("out")
    assert [row.state_label for row in desk.rows] == ["撤回待停办"]
    answer = desk.page.findChild(QPushButton, "transfers_answer")
    assert answer is not None
    assert not answer.isEnabled()
    desk.click("transfers_stop")
    desk.fill(way="电话通知经办人")
    assert desk.rows == []
    desk.queue("closed")
    assert [row.state_label for row in desk.rows] == ["已撤回"]


def test_the_list_is_called_by_the_name_of_its_department(
    town: Town, at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(town, single(town, "medical"))
    desk = at(town.clerk)
    send_all(desk)
    named: list[str] = []

    def chosen(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        named.append(name)
        return str(tmp_path / "x.xlsx"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    desk.click("transfers_list_out")
    desk.fill(department="medical_insurance")
    assert named == ["转办名单-区县医保局-2025-10-13.xlsx"]


def test_however_many_buttons_a_slip_has_its_words_can_be_read(town: Town, at: Open) -> None:
    accept(town, single(town, "medical"))
    desk = at(town.clerk)
    send_all(desk)
    desk.queue("out")
    told = desk.part.told
    words = told.parentWidget()  # the window of the scroll area
    assert words.height() >= 6 * told.fontMetrics().lineSpacing()


def test_a_decision_asks_for_its_day_and_is_read_again_when_it_is_carried_out(town: Town, at: Open) -> None:
    taken = accept(town, single(town, "medical")).application_id
    number = rows(town, taken).application.number
    desk = at(town.clerk)
    desk.choose("meetings")
    desk.click("meetings_new")
    desk.fill(
        level="township",
        place="会议室",
        chair="主任",
        attendees="民政、医保",
        matters="个案甲｜先行救助｜经办人｜2025-13-01",
    )
    assert desk.dialog().isVisible()  # the day does not exist: nothing is stored
    desk.fill(matters=f"个案甲｜先行救助｜经办人｜2025-10-20｜{number}")
    told = f"议定：先行救助\n负责：经办人，2025-10-20 前\n关于：{number}\n还没有落实"
    assert told in desk.label("meetings_told")
    desk.queue("held")
    assert told in desk.label("meetings_told")
    desk.queue("open")
    desk.click("meetings_done")
    desk.fill(result="已经先行救助 500 元")
    assert desk.rows == []
    desk.queue("carried")
    assert "2025-10-13 落实：已经先行救助 500 元" in desk.label("meetings_told")
    desk.part.search.setText(number)
    desk.part.reload()
    desk.calm()
    assert [row.title for row in desk.rows] == ["个案甲"]
    desk.queue("held")
    assert "2025-10-13 落实：已经先行救助 500 元" in desk.label("meetings_told")


def test_the_slips_fit_beside_their_panel_in_larger_letters(town: Town, at: Open, qapp: QApplication) -> None:
    accept(town, single(town, "medical", "education"))
    desk = at(town.clerk)
    try:
        theme.apply(qapp, "light", 125)
        desk.page.resize(1156, 620)  # what a screen of 1366 by 768 leaves beside the rail
        send_all(desk)
        desk.queue("out")
        table = desk.part.table
        assert table.horizontalHeader().length() <= table.viewport().width()
    finally:
        theme.apply(qapp)
