"""受灾救助: rooms to the yuan, one line a house, the village's review with its two thirds."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jiuzhu.domain.approving import Deliberation
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.approval import approving
from jiuzhu.services.relief import disaster, paying_out
from jiuzhu.services.relief.disaster import Damage
from on_the_way import approve, rows, single, surveyed
from town import Town, payer_of


@pytest.mark.parametrize(
    ("collapsed", "severe", "only", "amount"),
    [
        (1, 0, True, "5000"),
        (2, 1, True, "15000"),
        (3, 1, True, "20000"),
        (5, 2, True, "20000"),
        (3, 0, False, "0"),
    ],
)
def test_rooms_come_to_five_thousand_each_up_to_four_of_the_only_home(
    town: Town, collapsed: int, severe: int, only: bool, amount: str
) -> None:
    taken = surveyed(town, single(town, "disaster"))
    damage = Damage(
        disaster="flood", happened_on=date(2025, 9, 1), collapsed=collapsed, severe=severe, only_home=only
    )
    assert town.checker.write(disaster.register_damage, taken, damage) == Decimal(amount)
    assert rows(town, taken).damaged[0].amount == Decimal(amount)


def test_slight_damage_is_set_by_hand_and_nothing_damaged_is_refused(town: Town) -> None:
    taken = surveyed(town, single(town, "disaster"))
    slight = Damage(disaster="flood", happened_on=date(2025, 9, 1), slight=2, slight_amount=Decimal(1200))
    assert town.checker.write(disaster.register_damage, taken, slight) == Decimal(1200)
    with pytest.raises(InvalidInput) as refusal:
        town.checker.write(
            disaster.register_damage, taken, Damage(disaster="rain", happened_on=date(2026, 1, 1))
        )
    assert [problem.field for problem in refusal.value.problems] == ["disaster", "happened_on", "collapsed"]


def held(**more: Any) -> Deliberation:
    fields: dict[str, Any] = {
        "application_id": "", "held_on": date(2025, 10, 13), "place": "村委会", "host": "村主任", "recorder": "文书",
        "attendees": "甲 代表", "participants": 9, "representatives": 6, "subject": "受灾救助", "statements": "大家都说属实",
        "agree": 7, "disagree": 1, "abstain": 1, "conclusion": "agreed",
    }  # fmt: skip
    return Deliberation(**{**fields, **more})


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"representatives": 5}, "representatives"),
        ({"agree": 6}, "agree"),
        ({"conclusion": "maybe"}, "conclusion"),
        ({"held_on": date(2025, 10, 14)}, "held_on"),
        ({"statements": "好"}, "statements"),
    ],
)
def test_a_review_has_its_two_thirds_and_every_vote(town: Town, more: dict[str, Any], field: str) -> None:
    taken = surveyed(town, single(town, "disaster"))
    with pytest.raises(InvalidInput) as refusal:
        town.checker.write(disaster.record_deliberation, taken, held(**more))
    assert refusal.value.problems[0].field == field
    town.checker.write(disaster.record_deliberation, taken, held())
    assert rows(town, taken).deliberations[0].agree == 7


def test_written_again_the_line_is_corrected_not_doubled(town: Town) -> None:
    taken = surveyed(town, single(town, "disaster"))
    fallen = Damage(disaster="flood", happened_on=date(2025, 9, 1), collapsed=4, structure=" 土木 ")
    town.checker.write(disaster.register_damage, taken, fallen)
    town.checker.write(
        disaster.register_damage, taken, Damage(disaster="flood", happened_on=date(2025, 9, 2), collapsed=1)
    )
    (row,) = rows(town, taken).damaged
    assert (row.amount, row.happened_on, row.structure) == (Decimal(5000), date(2025, 9, 2), "")


def test_the_same_flood_is_not_asked_for_twice(town: Town) -> None:
    taken = surveyed(town, single(town, "disaster"))
    flood = Damage(disaster="flood", happened_on=date(2025, 9, 1), collapsed=1)
    town.checker.write(disaster.register_damage, taken, flood)
    town.checker.write(disaster.record_deliberation, taken, held())
    town.checker.write(approving.give_opinion, taken, "grant", "房屋倒塌一间，拟同意。")
    with pytest.raises(Refused, match="已提出意见"):
        town.checker.write(disaster.register_damage, taken, flood)
    town.checker.write(approving.post_notice, taken, "示例村公示栏")
    town.on(date(2025, 10, 23))
    town.checker.write(approving.close_notice, taken)
    town.checker.write(approving.submit, taken)
    approve(town, taken)
    assert rows(town, taken).decisions[0].amount == Decimal(5000)
    payer = payer_of(town)
    with pytest.raises(InvalidInput, match="备用金只用于临时救助"):
        payer.write(paying_out.pay_out, taken, form="transfer", source="reserve")
    payer.write(paying_out.pay_out, taken, form="transfer", source="county")
    again = surveyed(town, single(town, "disaster"))
    number = rows(town, taken).application.number
    with pytest.raises(Refused, match=f"同一灾害已在另一份申请登记过倒损住房（受理编号 {number}"):
        town.checker.write(
            disaster.register_damage, again, Damage(disaster="flood", happened_on=date(2025, 9, 3), severe=1)
        )
    town.checker.write(
        disaster.register_damage, again, Damage(disaster="landslide", happened_on=date(2025, 9, 3), severe=1)
    )


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"collapsed": -1, "severe": 2}, "collapsed"),
        ({"severe": 100}, "severe"),
        ({"rebuild": "castle", "collapsed": 1}, "rebuild"),
        ({"slight": 1, "slight_amount": Decimal(-1)}, "slight_amount"),
        ({"collapsed": 1, "slight_amount": Decimal(1)}, "slight_amount"),
    ],
)
def test_damage_is_told_in_possible_figures(town: Town, more: dict[str, Any], field: str) -> None:
    taken = surveyed(town, single(town, "disaster"))
    with pytest.raises(InvalidInput) as refusal:
        town.checker.write(
            disaster.register_damage, taken, Damage(disaster="flood", happened_on=date(2025, 9, 1), **more)
        )
    assert [problem.field for problem in refusal.value.problems] == [field]


def test_rooms_are_counted_for_no_other_help(town: Town) -> None:
    taken = surveyed(town, single(town, "dibao"))
    with pytest.raises(Refused, match="不是受灾救助"):
        town.checker.write(
            disaster.register_damage,
            taken,
            Damage(disaster="flood", happened_on=date(2025, 9, 1), collapsed=1),
        )
