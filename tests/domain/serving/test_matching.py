"""The score card: hard conditions reject with their reason, what ranks is counted, and the order never wavers."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from jiuzhu.domain.facts import Disability, HouseholdFacts, MemberFacts
from jiuzhu.domain.serving.conditions import Whom
from jiuzhu.domain.serving.directory import DirectoryEntry
from jiuzhu.domain.serving.matching import FULL, Asked, Card, Offered, card_of, ranked

DAY = date(2025, 10, 13)
MAN = MemberFacts(id="a", birth=date(1973, 1, 1), name="甲示例", disability=(Disability("4", "1"),))
HOME = HouseholdFacts(on=DAY, kind="urban", district="500112", members=(MAN,))
WHOM = Whom(
    member=MAN, household=HOME, service_class=1, village="甲村", township="示例街道", home_care=False, needs=("health",)
)  # fmt: skip
ASKED = Asked(WHOM, "health", "健康", DAY, 180)
WORDS = {"severe_disability": "重残", "left_behind": "留守", "elderly": "老年人"}


def entry(**more: object) -> DirectoryEntry:
    told: dict[str, object] = {
        "id": "e1", "number": "n", "kind": "service", "title": "助浴", "owner": "示例", "headings": "health",
        "valid_from": DAY, "verified_on": DAY, "verified_by": "o", "area": "甲村",
    }  # fmt: skip
    return DirectoryEntry(**told | more)  # type: ignore[arg-type]  # fields of the test's choosing


def card(asked: Asked = ASKED, left: int | None = None, *, free: bool = True, **more: object) -> Card:
    return card_of(Offered(entry(**more), left, free, WORDS), asked)


def of(whom: Whom) -> Asked:
    return replace(ASKED, whom=whom)


def test_what_fits_in_everything_has_the_full_score() -> None:
    made = card(conditions="severe_disability", age_from=18, age_below=60, left=3)
    assert (made.score, made.barred) == (FULL, ())
    assert "✓ 重残：残疾证 肢体一级" in made.told
    assert "✓ 对应需求（40/40 分）：对应“健康”需求" in made.told
    assert "✓ 数量：还剩 3" in made.told


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"classes": "2"}, "对象类别：面向第 2 类，本人第 1 类"),
        ({"age_from": 53}, "年龄：要满 53 周岁，本人 52 周岁"),
        ({"age_below": 52}, "年龄：要未满 52 周岁，本人 52 周岁"),
        ({"area": "乙村"}, "地域：只在乙村，本人在甲村"),
        ({"conditions": "elderly"}, "老年人：52 周岁"),
        ({"ended_on": DAY}, "有效期：2025-10-13 已停用"),
        ({"valid_from": date(2025, 10, 14)}, "有效期：2025-10-14 才生效"),
        ({"valid_until": date(2025, 10, 12)}, "有效期：2025-10-12 已到期"),
        ({"left": 0}, "数量：还剩 0"),
    ],
)
def test_a_condition_that_does_not_hold_rejects_with_its_reason(more: dict[str, object], told: str) -> None:
    assert card(**more).barred == (told,)  # type: ignore[arg-type]  # fields of the test's choosing


def test_the_last_day_and_the_own_street_still_count() -> None:
    assert card(valid_until=DAY).barred == ()
    made = card(area="示例街道")
    assert (made.barred, made.score) == ((), FULL - 10)
    assert card(of(replace(WHOM, village="")), area="乙村").barred == (
        "地域：只在乙村，本人在没有登记的村（居）",
    )


def test_visits_at_home_and_home_care_bar_each_other() -> None:
    cared, visited = of(replace(WHOM, home_care=True)), of(replace(WHOM, home_service=True))
    (why,) = card(cared, programme="home_service").barred
    assert why == "互斥：服务档案登记享受残联居家托养，不与居家上门服务同时享受"
    assert card(programme="home_service").barred == ()
    assert card(cared).barred == ()
    assert card(visited, programme="home_care").barred == (
        "互斥：有居家上门服务计划，不与残联居家托养同时享受",
    )
    assert card(programme="home_care").barred == ()
    open_one = card(of(replace(WHOM, home_care=None)), programme="home_service")
    assert "？ 互斥：没有服务档案" in open_one.told


def test_what_is_not_known_is_asked_for_and_costs_points() -> None:
    made = card(conditions="left_behind")
    assert (made.barred, made.score) == ((), FULL - 15)
    assert "— 条件清楚（0/15 分）：待核实：留守" in made.told
    unborn = of(replace(WHOM, member=replace(MAN, birth=None)))
    made = card(unborn, age_from=60)
    assert (made.barred, made.score) == ((), FULL - 15)
    assert "待核实：年龄" in made.told
    assert card(unborn).score == FULL


def test_what_ranks_is_counted() -> None:
    assert card(headings="economy").score == FULL - 40
    assert card(verified_on=DAY - timedelta(days=180)).score == FULL
    assert card(verified_on=DAY - timedelta(days=181)).score == FULL - 15
    assert "还没有核实过" in card(verified_on=None).told
    assert card(free=False).score == FULL - 10
    assert card(area="").score == FULL - 10
    assert card(replace(ASKED, had=frozenset({"e1"}))).score == FULL - 10


def test_the_best_stand_first_and_equals_by_title() -> None:
    offers = [
        Offered(entry(id="e1", title="丙", headings="economy"), None, True, WORDS),  # free
        Offered(entry(id="e2", title="乙"), None, True, WORDS),
        Offered(entry(id="e3", title="甲", classes="3"), None, True, WORDS),
        Offered(entry(id="e4", title="乙"), None, True, WORDS),
    ]
    for order in (offers, offers[::-1]):
        made = ranked(order, ASKED)
        assert [one.entry_id for one in made.candidates] == ["e2", "e4", "e1"]
        assert [one.entry_id for one in made.rejected] == ["e3"]


def test_the_man_of_class_one_gets_no_accident_insurance_at_sixty_five() -> None:
    """Case 10: the classes go in order 1, 2, 3; at 65 he is still 重残 and the insurance is for class 2."""
    day = date(2038, 1, 1)
    whom = replace(WHOM, household=replace(HOME, on=day))
    asked = replace(ASKED, whom=whom, today=day)
    assert whom.age == 65
    made = card(asked, classes="2", age_from=65, conditions="elderly")
    assert made.barred == ("对象类别：面向第 2 类，本人第 1 类",)
    assert card(replace(asked, whom=replace(whom, service_class=2)), classes="2", age_from=65).barred == ()
