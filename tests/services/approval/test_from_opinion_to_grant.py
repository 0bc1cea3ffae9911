"""Cases 1, 2, 4 and 4b: from the opinion through posting and objection to entitlement or refusal."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain import dossier_json
from jiuzhu.domain.dossier import LinePart
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.approval import approving
from jiuzhu.services.casework import files
from on_the_way import approve, rows, submitted, surveyed, version
from town import Town, urban_couple, urban_three


def test_case_1_from_opinion_to_entitlement(town: Town) -> None:
    taken = surveyed(town, urban_three(town))
    town.on(date(2025, 10, 24))
    draft = town.checker.read(approving.drafted, taken)
    assert (draft.result, draft.monthly) == ("grant", Decimal("1110.00"))
    assert "人均 520.00 元，低于城市低保标准 770 元" in draft.text
    assert "最低生活保障每月 950.00 元" in draft.text

    town.checker.write(approving.give_opinion, taken, "grant", draft.text)
    number = town.checker.write(approving.post_notice, taken, "示例社区公示栏")
    notice = rows(town, taken).notices[0]
    assert number.startswith("示2025-500112001-A00001-")
    assert (notice.ends_on, notice.repost, notice.members) == (date(2025, 10, 31), False, 3)
    assert (notice.programmes, notice.monthly) == ("dibao", Decimal("950.00"))

    town.on(date(2025, 11, 3))
    town.checker.write(approving.close_notice, taken)
    town.checker.write(approving.submit, taken)
    stored = rows(town, taken).application
    assert (stored.sent_on, stored.due_on) == (date(2025, 11, 3), date(2025, 11, 17))

    town.on(date(2025, 11, 12))
    numbers = approve(town, taken)
    file = rows(town, taken)
    assert file.application.state == "approved"
    assert [row.number for row in file.decisions] == numbers
    assert {row.result for row in file.decisions} == {"approved"}
    assert {row.first_month for row in file.decisions} == {"2025-12"}
    granted = {row.programme: row for row in file.entitlements}
    dibao = granted["dibao"]
    assert (dibao.base, dibao.addons, dibao.monthly) == (Decimal(750), Decimal(200), Decimal(950))
    assert (dibao.recheck_class, dibao.next_recheck_on) == ("B", date(2026, 5, 12))
    wife = file.members[1].person_id
    for programme in ("disability_living", "disability_care"):
        assert (granted[programme].person_id, granted[programme].monthly) == (wife, Decimal(80))
    assert [item.state for item in file.items] == ["approved"] * 3


def test_the_snapshot_is_what_was_signed(town: Town) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    seen = town.head.read(files.dossier, taken)
    approve(town, taken)

    decision = rows(town, taken).decisions[0]
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
    assert rows(town, taken).application.special_reason == ""
    town.on(date(2025, 10, 31))
    town.checker.write(approving.give_opinion, taken, "grant", "拟同意给予低保。")
    town.checker.write(approving.post_notice, taken, "示例村公示栏")
    town.on(date(2025, 11, 5))
    town.checker.write(approving.object_to_notice, taken, "", "家里有车跑运输")
    application = rows(town, taken).application
    assert application.state == "objected"
    assert application.special_reason == "公示异议"
    assert application.due_on == date(2025, 12, 15)

    town.on(date(2025, 11, 17))
    town.checker.write(
        approving.settle_objection, taken, "再次入户并查车管信息", "经查没有车辆。", "dismissed"
    )
    town.checker.write(approving.post_notice, taken, "示例村公示栏")
    again = rows(town, taken).notices[-1]
    assert (again.repost, again.ends_on) == (True, date(2025, 11, 20))

    town.on(date(2025, 11, 20))
    with pytest.raises(Refused, match="下一步最早 2025-11-21"):
        town.checker.write(approving.close_notice, taken)
    town.on(date(2025, 11, 21))
    town.checker.write(approving.close_notice, taken)
    town.checker.write(approving.submit, taken)
    assert rows(town, taken).application.due_on == date(2025, 12, 5)

    town.on(date(2025, 12, 4))
    with pytest.raises(Refused, match=r"近亲属备案.*入户"):
        approve(town, taken)
    town.head.write(approving.record_county_visit, taken, "区民政局周某、吴某", "与申报一致，没有车辆")
    approve(town, taken)
    entitlement = rows(town, taken).entitlements[0]
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
    file = rows(town, taken)
    assert (file.application.state, file.application.sent_on) == ("submitted", date(2025, 10, 28))
    assert file.notices == []

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

    file = rows(town, taken)
    decision = file.decisions[0]
    assert (file.application.state, file.application.due_on) == ("refused", date(2025, 11, 10))
    assert (decision.result, decision.reason, decision.monthly) == ("refused", reason, Decimal(0))
    assert decision.notice_due_on == date(2025, 11, 10)
    assert "渝府办发〔2022〕128号" in decision.clause
    assert file.entitlements == []

    with pytest.raises(InvalidInput, match="早于决定日期"):
        town.clerk.write(approving.deliver_notice, taken, "direct", date(2025, 11, 4))
    town.on(date(2025, 11, 6))
    delivered = town.clerk.write(approving.deliver_notice, taken, "mail", date(2025, 11, 6))
    assert delivered.review_until == date(2026, 1, 5)
    assert delivered.suit_until == date(2026, 5, 6)
    file = rows(town, taken)
    assert (file.decisions[0].delivered_on, file.application.due_on) == (date(2025, 11, 6), None)
    with pytest.raises(Refused, match="没有等待送达"):
        town.clerk.write(approving.deliver_notice, taken, "mail", date(2025, 11, 6))


def test_an_item_that_does_not_fit_is_refused_with_its_own_reason_beside_what_is_granted(town: Town) -> None:
    dossier = urban_three(town)
    dossier.members[1].disability_grade = "3"
    taken = submitted(town, dossier, date(2025, 10, 24), date(2025, 11, 3))
    approve(town, taken)
    file = rows(town, taken)
    results = {row.programme: row for row in file.decisions}
    assert file.application.state == "approved"
    assert results["disability_care"].result == "refused"
    assert "残疾等级不是一级、二级" in results["disability_care"].reason
    assert results["disability_care"].clause
    assert {row.programme for row in file.entitlements} == {"dibao", "disability_living"}


def test_edge_is_a_standing_without_money(town: Town) -> None:
    dossier = urban_couple(town)
    dossier.application.programmes = ["dibao", "edge"]
    dossier.incomes = [LinePart(kind="wage", person=dossier.members[0].id, declared=Decimal("1600.00"))]
    taken = submitted(town, dossier, date(2025, 10, 24), date(2025, 11, 3))
    approve(town, taken)
    file = rows(town, taken)
    assert [(row.programme, row.monthly) for row in file.entitlements] == [("edge", Decimal(0))]
    assert {row.programme: row.result for row in file.decisions} == {"dibao": "refused", "edge": "approved"}
    (edge,) = [
        row for row in file.decisions if row.programme == "edge"
    ]  # it stands on the income, whatever is owned
    assert edge.clause.startswith("《最低生活保障审核确认办法》（民发〔2021〕57号）第八条")


def test_case_4b_proof_that_is_asked_for_does_not_stand_against_the_grant(town: Town) -> None:
    taken = surveyed(town, urban_couple(town, ill=True), deposit=Decimal("41000.00"))
    draft = town.checker.read(approving.drafted, taken)
    assert (draft.result, draft.monthly) == ("grant", Decimal("1000.00"))
    assert "附：重特大疾病需长期维持治疗的诊断证明" in draft.text
