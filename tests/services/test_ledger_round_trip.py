"""Every ledger goes out and comes back: nothing touched changes nothing, facts are corrected, the rest is told by cell."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from every_ledger import MONTH, NARROWED, Book, Kept, Office, exported, keep, reopened
from jiuzhu.domain.household import Household, Person
from jiuzhu.domain.ledger import load_ledgers
from jiuzhu.domain.relief import DamagedHouse, ReserveEntry
from jiuzhu.domain.round_trip import LedgerImport
from jiuzhu.errors import Refused, UserError
from jiuzhu.paths import resources
from jiuzhu.services.granting import batches
from jiuzhu.services.household import accounts
from jiuzhu.services.ledger import ledger_imports, ledger_return, ledgers
from jiuzhu.services.ledger.ledger_return import ReturnPreview
from jiuzhu.services.ledger.ledger_sources import SOURCES
from jiuzhu.services.office import history
from jiuzhu.services.relief import reserve_months
from jiuzhu.storage.queries import imports
from jiuzhu.storage.unit import Unit

LEDGERS = load_ledgers(resources() / "ledgers")
COMING_BACK = [name for name in SOURCES if LEDGERS[name].correctable]
STAYING = [name for name in SOURCES if not LEDGERS[name].correctable]

STRANGE = [
    "=1+1",
    "<r>示例</r>",
    "'0012",
    " 前后有空格 ",
    "一行\n两行",
    "𬙂示例\U0002a6d6",
    "2025-10-13",
    "007",
    "1e5",
    "全角１２３",
]
"""What people have typed for an address."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Filled once; every test gets a copy of its files."""
    return keep(tmp_path_factory.mktemp("kept") / "office")


@pytest.fixture
def office(kept: Kept, tmp_path: Path) -> Iterator[Office]:
    made = reopened(kept, tmp_path / "office")
    yield made
    made.town.close()


def look(office: Office, ledger_id: str, path: Path, **filters: Any) -> ReturnPreview:
    return office.town.checker.read(ledger_return.look_at_return, ledger_id, path, filters)


def told(preview: ReturnPreview) -> str:
    return "；".join(sentence for found in preview.problems.values() for sentence in found)


def test_the_ledgers_that_come_back_are_those_with_facts() -> None:
    assert COMING_BACK == [
        "applications", "dibao_households", "roster", "reserve", "damaged_houses", "grants", "events", "transfers",
    ]  # fmt: skip
    assert STAYING == ["adjustments", "rechecks", "alerts", "leads", "service_rosters", "exports"]


@pytest.mark.parametrize("ledger_id", COMING_BACK)
def test_a_ledger_that_nobody_touched_changes_nothing(office: Office, tmp_path: Path, ledger_id: str) -> None:
    def type_strange(unit: Unit) -> None:
        for text, home in zip(STRANGE, unit.session.query(Household).all(), strict=False):
            home.address = text
            home.village = text

    office.town.clerk.write(type_strange)
    path = exported(office, ledger_id, tmp_path)
    preview = look(office, ledger_id, path)
    assert preview.rows == office.payer.read(ledgers.page, ledger_id, NARROWED.get(ledger_id, {})).total > 0
    assert (preview.problems, preview.differences) == ({}, [])


@pytest.mark.parametrize("ledger_id", COMING_BACK)
def test_saved_again_by_another_program_it_changes_nothing_still(
    office: Office, tmp_path: Path, ledger_id: str
) -> None:
    path = Book(office, ledger_id, exported(office, ledger_id, tmp_path)).save()
    preview = look(office, ledger_id, path)
    assert (preview.problems, preview.differences) == ({}, [])


@pytest.mark.parametrize("ledger_id", STAYING)
def test_a_ledger_of_decisions_says_so(office: Office, tmp_path: Path, ledger_id: str) -> None:
    path = exported(office, ledger_id, tmp_path)
    with pytest.raises(Refused, match="没有可以从表格修改的栏目"):
        look(office, ledger_id, path)


OTHERWISE: dict[str, Any] = {
    "date": date(2001, 1, 1),
    "text": "改过",
    "month": "2001-01",
    "id": "500199197001010999",
}


