"""Who comes by an event is paid where they were until a second person has confirmed the account of the new household."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.granting import BackPayment
from jiuzhu.domain.household import Household
from jiuzhu.domain.ids import new_id
from jiuzhu.errors import Refused
from jiuzhu.services.granting import adjusting, back_paying, consequences
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.household import accounts, as_of, events, finding, withdrawing
from jiuzhu.services.household.accounts import NewAccount
from jiuzhu.services.household.events import Happened
from jiuzhu.services.office import searching
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.queries.obligations import every
from jiuzhu.storage.unit import Unit
from man_who_moves import NEW, OLD, moves, paid
from receiving import account_confirmed
from relief_case import colleague
from town import Town

MONTHLY = Decimal("90.00")


def merges(town: Town, man: FileRows, there: FileRows) -> None:
    merger = Happened(kind="merge", effective_on=date(2025, 12, 2), other_household_id=man.household.id)
    town.checker.write(events.record_event, there.household.id, merger)


def told(town: Town, home: FileRows) -> set[tuple[str, str]]:
    found = town.checker.read(consequences.consequences, home.household.id)
    return {(one.programme, one.change.kind) for one in found}


HIS = ("己示例", OLD, MONTHLY)
THEIRS = ("甲示例", NEW, MONTHLY)


@pytest.mark.parametrize("comes", [moves, merges])
def test_one_signature_sends_nobodys_pay_to_another_account(
    town: Town, man: FileRows, there: FileRows, comes: Callable[[Town, FileRows, FileRows], None]
) -> None:
    comes(town, man, there)
    assert paid(town, "2025-12") == paid(town) == [HIS]
    (row,) = town.head.read(accounts.proposed)
    assert row.household_id == there.household.id
    assert row.now == f"示例农商银行　己示例　{OLD}"
    assert row.then == f"示例农商银行　甲示例　{NEW}"
    assert "己示例的重度残疾人护理补贴" in row.reason
    assert row.proposer == town.checker.actor.name
    town.head.write(accounts.decide_account, row.id, confirmed=True)
    assert paid(town, "2025-12") == [HIS]
    assert paid(town) == [THEIRS]
    assert ("disability_care", "keep") in told(town, there)
    assert told(town, man) == set()


def test_what_is_not_confirmed_stays_where_it_was_and_can_be_asked_for_again(
    town: Town, man: FileRows, there: FileRows
) -> None:
    moves(town, man, there)
    (row,) = town.head.read(accounts.proposed)
    town.head.write(accounts.decide_account, row.id, confirmed=False, note="本人要求仍付到自己的账户")
    assert paid(town) == [HIS]
    again = NewAccount(
        bank="示例农商银行", account_name="甲示例", account_number=NEW, reason="本人已同意付到这户"
    )
    change = town.checker.write(accounts.propose_account, there.household.id, again)
    town.head.write(accounts.decide_account, change, confirmed=True)
    assert paid(town) == [THEIRS]


def test_who_recorded_the_event_cannot_confirm_an_account_somebody_else_had_asked_for(
    town: Town, man: FileRows, there: FileRows
) -> None:
    both = colleague(town, "both", "孙兼岗", "checker", "approver")
    other = NewAccount(
        bank="乙银行", account_name="甲示例", account_number="6200000000000009999", reason="原账户已销户"
    )
    change = town.clerk.write(accounts.propose_account, there.household.id, other)
    moves(town, man, there, both)
    (row,) = town.head.read(accounts.proposed)
    assert "己示例的重度残疾人护理补贴" in row.reason
    with pytest.raises(Refused, match="您登记的变动"):
        both.write(accounts.decide_account, change, confirmed=True)
    town.head.write(accounts.decide_account, change, confirmed=True)
    assert paid(town) == [("甲示例", "6200000000000009999", MONTHLY)]


def test_the_same_account_moves_at_once(town: Town, man: FileRows, there: FileRows) -> None:
    def same(unit: Unit) -> None:
        home = unit.get(Household, there.household.id)
        home.bank, home.account_name, home.account_number = "示例农商银行", "己示例", OLD

    town.clerk.write(same)
    moves(town, man, there)
    assert paid(town) == [HIS]
    assert town.head.read(accounts.proposed) == []


def test_a_family_without_an_account_gets_nothing_of_his_before_it_has_one(
    town: Town, man: FileRows, there: FileRows
) -> None:
    town.clerk.write(lambda unit: setattr(unit.get(Household, there.household.id), "account_number", ""))
    moves(town, man, there)
    assert paid(town) == [HIS]
    wanted = NewAccount(bank="乙银行", account_name="甲示例", account_number=NEW, reason="新开账户")
    change = town.checker.write(accounts.propose_account, there.household.id, wanted)
    town.head.write(accounts.decide_account, change, confirmed=True)
    assert paid(town) == [THEIRS]


def test_his_grant_is_looked_at_where_he_lives_while_it_is_paid_elsewhere(
    town: Town, man: FileRows, there: FileRows
) -> None:
    """He dies with the family: his subsidy ends, and the event is not settled before."""
    moves(town, man, there)
    assert told(town, man) == set()
    assert ("disability_care", "keep") in told(town, there)
    died = Happened(kind="death", effective_on=date(2025, 12, 3), person_id=man.application.applicant_id)
    town.checker.write(events.record_event, there.household.id, died)
    found = town.checker.read(consequences.consequences, there.household.id)
    (his,) = [one for one in found if one.programme == "disability_care"]
    assert his.change.kind == "stop"
    event = next(one for one in town.checker.read(events.events, there.household.id) if one.kind == "death")
    with pytest.raises(Refused, match="还没有调整"):
        town.checker.write(events.settle_event, event.id, "已经了解了")
    ground = Ground(cause="event", evidence="死亡证明", event_id=event.id)
    town.checker.write(adjusting.propose_adjustment, his.entitlement_id, his.change, ground, [])
    (row,) = town.head.read(adjusting.adjustments)
    town.head.write(adjusting.decide_adjustment, row.id, approved=True)
    assert paid(town) == []


def test_an_event_in_error_is_withdrawn_with_the_account_it_asked_for(
    town: Town, man: FileRows, there: FileRows
) -> None:
    moves(town, man, there)
    event = town.checker.read(events.events, there.household.id)[0]
    town.checker.write(withdrawing.withdraw_event, event.id, "不是这一户")
    assert town.head.read(accounts.proposed) == []
    assert [line[2] for line in paid(town)] == [MONTHLY]


def test_an_event_whose_pay_has_moved_is_not_withdrawn(town: Town, man: FileRows, there: FileRows) -> None:
    moves(town, man, there)
    (row,) = town.head.read(accounts.proposed)
    town.head.write(accounts.decide_account, row.id, confirmed=True)
    event = town.checker.read(events.events, there.household.id)[0]
    with pytest.raises(Refused, match="转入"):
        town.checker.write(withdrawing.withdraw_event, event.id, "不是这一户")


def test_an_account_asked_for_again_and_confirmed_holds_the_event_too(
    town: Town, man: FileRows, there: FileRows
) -> None:
    moves(town, man, there)
    (row,) = town.head.read(accounts.proposed)
    town.head.write(accounts.decide_account, row.id, confirmed=False, note="再问本人")
    again = NewAccount(bank="示例农商银行", account_name="甲示例", account_number=NEW, reason="本人同意")
    change = town.checker.write(accounts.propose_account, there.household.id, again)
    town.head.write(accounts.decide_account, change, confirmed=True)
    event = town.checker.read(events.events, there.household.id)[0]
    with pytest.raises(Refused, match="转入"):
        town.checker.write(withdrawing.withdraw_event, event.id, "不是这一户")
    assert paid(town) == [THEIRS]


def test_nobody_is_put_back_into_a_home_while_another_counts_them(
    town: Town, man: FileRows, there: FileRows
) -> None:
    moves(town, man, there)
    (out,) = town.checker.read(events.events, man.household.id)
    (into,) = town.checker.read(events.events, there.household.id)
    with pytest.raises(Refused, match=into.number):
        town.checker.write(withdrawing.withdraw_event, out.id, "没有迁出")
    town.checker.write(withdrawing.withdraw_event, into.id, "没有迁入")
    town.checker.write(withdrawing.withdraw_event, out.id, "没有迁出")
    assert paid(town) == [HIS]


def test_the_recorder_is_told_where_it_is_paid_until_then(town: Town, man: FileRows, there: FileRows) -> None:
    moves(town, man, there)
    said = town.checker.read(accounts.arriving_told, there.household.id)
    assert said.startswith("己示例的重度残疾人护理补贴仍付到原账户（尾号 0071）")
    assert "发放—变更账户" in said
    assert town.checker.read(accounts.arriving_told, man.household.id) == ""


def test_what_was_not_paid_of_a_grant_that_has_ended_waits_for_the_account_too(
    town: Town, man: FileRows, there: FileRows
) -> None:
    """His grant has ended; 30 of October are still owed to him and 20 to be asked back."""

    def owes(unit: Unit) -> None:
        (grant,) = every(unit.session, man.household.id)
        grant.last_month, grant.ended_reason = "2025-11", "over_limit"
        for kind, yuan in (("makeup", "30.00"), ("clawback", "20.00")):
            unit.add(
                BackPayment(
                    household_id=man.household.id, entitlement_id=grant.id, programme="disability_care",
                    person_id=grant.person_id, kind=kind, for_month="2025-10", amount=Decimal(yuan), reason="重新核定",
                    proposed_by=town.clerk.actor.operator_id, proposed_on=unit.today,
                )
            )  # fmt: skip

    town.clerk.write(owes)
    moves(town, man, there)
    (row,) = town.head.read(accounts.proposed)
    assert "己示例的2025-10重度残疾人护理补贴补发" in row.reason
    found = {one.kind: one.household_id for one in town.head.read(back_paying.back_payments)}
    assert found == {"补发": man.household.id, "追回": there.household.id}
    made_up = next(one for one in town.head.read(back_paying.back_payments) if one.kind == "补发")
    town.head.write(back_paying.decide_back_payment, made_up.id, approved=True, pay_month="2026-01")
    assert paid(town) == [("己示例", OLD, Decimal("30.00"))]
    town.head.write(accounts.decide_account, row.id, confirmed=True)
    assert paid(town) == [("甲示例", NEW, Decimal("30.00"))]


def test_whoever_confirms_an_account_is_told_that_somebody_who_left_is_still_paid_by_it(
    town: Town, man: FileRows, there: FileRows
) -> None:
    moves(town, man, there)
    wanted = NewAccount(
        bank="乙银行", account_name="己示例", account_number="6200000000000009999", reason="原卡已挂失"
    )
    town.checker.write(accounts.propose_account, man.household.id, wanted)
    found = {row.household_id: row.reason for row in town.head.read(accounts.proposed)}
    assert "已迁出的己示例的重度残疾人护理补贴还由本户账户付，确认后也付到新账户" in found[man.household.id]
    assert "还由本户账户付" not in found[there.household.id]


STILL = "重度残疾人护理补贴（己示例，仍由原户账户发放）"


def test_the_family_is_shown_with_what_its_new_member_is_still_paid_elsewhere(
    town: Town, man: FileRows, there: FileRows
) -> None:
    merges(town, man, there)
    seen = town.clerk.read(as_of.as_of, there.household.id, date(2025, 12, 3))
    assert [(one.programme, one.monthly) for one in seen.true.elsewhere] == [(STILL, MONTHLY)]
    assert seen.differences == []
    assert town.clerk.read(as_of.as_of, there.household.id, date(2025, 12, 1)).true.elsewhere == []
    (hit,) = town.clerk.read(searching.search, "己示例")
    assert f"{STILL}在享 90.00 元/月" in hit.standing
    account_confirmed(town)
    town.on(date(2026, 1, 5))
    after = town.clerk.read(as_of.as_of, there.household.id, date(2026, 1, 5)).true
    assert after.elsewhere == []
    assert [one.programme for one in after.grants] == ["最低生活保障", "重度残疾人护理补贴（己示例）"]
    assert "原户" not in town.clerk.read(searching.search, "己示例")[0].standing


def test_the_account_he_is_still_paid_by_can_be_changed(town: Town, man: FileRows, there: FileRows) -> None:
    """The family's account is refused; his own home has ended, and his card is replaced."""
    merges(town, man, there)
    (row,) = town.head.read(accounts.proposed)
    town.head.write(accounts.decide_account, row.id, confirmed=False, note="本人要求仍付到自己的账户")
    now, before = town.checker.read(finding.find_paying, "己示例")
    assert now.household_id == there.household.id
    assert (before.household_id, before.household_number) == (man.household.id, man.household.number)
    assert before.standing == "已不在本户，仍由本户账户发放：重度残疾人护理补贴"
    card = NewAccount(
        bank="示例农商银行", account_name="己示例", account_number="6233333333333333333", reason="原卡已挂失"
    )
    change = town.checker.write(accounts.propose_account, before.household_id, card)
    town.head.write(accounts.decide_account, change, confirmed=True)
    assert paid(town) == [("己示例", "6233333333333333333", MONTHLY)]


