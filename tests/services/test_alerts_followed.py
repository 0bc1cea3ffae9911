"""An alert that says a payment must stop ends with what was done about it, not with a word; whose it is closes it."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jiuzhu.domain.monitoring import Alert
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.granting import adjusting, consequences
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.household import events, withdrawing
from jiuzhu.services.household.events import Happened
from jiuzhu.services.monitoring import acting, alerting, comparing
from jiuzhu.services.monitoring.alerting import AlertRow
from jiuzhu.services.office import escalating
from listing import compared, listed
from on_the_way import approve, single, submitted
from receiving import succession
from relief_case import colleague
from town import Town, id_number, urban_three

HUSBAND = id_number(date(1980, 3, 2), 11)
WIFE = id_number(date(1982, 6, 11), 12)
LIST = ("甲示例", HUSBAND, date(2025, 11, 18), "")
SEEN = "社区出具死亡证明，家属确认"


@pytest.fixture(autouse=True)
def household(town: Town) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    town.on(date(2025, 12, 3))


def alerts(town: Town, *states: str) -> list[AlertRow]:
    return town.checker.read(alerting.alerts, states or alerting.OPEN)


def dead(town: Town, folder: Path, name: str = "") -> AlertRow:
    compared(town, listed(folder, "deaths", LIST, name=name), "deaths")
    (found,) = alerts(town)
    return found


def confirm(town: Town, alert: AlertRow, followed: str = "") -> str:
    return town.checker.write(alerting.close_alert, alert.id, "confirmed", SEEN, followed=followed)


def died(town: Town, alert: AlertRow) -> Happened:
    who = succession(town, alert.household_id, alert.person_id)
    return Happened(kind="death", effective_on=date(2025, 11, 18), person_id=alert.person_id, **who)


def test_a_death_with_nothing_recorded_stays_open_and_goes_up(town: Town, tmp_path: Path) -> None:
    alert = dead(town, tmp_path)
    assert confirm(town, alert) == "confirmed"
    (row,) = alerts(town, "confirmed")
    assert (row.state_label, row.due_on) == ("属实，待处理", date(2025, 12, 17))
    assert town.checker.read(alerting.counts)["confirmed"] == 1
    (line,) = town.checker.read(alerting.fairness)
    assert (line.open, line.confirmed, line.false_share) == (1, 0, "—")
    town.on(date(2025, 12, 18))
    late = [one for one in town.clerk.read(escalating.overdue) if one.subject == "alert"]
    assert [one.subject_id for one in late] == [alert.id]
    with pytest.raises(Refused, match="已核实属实"):
        town.checker.write(alerting.note_alert, alert.id, "再看一次，没有变化")


def test_an_event_recorded_from_the_alert_ends_it(town: Town, tmp_path: Path) -> None:
    alert = dead(town, tmp_path)
    number = town.checker.write(acting.record_for_alert, alert.id, died(town, alert))
    (row,) = alerts(town, "open")
    assert row.followed == number
    assert confirm(town, alert) == "closed"
    (closed,) = alerts(town, "closed")
    assert closed.followed == number


def test_an_event_that_is_withdrawn_leaves_the_alert_without_an_answer(town: Town, tmp_path: Path) -> None:
    alert = dead(town, tmp_path)
    town.checker.write(acting.record_for_alert, alert.id, died(town, alert))
    assert confirm(town, alert) == "closed"
    (event,) = town.checker.read(events.events)
    town.checker.write(withdrawing.withdraw_event, event.id, "登记错了，是同名的人")
    (row,) = alerts(town, "confirmed")
    assert (row.followed, row.state_label) == ("", "属实，待处理")
    assert town.checker.read(events.events) == []


def test_what_is_recorded_later_ends_what_was_confirmed(town: Town, tmp_path: Path) -> None:
    alert = dead(town, tmp_path)
    confirm(town, alert)
    town.on(date(2025, 12, 8))
    town.checker.write(acting.record_for_alert, alert.id, died(town, alert))
    (closed,) = alerts(town, "closed")
    assert (closed.outcome, closed.evidence) == ("属实，已处理", SEEN)
    found = town.checker.read(consequences.consequences, alert.household_id)
    less = next(one for one in found if one.change.kind not in {"keep", "manual"})
    ground = Ground(cause="event", evidence=closed.followed, alert_id=alert.id)
    town.checker.write(acting.propose_for_alert, less.entitlement_id, less.change, ground, less.why)
    (adjustment,) = town.head.read(adjusting.adjustments)
    town.head.write(adjusting.decide_adjustment, adjustment.id, approved=False, note="金额要再核对")
    assert alerts(town, "closed") == [closed]  # the event stands and has a day of its own


def test_what_was_recorded_elsewhere_is_named_by_its_number(town: Town, tmp_path: Path) -> None:
    alert = dead(town, tmp_path)
    number = town.checker.write(events.record_event, alert.household_id, died(town, alert))
    with pytest.raises(InvalidInput, match="没有找到") as refusal:
        confirm(town, alert, "变2020-500112001-A00001-1")
    assert refusal.value.problems[0].field == "followed"
    town.on(date(2025, 12, 4))
    assert confirm(town, alert, f" {number} ") == "closed"


def test_what_belongs_to_others_or_was_over_before_is_no_answer(town: Town, tmp_path: Path) -> None:
    other = town.accept(single(town, "dibao", order=61))
    happened = Happened(kind="other", effective_on=date(2025, 12, 1), details="房屋漏雨，已修好")
    alert = dead(town, tmp_path)
    old = town.checker.write(events.record_event, alert.household_id, happened)
    event = town.checker.read(events.events, alert.household_id)[-1]
    town.checker.write(events.settle_event, event.id, "不影响待遇")

    def raised_later(unit: Any) -> None:
        unit.get(Alert, alert.id).raised_on = date(2025, 12, 4)

    town.on(date(2025, 12, 4))
    town.checker.write(raised_later)
    for number in (other.number, old):
        with pytest.raises(InvalidInput):
            confirm(town, alert, number)


def test_an_adjustment_that_is_refused_leaves_the_alert_to_be_dealt_with(town: Town, tmp_path: Path) -> None:
    alert = dead(town, tmp_path)
    grant = next(
        one
        for one in town.checker.read(consequences.consequences, alert.household_id)
        if one.programme == "dibao"
    )
    change = town.checker.read(consequences.by_hand, grant.entitlement_id, Decimal(0), "成员死亡", "57-30")
    ground = Ground(cause="alert", evidence=SEEN, alert_id=alert.id)
    number = town.checker.write(acting.propose_for_alert, grant.entitlement_id, change, ground, [])
    assert confirm(town, alert) == "closed"
    (adjustment,) = town.head.read(adjusting.adjustments)
    assert adjustment.number == number
    town.head.write(adjusting.decide_adjustment, adjustment.id, approved=False, note="先登记死亡变动")
    (row,) = alerts(town, "confirmed")
    assert (row.followed, row.due_on) == ("", date(2025, 12, 17))
    town.checker.write(acting.propose_for_alert, grant.entitlement_id, change, ground, [])
    assert alerts(town) == []


def test_a_new_list_raises_again_what_was_closed_and_not_followed(town: Town, tmp_path: Path) -> None:
    alert = dead(town, tmp_path)
    confirm(town, alert)
    assert compared(town, listed(tmp_path, "deaths", (*LIST[:3], "1"), name="b"), "deaths").raised == 0

    def closed_before(unit: Any) -> None:  # as an alert was closed when nothing had to follow
        row = unit.get(Alert, alert.id)
        row.state, row.closed_on, row.closed_by = "closed", unit.today, unit.actor.operator_id

    town.checker.write(closed_before)
    assert alerts(town) == []
    town.on(date(2025, 12, 10))
    assert compared(town, listed(tmp_path, "deaths", (*LIST[:3], "2"), name="c"), "deaths").raised == 1
    (again,) = alerts(town, "open")
    assert (again.id, again.due_on, again.outcome) == (alert.id, date(2025, 12, 17), "")
    assert again.evidence == SEEN
    town.checker.write(alerting.close_alert, alert.id, "false_alarm", "上门见到本人", "list_error")
    assert compared(town, listed(tmp_path, "deaths", (*LIST[:3], "3"), name="d"), "deaths").raised == 0


def test_another_name_under_the_number_is_told_and_is_no_other_fact(town: Town, tmp_path: Path) -> None:
    path = listed(tmp_path, "deaths", ("张某", HUSBAND, date(2025, 11, 18), ""), ("乙 示例", WIFE, None, ""))
    rows = town.checker.read(comparing.look, "deaths", path).rows
    assert [row.told for row in rows] == ["名单姓名为张某，与登记不同", ""]
    compared(town, path, "deaths")
    told = {row.name: row.told for row in alerts(town)}
    assert told["甲示例"] == "名单载明2025-11-18 死亡，仍计入享受待遇的家庭。名单姓名为张某，与登记不同"
    assert "登记不同" not in told["乙示例"]
    assert compared(town, listed(tmp_path, "deaths", LIST, name="b"), "deaths").raised == 0


def test_only_whose_it_is_works_an_alert(town: Town, tmp_path: Path) -> None:
    alert = dead(town, tmp_path)
    other = colleague(town, "wanghecha", "王核查", "checker")
    assert (alert.mine, other.read(alerting.alerts)[0].mine) == (True, False)
    works: list[tuple[Any, tuple[Any, ...]]] = [
        (alerting.close_alert, ("no_effect", SEEN)),
        (alerting.note_alert, (SEEN,)),
        (acting.record_for_alert, (died(town, alert),)),
    ]
    for service, more in works:
        with pytest.raises(Refused, match=r"由李核查核实.*接过来"):
            other.write(service, alert.id, *more)
    other.write(alerting.give_alerts, [alert.id], other.actor.operator_id)
    other.write(alerting.close_alert, alert.id, "no_effect", SEEN)


def test_every_other_model_closes_with_its_word(town: Town, tmp_path: Path) -> None:
    car = ("甲示例", HUSBAND, date(2025, 9, 1), Decimal(50000), "小型轿车")
    compared(town, listed(tmp_path, "vehicles", car), "vehicles")
    (alert,) = alerts(town)
    assert not alert.stops
    assert confirm(town, alert) == "closed"


@pytest.mark.parametrize("role", ["approver", "township_approver"])
def test_a_head_acts_on_the_alert_that_went_up_to_them(town: Town, tmp_path: Path, role: str) -> None:
    alert = dead(town, tmp_path)
    head = colleague(town, "zhenzhang", "周镇长", role)
    town.clerk.write(escalating.name_person, head.actor.operator_id)
    town.on(date(2026, 1, 5))
    town.clerk.write(escalating.raise_overdue)
    assert alert.number in [row.number for row in head.read(escalating.rows)]
    head.write(alerting.note_alert, alert.id, "已派人核实")
    head.write(alerting.give_alerts, [alert.id], town.checker.actor.operator_id)
    assert head.read(alerting.alerts)[0].mine
    assert head.write(alerting.close_alert, alert.id, "no_effect", "本人健在，名单有误") == "closed"
    assert alert.number not in [row.number for row in head.read(escalating.rows)]
    with pytest.raises(
        Refused
    ):  # what changes the family or its money is proposed by others than who signs it
        head.write(events.record_event, alert.household_id, died(town, alert))


def test_nobody_is_named_who_could_not_act(town: Town) -> None:
    accountant = colleague(town, "tongji", "吴统计", "statistician")
    assert "吴统计" not in [one.name for one in town.clerk.read(escalating.supervisors)]
    with pytest.raises(Refused, match="没有处置超期事项的岗位"):
        town.clerk.write(escalating.name_person, accountant.actor.operator_id)
