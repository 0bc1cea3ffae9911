"""The one door: nothing about people leaves without its row, its mark, its reason and, for many rows, a second person."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from every_ledger import NARROWED, Kept, Office, keep, reopened
from jiuzhu.domain.exporting import CLASSES, PLAIN, class_of
from jiuzhu.domain.transferring import Transfer
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.ledger import export_register, exporting, ledgers
from jiuzhu.services.ledger.ledger_sources import SOURCES
from jiuzhu.services.office import proving, workbench
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.paper import ledger_papers, papers
from jiuzhu.services.referral import transfer_lists
from jiuzhu.services.survey import checking
from jiuzhu.storage import journal
from jiuzhu.storage.queries import exports as queries
from jiuzhu.storage.unit import Unit
from stated import SAID
from tampering import tampering
from town import urban_couple


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return keep(tmp_path_factory.mktemp("kept") / "office")


@pytest.fixture
def office(kept: Kept, tmp_path: Path) -> Iterator[Office]:
    made = reopened(kept, tmp_path / "office")
    yield made
    made.town.close()


@pytest.fixture
def low(monkeypatch: pytest.MonkeyPatch) -> None:
    """No row may leave without a second person."""
    monkeypatch.setattr(exporting, "limit", lambda _unit: 0)


@pytest.mark.parametrize("ledger_id", [one for one in SOURCES if one != "exports"])
def test_every_ledger_leaves_with_its_row_and_its_mark(
    office: Office, tmp_path: Path, ledger_id: str
) -> None:
    path = tmp_path / "表.xlsx"
    made = office.payer.write(ledgers.export, ledger_id, NARROWED.get(ledger_id, {}), path, SAID)
    [row] = office.town.auditor.read(export_register.exports, "left", made.number)
    assert (row.rows, row.file, row.sha256) == (
        made.rows,
        "表.xlsx",
        hashlib.sha256(path.read_bytes()).hexdigest(),
    )
    assert made.number.startswith("导")
    book = load_workbook(path)
    sheet = book.worksheets[0]
    assert sheet.oddHeader is not None
    assert sheet.oddFooter is not None
    for place in (sheet.oddHeader.left.text, sheet.oddFooter.left.text, book.properties.description):
        assert made.number in str(place)
        assert office.payer.actor.name in str(place)
    assert made.number in str(book.defined_names["_jz.export"].attr_text)
    held = office.town.auditor.read(lambda unit: queries.subjects_of(unit.session, row.id))
    assert held or not made.rows
    assert not office.payer.read(lambda unit: journal.unexplained(unit.session.connection()))


def test_a_list_on_paper_carries_the_mark_on_every_page(office: Office, tmp_path: Path) -> None:
    made = office.payer.write(ledger_papers.issue_ledger, "events", {}, tmp_path, SAID)
    assert made.export.startswith("导")
    for page in PdfReader(made.path).pages:
        assert made.export in page.extract_text()
    [row] = office.town.auditor.read(export_register.exports, "", made.export)
    assert row.sha256 == hashlib.sha256(made.path.read_bytes()).hexdigest()
    assert "证件号码" not in row.classes
    again = office.payer.write(ledger_papers.issue_ledger, "events", {}, tmp_path, SAID)
    assert again.reprint
    assert again.export != made.export


def test_the_register_answers_which_exports_held_somebody(office: Office, tmp_path: Path) -> None:
    auditor = office.town.auditor
    made = office.payer.write(ledgers.export, "dibao_households", {}, tmp_path / "户.xlsx", SAID)
    number = auditor.read(ledgers.page, "dibao_households", {}).rows[0]
    place = [one.name for one in office.town.clerk.rules.ledgers["dibao_households"].columns].index(
        "applicant"
    )
    assert [one.number for one in auditor.read(export_register.exports, "", number[place])] == [made.number]
    assert auditor.read(export_register.exports, "", "没有这个人") == []


def test_the_register_is_a_ledger_that_leaves_like_any_other(office: Office, tmp_path: Path) -> None:
    first = office.payer.write(ledgers.export, "dibao_households", {}, tmp_path / "户.xlsx", SAID)
    page = office.town.auditor.read(ledgers.page, "exports", {})
    assert [row[0] for row in page.rows] == [first.number]
    made = office.town.auditor.write(ledgers.export, "exports", {}, tmp_path / "登记.xlsx", SAID)
    assert made.rows == 1
    printed = office.town.auditor.write(ledger_papers.issue_ledger, "exports", {}, tmp_path, SAID)
    assert first.number in "".join(one.extract_text() for one in PdfReader(printed.path).pages).replace(
        "\n", ""
    )
    today = office.town.clerk.today()
    assert (
        office.town.auditor.read(ledgers.page, "exports", {"date_from": today, "date_to": today}).total == 3
    )
    assert office.town.auditor.read(ledgers.page, "exports", {"date_to": date(2020, 1, 1)}).total == 0


def test_who_may_not_see_the_register_sees_their_own_rows(office: Office, tmp_path: Path) -> None:
    office.payer.write(ledgers.export, "dibao_households", {}, tmp_path / "户.xlsx", SAID)
    mine = office.town.checker.write(ledgers.export, "applications", {}, tmp_path / "a.xlsx", SAID)
    assert [row.number for row in office.town.checker.read(export_register.exports, "", "")] == [mine.number]
    assert office.town.checker.read(ledgers.page, "exports", {}).total == 1
    assert len(office.town.head.read(export_register.exports, "", "")) == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"purpose": "没有"}, "purpose"),
        ({"purpose": "other", "purpose_text": " 是 "}, "purpose_text"),
        ({"recipient": "  "}, "recipient"),
        ({"basis": ""}, "basis"),
        ({"password": "12345"}, "password"),
        ({"password": "aaaaaaaaaaaa"}, "password"),
        ({"password": "abababababab1"}, "password"),
    ],
)
def test_what_is_not_stated_keeps_the_file_here(
    office: Office, tmp_path: Path, wrong: dict[str, str], field: str
) -> None:
    with pytest.raises(InvalidInput) as told:
        office.payer.write(ledgers.export, "applications", {}, tmp_path / "a.xlsx", replace(SAID, **wrong))
    assert told.value.field == field
    assert list(tmp_path.glob("*.xlsx")) == []
    assert office.town.auditor.read(export_register.exports, "", "") == []


@pytest.mark.usefixtures("low")
def test_many_rows_leave_after_a_second_person_agreed_and_once(office: Office, tmp_path: Path) -> None:
    clerk, head = office.town.clerk, office.town.head
    path, about = tmp_path / "a.xlsx", {"state": "approved"}
    with pytest.raises(Refused, match="先同意"):
        clerk.write(ledgers.export, "applications", about, path, SAID)
    number = clerk.write(exporting.propose_export, exporting.rows_of("xlsx", "applications", about), SAID)
    with pytest.raises(Refused, match="没有再送"):
        clerk.write(exporting.propose_export, exporting.rows_of("xlsx", "applications", about), SAID)
    assert clerk.read(exporting.outlook, exporting.rows_of("xlsx", "applications", about)).waits == number
    [row] = head.read(export_register.exports, "proposed", "")
    with pytest.raises(Refused, match="审批"):
        clerk.write(exporting.answer_export, row.id, agreed=True)
    head.write(exporting.answer_export, row.id, agreed=True)
    with pytest.raises(Refused, match="已经有答复"):
        head.write(exporting.answer_export, row.id, agreed=True)
    look = clerk.read(exporting.outlook, exporting.rows_of("xlsx", "applications", about))
    assert (look.agreed, look.needs_second) == (True, False)
    with pytest.raises(Refused, match="先同意"):  # it was agreed to for this narrowing only
        clerk.write(ledgers.export, "applications", {}, path, SAID)
    with pytest.raises(Refused, match="别的用途"):
        clerk.write(ledgers.export, "applications", about, path, replace(SAID, recipient="某公司"))
    assert clerk.write(ledgers.export, "applications", about, path, SAID).number == number
    with pytest.raises(Refused, match="先同意"):
        clerk.write(ledgers.export, "applications", about, path, SAID)
    assert [one.decider for one in head.read(export_register.exports, "left", "")] == [head.actor.name]


@pytest.mark.usefixtures("low")
def test_the_desk_tells_who_waits_and_what_may_leave(office: Office) -> None:
    def said(whose: Workspace) -> str:
        return "".join(whose.read(export_register.told))

    clerk, head = office.town.clerk, office.town.head
    assert (said(clerk), said(head)) == ("", "")
    clerk.write(exporting.propose_export, exporting.rows_of("xlsx", "applications", {}), SAID)
    assert "有 1 次导出等待同意" in said(head)
    assert "有 1 次导出等待同意" in " ".join(head.read(workbench.today).warnings)
    assert said(clerk) == ""
    [row] = head.read(export_register.exports, "proposed", "")
    head.write(exporting.answer_export, row.id, agreed=True)
    assert said(head) == ""
    assert "有 1 次已经同意" in said(clerk)
    office.town.on(date.fromordinal(clerk.today().toordinal() + 4))
    assert said(clerk) == ""


@pytest.mark.usefixtures("low")
def test_an_agreement_runs_out_and_nobody_agrees_with_themselves(office: Office, tmp_path: Path) -> None:
    clerk, head = office.town.clerk, office.town.head
    head.write(exporting.propose_export, exporting.rows_of("pdf", "events", {}), SAID)
    [row] = head.read(export_register.exports, "proposed", "")
    with pytest.raises(Refused, match="自己"):
        head.write(exporting.answer_export, row.id, agreed=True)
    number = clerk.write(exporting.propose_export, exporting.rows_of("xlsx", "applications", {}), SAID)
    [row] = head.read(export_register.exports, "proposed", number)
    with pytest.raises(InvalidInput, match="原因"):
        head.write(exporting.answer_export, row.id, agreed=False)
    head.write(exporting.answer_export, row.id, agreed=False, why="范围太大")
    assert clerk.read(export_register.exports, "refused", "")[0].answer == "范围太大"
    number = clerk.write(exporting.propose_export, exporting.rows_of("xlsx", "applications", {}), SAID)
    [row] = head.read(export_register.exports, "proposed", number)
    head.write(exporting.answer_export, row.id, agreed=True)
    office.town.on(date.fromordinal(clerk.today().toordinal() + 4))
    with pytest.raises(Refused, match="先同意"):
        clerk.write(ledgers.export, "applications", {}, tmp_path / "a.xlsx", SAID)


@pytest.mark.usefixtures("low")
def test_a_paper_of_many_needs_a_second_person_and_ones_own_does_not(office: Office, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="先同意"):
        office.town.clerk.write(ledger_papers.issue_ledger, "events", {}, tmp_path, SAID)
    application = office.town.clerk.read(ledgers.page, "applications", {}).applications[0]
    made = office.town.clerk.write(papers.issue, "F04", application, tmp_path)
    assert not made.export
    assert "导20" not in PdfReader(made.path).pages[0].extract_text()


@pytest.mark.usefixtures("low")
@pytest.mark.parametrize("which", ["request", "list"])
def test_a_list_for_another_unit_needs_a_second_person_too(
    office: Office, tmp_path: Path, which: str
) -> None:
    town, path = office.town, tmp_path / "名单.xlsx"
    work: Callable[[Unit], int]
    if which == "request":
        taken = town.accept(urban_couple(town, order=71)).application_id
        town.checker.write(checking.start_survey, taken)
        town.checker.write(checking.request_check, taken)
        desk, told = town.checker, partial(checking.request_of, ids=[taken])
        work = partial(checking.export_check_request, ids=[taken], path=path)
    else:
        [out] = {row.department for row in town.clerk.read(lambda unit: unit.session.query(Transfer).all())}
        desk, told = town.clerk, partial(transfer_lists.list_of, department=out)
        work = partial(transfer_lists.export_list, department=out, path=path)
    with pytest.raises(Refused, match="先同意"):
        desk.write(work)
    assert not path.exists()
    look = desk.read(exporting.outlook, told)
    assert look.needs_second
    assert look.what.said is not None
    number = desk.write(exporting.propose_export, told, look.what.said)
    [row] = town.head.read(export_register.exports, "proposed", number)
    town.head.write(exporting.answer_export, row.id, agreed=True)
    desk.write(work)
    assert number in str(load_workbook(path).properties.description)
    with pytest.raises(Refused, match="先同意"):  # once
        desk.write(work)


def test_the_next_export_offers_what_was_stated_last(office: Office, tmp_path: Path) -> None:
    first = office.payer.read(exporting.outlook, exporting.rows_of("xlsx", "applications", {}))
    assert (first.purpose, first.recipient, first.basis) == ("own", office.town.clerk.office.name, "duty")
    assert first.what.rows == office.payer.read(ledgers.page, "applications", {}).total
    assert set(first.what.classes) >= {"name", "id_number", "phone", "address"}
    said = replace(SAID, purpose="village", recipient="示例社区居委会")
    office.payer.write(ledgers.export, "applications", {}, tmp_path / "a.xlsx", said)
    after = office.payer.read(exporting.outlook, exporting.rows_of("xlsx", "applications", {}))
    assert (after.purpose, after.recipient, after.recipients) == (
        "village", "示例社区居委会", ["示例社区居委会"],
    )  # fmt: skip


def test_a_file_that_cannot_be_written_leaves_no_row(office: Office, tmp_path: Path) -> None:
    with pytest.raises(Exception, match="不存在"):
        office.payer.write(ledgers.export, "applications", {}, tmp_path / "无" / "无" / "a.xlsx", SAID)
    assert office.town.auditor.read(export_register.exports, "", "") == []


def test_a_row_taken_out_of_the_people_of_an_export_is_found(office: Office, tmp_path: Path) -> None:
    made = office.payer.write(ledgers.export, "applications", {}, tmp_path / "a.xlsx", SAID)
    assert office.town.auditor.read(proving.verify_journal).problems == ()

    with tampering(office.town) as tool, tool.unguarded("export_subject"):
        tool.run(
            "DELETE FROM export_subject WHERE subject_id = (SELECT subject_id FROM export_subject LIMIT 1)"
        )
    [told] = office.town.auditor.read(proving.verify_journal).problems
    assert made.number in told


def test_every_column_of_every_ledger_is_known_for_what_it_tells(office: Office) -> None:
    own = set(office.town.clerk.rules.ledgers["exports"].columns)
    strange = {
        f"{ledger.id}.{column.name}"
        for ledger in office.town.clerk.rules.ledgers.values()
        for column in ledger.columns
        if column not in own
        and not class_of(column)
        and column.kind not in {"date", "month", "integer", "decimal"}
        and column.name not in PLAIN
    }
    assert strange == set()
    assert {
        class_of(one) for ledger in office.town.clerk.rules.ledgers.values() for one in ledger.columns
    } == {
        *CLASSES,
        "",
    }


def test_a_workbook_that_left_keeps_no_plain_draft(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    office.payer.write(ledgers.export, "applications", {}, path, SAID)
    assert {one.name for one in tmp_path.iterdir()} == {"office", "a.xlsx"}
    with ZipFile(path) as archive:
        assert archive.testzip() is None
