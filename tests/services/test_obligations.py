"""What a grant ends and beside what it is refused, on the stored entitlements; and what a household has."""

from datetime import date
from decimal import Decimal

import pytest

from holding import again, child, confirmed, disabled, holding, medical, periods, posted, subsidy
from jiuzhu.domain.dossier import Dossier, LinePart, MemberPart
from jiuzhu.errors import Refused
from jiuzhu.services.approval import approving
from jiuzhu.services.casework import queue
from jiuzhu.services.counter import intake, standing
from jiuzhu.services.survey import caring
from jiuzhu.storage.queries.obligations import every
from on_the_way import accept, approve, rows, single, submitted, surveyed
from town import Town, id_number, urban_three

OLD = date(1940, 3, 3)


def test_tekun_ends_the_care_subsidy_and_the_subsidy_is_refused_beside_it(town: Town) -> None:
    made = disabled(single(town, "tekun"))
    holding(town, medical(town, made), "disability_care", "90.00")
    taken = surveyed(town, again(town, made))
    person = rows(town, taken).members[0].person_id
    town.checker.write(
        caring.record_self_care, person, [], ("李核查", "张经办"), town.clerk.today(), application_id=taken
    )
    town.checker.write(approving.give_opinion, taken, "grant", "调查属实，拟同意认定特困人员。")
    posted(town, taken)
    approve(town, taken)
    assert periods(town, taken) == {"disability_care": ("2025-10", "replaced"), "tekun": ("", "")}
    made.application.programmes = ["disability_care"]
    town.on(date(2025, 11, 3))
    second = accept(town, again(town, made)).application_id
    with pytest.raises(Refused, match="没有一项符合条件"):
        town.checker.write(approving.give_opinion, second, "grant", "拟同意发放护理补贴。")


def test_the_higher_of_two_subsidies_ends_the_lower(town: Town) -> None:
    made = disabled(single(town, "elder_care", birth=OLD))
    first = medical(town, made)
    holding(town, first, "disability_care", "90.00")
    first.application.programmes = ["legal_aid"]
    holding(town, again(town, first), "dibao", "630.00", person=False)
    taken = subsidy(town, again(town, made))
    approve(town, taken)
    assert periods(town, taken) == {
        "disability_care": ("2025-10", "replaced"), "dibao": ("", ""), "elder_care": ("", ""),
    }  # fmt: skip


def test_a_subsidy_that_is_not_higher_is_refused_with_the_other_case(town: Town) -> None:
    made = disabled(single(town, "elder_care", birth=OLD))
    first = medical(town, made)
    number = holding(town, first, "disability_care", "200.00")
    first.application.programmes = ["legal_aid"]
    holding(town, again(town, first), "dibao", "630.00", person=False)
    taken = subsidy(town, again(town, made))
    with pytest.raises(Refused, match=rf"每月 200.00 元（受理编号 {number}）.*就高享受一项"):
        approve(town, taken)


def test_of_both_asked_for_together_the_higher_is_granted(town: Town) -> None:
    made = disabled(single(town, "disability_care", "elder_care", birth=OLD))
    first = medical(town, made)
    holding(town, first, "dibao", "630.00", person=False)
    taken = subsidy(town, again(town, made))
    approve(town, taken)
    told = {row.programme: (row.result, row.reason) for row in rows(town, taken).decisions}
    assert told["elder_care"][0] == "approved"
    assert told["disability_care"] == (
        "refused", "就高享受另一项补贴，不再确认本项",
    )  # fmt: skip
    assert rows(town, taken).opinions[-1].monthly == Decimal("200.00")


def test_the_full_sum_of_a_child_ends_the_living_subsidy(town: Town) -> None:
    made = disabled(child(town, "unsupported_child"))
    holding(town, medical(town, made), "disability_living", "80.00")
    taken = confirmed(town, again(town, made))
    assert periods(town, taken) == {
        "disability_living": ("2025-10", "replaced"), "unsupported_child": ("", ""),
    }  # fmt: skip


def test_beside_dibao_it_goes_on_and_counts_into_the_difference(town: Town) -> None:
    made = disabled(child(town, "unsupported_child"))
    made.incomes = []
    first = medical(town, made)
    holding(town, first, "disability_living", "80.00")
    first.application.programmes = ["legal_aid"]
    holding(town, again(town, first), "dibao", "730.00", person=False, addons="100.00")
    taken = confirmed(town, again(town, made))
    assert periods(town, taken)["disability_living"] == ("", "")
    (decision,) = rows(town, taken).decisions
    assert decision.monthly == Decimal("1651.00") - Decimal("630.00") - Decimal("100.00") - Decimal("80.00")


def test_an_orphan_leaves_the_other_childrens_programme(town: Town) -> None:
    made = child(town, "orphan", states=("dead", "dead"))
    holding(town, medical(town, made), "unsupported_child", "1651.00")
    taken = confirmed(town, again(town, made))
    assert periods(town, taken)["unsupported_child"] == ("2025-10", "replaced")


