"""What is proposed rests on its event, and an event recorded in error is withdrawn as long as nothing followed from it."""

from datetime import date
from typing import Any

import pytest

from event_desk import BORN, TODAY, find, happens, proposed, shown, shown_of, withdraw
from jiuzhu.errors import Refused
from jiuzhu.services.household import events, withdrawing
from jiuzhu.services.household.household_facts import facts_on
from jiuzhu.storage.queries import adjustments as adjustment_rows
from part_hands import Hands
from town import Town, id_number


def causes(town: Town, home: str) -> list[tuple[str, str | None]]:
    """Cause and event of every adjustment of a household."""
    found = town.head.read(lambda unit: adjustment_rows.adjustments_of(unit.session, home))
    return [(row.cause, row.event_id) for row in found]


def test_what_is_proposed_right_after_an_event_rests_on_it(town: Town, home: str, desk: Hands) -> None:
    happens(desk, "death", effective_on="2026-01-05", person_id="丁示例", evidence="火化证 12号")
    proposed(desk)
    (event,) = town.checker.read(events.events, home)
    assert causes(town, home) == [("event", event.id)]


def test_what_is_looked_at_later_rests_on_the_one_event_that_waits(
    town: Town, home: str, desk: Hands
) -> None:
    happens(desk, "death", effective_on="2026-01-05", person_id="丁示例", evidence="火化证 12号")
    shown(desk)
    find(desk)
    desk.click("events_follows")
    proposed(desk)
    (event,) = town.checker.read(events.events, home)
    assert causes(town, home) == [("event", event.id)]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("death", {"person_id": "丁示例", "evidence": "火化证"}),
        ("split", {"person_id": "丁示例"}),
        ("move_out", {"person_id": "丙示例", "details": "已由他人抚养"}),
        ("birth", {"name": "戊示例", "birth": BORN, "relation": "女"}),
        ("move_in", {"name": "外示例", "id_number": id_number(date(1990, 1, 1), 33), "relation": "70", "income_kind": "wage", "income": "500"}),
        ("marry_in", {"name": "外示例", "id_number": id_number(date(1990, 1, 1), 34), "relation": "38", "no_means": True}),
        ("marry", {"person_id": "丁示例"}),
        ("imprisoned", {"person_id": "甲示例"}),
        ("disabled", {"person_id": "甲示例", "disability_kind": "肢体残疾", "disability_grade": "二级"}),
        ("employed", {"person_id": "乙示例", "income_kind": "wage", "income": "2200"}),
        ("parent", {"person_id": "丙示例", "relative": "辛示例", "parent_state": "失联"}),
    ],
)  # fmt: skip
def test_an_event_recorded_in_error_leaves_everything_as_it_was(
    town: Town, home: str, desk: Hands, kind: str, told: dict[str, str]
) -> None:
    def facts() -> Any:
        return town.checker.read(lambda unit: facts_on(unit, home, TODAY))

    before, consequence = facts(), shown_of(desk)
    happens(desk, kind, effective_on="2026-01-09", **told)
    shown(desk)
    assert facts() != before
    withdraw(desk)
    assert desk.said == "变动已撤销，登记的内容恢复原样。"
    assert desk.rows == []
    assert facts() == before
    assert shown_of(desk) == consequence
    (event,) = town.checker.read(events.events, home)
    said = "；".join(
        part for part in (told.get("details"), "已于 2026-01-12 撤销：登记错了，不是这一户") if part
    )
    assert (event.withdrawn_on, event.details) == (TODAY, said)


def test_an_event_something_followed_from_is_not_withdrawn(town: Town, home: str, desk: Hands) -> None:
    happens(desk, "death", effective_on="2026-01-05", person_id="丁示例", evidence="火化证 12号")
    shown(desk)
    happens(desk, "imprisoned", effective_on="2026-01-06", person_id="乙示例")
    shown(desk)
    first, last = reversed(town.checker.read(events.events, home))
    with pytest.raises(Refused, match=last.number):
        town.checker.write(withdrawing.withdraw_event, first.id, "登记错了，不是这一户")
    town.checker.write(withdrawing.withdraw_event, last.id, "登记错了，不是这一户")
    with pytest.raises(Refused, match="已经办结或撤销"):
        town.checker.write(withdrawing.withdraw_event, last.id, "登记错了，不是这一户")
    find(desk)
    desk.click("events_follows")
    proposed(desk)
    withdraw(desk)
    assert "已经提出调整" in desk.label("withdraw_problem")
