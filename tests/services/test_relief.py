"""临时救助: case 8 to the yuan, caps, claims and bills once, two hands, money that comes back."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from jiuzhu.domain.dossier import IncidentPart, LinePart
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.approval import approving, proposing
from jiuzhu.services.casework import files
from jiuzhu.services.counter import intake
from jiuzhu.services.counter.claims import incident_of
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.relief import paying_out, quick_relief, reserve
from jiuzhu.services.survey import relief_facts
from jiuzhu.storage.unit import Unit
from on_the_way import accept, approve, opined, rows, single, submitted, surveyed
from receiving import granted
from relief_case import FIRE, bill, burnt, colleague, helped, ill, signed, taken_without_papers
from town import Town, complete, payer_of, urban_three

OPINION_2018 = "《民政部、财政部关于进一步加强和改进临时救助工作的意见》（民发〔2018〕23号）"


def reviewing_proposals(unit: Unit, taken: str) -> list[proposing.Proposal]:
    """What is proposed for an application."""
    file = files.load_rows(unit, taken)
    dossier = files.build(unit.desk, file, unit.today)
    return proposing.proposals(unit.desk, file, files.assessment_of(unit.desk, dossier, file, unit.today))


@pytest.fixture
def payer(town: Town) -> Workspace:
    return payer_of(town)


def test_case_8_fire_on_the_ninth_of_march(town: Town, payer: Workspace) -> None:
    town.on(FIRE)
    payer.write(reserve.open_reserve, Decimal(50000))
    taken = taken_without_papers(town, burnt(town))
    application = rows(town, taken).application
    assert (application.due_code, application.due_on) == ("Q1", date(2026, 3, 12))
    with pytest.raises(InvalidInput) as refusal:
        town.checker.write(quick_relief.propose_quick, taken, Decimal(2000), "消防出具火灾证明")
    assert "可以改为 770.00 元" in refusal.value.problems[0].message
    town.checker.write(quick_relief.propose_quick, taken, Decimal(770), "消防出具火灾证明")
    signed(town, taken)
    file = rows(town, taken)
    assert (file.application.state, file.incidents[0].makeup_due_on) == ("to_make_up", date(2026, 3, 16))
    assert (file.application.due_code, file.application.due_on) == ("Q2", date(2026, 3, 16))
    paid = payer.write(paying_out.pay_out, taken, form="transfer", source="reserve")
    assert (paid.amount, payer.read(reserve.balance)) == (Decimal("770.00"), Decimal("49230.00"))
    asked = payer.write(reserve.request_replenishment)
    assert asked.amount == Decimal("770.00")
    payer.write(reserve.replenish, asked.number, asked.amount)
    assert payer.read(reserve.balance) == Decimal("50000.00")
    (waiting,) = town.clerk.read(paying_out.to_make_up)
    assert (waiting.application_id, waiting.colour) == (taken, "ok")
    assert "身份证" in waiting.told
    town.on(date(2026, 3, 15))
    assert town.clerk.read(paying_out.to_make_up)[0].colour == "warn"
    town.on(date(2026, 3, 17))
    assert town.clerk.read(paying_out.to_make_up)[0].colour == "bad"
    town.checker.write(quick_relief.make_up, taken, "身份证、火灾证明已补")
    assert rows(town, taken).application.state == "approved"
    assert town.clerk.read(paying_out.to_make_up) == []
    assert not rows(town, taken).checks
    assert not rows(town, taken).notices


def test_who_brings_every_paper_has_nothing_to_make_up(town: Town) -> None:
    town.on(FIRE)
    taken = accept(town, complete(burnt(town), FIRE)).application_id
    town.checker.write(quick_relief.propose_quick, taken, Decimal(770), "消防出具火灾证明")
    signed(town, taken)
    assert rows(town, taken).application.state == "approved"


def test_per_person_the_cap_is_four_months_for_four(town: Town) -> None:
    town.on(FIRE)
    taken = taken_without_papers(town, burnt(town))

    def cap(unit: Unit) -> Decimal:
        file = files.load_rows(unit, taken)
        standards = files.standards_of(unit, file).with_settings({"quick.cap_basis": "per_person"})
        return quick_relief.cap_of(standards, file, file.incidents[0])

    assert town.clerk.read(cap) == Decimal(3080)
    offered = town.clerk.read(quick_relief.caps, taken)
    assert offered is not None
    assert (offered.quick, offered.basis, offered.confirmed) == (Decimal(770), "per_case", False)


def test_more_than_the_cap_goes_on_as_an_emergency_when_it_is_meant(town: Town, payer: Workspace) -> None:
    town.on(FIRE)
    taken = taken_without_papers(town, burnt(town))
    with pytest.raises(InvalidInput, match="按急难型上报"):
        town.checker.write(quick_relief.propose_quick, taken, Decimal(2000), "消防出具火灾证明")
    town.checker.write(quick_relief.propose_quick, taken, Decimal(2000), "消防出具火灾证明", beyond=True)
    signed(town, taken)
    (decided,) = rows(town, taken).decisions
    assert (decided.amount, decided.authority) == (Decimal(2000), "county")
    assert decided.clause == f"{OPINION_2018}，重庆市临时救助指导标准（2017）"
    payer.write(reserve.open_reserve, Decimal(50000))
    with pytest.raises(InvalidInput, match="这笔由区县审批") as refusal:
        payer.write(paying_out.pay_out, taken, form="transfer", source="reserve")
    assert refusal.value.problems[0].field == "source"
    (quick,) = rows(town, helped(town, 211, Decimal(770))).decisions
    assert (quick.authority, quick.clause) == ("township", "民政部、财政部2026-01意见")


def test_no_more_than_the_scale_of_the_cause_gives(town: Town) -> None:
    """C 低保边缘 and monitored families: at most 6 months of urban 低保 for a disaster (770 × 6)."""
    town.on(FIRE)
    dossier = burnt(town)
    dossier.incident.kind = "disaster"
    dossier.household.monitored = "sudden"
    taken = taken_without_papers(town, dossier)
    offered = town.clerk.read(quick_relief.caps, taken)
    assert offered is not None
    assert offered.most == Decimal(4620)
    with pytest.raises(InvalidInput, match=r"最多 4,620\.00 元"):
        town.checker.write(
            quick_relief.propose_quick, taken, Decimal("4620.01"), "泥石流冲毁房屋", beyond=True
        )
    town.checker.write(quick_relief.propose_quick, taken, Decimal(4620), "泥石流冲毁房屋", beyond=True)
    assert rows(town, taken).incidents[0].family_class == "C"


@pytest.mark.parametrize(("persons", "amount", "field"), [(5, 100, "persons"), (4, 0, "amount")])
def test_nobody_is_helped_who_is_not_there(town: Town, persons: int, amount: int, field: str) -> None:
    town.on(FIRE)
    dossier = burnt(town)
    dossier.incident.persons = persons
    taken = taken_without_papers(town, dossier)
    with pytest.raises(InvalidInput) as refusal:
        town.checker.write(quick_relief.propose_quick, taken, Decimal(amount), "消防出具火灾证明")
    assert refusal.value.problems[0].field == field


@pytest.mark.parametrize("kind", ["education", "living", "long_treatment"])
def test_what_is_no_emergency_is_not_taken_as_quick_relief(town: Town, kind: str) -> None:
    """Nobody is promised three days for what can only go as 支出型."""
    town.on(FIRE)
    dossier = burnt(town)
    dossier.incident.kind = kind
    with pytest.raises(InvalidInput, match="支出型") as refusal:
        taken_without_papers(town, dossier)
    assert refusal.value.field == "incident.kind"
    dossier.application.programmes = ["temporary"]
    assert accept(town, dossier).application_id


def test_nor_is_a_file_taken_as_quick_relief_corrected_into_one(town: Town) -> None:
    town.on(FIRE)
    taken = taken_without_papers(town, burnt(town))
    part = IncidentPart(kind="living", cause="缺粮", happened_on=FIRE, persons=4)
    with pytest.raises(InvalidInput, match="支出型") as refusal:
        town.checker.write(relief_facts.record_incident, taken, part)
    assert refusal.value.field == "kind"
    assert rows(town, taken).incidents[0].kind == "fire"


def test_without_an_incident_there_is_nothing_to_help(town: Town) -> None:
    town.on(FIRE)
    dossier = burnt(town)
    dossier.incident = IncidentPart()
    with pytest.raises(InvalidInput) as refusal:
        taken_without_papers(town, dossier)
    fields = [problem.field for problem in refusal.value.problems]
    assert fields == ["incident.kind", "incident.happened_on", "incident.cause"]
    dossier.incident = burnt(town).incident
    taken = taken_without_papers(town, dossier)
    with pytest.raises(Refused, match="还没有登记急难情形"):
        incident_of(replace(rows(town, taken), incidents=()))


def test_what_was_told_is_corrected_before_it_is_proposed(town: Town) -> None:
    town.on(FIRE)
    taken = taken_without_papers(town, burnt(town))
    wife = rows(town, taken).members[1].person_id
    told = IncidentPart(kind="accident", cause="烫伤", happened_on=FIRE, persons=1, person=wife)
    town.checker.write(relief_facts.record_incident, taken, told)
    (row,) = rows(town, taken).incidents
    assert (row.kind, row.person_id, row.persons) == ("accident", wife, 1)
    told.person = "nobody of this household"
    town.checker.write(relief_facts.record_incident, taken, told)
    assert rows(town, taken).incidents[0].person_id is None


# --- one event, one claim


@pytest.mark.parametrize(("days", "blocked"), [(0, True), (90, True), (91, False)])
def test_the_same_fire_is_not_claimed_at_another_window(town: Town, days: int, blocked: bool) -> None:
    town.on(FIRE)
    first = rows(town, taken_without_papers(town, burnt(town)))
    town.on(FIRE + timedelta(days=days))
    again = town.clerk.read(intake.from_person, first.application.applicant_id)
    again.application = burnt(town).application
    again.application.programmes = ["temporary"]
    again.incident = IncidentPart(kind="fire", cause="失火", happened_on=FIRE + timedelta(days=days))
    if blocked:
        with pytest.raises(Refused, match=f"同一事由已在 A 窗口申请过（受理编号 {first.application.number}"):
            accept(town, again)
    else:
        assert accept(town, again).application_id


def test_nor_by_a_member_who_now_lives_alone(town: Town) -> None:
    town.on(FIRE)
    first = burnt(town)
    signed_first = accept(town, complete(first, FIRE)).application_id
    town.checker.write(quick_relief.propose_quick, signed_first, Decimal(770), "消防出具火灾证明")
    signed(town, signed_first)
    wife = burnt(town)
    wife.members = [first.members[1]]
    wife.members[0].relation = "01"
    wife.members[0].phone = "13800000072"
    wife.incident.persons = 1
    with pytest.raises(Refused, match="同一事由已在 A 窗口申请过"):
        taken_without_papers(town, wife)


def test_another_kind_of_event_is_another_claim(town: Town) -> None:
    town.on(FIRE)
    first = rows(town, taken_without_papers(town, burnt(town)))
    town.clerk.write(approving.withdraw, first.application.id, "申请人撤回申请")
    again = town.clerk.read(intake.from_person, first.application.applicant_id)
    again.application = burnt(town).application
    again.incident = burnt(town).incident
    taken_without_papers(town, again)  # what was taken back is no claim
    third = town.clerk.read(intake.from_person, first.application.applicant_id)
    third.application = burnt(town).application
    third.application.programmes = ["temporary"]
    third.incident = IncidentPart(
        kind="traffic", cause="车祸", happened_on=FIRE, again_reason="去避难时出车祸"
    )
    assert accept(town, third).application_id


def test_help_at_once_and_for_the_costs_on_one_form_is_one_claim(town: Town) -> None:
    dossier = ill(town, 331, bill())
    dossier.application.programmes = ["quick", "temporary"]
    receipt = accept(town, dossier)
    ways = {rows(town, one.application_id).application.way for one in (receipt, *receipt.others)}
    assert ways == {"quick", "temporary"}
    for one in (receipt, *receipt.others):
        if rows(town, one.application_id).application.way == "quick":
            town.checker.write(quick_relief.propose_quick, one.application_id, Decimal(500), "突发重病住院")


# --- bills


def test_what_a_family_merely_fits_gives_no_class(town: Town) -> None:
    """Poor enough for 低保 but not recognised: class D, the amount is the district's, and the opinion says what to do."""
    dossier = ill(town, 301, bill())
    dossier.incident.proposed = None
    taken = surveyed(town, dossier)
    (row,) = rows(town, taken).bills
    assert (row.total, row.insurer_paid, row.self_paid) == (Decimal(30000), Decimal(7000), Decimal(23000))
    with pytest.raises(Refused, match="认定还没有结果"):
        town.checker.write(approving.give_opinion, taken, "grant", "住院自付 23,000 元，拟同意。")
    told = IncidentPart(kind="illness", happened_on=date(2025, 9, 1), proposed=Decimal(3000))
    town.checker.write(relief_facts.record_incident, taken, told)
    draft = town.checker.read(approving.opinion_draft, taken)
    assert "属临时救助 D 类家庭；同时符合低保条件：先认定低保的按 B 类" in draft
    assert "一次性 3,000.00 元" in draft
    town.checker.write(approving.give_opinion, taken, "grant", draft)
    file = rows(town, taken)
    assert (file.opinions[-1].amount, file.incidents[0].family_class) == (Decimal(3000), "D")


