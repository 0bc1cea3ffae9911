"""A recheck that finds a change leads on: what follows opens, the family stays listed until it is proposed."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from sqlalchemy import select

from jiuzhu.domain.approving import Entitlement
from jiuzhu.services.monitoring import rechecking
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.unit import Unit
from jiuzhu.ui.monitoring.consequences_dialog import ConsequencesDialog
from jiuzhu.ui.pages.monitoring import MonitoringPage
from on_the_way import approve, submitted
from part_hands import Desks, Hands
from town import Town, open_town, urban_three

At = Callable[[Workspace, str], Hands]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = open_town(tmp_path / "office")
    taken = submitted(made, urban_three(made), date(2025, 10, 24), date(2025, 11, 3))
    made.on(date(2025, 11, 12))
    approve(made, taken)
    made.on(date(2026, 6, 20))
    yield made
    made.close()


@pytest.fixture
def desk(desks: Desks, town: Town) -> Hands:
    return desks(MonitoringPage, town.checker, "rechecks")


def enabled(desk: Hands, name: str) -> bool:
    button = desk.page.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    return bool(button.isEnabled())


def stop(desk: Hands) -> ConsequencesDialog:
    desk.click("rechecks_record")
    desk.fill(outcome="stop", second="张经办", found="夫妻均已就业，收入超过标准")
    (follows,) = desk.page.findChildren(ConsequencesDialog)
    assert isinstance(follows, ConsequencesDialog)
    assert follows.isVisible()
    return follows


def test_a_day_of_another_year_is_told_with_its_year(desk: Hands) -> None:
    assert str(desk.rows[0].due_on) in str(desk.part.model.index(0, 0).data())


def test_what_no_longer_fits_is_proposed_at_once(desk: Hands) -> None:
    follows = stop(desk)
    desk.click("consequences_by_hand")
    desk.fill(monthly="0", reason="收入超过标准，不再符合")
    desk.click("consequences_propose")
    follows.reject()
    assert desk.rows == []
    desk.choose("adjustments")
    assert [row.new for row in desk.rows] == [0]


def test_left_for_later_it_stays_in_the_list_and_may_be_corrected(town: Town, desk: Hands) -> None:
    stop(desk).reject()
    (row,) = desk.rows
    assert "待提出调整" in row.told
    assert not enabled(desk, "rechecks_record")
    assert not enabled(desk, "rechecks_class")
    desk.click("rechecks_propose")
    (again,) = [one for one in desk.page.findChildren(ConsequencesDialog) if one.isVisible()]
    again.reject()
    desk.click("rechecks_correct")
    desk.fill(outcome="no_change", reason="登记时选错了结果")
    assert desk.rows == []
    assert town.checker.read(rechecking.done)[0].outcome == "无变化"


def test_many_without_change_are_named_by_head_and_number(town: Town, desk: Hands) -> None:
    (row,) = desk.rows
    desk.click("rechecks_unchanged")
    assert f"甲示例（{row.household_number}）" in desk.label("unchanged_told")
    desk.fill(done_on="2025-01-01", second="张经办", found="收入人口都没有变化")
    assert f"甲示例（{row.household_number}）" in desk.said
    assert town.checker.read(rechecking.done) == []


def test_the_end_of_a_taper_is_told(town: Town, desk: Hands) -> None:
    def tapers(unit: Unit) -> None:
        (grant,) = [one for one in unit.session.scalars(select(Entitlement)) if one.programme == "dibao"]
        grant.last_month = "2026-05"
        unit.about(grant.household_id)

    town.checker.write(tapers)
    desk.part.reload()
    desk.calm()
    desk.click("rechecks_record")
    desk.fill(outcome="no_change", second="张经办", found="收入仍高于标准")
    assert "渐退到 2026-05 期满，按原决定停发，没有下次复核" in desk.said
    assert desk.rows == []
