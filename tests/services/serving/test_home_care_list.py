"""残联居家托养名单: read first, matched by ID number alone, recorded for all or for nobody."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from jiuzhu.domain.household import Person
from jiuzhu.domain.serving.served import ServiceFile
from jiuzhu.errors import ChangedSinceSeen, Refused
from jiuzhu.services.office import history
from jiuzhu.services.scheduling import booking
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.services.serving import classes, home_care_list, service_files
from jiuzhu.services.serving.home_care_list import HomeCareList
from listing import listed
from serving_people import low_income, person_of
from serving_town import MONDAY, NINE, TEN, ServingTown, opened
from town import id_number

FIRST, LAST = date(2025, 10, 1), date(2025, 12, 31)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path) as made:
        made.town.clerk.write(low_income, ("己示例", "庚示例"))
        people = [(one.id, one.household_id) for one in made.coordinator.read(classes.newcomers)]
        made.coordinator.write(service_files.open_many, people)
        yield made


def number_of(at: ServingTown, name: str) -> str:
    return at.coordinator.read(lambda unit: unit.get(Person, person_of(unit, name)).id_number)


def look(at: ServingTown, folder: Path, *rows: tuple[object, ...]) -> HomeCareList:
    return at.coordinator.read(home_care_list.look_at_list, listed(folder, "home_care", *rows))


def file_of(at: ServingTown, name: str) -> ServiceFile:
    return at.coordinator.read(
        lambda unit: unit.session.query(ServiceFile).filter_by(person_id=person_of(unit, name)).one()
    )


def test_who_is_on_file_is_recorded_and_visits_within_are_named(at: ServingTown, tmp_path: Path) -> None:
    at.coordinator.write(booking.book, at.plan, Wanted("cleaning", MONDAY, NINE, TEN, at.workers["示例甲工"]))
    found = look(
        at,
        tmp_path,
        ("戊示例", number_of(at, "戊示例"), FIRST, None),
        ("别名", number_of(at, "己示例"), FIRST, LAST),
        ("外人", id_number(date(1950, 1, 1), 7), FIRST, None),
    )
    assert [(one.name, one.standing, one.told) for one in found.rows] == [
        ("戊示例", "set", ""),
        ("别名", "set", "档案里的姓名是己示例，请核对"),
        ("外人", "none", ""),
    ]
    made = at.coordinator.write(home_care_list.record_home_care, found)
    assert (made.people, made.visits) == (2, ("戊示例 2025-10-13 9:00 助洁（已安排）",))
    file = file_of(at, "己示例")
    assert (file.home_care_from, file.home_care_until) == (FIRST, LAST)
    assert at.coordinator.read(history.history, file.id)[0].what == "登记居家托养名单"
    again = look(
        at,
        tmp_path,
        ("己示例", number_of(at, "己示例"), FIRST, LAST),
    )
    assert [(one.name, one.standing, one.row) for one in again.rows] == [
        ("己示例", "same", 2),
        ("戊示例", "gone", 0),
    ]
    assert at.coordinator.write(home_care_list.record_home_care, again).people == 0


def test_what_cannot_be_read_is_told_and_never_taken(at: ServingTown, tmp_path: Path) -> None:
    number = number_of(at, "己示例")
    found = look(
        at,
        tmp_path,
        ("戊示例", number_of(at, "戊示例"), "昨天", None),
        ("庚示例", number_of(at, "庚示例"), LAST, FIRST),
        ("己示例", number, FIRST, None),
        ("己示例", number, LAST, None),
    )
    assert [one.standing for one in found.rows] == ["set", "unreadable", "unreadable", "unreadable"]
    told = " ".join(one.told for one in found.rows)
    assert "截止日期早于开始日期" in told
    assert "同一人列了两次" in told
    assert found.count("unreadable") == 3
    assert number not in repr(found)


def test_a_file_that_changed_since_the_list_was_looked_at_stops_all_of_it(
    at: ServingTown, tmp_path: Path
) -> None:
    found = look(
        at,
        tmp_path,
        ("戊示例", number_of(at, "戊示例"), FIRST, None),
        ("己示例", number_of(at, "己示例"), FIRST, None),
    )
    file = file_of(at, "己示例")
    at.coordinator.write(service_files.set_home_care, file.id, file.version, LAST, None)
    with pytest.raises(ChangedSinceSeen):
        at.coordinator.write(home_care_list.record_home_care, found)
    assert file_of(at, "戊示例").home_care_from is None
    with pytest.raises(Refused, match="账号没有这个岗位"):
        at.town.checker.write(home_care_list.record_home_care, found)