def test_case_9_a_recognised_family_gets_half_of_what_is_above_three_thousand(town: Town) -> None:
    """Class B by 低保 in force: (30,000 − 7,000 − 3,000) × 50 % = 10,000, whatever was proposed."""
    home = granted(town, single(town, "dibao", birth=date(1985, 1, 1), order=301), date(2025, 10, 27))
    town.on(date(2025, 12, 5))
    dossier = town.clerk.read(intake.from_person, home.application.applicant_id)
    dossier.application.reason, dossier.application.cause = "住院费用高", "other"
    dossier.application.programmes = ["temporary"]
    dossier.incident = IncidentPart(
        kind="illness", cause="脑梗住院", happened_on=date(2025, 12, 1), proposed=Decimal(500)
    )
    dossier.bills = [bill()]
    taken = surveyed(town, dossier)
    town.checker.write(approving.give_opinion, taken, "grant", "住院自付 23,000 元，拟同意。")
    file = rows(town, taken)
    assert (file.opinions[-1].amount, file.incidents[0].family_class) == (Decimal(10000), "B")


def test_case_9_the_amount_of_class_d_is_set_by_hand(town: Town) -> None:
    dossier = ill(town, 301, bill())
    dossier.incomes = [
        LinePart(kind="wage", person=dossier.members[0].id, item="务工", declared=Decimal(3000))
    ]
    dossier.incident.proposed = None
    taken = surveyed(town, dossier)
    with pytest.raises(Refused, match="认定还没有结果"):
        town.checker.write(approving.give_opinion, taken, "grant", "住院自付 23,000 元，拟同意。")
    told = IncidentPart(kind="illness", happened_on=date(2025, 9, 1), proposed=Decimal(3000))
    town.checker.write(relief_facts.record_incident, taken, told)
    town.checker.write(approving.give_opinion, taken, "grant", "住院自付 23,000 元，拟同意。")
    file = rows(town, taken)
    assert (file.opinions[-1].amount, file.incidents[0].family_class) == (Decimal(3000), "D")


