"""督办: what is overdue goes up to one named person, once for each clock and day."""

from datetime import date

import pytest

from jiuzhu.domain.household import HouseholdEvent
from jiuzhu.domain.monitoring import Alert
from jiuzhu.domain.office import Operator
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.approval import approving
from jiuzhu.services.office import admin, escalating, workbench
from jiuzhu.services.referral import leading, transferring
from jiuzhu.services.referral.leading import Told
from jiuzhu.services.survey import checking
from jiuzhu.storage.unit import Unit
from on_the_way import accept, opined, rows, single
from town import Town, urban_three

HEAD = "王主任"


def named(town: Town) -> None:
    town.clerk.write(escalating.name_person, town.head.actor.operator_id)


def numbers(town: Town) -> dict[str, int]:
    return {number.key: number.count for number in town.head.read(workbench.today).numbers}


def test_nothing_goes_up_while_nobody_is_named(town: Town) -> None:
    accept(town, single(town, "quick"))
    town.on(date(2025, 10, 20))
    assert town.clerk.write(escalating.raise_overdue) == 0
    told = town.clerk.read(workbench.today).warnings
    assert any("还没有指定督办人" in line for line in told)
    assert not any("督办人" in line for line in town.checker.read(workbench.today).warnings)
    named(town)
    assert not any("督办人" in line for line in town.clerk.read(workbench.today).warnings)


def test_an_overdue_matter_goes_up_once_and_waits_for_an_answer(town: Town) -> None:
    named(town)
    taken = accept(town, single(town, "quick")).application_id
    assert town.clerk.write(escalating.raise_overdue) == 0  # due on 10-16
    town.on(date(2025, 10, 16))
    assert town.clerk.write(escalating.raise_overdue) == 0  # due today is not overdue
    town.on(date(2025, 10, 17))
    assert town.clerk.write(escalating.raise_overdue) == 1
    assert town.checker.write(escalating.raise_overdue) == 0
    town.on(date(2025, 10, 20))
    assert town.clerk.write(escalating.raise_overdue) == 0
    assert numbers(town)["escalated"] == 1
    (row,) = town.head.read(escalating.rows)
    assert (row.application_id, row.due_title, row.days_left) == (taken, "小额快救办结", -4)
    assert town.head.read(workbench.queue, "escalated").rows == [row]
    assert "escalated" not in {one.key for one in town.clerk.read(workbench.today).numbers}

    with pytest.raises(Refused, match="不是上报给您的"):
        town.clerk.write(escalating.answer_escalation, row.escalation_id, "已催办，今天上报")
    with pytest.raises(InvalidInput):
        town.head.write(escalating.answer_escalation, row.escalation_id, "好")
    town.head.write(escalating.answer_escalation, row.escalation_id, "已催办，今天上报")
    assert "escalated" not in numbers(town)
    assert town.clerk.write(escalating.raise_overdue) == 0
    (note,) = [one for one in town.head.read(approving.view, taken).notes if one.title == "督办"]
    assert note.lines == [
        f"2025-10-17 上报{HEAD}：小额快救办结，应在 2025-10-16 前办理，2025-10-20 答复：已催办，今天上报"
    ]


def test_what_is_late_long_after_its_answer_goes_up_again_once(town: Town) -> None:
    named(town)
    taken = accept(town, single(town, "quick")).application_id
    town.on(date(2025, 10, 17))
    assert town.clerk.write(escalating.raise_overdue) == 1
    town.on(date(2025, 10, 20))
    (row,) = town.head.read(escalating.rows)
    town.head.write(escalating.answer_escalation, row.escalation_id, "已催办，今天上报")
    town.on(date(2025, 10, 27))  # the fifth working day after the answer
    assert town.clerk.write(escalating.raise_overdue) == 0
    town.on(date(2025, 10, 28))
    assert town.clerk.write(escalating.raise_overdue) == 1
    assert town.clerk.write(escalating.raise_overdue) == 0
    assert numbers(town)["escalated"] == 1
    (again,) = town.head.read(escalating.rows)
    assert again.escalation_id != row.escalation_id
    assert len(town.head.read(escalating.told, taken)) == 2
    town.head.write(escalating.answer_escalation, again.escalation_id, "当天派人补齐材料")
    assert town.head.read(escalating.rows) == []


def test_between_two_raises_the_list_keeps_the_last_one_and_says_it_may_go_up_again(town: Town) -> None:
    named(town)
    accept(town, single(town, "quick"))
    town.on(date(2025, 10, 17))
    town.clerk.write(escalating.raise_overdue)
    town.on(date(2025, 10, 20))
    (row,) = town.head.read(escalating.rows)
    town.head.write(escalating.answer_escalation, row.escalation_id, "已催办，今天上报")
    (answered,) = town.clerk.read(escalating.overdue)
    assert (answered.again, answered.raised_on, answered.answered_on) == (
        False, date(2025, 10, 17), date(2025, 10, 20),
    )  # fmt: skip
    town.on(date(2025, 10, 28))
    (late,) = town.clerk.read(escalating.overdue)
    assert (late.to, late.answer, late.again) == (HEAD, "已催办，今天上报", True)
    assert town.head.read(escalating.rows) == []
    with pytest.raises(Refused, match="请先再次上报"):
        town.head.write(escalating.answer_escalation, late.escalation_id, "明天办结，已派人")
    assert town.clerk.write(escalating.raise_overdue) == 1
    (up,) = town.clerk.read(escalating.overdue)
    assert (up.to, up.answer, up.again, up.raised_on) == (HEAD, "", False, date(2025, 10, 28))


