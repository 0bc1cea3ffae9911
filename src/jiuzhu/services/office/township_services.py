"""The half of the invented township that is served at home: who serves, whom, and the visits of two weeks.

The visits lie around the day of the first start, so that the calendar of its week is never empty. Who is of which class
is not written down in the file but assessed, as for everybody.
"""

import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from jiuzhu.domain.serving.served import ServiceFile
from jiuzhu.domain.serving.supply import (
    Absence,
    Agreement,
    Fund,
    Provider,
    ServicePlan,
    Shift,
    Tariff,
    Worker,
)
from jiuzhu.domain.serving.visits import HourGrant, Verification, Visit, VisitRecord
from jiuzhu.services.serving.classes import Classed, classes_of
from jiuzhu.storage.unit import CHINA, Unit

SIGNATURE = "signature.png"
"""What everybody served signs with, beside the file: the word 示例."""

_BEGUN = timedelta(weeks=4)
"""How long before the week of the first start the plans begin."""

_EIGHT, _EIGHTEEN = 480, 1080  # minutes after midnight
_WRITTEN_DOWN, _LOOKED_AT = time(17, 40), time(18, 30)  # of the day of a visit


def settle(unit: Unit, file: Path, homes: Mapping[str, str], coordinator: str, checker: str) -> None:
    """Write it all. `homes`: name → household; the other two are ids of operators, who records and who verifies."""
    told = tomllib.loads(file.read_text("utf-8"))
    served = _Served(unit, told, (file.parent / SIGNATURE).read_bytes(), coordinator, checker)
    found = classes_of(unit, {homes[person["name"]] for person in told["person"]}).of.values()
    classed = {one.member.name: one for one in found}
    for person in told["person"]:
        served.person(person, classed[person["name"]])


class _Served:
    """Provider, fund, agreement and workers are written first; then person by person."""

    def __init__(
        self, unit: Unit, told: Mapping[str, Any], signature: bytes, coordinator: str, checker: str
    ) -> None:
        self.unit = unit
        self.signature = signature
        self.coordinator, self.checker = coordinator, checker
        self.monday = unit.today - timedelta(days=unit.today.weekday())
        self.begun = self.monday - _BEGUN
        self.ends = date(self.begun.year + 1, 12, 31)
        provider = unit.add(Provider(**told["provider"]))
        self.agreement = self._agreed(provider.id, told)
        self.workers = {one["name"]: self._worker(provider.id, one) for one in told["worker"]}
        for one in told["absence"]:
            unit.add(
                Absence(
                    worker_id=self.workers[one["worker"]],
                    first_day=self._day(one["first"]),
                    last_day=self._day(one["last"]),
                    reason=one["reason"],
                    recorded_by=coordinator,
                )
            )

    def _day(self, place: int) -> date:
        return self.monday + timedelta(days=place)

    def _agreed(self, provider_id: str, told: Mapping[str, Any]) -> Agreement:
        """The agreement of two years with its fund and a rate for each item."""
        unit, money = self.unit, told["fund"]
        starts = date(self.begun.year, 1, 1)
        fund = unit.add(
            Fund(
                source=money["source"],
                year=unit.today.year,
                ceiling=Decimal(money["ceiling"]),
                base=Decimal(money["base"]),
                document=money["document"],
            )
        )
        agreement = unit.add(
            Agreement(
                number=unit.number("purchase"),
                provider_id=provider_id,
                fund_id=fund.id,
                payer=told["agreement"]["payer"],
                duties=told["agreement"]["duties"],
                signed_on=starts,
                starts_on=starts,
                ends_on=self.ends,
            )
        )
        for item, rate in told["rates"].items():
            unit.add(
                Tariff(
                    agreement_id=agreement.id,
                    item=item,
                    unit="hour",
                    rate=Decimal(rate),
                    since=starts,
                    document=told["agreement"]["document"],
                )
            )
        return agreement

    def _worker(self, provider_id: str, told: Mapping[str, Any]) -> str:
        fields = {name: value for name, value in told.items() if name != "weekdays"}
        made = self.unit.add(Worker(provider_id=provider_id, trained_on=self.begun, **fields))
        for weekday in told["weekdays"]:
            self.unit.add(
                Shift(worker_id=made.id, weekday=weekday, starts=_EIGHT, ends=_EIGHTEEN, since=self.begun)
            )
        return made.id

    def person(self, told: Mapping[str, Any], classed: Classed) -> None:
        """The file of one person, the plan as it was signed, the hours of the year, and the visits."""
        unit = self.unit
        file = unit.add(
            ServiceFile(
                number=unit.number("service_file"),
                person_id=classed.member.id,
                household_id=classed.household_id,
                service_class=classed.number,
                class_reason=classed.reason,
                class_on=self.begun,
                opened_on=self.begun,
                opened_by=self.coordinator,
            )
        )
        plan = unit.add(
            ServicePlan(
                number=unit.number("service_plan"),
                service_file_id=file.id,
                agreement_id=self.agreement.id,
                items=" ".join(dict.fromkeys(one["item"] for one in told["visits"])),
                visits_a_month=told["visits_a_month"],
                minutes=told["visits"][0]["minutes"],
                worker_sex=told.get("worker_sex", ""),
                place="家中",
                starts_on=self.begun,
                ends_on=self.ends,
                signed_on=self.begun,
            )
        )
        for year in sorted({self._day(one["day"]).year for one in told["visits"]}):
            unit.add(
                HourGrant(
                    service_file_id=file.id,
                    year=year,
                    minutes=told["hours"] * 60,
                    reason=f"{year} 年度 {told['hours']} 小时",
                    granted_by=self.coordinator,
                    granted_on=self.begun,
                )
            )
        for one in told["visits"]:
            self._visit(plan, one)

    def _visit(self, plan: ServicePlan, told: Mapping[str, Any]) -> None:
        day, starts = self._day(told["day"]), _minutes(told["at"])
        visit = self.unit.add(
            Visit(
                service_file_id=plan.service_file_id,
                service_plan_id=plan.id,
                item=told["item"],
                day=day,
                starts=starts,
                ends=starts + told["minutes"],
                worker_id=self.workers[told["worker"]],
            )
        )
        if day >= self.unit.today:
            return
        if "missed" in told:
            visit.state, visit.by, visit.reason = told["missed"], told["by"], told["reason"]
        else:
            self._record(visit, plan, told)

    def _record(self, visit: Visit, plan: ServicePlan, told: Mapping[str, Any]) -> None:
        visit.state = "done"
        record = self.unit.add(
            VisitRecord(
                service_file_id=visit.service_file_id,
                visit_id=visit.id,
                day=visit.day,
                starts=_minutes(told["came"]),
                ends=_minutes(told["left"]),
                items=visit.item,
                place=plan.place,
                condition="精神好",
                worker_id=visit.worker_id,
                signed_by="self",
                signature=self.signature,
                recorded_by=self.coordinator,
                recorded_at=_moment(visit.day, _WRITTEN_DOWN),
            )
        )
        if "found" in told:
            self.unit.add(
                Verification(
                    service_file_id=visit.service_file_id,
                    visit_record_id=record.id,
                    result=told["found"],
                    reason=told.get("reason", ""),
                    by=self.checker,
                    at=_moment(visit.day, _LOOKED_AT),
                )
            )


def _moment(day: date, at: time) -> datetime:
    """A time at the desk, as moments are kept: in UTC."""
    return datetime.combine(day, at, CHINA).astimezone(UTC)


def _minutes(at: time) -> int:
    """Minutes after midnight."""
    return at.hour * 60 + at.minute