def test_class_d_above_the_disposable_income_gets_nothing_for_its_spending(town: Town) -> None:
    """39,713 yuan a head and year (待本地确认): 4,000 a month is more, whatever amount is proposed [民发〔2018〕23号]."""
    dossier = ill(town, 301, bill())
    dossier.incomes = [
        LinePart(kind="wage", person=dossier.members[0].id, item="务工", declared=Decimal(4000))
    ]
    taken = surveyed(town, dossier)
    draft = town.checker.read(approving.opinion_draft, taken)
    assert "不低于上年人均可支配收入 39,713.00 元" in draft
    assert "拟不予确认" in draft
    with pytest.raises(Refused, match="没有一项符合条件"):
        town.checker.write(approving.give_opinion, taken, "grant", "住院自付 23,000 元，拟同意。")


def test_the_signed_file_says_what_was_given_and_lacks_nothing(town: Town) -> None:
    taken = submitted(town, ill(town, 301, bill()), date(2025, 10, 14), date(2025, 10, 22))
    approve(town, taken)
    (decided,) = rows(town, taken).decisions
    assert decided.clause == f"{OPINION_2018}，重庆市临时救助指导标准（2017）"
    told = [part.headline for part in town.head.read(files.dossier, taken).findings]
    assert told[0] == "临时救助（支出型）：符合：一次性 500.00 元"
    assert not any("还需：区县临时救助标准" in line for line in told)


