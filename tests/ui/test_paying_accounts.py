"""变更账户 at the desk: asked for by one person, confirmed by another."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jiuzhu.services.office.workspace import Workspace
from jiuzhu.ui.pages.paying import PayingPage
from part_hands import Desks, Hands
from town import Town, open_town, urban_three

At = Callable[[Workspace], Hands]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = open_town(tmp_path / "office")
    made.accept(urban_three(made))
    yield made
    made.close()


@pytest.fixture
def at(desks: Desks) -> At:
    return lambda workspace: desks(PayingPage, workspace, "accounts")


def test_one_asks_and_another_confirms(town: Town, at: At) -> None:
    desk = at(town.checker)
    desk.queue("home")
    desk.part.search.setText("甲示例")
    desk.part.reload()
    desk.calm()
    desk.click("accounts_propose")
    desk.fill(
        bank="示例农商银行",
        account_name="乙示例",
        account_number="6211111111111111111",
        reason="原账户已销户",
    )
    assert "等另一位同事确认" in desk.said
    head = at(town.head)
    assert "6211111111111111111" in head.label("accounts_told")
    head.click("accounts_confirm")
    head.fill(note="已核对存折")
    assert head.rows == []
