"""名单: the roster of a service as the records tell it on a day, kept with reasons, and who came and went since another one."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from jiuzhu import paths
from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.desk import Desk
from jiuzhu.domain.household import age_on
from jiuzhu.domain.serving.conditions import Whom
from jiuzhu.domain.serving.listing import ServiceRoster, ServiceRosterLine
from jiuzhu.domain.serving.services import LISTED, OUT, UNSURE, Service, Standing, read_services, standing
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.serving.classes import Classed, Classes, classes_of
from jiuzhu.storage.queries import directory, served
from jiuzhu.storage.queries import service_rosters as queries
from jiuzhu.storage.tables import TABLES
from jiuzhu.storage.unit import Unit

STATES: Mapping[str, str] = {LISTED: "在名单", UNSURE: "待核实", "gone": "退出"}
_PIECE = 500


@cache  # a shipped file
def _shipped(district: str, headings: tuple[str, ...]) -> dict[str, Service]:
    path = paths.resources() / "services" / f"{district}.toml"
    return read_services(path.read_text("utf-8"), headings) if path.is_file() else {}


def services_of(desk: Desk) -> dict[str, Service]:
    """The services of the office's district by key; empty where none are on record."""
    return _shipped(desk.office.district, desk.codes["need_heading"].codes)


@dataclass(frozen=True, slots=True)
class Made:
    """What a computation wrote."""

    rosters: int
    people: int
    unsure: int


def compute(unit: Unit, services: Sequence[str] = ()) -> Made:
    """生成名单 of today for these services, all of them when none is named.

    Each tells who is on it, who may be once a fact is known, and who stood on the one before and does not any more, all
    with the reason.
    """
    unit.require("assess_needs")
    known = services_of(unit.desk)
    strange = sorted(set(services) - known.keys())
    if strange or not known:
        raise UserError("本区县没有这项服务的目录。没有生成名单。")
    homes = served.homes(unit.session, month_of(unit.today))
    classes = classes_of(unit, homes)
    people = dict(_people(unit, classes, homes))
    before = queries.newest(unit.session)
    words = {**unit.desk.codes["service_condition"].labels, **unit.desk.codes["need_heading"].labels}
    made = []
    for key in services or tuple(known):
        found = {one: standing(known[key], whom, words) for one, whom in people.items()}
        made.append(_stored(unit, key, found, classes, before.get(key)))
    unit.about(made[0].id if len(made) == 1 else unit.actor.operator_id)
    return Made(len(made), sum(one.people for one in made), sum(one.unsure for one in made))


def _people(unit: Unit, classes: Classes, homes: Mapping[str, Any]) -> Iterator[tuple[str, Whom]]:
    """Everybody who has a class today, as the services look at them."""
    ids = list(classes.of)
    for first in range(0, len(ids), _PIECE):
        piece = ids[first : first + _PIECE]
        held = {one.person_id: one for one in queries.files_of(unit.session, piece)}
        file_ids = [one.id for one in held.values()]
        needs = directory.headings(unit.session, file_ids)
        visited = directory.visited_at_home(unit.session, file_ids, unit.today)
        for person_id in piece:
            one, file = classes.of[person_id], held.get(person_id)
            yield (
                person_id,
                Whom(
                    member=one.member,
                    household=one.household,
                    service_class=one.number,
                    village=homes[one.household_id].village,
                    township=unit.desk.office.township_name,
                    home_care=file.home_care_on(unit.today) if file else None,
                    home_service=file is not None and file.id in visited,
                    needs=needs.get(file.id) if file else None,
                ),
            )


def _stored(
    unit: Unit,
    service: str,
    found: Mapping[str, Standing],
    classes: Classes,
    before: ServiceRoster | None,
) -> ServiceRoster:
    lines = [
        _line(person_id, classes.of[person_id], one) for person_id, one in found.items() if one.state != OUT
    ]
    stood = queries.lines_of(unit.session, before.id) if before else []
    lines += [
        {
            "person_id": row.person_id, "household_id": row.household_id, "service_class": row.service_class,
            "state": "gone", "reason": _why_gone(row, found, classes),
        }
        for row in stood
        if row.state == LISTED and (row.person_id not in found or found[row.person_id].state == OUT)
    ]  # fmt: skip
    lines.sort(key=lambda one: one["person_id"])
    told = "\n".join(f"{one['person_id']} {one['state']} {one['reason']}" for one in lines)
    made = unit.add(
        ServiceRoster(
            number=unit.number("service_roster"),
            service=service,
            made_on=unit.today,
            made_by=unit.actor.operator_id,
            people=sum(one["state"] == LISTED for one in lines),
            unsure=sum(one["state"] == UNSURE for one in lines),
            sha256=hashlib.sha256(told.encode()).hexdigest(),
        )
    )
    unit.session.flush()
    if lines:
        unit.insert_rows(TABLES[ServiceRosterLine], [{"service_roster_id": made.id, **one} for one in lines])
    return made


