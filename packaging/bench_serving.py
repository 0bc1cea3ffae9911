"""The lists of page 服务 in an office that serves 2,000 people at home: what a look and a search cost the worker thread.

500 more could be served; nine weeks of visits, one a week each, most of them recorded and verified. Rows are written plainly.
"""

import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from measure import RUNS, Figure, at_most, percentile
from sqlalchemy import select

import family
import serving_town
from jiuzhu.domain.household import Household, Member
from jiuzhu.domain.serving.supply import Fund
from jiuzhu.services.delivering import record_view
from jiuzhu.services.scheduling import booking, calendar_view
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.services.serving import agreements, classes, needs_list, neighbours, served_list
from jiuzhu.services.serving import archive as archives
from jiuzhu.services.settling import settlement_view
from jiuzhu.storage.tables import TABLES, metadata
from jiuzhu.storage.unit import CHINA, Unit
from serving_town import ServingTown

PEOPLE, NEW, A_WORKER = 2_000, 500, 20
FIRST, TODAY = date(2025, 9, 1), date(2025, 10, 28)
_RECORDED, _VERIFIED = date(2025, 10, 26), date(2025, 10, 18)
_WEEK = date(2025, 10, 27)
LIST_MS = 300.0


class Served(NamedTuple):
    """Somebody who is served: ids of file and plan."""

    file: str
    plan: str


