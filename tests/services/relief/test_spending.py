"""支出型: case 9, whose class stands on what is recognised, and bills that serve once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.dossier import IncidentPart, LinePart
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.approval import approving, proposing
from jiuzhu.services.casework import files
from jiuzhu.services.counter import intake
from jiuzhu.services.relief import quick_relief
from jiuzhu.services.survey import relief_facts
from jiuzhu.storage.unit import Unit
from on_the_way import approve, opined, rows, single, submitted, surveyed
from receiving import granted
from relief_case import FIRE, OPINION_2018, bill, burnt, ill, taken_without_papers
from town import Town, complete, urban_three


def reviewing_proposals(unit: Unit, taken: str) -> list[proposing.Proposal]:
    """What is proposed for an application."""
    file = files.load_rows(unit, taken)
    dossier = files.build(unit.desk, file, unit.today)
    return proposing.proposals(unit.desk, file, files.assessment_of(unit.desk, dossier, file, unit.today))


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
