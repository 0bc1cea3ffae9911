"""Nothing that leaves can start a calculation, a program or a connection in the spreadsheet that opens it (T34)."""

import ast
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import msoffcrypto
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.escape import unescape

import jiuzhu
import serving_town
from every_ledger import NARROWED, Kept, Office, keep, reopened
from jiuzhu import paths
from jiuzhu.documents import error_copy, workbook
from jiuzhu.domain.exporting import Watermark
from jiuzhu.domain.household import Household, Person
from jiuzhu.domain.ledger import Column, load_ledgers
from jiuzhu.domain.serving.span import Span
from jiuzhu.domain.transferring import Lead, Transfer
from jiuzhu.services.ledger import ledgers
from jiuzhu.services.ledger.ledger_sources import SOURCES
from jiuzhu.services.referral import transfer_lists
from jiuzhu.services.settling import report_papers, settlement_papers, settling
from jiuzhu.services.survey import checking
from jiuzhu.storage.unit import Unit
from stated import SAID
from town import urban_couple
from visited import settled

SOURCE = Path(jiuzhu.__file__).parent
HOSTILE = (
    "=cmd|'/c calc'!A0", "+1+1", "-2+3", "@SUM(1,1)", "\t=1+1", "\r=1+1", "＝1＋1", '=HYPERLINK("http://x.example","点")',
    "http://x.example/", "mailto:a@x.example", "file:///c:/x.exe", "\\\\x.example\\share", "internal:A1", "external:b.xlsx",
    "<r><f>1</f></r>", "]]><f>1+1</f>", "{=1+1}", '=DDE("cmd";"/c calc";"x")', "'=1+1", "\"&cmd|'/c calc'!A0&\"",
)  # fmt: skip
"""What people type, or are made to type, into a name, an address or a remark."""

MADE = datetime(2026, 1, 5, 2, tzinfo=UTC)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_CONSTANT = re.compile(r'="(?:[^"]|"")*"')
_PLACES = re.compile(r"(?:'[^']*(?:''[^']*)*'|[^'!,]+)!(?:\$[A-Z]+)?(?:\$\d+)?(?::(?:\$[A-Z]+)?(?:\$\d+)?)?")


def harmless(path: Path) -> list[Any]:
    """Hold a workbook against every way a cell can act; returns the texts of its cells."""
    with ZipFile(path) as archive:
        for part in archive.namelist():
            body = archive.read(part)
            assert not _FORMULA.search(body), part
            assert not re.search(rb"<(?:\w+:)?hyperlinks?[\s/>]", body, re.IGNORECASE), part
            assert b'TargetMode="External"' not in body, part
            assert not re.search(
                r"externalLink|vba|activeX|embeddings|connections|customXml|query", part, re.IGNORECASE
            ), part
    book = load_workbook(path)
    scopes: list[Any] = [book, *book.worksheets]
    for scope in scopes:
        for name, one in scope.defined_names.items():
            told = str(one.attr_text)
            constant = name.startswith("_jz.") and _CONSTANT.fullmatch(f"={told.removeprefix('=')}")
            assert constant or all(_PLACES.fullmatch(place) for place in told.split(",")), (name, told)
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
    assert not any(cell.hyperlink for cell in cells)
    return [cell.value for cell in cells if isinstance(cell.value, str)]


def opened(path: Path, password: str) -> None:
    """Put in the place of a locked workbook what is inside."""
    inside = io.BytesIO()
    with path.open("rb") as stream:
        file = msoffcrypto.OfficeFile(stream)
        file.load_key(password=password)
        file.decrypt(inside)
    path.write_bytes(inside.getvalue())


def as_kept(text: str) -> str:
    """A text as a reader of the format gives it back: line ends and tabs stand, nothing else changes."""
    told: str = unescape(text)
    return told.replace("\r\n", "\n").replace("\r", "\n")


def value_of(column: Column, text: str) -> Any:
    """A row's value for a column: the hostile text wherever text goes."""
    return {"date": date(2026, 1, 5), "money": Decimal("1.00"), "decimal": Decimal("1.5"), "integer": 1}.get(
        column.kind, text
    )


@pytest.mark.parametrize("password", ["", "K7QM-3XWP-9HTR-2BCD"], ids=["open", "locked"])
@pytest.mark.parametrize(
    "ledger", load_ledgers(paths.resources() / "ledgers").values(), ids=lambda one: one.id
)
def test_every_ledger_keeps_hostile_words_as_words(ledger: Any, tmp_path: Path, password: str) -> None:
    path = tmp_path / "表.xlsx"
    rows = [[value_of(column, text) for column in ledger.columns] for text in HOSTILE]
    bad = HOSTILE[0]
    workbook.write(
        path, ledger, rows, title=bad, subtitle=HOSTILE[-1], filters_text=HOSTILE[1], made_by=HOSTILE[3], made_at=MADE,
        narrowed=HOSTILE[-1], mark=Watermark(HOSTILE[7], HOSTILE[3], "&D&A&F", MADE), password=password,
    )  # fmt: skip
    if password:
        opened(path, password)
    texts = harmless(path)
    assert {as_kept(text) for text in HOSTILE} <= {as_kept(text) for text in texts}


