"""A ledger goes out, is corrected in Excel and comes back: what may change changes, the rest is told, all can be undone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from jiuzhu.domain.application import Application
from jiuzhu.domain.household import Household, Person
from jiuzhu.errors import Refused
from jiuzhu.services.casework import files
from jiuzhu.services.ledger import ledger_imports, ledger_return, ledgers
from jiuzhu.services.office import proving
from on_the_way import approve, rows, submitted
from once import once
from stated import SAID
from town import Town, urban_couple, urban_three


@pytest.fixture
@once
def homes(town: Town) -> list[str]:
    taken = [
        submitted(town, dossier, date(2025, 10, 24), date(2025, 11, 3))
        for dossier in (urban_three(town), urban_couple(town))
    ]
    town.on(date(2025, 11, 12))
    for one in taken:
        approve(town, one)
    return [rows(town, one).household.id for one in taken]


def returned(town: Town, folder: Path, edit: Callable[[dict[str, int], Any], None]) -> Path:
    """The exported ledger after somebody worked in it."""
    path = folder / "台账.xlsx"
    town.checker.write(ledgers.export, "dibao_households", {}, path, SAID)
    book = load_workbook(path)
    sheet: Any = book.active
    head = next(row for row in sheet.iter_rows() if any(cell.value == "户号" for cell in row))
    columns: dict[str, int] = {str(cell.value): cell.column for cell in reversed(head) if cell.value}
    edit({**columns, "head": head[0].row}, sheet)
    book.save(path)
    return path


def put(place: int, **values: str) -> Callable[[dict[str, int], Any], None]:
    def edit(columns: dict[str, int], sheet: Any) -> None:
        for title, value in values.items():
            sheet.cell(first_row(columns, sheet) + place, columns[title]).value = value

    return edit


def first_row(columns: dict[str, int], sheet: Any) -> int:
    row = columns["head"] + 1
    while not str(sheet.cell(row, columns["户号"]).value or "").startswith("户"):
        row += 1
    return row


def home(town: Town, found: str) -> Household:
    return town.clerk.read(lambda unit: unit.get(Household, found))


def phone_of(town: Town, found: str) -> str:
    """Of the head of a household: the one number everything shows."""
    return town.clerk.read(lambda unit: unit.get(Person, unit.get(Household, found).head_id).phone)


def test_an_untouched_ledger_changes_nothing(town: Town, homes: list[str], tmp_path: Path) -> None:
    preview = town.checker.read(
        ledger_return.look_at_return, "dibao_households", returned(town, tmp_path, lambda _c, _s: None)
    )
    assert (preview.rows, preview.differences, preview.problems) == (len(homes), [], {})
    with pytest.raises(Refused, match="没有可以导入的修改"):
        town.checker.write(ledger_return.apply_return, preview, "示例社区")


def test_an_address_and_a_phone_are_corrected_and_put_back(
    town: Town, homes: list[str], tmp_path: Path
) -> None:
    path = returned(town, tmp_path, put(0, 居住地址="示例路 9 号", 联系电话="13900000009"))
    preview = town.checker.read(ledger_return.look_at_return, "dibao_households", path)
    assert {(one.field, one.now) for one in preview.differences} == {
        ("address", "示例路 9 号"),
        ("phone", "13900000009"),
    }
    changed = preview.differences[0].row_id
    before, told = home(town, changed).address, phone_of(town, changed)
    assert [one.was for one in preview.differences] == [before, told]
    number = town.checker.write(ledger_return.apply_return, preview, "示例社区")
    assert home(town, changed).address == "示例路 9 号"
    assert phone_of(town, changed) == "13900000009"
    (taken,) = town.clerk.read(
        lambda unit: unit.session.query(Application).filter_by(household_id=changed).all()
    )
    assert [one.phone for one in town.head.read(files.dossier, taken.id).members[:1]] == ["13900000009"]
    with pytest.raises(Refused, match="已经导入过"):
        town.checker.write(ledger_return.apply_return, preview, "示例社区")
    (made,) = town.checker.read(ledger_imports.imports)
    assert (made.number, made.changed, made.unchanged, made.undo_until) == (
        number,
        1,
        len(homes) - 1,
        date(2025, 11, 19),
    )
    assert town.checker.write(ledger_imports.undo_return, made.id).fields == 2
    assert (home(town, changed).address, phone_of(town, changed)) == (before, told)
    with pytest.raises(Refused, match="撤销"):
        town.checker.write(ledger_imports.undo_return, made.id)
    assert town.auditor.read(proving.verify_journal).problems == ()


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"月保障金合计": "9999"}, "不能从表格修改"),
        ({"申请人": "别人"}, "不能从表格修改"),
        ({"户号": "户2025-500112001-A09999-9"}, "没有 户"),
        ({"银行账号": "62-abc"}, "银行账号"),
        ({"联系电话": "无"}, "电话"),
        ({"居住地址": "长" * 101}, "最多"),
    ],
)
def test_one_row_that_cannot_be_taken_stops_all_and_is_told_in_their_own_file(
    town: Town, homes: list[str], tmp_path: Path, values: dict[str, str], told: str
) -> None:
    assert homes
    path = returned(town, tmp_path, put(0, **values))
    preview = town.checker.read(ledger_return.look_at_return, "dibao_households", path)
    assert preview.differences == []
    assert told in "；".join(chain.from_iterable(preview.problems.values()))
    assert preview.error_copy is not None
    assert preview.error_copy.is_file()
    with pytest.raises(Refused):
        town.checker.write(ledger_return.apply_return, preview, "示例社区")


def test_a_household_twice_is_told(town: Town, homes: list[str], tmp_path: Path) -> None:
    assert homes

    def double(columns: dict[str, int], sheet: Any) -> None:
        row = first_row(columns, sheet)
        sheet.cell(row + 1, columns["户号"]).value = sheet.cell(row, columns["户号"]).value

    preview = town.checker.read(
        ledger_return.look_at_return, "dibao_households", returned(town, tmp_path, double)
    )
    assert "已经出现过" in "；".join(chain.from_iterable(preview.problems.values()))


def test_what_changed_meanwhile_is_neither_overwritten_nor_undone(
    town: Town, homes: list[str], tmp_path: Path
) -> None:
    assert homes
    preview = town.checker.read(
        ledger_return.look_at_return,
        "dibao_households",
        returned(town, tmp_path, put(0, 联系电话="13900000009")),
    )
    changed = preview.differences[0].row_id
    stale = replace(preview, differences=[replace(preview.differences[0], was="13700000000")])
    with pytest.raises(Refused, match="试读以后"):
        town.checker.write(ledger_return.apply_return, stale, "示例社区")
    town.checker.write(ledger_return.apply_return, preview, "示例社区")

    def move(unit: Any) -> None:
        unit.get(Person, changed).phone = "13600000000"

    town.clerk.write(move)
    (made,) = town.checker.read(ledger_imports.imports)
    with pytest.raises(Refused, match="又被改过"):
        town.checker.write(ledger_imports.undo_return, made.id)
    assert town.clerk.read(lambda unit: unit.get(Person, changed)).phone == "13600000000"


def test_after_seven_days_it_is_not_undone(town: Town, homes: list[str], tmp_path: Path) -> None:
    assert homes
    path = returned(town, tmp_path, put(0, 联系电话="13900000009"))
    town.checker.write(
        ledger_return.apply_return,
        town.checker.read(ledger_return.look_at_return, "dibao_households", path),
        "示例社区",
    )
    (made,) = town.checker.read(ledger_imports.imports)
    town.on(date(2025, 11, 20))
    with pytest.raises(Refused, match="最迟 2025-11-19 可以撤销，已经过期"):
        town.checker.write(ledger_imports.undo_return, made.id)
