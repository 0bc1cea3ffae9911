"""Somebody's coming never sends money to an account that is nobody's here any more, or that was replaced since."""

from datetime import date

import pytest

from care_that_moves import moves
from jiuzhu.domain.household import Household
from jiuzhu.errors import Refused
from jiuzhu.services.granting import rosters
from jiuzhu.services.household import accounts
from jiuzhu.services.household.accounts import NewAccount
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit
from man_who_moves import OLD, paid
from receiving import account_confirmed, happens
from town import Town

OTHER = "6200000000000007777"


@pytest.fixture
def there(town: Town, there: FileRows) -> FileRows:
    """The family, some days later."""
    town.on(date(2025, 12, 8))
    return there


def _comes(town: Town, man: FileRows, there: FileRows) -> None:
    moves(town, man, there, date(2025, 12, 8), man.people[man.application.applicant_id].name)


def _family_paid(town: Town) -> list[str]:
    return [line.account_number for line in town.clerk.read(rosters.roster, "2026-01", "dibao").lines]


@pytest.mark.parametrize("kind", ["move_out", "death"])
def test_nobody_is_asked_to_confirm_the_account_of_who_is_gone(
    town: Town, man: FileRows, there: FileRows, kind: str
) -> None:
    happens(town, there, kind, date(2025, 12, 5), "甲示例")
    _comes(town, man, there)
    assert town.head.read(accounts.proposed) == []
    assert _family_paid(town) == [""]
    assert [line[1] for line in paid(town)] == [OLD]
    said = town.checker.read(accounts.arriving_told, there.household.id)
    assert "本户账户的所有人甲示例已不在户，要改付到本户的，请在“发放—变更账户”提出本户的新账户" in said
    wanted = NewAccount(bank="丙银行", account_name="乙示例", account_number=OTHER, reason="原户名人已不在户")
    town.checker.write(accounts.propose_account, there.household.id, wanted)
    account_confirmed(town)
    assert _family_paid(town) == [line[1] for line in paid(town)] == [OTHER]


def test_who_leaves_while_their_account_waits_for_who_came_is_not_paid_by_it(
    town: Town, man: FileRows, there: FileRows
) -> None:
    _comes(town, man, there)
    happens(town, there, "move_out", date(2025, 12, 8), "甲示例")
    town.on(date(2025, 12, 10))
    (row,) = town.head.read(accounts.proposed)
    with pytest.raises(Refused, match="甲示例已不在户"):
        town.head.write(accounts.decide_account, row.id, confirmed=True)
    assert _family_paid(town) == [""]
    town.head.write(accounts.decide_account, row.id, confirmed=False, note="户名人已迁出")


def test_what_waits_for_who_came_is_the_account_the_family_has_by_then(
    town: Town, man: FileRows, there: FileRows
) -> None:
    _comes(town, man, there)

    def replaced(unit: Unit) -> None:
        home = unit.get(Household, there.household.id)
        home.bank, home.account_name, home.account_number = "乙银行", "乙示例", OTHER

    town.clerk.write(replaced)
    (row,) = town.head.read(accounts.proposed)
    assert row.then == f"乙银行　乙示例　{OTHER}"
    town.head.write(accounts.decide_account, row.id, confirmed=True)
    assert _family_paid(town) == [line[1] for line in paid(town)] == [OTHER]