def test_help_at_once_asks_for_no_means(town: Town) -> None:
    town.on(FIRE)
    taken = taken_without_papers(town, burnt(town))
    town.checker.write(quick_relief.propose_quick, taken, Decimal(770), "消防出具火灾证明")
    (one,) = town.head.read(reviewing_proposals, taken)
    assert [line.step for line in one.finding.why] == ["temporary.class", "temporary.quick"]


def test_a_bill_serves_once_in_twelve_months(town: Town) -> None:
    first = surveyed(town, ill(town, 301, bill()))
    other = bill(issuer="另一医院", total=Decimal(12000))
    other.issued_on = date(2025, 9, 2)
    surveyed(town, ill(town, 305, other))  # numbered alike by another hospital
    number = rows(town, first).application.number
    with pytest.raises(Refused, match=f"票据 结算-1 已用于另一份申请（受理编号 {number}）"):
        surveyed(town, ill(town, 303, bill()))
    second = surveyed(town, ill(town, 303))
    with pytest.raises(Refused, match="票据 结算-1 已用于另一份申请"):
        town.checker.write(relief_facts.add_bill, second, bill())
    town.clerk.write(approving.withdraw, first, "申请人撤回申请")
    town.checker.write(relief_facts.add_bill, second, bill())
    town.checker.write(approving.give_opinion, second, "grant", "拟同意救助五百元。")
    assert [row.number for row in rows(town, second).bills] == ["结算-1"]


