"""机构 under the hand: providers, workers, agreements, funds, neighbours and devices, with real clicks and keys."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.scheduling import booking, calendar_view
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.services.serving import agreements, funds, neighbours, supply
from jiuzhu.ui.pages.serving import ServingPage
from jiuzhu.ui.serving.replan_dialog import ReplanDialog
from part_hands import ENTER, Hands
from serving_town import MONDAY, NINE, TEN, YEAR, ServingTown, opened, served

TUESDAY, FRIDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)


Sit = Callable[..., Hands]
"""Opens the part at somebody's desk, the coordinator's where nobody is named."""


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path) as made:
        yield made


@pytest.fixture
def sit(qtbot: QtBot, at: ServingTown) -> Iterator[Sit]:
    made: list[Hands] = []

    def desk(who: Workspace | None = None) -> Hands:
        made.append(Hands(qtbot, ServingPage, who or at.coordinator, "supply"))
        return made[-1]

    yield desk
    for one in made:
        one.close()


def choose(desk: Hands, text: str) -> None:
    """The row that holds the text in any of its cells."""
    for place, row in enumerate(desk.rows):
        if text in str(row):
            desk.part.table.choose(place)
            desk.calm()
            return
    raise AssertionError(text)


def tick(desk: Hands, *names: str) -> None:
    """Boxes of the open dialog, with the space bar."""
    for name in names:
        box = desk.dialog().findChild(QCheckBox, name)
        assert box is not None, name
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Space)


def replanning(desk: Hands) -> ReplanDialog:
    found: list[ReplanDialog] = [one for one in desk.page.findChildren(ReplanDialog) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def test_a_provider_with_paper_worker_and_hours(sit: Sit) -> None:
    desk = sit()
    desk.click("supply_provider")
    desk.fill(name="示例助老服务公司", kind="enterprise", contact="庚示例")
    assert desk.said.startswith("已登记。接下来登记它的资质")
    choose(desk, "示例助老服务公司")
    desk.click("supply_provider_paper")
    desk.fill(title="营业执照", number="渝001", valid_until=(MONDAY + timedelta(days=10)).isoformat())
    choose(desk, "示例助老服务公司")
    assert "营业执照 渝001　到 2025-10-23" in desk.label("supply_told")
    assert desk.part.model.index(0, 0) is not None
    assert [row.colour for row in desk.rows if row.name == "示例助老服务公司"] == ["warn"]
    desk.click("supply_provider_worker")
    desk.fill(name="示例丙工", sex="2")
    assert desk.dialog().isVisible()  # no skill was chosen: it says so and stays
    tick(desk, "skills.bath")
    desk.fill(phone="13812345678")
    assert desk.said.startswith("已登记。接下来在“服务人员”里排班")
    desk.queue("workers")
    choose(desk, "示例丙工")
    assert "还没有排班，派不出去" in desk.label("supply_told")
    desk.click("supply_worker_hours")
    tick(desk, "weekdays.0", "weekdays.4")
    desk.fill(starts="540", ends="1020", since=MONDAY.isoformat())
    assert desk.said == "已登记，没有要改派的服务。"
    assert "班次：周一五 9:00–17:00" in desk.label("supply_told")
    desk.click("supply_worker_change")
    tick(desk, "skills.cleaning")
    desk.fill(villages="示例社区 示例村")
    assert "会做：助浴、助洁" in desk.label("supply_told")


def test_who_is_away_leaves_visits_that_are_given_away_in_one_press(sit: Sit, at: ServingTown) -> None:
    for day in (TUESDAY, FRIDAY):
        at.coordinator.write(
            booking.book, at.plan, Wanted("cleaning", day, NINE, TEN, at.workers["示例甲工"])
        )
    desk = sit()
    desk.queue("workers")
    choose(desk, "示例甲工")
    desk.click("supply_worker_away")
    desk.fill(first_day=TUESDAY.isoformat(), last_day=FRIDAY.isoformat(), reason="事假")
    assert desk.said == "已登记。有 2 次服务要改派。"
    dialog = replanning(desk)
    give = dialog.findChild(QPushButton, "replan_give")
    assert give is not None
    assert give.isEnabled()
    QTest.mouseClick(give, Qt.MouseButton.LeftButton)
    desk.calm()
    assert desk.said == "10-14 戊示例的服务已改派给示例乙工。"
    dialog.who.setFocus()
    QTest.keyClick(dialog.who, ENTER)  # the second one by keys alone
    desk.calm()
    assert not give.isEnabled()
    found = at.coordinator.read(calendar_view.slots, MONDAY, FRIDAY)
    assert [(slot.worker, slot.clashes) for slot in found] == [("示例乙工", ()), ("示例乙工", ())]
    dialog.reject()
    desk.click("supply_worker_unkept")
    assert desk.said == "示例甲工没有要改派的服务。"
    choose(desk, "示例甲工")
    desk.click("supply_worker_back")
    desk.fill(day=FRIDAY.isoformat())
    assert desk.said == "已销假。"


def test_nobody_who_cannot_go_is_given_a_visit(sit: Sit, at: ServingTown) -> None:
    for name, hour in (("示例甲工", NINE), ("示例乙工", TEN)):
        plan = at.plan if name == "示例甲工" else at.town.clerk.write(served, at.agreement, ("己示例",))[1]
        at.coordinator.write(
            booking.book, plan, Wanted("cleaning", TUESDAY, hour, hour + 90, at.workers[name])
        )
    desk = sit()
    desk.queue("workers")
    choose(desk, "示例甲工")
    desk.click("supply_worker_end")
    desk.fill(day=TUESDAY.isoformat())
    dialog = replanning(desk)
    give = dialog.findChild(QPushButton, "replan_give")
    assert give is not None
    assert not give.isEnabled()
    assert "已安排到己示例家" in dialog.who.chosen_row().against[0]
    dialog.reject()


def test_an_agreement_is_signed_priced_ended_and_its_plans_go_on(sit: Sit, at: ServingTown) -> None:
    made = at.coordinator.write(
        supply.open_provider, supply.ProviderTold(name="示例助老服务公司", kind="enterprise")
    )
    at.coordinator.write(booking.book, at.plan, Wanted("bath", FRIDAY, NINE, TEN, at.workers["示例甲工"]))
    desk = sit()
    desk.queue("agreements")
    desk.click("supply_agreement")
    desk.fill(
        provider_id=made,
        fund_id=at.fund,
        starts_on=MONDAY.isoformat(),
        ends_on=date(YEAR, 12, 31).isoformat(),
        hours="100",
    )
    assert desk.said == "已签订。接下来登记每个项目的收费标准。"
    for item in ("cleaning", "bath", "errand", "escort"):
        choose(desk, "示例助老服务公司")
        desk.click("supply_agreement_rate")
        desk.fill(item=item, rate="38.50", document="示例收费文件")
    choose(desk, "示例助老服务公司")
    assert "38.50 元/小时，2025-10-13 起" in desk.label("supply_told")
    assert "约定 100.0 小时" in desk.label("supply_told")
    choose(desk, "示例社工服务中心")
    desk.click("supply_agreement_end")
    desk.fill(day=TUESDAY.isoformat(), reason="服务质量不合格")
    assert desk.said.startswith("已终止。1 位服务对象的计划要转到新协议，1 次已安排的服务要取消")
    choose(desk, "示例社工服务中心")
    desk.click("supply_agreement_move")
    new = next(row for row in desk.rows if row.provider == "示例助老服务公司")
    desk.fill(agreement=new.id)
    assert desk.said.startswith("已转 1 份计划")
    choose(desk, "示例社工服务中心")
    desk.click("supply_agreement_cancel")
    desk.fill()
    assert desk.said == "已取消 1 次，时长退回各人账户；请按新计划安排。"
    left = at.coordinator.read(agreements.left_behind, at.agreement, TUESDAY)
    assert (left.plans, left.visits) == ([], [])


def test_funds_are_kept_by_the_statistician_alone(sit: Sit, at: ServingTown) -> None:
    desk = sit(at.payer)
    desk.queue("funds")
    assert [row.label for row in desk.rows] == ["社会救助工作（专项）经费"]
    assert "最多可用 500,000.00 元" in desk.label("supply_told")
    desk.click("supply_fund_change")
    desk.fill(ceiling="40", document="示例追减文件")
    assert desk.said == "已调整。"
    desk.click("supply_fund")
    desk.fill(source="charity", ceiling="5000", document="示例捐赠协议")
    assert len(at.payer.read(funds.funds)) == 2
    other = sit()
    other.queue("funds")
    button = other.page.findChild(QPushButton, "supply_fund_change")
    assert button is not None
    assert not button.isEnabled()
    assert button.toolTip() == "您的账号没有这个岗位"


def test_a_neighbour_helps_and_is_paid_once_a_year(sit: Sit, at: ServingTown) -> None:
    desk = sit()
    desk.queue("neighbours")
    desk.click("supply_neighbour")
    desk.fill(file=at.file, helper="癸示例", starts_on="2025-01-02", yearly="1200")
    desk.click("supply_neighbour_done")
    desk.fill(content="送饭")
    assert desk.rows[0].times == 1
    payer = sit(at.payer)
    payer.queue("neighbours")
    payer.click("supply_subsidy")
    payer.fill(fund=at.fund)
    assert payer.said == "已提出，请镇街审批岗位批准。"
    head = sit(at.town.head)
    head.queue("neighbours")
    head.click("supply_subsidy_approve")
    assert head.said == "已批准癸示例 2025 年的补贴。"
    payer.part.reload()
    payer.calm()
    payer.click("supply_subsidy_paid")
    payer.fill()
    (found,) = at.payer.read(neighbours.neighbours, YEAR)
    assert (found.amount, found.paid_on) == (Decimal(1200), MONDAY)


def test_a_device_is_put_up_and_its_old_test_is_amber(sit: Sit, at: ServingTown) -> None:
    desk = sit()
    desk.queue("devices")
    desk.click("supply_device")
    desk.fill(file=at.file, kind="button", number="示例001", answers_to="示例社区 02312345678")
    assert desk.said == "已登记安装。"
    at.on(MONDAY + timedelta(days=100))
    desk.part.reload()
    desk.calm()
    assert "很久没有测试了" in desk.label("supply_told")
    desk.click("supply_device_test")
    desk.fill()
    assert "很久没有测试了" not in desk.label("supply_told")
    desk.click("supply_device_remove")
    desk.fill()
    assert [row.removed_on for row in desk.rows] == [MONDAY + timedelta(days=100)]


def test_the_queues_and_their_rows_are_reached_by_keys_alone(sit: Sit) -> None:
    desk = sit()
    button = desk.page.findChild(QPushButton, "supply_workers")
    assert button is not None
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    desk.calm()
    desk.part.table.setFocus()
    QTest.keyClick(desk.part.table, ENTER)  # the first thing that may be done with a row
    desk.calm()
    assert desk.dialog().windowTitle() == "登记请假：示例乙工"
    QTest.keyClick(desk.dialog(), Qt.Key.Key_Escape)
    desk.calm()
