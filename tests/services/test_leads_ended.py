"""A lead ends in what belongs to it: its own case with its source, a colleague's hands, or a reason that was looked into."""

from datetime import date
from typing import Any

import pytest

from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.approval import approving
from jiuzhu.services.office.history import history
from jiuzhu.services.referral import leading
from jiuzhu.services.referral.leading import LeadRow, Told
from on_the_way import MAN, accept, single
from receiving import paid_four
from town import Town, id_number

NUMBER = id_number(MAN, 71)
TODAY = date(2025, 10, 13)


def lead(town: Town, **more: Any) -> LeadRow:
    told = {"source": "hotline", "name": "己示例", "content": "房屋漏雨，老人独居", "found_on": TODAY, **more}
    made = town.clerk.write(leading.record_lead, Told(**told))
    return next(row for row in town.clerk.read(leading.leads) if row.number == made.number)


def close(town: Town, row: LeadRow, outcome: str, **more: Any) -> None:
    town.clerk.write(leading.close_lead, row.id, outcome, **{"reason": "按核实的情况办结", **more})


def closed(town: Town) -> LeadRow:
    (row,) = town.clerk.read(leading.leads, ("closed",))
    return row


def test_an_unknown_family_is_taken_with_what_was_told(town: Town) -> None:
    row = lead(
        town, id_number=NUMBER.lower(), phone="13800000000", village="示例村", address="示例村3社12号", source="petition",
    )  # fmt: skip
    made = town.clerk.read(leading.dossier_of, row.id)
    one = made.members[0]
    assert (one.name, one.id_number, one.birth, one.sex, one.phone) == (
        "己示例",
        NUMBER,
        MAN,
        "1",
        "13800000000",
    )
    assert (made.household.village, made.household.address) == ("示例村", "示例村3社12号")
    assert made.application.source == "petition"
    nobody = town.clerk.read(leading.dossier_of, lead(town, name="不详", source="volunteer").id)
    assert (nobody.members[0].name, nobody.application.source) == ("", "found")
    with pytest.raises(Refused):
        town.checker.read(leading.dossier_of, row.id)


def test_a_known_family_is_taken_with_the_source_of_the_lead(town: Town) -> None:
    accept(town, single(town, "medical"))
    row = lead(town, id_number=NUMBER)
    made = town.clerk.read(leading.dossier_of, row.id)
    assert made.household.number
    assert made.members[0].id == row.person_id
    assert made.application.source == "hotline"


def test_a_case_is_an_application_of_whom_the_lead_speaks_of(town: Town) -> None:
    other = accept(town, single(town, "medical", order=85)).number
    by_number, by_name, nobody = (
        lead(town, id_number=NUMBER), lead(town, name="己另名"), lead(town, name="不详"),
    )  # fmt: skip
    for row in (by_number, by_name, nobody):
        with pytest.raises(InvalidInput, match="不是这条线索反映的人") as refusal:
            close(town, row, "case", application_number=other)
        assert refusal.value.problems[0].field == "application_number"
    own = accept(town, single(town, "medical")).number
    close(town, by_number, "case", application_number=own)
    assert (closed(town).application_number, closed(town).outcome) == (own, "已立案受理")
    dossier = single(town, "quick", order=91)
    dossier.application.source = "hotline"
    dossier.members[0].name = "己另名"
    made = accept(town, dossier).number
    close(town, by_name, "case", application_number=made)
    close(town, nobody, "case", application_number=made)


def test_who_it_really_is_can_be_corrected_after_a_look_and_then_its_case_is_found(town: Town) -> None:
    own = accept(town, single(town, "medical")).number
    row = lead(town, name="老己头", village="示例村")
    with pytest.raises(Refused, match="先“登记核实”"):
        town.clerk.write(leading.correct_lead, row.id, name="己示例")
    town.clerk.write(leading.record_lead_visit, row.id, TODAY, "真名己示例，房屋漏雨")
    with pytest.raises(InvalidInput, match="先点“更正…”"):
        close(town, row, "case", application_number=own)
    with pytest.raises(InvalidInput) as wrong:
        town.clerk.write(leading.correct_lead, row.id, name=" ", id_number="123")
    assert [one.field for one in wrong.value.problems] == ["name", "id_number"]
    made = town.clerk.write(
        leading.correct_lead, row.id, name="己示例", id_number=NUMBER.lower(), village="示例村"
    )
    assert made.number == row.number
    (seen,) = town.clerk.read(leading.leads)
    assert (seen.name, bool(seen.person_id)) == ("己示例", True)
    assert seen.visit_found == "真名己示例，房屋漏雨（原登记姓名：老己头）"
    told = [one for line in town.clerk.read(history, row.id) for one in line.fields]
    assert ("线索反映的人", "老己头", "己示例") in told
    assert ("线索反映的人证件号", "", f"****{NUMBER[-4:]}") in told
    close(town, row, "case", application_number=own)