def test_the_copy_with_the_errors_takes_over_no_formula_of_the_file_it_is_made_of(tmp_path: Path) -> None:
    theirs = Workbook()
    sheet: Any = theirs.active
    sheet.append(["姓名", "说明"])
    for text in HOSTILE:
        sheet.append(["甲示例", text])
        sheet.cell(sheet.max_row, 2).data_type = "s"
    sheet.append(["=1+1", "=cmd|'/c calc'!A0"])
    sheet["C2"].hyperlink = "http://x.example/"
    source = tmp_path / "他们的.xlsx"
    theirs.save(source)
    problems = {number: [text] for number, text in enumerate(HOSTILE, start=2)}
    made = error_copy.write_error_copy(source, tmp_path / "错误.xlsx", problems, 1, sheet_name=sheet.title)
    assert {text for text in HOSTILE if "\t" not in text and "\r" not in text} <= set(harmless(made))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A settled office in which every name, address and remark is hostile."""
    return keep(tmp_path_factory.mktemp("kept") / "office")


@pytest.fixture
def office(kept: Kept, tmp_path: Path) -> Iterator[Office]:
    made = reopened(kept, tmp_path / "office")
    made.town.clerk.write(turn_hostile)
    yield made
    made.town.close()


def turn_hostile(unit: Unit) -> None:
    """What people wrote in becomes hostile, past every check at the counter."""
    number = 0
    for kind, names in (
        (Person, ("name", "address")),
        (Household, ("village", "address", "bank", "account_name")),
        (Lead, ("name", "content", "village")),
        (Transfer, ("need", "result_text")),
    ):
        for row in unit.session.query(kind):
            for name in names:
                setattr(row, name, HOSTILE[number % len(HOSTILE)])
                number += 1


def _of_ledgers(office: Office, folder: Path) -> list[Path]:
    made = []
    for ledger_id in SOURCES:
        path = folder / f"{ledger_id}.xlsx"
        said = replace(SAID, recipient=HOSTILE[0], purpose="other", purpose_text=HOSTILE[7])
        filters = {} if ledger_id in NARROWED else {"text": ""}
        office.payer.write(ledgers.export, ledger_id, NARROWED.get(ledger_id, filters), path, said)
        made.append(path)
    return made


def _of_requests(office: Office, folder: Path) -> list[Path]:
    town = office.town

    taken = town.accept(urban_couple(town, order=71)).application_id
    town.checker.write(checking.start_survey, taken)
    town.checker.write(checking.request_check, taken)
    town.clerk.write(turn_hostile)
    path = folder / "委托.xlsx"
    town.checker.write(checking.export_check_request, [taken], path)
    return [path]


def _of_transfers(office: Office, folder: Path) -> list[Path]:
    path = folder / "转办.xlsx"
    slip = office.town.clerk.read(lambda unit: unit.session.query(Transfer).first().department)  # type: ignore[union-attr]
    office.town.clerk.write(transfer_lists.export_list, slip, path)
    return [path]


def _of_settlements(_office: Office, folder: Path) -> list[Path]:
    path = folder / "结算明细.xlsx"
    with serving_town.opened(folder / "served", date(2025, 10, 9)) as at:
        _, made = settled(at)
        at.town.head.write(settling.sign_settlement, made.id, 1)
        at.town.clerk.write(turn_hostile)
        at.payer.write(
            settlement_papers.export_settlement, made.id, path, replace(SAID, recipient=HOSTILE[0])
        )
    return [path]


def _of_reports(_office: Office, folder: Path) -> list[Path]:
    path = folder / "服务汇总.xlsx"
    with serving_town.opened(folder / "served", date(2025, 10, 9)) as at:
        _, made = settled(at)
        at.town.head.write(settling.sign_settlement, made.id, 1)
        at.town.clerk.write(turn_hostile)
        span = Span("2025-07", "2025-09")
        at.payer.write(report_papers.export_report, span, path, replace(SAID, recipient=HOSTILE[0]))
    return [path]


EXPORTS: dict[str, Callable[[Office, Path], list[Path]]] = {
    "ledgers.export": _of_ledgers,
    "check_exchange.export_check_request": _of_requests,
    "transfer_lists.export_list": _of_transfers,
    "settlement_papers.export_settlement": _of_settlements,
    "report_papers.export_report": _of_reports,
}
"""Every service that writes a workbook out of what is stored; the test below finds the ones that are missing."""


@pytest.mark.parametrize("name", EXPORTS)
def test_every_export_of_the_product_is_harmless(office: Office, tmp_path: Path, name: str) -> None:
    for path in EXPORTS[name](office, tmp_path):
        texts = harmless(path)
        assert (
            any(as_kept(text) in {as_kept(one) for one in HOSTILE} for text in texts)
            or "reserve" in path.name
        )


def _calls(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Function and what it calls, as `module.name`, in one file."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    value = node.func.value
                    yield function.name, f"{value.id if isinstance(value, ast.Name) else ''}.{node.func.attr}"


def test_no_export_is_forgotten_and_no_other_writer_is_there() -> None:
    found, copies, begun = set(), set(), set()
    for path in (SOURCE / "services").rglob("*.py"):
        for function, call in _calls(ast.parse(path.read_text("utf-8"))):
            if call == "workbook.write":
                found.add(f"{path.stem}.{function}")
            if call == "error_copy.write_error_copy":
                copies.add(f"{path.stem}.{function}")
            if call == "exporting.begin":
                begun.add(f"{path.stem}.{function}")
    assert found == set(EXPORTS)
    assert found <= begun, "a workbook leaves by the one door or not at all"
    assert begun - found == {"papers.leave_list", "week_paper.export_week"}
    assert copies == {
        "check_exchange.read_check_reply", "first_load.look_at_load", "ledger_return.look_at_return",
        "transfer_lists.read_answers",
    }  # fmt: skip
    writers = {
        path.stem
        for path in SOURCE.rglob("*.py")
        if re.search(
            r"import csv|from xlsxwriter import|from openpyxl import Workbook|to_csv|import icalendar|from icalendar",
            path.read_text("utf-8"),
        )
    }
    assert writers == {"workbook", "error_copy", "calendar_file"}  # a calendar has no cells
