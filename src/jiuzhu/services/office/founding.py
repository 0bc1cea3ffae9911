"""Founding an office: what is written before anybody can log in, in a file of its own or on a shared server."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiuzhu import paths
from jiuzhu.domain.calendar import load_calendar
from jiuzhu.domain.codes import CodeTable, load_codes
from jiuzhu.domain.desk import Desk, Shipped, composed
from jiuzhu.domain.form import load_forms
from jiuzhu.domain.ledger import load_ledgers
from jiuzhu.domain.numbering import WINDOW_LETTERS
from jiuzhu.domain.office import Office, OfficeRule, Operator, Station
from jiuzhu.domain.policy import Policy, load_pack
from jiuzhu.domain.rights import APART, ROLE_LABELS, Actor
from jiuzhu.errors import UserError
from jiuzhu.services.office import log_ins, township
from jiuzhu.storage import policy_store
from jiuzhu.storage.database import Database
from jiuzhu.storage.queries import offices
from jiuzhu.storage.tables import map_entities
from jiuzhu.storage.unit import CHINA, Clock, Unit, write

ADMINISTRATORS = ("administrator", "security_administrator", "audit_administrator")
"""On a server they are three people from the first day on."""

_CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Plan:
    """An office to be founded: its record, the letters of its windows, the people it begins with."""

    office: Office
    windows: str
    people: tuple[Operator, ...]


def plan_of(told: Mapping[str, Any]) -> Plan:
    """The plan an office file tells; KeyError names what is not there."""
    map_entities()  # before the first record is made: one made earlier could not be stored
    office = told["office"]
    return Plan(
        Office(
            name=str(office["name"]),
            district=str(office["district"]),
            district_name=str(office["district_name"]),
            township=str(office["township"]),
            township_name=str(office["township_name"]),
            address=str(office.get("address", "")),
            phone=str(office.get("phone", "")),
            supervision_phone=str(office.get("supervision_phone", "")),
            authority=str(office.get("authority", "county")),
            policy_pack=str(office.get("policy_pack", "500000")),
        ),
        "".join(told["windows"]),
        tuple(
            Operator(
                login=str(person["login"]),
                name=str(person["name"]),
                post=str(person.get("post", "")),
                roles=" ".join(person["roles"]),
                started_on=date.min,
            )
            for person in told["people"]
        ),
    )


def require_shared(plan: Plan) -> None:
    """Refuse a plan that a shared server cannot begin with; `UserError` names what is missing."""
    office = plan.office
    if (
        len(office.district) != 6
        or len(office.township) != 9
        or not office.township.startswith(office.district)
    ):
        raise UserError("镇街代码是 9 位数字，前 6 位与区县代码相同。没有建立单位。")
    if (
        not plan.windows
        or not set(plan.windows) <= set(WINDOW_LETTERS)
        or len(set(plan.windows)) < len(plan.windows)
    ):
        raise UserError("窗口号是互不相同的大写字母，不用 I 和 O。没有建立单位。")
    held = [set(person.roles.split()) for person in plan.people]
    missing = [ROLE_LABELS[role] for role in ADMINISTRATORS if not any(role in roles for roles in held)]
    if missing:
        raise UserError(f"名单里缺少{'、'.join(missing)}：三种管理员要由三个人担任。没有建立单位。")
    for person, roles in zip(plan.people, held, strict=True):
        if not roles <= set(ROLE_LABELS):
            raise UserError(f"{person.login} 的岗位里有不认识的词。没有建立单位。")
        if any(pair <= roles for pair in APART):
            raise UserError(f"{person.login} 兼了不能由同一个人担任的岗位。没有建立单位。")


def found(database: Database, plan: Plan, clock: Clock, *, given: bool = False) -> None:
    """Write the office, its windows, its people and the figures of its policy pack in one unit of work.

    `given`: the people's passwords are made for them, and each has to choose another first.
    """
    stations = [Station(window=letter, name=f"{letter} 窗口") for letter in plan.windows]
    pack = load_pack(paths.resources() / "policy" / plan.office.policy_pack)

    def first_start(unit: Unit) -> None:
        for one in (plan.office, *stations, *plan.people):
            unit.add(one)
        for person in plan.people:
            person.started_on = unit.today
            if given:
                log_ins.give(unit, person.login)
        unit.about(plan.office.id)
        if not offices.has_figures(unit.session):  # another township of the district may have brought them
            policy_store.save_rows(unit, pack.rows)
        if plan.office.demo:
            unit.session.flush()
            township.settle(unit, paths.resources() / "demo")

    desk = shipped_desk(plan.office, stations[0], pack, legal_day(clock))
    write(database, actor_of(plan.people[0], stations[0]), desk, "first_start", first_start, clock=clock)


def first_password() -> str:
    """A password for the first log-in, 79 bits, to be read from paper: no letters or digits that look alike."""
    return "-".join("".join(secrets.choice(_CLEAR) for _ in range(4)) for _ in range(4))


def shipped_desk(
    office: Office, station: Station, policy: Policy, day: date, rules: Sequence[OfficeRule] = ()
) -> Desk:
    """The desk as the program came, with the office's figures and rules of a day."""
    codes: Mapping[str, CodeTable] = load_codes(paths.resources() / "codes")
    forms = load_forms(paths.forms(), frozenset(codes))
    ledgers = load_ledgers(paths.resources() / "ledgers")
    calendar = load_calendar(paths.resources() / "policy" / "calendar")
    desk = Desk(
        office=office,
        station=station,
        policy=policy,
        calendar=calendar,
        forms=forms,
        codes=codes,
        ledgers=ledgers,
        shipped=Shipped(forms, codes, ledgers, calendar),
    )
    return composed(desk, rules, day)


def legal_day(clock: Clock) -> date:
    """Today at the desk."""
    return clock().astimezone(CHINA).date()


def actor_of(operator: Operator, station: Station) -> Actor:
    """The operator at that window."""
    return Actor(
        operator_id=operator.id,
        login=operator.login,
        name=operator.name,
        roles=frozenset(operator.roles.split()),
        station_id=station.id,
        window=station.window,
        villages=frozenset(operator.villages.split()),
    )
