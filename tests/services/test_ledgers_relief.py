"""The reserve, damaged houses and batches as ledgers: on screen masked, in the file whole, sums as in the database."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from jiuzhu.errors import UserError
from jiuzhu.services.granting import batches
from jiuzhu.services.ledger import ledgers
from jiuzhu.services.ledger.ledgers import LedgerInfo
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.relief import disaster, paying_out, reserve
from jiuzhu.services.relief.disaster import Damage
from on_the_way import approve, single, submitted, surveyed
from relief_case import FIRE, helped
from stated import SAID
from town import Town, urban_three


def info(payer: Workspace, name: str) -> LedgerInfo:
    return next(one for one in payer.read(ledgers.ledgers) if one.id == name)


def cells(payer: Workspace, name: str, *columns: str, **filters: object) -> list[tuple[object, ...]]:
    page = payer.read(ledgers.page, name, filters)
    places = [[column.name for column in info(payer, name).columns].index(column) for column in columns]
    return [tuple(row[place] for place in places) for row in page.rows]


def exported(payer: Workspace, name: str, folder: Path, **filters: object) -> list[list[object]]:
    path = folder / f"{name}.xlsx"
    payer.write(ledgers.export, name, filters, path, SAID)
    sheet = load_workbook(path).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_reserve_as_a_ledger(town: Town, payer: Workspace, tmp_path: Path) -> None:
    town.on(date(2026, 2, 10))
    payer.write(reserve.open_reserve, Decimal(50000))
    town.on(FIRE)
    taken = helped(town, amount=Decimal(770))
    payer.write(paying_out.pay_out, taken, form="transfer", source="reserve")
    assert cells(payer, "reserve", "position", "kind", "money_in", "money_out", "balance") == [
        (1, "期初", Decimal(50000), None, Decimal(50000)),
        (2, "救助给付", None, Decimal(770), Decimal(49230)),
    ]
    assert cells(payer, "reserve", "position", month="2026-03") == [(2,)]
    assert cells(payer, "reserve", "position", date_to=date(2026, 3, 8)) == [(1,)]
    assert cells(payer, "reserve", "position", date_from=FIRE, text="己示例") == [(2,)]
    assert cells(payer, "reserve", "position", text="jsl") == [(2,)]
    assert cells(payer, "reserve", "position", text="没有") == []
    page = payer.read(ledgers.page, "reserve", {})
    assert page.sums == {"money_in": Decimal(50000), "money_out": Decimal(770)}
    assert page.applications == ["", taken]
    ((number,),) = cells(payer, "reserve", "id_number", month="2026-03")
    assert str(number).startswith("500199********")
    written = exported(payer, "reserve", tmp_path)
    assert any("500199198501012010" in str(value) for row in written for value in row)
    with pytest.raises(UserError, match="请写成 2025-12"):
        payer.read(ledgers.page, "reserve", {"month": "三月"})


def test_damaged_houses_as_a_ledger(town: Town, payer: Workspace, tmp_path: Path) -> None:
    taken = surveyed(town, single(town, "disaster"))
    flood = Damage(disaster="flood", happened_on=date(2025, 9, 1), collapsed=3, severe=2, rebuild="move")
    town.checker.write(disaster.register_damage, taken, flood)
    assert cells(
        payer, "damaged_houses", "name", "collapsed", "severe", "only_home", "rebuild", "amount", "paid_on"
    ) == [("己示例", 3, 2, "是", "异地新建", Decimal(20000), None)]
    assert cells(payer, "damaged_houses", "name", date_from=date(2025, 9, 2)) == []
    assert cells(payer, "damaged_houses", "name", village="别的村") == []
    page = payer.read(ledgers.page, "damaged_houses", {}, "-amount")
    assert (page.sums["amount"], page.sums["collapsed"], page.sums["population"]) == (
        Decimal(20000),
        Decimal(3),
        Decimal(1),
    )
    assert page.applications == [taken]
    assert len(exported(payer, "damaged_houses", tmp_path)) > 1


def test_batches_as_a_ledger(town: Town, payer: Workspace, tmp_path: Path) -> None:
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    made = [
        payer.write(
            batches.draft_batch, "price", notice="渝发改〔2025〕88号", month="2025-12", rates={"dibao": Decimal("25.50")}
        )
        for _ in (1, 2)
    ]  # fmt: skip
    (line,) = payer.read(batches.lines, made[1].id)
    payer.write(batches.exclude_line, line.id, "已迁出本镇街")
    town.head.write(batches.confirm_batch, made[0].id)
    assert cells(payer, "grants", "payee", "heads", "amount", "state", "excluded") == [
        ("甲示例", 0, Decimal(0), "待确认", "已迁出本镇街"),
        ("甲示例", 3, Decimal("76.50"), "已确认", ""),
    ]
    assert len(cells(payer, "grants", "payee", state="confirmed", programme="price", month="2025-12")) == 1
    assert cells(payer, "grants", "payee", programme="winter_spring") == []
    page = payer.read(ledgers.page, "grants", {})
    assert page.sums == {"heads": Decimal(3), "amount": Decimal("76.50")}
    offered = info(payer, "grants").choices
    assert [label for _, label in offered["programme"]] == ["临时价格补贴", "冬春救助"]
    assert [label for _, label in offered["state"]] == ["待确认", "已确认", "已作废"]
    assert len(exported(payer, "grants", tmp_path, state="confirmed")) > 1