def _line(person_id: str, one: Classed, found: Standing) -> dict[str, Any]:
    return {
        "person_id": person_id, "household_id": one.household_id, "service_class": one.number,
        "state": found.state, "reason": found.reason,
    }  # fmt: skip


def _why_gone(row: Any, found: Mapping[str, Standing], classes: Classes) -> str:
    if row.person_id in found:
        return found[row.person_id].reason
    needs = classes.needs.get(row.household_id)
    if needs:
        return f"还不能确定类别，请先补齐：{'、'.join(needs)}"
    if row.person_id not in classes.members:
        return "已不在原户，或家庭已不在低收入人口之列"
    return "不再属于任何一类服务对象"


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One service with its newest roster; `id` is its key."""

    id: str
    number: int
    title: str
    owner: str
    classes: str
    reads: str
    clause: str
    note: str
    roster_id: str
    roster_number: str
    made_on: date | None
    people: int
    unsure: int
    before: str  # id of the roster before it


def services(unit: Unit) -> list[ServiceRow]:
    """One line a service of the district, in the order of the nine."""
    unit.require("read")
    made = []
    for key, one in services_of(unit.desk).items():
        rosters = queries.of_service(unit.session, key)
        now = rosters[0] if rosters else None
        made.append(
            ServiceRow(
                key, one.number, one.title, one.owner, "、".join(map(str, one.classes)), one.reads,
                f"{one.document}{one.clause}", one.note, now.id if now else "", now.number if now else "",
                now.made_on if now else None, now.people if now else 0, now.unsure if now else 0,
                rosters[1].id if len(rosters) > 1 else "",
            )
        )  # fmt: skip
    return made


@dataclass(frozen=True, slots=True)
class LineRow:
    """One person on a roster, or beside it."""

    id: str
    person_id: str
    household_id: str
    household_number: str
    name: str
    age: int | None
    village: str
    service_class: int
    state: str
    reason: str


def people(unit: Unit, service_roster_id: str, state: str = LISTED, text: str = "") -> list[LineRow]:
    """Who stands on a roster (`listed`), beside it (`unsure`), or left it (`gone`), by village and name."""
    unit.require("read")
    roster = unit.get(ServiceRoster, service_roster_id)
    return [
        LineRow(
            row.id, row.person_id, row.household_id, row.household_number, row.name, age_on(row.birth, roster.made_on),
            row.village, row.service_class, STATES[row.state], row.reason,
        )
        for row in queries.lines_of(unit.session, service_roster_id, text)
        if row.state == state
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """Who came onto a roster or went from it since another one, and why."""

    id: str
    name: str
    village: str
    service_class: int
    way: str  # 新增 | 退出
    why: str


def changed_since(unit: Unit, earlier_roster_id: str, later_roster_id: str) -> list[Change]:
    """与上次相比: who came and who went between two rosters of one service. Raises `Refused` for two that cannot be compared."""
    unit.require("read")
    earlier, later = unit.get(ServiceRoster, earlier_roster_id), unit.get(ServiceRoster, later_roster_id)
    if earlier.service != later.service or (earlier.made_on, earlier.id) >= (later.made_on, later.id):
        raise Refused("只能拿同一项服务的后一份名单与前一份比。")
    was = {row.person_id: row for row in queries.lines_of(unit.session, earlier.id) if row.state == LISTED}
    now = {row.person_id: row for row in queries.lines_of(unit.session, later.id) if row.state == LISTED}
    went = [person_id for person_id in was if person_id not in now]
    between = [
        one.id
        for one in queries.of_service(unit.session, later.service)
        if (earlier.made_on, earlier.id) < (one.made_on, one.id) <= (later.made_on, later.id)
    ]
    why = queries.last_words(unit.session, between, went)
    made = [
        Change(row.person_id, row.name, row.village, row.service_class, "新增", row.reason)
        for person_id, row in now.items()
        if person_id not in was
    ]
    gone = [was[person_id] for person_id in went]
    return made + [
        Change(row.person_id, row.name, row.village, row.service_class, "退出", why[row.person_id])
        for row in gone
    ]


def since_last(unit: Unit, service_roster_id: str) -> list[Change]:
    """What changed from the roster before this one; everybody came when it is the first."""
    unit.require("read")
    roster = unit.get(ServiceRoster, service_roster_id)
    older = [
        one
        for one in queries.of_service(unit.session, roster.service)
        if (one.made_on, one.id) < (roster.made_on, roster.id)
    ]
    return changed_since(unit, older[0].id, roster.id) if older else []
