import hashlib
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from jiuzhu.domain import application as app
from jiuzhu.domain import dossier_json
from jiuzhu.domain.approving import Decision, Entitlement, Objection, Opinion, PublicNotice
from jiuzhu.domain.checking import Check
from jiuzhu.domain.dossier import LinePart
from jiuzhu.domain.office import RelativeOfStaff
from jiuzhu.domain.rights import Actor
from jiuzhu.errors import Conflict, InvalidInput, Refused
from jiuzhu.services.approval import approving
from jiuzhu.services.casework import files
from jiuzhu.services.counter import intake
from jiuzhu.services.paper import papers
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit
from on_the_way import approve, opined, submitted, surveyed, version
from town import Town, complete, urban_couple, urban_three


def rows_of(town: Town, taken: str) -> FileRows:
    return town.clerk.read(files.load_rows, taken)


def change_reason(unit: Unit, taken: str) -> None:
    unit.get(app.Application, taken).reason = "家庭情况有补充"


def test_case_1_from_opinion_to_entitlement(town: Town) -> None:
    taken = surveyed(town, urban_three(town))
    town.on(date(2025, 10, 24))
    draft = town.checker.read(approving.drafted, taken)
    assert (draft.result, draft.monthly) == ("grant", Decimal("1110.00"))
    assert "人均 520.00 元，低于城市低保标准 770 元" in draft.text
    assert "最低生活保障每月 950.00 元" in draft.text

    town.checker.write(approving.give_opinion, taken, "grant", draft.text)
    number = town.checker.write(approving.post_notice, taken, "示例社区公示栏")
    notice = rows_of(town, taken).notices[0]
    assert number.startswith("示2025-500112001-A00001-")
    assert (notice.ends_on, notice.repost, notice.members) == (date(2025, 10, 31), False, 3)
    assert (notice.programmes, notice.monthly) == ("dibao", Decimal("950.00"))

    town.on(date(2025, 11, 3))
    town.checker.write(approving.close_notice, taken)
    town.checker.write(approving.submit, taken)
    stored = rows_of(town, taken).application
    assert (stored.sent_on, stored.due_on) == (date(2025, 11, 3), date(2025, 11, 17))

    town.on(date(2025, 11, 12))
    numbers = approve(town, taken)
    rows = rows_of(town, taken)
    assert rows.application.state == "approved"
    assert [row.number for row in rows.decisions] == numbers
    assert {row.result for row in rows.decisions} == {"approved"}
    assert {row.first_month for row in rows.decisions} == {"2025-12"}
    granted = {row.programme: row for row in rows.entitlements}
    dibao = granted["dibao"]
    assert (dibao.base, dibao.addons, dibao.monthly) == (Decimal(750), Decimal(200), Decimal(950))
    assert (dibao.recheck_class, dibao.next_recheck_on) == ("B", date(2026, 5, 12))
    wife = rows.members[1].person_id
    for programme in ("disability_living", "disability_care"):
        assert (granted[programme].person_id, granted[programme].monthly) == (wife, Decimal(80))
    assert [item.state for item in rows.items] == ["approved"] * 3


def test_the_snapshot_is_what_was_signed(town: Town) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    seen = town.head.read(files.dossier, taken)
    approve(town, taken)

    decision = rows_of(town, taken).decisions[0]
    content = json.loads(decision.snapshot)
    kept = dossier_json.load(json.dumps(content["dossier"]))
    assert kept.members == seen.members
    assert kept.application.number == seen.application.number
    assert content["findings"]["findings"]["dibao"]["monthly"] == "950.00"
    assert content["standards"]["std.dibao.urban"]["value"] == "770"
    assert content["standards"]["std.dibao.urban"]["document"] == "渝民规〔2025〕6号"
    assert decision.snapshot_hash == hashlib.sha256(decision.snapshot.encode()).hexdigest()