def town(at: ServingTown, people: int) -> list[str]:
    """Fill an office; returns names to search for."""
    at.on(FIRST)
    clerk = at.town.clerk
    names = [
        f"{'赵钱孙李周吴郑王'[place % 8]}示例{place}" for place in range(people + people * NEW // PEOPLE)
    ]
    clerk.write(_funded, at.fund)
    homes = clerk.write(_homes, names)
    served = clerk.write(_served, at.agreement, homes[:people])
    workers = clerk.write(_workers, at.provider, max(people // A_WORKER, 2))
    visits = clerk.write(_visits, served, workers)
    records = clerk.write(_records, visits)
    at.town.checker.write(_verified, records)
    at.on(TODAY)
    return names


def _homes(unit: Unit, names: list[str]) -> list[tuple[str, str]]:
    """Homes of two; returns home and person of everybody."""
    made = []
    for place in range(0, len(names), 2):
        identity = family.household(unit, names=tuple(names[place : place + 2]))
        unit.session.flush()
        home = unit.get(Household, identity)
        home.village, home.monitored = f"示例村{place % 12}", "unstable"
        members = unit.session.scalars(select(Member).where(TABLES[Member].c.household_id == identity))
        made += [(identity, one.person_id) for one in sorted(members, key=lambda one: one.position)]
    return made


def _served(unit: Unit, agreement: str, homes: list[tuple[str, str]]) -> list[Served]:
    files: list[dict[str, Any]] = [
        {
            "number": unit.number("service_file"), "person_id": person, "household_id": home, "service_class": 3 if place % 20 else 1,
            "class_reason": "示例", "class_on": FIRST, "opened_on": FIRST, "opened_by": unit.actor.operator_id,
            "end_reason": "",
        }
        for place, (home, person) in enumerate(homes)
    ]  # fmt: skip
    unit.insert_rows(metadata.tables["service_file"], files)
    plans = [
        _whole(
            "service_plan",
            number=unit.number("service_plan"), service_file_id=file["id"], agreement_id=agreement,
            items=serving_town.ITEMS, visits_a_month=5, minutes=60, workers=1, starts_on=FIRST,
            ends_on=date(2025, 12, 31), signed_on=FIRST,
        )
        for file in files
    ]  # fmt: skip
    unit.insert_rows(metadata.tables["service_plan"], plans)
    grants = [
        {
            "service_file_id": file["id"], "year": FIRST.year, "minutes": serving_town.FULL, "reason": "年度 24 小时",
            "granted_by": unit.actor.operator_id, "granted_on": FIRST,
        }
        for file in files
    ]  # fmt: skip
    unit.insert_rows(metadata.tables["hour_grant"], grants)
    return [Served(file["id"], plan["id"]) for file, plan in zip(files, plans, strict=True)]


def _whole(name: str, **row: Any) -> dict[str, Any]:
    """A row with "" for the words nobody gave."""
    words = {
        column.name: ""
        for column in metadata.tables[name].c
        if not column.nullable and column.name not in {"id", "version"}
    }
    return words | row


def _funded(unit: Unit, fund: str) -> None:
    """Enough for everybody, within 1 % of what it is a part of."""
    row = unit.get(Fund, fund)
    row.ceiling, row.base = Decimal(5_000_000), Decimal(500_000_000)


def _workers(unit: Unit, provider: str, count: int) -> list[str]:
    return [serving_town.worker(unit, provider, f"示例{place}工") for place in range(count)]


def _visits(unit: Unit, served: list[Served], workers: list[str]) -> list[dict[str, Any]]:
    made = []
    for place, one in enumerate(served):
        turn = place // len(workers)
        day = FIRST + timedelta(days=turn % 5)
        while day <= date(2025, 10, 31):
            starts = 480 + turn // 5 * 90
            made.append(
                {
                    "service_file_id": one.file, "service_plan_id": one.plan, "item": "cleaning", "day": day,
                    "starts": starts, "ends": starts + 60, "worker_id": workers[place % len(workers)],
                    "state": "done" if day <= _RECORDED and place % 10 else "booked", "by": "", "reason": "",
                }
            )  # fmt: skip
            day += timedelta(days=7)
    unit.insert_rows(metadata.tables["visit"], made)
    return made


def _records(unit: Unit, visits: list[dict[str, Any]]) -> list[dict[str, Any]]:
    made = [
        {
            "service_file_id": one["service_file_id"], "visit_id": one["id"], "day": one["day"],
            "starts": one["starts"] + 3, "ends": one["ends"] - 4, "items": "cleaning", "place": "家中",
            "condition": "精神好", "worker_id": one["worker_id"], "signed_by": "self", "signature": serving_town.SIGNATURE,
            "recorded_by": unit.actor.operator_id, "reason": "",
            "recorded_at": datetime(one["day"].year, one["day"].month, one["day"].day, 19, tzinfo=CHINA),
        }
        for one in visits
        if one["state"] == "done"
    ]  # fmt: skip
    unit.insert_rows(metadata.tables["visit_record"], made)
    return made


def _verified(unit: Unit, records: list[dict[str, Any]]) -> None:
    unit.insert_rows(
        metadata.tables["verification"],
        [
            {
                "service_file_id": one["service_file_id"], "visit_record_id": one["id"], "result": "verified",
                "reason": "", "by": unit.actor.operator_id, "at": one["recorded_at"] + timedelta(days=2),
            }
            for one in records
            if one["day"] <= _VERIFIED
        ],
    )  # fmt: skip


def lists(at: ServingTown, name: str) -> dict[str, Callable[[], Any]]:
    """Every list of the page, unnarrowed and searched."""
    read = at.coordinator.read
    return {
        "新增待建档": lambda: read(classes.newcomers),
        "新增待建档, searched": lambda: read(classes.newcomers, name),
        "类别有变化": lambda: read(served_list.changed),
        "在册": lambda: read(served_list.files),
        "在册, searched": lambda: read(served_list.files, name),
        "待评估": lambda: read(needs_list.unassessed),
        "待录入": lambda: read(record_view.to_record),
        "待核实": lambda: read(record_view.queue, "recorded"),
        "待核实, searched": lambda: read(record_view.queue, "recorded", name),
        "已核实": lambda: read(record_view.queue, "verified"),
        "已核实, searched": lambda: read(record_view.queue, "verified", name),
        "chooser of files": lambda: read(neighbours.files),
        "档案": lambda: read(archives.archives),
        "neighbours": lambda: read(neighbours.neighbours, TODAY.year),
        "日历, visits of a week": lambda: read(calendar_view.slots, _WEEK, _WEEK + timedelta(days=6)),
        "日历, who waits": lambda: read(calendar_view.waiting, _WEEK, _WEEK + timedelta(days=6)),
        "日历, how full the workers are": lambda: read(calendar_view.loads, _WEEK, _WEEK + timedelta(days=6)),
        "协议": lambda: read(agreements.agreements),
        "待制单": lambda: read(settlement_view.open_months),
    }


def run(scale: float) -> list[Figure]:
    """Milliseconds of one core for the slowest list and the slowest search, and for a booking with everything it checks."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serving_town.opened(Path(folder) / "office") as at,
    ):
        people = max(200, int(PEOPLE * scale))
        names = town(at, people)
        spent = {what: _median(look) for what, look in lists(at, names[7]).items()}
        slowest = max(spent, key=spent.__getitem__)
        return [
            at_most(
                f"{slowest}, the slowest list of 服务 with {people:,} people served",
                spent[slowest],
                "ms",
                LIST_MS,
            ),
            at_most(
                f"a visit booked among {people:,} people served", _median(lambda: _booked(at)), "ms", LIST_MS
            ),
        ]


def _median(work: Callable[[], object]) -> float:
    """The first time loads what is loaded once."""
    work()
    times = []
    for _ in range(RUNS):
        begin = time.process_time()
        work()
        times.append((time.process_time() - begin) * 1000)
    return percentile(times, 0.5)


def _booked(at: ServingTown) -> None:
    """On a day, an hour and by a worker nobody asked for."""
    at.coordinator.write(_book_and_undo, at.plan, at.workers["示例甲工"])


def _book_and_undo(unit: Unit, plan: str, worker: str) -> None:
    wanted = Wanted("cleaning", TODAY + timedelta(days=2), 960, 1020, worker)
    made = booking.book(unit, plan, wanted)
    booking.cancel(unit, made.visit_id, made.version, "cancelled", by="township", reason="只为量一量")