@pytest.mark.parametrize("ledger_id", COMING_BACK)
def test_a_locked_cell_that_was_changed_is_told_with_its_place(
    office: Office, tmp_path: Path, ledger_id: str
) -> None:
    book = Book(office, ledger_id, exported(office, ledger_id, tmp_path))
    locked = [
        one for one in book.ledger.columns if not one.edits and one.name not in {*book.ledger.key, "position"}
    ]
    for one in locked:
        book.put(one.name, OTHERWISE.get(one.kind, 9999))
    preview = look(office, ledger_id, book.save())
    assert preview.differences == []
    assert locked
    for one in locked:
        assert f"“{one.title}”（{book.cell(one.name).coordinate}）不能从表格修改" in told(preview)
    assert preview.error_copy is not None
    with pytest.raises(Refused):
        office.town.checker.write(ledger_return.apply_return, preview, "示例社区")


@pytest.mark.parametrize("ledger_id", COMING_BACK)
def test_another_key_is_another_row(office: Office, tmp_path: Path, ledger_id: str) -> None:
    book = Book(office, ledger_id, exported(office, ledger_id, tmp_path))
    for name in book.ledger.key:
        book.put(name, 99999 if name == "position" else "户2025-500112001-A99999-9")
    assert "这本台账里没有" in told(look(office, ledger_id, book.save()))


@pytest.mark.parametrize("ledger_id", COMING_BACK)
def test_facts_are_corrected_and_put_back(office: Office, tmp_path: Path, ledger_id: str) -> None:
    book = Book(office, ledger_id, exported(office, ledger_id, tmp_path))
    wanted = {}
    for one in book.ledger.correctable:
        wanted[one.title] = "改后的内容" if one.kind == "text" else "13912345678"
        book.put(one.name, wanted[one.title])
    preview = look(office, ledger_id, book.save())
    assert preview.problems == {}
    assert {one.title: one.now for one in preview.differences} == wanted
    number = office.town.checker.write(ledger_return.apply_return, preview, "示例社区")
    (made,) = office.payer.read(ledger_imports.imports)
    assert (made.number, made.ledger, made.changed) == (number, ledger_id, 1)
    written = Book(office, ledger_id, exported(office, ledger_id, tmp_path))
    shown = [str(cell.value) for row in written.sheet.iter_rows() for cell in row]
    assert {one.now for one in preview.differences if not one.of_account} <= set(shown)
    assert look(office, ledger_id, written.save()).differences == []
    office.payer.write(ledger_imports.undo_return, made.id)
    back = Book(office, ledger_id, exported(office, ledger_id, tmp_path))
    assert not set(wanted.values()) & {str(cell.value) for row in back.sheet.iter_rows() for cell in row}


def test_the_journal_names_the_household_and_the_import(office: Office, tmp_path: Path) -> None:
    path = (
        Book(office, "grants", exported(office, "grants", tmp_path))
        .put("account_number", "6222 0000 1111 2222")
        .save()
    )
    preview = look(office, "grants", path)
    office.town.checker.write(ledger_return.apply_return, preview, "示例社区")
    (one,) = preview.differences
    assert one.subject != ""
    newest = office.town.clerk.read(history.history, one.subject)[0]
    assert newest.what == "导入台账修改"
    (made,) = office.payer.read(ledger_imports.imports)
    assert office.town.clerk.read(history.history, made.id)[0].what == "导入台账修改"


def asked_for(office: Office, tmp_path: Path, number: str = "6222000011112222") -> LedgerImport:
    """A workbook with another account for the first household of the batch was taken."""
    book = Book(office, "grants", exported(office, "grants", tmp_path))
    preview = look(office, "grants", book.put("account_number", number).save())
    office.town.checker.write(ledger_return.apply_return, preview, "示例社区")
    return office.payer.read(stored_imports)[0]


def stored_imports(unit: Unit) -> list[LedgerImport]:
    return imports.imports(unit.session)


def paid_to(office: Office, household_id: str) -> str:
    found: Household = office.payer.read(lambda unit: unit.get(Household, household_id))
    return found.account_number


def test_another_account_in_a_workbook_waits_for_a_second_person(office: Office, tmp_path: Path) -> None:
    before = {one.household_id for one in office.payer.read(accounts.proposed)}
    asked_for(office, tmp_path)
    (change,) = [one for one in office.payer.read(accounts.proposed) if one.household_id not in before]
    old = paid_to(office, change.household_id)
    assert (old != "6222000011112222", "6222000011112222" in change.then) == (True, True)
    book = Book(office, "grants", exported(office, "grants", tmp_path))
    again = look(office, "grants", book.put("account_number", "6222000011113333").save())
    assert "已有等待确认的账户变更" in told(again)
    office.town.head.write(accounts.decide_account, change.id, confirmed=True)
    assert paid_to(office, change.household_id) == "6222000011112222"