def test_a_bill_that_is_too_old_or_twice_on_the_form_does_not_count(town: Town) -> None:
    old = bill("结算-0")
    old.issued_on = date(2024, 10, 12)
    with pytest.raises(Refused, match="不在申请前 12 个月内（2024-10-13 以后）"):
        surveyed(town, ill(town, 301, old))
    old.issued_on = date(2024, 10, 13)
    taken = surveyed(town, ill(town, 301, old))
    with pytest.raises(Refused, match="填写了两次"):
        surveyed(town, ill(town, 303, bill("结算-9"), bill("结算-9")))
    town.checker.write(relief_facts.add_bill, taken, bill("结算-2"))
    first, second = rows(town, taken).bills
    town.checker.write(relief_facts.leave_bill_out, first.id, "不是本人的票据")
    with pytest.raises(Refused, match="已经去掉"):
        town.checker.write(relief_facts.leave_bill_out, first.id, "不是本人的票据")
    dossier = town.clerk.read(files.dossier, taken)
    assert [part.id for part in dossier.bills] == [second.id]


def test_a_bill_left_out_serves_somebody_else(town: Town) -> None:
    first = surveyed(town, ill(town, 301, bill()))
    town.checker.write(relief_facts.leave_bill_out, rows(town, first).bills[0].id, "家属票据，填错了人")
    assert surveyed(town, ill(town, 303, bill()))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": "wine"}, "kind"),
        ({"number": " "}, "number"),
        ({"issuer": ""}, "issuer"),
        ({"issued_on": date(2025, 10, 14)}, "issued_on"),
        ({"issued_on": None}, "issued_on"),
        ({"total": None}, "total"),
        ({"total": Decimal(0)}, "total"),
        ({"insurer_paid": Decimal(30001)}, "insurer_paid"),
        ({"insurer_paid": Decimal(-1)}, "insurer_paid"),
    ],
)
def test_a_bill_says_what_it_is(town: Town, more: dict[str, object], field: str) -> None:
    taken = surveyed(town, ill(town))
    part = bill()
    for name, value in more.items():
        setattr(part, name, value)
    with pytest.raises(InvalidInput) as refusal:
        town.checker.write(relief_facts.add_bill, taken, part)
    assert [problem.field for problem in refusal.value.problems] == [field]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": "rain"}, "kind"),
        ({"happened_on": None}, "happened_on"),
        ({"happened_on": date(2025, 10, 14)}, "happened_on"),
        ({"persons": 0}, "persons"),
        ({"persons": 2}, "persons"),
        ({"proposed": Decimal(-1)}, "proposed"),
    ],
)
def test_an_incident_says_what_happened(town: Town, more: dict[str, object], field: str) -> None:
    taken = surveyed(town, ill(town))
    part = IncidentPart(kind="illness", happened_on=date(2025, 9, 1))
    for name, value in more.items():
        setattr(part, name, value)
    with pytest.raises(InvalidInput) as refusal:
        town.checker.write(relief_facts.record_incident, taken, part)
    assert [problem.field for problem in refusal.value.problems] == [field]


