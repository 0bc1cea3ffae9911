from decimal import Decimal

import pytest

from jiuzhu.domain.obligations import (
    EXCLUDES,
    HIGHER,
    REPLACES,
    ended_by,
    flags,
    lower_shares,
    never_beside,
    refused_beside,
    rival_of,
)

TOLD = (
    ("tekun", "dibao"),
    ("tekun", "edge"),
    ("tekun", "rigid"),
    ("dibao", "edge"),
    ("dibao", "rigid"),
    ("edge", "rigid"),
    ("tekun", "disability_care"),
    ("tekun", "disability_living"),
    ("orphan", "unsupported_child"),
)
"""The stronger and the weaker of two that never stand side by side."""


@pytest.mark.parametrize(("stronger", "weaker"), TOLD)
def test_the_stronger_ends_the_weaker_and_the_weaker_is_refused_beside_it(stronger: str, weaker: str) -> None:
    assert weaker in ended_by(stronger)
    assert stronger in refused_beside(weaker)
    assert weaker not in refused_beside(stronger)
    assert stronger not in ended_by(weaker)


def test_the_same_is_never_granted_twice() -> None:
    assert "medical" in refused_beside("medical")
    assert ended_by("medical") == frozenset()


def test_nothing_ends_what_it_is_refused_beside() -> None:
    for programme in REPLACES.keys() | EXCLUDES.keys():
        assert not ended_by(programme) & refused_beside(programme)


def test_a_full_sum_ends_the_living_subsidy_a_difference_does_not() -> None:
    assert ended_by("unsupported_child") == {"disability_living"}
    assert ended_by("unsupported_child", {"disability_living"}) == {"disability_living"}
    assert ended_by("unsupported_child", {"dibao", "disability_living"}) == frozenset()
    assert ended_by("unsupported_child", {"tekun"}) == frozenset()
    assert ended_by("tekun", {"dibao"}) == REPLACES["tekun"]


def test_a_child_has_one_of_three() -> None:
    assert ended_by("orphan") == {"unsupported_child", "tekun"}
    assert {"orphan", "unsupported_child"} <= refused_beside("tekun")
    assert "orphan" in refused_beside("unsupported_child")


def test_of_a_pair_each_is_the_rival_of_the_other() -> None:
    assert rival_of("elder_care") == {"disability_care"}
    assert rival_of("disability_care") == {"elder_care"}
    assert rival_of("dibao") == frozenset()
    assert HIGHER


@pytest.mark.parametrize(
    ("elder", "care", "lost"),
    [
        ("200.00", "90.00", "disability_care"),
        ("90.00", "200.00", "elder_care"),
        ("90.00", "90.00", "disability_care"),
    ],
)
def test_the_lower_share_of_a_person_gives_way(elder: str, care: str, lost: str) -> None:
    shares = {"elder_care": {"a": Decimal(elder)}, "disability_care": {"a": Decimal(care), "b": Decimal(80)}}
    assert lower_shares(shares) == {(lost, "a")}


def test_shares_of_different_people_stand_side_by_side() -> None:
    shares = {"elder_care": {"a": Decimal(200)}, "disability_care": {"b": Decimal(80)}}
    assert lower_shares(shares) == set()
    assert lower_shares({"elder_care": {"a": Decimal(200)}, "tekun": {"a": Decimal(1001)}}) == set()
    assert lower_shares({}) == set()


def test_two_home_services_are_flagged_and_one_is_not() -> None:
    assert flags({"home_service", "home_care", "dibao"}) == [
        "居家上门服务与残联居家托养不同时享受，请与残联核对。"
    ]
    assert flags({"home_service", "dibao"}) == []


def test_two_services_at_home_are_refused_beside_each_other() -> None:
    assert "home_care" in refused_beside("home_service")
    assert "home_service" in refused_beside("home_care")


@pytest.mark.parametrize(("stronger", "weaker"), TOLD)
def test_whichever_was_granted_first_the_two_never_stand_side_by_side(stronger: str, weaker: str) -> None:
    assert weaker in never_beside(stronger)
    assert stronger in never_beside(weaker)
    assert "temporary" not in never_beside(weaker)
