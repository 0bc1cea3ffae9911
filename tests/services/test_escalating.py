"""督办: what is late goes up once to the person named, and only that person answers."""

from datetime import date

import pytest

from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services import escalating, leading, transferring
from jiuzhu.services.leading import Told
from on_the_way import accept, single
from town import Town, urban_three


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
