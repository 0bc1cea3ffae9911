"""A department's list is held against our people by ID number alone; what it raises is worked to an outcome."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jiuzhu.domain.household import Member, Person
from jiuzhu.domain.identity_number import check_digit
from jiuzhu.domain.monitoring import Alert
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.monitoring import alerting, comparing
from jiuzhu.services.monitoring.alerting import AlertRow
from jiuzhu.storage.unit import Unit
from listing import compared, listed
from on_the_way import approve, submitted
from town import Town, id_number, urban_three

HUSBAND = id_number(date(1980, 3, 2), 11)
WIFE = id_number(date(1982, 6, 11), 12)
NEAR = HUSBAND[:16] + "3"  # one digit away from somebody of ours, with a check digit of its own
NEAR += check_digit(NEAR)


@pytest.fixture(autouse=True)
def household(town: Town) -> None:
    submitted_to = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, submitted_to)
    town.on(date(2025, 12, 3))


def open_alerts(town: Town) -> list[AlertRow]:
    return town.checker.read(alerting.alerts)


def test_a_dead_man_who_is_still_paid_raises_one_alert_with_owner_and_day(town: Town, tmp_path: Path) -> None:
    path = listed(tmp_path, "deaths", ("甲示例", HUSBAND, date(2025, 11, 18), ""))
    made = compared(town, path, "deaths")
    assert (made.listed, made.matched, made.near, made.raised) == (1, 1, 0, 1)
    (alert,) = open_alerts(town)
    assert alert.title == "死亡人员仍享受待遇"
    assert alert.told == "名单载明2025-11-18 死亡，仍计入享受待遇的家庭"
    assert (alert.owner, alert.due_on, alert.aim) == ("李核查", date(2025, 12, 10), "应退尽退")
    assert HUSBAND not in alert.told + alert.action


def test_a_number_one_digit_away_and_a_number_missing_are_never_matched(town: Town, tmp_path: Path) -> None:
    path = listed(
        tmp_path,
        "deaths",
        ("甲示例", NEAR, date(2025, 11, 18), ""),
        ("别的人", id_number(date(1950, 1, 1), 1), None, ""),
    )
    preview = town.checker.read(comparing.look, "deaths", path)
    assert [row.standing for row in preview.rows] == ["near", "unknown"]
    made = town.checker.write(comparing.compare, preview, "区公安分局", date(2025, 11, 30))
    assert (made.matched, made.near, made.raised) == (0, 1, 0)
    assert open_alerts(town) == []


def test_a_row_that_cannot_be_read_is_told_and_never_matched(town: Town, tmp_path: Path) -> None:
    path = listed(
        tmp_path, "deaths", ("甲示例", HUSBAND[:-1] + "?", None, ""), ("甲示例", HUSBAND, "昨天", "")
    )
    preview = town.checker.read(comparing.look, "deaths", path)
    assert [row.standing for row in preview.rows] == ["unreadable", "unreadable"]
    assert all(row.told for row in preview.rows)
    assert town.checker.write(comparing.compare, preview, "区公安分局", date(2025, 11, 30)).raised == 0


def test_the_same_file_and_the_same_fact_raise_nothing_twice(town: Town, tmp_path: Path) -> None:
    row = ("甲示例", HUSBAND, date(2025, 11, 18), "")
    path = listed(tmp_path, "deaths", row)
    compared(town, path, "deaths")
    with pytest.raises(Refused, match="2025-12-03 已经比对过（比2025-500112001-A00001-"):
        compared(town, path, "deaths")
    longer = listed(
        tmp_path, "deaths", row, ("别的人", id_number(date(1950, 1, 1), 1), None, ""), name="再次"
    )
    assert compared(town, longer, "deaths").raised == 0
    assert len(open_alerts(town)) == 1


def test_two_lists_of_one_person_raise_an_alert_each(town: Town, tmp_path: Path) -> None:
    compared(
        town,
        listed(tmp_path, "vehicles", ("甲示例", HUSBAND, date(2025, 9, 1), Decimal(50000), "小型轿车")),
        "vehicles",
    )
    compared(
        town, listed(tmp_path, "pensions", ("乙示例", WIFE, None, Decimal("1520.5"), "职工")), "pensions"
    )
    told = {row.name: row.told for row in open_alerts(town)}
    assert told["乙示例"] == "名单载明每月养老金 1,520.50 元，档案记录 0.00 元"
    assert told["甲示例"].startswith("名单载明2025-09-01 登记车辆（小型轿车）")


@pytest.mark.parametrize(
    ("source", "as_of", "field"),
    [("", date(2025, 11, 30), "source"), ("区公安分局", date(2025, 12, 4), "as_of")],
)
def test_a_comparison_says_where_the_list_comes_from_and_of_which_day(
    town: Town, tmp_path: Path, source: str, as_of: date, field: str
) -> None:
    preview = town.checker.read(
        comparing.look, "deaths", listed(tmp_path, "deaths", ("甲示例", HUSBAND, None, ""))
    )
    with pytest.raises(InvalidInput) as refusal:
        town.checker.write(comparing.compare, preview, source, as_of)
    assert refusal.value.problems[0].field == field
    assert open_alerts(town) == []


def test_an_alert_is_worked_and_closed_with_evidence(town: Town, tmp_path: Path) -> None:
    compared(town, listed(tmp_path, "deaths", ("甲示例", HUSBAND, date(2025, 11, 18), "")), "deaths")
    (alert,) = open_alerts(town)
    with pytest.raises(InvalidInput):
        town.checker.write(alerting.note_alert, alert.id, "看")
    town.checker.write(alerting.note_alert, alert.id, "电话联系家属，约定上门")
    assert open_alerts(town)[0].state == "working"
    with pytest.raises(InvalidInput) as lacking:
        town.checker.write(alerting.close_alert, alert.id, "false_alarm", "上门见到本人")
    assert lacking.value.problems[0].field == "false_alarm"
    with pytest.raises(InvalidInput):
        town.checker.write(alerting.close_alert, alert.id, "confirmed", "上门见到本人", "wrong_person")
    with pytest.raises(InvalidInput):
        town.checker.write(alerting.close_alert, alert.id, "perhaps", "上门见到本人")
    town.checker.write(
        alerting.close_alert, alert.id, "false_alarm", "上门见到本人，名单同号登记有误", "list_error"
    )
    assert open_alerts(town) == []
    with pytest.raises(Refused, match="已办结"):
        town.checker.write(alerting.note_alert, alert.id, "再看一次")
    (line,) = town.checker.read(alerting.fairness)
    assert (line.raised, line.open, line.false_alarm, line.false_share) == (1, 0, 1, "100%")
    assert town.checker.read(alerting.false_alarms) == [("名单有错", 1)]
    assert town.checker.read(alerting.accounted)[1] == [("名单有错", 1)]


def test_an_alert_is_given_to_a_colleague_at_work_only(town: Town, tmp_path: Path) -> None:
    compared(town, listed(tmp_path, "deaths", ("甲示例", HUSBAND, date(2025, 11, 18), "")), "deaths")
    (alert,) = open_alerts(town)
    owners = dict(town.checker.read(alerting.owners))
    assert set(owners.values()) == {"张经办", "李核查"}
    town.checker.write(alerting.give_alerts, [alert.id], town.clerk.actor.operator_id)
    assert [row.owner for row in town.clerk.read(alerting.alerts, mine=True)] == ["张经办"]
    assert town.checker.read(alerting.alerts, mine=True) == []

    def leave(unit: Unit) -> None:
        from jiuzhu.domain.office import Operator  # noqa: PLC0415  # here alone

        unit.get(Operator, town.checker.actor.operator_id).ended_on = unit.today

    town.clerk.write(leave)
    with pytest.raises(Refused, match="已停用"):
        town.clerk.write(alerting.give_alerts, [alert.id], town.checker.actor.operator_id)


def test_what_is_late_is_red_and_goes_up(town: Town, tmp_path: Path) -> None:
    compared(town, listed(tmp_path, "deaths", ("甲示例", HUSBAND, date(2025, 11, 18), "")), "deaths")
    assert open_alerts(town)[0].colour == "ok"
    town.on(date(2025, 12, 8))
    assert open_alerts(town)[0].colour == "warn"
    town.on(date(2025, 12, 11))
    assert open_alerts(town)[0].colour == "bad"
    assert town.checker.read(alerting.counts) == {"open": 1, "working": 0, "confirmed": 0, "closed": 0}


def test_our_own_records_are_looked_at_once(town: Town) -> None:
    assert town.checker.write(comparing.scan_records) == 0

    def died(unit: Unit) -> None:
        from jiuzhu.storage.queries.people import by_id_number  # noqa: PLC0415  # here alone

        unit.get(Person, by_id_number(unit.session, [HUSBAND])[0].id).died_on = date(2025, 12, 1)

    town.checker.write(died)
    assert town.checker.write(comparing.scan_records) == 1
    assert town.checker.write(comparing.scan_records) == 0
    (alert,) = town.checker.read(alerting.alerts, ("open",), "died_in_record", "甲示例")
    assert alert.told == "档案记录 2025-12-01 死亡，待遇还没有变更"
    assert town.checker.read(alerting.alerts, ("open",), "grown_up") == []
    assert ("died_in_record", "档案已记死亡，待遇未变更") in town.checker.read(alerting.models)


def test_who_left_the_household_is_not_ours(town: Town, tmp_path: Path) -> None:
    def leave(unit: Unit) -> None:
        from sqlalchemy import select  # noqa: PLC0415  # here alone

        for row in unit.session.scalars(select(Member)):
            row.left_on = unit.today

    town.checker.write(leave)
    preview = town.checker.read(
        comparing.look, "deaths", listed(tmp_path, "deaths", ("甲示例", HUSBAND, None, ""))
    )
    assert preview.rows[0].standing == "near"


def test_who_may_only_read_raises_nothing(town: Town, tmp_path: Path) -> None:
    path = listed(tmp_path, "deaths", ("甲示例", HUSBAND, date(2025, 11, 18), ""))
    with pytest.raises(Refused):
        town.auditor.read(comparing.look, "deaths", path)
    with pytest.raises(Refused):
        town.head.write(comparing.scan_records)
    compared(town, path, "deaths")
    with pytest.raises(Refused):
        town.auditor.write(alerting.close_alert, open_alerts(town)[0].id, "confirmed", "已经核实属实")


def test_the_comparisons_are_kept(town: Town, tmp_path: Path) -> None:
    compared(town, listed(tmp_path, "deaths", ("甲示例", HUSBAND, date(2025, 11, 18), "")), "deaths")
    (kept,) = town.checker.read(comparing.comparisons)
    assert (kept.kind, kept.source, kept.file_name, kept.matched) == (
        "deaths",
        "区公安分局",
        "deaths.xlsx",
        1,
    )

    def stored(unit: Unit) -> Any:
        return unit.get(Alert, open_alerts(town)[0].id).comparison_id

    assert town.checker.read(stored) == kept.id
