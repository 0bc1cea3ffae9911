"""备用金: a ledger that adds up whatever happens, requests and their money, months counted by two."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiuzhu.errors import ChangedSinceSeen, InvalidInput, Refused, UserError
from jiuzhu.services.office import proving
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.relief import paying_out, reserve, reserve_months, reserve_view
from relief_case import FIRE, colleague, helped
from town import Town


def test_the_reserve_never_pays_what_it_has_not(town: Town, payer: Workspace) -> None:
    town.on(FIRE)
    taken = helped(town)
    with pytest.raises(Refused, match="还没有建立备用金台账"):
        payer.write(paying_out.pay_out, taken, form="transfer", source="reserve")
    payer.write(reserve.open_reserve, Decimal("499.99"))
    with pytest.raises(Refused, match=r"余额 499\.99 元，不够支付 500\.00 元"):
        payer.write(paying_out.pay_out, taken, form="transfer", source="reserve")
    assert payer.read(paying_out.due)[0].left == Decimal("500.00")
    assert payer.read(paying_out.paid) == []
    payer.write(paying_out.pay_out, taken, form="transfer", source="county")
    assert payer.read(reserve.balance) == Decimal("499.99")


def test_every_outflow_tells_its_case_payee_and_hands(town: Town, payer: Workspace) -> None:
    town.on(FIRE)
    payer.write(reserve.open_reserve, Decimal(1000))
    taken = helped(town)
    payer.write(paying_out.pay_out, taken, form="cash", source="reserve", receipt="领001")
    view = payer.read(reserve_view.view)
    line = view.lines[-1]
    assert (line.position, line.kind, line.money_in, line.money_out, line.balance) == (
        2,
        "救助给付",
        None,
        Decimal(500),
        Decimal(500),
    )
    assert (line.payee, line.cause, line.help, line.receipt) == (
        "己示例",
        "火灾：出租屋失火",
        "小额快救、急难型",
        "领001",
    )
    assert (line.approver, line.writer, line.makeup) == ("王主任", "钱统计", "03-16 前补")
    assert (view.opened, view.balance, view.size.value) == (True, Decimal(500), Decimal(50000))
    assert not view.size.confirmed


def test_a_wrong_line_is_reversed_once_and_stays(payer: Workspace) -> None:
    payer.write(reserve.open_reserve, Decimal(1000))
    with pytest.raises(Refused, match="已经建立"):
        payer.write(reserve.open_reserve, Decimal(1000))
    payer.write(reserve.replenish, "渝北民〔2025〕1号", Decimal(200))
    with pytest.raises(Refused, match="已经到账登记过"):
        payer.write(reserve.replenish, "渝北民〔2025〕1号", Decimal(200))
    wrong = payer.read(reserve.entries)[-1]
    payer.write(reserve.correct_entry, wrong.id, "金额登记有误")
    assert payer.read(reserve.balance) == Decimal(1000)
    with pytest.raises(Refused, match="已由 备2025"):
        payer.write(reserve.correct_entry, wrong.id, "重复登记")
    with pytest.raises(Refused, match="本身是冲正"):
        payer.write(reserve.correct_entry, payer.read(reserve.entries)[-1].id, "再次冲正")
    payer.write(reserve.replenish, "渝北民〔2025〕1号", Decimal(20))  # what was reversed may be entered right
    assert [(row.position, row.balance) for row in payer.read(reserve.entries)] == [
        (1, Decimal(1000)),
        (2, Decimal(1200)),
        (3, Decimal(1000)),
        (4, Decimal(1020)),
    ]


def test_a_payout_is_not_reversed_past_its_case(town: Town, payer: Workspace) -> None:
    town.on(FIRE)
    payer.write(reserve.open_reserve, Decimal(1000))
    payer.write(paying_out.pay_out, helped(town), form="transfer", source="reserve")
    with pytest.raises(Refused, match="给付退回"):
        payer.write(reserve.correct_entry, payer.read(reserve.entries)[-1].id, "付错了人")


def test_the_opening_is_not_reversed_once_it_is_spent(town: Town, payer: Workspace) -> None:
    town.on(FIRE)
    payer.write(reserve.open_reserve, Decimal(1000))
    payer.write(paying_out.pay_out, helped(town), form="transfer", source="reserve")
    with pytest.raises(Refused, match=r"不够支付 1,000\.00 元"):
        payer.write(reserve.correct_entry, payer.read(reserve.entries)[0].id, "期初写错了")


def test_requests_ask_for_what_lacks_and_end_with_their_money(payer: Workspace) -> None:
    payer.write(reserve.open_reserve, Decimal(49000))
    first = payer.write(reserve.request_replenishment)
    assert (first.amount, first.balance) == (Decimal(1000), Decimal(49000))
    with pytest.raises(Refused, match=r"已申请未到账 1,000\.00 元"):
        payer.write(reserve.request_replenishment)
    payer.write(reserve.replenish, first.number, Decimal(600))
    (waits,) = payer.read(reserve_view.view).requests  # a part does not close it
    assert (waits.arrived, waits.arrived_on) == (Decimal(600), None)
    with pytest.raises(Refused, match=r"已申请未到账 400\.00 元"):
        payer.write(reserve.request_replenishment)
    payer.write(reserve.replenish, first.number, Decimal(400))
    assert payer.read(reserve_view.view).requests == []
    wrong = payer.read(reserve.entries)[-1]
    payer.write(reserve.correct_entry, wrong.id, "到账金额写错")
    assert [row.number for row in payer.read(reserve_view.view).requests] == [first.number]
    with pytest.raises(InvalidInput, match=r"多于还缺的 400\.00 元"):
        payer.write(reserve.replenish, first.number, Decimal(401))
    payer.write(reserve.replenish, first.number, Decimal(400))
    with pytest.raises(Refused, match="已经到账登记过"):
        payer.write(reserve.replenish, first.number, Decimal(400))
    with pytest.raises(Refused, match="没有低于规定"):
        payer.write(reserve.request_replenishment)


def test_more_than_the_reserve_lacks_is_looked_at_twice(payer: Workspace) -> None:
    payer.write(reserve.open_reserve, Decimal(49000))
    with pytest.raises(InvalidInput, match=r"多于还缺的 1,000\.00 元"):
        payer.write(reserve.replenish, "没有这个编号", Decimal(999999))
    assert payer.read(reserve.balance) == Decimal(49000)
    payer.write(reserve.replenish, "渝北民〔2025〕1号", Decimal(2000), looked=True)
    with pytest.raises(Refused, match="已经到账登记过"):
        payer.write(reserve.replenish, "渝北民[2025] 1号", Decimal(2000), looked=True)
    assert payer.read(reserve.balance) == Decimal(51000)


@pytest.mark.parametrize(
    "act",
    [
        lambda payer: payer.write(reserve.open_reserve, Decimal(0)),
        lambda payer: payer.write(reserve.replenish, "备补-1", Decimal(0)),
        lambda payer: payer.write(reserve.replenish, "", Decimal(1)),
        lambda payer: payer.write(reserve_months.count_month, "2025-09", Decimal(0)),
        lambda payer: payer.write(reserve_months.count_month, "十月", Decimal(0)),
    ],
)
def test_money_of_nothing_and_months_without_a_ledger_are_refused(
    payer: Workspace, act: Callable[[Workspace], Any]
) -> None:
    with pytest.raises(UserError) as refusal:
        act(payer)
    assert payer.read(reserve.entries) == []
    assert refusal.value


def test_a_month_is_counted_by_one_and_signed_by_another(town: Town, payer: Workspace) -> None:
    town.on(date(2025, 10, 20))
    payer.write(reserve.open_reserve, Decimal(1000))
    assert payer.read(reserve_months.month_to_count) == ""
    town.on(date(2025, 11, 3))
    payer.write(reserve.replenish, "渝北民〔2025〕1号", Decimal(500))
    assert payer.read(reserve_view.view).book == Decimal(1000)
    with pytest.raises(Refused, match="现在要盘点的是 2025-10"):
        payer.write(reserve_months.count_month, "2025-11", Decimal(1500))
    for counted, why in ((Decimal(990), ""), (Decimal(990), "不知"), (Decimal(-1), "现金被盗，已报警")):
        with pytest.raises(InvalidInput):
            payer.write(reserve_months.count_month, "2025-10", counted, why)
    made = payer.write(reserve_months.count_month, "2025-10", Decimal(990), "找零差错待查")
    assert (made.book, made.counted) == (Decimal("1000.00"), Decimal("990.00"))
    with pytest.raises(Refused, match="没有等待盘点的月份"):
        payer.write(reserve_months.count_month, "2025-10", Decimal(1000))
    with pytest.raises(Refused, match="不能都是您"):
        payer.write(reserve_months.sign_month, made.id)
    with pytest.raises(Refused, match="给付"):
        town.checker.write(reserve_months.sign_month, made.id)
    with pytest.raises(ChangedSinceSeen):
        town.head.write(reserve_months.sign_month, made.id, seen=made.version + 1)
    town.head.write(reserve_months.sign_month, made.id, seen=made.version)
    with pytest.raises(Refused, match="已经两人签字"):
        town.head.write(reserve_months.sign_month, made.id)
    (row,) = payer.read(reserve_view.closing_rows)
    assert (row.first, row.second, row.difference, row.mine) == ("钱统计", "王主任", Decimal(-10), True)
    another = colleague(town, "chuna", "周出纳", "statistician")
    town.on(date(2026, 1, 5))
    for month in ("2025-11", "2025-12"):
        assert payer.read(reserve_months.month_to_count) == month
        closing = payer.write(reserve_months.count_month, month, Decimal(1500))
        another.write(reserve_months.sign_month, closing.id)
    assert payer.read(reserve_months.month_to_count) == ""


def test_the_clock_of_the_computer_does_not_turn_the_ledger_back(town: Town, payer: Workspace) -> None:
    town.on(date(2025, 10, 20))
    payer.write(reserve.open_reserve, Decimal(1000))
    town.on(date(2025, 11, 3))
    payer.write(reserve_months.count_month, "2025-10", Decimal(1000))
    town.on(date(2025, 10, 21))
    with pytest.raises(Refused, match="2025-10 已经月结"):
        payer.write(reserve.replenish, "渝北民〔2025〕1号", Decimal(1))
    town.on(date(2025, 10, 19))
    with pytest.raises(Refused, match="不能倒着记账"):
        payer.write(reserve.replenish, "渝北民〔2025〕1号", Decimal(1))


ACTS = st.lists(
    st.tuples(st.sampled_from(["in", "pay", "return", "correct"]), st.integers(0, 9), st.integers(1, 900)),
    min_size=4,
    max_size=14,
)


@given(ACTS)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_the_balance_is_the_sum_and_never_negative(
    town: Town, payer: Workspace, acts: list[tuple[str, int, int]]
) -> None:
    town.on(FIRE)
    if not payer.read(reserve.entries):
        payer.write(reserve.open_reserve, Decimal(600))
        for order in (201, 211, 221, 231, 241, 251):
            helped(town, order, Decimal(order))
    for kind, place, amount in acts:
        known, due = payer.read(reserve.entries), payer.read(paying_out.due)
        paid = [row for row in payer.read(paying_out.paid) if not row.returned]
        try:
            if kind == "in":
                payer.write(reserve.replenish, f"到账第{len(known)}笔", Decimal(amount) / 100)
            elif kind == "pay" and due:
                row = due[place % len(due)]
                part = min(row.left, Decimal(amount))
                payer.write(
                    paying_out.pay_out,
                    row.application_id,
                    form="transfer",
                    source="reserve",
                    amount=part,
                )
            elif kind == "return" and paid:
                payer.write(paying_out.return_payout, paid[place % len(paid)].id, "银行退回")
            elif kind == "correct":
                payer.write(reserve.correct_entry, known[place % len(known)].id, "登记有误")
        except Refused:
            assert len(payer.read(reserve.entries)) == len(known)  # what was refused left nothing
    total = Decimal(0)
    lines = payer.read(reserve.entries)
    for place, line in enumerate(lines, start=1):
        total += line.amount if line.direction == "in" else -line.amount
        assert (line.position, line.balance) == (place, total)
        assert total >= 0
    out = sum(row.amount for row in lines if row.kind == "payout")
    back = sum(row.amount for row in lines if row.kind == "returned")
    standing = sum(row.amount for row in payer.read(paying_out.paid) if not row.returned)
    assert out - back == standing
    left = sum(row.left for row in payer.read(paying_out.due))
    assert standing + left == 201 + 211 + 221 + 231 + 241 + 251
    assert town.auditor.read(proving.verify_journal).problems == ()