def test_case_2_objection_longer_clock_three_days_and_the_county_visit(town: Town) -> None:
    town.on(date(2025, 10, 20))
    dossier = urban_three(town)
    dossier.application.related_staff = "示例村村委会委员赵某（兄弟）"
    taken = surveyed(town, dossier)
    assert rows_of(town, taken).application.special_reason == ""
    town.on(date(2025, 10, 31))
    town.checker.write(approving.give_opinion, taken, "grant", "拟同意给予低保。")
    town.checker.write(approving.post_notice, taken, "示例村公示栏")
    town.on(date(2025, 11, 5))
    town.checker.write(approving.object_to_notice, taken, "", "家里有车跑运输")
    application = rows_of(town, taken).application
    assert application.state == "objected"
    assert application.special_reason == "公示异议"
    assert application.due_on == date(2025, 12, 15)

    town.on(date(2025, 11, 17))
    town.checker.write(
        approving.settle_objection, taken, "再次入户并查车管信息", "经查没有车辆。", "dismissed"
    )
    town.checker.write(approving.post_notice, taken, "示例村公示栏")
    again = rows_of(town, taken).notices[-1]
    assert (again.repost, again.ends_on) == (True, date(2025, 11, 20))

    town.on(date(2025, 11, 20))
    with pytest.raises(Refused, match="下一步最早 2025-11-21"):
        town.checker.write(approving.close_notice, taken)
    town.on(date(2025, 11, 21))
    town.checker.write(approving.close_notice, taken)
    town.checker.write(approving.submit, taken)
    assert rows_of(town, taken).application.due_on == date(2025, 12, 5)

    town.on(date(2025, 12, 4))
    with pytest.raises(Refused, match=r"近亲属备案.*入户"):
        approve(town, taken)
    town.head.write(approving.record_county_visit, taken, "区民政局周某、吴某", "与申报一致，没有车辆")
    approve(town, taken)
    entitlement = rows_of(town, taken).entitlements[0]
    assert (entitlement.first_month, entitlement.next_recheck_on) == ("2026-01", date(2026, 6, 4))


def test_case_4_refusal_goes_straight_to_the_authority_and_its_notice_clock_runs(town: Town) -> None:
    taken = surveyed(town, urban_couple(town), deposit=Decimal("41000.00"))
    town.on(date(2025, 10, 28))
    draft = town.checker.read(approving.drafted, taken)
    assert (draft.result, draft.monthly) == ("refuse", Decimal(0))
    assert "人均 20,500.00 元，超过上限 18,480 元" in draft.text
    with pytest.raises(Refused, match="没有一项符合条件"):
        town.checker.write(approving.give_opinion, taken, "grant", draft.text)

    town.checker.write(approving.give_opinion, taken, "refuse", draft.text)
    rows = rows_of(town, taken)
    assert (rows.application.state, rows.application.sent_on) == ("submitted", date(2025, 10, 28))
    assert rows.notices == []

    town.on(date(2025, 11, 5))
    seen = version(town, taken)
    with pytest.raises(InvalidInput, match="理由"):
        town.head.write(
            approving.decide, taken, approving.Verdict(result="refused", seen_version=seen, reason="超")
        )
    with pytest.raises(Refused, match="初审意见是拟不同意"):
        approve(town, taken)
    reason = "核对发现存款 41,000 元，人均 20,500 元超过上限。"
    verdict = approving.Verdict(result="refused", seen_version=seen, reason=reason)
    with pytest.raises(InvalidInput, match="请写明不同意所依据的条款"):
        town.head.write(approving.decide, taken, verdict)
    offered = town.head.read(approving.view, taken).clause
    town.head.write(approving.decide, taken, replace(verdict, clause=offered))

    rows = rows_of(town, taken)
    decision = rows.decisions[0]
    assert (rows.application.state, rows.application.due_on) == ("refused", date(2025, 11, 10))
    assert (decision.result, decision.reason, decision.monthly) == ("refused", reason, Decimal(0))
    assert decision.notice_due_on == date(2025, 11, 10)
    assert "渝府办发〔2022〕128号" in decision.clause
    assert rows.entitlements == []

    with pytest.raises(InvalidInput, match="早于决定日期"):
        town.clerk.write(approving.deliver_notice, taken, "direct", date(2025, 11, 4))
    town.on(date(2025, 11, 6))
    delivered = town.clerk.write(approving.deliver_notice, taken, "mail", date(2025, 11, 6))
    assert delivered.review_until == date(2026, 1, 5)
    assert delivered.suit_until == date(2026, 5, 6)
    rows = rows_of(town, taken)
    assert (rows.decisions[0].delivered_on, rows.application.due_on) == (date(2025, 11, 6), None)
    with pytest.raises(Refused, match="没有等待送达"):
        town.clerk.write(approving.deliver_notice, taken, "mail", date(2025, 11, 6))