def test_after_the_opinion_the_facts_stay(town: Town) -> None:
    taken = opined(town, ill(town, 301, bill()))
    with pytest.raises(Refused, match="已提出意见"):
        town.checker.write(relief_facts.add_bill, taken, bill("结算-2"))


def test_a_bill_taken_off_the_form_before_acceptance_does_not_count(town: Town) -> None:
    dossier = ill(town, 301, bill(), bill("结算-2"))
    receipt = town.clerk.write(intake.issue_correction, dossier, "", ["身份证"])
    again = town.clerk.read(files.dossier, receipt.application_id)
    assert len(again.bills) == 2
    again.bills.pop()
    again.bills[0].number = "结算-1 更正"
    taken = town.clerk.write(intake.complete, receipt.application_id, complete(again, town.clerk.today()))
    told = {row.number: row.left_out for row in rows(town, taken.application_id).bills}
    assert told == {"结算-1 更正": "", "结算-2": "申请人受理前收回"}


# --- two hands, and money that comes back


def test_who_signs_does_not_pay_and_nothing_is_paid_twice(town: Town, payer: Workspace) -> None:
    town.on(FIRE)
    payer.write(reserve.open_reserve, Decimal(1000))
    both = colleague(town, "quanneng", "孙全能", "approver", "statistician")
    taken = helped(town, signer=both)
    with pytest.raises(Refused, match="您签署的"):
        both.write(paying_out.pay_out, taken, form="transfer", source="reserve")
    with pytest.raises(Refused, match="给付"):
        town.head.write(paying_out.pay_out, taken, form="transfer", source="reserve")
    with pytest.raises(InvalidInput) as lacking:
        payer.write(paying_out.pay_out, taken, form="cash", source="reserve")
    assert lacking.value.problems[0].field == "receipt"
    with pytest.raises(InvalidInput):
        payer.write(paying_out.pay_out, taken, form="gold", source="bank")
    (due,) = payer.read(paying_out.due)
    assert (due.left, due.to_make_up, due.account) == (Decimal("500.00"), True, "示例农商银行　****0071")
    payer.write(paying_out.pay_out, taken, form="cash", source="reserve", receipt="领001")
    assert payer.read(paying_out.due) == []
    with pytest.raises(Refused, match="没有等待给付"):
        payer.write(paying_out.pay_out, taken, form="cash", source="reserve", receipt="领002")


def test_one_approval_in_several_payments_never_more_than_it(town: Town, payer: Workspace) -> None:
    town.on(FIRE)
    taken = helped(town)
    payer.write(paying_out.pay_out, taken, form="transfer", source="county", amount=Decimal("199.99"))
    assert payer.read(paying_out.due)[0].left == Decimal("300.01")
    for wrong in (Decimal(0), Decimal(-1), Decimal("300.02")):
        with pytest.raises(InvalidInput, match=r"还可以给付 300\.01 元"):
            payer.write(paying_out.pay_out, taken, form="transfer", source="county", amount=wrong)
    payer.write(paying_out.pay_out, taken, form="transfer", source="county", amount=Decimal("300.01"))
    assert payer.read(paying_out.due) == []
    assert sum(row.amount for row in payer.read(paying_out.paid)) == Decimal(500)