def test_no_case_that_was_over_before_the_lead(town: Town) -> None:
    made = accept(town, single(town, "medical"))
    town.clerk.write(approving.withdraw, made.application_id, "申请人自己撤回")
    town.on(date(2025, 10, 20))
    row = lead(town, id_number=NUMBER, found_on=date(2025, 10, 20))
    with pytest.raises(InvalidInput, match=r"已在 2025-10-13 办结（已撤回），线索是 2025-10-20 发现的"):
        close(town, row, "case", application_number=made.number)
    later = accept(town, single(town, "medical"))
    close(town, row, "case", application_number=later.number)


def test_a_namesake_of_another_village_is_nobody_without_a_number(town: Town) -> None:
    made = accept(town, single(town, "medical"))
    row = lead(town, village="另一村")
    with pytest.raises(InvalidInput, match="是示例村同名的人，线索反映的是另一村"):
        close(town, row, "case", application_number=made.number)
    close(town, lead(town, village="示例村"), "case", application_number=made.number)


def test_an_invitation_is_answered_by_what_is_asked_for_afterwards(town: Town) -> None:
    before = accept(town, single(town, "medical"))
    town.on(date(2025, 10, 20))
    row = lead(town, source="comparison", id_number=NUMBER, found_on=date(2025, 10, 20))
    with pytest.raises(InvalidInput, match="比对以后提交的申请才算由它立案"):
        close(town, row, "case", application_number=before.number)
    close(
        town,
        lead(town, id_number=NUMBER, found_on=date(2025, 10, 20)),
        "case",
        application_number=before.number,
    )


def test_a_lead_about_somebody_who_is_paid_already_says_so(town: Town) -> None:
    someone = next(one for one in paid_four(town).people.values() if one.name == "甲示例")

    def received(name: str, number: str) -> list[str]:
        told = Told(
            source="hotline", name=name, id_number=number, content="家里困难，没有收入", found_on=town.clerk.today()
        )  # fmt: skip
        return town.clerk.write(leading.record_lead, told).receives

    assert received(someone.name, someone.id_number) == ["最低生活保障"]
    assert received("壬示例", "") == []


def test_what_a_closed_lead_ended_with_can_be_read_again(town: Town) -> None:
    row = lead(town)
    town.clerk.write(leading.record_lead_visit, row.id, TODAY, "电话核实，情况属实")
    close(town, row, "referral", to="区残联", reason="需要辅具，属于残联职责")
    seen = closed(town)
    assert (seen.transfer_to, seen.reason, seen.visited_on, seen.closed_on) == (
        "区残联", "需要辅具，属于残联职责", TODAY, TODAY,
    )  # fmt: skip


def test_nobody_is_turned_away_without_a_look(town: Town) -> None:
    row = lead(town)
    with pytest.raises(InvalidInput, match="先登记核实") as refusal:
        close(town, row, "reason")
    assert refusal.value.problems[0].field == "outcome"
    town.clerk.write(leading.record_lead_visit, row.id, TODAY, "上门核实，子女已接走")
    close(town, row, "reason")
    assert closed(town).outcome == "不予立案"


def test_a_lead_is_handed_to_a_colleague_at_work(town: Town) -> None:
    row = lead(town)
    town.clerk.write(leading.give_lead, row.id, town.checker.actor.operator_id)
    assert town.clerk.read(leading.leads)[0].owner == "李核查"
    with pytest.raises(Refused, match="没有核实线索的岗位"):
        town.clerk.write(leading.give_lead, row.id, town.head.actor.operator_id)
    with pytest.raises(Refused):
        town.auditor.write(leading.give_lead, row.id, town.clerk.actor.operator_id)


def test_a_lead_is_found_by_the_last_four_of_its_number(town: Town) -> None:
    lead(town, id_number=NUMBER)
    lead(town, name="壬示例")
    assert [row.name for row in town.clerk.read(leading.leads, ("open",), NUMBER[-4:].lower())] == ["己示例"]
