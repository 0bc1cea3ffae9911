"""An office that serves people at home: a coordinator, one provider with workers, and the man of the worked case."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import family
from jiuzhu.domain.household import Household
from jiuzhu.domain.serving.served import ServiceFile
from jiuzhu.domain.serving.supply import Agreement, Fund, Provider, ServicePlan, Shift, Tariff, Worker
from jiuzhu.domain.serving.visits import HourGrant
from jiuzhu.services.delivering import recording
from jiuzhu.services.delivering.recording import Told
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.scheduling import booking
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.storage.unit import Unit
from relief_case import colleague
from town import Town, open_town

ITEMS = "cleaning bath errand escort"
VILLAGE = "示例社区"
YEAR = 2025
FULL = 24 * 60  # minutes given for a year
EIGHT, NINE, TEN, EIGHTEEN = 480, 540, 600, 1080
MONDAY = date(2025, 10, 13)


@dataclass
class ServingTown:
    """`coordinator` arranges and records, `payer` settles; `workers` by name, `plan` is of the first person served."""

    town: Town
    coordinator: Workspace
    payer: Workspace
    provider: str
    fund: str
    agreement: str
    workers: dict[str, str]
    file: str
    plan: str

    def on(self, day: date, hour: int = 10) -> None:
        """Set the legal day for everybody."""
        self.town.on(day, hour)


@contextmanager
def opened(home: Path, day: date = MONDAY) -> Iterator[ServingTown]:
    """The office, closed when it is done with."""
    town = open_town(home, day)
    try:
        yield _serving(town)
    finally:
        town.close()


def _serving(town: Town) -> ServingTown:
    coordinator = colleague(town, "xietiao", "陈协调", "service_coordinator")
    payer = colleague(town, "jiesuan", "孙统计", "statistician")
    provider, fund, agreement = town.clerk.write(supply)
    workers = {
        name: town.clerk.write(worker, provider, name, sex)
        for name, sex in (("示例甲工", "2"), ("示例乙工", "1"))
    }
    file, plan = town.clerk.write(served, agreement, ("戊示例",))
    return ServingTown(town, coordinator, payer, provider, fund, agreement, workers, file, plan)


def supply(
    unit: Unit, name: str = "示例社工服务中心", rate: Decimal = Decimal(40), source: str = "work"
) -> tuple[str, str, str]:
    """A provider with an agreement of the year and one rate an hour for everything: ids of it, the fund, the agreement."""
    provider = unit.add(Provider(name=name, kind="social_work"))
    fund = unit.add(
        Fund(
            source=source, year=YEAR, ceiling=Decimal(100_000), base=Decimal(50_000_000), document="示例文号"
        )
    )
    agreement = unit.add(
        Agreement(
            number=unit.number("purchase"),
            provider_id=provider.id,
            fund_id=fund.id,
            payer="示例街道办事处",
            signed_on=date(YEAR, 1, 2),
            starts_on=date(YEAR, 1, 1),
            ends_on=date(YEAR, 12, 31),
        )
    )
    for item in ITEMS.split():
        unit.add(
            Tariff(
                agreement_id=agreement.id,
                item=item,
                unit="hour",
                rate=rate,
                since=date(YEAR, 1, 1),
                document="示例收费文件",
            )
        )
    return provider.id, fund.id, agreement.id


def worker(unit: Unit, provider_id: str, name: str, sex: str = "2", skills: str = ITEMS) -> str:
    """Somebody who can be sent from Monday to Saturday, 8 to 18; returns the id."""
    made = unit.add(Worker(provider_id=provider_id, name=name, sex=sex, skills=skills))
    for weekday in range(6):
        unit.add(
            Shift(worker_id=made.id, weekday=weekday, starts=EIGHT, ends=EIGHTEEN, since=date(YEAR, 1, 1))
        )
    return made.id


def served(
    unit: Unit,
    agreement_id: str,
    names: Sequence[str],
    *,
    village: str = VILLAGE,
    minutes: int = FULL,
    workers: int = 1,
    visits_a_month: int = 4,
) -> tuple[str, str]:
    """A person of class 1 with a file, a signed plan and the minutes of the year; returns ids of file and plan."""
    home = family.household(unit, names=tuple(names))
    unit.session.flush()
    household = unit.get(Household, home)
    household.village = village
    file = unit.add(
        ServiceFile(
            number=unit.number("service_file"),
            person_id=household.head_id,
            household_id=home,
            service_class=1,
            class_reason="重残",
            class_on=date(YEAR, 1, 2),
            opened_on=date(YEAR, 1, 2),
            opened_by=unit.actor.operator_id,
        )
    )
    plan = unit.add(
        ServicePlan(
            number=unit.number("service_plan"),
            service_file_id=file.id,
            agreement_id=agreement_id,
            items=ITEMS,
            visits_a_month=visits_a_month,
            minutes=60,
            workers=workers,
            starts_on=date(YEAR, 1, 2),
            ends_on=date(YEAR, 12, 31),
            signed_on=date(YEAR, 1, 2),
        )
    )
    unit.add(
        HourGrant(
            service_file_id=file.id,
            year=YEAR,
            minutes=minutes,
            reason="年度 24 小时",
            granted_by=unit.actor.operator_id,
            granted_on=date(YEAR, 1, 2),
        )
    )
    return file.id, plan.id


PHOTO = b"\xff\xd8\xff invented picture "
"""What a kept photo begins with; each with other words behind it is another picture."""


def told(starts: int, ends: int, **more: Any) -> Told:
    """What a worker brings back from a visit that went as planned, signed on the screen."""
    asked: dict[str, Any] = {
        "items": ("cleaning",), "place": "家中", "condition": "精神好", "signed_by": "self", "signature": SIGNATURE,
    }  # fmt: skip
    return Told(starts=starts, ends=ends, **asked | more)


SIGNATURE = b"\x89PNG\r\n\x1a\n drawn"


def made(
    at: ServingTown, day: date, starts: int, ends: int, *, plan: str = "", worker_id: str = "", **more: Any
) -> str:
    """A visit booked for a day, made and recorded in its evening; returns the id of the record."""
    at.on(day, 8)
    booked = at.coordinator.write(
        booking.book,
        plan or at.plan,
        Wanted("cleaning", day, starts, ends, worker_id or at.workers["示例甲工"]),
    )
    at.on(day, 20)
    return at.coordinator.write(
        recording.record, booked.visit_id, booked.version, told(starts, ends, **more)
    ).visit_record_id