def test_an_item_that_does_not_fit_is_refused_with_its_own_reason_beside_what_is_granted(town: Town) -> None:
    dossier = urban_three(town)
    dossier.members[1].disability_grade = "3"
    taken = submitted(town, dossier, date(2025, 10, 24), date(2025, 11, 3))
    approve(town, taken)
    rows = rows_of(town, taken)
    results = {row.programme: row for row in rows.decisions}
    assert rows.application.state == "approved"
    assert results["disability_care"].result == "refused"
    assert "残疾等级不是一级、二级" in results["disability_care"].reason
    assert results["disability_care"].clause
    assert {row.programme for row in rows.entitlements} == {"dibao", "disability_living"}


def test_edge_is_a_standing_without_money(town: Town) -> None:
    dossier = urban_couple(town)
    dossier.application.programmes = ["dibao", "edge"]
    dossier.incomes = [LinePart(kind="wage", person=dossier.members[0].id, declared=Decimal("1600.00"))]
    taken = submitted(town, dossier, date(2025, 10, 24), date(2025, 11, 3))
    approve(town, taken)
    rows = rows_of(town, taken)
    assert [(row.programme, row.monthly) for row in rows.entitlements] == [("edge", Decimal(0))]
    assert {row.programme: row.result for row in rows.decisions} == {"dibao": "refused", "edge": "approved"}
    (edge,) = [
        row for row in rows.decisions if row.programme == "edge"
    ]  # it stands on the income, whatever is owned
    assert edge.clause.startswith("《最低生活保障审核确认办法》（民发〔2021〕57号）第八条")


def test_the_maker_is_never_the_approver(town: Town) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    seen = version(town, taken)
    verdict = approving.Verdict(result="approved", seen_version=seen)
    for workspace, why in ((town.clerk, "您受理"), (town.checker, "初审意见是您")):
        actor = workspace.actor
        both = Actor(
            actor.operator_id,
            actor.login,
            actor.name,
            frozenset({"approver"}),
            actor.station_id,
            actor.window,
        )
        with pytest.raises(Refused, match=why):
            workspace.as_operator(both).write(approving.decide, taken, verdict)
    with pytest.raises(Refused, match=r"审核确认.*审批"):
        town.checker.write(approving.decide, taken, verdict)

    def related(unit: Unit) -> None:
        unit.add(
            RelativeOfStaff(
                application_id=taken,
                operator_id=town.head.actor.operator_id,
                staff_name="王主任",
                filed_on=unit.today,
            )
        )

    town.clerk.write(related)
    with pytest.raises(Refused, match="回避"):
        town.head.write(approving.decide, taken, verdict)
    assert rows_of(town, taken).decisions == []


def test_what_changed_since_it_was_seen_is_not_signed(town: Town) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    seen = version(town, taken)
    town.checker.write(change_reason, taken)
    with pytest.raises(Conflict, match="看过之后有改动，请重看"):
        town.head.write(approving.decide, taken, approving.Verdict(result="approved", seen_version=seen))
    approve(town, taken)


@pytest.mark.parametrize(("report", "told"), [(date(2025, 8, 1), "已超过 3 个月"), (None, "还没有核对报告")])
def test_no_signature_on_an_old_or_missing_report(town: Town, report: date | None, told: str) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))

    def age(unit: Unit) -> None:
        check: Check = files.load_rows(unit, taken).checks[0]
        check.report_on = report

    town.checker.write(age)
    with pytest.raises(Refused, match=told):
        approve(town, taken)


def test_no_approval_with_open_differences_or_other_sums_than_proposed(town: Town) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))

    def find(unit: Unit, found: Decimal, accepted: Decimal | None) -> None:
        line = next(row for row in files.load_rows(unit, taken).lines if row.category == "income")
        line.checked, line.accepted = found, accepted
        unit.get(app.Application, taken).open_differences = int(accepted is None)

    town.checker.write(find, Decimal("1600.00"), None)
    with pytest.raises(Refused, match="1 处差异没有结论"):
        approve(town, taken)
    town.checker.write(find, Decimal("1600.00"), Decimal("1600.00"))
    with pytest.raises(Refused, match=r"初审每月 1,110\.00 元，现在 1,070\.00 元"):
        approve(town, taken)


