"""A sample is drawn from its seed: enough of every stratum, the same for everybody, another for another seed."""

import hashlib
from collections import Counter

import pytest

from jiuzhu.domain.serving.sampling import draw, population_hash, share

STRATA = {f"record-{n:03}": f"机构{n % 3} 项目{n % 2}" for n in range(100)}


@pytest.mark.parametrize(("count", "percent", "drawn"), [(3, 30, 1), (10, 30, 3), (11, 30, 4), (1, 1, 1), (0, 30, 0), (7, 100, 7)])  # fmt: skip
def test_a_share_is_rounded_up(count: int, percent: int, drawn: int) -> None:
    assert share(count, percent) == drawn


def test_every_stratum_gives_its_share() -> None:
    sample = draw(STRATA, "种子", 30)
    whole = Counter(STRATA.values())
    assert Counter(STRATA[one] for one in sample) == {one: share(count, 30) for one, count in whole.items()}
    assert len(set(sample)) == len(sample)


def test_anybody_draws_the_same_whatever_the_order() -> None:
    backwards = dict(reversed(STRATA.items()))
    assert draw(backwards, "种子", 30) == draw(STRATA, "种子", 30)
    assert draw(STRATA, "另一个", 30) != draw(STRATA, "种子", 30)
    few = {"a": "s", "b": "s", "c": "s"}  # by hand: the smallest hash of "seed:id" is taken
    first = min(few, key=lambda one: hashlib.sha256(f"x:{one}".encode()).hexdigest())
    assert draw(few, "x", 30) == [first]


def test_chance_is_fair_to_every_record() -> None:
    few = {str(n): "s" for n in range(10)}
    drawn = Counter(one for seed in range(2000) for one in draw(few, str(seed), 30))
    assert sum(drawn.values()) == 6000
    assert all(500 < drawn[one] < 700 for one in few)


def test_the_population_is_known_by_its_hash() -> None:
    assert population_hash(["b", "a"]) == hashlib.sha256(b"a\nb").hexdigest()
    assert population_hash(["a"]) != population_hash(["a", "b"])
