from jiuzhu.domain.proposal.route import NOWHERE, Opening, Route, Stop

WAYS = [[0, 10, 30], [10, 0, 20], [30, 20, 0]]


def day(*stops: Stop, limit: int = 480) -> Route:
    return Route(0, limit, WAYS, stops)


def stop(visit: int, place: int, *starts: tuple[int, int], minutes: int = 60) -> Stop:
    return Stop(visit, place, minutes, starts)


def test_stops_start_as_early_as_shifts_and_ways_allow_and_know_how_late_they_could() -> None:
    one, other = stop(0, 1, (480, 660)), stop(1, 2, (480, 530), (600, 660))
    route = day(one, other)
    assert route.begins == (480, 600)
    assert route.latest == (580, 660, 1 << 30)
    assert route.travel == 10 + 20 + 30
    assert route.late == -1


def test_what_stands_keeps_its_minute_even_where_it_overlaps() -> None:
    route = day(stop(-1, 1, (480, 480), minutes=300), stop(-1, 2, (500, 500)))
    assert route.begins == (480, 500)
    assert route.free == (-(1 << 30), 780, 780)
    assert route.latest[:2] == (480, 500)
    assert route.best(stop(0, 1, (480, 900))) == (20 + 10 - 30, 2)


def test_the_cheapest_of_the_places_that_fit_is_found() -> None:
    route = day(stop(0, 2, (600, 600)))
    assert route.best(stop(1, 1, (480, 660))) == (0, 0)
    assert route.best(stop(2, 1, (530, 660))) == NOWHERE  # too late before it, too early behind it
    assert route.best(stop(3, 1, (530, 680))) == (0, 1)
    assert route.best(stop(4, 1, (480, 500), minutes=421)) == NOWHERE
    assert day().best(stop(5, 2, (480, 480))) == (60, 0)
    assert day(limit=59).best(stop(6, 1, (480, 480))) == NOWHERE
    assert route.known[1] == (0, 0)


def test_an_arrival_behind_one_part_of_the_window_waits_for_the_next() -> None:
    route = day(stop(0, 1, (480, 480)))
    assert route.best(stop(1, 2, (480, 550), (600, 700))) == (30 + 20 - 10, 1)
    assert route.best(stop(2, 2, (480, 559))) == NOWHERE  # free at 540, twenty minutes away


def test_openings_tell_every_start_that_is_left() -> None:
    route = day(stop(0, 1, (540, 540)))
    assert route.openings(stop(1, 1, (400, 470), (480, 700))) == [
        Opening(0, 0, 400, 470),
        Opening(0, 0, 480, 480),
        Opening(0, 1, 600, 700),
    ]
    assert route.openings(stop(2, 1, (400, 700), minutes=421)) == []