def test_a_later_clock_of_the_same_matter_goes_up_too(town: Town) -> None:
    named(town)
    taken = town.accept(urban_three(town)).application_id
    town.on(date(2025, 10, 17))
    assert town.clerk.write(escalating.raise_overdue) == 1  # L4: the survey was not begun
    town.checker.write(checking.start_survey, taken)
    assert town.clerk.write(escalating.raise_overdue) == 0
    town.on(date(2025, 11, 18))
    assert town.clerk.write(escalating.raise_overdue) == 1
    assert len(town.head.read(escalating.told, taken)) == 2
    (row,) = town.head.read(escalating.rows)  # the first clock was met meanwhile
    assert (row.due_on, row.due_title) == (date(2025, 10, 27), "完成入户调查并公示（内部时限）")


def test_a_period_that_runs_out_and_a_clock_that_stands_still_are_not_overdue(town: Town) -> None:
    named(town)
    taken = opined(town, urban_three(town))
    town.checker.write(approving.post_notice, taken, "示例社区公示栏")
    town.on(date(2025, 10, 30))
    assert rows(town, taken).application.due_code == "L8"
    assert town.clerk.write(escalating.raise_overdue) == 0
    other = accept(town, single(town, "quick")).application_id
    town.checker.write(approving.pause, other, "申请人住院，无法核实")
    town.on(date(2025, 11, 20))
    assert town.clerk.write(escalating.raise_overdue) == 0
    town.checker.write(approving.resume, other)
    assert rows(town, other).application.due_on is not None


def test_alerts_and_events_go_up_and_say_where_they_are_handled(town: Town) -> None:
    named(town)
    taken = accept(town, single(town, "medical"))
    home = rows(town, taken.application_id).household.id

    def late(unit: Unit) -> None:
        unit.add(
            Alert(
                number="警1", indicator="death", household_id=home, told="名单载明死亡", fingerprint="x",
                raised_on=date(2025, 10, 1), due_on=date(2025, 10, 10),
            )
        )  # fmt: skip
        unit.add(
            HouseholdEvent(
                number="变1", household_id=home, kind="death", effective_on=date(2025, 7, 1), due_on=date(2025, 10, 9),
                recorded_by=unit.actor.operator_id, recorded_on=unit.today,
            )
        )  # fmt: skip

    town.clerk.write(late)
    assert town.clerk.write(escalating.raise_overdue) == 2
    assert town.clerk.write(escalating.raise_overdue) == 0
    found = town.head.read(escalating.rows)
    assert [(row.number, row.programmes, row.application_id) for row in found] == [
        ("变1", "户情变动，在“监测”里办理", ""), ("警1", "预警，在“监测”里办理", ""),
    ]  # fmt: skip
    assert found[0].applicant == "己示例"


def test_only_the_administrator_names_somebody_at_work(town: Town) -> None:
    with pytest.raises(Refused):
        town.head.write(escalating.name_person, town.head.actor.operator_id)
    named(town)
    assert [one.name for one in town.clerk.read(escalating.supervisors) if one.chosen] == [HEAD]
    town.clerk.write(escalating.name_person, "")
    assert not town.clerk.read(escalating.person_named)

    def leave(unit: Unit) -> None:
        unit.get(Operator, town.head.actor.operator_id).ended_on = unit.today
        unit.about(town.head.actor.operator_id)

    named(town)
    town.clerk.write(leave)
    accept(town, single(town, "quick"))
    town.on(date(2025, 10, 20))
    assert town.clerk.write(escalating.raise_overdue) == 0  # whoever left is told nothing
    with pytest.raises(Refused, match="已停用"):
        town.clerk.write(escalating.name_person, town.head.actor.operator_id)
    assert HEAD not in [one.name for one in town.clerk.read(escalating.supervisors)]
    assert town.clerk.read(admin.colleagues)


@pytest.fixture
def late(town: Town) -> date:
    """An application, a transfer and a lead, all past their day."""
    accept(town, urban_three(town))
    taken = accept(town, single(town, "medical")).application_id
    town.clerk.write(transferring.refer, taken, "住院自付费用高", "")
    told = Told(source="hotline", found_on=date(2025, 10, 13), name="独居示例", content="无人照料，生活困难")
    town.clerk.write(leading.record_lead, told)
    town.on(date(2025, 12, 30))
    return date(2025, 12, 30)


def test_nothing_is_late_before_its_day(town: Town) -> None:
    accept(town, urban_three(town))
    assert town.clerk.read(escalating.overdue) == []


def test_what_is_late_goes_up_once_and_is_answered_by_the_person_named(town: Town, late: date) -> None:
    found = town.clerk.read(escalating.overdue)
    assert {one.subject for one in found} == {"application", "transfer", "lead"}
    assert all(one.due_on < late and one.days > 0 and not one.to for one in found)
    assert found == sorted(found, key=lambda one: (one.due_on, one.number))
    with pytest.raises(Refused, match="还没有指定督办负责人"):
        town.clerk.write(escalating.escalate)
    with pytest.raises(Refused):
        town.checker.write(escalating.name_person, town.head.actor.operator_id)
    town.clerk.write(escalating.name_person, town.head.actor.operator_id)
    assert town.clerk.read(escalating.person_named) == town.head.actor.name
    assert town.clerk.write(escalating.escalate) == len(found)
    assert town.clerk.write(escalating.escalate) == 0
    first = town.clerk.read(escalating.overdue)[0]
    assert first.to == town.head.actor.name
    with pytest.raises(Refused, match="不是上报给您"):
        town.clerk.write(escalating.answer_escalation, first.escalation_id, "请三日内办结")
    with pytest.raises(InvalidInput):
        town.head.write(escalating.answer_escalation, first.escalation_id, "")
    town.head.write(escalating.answer_escalation, first.escalation_id, "请三日内办结")
    assert town.clerk.read(escalating.overdue)[0].answer == "请三日内办结"