def test_an_old_workbook_does_not_undo_what_the_window_did(office: Office, tmp_path: Path) -> None:
    book = Book(office, "dibao_households", exported(office, "dibao_households", tmp_path))

    def move(unit: Unit) -> None:
        home = unit.get(Household, office.household)
        home.address, unit.get(Person, home.head_id).phone = "窗口改的路 1 号", "13700000000"

    office.town.clerk.write(move)
    place = 0 if book.cell("applicant").value == "甲示例" else 1
    untouched = look(office, "dibao_households", book.save())
    assert (untouched.differences, untouched.problems) == ([], {})
    preview = look(office, "dibao_households", book.put("phone", "13900000009", place).save())
    assert "导出以后已改为“13700000000”" in told(preview)


def test_decisions_that_moved_on_do_not_stand_in_the_way(office: Office, tmp_path: Path) -> None:
    book = Book(office, "dibao_households", exported(office, "dibao_households", tmp_path))
    office.town.on(date(2026, 2, 3))  # 待发放 became 在享 meanwhile
    preview = look(office, "dibao_households", book.put("address", "示例路 9 号").save())
    assert [one.now for one in preview.differences] == ["示例路 9 号"]
    assert preview.problems == {}


def test_headings_may_be_relabelled_and_columns_moved(office: Office, tmp_path: Path) -> None:
    book = Book(office, "dibao_households", exported(office, "dibao_households", tmp_path))
    for one in book.ledger.columns:
        book.sheet.cell(
            book.head, [c.name for c in book.ledger.columns].index(one.name) + 1
        ).value = f"栏{one.name}"
    preview = look(office, "dibao_households", book.put("address", "示例路 9 号").save())
    assert [one.field for one in preview.differences] == ["address"]


def test_a_heading_that_became_another_columns_is_asked_about(office: Office, tmp_path: Path) -> None:
    book = Book(office, "dibao_households", exported(office, "dibao_households", tmp_path))
    names = [one.name for one in book.ledger.columns]
    book.sheet.cell(book.head, names.index("bank") + 1).value = "户名"
    with pytest.raises(UserError, match="请不要改动表头"):
        look(office, "dibao_households", book.save())


def _bare(book: Book, folder: Path) -> Path:
    """The cells alone in a new workbook: no marks, no hidden sheet."""
    made = Workbook()
    sheet: Any = made.active
    for row in book.sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                sheet.cell(cell.row, cell.column).value = cell.value
    path = folder / "只有内容.xlsx"
    made.save(path)
    return path


@pytest.mark.parametrize("ledger_id", COMING_BACK)
def test_without_marks_the_headings_are_enough(office: Office, tmp_path: Path, ledger_id: str) -> None:
    book = Book(office, ledger_id, exported(office, ledger_id, tmp_path))
    asked = NARROWED.get(ledger_id, {})
    untouched = look(office, ledger_id, _bare(book, tmp_path), **asked)
    assert (untouched.problems, untouched.differences) == ({}, [])
    name = book.ledger.correctable[0].name
    kind = book.ledger.correctable[0].kind
    now = "改后的内容" if kind == "text" else "13912345678"
    assert [
        one.now for one in look(office, ledger_id, _bare(book.put(name, now), tmp_path), **asked).differences
    ] == [now]


def test_a_roster_without_marks_needs_its_month_and_programme(office: Office, tmp_path: Path) -> None:
    book = Book(office, "roster", exported(office, "roster", tmp_path))
    with pytest.raises(UserError, match="先在台账页选好月份和救助事项"):
        look(office, "roster", _bare(book, tmp_path), month=MONTH)


def test_another_ledgers_workbook_is_sent_there(office: Office, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="备用金台账"):
        look(office, "dibao_households", exported(office, "reserve", tmp_path))


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("account_number", 6200000000000000001, "末几位已丢失"),
        ("account_number", "62-abc-12345", "8 至 32 位数字"),
        ("account_number", "1234567", "8 至 32 位"),
        ("phone", 13900000009, "存成了数字"),
        ("phone", "139", "11 位手机号"),
        ("address", "长" * 101, "最多 100 个字"),
        ("village", "#REF!", "公式错误"),
    ],
)
def test_facts_are_checked_as_at_the_counter(
    office: Office, tmp_path: Path, column: str, value: object, said: str
) -> None:
    book = Book(office, "dibao_households", exported(office, "dibao_households", tmp_path)).put(column, value)
    if value == "#REF!":
        book.cell(column).data_type = "e"
    preview = look(office, "dibao_households", book.save())
    assert said in told(preview)
    assert book.cell(column).coordinate in told(preview)


