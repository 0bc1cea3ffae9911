"""An invented week for the benchmark of proposals: workers in zones, persons with visits spread over five days."""

import math
import random
from datetime import date, timedelta

from jiuzhu.domain.proposal.problem import Due, Problem, Span, Wish, WishKind, Worker

MONDAY = date(2026, 3, 2)
SKILLS = ("clean", "bathe", "escort", "rehab")
SPREADS = {
    1: ((0, 1, 2, 3, 4),),
    2: ((0, 1), (2, 3, 4)),
    3: ((0, 1), (2,), (3, 4)),
    4: ((0,), (1, 2), (3,), (4,)),
}


def invented(
    seed: int, workers: int = 40, visits: int = 400, zones: int = 10, *, wishes: bool = False
) -> Problem:
    """A week of five days in a township of 20 by 20 km; the same one for the same seed."""
    dice = random.Random(seed)  # noqa: S311  # invented load, no secret
    centres = [(dice.uniform(0, 20), dice.uniform(0, 20)) for _ in range(zones)]
    where: dict[str, tuple[float, float]] = {}

    def settled(name: str) -> str:
        x, y = dice.choice(centres)
        where[name] = (dice.gauss(x, 1), dice.gauss(y, 1))
        return name

    days = [MONDAY + timedelta(days=number) for number in range(5)]
    staff = []
    for number in range(workers):
        starts, ends = dice.choice(((480, 1020), (480, 1020), (540, 1080), (480, 780), (780, 1080)))
        staff.append(
            Worker(
                id=f"w{number}",
                name=f"w{number}",
                provider_id="p",
                place=settled(f"w{number}"),
                skills=frozenset(dice.sample(SKILLS, dice.choice((1, 2, 2, 3)))),
                sex=dice.choice(("2", "2", "2", "1")),
                languages=frozenset({"miao"} if dice.random() < 0.15 else ()),
                shifts=tuple(Span(day, starts, ends) for day in days if dice.random() < 0.9),
                limit=24 * 60,
            )
        )
    due: list[Due] = []
    client = 0
    while len(due) < visits:
        asked = []
        if dice.random() < 0.25:
            asked.append(Wish(WishKind.SEX, "2"))
        if dice.random() < 0.08:
            asked.append(Wish(WishKind.LANGUAGE, "miao"))
        place = settled(f"c{client}")
        item = dice.choice(SKILLS)
        if dice.random() < 0.2:
            able = [worker.id for worker in staff if item in worker.skills]
            asked.append(Wish(WishKind.BEFORE, dice.choice(able)))
        for spread in SPREADS[dice.choice((1, 2, 3, 4))][: visits - len(due)]:
            opens, closes = dice.choice(((480, 1080), (480, 1080), (480, 720), (540, 780), (780, 1080)))
            due.append(
                Due(
                    id=f"v{len(due)}",
                    client_id=f"c{client}",
                    place=place,
                    provider_id="p",
                    item=item,
                    minutes=dice.choice((45, 60, 60, 90, 120)),
                    days=tuple(days[number] for number in spread),
                    opens=opens,
                    closes=closes,
                    wishes=tuple(asked) if wishes else (),
                )
            )
        client += 1
    ways = {
        (one, other): 0 if one == other else 3 + math.ceil(2 * math.dist(where[one], where[other]))
        for one in where
        for other in where
    }
    return Problem(tuple(staff), tuple(due), ways)
