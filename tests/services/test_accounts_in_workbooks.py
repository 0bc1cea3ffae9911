"""An account that comes by a workbook is asked for, by who may ask; whatever becomes of it, the import can be undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from every_ledger import Book, Kept, Office, exported, keep, reopened
from jiuzhu.domain.household import AccountChange, Household
from jiuzhu.domain.round_trip import LedgerImport
from jiuzhu.errors import Refused
from jiuzhu.services.household import accounts
from jiuzhu.services.household.accounts import AccountRow
from jiuzhu.services.ledger import ledger_imports, ledger_return
from jiuzhu.services.ledger.ledger_return import ReturnPreview
from jiuzhu.services.office import history
from jiuzhu.services.office.history import HistoryLine
from jiuzhu.storage.queries import imports
from jiuzhu.storage.unit import Unit

NUMBER = "6222000011112222"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return keep(tmp_path_factory.mktemp("kept") / "office")


@pytest.fixture
def office(kept: Kept, tmp_path: Path) -> Iterator[Office]:
    made = reopened(kept, tmp_path / "office")
    yield made
    made.town.close()


def book(office: Office, folder: Path) -> Book:
    return Book(office, "dibao_households", exported(office, "dibao_households", folder))


def look(office: Office, path: Path) -> ReturnPreview:
    return office.town.checker.read(ledger_return.look_at_return, "dibao_households", path)


def taken(office: Office, folder: Path, **values: str) -> LedgerImport:
    """A workbook that corrects the first household was taken."""
    made = book(office, folder)
    for name, value in values.items():
        made.put(name, value)
    office.town.checker.write(ledger_return.apply_return, look(office, made.save()), "示例社区")
    return office.town.checker.read(lambda unit: imports.imports(unit.session))[0]


def waiting(office: Office) -> AccountRow:
    (found,) = office.town.head.read(accounts.proposed)
    return found


def home(office: Office, household_id: str) -> Household:
    return office.town.clerk.read(lambda unit: unit.get(Household, household_id))


def change(office: Office, change_id: str) -> AccountChange:
    return office.town.clerk.read(lambda unit: unit.get(AccountChange, change_id))


def told(office: Office, household_id: str) -> list[HistoryLine]:
    return office.town.clerk.read(history.history, household_id)


def without_bank(office: Office) -> str:
    """The household in the first row of the ledger has no bank."""
    number = book(office, office.town.home).cell("household_number").value

    def empty(unit: Unit) -> str:
        found = unit.session.query(Household).filter_by(number=number).one()
        found.bank = ""
        return found.id

    return office.town.clerk.write(empty)


def test_an_account_that_was_refused_does_not_lock_the_other_corrections(
    office: Office, tmp_path: Path
) -> None:
    made = taken(office, tmp_path, account_number=NUMBER, address="示例路 9 号")
    asked = waiting(office)
    office.town.head.write(accounts.decide_account, asked.id, confirmed=False, note="存折上不是这个号")
    assert home(office, asked.household_id).address == "示例路 9 号"
    undone = office.town.checker.write(ledger_imports.undo_return, made.id)
    assert (undone.fields, undone.accounts, undone.kept) == (1, 0, [])
    assert home(office, asked.household_id).address != "示例路 9 号"
    stayed = change(office, asked.id)
    assert (stayed.state, stayed.decision_note) == ("refused", "存折上不是这个号")
    assert stayed.decided_by == office.town.head.actor.operator_id


def test_an_account_that_was_confirmed_stays_and_is_named_while_the_rest_is_undone(
    office: Office, tmp_path: Path
) -> None:
    made = taken(office, tmp_path, account_number=NUMBER, address="示例路 9 号")
    asked = waiting(office)
    office.town.head.write(accounts.decide_account, asked.id, confirmed=True)
    undone = office.town.checker.write(ledger_imports.undo_return, made.id)
    assert (undone.fields, undone.accounts, undone.kept) == (1, 0, [asked.household_number])
    now = home(office, asked.household_id)
    assert (now.account_number, now.address == "示例路 9 号") == (NUMBER, False)


def test_an_account_that_still_waits_is_taken_back_by_name_and_counted_once(
    office: Office, tmp_path: Path
) -> None:
    made = taken(office, tmp_path, account_number=NUMBER, account_name="甲示例", bank="另一银行")
    asked = waiting(office)
    undone = office.town.checker.write(ledger_imports.undo_return, made.id)
    assert (undone.fields, undone.accounts, undone.kept) == (0, 1, [])
    back = change(office, asked.id)
    assert (back.state, back.decision_note) == ("refused", f"{made.number} 已撤销")
    assert (back.decided_by, back.decided_on) == (
        office.town.checker.actor.operator_id,
        office.town.checker.today(),
    )


def test_what_was_changed_since_is_named_by_its_household(office: Office, tmp_path: Path) -> None:
    made = taken(office, tmp_path, address="示例路 9 号")
    number = book(office, tmp_path).cell("household_number").value

    def move(unit: Unit) -> None:
        unit.session.query(Household).filter_by(number=number).one().address = "示例路 10 号"

    office.town.clerk.write(move)
    with pytest.raises(Refused, match=number):
        office.town.checker.write(ledger_imports.undo_return, made.id)


@pytest.mark.parametrize("missing", ["bank", "account_name"])
def test_a_number_alone_is_told_beside_its_row_when_there_is_no_bank(
    office: Office, tmp_path: Path, missing: str
) -> None:
    household_id = without_bank(office)

    def empty(unit: Unit) -> None:
        found = unit.get(Household, household_id)
        found.bank, found.account_name = "示例农商银行", "甲示例"
        setattr(found, missing, "")

    office.town.clerk.write(empty)
    made = book(office, tmp_path).put("account_number", NUMBER)
    row = made.cell("account_number").row
    preview = look(office, made.save())
    assert preview.differences == []
    (sentence,) = preview.problems[row]
    assert {"bank": "开户银行", "account_name": "户名"}[missing] in sentence
    assert made.cell("account_number").value == NUMBER


def test_a_bank_alone_is_told_beside_its_row_when_there_is_no_number(office: Office, tmp_path: Path) -> None:
    household_id = without_bank(office)

    def empty(unit: Unit) -> None:
        unit.get(Household, household_id).account_number = ""

    office.town.clerk.write(empty)
    made = book(office, tmp_path).put("bank", "示例农商银行")
    preview = look(office, made.save())
    assert "银行账号" in preview.problems[made.cell("bank").row][0]


def test_a_whole_account_for_a_household_without_one_is_asked_for(office: Office, tmp_path: Path) -> None:
    without_bank(office)
    taken(office, tmp_path, bank="示例农商银行", account_name="乙示例", account_number=NUMBER)
    assert waiting(office).then == f"示例农商银行　乙示例　{NUMBER}"


def test_who_may_not_ask_for_an_account_imports_the_other_corrections(office: Office, tmp_path: Path) -> None:
    path = book(office, tmp_path).put("account_number", NUMBER).put("address", "示例路 9 号").save()
    preview = office.payer.read(ledger_return.look_at_return, "dibao_households", path)
    assert [one.field for one in preview.differences] == ["address"]
    (left,) = preview.withheld
    assert (left.field, "动态管理" in left.withheld) == ("account_number", True)
    office.payer.write(ledger_return.apply_return, preview, "示例社区")
    assert office.town.head.read(accounts.proposed) == []
    assert home(office, left.row_id).address == "示例路 9 号"


def test_a_preview_of_somebody_else_gives_no_right_to_ask(office: Office, tmp_path: Path) -> None:
    preview = look(office, book(office, tmp_path).put("account_number", NUMBER).save())
    with pytest.raises(Refused, match="动态管理"):
        office.payer.write(ledger_return.apply_return, preview, "示例社区")


def test_the_household_tells_what_was_asked_and_what_became_of_it(office: Office, tmp_path: Path) -> None:
    made = taken(office, tmp_path, account_number=NUMBER)
    asked = waiting(office)
    newest = told(office, asked.household_id)[0]
    assert newest.what == "导入台账修改"
    assert {("申请变更的账号", "", "****2222"), ("账户变更", "", "待确认")} <= set(newest.fields)
    old = home(office, asked.household_id).account_number
    office.town.head.write(accounts.decide_account, asked.id, confirmed=True)
    newest = told(office, asked.household_id)[0]
    assert newest.what == "确认变更账户"
    assert ("银行账号", f"****{old[-4:]}", "****2222") in newest.fields
    assert ("账户变更", "待确认", "已确认") in newest.fields
    assert NUMBER not in str(told(office, asked.household_id))
    assert made.number in str(told(office, asked.household_id))