def test_money_that_came_back_waits_to_be_paid_again(town: Town, payer: Workspace) -> None:
    town.on(FIRE)
    payer.write(reserve.open_reserve, Decimal(1000))
    taken = helped(town)
    wrong = payer.write(paying_out.pay_out, taken, form="transfer", source="reserve")
    payer.write(paying_out.return_payout, wrong.id, "账号已注销，银行退回")
    assert payer.read(reserve.balance) == Decimal("1000.00")
    assert payer.read(paying_out.due)[0].left == Decimal("500.00")
    with pytest.raises(Refused, match="已在 2026-03-09 登记退回"):
        payer.write(paying_out.return_payout, wrong.id, "账号已注销，银行退回")
    payer.write(paying_out.pay_out, taken, form="cash", source="reserve", receipt="领001")
    assert [(row.kind, row.balance) for row in payer.read(reserve.entries)] == [
        ("opening", Decimal(1000)),
        ("payout", Decimal(500)),
        ("returned", Decimal(1000)),
        ("payout", Decimal(500)),
    ]
    county = helped(town, 211)
    made = payer.write(paying_out.pay_out, county, form="transfer", source="county")
    payer.write(paying_out.return_payout, made.id, "账号写错，银行退回")
    assert payer.read(reserve.balance) == Decimal("500.00")
    told = {row.number: bool(row.returned) for row in payer.read(paying_out.paid)}
    assert list(told.values()) == [True, False, True]


def test_without_an_account_nothing_is_transferred(town: Town, payer: Workspace) -> None:
    town.on(FIRE)
    dossier = burnt(town)
    dossier.household.account_number = ""
    taken = taken_without_papers(town, dossier)
    with pytest.raises(Refused, match="没有等待给付的金额"):
        payer.write(paying_out.pay_out, taken, form="cash", source="county", receipt="领001")
    town.checker.write(quick_relief.propose_quick, taken, Decimal(500), "消防出具火灾证明")
    signed(town, taken)
    with pytest.raises(InvalidInput, match="没有收款账号"):
        payer.write(paying_out.pay_out, taken, form="transfer", source="county")
    payer.write(paying_out.pay_out, taken, form="goods", source="county", receipt="领001")


def test_a_refused_file_is_paid_nothing(town: Town, payer: Workspace) -> None:
    town.on(FIRE)
    taken = taken_without_papers(town, burnt(town))
    town.checker.write(quick_relief.propose_quick, taken, Decimal(500), "消防出具火灾证明")
    seen = town.head.read(files.dossier, taken).version
    no = approving.Verdict(result="refused", seen_version=seen, reason="查无此事", clause="民发〔2018〕23号")
    town.head.write(approving.decide, taken, no)
    assert payer.read(paying_out.due) == []
    with pytest.raises(Refused, match="没有等待给付的金额"):
        payer.write(paying_out.pay_out, taken, form="transfer", source="county")


def test_what_is_helped_every_month_is_not_paid_here(town: Town, payer: Workspace) -> None:
    accept(town, single(town, "dibao"))
    assert payer.read(paying_out.due) == []


def test_no_more_than_the_scale_and_the_bills_allow(town: Town) -> None:
    town.on(date(2025, 10, 13))
    home = submitted(town, urban_three(town, 601), date(2025, 10, 13), date(2025, 10, 21))
    town.on(date(2025, 10, 22))
    approve(town, home)
    town.on(date(2025, 11, 3))
    dossier = urban_three(town, 601)
    dossier.household.id = rows(town, home).household.id
    dossier.application.programmes = ["temporary"]
    dossier.incident = IncidentPart(
        kind="long_treatment", cause="尿毒症透析", happened_on=date(2025, 10, 1), proposed=Decimal("90000.00")
    )
    dossier.bills = [bill(total=Decimal(12000))]  # 5,000.00 of it self-paid; twelve months are 9,240.00
    dossier.bills[0].person = dossier.members[0].id
    taken = surveyed(town, dossier)
    caps = town.clerk.read(quick_relief.caps, taken)
    assert caps is not None
    assert caps.most == Decimal("5000.00")
    with pytest.raises(Refused, match=r"90,000\.00 元超过最多 5,000\.00 元"):
        town.checker.write(approving.give_opinion, taken, "grant", "经审核材料，拟同意一次性救助。")
    within = replace(dossier.incident, proposed=Decimal("5000.00"))
    town.checker.write(relief_facts.record_incident, taken, within)
    town.checker.write(approving.give_opinion, taken, "grant", "经审核材料，拟同意一次性救助。")
