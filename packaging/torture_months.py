"""Two months of an invented township: booked, visited, disputed, a provider replaced, settled, and counted again by hand.

`two_months` plays them through the services. Then every table is read as plain rows, and loops that know nothing of the
product count visits, minutes and yuan once more. A round is one person served
by one worker; 180, and 18 more by two, make over 1,600 visits.
"""

import random
import sys
import time
from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import torturing
import visits_by_hand as by_hand
from two_months import FIRST, MONTHS, Play, Result
from visits_by_hand import NOTHING

import serving_town
from compiled_once import compiled_once
from jiuzhu.domain.serving.spending import Balance
from jiuzhu.domain.serving.supply import Fund
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.serving import funds, hours
from jiuzhu.services.settling.recounting import reconciled
from jiuzhu.storage.unit import Unit


def count(desk: Workspace, result: Result) -> None:
    """Count by hand and compare."""
    result.hold("overlapping visits", 0, by_hand.overlaps(desk))
    result.hold("minutes verified twice", 0, by_hand.verified_twice(desk))
    _count_money(desk, result)
    _count_hours(desk, result)
    _count_funds(desk, result)
    for month in MONTHS:
        told = desk.read(reconciled, month)
        result.differences += [
            f"{month} {one.what} {one.about}: {one.expected} {one.found}" for one in told.differences
        ]


def _count_money(desk: Workspace, result: Result) -> None:
    """Every record that stands and was verified, at the rate of its agreement: against all lines about it."""
    visits = {one["id"]: one for one in by_hand.rows(desk, "visit")}
    agreed = {one["id"]: one["agreement_id"] for one in by_hand.rows(desk, "service_plan")}
    tariffs = sorted(by_hand.rows(desk, "tariff"), key=lambda one: one["since"])
    paid = by_hand.settled(desk)
    total, length = Decimal(0), 0
    for identity, (row, word) in by_hand.standing(desk).items():
        cost, mine = Decimal(0), 0
        if word == "verified":
            visit = visits[row["visit_id"]]
            mine = row["ends"] - row["starts"]
            asked = agreed[visit["service_plan_id"]], visit["item"]
            known = [one for one in tariffs if (one["agreement_id"], one["item"]) == asked]
            rate = [one for one in known if one["since"] <= row["day"]][-1]
            worth = rate["rate"] if rate["unit"] == "visit" else rate["rate"] * mine / 60
            cost = worth.quantize(Decimal("0.01"), ROUND_HALF_UP)
        total += cost
        length += mine
        result.hold("minutes and yuan of a record", (mine, cost), paid.pop(identity, NOTHING))
    result.hold("yuan of records that do not stand", [], [one for one in paid.values() if one != NOTHING])
    signed = [one for one in by_hand.rows(desk, "settlement") if one["state"] == "signed"]
    result.hold("yuan settled", total, sum((one["amount"] for one in signed), Decimal(0)))
    result.hold("minutes settled", length, sum(one["minutes"] for one in signed))
    corrected = [one for one in by_hand.rows(desk, "settlement_line") if one["kind"] == "correction"]
    result.correction_lines = len(corrected)
    result.minutes, result.amount = length, f"{total:.2f}"


def _count_hours(desk: Workspace, result: Result) -> None:
    """What everybody has left."""
    left = by_hand.minutes_left(desk)
    accounts = desk.read(hours.accounts_of, list(left), FIRST.year)
    for identity, minutes in left.items():
        result.hold("minutes left of a person", minutes, accounts[identity].left)
        result.hold("a person has not less than nothing", True, minutes >= 0)  # two counts


def _count_funds(desk: Workspace, result: Result) -> None:
    spent: dict[str, Decimal] = defaultdict(Decimal)
    for one in by_hand.rows(desk, "settlement"):
        if one["state"] == "signed":
            spent[one["fund_id"]] += one["amount"]
    for identity, amount in spent.items():
        balance = desk.read(_balance, identity)
        result.hold("spent of a fund", amount, balance.spent)
        result.hold("a fund within its limit", True, amount <= balance.limit)  # two counts


def _balance(unit: Unit, fund_id: str) -> Balance:
    return funds.balance_of(unit, unit.get(Fund, fund_id))


def torture(rounds: int, seed: int, folder: Path) -> Result:
    """Play two months for so many people and count."""
    begin = time.perf_counter()
    with compiled_once(), serving_town.opened(folder / "office", date(2025, 9, 29)) as at:
        play = Play(at, random.Random(seed), Result(rounds=rounds))  # noqa: S311  # a seed repeats the two months
        play.live(rounds)
        count(at.payer, play.result)
    play.result.seconds = round(time.perf_counter() - begin, 1)
    return play.result


if __name__ == "__main__":
    sys.exit(torturing.main("months", torture, sys.argv[1:], about=__doc__, rounds=180))
