"""金额构成 at the desk: told by one person with the sum beside it, confirmed by another."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from jiuzhu.services.office.workspace import Workspace
from jiuzhu.ui.pages.paying import PayingPage
from old_table import taken_over_whole
from part_hands import Desks, Hands
from town import Town, open_town

At = Callable[[Workspace], Hands]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = open_town(tmp_path / "office")
    taken_over_whole(made, tmp_path)
    made.on(date(2025, 12, 8))
    yield made
    made.close()


@pytest.fixture
def at(desks: Desks) -> At:
    return lambda workspace: desks(PayingPage, workspace, "compositions")


def test_parts_are_told_beside_their_sum_and_another_confirms(town: Town, at: At) -> None:
    desk = at(town.checker)
    desk.queue("home")
    desk.part.search.setText("小旧")
    desk.part.reload()
    desk.calm()
    desk.click("compositions_propose")
    assert "✓ 合计 701.00 元" in desk.label("composition_noted")
    desk.fill(amount_1="100", category_1="compulsory", evidence="原审批表")
    assert "差 100.00 元" in desk.label("composition_noted")
    assert "各项合计 801.00 元，与正在发放的每月 701.00 元差 100.00 元" in "".join(
        label.text() for label in desk.dialog().findChildren(type(desk.part.head))
    )
    desk.fill(base="601")
    assert "等另一位同事确认" in desk.said
    head = at(town.head)
    assert "家庭月收入 939.00 元" in head.label("compositions_told")
    head.click("compositions_confirm")
    head.fill(note="与审批表一致")
    assert head.rows == []
    assert "金额不变" in head.said
