"""Where a family's money goes changes with two signatures, whoever asks for it."""

from datetime import date

import pytest

from jiuzhu.domain.household import Person
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.granting import rosters
from jiuzhu.services.household import accounts, events
from jiuzhu.services.household.accounts import NewAccount
from jiuzhu.services.household.events import Happened
from jiuzhu.services.office import workbench
from jiuzhu.storage.queries.files import FileRows
from on_the_way import approve, rows, submitted
from once import once
from receiving import dies, happens, succession
from town import Town, urban_three

NEW = "6211 1111 1111 1111 111"


@pytest.fixture
@once
def home(town: Town) -> FileRows:
    dossier = urban_three(town)
    dossier.application.programmes = ["dibao"]
    taken = submitted(town, dossier, date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    town.on(date(2025, 12, 3))
    return rows(town, taken)


def paid(town: Town) -> tuple[str, str, str]:
    (line,) = town.clerk.read(rosters.roster, "2026-01", "dibao").lines
    return line.payee, line.bank, line.account_number


def wanted(name: str = "乙示例", number: str = NEW, reason: str = "原账户已销户") -> NewAccount:
    return NewAccount(bank="示例农商银行", account_name=name, account_number=number, reason=reason)


def test_a_new_account_is_paid_after_another_person_has_confirmed_it(town: Town, home: FileRows) -> None:
    before = paid(town)
    town.checker.write(accounts.propose_account, home.household.id, wanted())
    assert paid(town) == before
    (row,) = town.head.read(accounts.proposed)
    assert (row.now, row.then) == (
        "示例农商银行　甲示例　6200000000000000001",
        "示例农商银行　乙示例　6211111111111111111",
    )
    with pytest.raises(Refused):
        town.checker.write(accounts.decide_account, row.id, confirmed=True)
    with pytest.raises(Refused, match="已有等待确认"):
        town.clerk.write(accounts.propose_account, home.household.id, wanted())
    town.head.write(accounts.decide_account, row.id, confirmed=True)
    assert paid(town) == ("乙示例", "示例农商银行", "6211111111111111111")
    assert town.head.read(accounts.proposed) == []
    with pytest.raises(Refused, match="已经决定"):
        town.head.write(accounts.decide_account, row.id, confirmed=True)


def test_words_of_a_reason_do_not_make_a_change_another_one(town: Town, home: FileRows) -> None:
    """The same words the program writes when somebody has come: what is asked for here is still the new account."""
    said = wanted(reason="有人转入，本人的待遇改付到本户账户")
    town.checker.write(accounts.propose_account, home.household.id, said)
    (row,) = town.head.read(accounts.proposed)
    assert row.then == "示例农商银行　乙示例　6211111111111111111"
    town.head.write(accounts.decide_account, row.id, confirmed=True)
    assert paid(town) == ("乙示例", "示例农商银行", "6211111111111111111")


def test_what_is_not_confirmed_leaves_the_account(town: Town, home: FileRows) -> None:
    before = paid(town)
    town.clerk.write(accounts.propose_account, home.household.id, wanted())
    (row,) = town.head.read(accounts.proposed)
    assert "有 1 户账户变更等待确认，在“发放—变更账户”里。" in town.head.read(workbench.today).warnings
    with pytest.raises(InvalidInput):
        town.head.write(accounts.decide_account, row.id, confirmed=False)
    town.head.write(accounts.decide_account, row.id, confirmed=False, note="户名与存折不一致")
    assert paid(town) == before


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (wanted(name=" "), "account_name"),
        (wanted(number="62 00"), "account_number"),
        (wanted(number="6200000000000000001", name="甲示例"), "account_number"),
        (wanted(reason=""), "reason"),
    ],
)
def test_an_account_is_whole_and_another_one(
    town: Town, home: FileRows, typed: NewAccount, field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        town.checker.write(accounts.propose_account, home.household.id, typed)
    assert refusal.value.problems[0].field == field


def test_a_family_whose_account_died_is_paid_again(town: Town, home: FileRows) -> None:
    husband = next(one.id for one in home.people.values() if one.name == "甲示例")
    more = succession(town, home.household.id, husband)
    happened = Happened(kind="death", effective_on=date(2025, 12, 1), person_id=husband, **more)
    town.checker.write(events.record_event, home.household.id, happened)
    assert paid(town)[2] == ""
    town.checker.write(accounts.propose_account, home.household.id, wanted())
    (row,) = town.head.read(accounts.proposed)
    town.head.write(accounts.decide_account, row.id, confirmed=True)
    assert paid(town)[2] == "6211111111111111111"


def confirmed(town: Town, home: FileRows, typed: NewAccount) -> None:
    town.checker.write(accounts.propose_account, home.household.id, typed)
    (row,) = town.head.read(accounts.proposed)
    town.head.write(accounts.decide_account, row.id, confirmed=True)


@pytest.mark.parametrize(
    "died", [date(2025, 11, 28), date(2025, 12, 3)], ids=["before_it_was_confirmed", "on_the_same_day"]
)
def test_an_account_confirmed_before_anybody_knew_of_the_death_waits(
    town: Town, home: FileRows, died: date
) -> None:
    """His card is changed on the third; that he had died is written down after it."""
    confirmed(town, home, wanted("甲示例"))
    assert paid(town) == ("甲示例", "示例农商银行", "6211111111111111111")
    dies(town, home, died, "甲示例")
    assert paid(town)[1:] == (rosters.OWNER_GONE, "")
    confirmed(town, home, wanted(number="6222222222222222222"))
    assert paid(town) == ("乙示例", "示例农商银行", "6222222222222222222")


def test_an_account_of_who_moved_away_is_paid_when_it_was_asked_for_since(town: Town, home: FileRows) -> None:
    happens(town, home, "move_out", date(2025, 12, 1), "甲示例")
    assert paid(town)[1:] == (rosters.OWNER_GONE, "")
    confirmed(town, home, wanted("甲示例"))
    assert paid(town) == ("甲示例", "示例农商银行", "6211111111111111111")


def test_the_account_a_family_has_is_confirmed_anew_when_its_owner_has_moved_away(
    town: Town, home: FileRows
) -> None:
    """Who moved away keeps the card the family is paid by: two people say so once more."""
    happens(town, home, "move_out", date(2025, 12, 1), "甲示例")
    confirmed(town, home, wanted("甲示例", "6200000000000000001", "本户仍用这个账户"))
    assert paid(town) == ("甲示例", "示例农商银行", "6200000000000000001")


def test_nobody_confirms_the_account_of_who_has_died(town: Town, home: FileRows) -> None:
    town.checker.write(accounts.propose_account, home.household.id, wanted("甲示例"))
    dies(town, home, date(2025, 12, 2), "甲示例")
    (row,) = town.head.read(accounts.proposed)
    with pytest.raises(Refused, match="甲示例已经去世"):
        town.head.write(accounts.decide_account, row.id, confirmed=True)
    town.head.write(accounts.decide_account, row.id, confirmed=False, note="户名的人已去世")
    with pytest.raises(InvalidInput) as refusal:
        town.checker.write(accounts.propose_account, home.household.id, wanted("甲示例"))
    assert refusal.value.problems[0].field == "account_name"


def test_who_died_in_another_household_is_paid_by_no_account(town: Town, home: FileRows) -> None:
    """Named here without counting, he is no member who left: the death stands on the person alone."""
    husband = next(one.id for one in home.people.values() if one.name == "甲示例")
    town.clerk.write(lambda unit: setattr(unit.get(Person, husband), "died_on", date(2025, 12, 2)))
    assert paid(town)[1:] == (rosters.OWNER_GONE, "")


def test_a_change_that_waits_is_shown_when_everybody_has_left_the_household(
    town: Town, home: FileRows
) -> None:
    """What is paid to the family as a whole belongs to nobody who has left: no other change is hidden by it."""
    town.checker.write(accounts.propose_account, home.household.id, wanted())
    for name in ("丙示例", "乙示例", "甲示例"):
        happens(town, home, "move_out", date(2025, 12, 2), name)
    (row,) = town.head.read(accounts.proposed)
    assert row.reason == "原账户已销户"
