"""One fact of a household changed at a time, by the name of the fact: what a reason may depend on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from jiuzhu.domain.facts import (
    AssetFacts,
    Disability,
    ExpenseFacts,
    HouseholdFacts,
    HousingFacts,
    IncomeFacts,
    MemberFacts,
    VehicleFacts,
)
from jiuzhu.domain.policy import Value

_OF_MEMBER: dict[str, tuple[dict[str, Any], ...]] = {
    "birth": tuple({"birth": date(year, 1, 1)} for year in (1940, 1960, 1990, 2015)),
    "disability": tuple(
        {"disability": tuple(Disability(*one) for one in held)} for held in ([], ["41"], ["53"], ["24"])
    ),
    "illness": ({"illness": "none"}, {"illness": "major"}),
    "student": ({"student": "none"}, {"student": "compulsory"}),
    "self_care": tuple(
        {"self_care_unmet": unmet} for unmet in ((), ("eat",), ("eat", "bed", "walk", "bath"), None)
    ),
    "bedridden": ({"bedridden_months": 0}, {"bedridden_months": 6}),
    "receives": tuple(
        {"receives": codes}
        for codes in ((), ("tekun",), ("elder_care",), ("disability_living",), ("orphan",))
    ),
    "counted": ({"counted": False}, {"in_prison": True}),
    "unused": ({"sex": "9"}, {"lives_alone": True}, {"registered_unemployed": True}),
}
_OF_OBLIGOR: tuple[dict[str, Any], ...] = (
    {"income_month": Decimal(0)},
    {"income_month": Decimal(9000)},
    {"income_month": None},
    {"birth": date(1950, 1, 1)},
    {"birth": date(1990, 1, 1)},
    {"birth": None},
    {"status": "tekun"},
    {"status": "incapable"},
    {"status": "ordinary"},
    {"property_fits": False},
    {"disability": (Disability("4", "1"),)},
)
_OF_PARENT: tuple[dict[str, Any], ...] = (
    {"state": "none"},
    {"state": "dead"},
    {"state": "prison"},
    {"since": date(2020, 1, 1)},
    {"since": date(2025, 10, 1)},
    {"until": date(2030, 1, 1)},
)
_OF_INCIDENT: tuple[dict[str, Any], ...] = (
    {"self_paid": Decimal(25000)},
    {"self_paid": Decimal(100)},
    {"persons": 5},
)


_SETTINGS: tuple[tuple[str, Value], ...] = (
    ("std.dibao.urban", Decimal(700)),
    ("std.dibao.rural", Decimal(700)),
    ("std.tekun.base", Decimal(900)),
    ("std.unsupported_child", Decimal(1500)),
    ("std.orphan.scattered", Decimal(1500)),
    ("edge.multiple", Decimal("1.2")),
    ("property.money.multiple", Decimal(2)),
    ("property.illness.cap", Decimal(20000)),
    ("property.vehicle.exempt", Decimal(10000)),
    ("property.housing.min_area", Decimal(20)),
    ("single.clergy.years", Decimal(1)),
    ("single.parental.multiple", Decimal(2)),
    ("support.rate.few", Decimal("0.1")),
    ("tekun.property.multiple", Decimal(2)),
    ("disposable.year", Decimal(12000)),
    ("rigid.ratio", Decimal("0.9")),
    ("rigid.ratio.counts", "without_living"),
    ("child.months", Decimal(12)),
    ("disability.living", Decimal(60)),
    ("disability.care.1", Decimal(250)),
    ("elder.care", Decimal(85)),
    ("quick.cap_basis", "per_person"),
    ("tmp.illness.B.floor", Decimal(1000)),
    ("tmp.illness.B.cap", Decimal(5000)),
)


def _swapped(rows: tuple[Any, ...], place: int, more: dict[str, Any]) -> tuple[Any, ...]:
    return (*rows[:place], replace(rows[place], **more), *rows[place + 1 :])


def mutated(facts: HouseholdFacts) -> Iterator[tuple[str, HouseholdFacts]]:
    """Name of the fact, and the household with it otherwise; what would be the same is left out."""
    for name, other in _all(facts):
        if other != facts:
            yield name, other


def _all(facts: HouseholdFacts) -> Iterator[tuple[str, HouseholdFacts]]:
    for place, member in enumerate(facts.members):
        for name, changes in _OF_MEMBER.items():
            for more in changes:
                yield name, replace(facts, members=_swapped(facts.members, place, more))
        for amount in (500, 3000):
            earned = IncomeFacts(member.id, "wage", Decimal(amount), "month")
            yield "income", replace(facts, incomes=(*facts.incomes, earned))
    yield from _of_relatives(facts)
    if facts.incident is not None:
        for more in _OF_INCIDENT:
            yield "incident", replace(facts, incident=replace(facts.incident, **more))
        yield "unused", replace(facts, incident=replace(facts.incident, on=date(2025, 1, 1)))
    yield from _of_household(facts)


def _of_relatives(facts: HouseholdFacts) -> Iterator[tuple[str, HouseholdFacts]]:
    for place in range(len(facts.obligors)):
        for more in _OF_OBLIGOR:
            yield "obligor", replace(facts, obligors=_swapped(facts.obligors, place, more))
    for place in range(len(facts.parents)):
        for more in _OF_PARENT:
            yield "parents", replace(facts, parents=_swapped(facts.parents, place, more))


def _of_household(facts: HouseholdFacts) -> Iterator[tuple[str, HouseholdFacts]]:
    for key, value in _SETTINGS:
        yield "settings", replace(facts, settings=dict(facts.settings) | {key: value})
    born = MemberFacts("newborn", "97", "2", facts.on)
    yield "members", replace(facts, members=(*facts.members, born))
    for amount in (9000, 90000):
        yield "assets", replace(facts, assets=(*facts.assets, AssetFacts("fund", Decimal(amount))))
    for standing in ((), ("dibao",), ("edge",), ("rigid",), ("tekun",)):
        yield "standing", replace(facts, standing=standing)
    yield "monitored", replace(facts, monitored=not facts.monitored)
    yield "kind", replace(facts, kind="rural" if facts.kind == "urban" else "urban")
    yield "expenses", replace(facts, expenses=(*facts.expenses, ExpenseFacts("medical", Decimal(30000))))
    homes = (HousingFacts(Decimal(60)), HousingFacts(Decimal(60)))
    yield "housing", replace(facts, housing=(*facts.housing, *homes))
    for worth, proved in ((90000, True), (20000, True), (20000, False)):
        car = VehicleFacts("car", Decimal(worth), value_proved=proved)
        yield "vehicles", replace(facts, vehicles=(*facts.vehicles, car))
