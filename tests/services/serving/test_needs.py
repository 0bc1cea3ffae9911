"""需求评估, its second time, and what nobody can meet: raised, answered, ended."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from jiuzhu.domain.serving.directory import DirectoryEntry
from jiuzhu.domain.serving.served import Need, NeedAnswer
from jiuzhu.errors import ChangedSinceSeen, InvalidInput, Refused, UserError
from jiuzhu.services.serving import needs, needs_list, plans, raising, service_files
from jiuzhu.services.serving.needs import Found
from jiuzhu.services.serving.needs_list import NeedRow
from jiuzhu.storage.unit import Unit
from serving_people import change_person
from serving_town import MONDAY, ServingTown, opened

HEADINGS = ("economy", "health", "education", "housing", "employment", "guardianship", "inclusion")
GOES_ON = ("open", "arranged", "raised")


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path) as made:
        yield made


def found(**scores: int) -> list[Found]:
    return [
        Found(one, scores.get(one, 0), f"需要{one}" if scores.get(one) else "")
        for one in HEADINGS
    ]  # fmt: skip


def assess(
    at: ServingTown, entries: Sequence[Found], on: date = MONDAY, first: str = "", second: str = "李评估"
) -> str:
    return at.town.checker.write(
        needs.assess_needs, at.file, entries, assessed_on=on, assessors=("王评估", second), first=first
    )


def listed(at: ServingTown, *states: str) -> dict[str, NeedRow]:
    rows = at.coordinator.read(needs_list.needs, states or GOES_ON)
    return {row.heading: row for row in rows}


def answered(unit: Unit, need_id: str) -> str:
    """Something of the lists was chosen for a need."""
    need = unit.get(Need, need_id)
    entry = unit.add(
        DirectoryEntry(
            number="示例", kind="resource", title="轮椅", owner="残联", headings=need.heading, valid_from=unit.today,
            verified_on=unit.today, verified_by=unit.actor.operator_id,
        )
    )  # fmt: skip
    need.state = "arranged"
    made = NeedAnswer(
        service_file_id=need.service_file_id, need_id=need.id, directory_entry_id=entry.id, score=10, card="",
        reason="最合适", chosen_by=unit.actor.operator_id, chosen_on=unit.today,
    )  # fmt: skip
    return unit.add(made).id


def test_the_most_urgent_needs_come_first_and_a_named_one_before_all(at: ServingTown) -> None:
    assert [one.name for one in at.coordinator.read(needs_list.unassessed)] == ["戊示例"]
    assert at.coordinator.read(needs_list.unassessed, "甲") == []
    assess(at, found(health=2, housing=3, inclusion=1), first="inclusion")
    assert list(listed(at)) == ["inclusion", "housing", "health"]
    assert listed(at, "ended") == {}
    assert at.coordinator.read(needs_list.unassessed) == []
    row = listed(at)["housing"]
    assert (row.heading_told, row.score, row.content, row.state_told) == ("居住", 3, "需要housing", "待落实")
    assert at.coordinator.read(needs_list.needs, GOES_ON, "甲") == []


def test_everything_that_is_wrong_is_told_beside_its_field(at: ServingTown) -> None:
    entries = [Found("economy", 4), Found("health", 2), *found()[2:], Found("health", 0)]
    with pytest.raises(InvalidInput) as told:
        assess(at, entries, date(2025, 10, 14), "inclusion", "王评估")
    assert [one.field for one in told.value.problems] == [
        "second_assessor", "assessed_on", "economy_score", "", "first",
    ]  # fmt: skip
    with pytest.raises(InvalidInput, match="需要什么"):
        assess(at, [Found("economy", 2, " "), *found()[1:]])
    with pytest.raises(InvalidInput, match="评估人一"):
        at.town.checker.write(
            needs.assess_needs, at.file, found(), assessed_on=MONDAY, assessors=(" ", "李评估")
        )
    assert at.coordinator.read(needs_list.unassessed)
    with pytest.raises(Refused, match="账号没有这个岗位"):
        at.payer.write(
            needs.assess_needs, at.file, found(), assessed_on=MONDAY, assessors=("王评估", "李评估")
        )


def test_a_second_assessment_carries_on_what_is_under_way(at: ServingTown) -> None:
    assess(at, found(health=2, housing=3, economy=1, education=1))
    before = listed(at)
    answer = at.coordinator.write(answered, before["health"].id)
    housing = before["housing"]
    at.coordinator.write(raising.raise_need, housing.id, housing.version, "village", "村里能否修缮房屋")
    with pytest.raises(InvalidInput) as told:
        assess(at, found(housing=3))
    assert [(one.field, "正在落实" in one.message) for one in told.value.problems] == [("health_score", True)]
    with pytest.raises(InvalidInput, match="不能早于它"):
        assess(at, found(health=3), date(2025, 10, 1))
    assess(at, found(health=3, housing=2, economy=2))
    now = listed(at)
    assert {one: (row.score, row.state) for one, row in now.items()} == {
        "health": (3, "arranged"),
        "housing": (2, "raised"),
        "economy": (2, "open"),
    }
    assert now["housing"].waits_for == "村（社区）"
    assert at.coordinator.read(lambda unit: unit.get(NeedAnswer, answer).need_id) == now["health"].id
    over = at.coordinator.read(needs_list.needs, ("ended",))
    assert {row.heading: row.end_reason for row in over} == {
        "health": "重新评估，转入新的需求",
        "housing": "重新评估，转入新的需求",
        "economy": "重新评估，转入新的需求",
        "education": "重新评估为没有需求",
    }


def test_a_draft_knows_what_the_file_knows_and_what_was_found_before(at: ServingTown) -> None:
    at.town.clerk.write(change_person, "戊示例", illness="major", disability_kind="4", disability_grade="1")
    begin = at.town.checker.read(needs_list.draft, at.file)
    assert begin.basis["health"][:2] == ("肢体残疾一级", "重特大疾病")
    assert "独居" in begin.basis["inclusion"]
    assert begin.basis["housing"] == ("家庭经济状况没有核对过",)
    assert (begin.before, begin.assessors, begin.checked) == ({}, ("", ""), False)
    assess(at, found(health=2))
    again = at.town.checker.read(needs_list.draft, at.file)
    assert again.before["health"] == Found("health", 2, "需要health")
    assert again.before["economy"].score == 0
    assert (again.assessed_on, again.assessors) == (MONDAY, ("王评估", "李评估"))


def test_a_need_is_raised_level_by_level_and_its_answer_comes_back(at: ServingTown) -> None:
    assess(at, found(housing=3))
    row = listed(at)["housing"]
    ask = raising.raise_need
    at.coordinator.write(ask, row.id, row.version, "village", "村里能否修缮房屋")
    row = listed(at)["housing"]
    assert (row.state, row.waits_for) == ("raised", "村（社区）")
    assert row.open_question is not None
    with pytest.raises(Refused, match="正等答复"):
        at.coordinator.write(ask, row.id, row.version, "township", "镇街能否修缮房屋")
    with pytest.raises(InvalidInput, match="答复内容"):
        at.coordinator.write(raising.answer_raised, row.open_question.id, "不")
    at.coordinator.write(raising.answer_raised, row.open_question.id, "村里没有资金")
    with pytest.raises(Refused, match="已登记过答复"):
        at.coordinator.write(raising.answer_raised, row.open_question.id, "再答复一次")
    row = listed(at)["housing"]
    assert (row.state, row.asked[-1].answer, row.open_question) == ("open", "村里没有资金", None)
    with pytest.raises(UserError, match="镇街、联合体"):
        at.coordinator.write(ask, row.id, row.version, "village", "村里能否修缮房屋")
    at.coordinator.write(ask, row.id, row.version, "consortium", "联合体能否修缮房屋")
    row = listed(at)["housing"]
    assert row.open_question is not None
    at.coordinator.write(raising.answer_raised, row.open_question.id, "列入危房改造")
    row = listed(at)["housing"]
    assert [one.level for one in row.asked] == ["村（社区）", "联合体"]
    with pytest.raises(UserError, match="各级都已答复过"):
        at.coordinator.write(ask, row.id, row.version, "consortium", "联合体能否修缮房屋")


def test_what_is_being_arranged_may_be_raised_and_goes_on_once_it_is_answered(at: ServingTown) -> None:
    assess(at, found(housing=3))
    at.coordinator.write(answered, listed(at)["housing"].id)
    row = listed(at)["housing"]
    asked = at.coordinator.write(raising.raise_need, row.id, row.version, "village", "村里能否修缮房屋")
    at.coordinator.write(raising.answer_raised, asked, "村里可以修缮")
    assert listed(at)["housing"].state == "arranged"


def test_a_need_ends_with_its_reason_and_its_place_in_the_order_can_change(at: ServingTown) -> None:
    assess(at, found(housing=3, health=2))
    row = listed(at)["health"]
    at.coordinator.write(needs.set_priority, row.id, row.version, 1)
    with pytest.raises(ChangedSinceSeen):
        at.coordinator.write(needs.set_priority, row.id, row.version, 1)
    row = listed(at)["housing"]
    at.coordinator.write(needs.set_priority, row.id, row.version, 2)
    assert list(listed(at)) == ["health", "housing"]
    row = listed(at)["housing"]
    with pytest.raises(InvalidInput, match="1 至 7"):
        at.coordinator.write(needs.set_priority, row.id, row.version, 8)
    with pytest.raises(InvalidInput, match="终止原因"):
        at.coordinator.write(needs.end_need, row.id, row.version, "")
    at.coordinator.write(needs.end_need, row.id, row.version, "已由子女接去同住")
    over = listed(at, "ended")["housing"]
    assert (over.ended_on, over.end_reason, over.state_told) == (MONDAY, "已由子女接去同住", "已终止")
    with pytest.raises(Refused, match="不能再改动"):
        at.coordinator.write(needs.end_need, row.id, over.version, "再终止一次看看")
    health = listed(at)["health"]
    at.coordinator.write(answered, health.id)
    health = listed(at)["health"]
    with pytest.raises(Refused, match="正在落实"):
        at.coordinator.write(needs.end_need, health.id, health.version, "不再需要帮助")


def test_an_answer_that_comes_after_the_need_ended_changes_nothing_else(at: ServingTown) -> None:
    assess(at, found(housing=3))
    row = listed(at)["housing"]
    asked = at.coordinator.write(raising.raise_need, row.id, row.version, "village", "村里能否修缮房屋")
    row = listed(at)["housing"]
    at.coordinator.write(needs.end_need, row.id, row.version, "已由子女接去同住")
    at.coordinator.write(raising.answer_raised, asked, "村里可以修缮")
    assert listed(at, "ended")["housing"].asked[-1].answer == "村里可以修缮"


def test_who_is_not_served_any_more_is_not_assessed_and_leaves_the_lists(at: ServingTown) -> None:
    assess(at, found(housing=3))
    at.coordinator.write(plans.end_plan, at.plan, 1, MONDAY, "提前终止计划")
    at.coordinator.write(service_files.end_file, at.file, 1, MONDAY, "本人不再需要")
    with pytest.raises(Refused, match="不再评估"):
        assess(at, found(housing=3))
    assert listed(at) == {}
