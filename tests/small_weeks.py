"""Small weeks for the tests of proposals: everything on a grid of half hours, places on a line."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from jiuzhu.domain.proposal.problem import (
    Due,
    Pot,
    Problem,
    Span,
    Standing,
    Wish,
    WishKind,
    Worker,
)

DAYS = (date(2026, 3, 2), date(2026, 3, 3))
PLACES = ("东村", "西村", "南村", "北村")
LINE = {(one, other): 30 * abs(at - to) for at, one in enumerate(PLACES) for to, other in enumerate(PLACES)}
ITEMS = ("clean", "bathe")


def somebody(name: str = "甲", **other: Any) -> Worker:
    """A woman who can do everything for the provider from eight to noon on both days."""
    values: dict[str, Any] = {
        "id": name,
        "name": f"示例{name}",
        "provider_id": "p",
        "place": "东村",
        "skills": frozenset(ITEMS),
        "sex": "2",
        "shifts": tuple(Span(day, 480, 720) for day in DAYS),
    }
    return Worker(**values | other)


def due(name: str = "v", **other: Any) -> Due:
    """An hour of cleaning in the east on the first day, for a person of its own."""
    values: dict[str, Any] = {
        "id": name,
        "client_id": f"person {name}",
        "place": "东村",
        "provider_id": "p",
        "item": "clean",
        "minutes": 60,
        "days": DAYS[:1],
    }
    return Due(**values | other)


def standing(starts: int, ends: int, **other: Any) -> Standing:
    """A visit of the first day that stands."""
    values: dict[str, Any] = {
        "span": Span(DAYS[0], starts, ends),
        "client_id": "another",
        "item": "clean",
        "place": "东村",
        "worker_ids": ("甲",),
    }
    return Standing(**values | other)


def week(workers: tuple[Worker, ...], visits: tuple[Due, ...], **other: Any) -> Problem:
    """A problem with the places on a line."""
    return Problem(workers, visits, **{"ways": LINE} | other)


_half_hours = st.integers(16, 24).map(lambda half: half * 30)


@st.composite
def _spans(draw: st.DrawFn) -> Span:
    one, other = draw(_half_hours), draw(_half_hours)
    return Span(draw(st.sampled_from(DAYS)), min(one, other), max(one, other) + 30)


@st.composite
def problems(draw: st.DrawFn, visits: int, workers: int, *, wild: bool = True) -> Problem:
    """Weeks with all there is; `wild`: ways that are shorter by a detour, and visits that stand and overlap."""
    names = [str(number) for number in range(draw(st.integers(1, workers)))]
    people = tuple(
        somebody(
            name,
            place=draw(st.sampled_from(PLACES)),
            skills=draw(st.frozensets(st.sampled_from(ITEMS), min_size=1)),
            sex=draw(st.sampled_from("12")),
            languages=draw(st.sampled_from([frozenset(), frozenset({"miao"})])),
            shifts=tuple(draw(st.lists(_spans(), min_size=1, max_size=3))),
            away=tuple(draw(st.lists(_spans(), max_size=1))),
            places=draw(st.sampled_from([frozenset(), frozenset(PLACES[:3])])),
            provider_id=draw(st.sampled_from("pppq")),
            limit=draw(st.sampled_from([120, 480])),
        )
        for name in names
    )
    wishes = st.one_of(
        st.builds(Wish, st.just(WishKind.SEX), st.sampled_from("12")),
        st.builds(Wish, st.just(WishKind.LANGUAGE), st.just("miao")),
        st.builds(Wish, st.sampled_from([WishKind.WORKER, WishKind.BEFORE]), st.sampled_from(names)),
    )
    asked = tuple(
        due(
            f"v{number}",
            client_id=draw(st.sampled_from(["a", "b"])),
            place=draw(st.sampled_from(PLACES)),
            item=draw(st.sampled_from(ITEMS)),
            minutes=draw(st.sampled_from([30, 60, 90])),
            days=draw(st.sampled_from([DAYS, DAYS[:1], DAYS[1:]])),
            opens=draw(st.sampled_from([480, 540])),
            closes=draw(st.sampled_from([660, 780])),
            staff=draw(st.sampled_from([1, 1, 2])),
            wishes=tuple(draw(st.lists(wishes, max_size=2))),
            pots=draw(st.sampled_from([(), ("hours",)])),
        )
        for number in range(draw(st.integers(0, visits)))
    )
    stands = draw(
        st.lists(
            st.builds(
                Standing,
                _spans(),
                st.sampled_from(["a", "c"]),
                st.sampled_from(ITEMS),
                st.sampled_from(PLACES),
                st.sampled_from([(names[0],), (names[-1], "left")]),
            ),
            max_size=2 if wild else 0,
        )
    )
    ways = LINE | ({("东村", "西村"): 150, ("西村", "东村"): 120} if wild and draw(st.booleans()) else {})
    pots = {"hours": Pot("小时账户", draw(st.sampled_from([60, 150, 600])))}
    return Problem(people, asked, ways, tuple(stands), pots)
