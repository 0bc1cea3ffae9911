from collections.abc import Iterator
from itertools import combinations
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from proposal_week import invented

import small_weeks
from jiuzhu.domain.proposal import draft as drafts
from jiuzhu.domain.proposal.checking import broken, cost
from jiuzhu.domain.proposal.draft import Draft
from jiuzhu.domain.proposal.ground import ground_of
from jiuzhu.domain.proposal.problem import Due, Placed, Plan, Problem, Span, Wish, WishKind
from jiuzhu.domain.proposal.search import first_plan, proposed
from small_weeks import DAYS, due, somebody, standing, week

slow = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def rounds(problem: Problem, number: int, seed: int = 1) -> Plan:
    return proposed(problem, seed, lambda done, _: done / number)


@slow
@given(small_weeks.problems(visits=8, workers=4), st.integers(0, 9))
def test_no_hard_rule_is_ever_broken_and_more_time_never_costs_more(problem: Problem, seed: int) -> None:
    first, better = first_plan(problem), rounds(problem, 40, seed)
    assert broken(problem, first) == []
    assert broken(problem, better) == []
    assert cost(problem, better) <= cost(problem, first)


@slow
@given(small_weeks.problems(visits=7, workers=4), st.integers(0, 99))
def test_a_draft_knows_its_cost_through_every_change_and_its_undoing(problem: Problem, seed: int) -> None:
    random = Random(seed)
    draft = Draft(ground_of(problem))
    kept = draft.plan()
    for _ in range(30):
        for visit in range(len(draft.at)):
            if draft.at[visit]:
                if random.random() < 0.4:
                    draft.remove(visit)
            else:
                price, move = draft.best(visit, random, 0.2)
                if move:
                    draft.place(visit, price, move)
        plan = draft.plan()
        assert broken(problem, plan) == []
        assert draft.cost == cost(problem, plan)
        assert {visit for visit, move in enumerate(draft.at) if not move} == draft.unplaced
        if random.random() < 0.5:
            draft.undo()
            assert draft.plan() == kept
            assert draft.cost == cost(problem, kept)
        else:
            draft.keep()
            kept = plan


def everything(
    problem: Problem, visits: tuple[Due, ...], plan: dict[str, Placed]
) -> Iterator[dict[str, Placed]]:
    """Every sound plan on the grid of half hours."""
    if not visits:
        yield plan
        return
    one, *rest = visits
    yield from everything(problem, tuple(rest), plan)
    for day in one.days:
        for starts in range(one.opens, one.closes, 30):
            for workers in combinations([worker.id for worker in problem.workers], one.staff):
                more = plan | {one.id: Placed(day, starts, workers)}
                if not broken(problem, more):
                    yield from everything(problem, tuple(rest), more)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(small_weeks.problems(visits=3, workers=3, wild=False))
def test_on_tiny_weeks_nothing_is_cheaper(problem: Problem) -> None:
    optimum = min(cost(problem, plan) for plan in everything(problem, problem.due, {}))
    assert cost(problem, rounds(problem, 200)) == optimum


def test_the_same_seed_finds_the_same_plan_and_the_effort_is_told() -> None:
    problem = week(
        (somebody("甲"), somebody("乙")),
        tuple(due(str(number), days=DAYS, place=small_weeks.PLACES[number % 4]) for number in range(9)),
    )
    told: list[tuple[int, int]] = []

    def spent(done: int, best: int) -> float:
        told.append((done, best))
        return done / 50

    assert proposed(problem, 3, spent) == rounds(problem, 50, 3)
    assert [done for done, _ in told] == list(range(51))
    costs = [best for _, best in told]
    assert costs == sorted(costs, reverse=True)


def test_nothing_due_is_nothing_proposed() -> None:
    assert rounds(week((somebody(),), ()), 10) == {}


def test_no_time_at_all_gives_the_first_answer() -> None:
    problem = week((somebody(),), (due(),))
    assert proposed(problem, 1, lambda _done, _best: 1.0) == first_plan(problem)


def test_a_visit_dearer_than_no_visit_is_left_out() -> None:
    problem = week((somebody(),), (due(place="山顶"),), far=600)
    assert first_plan(problem) == {}


def test_a_person_is_proposed_one_visit_a_day_and_none_for_what_stands_already() -> None:
    two = (due("a", client_id="c"), due("b", client_id="c", item="bathe", days=DAYS))
    plan = first_plan(week((somebody(),), two))
    assert {plan["a"].day, plan["b"].day} == set(DAYS)
    stands = standing(480, 540, client_id="c", worker_ids=("left",))
    problem = week((somebody(),), two, standing=(stands,))
    plan = first_plan(problem)
    assert "a" not in plan
    assert broken(problem, plan) == []


