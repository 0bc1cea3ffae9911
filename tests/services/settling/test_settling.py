"""月结算: made by one, signed by another, corrected under a number; the worked case to the cent."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from jiuzhu.domain.serving.settling import Settlement, SettlementLine
from jiuzhu.domain.serving.supply import Fund, Tariff
from jiuzhu.domain.serving.visits import Visit, VisitRecord
from jiuzhu.errors import ChangedSinceSeen, InvalidInput, Refused, UserError
from jiuzhu.services.delivering import recording
from jiuzhu.services.scheduling import booking
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.services.serving.hours import account_of
from jiuzhu.services.settling import settlement_view, settling
from jiuzhu.storage.tables import TABLES
from jiuzhu.storage.unit import Unit
from serving_town import EIGHT, NINE, ServingTown, opened
from tampering import tampering
from visited import found, visited

SEPTEMBER, OCTOBER = "2025-09", "2025-10"
NOVEMBER_3 = date(2025, 11, 3)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path, date(2025, 10, 9)) as made:
        yield made


def visit(at: ServingTown, day: date, minutes: int = 60, **more: Any) -> str:
    return at.coordinator.write(visited, at.plan, at.workers["示例甲工"], day, minutes, **more)


def september(at: ServingTown) -> list[str]:
    """What the worked case says of September: 4.0 h accepted in two visits, 1.5 h refused."""
    return [
        visit(at, date(2025, 9, 2), 120),
        visit(at, date(2025, 9, 9), 120),
        visit(at, date(2025, 9, 16), 90, result="refused", reason="人不在家"),
    ]


def make(at: ServingTown, month: str = SEPTEMBER, **more: Any) -> Settlement:
    return at.payer.write(settling.make_settlement, at.agreement, month, **more)


def sign(at: ServingTown, made: Settlement) -> Settlement:
    return at.town.head.write(settling.sign_settlement, made.id, 1)


def lines(at: ServingTown, made: Settlement) -> list[SettlementLine]:
    def look(unit: Unit) -> list[SettlementLine]:
        found = unit.session.scalars(select(SettlementLine).filter_by(settlement_id=made.id))
        return sorted(found, key=lambda one: one.day)

    return at.payer.read(look)


def change(at: ServingTown, kind: type, identity: str, edit: Callable[[Any], None]) -> None:
    """Change a row behind everybody's back."""

    def do(unit: Unit) -> None:
        edit(unit.get(kind, identity))

    with tampering(at.town) as tool, tool.unguarded(TABLES[kind].name):
        at.town.clerk.write(do)


def test_a_visit_taken_back_and_moved_to_another_month_does_not_stand_in_the_way(at: ServingTown) -> None:
    visit(at, date(2025, 9, 2), 60)
    wrong = visit(at, date(2025, 9, 9), 120)
    at.coordinator.write(recording.reverse, wrong, "日期写错")
    moved = at.coordinator.read(lambda unit: unit.get(Visit, unit.get(VisitRecord, wrong).visit_id))
    wanted = replace(booking.wanted_of(moved), day=date(2025, 10, 10))
    at.coordinator.write(booking.move, moved.id, moved.version, wanted)
    made = sign(at, make(at))
    assert (made.minutes, made.amount) == (60, Decimal("40.00"))


def test_the_worked_case(at: ServingTown) -> None:
    """Case 10: 17.0 h before September; 4.0 h accepted → 160.00, 1.5 h refused not counted; 3.0 h left."""
    for place in range(17):
        visit(at, date(2025, 6, 2 + place), 60)
    september(at)
    made = sign(at, make(at))
    assert (made.minutes, made.amount, made.refused_minutes) == (240, Decimal("160.00"), 90)
    assert [(one.kind, one.amount) for one in lines(at, made)] == [
        ("payable", Decimal("80.00")),
        ("payable", Decimal("80.00")),
        ("refused", Decimal("0.00")),
    ]
    account = at.coordinator.read(account_of, at.file, 2025)
    assert (account.delivered, account.left) == (21 * 60, 3 * 60)
    four_hours = Wanted("cleaning", date(2025, 10, 14), EIGHT, EIGHT + 240, at.workers["示例甲工"])
    with pytest.raises(InvalidInput, match=r"3\.0 小时"):
        at.coordinator.write(booking.book, at.plan, four_hours)


def test_a_month_is_settled_once_and_when_it_is_over(at: ServingTown) -> None:
    september(at)
    with pytest.raises(Refused, match="还没有过完"):
        make(at, OCTOBER)
    with pytest.raises(UserError, match="月份"):
        make(at, "2025-13")
    with pytest.raises(Refused, match="没有可以结算的记录"):
        make(at, "2025-08")
    made = make(at)
    with pytest.raises(Refused, match="还在等审核"):
        make(at)
    sign(at, made)
    with pytest.raises(Refused, match=f"已经结算（{made.number}）"):
        make(at)


