"""An orphan's allowance, 低保 and 生活补贴 asked for together: no rule at hand says that they go together, so each side tells it."""

from dataclasses import replace
from datetime import date

import pytest

from jiuzhu.domain.facts import Disability, HouseholdFacts, ParentFacts
from one_household import HEAD, ONE, find, wage

KID = replace(HEAD, id="k", relation="40", birth=date(2015, 5, 5), name="寅示例")
DEAD = (ParentFacts("k", "dead"), ParentFacts("k", "dead"))
FAMILY = replace(ONE, members=(HEAD, KID), parents=DEAD, asked=("dibao", "orphan"))
ORPHAN_TOLD = "寅示例符合孤儿基本生活保障，能否同时享受低保没有核到文件，待本地确认"
DIBAO_TOLD = "寅示例的家庭{}低保，能否同时享受孤儿基本生活费没有核到文件，待本地确认"


def told(facts: HouseholdFacts, programme: str) -> tuple[str, ...]:
    return find(facts, programme).clashes


def test_both_sides_tell_what_is_found_together() -> None:
    assert told(FAMILY, "dibao") == (ORPHAN_TOLD,)
    assert told(FAMILY, "orphan") == (DIBAO_TOLD.format("同时符合"),)


def test_also_where_dibao_is_asked_for_and_still_open() -> None:
    open_ = replace(FAMILY, premises=("shop",))
    assert told(open_, "dibao") == (ORPHAN_TOLD,)
    assert told(open_, "orphan") == (DIBAO_TOLD.format("正在申请"),)
    elsewhere = replace(open_, asked=("orphan",), awaited=("dibao",))
    assert told(elsewhere, "orphan") == (DIBAO_TOLD.format("正在申请"),)
    assert told(replace(open_, asked=("orphan",)), "orphan") == ()


def test_of_a_child_in_dibao_alone() -> None:
    """The grandmother earns too much; the child, heavily disabled, would be a 单人户 of its own."""
    kid = replace(KID, disability=(Disability("4", "1"),))
    alone = replace(FAMILY, members=(HEAD, kid), incomes=(wage("1800.00"),))
    assert find(alone).figures["alone"]
    assert told(alone, "orphan") == (DIBAO_TOLD.format("同时符合"),)


@pytest.mark.parametrize(
    "facts",
    [
        replace(FAMILY, members=(replace(HEAD, name="x"), replace(KID, receives=("orphan",)))),
        replace(FAMILY, standing=("dibao",)),
    ],
)
def test_what_is_in_force_is_told_once(facts: HouseholdFacts) -> None:
    assert len(told(facts, "dibao")) + len(told(facts, "orphan")) == 1


def test_nothing_is_told_where_the_family_does_not_fit_dibao() -> None:
    rich = replace(FAMILY, incomes=(wage("9000.00"),))
    assert (told(rich, "dibao"), told(rich, "orphan")) == ((), ())


DISABLED = replace(
    FAMILY,
    members=(HEAD, replace(KID, disability=(Disability("4", "3"),))),
    asked=("dibao", "orphan", "disability_living"),
)


@pytest.mark.parametrize(
    "asked", [DISABLED, replace(DISABLED, asked=("dibao", "disability_living"), awaited=("orphan",))]
)
def test_the_living_subsidy_waits_for_the_decision_on_the_orphan(asked: HouseholdFacts) -> None:
    found = find(asked, "disability_living")
    assert (found.result, found.figures["persons"]) == ("manual", [])
    assert found.needs == (
        "寅示例孤儿基本生活保障的认定结果（享受孤儿基本生活费的，能否同时享受困难残疾人生活补贴待本地确认）",
    )


@pytest.mark.parametrize("receives", [(), ("orphan",)])
def test_nobody_of_the_family_is_refused_while_the_question_is_open(receives: tuple[str, ...]) -> None:
    """The grandmother has the subsidy in any case: the item waits with both, it is not decided without her."""
    head, kid = (
        replace(HEAD, disability=(Disability("4", "3"),)),
        replace(DISABLED.members[1], receives=receives),
    )
    found = find(replace(DISABLED, members=(head, kid)), "disability_living")
    assert (found.result, len(found.needs)) == ("manual", 1)
    assert found.figures["persons"] == [{"member": "a", "monthly": 80}]


def test_it_waits_too_where_the_orphan_is_not_found_yet() -> None:
    one = replace(DISABLED, parents=DEAD[:1])
    assert find(one, "disability_living").result == "manual"


@pytest.mark.parametrize(
    "facts",
    [
        replace(
            DISABLED, asked=("dibao", "disability_living")
        ),  # nobody asks for the orphan's allowance, or it was refused
        replace(DISABLED, settings={"disability.living.orphan": "paid"}),
        replace(DISABLED, asked=None),
        replace(DISABLED, parents=(ParentFacts("k", "none"), ParentFacts("k", "dead"))),
    ],
)
def test_it_does_not_wait_for_what_cannot_change_it(facts: object) -> None:
    assert find(facts, "disability_living").result == "entitled"  # type: ignore[arg-type]


def test_who_has_it_already_keeps_it_meanwhile() -> None:
    kid = replace(DISABLED.members[1], receives=("disability_living",))
    assert find(replace(DISABLED, members=(HEAD, kid)), "disability_living").result == "entitled"


def test_where_the_district_said_no_the_decision_is_waited_for_all_the_same() -> None:
    """Refused as an orphan the child has the subsidy, so the answer hangs on the decision."""
    found = find(replace(DISABLED, settings={"disability.living.orphan": "not_paid"}), "disability_living")
    assert found.needs == (
        "寅示例孤儿基本生活保障的认定结果（享受孤儿基本生活费的，不享受困难残疾人生活补贴）",
    )
