"""The list parts of 转办, 监测 and 发放 on the real services, worked with clicks and keys from one end to the other."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from jiuzhu.domain.granting import Adjustment
from jiuzhu.services.granting import adjusting, back_paying, consequences, reassessing
from jiuzhu.services.granting.reassessing import Wanted
from jiuzhu.services.household import accounts
from jiuzhu.services.household.accounts import NewAccount
from jiuzhu.services.referral import transferring
from jiuzhu.ui.monitoring.consequences_dialog import ConsequencesDialog
from jiuzhu.ui.pages.monitoring import MonitoringPage
from jiuzhu.ui.pages.paying import PayingPage
from jiuzhu.ui.pages.transferring import TransferringPage
from on_the_way import accept, approve, rows, single, submitted
from once import once
from part_hands import Desks
from receiving import dies, granted, propose, tekun, told
from relief_case import colleague
from town import Town, payer_of, urban_three


@pytest.fixture
@once
def home(town: Town) -> str:
    """A family of three with 低保."""
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    town.on(date(2025, 12, 3))
    return taken


def test_a_matter_goes_out_and_its_answer_reaches_the_family(
    town: Town, desks: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(town, single(town, "medical"))
    desk = desks(TransferringPage, town.clerk, "transfers")
    (row,) = desk.rows
    assert desk.label("transfers_head") == f"{row.name}：医疗救助"
    desk.click("transfers_refer")
    desk.fill(need="")
    assert desk.dialog().isVisible()  # what is needed is told beside its field, nothing is stored
    assert not town.clerk.read(transferring.transfers, ("sent",))
    desk.fill(need="住院自付费用高，申请医疗救助")
    assert desk.said.startswith("已转出 ")
    assert desk.rows == []
    desk.queue("out")
    (slip,) = desk.rows
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    desk.click("transfers_paper")
    assert (tmp_path / f"F27-{slip.number}.pdf").read_bytes().startswith(b"%PDF")
    desk.click("transfers_answer")
    desk.fill(result="granted", text="已救助", amount="3000")
    desk.queue("answered")
    desk.click("transfers_tell")
    desk.fill(way="当面告知")
    assert desk.rows == []
    desk.queue("closed")
    (closed,) = desk.rows
    assert closed.state == "closed"


def test_a_slip_is_found_by_its_code(town: Town, desks: Desks) -> None:
    taken = accept(town, single(town, "medical")).application_id
    (number,) = town.clerk.write(transferring.refer, taken, "住院自付费用高", "")
    desk = desks(TransferringPage, town.clerk, "transfers")
    desk.click("transfers_scan")
    desk.fill(code="JZ|F27|NONE|x")
    assert "没有编号 NONE 的转办单" in desk.dialog().findChild(type(desk.part.head), "scan_problem").text()  # type: ignore[union-attr]  # found above
    desk.fill(code=f"JZ|F27|{number}|x")
    assert [row.number for row in desk.rows] == [number]


def test_leads_and_meetings_are_kept_to_their_end(town: Town, desks: Desks) -> None:
    desk = desks(TransferringPage, town.clerk, "leads")
    desk.click("leads_new")
    desk.fill(source="village_officer", name="独居老人", content="无人照料，生活困难")
    (lead,) = desk.rows
    assert (lead.name, lead.content) == ("独居老人", "无人照料，生活困难")
    desk.click("leads_give")
    desk.fill(to=town.checker.actor.name)
    assert desk.rows[0].owner == town.checker.actor.name
    desk.click("leads_visit")
    desk.fill(found="电话核实，每月有养老金")
    desk.click("leads_end")
    desk.fill(outcome="reason", reason="已有养老金，不符合条件")
    assert desk.rows == []
    desk.queue("closed")
    assert [row.number for row in desk.rows] == [lead.number]
    told = desk.label("leads_told")
    assert "电话核实，每月有养老金" in told
    assert "不予立案：已有养老金，不符合条件" in told
    desk.queue("open")
    desk.click("leads_new")
    desk.fill(source="village_officer", name="独居老人", content="又有人反映无人照料")
    assert f"可能是同一人的线索：{lead.number}" in desk.page.bar.text
    (again,) = desk.rows
    assert lead.number in desk.part.tell_row("open", again)[1]
    desk.choose("meetings")
    desk.click("meetings_new")
    desk.fill(
        level="township",
        place="会议室",
        chair="主任",
        attendees="民政、残联",
        matters="困难老人｜临时救助｜经办人",
    )
    (matter,) = desk.rows
    assert (matter.title, matter.decision, matter.responsible) == ("困难老人", "临时救助", "经办人")
    desk.click("meetings_done")
    desk.fill(result="已经落实")
    assert desk.rows == []


def test_a_recheck_and_a_wage_end_in_a_signed_change(town: Town, desks: Desks, home: str) -> None:
    assert home
    town.on(date(2026, 10, 20))
    desk = desks(MonitoringPage, town.checker, "rechecks")
    due = next(row for row in desk.rows if row.programme == "最低生活保障")
    desk.click("rechecks_record")
    desk.fill(outcome="no_change", second="张经办", found="家庭情况没有变化")
    assert due.entitlement_id not in {row.entitlement_id for row in desk.rows}
    desk.choose("events")
    desk.queue("home")
    desk.part.search.setText(due.name)
    desk.part.reload()
    desk.calm()
    assert [row.household_number for row in desk.rows] == [due.household_number]
    desk.click("events_as_of")
    desk.fill(on="2025-12-03")
    assert "最低生活保障" in desk.label("events_told")
    wanted = NewAccount(
        bank="示例农商银行",
        account_name="乙示例",
        account_number="6211111111111111111",
        reason="原账户已销户",
    )
    town.checker.write(accounts.propose_account, desk.rows[0].household_id, wanted)
    desk.click("events_journal")
    assert "申请变更的账号：****1111" in desk.label("events_told")
    desk.click("events_record")
    desk.fill(kind="employed", person_id="乙示例", income_kind="wage", income="900")
    assert desk.said.startswith("已登记变动 ")
    (follows,) = desk.page.findChildren(ConsequencesDialog)
    first = follows.table.chosen_row()
    change = first.change
    assert (change.kind, change.until_month) == ("taper", "2027-04")  # 820.00 a head: below 1.5 times
    desk.click("consequences_propose")
    follows.reject()
    desk.choose("adjustments")
    assert [row.programme for row in desk.rows] == [first.label]
    sign = desk.page.findChild(QPushButton, "adjustments_sign")
    assert sign is not None
    assert not sign.isEnabled()  # the checker cannot sign
    mayor = colleague(town, "zhenzhang", "周镇长", "township_approver")
    reach = desks(MonitoringPage, mayor, "adjustments")
    sign = reach.page.findChild(QPushButton, "adjustments_sign")
    assert sign is not None
    assert not sign.isEnabled()  # this list is the county's to sign
    assert "签署同意：由区县审核确认" in reach.label("adjustments_barred")
    head = desks(MonitoringPage, town.head, "adjustments")
    head.click("adjustments_sign")
    assert head.rows == []
    head.queue("approved")
    assert len(head.rows) == 1
    clerk = desks(MonitoringPage, town.clerk, "adjustments")
    clerk.queue("approved")
    clerk.click("adjustments_deliver")
    clerk.fill(way="直接送达")
    assert clerk.said == "已登记送达。"


def test_papers_of_what_changed_leave_where_it_is_listed(
    town: Town, desks: Desks, home: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert home
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    town.on(date(2026, 5, 8))
    desk = desks(MonitoringPage, town.checker, "rechecks")
    desk.click("rechecks_record")
    desk.fill(outcome="taper", second="张经办", found="妻子就业，人均超过标准")
    desk.page.findChild(ConsequencesDialog).reject()  # the wage is recorded first
    desk.queue("done")
    assert [row.outcome for row in desk.rows] == ["就业渐退"]
    desk.click("rechecks_paper")
    desk.choose("events")
    desk.queue("home")
    desk.part.search.setText("甲示例")
    desk.part.reload()
    desk.calm()
    desk.click("events_record")
    desk.fill(kind="employed", person_id="乙示例", income_kind="wage", income="900", details="超市收银员")
    (follows,) = [one for one in desk.page.findChildren(ConsequencesDialog) if one.isVisible()]
    desk.click("consequences_propose")
    follows.reject()
    desk.choose("adjustments")
    desk.click("adjustments_taper")
    desk.choose("rechecks")
    desk.queue("done")
    desk.click("rechecks_history")
    assert sorted(path.name[:5] for path in tmp_path.glob("F*.pdf")) == ["F19-文", "F20-复", "F20R-"]


def test_a_paper_of_a_taper_is_offered_for_a_taper_alone(town: Town, desks: Desks, home: str) -> None:
    taken = rows(town, home).entitlements[0]
    change = town.checker.read(consequences.by_hand, taken.id, Decimal("900.00"), "更正计算错误", "")
    town.checker.write(
        adjusting.propose_adjustment,
        taken.id,
        change,
        adjusting.Ground(cause="error", evidence="更正审批表"),
        [],
    )
    desk = desks(MonitoringPage, town.checker, "adjustments")
    offered = {name: desk.page.findChild(QPushButton, f"adjustments_{name}") for name in ("paper", "taper")}
    assert {name: one.isEnabled() for name, one in offered.items() if one} == {"paper": True, "taper": False}


def test_a_ground_of_the_law_and_an_amount_set_by_hand_are_asked_where_they_are_proposed(
    town: Town, desks: Desks, home: str
) -> None:
    assert home
    desk = desks(MonitoringPage, town.checker, "events")
    desk.queue("home")
    desk.part.search.setText("甲示例")
    desk.part.reload()
    desk.calm()
    desk.click("events_follows")
    (follows,) = desk.page.findChildren(ConsequencesDialog)
    now = follows.table.chosen_row().now
    desk.click("consequences_by_hand")
    desk.fill(monthly="900", clause="57-33", reason="更正计算错误")
    assert follows.table.chosen_row().change.monthly == Decimal("900.00")
    desk.click("consequences_ground")
    desk.fill(cause="refused_jobs", person="乙示例")
    left = follows.table.chosen_row().change
    assert (left.kind, left.clause) == ("cut", "57-34")
    assert Decimal(0) < left.monthly < now
    desk.click("consequences_propose")
    follows.reject()
    desk.choose("adjustments")
    (row,) = desk.rows
    assert (row.new, row.reason) == (left.monthly, left.reason)


def test_an_amount_set_by_hand_names_the_month_it_was_wrong_from(town: Town, desks: Desks, home: str) -> None:
    assert home
    desk = desks(MonitoringPage, town.checker, "events")
    desk.queue("home")
    desk.part.search.setText("甲示例")
    desk.part.reload()
    desk.calm()
    desk.click("events_follows")
    (follows,) = desk.page.findChildren(ConsequencesDialog)
    had = follows.table.chosen_row().now
    desk.click("consequences_by_hand")
    desk.fill(monthly="900", reason="更正计算错误", since="2025-12")
    desk.click("consequences_propose")
    follows.reject()
    desk.choose("adjustments")
    (row,) = desk.rows
    town.head.write(adjusting.decide_adjustment, row.id, approved=True)
    (flag,) = town.head.read(back_paying.back_payments)
    assert (flag.for_month, flag.amount) == ("2025-12", had - 900)


def test_a_list_of_a_new_standard_is_made_turned_back_signed_and_applied(
    town: Town, desks: Desks, home: str
) -> None:
    assert home
    payer = payer_of(town)
    desk = desks(PayingPage, payer, "reassessments")
    desk.click("reassessments_new")
    desk.fill(title="提标", standards_on="2025-12-03", from_month="2026-01", document="示例规〔2025〕99号")
    assert desk.dialog().isVisible()  # nothing was computed, and what was typed stays
    assert desk.dialog().part.document == "示例规〔2025〕99号"
    desk.fill(
        title="年度重算", standards_on="2025-12-03", from_month="2026-01", document="示例规〔2025〕99号"
    )
    (run,) = desk.rows
    assert (run.state, run.households) == ("draft", 1)
    reach = desks(PayingPage, colleague(town, "zhenzhang", "周镇长", "township_approver"), "reassessments")
    sign = reach.page.findChild(QPushButton, "reassessments_sign")
    assert sign is not None
    assert not sign.isEnabled()
    assert "签署：由区县审核确认" in reach.label("reassessments_barred")
    head = desks(PayingPage, town.head, "reassessments")
    head.click("reassessments_sign")
    asked = head.label("sign_reassessment_told")
    assert "1 户：金额变化 " in asked
    assert f"每月合计 {run.before_total:,.2f} 元 → {run.after_total:,.2f} 元" in asked
    assert town.clerk.read(reassessing.runs)[0].state == "draft"  # one click signs nothing
    head.fill()
    assert head.dialog().isVisible()  # nor does a second one, of who did not read
    head.fill(read=True)
    desk.part.reload()
    desk.calm()
    desk.click("reassessments_apply")
    assert town.clerk.read(reassessing.runs)[0].state == "applied"


def test_a_list_is_given_up_only_after_its_sums_were_shown_again(town: Town, desks: Desks, home: str) -> None:
    assert home
    payer = payer_of(town)
    wanted = Wanted(
        title="年度重算", standards_on=date(2025, 12, 3), from_month="2026-01", document="示例规〔2025〕99号"
    )
    reassessing.draft(payer, wanted)
    desk = desks(PayingPage, payer, "reassessments")
    desk.click("reassessments_discard")
    assert "每月合计 " in desk.label("discard_reassessment_told")
    assert [row.state for row in desk.rows] == ["draft"]
    desk.dialog().reject()
    assert [row.state for row in town.clerk.read(reassessing.runs)] == ["draft"]
    desk.calm()
    desk.click("reassessments_discard")
    desk.fill()
    assert [row.state for row in town.clerk.read(reassessing.runs)] == ["discarded"]


def test_what_is_overdue_goes_up_to_the_person_named(town: Town, desks: Desks) -> None:
    accept(town, urban_three(town))
    town.on(date(2025, 12, 30))
    desk = desks(MonitoringPage, town.clerk, "escalations")  # the first operator also administers
    assert [row.subject for row in desk.rows] == ["application"]
    desk.click("escalations_person")
    desk.fill(person=town.head.actor.name)
    desk.click("escalations_send")
    assert [row.to for row in desk.rows] == [town.head.actor.name]
    head = desks(MonitoringPage, town.head, "escalations")
    head.click("escalations_answer")
    head.fill(answer="请三日内办结")
    assert [row.answer for row in head.rows] == ["请三日内办结"]
    town.on(date(2026, 1, 20))
    head.part.reload()
    head.calm()
    (row,) = head.rows
    _, told = head.part.tell_row("overdue", row)
    assert "2025-12-30 答复：请三日内办结" in told
    assert "可以再次上报" in told
    head.click("escalations_answer")
    assert "再次上报，再写处理意见" in head.page.bar.text


def test_the_end_of_tekun_is_posted_at_a_place_that_is_asked(town: Town, desks: Desks) -> None:
    town.on(date(2025, 8, 4))
    home = granted(town, tekun(town))
    town.on(date(2025, 11, 24))
    dies(town, home, date(2025, 11, 20), "己示例")
    record = propose(town, told(town, home))
    desk = desks(MonitoringPage, town.checker, "adjustments")
    desk.click("adjustments_post")
    desk.fill()  # the board of the village stands there already
    kept = town.clerk.read(lambda unit: unit.get(Adjustment, record))
    assert (kept.posted_on, kept.posted_place) == (date(2025, 11, 24), "示例村公示栏")