def test_what_waits_for_its_verifier_is_told_and_not_paid(at: ServingTown) -> None:
    visit(at, date(2025, 9, 2), result="")
    (row,) = at.payer.read(settlement_view.open_months)
    assert (row.waiting, row.amount) == (1, Decimal("0.00"))
    with pytest.raises(Refused, match="还有 1 条记录待核实"):
        make(at)


def test_who_made_it_cannot_sign_it_and_not_everybody_may(at: ServingTown) -> None:
    september(at)
    made = make(at)
    with pytest.raises(Refused, match="岗位"):
        at.coordinator.write(settling.sign_settlement, made.id, 1)
    with pytest.raises(Refused, match="岗位"):
        at.town.head.write(settling.make_settlement, at.agreement, SEPTEMBER)
    with pytest.raises(ChangedSinceSeen):
        at.town.head.write(settling.sign_settlement, made.id, 7)
    change(at, Settlement, made.id, lambda row: setattr(row, "made_by", at.town.head.actor.operator_id))
    with pytest.raises(Refused, match="不能自己审核"):
        at.town.head.write(settling.sign_settlement, made.id, 2)


def test_a_line_that_was_altered_is_not_signed(at: ServingTown) -> None:
    september(at)
    made = make(at)
    paid = lines(at, made)[0]
    change(at, SettlementLine, paid.id, lambda row: setattr(row, "amount", Decimal("90.00")))
    with pytest.raises(Refused, match="与制单时不一致"):
        sign(at, made)


def test_a_line_is_written_once(at: ServingTown) -> None:
    september(at)
    paid = lines(at, make(at))[0]

    def alter(unit: Unit) -> None:
        unit.get(SettlementLine, paid.id).amount = Decimal("90.00")

    with pytest.raises(Exception, match=r"proof is written once|append-only"):
        at.town.clerk.write(alter)


def test_a_sum_that_was_altered_is_not_signed(at: ServingTown) -> None:
    september(at)
    made = make(at)
    change(at, Settlement, made.id, lambda row: setattr(row, "amount", Decimal("170.00")))
    with pytest.raises(Refused, match="与制单时不一致"):
        at.town.head.write(settling.sign_settlement, made.id, 2)


def test_a_record_refused_after_it_was_made_is_not_signed_for(at: ServingTown) -> None:
    first, *_ = september(at)
    made = make(at)
    at.coordinator.write(found, first, "refused", "电话回访没有去")
    with pytest.raises(Refused, match="冲销或改了核实结果"):
        sign(at, made)
    at.town.head.write(settling.withdraw_settlement, made.id, 1, "有一条改判")
    assert make(at).amount == Decimal("80.00")


def test_what_is_withdrawn_counts_for_nothing_and_stays(at: ServingTown) -> None:
    september(at)
    made = make(at, note="九月")
    with pytest.raises(InvalidInput, match="撤回的原因"):
        at.payer.write(settling.withdraw_settlement, made.id, 1, "")
    with pytest.raises(Refused, match="岗位"):
        at.town.auditor.write(settling.withdraw_settlement, made.id, 1, "有一条改判")
    gone = at.payer.write(settling.withdraw_settlement, made.id, 1, "有一条改判")
    assert (gone.state, gone.note) == ("withdrawn", "九月；撤回：有一条改判")
    again = sign(at, make(at))
    assert again.amount == Decimal("160.00")
    with pytest.raises(Refused, match="不能撤回"):
        at.payer.write(settling.withdraw_settlement, again.id, 2, "有一条改判")
    with pytest.raises(Refused, match="不能审核"):
        at.town.head.write(settling.sign_settlement, gone.id, 2)
    assert [row.state for row in at.payer.read(settlement_view.settlements, "withdrawn")] == ["withdrawn"]


def test_later_months_put_right_what_was_settled_before(at: ServingTown) -> None:
    first, _, refused = september(at)
    late = visit(at, date(2025, 9, 23), 30, result="")
    sign(at, make(at))
    at.on(NOVEMBER_3)
    at.coordinator.write(recording.reverse, first, "日期写错")
    at.coordinator.write(found, refused, "verified", "家属证明在家")
    at.coordinator.write(found, late, "verified")
    visit(at, date(2025, 10, 14))
    (row,) = at.payer.read(settlement_view.open_months)
    assert (row.month, row.visits, row.amount, row.corrections) == (
        OCTOBER,
        1,
        Decimal("40.00"),
        Decimal("0.00"),
    )
    made = sign(at, make(at, OCTOBER, seen=row.seen))
    assert [(one.kind, one.month, one.minutes, one.amount, one.reason) for one in lines(at, made)] == [
        ("correction", SEPTEMBER, -120, Decimal("-80.00"), "已冲销：日期写错"),
        ("correction", SEPTEMBER, 90, Decimal("60.00"), "结算后核实"),
        ("correction", SEPTEMBER, 30, Decimal("20.00"), "结算后核实"),
        ("payable", OCTOBER, 60, Decimal("40.00"), ""),
    ]  # fmt: skip
    assert (made.minutes, made.amount, made.refused_minutes) == (60, Decimal("40.00"), 0)