def test_a_posting_cannot_be_cut_short(town: Town) -> None:
    town.on(date(2025, 10, 24))
    taken = opined(town, urban_three(town))
    with pytest.raises(InvalidInput, match="公示地点"):
        town.checker.write(approving.post_notice, taken, "  ")
    town.checker.write(approving.post_notice, taken, "示例社区公示栏")
    town.on(date(2025, 10, 31))
    with pytest.raises(Refused, match="下一步最早 2025-11-03"):
        town.checker.write(approving.close_notice, taken)
    with pytest.raises(Refused, match="不能“上报"):
        town.checker.write(approving.submit, taken)
    assert rows_of(town, taken).notices[0].closed_on is None


def test_a_returned_file_needs_a_new_opinion_and_a_new_posting(town: Town) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    with pytest.raises(InvalidInput, match="退回理由"):
        town.head.write(approving.return_file, taken, "补")
    town.head.write(approving.return_file, taken, "请补充妻子的就业情况")
    rows = rows_of(town, taken)
    assert (rows.application.state, rows.application.sent_on) == ("investigating", None)
    assert (rows.steps[-1].move, rows.steps[-1].note) == ("return_file", "请补充妻子的就业情况")


def test_an_upheld_objection_goes_back_to_the_survey(town: Town) -> None:
    town.on(date(2025, 10, 24))
    taken = opined(town, urban_three(town))
    town.checker.write(approving.post_notice, taken, "示例社区公示栏")
    town.checker.write(approving.object_to_notice, taken, "群众", "另有住房出租")
    town.checker.write(approving.settle_objection, taken, "查到出租房屋一套", "反映属实。", "upheld")
    rows = rows_of(town, taken)
    assert rows.application.state == "investigating"
    objection: Objection = rows.objections[0]
    assert (objection.outcome, objection.settled_on) == ("upheld", date(2025, 10, 24))


def test_a_pause_moves_the_due_day_on(town: Town) -> None:
    taken = surveyed(town, urban_three(town))
    before = rows_of(town, taken).application.due_on
    town.checker.write(approving.pause, taken, "申请人住院，无法入户")
    with pytest.raises(Refused, match="已经中止"):
        town.checker.write(approving.pause, taken, "申请人住院，无法入户")
    town.on(date(2025, 10, 16))
    town.checker.write(approving.resume, taken)
    rows = rows_of(town, taken)
    assert (rows.pauses[0].starts_on, rows.pauses[0].ends_on) == (date(2025, 10, 13), date(2025, 10, 15))
    assert before == date(2025, 10, 27)
    assert rows.application.due_on == date(2025, 10, 29)
    with pytest.raises(Refused, match="没有中止"):
        town.checker.write(approving.resume, taken)


def test_withdrawal_and_ending_keep_everything(town: Town) -> None:
    first = surveyed(town, urban_three(town))
    town.clerk.write(approving.withdraw, first, "申请人已就业，不再申请")
    rows = rows_of(town, first)
    assert (rows.application.state, {item.state for item in rows.items}) == ("withdrawn", {"withdrawn"})
    second = surveyed(town, urban_couple(town))
    with pytest.raises(Refused, match="没有这个岗位"):
        town.head.write(approving.terminate, second, "三次约访均拒绝入户")
    town.checker.write(approving.terminate, second, "三次约访均拒绝入户")
    rows = rows_of(town, second)
    assert (rows.application.state, rows.application.ended_on) == ("terminated", date(2025, 10, 13))
    with pytest.raises(Refused, match="没有正在计算的时限"):
        town.checker.write(approving.pause, second, "申请人住院")


