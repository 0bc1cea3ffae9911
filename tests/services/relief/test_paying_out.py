"""Who signs does not pay; several payments, money that comes back, and what is paid by nobody here."""

from decimal import Decimal

import pytest

from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.approval import approving
from jiuzhu.services.casework import files
from jiuzhu.services.household import events
from jiuzhu.services.household.events import Happened
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.relief import paying_out, quick_relief, reserve
from on_the_way import accept, single
from receiving import succession
from relief_case import FIRE, burnt, colleague, helped, signed, taken_without_papers
from town import Town


def test_who_signs_does_not_pay_and_nothing_is_paid_twice(town: Town, payer: Workspace) -> None:
    town.on(FIRE)
    payer.write(reserve.open_reserve, Decimal(1000))
    both = colleague(town, "quanneng", "孙全能", "approver", "statistician")
    taken = helped(town, signer=both)
    with pytest.raises(Refused, match="您签署的"):
        both.write(paying_out.pay_out, taken, form="transfer", source="reserve")
    with pytest.raises(Refused, match="给付"):
        town.head.write(paying_out.pay_out, taken, form="transfer", source="reserve")
    with pytest.raises(InvalidInput) as lacking:
        payer.write(paying_out.pay_out, taken, form="cash", source="reserve")
    assert lacking.value.problems[0].field == "receipt"
    with pytest.raises(InvalidInput):
        payer.write(paying_out.pay_out, taken, form="gold", source="bank")
    (due,) = payer.read(paying_out.due)
    assert (due.left, due.to_make_up, due.account) == (Decimal("500.00"), True, "示例农商银行　****0071")
    payer.write(paying_out.pay_out, taken, form="cash", source="reserve", receipt="领001")
    assert payer.read(paying_out.due) == []
    with pytest.raises(Refused, match="没有等待给付"):
        payer.write(paying_out.pay_out, taken, form="cash", source="reserve", receipt="领002")


def test_one_approval_in_several_payments_never_more_than_it(town: Town, payer: Workspace) -> None:
    town.on(FIRE)
    taken = helped(town)
    payer.write(paying_out.pay_out, taken, form="transfer", source="county", amount=Decimal("199.99"))
    assert payer.read(paying_out.due)[0].left == Decimal("300.01")
    for wrong in (Decimal(0), Decimal(-1), Decimal("300.02")):
        with pytest.raises(InvalidInput, match=r"还可以给付 300\.01 元"):
            payer.write(paying_out.pay_out, taken, form="transfer", source="county", amount=wrong)
    payer.write(paying_out.pay_out, taken, form="transfer", source="county", amount=Decimal("300.01"))
    assert payer.read(paying_out.due) == []
    assert sum(row.amount for row in payer.read(paying_out.paid)) == Decimal(500)


def test_money_that_came_back_waits_to_be_paid_again(town: Town, payer: Workspace) -> None:
    town.on(FIRE)
    payer.write(reserve.open_reserve, Decimal(1000))
    taken = helped(town)
    wrong = payer.write(paying_out.pay_out, taken, form="transfer", source="reserve")
    payer.write(paying_out.return_payout, wrong.id, "账号已注销，银行退回")
    assert payer.read(reserve.balance) == Decimal("1000.00")
    assert payer.read(paying_out.due)[0].left == Decimal("500.00")
    with pytest.raises(Refused, match="已在 2026-03-09 登记退回"):
        payer.write(paying_out.return_payout, wrong.id, "账号已注销，银行退回")
    payer.write(paying_out.pay_out, taken, form="cash", source="reserve", receipt="领001")
    assert [(row.kind, row.balance) for row in payer.read(reserve.entries)] == [
        ("opening", Decimal(1000)),
        ("payout", Decimal(500)),
        ("returned", Decimal(1000)),
        ("payout", Decimal(500)),
    ]
    county = helped(town, 211)
    made = payer.write(paying_out.pay_out, county, form="transfer", source="county")
    payer.write(paying_out.return_payout, made.id, "账号写错，银行退回")
    assert payer.read(reserve.balance) == Decimal("500.00")
    told = {row.number: bool(row.returned) for row in payer.read(paying_out.paid)}
    assert list(told.values()) == [True, False, True]


def test_without_an_account_nothing_is_transferred(town: Town, payer: Workspace) -> None:
    town.on(FIRE)
    dossier = burnt(town)
    dossier.household.account_number = ""
    taken = taken_without_papers(town, dossier)
    with pytest.raises(Refused, match="没有等待给付的金额"):
        payer.write(paying_out.pay_out, taken, form="cash", source="county", receipt="领001")
    town.checker.write(quick_relief.propose_quick, taken, Decimal(500), "消防出具火灾证明")
    signed(town, taken)
    with pytest.raises(InvalidInput, match="没有收款账号"):
        payer.write(paying_out.pay_out, taken, form="transfer", source="county")
    payer.write(paying_out.pay_out, taken, form="goods", source="county", receipt="领001")


def test_a_refused_file_is_paid_nothing(town: Town, payer: Workspace) -> None:
    town.on(FIRE)
    taken = taken_without_papers(town, burnt(town))
    town.checker.write(quick_relief.propose_quick, taken, Decimal(500), "消防出具火灾证明")
    seen = town.head.read(files.dossier, taken).version
    no = approving.Verdict(result="refused", seen_version=seen, reason="查无此事", clause="民发〔2018〕23号")
    town.head.write(approving.decide, taken, no)
    assert payer.read(paying_out.due) == []
    with pytest.raises(Refused, match="没有等待给付的金额"):
        payer.write(paying_out.pay_out, taken, form="transfer", source="county")


def test_what_is_helped_every_month_is_not_paid_here(town: Town, payer: Workspace) -> None:
    accept(town, single(town, "dibao"))
    assert payer.read(paying_out.due) == []


def test_what_was_granted_to_who_died_since_is_told_and_paid_in_their_name(
    town: Town, payer: Workspace
) -> None:
    town.on(FIRE)
    taken = helped(town)
    found = payer.read(files.load_rows, taken)
    asked, home = found.application.applicant_id, found.household.id
    died = Happened(
        kind="death", effective_on=FIRE, person_id=asked, details="病故", **succession(town, home, asked)
    )
    town.checker.write(events.record_event, home, died)
    assert asked not in payer.read(files.load_rows, taken).people
    paid = payer.write(paying_out.pay_out, taken, form="transfer", source="county")
    assert (paid.payee_name, paid.amount) == (found.people[asked].name, Decimal(500))
