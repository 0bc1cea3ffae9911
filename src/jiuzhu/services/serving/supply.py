"""服务机构: providers with their papers and vehicles. Nothing is deleted: what is over ends on a day."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from jiuzhu.domain.merging import Shown
from jiuzhu.domain.serving.supply import Provider, Qualification, Vehicle
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused, UserError
from jiuzhu.services.office import merging
from jiuzhu.services.scheduling.calendar_view import Slot, slots
from jiuzhu.storage.queries import supply as queries
from jiuzhu.storage.queries import visits as visit_rows
from jiuzhu.storage.unit import Unit

AHEAD = 366
"""Days a visit can be booked ahead."""

ALARMING = frozenset({"warn", "bad"})
"""Colours of rows that stand first: somebody has to do something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderTold:
    """What is written down of a provider."""

    name: str
    kind: str
    credit_code: str = ""
    contact: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """A provider in the list; `colour`: of the paper that runs out first."""

    id: str
    name: str
    kind: str
    credit_code: str
    contact: str
    phone: str
    address: str
    ended_on: date | None
    end_reason: str
    workers: int
    papers: tuple[Qualification, ...]
    vehicles: tuple[tuple[str, str], ...]  # id and plate
    colour: str
    until: date | None  # of that paper


def colour_of(unit: Unit, last: date) -> str:
    """ok, warn when a last day is near, bad when it is over."""
    if last < unit.today:
        return "bad"
    days = unit.desk.policy.in_force(unit.desk.office.district, unit.today).number("supply.expiry_days")
    return "warn" if last < unit.today + timedelta(days=days) else "ok"


def open_provider(unit: Unit, told: ProviderTold) -> str:
    """登记服务机构; returns its id."""
    unit.require("contract")
    made = Provider(**_provider(unit, told))
    if queries.provider_named(unit.session, made.name):
        raise Refused(f"“{made.name}”已经登记过。没有再登记一次。")
    unit.about(unit.add(made).id)
    return made.id


def change_provider(unit: Unit, provider_id: str, told: ProviderTold, *, before: Shown | None = None) -> None:
    """更正 what is written down of a provider. `before`: see `merging`."""
    unit.require("contract")
    row = open_one(unit, provider_id)
    merging.save(unit, row, _provider(unit, told), before, about=[row.id])
    unit.about(row.id)


def _provider(unit: Unit, told: ProviderTold) -> dict[str, Any]:
    if told.kind not in unit.desk.codes["provider_kind"].labels:
        raise InvalidInput([Problem("kind", "请选择机构种类。")])
    return {
        "name": written(told.name, "机构名称", "name"),
        "kind": told.kind,
        "credit_code": told.credit_code.strip(),
        "contact": told.contact.strip(),
        "phone": told.phone.strip(),
        "address": told.address.strip(),
    }


def open_one(unit: Unit, provider_id: str) -> Provider:
    """A provider that serves; `Refused` when it does not any more."""
    row = unit.get(Provider, provider_id)
    if row.ended_on is not None:
        raise Refused(f"{row.name}已于 {row.ended_on} 停止合作。没有改动任何内容。")
    return row


def end_provider(unit: Unit, provider_id: str, day: date, reason: str) -> None:
    """停止合作 from a day on; its agreements are ended first, each with its plans and visits."""
    unit.require("contract")
    row = open_one(unit, provider_id)
    held = queries.agreements_after(unit.session, provider_id, day)
    if held:
        raise Refused(
            f"协议 {'、'.join(held)} 在 {day} 还有效，请先终止协议并安排好服务对象。没有改动任何内容。"
        )
    row.ended_on, row.end_reason = day, written(reason, "停止原因", "reason")
    unit.about(row.id)


def record_qualification(unit: Unit, provider_id: str, title: str, number: str, valid_until: date) -> str:
    """登记资质, or its renewal: the paper of the same title it replaces ends today. Returns its id."""
    unit.require("contract")
    row = open_one(unit, provider_id)
    title = written(title, "资质名称", "title", 2)
    if valid_until < unit.today:
        raise UserError("有效期已经过去，请核对证书上的日期。", field="valid_until")
    for one in visit_rows.qualifications(unit.session, provider_id):
        if one.title == title:
            one.ended_on = unit.today
    made = Qualification(provider_id=row.id, title=title, number=number.strip(), valid_until=valid_until)
    unit.add(made)
    unit.about(row.id)
    return made.id


def end_qualification(unit: Unit, qualification_id: str) -> None:
    """A paper that was revoked or is not asked for any more."""
    unit.require("contract")
    paper = unit.get(Qualification, qualification_id)
    if paper.ended_on is not None:
        raise Refused("这份资质已经注销。没有改动任何内容。")
    paper.ended_on = unit.today
    unit.about(paper.provider_id)


def open_vehicle(unit: Unit, provider_id: str, plate: str) -> str:
    """登记车辆 of a provider; returns its id."""
    unit.require("contract")
    row = open_one(unit, provider_id)
    plate = "".join(written(plate, "车牌号", "plate").split()).upper()
    if plate in {one.plate for one in visit_rows.vehicles(unit.session, provider_id, unit.today)}:
        raise Refused(f"{plate} 已经登记过。没有再登记一次。")
    made = Vehicle(provider_id=row.id, plate=plate)
    unit.add(made)
    unit.about(row.id)
    return made.id


def end_vehicle(unit: Unit, vehicle_id: str, day: date) -> list[Slot]:
    """A vehicle that is not used any more from a day on; returns the visits booked with it."""
    unit.require("contract")
    row = unit.get(Vehicle, vehicle_id)
    check_end(unit, row.ended_on, row.plate, day)
    row.ended_on = day
    unit.about(row.provider_id)
    return [one for one in _booked(unit, day, row.provider_id) if one.vehicle_id == row.id]


def providers(unit: Unit, text: str = "") -> list[ProviderRow]:
    """Every provider, those who serve first; `text` narrows by name or contact."""
    unit.require("read")
    rows = queries.providers(unit.session, text.strip())
    ids = [row.id for row in rows]
    papers, cars = queries.papers(unit.session, ids), queries.vehicles(unit.session, ids, unit.today)
    workers = Counter(one.provider_id for one in visit_rows.workers(unit.session, "", unit.today))
    found = []
    for row in rows:
        own = tuple(one for one in papers if one.provider_id == row.id)
        until = min((one.valid_until for one in own), default=None)
        found.append(
            ProviderRow(
                row.id,
                row.name,
                row.kind,
                row.credit_code,
                row.contact,
                row.phone,
                row.address,
                row.ended_on,
                row.end_reason,
                workers[row.id],
                own,
                tuple((one.id, one.plate) for one in cars if one.provider_id == row.id),
                colour_of(unit, until) if until and row.ended_on is None else "",
                until,
            )
        )
    return sorted(found, key=lambda one: (one.ended_on is not None, one.colour not in ALARMING, one.name))


def _booked(unit: Unit, day: date, provider_id: str) -> list[Slot]:
    found = slots(unit, day, day + timedelta(days=AHEAD), provider_id)
    return [one for one in found if one.state == "booked"]


def check_end(unit: Unit, ended_on: date | None, name: str, day: date) -> None:
    """Refuse to end what ended already, or before today."""
    if ended_on is not None:
        raise Refused(f"{name}已于 {ended_on} 停用。没有改动任何内容。")
    if day < unit.today:
        raise UserError("只能从今天或以后停用；以前的服务照原样留着。", field="day")
