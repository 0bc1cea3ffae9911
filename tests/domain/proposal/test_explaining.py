from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

import small_weeks
from jiuzhu.domain.proposal.checking import broken
from jiuzhu.domain.proposal.explaining import explained
from jiuzhu.domain.proposal.problem import Placed, Plan, Pot, Problem, Span, Wish, WishKind, Worker, granted
from jiuzhu.domain.proposal.search import first_plan
from small_weeks import DAYS, due, somebody, standing, week

WOMAN = Wish(WishKind.SEX, "2", "女性服务人员")
MAN = somebody("丁", sex="1")


def told(workers: tuple[Worker, ...], wish: Wish, **other: Any) -> str:
    """The one sentence about a visit the man makes at eight although something else was wished for."""
    visit = due(wishes=(wish,), **other.pop("visit", {}))
    problem = week((MAN, *workers), (visit,), **other)
    (sentence,) = explained(problem, {"v": Placed(DAYS[0], 480, ("丁",))})["v"]
    return sentence


def test_a_visit_that_has_everything_has_no_notes() -> None:
    problem = week((somebody(),), (due(wishes=(WOMAN,)),))
    assert explained(problem, first_plan(problem)) == {"v": ()}


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"skills": frozenset({"bathe"})}, "没有这项技能"),
        ({"places": frozenset({"西村"})}, "不负责这个村（社区）"),
        ({"shifts": ()}, "这几天没有合适的班"),
        ({"away": (Span(DAYS[0], 0, 1440),)}, "这几天请假"),
        ({"limit": 30}, "当天服务时长已满"),
        ({}, "有空，但绕路或换人的代价更大"),
    ],
)
def test_a_broken_wish_says_what_keeps_the_wished_for(other: dict[str, Any], why: str) -> None:
    assert told((somebody("甲", **other),), WOMAN) == f"希望女性服务人员：示例甲{why}。"


def test_somebody_whose_gaps_are_too_short_is_full() -> None:
    stands = (standing(480, 539), standing(585, 640), standing(645, 720))
    assert told((somebody(),), WOMAN, standing=stands).endswith("已排满。")
    assert told((somebody(),), WOMAN, standing=(standing(480, 540), standing(600, 720))).endswith(
        "代价更大。"
    )
    far = (standing(480, 510, place="西村"), standing(630, 720, place="西村"))
    assert told((somebody(),), WOMAN, standing=far).endswith("代价更大。")
    assert told((somebody(),), WOMAN, standing=far, visit={"minutes": 61}).endswith("已排满。")


def test_several_wished_for_are_counted_by_what_keeps_them() -> None:
    workers = (somebody("甲"), somebody("乙", shifts=()), somebody("丙", shifts=()))
    sentence = told(workers, WOMAN)
    assert sentence == (
        "希望女性服务人员：符合的 3 人中，2 人这几天没有合适的班，1 人有空，但绕路或换人的代价更大。"
    )


def test_a_named_worker_is_told_of_by_name_and_nobody_as_nobody() -> None:
    wish = Wish(WishKind.BEFORE, "甲", "上次来的示例甲")
    assert told((somebody("甲", shifts=()),), wish) == "希望上次来的示例甲：示例甲这几天没有合适的班。"
    assert told((), WOMAN) == "希望女性服务人员：机构现在没有这样的服务人员。"
    assert told((somebody(provider_id="q"),), WOMAN) == "希望女性服务人员：机构现在没有这样的服务人员。"


def without(workers: tuple[Worker, ...], plan: Plan | None = None, **other: Any) -> str:
    """The one sentence about a visit without a place."""
    problem = week(workers, (due(**other.pop("visit", {})), *other.pop("more", ())), **other)
    (sentence,) = explained(problem, plan or {})["v"]
    return sentence


def test_a_visit_without_a_place_names_the_nearest_and_what_keeps_them() -> None:
    workers = (
        somebody("甲", place="北村", shifts=()),
        somebody("乙", place="西村", away=(Span(DAYS[0], 0, 1440),)),
        somebody("丙", limit=0),
        somebody("戊", place="南村", limit=0),
        somebody("己", skills=frozenset()),
    )
    assert without(workers) == (
        "离得最近的 3 人：示例丙当天服务时长已满；示例乙这几天请假；示例戊当天服务时长已满。"
    )
    assert without(workers[4:]) == "机构没有会这项服务、又负责这个村（社区）的人员。"


def test_a_visit_without_a_place_says_what_is_used_up() -> None:
    hours: dict[str, Any] = {"visit": {"pots": ("hours",)}, "pots": {"hours": Pot("2026 年小时账户", 90)}}
    other: dict[str, Any] = {
        "more": (due("w", pots=("hours",)),),
        "plan": {"w": Placed(DAYS[0], 480, ("甲",))},
    }
    assert (
        without((somebody(),), **hours, **other)
        == "按这个排法，2026 年小时账户只剩 30 分钟，不够这次的 60 分钟。"
    )
    assert without((somebody(),), **hours).startswith("离得最近")


def test_a_visit_without_a_place_says_that_the_person_is_visited_already() -> None:
    stands = standing(480, 540, client_id="person v")
    assert without((somebody(),), standing=(stands,)) == "可安排的日子里，本人都已另有服务。"


def test_two_who_cannot_come_together_are_told_of() -> None:
    late = somebody("乙", shifts=(Span(DAYS[0], 600, 720),))
    early = somebody("甲", shifts=(Span(DAYS[0], 480, 600),))
    visit: dict[str, Any] = {"visit": {"staff": 2}}
    assert without((early,), **visit) == "要两人一起上门，只有一人能来：示例甲有空，但没有第二个人能同时来。"
    assert without((early, late), **visit) == (
        "离得最近的 2 人：示例甲有空，但没有第二个人能同时来；示例乙有空，但没有第二个人能同时来。"
    )


def test_who_comes_already_is_not_counted_among_those_who_could() -> None:
    woman = somebody("甲", shifts=(Span(DAYS[0], 480, 540),))
    plan = {"v": Placed(DAYS[0], 480, ("甲", "丁"))}
    visit = due(staff=2, wishes=(WOMAN,))
    assert explained(week((woman, MAN), (visit,)), plan)["v"] == (
        "希望女性服务人员：机构现在没有别的这样的服务人员。",
    )
    both = (somebody("乙"), somebody("丙"))
    assert explained(week((woman, MAN, *both), (visit,)), plan)["v"] == (
        "希望女性服务人员：符合的 2 人都有空，但绕路或换人的代价更大。",
    )


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(small_weeks.problems(visits=6, workers=4))
def test_every_broken_wish_and_every_visit_left_out_is_explained(problem: Problem) -> None:
    plan = first_plan(problem)
    workers = {worker.id: worker for worker in problem.workers}
    notes = explained(problem, plan)
    assert list(notes) == [visit.id for visit in problem.due]
    for visit in problem.due:
        if visit.id in plan:
            come = tuple(workers[identity] for identity in plan[visit.id].worker_ids)
            assert len(notes[visit.id]) == sum(not granted(wish, come) for wish in visit.wishes)
        else:
            assert notes[visit.id]
            if visit.staff == 1 and "有空" in notes[visit.id][0]:
                pytest.fail(f"{visit} could have been placed: {notes[visit.id]}, {broken(problem, plan)}")