def test_what_an_agreement_without_visits_got_too_much_waits_in_the_month_that_is_over(
    at: ServingTown,
) -> None:
    first, *_ = september(at)
    sign(at, make(at))
    at.on(NOVEMBER_3)
    assert at.payer.read(settlement_view.open_months) == []
    at.coordinator.write(recording.reverse, first, "回访时本人说没有来过")
    (waits,) = at.payer.read(settlement_view.open_months)
    assert (waits.month, waits.visits, waits.corrections) == (OCTOBER, 0, Decimal("-80.00"))
    made = sign(at, make(at, OCTOBER, seen=waits.seen))
    assert made.amount == Decimal("-80.00")
    assert at.payer.read(settlement_view.open_months) == []


def test_a_signed_month_is_reopened_by_a_numbered_correction(at: ServingTown) -> None:
    first, second, _ = september(at)
    made = make(at)
    with pytest.raises(Refused, match="还没有审核的请先撤回"):
        at.payer.read(settling.draft_correction, made.id)
    sign(at, made)
    with pytest.raises(Refused, match="没有差额，不用更正"):
        at.payer.write(settling.correct_settlement, made.id, "核对一遍")
    at.coordinator.write(found, first, "refused", "电话回访没有去")
    told = at.payer.read(settling.draft_correction, made.id)
    one = sign(at, at.payer.write(settling.correct_settlement, made.id, "回访发现没有去", seen=told.seen))
    assert (one.correction, one.corrects_id, one.amount) == (1, made.id, Decimal("-80.00"))
    at.coordinator.write(found, second, "disputed", "时长有争议")
    gone = at.payer.write(settling.correct_settlement, made.id, "时长有争议")
    at.payer.write(settling.withdraw_settlement, gone.id, 1, "原因没有写清")
    two = sign(at, at.payer.write(settling.correct_settlement, made.id, "机构与家属说法不一"))
    assert (gone.correction, two.correction) == (2, 3)  # a number on paper is never another's
    assert (two.corrects_id, two.amount) == (one.id, Decimal("-80.00"))
    rows = at.payer.read(settlement_view.settlements, "signed")
    assert sorted(row.title for row in rows) == [SEPTEMBER, "2025-09 更正 1", "2025-09 更正 3"]
    assert sum(row.amount for row in rows) == 0
    visit(at, date(2025, 10, 14))
    at.on(NOVEMBER_3)
    assert make(at, OCTOBER).amount == Decimal("40.00")


def test_somebody_who_saw_other_lines_does_not_make_it(at: ServingTown) -> None:
    september(at)
    with pytest.raises(ChangedSinceSeen):
        make(at, seen=(2, Decimal("160.00")))


def test_a_fund_that_does_not_reach_pays_nothing(at: ServingTown) -> None:
    september(at)
    change(at, Fund, at.fund, lambda row: setattr(row, "ceiling", Decimal("159.99")))
    with pytest.raises(InvalidInput, match=r"159\.99"):
        make(at)
    change(at, Fund, at.fund, lambda row: setattr(row, "ceiling", Decimal("160.00")))
    made = make(at)
    change(at, Fund, at.fund, lambda row: setattr(row, "base", Decimal("15999.00")))
    with pytest.raises(InvalidInput, match=r"封顶.*159\.99"):
        sign(at, made)
    change(at, Fund, at.fund, lambda row: setattr(row, "base", Decimal("16000.00")))
    assert sign(at, made).state == "signed"


def test_a_record_without_a_rate_on_its_day_stops_the_month(at: ServingTown) -> None:
    september(at)

    def end(unit: Unit) -> None:
        for one in unit.session.scalars(select(Tariff).filter_by(item="cleaning")):
            one.until = date(2025, 9, 5)

    at.town.clerk.write(end)
    with pytest.raises(Refused, match="有 1 条已核实的记录在服务当天没有收费标准：2025-09-09"):
        make(at)


def test_every_agreement_is_settled_by_itself(at: ServingTown) -> None:
    september(at)
    (row,) = at.payer.read(settlement_view.open_months)
    assert (row.provider, row.source, row.visits, row.minutes) == ("示例社工服务中心", "2025 年社会救助工作（专项）经费", 2, 240)  # fmt: skip
    assert (row.refused_minutes, row.amount, row.left) == (90, Decimal("160.00"), Decimal("100000.00"))
    made = make(at)
    assert at.payer.read(settlement_view.open_months) == []
    (waits,) = at.payer.read(settlement_view.settlements, "made")
    assert (waits.number, waits.made_by, waits.barred) == (made.number, "孙统计", "自己制的结算单由别人审核")
    (seen,) = at.town.head.read(settlement_view.settlements, "made")
    assert seen.barred == ""


def test_starts_of_a_day_do_not_matter(at: ServingTown) -> None:
    visit(at, date(2025, 9, 2), 45, starts=NINE + 7)
    assert make(at).amount == Decimal("30.00")
