"""How many households a second of one core the eligibility engine assesses, reasons kept as data.

Processor time is counted, so that other programs on the machine do not change the figure.
"""

import gc
import json
import random
import statistics
import sys
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from time import process_time

from jiuzhu import paths
from jiuzhu.domain.assessment.assess import assess
from jiuzhu.domain.calendar import load_calendar
from jiuzhu.domain.facts import (
    AssetFacts,
    Disability,
    EventsFacts,
    HouseholdFacts,
    HousingFacts,
    IncomeFacts,
    MemberFacts,
    VehicleFacts,
)
from jiuzhu.domain.policy import load_pack

HOUSEHOLDS = 100_000
ROUNDS = 5
TARGET = 20_000


def run(scale: float) -> list[dict[str, object]]:
    """The row of the benchmark table; `scale` shrinks the number of households, at least 1,000."""
    households = invented(max(1_000, int(HOUSEHOLDS * scale)))
    pack = load_pack(paths.resources() / "policy" / "500000")
    calendar = load_calendar(paths.resources() / "policy" / "calendar")

    def engine() -> None:
        for facts in households:
            assess(facts, pack, calendar)

    plain = [_in_fen(facts) for facts in households]

    def peer() -> None:
        for row in plain:
            _minimal_rule(row)

    ours, theirs = _median_rates(len(households), engine, peer)
    return [
        {
            "name": "assess",
            "ours": round(ours),
            "peer": round(theirs),
            "unit": "households/s",
            "ratio": round(ours / theirs, 4),
            "target": TARGET,
            "holds": ours >= TARGET,
        }
    ]


def invented(count: int) -> list[HouseholdFacts]:
    """Households of one to five invented persons, about a third of them entitled; the same ones every time."""
    dice = random.Random(20251013)  # noqa: S311  # invented load, no secret
    return [_household(dice) for _ in range(count)]


def _household(dice: random.Random) -> HouseholdFacts:
    heads = dice.choice((1, 2, 2, 3, 3, 4, 5))
    members = tuple(_member(dice, str(place)) for place in range(heads))
    earners = dice.randint(0, min(2, heads))
    on = date(2025, 7, 1) + timedelta(days=dice.randrange(90))
    return HouseholdFacts(
        on=on,
        kind=dice.choice(("urban", "rural")),
        district=dice.choice(("500112", "500120", "500152")),
        members=members,
        incomes=tuple(
            IncomeFacts(str(place), "wage", Decimal(dice.randint(30_000, 400_000)) / 100, "month")
            for place in range(earners)
        ),
        assets=(AssetFacts("deposit", Decimal(dice.randint(0, 6_000_000)) / 100),),
        housing=(HousingFacts(Decimal(dice.randint(30, 120))),),
        vehicles=(VehicleFacts("motorcycle", Decimal(2000)),) if dice.random() < 0.2 else (),
        events=EventsFacts(
            posted=on + timedelta(days=11),
            sent_to_county=on + timedelta(days=20),
            decided=on + timedelta(days=29),
        ),
    )


def _member(dice: random.Random, place: str) -> MemberFacts:
    birth = date(dice.randint(1940, 2022), dice.randint(1, 12), dice.randint(1, 28))
    disability = (Disability("4", dice.choice("1234")),) if dice.random() < 0.15 else ()
    illness = "major" if dice.random() < 0.05 else "none"
    return MemberFacts(place, "01", "1", birth, disability, illness)


def _in_fen(facts: HouseholdFacts) -> tuple[int, int, int, int]:
    income = sum((one.amount for one in facts.incomes), Decimal(0))
    money = sum((one.amount for one in facts.assets), Decimal(0))
    standard = 77_000 if facts.kind == "urban" else 63_000
    return int(income * 100), int(money * 100), len(facts.members), standard


def _minimal_rule(row: tuple[int, int, int, int]) -> int:
    """The bare comparison in whole fen: no add-ons, no reasons, no deadlines. For context only."""
    income, money, heads, standard = row
    if income >= standard * heads or money > 24 * standard * heads:
        return 0
    return standard * heads - income


def _median_rates(count: int, engine: Callable[[], None], peer: Callable[[], None]) -> tuple[float, float]:
    engine()  # caches of standards and clocks are warm in the office too
    rates: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for work, found in zip((engine, peer), rates, strict=True):
            gc.collect()
            started = process_time()
            work()
            found.append(count / (process_time() - started))
    return statistics.median(rates[0]), statistics.median(rates[1])


if __name__ == "__main__":
    for line in run(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0):
        print(json.dumps(line))