def test_a_file_that_was_withdrawn_keeps_saying_what_was_asked_for(town: Town, tmp_path: Path) -> None:
    taken = surveyed(town, urban_three(town))
    before = town.clerk.read(files.dossier, taken).application.programmes

    def said(form: str) -> str:
        path = town.clerk.write(papers.issue, form, taken, tmp_path).path
        return "".join("".join(page.extract_text().split()) for page in PdfReader(path).pages)

    assert "撤回" not in said("F04")
    town.clerk.write(approving.withdraw, taken, "申请人已就业，不再申请")
    kept = town.clerk.read(files.dossier, taken)
    assert kept.application.programmes == before == ["dibao", "disability_living", "disability_care"]
    assert kept.decisions == []
    for form in ("F01", "F04", "F10"):
        assert "（申请已撤回）" in said(form), form
    for form in ("F01", "F04"):
        assert "最低生活保障、困难残疾人生活补贴" in said(form), form
    offered = {offer.form for offer in town.clerk.read(papers.available, taken)}
    assert {"F35A", "F35B"} <= offered


def test_the_papers_of_a_file_that_was_ended_say_so(town: Town, tmp_path: Path) -> None:
    taken = surveyed(town, urban_three(town))
    town.checker.write(approving.terminate, taken, "三次约访均拒绝入户")
    path = town.clerk.write(papers.issue, "F10", taken, tmp_path).path
    assert "（已终止办理）" in "".join(page.extract_text() for page in PdfReader(path).pages)


def test_a_person_already_granted_elsewhere_is_not_granted_again(town: Town) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))

    def grant_elsewhere(unit: Unit) -> None:
        rows = files.load_rows(unit, taken)
        decision = Decision(
            application_id=taken,
            item_id=rows.items[0].id,
            programme="dibao",
            number="决-示例",
            result="approved",
            authority="county",
            decided_by=town.head.actor.operator_id,
            decided_on=unit.today,
            snapshot="{}",
            snapshot_hash="",
            notice_due_on=unit.today,
        )
        unit.add(decision)
        unit.add(
            Entitlement(
                household_id=rows.household.id,
                application_id=taken,
                decision_id=decision.id,
                programme="dibao",
                monthly=Decimal(500),
                first_month="2025-09",
            )
        )

    town.clerk.write(grant_elsewhere)
    with pytest.raises(Refused, match=r"正在享受最低生活保障，每月 500\.00 元.*不能重复享受"):
        approve(town, taken)


def test_a_batch_signs_the_plain_files_and_says_why_of_the_others(town: Town) -> None:
    town.on(date(2025, 10, 24))
    plain = [opined(town, urban_three(town, order)) for order in (11, 41)]
    changed = opined(town, urban_three(town, 51))
    mixed_dossier = urban_three(town, 61)
    mixed_dossier.members[1].disability_grade = "3"
    mixed = opined(town, mixed_dossier)
    for taken in (*plain, changed, mixed):
        town.checker.write(approving.post_notice, taken, "示例社区公示栏")
    refusal = surveyed(town, urban_couple(town, 71), deposit=Decimal("41000.00"))
    town.checker.write(approving.give_opinion, refusal, "refuse", "货币财产超过上限，拟不同意。")
    town.on(date(2025, 11, 3))
    for taken in (*plain, changed, mixed):
        town.checker.write(approving.close_notice, taken)
        town.checker.write(approving.submit, taken)
    queued = town.head.read(approving.queue_of, "to_sign")[0]
    assert {row.application_id for row in queued} == {*plain, changed, mixed, refusal}
    chosen = [(row.application_id, row.version) for row in queued]
    town.checker.write(change_reason, changed)
    town.on(date(2025, 11, 19))

    preview = town.head.read(approving.batch_preview, chosen)
    reasons = {taken: why for taken, _, why in preview.excluded}
    assert set(preview.signed) == set(plain)
    assert "看过之后有改动" in reasons[changed]
    assert "重度残疾人护理补贴" in reasons[mixed]
    assert "单独签署" in reasons[refusal]
    assert {taken for taken, _, _ in preview.flagged} == set(plain)
    assert rows_of(town, plain[0]).decisions == []

    signed = town.head.write(approving.decide_batch, chosen)
    assert set(signed.signed) == set(plain)
    assert len(signed.numbers) == len(set(signed.numbers)) == 6
    assert [rows_of(town, taken).application.state for taken in plain] == ["approved", "approved"]
    assert rows_of(town, refusal).application.state == "submitted"
    with pytest.raises(Refused, match="审核确认"):
        town.clerk.write(approving.decide_batch, chosen)


