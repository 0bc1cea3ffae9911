"""Every way through the office on the real file: from the counter to the decision, and what each creates."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jiuzhu.domain.approving import Deliberation, Entitlement
from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.dossier import BillPart, Dossier, IncidentPart, LinePart, ParentPart
from jiuzhu.domain.relief import DamagedHouse
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.approval import approving, opinions
from jiuzhu.services.casework import files
from jiuzhu.services.counter import intake
from jiuzhu.services.survey import caring
from jiuzhu.storage.queries.obligations import every
from jiuzhu.storage.unit import Unit
from on_the_way import accept, approve, rows, single, submitted, surveyed
from town import Town, complete, urban_couple, urban_three


def in_force(town: Town, taken: str) -> list[Entitlement]:
    home = rows(town, taken).household.id
    month = month_of(town.clerk.today())
    return [
        row
        for row in town.clerk.read(lambda unit: every(unit.session, home))
        if not row.last_month or row.last_month >= month
    ]


def assessed(town: Town, taken: str, *unmet: str) -> str:
    person = rows(town, taken).members[0].person_id
    return town.checker.write(
        caring.record_self_care,
        person,
        list(unmet),
        ("李核查", "张经办"),
        town.clerk.today(),
        application_id=taken,
    )


def tekun(town: Town) -> str:
    """Case 6 up to the authority: taken 10-13, posted 10-24, sent 11-03."""
    town.on(date(2025, 10, 13))
    taken = surveyed(town, single(town, "tekun"))
    assessed(town, taken, "walk", "bath")
    town.on(date(2025, 10, 24))
    town.checker.write(approving.give_opinion, taken, "grant", "调查属实，拟同意认定特困人员。")
    town.checker.write(approving.post_notice, taken, "示例村公示栏")
    town.on(date(2025, 11, 3))
    town.checker.write(approving.close_notice, taken)
    town.checker.write(approving.submit, taken)
    return taken


def test_case_6_from_the_counter_to_the_card(town: Town) -> None:
    taken = tekun(town)
    application = rows(town, taken).application
    assert (application.way, application.due_code, application.due_on) == ("tekun", "T6", date(2025, 11, 24))
    town.on(date(2025, 11, 20))
    approve(town, taken)
    (row,) = in_force(town, taken)
    assert (row.programme, row.monthly, row.care, row.first_month) == (
        "tekun",
        Decimal("1201.00"),
        "half",
        "2025-12",
    )
    assert (row.support, row.person_id, row.recheck_class) == (
        "dispersed",
        rows(town, taken).members[0].person_id,
        "A",
    )


def test_tekun_is_due_by_its_own_clocks(town: Town) -> None:
    receipt = accept(town, single(town, "tekun"))
    application = rows(town, receipt.application_id).application
    assert (application.due_code, application.due_on) == ("T3", date(2025, 11, 3))
    assert (receipt.promised_on, receipt.promised_unit) == (date(2025, 12, 12), "日")


def test_tekun_cannot_be_proposed_before_self_care_is_assessed(town: Town) -> None:
    taken = surveyed(town, single(town, "tekun"))
    with pytest.raises(Refused, match="生活自理能力评估"):
        town.checker.write(approving.give_opinion, taken, "grant", "调查属实，拟同意认定特困人员。")


@pytest.mark.parametrize(
    ("unmet", "assessors", "on", "field"),
    [
        (["fly"], ("李核查", "张经办"), date(2025, 10, 13), "unmet"),
        ([], ("李核查", "李核查"), date(2025, 10, 13), "assessors"),
        ([], ("李核查", ""), date(2025, 10, 13), "assessors"),
        ([], ("李核查", "张经办"), date(2025, 10, 14), "on"),
    ],
)
def test_an_assessment_is_made_by_two_of_what_is_known(
    town: Town, unmet: list[str], assessors: tuple[str, str], on: date, field: str
) -> None:
    taken = surveyed(town, single(town, "tekun"))
    person = rows(town, taken).members[0].person_id
    with pytest.raises(InvalidInput) as refusal:
        town.checker.write(caring.record_self_care, person, unmet, assessors, on, application_id=taken)
    assert refusal.value.problems[0].field == field


def test_a_later_agreement_sets_the_form_of_support(town: Town) -> None:
    taken = tekun(town)
    town.on(date(2025, 11, 20))
    approve(town, taken)
    (row,) = in_force(town, taken)
    number = town.checker.write(
        caring.sign_agreement, row.id, "institution", "示例敬老院", "食宿、照料、就医陪护"
    )
    assert number.startswith("协2025-")
    assert in_force(town, taken)[0].support == "institution"
    with pytest.raises(InvalidInput):
        town.checker.write(caring.sign_agreement, row.id, "hotel", "示例敬老院", "食宿、照料、就医陪护")


def test_a_visit_is_kept(town: Town) -> None:
    taken = tekun(town)
    found = rows(town, taken)
    person = found.members[0].person_id
    town.checker.write(
        caring.record_wellbeing_visit,
        person,
        found.household.id,
        on=date(2025, 11, 3),
        visitor="村干部",
        found={"living": "正常"},
    )
    with pytest.raises(InvalidInput):
        town.checker.write(
            caring.record_wellbeing_visit,
            person,
            found.household.id,
            on=date(2025, 11, 4),
            visitor="村干部",
            found={},
        )


def test_tekun_ends_the_dibao_of_a_man_who_lived_alone(town: Town) -> None:
    first = submitted(town, single(town, "dibao"), date(2025, 10, 13), date(2025, 10, 21))
    town.on(date(2025, 10, 27))
    approve(town, first)
    assert [row.programme for row in in_force(town, first)] == ["dibao"]
    known = rows(town, first)
    dossier = town.clerk.read(intake.from_person, known.members[0].person_id)
    again = single(town, "tekun")
    dossier.members[0].no_obligors = True
    dossier.application, dossier.incomes, dossier.assets = again.application, again.incomes, again.assets
    dossier.incomes[0].person = dossier.members[0].id
    taken = surveyed(town, dossier)
    assessed(town, taken)
    town.checker.write(approving.give_opinion, taken, "grant", "调查属实，拟同意认定特困人员。")
    town.checker.write(approving.post_notice, taken, "示例村公示栏")
    town.on(date(2025, 11, 10))
    town.checker.write(approving.close_notice, taken)
    town.checker.write(approving.submit, taken)
    approve(town, taken)
    every_row = town.clerk.read(lambda unit: every(unit.session, known.household.id))
    told = {row.programme: (row.first_month, row.last_month, row.ended_reason) for row in every_row}
    assert told == {"dibao": ("2025-11", "2025-11", "replaced"), "tekun": ("2025-12", "", "")}


def test_dibao_is_not_granted_beside_tekun(town: Town) -> None:
    taken = tekun(town)
    town.on(date(2025, 11, 20))
    approve(town, taken)
    dossier = town.clerk.read(intake.from_person, rows(town, taken).members[0].person_id)
    asked = single(town, "dibao")
    dossier.application, dossier.incomes, dossier.assets = asked.application, asked.incomes, asked.assets
    dossier.incomes[0].person = dossier.members[0].id
    second = submitted(town, dossier, date(2025, 11, 20), date(2025, 11, 28))
    with pytest.raises(Refused, match="正在享受特困人员救助供养"):
        approve(town, second)


def child(town: Town) -> Dossier:
    dossier = single(town, "unsupported_child", birth=date(2015, 5, 5))
    dossier.parents = [
        ParentPart(of_person=dossier.members[0].id, name="庚示例", state="dead"),
        ParentPart(of_person=dossier.members[0].id, name="辛示例", state="prison", since=date(2025, 1, 10)),
    ]
    return dossier


def test_a_child_nobody_can_bring_up_is_confirmed_and_never_posted(town: Town) -> None:
    taken = surveyed(town, child(town))
    town.checker.write(approving.give_opinion, taken, "grant", "父亡母服刑，拟同意纳入保障。")
    assert rows(town, taken).application.state == "to_submit"
    with pytest.raises(Refused):
        town.checker.write(approving.post_notice, taken, "示例村公示栏")
    town.checker.write(approving.submit, taken)
    application = rows(town, taken).application
    assert (application.way, application.due_code) == ("child", "C2")
    approve(town, taken)
    (row,) = in_force(town, taken)
    assert (row.programme, row.monthly) == ("unsupported_child", Decimal("1651.00"))
    assert not rows(town, taken).notices
    assert [part.state for part in town.clerk.read(files.dossier, taken).parents] == ["dead", "prison"]


def test_a_subsidy_alone_goes_by_the_federation(town: Town) -> None:
    dossier = single(town, "disability_care", birth=date(1985, 1, 1))
    dossier.members[0].disability_kind, dossier.members[0].disability_grade = "4", "1"
    taken = accept(town, dossier).application_id
    assert rows(town, taken).application.way == "subsidy"
    town.checker.write(approving.give_opinion, taken, "grant", "证件齐全，拟同意发放护理补贴。")
    assert rows(town, taken).application.state == "reviewing"
    with pytest.raises(InvalidInput):
        town.checker.write(opinions.record_review, taken, True, "")
    town.checker.write(opinions.record_review, taken, False, "请补残疾人证复印件")
    assert rows(town, taken).application.state == "accepted"
    town.checker.write(approving.give_opinion, taken, "grant", "已补，拟同意发放护理补贴。")
    town.checker.write(opinions.record_review, taken, True, "残联审核通过")
    approve(town, taken)
    assert [(row.programme, row.monthly) for row in in_force(town, taken)] == [
        ("disability_care", Decimal("90.00"))
    ]


def test_an_allowance_for_the_old_needs_no_federation_but_a_standard(town: Town) -> None:
    taken = accept(town, single(town, "elder_allowance", birth=date(1940, 1, 1))).application_id
    with pytest.raises(Refused, match="高龄津贴标准"):
        town.checker.write(approving.give_opinion, taken, "grant", "年满八十周岁，拟同意。")


def struck(kind: str = "illness", **more: Any) -> IncidentPart:
    return IncidentPart(kind=kind, happened_on=date(2025, 9, 1), cause="住院治疗", **more)


def test_a_dibao_family_gets_ten_thousand_once_and_is_not_checked_again(town: Town) -> None:
    first = submitted(town, urban_couple(town), date(2025, 10, 13), date(2025, 10, 21))
    town.on(date(2025, 10, 21))
    approve(town, first)
    town.on(date(2025, 11, 13))
    dossier = town.clerk.read(intake.from_person, rows(town, first).application.applicant_id)
    dossier.application.programmes = ["temporary"]
    dossier.application.reason, dossier.application.cause = "住院费用高", "illness"
    dossier.incident = struck(self_paid=Decimal("23000.00"))
    dossier.bills = [
        BillPart(kind="medical", number="住院结算 001", issuer="示例医院", issued_on=date(2025, 9, 20), total=Decimal("60000.00"),
                 insurer_paid=Decimal("37000.00"), self_paid=Decimal("23000.00"))
    ]  # fmt: skip
    taken = accept(town, dossier).application_id
    assert rows(town, taken).application.way == "temporary"
    assert [row.self_paid for row in rows(town, taken).bills] == [Decimal("23000.00")]
    from jiuzhu.services.survey import checking  # noqa: PLC0415  # here alone

    town.checker.write(checking.start_survey, taken)
    assert town.checker.read(checking.readiness, taken).missing == []
    town.checker.write(checking.finish, taken)
    text = town.checker.read(approving.opinion_draft, taken)
    assert "一次性 10,000.00 元" in text
    town.checker.write(approving.give_opinion, taken, "grant", text)
    town.checker.write(approving.post_notice, taken, "示例社区公示栏")
    town.on(date(2025, 11, 21))
    town.checker.write(approving.close_notice, taken)
    town.checker.write(approving.submit, taken)
    approve(town, taken)
    (decision,) = rows(town, taken).decisions
    assert (decision.amount, decision.monthly, decision.first_month) == (Decimal("10000.00"), Decimal(0), "")
    assert {row.programme for row in in_force(town, taken)} == {"dibao"}


def test_a_family_without_recognition_is_checked_like_any_other(town: Town) -> None:
    dossier = single(town, "temporary", birth=date(1985, 1, 1))
    dossier.incident = struck(self_paid=Decimal("23000.00"))
    taken = accept(town, dossier).application_id
    from jiuzhu.services.survey import checking  # noqa: PLC0415  # here alone

    town.checker.write(checking.start_survey, taken)
    assert "没有发起信息核对" in town.checker.read(checking.readiness, taken).missing


def test_rooms_that_fell_are_paid_after_the_villages_review(town: Town) -> None:
    dossier = single(town, "disaster")
    taken = surveyed(town, dossier)
    home = rows(town, taken).household.id

    def register(unit: Unit) -> None:
        unit.add(
            DamagedHouse(
                household_id=home, application_id=taken, disaster="flood", happened_on=date(2025, 9, 1), collapsed=3,
                amount=Decimal("15000.00"),
            )
        )  # fmt: skip

    town.checker.write(register)
    with pytest.raises(Refused, match="民主评议"):
        town.checker.write(approving.give_opinion, taken, "grant", "房屋倒塌三间，拟同意补助。")

    def review(unit: Unit) -> None:
        unit.add(
            Deliberation(
                application_id=taken, held_on=unit.today, place="村委会", host="村主任", recorder="文书", attendees="甲 代表",
                participants=9, representatives=6, subject="受灾救助", statements="情况属实", agree=9, conclusion="agreed",
            )
        )  # fmt: skip

    town.checker.write(review)
    town.checker.write(approving.give_opinion, taken, "grant", "房屋倒塌三间，拟同意补助。")
    assert rows(town, taken).opinions[-1].amount == Decimal("15000.00")


def test_one_form_goes_each_way_it_asks_for(town: Town) -> None:
    dossier = urban_three(town)
    dossier.application.programmes = ["dibao", "disability_care", "medical", "quick"]
    dossier.incident = struck("fire")
    receipt = accept(town, dossier)
    ways = [rows(town, one.application_id).application.way for one in (receipt, *receipt.others)]
    assert ways == ["household", "quick", "transfer"]
    head, *others = [rows(town, one.application_id) for one in (receipt, *receipt.others)]
    assert {item.programme for item in head.items} == {"dibao", "disability_care"}
    assert head.application.bundle_id is None
    assert {one.application.bundle_id for one in others} == {head.application.id}
    assert {one.household.id for one in others} == {head.household.id}
    assert [one.programmes for one in receipt.others] == ["临时救助（急难型、小额快救）", "医疗救助"]
    assert len({one.application.number for one in (head, *others)}) == 3
    assert len(head.lines) == len(others[0].lines) == 3


def test_after_a_list_of_missing_papers_the_form_still_goes_each_way(town: Town) -> None:
    dossier = urban_three(town)
    dossier.application.programmes = ["dibao", "medical"]
    told = town.clerk.write(intake.issue_correction, dossier, "", ["身份证"])
    again = complete(town.clerk.read(files.dossier, told.application_id), town.clerk.today())
    receipt = town.clerk.write(intake.complete, told.application_id, again)
    assert receipt.application_id == told.application_id
    (other,) = receipt.others
    assert rows(town, other.application_id).application.way == "transfer"
    assert [(item.programme, item.state) for item in rows(town, told.application_id).items] == [
        ("dibao", "open"), ("medical", "dropped"),
    ]  # fmt: skip


def test_rigid_is_recognised_for_a_year(town: Town) -> None:
    dossier = urban_three(town)
    dossier.application.programmes = ["rigid"]
    dossier.incomes[0].declared = Decimal("4000.00")
    dossier.expenses = [LinePart(kind="medical", declared=Decimal("20000.00"), period="year")]
    taken = submitted(town, dossier, date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    (row,) = in_force(town, taken)
    assert (row.programme, row.monthly, row.valid_until) == ("rigid", Decimal(0), date(2026, 11, 12))


def test_tekun_is_not_proposed_before_somebody_has_asked_who_owes_support(town: Town) -> None:
    dossier = single(town, "tekun")
    dossier.members[0].self_care_on = date(2025, 10, 13)
    dossier.members[0].no_obligors = False
    taken = surveyed(town, dossier)
    with pytest.raises(Refused, match="赡养抚养扶养义务人情况"):
        town.checker.write(approving.give_opinion, taken, "grant", "调查属实，拟同意认定特困人员。")