def test_subsidies_of_two_people_are_told_with_their_names(town: Town, there: FileRows) -> None:
    """Both of a couple are paid for their own certificate."""

    def second(unit: Unit) -> None:
        (grant,) = every(unit.session, there.household.id)
        for name in ("甲示例", "乙示例"):
            who = next(one.id for one in there.people.values() if one.name == name)
            unit.add(
                replace(
                    grant, id=new_id(), programme="disability_care", person_id=who, monthly=MONTHLY, version=1
                )
            )

    town.clerk.write(second)
    standing = town.clerk.read(searching.search, "甲示例")[0].standing
    for name in ("甲示例", "乙示例"):
        assert f"重度残疾人护理补贴（{name}）在享 90.00 元/月" in standing


@pytest.mark.parametrize(("kind", "word"), [("move_out", "已迁出的"), ("death", "已去世的")])
def test_who_confirms_an_account_is_told_whom_it_pays_though_they_live_nowhere_known(
    town: Town, man: FileRows, there: FileRows, kind: str, word: str
) -> None:
    moves(town, man, there)
    account_confirmed(town)
    left = Happened(kind=kind, effective_on=date(2025, 12, 3), person_id=man.application.applicant_id)
    town.checker.write(events.record_event, there.household.id, left)
    card = NewAccount(
        bank="示例农商银行",
        account_name="甲示例",
        account_number="6211111111111111111",
        reason="原账户已销户",
    )
    town.clerk.write(accounts.propose_account, there.household.id, card)
    (row,) = town.head.read(accounts.proposed)
    assert f"{word}己示例的重度残疾人护理补贴还由本户账户付，确认后也付到新账户" in row.reason
