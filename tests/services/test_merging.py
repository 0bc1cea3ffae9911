"""Two people at one record: what both may keep is kept, what they differ in is shown to the one who saves second."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jiuzhu.domain import application as app
from jiuzhu.domain.merging import Shown
from jiuzhu.errors import Conflict, Refused
from jiuzhu.services.casework import files
from jiuzhu.services.counter import relatives
from jiuzhu.services.counter.relatives import StaffRelation
from jiuzhu.services.office import merging
from jiuzhu.services.survey import checking
from jiuzhu.storage.unit import Unit
from relief_case import colleague
from town import Town, urban_couple

FIELDS = ("explanation", "evidence", "visited", "judgement", "accepted", "checked")


def deposit(town: Town) -> str:
    taken = town.accept(urban_couple(town)).application_id
    town.checker.write(checking.start_survey, taken)

    def line(unit: Unit) -> str:
        rows = files.load_rows(unit, taken)
        return next(row.id for row in rows.lines if row.category == "asset")

    return town.clerk.read(line)


def seen(town: Town, line_id: str) -> Shown:
    def look(unit: Unit) -> Shown:
        row = unit.get(app.EconomicLine, line_id)
        return merging.shown(row, FIELDS) | {"cost": row.cost_accepted}

    return town.clerk.read(look)


def typed(before: Shown, **mine: Any) -> dict[str, Any]:
    names = ("explanation", "evidence", "visited")
    return {name: before[name] for name in names} | {"before": dict(before)} | mine


def test_two_fields_of_one_line_are_both_kept_and_told_in_one_sentence(town: Town) -> None:
    line = deposit(town)
    before = seen(town, line)
    town.on(date(2025, 10, 13), 11)
    town.checker.write(checking.settle_line, line, **typed(before, explanation="卖房款"))
    town.clerk.write(checking.settle_line, line, **typed(before, evidence="存单两张"))
    now = seen(town, line)
    assert (now["explanation"], now["evidence"]) == ("卖房款", "存单两张")
    assert town.clerk.notes == ("李核查 11:00 保存过家庭的说明，与您的改动不冲突，两边都已保留。",)
    assert town.checker.notes == ()


def test_the_second_of_two_is_refused_with_both_values_and_who_saved_when(town: Town) -> None:
    line = deposit(town)
    before = seen(town, line)
    town.on(date(2025, 10, 13), 11)
    town.checker.write(checking.settle_line, line, **typed(before, explanation="卖房款"))
    with pytest.raises(Conflict, match="被李核查保存过（家庭的说明），您这一步没有保存") as raised:
        town.clerk.write(checking.settle_line, line, **typed(before, explanation="儿子给的"))
    (one,) = raised.value.differences
    assert (one.field, one.label, one.mine, one.theirs) == ("explanation", "家庭的说明", "儿子给的", "卖房款")
    assert (one.who, one.at) == ("李核查", "2025-10-13 11:00")
    assert seen(town, line)["explanation"] == "卖房款"
    again = typed(before | {"explanation": one.stored}, explanation="儿子给的")
    town.clerk.write(checking.settle_line, line, **again)
    assert seen(town, line)["explanation"] == "儿子给的"


def test_a_figure_is_not_accepted_over_what_was_found_meanwhile(town: Town) -> None:
    line = deposit(town)
    before = seen(town, line)
    town.checker.write(checking.settle_line, line, **typed(before, visited=Decimal(41000)))
    mine = typed(before, judgement="true", figure=Decimal(20000))
    with pytest.raises(Conflict) as raised:
        town.clerk.write(checking.settle_line, line, **mine)
    told = {one.field: (one.mine, one.theirs) for one in raised.value.differences}
    assert told == {
        "visited": ("", "41,000.00"),
        "judgement": ("属实", ""),
        "accepted": ("20,000.00", ""),
    }
    assert len({one.group for one in raised.value.differences}) == 1


def test_a_judgement_somebody_else_gave_stays_signed_by_them(town: Town) -> None:
    line = deposit(town)
    before = seen(town, line)
    judged: dict[str, Any] = {"judgement": "true", "figure": Decimal(20000)}
    town.checker.write(checking.settle_line, line, **typed(before, **judged))
    town.on(date(2025, 10, 14))
    town.clerk.write(checking.settle_line, line, **typed(before, evidence="存单", **judged))
    row = town.clerk.read(lambda unit: unit.get(app.EconomicLine, line))
    assert row.evidence == "存单"
    assert (row.accepted_by, row.accepted_on) == (town.checker.actor.operator_id, date(2025, 10, 13))


def test_a_reply_that_came_meanwhile_is_looked_at_before_a_figure_is_accepted(town: Town) -> None:
    line = deposit(town)
    before = seen(town, line)

    def reply(unit: Unit) -> None:
        unit.get(app.EconomicLine, line).checked = Decimal(41000)

    town.checker.write(reply)
    with pytest.raises(Refused, match="信息核对结果刚刚有变化"):
        town.clerk.write(checking.settle_line, line, **typed(before, judgement="true", figure=Decimal(20000)))


def test_an_entry_of_a_relative_completed_by_two(town: Town) -> None:
    taken = town.accept(urban_couple(town)).application_id
    entry = town.clerk.write(
        relatives.file_relative, taken, StaffRelation(name="庚示例", relation="申请人之兄")
    )
    before = {"name": "庚示例", "id_number": "", "unit": "", "post": "", "role": "", "relation": "申请人之兄"}

    def told(**mine: str) -> StaffRelation:
        return StaffRelation(**(before | mine))

    town.clerk.write(relatives.amend_relative, entry, told(post="主任"), before=before)
    other = colleague(town, "zhou", "周经办", "clerk")
    other.write(relatives.amend_relative, entry, told(unit="示例村"), before=before)
    with pytest.raises(Conflict) as raised:
        other.write(relatives.amend_relative, entry, told(post="书记", unit="示例村"), before=before)
    assert [(one.field, one.mine, one.theirs) for one in raised.value.differences] == [
        ("post", "书记", "主任")
    ]
