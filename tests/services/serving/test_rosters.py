"""名单 of the nine services: computed from the records, kept with reasons, and what changed since the last one."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from jiuzhu.domain.household import Member
from jiuzhu.domain.serving.served import ServiceFile
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.ledger import ledgers
from jiuzhu.services.serving import rosters, service_files
from jiuzhu.services.serving.rosters import ServiceRow
from jiuzhu.storage.tables import TABLES
from jiuzhu.storage.unit import Unit
from serving_people import change_person, low_income, person_of
from serving_town import MONDAY, ServingTown, opened
from stated import SAID

INSURANCE = "accident_insurance"


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path) as made:
        made.home = made.town.clerk.write(low_income, ("己示例", "庚示例"))  # type: ignore[attr-defined]  # of this file
        made.town.clerk.write(change_person, "庚示例", birth=date(1960, 10, 13))
        yield made


def made(at: ServingTown, *services: str) -> ServiceRow:
    at.coordinator.write(rosters.compute, services or (INSURANCE,))
    return row(at, services[0] if services else INSURANCE)


def row(at: ServingTown, key: str = INSURANCE) -> ServiceRow:
    return next(one for one in at.coordinator.read(rosters.services) if one.id == key)


def told(at: ServingTown, roster: str, state: str = "listed") -> list[tuple[str, str]]:
    return [(one.name, one.reason) for one in at.coordinator.read(rosters.people, roster, state)]


def leaves(unit: Unit, name: str) -> None:
    person = person_of(unit, name)
    member = TABLES[Member]
    for one in unit.session.scalars(select(Member).where(member.c.person_id == person)):
        one.left_on = unit.today


def test_a_roster_stands_with_the_reason_of_everybody(at: ServingTown) -> None:
    assert row(at).made_on is None
    now = made(at)
    assert (now.people, now.unsure, now.made_on, bool(now.roster_number)) == (1, 0, MONDAY, True)
    assert told(at, now.roster_id) == [("庚示例", "第 2 类；65 周岁")]
    assert at.coordinator.read(rosters.people, now.roster_id, "listed", "己") == []
    assert at.coordinator.read(rosters.since_last, now.roster_id) == []


def test_case_ten_at_sixty_five_class_one_gets_no_accident_insurance(at: ServingTown) -> None:
    at.town.clerk.write(change_person, "庚示例", disability_kind="4", disability_grade="1")
    now = made(at, INSURANCE)
    assert (now.people, told(at, now.roster_id)) == (0, [])
    at.coordinator.write(rosters.compute, ("home_visits",))
    visits = row(at, "home_visits")
    assert told(at, visits.roster_id, "unsure") == [("庚示例", "没有服务档案，是否享受居家托养请与残联核对")]


def test_what_is_not_recorded_stands_beside_the_roster(at: ServingTown) -> None:
    now = made(at, "elderly_visits")
    assert (now.people, now.unsure) == (0, 1)
    assert told(at, now.roster_id, "unsure") == [("庚示例", "是否留守、失能、失独没有登记，请入户核实")]


def test_who_came_and_went_is_told_with_why(at: ServingTown) -> None:
    first = made(at)
    at.on(MONDAY + timedelta(days=30))
    at.town.clerk.write(change_person, "己示例", birth=date(1950, 1, 1))
    at.town.clerk.write(change_person, "庚示例", disability_kind="4", disability_grade="2")
    second = made(at)
    assert second.before == first.roster_id
    changes = at.coordinator.read(rosters.since_last, second.roster_id)
    assert [(one.name, one.way, one.why) for one in changes] == [
        ("己示例", "新增", "第 2 类；75 周岁"),
        ("庚示例", "退出", "是第 1 类，这项服务面向第 2 类"),
    ]
    assert told(at, second.roster_id, "gone") == [("庚示例", "是第 1 类，这项服务面向第 2 类")]
    at.on(MONDAY + timedelta(days=60))
    third = made(at)
    assert at.coordinator.read(rosters.since_last, third.roster_id) == []
    across = at.coordinator.read(rosters.changed_since, first.roster_id, third.roster_id)
    assert [(one.name, one.way) for one in across] == [("己示例", "新增"), ("庚示例", "退出")]
    for wrong in ((third.roster_id, first.roster_id), (first.roster_id, first.roster_id)):
        with pytest.raises(Refused, match="前一份"):
            at.coordinator.read(rosters.changed_since, *wrong)


def test_who_left_the_household_left_the_roster(at: ServingTown) -> None:
    made(at)
    at.on(MONDAY + timedelta(days=1))
    at.town.clerk.write(leaves, "庚示例")
    at.on(MONDAY + timedelta(days=2))
    second = made(at)
    (change,) = at.coordinator.read(rosters.since_last, second.roster_id)
    assert (change.way, change.why) == ("退出", "已不在原户，或家庭已不在低收入人口之列")


def test_a_missing_birth_date_leaves_the_class_open(at: ServingTown) -> None:
    made(at)
    at.on(MONDAY + timedelta(days=1))
    at.town.clerk.write(change_person, "庚示例", birth=None)
    second = made(at)
    (change,) = at.coordinator.read(rosters.since_last, second.roster_id)
    assert change.why == "还不能确定类别，请先补齐：庚示例的出生日期"


def test_who_was_taken_into_an_institution_left(at: ServingTown) -> None:
    made(at)
    at.on(MONDAY + timedelta(days=1))
    at.town.clerk.write(change_person, "庚示例", in_institution=True)
    second = made(at)
    (change,) = at.coordinator.read(rosters.since_last, second.roster_id)
    assert change.why == "不再属于任何一类服务对象"


def test_files_tell_home_care_and_visits(at: ServingTown) -> None:
    at.town.clerk.write(change_person, "己示例", disability_kind="4", disability_grade="1")
    file = at.coordinator.write(service_files.open_file, at.coordinator.read(person_of, "己示例"), at.home)  # type: ignore[attr-defined]  # of this file
    both = made(at, "home_visits", "home_care")
    assert told(at, both.roster_id) == [("己示例", "第 1 类")]
    reason = "第 1 类；住示例街道；残疾证 肢体一级；劳动年龄：45 周岁"
    assert told(at, row(at, "home_care").roster_id) == [("己示例", reason)]

    def cared(unit: Unit) -> None:
        unit.get(ServiceFile, file).home_care_from = date(2025, 1, 1)

    at.coordinator.write(cared)
    assert told(at, made(at, "home_visits").roster_id) == []


def test_all_services_at_once_and_none_that_is_not_there(at: ServingTown) -> None:
    done = at.coordinator.write(rosters.compute)
    every = at.coordinator.read(rosters.services)
    assert done.rosters == len(every) == 16
    assert all(one.made_on == MONDAY for one in every)
    assert sorted({one.number for one in every}) == list(range(1, 10))
    with pytest.raises(UserError, match="没有这项服务"):
        at.coordinator.write(rosters.compute, ("dancing",))
    with pytest.raises(Refused):
        at.town.auditor.write(rosters.compute)


def test_the_ledger_holds_the_newest_roster_of_each_service_and_leaves_by_the_door(
    at: ServingTown, tmp_path: Path
) -> None:
    made(at)
    at.on(MONDAY + timedelta(days=1))
    at.town.clerk.write(change_person, "己示例", birth=date(1950, 1, 1))
    made(at)
    at.coordinator.write(rosters.compute, ("children_care",))
    statistician = at.payer

    def names(**filters: object) -> list[tuple[str, str]]:
        page = statistician.read(ledgers.page, "service_rosters", filters)
        heads = [one.name for one in page.columns]
        return [(row[heads.index("name")], row[heads.index("state")]) for row in page.rows]

    assert names() == [("己示例", "在名单"), ("庚示例", "在名单")]
    assert names(date_to=MONDAY) == [("庚示例", "在名单")]
    assert names(date_from=MONDAY + timedelta(days=2)) == []
    assert names(programme="children_care") == []
    assert names(programme=INSURANCE, state="gone") == []
    assert names(village="别处") == []
    assert names(text="己") == [("己示例", "在名单")]
    left = statistician.write(
        ledgers.export, "service_rosters", {"programme": INSURANCE}, tmp_path / "名单.xlsx", SAID
    )
    assert (left.rows, left.path.is_file()) == (2, True)
