"""What cannot be at the same time."""

import random
from dataclasses import replace
from datetime import date

import pytest

from jiuzhu.domain.serving.clashes import Clash, Span, clashes, clashes_among, overlap, span_of
from jiuzhu.domain.serving.visits import Visit

DAY = date(2025, 10, 8)
ONE = Span("1", DAY, 540, 600, "a", frozenset({"w"}), "v")


@pytest.mark.parametrize(
    ("starts", "ends", "shared"),
    [(480, 540, False), (480, 541, True), (550, 560, True), (599, 700, True), (600, 700, False), (540, 600, True), (500, 700, True)],
)  # fmt: skip
def test_two_visits_clash_by_every_shared_minute_and_by_none_at_the_seam(
    starts: int, ends: int, shared: bool
) -> None:
    assert overlap(ONE, replace(ONE, starts=starts, ends=ends)) is shared


def test_another_day_is_no_clash() -> None:
    assert not overlap(ONE, replace(ONE, day=date(2025, 10, 9)))


def test_worker_person_and_vehicle_are_each_told_and_the_visit_itself_is_none() -> None:
    both = replace(ONE, visit_id="2", workers=frozenset({"w", "x"}))
    assert clashes(ONE, [ONE, both]) == [
        Clash("worker", "w", both),
        Clash("person", "a", both),
        Clash("vehicle", "v", both),
    ]
    assert clashes(replace(ONE, vehicle=None), [replace(both, person="b", workers=frozenset({"y"}))]) == []
    assert clashes(ONE, [replace(both, day=date(2025, 10, 9))]) == []


def test_the_second_worker_of_a_visit_is_taken_too() -> None:
    visit = Visit(
        service_file_id="a",
        service_plan_id="p",
        item="bath",
        day=DAY,
        starts=540,
        ends=600,
        worker_id="w",
        second_worker_id="x",
    )
    assert span_of(visit).workers == {"w", "x"}


def test_many_visits_are_held_against_each_other_as_one_by_one() -> None:
    chance = random.Random(3)  # the same in every run
    spans = [
        Span(
            str(number),
            date(2025, 9, chance.randint(1, 2)),
            (starts := 480 + 30 * chance.randrange(8)),
            starts + 45,
            f"person{chance.randrange(6)}",
            frozenset(f"worker{chance.randrange(4)}" for _ in range(2)),
            chance.choice((None, "car")),
        )
        for number in range(40)
    ]
    found = clashes_among(spans)
    assert found == {one.visit_id: clashes(one, spans) for one in spans}
    assert {clash.what for several in found.values() for clash in several} == {"worker", "person", "vehicle"}
