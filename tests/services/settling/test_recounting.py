"""The recount of a month: quiet where everything agrees, and telling where a row was altered behind everybody's back."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from jiuzhu.domain.serving.settling import Settlement, SettlementLine
from jiuzhu.domain.serving.supply import Fund
from jiuzhu.domain.serving.visits import HourGrant, Visit
from jiuzhu.services.delivering import recording
from jiuzhu.services.settling import settling
from jiuzhu.services.settling.recounting import reconciled
from jiuzhu.storage.tables import TABLES
from jiuzhu.storage.unit import Unit
from serving_town import ServingTown, opened, served
from tampering import tampering
from visited import found, visited

SEPTEMBER = "2025-09"


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path, date(2025, 10, 9)) as made:
        yield made


def visit(at: ServingTown, day: int, minutes: int = 60, **more: Any) -> str:
    worker = at.workers["示例甲工"]
    return at.coordinator.write(visited, at.plan, worker, date(2025, 9, day), minutes, **more)


def settled(at: ServingTown) -> tuple[str, Settlement]:
    record = visit(at, 2, 50)
    visit(at, 9, 60, result="refused", reason="人不在家")
    visit(at, 16, 60, result="disputed", reason="时长有争议")
    made = at.payer.write(settling.make_settlement, at.agreement, SEPTEMBER)
    at.town.head.write(settling.sign_settlement, made.id, 1)
    return record, made


def told(at: ServingTown) -> set[str]:
    return {one.what for one in at.payer.read(reconciled, SEPTEMBER).differences}


def alter(at: ServingTown, table: type, edit: Callable[[Any], None], which: dict[str, Any]) -> None:
    def do(unit: Unit) -> None:
        edit(unit.session.scalars(select(table).filter_by(**which)).first())

    with tampering(at.town) as tool, tool.unguarded(TABLES[table].name):
        at.town.clerk.write(do)


def test_a_settled_month_agrees(at: ServingTown) -> None:
    settled(at)
    recount = at.payer.read(reconciled, SEPTEMBER)
    assert recount.differences == []
    assert (recount.records, recount.minutes, recount.amount) == (1, 50, Decimal("33.33"))


def test_a_month_nobody_settled_is_counted_without_complaint(at: ServingTown) -> None:
    visit(at, 2)
    recount = at.payer.read(reconciled, SEPTEMBER)
    assert (recount.amount, recount.differences) == (Decimal("40.00"), [])


@pytest.mark.parametrize(
    ("kind", "which", "edit", "what"),
    [
        (SettlementLine, {"kind": "payable"}, lambda row: setattr(row, "amount", Decimal("34.33")), {"结算金额", "结算单合计金额", "结算单明细校验"}),
        (SettlementLine, {"kind": "payable"}, lambda row: setattr(row, "minutes", 55), {"结算分钟", "结算单合计分钟", "结算单明细校验"}),
        (SettlementLine, {"kind": "refused"}, lambda row: setattr(row, "minutes", 55), {"结算单不予认可分钟", "结算单明细校验"}),
        (Settlement, {}, lambda row: setattr(row, "amount", Decimal("35.33")), {"结算单合计金额"}),
        (Visit, {"day": date(2025, 9, 2)}, lambda row: setattr(row, "state", "cancelled"), {"日历上的状态"}),
        (HourGrant, {}, lambda row: setattr(row, "minutes", 100), {"小时账户余额不为负"}),
        (Fund, {}, lambda row: setattr(row, "ceiling", Decimal("33.32")), {"资金没有超出额度"}),
    ],
)  # fmt: skip
def test_what_was_altered_is_told(
    at: ServingTown, kind: type, which: dict[str, Any], edit: Callable[[Any], None], what: set[str]
) -> None:
    settled(at)
    alter(at, kind, edit, which)
    assert told(at) == what


def test_a_minute_that_was_verified_twice_is_told(at: ServingTown) -> None:
    """Of a worker at two homes; and of a person, by a long and two short visits inside it."""
    _, plan = at.town.clerk.write(served, at.agreement, ("己示例",))
    visit(at, 2)
    at.coordinator.write(visited, plan, at.workers["示例甲工"], date(2025, 9, 2), starts=599)
    visit(at, 3, 120)
    for starts in (550, 610):
        at.coordinator.write(visited, at.plan, at.workers["示例乙工"], date(2025, 9, 3), 20, starts=starts)
    found = at.payer.read(reconciled, SEPTEMBER).differences
    assert [(one.what, one.expected, one.found) for one in found] == [
        ("同一时间只核实一次", "0", minutes) for minutes in ("1", "20", "20")
    ]
    assert found[0].about.endswith(" 2025-09-02")


def test_what_changed_after_it_was_settled_is_told_until_it_is_corrected(at: ServingTown) -> None:
    record, made = settled(at)
    at.coordinator.write(found, record, "refused", "电话回访没有去")
    assert told(at) == {"结算金额", "结算分钟"}
    correction = at.payer.write(settling.correct_settlement, made.id, "回访发现没有去")
    at.town.head.write(settling.sign_settlement, correction.id, 1)
    assert told(at) == set()


def test_a_reversed_record_that_is_still_paid_is_told(at: ServingTown) -> None:
    record, _ = settled(at)
    at.coordinator.write(recording.reverse, record, "日期写错")
    assert told(at) == {"已冲销的记录"}