def test_two_workers_start_at_the_same_minute() -> None:
    problem = week(
        (somebody("甲"), somebody("乙", place="北村")),
        (due("v", staff=2, place="南村"), due("w", closes=600)),
        standing=(standing(480, 540, place="北村", worker_ids=("乙",)),),
    )
    plan = first_plan(problem)
    assert sorted(plan["v"].worker_ids) == ["乙", "甲"]
    assert plan["v"].starts >= 570
    assert broken(problem, plan) == []


def test_two_workers_who_never_have_time_together_are_not_sent() -> None:
    early, late = Span(DAYS[0], 480, 600), Span(DAYS[0], 600, 720)
    workers = (somebody("甲", shifts=(early,)), somebody("乙", shifts=(late,)))
    assert first_plan(week(workers, (due(staff=2),))) == {}
    assert set(first_plan(week(workers, (due("a"), due("b"))))) == {"a", "b"}


def test_two_more_faces_cost_only_what_they_add_to_those_seen_already() -> None:
    came = tuple(
        standing(480, 510, client_id="c", item="bathe", worker_ids=(who,), place="北村")
        for who in ("退", "休", "走", "甲")
    )
    problem = week((somebody("甲"), somebody("乙")), (due("v", client_id="c", staff=2),), standing=came)
    draft = Draft(ground_of(problem))
    price, move = draft.best(0, Random(0))
    draft.place(0, price, move)
    assert price == 30 + 180 - 180
    assert draft.cost == cost(problem, draft.plan())


def test_the_worker_a_person_knows_comes_although_another_lives_nearer() -> None:
    problem = week(
        (somebody("甲", place="西村"), somebody("乙")),
        (due("v", client_id="c", days=DAYS[1:]),),
        standing=(standing(480, 540, client_id="c", worker_ids=("甲",)),),
        prices=week((), ()).prices.__class__(further_worker=200),
    )
    assert first_plan(problem)["v"].worker_ids == ("甲",)


def test_wishes_weigh_against_ways() -> None:
    workers = (somebody("甲", sex="1"), somebody("乙", place="西村", sex="2"))
    wished = due("v", wishes=(Wish(WishKind.SEX, "2"),))
    assert first_plan(week(workers, (due("v"),)))["v"].worker_ids == ("甲",)
    problem = week(
        (workers[0], somebody("乙", place="西村", sex="2", shifts=(Span(DAYS[0], 480, 600),))), (wished,)
    )
    assert first_plan(problem)["v"].worker_ids in {("甲",), ("乙",)}


def test_who_is_only_reached_in_time_by_way_of_a_visit_goes_out_with_it() -> None:
    ways = small_weeks.LINE | {("东村", "西村"): 200, ("西村", "东村"): 200}
    visits = (
        due("a", minutes=30, closes=510),
        due("b", minutes=30, place="南村", closes=600),
        due("c", minutes=30, place="西村", closes=660),
    )
    draft = Draft(ground_of(week((somebody(),), visits, ways=ways)))
    for visit in range(3):
        draft.place(visit, *draft.best(visit, Random(0)))
    draft.keep()
    whole = draft.plan()
    draft.remove(1)
    assert list(draft.plan()) == ["a"]
    assert draft.cost == cost(draft.ground.problem, draft.plan())
    draft.undo()
    assert draft.plan() == whole


def test_a_worker_is_known_until_the_last_visit_goes() -> None:
    visits = (due("a", client_id="c"), due("b", client_id="c", days=DAYS[1:]))
    draft = Draft(ground_of(week((somebody(),), visits)))
    for visit in range(2):
        draft.place(visit, *draft.best(visit, Random(0)))
    draft.remove(0)
    assert draft.seen == [{0: 1}]
    draft.remove(1)
    assert draft.seen == [{}]


def test_what_is_remembered_of_days_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = week(
        (somebody("甲"), somebody("乙")), tuple(due(str(number), days=DAYS) for number in range(6))
    )
    expected = rounds(problem, 30)
    monkeypatch.setattr(drafts, "REMEMBERED", 2)
    assert rounds(problem, 30) == expected


def test_a_visit_takes_time_and_one_or_two_people() -> None:
    with pytest.raises(ValueError, match="a visit of 0 minutes by 1 workers"):
        due(minutes=0)
    with pytest.raises(ValueError, match="a visit of 60 minutes by 3 workers"):
        due(staff=3)


def test_an_ordinary_week_becomes_cheaper_in_a_moment() -> None:
    problem = invented(1, workers=12, visits=90, wishes=True)
    first, better = first_plan(problem), rounds(problem, 300)
    assert broken(problem, first) == []
    assert broken(problem, better) == []
    assert len(better) >= len(first)
    assert cost(problem, better) < 0.95 * cost(problem, first)
