"""A week proposed from what waits on the calendar, and what becomes of the chosen visits."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from jiuzhu.domain.proposal.checking import broken
from jiuzhu.domain.proposal.problem import Placed
from jiuzhu.domain.serving.served import ServiceFile
from jiuzhu.domain.serving.supply import Absence, Agreement, Qualification, ServicePlan
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.scheduling import booking, calendar_view
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.services.scheduling.gathering import Gathered, gather
from jiuzhu.services.scheduling.proposing import Proposal, propose, take_over
from jiuzhu.storage.unit import Unit
from serving_town import MONDAY, NINE, TEN, ServingTown, opened, served, supply, worker

NEXT = MONDAY + timedelta(days=7)  # 2025-10-20, twelve days before the month is over
FIRST, SECOND = "示例甲工", "示例乙工"


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path) as made:
        yield made


def gathered(at: ServingTown, first: date = NEXT, provider: str = "") -> Gathered:
    return at.coordinator.read(gather, first, provider)


def week(at: ServingTown, first: date = NEXT) -> Proposal:
    found = gathered(at, first)
    proposal = propose(found, 60, 1, lambda _words: None, iter([False] * 20 + [True]).__next__)
    plan = {one.id: Placed(one.day, one.starts, one.worker_ids) for one in proposal.visits if one.day}
    assert broken(found.problem, plan) == []
    return proposal


def changed(at: ServingTown, kind: Any, identity: str, **values: object) -> None:
    def change(unit: Unit) -> None:
        row = unit.get(kind, identity)
        for name, value in values.items():
            setattr(row, name, value)

    at.town.clerk.write(change)


def test_a_weeks_share_of_what_waits_is_proposed_and_taken_over_whole(at: ServingTown) -> None:
    proposal = week(at)
    assert len(proposal.visits) == 3  # four a month, twelve days of it left
    assert len({one.day for one in proposal.visits}) == 3
    assert {one.person for one in proposal.visits} == {"戊示例"}
    assert len({one.item for one in proposal.visits}) == 3
    assert proposal.further == 0
    assert proposal.ways == 0
    taken = at.coordinator.write(take_over, proposal.visits)
    assert (taken.booked, taken.refused) == (3, ())
    slots = at.coordinator.read(calendar_view.slots, NEXT, NEXT + timedelta(days=6))
    assert {(one.day, one.starts, one.worker_id) for one in slots} == {
        (one.day, one.starts, one.worker_ids[0]) for one in proposal.visits
    }
    assert at.coordinator.read(calendar_view.waiting, NEXT, NEXT)[0].missing == 1


def test_a_visit_that_cannot_be_made_by_now_is_told_and_the_others_are_booked(at: ServingTown) -> None:
    proposal = week(at)
    first = proposal.visits[0]
    file, plan = at.town.clerk.write(served, at.agreement, ("己示例",))
    assert file
    assert first.day
    at.coordinator.write(
        booking.book,
        plan,
        Wanted("cleaning", first.day, first.starts, first.starts + 30, first.worker_ids[0]),
    )
    taken = at.coordinator.write(take_over, proposal.visits)
    assert taken.booked == 2
    (told,) = taken.refused
    assert told.startswith(f"戊示例 {first.day} ")
    assert "已安排到己示例家" in told


def test_only_chosen_visits_are_booked_and_one_without_a_place_never(at: ServingTown) -> None:
    at.town.clerk.write(lambda unit: unit.get(Agreement, at.agreement).__setattr__("minutes", 60))
    proposal = week(at)
    placed = [one for one in proposal.visits if one.day]
    (without, _) = [one for one in proposal.visits if not one.day]
    assert len(placed) == 1
    assert "约定的总时长只剩 0 分钟" in without.notes[0]
    with pytest.raises(UserError, match="没有找到时间"):
        at.coordinator.write(take_over, [without])
    assert at.coordinator.write(take_over, placed).booked == 1


def test_wishes_are_gathered_from_the_plan_and_a_broken_one_is_explained(at: ServingTown) -> None:
    changed(at, ServicePlan, at.plan, worker_sex="2", language="sign", worker_id=at.workers[FIRST])
    for day in range(6):
        at.coordinator.write(
            lambda unit, day: unit.add(
                Absence(
                    worker_id=at.workers[FIRST],
                    first_day=NEXT + timedelta(days=day),
                    last_day=NEXT + timedelta(days=day),
                    reason="事假",
                    recorded_by=unit.actor.operator_id,
                )
            ),
            day,
        )
    notes = [line for one in week(at).visits for line in one.notes]
    assert "希望由示例甲工上门：示例甲工这几天请假。" in notes
    assert "希望女性服务人员：示例甲工这几天请假。" in notes
    assert sum("机构现在没有这样的服务人员" in line for line in notes) == 3


def test_the_worker_who_came_last_is_wished_for_again(at: ServingTown) -> None:
    at.coordinator.write(booking.book, at.plan, Wanted("cleaning", MONDAY, NINE, TEN, at.workers[SECOND]))
    proposal = week(at)
    assert {one.workers for one in proposal.visits} == {(SECOND,)}
    assert "cleaning" not in {one.item for one in proposal.visits}


def test_two_come_together_where_the_plan_says_so(at: ServingTown) -> None:
    changed(at, ServicePlan, at.plan, workers=2)
    proposal = week(at)
    assert {frozenset(one.workers) for one in proposal.visits} == {frozenset({FIRST, SECOND})}
    assert at.coordinator.write(take_over, proposal.visits).booked == 3


def test_days_on_which_nothing_may_be_booked_are_not_looked_at(at: ServingTown) -> None:
    thursday = NEXT + timedelta(days=3)
    changed(at, ServiceFile, at.file, home_care_from=thursday)
    assert {one.days for one in gathered(at).problem.due} == {
        tuple(NEXT + timedelta(days=step) for step in range(3))
    }
    at.town.clerk.write(
        lambda unit: unit.add(Qualification(provider_id=at.provider, title="示例许可", valid_until=NEXT))
    )
    (due,) = gathered(at).problem.due
    assert due.days == (NEXT,)
    changed(at, Agreement, at.agreement, ended_on=NEXT)
    with pytest.raises(UserError, match="没有还要安排的服务"):
        gathered(at)


def test_holidays_and_the_past_are_left_out_and_months_count_each_for_itself(at: ServingTown) -> None:
    assert min(day for one in gathered(at, MONDAY).problem.due for day in one.days) == MONDAY + timedelta(
        days=1
    )
    with pytest.raises(UserError, match="明天以后"):
        gathered(at, MONDAY - timedelta(days=7))
    at.on(date(2025, 9, 25))
    found = gathered(at, date(2025, 9, 29)).problem.due
    assert {one.days for one in found} == {(date(2025, 9, 29), date(2025, 9, 30))}


def test_one_provider_alone_can_be_planned(at: ServingTown) -> None:
    provider, _, agreement = at.town.clerk.write(supply, "示例另一中心", source="tekun_care")
    helper = at.town.clerk.write(worker, provider, "示例辛工")
    at.town.clerk.write(served, agreement, ("庚示例",))
    found = gathered(at, NEXT, provider)
    assert {one.id for one in found.problem.workers} == {helper}
    assert {found.plans[one.id].person for one in found.problem.due} == {"庚示例"}
    assert len(gathered(at).problem.due) == 6


def test_progress_is_told_and_whoever_may_not_book_gets_no_proposal(at: ServingTown) -> None:
    words: list[str] = []
    propose(gathered(at), 0.5, 1, words.append, lambda: False)
    assert words[0].startswith("正在排班：还有 ")
    with pytest.raises(Refused):
        at.payer.read(gather, NEXT, "")
    with pytest.raises(Refused):
        at.payer.write(take_over, [])
