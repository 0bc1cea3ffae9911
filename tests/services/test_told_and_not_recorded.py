"""What a form says otherwise than the records is told in its file: whether a decision takes it over, and what to do where none does."""

from decimal import Decimal

from jiuzhu.services.approval import approving, opinions
from jiuzhu.services.household import accounts
from jiuzhu.services.household.accounts import NewAccount
from jiuzhu.services.relief import paying_out, quick_relief
from jiuzhu.storage.queries.files import FileRows
from on_the_way import accept, approve
from relief_case import signed
from services.test_forms_of_receivers import FOREIGN, again, asked_for_care, home
from town import Town, payer_of

__all__ = ["home"]

TITLE = "申报与登记不一致"


def told(town: Town, taken: str) -> str:
    found = [note for note in town.head.read(approving.view, taken).notes if note.title == TITLE]
    return "\n".join(line for note in found for line in note.lines)


def asked(town: Town, home: FileRows, *programmes: str) -> str:
    """The family says another account and an illness of the man on a form."""
    dossier = again(town, home, *programmes)
    dossier.members[0].illness, dossier.members[0].illness_name = "major", "肿瘤"
    dossier.household.account_number = FOREIGN
    return accept(town, dossier).application_id


def test_help_given_at_once_takes_over_nothing_and_says_so(town: Town, home: FileRows) -> None:
    payer = payer_of(town)
    taken = asked(town, home, "quick")
    before = told(town, taken)
    assert "这类事项不核实这些内容，办结后也不记入登记" in before
    assert "账号：申报 ****9999，登记的是 ****0001" in before
    assert "甲示例的患病情况：申报 重特大疾病，登记的是 无" in before
    assert "甲示例的病名：申报 肿瘤，没有登记" in before
    town.checker.write(quick_relief.propose_quick, taken, Decimal(500), "消防出具火灾证明")
    signed(town, taken)
    after = told(town, taken)
    assert "没有记入登记" in after
    assert "发放—变更账户" in after
    assert "监测—户情变动" in after
    (due,) = payer.read(paying_out.due)
    assert due.account == "示例农商银行　****0001"
    assert due.asked_account == "示例农商银行　****9999"
    wanted = NewAccount(
        bank="示例农商银行", account_name="甲示例", account_number=FOREIGN, reason="已核对存折"
    )
    change = town.checker.write(accounts.propose_account, home.household.id, wanted)
    town.head.write(accounts.decide_account, change, confirmed=True)
    assert "****9999" not in told(town, taken)
    (due,) = payer.read(paying_out.due)
    assert (due.account, due.asked_account) == ("示例农商银行　****9999", "")


def test_what_is_handed_on_says_it_too(town: Town, home: FileRows) -> None:
    assert "办结后也不记入登记" in told(town, asked(town, home, "medical"))


def test_a_decision_that_takes_it_over_says_so_before_and_nothing_after(town: Town, home: FileRows) -> None:
    taken = asked_for_care(town, home).application_id
    assert "同意后记入登记" in told(town, taken)
    town.checker.write(approving.give_opinion, taken, "grant", "证件齐全，拟同意发放护理补贴。")
    town.checker.write(opinions.record_review, taken, True, "残联审核通过")
    approve(town, taken)
    assert told(town, taken) == ""


def test_a_form_taken_back_says_what_was_not_recorded(town: Town, home: FileRows) -> None:
    taken = asked_for_care(town, home).application_id
    town.clerk.write(approving.withdraw, taken, "申请人不办了")
    assert "没有记入登记" in told(town, taken)