def test_a_child_of_one_programme_is_refused_the_weaker_one(town: Town) -> None:
    made = child(town, "unsupported_child")
    number = holding(town, medical(town, made), "orphan", "1651.00")
    taken = surveyed(town, again(town, made))
    town.checker.write(approving.give_opinion, taken, "grant", "查验属实，拟同意纳入保障。")
    town.checker.write(approving.submit, taken)
    with pytest.raises(Refused, match=rf"正在享受孤儿基本生活保障（受理编号 {number}）"):
        approve(town, taken)


def test_edge_is_refused_beside_dibao_and_dibao_ends_edge(town: Town) -> None:
    made = urban_three(town)
    made.application.programmes = ["dibao"]
    holding(town, medical(town, made), "edge", "0.00", person=False)
    taken = submitted(town, _same(town, made, "dibao"), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    assert periods(town, taken)["edge"] == ("2025-11", "replaced")
    made.incomes[0].declared = Decimal("2500.00")
    second = submitted(town, _same(town, made, "edge"), date(2025, 12, 1), date(2025, 12, 9))
    with pytest.raises(
        Refused, match=rf"正在享受最低生活保障（受理编号 {rows(town, taken).application.number}）"
    ):
        approve(town, second)


def _same(town: Town, made: Dossier, *programmes: str) -> Dossier:
    made.application.programmes = list(programmes)
    found = again(town, made)
    found.housing = [LinePart(kind="home", declared=Decimal("62.00"))]
    for line in found.assets:
        line.declared = Decimal("21000.00")
    return found


def test_a_recognition_for_a_time_is_renewed_by_the_next_one(town: Town) -> None:
    made = urban_three(town)
    made.application.programmes = ["rigid"]
    made.incomes[0].declared = Decimal("4000.00")
    made.expenses = [LinePart(kind="medical", declared=Decimal("20000.00"), period="year")]
    holding(town, medical(town, made), "rigid", "0.00", person=False, until=date(2025, 12, 20))
    taken = submitted(town, _same(town, made, "rigid"), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    home = rows(town, taken).household.id
    found = town.clerk.read(lambda unit: every(unit.session, home))
    assert [(row.last_month, row.valid_until) for row in found] == [
        ("2025-11", date(2025, 12, 20)), ("", date(2026, 11, 12)),
    ]  # fmt: skip


def test_who_has_it_already_is_left_out_and_the_other_is_granted(town: Town) -> None:
    made = disabled(single(town, "disability_care", birth=date(1985, 1, 1)))
    holding(town, medical(town, made), "disability_care", "90.00")
    found = again(town, made)
    born = date(1987, 1, 1)
    found.members.append(
        MemberPart(
            name="壬示例", id_number=id_number(born, 72), sex="2", birth=born, relation="12", disability_kind="4",
            disability_grade="2",
        )
    )  # fmt: skip
    taken = subsidy(town, found)
    approve(town, taken)
    (decision,) = rows(town, taken).decisions
    assert decision.monthly == Decimal("80.00")


def test_alone_the_same_is_not_even_taken_twice(town: Town) -> None:
    made = disabled(single(town, "disability_care", birth=date(1985, 1, 1)))
    holding(town, medical(town, made), "disability_care", "90.00")
    with pytest.raises(Refused, match="正在享受重度残疾人护理补贴"):
        accept(town, again(town, made))


def test_what_a_person_has_goes_with_them_to_another_household(town: Town) -> None:
    made = disabled(single(town, "tekun"))
    holding(town, medical(town, made), "disability_care", "90.00")
    (older,) = town.clerk.read(queue.rows, ("accepted",))
    town.clerk.write(approving.withdraw, older.application_id, "申请人撤回")
    moved = again(town, made)
    moved.household = single(town).household  # a household of its own for the same person
    moved.members[0].member_id = ""
    taken = rows(town, accept(town, moved).application_id)
    assert [row.programme for row in taken.received] == ["disability_care"]


def test_a_household_shows_what_it_has_had_and_will_have(town: Town) -> None:
    made = urban_three(town)
    made.application.programmes = ["dibao"]
    holding(town, medical(town, made), "edge", "0.00", person=False)
    taken = submitted(town, _same(town, made, "dibao"), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    home = rows(town, taken).household.id
    found = town.clerk.read(standing.of_household, home)
    assert [(line.label, line.state, line.period) for line in found.lines] == [
        ("低保边缘家庭", "in_force", "2025-01 至 2025-11（改为其他救助）"),
        ("最低生活保障", "starts", "2025-12 起"),
    ]
    assert [(one.label, one.first_month, one.last_month) for one in found.categories] == [
        ("低保边缘家庭", "2025-01", "2025-11"),
        ("最低生活保障", "2025-12", ""),
    ]
    town.on(date(2025, 12, 1))
    form = town.clerk.read(intake.from_person, rows(town, taken).application.applicant_id)
    assert [(line.label, line.state) for line in town.clerk.read(standing.of_form, form).lines] == [
        ("最低生活保障", "in_force"),
        ("低保边缘家庭", "ended"),
    ]
    assert town.clerk.read(standing.of_form, town.clerk.read(intake.new_dossier)).lines == []
