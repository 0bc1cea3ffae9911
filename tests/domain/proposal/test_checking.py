import pytest

from jiuzhu.domain.proposal.checking import broken, cost, further_workers
from jiuzhu.domain.proposal.problem import Placed, Pot, Prices, Problem, Span, Wish, WishKind
from small_weeks import DAYS, due, somebody, standing, week


def at(starts: int, *workers: str, day: int = 0) -> Placed:
    return Placed(DAYS[day], starts, workers or ("甲",))


def test_a_sound_plan_breaks_nothing() -> None:
    problem = week((somebody(),), (due("v"), due("w", place="西村")))
    assert broken(problem, {"v": at(480), "w": at(570)}) == []


@pytest.mark.parametrize(
    ("problem", "plan", "told"),
    [
        (week((somebody(),), ()), {"v": at(480)}, "v: nobody wants this visit"),
        (week((somebody(),), (due(),)), {"v": at(480, day=1)}, "v: not on one of its days"),
        (week((somebody(),), (due(opens=540),)), {"v": at(510)}, "v: outside its window"),
        (week((somebody(),), (due(closes=600),)), {"v": at(570)}, "v: outside its window"),
        (week((somebody(),), (due(staff=2),)), {"v": at(480)}, "v: ('甲',) come, wanted 2"),
        (week((somebody(),), (due(staff=2),)), {"v": at(480, "甲", "甲")}, "v: ('甲', '甲') come, wanted 2"),
        (week((somebody(),), (due(),)), {"v": at(480, "谁")}, "v: worker 谁 is unknown"),
        (week((somebody(skills=frozenset()),), (due(),)), {"v": at(480)}, "v: 甲 cannot do it"),
        (week((somebody(provider_id="q"),), (due(),)), {"v": at(480)}, "v: 甲 works for another provider"),
        (week((somebody(places=frozenset({"西村"})),), (due(),)), {"v": at(480)}, "v: 甲 does not go there"),
        (week((somebody(),), (due(),)), {"v": at(690)}, "v: 甲 is not in a shift"),
        (
            week((somebody(away=(Span(DAYS[0], 500, 510),)),), (due(),)),
            {"v": at(480)},
            "v: 甲 is away",
        ),
        (week((somebody(),), (due("v"), due("w"))), {"v": at(480), "w": at(539)}, "甲: v and w at once"),
        (
            week((somebody(),), (due("v"), due("w", place="西村"))),
            {"v": at(480), "w": at(569)},
            "甲: no time for the way from v to w",
        ),
        (
            week((somebody(),), (due(),), standing=(standing(480, 700), standing(490, 500))),
            {"v": at(600)},
            "甲: standing 0 and v at once",
        ),
        (week((somebody(limit=59),), (due(),)), {"v": at(480)}, "甲: 60 minutes on 2026-03-02"),
        (
            week((somebody(),), (due("v", client_id="c"), due("w", client_id="c", item="bathe"))),
            {"v": at(480), "w": at(600)},
            "c: v and w on one day",
        ),
        (
            week((somebody(),), (due(client_id="c"),), standing=(standing(600, 660, client_id="c"),)),
            {"v": at(480)},
            "c: clean twice on one day",
        ),
        (
            week(
                (somebody(),),
                (due(client_id="c"),),
                standing=(standing(500, 600, client_id="c", item="bathe", worker_ids=("乙",)),),
            ),
            {"v": at(480)},
            "c: v and standing 0 at once",
        ),
        (
            week((somebody(),), (due(pots=("hours",)),), pots={"hours": Pot("小时账户", 59)}),
            {"v": at(480)},
            "hours: 60 minutes taken of 59",
        ),
    ],
)
def test_each_hard_rule_is_seen_broken(problem: Problem, plan: dict[str, Placed], told: str) -> None:
    assert told in broken(problem, plan)


def test_what_stands_breaks_no_rule_whatever_it_looks_like() -> None:
    stands = (standing(480, 700), standing(490, 500, place="西村"), standing(490, 500, client_id="c"))
    assert broken(week((somebody(limit=10),), (due(client_id="c"),), standing=stands), {}) == []


def test_a_plan_costs_ways_further_workers_broken_wishes_and_what_is_left_out() -> None:
    problem = week(
        (somebody("甲"), somebody("乙", place="西村")),
        (
            due(
                "a",
                client_id="c",
                place="南村",
                wishes=(Wish(WishKind.SEX, "1"), Wish(WishKind.WORKER, "甲")),
            ),
            due("b", client_id="c", days=DAYS[1:]),
            due("d"),
        ),
        standing=(standing(600, 630, client_id="c", item="bathe", worker_ids=("退",)),),
        prices=Prices(unplaced=1000, further_worker=30),
    )
    plan = {"a": at(480), "b": at(480, "乙", day=1)}
    assert further_workers(problem, plan) == {"c": 2, "person d": 0}
    assert cost(problem, plan) == 60 + 60 + 30 + 30 + 2 * 30 + 60 + 1000


def test_ways_of_a_day_without_a_shift_are_nobodys() -> None:
    problem = week((somebody(shifts=()),), (), standing=(standing(480, 540, place="西村"),))
    assert cost(problem, {}) == 0
