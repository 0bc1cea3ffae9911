"""一人一档: opened from what the assessment finds, changed and ended with it, and the hours of a year."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.domain.serving.served import AlarmDevice, NeighbourHelp, ServiceFile
from jiuzhu.errors import ChangedSinceSeen, InvalidInput, Refused, UserError
from jiuzhu.services.delivering import record_view, verifying
from jiuzhu.services.scheduling import booking
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.services.serving import classes, hours, plans, served_list, service_files
from jiuzhu.services.serving.served_list import FileRow
from jiuzhu.storage.queries import served as served_rows
from jiuzhu.storage.unit import Unit
from serving_people import change_person, low_income, person_of
from serving_town import FULL, MONDAY, NINE, TEN, YEAR, ServingTown, made, opened
from visited import settled


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path) as made:
        yield made


def rows(at: ServingTown) -> dict[str, FileRow]:
    return {row.name: row for row in at.coordinator.read(served_list.files)}


def end_plan(at: ServingTown) -> None:
    row = rows(at)["戊示例"]
    at.coordinator.write(plans.end_plan, at.plan, row.plan.version, MONDAY, "提前终止计划")


def test_everybody_of_a_low_income_home_is_a_newcomer_with_class_and_reason(at: ServingTown) -> None:
    home = at.town.clerk.write(low_income, ("己示例", "庚示例"))
    at.town.clerk.write(change_person, "己示例", disability_kind="4", disability_grade="1")
    at.town.clerk.write(change_person, "庚示例", birth=date(1960, 1, 1))
    found = at.coordinator.read(classes.newcomers)
    assert [(one.name, one.service_class, one.age, one.village) for one in found] == [
        ("己示例", 1, 45, "示例社区"),
        ("庚示例", 2, 65, "示例社区"),
    ]
    assert "重度残疾" in found[0].reason
    assert "第 1 类" in found[0].reason
    assert [one.name for one in at.coordinator.read(classes.newcomers, "庚")] == ["庚示例"]
    assert at.coordinator.read(classes.newcomers, "别处") == []
    made = at.coordinator.write(service_files.open_file, found[0].id, home)
    row = rows(at)["己示例"]
    assert (row.id, row.service_class, row.class_reason, row.opened_on) == (made, 1, found[0].reason, MONDAY)
    assert [one.name for one in at.coordinator.read(classes.newcomers)] == ["庚示例"]


def test_a_home_that_is_not_low_income_has_no_newcomers(at: ServingTown) -> None:
    assert at.coordinator.read(classes.newcomers) == []
    row = rows(at)["戊示例"]
    with pytest.raises(Refused, match="不属于任何一类"):
        at.coordinator.write(service_files.open_file, row.person_id, row.household_id)


def test_many_are_opened_and_who_has_a_file_is_left_out(at: ServingTown) -> None:
    at.town.clerk.write(low_income, ("己示例", "庚示例"))
    found = at.coordinator.read(classes.newcomers)
    people = [(one.id, one.household_id) for one in found]
    at.coordinator.write(service_files.open_file, *people[0])
    made = at.coordinator.write(service_files.open_many, people)
    assert len(made.numbers) == 1
    assert len(made.left_out) == 1
    assert "己示例已有服务档案" in made.left_out[0]
    assert sorted(rows(at)) == ["己示例", "庚示例", "戊示例"]
    with pytest.raises(Refused, match="一个档案也没有建"):
        at.coordinator.write(service_files.open_many, people)
    with pytest.raises(Refused, match="没有选中"):
        at.coordinator.write(service_files.open_many, [])


def test_only_who_assesses_opens_and_only_who_serves_ends(at: ServingTown) -> None:
    home = at.town.clerk.write(low_income, ("己示例",))
    person = at.coordinator.read(person_of, "己示例")
    with pytest.raises(Refused, match="账号没有这个岗位"):
        at.town.auditor.write(service_files.open_file, person, home)
    at.town.checker.write(service_files.open_file, person, home)
    row = rows(at)["己示例"]
    with pytest.raises(Refused, match="账号没有这个岗位"):
        at.town.checker.write(service_files.end_file, row.id, row.version, MONDAY, "去世以后停止")


def test_a_class_that_changed_is_proposed_and_taken(at: ServingTown) -> None:
    home = at.town.clerk.write(low_income, ("己示例",))
    person = at.coordinator.read(person_of, "己示例")
    file = at.coordinator.write(service_files.open_file, person, home)
    assert rows(at)["己示例"].service_class == 3
    at.town.clerk.write(change_person, "己示例", illness="major")
    (row,) = [one for one in at.coordinator.read(served_list.changed) if one.id == file]
    assert row.proposal is not None
    assert (row.proposal.kind, row.told[:14]) == ("change", "第 3 类 → 第 1 类：")
    told = at.coordinator.write(service_files.change_service_class, file, row.version)
    assert "第 3 类 → 第 1 类" in told
    row = rows(at)["己示例"]
    assert row.service_class == 1
    assert "重特大疾病" in row.class_reason
    with pytest.raises(Refused, match="类别没有变化"):
        at.coordinator.write(service_files.change_service_class, file, row.version)
    at.coordinator.write(service_files.grant_year, YEAR)
    at.town.clerk.write(change_person, "己示例", illness="none")
    told = at.coordinator.write(service_files.change_service_class, file, row.version)
    assert told.endswith("2025 年小时账户还剩 24.0 小时，已不是第 1 类，请核对是否收回")
    with pytest.raises(ChangedSinceSeen):
        at.coordinator.write(service_files.change_service_class, file, row.version)


def test_who_moved_to_another_low_income_home_keeps_the_file(at: ServingTown) -> None:
    home = at.town.clerk.write(low_income, ("己示例",))
    other = at.town.clerk.write(low_income, ("庚示例",), first=50)
    person = at.coordinator.read(person_of, "己示例")
    file = at.coordinator.write(service_files.open_file, person, home)

    def moves(unit: Unit) -> None:
        for one in unit.session.query(Member).filter_by(person_id=person):
            one.left_on = unit.today
        unit.add(
            Member(household_id=other, person_id=person, relation="20", position=1, joined_on=unit.today)
        )

    at.town.clerk.write(moves)
    (row,) = [one for one in at.coordinator.read(served_list.changed) if one.id == file]
    assert row.told.startswith("已转入户")
    at.coordinator.write(service_files.change_service_class, file, row.version)
    assert rows(at)["己示例"].household_id == other


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("monitored", "家庭已不在低保"),
        ("left", "已不在原户"),
        ("institution", "已入住机构"),
    ],
)
def test_who_has_no_class_any_more_is_proposed_to_end(at: ServingTown, what: str, told: str) -> None:
    home = at.town.clerk.write(low_income, ("己示例", "庚示例"))
    person = at.coordinator.read(person_of, "己示例")
    file = at.coordinator.write(service_files.open_file, person, home)

    def happens(unit: Unit) -> None:
        if what == "monitored":
            unit.get(Household, home).monitored = ""
        elif what == "left":
            for one in unit.session.query(Member).filter_by(person_id=person):
                one.left_on = unit.today
        else:
            unit.get(Person, person).in_institution = True

    at.town.clerk.write(happens)
    (row,) = [one for one in at.coordinator.read(served_list.changed) if one.id == file]
    assert row.proposal is not None
    assert row.proposal.kind == "end"
    assert row.told.startswith(told)
    with pytest.raises(Refused, match=told):
        at.coordinator.write(service_files.change_service_class, file, row.version)


def test_an_unknown_birth_date_is_asked_for_and_ends_nobody(at: ServingTown) -> None:
    home = at.town.clerk.write(low_income, ("己示例",))
    person = at.coordinator.read(person_of, "己示例")
    file = at.coordinator.write(service_files.open_file, person, home)
    at.town.clerk.write(change_person, "己示例", birth=None)
    (row,) = [one for one in at.coordinator.read(served_list.changed) if one.id == file]
    assert row.proposal is not None
    assert (row.proposal.kind, row.told) == ("ask", "还不能确定类别，请先补齐：己示例的出生日期")


def test_a_file_ends_only_when_nothing_hangs_on_it(at: ServingTown) -> None:
    at.coordinator.write(booking.book, at.plan, Wanted("cleaning", MONDAY, NINE, TEN, at.workers["示例甲工"]))
    row = rows(at)["戊示例"]
    with pytest.raises(Refused) as told:
        at.coordinator.write(service_files.end_file, at.file, row.version, MONDAY, "本人不再需要")
    assert f"服务计划 {row.plan.number}" in told.value.message
    assert "已安排的服务 2025-10-13 9:00 助洁" in told.value.message
    with pytest.raises(Refused, match="2025-10-13 起还有服务"):
        end_plan(at)
    (visit,) = at.coordinator.read(
        lambda unit: served_rows.booked_from(unit.session, MONDAY, file_id=at.file)
    )
    at.coordinator.write(
        booking.cancel, visit.id, visit.version, "cancelled", by="person", reason="本人不要了"
    )
    end_plan(at)
    with pytest.raises(InvalidInput, match="停止日期"):
        at.coordinator.write(service_files.end_file, at.file, row.version, date(2025, 10, 14), "本人不再需要")
    with pytest.raises(InvalidInput, match="停止原因"):
        at.coordinator.write(service_files.end_file, at.file, row.version, MONDAY, "无")
    at.coordinator.write(service_files.end_file, at.file, row.version, MONDAY, "本人不再需要")
    assert rows(at) == {}
    (gone,) = at.coordinator.read(served_list.ended)
    assert (gone.ended_on, gone.end_reason) == (MONDAY, "本人不再需要")
    with pytest.raises(Refused, match="已停止服务"):
        at.coordinator.write(service_files.end_file, at.file, gone.version, MONDAY, "再停止一次")


def test_a_device_and_a_neighbour_hold_a_file_open_until_they_end(at: ServingTown) -> None:
    def given(unit: Unit) -> tuple[str, str]:
        device = unit.add(
            AlarmDevice(
                service_file_id=at.file, kind="bell", number="铃001", answers_to="村委会", installed_on=MONDAY, tested_on=MONDAY,
            )
        )  # fmt: skip
        helper = unit.add(
            NeighbourHelp(service_file_id=at.file, helper="邻居甲", starts_on=MONDAY, yearly=Decimal(600))
        )
        return device.id, helper.id

    device, helper = at.town.clerk.write(given)
    end_plan(at)
    row = rows(at)["戊示例"]
    with pytest.raises(Refused) as told:
        at.coordinator.write(service_files.end_file, at.file, row.version, MONDAY, "本人不再需要")
    assert "设备 铃001 还没有拆除；邻居甲的邻里互助还没有结束" in told.value.message

    def over(unit: Unit) -> None:
        unit.get(AlarmDevice, device).removed_on = MONDAY
        unit.get(NeighbourHelp, helper).ended_on = MONDAY

    at.town.clerk.write(over)
    at.coordinator.write(service_files.end_file, at.file, row.version, MONDAY, "本人不再需要")


def test_home_care_is_taken_from_its_list_and_names_the_visits_against_it(at: ServingTown) -> None:
    at.coordinator.write(booking.book, at.plan, Wanted("cleaning", MONDAY, NINE, TEN, at.workers["示例甲工"]))
    row = rows(at)["戊示例"]
    set_to = service_files.set_home_care
    with pytest.raises(InvalidInput, match="从哪一天开始"):
        at.coordinator.write(set_to, at.file, row.version, None, MONDAY)
    with pytest.raises(InvalidInput, match="早于开始日"):
        at.coordinator.write(set_to, at.file, row.version, MONDAY, date(2025, 10, 1))
    against = at.coordinator.write(set_to, at.file, row.version, MONDAY, None)
    assert against == ("2025-10-13 9:00 助洁（已安排）",)
    row = rows(at)["戊示例"]
    assert at.coordinator.write(set_to, at.file, row.version, date(2025, 9, 1), date(2025, 9, 30)) == ()


def test_home_care_that_is_told_late_names_what_was_recorded_and_settled_in_it(at: ServingTown) -> None:
    """And a record of a day in home care is doubtful: not both are paid."""
    settled(at)  # in September
    record = made(at, MONDAY, 545, 605)
    row = rows(at)["戊示例"]
    set_to, first = service_files.set_home_care, date(2025, 9, 9)
    against = at.coordinator.write(set_to, at.file, row.version, first, None)
    before = (
        "2025-09-09 9:00 助浴（已结算）",
        "2025-09-16 9:00 助洁（已录入）",
    )  # what was refused is not paid
    assert against == (*before, "2025-10-13 9:05 助洁（已录入）")
    (flag,) = at.town.checker.read(record_view.one, record).flags
    assert flag.kind == "home_care"
    assert at.town.checker.write(verifying.verify_many, [record]).done == 0
    row = rows(at)["戊示例"]
    against = at.coordinator.write(set_to, at.file, row.version, first, date(2025, 10, 12))
    assert against == before
    assert at.town.checker.read(record_view.one, record).flags == ()


def test_the_hours_of_a_year_are_given_once_to_each_of_class_one(at: ServingTown) -> None:
    home = at.town.clerk.write(low_income, ("己示例", "庚示例", "辛示例"))
    for name in ("己示例", "庚示例"):
        at.town.clerk.write(change_person, name, illness="major")
    people = [(at.coordinator.read(person_of, name), home) for name in ("己示例", "庚示例", "辛示例")]
    at.coordinator.write(service_files.open_many, people)
    row = rows(at)["庚示例"]
    at.coordinator.write(service_files.set_home_care, row.id, row.version, date(2025, 1, 1), None)
    made = at.coordinator.write(service_files.grant_year, YEAR)
    assert (made.people, made.minutes, made.already) == (1, FULL, 1)
    assert made.left_out == ("庚示例（残联居家托养）",)
    left = {name: row.account.left for name, row in rows(at).items()}
    assert left == {"戊示例": FULL, "己示例": FULL, "庚示例": 0, "辛示例": 0}
    again = at.coordinator.write(service_files.grant_year, YEAR)
    assert (again.people, again.already) == (0, 2)
    following = at.coordinator.write(service_files.grant_year, YEAR + 1)
    assert (following.people, following.already) == (2, 0)
    with pytest.raises(UserError, match="今年或明年"):
        at.coordinator.write(service_files.grant_year, YEAR - 1)


def test_a_new_file_of_the_same_person_brings_no_second_hours(at: ServingTown) -> None:
    end_plan(at)
    row = rows(at)["戊示例"]

    def monitored(unit: Unit) -> None:
        unit.get(Household, row.household_id).monitored = "marginal"
        unit.get(Person, row.person_id).illness = "major"

    at.coordinator.write(service_files.end_file, at.file, row.version, MONDAY, "本人不再需要")
    at.town.clerk.write(monitored)
    at.coordinator.write(service_files.open_file, row.person_id, row.household_id)
    made = at.coordinator.write(service_files.grant_year, YEAR)
    assert (made.people, made.already) == (0, 1)


def test_what_was_granted_wrongly_and_taken_back_can_be_granted(at: ServingTown) -> None:
    at.coordinator.write(hours.grant, at.file, YEAR, -FULL, "误发，予以收回")
    assert at.coordinator.write(service_files.grant_year, YEAR).people == 1

    def reason(unit: Unit) -> str:
        (row,) = [one for one in unit.session.query(ServiceFile) if one.id == at.file]
        grants = served_rows.grant
        found = unit.session.execute(grants.select().where(grants.c.service_file_id == row.id))
        return str(list(found)[-1].reason)

    assert (
        at.coordinator.read(reason)
        == "2025 年度 24.0 小时：渝北区服务类社会救助试点工作实施方案（2025-02-28）"
    )