def test_files_with_open_differences_come_first_in_the_heads_queue(town: Town) -> None:
    early = submitted(town, urban_three(town, 11), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 3))
    late = submitted(town, urban_three(town, 41), date(2025, 11, 3), date(2025, 11, 12))

    def differ(unit: Unit) -> None:
        unit.get(app.Application, late).open_differences = 2

    town.checker.write(differ)
    rows = town.head.read(approving.queue_of, "to_sign")[0]
    assert [row.application_id for row in rows] == [late, early]
    assert [row.colour for row in rows] == ["ok", "bad"]
    assert rows[0].monthly == Decimal("1110.00")
    found, total = town.head.read(approving.queue_of, "to_sign", "甲示")
    assert (len(found), total) == (2, 2)
    assert town.head.read(approving.queue_of, "to_sign", "没有此人") == ([], 0)
    assert town.head.read(approving.counts)["to_sign"] == 2


def test_what_is_posted_has_no_place_for_private_facts() -> None:
    assert set(PublicNotice.__dataclass_fields__) == {
        "id",
        "application_id",
        "number",
        "place",
        "posted_on",
        "ends_on",
        "closed_on",
        "repost",
        "members",
        "persons",
        "monthly",
        "amount",
        "programmes",
        "posted_by",
        "version",
    }


def test_case_4b_proof_that_is_asked_for_does_not_stand_against_the_grant(town: Town) -> None:
    taken = surveyed(town, urban_couple(town, ill=True), deposit=Decimal("41000.00"))
    draft = town.checker.read(approving.drafted, taken)
    assert (draft.result, draft.monthly) == ("grant", Decimal("1000.00"))
    assert "附：重特大疾病需长期维持治疗的诊断证明" in draft.text


def test_whoever_completed_the_papers_does_not_sign(town: Town) -> None:
    both = replace(town.head.actor, roles=frozenset({"clerk", "approver"}))
    other = town.clerk.as_operator(both)
    given = town.clerk.write(intake.issue_correction, urban_three(town), "", ["户口簿"])
    waiting = town.clerk.read(files.dossier, given.application_id)
    other.write(intake.complete, given.application_id, complete(waiting, town.clerk.today()))

    def submit(unit: Unit) -> None:
        unit.get(app.Application, given.application_id).state = "submitted"
        unit.add(
            Opinion(
                application_id=given.application_id,
                result="refuse",
                text="不符合",
                given_by=town.checker.actor.operator_id,
                given_on=unit.today,
            )
        )

    town.checker.write(submit)
    verdict = approving.Verdict(result="refused", seen_version=version(town, given.application_id))
    with pytest.raises(Refused, match="是您受理的"):
        other.write(approving.decide, given.application_id, verdict)


def test_everybody_named_in_the_register_stands_back(town: Town) -> None:
    dossier = urban_three(town)
    dossier.application.related_staff = "李核查（舅舅）、王主任（表叔）"
    town.on(date(2025, 10, 24))
    taken = surveyed(town, dossier)
    text = town.clerk.read(approving.opinion_draft, taken)
    with pytest.raises(Refused, match="应当回避"):
        town.checker.write(approving.give_opinion, taken, "grant", text)
    town.clerk.write(approving.give_opinion, taken, "grant", text)
    town.clerk.write(approving.post_notice, taken, "示例社区公示栏")
    town.on(date(2025, 11, 3))
    town.clerk.write(approving.close_notice, taken)
    town.clerk.write(approving.submit, taken)
    with pytest.raises(Refused, match="应当回避"):
        approve(town, taken)


def test_after_a_second_posting_its_own_end_is_due(town: Town) -> None:
    town.on(date(2025, 10, 24))
    taken = opined(town, urban_three(town))
    town.checker.write(approving.post_notice, taken, "示例社区公示栏")
    assert rows_of(town, taken).application.due_on == date(2025, 11, 3)
    town.on(date(2025, 10, 28))
    town.checker.write(approving.object_to_notice, taken, "", "家里有车")
    town.on(date(2025, 11, 4))
    town.checker.write(approving.settle_objection, taken, "车是邻居的", "经查不属实。", "dismissed")
    town.checker.write(approving.post_notice, taken, "示例社区公示栏")

    stored = rows_of(town, taken).application
    assert (stored.due_code, stored.due_on) == ("L9", date(2025, 11, 10))