def test_a_number_of_a_person_never_changes_by_a_workbook(office: Office, tmp_path: Path) -> None:
    book = Book(office, "dibao_households", exported(office, "dibao_households", tmp_path))
    number = book.cell("member1_id_number").value
    preview = look(office, "dibao_households", book.put("member1_id_number", float(number[:-1] + "0")).save())
    assert "不能从表格修改" in told(preview)
    assert number not in told(preview)
    assert f"{number[:6]}********{number[-4:]}" in told(preview)


def test_rows_may_be_sorted_left_out_and_blank_but_not_doubled(office: Office, tmp_path: Path) -> None:
    book = Book(office, "dibao_households", exported(office, "dibao_households", tmp_path))
    values = [
        [cell.value for cell in row]
        for row in book.sheet.iter_rows(min_row=book.head + 1, max_row=book.head + 2)
    ]

    def turned(sheet: Any) -> None:
        for place, row in enumerate([values[1], values[0]]):
            for column, value in enumerate(row, start=1):
                sheet.cell(book.head + 1 + place, column).value = value

    assert look(office, "dibao_households", book.each(turned).save()).differences == []
    for column, value in enumerate(values[1], start=1):
        book.sheet.cell(book.head + 2, column).value = value
    assert "已经出现过" in told(look(office, "dibao_households", book.save()))
    for column in range(1, len(values[1]) + 1):
        book.sheet.cell(book.head + 2, column).value = None
    one = look(office, "dibao_households", book.save())
    assert (one.rows, one.problems, one.differences) == (1, {}, [])
    unknown = book.put("household_number", None).put("address", "x")
    assert "没有写明户号" in told(look(office, "dibao_households", unknown.save()))


def test_one_household_in_two_rows_is_corrected_once_and_alike(office: Office, tmp_path: Path) -> None:
    office.town.on(date(2025, 12, 4))
    book = Book(office, "grants", exported(office, "grants", tmp_path))
    rows = book.sheet.max_row - book.head - 1
    homes = [book.cell("household_number", place).value for place in range(rows)]
    assert len(set(homes)) == len(homes)
    office.payer.write(
        batches.draft_batch,
        "price",
        notice="渝发改〔2025〕99号",
        month="2026-01",
        rates={"dibao": Decimal(10)},
    )
    book = Book(office, "grants", exported(office, "grants", tmp_path))
    twice = [place for place in range(2 * rows) if book.cell("household_number", place).value == homes[0]]
    book.put("bank", "甲银行", twice[0]).put("bank", "甲银行", twice[1])
    assert len(look(office, "grants", book.save()).differences) == 1
    assert "修改不一致" in told(look(office, "grants", book.put("bank", "乙银行", twice[1]).save()))


def test_the_remark_of_a_counted_month_stays(office: Office, tmp_path: Path) -> None:
    office.town.on(date(2026, 1, 5))
    for month in ("2025-11", "2025-12"):
        book_value = (
            office.payer.read(reserve_months.book_of, month) if hasattr(reserve_months, "book_of") else None
        )
        assert book_value is not None
        office.payer.write(reserve_months.count_month, month, book_value)
    preview = look(
        office,
        "reserve",
        Book(office, "reserve", exported(office, "reserve", tmp_path)).put("note", "改").save(),
    )
    assert "已经月结" in told(preview)


def test_records_behind_the_rows_are_the_right_ones(office: Office, tmp_path: Path) -> None:
    wanted: list[tuple[str, str, type[Any]]] = [
        ("applications", "phone", Person),
        ("damaged_houses", "structure", DamagedHouse),
        ("reserve", "note", ReserveEntry),
    ]
    for ledger_id, column, kind in wanted:
        now = "13912345678" if column == "phone" else "砖混"
        path = Book(office, ledger_id, exported(office, ledger_id, tmp_path)).put(column, now).save()
        preview = look(office, ledger_id, path)
        office.town.checker.write(ledger_return.apply_return, preview, "示例社区")
        identity = preview.differences[0].row_id
        found = office.town.clerk.read(lambda unit, k=kind, i=identity: unit.get(k, i))  # type: ignore[misc]
        assert getattr(found, column) == now
